"""Lists of proposals, projects and reports: found, limited and counted alike."""

import re

import pytest
from django.urls import reverse

from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.tests.conftest import YEAR

LISTS = ["projects:proposals", "projects:projects", "projects:reports"]


@pytest.fixture
def listed(client, kho_hong):
    """`listed("projects:proposals", state="draft")`: what the fund's officer sees of that place and year."""

    def ask(name, place="901104", **asked):
        client.force_login(kho_hong.officer)
        return client.get(reverse(name), {"area": place, "year": YEAR, **asked})

    return ask


def chips(answer) -> dict[str, str]:
    """Words of each choice above the list → its count."""
    links = re.findall(r'<nav class="choices".*?</nav>', answer.text, re.DOTALL)[-1]
    pairs = re.findall(r"<a[^>]*>\s*(\S+)\s*(?:<span[^>]*>(\d+)</span>)?", links)
    return dict(pairs)


def test_choices_say_how_many_there_are_and_the_list_holds_as_many(listed, submitted, kho_hong):
    drafting.start_proposal(fund=kho_hong.fund, fiscal_year=YEAR, title="ตลาดสะอาด", by=kho_hong.officer)
    whole = chips(listed("projects:proposals"))
    assert whole == {"ทั้งหมด": "2", "กำลังพัฒนา": "1", "ส่งแล้ว": "1"}
    answer = listed("projects:proposals", state="draft")
    assert [row.title for row in answer.context["page"].rows] == ["ตลาดสะอาด"]
    assert chips(answer) == whole  # a choice does not take the others away
    assert set(chips(listed("projects:proposals", place="90")).values()) == {""}, (
        "a province is not counted at once"
    )


def test_proposals_are_found_by_words_in_any_order_and_in_other_years(listed, submitted, kho_hong):
    drafting.start_proposal(
        fund=kho_hong.fund, fiscal_year=YEAR, title="ตลาดสะอาดปลอดโฟม", by=kho_hong.officer
    )
    drafting.start_proposal(fund=kho_hong.fund, fiscal_year=YEAR - 1, title="รักษ์น้ำ", by=kho_hong.officer)
    answer = listed("projects:proposals", q="โฟม ตลาด")
    assert [row.title for row in answer.context["page"].rows] == ["ตลาดสะอาดปลอดโฟม"]
    assert chips(answer)["ทั้งหมด"] == "1"
    answer = listed("projects:proposals", q="รักษ์น้ำ")
    assert (answer.context["page"].rows, answer.context["other_years"]) == ([], [(YEAR - 1, 1)])
    assert f"year={YEAR - 1}" in answer.text


def test_the_box_keeps_what_the_list_is_limited_to(listed, submitted):
    answer = listed("projects:proposals", state="draft", mine="1")
    form = re.search(r'<form[^>]*class="filter-form".*?</form>', answer.text, re.DOTALL)[0]
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form))
    assert (kept["mine"], kept["state"]) == ("1", "draft")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("place", ["901104", "9011", "90", "TH"])
def test_each_list_opens_for_every_level_of_place(listed, name, place):
    assert listed(name, place, show="all").status_code == 200


def test_a_list_of_one_fund_does_not_say_its_name_in_each_row(listed, submitted, kho_hong):
    def rows():
        answer = listed("projects:proposals", mine="1")
        return re.search(r"<tbody>.*</tbody>", answer.text, re.DOTALL)[0]

    other = drafting.start_proposal(
        fund=kho_hong.fund, fiscal_year=YEAR, title="ตลาดสะอาด", by=kho_hong.officer
    )
    assert kho_hong.fund.name not in rows()
    Proposal.objects.filter(pk=other.pk).update(fund=None)
    assert kho_hong.fund.name in rows()
