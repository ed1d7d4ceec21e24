"""Oneself, people with their posts, invitations and handovers in the API.

Giving a post or inviting names a fund, an organisation or a project too, which stand above: see web.api.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts import access, actions, queries
from ruamsuk.accounts.access import grants_of
from ruamsuk.accounts.choices import Role, ScopeKind
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.forms import EndRoleForm
from ruamsuk.accounts.links import join_address
from ruamsuk.accounts.models import Grant, Handover, Invitation, Post, User
from ruamsuk.accounts.verbs import INVITE, READ, verbs_of
from ruamsuk.areas.api import AreaRef, place_of
from ruamsuk.core.api import (
    SIGNED_IN,
    AreaCode,
    Given,
    Listed,
    Listing,
    Text,
    Word,
    cleaned,
    located,
    page_of,
    plain,
)
from ruamsuk.core.limits import spend

router = Router(tags=["Me"])
people = Router(tags=["People"])


# Oneself


class PostOut(Schema):
    """A post that one holds today."""

    uid: UUID = Field(alias="post.uid")
    role: Role = Field(alias="post.role")
    scope: ScopeKind = Field(alias="post.scope.kind")
    label: str = Field(alias="post.scope.label")
    area: AreaRef = Field(alias="post.scope.area")
    verbs: list[str] = Field(description="What one may do there")
    starts_on: date
    ends_on: date | None

    @staticmethod
    def resolve_verbs(row: Grant) -> list[str]:
        return sorted(verbs_of(row.post.role))


class MeOut(Schema):
    uid: UUID
    username: str
    name: str
    email: str | None
    language: str
    posts: list[PostOut]

    @staticmethod
    def resolve_posts(row: User) -> list[Grant]:
        return grants_of(row)


@router.get("/me", response=MeOut, auth=SIGNED_IN)
def read_me(request: PageRequest):
    """The person for whom the key works, with the posts of today."""
    return request.user


# People and their posts


class PersonRef(Schema):
    uid: UUID
    name: str


class PostRef(Schema):
    """A duty, whoever holds it."""

    uid: UUID
    role: Role
    scope: ScopeKind = Field(alias="scope.kind")
    label: str = Field(alias="scope.label")
    area: AreaRef = Field(alias="scope.area")


class HoldingOut(Schema):
    """One person holds one post from a day until a day."""

    uid: UUID = Field(description="Of this holding: to end it")
    post: PostRef
    starts_on: date
    ends_on: date | None
    running: bool = Field(alias="is_running")
    reason: str
    end_reason: str


class HolderOut(HoldingOut):
    person: PersonRef = Field(alias="user")


class PersonItem(PersonRef):
    posts: list[PostRef] = Field(description="Those of today")

    @staticmethod
    def resolve_posts(row: Any) -> list[Post]:
        return [grant.post for grant in row.posts_now]


class AccountOut(PersonRef):
    closed: bool
    username: str | None = Field(description="null: for this reader only the posts are to see")
    email: str | None
    last_login: datetime | None
    holdings: list[HoldingOut] = Field(description="All posts that the person ever held, the newest first")

    @staticmethod
    def resolve_closed(row: User) -> bool:
        return not row.is_active

    @staticmethod
    def resolve_username(row: User, context) -> str | None:
        return row.username if _knows(context, row) else None

    @staticmethod
    def resolve_email(row: User, context) -> str | None:
        return row.email if _knows(context, row) else None

    @staticmethod
    def resolve_last_login(row: User, context) -> datetime | None:
        return row.last_login if _knows(context, row) else None

    @staticmethod
    def resolve_holdings(row: User) -> list[Grant]:
        return list(queries.posts_of(row))


def _knows(context: Any, person: User) -> bool:
    """How a person signs in is for that person and for who may close the account, as on the page."""
    reader = context["request"].user
    return reader == person or access.may_manage(reader, person)


class InvitedRef(Schema):
    uid: UUID
    name: str
    expires_at: datetime = Field(description="Until then the link works")


class DutyHolder(Schema):
    uid: UUID = Field(description="Of this holding: to end it")
    person: PersonRef = Field(alias="user")
    starts_on: date
    ends_on: date | None


class DutyOut(Schema):
    """A post that may be held in a place, whether or not anybody holds it."""

    role: Role
    holders: list[DutyHolder] = Field(description="Of today")
    invited: list[InvitedRef] = Field(description="Who has not accepted yet; for those who invite there")
    may_fill: bool = Field(description="May this reader invite somebody to it?")
    filled_by: list[str] = Field(description="Names of the roles whose holders give it")


class PeopleWanted(Listed):
    q: Word = Field("", description="Part of the name, or the user name")
    role: Role | None = None
    area: AreaCode = ""
    closed: bool = Field(False, description="Closed accounts instead of open ones")


class EndHoldingIn(Given):
    ends_on: date | None = Field(description="The last day; null: it ends at once")
    reason: Word


@people.get("/people", response=Listing[PersonItem], auth=SIGNED_IN)
def list_people(request: PageRequest, wanted: Query[PeopleWanted]):
    """Oneself, and who holds or held a post in one's area of work; in Thai order."""
    access.require(request.user, READ)
    found = queries.people_found(
        access.visible_people(request.user, READ),
        typed=wanted.q,
        named=access.signs_in_as(request.user, wanted.q) if wanted.q else None,
        role=wanted.role or "",
        area=place_of(wanted.area),
        closed=wanted.closed,
    )
    return page_of(request, queries.with_running_posts(found), ("sort_key",), wanted)


@people.get("/people/{uuid:uid}", response=AccountOut, auth=SIGNED_IN)
def read_person(request: PageRequest, uid: UUID):
    return access.person_for(request.user, uid, READ)


@people.post("/people/{uuid:uid}/close", response=AccountOut, auth=SIGNED_IN)
def close_account(request: PageRequest, response: HttpResponse, uid: UUID):
    """The person cannot sign in any more; the posts stay on record."""
    someone = access.person_for(request.user, uid, INVITE)
    located(response, f"/people/{uid}")
    return actions.deactivate_user(user=someone, by=request.user)


@people.post("/people/{uuid:uid}/open", response=AccountOut, auth=SIGNED_IN)
def open_account(request: PageRequest, response: HttpResponse, uid: UUID):
    """Opens a closed account again."""
    someone = access.person_for(request.user, uid, INVITE)
    located(response, f"/people/{uid}")
    return actions.reactivate_user(user=someone, by=request.user)


@people.post("/holdings/{uuid:uid}/end", response=HolderOut, auth=SIGNED_IN)
def end_holding(request: PageRequest, response: HttpResponse, uid: UUID, body: EndHoldingIn):
    """Ends that a person holds a post: one's own, or one that one could give."""
    grant = access.grant_to_end_for(request.user, uid)
    typed = plain(body.dict()) | {"when": "day" if body.ends_on else "now"}
    values = cleaned(EndRoleForm(typed))
    located(response, f"/people/{grant.user.uid}")
    return actions.end_role(grant=grant, ends_on=values["ends_on"], reason=values["reason"], by=request.user)


# Handovers


class HandoverItem(Schema):
    uid: UUID
    post: PostRef
    giver: PersonRef
    receiver: PersonRef
    on_day: date = Field(description="First day of the receiver")
    giver_until: date = Field(description="Last day of the giver")
    giver_signed_at: datetime | None
    receiver_signed_at: datetime | None


class HandedTask(Schema):
    """Something that was open on the day of the handover, in words."""

    kind: str
    title: str
    detail: str
    url: str
    due_on: str


class HandoverOut(HandoverItem):
    note: str | None = Field(description="null: for the two people, and who reads drafts there")
    tasks: list[HandedTask] | None = Field(description="null: this reader may not see drafts there")
    created_at: datetime
    created_by: PersonRef
    may_sign: bool = Field(description="Does it wait for the signature of this reader?")

    @staticmethod
    def resolve_note(row: Handover, context) -> str | None:
        return row.note if access.reads_what_was_handed(context["request"].user, row) else None

    @staticmethod
    def resolve_tasks(row: Handover, context) -> list[Any] | None:
        return row.tasks if access.reads_what_was_handed(context["request"].user, row) else None

    @staticmethod
    def resolve_may_sign(row: Handover, context) -> bool:
        return row.waits_for(context["request"].user)


class PostHistoryOut(PostRef):
    holders: list[HolderOut] = Field(description="The newest first")
    handovers: list[HandoverItem]

    @staticmethod
    def resolve_holders(row: Post, context) -> list[Grant]:
        return list(queries.newest_first(access.visible_holders(context["request"].user, row)))

    @staticmethod
    def resolve_handovers(row: Post, context) -> list[Handover]:
        mine = access.visible_handovers(context["request"].user, READ)
        return queries.handovers_to_read(mine.filter(post=row))


@people.get("/posts/{uuid:uid}", response=PostHistoryOut, auth=SIGNED_IN)
def read_post(request: PageRequest, uid: UUID):
    """Who held the post from when until when, and its handovers."""
    return access.post_for(request.user, uid, READ)


@people.get("/handovers", response=Listing[HandoverItem], auth=SIGNED_IN)
def list_handovers(request: PageRequest, wanted: Query[Listed]):
    """Those that one gave or received, and those of posts in one's area of work."""
    rows = access.visible_handovers(request.user, READ)
    return page_of(request, rows, ("-on_day", "-pk"), wanted)


@people.get("/handovers/{uuid:uid}", response=HandoverOut, auth=SIGNED_IN)
def read_handover(request: PageRequest, uid: UUID):
    return access.handover_for(request.user, uid, READ)


@people.post("/handovers/{uuid:uid}/sign", response=HandoverOut, auth=SIGNED_IN)
def sign_handover(request: PageRequest, response: HttpResponse, uid: UUID):
    """By the giver or the receiver, who have read the list. A signature cannot be taken back."""
    record = access.handover_for(request.user, uid, READ)
    actions.sign_handover(handover=record, by=request.user)
    located(response, f"/handovers/{uid}")
    return access.handover_for(request.user, uid, READ)


# Invitations


class InvitationOut(Schema):
    uid: UUID
    name: str
    email: str
    post: PostRef
    starts_on: date
    ends_on: date | None
    expires_at: datetime = Field(description="Until then the link works")
    accepted_at: datetime | None
    revoked_at: datetime | None


class InvitationMade(InvitationOut):
    """`link` is shown this once; send it to the person. A new one can be made with `renew`."""

    link: str

    @staticmethod
    def resolve_link(row: Invitation) -> str:
        return join_address(row.token or "")


class InvitationText(Given):
    """What every invitation says beside its post."""

    name: Word
    email: Text = ""


def shown_once(response: HttpResponse, made: Invitation) -> Invitation:
    """The answer holds a secret: nothing on the way keeps it, nor is it kept for a repeat of the call."""
    response["Cache-Control"] = "no-store"
    located(response, f"/invitations/{made.uid}")
    return made


@people.get("/invitations", response=Listing[InvitationOut], auth=SIGNED_IN)
def list_invitations(request: PageRequest, wanted: Query[Listed]):
    """Those that wait for the person, the newest first."""
    access.require(request.user, INVITE)
    rows = access.visible_invitations(request.user, INVITE).waiting()
    return page_of(request, rows.select_related("post__scope__area"), ("-created_at", "-pk"), wanted)


@people.get("/invitations/{uuid:uid}", response=InvitationOut, auth=SIGNED_IN)
def read_invitation(request: PageRequest, uid: UUID):
    return access.invitation_for(request.user, uid, INVITE)


@people.post("/invitations/{uuid:uid}/renew", response=InvitationMade, auth=SIGNED_IN)
def renew_invitation(request: PageRequest, response: HttpResponse, uid: UUID):
    """A new link; the old one works no more."""
    spend(request, "invitation", per_minute=20)
    sent = access.invitation_for(request.user, uid, INVITE)
    return shown_once(response, actions.renew_invitation(invitation=sent, by=request.user))


@people.post("/invitations/{uuid:uid}/revoke", response=InvitationOut, auth=SIGNED_IN)
def revoke_invitation(request: PageRequest, response: HttpResponse, uid: UUID):
    """Takes it back: its link works no more."""
    sent = access.invitation_for(request.user, uid, INVITE)
    located(response, f"/invitations/{uid}")
    return actions.revoke_invitation(invitation=sent, by=request.user)
