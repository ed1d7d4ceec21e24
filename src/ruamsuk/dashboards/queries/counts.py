"""What is counted, with what documents state of the same beside it; for the page, the API and the downloads."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from ruamsuk.audit.aside import Acts
from ruamsuk.core.calendar import today
from ruamsuk.core.kept import kept
from ruamsuk.counting.figures import FIGURES
from ruamsuk.counting.queries import Counted, counted
from ruamsuk.counting.question import Question, Split
from ruamsuk.dashboards.models import StatedFigure
from ruamsuk.issues.models import IssueList


@dataclass(frozen=True)
class Counts(Counted):
    stated: "list[Stated]"
    as_of: datetime


@dataclass(frozen=True)
class Stated:
    """A figure that a document states, beside what is counted."""

    record: StatedFigure
    computed: int
    overlap: int  # how often a project stands under a further issue
    not_classified: int

    @property
    def difference(self) -> int:
        return self.record.printed - self.computed


def counts(question: Question) -> Counts:
    """Kept while no record changes. At most 11 queries."""
    found = kept(("counts", today(), question, question.places), lambda: _counts(question), Acts())
    return replace(found, as_of=timezone.now())


def _counts(question: Question) -> Counts:
    found = counted(question)
    return Counts(**vars(found), stated=list(_stated(found)), as_of=timezone.now())


# Stated figures --------------------------------------------------------------------------------------------------


def _stated(counted: Counted) -> Iterable[Stated]:
    """What documents state of the area and of each area below, within the same network and list."""
    question = counted.question
    if question.fund or question.here or question.then:
        return
    splits = {line.area.pk: line.split for line in counted.lines if line.area}
    if not question.area_set:  # what a document states is of an area, not of a set
        splits[question.area.pk] = counted.whole
    records = StatedFigure.objects.filter(
        Q(entry__isnull=True) | Q(entry__issue_list=question.issue_list),
        home_area__in=splits,
        fiscal_year=question.fiscal_year,
        network=question.network,
    )
    for record in records.select_related("entry", "home_area").order_by("place_no", "figure", "pk"):
        yield beside(record, splits[record.home_area_id])


def beside(record: StatedFigure, split: Split) -> Stated:
    """A stated figure with what is counted of the same."""
    name = record.figure
    figures = split.of(record.entry_id) if record.entry_id else split.total
    overlap, missing = (0, 0) if record.entry_id else (split.overlap[name], split.of(None)[name])
    return Stated(record, figures[name], overlap, missing)


def bases(record: StatedFigure, split: Split) -> list[Stated]:
    """The same document beside each figure that it may have counted, its own among them.

    Empty where it states something else than a number of projects.
    """
    if not FIGURES[record.figure].is_basis:
        return []
    found = []
    for figure in FIGURES.values():
        if figure.is_basis:
            asked = copy(record)
            asked.figure = figure.code
            found.append(beside(asked, split))
    return found


def question_of(record: StatedFigure, issue_list: IssueList | None) -> Question:
    """What a stated figure is about, as it would be counted."""
    if record.entry:
        issue_list = record.entry.issue_list
    return Question(record.home_area, record.fiscal_year, issue_list, record.network)
