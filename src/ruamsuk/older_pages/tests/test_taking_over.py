"""A fund takes over what was imported of one of its years: seen first, counted then, taken back when it was wrong."""

import pytest
from django.urls import reverse

from ruamsuk.accounts.choices import Role
from ruamsuk.imports.actions import undoing
from ruamsuk.imports.models import ImportBatch
from ruamsuk.older_pages.tests.importing import project, run
from ruamsuk.projects.models import Project, TakeOver
from ruamsuk.projects.projects.actions.taking_over import take_back, take_over
from ruamsuk.projects.projects.problems import NothingToTakeOver, TakenBackAlready
from ruamsuk.projects.projects.queries.taking_over import open_projects
from ruamsuk.projects.tallies.models import Tally

pytestmark = pytest.mark.one_worker

YEAR = 2567


@pytest.fixture
def fund(make_fund):
    return make_fund("L5271", "อบต.นาหว้า", "900305")


@pytest.fixture
def officer(client, fund, person):
    user = person("Somsri", Role.FUND_OFFICER, fund)
    client.force_login(user)
    return user


@pytest.fixture
def imported(fund):
    """Two of the fund and year, one of another year, one of no year, one of no fund."""
    run(
        project(1, กองทุน="อบต.นาหว้า"),
        project(2, กองทุน="อบต.นาหว้า", งบประมาณ="8,000", ความสอดคล้องกับแผนงาน="แผนงานขยะ"),
        project(3, กองทุน="อบต.นาหว้า", ระยะเวลา="1 ตุลาคม 2565 - 30 กันยายน 2566"),
        project(4, กองทุน="อบต.นาหว้า", ระยะเวลา="-"),
        project(5, พื้นที่="ต.ควนรู อ.รัตภูมิ จ.สงขลา"),
    )


def figures(fund, year=YEAR):
    rows = Tally.objects.filter(fund=fund, fiscal_year=year, issue_list__isnull=True)
    return sum(row.approved for row in rows), sum(row.budget_satang for row in rows)


def test_what_is_imported_is_counted_from_the_day_on_which_its_fund_takes_it_over(fund, officer, imported):
    assert figures(fund) == (0, 0)
    made = take_over(fund=fund, fiscal_year=YEAR, by=officer)
    assert figures(fund) == (2, 2_000_000)
    assert figures(fund, 2566) == (0, 0)
    found = Project.objects.get(title="โครงการที่ 1")
    assert (found.origin, found.taken_over) == ("import", made)
    with pytest.raises(NothingToTakeOver):
        take_over(fund=fund, fiscal_year=YEAR, by=officer)

    take_back(fund=fund, take=made, by=officer)
    assert figures(fund) == (0, 0)
    assert Project.objects.count() == 5
    with pytest.raises(TakenBackAlready):
        take_back(fund=fund, take=made, by=officer)


def test_other_figures_stay_as_they_are(fund, make_fund, enter, officer, imported):
    other = make_fund("L5272", "อบต.ควนรู", "900904")
    enter(other, YEAR)
    before = figures(other)
    take_over(fund=fund, fiscal_year=YEAR, by=officer)
    assert figures(other) == before == (1, 10_000)


def test_the_page_shows_first_what_would_be_counted(client, fund, officer, imported):
    listed = reverse("projects:fund-projects", args=[fund.uid]) + f"?year={YEAR}"
    address = reverse("projects:take-over", args=[fund.uid]) + f"?year={YEAR}"
    assert reverse("projects:take-over", args=[fund.uid]) in client.get(listed).text
    text = client.get(address).text
    assert "โครงการที่ 1" in text
    assert "โครงการที่ 3" not in text
    assert "undated=1" in text
    assert figures(fund) == (0, 0)
    assert client.post(address).status_code == 302
    assert figures(fund) == (2, 2_000_000)
    found = Project.objects.get(title="โครงการที่ 1")
    assert "นับในตัวเลขตั้งแต่" in client.get(reverse("projects:project-details", args=[found.uid])).text
    assert reverse("projects:take-over", args=[fund.uid]) not in client.get(listed).text
    client.post(reverse("projects:take-over-back", args=[TakeOver.objects.get().uid]))
    assert figures(fund) == (0, 0)
    assert (
        client.post(reverse("projects:take-over-back", args=[TakeOver.objects.get().uid])).status_code == 409
    )


def test_one_that_looks_like_a_counted_one_is_left_out_and_shown(fund, officer, enter, imported):
    enter(fund, YEAR, "โครงการที่ 1")
    found = open_projects(fund, YEAR)
    assert ([one.title for one in found.ready], [one.title for one in found.alike]) == (
        ["โครงการที่ 2"],
        ["โครงการที่ 1"],
    )
    assert (found.counted, found.counted_after, found.undated) == (1, 2, 1)
    take_over(fund=fund, fiscal_year=YEAR, by=officer)
    assert figures(fund) == (2, 810_000)


def test_of_two_imported_ones_with_one_title_one_is_counted(fund, officer, imported):
    """Pressed at once or one after the other, the figures are the same."""
    run(project(6, กองทุน="อบต.นาหว้า", ชื่อโครงการ="โครงการ ที่ 2"))
    found = open_projects(fund, YEAR)
    assert ([one.title for one in found.ready], len(found.alike)) == (["โครงการที่ 1", "โครงการที่ 2"], 1)
    take_over(fund=fund, fiscal_year=YEAR, by=officer)
    assert figures(fund) == (2, 2_000_000)
    with pytest.raises(NothingToTakeOver):
        take_over(fund=fund, fiscal_year=YEAR, by=officer)


def test_only_the_officer_of_the_fund_takes_over(client, fund, make_fund, person, imported):
    other = make_fund("L5272", "อบต.ควนรู", "900904")
    client.force_login(person("Far", Role.FUND_OFFICER, other))
    address = reverse("projects:take-over", args=[fund.uid])
    assert client.post(address + f"?year={YEAR}").status_code == 403
    assert client.get(f"/api/v1/funds/{fund.uid}/take-over?fiscal_year={YEAR}").status_code == 403
    assert figures(fund) == (0, 0)


def test_the_api_shows_takes_over_and_takes_back(client, fund, officer, imported):
    address = f"/api/v1/funds/{fund.uid}/take-over"
    seen = client.get(f"{address}?fiscal_year={YEAR}").json()
    assert (len(seen["ready"]), seen["counted_after"], seen["satang_after"], seen["undated"]) == (
        2,
        2,
        2_000_000,
        1,
    )
    done = client.post(address, {"fiscal_year": YEAR}, content_type="application/json").json()
    assert (done["counted"], [one["projects"] for one in done["standing"]]) == (2, [2])
    back = client.post(f"/api/v1/take-overs/{done['standing'][0]['uid']}/back").json()
    assert (back["counted"], back["standing"]) == (0, [])


def test_a_changed_record_of_a_counted_project_changes_the_figures(fund, officer, imported):
    take_over(fund=fund, fiscal_year=YEAR, by=officer)
    run(project(1, กองทุน="อบต.นาหว้า", งบประมาณ="20,000"))
    assert figures(fund) == (2, 2_800_000)


def test_an_import_that_is_taken_back_leaves_what_a_fund_counts(fund, officer, imported):
    take_over(fund=fund, fiscal_year=YEAR, by=officer)
    batch = ImportBatch.objects.get()
    undoing.start_undo(batch=batch, by=officer)
    undoing.undo_batch(batch, officer)
    assert set(Project.objects.values_list("title", flat=True)) == {"โครงการที่ 1", "โครงการที่ 2"}
    assert figures(fund) == (2, 2_000_000)
