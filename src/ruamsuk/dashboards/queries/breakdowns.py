"""What a figure consists of, beside the figure itself; for the page, the API and the files."""

from ruamsuk.audit.aside import Acts
from ruamsuk.core.calendar import today
from ruamsuk.core.kept import kept
from ruamsuk.counting.breakdowns import BREAKDOWNS, BrokenDown, pooled
from ruamsuk.counting.problems import PartsOfToday
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.issues.models import ListEntry


def broken_down(
    code: str, question: Question, entry: ListEntry | None = None, *, has_account: bool = True
) -> BrokenDown:
    """Kept while no record changes. `entry`: of the question's list. A handful of queries besides those of the figures,
    over the records of the area: for a country they are the slowest of the pages of counts.
    """
    if question.then:
        raise PartsOfToday
    breakdown = BREAKDOWNS[code]
    parts = kept(
        ("breakdown", code, today(), question, question.places, entry),
        lambda: breakdown.count(question, entry),
        Acts(),
    )
    if breakdown.is_of_people and not has_account:
        parts = pooled(parts, breakdown.figures[0])
    return BrokenDown(breakdown, counts(question), entry, parts)
