from typing import Any, ClassVar, cast

from django import forms
from django.db.models import PositiveSmallIntegerField
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import (
    BahtField,
    FiscalYearField,
    RecordsField,
    StandingForm,
    TextField,
    WholeField,
    field_as,
)
from ruamsuk.issues.actions import UsualCost
from ruamsuk.issues.choices import Combining, Direction, GroupScheme
from ruamsuk.issues.models import (
    CatalogueRow,
    ExpenseCategory,
    ExpenseGroup,
    Indicator,
    Issue,
    IssueList,
    ListEntry,
    Measure,
    MeasureActivity,
    TargetGroup,
)
from ruamsuk.issues.problems import CostWithoutSource
from ruamsuk.issues.queries import bare_name


class CodeField(forms.SlugField):
    """A code; capitals and spaces are mended, other letters refused."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("A code has small Latin letters, digits and hyphens only, for example road-safety.")
    }

    def to_python(self, value: object) -> str:
        return "-".join((super().to_python(value) or "").lower().split())


class IssueForm(StandingForm):
    name_th = TextField(label=_("Name in Thai"), help_text=_("Without the word แผนงาน."), max_length=120)
    name_en = TextField(label=_("Name in English"), max_length=120)
    synonyms = TextField(
        label=_("Other words that people write"),
        help_text=_("One word or phrase a line. Imports and searches understand them."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )

    def clean_name_th(self) -> str:
        return bare_name(self.cleaned_data["name_th"])

    def clean_synonyms(self) -> list[str]:
        return [line.strip()[:120] for line in self.cleaned_data["synonyms"].splitlines() if line.strip()]


class NewIssueForm(IssueForm):
    code = CodeField(
        label=_("Code"),
        help_text=_("Small Latin letters and hyphens, for example road-safety. It stays for ever."),
        max_length=40,
    )


class PlacesForm(StandingForm):
    """One choice a list: the line under which the issue is counted, or no place."""

    def __init__(self, *args: Any, issue: Issue, lists: list[IssueList], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lists = lists
        now = {place.issue_list_id: place.entry_id for place in issue.placements.all()}
        for issue_list in lists:
            self.fields[issue_list.code] = forms.ModelChoiceField(
                label=issue_list.name,
                queryset=issue_list.entries.all(),
                empty_label=_("no place in this list"),
                initial=now.get(issue_list.pk),
                required=False,
            )

    def places(self) -> dict[IssueList, Any]:
        return {issue_list: self.cleaned_data[issue_list.code] for issue_list in self.lists}


class IndicatorForm(StandingForm):
    name_th = TextField(label=_("Name in Thai"), max_length=300)
    name_en = TextField(label=_("Name in English"), max_length=300)
    unit_th = TextField(label=_("Unit in Thai"), max_length=40)
    unit_en = TextField(label=_("Unit in English"), max_length=40)
    direction = forms.ChoiceField(
        label=_("Which way is better"), choices=Direction.choices, widget=forms.RadioSelect
    )
    combining = forms.ChoiceField(
        label=_("What several reports are together"),
        choices=Combining.choices,
        initial=Combining.LATEST,
        help_text=_(
            "40 and then 60 people trained are 100: the sum. 40 and then 60 percent are 60: the latest, "
            "or a share of all who were asked."
        ),
        widget=forms.RadioSelect,
    )
    denominator_th = TextField(
        label=_("Out of what it is counted"),
        help_text=_("For a percentage or a rate. Leave it empty for a plain number."),
        max_length=200,
        required=False,
    )
    data_source = TextField(label=_("Where the figure is found"), max_length=200, required=False)
    suggested_objective_th = TextField(label=_("Suggested objective"), max_length=300, required=False)
    suggested_measure_th = TextField(
        label=_("Suggested measure"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class NewIndicatorForm(IndicatorForm):
    code = CodeField(label=_("Code"), help_text=_("For example rs-7. It stays for ever."), max_length=40)


class MeasureForm(StandingForm):
    text_th = TextField(label=_("Measure in Thai"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    text_en = TextField(
        label=_("Measure in English"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    problem_th = TextField(
        label=_("Problem, in Thai"),
        help_text=_("Empty: the name of the indicator."),
        max_length=300,
        required=False,
    )
    indicator = forms.ModelChoiceField(
        label=_("Standard indicator of the problem"),
        queryset=Indicator.objects.none(),
        empty_label=_("none"),
        required=False,
    )
    objective_th = TextField(label=_("Objective, in Thai"), max_length=500, required=False)
    groups = RecordsField(
        label=_("Target groups"),
        queryset=TargetGroup.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    expected_th = TextField(
        label=_("Expected result, in Thai"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    source = TextField(
        label=_("Where the kit is taken from"),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, issue: Issue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_as(self, "indicator", forms.ModelChoiceField).queryset = issue.indicators.in_use()
        field_as(self, "groups", RecordsField).queryset = TargetGroup.objects.in_use().filter(
            scheme=GroupScheme.FUND
        )


MOST_COSTS = 8  # of an activity of a kit
_COST = ("category", "detail_th", "unit_th", "unit_cost_satang", "source")


class KitActivityForm(StandingForm):
    """An activity of a kit with what it usually costs; of each cost five fields, "category_1" and so on."""

    name_th = TextField(label=_("Name of the activity, in Thai"), max_length=300)
    detail_th = TextField(
        label=_("What is done, in Thai"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    output_th = TextField(
        label=_("Output, in Thai"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    outcome_th = TextField(
        label=_("Outcome, in Thai"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fields for the costs that are given, on a page with room for two more."""
        super().__init__(*args, **kwargs)
        given = sum(name.startswith("category_") for name in (self.data if self.is_bound else self.initial))
        self._numbers = range(1, min(given + (0 if self.is_bound else 2), MOST_COSTS) + 1)
        for no in self._numbers:
            self.fields |= {
                f"category_{no}": forms.ModelChoiceField(
                    label=_("Cost %(no)d: kind of expense") % {"no": no},
                    queryset=ExpenseCategory.objects.in_use(),
                    to_field_name="code",
                    empty_label=_("none"),
                    required=False,
                ),
                f"detail_th_{no}": TextField(label=_("Details"), max_length=200, required=False),
                f"unit_th_{no}": TextField(label=_("Unit"), max_length=40, required=False),
                f"unit_cost_satang_{no}": BahtField(label=_("Usual price of one (baht)"), required=False),
                f"source_{no}": TextField(
                    label=_("Who says so"),
                    help_text=_("A real record or an announcement. Without one the price stays empty."),
                    max_length=300,
                    required=False,
                ),
            }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for no in self._numbers:
            category, *said = (cleaned.get(f"{name}_{no}") for name in _COST)
            if any(said) and category is None:
                self.add_error(f"category_{no}", _("Choose the kind of expense, or empty this cost."))
            if cleaned.get(f"unit_cost_satang_{no}") is not None and not cleaned.get(f"source_{no}"):
                self.add_error(f"source_{no}", str(CostWithoutSource()))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What the actions are given."""
        costs = [UsualCost(*(self.cleaned_data[f"{name}_{no}"] for name in _COST)) for no in self._numbers]
        own = {name: self.cleaned_data[name] for name in KitActivityForm.base_fields}
        return own | {"costs": [cost for cost in costs if cost.category]}


def values_of_measure(measure: Measure) -> dict[str, object]:
    names = [name for name in MeasureForm.base_fields if name not in ("groups", "indicator")]
    return {name: getattr(measure, name) for name in names} | {
        "groups": list(measure.groups.all()),
        "indicator": measure.indicator,
    }


def values_of_activity(activity: MeasureActivity) -> dict[str, object]:
    found: dict[str, object] = {name: getattr(activity, name) for name in KitActivityForm.base_fields}
    for no, cost in enumerate(activity.costs.all(), 1):
        found |= {f"{name}_{no}": getattr(cost, name) for name in _COST}
    return found


class RowForm(StandingForm):
    """Names and years of a row of any of the smaller catalogues; for a line of a list also what it counts.

    A field that the row's model does not have is left out.
    """

    NAMES = {
        "name_th": _("Name in Thai"),
        "short_th": _("Short name in Thai"),
        "name_en": _("Name in English"),
        "source": _("Where the list is taken from"),
    }
    max_people = WholeField(
        label=_("Seats at most"), help_text=_("Empty: no limit."), min_value=1, max_value=99, required=False
    )
    most_percent = WholeField(
        label=_("Of a hundred people at most"),
        help_text=_(
            "How many of those who live in an area can belong to the group. A proposal with more is asked about."
        ),
        min_value=1,
        max_value=100,
        required=False,
    )
    valid_from_fy = FiscalYearField(
        label=_("First fiscal year"), help_text=_("Empty: since ever."), required=False
    )
    valid_until_fy = FiscalYearField(
        label=_("Last fiscal year"), help_text=_("Empty: until further notice."), required=False
    )
    issues = RecordsField(
        label=_("Issues counted under it"),
        help_text=_("An issue stands in a list once: ticked here, it leaves its other line."),
        queryset=Issue.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, row: CatalogueRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.NAMES.items():
            if hasattr(type(row), name):
                self.fields[name] = row._meta.get_field(name).formfield(label=label)  # type: ignore[union-attr, assignment]
        for name in [name for name in self.fields if not hasattr(type(row), name)]:
            del self.fields[name]
        self.order_fields([*self.NAMES])
        for name in self.fields:
            if name != "issues":
                self.initial[name] = getattr(row, name)
        if isinstance(row, ListEntry):
            here = row.issues.all() if row.pk else Issue.objects.none()
            cast(RecordsField, self.fields["issues"]).queryset = (
                Issue.objects.in_use() | Issue.objects.filter(pk__in=here.values("pk"))
            )
            self.initial["issues"] = here

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from_fy"), cleaned.get("valid_until_fy")
        if first and last and last < first:
            self.add_error("valid_until_fy", _("The last year is before the first year."))
        return cleaned


class NewRowForm(RowForm):
    """A further row of one of the smaller catalogues: its code, and what is said of it once and for all."""

    FIXED = {
        "group": _("Group of spending"),
        "scheme": _("Which form counts by it"),
        "kind": _("Sort of group"),
    }

    def __init__(self, *args: Any, row: CatalogueRow, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["code"] = _code_field(type(row))
        self.initial["code"] = ""
        for name, label in self.FIXED.items():
            if hasattr(type(row), name):
                self.fields[name] = row._meta.get_field(name).formfield(label=label)  # type: ignore[union-attr, assignment]
        for name in ("scheme", "kind"):
            if name in self.fields:
                field = cast(forms.ChoiceField, self.fields[name])
                field.choices = [("", _("choose")), *row._meta.get_field(name).flatchoices]  # type: ignore[union-attr]
        if "group" in self.fields:
            group = cast(forms.ModelChoiceField, self.fields["group"])
            group.queryset, group.empty_label = ExpenseGroup.objects.in_use(), str(_("choose"))
        self.order_fields(["code", *self.FIXED, *self.NAMES])


def _code_field(model: Any) -> forms.Field:
    """A number where the catalogue counts, else a word."""
    column = model._meta.get_field("code")
    if isinstance(column, PositiveSmallIntegerField):
        used = [str(code) for code in model._default_manager.order_by("code").values_list("code", flat=True)]
        return WholeField(
            label=_("Code"),
            help_text=_("A number that is not used yet. It stays for ever. Used: %(codes)s.")
            % {"codes": ", ".join(used) or "–"},
            min_value=1,
            max_value=99,
        )
    return CodeField(
        label=_("Code"),
        help_text=_("Small Latin letters, digits and hyphens. It stays for ever."),
        max_length=column.max_length,
    )


INDICATOR_FIELDS = tuple(IndicatorForm.base_fields)


def values_of_issue(issue: Issue) -> dict[str, object]:
    words = "\n".join(issue.synonyms.values_list("text", flat=True))
    return {"name_th": issue.name_th, "name_en": issue.name_en, "synonyms": words}


def values_of_indicator(indicator: Indicator) -> dict[str, object]:
    return {field: getattr(indicator, field) for field in INDICATOR_FIELDS}
