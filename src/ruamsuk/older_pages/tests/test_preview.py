"""The preview is what the import does: every outcome and every word of the report, however long the file is."""

import pytest
from django.utils import translation

from ruamsuk.imports.actions import importing
from ruamsuk.imports.queries import reports
from ruamsuk.older_pages.actions.importer import OLDER_PAGES
from ruamsuk.older_pages.tests.importing import SITE, project, proposal, run, table
from ruamsuk.projects.models import Project

pytestmark = pytest.mark.one_worker


def foretold_and_told(*records):
    """The report of the machine before the import and after it, without what only exists after it."""
    with translation.override("en"):
        batch = importing.take_file(
            importer=OLDER_PAGES, name="t", sha256="", records=list(records), by=None, with_preview=True
        )
        before = _bare(reports.whole(batch)["records"])
        importing.start_batch(batch=batch, by=None)
        importing.run_batch(batch)
        return before, _bare(reports.whole(batch)["records"])


def _bare(records):
    return [{name: value for name, value in one.items() if name not in ("noun", "uid")} for one in records]


def long_file():
    """What meets across pieces of ten and of a hundred: codes, pages of one project, sets, funds, a table at last."""
    records = [project(no, ชื่อโครงการ=f"โครงการที่ {no}") for no in range(250)]
    records[5] |= {"รหัสโครงการ": "67-L5271-1-01", "ภายใต้โครงการ": "ชุดใหญ่"}
    records[7] |= {"รหัสโครงการ": "67-L5271-1-01"}  # another title
    records[8] |= {"รหัสโครงการ": "67/L5271/1/1", "ชื่อโครงการ": records[5]["ชื่อโครงการ"]}  # the same project
    records[120] |= {"รหัสโครงการ": "67-L5271-1-01", "ภายใต้โครงการ": "ชุดใหญ่"}
    records[121] |= {"รหัสโครงการ": "67.L5271.1.1", "ชื่อโครงการ": records[5]["ชื่อโครงการ"]}
    final = {
        "source": f"{SITE}/project/3/finalreport",
        "kind": "รายงาน (finalreport)",
        "เลขที่ข้อตกลง": "2/2567",
    }
    records[130] = {**final, "ชื่อโครงการ": "ชื่ออื่นของโครงการเดียวกัน"}
    records[131] = {**final, "source": f"{SITE}/project/8/finalreport", "ชื่อโครงการ": "ของที่มีอยู่แล้ว"}
    records[140] |= {"กองทุน": "อบต.ควนรู (L5272)", "พื้นที่": "ต.ควนรู อ.รัตภูมิ จ.สงขลา"}
    records[141] |= {"กองทุน": "อบต.ควนรู", "พื้นที่": "ต.ควนรู อ.รัตภูมิ จ.สงขลา"}
    # A database keeps no order of names.
    records[142] |= {
        "สถานะ": "ยุติโครงการ",
        "ไม่รู้จัก": "x",
        "ยาวกว่านั้นมาก": "y",
        "ก": "z",
        "วงเงิน": "1",
        "ยอดเงิน": "2",
    }
    return [*records, proposal(900), table("อบต.นาหว้า|L5271|4,943|1", "อบต.ควนรู|L5272|5,000|1")]


def test_the_preview_of_hundreds_of_records_is_what_the_import_does(country):
    before, after = foretold_and_told(*long_file())
    for foretold, done in zip(before, after, strict=True):
        assert foretold == done
    outcomes = [one["outcome"] for one in after]
    assert {name: outcomes.count(name) for name in ("created", "updated", "kept")} == {
        "created": 248, "updated": 2, "kept": 2,
    }  # fmt: skip
    assert Project.objects.filter(code="67-L5271-1-01").count() == 1


def test_the_preview_of_a_changed_file_is_what_the_import_does(country):
    run(*long_file())
    Project.objects.filter(title="โครงการที่ 40").update(title="แก้ด้วยมือ")
    Project.objects.filter(title="โครงการที่ 41").delete()
    records = long_file()
    for no in range(30, 160):
        records[no] |= {"งบประมาณ": "99,000", "ชื่อโครงการ": f"ชื่อใหม่ {no}"}
    records.append(project(950, รหัสโครงการ="67-L5271-1-01", ชื่อโครงการ="โครงการที่ 5"))
    before, after = foretold_and_told(*records)
    for foretold, done in zip(before, after, strict=True):
        assert foretold == done
    outcomes = [one["outcome"] for one in after]
    assert outcomes.count("unchanged") > 100
    assert outcomes.count("updated") > 100
    assert [one["code"] for one in after[40]["not_placed"] if one["code"] == "kept-by-hand"]
    assert [one["code"] for one in after[41]["not_placed"]].count("deleted-here") == 1
