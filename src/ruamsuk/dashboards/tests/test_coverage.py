"""All lines of a list? Which funds and areas have some of each, which of none, and of whom nothing is known."""

import csv
import io
from collections import defaultdict

from django.db import connection
from django.test import Client

from ruamsuk.dashboards.tests.conftest import LIST, YEAR
from ruamsuk.issues.models import IssueList

ASKED = f"year={YEAR}&list={LIST}"


def covered_by_sql(figure: str = "approved") -> dict[str, set[str]]:
    """Fund's code → codes of the lines under which it has an approved project, straight from the records."""
    found = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fund.code, entry.code FROM projects_project project"
            " JOIN funds_fund fund ON fund.id = project.fund_id"
            " JOIN projects_designissue link ON link.design_id = project.design_id"
            " JOIN issues_placement placement ON placement.issue_id = link.issue_id"
            " JOIN issues_listentry entry ON entry.id = placement.entry_id"
            " JOIN issues_issuelist list ON list.id = entry.issue_list_id"
            " WHERE project.fiscal_year = %s AND list.code = %s",
            [YEAR, LIST],
        )
        for fund, entry in cursor.fetchall():
            found[fund].add(entry)
    return found


def test_each_fund_has_the_lines_that_its_projects_say(client: Client, world):
    found = client.get(f"/api/v1/counts/coverage?{ASKED}").json()
    every = set(IssueList.objects.get(code=LIST).entries.in_use().values_list("code", flat=True))
    right = covered_by_sql()
    assert {row["code"]: every - set(row["missing"]) for row in found["units"]} == right
    assert [row["value"] for row in found["units"]] == [len(right[row["code"]]) for row in found["units"]]
    for line in found["lines"]:
        assert line["some"] == sum(line["issue"] in lines for lines in right.values())
    assert (found["all"], found["part"], found["none"], found["unknown"]) == (0, len(right), 0, 0)


def test_a_fund_with_every_line_has_all(client: Client, world):
    entries = IssueList.objects.get(code=LIST).entries.in_use()
    for entry in entries:
        world.make.project(world.bo_yang, entry.issues.first().code)
    context = client.get(f"/counts/coverage/?area=90&{ASKED}&covers=all").context
    assert [line.name for line, _url in context["lines"]] == [world.bo_yang.name]
    assert context["missing"] == []
    rest = client.get(f"/counts/coverage/?area=90&{ASKED}&covers=part").context
    assert world.bo_yang.name not in [line.name for line, _url in rest["lines"]]
    assert sum(value for _words, value, _url in context["tiles"]) == 3


def test_districts_are_covered_by_what_lies_in_them(client: Client, world):
    context = client.get(f"/counts/coverage/?area=90&{ASKED}&unit=district").context
    assert [(line.code, line.value) for line, _url in context["lines"]] == [("9001", 1), ("9011", 3)]
    assert "มลพิษจากสิ่งแวดล้อม" not in [
        entry.name for line, _url in context["lines"][1:] for entry in line.missing
    ]


def test_plans_can_be_asked_for_too_and_unknown_is_said(client: Client, world):
    quiet = world.make.fund("L0009", "901101")
    context = client.get(f"/counts/coverage/?area=9011&{ASKED}&figure=plans").context
    lines = {line.name: (line.value, line.is_known) for line, _url in context["lines"]}
    assert lines == {
        world.kho_hong.name: (1, True),
        world.khuan_lang.name: (0, True),
        quiet.name: (0, False),
    }
    page = client.get(f"/counts/coverage/?area=9011&{ASKED}&figure=plans&covers=unknown")
    assert [line.name for line, _url in page.context["lines"]] == [quiet.name]
    assert "ปีนี้ยังไม่มีข้อมูลใดเลย" in page.content.decode()


def test_the_file_has_a_column_for_each_line(client: Client, world):
    content = client.get(f"/counts/coverage/download/csv/?area=90&{ASKED}").content.decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(content))
    assert len(head) == 2 + IssueList.objects.get(code=LIST).entries.in_use().count()
    for line in lines:
        assert int(line[1]) == sum(int(value) > 0 for value in line[2:])
    assert client.get(f"/counts/coverage/download/xlsx/?area=90&{ASKED}").status_code == 200


def test_what_does_not_exist_is_not_found(client: Client, world):
    assert client.get(f"/counts/coverage/?area=90&{ASKED}").status_code == 200
    for bad in ("unit=village", "figure=x", "figure=budget_satang", "covers=most", "list=x"):
        assert client.get(f"/counts/coverage/?area=90&year={YEAR}&{bad}").status_code == 404, bad
        assert client.get(f"/api/v1/counts/coverage?area=90&{bad}").status_code in (404, 422), bad
    assert client.get(f"/counts/coverage/?fund={world.kho_hong.uid}").status_code == 404
