"""The page, the lists behind its numbers, its files."""

import csv
import html
import io
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from python_calamine import CalamineWorkbook

from ruamsuk.core.kept import forget
from ruamsuk.counting.figures import FIGURES
from ruamsuk.dashboards import shown, tables
from ruamsuk.dashboards.tests.conftest import LIST, YEAR
from ruamsuk.funds.actions import close_fund
from ruamsuk.issues.models import IssueList
from ruamsuk.issues.queries import lists

PLACES = ("area=TH", "area=Z12", "area=90", "area=90&here=1", "area=9011", "area=901104", "area=930101")
ASKED = [*((place, False) for place in PLACES), ("area=TH", True), ("area=90", True), ("area=901104", True)]

MOST_OF_LINE = 2_200  # bytes, of a fund with a project


def rows_of(client: Client, address: str) -> list[Any]:
    """What a list gives over all its pages; the number that the list itself says is the same."""
    found: list[Any] = []
    said, seen = None, ""
    while True:
        answer = client.get(address + (f"&after={seen}" if seen else ""))
        assert answer.status_code == 200, address
        page = answer.context["page"]
        said = answer.context.get("total") if said is None else said
        found, seen = [*found, *page], page.next
        if not seen:
            assert said in (None, len(found)), address
            return found


def records(client: Client, address: str) -> int:
    return len(rows_of(client, address))


def test_every_number_opens_as_many_records_as_it_says(reader, world):
    opened: dict[
        str, list[Any]
    ] = {}  # many numbers lead to a list that another one has led to: it is read once
    for place, in_network in ASKED:
        within = f"&network={world.network.uid}" if in_network else ""
        records, satang = numbers_of(reader, f"/counts/?{place}&year={YEAR}&list={LIST}{within}")
        assert len(records) > 3
        for url in {*records, *satang}.difference(opened):
            opened[url] = rows_of(reader, url)
        for url, value in records.items():
            people = sum(row.people for row in opened[url]) if "figure=participants" in url else None
            assert (len(opened[url]) if people is None else people) == value, url
        for url, value in satang.items():
            assert sum(row.budget_satang for row in opened[url]) == value, url


def numbers_of(reader: Client, address: str) -> tuple[dict[str, int], dict[str, int]]:
    """The lists that the numbers of a page open: how many records each is said to have, and how much money."""
    records: dict[str, int] = {}
    satang: dict[str, int] = {}

    def note(rows: list[tables.Row]) -> None:
        for cell in (cell for row in rows for cell in row.cells if cell.url and cell.value >= 0):
            (satang if cell.is_money else records)[cell.url] = cell.value

    for figure in ("", *(code for code, one in FIGURES.items() if one.is_crossed)):
        context = reader.get(f"{address}&figure={figure}").context
        for tile in context["tiles"] + context["report_tiles"]:
            is_money = "(บาท)" in str(tile["label"]) or "baht" in str(tile["label"])
            if tile["url"] and not is_money:
                records[tile["url"]] = int(tile["value"].replace(",", ""))
        for kind in context["kinds"]:
            records[kind[2]] = kind[1]
        note(context["table"].rows)
    note(reader.get(f"{address}&show=issues").context["table"].rows)
    return records, satang


def test_the_numbers_of_a_fund_open_their_records_too(reader, world):
    context = reader.get(f"/counts/?fund={world.kho_hong.uid}&year={YEAR}").context
    for tile in context["tiles"]:
        if "," not in tile["value"] and "." not in tile["value"] and "figure=approved" not in tile["url"]:
            assert records(reader, tile["url"]) == int(tile["value"]), tile
    rest = context["table"].rows[-2]
    assert [(cell.value, records(reader, cell.url)) for cell in rest.cells if cell.url] == [(2, 2), (2, 2)]


def test_the_page_is_public_and_proposals_lead_to_signing_in(client: Client, world):
    answer = client.get(f"/counts/?area=90&year={YEAR}")
    assert answer.status_code == 200
    tile = next(tile for tile in answer.context["tiles"] if "/proposals/" in tile["url"])
    assert client.get(tile["url"]).url.startswith("/accounts/login/")


def test_a_closed_fund_is_no_longer_counted_but_its_projects_are(reader, world):
    close_fund(fund=world.bo_yang, reason="ยุบรวม", by=None)
    table = reader.get(f"/counts/?area=900101&year={YEAR}").context["table"]
    assert [row.label for row in table.rows[:-1]] == [world.bo_yang.name]
    assert [cell.value for cell in table.rows[0].cells[:4]] == [0, 1, 0, 1]


class Text(HTMLParser):
    """The words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""

    def handle_data(self, data: str) -> None:
        self.words += data + " "


def test_the_page_says_in_words_what_the_figures_say(reader, world):
    parser = Text()
    parser.feed(reader.get(f"/counts/?area=90&year={YEAR}").content.decode())
    assert re.search(rf"จังหวัดสงขลา[^.]*{YEAR}", parser.words)
    assert "75,000" in parser.words  # 7,500,000 satang


def test_who_has_two_minutes_sees_figures_and_pictures_and_unfolds_the_rest(reader, world):
    """What the question can be and the tables by place and issue are folded, unless they are what was asked for."""

    def folds(address: str) -> list[bool]:
        page = reader.get(address).content.decode()
        places = [page.index(mark) for mark in ('class="tiles"', 'class="charts"', 'id="table"')]
        assert places == sorted(places)
        found = re.findall(r'<details class="fold[^"]*" *(open)?[^>]*>.*?</details>', page, re.S)
        tables = re.sub(r"<details.*?</details>|<figure.*?</figure>", "", page, flags=re.S)
        assert "<table" not in tables
        assert "<select" not in tables
        return [bool(is_open) for is_open in found]

    address = f"/counts/?area=90&year={YEAR}"
    assert folds(address) == [False, False, False, False]
    assert folds(f"{address}&show=issues") == [False, True, False]
    assert folds(f"{address}&figure=approved") == [False, True, False, False]
    other = IssueList.objects.exclude(pk=lists().first().pk).first()
    assert folds(f"{address}&list={other.code}") == [True, False, False, False]
    # "Show" was pressed: the next choice follows.
    assert folds(f"{address}&asked=1") == [True, False, False, False]
    assert 'name="asked" value="1"' in reader.get(address).content.decode()


def test_the_second_table_is_fetched_once_somebody_unfolds_it(reader, world):
    """Both together are twice the page. Without a script its words lead to a page that has it instead of the other."""
    page = reader.get(f"/counts/?area=90&year={YEAR}&figure=approved")
    url = re.search(r'<details class="fold" hx-get="([^"]*)" hx-trigger="toggle once"', page.content.decode())
    address = html.unescape(url[1])
    assert f'<a href="{url[1]}#table">' in page.content.decode()
    whole, part = reader.get(address), reader.get(address, headers={"HX-Request": "true"})
    rows = [row.label for row in whole.context["table"].rows]
    assert rows == [row.label for row in part.context["table"].rows]
    assert len(rows) > 3
    assert "<html" not in part.content.decode()
    for answer in (page, whole, part):
        assert "HX-Request" in answer["Vary"]
        assert answer.content.count(b'class="table-wrap"') == 1


def test_a_line_of_the_page_weighs_no_more_than_it_must(client, make):
    """A page of counts has up to eighty lines, each in the table and in two pictures; 90 KB are wanted of all."""
    weighed = []
    for number in range(1, 14):
        make.project(make.fund(f"L{number:04}", "901104"), "food")
        if number in (3, 13):
            weighed.append(len(client.get(f"/counts/?area=901104&year={YEAR}").content))
    assert (weighed[1] - weighed[0]) / 10 < MOST_OF_LINE


def test_a_network_or_list_that_does_not_exist_is_not_found(client: Client, world):
    assert client.get("/counts/?network=019a0000-0000-7000-8000-000000000000").status_code == 404
    assert client.get("/counts/?network=x").status_code == 404
    assert client.get("/counts/?list=nothing").status_code == 404
    assert client.get("/counts/download/pdf/").status_code == 404
    assert client.get(f"/counts/?list={LIST}&network={world.network.uid}").status_code == 200


def test_the_excel_file_holds_the_numbers_of_the_page(reader, world):
    address = f"?area=90&year={YEAR}&list={LIST}"
    page = reader.get(f"/counts/{address}").context
    answer = reader.get(f"/counts/download/xlsx/{address}")
    assert f"ruamsuk-90-{YEAR}.xlsx" in answer["Content-Disposition"]
    book = CalamineWorkbook.from_object(io.BytesIO(answer.content))
    by_entry = book.get_sheet_by_name("2").to_python()
    heads = next(row for row in by_entry if row[1:] and row[2] != "")
    stored = {row[0]: dict(zip(heads[1:], row[1:], strict=True)) for row in by_entry}
    for row in reader.get(f"/counts/{address}&show=issues").context["table"].rows:
        for cell in row.cells:
            value = cell.value / 100 if cell.is_money else cell.value
            assert stored[row.label][str(cell.head)] == value
    head = next(row for row in book.get_sheet_by_name("1").to_python() if row[1:] and row[2] != "")
    total = book.get_sheet_by_name("1").to_python()[-1]
    levels = page["table"].rows[-1]
    named = dict(zip(head[1:], total[1:], strict=True))
    for cell in levels.cells:
        assert named[str(cell.head)] == (cell.value / 100 if cell.is_money else cell.value)
    crossed = reader.get(f"/counts/{address}&figure=approved").context["table"]
    sheet = book.get_sheet_by_name("5").to_python()
    assert sheet[-1][1:] == [cell.value for cell in crossed.rows[-1].cells]


def test_the_csv_file_opens_in_excel_with_thai_letters(reader, world):
    content = reader.get(f"/counts/download/csv/?area=90&year={YEAR}").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:3]] == ["เมืองสงขลา", "หาดใหญ่"]
    assert rows[-1][rows[0].index("อนุมัติแล้ว")] == "6"


def test_a_name_that_looks_like_a_formula_is_only_a_name(reader, world):
    world.kho_hong.name = "=1+1"
    world.kho_hong.save()
    content = reader.get(f"/counts/download/csv/?area=901104&year={YEAR}").content.decode("utf-8-sig")
    assert "'=1+1" in content


def test_files_can_be_fetched_only_so_often(reader, world, one_minute):
    answers = [reader.get("/counts/download/csv/").status_code for _ in range(21)]
    assert answers[:20] == [200] * 20
    assert answers[20] == 429


def test_limits_are_shown_and_can_be_taken_away(reader, world):
    address = (
        f"/projects/?area=TH&year={YEAR}&figure=approved&list={LIST}&entry=food&network={world.network.uid}"
    )
    chips = reader.get(address).context["filters"].chips
    assert len(chips) == 3
    without_network = next(chip.url for chip in chips if "network" not in chip.url)
    assert records(reader, address) == 1
    assert records(reader, f"/projects/{without_network}") == 4


@pytest.mark.parametrize("funds", [1, 30])
def test_the_page_asks_the_database_as_often_for_thirty_funds(
    client, make, funds, django_assert_max_num_queries
):
    for number in range(funds):
        make.project(make.fund(f"L{number:04}", "901104"), "food")
    with django_assert_max_num_queries(20):  # two of them for the years before
        client.get(f"/counts/?area=901104&year={YEAR}")


def test_a_fund_with_many_projects_names_the_largest_and_its_sums_are_whole(reader, world, make, monkeypatch):
    address = f"/counts/?fund={world.kho_hong.uid}&year={YEAR}"
    before = reader.get(address).context["table"]
    monkeypatch.setattr(tables, "MOST_PROJECTS", 2)
    table = reader.get(address).context["table"]
    assert [row.label for row in table.rows[:2]] == [row.label for row in before.rows[:2]]
    assert table.rows[2].label == "โครงการอื่นอีก 1 โครงการ"
    assert [cell.value for cell in table.rows[2].cells] == [cell.value for cell in before.rows[2].cells]
    assert [cell.value for cell in table.rows[-1].cells] == [cell.value for cell in before.rows[-1].cells]
    assert records(reader, table.rows[2].url) == 3
    whole = reader.get(f"/counts/download/csv/?fund={world.kho_hong.uid}&year={YEAR}").content.decode()
    assert all(row.label in whole for row in before.rows)


@pytest.mark.django_db(transaction=True)
def test_figures_are_drawn_once_for_all_readers_of_a_language_until_one_changes(make, person, monkeypatch):
    """Kept ready (docs/adr/0005): what stands among them may not depend on who asks."""
    forget()
    drawn = []
    monkeypatch.setattr(shown, "render_to_string", lambda *of: drawn.append(of) or render_to_string(*of))
    fund = make.fund("L0001", "901104")
    make.project(fund, "food")
    signed_in = Client()
    signed_in.force_login(person("Malee", "coordinator", fund.home_area))

    def approved(client: Client, language: str) -> str:
        client.cookies["language"] = language
        page = client.get(f"/counts/?area=901104&year={YEAR}").content.decode()
        label = {"th": "โครงการที่อนุมัติ", "en": "Projects approved"}[language]
        return re.search(rf'stat-label">{label}</span>.*?stat-value">\s*(\d+)', page, re.S)[1]

    assert [approved(client, "th") for client in (Client(), signed_in, Client())] == ["1", "1", "1"]
    assert len(drawn) == 1
    assert approved(signed_in, "en") == "1"
    assert len(drawn) == 2
    make.project(fund, "food")
    assert [approved(signed_in, language) for language in ("th", "en")] == ["2", "2"]
    assert len(drawn) == 4
    forget()


def test_where_nothing_is_due_nothing_is_said_to_be_late_or_not(reader, world):
    """A zero there would be a praise that nobody earned; where something was due it is one."""

    def late(year: int) -> str:
        tiles = reader.get(f"/counts/?area=90&year={year}").context["report_tiles"]
        return next(tile["value"] for tile in tiles if tile["label"] == FIGURES["reports_late"].label)

    assert (late(YEAR), late(2560)) == ("1", "–")
    world.make.activity(world.make.project(world.kho_hong, year=2560), date(2017, 3, 1))
    assert late(2560) == "1"
