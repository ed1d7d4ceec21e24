"""`check-data` finds each difference that it has a check for, names the record and the remedy, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.utils import timezone

from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import scoped_models
from ruamsuk.audit.actions import seal
from ruamsuk.audit.models import Operation
from ruamsuk.comments.models import Thread
from ruamsuk.core.calendar import today
from ruamsuk.counting.models import Contribution, KeptSum
from ruamsuk.dashboards.queries.checks import REMEDIES
from ruamsuk.dashboards.tests.conftest import YEAR
from ruamsuk.funds.models import Fund
from ruamsuk.grades.actions.bulk import GivenGrade, enter_grades
from ruamsuk.instruments.actions import load_catalogue
from ruamsuk.instruments.models import InstrumentVersion
from ruamsuk.issues.models import ListEntry, Placement
from ruamsuk.projects.models import (
    Design,
    DesignIssue,
    Indicator,
    MeasuredIndicator,
    Objective,
    ParticipantSum,
    Project,
    Proposal,
    SentProposal,
    Tally,
)
from ruamsuk.projects.projects.models import Funding, Instalment
from ruamsuk.projects.proposals.models import Submission
from ruamsuk.projects.proposals.queries.snapshots import digest, snapshot


def freeze(proposal: Proposal) -> None:
    content = snapshot(proposal)
    Submission.objects.create(
        proposal=proposal, no=1, snapshot=content, sha256=digest(content), submitted_at=timezone.now()
    )


@dataclass
class Planted:
    text: str  # what must be said of it
    mend: Callable[[], object]


def changed(row: models.Model, **values: Any) -> Callable[[], object]:
    """Writes past every action; returns what undoes it."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    before = rows.values(*values).get()
    rows.update(**values)
    return lambda: rows.update(**before)


def summary(world) -> Planted:
    row = Tally.objects.get(fund=world.khuan_lang, issue_list__isnull=True)
    mend = changed(row, approved=row.approved + 1)
    return Planted(f"fund {world.khuan_lang.pk} area {row.home_area_id}", mend)


def open_reports(world) -> Planted:
    mend = changed(world.both, returned_reports=3)
    return Planted(f"project {world.both.pk} returned_reports: stored 3, counted 0", mend)


def participants(world) -> Planted:
    fund = world.khuan_lang
    row = ParticipantSum.objects.create(
        fund=fund,
        fiscal_year=YEAR,
        home_area=fund.home_area,
        place_no=fund.place_no,
        sector="school",
        people=3,
    )
    return Planted(f"fund {fund.pk} area {fund.home_area_id} year {YEAR} sector school", row.delete)


def indicators(world) -> Planted:
    project = world.both
    aim = Objective.objects.create(design=project.design, no=1)
    indicator = Indicator.objects.create(design=project.design, objective=aim, no=1)
    row = MeasuredIndicator.objects.create(
        project=project,
        indicator=indicator,
        value=4,
        counted=4,
        out_of=0,
        has_reached=False,
        is_more_than_all=False,
    )
    return Planted(f"indicator {indicator.pk} of a project: stored 4.00, measured nothing", row.delete)


def kept_sum(world) -> Planted:
    home = world.khuan_lang.home_area
    row = KeptSum.objects.create(
        figure="visits", fiscal_year=2570, home_area=home, place_no=home.place_no, n=3
    )
    return Planted(f"visits fund None area {home.pk} year 2570", row.delete)


def words(world) -> Planted:
    mend = changed(world.khuan_lang, folded="อื่น")
    return Planted(f"fund {world.khuan_lang.pk}: not found by its words", mend)


def area_elsewhere(world) -> Planted:
    """A zone that says it holds a province which lies in another one."""
    zone = Area.objects.get(code="Z12")
    mend = changed(zone, province_codes=f"80 {zone.province_codes}")
    return Planted(f"area {zone.pk} Z12: ", mend)


def record_elsewhere(world) -> Planted:
    return Planted(f"funds.fund {world.bo_yang.pk}: place_no 1,", changed(world.bo_yang, place_no=1))


def budget(world) -> Planted:
    mend = changed(Design.objects.get(pk=world.plain.design_id), budget_satang=7)
    return Planted(f"design {world.plain.design_id} budget_satang: 7, its budgetline rows add up to 0", mend)


def funding(world) -> Planted:
    row = Funding.objects.get(project=world.both)
    mend = changed(row, amount_satang=5)
    return Planted(f"project {world.both.pk} budget_satang: 1000000, its funding rows add up to 5", mend)


def instalments(world) -> Planted:
    row = Instalment.objects.create(
        project=world.both, no=1, starts_on=today(), ends_on=today(), amount_satang=9
    )
    return Planted(
        f"project {world.both.pk} budget_satang: 1000000, its instalment rows add up to 9", row.delete
    )


def spending(world) -> Planted:
    """Of a report that is being written: no figure counts it yet."""
    report = world.make.report(world.both.design.activities.first(), "started")
    return Planted(f"activityreport {report.pk} spent_satang: 8", changed(report, spent_satang=8))


def people(world) -> Planted:
    report = world.make.report(world.both.design.activities.first(), "started")
    return Planted(f"activityreport {report.pk} people: 4", changed(report, people=4))


def entry(world) -> Planted:
    """Of an issue under which no project stands: the counts stay as they are."""
    used = DesignIssue.objects.values("issue")
    place = Placement.objects.filter(issue_list__code="strategic-8").exclude(issue__in=used).first()
    other = ListEntry.objects.exclude(issue_list=place.issue_list).first()
    return Planted(f"placement {place.pk}", changed(place, entry=other))


def submission(world) -> Planted:
    row = Submission.objects.get()
    mend = changed(row, snapshot={**row.snapshot, "budget_satang": 1})
    return Planted(f"submission {row.pk} of proposal {row.proposal_id}", mend)


def as_sent(world) -> Planted:
    row = SentProposal.objects.get()
    freeze(row.proposal)
    return Planted(
        f"proposal {row.proposal_id}: title ?, sent was {row.title}", changed(row, title="?", folded="?")
    )


def planned(world) -> Planted:
    row = Contribution.objects.filter(figure="planned", fund=world.bo_yang, issue_list__isnull=True).get()
    return Planted(f"fund {world.bo_yang.pk} area {row.home_area_id}", changed(row, n=row.n + 4))


def grade(world) -> Planted:
    load_catalogue(by=None)
    version = InstrumentVersion.objects.filter(instrument__about="proposal").first()
    levels = {criterion: criterion.levels.first() for criterion in version.criteria.all()}
    sent = Submission.objects.get().proposal
    given = [GivenGrade(sent, world.coordinator, levels, {}, "", timezone.now())]
    (row,) = enter_grades(given=given, version=version, by=None)
    return Planted(f"grade {row.pk}: stored ({row.points + 1}, ", changed(row, points=row.points + 1))


def trail(world) -> Planted:
    row = Operation.objects.get(seal_no=2)
    return Planted(f"edited: operation {row.pk}", changed(row, actor_id=99))


PLANTS: dict[str, Callable[[Any], Planted]] = {
    "counts.summary": summary,
    "counts.open-reports": open_reports,
    "counts.participants": participants,
    "counts.indicators": indicators,
    "counts.kept": kept_sum,
    "counts.planned": planned,
    "grades.result": grade,
    "search.words": words,
    "places.areas": area_elsewhere,
    "places.records": record_elsewhere,
    "sums.budget-of-design": budget,
    "sums.funding": funding,
    "sums.instalments": instalments,
    "sums.spending": spending,
    "sums.people": people,
    "lists.entry": entry,
    "frozen.submission": submission,
    "frozen.as-sent": as_sent,
    "trail": trail,
}


def checked() -> tuple[int, str]:
    """The exit code and what the command says."""
    out = StringIO()
    try:
        call_command("check-data", stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def clean(world, area):
    area("80")
    proposal = Proposal.objects.filter(state="submitted").first()
    freeze(proposal)
    seal()
    assert checked() == (0, "What is stored agrees with the records.\n")
    return world


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("returned", "has what was sent, not in correction"),
        ("submitted", "in correction, without what was sent"),
    ],
)
def test_what_was_sent_is_kept_exactly_while_a_proposal_is_in_correction(clean, state, said):
    row = Proposal.objects.filter(state=state).first()
    Proposal.objects.filter(pk=row.pk).update(state="returned" if state == "submitted" else "submitted")
    assert f"frozen.as-sent: proposal {row.pk}: {said}" in checked()[1]


def test_a_planted_difference_is_told_with_record_and_remedy_until_it_is_mended(clean):
    for check in REMEDIES:
        with transaction.atomic():
            planted = PLANTS[check](clean)
            code, said = checked()
            assert (code, said.count("\n")) == (1, 1), said
            assert said.startswith(f"{check}: {planted.text}")
            assert said.endswith(f" - {REMEDIES[check]}\n")
            planted.mend()
            assert checked() == (0, "What is stored agrees with the records.\n"), check
            transaction.set_rollback(True)


def test_every_check_has_a_difference_that_is_planted():
    assert PLANTS.keys() == REMEDIES.keys()


def without_a_place(model: type[models.Model]) -> bool:
    return model._meta.get_field("home_area").null


def test_a_draft_without_a_place_is_right_and_half_a_place_is_not(clean):
    assert {model for model in scoped_models() if without_a_place(model)} == {Proposal, SentProposal}
    draft = Proposal.objects.create(
        title="ร่าง",
        fiscal_year=2569,
        design=Design.objects.create(),
        thread=Thread.objects.create(),
        created_at=timezone.now(),
        changed_at=timezone.now(),
    )
    assert checked()[0] == 0
    for half in ({"place_no": 1290110400}, {"home_area": clean.bo_yang.home_area}):
        mend = changed(draft, **half)
        code, said = checked()
        assert (code, f"projects.proposal {draft.pk}: place_no" in said) == (1, True), half
        mend()
    assert checked()[0] == 0


def test_a_report_that_becomes_due_over_night_is_told_with_its_remedy(clean):
    activity = clean.plain.design.activities.first()
    activity.ends_on += timedelta(days=30)  # as if the clock had been set, and nobody had counted
    activity.save()
    code, said = checked()
    assert code == 1
    assert "--mend" in said
    call_command("check-data", mend=True, stdout=StringIO())
    assert checked()[0] == 0
    assert Project.objects.get(pk=clean.plain.pk).oldest_unreported_on == activity.ends_on
    assert Fund.objects.count() == 4


def test_planned_projects_by_the_day_are_set_right_by_mending(clean):
    planned(clean)
    call_command("check-data", mend=True, stdout=StringIO())
    assert checked()[0] == 0
