"""Every catalogue is added to, and its rows taken out of use, on a page."""

import pytest
from django.urls import reverse

from ruamsuk.accounts.choices import Role
from ruamsuk.committees.models import Position
from ruamsuk.funds.models import FundKind
from ruamsuk.issues.models import (
    ExpenseCategory,
    ExpenseGroup,
    Indicator,
    Issue,
    IssueList,
    ListEntry,
    Measure,
    SupportType,
    TargetGroup,
)

pytestmark = pytest.mark.django_db


def row(table):
    return lambda one: ("issues:edit-row", [table, one.pk])


def added(table):
    return lambda one: ("issues:add-row", [table])


# Model → the page where one of its rows is changed, and the one where a row is added.
PAGES = {
    FundKind: (lambda one: ("funds:edit-kind", [one.code]), lambda one: ("funds:add-kind", [])),
    Position: (
        lambda one: ("committees:edit-position", [one.pk]),
        lambda one: ("committees:add-position", []),
    ),
    IssueList: (row("lists"), added("lists")),
    ListEntry: (row("lines"), lambda one: ("issues:add-line", [one.issue_list.code])),
    TargetGroup: (row("target-groups"), added("target-groups")),
    ExpenseGroup: (row("expense-groups"), added("expense-groups")),
    ExpenseCategory: (row("expenses"), added("expenses")),
    SupportType: (row("support-types"), added("support-types")),
    Issue: (lambda one: ("issues:issue", [one.uid]), lambda one: ("issues:add", [])),
    Indicator: (
        lambda one: ("issues:indicator", [one.uid]),
        lambda one: ("issues:add-indicator", [one.issue.uid]),
    ),
    Measure: (
        lambda one: ("issues:edit-measure", [one.code]),
        lambda one: ("issues:add-measure", [one.issue.uid]),
    ),
}


@pytest.mark.parametrize("model", PAGES)
def test_a_row_is_taken_out_of_use_and_back_on_its_page(model, client, person, catalogues):
    client.force_login(person("Malee", Role.ADMINISTRATOR))
    one = model.objects.first()
    name, args = PAGES[model][0](one)
    page = client.get(reverse(name, args=args)).text
    assert "เลิกใช้" in page
    address = next(part.split('"')[0] for part in page.split('action="') if "/retire/" in part.split('"')[0])
    assert client.post(address).status_code == 302
    assert model.objects.get(pk=one.pk).retired_on
    assert client.post(address, {"back": "1"}).status_code == 302
    assert not model.objects.get(pk=one.pk).retired_on


@pytest.mark.parametrize("model", PAGES)
def test_a_row_is_added_on_a_page(model, client, person, catalogues):
    client.force_login(person("Malee", Role.CENTRAL))
    name, args = PAGES[model][1](model.objects.first())
    assert "<form" in client.get(reverse(name, args=args)).text
    client.force_login(person("Somsri", Role.AUDITOR))
    assert client.get(reverse(name, args=args)).status_code == 403
