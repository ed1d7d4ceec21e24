"""A small site with something on every page, all of whose own words are Latin letters: so a Thai letter on an
English page was not translated, and no name is mistaken for one.

    site = build()          # inside a test with a database
    client.force_login(site.everybody)

Names of areas and rows of the catalogues have both languages, as they have in the product.
"""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ruamsuk.accounts import actions as accounts
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import Post, User
from ruamsuk.applications import actions as applications
from ruamsuk.area_sets.actions import add_area_set
from ruamsuk.committees import actions as committees
from ruamsuk.committees.models import Position
from ruamsuk.core.calendar import current_fiscal_year, day_text, fiscal_year_days, today
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.actions import freeze_figures, note_figure, withdraw_frozen
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.evidence.actions import enter_official_figure
from ruamsuk.exchanges.actions import entries
from ruamsuk.exchanges.actions import mapping as exchange
from ruamsuk.exchanges.actions.importer import OUTSIDE
from ruamsuk.exchanges.models import OutsideEntry
from ruamsuk.exchanges.queries.files import rows_by
from ruamsuk.files import places
from ruamsuk.files.choices import PHOTO_SIZES, FileKind, FileState
from ruamsuk.files.models import StoredFile
from ruamsuk.files.tests.samples import photo
from ruamsuk.funds import actions as funds
from ruamsuk.funds.choices import Then
from ruamsuk.funds.models import FundKind
from ruamsuk.grades import actions as grades
from ruamsuk.imports.actions import importing, undoing
from ruamsuk.imports.models import ImportBatch
from ruamsuk.instruments import actions as instruments
from ruamsuk.instruments.models import Instrument
from ruamsuk.issues.models import (
    ExpenseCategory,
    ExpenseGroup,
    Indicator,
    Issue,
    IssueList,
    Measure,
    MeasureActivity,
    MeasureCost,
    SupportType,
    TargetGroup,
)
from ruamsuk.jobs.models import FailedJob
from ruamsuk.older_pages.actions.importer import OLDER_PAGES
from ruamsuk.older_pages.actions.labels import set_label
from ruamsuk.organizations.actions import add_organization
from ruamsuk.papers.choices import PaperKind, PaperState
from ruamsuk.papers.models import Paper
from ruamsuk.plans import actions as plans
from ruamsuk.plans.actions import bring_development_rows, rows
from ruamsuk.plans.actions.agreeing import agree_plan
from ruamsuk.plans.actions.plan import change_plan, start_plan
from ruamsuk.plans.models import Plan
from ruamsuk.projects.designs.actions import GivenDesign
from ruamsuk.projects.models import (
    Activity,
    ActivityReport,
    BudgetLine,
    Design,
    Objective,
    Project,
    Proposal,
    ReportPhoto,
    Situation,
)
from ruamsuk.projects.models import Indicator as ProjectIndicator
from ruamsuk.projects.projects.actions import deciding, projects
from ruamsuk.projects.projects.actions.bulk import GivenProject, enter_projects
from ruamsuk.projects.projects.actions.correcting import correct_decision
from ruamsuk.projects.projects.actions.partners import PartnerTerms, set_partners
from ruamsuk.projects.projects.actions.taking_over import take_over
from ruamsuk.projects.projects.choices import Origin
from ruamsuk.projects.proposals.actions import drafting, sending
from ruamsuk.projects.proposals.forms.draft import read_changes
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.reports.forms import read_report
from ruamsuk.projects.variations.actions.drafting import (
    add_variation_row,
    send_variation,
    start_variation,
    write_variation,
)
from ruamsuk.projects.variations.models import Variation
from ruamsuk.workbooks.actions.importer import WORKBOOK
from tests.world import area, person

YEAR = current_fiscal_year()


def build() -> SimpleNamespace:
    """Everything that tests/pages.py names."""
    site = SimpleNamespace(home=area("901104"), district=area("9011"), year=YEAR)
    area("901102")
    _catalogues()
    _fund(site)
    _people(site)
    _plans(site)
    _proposals(site)
    _project(site)
    _accounts(site)
    _failed_job(site)
    _refused_photo(site)
    _stated_figure(site)
    _frozen_sets(site)
    _paper(site)
    _imports(site)
    _applications(site)
    _workbooks(site)
    _grades(site)
    _exchange(site)
    return site


def _catalogues() -> None:
    committees.load_catalogues(by=None)
    # What the catalogues say in Thai only is data of the field; here it is written in Latin letters.
    Indicator.objects.update(
        denominator_th="all households",
        data_source="survey of the year",
        source="list of the programme",
        suggested_objective_th="fewer people who smoke",
        suggested_measure_th="visits by volunteers",
    )
    IssueList.objects.update(source="list of the programme")
    # A submission freezes these by their Thai name.
    TargetGroup.objects.update(name_th=Concat(Value("Sample: "), F("name_en")))
    ExpenseGroup.objects.update(name_th=Concat(Value("Sample: "), F("name_en")))
    ExpenseCategory.objects.update(name_th=Concat(Value("Sample: "), F("name_en")))
    kit = {
        "problem_th": "Too many people smoke",
        "objective_th": "Fewer people smoke",
        "expected_th": "Cleaner air",
    }
    Measure.objects.update(text_en="Visits by volunteers", source="written for the sample", **kit)
    of_work = {"detail_th": "Visits", "output_th": "Ten visits", "outcome_th": "Five people stopped"}
    MeasureActivity.objects.update(name_th="Visits at home", **of_work)
    MeasureCost.objects.update(detail_th="trainer", unit_th="hour")
    MeasureCost.objects.exclude(source="").update(source="a list of the programme")
    SupportType.objects.update(short_th="support")


def _fund(site: SimpleNamespace) -> None:
    place = {"home_area": site.home, "by": None}
    site.authority = add_organization(name="Kho Hong Municipality", kind="local_authority", **place)
    site.school = add_organization(name="Khuan Lang School", kind="school", **place)
    kind = FundKind.objects.get(code="subdistrict-health")
    site.fund = funds.add_fund(
        kind=kind, code="L7257", name="Kho Hong Fund", organization=site.authority, population=4000, **place
    )
    site.closed_fund = funds.add_fund(
        kind=kind, code="L7258", name="Old Fund", organization=site.authority, **place
    )
    funds.close_fund(fund=site.closed_fund, reason="merged", by=None)
    site.account = funds.add_bank_account(
        fund=site.fund, number="1234567890", bank="Bank of the South", account_name="Kho Hong Fund", by=None
    )
    site.network = funds.add_network(name="Network of the South", name_en="Network of the South", by=None)
    funds.join_network(network=site.network, fund=site.fund, by=None)
    site.committee = committees.start_committee(
        fund=site.fund, term_starts_on=today() - timedelta(days=200), by=None
    )
    site.member = committees.add_member(
        committee=site.committee,
        position=Position.objects.first(),
        name="Anan Sample",
        starts_on=today() - timedelta(days=200),
        by=None,
    )


def _people(site: SimpleNamespace) -> None:
    """One person who may do everything, so that no page is refused; and one for each role."""
    where: dict[str, Any] = {
        Role.ADMINISTRATOR: None,
        Role.CENTRAL: None,
        Role.COORDINATOR: area("90"),
        Role.MENTOR: site.district,
        Role.FUND_OFFICER: site.fund,
        Role.DATA_ENTRY: site.fund,
        Role.COMMITTEE_MEMBER: site.fund,
        Role.PROJECT_OWNER: site.authority,
        Role.PROJECT_MANAGER: site.authority,
        Role.FUNDER_OFFICER: site.authority,
        Role.EXECUTIVE: area("90"),
        Role.AUDITOR: None,
    }
    site.by_role = {role: person(f"Sample {role}", role, place) for role, place in where.items()}
    for role, place in where.items():
        site.everybody = person("Everybody", role, place)
    site.support_type = SupportType.objects.get(code=2)
    site.newcomer = person("Newcomer")


def _plan(site: SimpleNamespace, issue: str, title: str) -> Plan:
    by = site.everybody
    chosen = Issue.objects.get(code=issue)
    plan = start_plan(fund=site.fund, fiscal_year=YEAR, issue=chosen, by=by)
    situation = rows.add_situation(
        plan=plan,
        indicator=chosen.indicators.first(),
        value=Decimal(40),
        evidence_kind="survey",
        agency="Health centre",
        measured_on=today() - timedelta(days=90),
        covered=800,
        total=1000,
        by=by,
    )
    rows.add_objective(
        plan=plan, situation=situation, text="Fewer people who smoke", target=Decimal(30), by=by
    )
    rows.add_measure(plan=plan, approach="Visits", method="By volunteers", by=by)
    rows.add_planned_project(
        plan=plan,
        title=title,
        support_type=SupportType.objects.get(code=2),
        responsible="Village volunteers",
        budget_satang=3_000_000,
        by=by,
    )
    change_plan(plan=plan, budget_satang=10_000_000, by=by)
    return plan


def _plans(site: SimpleNamespace) -> None:
    site.official_figure = enter_official_figure(
        home_area=site.home,
        indicator=Issue.objects.get(code="tobacco").indicators.first(),
        value=Decimal("32.5"),
        covered=2_644,
        total=8_137,
        measured_on=today() - timedelta(days=200),
        agency="District health office",
        source="Yearly report",
        by=site.everybody,
    )
    site.plan = _plan(site, "tobacco", "Village 4 without smoke")
    site.agreed_plan = _plan(site, "alcohol", "Feasts without alcohol")
    agree_plan(plan=site.agreed_plan, agreed_on=today() - timedelta(days=1), by=site.everybody)
    site.unchecked_plan = _plan(site, "waste", "Less waste at feasts")
    agree_plan(plan=site.unchecked_plan, agreed_on=today() - timedelta(days=1), by=site.everybody)
    site.situation = site.plan.situations.get()
    site.objective = site.plan.objectives.get()
    site.plan_measure = site.plan.measures.get()
    site.development_row = bring_development_rows(
        fund=site.fund,
        plan_name="Development plan 2570",
        rows=[{"title": "A sports ground", "objective": "More people move", "money": "2570: 30,000"}],
        by=None,
    )[0]
    site.planned_project = site.plan.planned_projects.get()


def _proposal(site: SimpleNamespace, title: str) -> Proposal:
    """A complete draft."""
    by = site.everybody
    first, last = fiscal_year_days(YEAR)
    proposal = drafting.start_proposal(planned_project=site.planned_project, fiscal_year=YEAR, by=by)

    def write(texts: dict[str, str]) -> None:
        proposal.refresh_from_db()
        drafting.save_fields(
            proposal=proposal, base_version=proposal.version, changes=read_changes(texts), by=by
        )

    write(
        {
            "p.title": title,
            "d.applicant_kind": "1",
            "d.rationale": "More young people of village 4 begin to smoke each year.",
            "d.starts_on": day_text(first + timedelta(days=31)),
            "d.ends_on": day_text(last - timedelta(days=31)),
            "d.expected_results": "Fewer young people smoke.",
        }
    )
    group = TargetGroup.objects.first()
    drafting.add_row(proposal=proposal, kind="target", by=by, values={"group": group, "people": 120})
    activity = drafting.add_row(
        proposal=proposal,
        kind="activity",
        by=by,
        values={
            "name": "Training of young leaders",
            "starts_on": first + timedelta(days=60),
            "ends_on": first + timedelta(days=61),
            "output": "60 leaders",
            "outcome": "They help friends to stop",
        },
    )
    line = drafting.add_row(proposal=proposal, kind="line", parent_uid=str(activity.uid), by=by)
    write(
        {
            f"line.{line.uid}.category": ExpenseCategory.objects.first().code,
            f"line.{line.uid}.quantity": "60",
            f"line.{line.uid}.unit_cost_satang": "125.50",
        }
    )
    # Copied from the plan in the words of the day: from now on they are data.
    Situation.objects.update(text="Smokers", unit="persons", evidence="Survey by the health centre")
    ProjectIndicator.objects.update(text="Share of smokers", unit="%")
    proposal.refresh_from_db()
    return proposal


def _proposals(site: SimpleNamespace) -> None:
    by = site.everybody
    site.draft = _proposal(site, "Draft about smoke")
    inviter = person("Inviter")
    shared = drafting.start_proposal(fiscal_year=YEAR, title="Draft of somebody else", by=inviter)
    drafting.add_author(proposal=shared, person=by.username, by=inviter)
    drafting.add_author(proposal=site.draft, person="a-stranger", by=by)
    site.invited_to_write = shared.author_invitations.get()
    site.submitted = _proposal(site, "Submitted about smoke")
    site.submission = sending.submit_proposal(proposal=site.submitted, by=by)
    site.reviewed = _proposal(site, "Reviewed about smoke")
    sending.submit_proposal(proposal=site.reviewed, by=by)
    sending.take_up_proposal(proposal=site.reviewed, by=by)
    site.decided = _proposal(site, "Decided about smoke")
    sending.submit_proposal(proposal=site.decided, by=by)
    minutes = {"outcome": "rejected", "decided_on": today(), "resolution_no": "1/2570", "by": by}
    deciding.decide_proposal(proposal=site.decided, conditions="Like an older one", **minutes)
    correct_decision(proposal=site.decided, conditions="Too late", reason="Wrong line", **minutes)
    site.waiting = _proposal(site, "Waiting for a second person")
    sending.submit_proposal(proposal=site.waiting, by=by)
    FundKind.objects.update(same_person="needed")
    site.own_step = deciding.decide_proposal(proposal=site.waiting, conditions="Like an older one", **minutes)
    FundKind.objects.update(same_person="shown")


def _beside(site: SimpleNamespace, title: str) -> Project:
    return projects.enter_project(
        title=title,
        fiscal_year=YEAR,
        home_area=site.home,
        budget_satang=1_000_000,
        fund=site.fund,
        organization=site.authority,
        by=site.everybody,
    )


def _variations(site: SimpleNamespace) -> list[Variation]:
    """One that is being written, and one of another project that waits for the decision."""
    made = []
    for title in ("A project that shall change", "A project that waits"):
        variation = start_variation(project=_beside(site, title), by=site.everybody)
        write_variation(
            variation=variation,
            design={"setting": "Temple hall"},
            reason="The hall is under water.",
            budget_satang=1_100_000,
            by=site.everybody,
        )
        made.append(variation)
    send_variation(variation=made[1], by=site.everybody)
    return made


def _project(site: SimpleNamespace) -> None:
    by = site.everybody
    design = Design.objects.create(rationale="More young people begin to smoke.")
    objective = Objective.objects.create(design=design, no=1, text="Fewer people who smoke")
    ProjectIndicator.objects.create(
        design=design, objective=objective, no=1, text="Share of smokers", baseline=40, target=30, unit="%"
    )
    activities = [
        Activity.objects.create(
            design=design,
            no=no,
            name=name,
            starts_on=today() - timedelta(days=4),
            ends_on=today() - timedelta(days=3),
            output="60 leaders",
            outcome="They help friends",
            budget_satang=1_000_000,
        )
        for no, name in enumerate(["Training", "Visits", "Last meeting"], 1)
    ]
    for activity in activities:
        activity.objectives.add(objective)
        category = ExpenseCategory.objects.first()
        BudgetLine.objects.create(activity=activity, no=1, category=category, amount_satang=1_000_000)
    site.project: Project = projects.enter_project(
        title="Kho Hong without smoke",
        fiscal_year=YEAR,
        home_area=site.home,
        budget_satang=3_000_000,
        fund=site.fund,
        organization=site.authority,
        issues=[site.plan.issue],
        design=design,
        by=by,
    )
    site.project_objective = objective
    site.paper = _beside(site, "A project from paper")
    site.paper_objective = Objective.objects.create(
        design=site.paper.design, no=1, text="Fewer people who drink"
    )
    site.variation, site.sent_variation = _variations(site)
    site.variation_objective = add_variation_row(
        variation=site.variation, kind="objective", parent=None, values={"text": "Fewer drink"}, by=by
    )
    site.report = reports.start_report(project=site.project, activity=activities[0], by=by)
    site.sent_report = reports.start_report(project=site.project, activity=activities[1], by=by)
    ActivityReport.objects.update(planned="60 leaders who help friends")  # copied in the words of the day
    typed = {"r.done": "We visited every house.", "r.output": "60 leaders", "r.quality": "3"}
    reports.save_report(
        report=site.sent_report, base_version=site.sent_report.version, changes=read_report(typed), by=by
    )
    site.sent_report.refresh_from_db()
    reports.send_report(report=site.sent_report, by=by)
    site.photo = _photo(site)
    _measured(site)
    for version, text in (
        (0, "We visited some houses."),
        (1, "We visited every house."),
        (0, "We called at all."),
    ):
        reports.save_report(  # the first is replaced, the last waits
            report=site.report, base_version=version, changes=read_report({"r.done": text}), by=by
        )


def _measured(site: SimpleNamespace) -> None:
    """Partners of the project, and an accepted report with participants and a value of a standard indicator."""
    set_partners(
        project=site.project,
        partners=[
            PartnerTerms(site.authority, "", "", 500_000, "received"),
            PartnerTerms(None, "Youth club", "community"),
        ],
        by=site.everybody,
    )
    own = site.project.design.indicators.get()
    own.standard = site.plan.issue.indicators.first()
    own.combining = own.standard.combining
    own.save()
    reports.enter_report(
        project=site.project,
        title="Meeting of the village",
        held_on=today(),
        state="accepted",
        participants=[{"people": 12, "organization_name": "Youth club", "sector": "community"}],
        results={own: Decimal(35)},
        by=None,
    )


def _accounts(site: SimpleNamespace) -> None:
    by: User = site.everybody
    site.invitation = accounts.invite_person(role=Role.MENTOR, scope=site.district, name="Guest", by=by)
    site.mentor = site.by_role[Role.MENTOR]
    site.mentor_grant = site.mentor.grants.get()
    site.post = Post.objects.get(role=Role.MENTOR, scope=site.mentor_grant.post.scope)
    officer = site.by_role[Role.FUND_OFFICER]
    site.handover = accounts.hand_over(
        post=officer.grants.get().post, from_user=officer, to_user=site.newcomer, on_day=today(), by=by
    )
    site.key = accounts.create_api_token(
        name="Office program", access="read", expires_on=today() + timedelta(days=30), by=by
    )


def _failed_job(site: SimpleNamespace) -> None:
    now = timezone.now()
    job = DBTaskResult.objects.create(
        task_path="ruamsuk.notices.tasks.digest_letters",
        args_kwargs={"args": [], "kwargs": {}},
        run_after=now,
        backend_name="default",
    )
    site.failed_job = FailedJob.objects.create(job=job, failed_at=now, attempts=3, reason="OSError")


def _photo(site: SimpleNamespace) -> ReportPhoto:
    """A photo of the sent report that nobody has looked at yet."""
    content = photo(size=(80, 60))
    file = StoredFile.objects.create(
        kind=FileKind.PHOTO,
        name="walk.jpg",
        media_type="image/jpeg",
        size=len(content),
        sha256="0" * 64,
        state=FileState.READY,
        width=80,
        height=60,
        uploaded_by=site.everybody,
        uploaded_at=timezone.now(),
    )
    places.folder(file.uid).mkdir(parents=True)
    for variant in PHOTO_SIZES:
        places.place(file.uid, variant).write_bytes(content)
    return ReportPhoto.objects.create(report=site.sent_report, file=file, no=1, caption="The walk")


def _refused_photo(site: SimpleNamespace) -> None:
    now = timezone.now()
    site.refused_photo = StoredFile.objects.create(
        kind=FileKind.PHOTO,
        name="broken.jpg",
        media_type="image/jpeg",
        size=2_400_000,
        sha256="0" * 64,
        state=FileState.REFUSED,
        uploaded_by=site.everybody,
        uploaded_at=now,
        refused_at=now,
    )


def _stated_figure(site: SimpleNamespace) -> None:
    """Two approved projects of a document beside the one that is counted; and a set of areas."""
    site.area_set = add_area_set(
        name="Three places", areas=[site.home, site.district], is_shared=True, by=site.everybody
    )
    site.stated = note_figure(
        area=site.home,
        fiscal_year=YEAR,
        figure="approved",
        printed=2,
        source="Report of the district",
        network=site.network,
        by=site.everybody,
    )


def _paper(site: SimpleNamespace) -> None:
    """One that was made; its file was let go."""
    site.printed = Paper.objects.create(
        document="proposal",
        of=site.submitted.uid,
        kind=PaperKind.PDF,
        name="Form 7",
        state=PaperState.READY,
        by=site.everybody,
        at=timezone.now(),
    )


def _frozen_sets(site: SimpleNamespace) -> None:
    """Figures of the sub-district that were frozen, and a set that was withdrawn."""
    found = counts(Question(site.home, YEAR, IssueList.objects.first(), then=Then(today())))
    post = {"th": "ทีมส่วนกลาง", "en": "Central team"}
    for name in ("frozen", "withdrawn_set"):
        made = freeze_figures(
            found=found, name=f"Figures of {name}", reason="Report of the year", post=post, by=site.everybody
        )
        setattr(site, name, made)
    withdraw_frozen(frozen=site.withdrawn_set, reason="The wrong day", by=site.everybody)


def _imports(site: SimpleNamespace) -> None:
    """One file that waits for a decision, one that was imported, one that was taken back."""
    site.waiting_file = _file(site, 1)
    older = GivenProject(
        GivenDesign(values={}),
        {
            "title": "Walking club of the older system",
            "fiscal_year": YEAR - 3,
            "fund_id": site.fund.pk,
            "home_area_id": site.home.pk,
            "budget_satang": 100_00,
            "origin": Origin.IMPORT,
        },
    )
    enter_projects(given=[older], by=site.everybody)
    site.take_over = take_over(fund=site.fund, fiscal_year=YEAR - 3, by=site.everybody)
    site.label = set_label(text="ชื่องาน", part="title", by=site.everybody)
    site.imported_file = _file(site, 2)
    importing.start_batch(batch=site.imported_file, by=site.everybody)
    importing.run_batch(site.imported_file)
    site.undone_file = _file(site, 3)
    importing.start_batch(batch=site.undone_file, by=site.everybody)
    importing.run_batch(site.undone_file)
    undoing.start_undo(batch=site.undone_file, by=site.everybody)
    undoing.undo_batch(batch=site.undone_file, by=site.everybody)


def _applications(site: SimpleNamespace) -> None:
    """The fund's link for groups without an account; one application waits, of the other two one was accepted."""
    site.link = applications.open_link(fund=site.fund, by=site.everybody)
    said = {"phone": "0812345678", "title": "Exercise for elders", "text": "Many fall.", "by": None}
    site.application, site.accepted, site.declined = (
        applications.send_application(link=site.link, name=name, amount_satang=2_000_000, **said)
        for name in ("Club of walkers", "Club of dancers", "Club of singers")
    )
    applications.accept_application(
        application=site.accepted,
        person="Leader",
        name="Club of dancers",
        kind="community",
        by=site.everybody,
    )
    applications.decline_application(application=site.declined, reason="Done already", by=site.everybody)


def _grades(site: SimpleNamespace) -> None:
    """A rubric that is being written, a plan that was checked, a grade that was given, and one that is not yet."""
    site.rubric = Instrument.objects.get(code="plan-rubric")
    site.rubric_version = site.rubric.versions.get()
    site.rubric_draft = instruments.begin_version(instrument=site.rubric, by=site.everybody)
    site.criterion = site.rubric_draft.criteria.first()
    site.level, site.band = site.criterion.levels.first(), site.rubric_draft.bands.first()
    site.grader = person("Grader", Role.MENTOR, site.district)
    plans.check_plan(plan=site.agreed_plan, note="Well done", by=site.grader)
    site.edition = site.agreed_plan.editions.get()
    site.grade_draft = grades.begin_grade(document=site.agreed_plan, by=site.grader)
    site.grade = grades.begin_grade(document=site.reviewed, by=site.grader)
    criteria = site.grade.version.criteria.all()
    answers = {criterion: (criterion.levels.first(), "No figures") for criterion in criteria}
    grades.save_grade(grade=site.grade, answers=answers, advice="Add figures.", by=site.grader)
    site.grade = grades.give_grade(grade=site.grade, by=site.grader)


def _file(site: SimpleNamespace, number: int) -> ImportBatch:
    """A proposal that can be read, and a record that cannot. What is Thai here are the words of the older system."""
    readable = {
        "source": f"https://old.example.org/project/proposal/{number}",
        "kind": "ข้อเสนอโครงการ",
        "ชื่อโครงการ": f"Smoke-free market {number}",
        "กองทุน": "Kho Hong Fund",
        "องค์กรเสนอ": "Club of elders",
        "พื้นที่": "Kho Hong, Hat Yai, Songkhla",
        "ความสอดคล้องกับแผนงาน": "แผนงานยาสูบ",
    }
    return importing.take_file(
        importer=OLDER_PAGES,
        name=f"records-{number}.json",
        sha256=str(number),
        records=[readable, {"kind": "ข้อเสนอโครงการ", "ชื่อโครงการ": "Without a source"}],
        by=site.everybody,
        with_preview=True,
    )


def _workbooks(site: SimpleNamespace) -> None:
    """One workbook that waits for a decision, one that was imported, one that was taken back."""
    site.waiting_workbook = _workbook(site, 1)
    site.imported_workbook = _workbook(site, 2)
    importing.start_batch(batch=site.imported_workbook, by=site.everybody)
    importing.run_batch(site.imported_workbook)
    site.undone_workbook = _workbook(site, 3)
    importing.start_batch(batch=site.undone_workbook, by=site.everybody)
    importing.run_batch(site.undone_workbook)
    undoing.start_undo(batch=site.undone_workbook, by=site.everybody)
    undoing.undo_batch(batch=site.undone_workbook, by=site.everybody)


def _workbook(site: SimpleNamespace, number: int) -> ImportBatch:
    """A person without an e-mail who is invited, and one whose fund nobody knows."""
    role = {"role": "mentor", "fund": site.fund.code}
    rows = [{"name": f"Somebody {number}", **role}, {"name": "Lost", **role, "fund": "Fund of nowhere"}]
    return importing.take_file(
        importer=WORKBOOK,
        name=f"province-{number}.xlsx",
        sha256=str(number),
        records=[
            {"sheet": "people", "title": "People", "row": no, "cells": cells, "faults": [], "refused": False}
            for no, cells in enumerate(rows, 2)
        ],
        by=site.everybody,
        with_preview=True,
    )


def _exchange(site: SimpleNamespace) -> None:
    """A form of another system, a file by it that waits and one that came in, and what that system holds."""
    site.exchange_form = exchange.add_form(name="Closing, national system", by=None)
    words = {"achieved": "achieved", "not-achieved": "missed"}
    for heading, field, written in (
        ("FUND_NO", "fund_code", "plain"),
        ("TITLE_TH", "title", "plain"),
        ("YEAR_CE", "fiscal_year", "year-ce"),
        ("BEGIN_DATE", "starts_on", "day-ce"),
        ("RESULT_CODE", "result", "words"),
        ("PEOPLE_IN", "participants", "plain"),
        ("REMARK_1", "", "plain"),
    ):
        site.exchange_column = exchange.add_column(
            form=site.exchange_form, heading=heading, field=field, format=written, words=words, by=None
        )
    entries.set_result(project=site.project, result="not-achieved", reason="Heavy rain.", by=site.everybody)
    site.waiting_exchange, site.imported_exchange = (_exchange_file(site, number) for number in (1, 2))
    importing.start_batch(batch=site.imported_exchange, by=site.everybody)
    importing.run_batch(site.imported_exchange)
    site.outside_entry = OutsideEntry.objects.get(project=site.project)
    site.entry_alone = OutsideEntry.objects.get(project=None)


def _exchange_file(site: SimpleNamespace, number: int) -> ImportBatch:
    """A project that is otherwise here, a row that cannot be read, and a project that is not here."""
    heads = "FUND_NO,TITLE_TH,YEAR_CE,RESULT_CODE,PEOPLE_IN,EXTRA_1"
    year = site.year - 543
    rows = [
        f"{site.fund.code},{site.project.title},{year},achieved,70,x",
        f"{site.fund.code},Somewhere else,{year},achieved,many,y",
        f"{site.fund.code},Only there,{year},,12,",
    ]
    records = rows_by(site.exchange_form, "\n".join([heads, *rows]).encode(), 100)
    return importing.take_file(
        importer=OUTSIDE,
        name=f"there-{number}.csv",
        sha256=str(number),
        records=records,
        by=site.everybody,
        with_preview=True,
    )
