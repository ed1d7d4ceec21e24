"""Standard measures with their starting kits in the API."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import PatchDict, Query, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.api import (
    SIGNED_IN,
    Given,
    IfMatch,
    Listed,
    Listing,
    Satang,
    Text,
    Word,
    cleaned,
    judgeable,
    located,
    merged,
    page_of,
)
from ruamsuk.core.searching import containing
from ruamsuk.issues import actions
from ruamsuk.issues.access import issue_for, kit_activity_for, measure_for
from ruamsuk.issues.api.issues import IssueRef, issue_of
from ruamsuk.issues.forms import (
    MOST_COSTS,
    KitActivityForm,
    MeasureForm,
    values_of_activity,
    values_of_measure,
)
from ruamsuk.issues.models import Measure, MeasureActivity, MeasureCost
from ruamsuk.issues.queries import kit_as_text
from ruamsuk.issues.verbs import CONFIRM_MEASURE, EDIT_CATALOGUE

router = Router(tags=["Catalogues"])


class UsualCostOut(Schema):
    category: str = Field(description="Code of the kind of expense")
    detail_th: str
    unit_th: str
    unit_cost_satang: int | None = Field(description="null: nobody is known who says so")
    source: str = Field(description="The record or announcement that names the price")

    @staticmethod
    def resolve_category(row: MeasureCost) -> str:
        return str(row.category.code)


class KitActivityOut(Schema):
    uid: UUID
    no: int
    name_th: str
    detail_th: str
    output_th: str
    outcome_th: str
    costs: list[UsualCostOut]

    @staticmethod
    def resolve_costs(row: MeasureActivity) -> list[Any]:
        return list(row.costs.all())


class StandardMeasureItem(Schema):
    """A way of working on an issue that plans and proposals may take over."""

    code: str
    issue: IssueRef
    text_th: str
    text_en: str
    confirmed_on: date | None = Field(description="null: to be confirmed by the programme")
    retired: bool

    @staticmethod
    def resolve_retired(row: Measure) -> bool:
        return row.retired_on is not None


class StandardMeasureOut(StandardMeasureItem):
    """With its starting kit: a proposal may begin with all of it."""

    problem_th: str
    indicator: str = Field(description="Code of the standard indicator of its problem; empty: none")
    objective_th: str
    groups: list[str] = Field(description="Codes of its target groups")
    expected_th: str
    source: str = Field(description="Where the kit is taken from")
    activities: list[KitActivityOut]

    @staticmethod
    def resolve_indicator(row: Measure) -> str:
        return row.indicator.code if row.indicator else ""

    @staticmethod
    def resolve_groups(row: Measure) -> list[str]:
        return [group.code for group in row.groups.all()]

    @staticmethod
    def resolve_activities(row: Measure) -> list[Any]:
        return list(row.activities.prefetch_related("costs__category"))


class StandardMeasureIn(Given):
    text_th: Word
    text_en: Word = ""
    problem_th: Word = ""
    indicator: Word = Field("", description="Code of a standard indicator of the issue")
    objective_th: Word = ""
    groups: list[Word] = Field([], max_length=20, description="Codes of target groups of the health fund")
    expected_th: Text = ""
    source: Word = ""


class UsualCostIn(Given):
    category: Word = Field(description="Code of the kind of expense")
    detail_th: Word = ""
    unit_th: Word = ""
    unit_cost_satang: Satang | None = None
    source: Word = Field("", description="The record or announcement that names the price")


class KitActivityIn(Given):
    name_th: Word
    detail_th: Text = ""
    output_th: Text = ""
    outcome_th: Text = ""
    costs: list[UsualCostIn] = Field([], max_length=MOST_COSTS)


class StandardMeasuresWanted(Listed):
    issue: Word = Field("", description="Code of an issue")
    q: Word = Field("", description="Part of its words")


@router.get("/standard-measures", response=Listing[StandardMeasureItem])
def list_standard_measures(request: HttpRequest, wanted: Query[StandardMeasuresWanted]):
    rows = Measure.objects.in_use().select_related("issue").filter(containing(wanted.q))
    if issue := issue_of(wanted.issue):
        rows = rows.filter(issue=issue)
    return page_of(request, rows, ("issue__sort_no", "sort_no"), wanted)


@router.get("/standard-measures/{slug:code}", response=StandardMeasureOut)
def read_standard_measure(request: PageRequest, response: HttpResponse, code: str):
    found = measure_for(request.user, code, READ)
    judgeable(response, kit_as_text(found))
    return found


@router.post("/issues/{uuid:uid}/standard-measures", response={201: StandardMeasureOut}, auth=SIGNED_IN)
def add_standard_measure(request: PageRequest, response: HttpResponse, uid: UUID, body: StandardMeasureIn):
    """Its code is made from the issue's."""
    issue = issue_for(request.user, uid, EDIT_CATALOGUE)
    values = cleaned(MeasureForm(body.dict(), issue=issue), groups="code", indicator="code")
    made = actions.add_measure(issue=issue, **values, by=request.user)
    located(response, f"/standard-measures/{made.code}")
    return made


@router.patch("/standard-measures/{slug:code}", response=StandardMeasureOut, auth=SIGNED_IN)
def change_standard_measure(
    request: PageRequest, response: HttpResponse, code: str, body: PatchDict[StandardMeasureIn]
):
    """What was signed and is changed is to be confirmed again."""
    measure = measure_for(request.user, code, EDIT_CATALOGUE)
    form = MeasureForm(merged(values_of_measure(measure), body), issue=measure.issue)
    located(response, f"/standard-measures/{code}")
    values = cleaned(form, groups="code", indicator="code")
    return actions.change_measure(measure=measure, **values, by=request.user)


@router.post("/standard-measures/{slug:code}/confirm", response=StandardMeasureOut, auth=SIGNED_IN)
def confirm_standard_measure(request: PageRequest, response: HttpResponse, code: str, if_match: IfMatch):
    """An administrator signs the starting kit for the programme."""
    located(response, f"/standard-measures/{code}")
    measure = measure_for(request.user, code, CONFIRM_MEASURE)
    return actions.confirm_measure(measure=measure, seen=if_match, by=request.user)


@router.post("/standard-measures/{slug:code}/activities", response={201: KitActivityOut}, auth=SIGNED_IN)
def add_kit_activity(request: PageRequest, response: HttpResponse, code: str, body: KitActivityIn):
    """An activity of the kit with what it usually costs."""
    measure = measure_for(request.user, code, EDIT_CATALOGUE)
    made = actions.add_kit_activity(measure=measure, **_of_kit(body.dict()), by=request.user)
    located(response, f"/kit-activities/{made.uid}")
    return made


@router.get("/kit-activities/{uuid:uid}", response=KitActivityOut)
def read_kit_activity(request: PageRequest, uid: UUID):
    return kit_activity_for(request.user, uid, READ)


@router.patch("/kit-activities/{uuid:uid}", response=KitActivityOut, auth=SIGNED_IN)
def change_kit_activity(
    request: PageRequest, response: HttpResponse, uid: UUID, body: PatchDict[KitActivityIn]
):
    """`costs`, where they are given, take the place of those that stood."""
    activity = kit_activity_for(request.user, uid, EDIT_CATALOGUE)
    located(response, f"/kit-activities/{uid}")
    values = _of_kit(body, values_of_activity(activity))
    return actions.change_kit_activity(activity=activity, **values, by=request.user)


@router.post("/kit-activities/{uuid:uid}/remove", response={204: None}, auth=SIGNED_IN)
def remove_kit_activity(request: PageRequest, response: HttpResponse, uid: UUID):
    actions.remove_kit_activity(activity=kit_activity_for(request.user, uid, EDIT_CATALOGUE), by=request.user)


def _of_kit(given: dict[str, Any], stands: Mapping[str, object] | None = None) -> dict[str, Any]:
    """What the form of an activity makes of a body, in whose fields the costs are numbered."""
    own = {name: value for name, value in given.items() if name != "costs"}
    kept = {**(stands or {})}
    if "costs" in given:
        kept = {name: value for name, value in kept.items() if name in KitActivityForm.base_fields}
        for no, cost in enumerate(given["costs"], 1):
            own |= {f"{name}_{no}": value for name, value in cost.items()}
    form = KitActivityForm(merged(kept, own))
    cleaned(form)
    return form.values


@router.post("/standard-measures/{slug:code}/retire", response=StandardMeasureOut, auth=SIGNED_IN)
def retire_standard_measure(request: PageRequest, response: HttpResponse, code: str):
    """It is no longer offered; what took it over keeps it."""
    located(response, f"/standard-measures/{code}")
    return actions.retire(row=measure_for(request.user, code, EDIT_CATALOGUE), by=request.user)


@router.post("/standard-measures/{slug:code}/restore", response=StandardMeasureOut, auth=SIGNED_IN)
def restore_standard_measure(request: PageRequest, response: HttpResponse, code: str):
    located(response, f"/standard-measures/{code}")
    return actions.restore(row=measure_for(request.user, code, EDIT_CATALOGUE), by=request.user)
