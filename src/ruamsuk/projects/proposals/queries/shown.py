"""Proposals as a person is shown them in lists: one rule for what is found, in which order, and what a row says.

A proposal that is being corrected is a draft again: those inside its scope read the draft, everybody else what was
sent last (docs/adr/0057). So a list is two: of proposals as they stand, and of proposals as they were sent
(SentProposal). Each is asked by its own columns, and both make one page.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from ruamsuk.accounts.access import Reader, left_scopes
from ruamsuk.accounts.models import User
from ruamsuk.projects.proposals.choices import REWRITTEN
from ruamsuk.projects.proposals.models import Proposal, ProposalQuerySet, SentProposal, SentProposalQuerySet

# Paths from a proposal that are others from what was sent last. Columns have the same name there, or are none of what
# was sent: a list cannot be asked for them.
AS_SENT = {
    "design__issue_links": "issue_links",
    "authors": "proposal__authors",
    "decision": "proposal__decision",
}
ORDER = ("-changed_at", "-pk")


@dataclass(frozen=True)
class Shown:
    reader: Reader | None  # None: what figures count
    of_standing: Q = field(default_factory=Q)  # what the list is limited to
    of_sent: Q = field(default_factory=Q)
    all_stand: bool = False  # the reader is inside of all of them

    @classmethod
    def visible_to(cls, reader: Reader) -> Shown:
        return cls(reader)

    @classmethod
    def written_by(cls, author: User) -> Shown:
        """Authors are inside, but for what was begun in an office that they left."""
        return cls(author, all_stand=not left_scopes(author)).filter(authors__user=author)

    def in_figures(self) -> Shown:
        """As it was sent for those inside, too, so that a figure is the same for everybody.

        For lists that nobody opens without a name.
        """
        return replace(self, reader=None, all_stand=False).filter(place_no__isnull=False)

    def filter(self, *conditions: Q, **named: object) -> Shown:
        """Both by the same conditions, named as columns of a proposal."""
        wanted = Q(*conditions, **named)
        return self.filter_each(wanted, _as_sent(wanted))

    def filter_each(self, standing: Q, sent: Q) -> Shown:
        return replace(self, of_standing=self.of_standing & standing, of_sent=self.of_sent & sent)

    @property
    def standing(self) -> ProposalQuerySet:
        rows = Proposal.objects.all()
        if not self.all_stand:
            rows = rows.standing() if self.reader is None else rows.standing_for(self.reader)
        return rows.filter(self.of_standing)

    @cached_property
    def sent(self) -> SentProposalQuerySet:
        return self._outside.filter(self.of_sent)

    @cached_property
    def _outside(self) -> SentProposalQuerySet:
        rows = SentProposal.objects.none() if self.all_stand else SentProposal.objects.all()
        return rows if self.reader is None else rows.shown_to(self.reader)

    @cached_property
    def _has_sent(self) -> bool:
        """Most lists hold nothing in correction, which is asked sooner than for whom."""
        return not self.all_stand and SentProposal.objects.filter(self.of_sent).exists()

    @property
    def parts(self) -> list[QuerySet[Any]]:
        """For `core.paging.Page`, with ORDER and `ready`: both have the keys of proposals."""
        return [self.standing, self.sent] if self._has_sent else [self.standing]

    def ready(self, rows: QuerySet[Proposal], *also: str) -> list[Proposal]:
        """Rows of a page with all that a list tells of them, as this person is shown them; `also`: relations."""
        of_others = ("fund", "organization", *also)
        found = list(rows.select_related("design", *of_others))
        rewritten = [row.pk for row in found if row.state in REWRITTEN]
        if rewritten and self._has_sent:
            by_key = self._outside.in_bulk(rewritten)
            for row in found:
                if row.pk in by_key:
                    _show(row, by_key[row.pk])
            # To whom it was sent, and by whom, mostly stayed: only what became another is read.
            prefetch_related_objects(found, *of_others)
        return found

    def count(self) -> int:
        return self.standing.count() + self.sent.count()

    def count_by(self, name: str) -> Counter[Any]:
        """Of each value of a column how many."""
        found: Counter[Any] = Counter()
        for part in self.parts:
            found.update(dict(part.order_by().values_list(name).annotate(Count("pk"))))
        return found


def _show(row: Proposal, sent: SentProposal) -> None:
    row.title, row.fiscal_year, row.fund_id = sent.title, sent.fiscal_year, sent.fund_id
    row.organization_id, row.applicant_name = sent.organization_id, sent.applicant_name
    row.home_area_id, row.design.budget_satang = sent.home_area_id, sent.budget_satang
    row.changed_at, row.updated_at, row.percent = sent.changed_at, sent.updated_at, 100


def _as_sent(wanted: Q) -> Q:
    """The same condition on what was sent last."""
    found: list[Any] = []
    for part in wanted.children:
        if isinstance(part, Q):
            found.append(_as_sent(part))
            continue
        path, value = part  # type: ignore[misc]  # an expression of its own goes through `filter_each`
        for of_proposal, of_sent in AS_SENT.items():
            if f"{path}__".startswith(f"{of_proposal}__"):
                path = of_sent + path.removeprefix(of_proposal)
        found.append((path, value))
    return Q(*found, _connector=wanted.connector, _negated=wanted.negated)
