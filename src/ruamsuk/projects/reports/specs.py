"""The specification of an activity report, on four screens."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.money import MOST_OF_A_PROJECT
from ruamsuk.drafts.specs import (
    Baht,
    Catalogue,
    Day,
    Field,
    Fixed,
    Long,
    Number,
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
from ruamsuk.issues.models import ExpenseGroup, TargetGroup
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.projects.reports.choices import REPORT_STEPS, Quality
from ruamsuk.projects.reports.models import (
    ActivityReport,
    IndicatorResult,
    ParticipantLine,
    ReportFile,
    ReportPhoto,
    SpendingLine,
)

_optional = partial(Field, is_optional=True)


_REPORT = (
    *block(
        "head",
        Field(
            "title", _("Name of the activity"), Text(500, wide=True), missing=_("the name of the activity")
        ),
        Field(
            "held_on",
            _("Day of the activity"),
            Day(),
            _("Like 15/11/2569"),
            missing=_("the day of the activity"),
        ),
        _optional("until_on", _("Until"), Day(), _("Only if it took several days.")),
        Field(
            "reported_for",
            _("Reported for"),
            Text(300, wide=True),
            _("The organisation in whose name the report stands."),
            missing=_("the organisation that reports"),
            is_weighed=True,
        ),
    ),
    *block(
        "own",
        _optional("own_objectives", _("The activity's own objectives"), Long(), _("One a line.")),
        _optional("planned", _("What was planned"), Long(4), _("Taken over from the project's plan.")),
    ),
    *block(
        "done",
        Field(
            "done",
            _("What was done"),
            Long(8),
            _("Where, with whom, in which steps: as it really took place."),
            missing=_("what was done"),
        ),
    ),
    *block(
        "found",
        Field("output", _("Output"), Long(4), _("What can be counted. One of these three is needed.")),
        Field("outcome", _("Outcome"), Long(4), _("What has changed for people.")),
        Field("summary", _("Main conclusions"), Long(4), _("What others should know about this activity.")),
        _optional("quality", _("How good the activity was"), OneOf(Quality)),
        section="results",
    ),
    *block(
        "troubles",
        _optional("problems", _("Problems"), Long()),
        _optional("remedies", _("What was or will be done about them"), Long()),
        _optional("support_wanted", _("Support wanted from the mentor"), Long()),
        _optional("suggestion_to_funder", _("Suggestions to who gives the money"), Long()),
        section="money",
    ),
    Field("advice", _("Advice of the mentor"), Long(), is_read_only=True),
)


def _indicators(report: ActivityReport) -> dict[str, object]:
    return {str(row.uid): row for row in report.project.design.indicators.all()}


REPORT = Spec(
    sections=[Section(step, label, step) for step, label in REPORT_STEPS.items()],
    parts=(
        One(kind="r", section="done", fields=_REPORT),
        Ticks(
            kind="obj",
            section="done",
            links="objectives",
            among=lambda report: report.project.design.objectives.all(),
        ),
        Ticks(
            kind="ind",
            section="done",
            links="indicators",
            among=lambda report: report.project.design.indicators.all(),
        ),
        Rows(
            kind="people",
            section="results",
            model=ParticipantLine,
            owner="report",
            fields=(
                _optional("group", _("Group"), Catalogue(TargetGroup)),
                _optional("detail", _("Details"), Text(300)),
                _optional("men", _("Men"), Whole()),
                _optional("women", _("Women"), Whole()),
                _optional("people", _("Total"), Whole(), _("If men and women were not counted.")),
                _optional(
                    "organization_name",
                    _("From which organisation"),
                    Text(200, suggested="organizations-near"),
                    _("Choose one that is offered, or type its name."),
                ),
                _optional(
                    "sector",
                    _("Sector"),
                    OneOf(OrganizationKind),
                    _("Of an organisation in the register it follows by itself."),
                ),
            ),
        ),
        Fixed(
            kind="result",
            section="results",
            model=IndicatorResult,
            owner="report",
            by="indicator",
            keys=_indicators,
            fields=(
                _optional("value", _("Value of this activity"), Number(14)),
                _optional(
                    "out_of", _("Out of how many"), Number(14, least=0), _("Only where a share is counted.")
                ),
                _optional("note", _("How it was measured"), Text(300)),
            ),
        ),
        Fixed(
            kind="spend",
            section="money",
            model=SpendingLine,
            owner="report",
            by="group",
            keys=lambda report: {str(group.pk): group for group in ExpenseGroup.objects.all()},
            fields=(
                _optional("amount_satang", _("Spent (baht)"), Baht(MOST_OF_A_PROJECT, empty=0)),
                _optional("note", _("What for"), Text(300)),
            ),
        ),
        Rows(
            kind="photo",
            section="photos",
            model=ReportPhoto,
            owner="report",
            fields=(_optional("caption", _("What the photo shows"), Text(300, wide=True)),),
        ),
        Rows(
            kind="file",
            section="photos",
            model=ReportFile,
            owner="report",
            fields=(Field("title", _("Title"), Text(300)),),
        ),
    ),
)
