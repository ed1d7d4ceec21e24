"""Areas are merged while others save: every save lands where its area lies now, or is refused in words."""

from collections import Counter
from datetime import date
from threading import Event

import pytest

from ruamsuk.areas import queries
from ruamsuk.areas.actions import merge_areas, recode_area
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.areas.problems import AreaClosed
from ruamsuk.funds.models import Fund
from ruamsuk.organizations.actions import add_organization
from ruamsuk.plans.actions.plan import start_plan
from ruamsuk.projects.projects.actions import projects
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.tests.conftest import YEAR, kho_hong  # noqa: F401  # a fixture
from ruamsuk.projects.tests.test_twice import at_once
from tests.api_caller import Caller

DAY = date(2024, 6, 1)


def merge(into: str, code: str, *, day: int = 1) -> None:
    areas, taker = [Area.objects.get(code=code)], Area.objects.get(code=into)
    merge_areas(areas=areas, into=taker, on_day=date(2024, 6, day), by=None)


@pytest.mark.django_db
def test_what_was_read_before_a_merge_is_written_where_its_area_lies_now(kho_hong, area):  # noqa: F811
    """A view has read area, fund and row of the plan; then the area is merged; then the action runs."""
    area("901102")
    home, fund, row = (
        area("901104"),
        Fund.objects.select_related("home_area").get(pk=kho_hong.fund.pk),
        kho_hong.row,
    )
    plan = row.plan
    _read = (fund.home_area.place_no, plan.fund.home_area.place_no)
    merge("901102", "901104")
    officer = kho_hong.officer
    add_organization(name="Club of elders", kind="community", home_area=home, by=officer)
    drafting.start_proposal(planned_project=row, fiscal_year=YEAR, by=officer)
    drafting.start_proposal(fund=fund, fiscal_year=YEAR, title="ชุมชนน่าอยู่", by=officer)
    start_plan(fund=fund, fiscal_year=YEAR + 1, issue=plan.issue, by=officer)
    projects.enter_project(
        title="ชุมชนน่าอยู่",
        fiscal_year=YEAR,
        home_area=home,
        budget_satang=0,
        fund=fund,
        issues=[plan.issue],
        by=officer,
    )
    fund.name = "Renamed"
    fund.save()
    assert queries.misplaced_areas() + queries.misplaced_records() == []


def test_the_place_of_every_record_is_read_when_it_is_written():
    """The next noun with a place is found here. Sums are counted by themselves, under a lock, and what is contributed
    to them reads the place in the act that contributes.
    """
    plain = [
        model._meta.label
        for model in queries.scoped_models()
        if not isinstance(model._meta.get_field("place_no"), PlaceField)
    ]
    assert plain == ["counting.Contribution", "counting.KeptSum", "projects.ParticipantSum", "projects.Tally"]


@pytest.mark.django_db
def test_two_who_merge_the_same_area_do_it_once(area):
    for code in ("901101", "901102"):
        area(code)
    first, second = (Area.objects.get(code=code) for code in ("901101", "901102"))
    lost, again = area("901104"), Area.objects.get(code="901104")
    merge_areas(areas=[lost], into=first, on_day=DAY, by=None)
    with pytest.raises(AreaClosed):
        merge_areas(areas=[again], into=second, on_day=DAY, by=None)


@pytest.mark.django_db(transaction=True)
def test_a_merge_and_a_new_code_amid_saving(kho_hong, person, area):  # noqa: F811
    """Six write through the API without a pause, a seventh changes areas under them."""
    codes = ["901101", "901102", "901104"]
    for code in codes:
        area(code)
    boss = person("Boss", "administrator")
    ended = Event()

    def write(number: int) -> Counter[int]:
        caller, found = Caller(boss), Counter()
        for turn in range(200):
            if ended.is_set() and turn > 5:
                break
            body = {"name": f"Club {number}-{turn}", "kind": "community", "home_area": codes[turn % 3]}
            found[caller.post("/organizations", body).status_code] += 1
            fields = {"title": f"Draft {number}-{turn}", "fiscal_year": YEAR, "fund": kho_hong.fund.code}
            found[caller.post("/proposals", fields).status_code] += 1
        return found

    def change(_number: int) -> None:
        try:
            merge("901102", "901104")
            recode_area(area=Area.objects.get(code="9011"), code="9019", on_day=date(2024, 6, 2), by=None)
            merge("901902", "901901", day=3)
        finally:
            ended.set()

    results = at_once(7, lambda number: change(number) if number == 6 else write(number))
    failed = [result for result in results if isinstance(result, Exception)]
    assert not failed, failed
    answers = sum(results[:6], Counter())
    assert set(answers) <= {201, 409, 422}, answers
    assert answers[201] > 12
    assert queries.misplaced_areas() + queries.misplaced_records() == []
