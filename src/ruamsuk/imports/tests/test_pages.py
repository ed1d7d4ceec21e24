"""The pages of importing: look first, then save, then take back."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruamsuk.accounts.actions import end_role
from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.core.problems import NotAllowed
from ruamsuk.imports.access import batch_for
from ruamsuk.imports.actions import undoing
from ruamsuk.imports.models import ImportBatch, ImportedRecord
from ruamsuk.imports.verbs import IMPORT
from ruamsuk.older_pages.tests.importing import project, proposal, run, table
from ruamsuk.projects.models import Project, Proposal

pytestmark = pytest.mark.one_worker

LIST = reverse("imports:batches")
RECORDS = [
    proposal(1),
    project(2),
    table("อบต.นาหว้า|L5271|4,943|1"),
    {"source": "https://a.org/1", "kind": "แบบประเมิน"},
    7,
]


def upload(content, name="records.json"):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return {"file": SimpleUploadedFile(name, body, "application/json")}


@pytest.fixture
def central(client, country, person):
    user = person("Malee", Role.CENTRAL)
    client.force_login(user)
    return user


def send(client, content=RECORDS):
    answer = client.post(LIST, upload(content))
    assert answer.status_code == 302, answer.text
    return answer["Location"], ImportBatch.objects.latest("pk")


def test_nothing_is_saved_before_the_counts_were_seen(client, central):
    page, batch = send(client)
    assert not Proposal.objects.exists()
    assert not ImportedRecord.objects.exists()
    text = client.get(page).text
    expected = {line.no: line.expected for line in batch.lines.all()}
    assert expected == {1: "created", 2: "created", 3: "created", 4: "kept", 5: ""}
    assert reverse("imports:start", args=[batch.uid]) in text
    assert reverse("imports:undo", args=[batch.uid]) not in text

    client.post(reverse("imports:start", args=[batch.uid]))
    assert {line.no: line.outcome for line in batch.lines.all()} == {
        1: "created", 2: "created", 3: "created", 4: "kept", 5: "failed",
    }  # fmt: skip
    assert (Proposal.objects.count(), Project.objects.count()) == (1, 1)
    assert Proposal.objects.get().fund.code == "L5271"


def test_who_imports_reads_the_drafts_as_long_as_the_post_lasts_and_writes_none(client, central):
    """Who brought hundreds of proposals over has written none: nobody is their author until the fund says who."""
    _page, batch = send(client)
    client.post(reverse("imports:start", args=[batch.uid]))
    proposal = Proposal.objects.get()
    assert not proposal.authors.exists()
    address = reverse("projects:proposal", args=[proposal.uid])
    assert client.get(address).status_code == 200
    end_role(grant=central.grants.get(), by=None)
    assert client.get(address).status_code == 404


def test_the_result_links_to_what_each_record_became(client, central):
    page, batch = send(client)
    client.post(reverse("imports:start", args=[batch.uid]))
    assert client.get(page).text.count('href="/import/') >= 5

    def line(no):
        return client.get(reverse("imports:line", args=[batch.uid, no])).text

    assert reverse("projects:proposal", args=[Proposal.objects.get().uid]) in line(1)
    assert reverse("projects:project", args=[Project.objects.get().uid]) in line(2)
    assert "L5271" in line(3)
    assert "แบบประเมิน" in line(4)
    assert client.get(reverse("imports:line", args=[batch.uid, 99])).status_code == 404
    assert client.get(reverse("projects:proposal", args=[Proposal.objects.get().uid])).status_code == 200


def test_lines_are_filtered_by_outcome(client, central):
    page, _batch = send(client)
    assert "โครงการที่ 2" in client.get(page, {"outcome": "created"}).text
    assert "โครงการที่ 2" not in client.get(page, {"outcome": "kept"}).text
    assert client.get(page, {"outcome": "nonsense"}).status_code == 200


def test_a_preview_says_what_a_second_file_would_change(client, central):
    run(proposal(1), proposal(2))
    _page, batch = send(client, [proposal(1), proposal(2, ชื่อโครงการ="ใหม่"), proposal(3)])
    assert [line.expected for line in batch.lines.order_by("no")] == ["unchanged", "updated", "created"]


def test_a_file_can_be_thrown_away_before_its_import(client, central):
    _page, batch = send(client)
    client.post(reverse("imports:discard", args=[batch.uid]))
    assert not ImportBatch.objects.exists()


def test_an_import_starts_once(client, central):
    _page, batch = send(client)
    start = reverse("imports:start", args=[batch.uid])
    assert client.post(start).status_code == 302
    assert client.post(start).status_code == 409
    assert Proposal.objects.count() == 1


def test_one_press_takes_an_import_back(client, central):
    page, batch = send(client)
    client.post(reverse("imports:start", args=[batch.uid]))
    assert client.post(reverse("imports:undo", args=[batch.uid])).status_code == 302
    assert not Proposal.objects.exists()
    assert not Project.objects.exists()
    assert client.get(page).status_code == 200
    assert client.get(reverse("imports:line", args=[batch.uid, 1])).status_code == 200


def test_the_page_shows_how_far_taking_back_is(client, central):
    page, batch = send(client)
    client.post(reverse("imports:start", args=[batch.uid]))
    assert "<progress" not in client.get(page).text
    undoing.start_undo(batch=batch, by=central)
    assert '<progress value="0"' in client.get(page).text
    owned = ImportedRecord.objects.filter(noun="proposal").values_list("pk", flat=True)
    undoing.undo_piece(batch=batch, keys=list(owned), by=central)
    assert '<progress value="25"' in client.get(page).text


def test_the_report_can_be_downloaded(client, central):
    _page, batch = send(client)
    client.post(reverse("imports:start", args=[batch.uid]))
    answer = client.get(reverse("imports:report-json", args=[batch.uid]))
    assert "attachment" in answer["Content-Disposition"]
    found = answer.json()
    assert found["summary"]["created"] == 3
    assert [one["outcome"] for one in found["records"]] == ["created", "created", "created", "kept", "failed"]
    text = client.get(reverse("imports:report-text", args=[batch.uid])).text
    assert "โครงการที่ 2" in text


@pytest.mark.one_value("what is typed is refused in Python; of each value the same is read")
@pytest.mark.parametrize(
    "content", [b"{", b"{}", b"[]", b"", b"\xff", b" " * (10 * 1024 * 1024 + 1), [1] * 5001],
    ids=["broken", "object", "no record", "no byte", "no text", "large", "many"],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_refused_beside_its_field(client, central, content):
    answer = client.post(LIST, upload(content))
    assert answer.status_code == 422
    assert 'id="id_file_error"' in answer.text
    assert not ImportBatch.objects.exists()
    send(client)


def test_only_who_may_import_for_the_whole_country_sees_the_pages(client, country, person):
    batch = run(proposal(1))
    pages = [
        LIST,
        *(reverse(f"imports:{name}", args=[batch.uid]) for name in ("batch", "report-json", "report-text")),
    ]
    for page in pages:
        assert client.get(page).status_code == 302
    for role, where in (
        (Role.COORDINATOR, country("90")),
        (Role.CENTRAL, country("90")),
        (Role.EXECUTIVE, None),
    ):
        client.force_login(person(f"{role} {where}", role, where))
        assert {client.get(page).status_code for page in pages} == {403}
        assert client.post(LIST, upload(RECORDS)).status_code == 403
        assert client.post(reverse("imports:undo", args=[batch.uid])).status_code == 403
    client.force_login(person("Malee", Role.ADMINISTRATOR))
    assert {client.get(page).status_code for page in pages} == {200}


def test_an_import_passes_the_gate_exactly_when_it_is_in_the_list(country, person):
    batch = run(proposal(1))
    for role, spec in ROLES.items():
        for where in (None, country("90")):
            if ScopeKind.AREA not in spec.scopes:
                continue
            user = person(f"{role} {where}", role, where)
            try:
                passed = batch_for(user, batch.uid) == batch
            except NotAllowed:
                passed = False
            assert passed == (batch in ImportBatch.objects.visible_to(user, IMPORT)), (role, where)


def test_pages_need_as_many_queries_for_30_rows_as_for_1(client, central):
    def cost(url):
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    few = cost(reverse("imports:batch", args=[run(proposal(1)).uid])), cost(LIST)
    many = run(*[proposal(no) for no in range(30)])
    for no in range(20):
        run(project(no + 100))
    assert (cost(reverse("imports:batch", args=[many.uid])), cost(LIST)) == few
