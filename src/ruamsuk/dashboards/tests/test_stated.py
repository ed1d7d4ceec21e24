"""Figures of documents beside what is counted."""

import pytest
from django.test import Client

from ruamsuk.audit.models import Operation
from ruamsuk.dashboards.actions import choose_figure, note_figure
from ruamsuk.dashboards.models import StatedFigure
from ruamsuk.dashboards.problems import AlreadyNoted, NotByIssue, ReasonForChoiceMissing
from ruamsuk.dashboards.tests.conftest import LIST, YEAR
from ruamsuk.issues.models import ListEntry

SOURCE = "รายงานกิจกรรม 15 พ.ย. 2566"


@pytest.fixture
def noted(world, area) -> StatedFigure:
    """A report says that Hat Yai approved 6 projects; 4 are recorded."""
    return note_figure(
        area=area("9011"), fiscal_year=YEAR, figure="approved", printed=6, source=SOURCE, by=None
    )


def test_both_figures_are_shown_with_the_difference_and_its_reasons(client: Client, noted):
    page = client.get(f"/counts/?area=90&year={YEAR}&list={LIST}")
    line = next(row for row in page.context["table"].rows if row.stated)
    assert (line.label, line.stated[0].computed, line.stated[0].difference) == ("หาดใหญ่", 4, 2)
    assert "เอกสารระบุ 6" in page.content.decode()
    answer = client.get(f"/counts/stated/{noted.uid}/")
    stated = answer.context["stated"]
    assert (stated.overlap, stated.not_classified) == (1, 1)
    assert client.get(answer.context["overlap_url"]).context["total"] == 1
    assert client.get(answer.context["missing_url"]).context["total"] == 1


def test_a_choice_is_kept_with_its_reason_and_changes_no_count(client: Client, noted, world):
    client.force_login(world.coordinator)
    address = f"/counts/stated/{noted.uid}/"
    refused = client.post(address, {"choice": "printed", "reason": ""})
    assert refused.status_code == 422
    client.post(address, {"choice": "printed", "reason": "อีก 2 โครงการยังไม่ได้บันทึก"})
    noted.refresh_from_db()
    assert (noted.choice, noted.chosen_by) == ("printed", world.coordinator)
    assert Operation.objects.filter(verb="dashboards.choose_figure", subject_id=noted.pk).count() == 1
    page = client.get(f"/counts/?area=9011&year={YEAR}").context
    assert page["table"].rows[-1].cells[3].value == 4
    choose_figure(stated=noted, choice="undecided", reason="", by=world.coordinator)
    noted.refresh_from_db()
    assert noted.choice == "undecided"
    with pytest.raises(ReasonForChoiceMissing):
        choose_figure(stated=noted, choice="computed", reason=" ", by=world.coordinator)


def test_who_keeps_the_funds_of_the_area_notes_figures(client: Client, world, person, area):
    address = f"/counts/stated/new/?area=9011&year={YEAR}&list={LIST}"
    sent = {"figure": "approved", "printed": "๑๑๐", "source": SOURCE}
    client.force_login(person("Orn", "fund-officer", world.kho_hong))
    assert client.post(address, sent).status_code == 403
    client.force_login(person("Wichai", "coordinator", area("93")))
    assert client.post(address, sent).status_code == 403
    assert not StatedFigure.objects.exists()
    client.force_login(world.coordinator)
    assert client.post(address, sent).status_code == 302
    assert StatedFigure.objects.get().printed == 110
    assert client.post(address, sent).status_code == 422


def test_money_is_typed_in_baht(client: Client, world):
    client.force_login(world.coordinator)
    address = f"/counts/stated/new/?area=90&year={YEAR}"
    assert client.post(address, {"figure": "approved", "printed": "1.5", "source": SOURCE}).status_code == 422
    client.post(address, {"figure": "budget_satang", "printed": "75,000.50", "source": SOURCE})
    assert StatedFigure.objects.get().printed == 7_500_050


def test_the_same_figure_of_the_same_document_is_noted_once(noted, area):
    with pytest.raises(AlreadyNoted):
        note_figure(area=area("9011"), fiscal_year=YEAR, figure="approved", printed=7, source=SOURCE, by=None)
    other = note_figure(
        area=area("9011"), fiscal_year=YEAR, figure="approved", printed=7, source=f"{SOURCE} หน้า 2", by=None
    )
    assert other.pk != noted.pk


def test_a_figure_of_one_issue_is_set_beside_that_issue(client: Client, world, area):
    food = ListEntry.objects.get(issue_list__code=LIST, code="food")
    where = {"area": area("90"), "fiscal_year": YEAR, "source": SOURCE, "entry": food, "by": None}
    with pytest.raises(NotByIssue):
        note_figure(figure="funds", printed=3, **where)
    made = note_figure(figure="approved", printed=2, **where)
    assert client.get(f"/counts/stated/{made.uid}/").context["stated"].computed == 3


def test_a_figure_of_a_network_is_shown_with_that_network_only(client: Client, world, area):
    note_figure(
        area=area("90"),
        fiscal_year=YEAR,
        figure="funds",
        printed=2,
        source=SOURCE,
        network=world.network,
        by=None,
    )
    assert client.get(f"/counts/?area=90&year={YEAR}").context["stated"] == []
    shown = client.get(f"/counts/?area=90&year={YEAR}&network={world.network.uid}").context["stated"]
    assert [(one.record.printed, one.computed) for one in shown] == [(2, 2)]


def test_a_document_that_only_says_projects_is_held_against_each_number_of_projects(
    client: Client, noted, world
):
    """The coordinator chooses which; what is printed stays, and a choice between other numbers is taken back."""
    address = f"/counts/stated/{noted.uid}/"
    rows = {one.record.figure: one.computed for one, *_texts in client.get(address).context["bases"]}
    assert list(rows) == ["planned", "developed", "approved", "running", "finished", "funded"]
    assert (rows["approved"], rows["developed"], rows["finished"]) == (4, 3, 0)
    client.force_login(world.coordinator)
    choose_figure(stated=noted, choice="printed", reason="เอกสารถูก", by=world.coordinator)
    assert client.post(f"{address}basis/", {"figure": "developed"}).status_code == 302
    found = StatedFigure.objects.get(pk=noted.pk)
    assert (found.figure, found.printed, found.choice) == ("developed", noted.printed, "undecided")
    assert Operation.objects.filter(verb="dashboards.choose_basis", subject_id=noted.pk).count() == 1


@pytest.mark.parametrize("figure", ["funds", "budget_satang", "reports_late", "", "x" * 500])
def test_a_figure_that_counts_no_projects_is_no_basis(client: Client, noted, world, figure):
    client.force_login(world.coordinator)
    address = f"/counts/stated/{noted.uid}/basis/"
    assert client.post(address, {"figure": figure}).status_code == 422
    assert StatedFigure.objects.get(pk=noted.pk).figure == "approved"
    assert client.post(address, {"figure": "running"}).status_code == 302


def test_money_has_no_basis(client: Client, world, area):
    made = note_figure(
        area=area("90"), fiscal_year=YEAR, figure="budget_satang", printed=5, source=SOURCE, by=None
    )
    assert client.get(f"/counts/stated/{made.uid}/").context["bases"] == []
    client.force_login(world.coordinator)
    assert client.post(f"/counts/stated/{made.uid}/basis/", {"figure": "running"}).status_code == 422


def test_who_does_not_keep_the_funds_of_the_area_chooses_no_basis(client: Client, noted, world, person, area):
    address = f"/counts/stated/{noted.uid}/basis/"
    assert client.post(address, {"figure": "running"}).url.startswith("/accounts/login/")
    for reader in (person("Wichai", "coordinator", area("93")), person("Chief", "executive", area("90"))):
        client.force_login(reader)
        assert client.post(address, {"figure": "running"}).status_code == 403
    assert StatedFigure.objects.get(pk=noted.pk).figure == "approved"


def test_the_figures_of_a_province_name_what_documents_state_of_its_districts(client: Client, noted, area):
    entry = ListEntry.objects.get(issue_list__code=LIST, code="food")
    of_issue = note_figure(
        area=area("9001"), fiscal_year=YEAR, figure="approved", printed=3, entry=entry, source="ข", by=None
    )
    found = client.get(f"/api/v1/counts?area=90&year={YEAR}&list={LIST}").json()["stated"]
    assert [(row["uid"], row["area"]["code"], row["issue"], row["printed"]) for row in found] == [
        (str(of_issue.uid), "9001", "food", 3),
        (str(noted.uid), noted.home_area.code, None, noted.printed),
    ]
    assert client.get(f"/api/v1/counts?area=93&year={YEAR}").json()["stated"] == []
