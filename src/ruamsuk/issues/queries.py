"""Reading issues: by what people write, and by the lists they stand in."""

import re

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from ruamsuk.core.calendar import arabic
from ruamsuk.core.text import plain
from ruamsuk.issues.models import Issue, IssueList, ListEntry, Measure, MeasureActivity, MeasureCost

_PREFIX = re.compile(r"^\s*(แผนงาน|แผน(?!การ)|ประเด็น)\s*")


def plain_issue(text: str) -> str:
    """The form in which words for issues are compared: "แผนงาน ยาสูบ" and "ยาสูบ" are the same."""
    return plain(bare_name(arabic(text)).replace(",", "").replace("_", ""))


def bare_name(text: str) -> str:
    """The name without the word แผนงาน that people write before it."""
    return _PREFIX.sub("", text).strip()


def issue_by_text(text: str) -> Issue | None:
    """The issue that a written name means (its name or a synonym, with or without แผนงาน); None: not known."""
    key = plain_issue(text)
    if not key:
        return None
    return Issue.objects.filter(
        Q(plain_name=key) | Q(name_en__iexact=text.strip()) | Q(synonyms__plain_text=key)
    ).first()


def entries(list_code: str) -> QuerySet[ListEntry]:
    """The lines of a list in its order, with their issues; a retired line as long as issues are counted there."""
    rows = ListEntry.objects.filter(Q(retired_on__isnull=True) | Q(placements__isnull=False)).distinct()
    return rows.filter(issue_list__code=list_code).prefetch_related("issues")


def not_in_list(list_code: str) -> QuerySet[Issue]:
    """Issues that have no place in a list."""
    return Issue.objects.exclude(placements__issue_list__code=list_code)


def lists() -> QuerySet[IssueList]:
    return IssueList.objects.in_use()


def issues_with_places(rows: QuerySet[Issue]) -> QuerySet[Issue]:
    """Issues with `entries` loaded, for pages that show each one's place in each list."""
    return rows.prefetch_related(Prefetch("entries", ListEntry.objects.select_related("issue_list")))


def places_of(issue: Issue, of_lists: list[IssueList]) -> list[ListEntry | None]:
    """The issue's entry in each of the lists, in their order; None: no place."""
    found = {entry.issue_list_id: entry for entry in issue.entries.all()}
    return [found.get(issue_list.pk) for issue_list in of_lists]


def list_by_code(code: str) -> IssueList:
    return get_object_or_404(IssueList, code=code)


def kit_as_text(measure: Measure) -> str:
    """All that who signs a starting kit answers for: another text, another kit."""
    rows = (
        Measure.objects.filter(pk=measure.pk),
        measure.groups.order_by("pk"),
        MeasureActivity.objects.filter(measure=measure).order_by("pk"),
        MeasureCost.objects.filter(activity__measure=measure).order_by("pk"),
    )
    return repr([list(some.values()) for some in rows])
