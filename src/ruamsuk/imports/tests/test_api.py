"""Imports through the API: look first, then save, then take back; for who may import for the whole country."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ruamsuk.older_pages.tests.importing import project, proposal
from ruamsuk.projects.models import Proposal
from tests.api_caller import Caller, answered, refused

pytestmark = [pytest.mark.django_db, pytest.mark.one_worker]
RECORDS = [proposal(1), project(2), 7]


def sent(caller, content):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return caller.upload("/imports", {"file": SimpleUploadedFile("records.json", body, "application/json")})


@pytest.fixture
def central(country, person):
    return Caller(person("Malee", "central"))


def test_a_file_is_seen_first_then_imported_then_taken_back(central):
    made = answered(sent(central, RECORDS), 201)
    path = f"/imports/{made['uid']}"
    assert (made["state"], Proposal.objects.count()) == ("ready", 0)
    told = central.get(f"{path}/records", limit=2).json()
    assert (len(told["items"]), bool(told["next"])) == (2, True)
    answered(central.post(f"{path}/start"))
    assert central.get(path).json()["state"] == "done"
    assert Proposal.objects.exists()
    refused(central.post(f"{path}/discard"), 409, central.post(f"{path}/discard").json()["code"])
    answered(central.post(f"{path}/undo"))
    assert central.get(path).json()["state"] == "undone"
    assert not Proposal.objects.exists()


def test_a_file_that_is_not_wanted_is_thrown_away(central):
    made = answered(sent(central, RECORDS), 201)
    assert central.post(f"/imports/{made['uid']}/discard").status_code == 204
    assert central.get("/imports").json()["items"] == []


def test_who_may_not_import_for_the_country_does_not(central, person, area):
    made = answered(sent(central, RECORDS), 201)
    officer = Caller(person("Orn", "coordinator", area("90")))
    refused(sent(officer, RECORDS), 403, "not-allowed")
    for verb in ("start", "discard", "undo"):
        refused(officer.post(f"/imports/{made['uid']}/{verb}"), 403, "not-allowed")
    refused(officer.get("/imports"), 403, "not-allowed")
    refused(Caller().get(f"/imports/{made['uid']}"), 401, "sign-in-needed")


def test_what_is_no_list_of_records_is_refused_in_both_languages(central):
    english = refused(sent(central, b"{"), 422, "invalid-fields")
    central.headers["Accept-Language"] = "th"
    thai = refused(sent(central, b"{"), 422, "invalid-fields")
    assert english["errors"][0]["field"] == thai["errors"][0]["field"] == "file"
    assert english["title"] != thai["title"]
    refused(central.get("/imports", limit=201), 422, "invalid-fields")
