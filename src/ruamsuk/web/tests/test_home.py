"""The home page says what to do next, and where to start when nothing waits."""

import re
from datetime import date, timedelta

import pytest

from ruamsuk.accounts.choices import Role
from ruamsuk.core.calendar import today
from ruamsuk.core.todo import TaskGroup, Todo
from ruamsuk.web import queries
from ruamsuk.web.first_steps import FIRST_STEPS

pytestmark = pytest.mark.django_db


def todo(title: str, due_on: date | None = None, **more) -> Todo:
    return Todo("clock", title, "detail", f"/x/{title}/", "Do it", due_on=due_on, **more)


@pytest.fixture
def two_apps(monkeypatch):
    """Two apps that know of work, as projects and accounts do."""
    later, sooner = today() + timedelta(days=40), today() + timedelta(days=2)
    first = [todo("undated"), todo("later", later)]
    second = [todo("sooner", sooner), todo("pressing", urgent=True)]
    monkeypatch.setattr(queries, "TASKS", [lambda user: first, lambda user: second])


def test_tasks_of_all_apps_stand_in_one_list_the_most_pressing_first(client, person, area, two_apps):
    client.force_login(person("Malee", "fund-officer", area("9011")))
    page = client.get("/").content.decode()
    assert "วันนี้มีงานรอท่าน 4 เรื่อง" in page
    places = [page.index(f"/x/{title}/") for title in ("pressing", "sooner", "later", "undated")]
    assert places == sorted(places)
    assert "อีก 2 วัน" in page


def test_tasks_stand_in_groups_what_is_overdue_first_and_no_empty_group(client, person, area, monkeypatch):
    late = todo("late", today() - timedelta(days=1), group=TaskGroup.DUE)
    others = [todo(group.value, group=group) for group in TaskGroup if group is not TaskGroup.LATE]
    monkeypatch.setattr(queries, "TASKS", [lambda user: [*reversed(others), late, todo("other-2")]])
    client.force_login(person("Malee", "fund-officer", area("9011")))
    page = client.get("/").text
    heads = re.findall(r"<h2>\s*(\S+)[^<]*<span class=\"todo-count\">(\d)</span>", page)
    assert heads == [
        ("เลยกำหนดแล้ว", "1"),
        ("ส่งกลับให้แก้ไข", "1"),
        ("รอท่านดำเนินการ", "1"),
        ("รายงานที่ต้องเขียน", "1"),
        ("ต้องเขียนหรือเริ่มเขียน", "1"),
        ("ควรเติมหรือตรวจดู", "2"),
    ]
    places = [page.index(f"/x/{title}/") for title in ("late", *TaskGroup.values[1:])]
    assert places == sorted(places)
    assert "btn-primary" not in page[places[0] : places[-1]], "many lines are quiet"


def test_one_task_is_one_thing_in_english(client, person, area, monkeypatch):
    monkeypatch.setattr(queries, "TASKS", [lambda user: [todo("only")]])
    client.cookies["language"] = "en"
    client.force_login(person("Malee", "mentor", area("9011")))
    assert "There is 1 thing to do today" in client.get("/").content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_an_empty_home_gives_each_role_its_first_step(client, person, area, role):
    client.force_login(person("Malee", role, area("90")))
    page = client.get("/").content.decode()
    step = FIRST_STEPS[role]
    assert str(step.button) in page
    assert f'href="{step.entry.url}"' in page


def test_a_person_without_a_role_learns_whom_to_ask(client, person, area):
    area("TH")
    client.force_login(person("Malee"))
    assert "ท่านยังไม่มีหน้าที่ในระบบ" in client.get("/").content.decode()
    client.force_login(person("Somsri", "mentor", area("90")))
    assert "ท่านยังไม่มีหน้าที่ในระบบ" not in client.get("/").content.decode()


def test_own_duties_are_shown_with_their_place(client, person, area):
    client.force_login(person("Malee", "coordinator", area("9011")))
    page = client.get("/").content.decode()
    assert "หน้าที่ของฉัน" in page
    assert "หาดใหญ่" in page
