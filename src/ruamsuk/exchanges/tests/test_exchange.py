"""Files of another system out and in: nothing is lost, nothing guessed, nothing here overwritten."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from ruamsuk.exchanges.actions.entries import pair_entry, set_result
from ruamsuk.exchanges.actions.importer import OUTSIDE
from ruamsuk.exchanges.actions.mapping import add_column, add_form, retire_form
from ruamsuk.exchanges.choices import Show
from ruamsuk.exchanges.models import OutsideEntry, ProjectResult
from ruamsuk.exchanges.problems import ExchangeWhichForm
from ruamsuk.exchanges.queries.books import book
from ruamsuk.exchanges.queries.files import read_file, rows_by
from ruamsuk.exchanges.queries.lists import compare, counted
from ruamsuk.exchanges.queries.reports import differences, reasons
from ruamsuk.exchanges.tests.conftest import FIRST, YEAR, enter
from ruamsuk.imports.actions import importing, undoing
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.queries.reports import counts
from ruamsuk.projects.models import Project
from ruamsuk.projects.reports.actions.bulk import GivenReport, enter_reports
from ruamsuk.projects.reports.choices import ReportState


def close(projects, *, by):
    """A report that was sent, and the result, of each."""
    now = timezone.now()
    enter_reports(
        given=[
            GivenReport(
                project,
                None,
                {"title": "สรุป", "sent_at": now, "percent": 100},
                ReportState.SENT,
                participants=[{"people": 30 + no}],
                spending={1: 100_000 + no},
            )
            for no, project in enumerate(projects)
        ],
        by=None,
    )
    for no, project in enumerate(projects):
        achieved = "achieved" if no % 3 else "not-achieved"
        set_result(project=project, result=achieved, reason="" if no % 3 else f"ฝนตกหนัก {no}", by=by)


def file_of(world, projects):
    return book(
        world.form,
        [
            (one.values, {})
            for one in compare(Project.objects.filter(pk__in=[one.pk for one in projects]), world.form)
        ],
    )


def take(world, data, *, by=None, start=True):
    batch = importing.take_file(
        importer=OUTSIDE,
        name="there.xlsx",
        sha256="0",
        records=rows_by(world.form, data, 5_000),
        by=by or world.officer,
        with_preview=True,
    )
    if start:
        importing.start_batch(batch=batch, by=by or world.officer)
        importing.run_batch(batch)
    return batch


def table(data):
    """The first sheet as it stands: headings, rows."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    head, *rows = sheet.to_python()
    return head, rows


def written(head, rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        page = made.add_worksheet()
        for number, cells in enumerate([head, *rows]):
            page.write_row(number, 0, cells)
    return out.getvalue()


def changed(data, row, **cells):
    """The file with other cells in one row, by the heading's number."""
    head, rows = table(data)
    for number, text in cells.items():
        rows[row][int(number[1:])] = text
    return written(head, rows)


def test_a_hundred_projects_out_and_in_are_the_same(world):
    projects = enter(world.fund, 100, title="โครงการที่ {no} = สุขภาพ")
    close(projects, by=world.officer)
    data = file_of(world, projects)
    head, rows = table(data)
    assert (len(head), len(rows)) == (17, 100)
    assert all(str(cell) for number, cell in enumerate(rows[1]) if number != 15)
    assert rows[1][9:13] == [
        YEAR - 543,
        f"02/11/{FIRST.year}",
        f"02/08/{FIRST.year + 1}",
        f"02/10/{FIRST.year}",
    ]
    assert {row[14] for row in rows} == {"บรรลุ", "ไม่บรรลุ"}

    before = take(world, data, start=False)
    assert counts(before)["created"] == 100
    assert not before.lines.exclude(report__differs=[]).exists()
    importing.start_batch(batch=before, by=world.officer)
    importing.run_batch(before)
    found = compare(Project.objects.filter(pk__in=[one.pk for one in projects]), world.form)
    assert counted(found) == {"all": 100, "ready": 100, "missing": 0, "here-only": 0, "differs": 0}
    assert counts(take(world, data))["unchanged"] == 100
    again = book(world.form, [(one.entry.values, one.entry.more) for one in found])
    assert table(again) == (head, rows)


def test_what_is_missing_is_named_and_leads_to_where_it_is_mended(client, world):
    client.force_login(world.officer)
    page = client.get(reverse("exchanges:index")).content.decode()
    one = world.projects[0]
    assert reverse("exchanges:result", args=[one.uid]) in page
    assert reverse("projects:project-reports", args=[one.uid]) in page
    assert "เหตุผลที่ไม่บรรลุวัตถุประสงค์" not in page  # asked only where it was not achieved
    close([one], by=world.officer)
    found = {each.project.pk: each for each in compare(Project.objects.all(), world.form)}
    assert found[one.pk].is_ready
    assert not found[world.projects[1].pk].is_ready


def test_what_is_otherwise_there_stands_beside_and_changes_nothing_here(client, world):
    one = world.projects[0]
    data = changed(file_of(world, [one]), 0, c8="99000", c16="7", c14="บรรลุ")
    batch = take(world, data)
    line = batch.lines.get()
    assert differences(world.form, line) == ["งบประมาณที่อนุมัติ", "ผลการดำเนินโครงการ/กิจกรรม", "จำนวนผู้เข้าร่วม"]
    one.refresh_from_db()
    assert one.approved_satang == 1_234_500
    assert not ProjectResult.objects.exists()
    client.force_login(world.officer)
    for address in (
        reverse("exchanges:beside", args=[one.uid]),
        reverse("exchanges:row", args=[batch.uid, line.no]),
    ):
        page = client.get(address).content.decode()
        assert "12,345" in page
        assert "99,000" in page
    # The result is offered to who says it here, and kept only when saved.
    form = client.get(reverse("exchanges:result", args=[one.uid])).context["form"]
    assert form["result"].value() == "achieved"


def test_typed_there_not_here_and_here_not_there(client, world):
    data = file_of(world, world.projects[:1])
    head, rows = table(data)
    rows[0][1] = "โครงการที่พิมพ์ไว้ที่นั่น"
    take(world, written(head, rows))
    entry = OutsideEntry.objects.get()
    client.force_login(world.officer)
    assert entry.title in client.get(reverse("exchanges:there")).content.decode()
    assert counted(compare(Project.objects.all(), world.form))[Show.HERE_ONLY] == 2
    # A person says which project it is; newer files follow.
    answer = client.post(reverse("exchanges:entry", args=[entry.uid]), {"project": world.projects[0].uid})
    assert answer.status_code == 302
    assert entry.title not in client.get(reverse("exchanges:there")).content.decode()
    rows[0][16] = 12
    assert counts(take(world, written(head, rows)))["updated"] == 1
    entry.refresh_from_db()
    assert (entry.project, entry.values["participants"]) == (world.projects[0], 12)
    twin = OutsideEntry.objects.create(
        form=world.form, fund=world.fund, fiscal_year=YEAR, title="อีกอัน", said_at=timezone.now()
    )
    refused = client.post(reverse("exchanges:entry", args=[twin.uid]), {"project": world.projects[0].uid})
    assert refused.status_code == 422


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    ("column", "text", "why"),
    [
        (10, "31/02/2026", "day"),
        (10, "1/1/27", "day-two"),
        (9, "ปีนี้", "year"),
        (9, "2900", "year"),
        (8, "1,23,4", "amount"),
        (8, "50.000", "number-two"),
        (16, "-3", "number"),
        (14, "ก็ดี", "word"),
        (0, "L9999", "fund"),
        (0, "", "empty"),
        (1, "", "empty"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_its_row_with_the_reason(world, column, text, why):
    data = file_of(world, world.projects)
    batch = take(world, changed(data, 0, **{f"c{column}": text}))
    assert (counts(batch)["failed"], counts(batch)["created"]) == (1, 1)
    line = batch.lines.get(outcome=LineResult.FAILED)
    assert why in {one["why"] for one in line.report["errors"]}
    assert all(text for _heading, text in reasons(world.form, line))


def test_a_file_with_nothing_to_save_offers_no_saving(client, world):
    client.force_login(world.officer)
    data, saving = file_of(world, world.projects), "บันทึกแถวที่ถูกต้อง"
    new = take(world, data, start=False)
    assert saving in client.get(reverse("exchanges:file", args=[new.uid])).content.decode()
    take(world, data)
    same = take(world, data, start=False)
    page = client.get(reverse("exchanges:file", args=[same.uid])).content.decode()
    assert saving not in page
    assert "ไฟล์นี้ไม่มีแถวให้บันทึก" in page


def test_only_rows_of_the_own_funds_are_taken(world):
    data = file_of(world, world.projects)
    assert counts(take(world, data, by=world.stranger))["failed"] == 2
    assert counts(take(world, data, by=world.coordinator))["created"] == 2


def test_columns_that_the_form_does_not_have_are_kept_and_named(client, world):
    head, rows = table(file_of(world, world.projects[:1]))
    batch = take(world, written([*head, "กิจกรรมหลักของโครงการ (อื่นๆ)"], [[*rows[0], "เดินรณรงค์"]]))
    assert OutsideEntry.objects.get().more == {"กิจกรรมหลักของโครงการ (อื่นๆ)": "เดินรณรงค์"}
    assert "อบรม" in OutsideEntry.objects.get().values["activities"]
    client.force_login(world.officer)
    page = client.get(reverse("exchanges:file", args=[batch.uid])).content.decode()
    assert "กิจกรรมหลักของโครงการ (อื่นๆ)" in page


def test_two_projects_of_one_name_are_told_apart_or_asked_about(world):
    twins = enter(world.fund, 2, title="ชื่อเดียวกัน")
    data = file_of(world, twins)
    assert counts(take(world, data, start=False))["created"] == 2
    batch = take(world, changed(data, 1, c8="1"), start=False)
    line = batch.lines.get(expected=LineResult.FAILED)
    assert [one["why"] for one in line.report["errors"]] == ["several"]


def test_a_file_is_taken_back_to_what_stood_before(world):
    data = file_of(world, world.projects[:1])
    first = take(world, data)
    second = take(world, changed(data, 0, c16="5"))
    entry = OutsideEntry.objects.get()
    assert entry.values["participants"] == 5
    with pytest.raises(undoing.ImportBuiltOn):
        undoing.start_undo(batch=first, by=world.officer)
    undo(second, world.officer)
    entry.refresh_from_db()
    assert entry.values["participants"] is None
    undo(first, world.officer)
    assert not OutsideEntry.objects.exists()


def undo(batch, by):
    undoing.start_undo(batch=batch, by=by)
    undoing.undo_batch(batch, by)


def test_what_a_person_paired_stays_when_the_file_is_taken_back(world):
    head, rows = table(file_of(world, world.projects[:1]))
    rows[0][1] = "ชื่ออื่น"
    batch = take(world, written(head, rows))
    pair_entry(entry=OutsideEntry.objects.get(), project=world.projects[0], by=world.officer)
    undo(batch, world.officer)
    assert OutsideEntry.objects.get().project == world.projects[0]


def test_a_second_form_needs_no_program(client, world):
    client.force_login(world.administrator)
    made = client.post(reverse("exchanges:form-add"), {"name": "แบบของจังหวัด"})
    uid = made["Location"].strip("/").split("/")[-1]
    columns = [
        {"heading": "โครงการ", "field": "title", "format": "plain"},
        {"heading": "กองทุน (รหัส)", "field": "fund_code", "format": "plain"},
        {"heading": "ปี", "field": "fiscal_year", "format": "year-be"},
        {"heading": "เริ่ม", "field": "starts_on", "format": "day-be"},
        {"heading": "ผล", "field": "result", "format": "words", "words": "achieved = สำเร็จ"},
        {"heading": "หมายเหตุ", "field": "", "format": "plain"},
    ]
    add = reverse("exchanges:column-add", args=[uid])
    for column in columns:
        assert client.post(add, column).status_code == 302, column
    assert client.post(add, {"heading": "อีกช่อง", "field": "title", "format": "plain"}).status_code == 422
    assert client.post(add, {"heading": "จบ", "field": "ends_on", "format": "plain"}).status_code == 422
    assert (
        client.post(add, {"heading": "ผล 2", "field": "status", "format": "words", "words": "x"}).status_code
        == 422
    )
    close(world.projects, by=world.officer)
    client.force_login(world.officer)
    data = client.get(f"{reverse('exchanges:download')}?form={uid}").content
    head, rows = table(data)
    assert head == ["โครงการ", "กองทุน (รหัส)", "ปี", "เริ่ม", "ผล", "หมายเหตุ"]
    assert rows[1][2:5] == [YEAR, f"02/11/{YEAR - 1}", "สำเร็จ"]
    sent = client.post(
        reverse("exchanges:files"), {"form": uid, "file": SimpleUploadedFile("there.xlsx", data)}
    )
    batch = client.get(sent["Location"]).context["batch"]
    assert counts(batch)["created"] == 2
    assert not batch.lines.exclude(report__differs=[]).exists()


def test_a_file_of_something_else_is_refused_in_words(client, world):
    client.force_login(world.officer)
    for data in (written(["ชื่อ", "ปี"], [["ก", 2569]]), b"%PDF-1.7", b"PK\x03\x04xl/ broken"):
        sent = {"form": world.form.uid, "file": SimpleUploadedFile("a.xlsx", data)}
        answer = client.post(reverse("exchanges:files"), sent)
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]


def test_nobody_else_sees_what_a_fund_exchanges(client, world):
    take(world, file_of(world, world.projects[:1]))
    entry = OutsideEntry.objects.get()
    addresses = [
        reverse("exchanges:beside", args=[world.projects[0].uid]),
        reverse("exchanges:result", args=[world.projects[0].uid]),
        reverse("exchanges:entry", args=[entry.uid]),
    ]
    client.force_login(world.stranger)
    assert [client.get(one).status_code for one in addresses] == [403, 403, 404]
    client.force_login(world.coordinator)
    assert [client.get(one).status_code for one in addresses] == [200, 200, 200]


def test_the_command_finds_the_form_by_its_headings(world):
    data = file_of(world, world.projects)
    rows = read_file(data, 100)
    assert {row["form"] for row in rows} == {world.form.pk}
    twin = add_form(name="แบบเดียวกัน", by=None)
    for column in world.form.columns.all():
        values = {name: getattr(column, name) for name in ("heading", "field", "format", "words")}
        add_column(form=twin, by=None, **values)
    with pytest.raises(ExchangeWhichForm):
        read_file(data, 100)
    retire_form(form=twin, by=None)
    assert len(read_file(data, 100)) == 2


def test_days_and_amounts_that_excel_made_cells_of_are_read(world):
    head, rows = table(file_of(world, world.projects[:1]))
    rows[0][8] = 12345.0
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, head)
        page.write_row(1, 0, rows[0])
        page.write_datetime(1, 10, date(FIRST.year, 11, 1), made.add_format({"num_format": "dd/mm/yyyy"}))
    assert not take(world, out.getvalue()).lines.exclude(report__differs=[]).exists()


def test_what_a_person_set_apart_stays_apart_when_newer_files_come(client, world):
    data = file_of(world, world.projects[:1])
    take(world, data)
    entry = OutsideEntry.objects.get()
    assert entry.project == world.projects[0]
    client.force_login(world.officer)
    assert client.post(reverse("exchanges:entry", args=[entry.uid]), {"project": ""}).status_code == 302
    take(world, changed(data, 0, c16="5"))
    entry.refresh_from_db()
    assert (entry.project, entry.values["participants"]) == (None, 5)


@pytest.mark.parametrize("order", [1, -1])
def test_a_row_never_takes_the_project_that_a_person_paired_with_another(world, order):
    """Two rows there, and a person knows better than their titles which one is ours."""
    head, (row,) = table(file_of(world, world.projects[:1]))
    rows = [row, [row[0], "ชื่อใหม่ของโครงการ", *row[2:]]][::order]
    take(world, written(head, rows))
    same, other = OutsideEntry.objects.order_by("title" if order == 1 else "-title")
    same, other = sorted((same, other), key=lambda one: one.project is None)
    pair_entry(entry=same, project=None, by=world.officer)
    pair_entry(entry=other, project=world.projects[0], by=world.officer)
    for cells in rows:
        cells[16] = 9
    assert counts(take(world, written(head, rows)))["updated"] == 2
    for entry, project in ((same, None), (other, world.projects[0])):
        entry.refresh_from_db()
        assert (entry.project, entry.values["participants"]) == (project, 9)


def test_rows_of_one_title_that_are_not_here_stay_several_entries(world):
    """Also where a killed process left the file half written, and where an earlier file knew only one of them."""
    head, (row,) = table(file_of(world, world.projects[:1]))
    row[1] = "ไม่มีที่นี่"
    rows = [[*row[:8], 100 * no, *row[9:]] for no in (1, 2, 3)]
    take(world, written(head, rows[:1]))
    batch = take(world, written(head, rows), start=False)
    foreseen = counts(batch)
    importing.start_batch(batch=batch, by=world.officer)
    keys = list(batch.lines.order_by("no").values_list("pk", flat=True))
    for key in keys:  # a process for each, as if the one before had been killed
        importing.import_piece(
            batch=batch, lines=[batch.lines.get(pk=key)], known=OUTSIDE.known(), by=world.officer
        )
    importing.finish_batch(batch=batch, by=world.officer)
    assert counts(batch) == foreseen
    amounts = OutsideEntry.objects.values_list("values__approved", flat=True)
    assert sorted(amounts) == [10_000, 20_000, 30_000]


def test_a_project_that_was_typed_here_since_is_found_by_the_same_file(world):
    head, (row,) = table(file_of(world, world.projects[:1]))
    row[1] = "เพิ่งพิมพ์ที่นี่"
    data = written(head, [row])
    take(world, data)
    entry = OutsideEntry.objects.get()
    assert entry.project is None
    assert counts(take(world, data))["unchanged"] == 1
    (typed,) = enter(world.fund, 1, title="เพิ่งพิมพ์ที่นี่")
    assert counts(take(world, data))["updated"] == 1
    entry.refresh_from_db()
    assert entry.project == typed
    assert counts(take(world, data))["unchanged"] == 1


def test_a_file_is_taken_back_after_the_later_ones_alone(world):
    data = file_of(world, world.projects[:1])
    take(world, data)
    second = take(world, changed(data, 0, c16="5"))
    third = take(world, changed(data, 0, c16="5", c13="700"))
    with pytest.raises(undoing.ImportBuiltOn):
        undoing.start_undo(batch=second, by=world.officer)
    undo(third, world.officer)
    undo(second, world.officer)
    values = OutsideEntry.objects.get().values
    assert (values["participants"], values["spent"]) == (None, None)


def test_taking_a_file_back_takes_its_pairing_back_unless_a_person_confirmed_it(world):
    head, (row,) = table(file_of(world, world.projects[:1]))
    row[1] = "เพิ่งพิมพ์ที่นี่"
    take(world, written(head, [row]))
    (typed,) = enter(world.fund, 1, title="เพิ่งพิมพ์ที่นี่")
    row[16] = 5
    batch = take(world, written(head, [row]))
    entry = OutsideEntry.objects.get()
    assert entry.project == typed
    undo(batch, world.officer)
    entry.refresh_from_db()
    assert entry.project is None


def test_a_form_may_be_called_like_its_second_sheet(world):
    words = CalamineWorkbook.from_filelike(io.BytesIO(file_of(world, []))).sheet_names[1]
    world.form.name = words
    assert table(file_of(world, world.projects))[0][0] == "รหัสกองทุน"
    world.form.name = "History"
    assert table(file_of(world, world.projects))[0][0] == "รหัสกองทุน"


def test_by_a_form_that_is_out_of_use_no_file_goes_out(client, world):
    take(world, file_of(world, world.projects))
    addresses = [
        f"{reverse('exchanges:download')}?form={world.form.uid}",
        f"{reverse('exchanges:there-download')}?form={world.form.uid}",
    ]
    client.force_login(world.officer)
    assert [client.get(one).status_code for one in addresses] == [200, 200]
    retire_form(form=world.form, by=world.administrator)
    assert [client.get(one).status_code for one in addresses] == [409, 409]
    lists = [one.replace("download", "") for one in addresses]  # what came in by it stays
    assert [client.get(one).status_code for one in lists] == [200, 200]


@pytest.mark.parametrize("words", ["achieved = 1\nnot-achieved = 1", "achieved = ไม่บรรลุ"])
def test_two_codes_of_a_column_are_not_called_alike(client, world, words):
    """What went out as one word could come in as another code."""
    client.force_login(world.administrator)
    form = add_form(name="แบบฟอร์มจังหวัด", by=world.administrator)
    add = reverse("exchanges:column-add", args=[form.uid])
    column = {"heading": "ผล", "field": "result", "format": "words"}
    assert client.post(add, column | {"words": words}).status_code == 422
    assert client.post(add, column | {"words": "achieved = 1\nnot-achieved = 0"}).status_code == 302
