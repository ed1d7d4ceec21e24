"""Forms of a project: entering from paper, changing, funders, instalments, people, status, documents."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from ruamsuk.areas.forms import AreaField
from ruamsuk.core.forms import (
    DRAWN,
    BahtField,
    DayField,
    FiscalYearField,
    LineArea,
    OfYearForm,
    RecordsField,
    StandingForm,
    TextField,
    check_near,
)
from ruamsuk.core.merging import mark
from ruamsuk.drafts.forms import ChoiceByCode
from ruamsuk.files.choices import FileKind
from ruamsuk.files.forms import UploadField
from ruamsuk.funds.forms import FundField, FundInput
from ruamsuk.funds.queries import fund_meant
from ruamsuk.issues.models import Issue, SupportType
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.queries import organization_named
from ruamsuk.projects.projects.choices import DocumentKind, MoneyState, Origin, ProjectKind
from ruamsuk.projects.projects.models import Project


class IssuesField(RecordsField):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(Issue.objects.in_use(), widget=forms.CheckboxSelectMultiple, **kwargs)


class ProjectForm(StandingForm):
    """A project from paper, or the details of one that exists."""

    DAYS = ("approved_on", "starts_on", "ends_on", "report_due_on")

    title = TextField(label=_("Name of the project or activity"), max_length=500, widget=LineArea())
    fiscal_year = FiscalYearField(label=_("Fiscal year"))
    fund = FundField(label=_("Fund"), required=False)
    owner_name = TextField(label=_("Organisation that carries it out"), max_length=300)
    home_area = AreaField(
        label=_("Where it is counted"), help_text=_("Exactly one area; further ones below.")
    )
    support_type = ChoiceByCode(label=_("Type of support"), model=SupportType, required=False)
    issues = IssuesField(label=_("Issues it answers to"), required=False)
    budget_satang = BahtField(label=_("Budget (baht)"))
    approved_on = DayField(label=_("Day of approval"), required=False)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    report_due_on = DayField(label=_("Report due on"), required=False, help_text=_("Empty: the last day."))
    agreement_no = TextField(label=_("Agreement number"), max_length=40, required=False)
    typed_code = TextField(
        label=_("Project code on paper"),
        max_length=80,
        required=False,
        help_text=_("Any form is understood, such as 66-L4127-02-03. Empty: the next number is made."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ProjectKind.choices, initial=ProjectKind.PROJECT)
    parent = TextField(label=_("Belongs to (code of the project above)"), max_length=60, required=False)
    rationale = TextField(
        label=_("Situation and reasons"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
    )

    def clean_parent(self) -> Project | None:
        text = self.cleaned_data["parent"].strip()
        if not text:
            return None
        found = Project.objects.filter(code__iexact=text).first()
        if found is None:
            raise forms.ValidationError(_("No project has the code “%(typed)s”."), params={"typed": text})
        return found

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        year = data.get("fiscal_year") or self.initial.get("fiscal_year")
        check_near(self, year, *(name for name in self.DAYS if name in self.fields))
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day is before the first day. Check both."))
        return data


def fix(form: ProjectForm, project: Project) -> None:
    """Takes off what nobody edits of the project. What an older system left open may be set, or stays open."""
    for name in project.fixed:
        del form.fields[name]
    if project.origin == Origin.IMPORT:
        for name, field in form.fields.items():
            field.required = field.required and form.get_initial_for_field(field, name) not in (None, "")


class FurtherAreasForm(forms.Form):
    area = AreaField(
        label=_("Further area"), help_text=_("For search and maps; figures stay with the home area.")
    )


class LineForm(forms.Form):
    """One line of a list. It is there as long as anything stands in it: an emptied line is taken off."""

    def has_changed(self) -> bool:
        return any(str(self[name].data or "").strip() for name in self.fields if name != DELETION_FIELD_NAME)


class FundingForm(LineForm):
    giver = TextField(
        label=_("Fund or organisation"),
        max_length=300,
        help_text=_("A fund: type three letters and choose. An organisation: its full name."),
        widget=FundInput,
    )
    amount_satang = BahtField(label=_("Amount (baht)"))

    def clean_giver(self) -> object:
        text = self.cleaned_data["giver"].strip()
        found = fund_meant(text) or organization_named(text)  # money is given to nobody by a guess
        if found is None:
            raise forms.ValidationError(
                _("No fund and no organisation “%(typed)s” is known. Check the spelling, or add it first."),
                params={"typed": text},
            )
        return found


class InstalmentForm(OfYearForm, LineForm):
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))
    report_from = DayField(label=_("Report from"), required=False)
    report_until = DayField(label=_("Report until"), required=False)
    amount_satang = BahtField(label=_("Amount (baht)"))


class PersonForm(LineForm):
    name = TextField(label=_("Name"), max_length=150)
    duty = TextField(label=_("Duty"), max_length=150, required=False)
    phone = TextField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )


class PartnerForm(LineForm):
    name = TextField(
        label=_("Who works along or gives money"),
        help_text=_("The full name, as in the register of organisations if it is there."),
        max_length=2000,
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("as in the register")), *OrganizationKind.choices],
        required=False,
    )
    amount_satang = BahtField(label=_("Money beside the budget (baht)"), required=False)
    state = forms.ChoiceField(
        label=_("The money is"), choices=[("", "–"), *MoneyState.choices], required=False
    )

    def clean(self) -> dict[str, Any]:
        """`organization`: the one of the register that bears the name."""
        values = super().clean() or self.cleaned_data
        values["organization"] = organization_named(values["name"]) if values.get("name") else None
        if values.get("name") and values["organization"] is None and not values.get("kind"):
            self.add_error("kind", _("This name is not in the register: say what kind it is."))
        values["amount_satang"] = values.get("amount_satang") or 0
        if values["amount_satang"] and not values.get("state"):
            self.add_error("state", _("Say whether the money is promised or received."))
        return values


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of document"), choices=DocumentKind.choices)
    title = TextField(label=_("Title"), max_length=300)
    upload = UploadField(
        kind=FileKind.DOCUMENT, label=_("File"), help_text=_("PDF is best; Word and Excel are accepted.")
    )


_CHANGED_MEANWHILE = _(
    "These lines were changed on another screen meanwhile. There they say: “%(text)s”. Yours still stand below; save "
    "again if they are the right ones."
)


class LinesFormSet(BaseFormSet):
    """Lines of a list; lines without any entry are taken as not there, also those that stood there before."""

    def get_form_kwargs(self, index: int | None) -> dict[str, object]:
        return super().get_form_kwargs(index) | ({} if index is None else {"empty_permitted": True})

    @property
    def drawn(self) -> str:
        return mark(self._standing)

    @property
    def _standing(self) -> str:
        """The lines that stand, as people read them."""
        rows = [self.form(initial=row, **self.form_kwargs) for row in self.initial or ()]
        return "\n".join(" · ".join(str(bound.value()) for bound in row if bound.value()) for row in rows)

    def clean(self) -> None:
        """A list that was changed on another screen meanwhile is refused once, with both in sight."""
        said = self.data.get(DRAWN)
        if said and said != self.drawn:
            raise forms.ValidationError(_CHANGED_MEANWHILE % {"text": self._standing})

    @property
    def removed(self) -> int:
        """How many lines that stood there before were taken off."""
        return sum(
            not form.cleaned_data or bool(form.cleaned_data.get(DELETION_FIELD_NAME))
            for form in self.forms[: self.initial_form_count()]
        )

    def lines(self) -> list[dict[str, object]]:
        return [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get(DELETION_FIELD_NAME)
        ]


def lines(form: type[forms.Form], most: int, extra: int = 1) -> Any:
    return formset_factory(
        form, formset=LinesFormSet, extra=extra, max_num=most, can_delete=True, absolute_max=most
    )


FundingLines = lines(FundingForm, 12)
InstalmentLines = lines(InstalmentForm, 12)
PersonLines = lines(PersonForm, 20)
PartnerLines = lines(PartnerForm, 40)
