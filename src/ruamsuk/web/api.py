"""What joins all apps, in the API: one's tasks; inviting people and giving posts anywhere; handing a post over."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts import access, actions
from ruamsuk.accounts.api import (
    DutyOut,
    HandoverOut,
    HolderOut,
    InvitationMade,
    InvitationText,
    PersonRef,
    people,
    shown_once,
)
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.forms import GiveRoleForm, HandoverForm, InvitationForm, PostForm
from ruamsuk.accounts.models import Grant, Post, Scope
from ruamsuk.accounts.queries import successors_for
from ruamsuk.accounts.verbs import INVITE, READ
from ruamsuk.areas.api import place_of
from ruamsuk.core.api import SIGNED_IN, AreaCode, Given, Text, Word, cleaned, located, plain
from ruamsuk.core.calendar import today
from ruamsuk.core.limits import spend
from ruamsuk.core.problems import InvalidFields, NotAllowed
from ruamsuk.core.todo import TaskGroup
from ruamsuk.funds.access import fund_for
from ruamsuk.funds.api import FundName, fund_of
from ruamsuk.organizations.access import organization_for
from ruamsuk.projects.projects.access import project_for
from ruamsuk.web.handover import frozen, tasks_of
from ruamsuk.web.queries import tasks_for

router = Router(tags=["Me"])


class TaskOut(Schema):
    title: str
    detail: str
    page: str = Field(alias="url", description="Address of the page where it is done")
    button: str
    due_on: date | None
    percent: int | None
    urgent: bool
    group: TaskGroup = Field(
        description="What the home page shows it among; there, what is overdue stands first"
    )


@router.get("/me/tasks", response=list[TaskOut], auth=SIGNED_IN)
def list_my_tasks(request: PageRequest):
    """The home page's list: urgent first, then by day."""
    return tasks_for(request.user)


# Posts anywhere: more calls of the router of people


class Where(Given):
    """Exactly one place: an area, a fund, an organisation or a project."""

    role: Role
    area: AreaCode = ""
    fund: FundName = ""
    organization: UUID | None = None
    project: UUID | None = None
    starts_on: date = Field(default_factory=today, description="Left out: today")
    ends_on: date | None = Field(None, description="The last day, where it is known")


class InviteIn(Where, InvitationText):
    """Who is invited, to which post."""


class GiveIn(Where):
    reason: Word = Field("", description="Reason or order number")


PLACES = ("area", "fund", "organization", "project")


def _scope(request: PageRequest, body: Where) -> Scope | None:
    """The scope of the fund, organisation or project that is named; None: an area is."""
    named = [name for name in PLACES if getattr(body, name)]
    if len(named) != 1:
        message = _("Name one place: an area, a fund, an organisation or a project.")
        raise InvalidFields(errors=[{"field": "area", "message": message}], detail=message)
    if body.area:
        return None
    noun: Any
    if body.fund:
        noun = fund_of(body.fund)
    elif body.organization:
        noun = organization_for(request.user, body.organization, READ)
    else:
        noun = project_for(request.user, str(body.project))
    return access.scope_for(request.user, noun.scope.pk, INVITE)


def _post_values(request: PageRequest, form: type[PostForm], body: Where) -> dict[str, Any]:
    """What the action is given; the place as a scope or an area."""
    scope = _scope(request, body)
    typed = plain(body.dict(exclude={"fund", "organization", "project"}))
    values = cleaned(form(typed, user=request.user, scope=scope))
    area = values.pop("area", None)
    return {**values, "scope": scope or area}


@people.post("/invitations", response={201: InvitationMade}, auth=SIGNED_IN)
def invite_person(request: PageRequest, response: HttpResponse, body: InviteIn):
    """Makes the link by which a person gets an account with this post; where there is an e-mail, a letter goes too."""
    spend(request, "invitation", per_minute=20)
    access.require(request.user, INVITE)
    values = _post_values(request, InvitationForm, body)
    return shown_once(response, actions.invite_person(by=request.user, **values))


@people.get("/areas/{code}/posts", response=list[DutyOut], auth=SIGNED_IN)
def list_area_posts(request: PageRequest, code: AreaCode):
    """Every post that may be held in the area: by whom today, who is invited, and who may fill it."""
    area = place_of(code, "code")
    if area is None:
        raise Http404
    return access.duties_at(request.user, access.area_place_for(request.user, area))


@people.get("/funds/{uid}/posts", response=list[DutyOut], auth=SIGNED_IN)
def list_fund_posts(request: PageRequest, uid: FundName):
    """The same at a fund."""
    return _duties(request, fund_for(request.user, uid, READ))


@people.get("/organizations/{uuid:uid}/posts", response=list[DutyOut], auth=SIGNED_IN)
def list_organization_posts(request: PageRequest, uid: UUID):
    """The same in an organisation."""
    return _duties(request, organization_for(request.user, uid, READ))


@people.get("/projects/{uuid:uid}/posts", response=list[DutyOut], auth=SIGNED_IN)
def list_project_posts(request: PageRequest, uid: UUID):
    """The same in a project."""
    return _duties(request, project_for(request.user, str(uid)))


def _duties(request: PageRequest, noun: Any) -> list[access.Duty]:
    return access.duties_at(request.user, access.place_for(request.user, noun.scope.pk))


@people.post("/people/{uuid:uid}/posts", response={201: HolderOut}, auth=SIGNED_IN)
def give_post(request: PageRequest, response: HttpResponse, uid: UUID, body: GiveIn):
    """Gives a post to somebody who has an account."""
    access.require(request.user, INVITE)
    someone = access.person_for(request.user, uid, READ)
    values = _post_values(request, GiveRoleForm, body)
    located(response, f"/people/{uid}")
    return actions.give_role(user=someone, by=request.user, **values)


# Handing over


class GiverWanted(Given):
    giver: UUID = Field(description="Who holds the post today")


class HandoverIn(GiverWanted):
    receiver: UUID = Field(description="One of the successors")
    on_day: date = Field(description="First day of the successor")
    overlap_days: int = Field(7, ge=0, le=90, description="Days that both hold the post")
    note: Text = Field("", description="What the successor should know")


def _held(request: PageRequest, uid: UUID, giver: UUID) -> tuple[Post, Grant]:
    """The post and who holds it, if this person may hand it over."""
    post = access.post_for(request.user, uid, READ)
    grant = post.grants.running().filter(user__uid=giver).select_related("user").first()
    if grant is None:
        raise Http404
    if not access.may_hand_over(request.user, post, grant.user):
        raise NotAllowed(who=grant.user.name)
    return post, grant


@people.get("/posts/{uuid:uid}/successors", response=list[PersonRef], auth=SIGNED_IN)
def list_successors(request: PageRequest, uid: UUID, wanted: Query[GiverWanted]):
    """Who may receive the post: people who work beside it. Somebody new is invited first."""
    post, grant = _held(request, uid, wanted.giver)
    return list(
        successors_for(post, access.visible_people(request.user, READ)).exclude(pk=grant.user_id)[:200]
    )


@people.post("/posts/{uuid:uid}/hand-over", response={201: HandoverOut}, auth=SIGNED_IN)
def hand_over(request: PageRequest, response: HttpResponse, uid: UUID, body: HandoverIn):
    """Passes the post on with a list of what is open; both people sign it afterwards."""
    post, grant = _held(request, uid, body.giver)
    typed = plain(body.dict(exclude={"giver", "receiver"})) | {"to_user": str(body.receiver)}
    offered = successors_for(post, access.visible_people(request.user, READ)).exclude(pk=grant.user_id)
    values = cleaned(HandoverForm(typed, people=offered), to_user="uid")
    open_work = [frozen(item) for item in tasks_of(post, grant.user)]
    made = actions.hand_over(post=post, from_user=grant.user, tasks=open_work, by=request.user, **values)
    located(response, f"/handovers/{made.uid}")
    return made
