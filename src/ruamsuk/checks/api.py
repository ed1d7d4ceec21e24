"""Checks of sense in the API, and the shape of a remark for the nouns that are looked at."""

from typing import Any

from django.http import HttpResponse
from ninja import PatchDict, Router, Schema
from pydantic import Field

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.checks import actions
from ruamsuk.checks.access import check_for
from ruamsuk.checks.choices import Level
from ruamsuk.checks.forms import CheckForm
from ruamsuk.checks.kinds import Sort
from ruamsuk.checks.models import Check
from ruamsuk.checks.queries import Remark
from ruamsuk.core.api import SIGNED_IN, FiscalYear, Given, Text, Word, cleaned, located, merged, unknown
from ruamsuk.issues.verbs import EDIT_CATALOGUE

router = Router(tags=["Catalogues"])


class RemarkOut(Schema):
    """A check that holds at one place."""

    check: str = Field(description="Code of the check")
    level: Level = Field(description="`must` stops it from being sent")
    path: str = Field(description="The field to look at")
    text: str = Field(description="What is wrong")
    remedy: str = Field(description="What to do")

    @staticmethod
    def resolve_check(row: Remark) -> str:
        return row.check.code


class CheckOut(Schema):
    code: str
    about: str = Field(description="The noun that is looked at")
    condition: str = Field(description="What is looked for; the vocabulary of conditions is closed")
    parameters: dict[str, int | list[str]]
    level: Level
    weight: int
    name_th: str
    name_en: str
    text_th: str
    text_en: str
    remedy_th: str
    remedy_en: str
    valid_from_fy: int | None
    valid_until_fy: int | None
    retired: bool

    @staticmethod
    def resolve_about(row: Check) -> str:
        return row.looked_for.about if row.looked_for else ""

    @staticmethod
    def resolve_parameters(row: Check) -> dict[str, Any]:
        return row.looked_for.values(row.parameters) if row.looked_for else {}

    @staticmethod
    def resolve_retired(row: Check) -> bool:
        return row.retired_on is not None


class CheckIn(Given):
    """Parameters that are left out stay as they are; those that the condition does not have are refused."""

    level: Level
    weight: int = Field(ge=0, le=100)
    parameters: dict[Word, int | list[Word]] = Field(max_length=20, examples=[{"percent": 100}])
    text_th: Text
    text_en: Text
    remedy_th: Text
    remedy_en: Text
    valid_from_fy: FiscalYear | None = None
    valid_until_fy: FiscalYear | None = None


@router.get("/checks", response=list[CheckOut], auth=SIGNED_IN)
def list_checks(request: PageRequest):
    """Every check of sense, also those out of use."""
    return list(Check.objects.all())


@router.get("/checks/{slug:code}", response=CheckOut, auth=SIGNED_IN)
def read_check(request: PageRequest, code: str):
    return check_for(request.user, code, READ)


@router.patch("/checks/{slug:code}", response=CheckOut, auth=SIGNED_IN)
def change_check(request: PageRequest, response: HttpResponse, code: str, body: PatchDict[CheckIn]):
    """How serious it is, from which number on, in which words. Proposals that are being written are judged anew."""
    check = check_for(request.user, code, EDIT_CATALOGUE)
    stands = CheckForm(check=check)
    given: dict[str, Any] = dict(body)
    sorts = {one.name: one.sort for one in stands.parameters}
    for name, value in given.pop("parameters", {}).items():
        if name not in sorts or isinstance(value, list) != (sorts[name] == Sort.WORDS):
            raise unknown("parameters", name)
        given[name] = "\n".join(value) if isinstance(value, list) else value
    form = CheckForm(merged(dict(stands.initial), given), check=check)
    cleaned(form)
    located(response, f"/checks/{code}")
    return actions.change_check(check=check, by=request.user, **form.values())


@router.post("/checks/{slug:code}/retire", response=CheckOut, auth=SIGNED_IN)
def retire_check(request: PageRequest, response: HttpResponse, code: str):
    """It is no longer looked for."""
    located(response, f"/checks/{code}")
    return actions.retire_check(check=check_for(request.user, code, EDIT_CATALOGUE), by=request.user)


@router.post("/checks/{slug:code}/restore", response=CheckOut, auth=SIGNED_IN)
def restore_check(request: PageRequest, response: HttpResponse, code: str):
    located(response, f"/checks/{code}")
    return actions.restore_check(check=check_for(request.user, code, EDIT_CATALOGUE), by=request.user)
