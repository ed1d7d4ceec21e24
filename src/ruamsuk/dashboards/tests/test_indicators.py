"""What standard indicators stand at over several projects: sums are added, a share is n of N, latest values are not."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ruamsuk.core.calendar import today
from ruamsuk.dashboards.tests.conftest import LIST, YEAR
from ruamsuk.issues.models import Indicator as StandardIndicator
from ruamsuk.projects.models import Project
from ruamsuk.projects.reports.actions import enter_report
from ruamsuk.projects.reports.models import IndicatorResult
from ruamsuk.projects.tallies.actions import recount_for


@pytest.fixture
def standard(world):
    """`standard("sum")`: a standard indicator of this kind."""
    found = StandardIndicator.objects.order_by("pk").first()

    def make(kind: str) -> StandardIndicator:
        found.combining, found.unit_th = kind, "คน"
        found.save()
        return found

    return make


def measure(project: Project, indicator, *values, kind=None, unit=None, state="accepted", target=None):
    """Reports of a project, one a value: a number, or (number, out of how many)."""
    objective = project.design.objectives.create(no=1, text="วัตถุประสงค์")
    own = project.design.indicators.create(
        no=project.design.indicators.count() + 1,
        objective=objective,
        standard=indicator,
        combining=kind or indicator.combining,
        unit=indicator.unit_th if unit is None else unit,
        target=target,
    )
    for one in values:
        value, out_of = one if isinstance(one, tuple) else (one, None)
        report = enter_report(
            project=project,
            title="วัดผล",
            held_on=today(),
            state=state,
            results={own: Decimal(value)},
            by=None,
        )
        IndicatorResult.objects.filter(report=report).update(out_of=out_of)
    recount_for(project)
    return own


def asked(client: Client, standard, more: str = "area=90") -> tuple[dict, dict]:
    """The answer of the API, and the context of the page, which say the same."""
    address = f"indicators/{standard.uid}"
    answer = client.get(f"/api/v1/counts/{address}?year={YEAR}&{more}")
    page = client.get(f"/counts/{address}/?year={YEAR}&{more}")
    assert (answer.status_code, page.status_code) == (200, 200)
    answer, context = answer.json(), page.context
    assert answer["whole"]["projects"] == context["whole"].projects
    assert len(context["lines"]) == len(answer["values"])
    return answer, context


def whole(answer: dict) -> tuple[float | None, float | None, float | None]:
    return tuple(
        None if answer["whole"][name] is None else float(answer["whole"][name])
        for name in ("number", "out_of", "percent")
    )


def test_sums_of_projects_are_added_up_by_place(client: Client, world, standard):
    trained = standard("sum")
    measure(world.both, trained, 40, 60, target=100)
    measure(Project.objects.get(fund=world.khuan_lang), trained, 7, target=10)
    measure(Project.objects.get(fund=world.bo_yang), trained, 500, state="sent")  # not accepted yet
    measure(Project.objects.get(fund=world.phatthalung), trained, 1)
    answer, context = asked(client, trained)
    assert whole(answer) == (107, None, None)
    assert (answer["whole"]["projects"], answer["whole"]["reached"]) == (2, 1)
    assert context["said"] == f"107 {trained.unit_th}"
    country, _context = asked(client, trained, "area=TH")
    together = [float(place["whole"]["number"]) for place in country["by_place"]]
    assert sum(together) == whole(country)[0] == 108
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT SUM(value) FROM projects_indicatorresult r JOIN projects_activityreport a ON a.id = r.report_id"
            " WHERE a.state = 'accepted'"
        )
        assert float(cursor.fetchone()[0]) == 108
    fund, of_fund = asked(client, trained, f"area=9011&network={world.network.uid}")
    assert whole(fund)[0] == 100
    assert [place["whole"].number for place in of_fund["places"]] == [100]
    address = f"/counts/indicators/{trained.uid}"
    one = client.get(f"/api/v1{address}?year={YEAR}&fund={world.khuan_lang.code}").json()
    assert (whole(one)[0], one["by_place"]) == (7, [])
    page = client.get(f"{address}/?year={YEAR}&fund={world.khuan_lang.uid}").context
    assert (page["number"], page["places"]) == ("7", [])


def test_a_share_is_all_counted_of_all_asked_and_never_a_mean(client: Client, world, standard):
    stopped = standard("share")
    measure(world.both, stopped, (9, 10))
    measure(world.plain, stopped, (10, 90))
    measure(Project.objects.get(fund=world.khuan_lang), stopped, 100)  # a percentage of nobody knows how many
    measure(Project.objects.get(fund=world.bo_yang), stopped, (3, 2))
    answer, context = asked(client, stopped)
    assert whole(answer) == (19, 100, 19)
    assert (context["number"], context["said"]) == ("19%", "19 จาก 100 (19%)")
    assert answer["whole"]["left_out"] == {"no-number": 1, "more-than-all": 1}
    assert [row["left_out"] for row in answer["values"]].count(None) == answer["whole"]["added"] == 2


def test_latest_values_stand_side_by_side(client: Client, world, standard):
    rate = standard("latest")
    measure(world.both, rate, 30, 20)
    measure(world.plain, rate, 10)
    answer, context = asked(client, rate)
    assert whole(answer) == (None, None, None)
    assert sorted(float(row["value"]) for row in answer["values"]) == [10, 20]
    assert context["is_side_by_side"]


@pytest.mark.parametrize(
    ("more", "reason"), [({"kind": "latest"}, "kind"), ({"unit": "ครัวเรือน"}, "unit"), ({}, "twice")]
)
def test_what_is_measured_otherwise_is_named_and_not_added(client: Client, world, standard, more, reason):
    trained = standard("sum")
    measure(world.both, trained, 40)
    measure(world.plain if more else world.both, trained, 5, **more)
    answer, context = asked(client, trained)
    assert whole(answer)[0] == 40
    assert answer["whole"]["left_out"] == {reason: 1}
    assert len(context["why_not"]) == 1


def test_the_list_names_what_was_measured_and_only_counted_projects(client: Client, world, standard):
    trained = standard("sum")
    own = measure(world.both, trained, 40)
    page = client.get(f"/counts/indicators/?year={YEAR}&area=90")
    assert [row["said"] for row in page.context["rows"]] == [f"40 {trained.unit_th}"]
    assert reverse("dashboards:indicator", args=[trained.uid]) in page.text
    rows = client.get(f"/api/v1/counts/indicators?year={YEAR}&area=90&list={LIST}&entry=tobacco").json()
    assert [row["uid"] for row in rows["indicators"]] == [str(trained.uid)]
    elsewhere = client.get(
        f"/api/v1/counts/indicators?year={YEAR}&area=90&list={LIST}&entry=pollution"
    ).json()
    assert elsewhere["indicators"] == []
    Project.objects.filter(design=own.design).update(status="annulled")
    assert asked(client, trained)[0]["values"] == []
    for page in ("indicators/", f"indicators/{trained.uid}/"):
        assert client.get(f"/counts/{page}?year={YEAR}&on=2020-01-01").status_code == 422
