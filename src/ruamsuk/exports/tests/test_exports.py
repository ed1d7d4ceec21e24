"""Every list that can be taken away holds, as a file, what its pages show to the same person, and no more."""

import csv
import io
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from ruamsuk.audit.models import Operation
from ruamsuk.dashboards.tests.conftest import YEAR, make, network, reader, small_network, world  # noqa: F401
from ruamsuk.exports import answers
from ruamsuk.exports.models import Export

LISTS = [
    "/funds/",
    "/organizations/",
    "/official-figures/",
    "/plans/",
    "/plans/planned-projects/",
    "/plans/agreed/",
    "/proposals/",
    "/projects/",
    "/reports/?show=all",
    "/reports/?show=late",
]


def with_(address: str, **more: object) -> str:
    parts = urlsplit(address)
    asked = {**{name: values[0] for name, values in parse_qs(parts.query).items()}, **more}
    return parts.path + "?" + "&".join(f"{name}={value}" for name, value in asked.items())


def content(answer) -> bytes:
    assert answer.status_code == 200, answer
    return b"".join(answer.streaming_content)


def rows(client, address: str) -> list[list[str]]:
    answer = client.get(with_(address, take="csv"))
    return list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig"))))


@pytest.mark.parametrize("address", LISTS)
def test_a_file_has_the_rows_of_all_pages_in_their_order(address, reader, world, monkeypatch):  # noqa: F811
    address = with_(address, area="90", year=YEAR)
    shown = [str(row.uid) for row in reader.get(address).context["page"].rows]
    monkeypatch.setattr(answers, "TOGETHER", 2)
    head, *found = rows(reader, address)
    assert len(found) == len(shown)
    named = [line[-1].rstrip("/").rpartition("/")[2] for line in found]
    if head[-1] == "หน้า" and "show=late" not in address and "planned" not in address:
        assert named == shown


def test_pages_of_lists_say_that_they_can_be_taken_along_and_others_do_not(reader, world):  # noqa: F811
    """A list that is empty offers nothing, and neither does a page without one."""
    for address in LISTS:
        page = reader.get(with_(address, area="90", year=YEAR))
        has_rows = bool(page.context["page"].rows)
        assert ("take=xlsx" in page.content.decode()) == has_rows, address
    assert "take=xlsx" not in reader.get("/counts/").content.decode()


def test_a_workbook_has_numbers_as_numbers_days_as_days_and_says_of_what_it_is(reader, world):  # noqa: F811
    world.make.project(world.kho_hong, approved_on=date(YEAR - 544, 10, 5), budget_satang=12_345_50)
    answer = reader.get(f"/projects/?area=90&year={YEAR}&take=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(answer)))
    first, about = book.sheet_names
    head, row, *_more = book.get_sheet_by_name(first).to_python()
    by_head = dict(zip(head, row, strict=True))
    assert by_head["งบประมาณ (บาท)"] == 12345.5
    assert by_head["วันที่อนุมัติ"] == date(YEAR - 544, 10, 5)
    assert by_head["ปีงบประมาณ"] == YEAR
    assert first == "โครงการ"
    said = dict(book.get_sheet_by_name(about).to_python())
    assert said["ที่อยู่ของรายการ"].endswith(f"/projects/?area=90&year={YEAR}")
    assert "ruamsuk-projects-" in answer["Content-Disposition"]


def test_a_title_like_a_formula_is_a_title(reader, world):  # noqa: F811
    project = world.make.project(world.kho_hong)
    type(project).objects.filter(pk=project.pk).update(title='=HYPERLINK("http://a","b")')
    assert "'=HYPERLINK" in str(rows(reader, f"/projects/?area=90&year={YEAR}"))
    book = content(reader.get(f"/projects/?area=90&year={YEAR}&take=xlsx"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[1][1] == '=HYPERLINK("http://a","b")'


def test_filters_hold_for_the_file_and_its_address_keeps_area_and_year(reader, world):  # noqa: F811
    all_of_them = rows(reader, f"/projects/?area=90&year={YEAR}")
    some = rows(reader, f"/projects/?area=90&year={YEAR}&status=finished")
    assert len(some) < len(all_of_them)
    page = reader.get("/projects/?status=running").content.decode()
    link = re.search(r'href="(/projects/\?[^"]*take=csv)"', page)
    if link:
        assert "area=" in link[1]
        assert "year=" in link[1]


def test_what_somebody_takes_stands_in_the_trail_and_with_the_list_of_those_who_look_on(
    reader,  # noqa: F811
    world,  # noqa: F811
    client,
    person,
):
    rows(reader, f"/projects/?area=90&year={YEAR}")
    export = Export.objects.get()
    assert (export.kind, export.by_id) == ("csv", int(reader.session["_auth_user_id"]))
    assert export.address == f"/projects/?area=90&year={YEAR}"
    assert Operation.objects.get(verb="exports.note_export").subject_id == export.pk
    rows(Client(), f"/projects/?area=90&year={YEAR}")
    assert Export.objects.count() == 1
    client.force_login(person("Auditor", "auditor"))
    assert export.address.replace("&", "&amp;") in client.get(reverse("exports:index")).content.decode()
    client.force_login(person("Officer", "fund-officer", world.kho_hong))
    assert client.get(reverse("exports:index")).status_code == 403


def test_what_was_searched_for_may_be_long(reader, world):  # noqa: F811
    """A Thai letter is nine in an address."""
    rows(reader, f"/projects/?area=90&year={YEAR}&q={'ย' * 200}")
    assert len(Export.objects.get().address) > 1_800


def test_an_auditor_of_an_area_is_told_what_was_taken_by_people_who_work_there(world, person, area):  # noqa: F811
    client, officer = Client(), person("Officer", "fund-officer", world.kho_hong)
    client.force_login(officer)
    rows(client, f"/projects/?area=90&year={YEAR}")
    for code, is_told in (("90", True), ("93", False)):
        client.force_login(person(f"Auditor {code}", "auditor", area(code)))
        page = client.get(reverse("exports:index"))
        assert [row.by for row in page.context["page"].rows] == ([officer] if is_told else [])


def test_a_visitor_takes_what_a_visitor_sees(reader, world):  # noqa: F811
    client = Client()
    assert rows(client, f"/projects/?area=90&year={YEAR}") == rows(reader, f"/projects/?area=90&year={YEAR}")
    assert client.get("/proposals/?take=csv").status_code == 302
    assert client.get("/official-figures/?take=csv").status_code == 302


def test_a_list_that_is_too_long_is_refused_in_words_and_nothing_is_noted(reader, world, monkeypatch):  # noqa: F811
    monkeypatch.setattr(answers, "MOST", 1)
    for kind in ("csv", "xlsx"):
        answer = reader.get(f"/projects/?area=90&year={YEAR}&take={kind}")
        assert answer.status_code == 422
        assert "เลือกพื้นที่ที่เล็กลง" in answer.content.decode()
    assert not Export.objects.exists()
    assert reader.get(f"/projects/?area=90&year={YEAR}&take=docx").status_code == 200  # no kind: the page


def test_files_can_be_fetched_only_so_often(reader, world, one_minute):  # noqa: F811
    for _turn in range(20):
        rows(reader, f"/projects/?area=90&year={YEAR}")
    assert reader.get(f"/projects/?area=90&year={YEAR}&take=csv").status_code == 429
    cache.clear()


def test_the_address_of_a_page_is_shared_as_text_and_as_a_code(client, settings):
    settings.BASE_URL = "https://ruamsuk.example"
    page = client.get(reverse("exports:share"), {"of": "/projects/?area=90&year=2570"})
    assert "https://ruamsuk.example/projects/?area=90&amp;year=2570" in page.content.decode()
    assert "<svg" in page.content.decode()


@pytest.mark.parametrize("of", ["//evil.example/", "https://evil.example/", "/no/such/page", "/" + "a" * 700])
def test_only_pages_of_this_system_are_shared(client, of):
    assert client.get(reverse("exports:share"), {"of": of}).status_code == 404
