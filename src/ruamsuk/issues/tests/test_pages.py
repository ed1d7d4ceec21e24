"""The pages of the catalogues."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruamsuk.accounts.choices import Role
from ruamsuk.issues import actions
from ruamsuk.issues.models import Indicator, Issue


@pytest.fixture
def catalogue(db, area):
    area("TH")
    actions.load_catalogue(by=None)


@pytest.fixture
def road_safety(catalogue):
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


def test_the_side_by_side_page_says_what_has_no_place(client, catalogue):
    client.cookies["language"] = "en"
    assert "no place" in client.get(reverse("issues:index")).text


def test_the_list_of_issues_needs_as_many_queries_for_30_rows_as_for_1(client, catalogue):
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
        "unit_en": "spots", "direction": "up",
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
