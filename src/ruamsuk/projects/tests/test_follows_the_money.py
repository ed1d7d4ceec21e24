"""Who asks for money does not decide on it: such verbs are reached by posts of those who pay, and by no others.

Nouns and verbs are found, not listed: a new noun with an owner and a payer, or a new verb, is tried here by itself.
"""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.accounts.verbs import Verb, all_verbs
from ruamsuk.core.calendar import today
from ruamsuk.core.problems import NotAllowed
from ruamsuk.exchanges.actions.mapping import add_form
from ruamsuk.exchanges.models import OutsideEntry
from ruamsuk.funds.models import Fund
from ruamsuk.grades.models import Grade
from ruamsuk.grades.tests.conftest import graded
from ruamsuk.instruments.actions import load_catalogue as load_instruments
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.models import Organization
from ruamsuk.plans.models import PlannedProject
from ruamsuk.plans.verbs import DECIDE
from ruamsuk.projects.models import ActivityReport, AuthorInvitation, OwnStep, Project, Proposal, Submission
from ruamsuk.projects.own_steps.actions.taking import note_own_step
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.projects.access import all_that_may as may_on_project
from ruamsuk.projects.projects.access import project_for
from ruamsuk.projects.projects.actions.projects import enter_project, set_fundings
from ruamsuk.projects.proposals.access import all_that_may as may_on_proposal
from ruamsuk.projects.proposals.access import proposal_for
from ruamsuk.projects.proposals.actions import drafting, sending
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.tests.conftest import YEAR, complete_draft, load_kho_hong, start
from ruamsuk.projects.variations.actions.drafting import start_variation
from ruamsuk.projects.variations.models import Variation
from ruamsuk.projects.verbs import ACCEPT_REPORT, RETURN_PROPOSAL, RUN_PROJECT, SET_MONEY
from tests.api_caller import Caller
from tests.kept import keep
from tests.world import area

FOLLOWING = [can for can in all_verbs() if can.follows_money]


def leads_to(model: type[Model], other: type[Model]) -> bool:
    return any(field.is_relation and field.related_model is other for field in model._meta.concrete_fields)


def has_owner_and_payer(model: type[Model]) -> bool:
    """Itself, or through the one record that it is part of."""
    near = [model, *(f.related_model for f in model._meta.concrete_fields if f.many_to_one)]
    own = any(leads_to(one, Organization) for one in near if one is not Fund)
    return own and any(leads_to(one, Fund) for one in near)


NOUNS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("ruamsuk.")
    and hasattr(model._default_manager.all(), "visible_to")
    and has_owner_and_payer(model)
]


def load_both_sides() -> SimpleNamespace:
    """An application to Kho Hong's fund by an organisation of elsewhere, and what came of one."""
    kho_hong = load_kho_hong()
    owner = add_organization(name="กลุ่มเขาเจียก", kind="other", home_area=area("930103"), by=None)
    payer = add_organization(name="มูลนิธิผู้ให้ทุน", kind="other", home_area=area("800101"), by=None)
    proposal = complete_draft(start(kho_hong), by=kho_hong.officer)
    Proposal.objects.filter(pk=proposal.pk).update(organization=owner)
    sending.submit_proposal(proposal=proposal, by=kho_hong.officer)
    PlannedProject.objects.filter(pk=kho_hong.row.pk).update(organization=owner)
    above = enter_project(
        title="ชุดโครงการ",
        fiscal_year=YEAR,
        home_area=kho_hong.home,
        budget_satang=1,
        by=None,
        kind="programme",
    )
    project = enter_project(
        title="งวดเงินของผู้อื่น",
        fiscal_year=YEAR,
        home_area=kho_hong.home,
        budget_satang=1_000_000,
        fund=kho_hong.fund,
        organization=owner,
        parent=above,
        starts_on=today(),
        ends_on=today(),
        by=None,
    )
    fundings = [(kho_hong.fund, 600_000), (payer, 400_000)]
    set_fundings(project=project, fundings=fundings, by=None)
    report = reports.enter_report(project=project, by=None, state="sent", title="อบรม", held_on=today())
    proposal = Proposal.objects.get(pk=proposal.pk)
    return SimpleNamespace(
        officer=kho_hong.officer,
        proposal=proposal,
        project=project,
        payer=payer,
        owner_scopes={
            ScopeKind.ORGANIZATION: owner.scope,
            ScopeKind.PROJECT: project.scope,
            ScopeKind.FUND: Fund.objects.exclude(pk=kho_hong.fund.pk).get().scope,  # of another fund
        },
        payer_scopes={
            ScopeKind.ORGANIZATION: payer.scope,
            ScopeKind.PROJECT: above.scope,
            ScopeKind.FUND: kho_hong.fund.scope,
        },
        nouns={
            Proposal: proposal,
            Submission: proposal.submissions.get(),
            PlannedProject: kho_hong.row,
            Project: project,
            ActivityReport: report,
            Variation: start_variation(project=project, by=None),
            OwnStep: note_own_step(record=proposal, act=OwnAct.DECISION, by=kho_hong.officer),
            AuthorInvitation: _invitation(proposal, kho_hong.officer),
            Grade: _grade(proposal, kho_hong.mentor),
            OutsideEntry: _entry_elsewhere(project),
        },
    )


def _invitation(proposal, officer) -> AuthorInvitation:
    drafting.add_author(proposal=proposal, person="somebody-else", by=officer)
    return proposal.author_invitations.get()


def _grade(proposal, mentor) -> Grade:
    load_instruments(by=None)
    return graded(proposal, mentor, 4, 4, 4, 4, 4)


def _entry_elsewhere(project) -> OutsideEntry:
    form = add_form(name="แบบฟอร์ม", by=None)
    return OutsideEntry.objects.create(
        form=form,
        fund=project.fund,
        fiscal_year=YEAR,
        title=project.title,
        project=project,
        said_at=timezone.now(),
    )


keep("both_sides", load_both_sides)


@pytest.fixture
def both_sides(kept_world):
    return kept_world("both_sides")


def holders(person, scopes, can: Verb):
    """Somebody with each role that may do this, at each of these places where the role may be held."""
    for role in sorted(can.roles):
        for kind in sorted(ROLES[role].scopes & set(scopes)):
            yield role, kind, person(f"{role} {kind} {scopes[kind].pk}", role, scopes[kind])


def test_every_noun_with_an_owner_and_a_payer_is_tried(both_sides):
    assert set(NOUNS) == set(both_sides.nouns), "add the new noun to `both_sides`"


@pytest.mark.one_value("each verb is looked for by the same statements")
@pytest.mark.parametrize("can", FOLLOWING)
def test_a_post_at_the_owner_alone_reaches_no_verb_of_the_money(both_sides, person, can):
    for noun, row in both_sides.nouns.items():
        for role, kind, holder in holders(person, both_sides.owner_scopes, can):
            reached = noun._default_manager.all().visible_to(holder, can)  # type: ignore[attr-defined]
            assert not reached.filter(pk=row.pk).exists(), (noun, can, role, kind)


@pytest.mark.parametrize("where", ["owner_scopes", "payer_scopes"])
def test_what_a_page_asks_for_all_its_buttons_together_is_what_each_gate_says(both_sides, person, where):
    scopes = getattr(both_sides, where)
    people = [
        person(f"{role} {kind}", role, scopes[kind])
        for role in Role
        for kind in ROLES[role].scopes & set(scopes)
    ]
    people.append(both_sides.proposal.authors.get().user)
    for reader in (*people, AnonymousUser()):
        for noun, together in ((both_sides.proposal, may_on_proposal), (both_sides.project, may_on_project)):
            rows = type(noun)._default_manager.filter(pk=noun.pk)
            alone = {can for can in all_verbs() if rows.visible_to(reader, can).exists()}  # type: ignore[attr-defined]
            assert together(reader, noun, all_verbs()) == alone, reader


# What each kind of payer may do: the fund with everything that was asked of it; an organisation, or a programme,
# with the projects that it pays.
PAID_BY = {
    ScopeKind.FUND: (Proposal, Submission, PlannedProject, Project, Variation, ActivityReport, OwnStep),
    ScopeKind.ORGANIZATION: (Project, Variation, ActivityReport),
    ScopeKind.PROJECT: (Project, Variation, ActivityReport),
}


@pytest.mark.one_value("each verb is looked for by the same statements")
@pytest.mark.parametrize("can", FOLLOWING)
def test_a_post_at_the_payer_alone_is_enough(both_sides, person, can):
    for role, kind, holder in holders(person, both_sides.payer_scopes, can):
        for noun in PAID_BY[kind]:
            reached = noun._default_manager.all().visible_to(holder, can)  # type: ignore[attr-defined]
            assert reached.filter(pk=both_sides.nouns[noun].pk).exists(), (noun, can, role, kind)


def test_no_officer_of_the_applicant_decides_or_returns_its_application(both_sides, person):
    insiders = [
        person(f"In {role}", role, both_sides.proposal.organization)
        for role in ("funder-officer", "project-manager")
    ]
    for insider in insiders:
        for can in (DECIDE, RETURN_PROPOSAL):
            with pytest.raises(NotAllowed):
                proposal_for(insider, both_sides.proposal.uid, can)
        decision = {
            "outcome": "approved",
            "decided_on": str(today()),
            "resolution_no": "1",
            "amount_satang": 100,
        }
        uid = both_sides.proposal.uid
        assert Caller(insider).post(f"/proposals/{uid}/decide", decision).status_code == 403
        assert Caller(insider).post(f"/proposals/{uid}/return", {"note": "x"}).status_code == 403
        assert Caller(insider).post(f"/proposals/{uid}/take-up").status_code == 403


def test_the_manager_of_the_owner_runs_the_project_but_sets_no_money(client, both_sides, person):
    """Neither funders, nor instalments, nor the status, nor the programme that would pay."""
    manager = person("Manit", "project-manager", both_sides.project.organization)
    uid = both_sides.project.uid
    assert project_for(manager, uid, RUN_PROJECT)
    api = Caller(manager)
    assert api.patch(f"/projects/{uid}", {"agreement_no": "7/2570"}).status_code == 200
    assert api.patch(f"/projects/{uid}", {"parent": ""}).status_code == 403
    assert api.post(f"/projects/{uid}/status", {"status": "finished"}).status_code == 403
    assert api.post(f"/projects/{uid}/instalments", {"instalments": []}).status_code == 403
    whole = {"fundings": [{"giver": "L7257", "amount_satang": 1_000_000}]}
    assert api.post(f"/projects/{uid}/fundings", whole).status_code == 403
    client.force_login(manager)
    pages = ("projects:project", "projects:project-money")
    page = "".join(client.get(reverse(page, args=[uid])).content.decode() for page in pages)
    for name in ("project-fundings", "project-instalments", "project-status"):
        address = reverse(f"projects:{name}", args=[uid])
        assert address not in page
        assert client.get(address).status_code == 403
    assert 'name="parent"' not in client.get(reverse("projects:project-edit", args=[uid])).content.decode()
    client.force_login(both_sides.officer)
    assert 'name="parent"' in client.get(reverse("projects:project-edit", args=[uid])).content.decode()


def test_an_organisation_that_pays_may_suspend_the_project_that_it_pays(both_sides, person):
    funder = Caller(person("Sakda", "funder-officer", both_sides.payer))
    status = {"status": "suspended", "reason": "รอเอกสาร"}
    assert funder.post(f"/projects/{both_sides.project.uid}/status", status).status_code == 200


def test_a_new_verb_follows_the_money_until_its_app_says_otherwise():
    assert Verb("new", 0, "", roles=[]).follows_money
    assert all(can.follows_money for can in (DECIDE, RETURN_PROPOSAL, ACCEPT_REPORT, SET_MONEY))
    assert set(Role.values) == set(ROLES)
