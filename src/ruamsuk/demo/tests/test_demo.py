"""The demo reproduces what the reports print, gives every role something to do, and stays away from real work.

Loading it takes half a minute, so it is loaded once for all tests of this file.
"""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, Q
from django.test import Client

from ruamsuk.accounts.access import may_sign_in
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import User
from ruamsuk.area_sets.models import AreaSet
from ruamsuk.areas.models import Area
from ruamsuk.audit.queries import faults, history_of
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.models import StatedFigure
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.demo.loading import is_loaded, load
from ruamsuk.demo.network import district
from ruamsuk.demo.programme import zone_area
from ruamsuk.demo.words import read
from ruamsuk.drafts.queries.held import held
from ruamsuk.files.models import StoredFile
from ruamsuk.funds.choices import Capacity
from ruamsuk.funds.models import Fund, Network, NetworkFund
from ruamsuk.grades.models import Grade
from ruamsuk.issues.models import IssueList
from ruamsuk.plans.models import Plan
from ruamsuk.plans.queries import planned_projects
from ruamsuk.projects.models import (
    ActivityReport,
    Design,
    OwnStep,
    Project,
    ProjectDocument,
    ProjectPartner,
    Proposal,
    Tally,
)
from ruamsuk.projects.projects.choices import Origin, ProjectKind, ProjectStatus
from ruamsuk.projects.proposals.queries.completeness import completeness, remarked
from ruamsuk.projects.proposals.queries.whole import Known, Whole
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.reports.actions import set_status, waive_report
from ruamsuk.projects.reports.choices import ReportState
from ruamsuk.projects.reports.queries.due import reports_late, unreported
from ruamsuk.web.queries import tasks_for

pytestmark = pytest.mark.one_worker

FIGURES = read("figures")
YEAR, NEXT_YEAR = FIGURES["fiscal_year"], FIGURES["next_year"]


@pytest.fixture(scope="module", autouse=True)
def demo(kept_for_module):
    from django.conf import settings

    with kept_for_module():
        call_command("geography", verbosity=0)
        call_command("catalogues", verbosity=0)
        before, settings.RUAMSUK_MODE = settings.RUAMSUK_MODE, "demo"
        try:
            call_command("demo", verbosity=0)
            yield
        finally:
            settings.RUAMSUK_MODE = before


def group(zone: int, place: str = "") -> dict:
    return next(g for g in FIGURES["group"] if g["zone"] == zone and g.get("place", "") == place)


def area_of(spec: dict) -> Area:
    if spec.get("place") in ("สงขลา", "พัทลุง", "ตรัง"):
        return district(*spec["districts"][0][:2]).parent
    if spec["zone"] == 12:
        return district(*spec["districts"][0][:2])
    return zone_area(spec["zone"])


def counted(area: Area, year: int = YEAR, issue_list: str = "programme-10"):
    """What the counting page shows for the network in an area."""
    lists = IssueList.objects.get(code=issue_list)
    return counts(Question(area, year, lists, Network.objects.get(name=FIGURES["network"])))


def members(spec: dict):
    return NetworkFund.objects.filter(area_of(spec).places.q("fund__place_no"))


# The figures that the reports print ---------------------------------------------------------------------------

PRINTED = [(g["zone"], g.get("place", "")) for g in FIGURES["group"] if "printed" in g]


@pytest.mark.parametrize(("zone", "place"), PRINTED)
def test_demo_reproduces_the_seed_figures(zone, place):
    spec = group(zone, place)
    totals = counted(area_of(spec)).totals
    names = {"learning_centre": "funds_learning_centre", "expansion": "funds_expansion"}
    for name, printed in spec["printed"].items():
        if name != "developing_funds":
            assert totals[names.get(name, name)] == printed, name


@pytest.mark.parametrize(
    ("zone", "place"), [(8, ""), (9, ""), (12, "หนองจิก"), (12, "ยะหริ่ง"), (12, "เมืองปัตตานี")]
)
def test_lists_by_plan_are_reproduced_entry_by_entry(zone, place):
    spec = group(zone, place)
    found = counted(area_of(spec))
    by_issue = {entry.code: found.whole.of(entry.pk)[spec["stage"]] for entry in found.entries}
    assert {code: n for code, n in by_issue.items() if n} == spec["by_issue"]
    assert found.totals[spec["stage"]] == sum(spec["by_issue"].values())
    assert found.overlap[spec["stage"]] == found.not_classified[spec["stage"]] == 0  # one issue a project


def test_figures_of_the_data_file_are_those_of_the_reports():
    """The printed figures once more, as typed from the reports: an edit of the data file cannot move both."""
    by_place = {(g["zone"], g.get("place", "")): g.get("printed", {}) for g in FIGURES["group"]}
    assert by_place[10, ""] == {"learning_centre": 22, "expansion": 10, "developed": 335, "approved": 153}
    assert by_place[12, "สงขลา"] == {"expansion": 10, "approved": 88}
    phatthalung = by_place[12, "พัทลุง"]
    assert (phatthalung["developed"], phatthalung["approved"]) == (103, 116)
    assert [by_place[12, p]["approved"] for p in ("หนองจิก", "ยะหริ่ง", "เมืองปัตตานี")] == [113, 30, 25]
    assert [by_place[12, p]["funds"] for p in ("หนองจิก", "ยะหริ่ง", "เมืองปัตตานี")] == [13, 9, 10]
    assert [sum(group(zone)["by_issue"].values()) for zone in (8, 9)] == [22, 11]


def test_zones_one_to_six_have_ninety_funds_together():
    assert sum(members(group(zone)).count() for zone in range(1, 7)) == 90
    network = Network.objects.get(name=FIGURES["network"])
    asked = f"set={AreaSet.objects.get().uid}&year={YEAR}&network={network.uid}"
    page = Client().get(f"/counts/?{asked}").context
    assert [row.label for row in page["table"].rows][:-1] == [
        zone_area(number).name for number in range(1, 7)
    ]
    assert page["table"].rows[-1].cells[0].value == 90
    assert Client().get(f"/api/v1/counts?{asked}").json()["totals"]["funds"] == 90


def test_phatthalung_developed_in_eleven_of_fourteen_funds_and_approved_in_all():
    here = area_of(group(12, "พัทลุง")).places.q() & Q(fiscal_year=YEAR)
    developing = Proposal.objects.filter(here).values("fund").distinct().count()
    approving = Project.objects.filter(here).values("fund").distinct().count()
    paper = Project.objects.filter(here, origin=Origin.PAPER, proposal=None).count()
    assert (developing, approving, paper) == (11, 14, 116 - 103)
    network = Network.objects.get(name=FIGURES["network"])
    asked = f"area={area_of(group(12, 'พัทลุง')).code}&year={YEAR}&network={network.uid}&figure=developed"
    page = Client().get(f"/counts/units/?{asked}&has=none").context
    assert (page["asked"].units.number, len(page["lines"])) == (14, 3)
    others = set(Proposal.objects.filter(here).values_list("fund__code", flat=True))
    assert not others & {line.code for line, _url in page["lines"]}
    found = Client().get(f"/api/v1/counts/units?{asked}").json()
    assert next(row["some"] for row in found["figures"] if row["figure"] == "developed") == 11


def test_bang_klam_owes_what_it_owed_whatever_becomes_of_its_projects():
    """A project that is finished without its reports still owes them, until each is written or waived."""
    area = Area.objects.get(code="9014")

    def owed(year: int) -> tuple[int, int, int]:
        totals = counts(Question(area, year, None)).totals
        return totals["reports_due"], totals["reports_waived"], totals["reports_late"]

    year = current_fiscal_year()
    due, waived, late = owed(year)
    assert due > late > 0
    assert owed(YEAR)[0] > 0  # a past year has its denominator, too
    activity = reports_late(Project.objects.filter(fiscal_year=year, home_area__parent=area)).first()
    project, by = activity.design.project, User.objects.get(username="officer")
    with transaction.atomic():
        open_ones = unreported(project.design.activities.all())
        answers = {one.uid: "" for one in open_ones}
        set_status(project=project, status="finished", reason="จบแล้ว", answers=answers, by=by)
        assert owed(year) == (due, waived, late)
        waive_report(project=project, activity=activity, reason="น้ำท่วม จัดไม่ได้", by=by)
        assert owed(year) == (due, waived + 1, late - 1)
        transaction.set_rollback(True)


def test_two_mentors_graded_the_same_ten_plans():
    mentors: dict[int, set[int]] = {}
    for plan, grader in Grade.objects.filter(stands=True, plan__isnull=False).values_list("plan", "grader"):
        mentors.setdefault(plan, set()).add(grader)
    assert [len(both) for both in mentors.values()] == [2] * 10
    assert len(set.union(*mentors.values())) == 2


def test_zone_eleven_counts_rows_of_the_plans():
    spec = group(11)
    for name, years in spec["planned"].items():
        fund = Fund.objects.get(home_area__name_th=name, home_area__parent=area_below(spec))
        for year, count in years.items():
            assert planned_projects(fiscal_year=int(year), fund_ids=[fund.pk]).count() == count, (name, year)
    assert counted(zone_area(11)).totals["planned"] == 6 + 10
    assert counted(zone_area(11), NEXT_YEAR).totals["planned"] == 6


def area_below(spec: dict) -> Area:
    return district(*spec["districts"][0][:2])


def test_printed_totals_of_pattani_stand_beside_the_counted_ones():
    stated = {
        (row.record.home_area.name_th, row.record.printed, row.computed)
        for place in ("หนองจิก", "ยะหริ่ง", "เมืองปัตตานี")
        for row in counted(area_of(group(12, place))).stated
    }
    assert stated == {("หนองจิก", 110, 113), ("ยะหริ่ง", 38, 30), ("เมืองปัตตานี", 38, 25)}
    assert StatedFigure.objects.count() == 3


def test_zone_projects_do_not_enter_the_figures_of_the_network():
    network = counted(Area.country()).totals
    assert network["approved"] == Project.objects.filter(fiscal_year=YEAR, fund__isnull=False).count()
    whole = counts(Question(Area.country(), YEAR, None)).totals
    assert whole["approved"] == network["approved"] + 12  # one project a zone, at the zone itself


def test_stored_summaries_are_what_the_records_say():
    from ruamsuk.projects.tallies.actions import recount_all

    fields = [f.attname for f in Tally._meta.fields if f.name != "id"]
    before = sorted(map(str, Tally.objects.values_list(*fields)))
    recount_all()
    assert sorted(map(str, Tally.objects.values_list(*fields))) == before


# The programme ------------------------------------------------------------------------------------------------


def test_the_programme_is_a_tree_with_one_project_a_zone():
    central = Project.objects.get(kind=ProjectKind.PROGRAMME)
    zones = central.children.filter(fiscal_year=YEAR)
    assert sorted(zones.values_list("home_area__code", flat=True)) == [f"Z{n:02d}" for n in range(1, 13)]
    assert all(read("programme")["note"] in project.design.remark for project in [central, *zones])


def test_the_workshop_report_hangs_on_the_project_of_zone_ten():
    report = ActivityReport.objects.get(project__home_area=zone_area(10), held_on="2023-07-31")
    assert report.people == 100
    assert list(report.objectives.values_list("no", flat=True)) == [1, 2]
    assert list(report.indicators.values_list("no", flat=True)) == [1, 4]
    assert report.photos.count() == 3
    assert report.files.get().file.name == "310766-สรุปกิจกรรมพัฒนาพี่เลี้ยงฯ ครั้งที่ 2.pdf"
    for place in "โนนสำราญ ตระกาจ หนองเหล่า เหล่าบก สร้างถ่อ หัวดอน ตำบลบก โนนค้อ สงเปือย กู่จาน".split():
        assert place in report.done


def test_the_progress_report_hangs_on_the_central_project_with_all_its_figures():
    report = ActivityReport.objects.get(project__kind=ProjectKind.PROGRAMME, held_on="2023-11-15")
    for figure in (
        "90 กองทุน",
        "335",
        "153",
        "88 โครงการ",
        "103",
        "116",
        "110",
        "38",
        "22 โครงการ",
        "11 โครงการ",
    ):
        assert figure in report.output


def test_photos_are_prepared_and_real():
    assert StoredFile.objects.filter(kind="photo").exists()
    assert not StoredFile.objects.exclude(state="ready").exists()


# No record is an empty shell ----------------------------------------------------------------------------------


def test_every_design_says_why_what_for_whom_and_for_how_much():
    filled = Design.objects.filter(
        situations__isnull=False,
        indicators__baseline__isnull=False,
        indicators__target__isnull=False,
        targets__people__gt=0,
        activities__lines__amount_satang__gt=0,
        issue_links__isnull=False,
        budget_satang__gt=0,
    ).exclude(rationale="")
    drafts = Proposal.objects.filter(first_submitted_at=None).values("design")
    bare = Design.objects.exclude(pk__in=filled.values("pk")).exclude(pk__in=drafts)
    assert not bare.exists()


def test_submitted_proposals_are_complete_and_their_sums_agree():
    for proposal in Proposal.objects.exclude(first_submitted_at=None).order_by("?")[:40]:
        assert not completeness(proposal).required
        lines = [line for activity in proposal.design.activities.all() for line in activity.lines.all()]
        assert all(line.amount_satang == line.quantity * line.unit_cost_satang * line.times for line in lines)
        assert sum(line.amount_satang for line in lines) == proposal.design.budget_satang
        assert 800_000 <= proposal.design.budget_satang <= 9_000_000


def test_every_approved_project_has_a_report_with_result_people_and_spending():
    told = ActivityReport.objects.filter(people__gt=0, spent_satang__gt=0).exclude(done="").exclude(output="")
    silent = Project.objects.exclude(pk__in=told.exclude(outcome="").values("project"))
    assert not silent.exists()


def test_texts_differ_from_project_to_project():
    proposals = Proposal.objects.filter(fiscal_year=YEAR)
    assert proposals.values("fund", "title").distinct().count() == proposals.count()
    most = proposals.values("design__rationale").annotate(n=Count("pk")).order_by("-n")[0]["n"]
    assert most <= 4


def test_ten_records_read_as_ten():
    """No two of ten proposals that follow each other give the same reasons; approach and second aim change, too."""
    found = Proposal.objects.filter(fiscal_year=YEAR, design__objectives__no=2).order_by("pk")
    rows = found.values_list("design__rationale", "design__approach", "design__objectives__text")
    reasons = [row[0] for row in rows]
    alike = len(reasons) - len(set(reasons))
    assert alike <= len(reasons) // 50, "reasons that stand word for word in another proposal"
    for start in range(0, len(rows) - 10, 10):
        ten = rows[start : start + 10]
        assert len({row[0] for row in ten}) == 10
        assert len({row[1] for row in ten}) >= 5
        assert len({row[2] for row in ten}) >= 5
    told = list(ActivityReport.objects.filter(fiscal_year=YEAR).values_list("summary", "problems"))
    assert len(set(told)) > 40


def test_no_sentence_kept_a_gap():
    for text in Proposal.objects.values_list("title", "design__rationale", "design__setting"):
        assert "{" not in "".join(text)
    for text in ActivityReport.objects.values_list("done", "output", "outcome", "summary"):
        assert "{" not in "".join(text)


# People -------------------------------------------------------------------------------------------------------


def test_people_are_invented_marked_and_hold_every_role():
    assert not User.objects.filter(is_demo=False).exists()
    assert not User.objects.exclude(name__endswith="(สมมติ)").exists()
    held = set(User.objects.values_list("grants__post__role", flat=True))
    assert held >= set(Role.values)


def test_production_refuses_the_demo_people(settings):
    officer = User.objects.get(username="officer")
    assert may_sign_in(officer)
    settings.RUAMSUK_MODE = "production"
    assert not may_sign_in(officer)


@pytest.mark.parametrize(
    "username",
    [
        "officer",
        "owner",
        "mentor",
        "mentor-zone",
        "mentor-tambon",
        "manager",
        "funder",
        "committee",
        "secretary",
        "typist",
    ],
)
def test_the_home_page_of_each_role_says_what_to_do(username):
    user = User.objects.get(username=username)
    client = Client()
    client.force_login(user)
    assert client.get("/").status_code == 200
    assert tasks_for(user)


def test_this_year_has_work_in_every_state():
    year = current_fiscal_year()
    states = set(Proposal.objects.filter(fiscal_year=year).values_list("state", flat=True))
    assert states >= {"draft", "returned", "submitted", "under-review", "approved", "rejected"}
    rungs = set(ActivityReport.objects.filter(fiscal_year=year).values_list("state", flat=True))
    assert rungs == set(ReportState.values)
    provinces = Proposal.objects.filter(fiscal_year=year).values("home_area__parent__parent").distinct()
    assert provinces.count() == 6


def test_steps_on_the_own_work_are_shown_and_one_waits_for_a_second_person():
    """docs/adr/0043: the list has something, and the secretary of the first fund has something to confirm."""
    states = set(OwnStep.objects.values_list("state", flat=True))
    assert states == {"stands", "waiting"}
    secretary = User.objects.get(username="secretary")
    assert OwnStep.objects.to_confirm(secretary).count() == 1
    assert OwnStep.objects.effective().filter(fund=OwnStep.objects.waiting().get().fund).exists()


# What a record can have --------------------------------------------------------------------------------------------


def test_three_years_have_projects_and_the_last_one_is_over():
    year = current_fiscal_year()
    years = Project.objects.filter(fund__isnull=False).values_list("fiscal_year", flat=True)
    assert set(years) == {YEAR, year - 1, year}
    last = Project.objects.filter(fiscal_year=year - 1)
    assert last.count() == 3 * len(read("this_year")["fund"])
    assert set(last.values_list("status", flat=True)) <= {ProjectStatus.FINISHED, ProjectStatus.STOPPED}
    assert not last.filter(status_on__gte=today()).exists()
    assert not ActivityReport.objects.filter(fiscal_year=year - 1).exclude(state="accepted").exists()


def test_proposals_and_a_plan_have_a_second_version():
    sent_again = Proposal.objects.annotate(n=Count("submissions")).filter(n=2)
    assert set(sent_again.values_list("state", flat=True)) == {"submitted"}
    assert sent_again.count() == 2
    [plan] = Plan.objects.annotate(n=Count("editions")).filter(n=2)
    assert (plan.state, plan.check_state) == ("agreed", "checked")


def test_some_projects_have_instalments_documents_partners_and_other_money():
    for project in Project.objects.filter(instalments__isnull=False).distinct():
        parts = [part.amount_satang for part in project.instalments.all()]
        assert len(parts) == 2
        assert sum(parts) == project.budget_satang
    assert Project.objects.filter(fund__isnull=False, instalments=None).exists()
    assert set(ProjectDocument.objects.values_list("kind", flat=True)) == {"agreement", "closing"}
    money = ProjectPartner.objects.confirmed().filter(amount_satang__gt=0)
    assert set(money.values_list("state", flat=True)) == {"promised", "received"}


def test_funds_with_living_work_are_on_the_map_and_people_have_an_address():
    assert Fund.objects.filter(latitude__isnull=False).count() == len(read("this_year")["fund"])
    assert not User.objects.exclude(email__endswith="@demo.example").exists()


# The commands -------------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(settings, capsys):
    settings.RUAMSUK_MODE = "demo"
    before = (Proposal.objects.count(), ActivityReport.objects.count(), User.objects.count())
    call_command("demo")
    assert (Proposal.objects.count(), ActivityReport.objects.count(), User.objects.count()) == before
    assert "nothing changed" in capsys.readouterr().out
    assert not load().is_new


def test_accounts_are_printed_in_both_languages(capsys):
    call_command("demo-accounts")
    out = capsys.readouterr().out
    for word in ("officer", "ruamsuk-demo", "เจ้าหน้าที่กองทุน", "Fund officer"):
        assert word in out


def test_the_trail_of_the_demo_is_whole():
    assert is_loaded()
    assert list(faults()) == []


def test_each_record_has_a_history_of_its_own():
    for model, last in (
        (Proposal, {"projects.decide_proposal", "projects.return_proposal", "projects.withdraw_proposal"}),
        (Project, {"projects.set_status"}),
        (ActivityReport, {"projects.step_report"}),
    ):
        for record in model.objects.filter(fiscal_year=YEAR, home_area__kind="subdistrict"):
            done = history_of(record)
            assert done[0].verb in last, record
            assert len(done) > 1, record
            assert {one.origin for one in done} == {"demo"}


def test_codes_of_invented_funds_are_marked():
    assert set(Fund.objects.values_list("address", flat=True)) == {FIGURES["address"]}
    assert not Fund.objects.exclude(code__startswith="L9").exists()
    assert not Fund.objects.exclude(name__endswith="(สาธิต)").exists()
    assert NetworkFund.objects.filter(capacity=Capacity.LEARNING_CENTRE).count() == 22 + 9


def test_the_checks_of_sense_leave_what_was_approved_alone():
    """Somebody decided for these: at most 5 of a hundred may be stopped wrongly, and none is buried in remarks."""
    rows = list(Project.objects.filter(fund__isnull=False).select_related("design", "fund__kind"))
    proposals = [
        Proposal(title=row.title, fiscal_year=row.fiscal_year, fund=row.fund, design=row.design)
        for row in rows
    ]
    known = Known()
    found = []
    with held(PROPOSAL, proposals):
        for proposal in proposals:
            found.append(remarked(Whole(proposal, known)))
    stopped = sum(any(one.remark.is_must for one in remarks) for remarks in found)
    assert len(found) > 50
    assert stopped <= 0.05 * len(found)
    assert max(map(len, found)) <= 5
    assert sum(map(len, found)) <= len(found)


def test_an_officer_sees_what_is_ready_missing_and_otherwise_in_the_national_system(client):
    client.force_login(User.objects.get(username="officer"))
    page = client.get("/exchange/")
    found = {show: number for _label, number, show in page.context["stats"]}
    assert found["ready"] > 0
    assert found["missing"] > 0
    assert (found["here-only"], found["differs"], page.context["there_only"]) == (1, 1, 1)
