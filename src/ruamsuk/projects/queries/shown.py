"""Proposals as a person is shown them in lists: one rule for what is found, in which order, and what a row says.

A proposal that is being corrected is a draft again: those inside its scope read the draft, everybody else what was
sent last (docs/adr/0057). So a list is two: of proposals as they stand, and of proposals as they were sent
(SentProposal). Each is asked by its own columns, and both make one page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from ruamsuk.accounts.access import Reader
from ruamsuk.projects.choices import REWRITTEN
from ruamsuk.projects.models import Proposal, SentProposal
from ruamsuk.projects.models.proposal import ProposalQuerySet

# Path from a proposal → path to the same of what was sent last. A list is filtered by these alone.
AS_SENT = {
    "title": "sent__title",
    "fiscal_year": "sent__fiscal_year",
    "fund": "sent__fund",
    "place_no": "sent__place_no",
    "design__issue_links__issue": "sent__issue_links__issue",
    # What is no part of the text is the same for everybody.
    "pk": "pk",
    "state": "state",
    "authors": "authors",
    "project": "project",
}
ORDER = ("-shown_at", "-pk")  # what changed last, as far as the reader is told


@dataclass(frozen=True)
class Shown:
    standing: ProposalQuerySet
    sent: ProposalQuerySet
    outside: ProposalQuerySet  # all that is shown as it was sent, whatever the list is limited to

    @classmethod
    def to(cls, reader: Reader) -> Shown:
        outside = Proposal.objects.sent_for(reader)
        return cls(Proposal.objects.standing_for(reader), outside, outside)

    @classmethod
    def in_figures(cls, reader: Reader) -> Shown:
        """What figures count: as it was sent for those inside, too, so that a figure is the same for everybody."""
        rows = Proposal.objects.visible_to(reader)
        outside = rows.in_correction()
        return cls(rows.standing(), outside, outside).filter(place_no__isnull=False)

    def filter(self, *conditions: Q, **named: Any) -> Shown:
        """Both by the same conditions, named as columns of a proposal."""
        wanted = Q(*conditions, **named)
        return self.filter_each(wanted, _as_sent(wanted))

    def filter_each(self, standing: Q, sent: Q) -> Shown:
        return Shown(self.standing.filter(standing), self.sent.filter(sent), self.outside)

    @property
    def parts(self) -> list[QuerySet[Proposal]]:
        """For `core.paging.Page`, with ORDER and `ready`."""
        return [
            self.standing.annotate(shown_at=F("changed_at")),
            self.sent.annotate(shown_at=F("sent__changed_at")),
        ]

    def ready(self, rows: QuerySet[Proposal]) -> list[Proposal]:
        """Rows of a page with all that a list tells of them, as this person is shown them."""
        found = list(rows.select_related("fund", "organization", "home_area", "design"))
        self._show(found)
        return found

    def count(self) -> int:
        return self.standing.count() + self.sent.count()

    def _show(self, rows: list[Proposal]) -> None:
        rewritten = [row.pk for row in rows if row.state in REWRITTEN]
        sent = SentProposal.objects.filter(proposal__in=self.outside.filter(pk__in=rewritten).values("pk"))
        sent = sent.select_related("fund", "organization", "home_area") if rewritten else sent.none()
        by_key = {one.proposal_id: one for one in sent}
        for row in rows:
            if shown := by_key.get(row.pk):
                row.title, row.fiscal_year, row.fund = shown.title, shown.fiscal_year, shown.fund
                row.organization, row.applicant_name = shown.organization, shown.applicant_name
                row.home_area, row.design.budget_satang = shown.home_area, shown.budget_satang
                row.changed_at, row.percent = shown.changed_at, 100
            row.shown_at = row.changed_at  # type: ignore[attr-defined]


def _as_sent(wanted: Q) -> Q:
    """The same condition on what was sent last. A column that AS_SENT does not name is a fault of the program."""
    found: list[Any] = []
    for part in wanted.children:
        if isinstance(part, Q):
            found.append(_as_sent(part))
            continue
        path, value = part  # type: ignore[misc]  # an expression of its own goes through `filter_each`
        known = next((name for name in AS_SENT if path == name or path.startswith(f"{name}__")), None)
        if known is None:
            raise LookupError(f"say in AS_SENT where {path} of what was sent last stands")
        found.append((AS_SENT[known] + path.removeprefix(known), value))
    return Q(*found, _connector=wanted.connector, _negated=wanted.negated)
