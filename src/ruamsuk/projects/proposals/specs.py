"""The specification of a proposal with its design: nine sections on five screens."""

from functools import partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.money import MOST_OF_A_PROJECT
from ruamsuk.drafts.specs import (
    Also,
    Baht,
    Catalogue,
    Day,
    Field,
    FieldKind,
    FiscalYear,
    Long,
    Number,
    OfArea,
    One,
    OneOf,
    Rows,
    Section,
    Spec,
    Text,
    Ticks,
    Whole,
    block,
)
from ruamsuk.evidence.choices import EvidenceKind
from ruamsuk.issues.choices import Combining
from ruamsuk.issues.models import ExpenseCategory, Issue, SupportType, TargetGroup
from ruamsuk.projects.designs.choices import ApplicantKind
from ruamsuk.projects.designs.models import (
    Activity,
    BudgetLine,
    Design,
    Indicator,
    Objective,
    Situation,
    TargetLine,
)
from ruamsuk.projects.proposals.models import Applicant, Proposal


class OfFund(FieldKind):
    """A fund by its code or exact name; its form field: forms.draft."""


SECTIONS = (
    Section("1", _("Name of the project or activity"), "name"),
    Section("2", _("Issues it answers to"), "name"),
    Section("3", _("Situation"), "aims", weight=2),
    Section("4", _("Objectives and indicators"), "aims", weight=2),
    Section("5", _("Target groups"), "people"),
    Section("6", _("Time"), "people"),
    Section("7", _("How it is carried out"), "work", weight=3),
    Section("8", _("Project budget"), "work", weight=3),
    Section("9", _("Expected results"), "review"),
)
_optional = partial(Field, is_optional=True)
MOST_COUNTED = 100_000_000  # people, homes, places


def _place(thing: Any) -> dict[str, str] | None:
    """A fund or an area as it is frozen."""
    return {"code": thing.code, "name": getattr(thing, "name_th", "") or thing.name} if thing else None


def _persons(proposal: Proposal) -> int:
    return sum(bool(row.name) for row in APPLICANT.read(proposal))


def _issues(design: Design) -> list[str]:
    return sorted(issue.code for issue in design.issues.all())


def _problems(objective: Objective) -> list[str]:
    return [row.text or str(row.no) for row in objective.situations.all()]


P = One(
    kind="p",
    section="1",
    fields=(
        *block(
            "name",
            Field(
                "title",
                _("Name of the project or activity"),
                Text(500, wide=True),
                _("Short and easy to understand; say in which community."),
                short=_("Name"),
                is_weighed=True,
            ),
        ),
        *block(
            "rest",
            Field(
                "fund",
                _("Fund"),
                OfFund(),
                _("Code like L5166, or the full name."),
                missing=_("the fund that it is sent to"),
                freeze=lambda proposal: _place(proposal.fund),
            ),
            Field("fiscal_year", _("Fiscal year"), FiscalYear()),
            Field(
                "applicant_name",
                _("Organisation or group that applies"),
                Text(300, wide=True),
                short=_("Applicant"),
                frozen="applicant",
                freeze=lambda proposal: proposal.applicant,
                is_weighed=True,
            ),
        ),
        *block(
            "place",
            Field(
                "home_area",
                _("Sub-district where it takes place"),
                OfArea(),
                missing=_("the sub-district where it takes place"),
                short=_("Area"),
                frozen="area",
                freeze=lambda proposal: _place(proposal.home_area),
            ),
        ),
    ),
    also=(Also("persons", _("Persons of the group"), _persons),),
)
D = One(
    kind="d",
    section="1",
    of="design",
    fields=(
        *block(
            "place",
            _optional(
                "setting",
                _("Place"),
                Text(300, wide=True),
                _("Hall, school or villages, in a few words."),
                is_apart=True,
            ),
            Field(
                "support_type", _("Type of support"), Catalogue(SupportType), missing=_("the type of support")
            ),
        ),
        *block(
            "rest",
            Field(
                "applicant_kind",
                _("Kind of organisation"),
                OneOf(ApplicantKind),
                _("A people's group also gives the names of its persons."),
                short=_("Kind of applicant"),
                missing=_("what kind of organisation applies"),
            ),
        ),
        *block(
            "reasons",
            Field(
                "rationale",
                _("Situation, reasons or origin of the project"),
                Long(6),
                _("What is wrong, for whom, since when, and what was tried. Name the source of the figures."),
                short=_("Reasons"),
                missing=_("why the project is needed"),
            ),
            section="3",
        ),
        *block(
            "days",
            Field("starts_on", _("First day"), Day(), _("Like 1/11/2569"), missing=_("the first day")),
            Field("ends_on", _("Last day"), Day(), _("Like 31/8/2570"), missing=_("the last day")),
            section="6",
        ),
        *block(
            "approach",
            _optional(
                "approach",
                _("Approach and main methods"),
                Long(),
                _("The main way of working, from the plan."),
            ),
            section="7",
        ),
        *block(
            "results",
            Field(
                "expected_results",
                _("Expected results"),
                Long(4),
                _("What will be different for people when the project is over."),
                missing=_("the expected results"),
            ),
            _optional("remark", _("Remark"), Long(), section="8"),
            section="9",
        ),
    ),
    also=(
        Also("issues", _("Issues"), _issues, section="2"),
        Also("budget_satang", _("Budget"), lambda design: design.budget_satang, "satang", section="8"),
    ),
)
SITUATION = Rows(
    kind="situation",
    section="3",
    of="design",
    model=Situation,
    owner="design",
    label=_("Situation"),
    frozen="situations",
    related=("indicator",),
    called=("text",),
    least=_("the situation: a problem and its size"),
    named=lambda row: row.text or gettext("line {no}").format(no=row.no),
    fields=(
        *block(
            "main",
            Field("text", _("Problem"), Text(500, wide=True), short=_("Text"), is_weighed=True),
            Field("size", _("Size"), Number(14), missing=_("the size of “{x}”")),
            _optional("unit", _("Unit"), Text(60)),
        ),
        *block(
            "source",
            _optional(
                "evidence_kind",
                _("Where does the figure come from?"),
                OneOf(EvidenceKind),
                short=_("Kind of source"),
            ),
            _optional("agency", _("Agency that gave the figure"), Text(200), short=_("Agency")),
            _optional("measured_on", _("Day of the figure"), Day(), _("Like 30/9/2569")),
            _optional("covered", _("How many were counted?"), Whole(most=MOST_COUNTED), short=_("Counted")),
            _optional("total", _("Out of how many in all?"), Whole(most=MOST_COUNTED), short=_("Out of")),
            _optional(
                "evidence",
                _("More about the source"),
                Text(300, wide=True),
                _("Such as the report in which it stands, or who was asked."),
            ),
        ),
    ),
)
OBJECTIVE = Rows(
    kind="objective",
    section="4",
    of="design",
    model=Objective,
    owner="design",
    label=_("Objective"),
    frozen="objectives",
    shows_no=True,
    many=("situations",),
    called=("text",),
    least=_("an objective"),
    named=lambda row: gettext("objective {no}").format(no=row.no),
    fields=(
        Field(
            "text",
            _("Objective"),
            Text(1000, wide=True),
            _("Begin with “to raise” or “to lower”."),
            short=_("Text"),
            missing=_("the text of {x}"),
        ),
    ),
    also=(Also("situations", _("Problems it answers"), _problems),),
)
INDICATOR = Rows(
    kind="indicator",
    section="4",
    of="design",
    model=Indicator,
    owner="design",
    below="objective",
    label=_("Indicator"),
    frozen="indicators",
    shows_no=True,
    related=("objective", "standard"),
    called=("text",),
    named=lambda row: gettext("indicator {no}").format(no=row.no),
    fields=(
        Field(
            "text",
            _("Indicator of success"),
            Text(500, wide=True),
            is_weighed=True,
            short=_("Text"),
            missing=_("the text of {x}"),
        ),
        _optional("unit", _("Unit"), Text(60), is_weighed=True),
        _optional(
            "combining",
            _("What several reports are together"),
            OneOf(Combining, standing=Combining.LATEST),
        ),
        Field(
            "baseline", _("Today"), Number(14), short=_("Today's value"), missing=_("today's value of {x}")
        ),
        Field("target", _("Target in a year"), Number(14), short=_("Target"), missing=_("the target of {x}")),
    ),
    also=(Also("objective", _("Objective"), lambda row: row.objective.no),),
)
TARGET = Rows(
    kind="target",
    section="5",
    of="design",
    model=TargetLine,
    owner="design",
    label=_("Target group"),
    frozen="targets",
    related=("group",),
    called=("detail", "group"),
    least=_("a target group"),
    fields=(
        Field(
            "group",
            _("Group"),
            Catalogue(TargetGroup),
            freeze=lambda row: row.group.name_th if row.group else "",
        ),
        _optional("detail", _("Details"), Text(300), is_weighed=True),
        Field("people", _("People"), Whole()),
    ),
)
ACTIVITY = Rows(
    kind="activity",
    section="7",
    of="design",
    model=Activity,
    owner="design",
    label=_("Activity"),
    frozen="activities",
    shows_no=True,
    many=("objectives",),
    called=("name", "detail"),
    least=_("an activity"),
    named=lambda row: row.name or gettext("activity {no}").format(no=row.no),
    fields=(
        *block(
            "main",
            Field(
                "name",
                _("Name of the activity"),
                Text(500, wide=True),
                short=_("Name"),
                missing=_("the name of activity {no}"),
                is_weighed=True,
            ),
            Field("starts_on", _("From"), Day(), short=_("First day")),
            Field("ends_on", _("Until"), Day(), short=_("Last day")),
            _optional("detail", _("What is done"), Long(), short=_("Details")),
            Field(
                "output",
                _("Output"),
                Long(2),
                _("What can be counted afterwards."),
                missing=_("the output of “{x}”"),
            ),
            Field(
                "outcome",
                _("Outcome"),
                Long(2),
                _("What changes for people."),
                missing=_("the outcome of “{x}”"),
            ),
        ),
        *block(
            "more",
            _optional("resources", _("Other resources"), Long(2)),
            _optional("partners", _("Supporting partners"), Long(2)),
            _optional(
                "other_money_satang",
                _("Other money (baht)"),
                Baht(MOST_OF_A_PROJECT, empty=0),
                _("From other sources, if any."),
                short=_("Other money"),
            ),
            _optional(
                "other_money_source",
                _("Who gives the other money"),
                Text(200),
                _("Such as the local authority."),
                short=_("Source of other money"),
            ),
        ),
    ),
    also=(
        Also("objectives", _("Objective"), lambda row: sorted(one.no for one in row.objectives.all())),
        Also("budget_satang", _("Budget"), lambda row: row.budget_satang, "satang"),
    ),
)
LINE = Rows(
    kind="line",
    section="8",
    of="design",
    model=BudgetLine,
    owner="activity__design",
    below="activity",
    label=_("Budget line"),
    frozen="lines",
    is_inside=True,
    related=("category",),
    called=("detail", "category"),
    fields=(
        Field(
            "category",
            _("Kind of expense"),
            Catalogue(ExpenseCategory),
            freeze=lambda row: row.category.name_th if row.category else "",
            missing=_("the kind of expense of a budget line"),
        ),
        _optional("detail", _("Details"), Text(300, wide=True)),
        Field("quantity", _("Quantity"), Number(10, least=0)),
        _optional("unit", _("Unit"), Text(40), _("person, time, piece …")),
        Field("unit_cost_satang", _("Unit cost (baht)"), Baht(), short=_("Unit cost")),
        Field("times", _("Times"), Whole(1, 9_999, empty=1)),
    ),
    also=(Also("amount_satang", _("Amount"), lambda row: row.amount_satang, "satang"),),
)
APPLICANT = Rows(
    kind="applicant",
    section="1",
    model=Applicant,
    owner="proposal",
    is_personal=True,
    fields=(Field("name", _("Name"), Text(150)), _optional("phone", _("Phone"), Text(40, inputmode="tel"))),
)
PROPOSAL = Spec(
    sections=SECTIONS,
    parts=(
        P,
        D,
        SITUATION,
        OBJECTIVE,
        INDICATOR,
        TARGET,
        ACTIVITY,
        LINE,
        APPLICANT,
        Ticks(kind="issue", section="2", of="design", links="issues", among=lambda _any: Issue.objects.all()),
        Ticks(
            kind="answers",
            section="4",
            of="design",
            each=OBJECTIVE,
            links="situations",
            among=lambda proposal: proposal.design.situations.all(),
        ),
        Ticks(
            kind="serves",
            section="7",
            of="design",
            each=ACTIVITY,
            links="objectives",
            among=lambda proposal: proposal.design.objectives.all(),
        ),
    ),
)
