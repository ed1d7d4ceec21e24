"""Two mentors who graded the same documents, beside each other.

Never an order of persons: pairs stand by name, and nothing here adds up what one mentor gave.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.funds.models import Fund
from ruamsuk.grades.models import Grade, GradeQuerySet
from ruamsuk.grades.queries.counting import graded_documents
from ruamsuk.grades.queries.documents import title_of
from ruamsuk.grades.verbs import COMPARE_GRADES
from ruamsuk.instruments.models import Criterion, InstrumentVersion, Level
from ruamsuk.instruments.queries.agreement import Agreement, agreement


@dataclass(frozen=True)
class MentorPair:
    first: User
    second: User
    documents: int  # that both graded

    @property
    def key(self) -> tuple[int, int]:
        return self.first.pk, self.second.pk


@dataclass(frozen=True)
class Row:
    """One criterion of one document."""

    criterion: Criterion
    first: Level
    second: Level
    ranks: tuple[int, int]  # place among the levels of the criterion, the lowest 0
    is_apart: bool  # by as many levels as the rubric says, or more

    @property
    def is_same(self) -> bool:
        return self.first.pk == self.second.pk


@dataclass(frozen=True)
class Both:
    """A document with both grades. `why_not`: they are not compared (another rubric, another text)."""

    first: Grade
    second: Grade
    rows: list[Row]
    why_not: str = ""  # "rubric" | "text"

    @property
    def title(self) -> str:
        return title_of(self.first)

    @property
    def apart(self) -> int:
        return sum(row.is_apart for row in self.rows)


@dataclass(frozen=True)
class Comparison:
    documents: list[Both]
    whole: Agreement
    by_criterion: list[tuple[Criterion, Agreement]]

    @property
    def compared(self) -> int:
        return sum(not one.why_not for one in self.documents)


def grades_to_compare(
    user: Reader, area: Area, fiscal_year: int, about: str, fund: Fund | None = None
) -> GradeQuerySet:
    """Standing grades in the area and year, where the reader may see who graded."""
    rows = Grade.objects.visible_to(user, COMPARE_GRADES).standing()
    rows = rows.filter(area.places.q("place_no"), fiscal_year=fiscal_year, **({"fund": fund} if fund else {}))
    return graded_documents(rows, about)


def pairs_of_mentors(rows: GradeQuerySet, about: str) -> list[MentorPair]:
    """Of whom both graded at least one of the documents; by name."""
    by_document = defaultdict(set)
    for document, grader in rows.order_by().values_list(about, "grader"):
        by_document[document].add(grader)
    counted: dict[frozenset[int], int] = defaultdict(int)
    for graders in by_document.values():
        for two in combinations(graders, 2):
            counted[frozenset(two)] += 1
    people = {user.pk: user for user in User.objects.filter(pk__in={pk for pair in counted for pk in pair})}
    found = []
    for pair, number in counted.items():
        first, second = sorted((people[pk] for pk in pair), key=_by_name)
        found.append(MentorPair(first, second, number))
    return sorted(found, key=lambda pair: (_by_name(pair.first), _by_name(pair.second)))


def _by_name(user: User) -> tuple[str, int]:
    return user.sort_key, user.pk


def compare(rows: GradeQuerySet, about: str, pair: MentorPair) -> Comparison:
    """What both graded, in the order of places; agreement over all criteria, and of each."""
    found: dict[int, dict[int, Grade]] = defaultdict(dict)
    of_pair = rows.filter(grader__in=pair.key).with_all().prefetch_related("answers")
    for grade in of_pair.order_by("place_no", "fund__sort_key", "fund", "plan__issue", "pk"):
        found[getattr(grade, f"{about}_id")][grade.grader_id] = grade
    versions = _versions({grade.version_id for both in found.values() for grade in both.values()})
    documents = [
        _both(grades[pair.first.pk], grades[pair.second.pk], versions)
        for grades in found.values()
        if len(grades) == 2
    ]
    judged = [row for one in documents for row in one.rows]
    differ = min((version.differ_from for version in versions.values()), default=2)
    by_criterion = defaultdict(list)
    for row in judged:
        by_criterion[row.criterion].append(row)
    return Comparison(
        documents,
        _agreement(judged, differ),
        [(criterion, _agreement(own, differ)) for criterion, own in by_criterion.items()],
    )


def _agreement(rows: Sequence[Row], differ: int) -> Agreement:
    return agreement([row.ranks for row in rows], differ)


def _versions(keys: set[int]) -> dict[int, InstrumentVersion]:
    return {version.pk: version for version in InstrumentVersion.objects.whole().filter(pk__in=keys)}


def _both(first: Grade, second: Grade, versions: dict[int, InstrumentVersion]) -> Both:
    if first.version_id != second.version_id:
        return Both(first, second, [], "rubric")
    if (first.edition_id, first.submission_id) != (second.edition_id, second.submission_id):
        return Both(first, second, [], "text")
    version = versions[first.version_id]
    given: list[dict[int, Any]] = [
        {answer.criterion_id: answer.level_id for answer in grade.answers.all()} for grade in (first, second)
    ]
    rows = []
    for criterion in version.criteria.all():
        levels = list(criterion.levels.all())
        places = {level.pk: place for place, level in enumerate(levels)}
        one, other = (places[answers[criterion.pk]] for answers in given)
        apart = abs(one - other) >= version.differ_from
        rows.append(Row(criterion, levels[one], levels[other], (one, other), apart))
    return Both(first, second, rows)


def percent(share: Fraction | None) -> str:
    """As pages show a share; a dash where there is none."""
    return "–" if share is None else f"{float(share) * 100:.0f}"


def two_digits(value: Fraction | None) -> str:
    return "–" if value is None else f"{float(value):.2f}"
