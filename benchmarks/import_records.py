"""How fast records of older systems are imported: `.venv/bin/python benchmarks/import_records.py [3000]`.

Works on the database of DATABASE_URL / RUAMSUK_DATA_DIR, which must hold geography and catalogues and no records
that matter: it imports generated ones, imports them again, and takes them back. Prints seconds, queries a record,
the longest transaction and the highest memory.
"""

import os
import random
import resource
import sys
import time
from unittest import mock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruamsuk.config.settings")
import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import translation  # noqa: E402

from ruamsuk.areas.choices import AreaKind  # noqa: E402
from ruamsuk.areas.models import Area  # noqa: E402
from ruamsuk.imports.actions import importing, undoing  # noqa: E402
from ruamsuk.imports.queries import reports  # noqa: E402
from ruamsuk.older_pages.actions.importer import OLDER_PAGES  # noqa: E402

ISSUES = ["แผนงานยาสูบ", "แผนงานขยะ", "แผนงานกิจกรรมทางกาย , แผนงานโรคเรื้อรัง", "(cut)", "แผนงานที่ไม่มีใครรู้จัก"]


def generated(number):
    """Varied records: spellings wrong, days of two calendars, codes in several forms, tables of funds."""
    chance = random.Random(17)
    places = list(
        Area.objects.open()
        .filter(kind=AreaKind.SUBDISTRICT)
        .order_by("code")
        .select_related("parent__parent")[:5000]
    )
    for no in range(number):
        place = chance.choice(places)
        name = place.name_th[:-1] if chance.random() < 0.05 and len(place.name_th) > 5 else place.name_th
        address = (
            f"หมู่ที่ {chance.randint(1, 12)} ต.{name} อ.{place.parent.name_th} จ.{place.parent.parent.name_th}"
        )
        fund = f"อบต.{place.name_th}"
        year = chance.randint(2560, 2569)
        if no % 100 == 0:
            rows = [
                f"อบต.{one.name_th}|L{1000 + (no * 7 + n) % 9000:04d}|{chance.randint(900, 9999):,}|1|2|3"
                for n, one in enumerate(chance.sample(places, 5))
            ]
            yield {
                "source": f"https://old.example/fund?prov={no}",
                "kind": "ตารางกองทุนรายจังหวัด",
                "rows (a|b|c|d|e|f)": rows,
            }
        elif no % 3 == 0:
            yield {
                "source": f"https://old.example/project/{no}", "kind": "รายละเอียดโครงการ",
                "ชื่อโครงการ": f"โครงการที่ {no}", "กองทุน": fund,
                "รหัสโครงการ": f"{year}-L{1000 + no % 9000:04d}-0{chance.randint(1, 5)}-{no:03d}",
                "ระยะเวลา": f"1 ตุลาคม {year - 1} - 30/09/{year - 543}", "งบประมาณ": f"{chance.randint(1, 99)},000.00",
                "พื้นที่": address,
            }  # fmt: skip
        elif no % 50 == 1:
            yield {"source": f"https://old.example/project/{no}/eval.hia", "kind": "แบบประเมิน HIA"}
        else:
            yield {
                "source": f"https://old.example/project/proposal/{no}", "kind": "ข้อเสนอโครงการ (แบบฟอร์มพัฒนาโครงการ)",
                "ชื่อโครงการ": f"โครงการเสนอที่ {no} ปี {year}", "กองทุน": fund, "องค์กรเสนอ": f"ชมรมที่ {no % 40}",
                "พื้นที่": address, "ความสอดคล้องกับแผนงาน": chance.choice(ISSUES),
                "สถานการณ์ปัญหา|ขนาด": ["ปริมาณขยะของครัวเรือนทั้งหมดในชุมชนต่อวัน | 300.00", "ร้อยละ… | (cut)"],
            }  # fmt: skip


def timed(label, work, number):
    queries, longest = [0], [0.0]
    piece, undo = importing.import_piece, undoing.undo_piece

    def counting(execute, sql, params, many, context):
        queries[0] += 1
        return execute(sql, params, many, context)

    def watched(function):
        def run(**given):
            begin = time.perf_counter()
            function(**given)
            longest[0] = max(longest[0], time.perf_counter() - begin)

        return run

    begin = time.perf_counter()
    with (
        connection.execute_wrapper(counting),
        mock.patch.object(importing, "import_piece", watched(piece)),
        mock.patch.object(undoing, "undo_piece", watched(undo)),
    ):
        result = work()
    took = time.perf_counter() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{label:8} {took:6.1f} s  {number / took:6.0f} records/s  {queries[0] / number:5.1f} queries a record  "
        f"longest piece {longest[0] * 1000:4.0f} ms  memory {memory:4.0f} MB"
    )
    return result


def taken(records, with_preview):
    return importing.take_file(
        importer=OLDER_PAGES, name="b.json", sha256="", records=records, by=None, with_preview=with_preview
    )


def imported(records):
    batch = taken(records, with_preview=False)
    importing.start_batch(batch=batch, by=None)
    return importing.run_batch(batch)


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    with translation.override("th"):
        records = list(generated(number))
        batch = timed("import", lambda: imported(records), number)
        print(reports.summary(batch))
        print(reports.summary(timed("again", lambda: imported(records), number)))
        preview = timed(
            "preview",
            lambda: taken(records, with_preview=True),
            number,
        )
        importing.discard_batch(batch=preview, by=None)
        timed("undo", lambda: undoing.undo_batch(undoing.start_undo(batch=batch, by=None), None), number)


main()
