"""The API's description is true for programs: valid, one shape for each name, and enough to make a client from it.

The client is generated anew from the description and then walks the main job as a program of another system would:
plan → proposal → submitted → decided → report.
"""

import functools
import gzip
import importlib
import json
import subprocess
import sys
from collections import defaultdict
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import brotli
import httpx
import pytest
from django.test import Client
from openapi_spec_validator import validate
from pydantic import BaseModel

from ruamsuk.accounts.actions import create_api_token
from ruamsuk.config.api import api
from ruamsuk.config.description import TwoShapesOfOneName
from ruamsuk.config.wsgi import application
from ruamsuk.core.calendar import today
from ruamsuk.exchanges.actions.mapping import load_forms
from ruamsuk.projects.tests.conftest import FIRST, LAST, YEAR, kho_hong  # noqa: F401  # a fixture
from tests.api_caller import Caller, one_connection, refused  # noqa: F401  # a fixture

ADDRESS = "/api/v1/openapi.json"


@functools.cache
def description() -> dict[str, Any]:
    return json.loads(Client().get(ADDRESS).content)


# The description itself ------------------------------------------------------------------------------------------


def test_the_description_is_valid():
    validate(description())


def test_every_name_in_the_description_is_one_class():
    """Two classes of one name overwrite each other, also when they happen to look alike today."""
    named: dict[str, set[type]] = defaultdict(set)
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                for model in [*operation.models, *operation.response_models.values()]:
                    for field in getattr(model, "model_fields", {}).values():  # the library's own wrapping
                        _classes(field.annotation, named)
    assert len(named) > 100
    assert not {name: found for name, found in named.items() if len(found) > 1}


def _classes(shape: Any, named: dict[str, set[type]]) -> None:
    """Every class that stands behind a shape, by its name."""
    for part in get_args(shape):
        _classes(part, named)
    if (
        not (isinstance(shape, type) and issubclass(shape, BaseModel | Enum))
        or shape in named[shape.__name__]
    ):
        return
    named[shape.__name__].add(shape)
    for field in getattr(shape, "model_fields", {}).values():
        _classes(field.annotation, named)


def test_a_second_shape_of_a_name_is_refused():
    found = api.get_openapi_schema()
    name, shape = next(iter(found.schemas.items()))
    found.add_schema_definitions({name: shape})
    with pytest.raises(TwoShapesOfOneName, match=name):
        found.add_schema_definitions({name: shape | {"title": "Something else"}})


def test_every_file_is_described_by_its_kinds():
    for path, calls in description()["paths"].items():
        for call in calls.values():
            for answer in call["responses"].values():
                assert "*/*" not in answer.get("content", {}), path


def test_the_description_is_built_once_and_known_by_its_etag(client, monkeypatch):
    first = client.get(ADDRESS)
    monkeypatch.setattr(api, "get_openapi_schema", None)  # building it again would fail
    again = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert client.get(ADDRESS).content == first.content


@pytest.mark.parametrize(("way", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_the_description_is_sent_packed(client, way, unpack):
    plain = client.get(ADDRESS)
    packed = client.get(ADDRESS, headers={"Accept-Encoding": way})
    assert packed["Content-Encoding"] == way
    assert "Content-Encoding" not in plain
    assert unpack(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 8
    assert packed["ETag"] != plain["ETag"]
    refusing = client.get(ADDRESS, headers={"Accept-Encoding": f"{way};q=0"})
    assert "Content-Encoding" not in refusing


# What the description does not know is refused --------------------------------------------------------------------


def reads() -> list[tuple[str, set[str]]]:
    """Every address that is read, with the names that it knows in a query."""
    return [
        (path, {p["name"] for p in calls["get"]["parameters"] if p["in"] == "query"})
        for path, calls in description()["paths"].items()
        if "get" in calls
    ]


def test_a_query_name_that_a_call_does_not_know_is_refused_everywhere(db):
    nobody = Client()
    assert len(reads()) > 60
    for path, known in reads():
        here = path.format_map(defaultdict(lambda: "00000000-0000-0000-0000-000000000000"))
        if path.endswith("{size}"):
            here = here.rpartition("/")[0] + "/small"
        strange = "fiscal_yaer"
        assert strange not in known
        problem = refused(nobody.get(here, {strange: "2570"}), 422, "invalid-fields")
        assert [error["field"] for error in problem["errors"]] == [strange], path


def test_a_query_name_given_twice_is_refused(kho_hong):  # noqa: F811
    officer = Caller(kho_hong.officer)
    assert officer.get("/projects", fiscal_year=YEAR).status_code == 200
    twice = officer.get("/projects", fiscal_year=[YEAR, YEAR - 1])
    assert refused(twice, 422, "invalid-fields")["errors"][0]["field"] == "fiscal_year"


def test_a_damaged_cursor_is_refused_by_every_list(kho_hong):  # noqa: F811
    load_forms(by=None)
    officer = Caller(kho_hong.officer)
    lists = [path.removeprefix("/api/v1") for path, known in reads() if "after" in known and "{" not in path]
    assert len(lists) > 6
    callers = [officer, *(Caller(_person(role)) for role in ("administrator", "central"))]
    for path in lists:
        who = next((one for one in callers if one.get(path).status_code != 403), officer)
        assert who.get(path).status_code == 200, path
        for damaged in ("x", "bnVsbA", "WyJhIl0", "%00", "WzEsMiwzLDQsNSw2XQ"):
            problem = refused(who.get(path, after=damaged), 422, "invalid-fields")
            assert problem["errors"][0]["field"] == "after", path


def _person(role: str) -> Any:
    from tests.world import person  # made only where it is needed

    return person(role, role)


# A client made from the description -------------------------------------------------------------------------------

# A program takes files as they come; the generator knows JSON and plain bytes by itself.
GENERATOR = """
post_hooks: []
content_type_overrides: {overrides}
"""


@pytest.fixture(scope="module")
def client_package(tmp_path_factory) -> Any:
    """The package that openapi-python-client makes of the description. What it could not understand fails."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_text(json.dumps(description()))
    files = {
        name: "application/octet-stream"
        for calls in description()["paths"].values()
        for call in calls.values()
        for answer in call["responses"].values()
        for name in answer.get("content", {})
        if "json" not in name
    }
    (folder / "config.yml").write_text(GENERATOR.format(overrides=json.dumps(files)))
    made = subprocess.run(
        [
            Path(sys.executable).with_name("openapi-python-client"),
            "generate",
            "--path=openapi.json",
            "--config=config.yml",
            "--output-path=ruamsuk_client",
            "--meta=none",
            "--fail-on-warning",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("ruamsuk_client")
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.startswith("ruamsuk_client")]:
            del sys.modules[name]


class Walker:
    """Calls the generated functions by their name: `walk.proposals.submit_proposal(uid)`; a refusal fails."""

    def __init__(self, package: Any, person: Any, part: str = "") -> None:
        self.package, self.person, self.part = package, person, part
        key = create_api_token(name="a program", access="write", expires_on=today(), by=person).token
        self.client = package.AuthenticatedClient(
            base_url="http://testserver",
            token=key,
            headers={"Accept-Language": "en"},
            raise_on_unexpected_status=True,
            httpx_args={"transport": httpx.WSGITransport(app=application)},
        )

    def __call__(self, call: str, *path: Any, **body: Any) -> Any:
        function = importlib.import_module(f"ruamsuk_client.api.{call}")
        answer = function.sync_detailed(*path, client=self.client, **body)
        assert answer.status_code in (200, 201), answer.content.decode()
        return answer.parsed


def test_a_generated_client_walks_the_main_job(client_package, kho_hong, one_connection):  # noqa: F811
    """Every name below was made by the generator: what the description does not say cannot be called."""
    models = importlib.import_module("ruamsuk_client.models")
    call = Walker(client_package, kho_hong.officer)

    def save(what: str, thing: Any, fields: dict[str, Any]) -> Any:
        texts = models.FieldsInFields.from_dict(fields)
        body = models.FieldsIn(base_version=thing.version, fields=texts)
        saved = call(f"{what}s.save_{what}_fields", thing.uid, body=body)
        assert not saved.errors.to_dict()
        assert not saved.conflicts
        return saved

    def add(proposal: Any, kind: str, parent: Any = None) -> Any:
        body = models.NewRow(kind=models.NewRowKind(kind), parent=parent)
        return call("proposals.add_proposal_row", proposal.uid, body=body).uid

    # The plan
    plan = call(
        "plans.start_plan", body=models.PlanIn(fund=str(kho_hong.fund.uid), fiscal_year=YEAR, issue="alcohol")
    )
    situation = call(
        "plans.add_situation",
        plan.uid,
        body=models.SituationIn(
            text="ครัวเรือนที่ดื่มสุรา",
            value=40,
            unit="ร้อยละ",
            evidence_kind=models.EvidenceKind.OFFICIAL,
            agency="รพ.สต.คอหงส์",
            measured_on=FIRST,
        ),
    )
    objective = models.ObjectiveIn(
        text="ลดการดื่มสุรา",
        situation=situation.uid,
        indicator_text="ครัวเรือนที่ดื่มสุรา",
        unit="ร้อยละ",
        baseline=40,
        target=30,
    )
    call("plans.add_objective", plan.uid, body=objective)
    planned = call(
        "plans.add_planned_project",
        plan.uid,
        body=models.PlannedProjectIn(
            title="คอหงส์ปลอดเหล้า", support_type=2, responsible="ชมรม อสม.", budget_satang=1_506_000
        ),
    )

    # The proposal
    proposal = call("proposals.propose_planned_project", planned.uid)
    assert proposal.title == "คอหงส์ปลอดเหล้า"
    target, activity = add(proposal, "target"), add(proposal, "activity")
    line = add(proposal, "line", activity)
    proposal = call("proposals.read_proposal", proposal.uid)
    save(
        "proposal",
        proposal,
        {
            "d.applicant_kind": "1",
            "d.rationale": "ครัวเรือนครึ่งหนึ่งดื่มสุราทุกสัปดาห์",
            "d.starts_on": f"{FIRST.year}-11-01",
            "d.ends_on": f"{LAST.year}-08-31",
            "d.expected_results": "ครัวเรือนดื่มสุราน้อยลง",
            f"target.{target}.group": call("catalogues.list_target_groups")[1].code,
            f"target.{target}.people": 120,
            f"activity.{activity}.name": "ค่ายครอบครัว",
            f"activity.{activity}.starts_on": f"{FIRST.year}-11-02",
            f"activity.{activity}.ends_on": f"{FIRST.year}-11-02",
            f"activity.{activity}.output": "ครอบครัว 60 ครัวเรือน",
            f"activity.{activity}.outcome": "ครอบครัวตั้งกติกาของบ้าน",
            f"line.{line}.category": "302",
            f"line.{line}.quantity": 60,
            f"line.{line}.unit_cost_satang": 12_550,
            f"line.{line}.times": 2,
        },
    )
    assert not [part.text for part in call("proposals.read_proposal", proposal.uid).missing if part.required]
    call("proposals.submit_proposal", proposal.uid)

    # The decision makes the project
    decided = call(
        "proposals.decide_proposal",
        proposal.uid,
        body=models.DecisionIn(
            outcome=models.Outcome.APPROVED, decided_on=today(), resolution_no="1", amount_satang=1_500_000
        ),
    )
    assert decided.state == models.ProposalState.APPROVED
    project = call("projects.read_project", decided.project)
    assert project.budget_satang == 1_500_000

    # The report of its activity
    report = call(
        "reports.start_report",
        project.uid,
        body=models.StartReportIn(activity=project.design.activities[0].uid),
    )
    save(
        "report",
        report,
        {
            "r.held_on": f"{FIRST.year}-11-02",
            "r.done": "จัดค่ายสองวัน แล้วสรุปร่วมกัน",
            "r.output": "ครอบครัว 58 ครัวเรือน",
            "r.quality": "3",
        },
    )
    missing = [
        part.text for part in call("reports.read_activity_report", report.uid).missing if part.required
    ]
    assert not missing
    assert call("reports.send_report", report.uid).state == models.ReportState.SENT
