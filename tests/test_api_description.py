"""The API keeps what its description says, whatever is sent: no crash, always an answer of a documented shape.

A short form; `API_EXAMPLES=200 pytest tests/test_api_description.py` is the long one (docs/howto/api.md). The short one
does not send words of our own source as values: to see which of them fits which field took half of its time.
"""

import os
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
import schemathesis
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ruamsuk.accounts.actions import create_api_token, hand_over, invite_person
from ruamsuk.accounts.models import Grant
from ruamsuk.area_sets.actions import add_area_set
from ruamsuk.checks.models import Check
from ruamsuk.committees.actions import add_member, start_committee
from ruamsuk.committees.actions import load_catalogue as load_positions
from ruamsuk.committees.models import Position
from ruamsuk.config.wsgi import application
from ruamsuk.core.calendar import today
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.actions import freeze_figures, note_figure
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.evidence.actions import enter_official_figure
from ruamsuk.exchanges.actions.importer import OUTSIDE
from ruamsuk.exchanges.actions.mapping import load_forms
from ruamsuk.exchanges.models import ExchangeForm, OutsideEntry
from ruamsuk.exchanges.queries.files import rows_by
from ruamsuk.funds.actions import add_bank_account, add_network, join_network
from ruamsuk.funds.choices import Then
from ruamsuk.grades.actions import begin_grade
from ruamsuk.grades.models import Grade
from ruamsuk.imports.actions.importing import take_file
from ruamsuk.instruments.actions import begin_version
from ruamsuk.instruments.actions import load_catalogue as load_instruments
from ruamsuk.issues.models import Indicator, Issue, IssueList, Measure
from ruamsuk.notices.models import Notice
from ruamsuk.older_pages.actions.importer import OLDER_PAGES
from ruamsuk.organizations.models import Organization
from ruamsuk.plans import actions as plans
from ruamsuk.plans.actions import bring_development_rows, freeze_plan
from ruamsuk.plans.models import Plan
from ruamsuk.projects.designs.actions import copy_design
from ruamsuk.projects.models import Project, Variation
from ruamsuk.projects.own_steps.actions.taking import note_own_step
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.projects.actions import deciding
from ruamsuk.projects.projects.actions.projects import enter_project
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.tests.conftest import kho_hong, load_submitted, submitted  # noqa: F401  # fixtures
from ruamsuk.projects.variations.actions.drafting import start_variation
from ruamsuk.workbooks.actions.importer import WORKBOOK
from tests.api_caller import one_connection  # noqa: F401  # a fixture
from tests.world import area, person

# One worker: what the tool works out of the description before its first call, it works out once.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection"), pytest.mark.one_worker]

EXAMPLES = int(os.environ.get("API_EXAMPLES", "1"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
CONFIG = SchemathesisConfig.from_dict({"analysis": {"constants": {"enabled": EXAMPLES > 1}}})
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=CONFIG)
CALLS = [found.ok() for found in SCHEMA.get_all_operations()]
TAGS = sorted({tag for call in CALLS for tag in call.tags})


@pytest.fixture(scope="module")
def kept_small_world(kept_for_module):
    with kept_for_module():
        yield load_small_world(load_submitted())


@pytest.fixture
def small_world(kho_hong, submitted):  # noqa: F811
    """For other modules."""
    return load_small_world(kho_hong)


def load_small_world(kho_hong: SimpleNamespace) -> SimpleNamespace:  # noqa: F811
    """Something of every noun, and a person who may do nearly everything with it. `uids`: what addresses name."""
    submitted = kho_hong.submitted  # noqa: F811
    boss = person("Boss", "administrator")
    for role in ("fund-officer", "mentor"):
        person("Boss", role, kho_hong.fund)
    person("Boss", "project-owner", kho_hong.owner)
    deciding.decide_proposal(
        proposal=submitted,
        outcome="approved",
        decided_on=today(),
        resolution_no="1/2570",
        amount_satang=1_500_000,
        by=kho_hong.officer,
    )
    project = Project.objects.get(proposal=submitted)
    draft = drafting.start_proposal(
        planned_project=kho_hong.row, fiscal_year=kho_hong.plan.fiscal_year, by=boss
    )
    report = reports.start_report(project=project, activity=project.design.activities.first(), by=boss)
    load_positions(by=None)
    committee = start_committee(fund=kho_hong.fund, term_starts_on=date(2026, 10, 1), by=None)
    member = add_member(
        committee=committee,
        position=Position.objects.first(),
        name="สมชาย ใจดี",
        starts_on=date(2026, 10, 1),
        by=None,
    )
    account = add_bank_account(
        fund=kho_hong.fund, number="1234567890", bank="ธ.ก.ส.", account_name="กองทุน", by=None
    )
    network = add_network(name="เครือข่าย", by=None)
    join_network(network=network, fund=kho_hong.fund, by=None)
    measure = plans.add_measure(plan=kho_hong.plan, approach="ชวนเลิก", by=None)
    Notice.objects.create(
        to=boss,
        kind="x",
        url_name="projects:project",
        url_kwargs={"uid": str(project.uid)},
        created_at=draft.created_at,
    )
    applicant = drafting.add_row(proposal=draft, kind="applicant", values={"name": "สมชาย"}, by=boss)
    paper = enter_project(
        title="จากเอกสาร",
        fiscal_year=project.fiscal_year,
        home_area=kho_hong.home,
        budget_satang=1_500_000,
        fund=kho_hong.fund,
        organization=kho_hong.owner,
        design=copy_design(project.design),
        by=None,
    )
    variation = start_variation(project=project, by=boss)
    area("9011")
    holding = Grant.objects.get(user=kho_hong.officer)
    handover = hand_over(
        post=Grant.objects.get(user=kho_hong.typist).post,
        from_user=kho_hong.typist,
        to_user=boss,
        on_day=today(),
        by=boss,
    )
    invitation = invite_person(role="mentor", scope=area("9011"), name="สมหญิง", by=boss)
    stated = note_figure(
        area=area("9011"), fiscal_year=2570, figure="approved", printed=6, source="รายงาน", by=boss
    )
    frozen = freeze_figures(
        found=counts(Question(area("9011"), 2570, None, then=Then(today()))),
        name="รายงานประจำปี",
        reason="ใช้อ้างอิง",
        post={"th": "ทีมส่วนกลาง", "en": "Central team"},
        by=boss,
    )
    key = create_api_token(name="test", access="write", expires_on=today() + timedelta(days=9), by=boss).token
    load_forms(by=None)
    form = ExchangeForm.objects.get()
    entry = OutsideEntry.objects.create(
        form=form,
        fund=kho_hong.fund,
        fiscal_year=project.fiscal_year,
        title="ที่นั่น",
        project=project,
        values={"title": "ที่นั่น", "participants": 70},
        said_at=timezone.now(),
    )
    load_instruments(by=None)
    grade = begin_grade(document=submitted, by=kho_hong.mentor)
    Grade.objects.update(grader=boss)
    rubric = begin_version(instrument=grade.version.instrument, by=boss)
    uids = {
        "areas": {"code": "901104"},
        "issue-lists": {
            "code": IssueList.objects.first().code,
            "entry": IssueList.objects.first().entries.first().code,
        },
        "codes": {"table": "expense-categories", "code": "302"},
        "standard-measures": {"code": Measure.objects.first().code},
        "kit-activities": Measure.objects.first().activities.first(),
        "development-rows": bring_development_rows(
            fund=kho_hong.fund, plan_name="แผนพัฒนาท้องถิ่น", rows=[{"title": "ลานกีฬา"}], by=boss
        )[0],
        "positions": {"code": Position.objects.first().code},
        "fund-kinds": {"code": kho_hong.fund.kind.code},
        "checks": {"code": Check.objects.first().code},
        "people": kho_hong.mentor,
        "posts": holding.post,
        "holdings": holding,
        "handovers": handover,
        "invitations": invitation,
        "stated-figures": stated,
        "frozen-sets": frozen,
        "issues": kho_hong.issue,
        "indicators": Indicator.objects.first(),
        "organizations": Organization.objects.first(),
        "official-figures": enter_official_figure(
            home_area=kho_hong.home,
            indicator=Indicator.objects.first(),
            value=Decimal(40),
            measured_on=date(2026, 9, 30),
            agency="Health office",
            by=boss,
        ),
        "funds": kho_hong.fund,
        "networks": network,
        "area-sets": add_area_set(name="หาดใหญ่", areas=[area("9011")], is_shared=True, by=boss),
        "bank-accounts": account,
        "committees": committee,
        "members": member,
        "plans": kho_hong.plan,
        "plan-editions": freeze_plan(_agreed_plan(kho_hong), grade.begun_at),
        "instruments": rubric.instrument,
        "instrument-versions": rubric,
        "criteria": rubric.criteria.first(),
        "levels": rubric.criteria.first().levels.first(),
        "bands": rubric.bands.first(),
        "grades": grade,
        "situations": kho_hong.plan.situations.first(),
        "objectives": kho_hong.plan.objectives.first(),
        "measures": measure,
        "planned-projects": kho_hong.row,
        "proposals": {"uid": str(draft.uid), "applicant": str(applicant.uid)},
        "own-steps": note_own_step(record=submitted, act=OwnAct.DECISION, by=kho_hong.officer),
        "submissions": submitted.submissions.first(),
        "projects": {"uid": str(paper.uid), "kind": "activity", "row": _activity_of(paper)},
        "variations": {"uid": str(variation.uid), "kind": "activity", "row": _activity_of(variation)},
        "reports": report,
        "me": Notice.objects.first(),
        "imports": take_file(
            importer=OLDER_PAGES, name="a.json", sha256="0" * 64, records=[7], by=boss, with_preview=True
        ),
        "exchange-projects": paper,
        "exchange-entries": entry,
        "exchange-forms": form,
        "exchange-columns": form.columns.last(),
        "exchange-files": take_file(
            importer=OUTSIDE,
            name="a.xlsx",
            sha256="0" * 64,
            records=rows_by(form, "รหัสกองทุน,ชื่อ,ปีงบประมาณ\nL7257,ที่นั่น,2570".encode(), 10),
            by=boss,
            with_preview=True,
        ),
        "workbooks": take_file(
            importer=WORKBOOK,
            name="a.xlsx",
            sha256="0" * 64,
            records=[
                {"sheet": "funds", "title": "Funds", "row": 2, "cells": {}, "faults": [], "refused": False}
            ],
            by=boss,
            with_preview=True,
        ),
    }
    return SimpleNamespace(uids=uids, key=key, member=member)


def _agreed_plan(world: SimpleNamespace) -> Plan:
    plan = plans.start_plan(
        fund=world.fund,
        fiscal_year=world.plan.fiscal_year,
        issue=Issue.objects.get(code="alcohol"),
        by=None,
    )
    situation = plans.add_situation(plan=plan, text="ดื่มหนัก", unit="คน", value=10, by=None)
    plans.add_objective(plan=plan, situation=situation, target=5, by=None)
    return plans.agree_plan(plan=plan, agreed_on=today(), by=None)


def _activity_of(owner: Project | Variation) -> str:
    return str(owner.design.activities.get().uid)


def real_names(path: str, uids: dict) -> dict:
    """Path parameters that lead to something: other calls would only ever answer 404."""
    thing = uids.get(path.split("/")[1], {})
    names = thing if isinstance(thing, dict) else {"uid": str(thing.uid)}
    return {name: value for name, value in names.items() if f"{{{name}}}" in path}


@pytest.mark.parametrize("tag", TAGS)
def test_every_call_answers_as_described(tag, kept_small_world, second_database):
    nobody = {"Accept-Encoding": "identity"}  # the tool does not unpack
    holder = nobody | {"Authorization": f"Bearer {kept_small_world.key}"}
    # Without a key most calls end before their body is read: what is wrong with it matters less.
    senders = {GenerationMode.POSITIVE: [nobody, holder], GenerationMode.NEGATIVE: [holder]}
    if second_database:  # what is refused ends before it
        senders = {GenerationMode.POSITIVE: [holder]}
    for call in CALLS:
        if tag in call.tags:
            for mode, headers in senders.items():
                _try(call, mode, headers, real_names(call.path, kept_small_world.uids))


def _try(call, mode, senders, names) -> None:
    """Some calls of one kind from each of the senders, each undone before the next."""
    cases = call.as_strategy(generation_mode=mode, path_parameters=names or None)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def run(case):
        for headers in senders:
            with transaction.atomic():
                response = case.call(headers=headers)
                case.validate_response(response, checks=CHECKS)
                transaction.set_rollback(True)

    try:
        run()
    except Unsatisfiable:  # nothing of this call can be sent wrongly
        assert mode == GenerationMode.NEGATIVE
