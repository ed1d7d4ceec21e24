"""Doors through which accounts, posts and scopes are changed."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import may_end, may_give, may_hand_over, may_manage, may_sign_in
from ruamsuk.accounts.choices import ROLES, Role, ScopeKind, TokenAccess
from ruamsuk.accounts.links import join_address, password_address
from ruamsuk.accounts.models import ApiToken, Grant, GrantQuerySet, Handover, Invitation, Post, Scope, User
from ruamsuk.accounts.names import sign_in_name
from ruamsuk.accounts.places import is_closed
from ruamsuk.accounts.problems import (
    AccountClosed,
    AdministratorExists,
    AlreadyHolds,
    AlreadySigned,
    BeyondYourScope,
    DaysInWrongOrder,
    HandoverToSelf,
    LastAdministrator,
    LinkUsedUp,
    NameTaken,
    NotTheHolder,
    NotYourself,
    PlaceClosed,
    RoleNotHere,
)
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.letters import send_letter
from ruamsuk.core.problems import NotAllowed
from ruamsuk.core.registry import Registry
from ruamsuk.core.text import in_record, thai_sort_key

INVITATION_DAYS = 14
FIRST_ADMINISTRATOR_HOURS = 24
# What follows in the apps above when somebody takes an invitation up, in the same transaction; from `AppConfig.ready`.
JOINED: Registry[Callable[[Invitation, User, datetime], None]] = Registry("followers of invitations")


def hashed(secret: str) -> str:
    """How a link's or program's secret is kept. The secrets are long and random, so one plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


# Scopes: technical rows behind areas and behind the nouns of other apps; made inside the actions of their owners.


def scope_for_area(area: Area) -> Scope:
    """The one scope of an area."""
    return Scope.objects.get_or_create(kind=ScopeKind.AREA, area=area, defaults={"label": area.name_th})[0]


def new_scope(kind: str, area: Area, label: str, *, within: Scope | None = None) -> Scope:
    """The scope that a new organisation, fund or project owns; see models.Scope for `within`."""
    return Scope.objects.create(kind=kind, area=area, label=label[:300], within=within)


def new_scopes(kind: str, owners: Iterable[tuple[int, str, int | None]]) -> list[Scope]:
    """One for each of many new owners: (key of its area, its name, key of the scope that holds it)."""
    return Scope.objects.bulk_create(
        [
            Scope(kind=kind, area_id=area, label=label[:300], within_id=within)
            for area, label, within in owners
        ],
        batch_size=500,
    )


def serve_home(scopes: Iterable[Scope]) -> None:
    """Each serves its own area, as a fund its home sub-district at first."""
    serves = Scope.serves.through
    rows = [serves(scope=scope, area_id=scope.area_id) for scope in scopes]
    serves._default_manager.bulk_create(rows, batch_size=500)


def rename_scope(scope: Scope, label: str) -> None:
    """Keeps the copy of the owner's name that lists of posts show."""
    scope.label = label[:300]
    scope.save(update_fields=["label"])


def _post(role: str, where: Scope | Area) -> Post:
    scope = scope_for_area(where) if isinstance(where, Area) else where
    spec = ROLES[role]
    if scope.kind not in spec.scopes:
        kinds = ", ".join(str(ScopeKind(kind).label) for kind in sorted(spec.scopes))
        raise RoleNotHere(field="role", role=Role(role).label, scopes=kinds)
    return Post.objects.get_or_create(role=role, scope=scope)[0]


def _check_open(scope: Scope) -> None:
    if is_closed(scope):
        raise PlaceClosed(place=str(scope))


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise DaysInWrongOrder(field="ends_on", starts=day_text(starts_on), ends=day_text(ends_on))


# Invitations


@action(_("invited a person"))
def invite_person(
    *,
    role: str,
    scope: Scope | Area,
    name: str = "",
    email: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: User | None,
    at: datetime = NOW,
) -> Invitation:
    """An invitation whose `token` is filled this once; a letter follows where there is an e-mail."""
    post, starts_on = _post(role, scope), starts_on or today()
    if by is not None and not may_give(by, role, post.scope):
        raise BeyondYourScope(field="role")
    _check_open(post.scope)
    _check_days(starts_on, ends_on)
    invitation = Invitation(
        name=name, email=email.strip().lower(), post=post, starts_on=starts_on, ends_on=ends_on,
        created_at=at, created_by=by,
    )  # fmt: skip
    _give_link(invitation, at + timedelta(days=INVITATION_DAYS))
    return invitation


@action(_("made a new link for an invitation"), on="invitation")
def renew_invitation(*, invitation: Invitation, by: User, at: datetime = NOW) -> Invitation:
    """The old link stops working, a new one is in `token`."""
    invitation = _waiting(invitation.pk)
    if not may_give(by, invitation.post.role, invitation.post.scope):
        raise BeyondYourScope
    invitation.created_by = by
    _give_link(invitation, at + timedelta(days=INVITATION_DAYS))
    return invitation


@action(_("took an invitation back"), on="invitation")
def revoke_invitation(*, invitation: Invitation, by: User, at: datetime = NOW) -> Invitation:
    invitation = _waiting(invitation.pk)
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    return invitation


@action(_("made the link for the first administrator"))
def create_first_administrator_link(
    *, again: bool = False, by: User | None = None, at: datetime = NOW
) -> Invitation:
    """An invitation to be system administrator of the whole country, for whoever runs the machine."""
    if not again and Grant.objects.unended().administrators().exists():
        raise AdministratorExists
    post = _post(Role.ADMINISTRATOR, Area.country())
    Invitation.objects.waiting().filter(post=post, created_by=None).update(revoked_at=at)
    invitation = Invitation(post=post, starts_on=today(), created_at=at, created_by=None)
    _give_link(invitation, at + timedelta(hours=FIRST_ADMINISTRATOR_HOURS))
    return invitation


@action(_("accepted an invitation"))
def accept_invitation(
    *,
    token: str,
    name: str = "",
    username: str = "",
    email: str = "",
    password: str = "",
    by: User | None,
    at: datetime = NOW,
) -> User:
    """Makes the user and gives the post; a user who is signed in (`by`) receives the post instead."""
    invitation = open_invitation(token, lock=True)
    user = by or _new_user(name=name, username=username, email=email or invitation.email, password=password)
    _give(user, invitation.post, invitation.starts_on, invitation.ends_on, invitation.created_by, "")
    invitation.accepted_at, invitation.accepted_by = at, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    for follow in JOINED.values():
        follow(invitation, user, at)
    return user


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """The invitation that a link opens. Used, old, revoked, wrong, or from somebody who may no longer give the
    post: always the same refusal.
    """
    rows = Invitation.objects.open().filter(token_hash=hashed(token))
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("post__scope__area", "created_by").first()
    if found is None or (found.ends_on and found.ends_on < today()):
        raise LinkUsedUp
    sender = found.created_by
    if sender and not (sender.is_active and may_give(sender, found.post.role, found.post.scope)):
        raise LinkUsedUp
    return found


def _waiting(pk: int) -> Invitation:
    rows = Invitation.objects.waiting().select_for_update(of=("self",))
    found = rows.select_related("post__scope__area").filter(pk=pk).first()
    if found is None:
        raise LinkUsedUp
    return found


def _give_link(invitation: Invitation, expires_at: datetime) -> None:
    invitation.token = secrets.token_urlsafe(24)
    invitation.token_hash, invitation.expires_at = hashed(invitation.token), expires_at
    invitation.save()
    if invitation.email:
        words = {"invitation": invitation, "link": join_address(invitation.token)}
        send_letter(
            to=invitation.email,
            subject=str(_("You are invited to Ruamsuk")),
            body=render_to_string("accounts/invitation.txt", words),
        )


def _new_user(*, name: str, username: str, email: str, password: str) -> User:
    username, email = sign_in_name(username), sign_in_name(email)
    _check_names(None, username, email)
    try:
        with transaction.atomic():
            return User.objects.create_user(
                username,
                email,
                password,
                name=name.strip(),
                language=(translation.get_language() or "th")[:2],
            )
    except IntegrityError:  # somebody took the name in this very moment
        raise NameTaken(field="username") from None


def _check_names(user: User | None, username: str, email: str) -> None:
    """No two people may sign in with the same word, be it a user name or an e-mail."""
    others = User.objects.exclude(pk=user.pk if user else None)
    for field, value in (("username", username), ("email", email)):
        if value and (others.filter(username=value).exists() or others.filter(email=value).exists()):
            raise NameTaken(field=field)


# Posts


@action(_("gave a post"), on="user")
def give_role(
    *,
    user: User,
    role: str,
    scope: Scope | Area,
    starts_on: date | None = None,
    ends_on: date | None = None,
    reason: str = "",
    by: User | None,
    at: datetime = NOW,
) -> Grant:
    post = _post(role, scope)
    if by is not None and not may_give(by, role, post.scope):
        raise BeyondYourScope(field="role")
    _check_open(post.scope)
    return _give(user, post, starts_on or today(), ends_on, by, reason)


def _give(
    user: User, post: Post, starts_on: date, ends_on: date | None, by: User | None, reason: str
) -> Grant:
    _check_days(starts_on, ends_on)
    if not user.is_active:
        raise AccountClosed(name=user.name)
    # Two givers at once: the second sees the first one's post.
    User.objects.select_for_update().get(pk=user.pk)
    if Grant.objects.unended(starts_on).filter(user=user, post=post).exists():
        raise AlreadyHolds(name=user.name)
    return Grant.objects.create(
        user=user, post=post, starts_on=starts_on, ends_on=ends_on, given_by=by, reason=reason
    )


@action(_("ended a post"), on="grant")
def end_role(
    *, grant: Grant, ends_on: date | None = None, reason: str = "", by: User | None, at: datetime = NOW
) -> Grant:
    """Ends a post with a last day, or at once (no day)."""
    if by is not None and not may_end(by, grant):
        raise BeyondYourScope
    if ends_on:
        _check_days(max(grant.starts_on, today()), ends_on)
    if grant.post.role == Role.ADMINISTRATOR:
        _keep_an_administrator(Grant.objects.administrators().exclude(pk=grant.pk), after=ends_on or today())
    if ends_on is None:
        grant.ended_at = at
    grant.ends_on = ends_on or max(grant.starts_on, min(today(), grant.ends_on or today()))
    grant.end_reason = reason
    grant.save(update_fields=["ended_at", "ends_on", "end_reason"])
    return grant


def _keep_an_administrator(staying: GrantQuerySet, *, after: date) -> None:
    """Refuses to lose the last one who can sign in and is administrator, without an end in sight, the day after."""
    # Two administrators who remove each other at the same moment wait here for one another.
    list(Grant.objects.administrators().select_for_update(of=("self",)).order_by("pk"))
    if not staying.running(after + timedelta(days=1)).filter(ends_on__isnull=True).exists():
        raise LastAdministrator


@action(_("handed a post over"))
def hand_over(
    *,
    post: Post,
    from_user: User,
    to_user: User,
    on_day: date,
    overlap_days: int = 0,
    note: str = "",
    tasks: Sequence[dict[str, object]] = (),
    by: User,
    at: datetime = NOW,
) -> Handover:
    """Passes a post on: the successor holds it from `on_day`, the predecessor `overlap_days` into it.

    `tasks`: what was open that day, see models.Handover. The successor's last day is that of the predecessor, so
    nobody passes on more than they hold. Both sign afterwards.
    """
    if not may_hand_over(by, post, from_user):
        raise BeyondYourScope
    if from_user == to_user:
        raise HandoverToSelf(field="to_user")
    if not to_user.is_active:
        raise AccountClosed(field="to_user", name=to_user.name)
    given = (
        Grant.objects.running().select_for_update().filter(user=from_user, post=post).order_by("pk").last()
    )
    if given is None:
        raise NotTheHolder(name=from_user.name)
    until = on_day + timedelta(days=overlap_days - 1)
    if given.ends_on:
        _check_days(on_day, given.ends_on)
        until = min(until, given.ends_on)
    _receive(to_user, post, on_day, given.ends_on, by)
    given.ended_at = at if until < given.starts_on else None
    given.ends_on = max(until, given.starts_on)
    given.end_reason = in_record(_("Handed over"))
    given.save(update_fields=["ended_at", "ends_on", "end_reason"])
    return Handover.objects.create(
        post=post, giver=from_user, receiver=to_user, on_day=on_day, giver_until=until, note=note.strip(),
        tasks=list(tasks), created_at=at, created_by=by,
    )  # fmt: skip


def _receive(user: User, post: Post, on_day: date, ends_on: date | None, by: User) -> None:
    """Holds the post from that day on; who holds it already keeps the days that reach further."""
    held = (
        Grant.objects.unended(on_day)
        .filter(user=user, post=post)
        .order_by(F("ends_on").desc(nulls_first=True), "pk")
        .first()
    )
    if held is None:
        _give(user, post, on_day, ends_on, by, in_record(_("Received by handover")))
        return
    held.starts_on = min(held.starts_on, on_day)
    held.ends_on = max(held.ends_on, ends_on) if held.ends_on and ends_on else None
    held.save(update_fields=["starts_on", "ends_on"])


@action(_("signed a handover"), on="handover")
def sign_handover(*, handover: Handover, by: User, at: datetime = NOW) -> Handover:
    handover = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if by.pk not in (handover.giver_id, handover.receiver_id):
        raise NotAllowed(who=f"{handover.giver}, {handover.receiver}")
    if not handover.waits_for(by):
        raise AlreadySigned
    field = "giver_signed_at" if by.pk == handover.giver_id else "receiver_signed_at"
    setattr(handover, field, at)
    handover.save(update_fields=[field])
    return handover


# Accounts


@action(_("changed a profile"), on="user")
def change_profile(
    *, user: User, name: str, username: str, email: str = "", by: User, at: datetime = NOW
) -> User:
    """Everybody changes their own."""
    if by != user:
        raise NotYourself
    username, email = sign_in_name(username), sign_in_name(email)
    _check_names(user, username, email)
    user.name, user.username, user.email = name.strip(), username, email or None
    user.sort_key = thai_sort_key(user.name)[:200]
    user.save(update_fields=["name", "username", "email", "sort_key"])
    return user


@action(_("closed an account"), on="user")
def deactivate_user(*, user: User, by: User, at: datetime = NOW) -> User:
    """The person cannot sign in any more; open pages and programs stop at their next step. Posts stay on record."""
    if not may_manage(by, user):
        raise NotYourself
    if user.grants.running().administrators().exists():
        _keep_an_administrator(Grant.objects.administrators().exclude(user=user), after=today())
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


@action(_("opened an account again"), on="user")
def reactivate_user(*, user: User, by: User, at: datetime = NOW) -> User:
    if not may_manage(by, user):
        raise NotYourself
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@action(_("made a password link"), on="user")
def make_password_link(*, user: User, by: User, at: datetime = NOW) -> str:
    """A link for choosing a new password, for people without e-mail; it works once and for a short time."""
    if not may_manage(by, user):
        raise NotYourself
    if not user.is_active:
        raise AccountClosed(name=user.name)
    return password_address(user)


# Programs


@action(_("made an access key for a program"))
def create_api_token(*, name: str, access: str, expires_on: date, by: User, at: datetime = NOW) -> ApiToken:
    """A token whose `token` is filled this once."""
    if expires_on < today():
        raise DaysInWrongOrder(field="expires_on", starts=day_text(today()), ends=day_text(expires_on))
    secret = f"rs_{secrets.token_urlsafe(32)}"
    made = ApiToken.objects.create(
        user=by, name=name, access=TokenAccess(access), expires_on=expires_on, created_at=at,
        token_hash=hashed(secret), hint=secret[:8],
    )  # fmt: skip
    made.token = secret
    return made


@action(_("revoked an access key of a program"), on="api_token")
def revoke_api_token(*, api_token: ApiToken, by: User, at: datetime = NOW) -> ApiToken:
    api_token.revoked_at = api_token.revoked_at or at
    api_token.save(update_fields=["revoked_at"])
    return api_token


def use_api_token(secret: str) -> ApiToken | None:
    """The working token behind a secret, or None; keeps the day of its last use (one write a day)."""
    found = ApiToken.objects.select_related("user").filter(token_hash=hashed(secret)).first()
    if found is None or not found.is_working or not may_sign_in(found.user):
        return None
    if found.last_used_on != today():
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today())
    return found
