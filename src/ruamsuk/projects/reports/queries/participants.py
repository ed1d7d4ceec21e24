"""Participants of activities by sector and by organisation: parts of the figure `participants`, which add up to it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader
from ruamsuk.areas.choices import AreaKind
from ruamsuk.core.few import can_be_told
from ruamsuk.core.models import is_uuid
from ruamsuk.counting.breakdowns import UNSAID, Breakdown, ByGroup, by_group
from ruamsuk.counting.figures import Figures
from ruamsuk.counting.question import Group, Question
from ruamsuk.issues.models import ListEntry
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.designs.queries import under_entry
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.reports.choices import SENT_STATES
from ruamsuk.projects.reports.models import ActivityReport, ParticipantLine, ParticipantSum
from ruamsuk.projects.tallies.models import Tally

FIGURE = "participants"
MOST_OFFERED = 60  # organisations near, of which one is chosen
_BY_SECTOR = Q(sector__gt="")
_BY_ORGANIZATION = Q(organization__isnull=False) | Q(organization_name__gt="")
_CALLED = Case(When(organization=None, then=F("organization_name")), default=Value(""))
_IS_SENT = Q(report__state__in=SENT_STATES)


def participant_sums(within: Q) -> dict[tuple[Any, ...], int]:
    """(fund, fiscal year, home area, sector, organisation, name as typed) → people, where a line says one of these."""
    project = "report__project__"
    rows = (
        ParticipantLine.objects.present()
        .filter(_BY_SECTOR | _BY_ORGANIZATION, report__project__in=counted_projects().filter(within))
        .order_by()
        .annotate(called=_CALLED)
        .values_list(
            f"{project}fund",
            f"{project}fiscal_year",
            f"{project}home_area",
            "sector",
            "organization",
            "called",
        )
        .annotate(together=Sum("people", filter=_IS_SENT, default=0))
    )
    return {tuple(key): together for *key, together in rows if together}


def stored_sums(within: Q) -> list[tuple[tuple[Any, ...], int]]:
    """What is kept of them; a key may stand there twice, as after a merge of areas."""
    names = ("fund", "fiscal_year", "home_area", "sector", "organization", "organization_name", "people")
    rows = ParticipantSum.objects.filter(within).values_list(*names)
    return [(tuple(key), people) for *key, people in rows]


def _summed(question: Question) -> tuple[Group, QuerySet[Any], QuerySet[Any]]:
    """Lines and wholes with their people `together`, from what is kept for each fund's year."""
    where = question.records("place_no", "fund"), Q(fiscal_year=question.fiscal_year)
    group = question.group("place_no", "fund_id")
    lines = ParticipantSum.objects.filter(*where).order_by().values(at=group.expression)
    wholes = Tally.objects.filter(*where, issue_list=None).order_by().values(at=group.expression)
    return group, lines.annotate(together=Sum("people")), wholes.annotate(together=Sum(FIGURE))


def _of_entry(question: Question, entry: ListEntry) -> tuple[Group, QuerySet[Any], QuerySet[Any]]:
    """The same from the reports of the projects under one entry."""
    projects = counted_projects().filter(
        question.records("place_no", "fund"), under_entry(entry), fiscal_year=question.fiscal_year
    )
    whole_by = question.group("project__place_no", "project__fund_id")
    group = question.group("report__project__place_no", "report__project__fund_id")
    lines = ParticipantLine.objects.present().filter(report__project__in=projects).order_by()
    # The state is summed by, not filtered: SQLite would walk all sent reports of the country by their state.
    wholes = (
        ActivityReport.objects.filter(project__in=projects)
        .order_by()
        .values(at=whole_by.expression)
        .annotate(together=Sum("people", filter=Q(state__in=SENT_STATES), default=0))
    )
    said = lines.values(at=group.expression).annotate(together=Sum("people", filter=_IS_SENT, default=0))
    return group, said, wholes


def _parted(question: Question, entry: ListEntry | None, said: Q, **part: Any) -> ByGroup:
    """The said lines by part; what the reports name beside them is unsaid. So the parts are the whole, exactly.

    `part`: the fields of a line by which it is told.
    """
    group, lines, wholes = _of_entry(question, entry) if entry else _summed(question)
    rows = lines.filter(said).values("at", "together", **part)

    def found() -> Iterator[tuple[object, str, Figures]]:
        for row in rows:
            told = next((str(row[name]) for name in part if row[name]), UNSAID)
            yield row["at"], told, {FIGURE: row["together"]}
            yield row["at"], UNSAID, {FIGURE: -row["together"]}
        for row in wholes:
            yield row["at"], UNSAID, {FIGURE: row["together"]}

    counted = by_group(group, found())
    return {
        key: {told: figures for told, figures in parts.items() if figures[FIGURE]}
        for key, parts in counted.items()
    }


def _by_sector(question: Question, entry: ListEntry | None) -> ByGroup:
    return _parted(question, entry, _BY_SECTOR, told=F("sector"))


def _by_organization(question: Question, entry: ListEntry | None) -> ByGroup:
    return _parted(question, entry, _BY_ORGANIZATION, known=F("organization__uid"), called=_CALLED)


def _sector_names(parts: Collection[str]) -> Mapping[str, str | Promise]:
    words = {kind.value: kind.label for kind in OrganizationKind} | {UNSAID: _("not said")}
    return {part: name for part, name in words.items() if part in parts}


def _organization_names(parts: Collection[str]) -> Mapping[str, str | Promise]:
    uids = [UUID(part) for part in parts if is_uuid(part)]
    words: dict[str, str | Promise] = {
        str(one.uid): str(one) for one in Organization.objects.filter(uid__in=uids)
    }
    words[UNSAID] = _("not said")
    return {part: words.get(part, part) for part in parts}


SECTORS = Breakdown(
    label=_("Participants by sector"),
    head=_("Sector of participants"),
    definition=_(
        "People who took part in activities, by the kind of organisation that they came from, as sent reports say. "
        "Where a report does not say it, they stand under “not said”."
    ),
    figures=(FIGURE,),
    overlaps=(),
    is_of_people=True,
    asked="sector",
    count=_by_sector,
    named=_sector_names,
)
ORGANIZATIONS = Breakdown(
    label=_("Participants by organisation"),
    head=_("Organisation of participants"),
    definition=_(
        "People who took part in activities, by the organisation that they came from, as sent reports say. "
        "A name that the register does not have stands as it was typed."
    ),
    figures=(FIGURE,),
    overlaps=(),
    asked="organization",
    count=_by_organization,
    named=_organization_names,
    is_of_people=True,
    is_open=True,
)


def told_to(user: Reader, report: ActivityReport) -> list[ParticipantLine] | None:
    """Who took part, by group; None for strangers where a group has few people (core.few)."""
    lines = list(report.participants.present().select_related("group", "organization"))
    parts = ((line.people, line.men, line.women) for line in lines)
    return lines if user.is_authenticated or can_be_told(parts) else None


def organizations_near(report: ActivityReport) -> list[str]:
    """Names offered for where people came from: the owner and partners of the project, then who serves the place."""
    project, home = report.project, report.home_area
    own = [project.organization] if project.organization else []
    own += [one.organization for one in project.partners.select_related("organization") if one.organization]
    district = home.parent if home.kind == AreaKind.SUBDISTRICT and home.parent else home
    near = Organization.objects.open().in_area(district).order_by("sort_key", "pk")[:MOST_OFFERED]
    return list(dict.fromkeys(one.name for one in (*own, *near)))


def with_participants(
    reports: QuerySet[ActivityReport], parts: Mapping[str, str]
) -> QuerySet[ActivityReport]:
    """Of reports that name participants those that name some of these parts."""
    for breakdown, said in ((SECTORS, _BY_SECTOR), (ORGANIZATIONS, _BY_ORGANIZATION)):
        part = parts.get(breakdown.asked, "")
        lines = ParticipantLine.objects.present().filter(people__gt=0)
        if part == UNSAID:
            own = lines.filter(said, report=OuterRef("pk")).order_by().values("report")
            told = Coalesce(Subquery(own.annotate(together=Sum("people")).values("together")), 0)
            reports = reports.alias(told=told).filter(people__gt=F("told"))
        elif part and breakdown is SECTORS:
            reports = reports.filter(pk__in=lines.filter(sector=part).values("report"))
        elif part:
            of = Q(organization__uid=part) if is_uuid(part) else Q(organization=None, organization_name=part)
            reports = reports.filter(pk__in=lines.filter(of).values("report"))
    return reports
