"""Two pairs of eyes on every step by which money is agreed to: projects from paper, shares of funds, and the next one.

Each act of the app says here how it obeys the rule of the fund's kind; one that does not fails until it does.
"""

import ast
import re

import pytest
from django.db.models import Sum
from django.urls import reverse

from ruamsuk.audit.queries import history_of
from ruamsuk.audit.trail import VERBS
from ruamsuk.core.calendar import today
from ruamsuk.funds.actions import add_fund, change_fund, change_kind
from ruamsuk.funds.forms import values_of_kind
from ruamsuk.funds.models import FundKind
from ruamsuk.issues.models import SupportType
from ruamsuk.notices.models import Notice
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.models import ActivityReport, Decision, Funding, OwnStep, Project
from ruamsuk.projects.own_steps.actions.confirming import confirm_step, decline_step
from ruamsuk.projects.own_steps.choices import CONFIRMABLE, OwnAct
from ruamsuk.projects.own_steps.problems import NobodyToConfirm, NotYoursToConfirm, StepClosed, StepWaits
from ruamsuk.projects.projects.actions import projects as actions
from ruamsuk.projects.projects.actions.correcting import correct_decision
from ruamsuk.projects.projects.choices import Origin
from ruamsuk.projects.projects.problems import CodeTaken, CodeUnreadable, FundingDoesNotAddUp, FundsOneByOne
from ruamsuk.projects.queries import tasks_for
from ruamsuk.projects.tests.conftest import YEAR
from ruamsuk.projects.tests.test_projects import PAPER
from ruamsuk.projects.tests.test_twice import at_once, signed_in
from ruamsuk.projects.tests.test_two_eyes import TYPED, accept, decide, eyes, needed, report, set_rule
from ruamsuk.projects.variations.actions.deciding import decide_variation
from ruamsuk.projects.variations.actions.drafting import send_variation, start_variation, write_variation
from tests.api_caller import Caller, answered, refused
from tests.guards.house import ROOT, modules

__all__ = ["eyes", "needed", "report"]
BODY = {
    "title": "ออกกำลังกายยามเย็น",
    "fiscal_year": YEAR,
    "fund": "L7257",
    "owner_name": "ชมรมแอโรบิก",
    "home_area": "901104",
    "budget_satang": 1_200_000,
    "starts_on": f"{YEAR - 544}-11-01",
    "ends_on": f"{YEAR - 543}-08-31",
}


def enter(eyes, by=None, **other):
    values = {"title": "โครงการจากเอกสาร", "fiscal_year": YEAR, "home_area": eyes.home, "fund": eyes.fund}
    return actions.enter_project(**values | {"budget_satang": 1_000_000, "by": by or eyes.officer} | other)


# Every act says how it obeys ---------------------------------------------------------------------------------------

OBEYS = {
    "decide_proposal": OwnAct.DECISION,
    "correct_decision": OwnAct.CORRECTION,
    "step_report": OwnAct.ACCEPTANCE,
    "enter_project": OwnAct.PAPER,
    "set_fundings": OwnAct.FUNDERS,
    "decide_variation": OwnAct.VARIATION,
}
# The rule itself, and what an act above does once it takes effect.
OF_THE_RULE = set(
    "ask_for_confirmation hold_project_back note_own_step confirm_step decline_step project_from_proposal".split()
)
# Whole records at once, for imports by administrators and the demo, whom the rule does not bind; reached by no page.
OF_IMPORTS = set(
    "enter_report enter_proposals enter_projects enter_reports change_proposals change_projects waive_reports".split()
)
# Agrees to no money. Verbs that follow the money (accounts.choices.OF_OWNERS) each with why.
GIVES_NOTHING = {
    "return_proposal": "gives nothing, takes nothing: it may be sent again",
    "return_report": "gives nothing, takes nothing: it may be sent again",
    "take_up_proposal": "says that it is being looked at",
    "set_instalments": "the days on which the agreed budget is paid; their sum is the budget",
    "set_partners": "who works along, and money that does not pass through the fund",
    "set_status": "whether agreed work goes on; no amount changes",
    "waive_report": "why a report does not come; it stays due, and no amount changes",
    "take_waiver_back": "the report is expected again; no amount changes",
    "count_again": "counts what is there already",
    "change_project": "details; fund, year, code and budget are fixed with the approval, which an import has none of",
    "take_over": "what was agreed to and paid elsewhere is counted; no amount changes",
    "take_back": "what was agreed to elsewhere is no longer counted; no amount changes",
    "judge_again": "says anew how complete it is",
    **dict.fromkeys(
        ["release_photos", "keep_photos_inside", "cover_photo"], "says who sees a photo; no amount changes"
    ),
    **dict.fromkeys(
        """
        add_author add_design_row add_document add_files add_participants add_photos add_row add_rows add_standard
        answer_author_invitation change_design_row delete_draft delete_report move_photo remove_design_row
        remove_document remove_part remove_row resolve_conflict restore_part restore_row revoke_author_invitation
        save_fields save_report send_report set_further_areas set_id_copy set_people settle_conflict start_proposal
        start_variation write_variation add_variation_row change_variation_row remove_variation_row send_variation
        delete_variation return_variation
        start_report submit_proposal tell_of_comment welcome_author withdraw_proposal
        """.split(),
        "writes what is asked for or reported; somebody decides on it afterwards",
    ),
}


def test_every_act_says_how_it_obeys():
    assert list(modules("actions"))  # an act is known once its module was read
    acts = {verb.split(".")[1] for verb in VERBS if verb.startswith("projects.")}
    assert acts == set(OBEYS) | OF_THE_RULE | OF_IMPORTS | set(GIVES_NOTHING), "say here how a new act obeys"
    assert set(OBEYS.values()) == set(CONFIRMABLE)


def test_what_only_imports_may_do_is_reached_by_no_page_and_no_call():
    for path in (ROOT / "src" / "ruamsuk").rglob("*.py"):
        parts = set(path.relative_to(ROOT / "src" / "ruamsuk").parts)
        if not parts & {"views", "views.py", "api", "api.py", "forms", "forms.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(node, "attr", getattr(node, "id", getattr(node, "name", "")))
            assert name not in OF_IMPORTS, f"{path}: {name}"


def test_only_the_rule_writes_money():
    """Rows that carry agreed money are made in the modules of the acts above, and of imports."""
    found = set()
    for path in (ROOT / "src" / "ruamsuk").rglob("*.py"):
        if {"tests", "migrations", "queries"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in WRITERS:
                found.add(str(path.relative_to(ROOT / "src" / "ruamsuk")))
    assert found == {
        "projects/projects/actions/bulk.py",
        "projects/projects/actions/deciding.py",
        "projects/projects/actions/projects.py",
        "projects/proposals/actions/bulk.py",
    }


WRITERS = {
    "Project",
    "Project.objects.create",
    "Project.objects.bulk_create",
    "Funding",
    "Funding.objects.create",
    "Funding.objects.bulk_create",
    "Decision.objects.create",
    "Decision",
}


@pytest.fixture
def own_acts(eyes, submitted, report):
    """Each act above, done by the officer on the own work."""

    def correct():
        decide(submitted, eyes.second)
        return correct_decision(
            proposal=submitted, by=eyes.officer, **TYPED | {"amount_satang": 2_000_000, "reason": "เลขสลับกัน"}
        )

    def fund_it():
        project = enter(eyes, fund=None)
        OwnStep.objects.all().delete()
        return actions.set_fundings(project=project, fundings=[(eyes.fund, 1_000_000)], by=eyes.officer)

    def vary():
        decide(submitted, eyes.second)
        project = Project.objects.get(proposal=submitted)
        variation = start_variation(project=project, by=eyes.officer)
        more = {"reason": "ราคาสูงขึ้น", "budget_satang": project.budget_satang + 100, "design": {}}
        write_variation(variation=variation, by=eyes.officer, **more)
        send_variation(variation=variation, by=eyes.officer)
        decision = {"outcome": "agreed", "decided_on": today(), "resolution_no": "3/2570"}
        return decide_variation(variation=variation, by=eyes.officer, **decision)

    return {
        "decide_proposal": lambda: decide(submitted, eyes.officer),
        "correct_decision": correct,
        "step_report": lambda: accept(report, eyes.officer),
        "enter_project": lambda: enter(eyes),
        "set_fundings": fund_it,
        "decide_variation": vary,
    }


def agreed(eyes) -> tuple:
    """What the fund has agreed to, in whatever way."""
    return (
        Funding.objects.filter(fund=eyes.fund).aggregate(sum=Sum("amount_satang"))["sum"],
        Project.objects.filter(fund=eyes.fund).aggregate(sum=Sum("budget_satang"))["sum"],
        Decision.objects.aggregate(sum=Sum("amount_satang"))["sum"],
        ActivityReport.objects.filter(state="accepted").count(),
    )


@pytest.mark.parametrize("rule", ["off", "shown", "needed"])
@pytest.mark.parametrize("act", list(OBEYS))
def test_each_obeys_off_shown_and_needed(eyes, own_acts, act, rule):
    set_rule(eyes.fund, rule)
    before = agreed(eyes)
    own_acts[act]()
    steps = OwnStep.objects.filter(act=OBEYS[act], entered_by=eyes.officer, fund=eyes.fund)
    if rule != "needed":
        assert list(steps.values_list("state", flat=True)) == ([] if rule == "off" else ["stands"])
        assert agreed(eyes) != before
        return
    step = steps.get()
    assert step.is_waiting
    waiting = agreed(eyes)
    if act not in ("correct_decision", "decide_variation"):  # there somebody else has decided before
        assert waiting == before, "money was agreed by one person"
    with pytest.raises(NotYoursToConfirm):
        confirm_step(step=step, by=eyes.officer)
    confirm_step(step=step, by=eyes.chair)
    assert agreed(eyes) != waiting
    step.refresh_from_db()
    assert (step.state, step.closed_by) == ("confirmed", eyes.chair)


# A project from paper ----------------------------------------------------------------------------------------------


def test_a_project_from_paper_is_marked_on_page_api_list_and_figure(client, eyes):
    client.force_login(eyes.officer)
    form = client.get(reverse("projects:project-new")).content.decode()
    assert "มีท่านรับรองเพียงคนเดียว" in form
    assert client.post(reverse("projects:project-new"), PAPER).status_code == 302
    project = Project.objects.get()
    step = OwnStep.objects.get()
    assert (step.act, step.state, step.project) == ("paper", "stands", project)
    assert "projects.note_own_step" in history_of(project).values_list("verb", flat=True)
    client.force_login(eyes.auditor)
    page = client.get(reverse("projects:project-details", args=[project.uid])).content.decode()
    assert "โดยคนเดียวกัน" in page
    assert eyes.officer.name in page
    rows = client.get(reverse("projects:own-steps") + f"?area=901104&year={YEAR}").content.decode()
    assert project.title in rows
    assert reverse("projects:project", args=[project.uid]) in rows
    counts = client.get(reverse("dashboards:counts") + f"?area=901104&year={YEAR}")
    assert counts.context["own_steps"]["value"] == 1
    assert [row["project"] for row in answered(Caller(eyes.auditor).get("/own-steps"))["items"]] == [
        str(project.uid)
    ]
    assert answered(Caller(eyes.auditor).get(f"/projects/{project.uid}"))["own"]["state"] == "stands"
    client.logout()
    outside = client.get(reverse("projects:project-details", args=[project.uid])).content.decode()
    assert "โดยคนเดียวกัน" in outside
    assert eyes.officer.name not in outside


def test_a_project_from_paper_is_made_when_a_second_person_confirms_it(client, needed):
    client.force_login(needed.officer)
    form = client.get(reverse("projects:project-new")).content.decode()
    for name in (needed.second.name, needed.chair.name, needed.secretary.name):
        assert name in form
    answer = client.post(reverse("projects:project-new"), PAPER | {"rationale": "เหตุผลในเอกสาร"})
    step = OwnStep.objects.get()
    address = reverse("projects:own-step", args=[step.uid])
    assert answer.url == address
    assert not Project.objects.exists()
    assert not Funding.objects.exists()
    assert Notice.objects.filter(kind="projects.step-to-confirm").count() == 3
    for who, told in (
        (needed.second, True),
        (needed.chair, True),
        (needed.officer, False),
        (needed.mentor, False),
    ):
        assert (address in [task.url for task in tasks_for(who)]) is told, who
    assert client.post(address, {"confirm": "yes"}).status_code == 403

    client.force_login(needed.chair)
    page = client.get(address).content.decode()
    for text in (PAPER["title"], "12,000", "ชมรมแอโรบิก", "เหตุผลในเอกสาร", needed.officer.name):
        assert text in page, text
    answer = client.post(address, {"confirm": "yes"})
    project = Project.objects.get()
    assert answer.url == reverse("projects:project", args=[project.uid])
    assert (project.code, project.origin, project.budget_satang) == ("70-L7257-2-09", "paper", 1_200_000)
    assert project.design.rationale == "เหตุผลในเอกสาร"
    assert project.fundings.get().fund == needed.fund
    assert (project.home_area, project.fiscal_year, project.owner_name) == (needed.home, YEAR, "ชมรมแอโรบิก")
    page = client.get(reverse("projects:project-details", args=[project.uid])).content.decode()
    assert needed.officer.name in page
    assert needed.chair.name in page
    assert "projects.confirm_step" in history_of(project).values_list("verb", flat=True)
    assert client.get(address).status_code == 200


def test_a_project_from_paper_waits_in_the_api_as_well(needed):
    officer = Caller(needed.officer)
    answer = officer.post("/projects", BODY)
    assert answer.status_code == 202
    found = answer.json()
    assert (found["act"], found["state"], found["project"]) == ("paper", "waiting", None)
    assert found["title"] == BODY["title"]
    assert answered(officer.get("/projects"))["items"] == []
    refused(officer.post(f"/own-steps/{found['uid']}/confirm"), 403, "not-yours-to-confirm")
    done = answered(Caller(needed.second).post(f"/own-steps/{found['uid']}/confirm"))
    project = answered(officer.get(f"/projects/{done['project']}"))
    assert (project["budget_satang"], project["own"]["state"]) == (1_200_000, "confirmed")
    refused(Caller(needed.chair).post(f"/own-steps/{found['uid']}/confirm"), 409, "step-closed")


def test_a_declined_project_from_paper_was_never_made(client, needed):
    step = enter(needed)
    client.force_login(needed.second)
    address = reverse("projects:own-step", args=[step.uid])
    answer = client.post(address, {"decline": "yes", "reason": "ไม่มีมติ"})
    assert answer.url == address
    assert "ไม่มีมติ" in client.get(address).content.decode()
    assert not Project.objects.exists()
    with pytest.raises(StepClosed):
        confirm_step(step=step, by=needed.chair)
    mine = enter(needed)
    decline_step(step=mine, reason="พิมพ์ผิด", by=needed.officer)
    assert set(OwnStep.objects.values_list("state", flat=True)) == {"declined", "taken-back"}
    client.force_login(needed.auditor)
    assert client.get(reverse("projects:own-steps") + "?state=declined&area=901104").status_code == 200


def test_what_waits_is_checked_when_it_is_entered_and_again_when_it_is_confirmed(client, needed):
    with pytest.raises(CodeUnreadable):
        enter(needed, typed_code="อะไรก็ไม่รู้")
    first, second = (enter(needed, typed_code="70-L7257-02-09") for _ in range(2))
    confirm_step(step=first, by=needed.second)
    with pytest.raises(CodeTaken):
        enter(needed, typed_code="70-L7257-02-09")
    client.force_login(needed.chair)
    page = client.post(reverse("projects:own-step", args=[second.uid]), {"confirm": "yes"})
    assert page.status_code == 422
    second.refresh_from_db()
    assert second.is_waiting
    assert Project.objects.count() == 1


def gone_meanwhile(needed) -> dict:
    """What a step may name of other records, each as an import may have brought it and be taken back afterwards."""
    club = add_organization(name="ชมรมเดินเร็ว", kind="association", home_area=needed.home, by=None)
    other = add_fund(
        kind=needed.fund.kind, code="L7258", name="กองทุนอื่น", organization=needed.owner, home_area=needed.home, by=None
    )  # fmt: skip
    above = enter(needed, title="ชุดโครงการ", fund=None, kind="programme", budget_satang=0)
    paid = enter(needed, fund=None)

    def shares(giver):
        both = [(needed.fund, 400_000), (giver, 600_000)]
        actions.set_fundings(project=paid, fundings=[(giver, 1_000_000)], by=None)
        return actions.set_fundings(project=paid, fundings=both, by=needed.officer)

    return {
        "organization": (club, lambda: enter(needed, organization=club)),
        "parent": (above, lambda: enter(needed, parent=above)),
        "giver": (club, lambda: shares(club)),
        "fund": (other, lambda: shares(other)),
    }


@pytest.mark.parametrize("what", ["organization", "parent", "giver", "fund"])
def test_what_names_a_record_that_is_gone_is_refused_in_words_and_can_be_declined(client, needed, what):
    named, wait = gone_meanwhile(needed)[what]
    step, before = (
        wait(),
        (Project.objects.count(), list(Funding.objects.values_list("amount_satang", flat=True))),
    )
    Funding.objects.filter(
        **{"fund": named} if what == "fund" else {"organization__name": "ชมรมเดินเร็ว"}
    ).delete()
    named.delete()
    client.force_login(needed.second)
    address = reverse("projects:own-step", args=[step.uid])
    assert client.get(address).status_code == 200
    page = client.post(address, {"confirm": "yes"})
    assert page.status_code == 422
    assert "ไม่มีแล้ว" in page.content.decode()
    refused(Caller(needed.second).post(f"/own-steps/{step.uid}/confirm"), 409, "entered-gone")
    assert Project.objects.count() == before[0] - (what == "parent")
    assert client.post(address, {"decline": "yes", "reason": "ไม่มีแล้ว"}).status_code == 302


def test_a_fund_whose_code_changed_meanwhile_is_the_same_fund(needed, unfunded):
    step = actions.set_fundings(project=unfunded, fundings=[(needed.fund, 1_000_000)], by=needed.officer)
    change_fund(fund=needed.fund, code="L7999", by=None)
    confirm_step(step=step, by=needed.second)
    assert unfunded.fundings.get().fund == needed.fund


def test_a_second_person_sees_what_each_funder_gives_now(client, needed, unfunded):
    actions.set_fundings(project=unfunded, fundings=[(needed.owner, 1_000_000)], by=None)
    step = actions.set_fundings(project=unfunded, fundings=[(needed.fund, 1_000_000)], by=needed.officer)
    client.force_login(needed.second)
    address = reverse("projects:own-step", args=[step.uid])

    def given():
        """Funder → what the page says that it gives."""
        page = client.get(address).content.decode()
        return {
            name: " ".join(text.split())
            for name, text in re.findall(r"<dt>([^<]*)</dt>\s*<dd>([^<]*)</dd>", page)
        }

    shown = given()
    assert shown[needed.fund.name] == "10,000 บาท (ตอนนี้ 0 บาท)"
    assert shown[needed.owner.name] == "0 บาท (ตอนนี้ 10,000 บาท)"
    confirm_step(step=step, by=needed.second)
    assert given()[needed.fund.name] == "10,000 บาท"


def test_a_second_person_sees_everything_that_would_be_made(client, needed):
    """Each value that can be entered stands on the page, under the name that its field has in the form."""
    above = enter(
        needed, title="ชุดโครงการหาดใหญ่", fund=None, kind="programme", budget_satang=0, typed_code=""
    )
    Project.objects.filter(pk=above.pk).update(code="70-L7257-9-99")
    client.force_login(needed.officer)
    typed = PAPER | {
        "parent": "70-L7257-9-99",
        "report_due_on": f"15/9/{YEAR}",
        "agreement_no": "5/2570",
        "support_type": "2",
    }
    answer = client.post(
        reverse("projects:project-new"), typed | {"rationale": "เหตุผลในเอกสาร", "kind": "project"}
    )
    step = OwnStep.objects.get()
    assert answer.url == reverse("projects:own-step", args=[step.uid])
    client.force_login(needed.second)
    page = client.get(answer.url).content.decode()
    told = [
        "70-L7257-9-99 ชุดโครงการหาดใหญ่",
        "5/2570",
        f"15 ก.ย. {YEAR}",
        step.home_area.label,
        needed.fund.name,
    ]
    told.append(SupportType.objects.get(code=typed["support_type"]).name)
    for text in told:
        assert text in page, text


def test_where_nobody_could_confirm_a_project_from_paper_it_is_said_before_and_refused(client, kho_hong):
    set_rule(kho_hong.fund, "needed")
    client.force_login(kho_hong.officer)
    page = client.get(reverse("projects:project-new")).content.decode()
    assert reverse("committees:fund", args=[kho_hong.fund.uid]) in page
    assert client.post(reverse("projects:project-new"), PAPER).status_code == 422
    with pytest.raises(NobodyToConfirm):
        enter(kho_hong)
    assert not Project.objects.exists()
    assert not OwnStep.objects.exists()


def test_a_form_that_comes_back_speaks_of_the_fund_that_was_typed(client, needed, person):
    """Whoever enters for several funds chooses one in the form: no address names it."""
    add_fund(
        kind=needed.fund.kind,
        code="L7258",
        name="กองทุนอื่น",
        organization=needed.owner,
        home_area=needed.home,
        by=None,
    )
    client.force_login(person("Central", "central"))
    page = reverse("projects:project-new")
    assert needed.second.name not in client.get(page).content.decode()
    for code, told in (("L7257", True), ("L7258", False), ("ไม่มี", False)):
        for address in (page, page + "?fund=L7257"):
            answer = client.post(address, PAPER | {"fund": code, "title": ""})
            assert answer.status_code == 422
            assert (needed.second.name in answer.content.decode()) is told, (code, address)


def test_somebody_of_the_area_enters_for_a_fund_only_with_the_funds_second_person(needed, person):
    central = person("Central", "central")
    assert enter(needed, by=central).is_waiting
    confirm_step(step=OwnStep.objects.get(), by=needed.officer)
    assert Project.objects.get().fund == needed.fund


def test_a_project_set_without_money_and_an_import_are_not_bound(needed):
    assert isinstance(enter(needed, budget_satang=0), Project)
    assert isinstance(enter(needed, origin=Origin.IMPORT), Project)
    assert not OwnStep.objects.exists()


# Shares of funds ---------------------------------------------------------------------------------------------------


@pytest.fixture
def unfunded(needed):
    """Entered by the officer for no fund: no kind asks, and nobody pays yet."""
    return enter(needed, fund=None)


def test_money_that_is_given_to_the_own_project_afterwards_waits_too(client, needed, unfunded):
    client.force_login(needed.officer)
    step = actions.set_fundings(project=unfunded, fundings=[(needed.fund, 1_000_000)], by=needed.officer)
    assert (step.act, step.is_waiting, step.fund) == ("funders", True, needed.fund)
    assert not unfunded.fundings.exists()
    with pytest.raises(StepWaits):
        actions.set_fundings(project=unfunded, fundings=[(needed.owner, 1_000_000)], by=needed.second)
    client.force_login(needed.second)
    page = client.get(reverse("projects:own-step", args=[step.uid])).content.decode()
    assert needed.fund.name in page
    assert "10,000" in page
    confirm_step(step=step, by=needed.second)
    assert unfunded.fundings.get().fund == needed.fund


def test_less_money_of_a_fund_and_money_by_another_person_need_nobody(needed):
    step = enter(needed)
    confirm_step(step=step, by=needed.second)
    project = Project.objects.get()
    half = [(needed.fund, 400_000), (needed.owner, 600_000)]
    assert isinstance(actions.set_fundings(project=project, fundings=half, by=needed.officer), Project)
    whole = [(needed.fund, 1_000_000)]
    assert actions.set_fundings(project=project, fundings=whole, by=needed.officer).is_waiting
    decline_step(step=OwnStep.objects.waiting().get(), reason="ยังไม่ตกลง", by=needed.second)
    assert isinstance(actions.set_fundings(project=project, fundings=whole, by=needed.second), Project)


def test_shares_are_checked_again_when_they_are_confirmed(needed, unfunded):
    step = actions.set_fundings(project=unfunded, fundings=[(needed.fund, 1_000_000)], by=needed.officer)
    Project.objects.filter(pk=unfunded.pk).update(budget_satang=5)
    with pytest.raises(FundingDoesNotAddUp):
        confirm_step(step=step, by=needed.second)
    assert not unfunded.fundings.exists()


def test_more_money_of_two_funds_is_entered_one_after_the_other(needed, unfunded):
    other = add_fund(
        kind=needed.fund.kind,
        code="L7258",
        name="กองทุนอื่น",
        organization=needed.owner,
        home_area=needed.home,
        by=None,
    )
    both = [(needed.fund, 500_000), (other, 500_000)]
    with pytest.raises(FundsOneByOne):
        actions.set_fundings(project=unfunded, fundings=both, by=needed.officer)
    assert not OwnStep.objects.waiting().exists()


def test_money_of_several_funds_follows_the_strictest_rule(eyes):
    kind = FundKind.objects.get(code="shared")
    change_kind(kind=kind, by=None, **values_of_kind(kind) | {"same_person": "off"})
    unasked = add_fund(
        kind=kind, code="SF9001", name="กองทุนร่วม", organization=eyes.owner, home_area=eyes.home, by=None
    )
    project = enter(eyes, fund=None)
    OwnStep.objects.all().delete()
    both = [(unasked, 500_000), (eyes.fund, 500_000)]
    actions.set_fundings(project=project, fundings=both, by=eyes.officer)
    step = OwnStep.objects.get()
    assert (step.act, step.state, step.fund) == ("funders", "stands", eyes.fund)


def test_shares_that_wait_are_told_by_page_and_api(client, needed, unfunded):
    officer = Caller(needed.officer)
    given = {"fundings": [{"giver": needed.fund.code, "amount_satang": 1_000_000}]}
    actions.set_fundings(project=unfunded, fundings=[(needed.owner, 1_000_000)], by=None)
    Project.objects.filter(pk=unfunded.pk).update(fund=needed.fund)
    found = answered(officer.post(f"/projects/{unfunded.uid}/fundings", given))
    assert found["waiting"]["state"] == "waiting"
    assert [row["organization"] is None for row in found["fundings"]] == [False]
    client.force_login(needed.chair)
    address = reverse("projects:own-step", args=[found["waiting"]["uid"]])
    assert address in client.get(reverse("projects:project", args=[unfunded.uid])).content.decode()
    client.force_login(needed.stranger)
    assert address not in client.get(reverse("projects:project", args=[unfunded.uid])).content.decode()
    assert answered(Caller(needed.stranger).get(f"/projects/{unfunded.uid}"))["waiting"] is None


# At once -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_make_one_project(needed):
    step = enter(needed)
    clients = [signed_in(user) for user in (needed.second, needed.chair, needed.secretary)]
    address = reverse("projects:own-step", args=[step.uid])
    answers = at_once(3, lambda n: clients[n].post(address, {"confirm": "yes"}))
    assert sorted(answer.status_code for answer in answers) == [302, 422, 422]
    assert Project.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_and_taking_back_at_once_have_one_effect(needed):
    step = enter(needed)
    doings = [
        lambda: confirm_step(step=step, by=needed.second),
        lambda: decline_step(step=step, reason="พิมพ์ผิด", by=needed.officer),
    ]
    found = at_once(2, lambda n: doings[n]())
    assert sum(isinstance(one, Exception) for one in found) == 1
    assert Project.objects.count() == (OwnStep.objects.get().state == "confirmed")


@pytest.mark.django_db(transaction=True)
def test_two_shares_at_once_wait_once(needed):
    project = enter(needed, fund=None)
    given = [(needed.fund, 1_000_000)]
    found = at_once(2, lambda n: actions.set_fundings(project=project, fundings=given, by=needed.officer))
    assert sum(isinstance(one, StepWaits) for one in found) == 1, found
    assert OwnStep.objects.waiting().count() == 1
