"""The gates of applications and of the links by which they come."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from ruamsuk.accounts.access import Reader, gate
from ruamsuk.accounts.verbs import INVITE
from ruamsuk.applications.models import Application, ApplicationLink
from ruamsuk.applications.problems import LinkClosed, LinkReplaced, LinkUnknown
from ruamsuk.applications.queries import code_of, link_of, takes_applications
from ruamsuk.applications.verbs import ANSWER_APPLICATION
from ruamsuk.funds.access import fund_for
from ruamsuk.funds.models import Fund


def application_for(user: Reader, uid: UUID) -> Application:
    """For who answers it; nobody else learns that it exists."""
    rows = Application.objects.select_related(
        "fund__scope", "fund__home_area", "fund__kind", "proposal", "invitation", "answered_by"
    )
    return gate(rows, user, ANSWER_APPLICATION, see=ANSWER_APPLICATION, uid=uid)


def inviting_fund_for(user: Reader, uid: UUID | str) -> Fund:
    """A fund for who invites people there, and so keeps its link."""
    return fund_for(user, uid, INVITE)


def link_for(user: Reader, uid: UUID) -> ApplicationLink:
    """The standing link of such a fund."""
    found = link_of(inviting_fund_for(user, uid))
    return get_object_or_404(ApplicationLink.objects.select_related("fund"), pk=found.pk if found else None)


def open_link_for(typed: str) -> ApplicationLink:
    """The link with the number on a poster: its proof is that somebody has the number, and it leads to nothing else."""
    link = ApplicationLink.objects.select_related("fund").filter(code=code_of(typed)).first()
    if link is None:
        raise LinkUnknown(number=code_of(typed) or "–")
    if link.replaced_at:
        raise LinkReplaced(fund=link.fund)
    if not takes_applications(link):
        raise LinkClosed(fund=link.fund)
    return link
