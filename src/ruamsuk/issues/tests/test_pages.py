"""The pages of the catalogues."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruamsuk.accounts.choices import Role
from ruamsuk.issues import actions
from ruamsuk.issues.access import TABLES
from ruamsuk.issues.models import (
    ExpenseCategory,
    ExpenseGroup,
    Indicator,
    Issue,
    IssueList,
    ListEntry,
    SupportType,
    TargetGroup,
)


@pytest.fixture
def road_safety(catalogues):
    return Issue.objects.get(code="road-safety")


@pytest.fixture
def keeper(person):
    return person("Keeper", Role.CENTRAL)


def test_a_visitor_reads_lists_issues_and_indicators_but_sees_no_edit_button(client, road_safety):
    pages = [
        reverse("issues:index"),
        reverse("issues:codes"),
        reverse("issues:list", args=["programme-10"]),
        reverse("issues:issue", args=[road_safety.uid]),
        reverse("issues:indicator", args=[road_safety.indicators.first().uid]),
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "/edit/" not in answer.text


def test_the_side_by_side_page_says_what_has_no_place(client, catalogues):
    client.cookies["language"] = "en"
    assert "no place" in client.get(reverse("issues:index")).text


def test_the_list_of_issues_needs_as_many_queries_for_30_rows_as_for_1(client, catalogues):
    def cost():
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("issues:index"))
        return len(found)

    few = cost()
    for n in range(30):
        actions.add_issue(
            code=f"x-{n}", name_th=f"ประเด็นทดลอง {n}", name_en=f"Trial {n}", synonyms=[], by=None
        )
    assert cost() == few


def test_an_edit_is_kept_marked_and_survives_loading(client, road_safety, keeper):
    client.force_login(keeper)
    url = reverse("issues:edit", args=[road_safety.uid])
    answer = client.post(url, {"name_th": "ถนนปลอดภัย", "name_en": "Safe roads", "synonyms": "รถชน\nหมวกนิรภัย"})
    assert answer.status_code == 302
    actions.load_catalogue(by=None)
    road_safety.refresh_from_db()
    assert (road_safety.name_th, road_safety.edited_by_person) == ("ถนนปลอดภัย", True)
    assert set(road_safety.synonyms.values_list("text", flat=True)) == {"รถชน", "หมวกนิรภัย"}


@pytest.mark.parametrize("role", [Role.MENTOR, Role.COORDINATOR, Role.AUDITOR])
def test_only_keepers_of_the_catalogue_change_it(client, road_safety, person, keeper, role):
    url = reverse("issues:edit", args=[road_safety.uid])
    client.force_login(person("Reader", role))
    assert client.get(url).status_code == 403
    client.force_login(keeper)
    assert client.get(url).status_code == 200


def test_an_indicator_is_added_retired_and_taken_back(client, road_safety, keeper):
    client.force_login(keeper)
    values = {
        "code": "rs-99", "name_th": "จุดเสี่ยงที่แก้แล้ว", "name_en": "Danger spots mended", "unit_th": "จุด",
        "unit_en": "spots", "direction": "up", "combining": "sum",
    }  # fmt: skip
    url = reverse("issues:add-indicator", args=[road_safety.uid])
    assert client.post(url, values).status_code == 302
    again = client.post(url, values)
    assert again.status_code == 422
    found = Indicator.objects.get(code="rs-99")
    retire = reverse("issues:retire-indicator", args=[found.uid])
    client.post(retire)
    assert not Indicator.objects.in_use().filter(code="rs-99").exists()
    client.post(retire, {"back": "1"})
    assert Indicator.objects.in_use().filter(code="rs-99").exists()


def test_an_issue_is_moved_to_another_line_and_to_no_place(client, road_safety, keeper):
    client.force_login(keeper)
    url = reverse("issues:places", args=[road_safety.uid])
    line = road_safety.entries.get(issue_list__code="strategic-8")
    other = line.issue_list.entries.exclude(pk=line.pk).first()
    client.post(url, {"strategic-8": other.pk, "programme-10": "", "in-use-18": ""})
    assert list(road_safety.entries.all()) == [other]


def test_a_measure_is_added_and_changed(client, road_safety, keeper):
    client.force_login(keeper)
    client.post(
        reverse("issues:add-measure", args=[road_safety.uid]), {"text_th": "ตั้งด่านชุมชน", "text_en": ""}
    )
    measure = road_safety.measures.get(text_th="ตั้งด่านชุมชน")
    client.post(reverse("issues:edit-measure", args=[measure.code]), {"text_th": "ตั้งด่านครอบครัว"})
    measure.refresh_from_db()
    assert measure.text_th == "ตั้งด่านครอบครัว"
    client.post(reverse("issues:retire-measure", args=[measure.code]))
    assert measure not in road_safety.measures.in_use()


@pytest.mark.parametrize(
    ("table", "model"),
    [
        ("target-groups", TargetGroup),
        ("expense-groups", ExpenseGroup),
        ("expenses", ExpenseCategory),
        ("support-types", SupportType),
    ],
)
def test_a_row_of_the_smaller_catalogues_is_renamed_limited_and_retired(
    client, catalogues, keeper, table, model
):
    client.force_login(keeper)
    row = model.objects.first()
    edit = reverse("issues:edit-row", args=[table, row.pk])
    assert edit in client.get(reverse("issues:codes")).text
    typed = {
        "name_th": "ชื่อใหม่",
        "short_th": "ใหม่",
        "name_en": "New",
        "valid_from_fy": "2569",
        "valid_until_fy": "๒๕๖๘",
    }
    assert client.post(edit, typed).status_code == 422
    assert client.post(edit, typed | {"valid_until_fy": "๒๕๗๐"}).status_code == 302
    actions.load_catalogue(by=None)  # the files leave it alone from now on
    row.refresh_from_db()
    assert (row.name_th, row.valid_from_fy, row.valid_until_fy) == ("ชื่อใหม่", 2569, 2570)
    assert row not in model.objects.valid_in(2571)
    retire = reverse("issues:retire-row", args=[table, row.pk])
    client.post(retire)
    assert row not in model.objects.in_use()
    client.post(retire, {"back": "1"})
    assert row in model.objects.in_use()


def test_a_line_of_a_list_takes_issues_from_other_lines_and_lets_them_go(client, road_safety, keeper):
    client.force_login(keeper)
    line = road_safety.entries.get(issue_list__code="strategic-8")
    other = ListEntry.objects.filter(issue_list=line.issue_list).exclude(pk=line.pk).first()
    counted = [issue.pk for issue in other.issues.all()]
    edit = reverse("issues:edit-row", args=["lines", other.pk])
    assert edit in client.get(reverse("issues:list", args=["strategic-8"])).text
    typed = {"name_th": other.name_th, "name_en": other.name_en}
    assert client.post(edit, typed | {"issues": [*counted, road_safety.pk]}).status_code == 302
    assert set(other.issues.values_list("pk", flat=True)) == {*counted, road_safety.pk}
    assert road_safety not in line.issues.all()
    client.post(edit, typed | {"issues": counted})
    assert not road_safety.entries.filter(issue_list=line.issue_list).exists()


def test_only_keepers_change_the_smaller_catalogues(client, catalogues, person, keeper):
    edit = reverse("issues:edit-row", args=["expenses", ExpenseCategory.objects.first().pk])
    client.force_login(person("Reader", Role.COORDINATOR))
    assert client.get(edit).status_code == 403
    client.force_login(keeper)
    assert client.get(edit).status_code == 200
    assert client.get(reverse("issues:edit-row", args=["nothing", 1])).status_code == 404


def test_a_line_is_added_to_a_list_and_counts_its_issues(client, road_safety, keeper, person):
    page = reverse("issues:add-line", args=["strategic-8"])
    sent = {"name_th": "เดินทางปลอดภัย", "name_en": "Safe travel", "issues": [road_safety.pk]}
    client.force_login(person("Malee", Role.COORDINATOR))
    assert client.post(page, sent).status_code == 403
    client.force_login(keeper)
    assert client.post(page, {**sent, "name_th": ""}).status_code == 422
    assert client.post(page, sent).url == reverse("issues:list", args=["strategic-8"])
    line = ListEntry.objects.get(name_en="Safe travel")
    assert [line.issue_list.code, list(line.issues.all())] == ["strategic-8", [road_safety]]
    assert road_safety.entries.filter(issue_list=line.issue_list).get() == line
    actions.load_catalogue(by=None)
    assert list(line.issues.all()) == [road_safety]


def test_a_code_is_mended_and_a_wrong_one_told_in_thai(client, catalogues, keeper):
    client.force_login(keeper)
    page = reverse("issues:add")
    sent = {"name_th": "แผนงานการนอนหลับ", "name_en": "Sleep", "synonyms": ""}
    refused = client.post(page, {**sent, "code": "การนอน"})
    assert refused.status_code == 422
    assert "Enter a valid" not in refused.text
    assert client.post(page, {**sent, "code": "Sleep Health"}).status_code == 302
    assert Issue.objects.get(code="sleep-health").name_th == "การนอนหลับ"


@pytest.mark.parametrize("name", ["list", "codes"])
def test_the_smaller_catalogues_need_as_many_queries_for_30_rows_as_for_1(client, catalogues, name):
    page = reverse(f"issues:{name}", args=["strategic-8"] if name == "list" else [])

    def cost():
        with CaptureQueriesContext(connection) as found:
            client.get(page)
        return len(found)

    few = cost()
    for n in range(30):
        issue = actions.add_issue(
            code=f"x-{n}", name_th=f"ประเด็นทดลอง {n}", name_en=f"Trial {n}", synonyms=[], by=None
        )
        actions.add_entry(
            issue_list=IssueList.objects.get(code="strategic-8"),
            name_th=f"หัวข้อ {n}",
            name_en=f"Line {n}",
            issues=[issue],
            by=None,
        )
        ExpenseCategory.objects.create(code=f"x{n}", group_id=1, name_th=f"ค่า {n}", name_en=f"Cost {n}")
    assert cost() == few


def test_one_issue_page_needs_as_many_queries_for_30_indicators_as_for_1(client, road_safety):
    page = reverse("issues:issue", args=[road_safety.uid])

    def cost():
        with CaptureQueriesContext(connection) as found:
            client.get(page)
        return len(found)

    few = cost()
    for n in range(30):
        actions.add_measure(issue=road_safety, text_th=f"แนวทาง {n}", text_en="", by=None)
    assert cost() == few


ADDED = {  # catalogue: (what is typed beside the names, what the new row says)
    "lists": ({"code": "Regional 5", "source": "เขต 12"}, {"code": "regional-5", "source": "เขต 12"}),
    "target-groups": ({"code": "monks", "scheme": "fund", "kind": "special"}, {"scheme": "fund"}),
    "expense-groups": ({"code": "๙"}, {"code": 9}),
    "expenses": ({"code": "990", "group": "1"}, {"code": "990", "group_id": 1}),
    "support-types": ({"code": "6", "short_th": "ใหม่"}, {"code": 6}),
}


@pytest.mark.parametrize("table", ADDED)
def test_every_small_catalogue_grows_on_its_page(table, client, catalogues, person, keeper):
    page = reverse("issues:add-row", args=[table])
    more, says = ADDED[table]
    sent = {"name_th": "แถวใหม่", "name_en": "A new row"} | more
    client.force_login(person("Malee", Role.COORDINATOR))
    assert client.post(page, sent).status_code == 403
    shown = reverse("issues:index" if table == "lists" else "issues:codes")
    assert page not in client.get(shown).text
    client.force_login(keeper)
    assert page in client.get(shown).text
    assert client.post(page, sent).status_code == 302
    made = TABLES[table].objects.get(name_th="แถวใหม่")
    assert {name: getattr(made, name) for name in says} == says
    again = client.post(page, sent)
    assert again.status_code == 422
    assert list(again.context["form"].errors) == ["code"]
    assert "แถวใหม่" in client.get(shown).text
    actions.load_catalogue(by=None)  # the files of the system leave it alone
    assert TABLES[table].objects.filter(pk=made.pk, name_th="แถวใหม่").exists()


def test_a_new_list_is_filled_line_by_line_and_counts(client, road_safety, keeper):
    client.force_login(keeper)
    sent = {"code": "regional-5", "name_th": "ห้าเรื่อง", "name_en": "The five"}
    made = client.post(reverse("issues:add-row", args=["lists"]), sent)["Location"]
    assert made == reverse("issues:list", args=["regional-5"])
    line = {"name_th": "ถนน", "name_en": "Roads", "issues": [road_safety.pk]}
    assert client.post(reverse("issues:add-line", args=["regional-5"]), line).status_code == 302
    assert "ห้าเรื่อง" in client.get(reverse("issues:index")).text
    assert road_safety.entries.get(issue_list__code="regional-5").name_th == "ถนน"
    rename = reverse("issues:edit-row", args=["lists", IssueList.objects.get(code="regional-5").pk])
    assert client.post(rename, sent | {"name_en": "Five issues"}).status_code == 302
    assert IssueList.objects.get(code="regional-5").name_en == "Five issues"
