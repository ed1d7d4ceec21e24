"""Forms of the plan, one short section each. Labels and hints are those of the real form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import (
    BahtField,
    DayField,
    JudgingForm,
    LineArea,
    NumberField,
    OfYearForm,
    TextField,
    WholeField,
    offer,
    show_problem,
)
from ruamsuk.core.money import MOST_OF_A_FUND
from ruamsuk.core.problems import Problem
from ruamsuk.evidence.choices import EvidenceKind
from ruamsuk.imports.problems import ImportTooLarge
from ruamsuk.issues.models import SupportType
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.choices import CRITERIA
from ruamsuk.plans.models import Plan, PlannedProject, PlanObjective, Situation
from ruamsuk.plans.queries import organizations_near
from ruamsuk.plans.queries.development import development_rows_in

FIGURE = {"max_digits": 14, "decimal_places": 2, "required": False}


def _first(field: forms.Field) -> forms.Field:
    """The cursor stands here when the form opens in its place on the page."""
    field.widget.attrs["autofocus"] = True
    return field


class SectionForm(forms.Form):
    """`seen`: the version that the page showed, so that nobody overwrites what another has just saved."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What the action is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class FigureForm(SectionForm):
    """The figure of a standard indicator, with its evidence."""

    value = _first(NumberField(label=_("Size of the problem"), **FIGURE))
    evidence_kind = forms.ChoiceField(
        label=_("Where does the figure come from?"),
        choices=[("", _("Choose")), *EvidenceKind.choices],
        required=False,
    )
    agency = TextField(
        label=_("Agency that gave the figure"),
        help_text=_("For example the health centre, the district health office or the local authority."),
        max_length=200,
        required=False,
    )
    measured_on = DayField(
        label=_("Day of the figure"),
        help_text=_("For example 30/9/2569. Any Thai way of writing will do."),
        required=False,
    )
    covered = WholeField(
        label=_("How many were counted?"),
        help_text=_("People, households or places that the figure was taken from."),
        min_value=0,
        max_value=100_000_000,
        required=False,
    )
    total = WholeField(
        label=_("Out of how many in all?"),
        help_text=_("All people, households or places of that kind in the area."),
        min_value=0,
        max_value=100_000_000,
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan, row: Situation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row is not None and row.indicator is not None:
            indicator = row.indicator
            self.fields["value"].help_text = (
                _("%(unit)s, out of: %(denominator)s")
                % {"unit": indicator.unit, "denominator": indicator.denominator_th}
                if indicator.denominator_th
                else indicator.unit
            )


class FreeSituationForm(FigureForm):
    """A problem in the fund's own words."""

    text = _first(
        TextField(
            label=_("The problem, in your own words"),
            help_text=_("Say who is concerned and what is wrong, so that it can be counted."),
            max_length=300,
            widget=LineArea(),
        )
    )
    unit = TextField(
        label=_("Unit"),
        help_text=_("For example percent, people, households."),
        max_length=40,
        required=False,
    )
    field_order = ["text", "value", "unit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].widget.attrs.pop("autofocus", None)


def situation_form(*args: object, plan: Plan, row: Situation | None = None, **kwargs: object) -> FigureForm:
    kind = FigureForm if row is not None and row.indicator_id else FreeSituationForm
    return kind(*args, plan=plan, row=row, **kwargs)


class ObjectiveForm(SectionForm):
    text = TextField(
        label=_("Objective"),
        help_text=_("Begin with “to raise …” or “to lower …”."),
        max_length=300,
        widget=LineArea(),
    )
    situation = forms.ModelChoiceField(
        label=_("Which problem does it answer?"),
        help_text=_("Its indicator and today's figure are taken over, so you need not type them again."),
        queryset=Situation.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    indicator_text = TextField(
        label=_("Indicator of success"),
        help_text=_("Only when you chose no problem above: what will be counted?"),
        max_length=300,
        widget=LineArea(),
        required=False,
    )
    unit = TextField(label=_("Unit"), max_length=40, required=False)
    baseline = NumberField(label=_("Size of the problem today"), **FIGURE)
    target = _first(NumberField(label=_("Target in one year"), **FIGURE))

    def __init__(self, *args: Any, plan: Plan, row: PlanObjective | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        situations = plan.situations.select_related("indicator")
        if row is not None and row.situation_id:
            # Problem, indicator and unit are settled: only words and figures are left to write.
            for name in ("situation", "indicator_text", "unit"):
                del self.fields[name]
            self.fields["baseline"].help_text = self.fields["target"].help_text = row.unit_name
        elif not situations:
            del self.fields["situation"]
            self.fields["indicator_text"].help_text = _("What will be counted?")
        else:
            offer(self, situation=situations)
        if row is None:
            del self.fields["target"].widget.attrs["autofocus"]
            _first(self.fields["text"])


class MeasureForm(SectionForm):
    approach = _first(
        TextField(
            label=_("Approach"),
            help_text=_("The way you want to go, in one line."),
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
    )
    method = TextField(
        label=_("Main method"),
        help_text=_("How it is done: with whom, where, how often."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, plan: Plan, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class SupportTypeField(forms.ModelChoiceField):
    def label_from_instance(self, obj: SupportType) -> str:
        return f"{obj.code} · {obj}"


class RowsOfPlan(forms.ModelMultipleChoiceField):
    """Rows of the plan, named by their uid."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Situation.objects.none(), to_field_name="uid", required=False, **kwargs)


class PlannedProjectForm(SectionForm):
    title = _first(
        TextField(
            label=_("Name of the project"),
            help_text=_("Short and easy to understand; it should name the community."),
            max_length=300,
            widget=LineArea(),
        )
    )
    situations = RowsOfPlan(
        label=_("Which problems does it answer?"),
        help_text=_("Only these go into the proposal. With none chosen it takes all of the plan."),
    )
    objectives = RowsOfPlan(label=_("Which objectives does it serve?"))
    support_type = SupportTypeField(
        label=_("Type of support"),
        queryset=SupportType.objects.none(),
        required=False,
        empty_label=_("Not decided yet"),
    )
    organization = forms.ModelChoiceField(
        label=_("Responsible organisation"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("Not in this list"),
    )
    responsible = TextField(
        label=_("Responsible group or person"),
        help_text=_(
            "When the organisation is not in the list. Name the office or group, not a private person."
        ),
        max_length=200,
        required=False,
    )
    budget_satang = BahtField(label=_("Budget set aside (baht)"), required=False)
    note = TextField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, plan: Plan, row: PlannedProject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("situations", plan.situations.select_related("indicator")),
            ("objectives", plan.objectives.all()),
        ):
            if rows:
                offer(self, **{name: rows})
            else:
                del self.fields[name]
        offer(self, support_type=SupportType.objects.valid_in(plan.fiscal_year))
        offer(self, organization=organizations_near(plan.fund))


class BudgetForm(SectionForm):
    budget_satang = _first(
        BahtField(
            most=MOST_OF_A_FUND,
            label=_("Budget of this plan (baht)"),
            help_text=_("For example 150,000. Thai digits will do."),
            required=False,
        )
    )


class DetailForm(SectionForm):
    detail = _first(
        TextField(
            label=_("More about the situation"),
            help_text=_("What the figures do not say: causes, groups and places that need attention."),
            max_length=20_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 6}),
        )
    )


class RankForm(SectionForm):
    """One row of the ranking table. What was shown travels along, so only what the writer changed is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in CRITERIA.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                coerce=int,
                empty_value=None,
                required=False,
                show_hidden_initial=True,
                choices=[("", "–"), *((n, str(n)) for n in range(1, 5))],
            )

    def clean(self) -> dict[str, object]:
        given = [self.cleaned_data.get(name) for name in CRITERIA]
        if self.has_points_changed and None in given:
            raise forms.ValidationError(_("Give all four criteria a number from 1 to 4."))
        return self.cleaned_data

    @property
    def has_points_changed(self) -> bool:
        return any(name in CRITERIA for name in self.changed_data)


class AgreeForm(OfYearForm):
    agreed_on = DayField(label=_("Day of the meeting that agreed it"), help_text=_("For example 15/11/2569"))
    note = TextField(
        label=_("Meeting or resolution"),
        help_text=_("For example meeting 3/2569, item 4"),
        max_length=200,
        required=False,
    )


class ReopenForm(forms.Form):
    reason = _first(
        TextField(
            label=_("Why is the plan opened again?"),
            help_text=_("Everyone who reads the plan sees this reason."),
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
    )


class CheckForm(JudgingForm):
    note = TextField(
        label=_("What to think of all the same"),
        help_text=_("The fund reads it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(CheckForm):
    note = TextField(
        label=_("What has to be mended, and why"),
        help_text=_("The fund reads it, opens the plan again, mends it and agrees it anew."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


MOST_BYTES = 5 * 2**20


class DevelopmentForm(forms.Form):
    """Rows of a development plan, pasted or as a file; cleaned to `found`, what was read of them."""

    plan_name = TextField(
        label=_("Name of the plan"),
        help_text=_(
            "As on its cover, with its years. Rows brought in again under this name take the newer words."
        ),
        max_length=200,
    )
    text = forms.CharField(
        label=_("The table, pasted"),
        help_text=_(
            "Copy it from Excel or Word together with its heading row, in which one column is called โครงการ."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=1_000_000,
        strip=False,
        required=False,
    )
    file = forms.FileField(
        label=_("Or the file"),
        help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV, up to 5 MB and 2,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload, text = cleaned.get("file"), cleaned.get("text") or ""
        if self.errors:
            return cleaned
        try:
            if upload is not None and upload.size > MOST_BYTES:
                raise ImportTooLarge(size=f"{upload.size / 2**20:.1f} MB", most="5 MB", field="file")
            cleaned["found"] = development_rows_in(upload.read() if upload is not None else text.encode())
        except Problem as problem:
            if problem.passing:  # nothing is wrong with what was sent
                raise
            show_problem(self, problem)
        return cleaned
