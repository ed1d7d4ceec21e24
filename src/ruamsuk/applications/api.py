"""What groups without an account sent, in the API: read and answered by the fund's officer.

Sending is for people on the page of a fund's link: a program that applies for others would be one that writes for them.
"""

from datetime import datetime
from uuid import UUID

from django.forms import ModelChoiceField
from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.links import join_address
from ruamsuk.applications import actions
from ruamsuk.applications.access import application_for
from ruamsuk.applications.choices import ApplicationState
from ruamsuk.applications.forms import AcceptForm, DeclineForm
from ruamsuk.applications.models import Application
from ruamsuk.applications.queries import account_behind
from ruamsuk.applications.verbs import ANSWER_APPLICATION
from ruamsuk.areas.api import place_of
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
)
from ruamsuk.core.forms import field_as
from ruamsuk.funds.api import FundRef
from ruamsuk.organizations.choices import OrganizationKind

router = Router(tags=["Applications"])


class ApplicationItem(Schema):
    """What a list says: nothing of people."""

    uid: UUID
    reference: str = Field(description="The number that people name it by")
    fund: FundRef
    state: ApplicationState
    sent_at: datetime
    answered_at: datetime | None


class ApplicationOut(ApplicationItem):
    """Who opens it stands in the trail. Empty texts: they were deleted, thirty days after the last act."""

    name: str = Field(description="Of a person, a group or an organisation, as it was typed")
    phone: str
    email: str
    title: str
    text: str
    place: str
    amount_satang: int | None
    reason: str = Field(description="Why it was declined")
    has_account: bool = Field(description="An account with this phone or e-mail is there already")
    proposal: UUID | None = Field(None, alias="proposal.uid", description="The draft that began with it")
    invitation: UUID | None = Field(None, alias="invitation.uid", description="Of the person who will write")

    @staticmethod
    def resolve_has_account(row: Application, context) -> bool:
        return account_behind(context["request"].user, row)[0]


class AcceptedOut(ApplicationOut):
    link: str = Field(
        description="Shown this once, for the person. Empty: they write for the organisation already"
    )

    @staticmethod
    def resolve_link(row: Application) -> str:
        return join_address(row.invitation.token) if row.invitation and row.invitation.token else ""


class ApplicationsWanted(Listed):
    state: ApplicationState | None = None


class AcceptApplicationIn(Given):
    """Either an organisation of the register, or name and kind of a new one."""

    organization: UUID | None = None
    name: Word = ""
    kind: OrganizationKind = OrganizationKind.COMMUNITY
    home_area: AreaCode = Field("", description="Of the new one; left out: where the fund is counted")
    planned_project: UUID | None = Field(
        None, description="Row of the fund's plan that the group is going to do"
    )
    person: Word = Field(description="Who is invited to write for it")
    email: Text = Field("", description="A letter with the link goes there")


class DeclineApplicationIn(Given):
    reason: Text


@router.get("/applications", response=Listing[ApplicationItem], auth=SIGNED_IN)
def list_applications(request: PageRequest, wanted: Query[ApplicationsWanted]):
    """Those sent to the funds that one answers for, the newest first."""
    require(request.user, ANSWER_APPLICATION)
    rows = Application.objects.visible_to(request.user, ANSWER_APPLICATION)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page_of(request, rows.select_related("fund"), ("-sent_at", "-pk"), wanted)


@router.get("/applications/{uuid:uid}", response=ApplicationOut, auth=SIGNED_IN)
def read_application(request: PageRequest, uid: UUID):
    return application_for(request.user, uid)


@router.post("/applications/{uuid:uid}/accept", response=AcceptedOut, auth=SIGNED_IN)
def accept_application(request: PageRequest, response: HttpResponse, uid: UUID, body: AcceptApplicationIn):
    """A draft begins with the group's words, and the person is invited to write it."""
    found = application_for(request.user, uid)
    home = place_of(body.home_area, "home_area")
    typed = {
        **body.dict(),
        "organization": str(body.organization or ""),
        "planned_project": str(body.planned_project or ""),
        "home_area": str((home or found.fund.home_area).pk),
    }
    form = AcceptForm(typed, user=request.user, application=found)
    for name in {"organization", "planned_project"} & set(form.fields):
        field_as(form, name, ModelChoiceField).to_field_name = "uid"
    made = actions.accept_application(application=found, by=request.user, **cleaned(form))
    response["Cache-Control"] = "no-store"  # the answer holds a secret
    located(response, f"/applications/{uid}")
    return made


@router.post("/applications/{uuid:uid}/decline", response=ApplicationOut, auth=SIGNED_IN)
def decline_application(request: PageRequest, response: HttpResponse, uid: UUID, body: DeclineApplicationIn):
    found = application_for(request.user, uid)
    values = cleaned(DeclineForm(body.dict()))
    response["Cache-Control"] = "no-store"  # kept nowhere for a repeat of the call: it says who asked
    located(response, f"/applications/{uid}")
    return actions.decline_application(application=found, by=request.user, **values)
