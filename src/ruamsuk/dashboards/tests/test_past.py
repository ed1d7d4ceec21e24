"""Figures of a past day: the page, what a number opens, the files, the API."""

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from ruamsuk.core.calendar import day_of, day_text, today
from ruamsuk.counting.figures import FIGURES
from ruamsuk.counting.queries import counted
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.tests.conftest import LIST, YEAR
from ruamsuk.funds.actions import leave_network
from ruamsuk.funds.choices import Then, Way
from ruamsuk.funds.models import NetworkFund
from ruamsuk.plans.models import Plan
from ruamsuk.projects.models import ActivityReport, Design, Project, Proposal, ReportStep
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.reports.actions import return_report, set_status
from ruamsuk.projects.reports.queries.past import of_projects_then
from ruamsuk.projects.variations.models import Variation
from tests.api_caller import refused
from tests.past import days_pass

DAY = today() - timedelta(days=2)


@pytest.fixture
def past(world):
    """Everything of the world was there three days ago; then one project came, and one was ended."""
    days_pass(3)
    earlier = timezone.now() - timedelta(days=3)
    Project.objects.update(approved_on=day_of(earlier), created_at=earlier)
    Proposal.objects.update(first_submitted_at=earlier)
    NetworkFund.objects.update(joined_on=day_of(earlier))
    Plan.objects.update(agreed_on=day_of(earlier))
    ActivityReport.objects.exclude(sent_at=None).update(sent_at=earlier)
    ActivityReport.objects.exclude(accepted_at=None).update(accepted_at=earlier)
    new = enter_project(
        title="มาทีหลัง",
        fiscal_year=YEAR,
        fund=world.kho_hong,
        home_area=world.kho_hong.home_area,
        budget_satang=700_000,
        approved_on=today(),
        by=None,
    )
    set_status(project=world.plain, status="stopped", reason="เลิก", by=None)
    return new


def asked(
    client: Client, more: str = "", *, on: date | str = DAY, way: str = "known", page: str = "/counts/"
):
    return client.get(f"{page}?area=90&year={YEAR}&list={LIST}&on={on}&way={way}{more}")


def tile(context, code: str):
    label = FIGURES[code].label
    return next(one for one in [*context["tiles"], *context["report_tiles"]] if one["label"] == label)


@pytest.mark.parametrize("way", ["known", "corrected"])
def test_the_page_shows_the_figures_of_the_day_beside_those_of_today_and_says_which(client, past, way):
    answer = asked(client, way=way)
    assert answer.status_code == 200
    said = answer.content.decode()
    assert day_text(DAY, long=True) in said
    assert ("ตามที่รู้ ณ วันนั้น" if way == "known" else "ตามที่แก้ไขแล้ว") in answer.context["then"].way.label
    approved, running = tile(answer.context, "approved"), tile(answer.context, "running")
    assert (approved["value"], running["value"]) == ("6", "6")
    assert "7 (+1)" in approved["note"]
    assert running["note"].endswith("6")  # one came, one ended
    total = answer.context["table"].rows[-1]
    cell = next(cell for cell in total.cells if cell.head == FIGURES["approved"].short)
    assert (cell.value, cell.today) == (6, 7)
    assert "7" in cell.today_text
    assert client.get(f"/counts/?area=90&year={YEAR}").context["then"] is None


def test_what_is_told_of_today_alone_is_said_to_be_and_leads_there(client, past):
    text = "บอกได้เฉพาะของวันนี้"
    page = asked(client)
    assert text in page.content.decode()
    assert page.context["today_url"].replace("&", "&amp;") in page.content.decode()
    assert text not in client.get(page.context["today_url"]).content.decode()


def test_a_number_of_a_past_day_opens_what_leads_from_it_to_that_of_today(client, past, world):
    url = tile(asked(client).context, "approved")["url"]
    found = client.get(url).context["found"]
    assert (found.then, found.today, found.changed) == (6, 7, 1)
    assert [(change.fund, change.n) for change in found.changes] == [(world.kho_hong, 1)]
    assert [one.title for one in found.came.named] == [past.title]
    assert not found.unnamed
    running = client.get(tile(asked(client).context, "running")["url"]).context["found"]
    assert [one.title for one in running.went.named] == [world.plain.title]
    assert running.then + running.changed == running.today == 6


def test_every_number_of_a_past_day_is_reached_from_what_it_opens(reader, past, world):
    """As corrected by a list that is the number; as known then by changes that lead to today's."""
    for way, network in (("known", ""), ("corrected", f"&network={world.network.uid}")):
        context = asked(reader, network, way=way).context
        by_issue = asked(reader, f"{network}&show=issues", way=way).context
        rows = [*context["table"].rows, *by_issue["table"].rows]
        cells = {cell.url: cell for row in rows for cell in row.cells if cell.url and cell.value > 0}
        assert len(cells) > 20
        for url, cell in cells.items():
            found = reader.get(url).context["found"]
            assert found.then == cell.value, url
            if found.listed:
                assert found.listed.together == cell.value, url
            else:
                assert way == "known"
                assert found.then + found.changed + found.of_others == found.today, url


def test_behind_no_figure_stand_the_figures_and_behind_an_unknown_one_nothing(client, world):
    assert client.get("/counts/behind/").context["tiles"]
    assert asked(client, "&figure=x", page="/counts/behind/").status_code == 404
    assert asked(client, "&figure=approved&entry=x", page="/counts/behind/").status_code == 404
    assert asked(client, "&figure=approved", on="", page="/counts/behind/").status_code == 302


def test_who_left_a_network_since_is_told_apart(client, past, world):
    leave_network(membership=NetworkFund.objects.get(fund=world.bo_yang), by=None)
    found = asked(client, f"&network={world.network.uid}&figure=approved", page="/counts/behind/").context[
        "found"
    ]
    assert (found.then, found.today) == (4, 4)
    assert (found.changed, found.of_others) == (1, -1)
    funds = asked(client, f"&network={world.network.uid}&figure=funds", page="/counts/behind/").context[
        "found"
    ]
    assert {one.title for one in funds.listed.named} == {world.kho_hong.name, world.bo_yang.name}


def test_proposals_of_a_past_day_are_named_to_those_who_signed_in_alone(client, reader, past):
    for way in ("known", "corrected"):
        address = {"more": "&figure=developed", "page": "/counts/behind/", "way": way, "on": today()}
        visitor = asked(Client(), **address)
        assert visitor.context["must_sign_in"]
        assert "/proposals/" not in visitor.content.decode()
        assert not asked(reader, **address).context["must_sign_in"]
    assert "/proposals/" in asked(reader, **address).content.decode()


@pytest.mark.parametrize(
    "typed", [str(today() + timedelta(days=1)), "31/2/2569", "1/1/27", "เมื่อวาน", "9" * 300]
)
def test_a_day_that_is_none_or_can_be_two_is_asked_and_todays_figures_are_shown(client, world, typed):
    for page in ("/counts/", "/counts/download/csv/", "/counts/behind/"):
        answer = asked(client, "&figure=approved", on=typed, page=page)
        assert answer.status_code == 422
        assert answer.context["then"] is None
        assert answer.context["then_form"].errors["on"]
    refused(client.get(f"/api/v1/counts?area=90&fiscal_year={YEAR}&on={typed}"), 422, "invalid-fields")
    assert asked(client, on=f"{DAY.day}/{DAY.month}/{DAY.year + 543}").context["then"].day == DAY


def test_before_anything_was_kept_the_page_says_so_and_shows_no_number(client, past):
    context = asked(client, on=today() - timedelta(days=9)).context
    assert context["all_not_known"]
    assert context["known_since"] == day_text(today() - timedelta(days=3), long=True)
    approved = tile(context, "approved")
    assert (approved["value"], approved["url"]) == ("ไม่ทราบ", "")
    assert {cell.text for cell in context["table"].rows[-1].cells} == {"ไม่ทราบ"}
    assert not context["freeze_url"]
    found = asked(client, "&figure=approved", on=today() - timedelta(days=9), page="/counts/behind/")
    assert found.context["found"].then is None


def test_the_file_of_a_past_day_says_so_and_has_the_figures_of_today_behind(client, past):
    text = asked(client, page="/counts/download/csv/")
    assert f"{DAY.isoformat()}-known.csv" in text["Content-Disposition"]

    book = CalamineWorkbook.from_filelike(io.BytesIO(asked(client, page="/counts/download/xlsx/").content))
    first = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in first if row[0] == "แบบที่นับ"] == ["ตามที่รู้ ณ วันนั้น"]
    titles = [book.get_sheet_by_index(n).to_python()[0][0] for n in range(len(book.sheet_names) - 1)]
    assert sum(title.startswith("ปัจจุบัน") for title in titles) == 1


def test_the_api_takes_the_same_question_under_the_same_names(client, past):
    address = f"/api/v1/counts?area=90&fiscal_year={YEAR}&on={DAY}"
    for way in ("known", "corrected"):
        found = client.get(f"{address}&way={way}").json()
        assert (found["on"], found["way"]) == (DAY.isoformat(), way)
        untold = {one["figure"]: one["since"] for one in found["not_known"]}
        assert untold.keys() >= {"plans", "plans_checked"}
        assert "approved" not in untold
        assert set(untold.values()) == {None}
        assert (found["totals"]["approved"], found["today"]["approved"]) == (6, 7)
    before = client.get(f"/api/v1/counts?area=90&fiscal_year={YEAR}&on={today() - timedelta(days=9)}").json()
    assert before["totals"]["approved"] is None
    since = {"figure": "approved", "since": (today() - timedelta(days=3)).isoformat()}
    assert since in before["not_known"]
    assert client.get(f"/api/v1/counts?area=90&fiscal_year={YEAR}").json()["today"] is None


def test_a_report_that_was_returned_since_had_been_sent_on_the_day(past, world, central):
    report = ActivityReport.objects.get(state="sent")
    ReportStep.objects.update(at=timezone.now() - timedelta(days=3))
    if not report.steps.exists():
        ReportStep.objects.create(
            report=report, from_state="started", to_state="sent", at=timezone.now() - timedelta(days=3)
        )
    return_report(report=report, note="ขาดภาพ", by=central)

    def sent(ago: int) -> tuple[int, int, int]:
        then = Then(today() - timedelta(days=ago), Way.CORRECTED)
        found = counted(Question(world.kho_hong.home_area, YEAR, None, then=then)).totals
        return found["reports_sent"], found["reports_accepted"], found["reports_late"]

    assert [sent(ago) for ago in (4, 2, 0)] == [(0, 0, 0), (2, 1, 1), (1, 1, 1)]


def test_what_variations_changed_counts_from_their_day(past, world):
    project = world.both
    before = project.budget_satang
    for no, (ago, budget) in enumerate(((2, before + 500), (0, before + 700)), 1):
        Variation.objects.create(
            project=project,
            no=no,
            state="stands",
            reason="เพิ่มกิจกรรม",
            budget_satang=budget,
            home_area=project.home_area,
            design=Design.objects.create(),
            created_at=timezone.now(),
            sent_at=timezone.now(),
            closed_at=timezone.now(),
            decided_on=today() - timedelta(days=ago),
        )
    Project.objects.filter(pk=project.pk).update(budget_satang=before + 700, varied_on=today())

    def money(ago: int) -> tuple[int, int]:
        found = of_projects_then(
            Project.objects.filter(pk=project.pk), Then(today() - timedelta(days=ago), Way.CORRECTED)
        )[project.pk]
        return found["varied"], found["budget_satang"] - before

    assert [money(ago) for ago in (3, 2, 1, 0)] == [(0, 0), (1, 500), (1, 500), (1, 700)]


def test_a_past_day_costs_no_more_queries_for_a_country_than_for_a_village(
    client, past, django_assert_max_num_queries
):
    for way in ("known", "corrected"):
        for area in ("TH", "901104"):
            with django_assert_max_num_queries(60):
                assert client.get(f"/counts/?area={area}&year={YEAR}&on={DAY}&way={way}").status_code == 200
