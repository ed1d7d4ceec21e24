"""What is known here of projects, by the names of choices.Reads: the closed list that columns of forms choose from."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Prefetch, Sum, prefetch_related_objects

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.core.text import tidy
from ruamsuk.exchanges.choices import LONGEST, Reads
from ruamsuk.exchanges.models import ProjectResult
from ruamsuk.issues.models import Issue
from ruamsuk.projects.models import Activity, ActivityReport, Objective, Project, TargetLine

Values = dict[str, Any]
_AREAS = {
    AreaKind.SUBDISTRICT: Reads.SUBDISTRICT,
    AreaKind.DISTRICT: Reads.DISTRICT,
    AreaKind.PROVINCE: Reads.PROVINCE,
}


def squeezed(text: str) -> str:
    """A text as it is compared: where somebody put a space makes no difference."""
    return re.sub(r"\s", "", tidy(text)).lower()


def is_same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return squeezed(one) == squeezed(other)
    return bool(one == other)


def values_of(projects: Sequence[Project]) -> dict[int, Values]:
    """By the key of the project. A dozen statements, however many they are."""
    prefetch_related_objects(
        projects,
        "fund",
        "organization",
        "home_area__parent__parent__parent",
        "design__support_type",
        Prefetch("design__targets", TargetLine.objects.select_related("group")),
        Prefetch("design__objectives", Objective.objects.order_by("no", "pk")),
        Prefetch("design__activities", Activity.objects.order_by("no", "pk")),
        Prefetch("design__issues", Issue.objects.order_by("pk")),
    )
    reported = _reported(projects)
    results = {one.project_id: one for one in ProjectResult.objects.filter(project__in=projects)}
    return {
        one.pk: {**_own(one), **_planned(one), **reported[one.pk], **_said(results.get(one.pk))}
        for one in projects
    }


def _own(project: Project) -> Values:
    fund = project.fund
    return {
        Reads.FUND_CODE: fund.code if fund else None,
        Reads.FUND_NAME: fund.name if fund else None,
        Reads.PROJECT_CODE: project.code or None,
        Reads.AGREEMENT_NO: project.agreement_no or None,
        Reads.TITLE: _text([project.title]),
        Reads.ORGANIZATION: _text([project.owner]),
        Reads.APPROVED: project.approved_satang,
        Reads.BUDGET: project.budget_satang,
        Reads.FISCAL_YEAR: project.fiscal_year,
        Reads.APPROVED_ON: project.approved_on.isoformat() if project.approved_on else None,
        Reads.STATUS: project.status,
        **_places(project.home_area),
    }


def _places(area: Area | None) -> Values:
    found: Values = dict.fromkeys(_AREAS.values())
    while area is not None:
        if (name := _AREAS.get(AreaKind(area.kind))) is not None:
            found[name] = area.name_th
        area = area.parent
    return found


def _planned(project: Project) -> Values:
    design = project.design
    people = [one.people for one in design.targets.all() if one.people is not None]
    return {
        Reads.SUPPORT_TYPE: str(design.support_type.code) if design.support_type else None,
        Reads.APPLICANT_KIND: str(design.applicant_kind) if design.applicant_kind else None,
        Reads.TARGET_GROUPS: _text(_called(one) for one in design.targets.all()),
        Reads.TARGET_PEOPLE: sum(people) if people else None,
        Reads.OBJECTIVES: _text(one.text for one in design.objectives.all()),
        Reads.ACTIVITIES: _text(one.name for one in design.activities.all()),
        Reads.ISSUES: _text(one.name_th for one in design.issues.all()),
        Reads.STARTS_ON: design.starts_on.isoformat() if design.starts_on else None,
        Reads.ENDS_ON: design.ends_on.isoformat() if design.ends_on else None,
    }


def _called(line: TargetLine) -> str:
    return " ".join(filter(None, (line.group.name_th if line.group else "", line.detail)))


def _text(parts: Iterable[str]) -> str | None:
    """Several texts in one cell."""
    return "; ".join(filter(None, map(tidy, parts)))[:LONGEST].strip() or None


def _reported(projects: Sequence[Project]) -> dict[int, Values]:
    """Sums over the reports that were sent; without any, neither is known."""
    nothing: Values = {Reads.SPENT: None, Reads.PARTICIPANTS: None}
    found: dict[int, Values] = defaultdict(nothing.copy)
    rows = ActivityReport.objects.sent().filter(project__in=projects).order_by().values("project")
    for row in rows.annotate(n=Count("pk"), spent=Sum("spent_satang"), people_sum=Sum("people")):
        found[row["project"]] = {Reads.SPENT: row["spent"], Reads.PARTICIPANTS: row["people_sum"]}
    return found


def _said(result: ProjectResult | None) -> Values:
    return {
        Reads.RESULT: result.result if result else None,
        Reads.REASON: _text([result.reason]) if result else None,
    }
