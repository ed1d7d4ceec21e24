"""Projects: read by everybody; entered from paper, changed, funded, reported and ended by those who run them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Form, PatchDict, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from ruamsuk.accounts.access import require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ_DRAFT, roles_with
from ruamsuk.areas.api import AreaRef
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.api import (
    SIGNED_IN,
    SORT,
    AreaCode,
    FiscalYear,
    Given,
    Listing,
    Newest,
    Satang,
    Text,
    Word,
    changed,
    cleaned,
    located,
    merged,
    missing,
    plain,
    sorted_page,
    unknown,
)
from ruamsuk.core.problems import NotAllowed
from ruamsuk.core.searching import containing
from ruamsuk.files.answers import respond
from ruamsuk.funds.api import FundName, FundRef, OfFundsWanted, narrowed
from ruamsuk.funds.models import Fund
from ruamsuk.issues.api.issues import IssueRef
from ruamsuk.organizations.api import OrganizationRef, ServedIn, places_of
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.projects.own_steps.access import own_step_for
from ruamsuk.projects.own_steps.api import OwnMark, OwnStepOut
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.queries import waiting_step
from ruamsuk.projects.projects.access import check_may_enter, document_for, may_run, people_for, project_for
from ruamsuk.projects.projects.actions import project_design
from ruamsuk.projects.projects.actions import projects as actions
from ruamsuk.projects.projects.actions.partners import PartnerTerms, set_partners
from ruamsuk.projects.projects.choices import DocumentKind, MoneyState, Origin, ProjectKind, ProjectStatus
from ruamsuk.projects.projects.codes import read_code
from ruamsuk.projects.projects.forms.design_row import DesignRowForm
from ruamsuk.projects.projects.forms.projects import (
    DocumentForm,
    FundingForm,
    InstalmentForm,
    PartnerForm,
    PersonForm,
    ProjectForm,
    fix,
)
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.agreed import since_approval
from ruamsuk.projects.projects.queries.paper import paper_mark
from ruamsuk.projects.proposals.api.shapes import (
    FILE,
    DesignKind,
    DesignOut,
    DesignRowFields,
    NewDesignRow,
    RowOut,
    StoredOut,
    row_to_read,
)
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.verbs import RUN_PROJECT, SET_MONEY

router = Router(tags=["Projects"])

OF_DESIGN = ("support_type", "starts_on", "ends_on", "rationale")


class ProjectRef(Schema):
    uid: UUID
    code: str
    title: str


class ProjectItem(ProjectRef):
    kind: ProjectKind
    fiscal_year: int | None = Field(description="null: an older system did not tell it")
    origin: Origin
    status: ProjectStatus
    fund: FundRef | None
    organization: OrganizationRef | None
    owner_name: str
    home_area: AreaRef
    budget_satang: int = Field(description="As it stands today")
    approved_satang: int = Field(description="As approved first, before any variation")
    approved_on: date | None
    varied_on: date | None = Field(description="Since when its last variation is in force")
    updated_at: datetime


class FundingOut(Schema):
    fund: FundRef | None
    organization: OrganizationRef | None
    amount_satang: int


class InstalmentOut(Schema):
    no: int
    starts_on: date
    ends_on: date
    report_from: date | None
    report_until: date | None
    amount_satang: int


class PartnerOut(Schema):
    organization: OrganizationRef | None = Field(description="null: not in the register")
    name: str = Field(alias="title")
    kind: OrganizationKind | Literal[""] = Field(description="Empty: nobody has said it yet")
    amount_satang: int = Field(description="Money beside the project's budget")
    state: MoneyState | Literal[""]
    is_confirmed: bool = Field(description="false: taken over from a text, and not counted yet")


class PersonOut(Schema):
    no: int
    name: str
    duty: str
    phone: str


class DocumentOut(StoredOut):
    uid: UUID
    kind: DocumentKind
    title: str
    name: str = Field(alias="file.name")
    media_type: str = Field(alias="file.media_type")
    size: int = Field(alias="file.size", description="Bytes")


class ChangeOut(Schema):
    """One thing that is not the same before and after, in words."""

    section: str
    label: str
    before: str
    after: str


class ProjectOut(ProjectItem):
    said_fund: str = Field(description="As an older system named it, where it is none of the funds here")
    typed_code: str
    agreement_no: str
    report_due_on: date | None
    support_type: int | None
    issues: list[IssueRef]
    starts_on: date | None = Field(alias="design.starts_on")
    ends_on: date | None = Field(alias="design.ends_on")
    rationale: str = Field(alias="design.rationale")
    status_reason: str
    status_on: date | None
    proposal: UUID | None
    parent: ProjectRef | None
    further_areas: list[AreaRef] = Field(description="For search and maps only")
    design: DesignOut
    fundings: list[FundingOut]
    instalments: list[InstalmentOut]
    partners: list[PartnerOut]
    people: list[PersonOut] | None = Field(description="null: this reader may not see persons")
    documents: list[DocumentOut] = Field(description="The files themselves are for everyone signed in")
    own: OwnMark | None = Field(description="Set when one person entered it from paper")
    since_approval: list[ChangeOut] = Field(
        description="What was approved first beside what stands today; whole variations at /projects/{uid}/variations"
    )
    waiting: OwnMark | None = Field(
        description="More money of a fund that waits for a second person; null for readers from outside"
    )

    @staticmethod
    def resolve_proposal(row: Project) -> UUID | None:
        return row.proposal.uid if row.proposal else None

    @staticmethod
    def resolve_further_areas(row: Project) -> list[object]:
        return list(row.further_areas.all())

    @staticmethod
    def resolve_support_type(row: Project) -> int | None:
        return row.design.support_type.code if row.design.support_type else None

    @staticmethod
    def resolve_issues(row: Project) -> list[object]:
        return list(row.design.issues.all())

    @staticmethod
    def resolve_fundings(row: Project) -> list[object]:
        return list(row.fundings.select_related("fund", "organization"))

    @staticmethod
    def resolve_partners(row: Project) -> list[object]:
        return list(row.partners.select_related("organization"))

    @staticmethod
    def resolve_instalments(row: Project) -> list[object]:
        return list(row.instalments.all())

    @staticmethod
    def resolve_people(row: Project, context) -> list[Any] | None:
        reader = context["request"].user
        return people_for(reader, row) if may_run(reader, row, SEE_APPLICANTS) else None

    @staticmethod
    def resolve_documents(row: Project) -> list[object]:
        return list(row.documents.select_related("file"))

    @staticmethod
    def resolve_since_approval(row: Project) -> list[Any]:
        return since_approval(row)

    @staticmethod
    def resolve_own(row: Project) -> object:
        return paper_mark(row)

    @staticmethod
    def resolve_waiting(row: Project, context) -> object:
        return waiting_step(row) if may_run(context["request"].user, row, READ_DRAFT) else None


class ProjectsWanted(OfFundsWanted):
    status: ProjectStatus | None = None
    parent: UUID | None = Field(None, description="Only what stands below this project")
    q: Word = Field("", description="A project code in any form, or part of the title")
    sort: Newest = Field("newest", description=SORT)


class ProjectFields(Given):
    title: Text
    owner_name: Word
    home_area: AreaCode
    support_type: int | None = Field(None, ge=1, le=5)
    issues: list[Word] = Field([], max_length=40, description="Codes")
    approved_on: date | None = None
    starts_on: date
    ends_on: date
    report_due_on: date | None = None
    agreement_no: Word = ""
    kind: ProjectKind = ProjectKind.PROJECT
    parent: Word = Field("", description="Code of the project above")
    rationale: Text = ""


class ProjectIn(ProjectFields):
    """A project that has no web proposal."""

    fiscal_year: FiscalYear
    fund: FundName = ""
    budget_satang: Satang
    typed_code: Word = Field("", description="Code on paper in any form; empty: the next number is made")


class ChangedProject(ProjectFields):
    fiscal_year: FiscalYear
    fund: FundName = ""


class FundingIn(Given):
    giver: Word = Field(description="Uid or code of a fund, or uid or full name of an organisation")
    amount_satang: Satang


class FundingsIn(Given):
    fundings: list[FundingIn] = Field(min_length=1, max_length=12)


class PartnerIn(Given):
    name: Text = Field(description="Full name; one of the register of organisations is found by it")
    kind: OrganizationKind | Literal[""] = ""
    amount_satang: Satang = 0
    state: MoneyState | Literal[""] = ""


class PartnersIn(Given):
    partners: list[PartnerIn] = Field(max_length=40)


class InstalmentIn(Given):
    starts_on: date
    ends_on: date
    report_from: date | None = None
    report_until: date | None = None
    amount_satang: Satang


class InstalmentsIn(Given):
    instalments: list[InstalmentIn] = Field(max_length=12)


class PersonIn(Given):
    name: Word
    duty: Word = ""
    phone: Word = ""


class PeopleIn(Given):
    people: list[PersonIn] = Field(max_length=20)


@router.get("/projects", response=Listing[ProjectItem])
def list_projects(request: PageRequest, wanted: Query[ProjectsWanted]):
    """Projects, newest first or as `sort` says. Everybody may read them: it is public money."""
    rows = narrowed(Project.objects.visible_to(request.user), wanted, "design__issue_links__issue")
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.parent:
        rows = rows.filter(parent__uid=wanted.parent)
    if wanted.q:
        typed = read_code(wanted.q)
        rows = rows.filter(code=typed.code) if typed else rows.filter(containing(wanted.q))
    rows = changed(rows, wanted).select_related("fund", "organization", "home_area")
    return sorted_page(request, rows, wanted)


@router.get("/projects/{uuid:uid}", response=ProjectOut)
def read_project(request: PageRequest, uid: UUID):
    return project_for(request.user, uid)


def _seen(request: PageRequest, response: HttpResponse, uid: UUID) -> Project:
    """The project as it stands after a write."""
    located(response, f"/projects/{uid}")
    return project_for(request.user, uid)


@router.post("/projects", response={201: ProjectOut, 202: OwnStepOut}, auth=SIGNED_IN)
def enter_project(request: PageRequest, response: HttpResponse, body: ProjectIn):
    """Enters a project from paper, for a fund that one keeps or a programme that one manages.

    202: the fund's kind wants a second person, who confirms it at /own-steps/{uid}; the project is made then.
    """
    require(request.user, RUN_PROJECT)
    values = cleaned(ProjectForm(plain(body.dict())), issues="code")
    check_may_enter(request.user, fund=values["fund"], area=values["home_area"], parent=values["parent"])
    made = actions.enter_project(by=request.user, **values)
    if isinstance(made, OwnStep):
        located(response, f"/own-steps/{made.uid}")
        return Status(202, own_step_for(request.user, made.uid))
    return Status(201, _seen(request, response, made.uid))


@router.patch("/projects/{uuid:uid}", response=ProjectOut, auth=SIGNED_IN)
def change_project(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[ChangedProject]):
    """Its details. Fund, year, code and budget were decided with the approval; what else was agreed to is changed by a
    variation (`/projects/{uid}/variations`). Of an imported project, the fund and the fiscal year are set here where
    they are not known.
    """
    project = project_for(request.user, uid, RUN_PROJECT)
    stands = _stands(project)
    form = ProjectForm(
        merged(stands, body), initial=stands | {"fiscal_year": project.fiscal_year, "fund": project.fund}
    )
    fix(form, project)
    if project.organization:  # its own name stands
        form.fields["owner_name"].required = False
    for name in project.fixed:
        if name in body and str(body[name]).lower() not in _named(getattr(project, name)):
            raise unknown(name, name)
    if not may_run(request.user, project, SET_MONEY):  # the project above pays this one
        del form.fields["parent"]
        if "parent" in body:
            raise NotAllowed(who=", ".join(roles_with(SET_MONEY)))
    values = cleaned(form, issues="code")
    design = {name: values.pop(name) for name in OF_DESIGN}
    issues = values.pop("issues")
    if values.get("fund"):
        check_may_enter(request.user, fund=values["fund"], area=values["home_area"], parent=None)
    actions.change_project(project=project, design=design, issues=issues, by=request.user, **values)
    return _seen(request, response, uid)


def _named(value: object) -> set[str]:
    """What a body may send for what stands: a fund by uid or code, a year by itself."""
    return {value.code.lower(), str(value.uid)} if isinstance(value, Fund) else {str(value)}


def _stands(project: Project) -> dict[str, object]:
    """What the form of a project begins with."""
    names = "title home_area approved_on report_due_on agreement_no kind".split()
    values = {name: getattr(project, name) for name in names}
    values |= {name: getattr(project.design, name) for name in OF_DESIGN}
    return values | {
        "owner_name": project.owner_name,
        "issues": project.design.issues.all(),
        "parent": project.parent.code if project.parent else "",
    }


def row_values(year: int | None, kind: str, typed: dict[str, str], row: object = None) -> dict[str, object]:
    """What the form of one line makes of some of its fields; the others stay as they are."""
    stands = DesignRowForm(kind=kind, year=year, row=row)
    for name in typed:
        if name not in stands.fields:
            raise unknown(f"fields.{name}", name)
    before = {name: field.prepare_value(stands.initial.get(name)) for name, field in stands.fields.items()}
    return cleaned(DesignRowForm({**before, **typed}, kind=kind, year=year, row=row))


def parent_of(owner: project_design.Designed, body: NewDesignRow) -> object:
    """The objective of an indicator, the activity of a budget line."""
    above = project_design.PARENT_OF.get(body.kind)
    if above and body.parent is None:
        raise missing("parent")
    return project_design.row_of(owner, above, str(body.parent)) if above else None


@router.post("/projects/{uuid:uid}/rows", response={201: ProjectOut}, auth=SIGNED_IN)
def add_project_row(request: PageRequest, response: HttpResponse, uid: UUID, body: NewDesignRow):
    """A new line of the design of a project that is typed in from paper: a problem, objective, indicator, target group,
    activity or budget line. What was agreed to is changed by a variation."""
    project = project_for(request.user, uid, RUN_PROJECT)
    parent = parent_of(project, body)
    values = row_values(project.fiscal_year, body.kind, body.texts())
    made = project_design.add_design_row(
        project=project, kind=body.kind, parent=parent, values=values, by=request.user
    )
    seen = _seen(request, response, uid)
    located(response, f"/projects/{uid}/rows/{body.kind}/{made.uid}")
    return seen


@router.get("/projects/{uuid:uid}/rows/{kind}/{uuid:row}", response=RowOut)
def read_project_row(request: PageRequest, uid: UUID, kind: DesignKind, row: UUID):
    """One line of the design, as `PATCH` takes it."""
    part: Any = PROPOSAL.rows(kind)
    rows = part.model.objects.filter(**{part.owner: project_for(request.user, uid).design})
    return row_to_read(part, get_object_or_404(rows, uid=row))


@router.patch("/projects/{uuid:uid}/rows/{kind}/{uuid:row}", response=ProjectOut, auth=SIGNED_IN)
def change_project_row(
    request: PageRequest,
    response: HttpResponse,
    uid: UUID,
    kind: DesignKind,
    row: UUID,
    body: DesignRowFields,
):
    """Some fields of a line; the others stay."""
    project = project_for(request.user, uid, RUN_PROJECT)
    line = project_design.row_of(project, kind, str(row))
    values = row_values(project.fiscal_year, kind, body.texts(), line)
    project_design.change_design_row(project=project, row=line, values=values, by=request.user)
    return _seen(request, response, uid)


@router.post("/projects/{uuid:uid}/rows/{kind}/{uuid:row}/remove", response=ProjectOut, auth=SIGNED_IN)
def remove_project_row(request: PageRequest, response: HttpResponse, uid: UUID, kind: DesignKind, row: UUID):
    """Refused by name while reports or activities use the line."""
    project = project_for(request.user, uid, RUN_PROJECT)
    line = project_design.row_of(project, kind, str(row))
    project_design.remove_design_row(project=project, row=line, by=request.user)
    return _seen(request, response, uid)


@router.post("/projects/{uuid:uid}/fundings", response=ProjectOut, auth=SIGNED_IN)
def set_project_fundings(request: PageRequest, response: HttpResponse, uid: UUID, body: FundingsIn):
    """Sets all funders with their amounts; together they make up the budget. More money of a fund may wait for a
    second person (`waiting`)."""
    project = project_for(request.user, uid, SET_MONEY)
    lines = [cleaned(FundingForm(line.dict())) for line in body.fundings]
    fundings = [(line["giver"], line["amount_satang"]) for line in lines]
    actions.set_fundings(project=project, fundings=fundings, by=request.user)
    return _seen(request, response, uid)


@router.post("/projects/{uuid:uid}/partners", response=ProjectOut, auth=SIGNED_IN)
def set_project_partners(request: PageRequest, response: HttpResponse, uid: UUID, body: PartnersIn):
    """Sets all partners with the money that they bring; each line is confirmed by it."""
    project = project_for(request.user, uid, RUN_PROJECT)
    lines = [cleaned(PartnerForm(line.dict())) for line in body.partners]
    names = "organization name kind amount_satang state".split()
    partners = [PartnerTerms(**{name: line[name] for name in names}) for line in lines]
    set_partners(project=project, partners=partners, by=request.user)
    return _seen(request, response, uid)


@router.post("/projects/{uuid:uid}/instalments", response=ProjectOut, auth=SIGNED_IN)
def set_project_instalments(request: PageRequest, response: HttpResponse, uid: UUID, body: InstalmentsIn):
    """Sets all instalments, one after the other; together they make up the budget."""
    project = project_for(request.user, uid, SET_MONEY)
    forms = [InstalmentForm(plain(line.dict()), year=project.fiscal_year) for line in body.instalments]
    parts = [actions.InstalmentTerms(**cleaned(form)) for form in forms]
    actions.set_instalments(project=project, parts=parts, by=request.user)
    return _seen(request, response, uid)


@router.post("/projects/{uuid:uid}/people", response=ProjectOut, auth=SIGNED_IN)
def set_project_people(request: PageRequest, response: HttpResponse, uid: UUID, body: PeopleIn):
    """Sets who answers for the project."""
    project = project_for(request.user, uid, RUN_PROJECT)
    people = [cleaned(PersonForm(person.dict())) for person in body.people]
    actions.set_people(project=project, people=people, by=request.user)
    return _seen(request, response, uid)


@router.post("/projects/{uuid:uid}/areas", response=ProjectOut, auth=SIGNED_IN)
def set_project_areas(request: PageRequest, response: HttpResponse, uid: UUID, body: ServedIn):
    """Sets its further areas, for search and maps; figures stay with the home area."""
    project = project_for(request.user, uid, RUN_PROJECT)
    actions.set_further_areas(project=project, areas=places_of(body.areas), by=request.user)
    return _seen(request, response, uid)


@router.post("/projects/{uuid:uid}/documents", response={201: ProjectOut}, auth=SIGNED_IN)
def add_project_document(
    request: PageRequest,
    response: HttpResponse,
    uid: UUID,
    kind: Form[DocumentKind],
    title: Form[Word],
    upload: File[UploadedFile],
):
    """PDF, Word, Excel, PowerPoint, text or a picture; told by its content."""
    project = project_for(request.user, uid, RUN_PROJECT)
    files: Any = {"upload": upload}
    values = cleaned(DocumentForm({"kind": kind, "title": title}, files))
    made = actions.add_document(project=project, by=request.user, **values)
    seen = _seen(request, response, uid)
    located(response, f"/projects/{uid}/documents/{made.uid}/details")
    return seen


@router.get("/projects/{uuid:uid}/documents/{uuid:document}/details", response=DocumentOut, auth=SIGNED_IN)
def read_project_document(request: PageRequest, uid: UUID, document: UUID):
    """What is known of a document, and whether it was checked; the file itself stands one address above."""
    return document_for(request.user, uid, document)


@router.get(
    "/projects/{uuid:uid}/documents/{uuid:document}",
    auth=SIGNED_IN,
    openapi_extra=FILE,
)
def download_project_document(request: PageRequest, uid: UUID, document: UUID):
    """The file itself."""
    return respond(request, document_for(request.user, uid, document).file)


@router.post("/projects/{uuid:uid}/documents/{uuid:document}/remove", response=ProjectOut, auth=SIGNED_IN)
def remove_project_document(request: PageRequest, response: HttpResponse, uid: UUID, document: UUID):
    row = document_for(request.user, uid, document, RUN_PROJECT)
    actions.remove_document(document=row, by=request.user)
    return _seen(request, response, uid)
