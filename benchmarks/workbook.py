"""How fast a province is set up from a workbook: `.venv/bin/python benchmarks/workbook.py [1000]`.

Works on the database of DATABASE_URL / RUAMSUK_DATA_DIR, which must hold geography and catalogues and no records that
matter: it sends a workbook of so many organisations, funds, points and officers, sends it again, and takes it back.
Prints seconds, and how many times the floor that is: the doors for many of the apps, given the same organisations and
funds at once, without a file, a preview, pieces or a report.
"""

import io
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruamsuk.config.settings")
import django

django.setup()

import xlsxwriter  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import translation  # noqa: E402

from ruamsuk.areas.choices import AreaKind  # noqa: E402
from ruamsuk.areas.models import Area  # noqa: E402
from ruamsuk.funds.actions import add_funds  # noqa: E402
from ruamsuk.funds.models import FundKind  # noqa: E402
from ruamsuk.imports.actions import importing, undoing  # noqa: E402
from ruamsuk.imports.queries.files import records_in  # noqa: E402
from ruamsuk.organizations.actions import add_organizations  # noqa: E402
from ruamsuk.workbooks.actions.importer import WORKBOOK  # noqa: E402
from ruamsuk.workbooks.choices import MAX_BYTES, Noun  # noqa: E402
from ruamsuk.workbooks.queries.reports import figures  # noqa: E402
from ruamsuk.workbooks.specs import SHEETS  # noqa: E402


def places(number):
    rows = Area.objects.open().filter(kind=AreaKind.SUBDISTRICT).select_related("parent__parent")
    return list(rows.order_by("code")[:number])


def generated(some):
    """A workbook of an organisation, a fund, a point and an officer for each of these sub-districts."""
    kind, role = "local_authority", "fund-officer"
    rows = {"organizations": [], "funds": [], "coordinates": [], "people": []}
    for no, place in enumerate(some):
        name, code = f"{place.label} {place.code}", f"L{no:04d}"
        above = place.parent
        where = {"subdistrict": place.name_th, "district": above.name_th, "province": above.parent.name_th}
        rows["organizations"].append({"name": name, "kind": kind, "area_code": place.code, **where})
        rows["funds"].append({"code": code, "name": f"F {name}", "organization": name, "population": "8,137"})
        rows["coordinates"].append({"fund": code, "point": "13.75, 100.5"})
        rows["people"].append({"name": f"Officer {no}", "role": role, "fund": code, "phone": f"08{no:08d}"})
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for sheet, given in rows.items():
        page = book.add_worksheet(SHEETS[sheet].th)
        page.write_row(0, 0, list(given[0]))
        for number, row in enumerate(given, 1):
            page.write_row(number, 0, list(row.values()))
    book.close()
    return out.getvalue()


def floor(some):
    """The same organisations and funds through the doors of their apps, at once; nothing of it stays."""
    kind = FundKind.objects.get(code="subdistrict-health")
    with transaction.atomic():
        given = [
            {"name": f"{one.label} {one.code}", "kind": "local_authority", "home_area": one} for one in some
        ]
        made = add_organizations(given=given, by=None)
        funds = [
            {
                "kind": kind,
                "code": f"L{no:04d}",
                "name": f"F {one.name}",
                "organization": one,
                "home_area": place,
            }
            for no, (one, place) in enumerate(zip(made, some, strict=True))
        ]
        add_funds(given=funds, by=None)
        transaction.set_rollback(True)


def timed(label, work, bare):
    begin, worked = time.perf_counter(), time.process_time()
    result = work()
    took, worked = time.perf_counter() - begin, time.process_time() - worked
    ratio = f"  {took / bare:5.1f} × floor" if bare else ""
    print(f"{label:8} {took:6.1f} s, {worked:5.1f} s of the processor{ratio}")
    return result, took


def taken(data):
    return importing.take_file(
        importer=WORKBOOK,
        name="b.xlsx",
        sha256="",
        records=records_in(WORKBOOK, data, most=MAX_BYTES),
        by=None,
        with_preview=True,
    )


def run(batch):
    importing.start_batch(batch=batch, by=None)
    return importing.run_batch(batch)


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with translation.override("th"):
        some = places(number)
        data = generated(some)
        _none, bare = timed("floor", lambda: floor(some), 0)
        batch, looked = timed("preview", lambda: taken(data), bare)
        _done, wrote = timed("import", lambda: run(batch), bare)
        print(
            f"a workbook of {number:,} funds: {looked + wrote:.1f} s, {(looked + wrote) / bare:.1f} × floor"
        )
        for one in figures(batch):
            print(
                f"  {one.sheet}: "
                + ", ".join(f"{outcome.value} {count}" for outcome, _words, count in one.counts)
            )
        assert batch.records.filter(noun=Noun.FUND, owns_noun=True).count() == number
        timed("again", lambda: run(taken(data)), bare)
        timed("undo", lambda: undoing.undo_batch(undoing.start_undo(batch=batch, by=None), None), bare)


main()
