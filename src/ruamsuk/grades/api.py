"""Grades in the API: begun, saved, given; read by those inside; counted by document; two mentors side by side."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import PatchDict, Query, Router, Schema, Status
from pydantic import Field

from ruamsuk.accounts.api import PersonRef
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ
from ruamsuk.areas.api import place_of
from ruamsuk.areas.models import Area
from ruamsuk.core.api import (
    SIGNED_IN,
    AreaCode,
    FiscalYear,
    Given,
    Listing,
    Text,
    changed,
    cleaned,
    located,
    page_of,
    unknown,
)
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.funds.api import FundName, FundRef, OfFundsWanted, fund_of, narrowed
from ruamsuk.grades import actions
from ruamsuk.grades.access import grade_for, graded_plan_for, graded_proposal_for, require_comparison
from ruamsuk.grades.choices import GradeState
from ruamsuk.grades.forms import GradeForm
from ruamsuk.grades.models import Grade
from ruamsuk.grades.queries.comparing import Both, Row, compare, grades_to_compare, pairs_of_mentors
from ruamsuk.grades.queries.counting import graded_documents
from ruamsuk.grades.queries.documents import has_changed, title_of
from ruamsuk.grades.queries.results import Line, level_field, lines_of, reason_field, score_of, sees_grader
from ruamsuk.grades.verbs import GRADE
from ruamsuk.instruments.api import VersionRef
from ruamsuk.instruments.choices import About, Tier
from ruamsuk.instruments.models import InstrumentVersion
from ruamsuk.instruments.queries.agreement import Agreement

router = Router(tags=["Grades"])


class GradedItem(Schema):
    """A graded document as everybody signed in may know of it: its step, and no reasons."""

    plan: UUID | None
    proposal: UUID | None
    title: str
    fund: FundRef
    fiscal_year: int
    tier: Tier = Field(alias="band.tier")
    band: str = Field(description="The word of the rubric for the result, in Thai", alias="band.name_th")
    given_at: datetime

    @staticmethod
    def resolve_plan(row: Grade) -> UUID | None:
        return row.plan.uid if row.plan else None

    @staticmethod
    def resolve_proposal(row: Grade) -> UUID | None:
        return row.proposal.uid if row.proposal else None

    @staticmethod
    def resolve_title(row: Grade) -> str:
        return title_of(row)


class GradeItem(Schema):
    uid: UUID
    plan: UUID | None
    proposal: UUID | None
    edition: UUID | None = Field(description="What exactly was graded of a plan")
    submission: UUID | None = Field(description="What exactly was graded of a proposal")
    title: str
    fund: FundRef
    fiscal_year: int
    state: GradeState
    version: VersionRef
    grader: PersonRef | None = Field(description="null for those who do not see who graded")
    stands: bool = Field(description="The last one that this mentor gave to the document")
    points: int | None
    most: int | None
    percent: Decimal | None = Field(description="To one decimal, rounded half up")
    tier: Tier | None
    band: str = Field(
        description="The word of the rubric, in Thai; by the exact share. Empty while it is written"
    )
    given_at: datetime | None
    updated_at: datetime

    @staticmethod
    def resolve_plan(row: Grade) -> UUID | None:
        return row.plan.uid if row.plan else None

    @staticmethod
    def resolve_proposal(row: Grade) -> UUID | None:
        return row.proposal.uid if row.proposal else None

    @staticmethod
    def resolve_edition(row: Grade) -> UUID | None:
        return row.edition.uid if row.edition else None

    @staticmethod
    def resolve_submission(row: Grade) -> UUID | None:
        return row.submission.uid if row.submission else None

    @staticmethod
    def resolve_title(row: Grade) -> str:
        return title_of(row)

    @staticmethod
    def resolve_grader(row: Grade, context: Any) -> User | None:
        return row.grader if sees_grader(context["request"].user, row) else None

    @staticmethod
    def resolve_percent(row: Grade) -> Decimal | None:
        found = score_of(row)
        return found.percent if found else None

    @staticmethod
    def resolve_tier(row: Grade) -> str | None:
        return row.band.tier if row.band else None

    @staticmethod
    def resolve_band(row: Grade) -> str:
        return row.band.name_th if row.band else ""


class AnswerOut(Schema):
    """As `PATCH` takes it."""

    criterion: UUID = Field(alias="criterion.uid")
    level: UUID | None
    reason: str

    @staticmethod
    def resolve_level(row: Line) -> UUID | None:
        return row.level.uid if row.level else None


class GradeLineOut(Schema):
    """An answer in words."""

    no: int = Field(alias="criterion.no")
    name_th: str = Field(alias="criterion.name_th")
    weight: int = Field(alias="criterion.weight")
    number: int | None = Field(description="Of the level")
    level_th: str
    is_low: bool
    reason: str

    @staticmethod
    def resolve_number(row: Line) -> int | None:
        return row.level.number if row.level else None

    @staticmethod
    def resolve_level_th(row: Line) -> str:
        return row.level.name_th if row.level else ""


class GradeOut(GradeItem):
    advice: str
    has_changed: bool = Field(description="Does the document say something else today?")
    answers: list[AnswerOut]
    lines: list[GradeLineOut]

    @staticmethod
    def resolve_lines(row: Grade) -> list[Line]:
        return lines_of(row)

    @staticmethod
    def resolve_has_changed(row: Grade) -> bool:
        return has_changed(row)

    @staticmethod
    def resolve_answers(row: Grade) -> list[Line]:
        return lines_of(row)


class AnswerIn(Given):
    criterion: UUID
    level: UUID | None = None
    reason: Text = ""


class GradeIn(Given):
    """Answers that are left out stay as they are."""

    advice: Text = ""
    answers: list[AnswerIn] = Field([], max_length=100)


class BeginIn(Given):
    version: UUID | None = Field(
        None, description="Of a rubric in use (`GET /instruments`); left out: the first for such a document"
    )


class GradesWanted(OfFundsWanted):
    about: About | None = None
    plan: UUID | None = None
    proposal: UUID | None = None
    standing: bool = Field(True, description="false: also those whose place a later one has taken")


class GradedWanted(OfFundsWanted):
    about: About | None = None
    tier: Tier | None = None


class ComparisonWanted(Given):
    about: About = About.PLAN
    area: AreaCode = ""
    fiscal_year: FiscalYear | None = None
    fund: FundName = ""
    first: UUID | None = Field(None, description="A mentor; with `second`: the pair to lay beside each other")
    second: UUID | None = None


class MentorPairOut(Schema):
    first: PersonRef
    second: PersonRef
    documents: int = Field(description="That both graded")


class AgreementOut(Schema):
    pairs: int = Field(description="Levels that both gave")
    same: int
    apart: int = Field(description="As many levels apart as the rubric says, or more")
    exact: float | None = Field(description="Share of the same level, 0 to 1")
    kappa: float | None = Field(description="Cohen's, linear weights; null where nothing could differ")

    @staticmethod
    def resolve_exact(row: Agreement) -> float | None:
        return None if row.exact is None else float(row.exact)

    @staticmethod
    def resolve_kappa(row: Agreement) -> float | None:
        return None if row.kappa is None else float(row.kappa)


class ComparedRow(Schema):
    criterion: UUID = Field(alias="criterion.uid")
    first: int = Field(alias="first.number", description="Number of the level")
    second: int = Field(alias="second.number")
    is_apart: bool


class ComparedOut(Schema):
    title: str
    first: UUID = Field(alias="first.uid", description="The grade")
    second: UUID = Field(alias="second.uid")
    why_not: str = Field(
        description="`rubric` or `text`: they graded by, or read, different ones. Empty: compared"
    )
    rows: list[ComparedRow]

    @staticmethod
    def resolve_rows(row: Both) -> list[Row]:
        return row.rows


class ComparisonOut(Schema):
    """Pairs stand by name; nothing here is an order of persons."""

    pairs: list[MentorPairOut]
    agreement: AgreementOut | None
    documents: list[ComparedOut]


def _seen(request: HttpRequest, response: HttpResponse, uid: UUID) -> Grade:
    located(response, f"/grades/{uid}")
    return grade_for(request.user, uid)


@router.get("/grades", response=Listing[GradeItem], auth=SIGNED_IN)
def list_grades(request: PageRequest, wanted: Query[GradesWanted]):
    """Given grades of documents whose drafts one may read, and the own; the newest first."""
    rows = Grade.objects.visible_to(request.user, READ)
    rows = graded_documents(rows, wanted.about or "")
    if wanted.plan:
        rows = rows.filter(plan__uid=wanted.plan)
    if wanted.proposal:
        rows = rows.filter(proposal__uid=wanted.proposal)
    if wanted.standing:
        rows = rows.exclude(state=GradeState.GIVEN, stands=False)
    rows = changed(narrowed(rows, wanted, "issue_links__issue"), wanted)
    return page_of(request, rows.with_all(), ("-pk",), wanted)


@router.get("/graded-documents", response=Listing[GradedItem], auth=SIGNED_IN)
def list_graded_documents(request: PageRequest, wanted: Query[GradedWanted]):
    """What the figures of graded documents count: each once, by the grade given last."""
    rows = graded_documents(Grade.objects.counted(), wanted.about or "", wanted.tier or "")
    rows = changed(narrowed(rows, wanted, "issue_links__issue"), wanted)
    return page_of(request, rows.with_all(), ("place_no", "fund", "pk"), wanted)


@router.get("/grade-comparison", response=ComparisonOut, auth=SIGNED_IN)
def read_grade_comparison(request: PageRequest, wanted: Query[ComparisonWanted]):
    """Two mentors on the same documents, for those who keep the work of an area together."""
    require_comparison(request.user)
    area = place_of(wanted.area) or Area.country()
    year = wanted.fiscal_year or current_fiscal_year()
    rows = grades_to_compare(request.user, area, year, wanted.about, fund_of(wanted.fund))
    pairs = pairs_of_mentors(rows, wanted.about)
    asked = {wanted.first, wanted.second} - {None}
    pair = next((one for one in pairs if {one.first.uid, one.second.uid} == asked), None)
    if asked and pair is None:
        raise unknown("first", str(wanted.first or wanted.second))
    found = compare(rows, wanted.about, pair) if pair else None
    return {
        "pairs": pairs,
        "agreement": found.whole if found else None,
        "documents": found.documents if found else [],
    }


@router.post("/plans/{uuid:uid}/grades", response={201: GradeOut}, auth=SIGNED_IN)
def grade_plan(request: PageRequest, response: HttpResponse, uid: UUID, body: BeginIn):
    """A draft about the plan as it stands; the one that was begun already goes on."""
    return _begin(request, response, graded_plan_for(request.user, uid), body)


@router.post("/proposals/{uuid:uid}/grades", response={201: GradeOut}, auth=SIGNED_IN)
def grade_proposal(request: PageRequest, response: HttpResponse, uid: UUID, body: BeginIn):
    """A draft about the proposal as it was sent last; the one that was begun already goes on."""
    return _begin(request, response, graded_proposal_for(request.user, uid), body)


def _begin(request: PageRequest, response: HttpResponse, document: Any, body: BeginIn) -> Any:
    version = InstrumentVersion.objects.filter(uid=body.version).first() if body.version else None
    if body.version and version is None:
        raise unknown("version", str(body.version))
    made = actions.begin_grade(document=document, version=version, by=request.user)
    return Status(201, _seen(request, response, made.uid))


@router.get("/grades/{uuid:uid}", response=GradeOut, auth=SIGNED_IN)
def read_grade(request: PageRequest, uid: UUID):
    return grade_for(request.user, uid)


@router.patch("/grades/{uuid:uid}", response=GradeOut, auth=SIGNED_IN)
def save_grade(request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[GradeIn]):
    """The own draft, as far as it goes."""
    grade = grade_for(request.user, uid, GRADE)
    form = GradeForm(grade=grade)
    criteria = {str(one.uid): one for one in form.criteria}
    typed: dict[str, Any] = {name: getattr(value, "uid", value) for name, value in form.initial.items()}
    if "advice" in body:
        typed["advice"] = body["advice"]
    for answer in body.get("answers", []):
        given = answer if isinstance(answer, dict) else answer.dict()
        criterion = criteria.get(str(given["criterion"]))
        if criterion is None:
            raise unknown("criterion", str(given["criterion"]))
        typed[level_field(criterion)] = str(given.get("level") or "")
        typed[reason_field(criterion)] = given.get("reason", "")
    form = GradeForm({name: value for name, value in typed.items() if value is not None}, grade=grade)
    cleaned(form)
    actions.save_grade(
        grade=grade, answers=form.answers(), advice=form.cleaned_data["advice"], by=request.user
    )
    return _seen(request, response, uid)


@router.post("/grades/{uuid:uid}/give", response=GradeOut, auth=SIGNED_IN)
def give_grade(request: PageRequest, response: HttpResponse, uid: UUID):
    """Refused with the list of what is missing: a level, or the reason of a low one. Then it never changes."""
    actions.give_grade(grade=grade_for(request.user, uid, GRADE), by=request.user)
    return _seen(request, response, uid)


@router.post("/grades/{uuid:uid}/renew", response=GradeOut, auth=SIGNED_IN)
def renew_grade(request: PageRequest, response: HttpResponse, uid: UUID):
    """The draft is about the document as it stands now."""
    actions.renew_grade(grade=grade_for(request.user, uid, GRADE), by=request.user)
    return _seen(request, response, uid)


@router.post("/grades/{uuid:uid}/discard", response={204: None}, auth=SIGNED_IN)
def discard_grade(request: PageRequest, uid: UUID):
    """A draft."""
    actions.discard_grade(grade=grade_for(request.user, uid, GRADE), by=request.user)
    return Status(204, None)
