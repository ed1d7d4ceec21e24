"""Exchange in the API: as on the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ruamsuk.exchanges.tests.conftest import YEAR
from ruamsuk.exchanges.tests.test_exchange import changed, table
from ruamsuk.imports.actions import importing
from ruamsuk.imports.models import ImportBatch
from tests.api_caller import Caller, answered, refused

pytestmark = pytest.mark.django_db


def test_a_program_takes_the_file_out_sends_it_back_and_reads_what_differs(world):
    caller, one = Caller(world.officer), world.projects[0]
    answered(caller.post(f"/exchange-projects/{one.uid}/result", {"result": "achieved"}))
    refused(
        caller.post(f"/exchange-projects/{one.uid}/result", {"result": "not-achieved"}),
        422,
        "exchange-reason-needed",
    )
    found = answered(caller.get("/exchange-projects", fiscal_year=YEAR, fund="L7257"))["items"]
    assert [row["missing"] for row in found] == [
        ["งบประมาณที่ใช้ไป", "ผลการดำเนินโครงการ/กิจกรรม", "จำนวนผู้เข้าร่วม"],
        ["งบประมาณที่ใช้ไป", "จำนวนผู้เข้าร่วม"],
    ]
    data = caller.get("/exchange-projects/file", fiscal_year=YEAR).content
    assert len(table(data)[1]) == 2
    file = SimpleUploadedFile("there.xlsx", changed(data, 0, c16="70", c1="อีกชื่อหนึ่ง"))
    sent = answered(caller.upload("/exchange-files", {"form": str(world.form.uid), "file": file}), 201)
    assert {name: sent["counts"][name] for name in ("created", "failed", "alone")} == {
        "created": 2,
        "failed": 0,
        "alone": 1,
    }
    batch = ImportBatch.objects.get(uid=sent["uid"])
    importing.start_batch(batch=batch, by=world.officer)
    importing.run_batch(batch)
    entry = answered(caller.get("/exchange-entries", fiscal_year=YEAR, alone="true"))["items"][0]
    assert entry["values"]["participants"] == 70
    answered(caller.post(f"/exchange-entries/{entry['uid']}/pair", {"project": str(one.uid)}))
    read = answered(caller.get(f"/exchange-projects/{one.uid}"))
    assert set(read["differs"]) == {"title", "participants"}
    refused(Caller(world.stranger).get(f"/exchange-entries/{entry['uid']}"), 404, "not-found")
