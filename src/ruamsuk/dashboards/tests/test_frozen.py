"""Frozen sets: an answer kept under a name, cited, asked anew; never changed."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from ruamsuk.areas.actions import move_area
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import day_of, today
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.actions import freeze_figures, withdraw_frozen
from ruamsuk.dashboards.models import FrozenSet
from ruamsuk.dashboards.problems import FrozenNameTaken, FrozenSetWithdrawn
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.dashboards.queries.frozen import anew, question_of_set
from ruamsuk.dashboards.tasks import count_everything
from ruamsuk.dashboards.tests.conftest import LIST, YEAR
from ruamsuk.funds.choices import Then, Way
from ruamsuk.issues.actions import place_issue
from ruamsuk.issues.models import Issue, IssueList
from ruamsuk.projects.models import Project
from tests.api_caller import Caller, answered, refused
from tests.past import days_pass

POST = {"th": "ทีมส่วนกลาง", "en": "Central team"}
TYPED = {"name": "ตัวเลขรายงานประจำปี", "reason": "ใช้อ้างอิงในรายงาน"}


def frozen_of(place: Area, *, way=Way.KNOWN, ago=0, **typed) -> FrozenSet:
    then = Then(today() - timedelta(days=ago), way)
    question = Question(place, YEAR, IssueList.objects.get(code=LIST), then=then)
    return freeze_figures(found=counts(question), post=POST, by=None, **TYPED | typed)


def number(record: FrozenSet, code: str) -> tuple[int | None, int | None, int | None]:
    found = next(one for one in anew(record).figures if one.code == code)
    return found.frozen, found.again, found.today


def page_of(record: FrozenSet) -> str:
    return reverse("dashboards:frozen", args=[record.uid])


def test_a_coordinator_freezes_what_is_looked_at_and_everybody_reads_it_without_a_name(client, world):
    client.force_login(world.coordinator)
    days_pass(2)
    address = f"?area=90&year={YEAR}&list={LIST}&on={today() - timedelta(days=1)}"
    new = client.get(f"/counts/{address}").context["freeze_url"]
    op = str(uuid4())
    made = [client.post(new, TYPED | {"op_id": op}) for _twice in range(2)]
    record = FrozenSet.objects.get()
    assert {answer.url for answer in made} == {page_of(record)}
    assert (record.day, record.way, record.fiscal_year) == (today() - timedelta(days=1), "known", YEAR)
    said = Client().get(page_of(record)).content.decode()
    assert world.coordinator.name not in said
    for text in (TYPED["name"], TYPED["reason"], "ผู้ประสานงาน", page_of(record)):
        assert text in said
    assert TYPED["name"] in Client().get("/counts/frozen/").content.decode()
    assert number(record, "approved") == (6, 6, 6)


def test_a_set_stays_while_records_change_and_says_whether_it_is_given_again(world):
    known = frozen_of(world.kho_hong.home_area)
    days_pass(1)
    FrozenSet.objects.update(day=today() - timedelta(days=1), frozen_at=timezone.now() - timedelta(days=1))
    known.refresh_from_db()
    values = known.values
    world.make.project(world.kho_hong, "tobacco", approved_on=today() - timedelta(days=1))
    corrected = frozen_of(world.kho_hong.home_area, way=Way.CORRECTED, ago=1, name="ตามที่แก้ไข")
    assert number(known, "approved") == (3, 3, 4)
    assert anew(known).is_same
    assert number(corrected, "approved") == (1, 1, 4)
    Project.objects.filter(title=world.both.title).update(approved_on=today() - timedelta(days=5))
    assert number(corrected, "approved") == (1, 2, 4)
    assert not anew(corrected).is_same
    assert anew(corrected).reasons
    assert anew(known).is_same
    known.refresh_from_db()
    assert known.values == values


def test_work_of_the_same_day_is_named_as_the_reason(world, client):
    record = frozen_of(world.kho_hong.home_area)
    world.make.project(world.kho_hong)
    assert number(record, "approved") == (3, 4, 4)
    said = client.get(page_of(record)).content.decode()
    assert "วันเดียวกันนั้นยังมีงานเข้ามาอีก" in said


def test_a_list_that_changed_leaves_a_known_set_and_is_named_for_a_corrected_one(world):
    place = world.kho_hong.home_area
    count_everything.func()
    sets = [frozen_of(place, way=way, name=way.value) for way in Way]
    days_pass(1)
    earlier = timezone.now() - timedelta(days=1)
    Project.objects.update(approved_on=day_of(earlier), created_at=earlier)
    for record in sets:
        record.day, record.frozen_at = today() - timedelta(days=1), earlier
        record.save()
    issue_list = IssueList.objects.get(code=LIST)
    tobacco = Issue.objects.get(code="tobacco")
    other = issue_list.entries.exclude(placements__issue=tobacco).first()
    place_issue(issue=tobacco, places={issue_list: other}, by=None)
    count_everything.func()
    known, corrected = (anew(record) for record in sets)
    assert known.is_same
    assert not corrected.is_same
    assert any("ย้ายประเด็น" in reason for reason in corrected.reasons)


@pytest.mark.django_db
def test_a_province_that_changes_its_zone_is_named_as_the_reason(world):
    zone = Area.objects.get(code="Z12")
    record = frozen_of(zone)
    assert anew(record).is_same
    province = Area.objects.get(code="93", closed_on=None)
    other, _made = Area.objects.get_or_create(
        kind="zone",
        code="Z11",
        defaults={"name_th": "เขต 11", "place_no": 111_000_000, "parent": zone.parent},
    )
    move_area(area=province, to=other, on_day=today(), by=None)
    found = anew(FrozenSet.objects.select_related("home_area").get(pk=record.pk))
    assert not found.is_same
    assert any("เขตของพื้นที่" in reason for reason in found.reasons)
    assert record.values["borders"] != [list(ends) for ends in Area.objects.get(code="Z12").places.ranges]


def test_who_does_not_keep_the_area_freezes_and_withdraws_nothing(world, person, area):
    place, record = world.kho_hong.home_area, frozen_of(world.kho_hong.home_area)
    new = f"/counts/frozen/new/?area={place.code}"
    for reader, status in (
        (person("Somkid", "coordinator", area("93")), 403),
        (person("Anong", "fund-officer", world.kho_hong), 403),
        (person("Wan", "auditor"), 403),
        (person("Chai", "coordinator", area("9011")), 200),
        (person("Dao", "central"), 200),
    ):
        client = Client()
        client.force_login(reader)
        assert client.get(new).status_code == status, reader
        assert client.get(page_of(record)).status_code == 200
        assert client.get(f"{page_of(record)}withdraw/").status_code == status
        assert bool(client.get(f"/counts/?area={place.code}").context["freeze_url"]) == (status == 200)
    assert Client().get(new).url.startswith("/accounts/login/")


def test_a_withdrawn_set_stays_readable_with_its_reason_and_is_withdrawn_once(client, world):
    record = frozen_of(world.kho_hong.home_area)
    client.force_login(world.coordinator)
    withdraw = f"{page_of(record)}withdraw/"
    assert client.post(withdraw, {"reason": " "}).status_code == 422
    assert client.post(withdraw, {"reason": "เลือกวันผิด"}).url == page_of(record)
    said = Client().get(page_of(record)).content.decode()
    assert "เลือกวันผิด" in said
    assert "ไม่ควรอ้างอิง" in said
    assert not client.get(page_of(record)).context["may_withdraw"]
    with pytest.raises(FrozenSetWithdrawn):
        withdraw_frozen(frozen=record, reason="อีกครั้ง", by=world.coordinator)
    assert client.post(withdraw, {"reason": "อีกครั้ง"}).status_code == 422
    assert client.get(withdraw).url == page_of(record)


def test_a_day_of_which_nothing_is_known_is_not_frozen(client, world):
    client.force_login(world.coordinator)
    address = f"/counts/frozen/new/?area=90&on={today() - timedelta(days=1)}"
    refusal = client.post(address, TYPED)
    assert refusal.status_code == 422
    assert "ตามที่แก้ไขแล้ว" in str(refusal.context["form"].errors)
    assert client.post(f"{address}&way=corrected", TYPED).status_code == 302
    assert (
        client.post(f"/counts/frozen/new/?area=90&on={today() + timedelta(days=1)}", TYPED).status_code == 422
    )


def test_two_sets_of_an_area_have_two_names(world):
    frozen_of(world.kho_hong.home_area)
    with pytest.raises(FrozenNameTaken):
        frozen_of(world.kho_hong.home_area)
    frozen_of(world.bo_yang.home_area)
    frozen_of(world.kho_hong.home_area, name="อีกชุด")


def test_the_files_of_a_set_hold_what_was_frozen(client, world):
    record = frozen_of(world.kho_hong.home_area)
    world.make.project(world.kho_hong)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{page_of(record)}download/xlsx/").content))
    rows = book.get_sheet_by_index(0).to_python()
    head = next(row for row in rows if "โครงการที่อนุมัติ" in row)
    assert rows[-1][head.index("โครงการที่อนุมัติ")] == 3
    assert [TYPED["name"]] == [row[1] for row in rows if row[0] == "ชื่อชุดตัวเลข"]
    text = client.get(f"{page_of(record)}download/csv/").content.decode("utf-8-sig")
    assert text.splitlines()[-1].startswith("รวม,")
    assert client.get(f"{page_of(record)}download/pdf/").status_code == 404


def test_a_set_of_a_fund_names_its_projects(world, client):
    question = Question(world.kho_hong.home_area, YEAR, None, fund=world.kho_hong, then=Then(today()))
    record = freeze_figures(found=counts(question), post=POST, by=None, **TYPED)
    assert question_of_set(record) == question
    assert world.both.title in client.get(page_of(record)).content.decode()


def test_programs_freeze_read_and_withdraw(world, person):
    caller = Caller(person("Central", "central"))
    body = {"area": "90", "fiscal_year": YEAR, "issue_list": LIST, **TYPED}
    made = answered(caller.post("/frozen-sets", body), 201)
    assert (made["on"], made["way"], made["is_same"]) == (today().isoformat(), "known", True)
    approved = next(one for one in made["figures"] if one["figure"] == "approved")
    assert (approved["frozen"], approved["again"], approved["today"]) == (6, 6, 6)
    assert sum(row["figures"]["approved"] for row in made["places"]) == 6
    refused(caller.post("/frozen-sets", body), 409, "frozen-set-name-taken")
    refused(caller.post("/frozen-sets", body | {"name": "x", "on": "31/2/2569"}), 422, "invalid-fields")
    refused(caller.post("/frozen-sets", {**body, "area": ""}), 422, "invalid-fields")
    nobody = Caller()
    assert [one["uid"] for one in answered(nobody.get("/frozen-sets", area="90"))["items"]] == [made["uid"]]
    assert answered(nobody.get("/frozen-sets", area="93"))["items"] == []
    answered(nobody.get(f"/frozen-sets/{made['uid']}"))
    refused(nobody.post(f"/frozen-sets/{made['uid']}/withdraw", {"reason": "x"}), 401, "sign-in-needed")
    officer = Caller(person("Anong", "fund-officer", world.kho_hong))
    refused(officer.post("/frozen-sets", body), 403, "not-allowed")
    gone = answered(caller.post(f"/frozen-sets/{made['uid']}/withdraw", {"reason": "เลือกวันผิด"}))
    assert gone["withdrawn_because"] == "เลือกวันผิด"
    refused(
        caller.post(f"/frozen-sets/{made['uid']}/withdraw", {"reason": "อีก"}), 409, "frozen-set-withdrawn"
    )


def test_the_list_costs_as_much_for_one_set_as_for_many(client, world, django_assert_max_num_queries):
    frozen_of(world.kho_hong.home_area)
    with django_assert_max_num_queries(12):
        client.get("/counts/frozen/")
    for n in range(12):
        frozen_of(world.kho_hong.home_area, name=f"ชุดที่ {n}")
    with django_assert_max_num_queries(12):
        assert "ชุดที่ 11" in client.get("/counts/frozen/").content.decode()


def test_the_page_and_its_paper_hold_what_is_known_and_name_what_is_not(client, world):
    """Lines by place and issue are folded, and printed; figures that nobody knew of the day are named in one line."""
    record = frozen_of(world.kho_hong.home_area, way=Way.CORRECTED, ago=1)
    answer = client.get(page_of(record))
    unknown = answer.context["not_known"]
    assert unknown
    assert all(row["label"] not in unknown for row in answer.context["rows"])
    page = answer.content.decode()
    assert f"{unknown[0]}, {unknown[1]}" in page
    assert page.count('<details class="fold">') == len(answer.context["tables"]) > 0
