"""Official figures: who enters them, what is refused, and that pages and API say the same."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from ruamsuk.core.calendar import day_text, today
from ruamsuk.evidence.models import OfficialFigure
from tests.world import person

GIVEN = {
    "value": "๓๒.๕",
    "measured_on": "30/9/2568",
    "agency": "สสจ.สงขลา",
    "text": "ผู้สูงอายุติดเตียง",
    "unit": "คน",
}


def enter(client, here, **more):
    data = {"home_area": here.home.label, "op_id": str(uuid4()), **GIVEN, **more}
    return client.post(reverse("evidence:add"), data)


def test_a_coordinator_enters_a_figure_of_the_own_area(client, here):
    client.force_login(here.coordinator)
    assert enter(client, here).status_code == 302
    figure = OfficialFigure.objects.get(text="ผู้สูงอายุติดเตียง")
    assert (figure.value, figure.unit, figure.measured_on) == (Decimal("32.5"), "คน", date(2025, 9, 30))
    assert (figure.home_area, figure.place_no) == (here.home, here.home.place_no)
    assert "ผู้สูงอายุติดเตียง" in client.get(f"{reverse('evidence:index')}?area={here.home.code}").text


def test_nobody_enters_a_figure_outside_the_own_area(client, here, area):
    client.force_login(person("Far", "coordinator", area("93")))
    answer = enter(client, here)
    assert answer.status_code == 422
    assert "อยู่นอกพื้นที่" in answer.text
    client.force_login(here.officer)  # a fund does not certify its own figures
    assert enter(client, here).status_code == 403
    assert not OfficialFigure.objects.filter(text=GIVEN["text"]).exists()


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"measured_on": day_text(today() + timedelta(days=2))}, "ยังมาไม่ถึง"),
        ({"value": "101", "unit": "ร้อยละ"}, "ไม่ใช่ค่าร้อยละ"),
        ({"value": "-1"}, "0"),
        ({"covered": "9", "total": "8"}, "เก็บข้อมูลได้ 9"),
        ({"text": ""}, "เลือกตัวชี้วัดมาตรฐาน"),
        ({"value": "มาก"}, "มาก"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_beside_its_field(client, here, given, words):
    client.force_login(here.coordinator)
    answer = enter(client, here, **given)
    assert answer.status_code == 422
    assert words in answer.text
    assert enter(client, here).status_code == 302


def test_one_day_has_one_figure_and_a_newer_day_another(client, here):
    client.force_login(here.coordinator)
    enter(client, here)
    assert enter(client, here, value="40").status_code == 422
    assert enter(client, here, value="40", text=f"  {GIVEN['text']} ").status_code == 422
    assert enter(client, here, value="40", measured_on="1/10/2568").status_code == 302
    assert OfficialFigure.objects.filter(text=GIVEN["text"]).count() == 2


def test_pages_and_api_let_the_same_people_do_the_same(client, here, area):
    body = {"home_area": here.home.code, "text": "ลูกน้ำยุงลาย", "value": "12", "measured_on": "2026-01-31"}
    body |= {"agency": "รพ.สต."}

    def post(path, data):
        return client.post(f"/api/v1/official-figures{path}", data, content_type="application/json")

    assert client.get("/api/v1/official-figures").status_code == 401
    client.force_login(here.officer)
    assert post("", body).status_code == 403
    assert client.get(f"/api/v1/official-figures?area={here.home.code}").json()["items"]
    client.force_login(here.coordinator)
    made = post("", body).json()
    assert post("", body).json()["code"] == "official-figure-known"
    changed = client.patch(
        f"/api/v1/official-figures/{made['uid']}", {"value": "13"}, content_type="application/json"
    )
    assert (changed.json()["value"], changed.json()["agency"]) == ("13.00", "รพ.สต.")
    moved = client.patch(
        f"/api/v1/official-figures/{made['uid']}", {"home_area": "930101"}, content_type="application/json"
    )
    assert (moved.status_code, moved.json()["code"]) == (403, "place-outside-figures")
    assert post(f"/{made['uid']}/remove", {}).status_code == 204
    assert not OfficialFigure.objects.filter(text="ลูกน้ำยุงลาย").exists()
