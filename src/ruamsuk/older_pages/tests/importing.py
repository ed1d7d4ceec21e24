"""What the tests of importing share: a south with its catalogues, loaded once for a module, and one way to import."""

import hashlib
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from ruamsuk.areas.actions import load_geography
from ruamsuk.areas.models import Area
from ruamsuk.imports.actions import importing
from ruamsuk.imports.models import ImportBatch
from ruamsuk.imports.queries import reports
from ruamsuk.older_pages.actions.importer import OLDER_PAGES

PROVINCES = ("11", "66", "80", "90", "91", "92", "93", "94", "95", "96")
REAL = Path(__file__).parent / "real_records.json"
SITE = "https://old.example.org"


@pytest.fixture(scope="module")
def loaded_country(kept_for_module):
    with kept_for_module():
        load_geography(by=None, provinces=PROVINCES)
        call_command("catalogues", verbosity=0)
        yield


@pytest.fixture
def country(loaded_country, db):
    """`country("900901")` is the open area with that code."""
    return lambda code: Area.objects.get(code=code, closed_on__isnull=True)


def real():
    return json.loads(REAL.read_text())


def proposal(no=1, **fields):
    return {
        "source": f"{SITE}/project/proposal/{no}",
        "kind": "ข้อเสนอโครงการ (แบบฟอร์มพัฒนาโครงการ)",
        "ชื่อโครงการ": f"โครงการที่ {no} ปี 2568",
        "กองทุน": "อบต.นาหว้า",
        "องค์กรเสนอ": "ชมรมผู้สูงอายุ",
        "พื้นที่": "หมู่ที่ 1 ต.นาหว้า อ.จะนะ จ.สงขลา",
        "ความสอดคล้องกับแผนงาน": "แผนงานขยะ",
        **fields,
    }


def project(no=1, **fields):
    return {
        "source": f"{SITE}/project/{no}",
        "kind": "รายละเอียดโครงการ",
        "ชื่อโครงการ": f"โครงการที่ {no}",
        "ระยะเวลา": "1 ตุลาคม 2566 - 30 กันยายน 2567",
        "งบประมาณ": "12,000.00",
        "พื้นที่": "ต.นาหว้า อ.จะนะ จ.สงขลา",
        **fields,
    }


def table(*rows):
    return {
        "source": f"{SITE}/project/fund?prov=90",
        "kind": "ตารางกองทุนรายจังหวัด (สงขลา)",
        "rows (fund|code|population|NHSO est.)": list(rows),
    }


def run(*records, by=None) -> ImportBatch:
    sha256 = hashlib.sha256(repr(records).encode()).hexdigest()
    batch = importing.take_file(
        importer=OLDER_PAGES, name="t.json", sha256=sha256, records=list(records), by=by, with_preview=False
    )
    importing.start_batch(batch=batch, by=by)
    return importing.run_batch(batch)


def told(*records, by=None):
    """The machine's report of these records, in English."""
    with translation.override("en"):
        return reports.whole(run(*records, by=by))["records"]


def codes(report, part, field=None):
    return [one["code"] for one in report[part] if field in (None, one["field"])]
