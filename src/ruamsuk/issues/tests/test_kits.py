"""Starting kits: what a standard measure brings along, who signs it, and what a price needs."""

import pytest
from django.urls import reverse

from ruamsuk.accounts.choices import Role
from ruamsuk.audit.models import Operation
from ruamsuk.core.problems import Problem
from ruamsuk.issues import actions
from ruamsuk.issues.models import ExpenseCategory, Issue, ListEntry, Measure, MeasureCost
from tests.api_caller import Caller


@pytest.fixture
def measure(catalogues):
    return Measure.objects.get(code="waste-1")


@pytest.fixture
def boss(person):
    return person("Boss", Role.ADMINISTRATOR)


def test_there_are_two_kits_for_each_programme_plan_and_one_for_each_other_issue(catalogues):
    for entry in ListEntry.objects.filter(issue_list__code="programme-10"):
        assert Measure.objects.filter(issue__in=entry.issues.all()).count() >= 2, entry
    assert not Issue.objects.filter(measures=None)


def test_each_kit_is_whole(catalogues):
    for measure in Measure.objects.select_related("indicator").prefetch_related(
        "activities__costs", "groups"
    ):
        assert measure.indicator, measure
        assert measure.indicator.issue_id == measure.issue_id
        assert measure.objective_th.startswith("เพื่อ")
        assert measure.expected_th
        assert measure.groups.all()
        activities = measure.activities.all()
        assert len(activities) >= 2
        assert all(
            row.detail_th and row.output_th and row.outcome_th and row.costs.all() for row in activities
        )
        assert measure.confirmed_on is None  # by nobody yet


def test_a_price_stands_only_where_it_is_said_who_says_so(measure):
    assert not MeasureCost.objects.filter(unit_cost_satang__isnull=False, source="")
    assert MeasureCost.objects.filter(unit_cost_satang__isnull=False).exists()
    activity = measure.activities.first()
    category = ExpenseCategory.objects.get(code="302")
    fields = {"name_th": "อบรม"}
    without = actions.UsualCost(category, "อาหารกลางวัน", "คน", 8_000)
    with pytest.raises(Problem) as refused:
        actions.change_kit_activity(activity=activity, costs=[without], by=None, **fields)
    assert refused.value.code == "cost-without-source"
    known = actions.UsualCost(category, "อาหารกลางวัน", "คน", 8_000, "ประกาศ")
    actions.change_kit_activity(activity=activity, costs=[known], by=None, **fields)
    assert activity.costs.get().source == "ประกาศ"


def test_an_administrator_signs_and_nobody_else(client, measure, boss, person):
    address = reverse("issues:confirm-measure", args=[measure.code])
    client.force_login(person("Keeper", Role.CENTRAL))
    assert client.post(address).status_code == 403
    page = client.get(reverse("issues:measure", args=[measure.code])).text
    assert "รอแผนงานกลางยืนยัน" in page
    assert address not in page
    client.force_login(boss)
    assert address in client.get(reverse("issues:measure", args=[measure.code])).text
    client.post(address)
    measure.refresh_from_db()
    assert (measure.confirmed_by, measure.edited_by_person) == (boss, True)
    assert Operation.objects.get(verb="issues.confirm_measure").actor_id == boss.pk
    assert "รอแผนงานกลางยืนยัน" not in client.get(reverse("issues:measure", args=[measure.code])).text


def test_a_change_ends_the_signature(client, measure, boss):
    def sign():
        actions.confirm_measure(measure=Measure.objects.get(pk=measure.pk), by=boss)

    client.force_login(boss)
    activity = measure.activities.first()
    given = {
        "text_th": measure.text_th,
        "objective_th": measure.objective_th,
        "indicator": measure.indicator_id,
    }
    for address, body in (
        (reverse("issues:edit-measure", args=[measure.code]), given | {"expected_th": "ดีขึ้น"}),
        (reverse("issues:edit-kit-activity", args=[activity.uid]), {"name_th": "อบรม"}),
        (reverse("issues:add-kit-activity", args=[measure.code]), {"name_th": "ประชุม"}),
        (reverse("issues:remove-kit-activity", args=[activity.uid]), {}),
    ):
        sign()
        assert client.post(address, body).status_code == 302
        assert Measure.objects.get(pk=measure.pk).confirmed_on is None, address


def test_a_kit_that_is_not_whole_is_not_signed(catalogues, boss):
    issue = Issue.objects.get(code="waste")
    measure = actions.add_measure(issue=issue, text_th="เก็บขยะชายหาด", by=None)
    with pytest.raises(Problem) as refused:
        actions.confirm_measure(measure=measure, by=boss)
    assert refused.value.code == "kit-unfinished"
    whole = {"indicator": issue.indicators.first(), "objective_th": "เพื่อลดขยะ", "expected_th": "หาดสะอาด"}
    measure = actions.change_measure(measure=measure, text_th=measure.text_th, by=None, **whole)
    actions.add_kit_activity(measure=measure, costs=[], name_th="เก็บขยะ", by=None)
    actions.confirm_measure(measure=measure, by=boss)
    assert measure.confirmed_on


def test_the_files_bring_kits_up_to_date_and_leave_alone_what_a_person_changed(measure, boss):
    other = Measure.objects.get(code="waste-2")
    changed = other.activities.first()
    other.activities.filter(pk=changed.pk).update(name_th="เดิม")  # as an older file said
    actions.add_kit_activity(measure=measure, costs=[], name_th="ของผู้ดูแล", by=boss)
    actions.load_catalogue(by=None)
    assert not other.activities.filter(name_th="เดิม")
    assert measure.activities.filter(name_th="ของผู้ดูแล").exists()


def test_a_kit_is_read_and_kept_through_the_api(measure, boss):
    api = Caller(boss)
    read = api.get(f"/standard-measures/{measure.code}").json()
    assert (read["confirmed_on"], len(read["activities"])) == (None, measure.activities.count())
    uid = read["activities"][0]["uid"]
    cost = {"category": "302", "unit_th": "คน", "unit_cost_satang": 3_500}
    refused = api.patch(f"/kit-activities/{uid}", {"costs": [cost]})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "source_1"
    kept = api.patch(f"/kit-activities/{uid}", {"costs": [cost | {"source": "ประกาศ"}]}).json()
    assert kept["name_th"] == read["activities"][0]["name_th"]
    assert [one["unit_cost_satang"] for one in kept["costs"]] == [3_500]
    assert api.patch(f"/kit-activities/{uid}", {"name_th": "อบรม"}).json()["costs"] == kept["costs"]
    changed = api.patch(
        f"/standard-measures/{measure.code}", {"groups": ["fund-3"], "expected_th": "สะอาด"}
    ).json()
    assert (changed["groups"], changed["indicator"]) == (["fund-3"], read["indicator"])
    assert api.post(f"/standard-measures/{measure.code}/confirm").json()["confirmed_on"]
    found = api.get("/standard-measures?q=ธนาคารขยะ").json()["items"]
    assert [one["code"] for one in found] == [measure.code]
