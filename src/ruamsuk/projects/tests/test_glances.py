"""A proposal and a fund's year at a glance: sentences say what the pictures show, and what waits leads to it."""

import re

import pytest
from django.urls import reverse

from ruamsuk.charts.marks import Bars, Scales, YearLine
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.funds.models import FundYear
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.reports.pictures import told_of_year
from ruamsuk.projects.tests.test_reports import make_project, project  # noqa: F401

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database("it is counted in Python, from rows that both databases give alike"),
]


def numbers(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", text.replace(",", ""))]


def charts_of(client, proposal):
    page = client.get(reverse("projects:proposal", args=[proposal.uid]))
    return {type(chart): chart for chart in page.context["charts"]}, page


def test_what_a_proposal_shows_is_what_its_sentences_say(client, kho_hong, submitted):
    client.force_login(kho_hong.mentor)
    charts, page = charts_of(client, submitted)
    scales = charts[Scales].scales
    assert numbers(charts[Scales].sentence) == [len(scales)]
    assert all(scale.start and scale.target and scale.now is None for scale in scales)
    assert numbers(charts[YearLine].sentence)[0] == submitted.design.activities.count() == 1
    assert Bars not in charts  # one activity has all the money
    assert reverse("projects:proposal-sections", args=[submitted.uid]) in page.text
    whole = client.get(reverse("projects:proposal-sections", args=[submitted.uid])).text
    assert submitted.design.rationale in whole


def test_what_a_draft_lacks_is_said_by_its_pictures(client, kho_hong, started, write):
    client.force_login(kho_hong.officer)
    for satang, name in ((100_000, "อบรม"), (300_000, "ตลาดนัด")):
        row = drafting.add_row(proposal=started, kind="activity", by=kho_hong.officer, values={"name": name})
        line = drafting.add_row(proposal=started, kind="line", parent_uid=str(row.uid), by=kho_hong.officer)
        started.refresh_from_db()
        typed = {"quantity": "1", "unit_cost_satang": str(satang // 100), "times": "1"}
        write(started, {f"line.{line.uid}.{field}": text for field, text in typed.items()})
    started.design.indicators.update(target=None)
    charts, _page = charts_of(client, started)
    assert numbers(charts[Scales].sentence) == [len(charts[Scales].scales)] * 2
    assert numbers(charts[YearLine].sentence)[:2] == [2, 2]  # both are without a day
    assert all(left is None for _span, left, _length in charts[YearLine].drawn)
    assert [mark.value for mark in charts[Bars].marks] == [300_000, 100_000]
    assert numbers(charts[Bars].sentence) == [3_000, 4_000]


def test_a_funds_year_says_its_money_and_reports_and_what_waits(client, kho_hong, submitted, project):  # noqa: F811
    activity = project.design.activities.first()
    report = reports.enter_report(project=project, activity=activity, by=None, state="sent", title="อบรม")
    report.spent_satang = 250_000
    report.save(update_fields=["spent_satang"])
    year = FundYear(fund=kho_hong.fund, fiscal_year=current_fiscal_year())
    told = told_of_year(kho_hong.officer, year)
    money, sent = told["charts"]
    approved, spent, unreported = (mark.value for mark in money.marks)
    assert (approved, spent, unreported) == (
        project.budget_satang,
        250_000,
        project.budget_satang - 250_000,
    )
    assert numbers(money.sentence) == [1, approved // 100, spent // 100]
    due, sent_ones, _accepted, late = (mark.value for mark in sent.marks)
    assert numbers(sent.sentence) == [due, sent_ones, late] == [1, 1, 0]
    (words, url) = told["now"][0]
    assert numbers(words) == [1]
    assert url.startswith(reverse("projects:fund-proposals", args=[kho_hong.fund.uid]))
    client.force_login(kho_hong.officer)
    assert words in client.get(reverse("funds:fund", args=[kho_hong.fund.uid])).text
    assert told_of_year(kho_hong.officer, FundYear(fund=kho_hong.fund, fiscal_year=2560))["charts"] == []
