"""The gates of proposals: the one way by which a view, the API or an importer comes to hold one."""

from collections.abc import Hashable, Iterable
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from ruamsuk.accounts.access import Reader, allowed, gate, reach
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.verbs import READ, READ_DRAFT, Verb
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.funds.models import Fund
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.proposals.choices import AUTHORS_MAY, REWRITTEN
from ruamsuk.projects.proposals.models import SIDES, Applicant, AuthorInvitation, Proposal, Submission
from ruamsuk.projects.proposals.problems import NotSentYet
from ruamsuk.projects.verbs import RUN_PROJECT, SUBMIT_PROPOSAL


def proposal_for(user: Reader, uid: UUID | str, can: Verb = READ) -> Proposal:
    rows = Proposal.objects.select_related(
        "design__support_type", "fund__kind", "organization", "home_area", "thread"
    )
    return gate(rows, user, can, uid=uid)


def proposal_to_read_for(user: Reader, uid: UUID | str) -> Proposal:
    """A proposal as it stands, for who may read its text. While that is being corrected, or was when it was
    withdrawn, it is a draft again: readers from outside are told which submission to read instead.
    """
    proposal = proposal_for(user, uid)
    if proposal.pk not in as_sent(user, [proposal]):
        return proposal
    raise NotSentYet(state=proposal.get_state_display(), submission=proposal.submissions.latest("no").uid)


def as_sent(user: Reader, proposals: Iterable[Proposal]) -> dict[int, Submission]:
    """Key of a proposal → what was sent last, for those whose standing text this person does not read."""
    rewritten = [row.pk for row in proposals if row.state in REWRITTEN]
    if not rewritten:
        return {}
    inside = Proposal.objects.visible_to(user, READ_DRAFT).filter(pk__in=rewritten).values("pk")
    sent = Submission.objects.filter(proposal__in=rewritten).exclude(proposal__in=inside).order_by("no")
    return {row.proposal_id: row for row in sent}


def submission_for(user: Reader, uid: UUID | str) -> Submission:
    """A frozen submission, for whoever may read its proposal."""
    return gate(Submission.objects.select_related("proposal__fund"), user, READ, uid=uid)


def author_invitation_for(user: Reader, uid: UUID | str) -> AuthorInvitation:
    """An invitation to write, for the person it means; nobody else learns that it exists."""
    rows = AuthorInvitation.objects.waiting().visible_to(user)
    return get_object_or_404(
        rows.select_related("invited_by", "proposal__fund", "proposal__organization"), uid=uid
    )


def applicants_for(user: Reader, proposal: Proposal) -> list[Applicant]:
    """The persons behind a proposal: for its authors, the fund, its committee and its mentor; else none."""
    return with_copies(proposal) if may_do(user, proposal, SEE_APPLICANTS) else []


def with_copies(proposal: Proposal) -> list[Applicant]:
    """For who was asked already whether they may see them."""
    return list(proposal.applicants.prefetch_related("id_copy"))


def unclean_for(user: Reader, proposal: Proposal) -> dict[str, str]:
    """What was typed and could not be understood; of applicants only for who may see them."""
    unclean: dict[str, str] = proposal.unclean
    if may_do(user, proposal, SEE_APPLICANTS):
        return unclean
    return {path: text for path, text in unclean.items() if not path.startswith("applicant.")}


def applicant_for(user: Reader, proposal: Proposal, uid: UUID) -> Applicant:
    """One of the persons behind a proposal, for who may see them."""
    found = next((row for row in applicants_for(user, proposal) if row.uid == uid), None)
    if found is None:
        raise Http404
    return found


def may_do(user: Reader, proposal: Proposal, can: Verb) -> bool:
    """Whether a button is shown. The view behind it asks its gate again."""
    return Proposal.objects.visible_to(user, can).filter(pk=proposal.pk).exists()


def all_that_may(user: Reader, proposal: Proposal, cans: Iterable[Verb]) -> set[Verb]:
    """Those of the verbs that the person may do with the proposal: `may_do` of each."""
    return allowed(Proposal.objects.all(), user, proposal.pk, cans, _alike)


def _alike(can: Verb) -> Hashable:
    return SIDES.fields(can), can in AUTHORS_MAY, can == READ


def only_organization(user: Reader) -> Organization | None:
    """The one organisation for which a person applies by a post there; None for who applies for several, or none."""
    scopes = reach(user, SUBMIT_PROPOSAL).scopes.get(ScopeKind.ORGANIZATION, set())
    found = Organization.objects.open().filter(scope__in=scopes).select_related("home_area")[:2]
    return found[0] if len(found) == 1 else None


def only_fund(user: Reader) -> Fund | None:
    """The one fund whose projects a person runs; None for who runs those of several, or of none."""
    funds = Fund.objects.visible_to(user, RUN_PROJECT).filter(closed_on=None)[:2]
    return funds[0] if len(funds) == 1 else None
