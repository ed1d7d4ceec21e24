"""Who writes a proposal together: people of one's own circle at once, others when they accept."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import account_called, person_called
from ruamsuk.accounts.models import User
from ruamsuk.accounts.names import sign_in_name
from ruamsuk.audit.actions import NOW, action
from ruamsuk.notices.actions import note_answered, send
from ruamsuk.notices.kinds import register
from ruamsuk.projects.proposals.models import Author, AuthorInvitation, Proposal, authorships
from ruamsuk.projects.proposals.problems import AlreadyAuthor, InvitationAnswered

INVITATION_DAYS = 30
INVITED = register(
    "projects.author-invited",
    _("{name} invites you to write on a proposal together."),
    icon="user-plus",
    asks=True,
)


@action(_("asked somebody to write too"), on="proposal", inside=True)
def add_author(*, proposal: Proposal, person: str, by: User, at: datetime = NOW) -> User | None:
    """The author, if whom `person` (a user name or e-mail) means may be seen anyway; else an invitation is kept.

    The same for a name that nobody has: the answer, and what is done before it, tell nothing. Who declined is not asked
    again while the inviter sees the invitation as waiting: a second one in the list would say that the first was read.
    """
    known = person_called(by, person)
    if known is not None:
        if _writes(known, proposal):
            raise AlreadyAuthor(field="person", name=known.name)
        Author.objects.get_or_create(proposal=proposal, user=known)
        if _writes(known, proposal):
            return known  # else the person left the office, and is asked as anybody else
    meant = account_called(person)
    typed = sign_in_name(person)
    if not proposal.author_invitations.not_revoked().filter(typed=typed).exists():
        invitation = AuthorInvitation.objects.create(
            proposal=proposal,
            typed=typed,
            to=meant,
            invited_by=by,
            created_at=at,
            expires_at=at + timedelta(days=INVITATION_DAYS),
        )
        send(
            INVITED,
            to=[meant] if meant else [],
            url_name="projects:author-invitation",
            url_kwargs={"uid": invitation.uid},
            params={"name": by.name},
            by=by,
            at=at,
        )
    return None


@action(_("answered an invitation to write"), on="invitation", inside=True)
def answer_author_invitation(
    *, invitation: AuthorInvitation, accept: bool, by: User, at: datetime = NOW
) -> AuthorInvitation:
    """Only by whom it means (see the gate); whoever accepts is an author from then on."""
    waiting = AuthorInvitation.objects.waiting().select_for_update()
    found = waiting.visible_to(by).filter(pk=invitation.pk).first()
    if found is None:
        raise InvitationAnswered
    found.answered_at, found.accepted = at, accept
    found.save(update_fields=["answered_at", "accepted"])
    if accept:
        Author.objects.get_or_create(proposal=found.proposal, user=by)
    note_answered(url_name="projects:author-invitation", url_kwargs={"uid": found.uid}, at=at)
    return found


@action(_("took an invitation to write back"), on="invitation", inside=True)
def revoke_author_invitation(*, invitation: AuthorInvitation, by: User, at: datetime = NOW) -> None:
    if not AuthorInvitation.objects.not_revoked().filter(pk=invitation.pk).update(revoked_at=at):
        raise InvitationAnswered


@action(_("became an author of the draft that was begun for them"), on="proposal", inside=True)
def welcome_author(*, proposal: Proposal, author: User, by: User, at: datetime = NOW) -> Proposal:
    """Whoever it was begun for (`start_proposal(begun=…)`) has an account now."""
    Author.objects.get_or_create(proposal=proposal, user=author)
    return proposal


def _writes(user: User, proposal: Proposal) -> bool:
    return authorships(user).filter(proposal=proposal).exists()
