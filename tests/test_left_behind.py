"""No state is for ever: what a killed process was in the middle of is found, and goes on or is ended, by itself.

Every value that a model stores by choices is either what a person or a finished act set (`STANDS`), or one that a
process is in the middle of: then it stands in `MOVES` with a kill that leaves it behind, and what brings it out. A new
choice, a new value of a moving one and a new command fail here until somebody has thought about it.
"""

import io
import json
from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django_tasks_db.models import DBTaskResult

from ruamsuk.accounts.choices import Role
from ruamsuk.audit.trail import VERBS
from ruamsuk.core.models import uuid7
from ruamsuk.files import actions as files
from ruamsuk.files.choices import FileKind
from ruamsuk.files.intake import take
from ruamsuk.files.models import StoredFile
from ruamsuk.files.tests.samples import pdf, photo, sent
from ruamsuk.imports.actions import undoing
from ruamsuk.imports.background import undo_import
from ruamsuk.imports.choices import STAGE_PIECE
from ruamsuk.imports.models import ImportBatch, ImportLine
from ruamsuk.jobs.tests.conftest import data, queue  # noqa: F401
from ruamsuk.older_pages.tests.importing import proposal
from ruamsuk.papers.actions import ask_for_paper
from ruamsuk.papers.documents import DOCUMENTS
from ruamsuk.papers.models import Paper
from tests.guards.house import ROOT
from tests.killing import by_itself, kill_at

IMPORTING = "ruamsuk.imports.actions.importing"

# Set by a person, or by an act that is one transaction: nothing is in the middle of them.
STANDS = set(
    """
    accounts.ApiToken.access accounts.Post.role accounts.Scope.kind applications.Application.state
    areas.Area.kind audit.Operation.origin checks.Check.level grades.Grade.state instruments.Band.tier
    instruments.Instrument.about instruments.InstrumentVersion.state older_pages.Label.part
    files.PhotoRights.people projects.Variation.state dashboards.FrozenSet.way dashboards.StatedFigure.choice
    drafts.PersonalText.state drafts.Text.state exchanges.ExchangeColumn.field exchanges.ExchangeColumn.format
    exchanges.ProjectResult.result exports.Export.kind papers.Paper.kind
    files.StoredFile.kind funds.Fund.capacity funds.Standing.capacity funds.FundKind.same_person
    funds.NetworkFund.capacity
    issues.Indicator.direction issues.TargetGroup.kind issues.TargetGroup.scheme jobs.FailedJob.outcome
    organizations.Organization.kind organizations.Organization.la_size plans.Plan.state plans.Plan.check_state
    plans.PlanCheck.outcome plans.Situation.evidence_kind projects.Situation.evidence_kind
    projects.ActivityReport.quality
    projects.ActivityReport.state projects.Decision.outcome projects.Design.applicant_kind
    projects.EarlierDecision.outcome projects.OwnStep.act projects.OwnStep.state projects.Project.kind
    projects.Project.origin projects.Project.status projects.ProjectDocument.kind projects.Proposal.state
    projects.ReportStep.from_state projects.ReportStep.to_state imports.ImportLine.expected
    issues.Indicator.combining projects.Indicator.combining projects.ProjectPartner.kind
    projects.ProjectPartner.state projects.ParticipantLine.sector projects.ParticipantSum.sector
    """.split()
)
RESTS = None
NO_KILL = "the state before the work begins: the queue itself is what brings it out"


def import_records(folder, count=STAGE_PIECE + 5) -> str:
    file = folder / "records.json"
    file.write_text(json.dumps([proposal(no) for no in range(count)]))
    return str(file)


def while_a_file_is_read(folder, user) -> None:
    kill_at(f"{IMPORTING}:stage_lines", "import", "records", import_records(folder), call=2)


def while_records_are_written(folder, user) -> None:
    kill_at(f"{IMPORTING}:import_piece", "import", "records", import_records(folder, 30), call=2)


def while_an_import_is_taken_back(folder, user) -> None:
    call_command("import", "records", import_records(folder, 30), stdout=io.StringIO())
    batch = ImportBatch.objects.get()
    undoing.start_undo(batch=batch, by=user)
    undo_import.enqueue(batch.pk, user.pk)
    kill_at("ruamsuk.imports.actions.undoing:undo_piece", "worker", "--once", call=2)


def while_a_photo_is_prepared(folder, user) -> None:
    files.receive_file(upload=take(sent("a.jpg", photo()), FileKind.PHOTO), by=None)
    kill_at("ruamsuk.files.images:prepare", "worker", "--once")


def while_a_document_is_checked(folder, user) -> None:
    files.receive_file(upload=take(sent("a.pdf", pdf()), FileKind.DOCUMENT), by=None)
    kill_at("ruamsuk.files.documents:prove", "worker", "--once")


def while_a_paper_is_made(folder, user) -> None:
    ask_for_paper(
        document=DOCUMENTS["proposal"], of=uuid7(), fiscal_year=None, kind="pdf", name="Form 7", by=user
    )
    kill_at("ruamsuk.papers.actions:fail_paper", "worker", "--once")


# Model and field → value → how a killed process leaves it behind.
MOVES = {
    (ImportBatch, "state"): {
        "reading": [while_a_file_is_read],
        "running": [while_records_are_written],
        "undoing": [while_an_import_is_taken_back],
        **dict.fromkeys(("cut", "ready", "stopped", "done", "undone"), RESTS),
    },
    (ImportLine, "outcome"): {
        "waiting": [while_records_are_written],
        **dict.fromkeys(("created", "updated", "unchanged", "kept", "failed", "undone"), RESTS),
    },
    (StoredFile, "state"): {
        "received": [while_a_photo_is_prepared, while_a_document_is_checked],
        **dict.fromkeys(("ready", "refused"), RESTS),
    },
    (Paper, "state"): {
        "waiting": [while_a_paper_is_made],
        **dict.fromkeys(("ready", "failed"), RESTS),
    },
    (DBTaskResult, "status"): {
        "READY": NO_KILL,
        "RUNNING": [while_a_photo_is_prepared, while_an_import_is_taken_back],
        **dict.fromkeys(("FAILED", "SUCCESSFUL"), RESTS),
    },
}
KILLS = [
    pytest.param(model, field, value, leave, id=f"{model.__name__} {value}: {leave.__name__}")
    for (model, field), values in MOVES.items()
    for value, ways in values.items()
    if isinstance(ways, list)
    for leave in ways
]

# What writes when a person types it, and what a kill in the middle of it leaves: an action is one transaction.
ONE_ACTION = {
    "catalogues": "exchanges.load_all",
    "demo": "demo.load_demo",  # its photos are jobs of the queue by then
    "first-admin": "accounts.create_first_administrator_link",
    "geography": "areas.load_geography",
    "rescope": "areas.rescope",
}
OTHER_COMMANDS = {
    "backup": "killed in jobs/tests/test_whole_backups.py",
    "restore": "killed in jobs/tests/test_whole_backups.py",
    "import": "killed here and in imports/tests/test_stopped_imports.py",
    "worker": "killed here",
    "check-data": "with --mend each part is counted in a transaction; again it counts all",
    "demo-accounts": "reads",
    "envexample": "writes one file of the source; again it writes the same",
    "frontend": "copies files that are there already; again it copies all",
    "problems": "reads",
    "send-test-letter": "sends at once, stores nothing",
    "verify-audit": "reads",
}


def choices_of_models() -> dict[str, models.Field]:
    return {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models()
        if model.__module__.startswith("ruamsuk.") or model is DBTaskResult
        for field in model._meta.concrete_fields
        if field.choices
    }


def test_each_choice_that_is_stored_stands_or_says_what_brings_it_out():
    found = choices_of_models()
    moving = {f"{model._meta.label}.{field}": values for (model, field), values in MOVES.items()}
    assert set(found) == STANDS | set(moving), "name it in STANDS, or in MOVES with a kill"
    for name, values in moving.items():
        assert {str(value) for value, _label in found[name].flatchoices} == set(values), name


def test_each_command_says_what_a_kill_leaves():
    paths = (ROOT / "src" / "ruamsuk").glob("*/management/commands/*.py")
    names = {path.stem: path.parts[-4] for path in paths if path.stem != "__init__"}
    assert set(names) == set(ONE_ACTION) | set(OTHER_COMMANDS)
    for name, verb in ONE_ACTION.items():
        import_module(f"ruamsuk.{names[name]}.management.commands.{name}")  # with the actions that it calls
        assert verb in VERBS, "no action any more: it may be cut in two"


def test_the_schedule_looks_after_what_moves():
    periodic = import_module("ruamsuk.jobs.periodic")
    assert periodic.REGISTRY["imports.look-after"].every_seconds <= 120  # as the page says


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("data", "queue")
@pytest.mark.parametrize(("model", "field", "value", "leave"), KILLS)
def test_what_a_killed_process_leaves_in_the_middle_comes_out_by_itself(
    model: type[models.Model], field: str, value: str, leave: Callable, area, person, tmp_path
):
    area("901101")
    leave(tmp_path, person("Malee", Role.CENTRAL))
    left = model._default_manager.filter(**{field: value})
    assert left.exists(), "the kill came too late to show anything"
    by_itself("imports.look-after")
    assert not left.exists()
