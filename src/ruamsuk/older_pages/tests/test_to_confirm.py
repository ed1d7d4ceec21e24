"""A place that an address does not say with certainty: the smallest agreed area, to be confirmed by who may set it."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from ruamsuk.imports.models import ImportedRecord
from ruamsuk.older_pages.queries import tasks_for
from ruamsuk.older_pages.tests.importing import codes, project, proposal, run, told
from ruamsuk.projects.models import Project

pytestmark = pytest.mark.one_worker
DOUBTFUL = {
    "ม.1 ต.คอหงษ์ อ.หาดใหญ่ จ.สงขลา": "9011",
    "คอหงษ์ หาดใหญ่ สงขลา": "9011",
    "ต.คอหงส์ และ ต.ควนลัง อ.หาดใหญ่ จ.สงขลา": "9011",
    "ต.คอหงส์ อ.ระโนด จ.สงขลา": "90",
    "จังหวัดสงขลา พัทลุง สตูล": "Z12",
}
CERTAIN = {
    "ม.1 และ ม.2 ต.ท่าบอน อ.ระโนด จ.สงขลา": "900704",
    "คอหงส์ หาดใหญ่ สงขลา": "901104",
    "หาดใหญ่ สงขลา": "9011",
}


def home_of(record) -> str:
    return Project.objects.get(uid=record["uid"]).home_area.code


def test_what_is_certain_is_stored_and_the_rest_stands_at_what_all_parts_agree_on(country):
    for no, (text, code) in enumerate({**DOUBTFUL, **CERTAIN}.items(), start=1):
        one = told(project(no, พื้นที่=text))[0]
        assert home_of(one) == code, text
        assert not codes(one, "mended", "พื้นที่"), text
        assert (codes(one, "not_placed", "พื้นที่") == ["area-to-confirm"]) is (text in DOUBTFUL), text
        assert ImportedRecord.objects.get(noun_uid=one["uid"]).to_confirm is (text in DOUBTFUL), text


def test_the_lines_to_be_confirmed_are_a_list_of_their_own(client, person, country):
    client.force_login(person("Boss", "central"))
    batch = run(project(1, พื้นที่="คอหงษ์ หาดใหญ่ สงขลา"), project(2, พื้นที่="คอหงส์ หาดใหญ่ สงขลา"))
    address = reverse("imports:batch", args=[batch.uid])
    page = client.get(address).content.decode()
    assert "?outcome=to-confirm" in page
    assert "โครงการที่ 2" in page
    page = client.get(address, {"outcome": "to-confirm"}).content.decode()
    assert "โครงการที่ 1" in page
    assert "โครงการที่ 2" not in page
    assert (
        "?outcome=to-confirm"
        not in client.get(reverse("imports:batch", args=[run(project(3)).uid])).content.decode()
    )


def test_an_officer_confirms_the_place_by_saving_the_project(client, person, country, make_fund):
    fund = make_fund("L5271", "อบต.นาหว้า", "900305")
    officer = person("Malee", "fund-officer", fund)
    stranger = person("Somchai", "fund-officer", make_fund("L5272", "อบต.คลองเปียะ", "900304"))
    text = "บ้านใกล้ภูเขา ต.นาหว้า ต.คลองเปียะ อ.จะนะ จ.สงขลา"
    run(project(1, กองทุน="อบต.นาหว้า", พื้นที่=text, องค์กรเสนอ="ชมรมผู้สูงอายุ"))
    run(project(2, กองทุน="อบต.นาหว้า"))
    with override("th"):
        (task,) = tasks_for(officer)
        assert tasks_for(stranger) == []
    assert "โครงการที่ 1" in task.title
    assert "ต.นาหว้า" in task.detail
    client.force_login(officer)
    assert task.title in client.get("/").content.decode().replace("&quot;", '"')
    found = Project.objects.get(title="โครงการที่ 1")
    form = client.get(task.url).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, "", [])}
    sent["home_area"], sent["home_area_area"] = "ต.นาหว้า", str(found.home_area_id)
    answer = client.post(task.url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert tasks_for(officer) == []


def test_a_draft_that_somebody_may_write_on_asks_the_same(person, country, make_fund):
    fund = make_fund("L5271", "อบต.นาหว้า", "900305")
    officer = person("Malee", "fund-officer", fund)
    run(proposal(1, พื้นที่="ต.คอหงส์ และ ต.นาหว้า จ.สงขลา"))
    assert len(tasks_for(officer)) == 1
    run(proposal(2))
    assert len(tasks_for(officer)) == 1
