"""One box looks through all nouns: what one may see and no more, however it is typed."""

import pytest
from django.test import Client

from ruamsuk.accounts.choices import Role
from ruamsuk.core.finding import MOST
from ruamsuk.dashboards.tests.conftest import YEAR, make, network, reader, small_network, world  # noqa: F401
from ruamsuk.projects.models import ActivityReport, Project, Proposal
from ruamsuk.web.queries import Hit


def titled(record, title: str):
    record.title = title
    record.save()
    return record


def found(client: Client, words: str) -> dict[str, list[str]]:
    shown = client.get("/search/", {"q": words}).context["found"]
    groups = shown.groups if shown else []
    return {group.name: [title_of(hit) for hit in group.hits] for group in groups}


def title_of(hit: Hit) -> str:
    return "".join(run for run, _is_wanted in hit.title)


def test_a_word_finds_every_noun_that_has_it_and_each_leads_to_its_page(reader, world):  # noqa: F811
    titled(Project.objects.first(), "โครงการว่ายน้ำ")
    titled(Proposal.objects.filter(state="submitted").first(), "ข้อเสนอว่ายน้ำ")
    titled(ActivityReport.objects.filter(state="accepted").first(), "รายงานว่ายน้ำ")
    page = reader.get("/search/", {"q": "ว่ายน้ำ"})
    assert set(found(reader, "ว่ายน้ำ")) == {"projects", "proposals", "reports"}
    for group in page.context["found"].groups:
        assert [reader.get(one.url).status_code for one in group.hits] == [200]


@pytest.mark.parametrize("typed", ["น้ำดื่ม เด็ก", "เด็ก  น้ําดื่ม", "เด็กกับน้ำ", "๒๕๗๐"])
def test_words_apart_and_typed_otherwise_are_found(reader, world, typed):  # noqa: F811
    titled(Project.objects.first(), "น้ำดื่มสะอาด เด็กกับน้ำ ปี 2570")
    assert found(reader, typed)["projects"][:1] == ["น้ำดื่มสะอาด เด็กกับน้ำ ปี 2570"]


def test_a_fund_is_found_by_its_code_its_name_and_its_place(reader, world):  # noqa: F811
    fund = world.kho_hong
    for typed in (fund.code, fund.code.lower().removeprefix("l"), fund.name, fund.home_area.name_th):
        assert fund.name in found(reader, typed)["funds"], typed
    assert "areas" in found(reader, fund.home_area.name_th)


def test_a_visitor_finds_what_is_public_and_no_proposal_and_nobody(client, world):  # noqa: F811
    titled(Project.objects.first(), "โครงการว่ายน้ำ")
    titled(Proposal.objects.filter(state="submitted").first(), "ข้อเสนอว่ายน้ำ")
    assert found(client, "ว่ายน้ำ") == {"projects": ["โครงการว่ายน้ำ"]}


def test_drafts_and_people_are_found_by_those_alone_who_may_read_them(client, world, person, area):  # noqa: F811
    titled(world.make.proposal(world.kho_hong, state="draft"), "ร่างว่ายน้ำ")
    person("สมหญิง", Role.FUND_OFFICER, world.kho_hong)
    mentor = person("Elsewhere", Role.MENTOR, area("93"))
    client.force_login(mentor)
    assert found(client, "ว่ายน้ำ") == {}
    assert "people" not in found(client, "สมหญิง")
    client.force_login(person("Malee", Role.FUND_OFFICER, world.kho_hong))
    assert found(client, "ว่ายน้ำ") == {"proposals": ["ร่างว่ายน้ำ"]}
    assert found(client, "สมหญิง")["people"] == ["สมหญิง"]


def test_of_many_a_few_are_shown_and_the_rest_is_a_press_away(reader, world):  # noqa: F811
    for no in range(MOST + 2):
        titled(world.make.project(world.kho_hong), f"ว่ายน้ำรุ่น {no}")
    (group,) = reader.get("/search/", {"q": "ว่ายน้ำรุ่น"}).context["found"].groups
    assert group.count == str(MOST + 2)
    assert [title_of(hit) for hit in group.hits] == [f"ว่ายน้ำรุ่น {no}" for no in range(MOST + 1, 1, -1)]
    assert len(reader.get(group.more).context["page"].rows) == MOST + 2


@pytest.mark.parametrize("words", ["", "   ", "..", "%", "'; drop", "\x00", "ก" * 5000, "๏๚๛"])
def test_odd_words_find_nothing_or_little_and_break_nothing(reader, world, words):  # noqa: F811
    page = reader.get("/search/", {"q": words})
    assert page.status_code in (200, 422)


def test_nobody_empties_the_machine_by_searching(client, world, one_minute):  # noqa: F811
    tries = [client.get("/search/", {"q": "ก"}).status_code for _turn in range(61)]
    assert tries == [200] * 60 + [429]


def test_every_page_offers_the_search(reader, world):  # noqa: F811
    assert 'action="/search/"' in reader.get("/").content.decode()
    assert 'action="/search/"' in Client().get("/").content.decode()
