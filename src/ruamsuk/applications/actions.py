"""Links are opened, closed and renewed; applications are sent, answered and forgotten."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.actions import invite_person
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import Grant, Invitation, User
from ruamsuk.applications.choices import (
    CODE_DIGITS,
    KEPT_DAYS,
    MOST_AN_HOUR,
    MOST_WAITING,
    ApplicationState,
)
from ruamsuk.applications.models import Application, ApplicationLink
from ruamsuk.applications.problems import (
    ApplicationAnswered,
    LinkClosed,
    LinkReplaced,
    OtherSubdistrict,
    TooManyApplications,
)
from ruamsuk.applications.queries import account_behind, takes_applications
from ruamsuk.applications.verbs import ANSWER_APPLICATION
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.core.letters import send_letter
from ruamsuk.core.money import baht_text
from ruamsuk.core.text import in_thai
from ruamsuk.funds.models import Fund
from ruamsuk.funds.problems import FundIsClosed
from ruamsuk.notices.actions import note_answered, send
from ruamsuk.notices.kinds import register
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.models import PlannedProject
from ruamsuk.projects.designs.actions import GivenDesign
from ruamsuk.projects.people import holders
from ruamsuk.projects.proposals.actions.drafting import start_proposal, welcome_author

SENT = register(
    "applications.sent", _("A group applies to {fund}: application {reference}."), icon="user-plus", asks=True
)
SAID = ("name", "phone", "email", "title", "text", "place", "reason")


# The link


@action(_("opened a fund's link for applications"))
def open_link(*, fund: Fund, by: User | None, at: datetime = NOW) -> ApplicationLink:
    """The fund's standing link, made with the first opening; the same number as before it was closed."""
    if fund.closed_on:
        raise FundIsClosed
    link, made = ApplicationLink.objects.get_or_create(
        fund=fund,
        replaced_at=None,
        defaults={"code": _new_number(ApplicationLink, "code"), "made_at": at, "made_by": by},
    )
    if not made:
        link = _locked(link)
        link.is_open = True
        link.save(update_fields=["is_open"])
    return link


@action(_("closed a fund's link for applications"), on="link")
def close_link(*, link: ApplicationLink, by: User | None, at: datetime = NOW) -> ApplicationLink:
    link = _locked(link)
    link.is_open = False
    link.save(update_fields=["is_open"])
    return link


@action(_("gave a fund a new link for applications"))
def renew_link(*, link: ApplicationLink, by: User | None, at: datetime = NOW) -> ApplicationLink:
    """Posters with the old number lead nowhere from now on. The new link is open if the old one was."""
    link = _locked(link)
    was_open, link.is_open, link.replaced_at = link.is_open, False, at
    link.save(update_fields=["is_open", "replaced_at"])
    number = _new_number(ApplicationLink, "code")
    return ApplicationLink.objects.create(
        fund=link.fund, code=number, is_open=was_open, made_at=at, made_by=by
    )


def _locked(link: ApplicationLink) -> ApplicationLink:
    found = (
        ApplicationLink.objects.select_for_update(of=("self",)).select_related("fund__scope").get(pk=link.pk)
    )
    if found.replaced_at:
        raise LinkReplaced(fund=found.fund)
    return found


def _new_number(model: type[Model], field: str) -> str:
    """Eight digits that were never given, and that tell nothing of how many there are."""
    while True:
        number = str(10 ** (CODE_DIGITS - 1) + secrets.randbelow(9 * 10 ** (CODE_DIGITS - 1)))
        if not model._default_manager.filter(**{field: number}).exists():
            return number


# The application


@action(_("applied to a fund"))
def send_application(
    *,
    link: ApplicationLink,
    name: str,
    title: str,
    text: str,
    phone: str = "",
    email: str = "",
    amount_satang: int | None = None,
    place: str = "",
    by: User | None,
    at: datetime = NOW,
) -> Application:
    """By anybody who has the fund's link. The same words sent again while they wait are the same application."""
    link = _locked(link)  # one after the other at a fund: so its limits are exact, and twice is once
    if not takes_applications(link):
        raise LinkClosed(fund=link.fund)
    said: dict[str, Any] = {
        "name": name,
        "phone": phone,
        "email": email,
        "title": title,
        "text": text,
        "amount_satang": amount_satang,
        "place": place,
    }
    of_fund = Application.objects.filter(fund=link.fund)
    if same := of_fund.waiting().filter(**said).first():
        return same
    lately = of_fund.filter(sent_at__gt=at - timedelta(hours=1)).count()
    if lately >= MOST_AN_HOUR or of_fund.waiting().count() >= MOST_WAITING:
        raise TooManyApplications(fund=link.fund)
    reference = _new_number(Application, "reference")
    application = Application.objects.create(fund=link.fund, reference=reference, sent_at=at, **said)
    send(
        SENT,
        to=holders([link.fund.scope_id], ANSWER_APPLICATION),
        url_name="applications:application",
        url_kwargs={"uid": application.uid},
        params={"fund": link.fund.name, "reference": str(application)},
        by=by,
        at=at,
    )
    return application


@action(_("opened an application"), on="application", aside=True, inside=True)
def note_reading(*, application: Application, by: User, at: datetime = NOW) -> Application:
    """Its gate notes who was given what it says of people."""
    return application


@action(_("accepted an application"), on="application")
def accept_application(
    *,
    application: Application,
    person: str,
    email: str = "",
    organization: Organization | None = None,
    name: str = "",
    kind: str = "",
    home_area: Area | None = None,
    planned_project: PlannedProject | None = None,
    by: User,
    at: datetime = NOW,
) -> Application:
    """A draft begins with the group's words, and `person` is invited to write for the organisation.

    `organization`: one of the register, with its seat in a sub-district of the fund; else a new one is added there by
    `name`, `kind` and `home_area`. The `invitation` has its token this once; whoever takes it up becomes the draft's
    author (`name_the_writer`). Whoever writes for the organisation already needs none and is author at once.
    """
    application = _waiting(application)
    fund = application.fund
    if fund.closed_on:
        raise FundIsClosed
    if organization is None:
        home_area = home_area or fund.home_area
        organization = add_organization(name=name, kind=kind, home_area=home_area, by=by, at=at)
    elif not fund.scope.serves.filter(pk=organization.home_area_id).exists():
        raise OtherSubdistrict(field="organization", name=organization.name)
    writer = _writes_already(by, application, organization)
    if writer is None:
        application.invitation = invite_person(
            role=Role.PROJECT_OWNER, scope=organization.scope, name=person, email=email, by=by, at=at
        )
    application.proposal = start_proposal(
        fiscal_year=current_fiscal_year(),
        title=application.title,
        planned_project=planned_project,
        fund=fund,
        organization=organization,
        begun=_begun(application),
        by=by,
        at=at,
    )
    _answer(application, ApplicationState.ACCEPTED, by, at)
    if writer:
        welcome_author(proposal=application.proposal, author=writer, by=by, at=at)
    return application


def _writes_already(by: User, application: Application, organization: Organization) -> User | None:
    """The account with the phone or e-mail given, if it may write for this organisation today."""
    _known, account = account_behind(by, application)
    posts = Grant.objects.running().filter(
        user=account, post__role=Role.PROJECT_OWNER, post__scope=organization.scope
    )
    return account if account and posts.exists() else None


def _begun(application: Application) -> GivenDesign:
    """What the group wrote, in the fields of the form; it becomes a Thai text whatever the officer reads in."""
    with in_thai():
        wish = _("The group asks for about %(baht)s baht (application %(reference)s).") % {
            "baht": baht_text(application.amount_satang or 0),
            "reference": application,
        }
    return GivenDesign(
        {
            "rationale": application.text,
            "setting": application.place,
            "remark": str(wish) if application.amount_satang else "",
        }
    )


@action(_("declined an application"), on="application")
def decline_application(
    *, application: Application, reason: str, by: User, at: datetime = NOW
) -> Application:
    """With the reason, which goes by letter to who gave an e-mail; others are told by phone."""
    application = _waiting(application)
    application.reason = reason.strip()
    _answer(application, ApplicationState.DECLINED, by, at)
    if application.email:
        with in_thai():  # the group's language is not known; the letter says it in English, too
            send_letter(
                to=application.email,
                subject=str(_("The answer of {fund} to your application").format(fund=application.fund.name)),
                body=render_to_string("applications/declined.txt", {"application": application}),
            )
    return application


def _waiting(application: Application) -> Application:
    """First the lock, then what is joined: of two who answer at once the second sees the first one's answer."""
    Application.objects.select_for_update().only("pk").get(pk=application.pk)
    rows = Application.objects.select_related("fund__scope", "fund__home_area")
    found = rows.get(pk=application.pk)
    if not found.is_waiting:
        raise ApplicationAnswered(state=found.get_state_display())
    return found


def _answer(application: Application, state: ApplicationState, by: User, at: datetime) -> None:
    application.state, application.answered_at, application.answered_by = state, at, by
    application.save()
    note_answered(url_name="applications:application", url_kwargs={"uid": application.uid}, at=at)


def name_the_writer(invitation: Invitation, user: User, at: datetime) -> None:
    """Who takes up the invitation that an application led to writes the draft that waits (accounts.actions.JOINED)."""
    found = Application.objects.filter(invitation=invitation)
    application = found.select_related("proposal").first()
    if application and application.proposal:
        welcome_author(proposal=application.proposal, author=user, by=user, at=at)


@action(_("deleted what old applications said of people"))
def forget_old_applications(*, by: User | None, at: datetime = NOW) -> int:
    """Thirty days after they were sent or answered; state and days stay, for the counts. Returns how many."""
    before = at - timedelta(days=KEPT_DAYS)
    old = Application.objects.filter(forgotten_at__isnull=True)
    abandoned = old.waiting().filter(sent_at__lt=before)
    nothing = {**dict.fromkeys(SAID, ""), "amount_satang": None, "forgotten_at": at}
    return abandoned.update(state=ApplicationState.ENDED, **nothing) + old.filter(
        Q(answered_at__lt=before)
    ).update(**nothing)
