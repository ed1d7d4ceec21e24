"""The records that the addresses name, the people who ask for them, and the marked texts of persons.

Everything stands at one fund, applicant and sub-district; the readers hold their posts there, next to it, in another
area, or held them until yesterday. The records themselves are those of tests/site.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.utils import timezone

from ruamsuk.accounts.actions import create_api_token
from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.accounts.models import Grant, User
from ruamsuk.comments.actions import add_comment
from ruamsuk.committees.models import Member
from ruamsuk.core.calendar import today
from ruamsuk.core.models import uuid7
from ruamsuk.files.choices import FileKind, FileState, Variant
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import folder, place
from ruamsuk.funds.actions import add_fund
from ruamsuk.funds.models import BankAccount
from ruamsuk.notices.models import Notice
from ruamsuk.organizations.actions import add_organization
from ruamsuk.projects.actions import drafting, projects, reports
from ruamsuk.projects.actions.deciding import decide_proposal
from ruamsuk.projects.models import (
    ActivityReport,
    Applicant,
    Author,
    DraftChange,
    DraftConflict,
    Funding,
    Project,
    ProjectDocument,
    Proposal,
    ReportFile,
    ReportPhoto,
    ReportStep,
    ResponsiblePerson,
    Submission,
)
from tests.site import YEAR, build
from tests.world import area, person

# What is planted of persons: noun → the text that only its readers may find in an answer (see expected.PERSONAL).
MARKS = {
    "applicants of a draft": "Zapplicant-of-draft",
    "applicants of a sent proposal": "Zapplicant-of-sent",
    "copies of ID cards of a draft": "Zid-copy-of-draft",
    "copies of ID cards of a sent proposal": "Zid-copy-of-sent",
    "who wrote a draft": "Zwriter-of-draft",
    "who wrote and decided a sent proposal": "Zwriter-of-sent",
    "what is said about a draft": "Zremark-on-draft",
    "what is said about a sent proposal": "Zremark-on-sent",
    "text of a draft": "Zdraft-text",
    "persons responsible for a project": "Zresponsible",
    "lists in files of a started report": "Znames-in-started",
    "lists in files of a sent report": "Znames-in-sent",
    "who wrote and checked reports": "Zwriter-of-report",
    "what is said about a started report": "Zremark-on-started",
    "what is said about a sent report": "Zremark-on-report",
    "text of a started report": "Zstarted-text",
    "documents of a project": "Zdocument-of-project",
    "bank accounts": "99887766",
    "members of a committee": "Zmember",
    "text of a plan that is not agreed": "Zplan-text",
    "e-mail and user name of who works at the fund": "zlogin-of-worker",
    "names of who works at the fund": "Zworker-at-fund",
    "who is invited": "Zinvited",
    "notices of somebody else": "Znotice",
}


@dataclass(frozen=True)
class Reader:
    """`name` as in the rows of expected.py: role@relation, or a word for who holds no post."""

    name: str
    user: User | None = None
    only_reads: bool = False

    @cached_property
    def client(self) -> Client:
        client = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
        if self.user:
            client.force_login(self.user)
        return client

    @cached_property
    def key(self) -> dict[str, str]:
        """What a program sends that acts for this reader."""
        if self.user is None:
            return {}
        access = "read" if self.only_reads else "write"
        until = today() + timedelta(days=30)
        made = create_api_token(name="matrix", access=access, expires_on=until, by=self.user)
        return {"Authorization": f"Bearer {made.token}"}


class World:
    """`values[stage]` is what stands in the addresses: see `Address.fill`."""

    def __init__(self) -> None:
        self.site = build()
        self.marks = dict(MARKS)
        _owners(self.site)
        _proposals(self.site)
        _project(self.site)
        _reports(self.site)
        _others(self.site)
        self.readers = list(_readers(self.site))
        self.values = _values(self.site)
        self.sent = _sent(self.site)
        for reader in self.readers:
            _ = reader.client, reader.key  # signed in once, before the first cell


def _owners(site: SimpleNamespace) -> None:
    """The applicant, who gives money besides the fund, and their neighbours near and far."""
    here, there = site.home, area("930101")
    site.applicant = add_organization(name="Club of elders", kind="community", home_area=here, by=None)
    site.payer = add_organization(name="Foundation of the South", kind="community", home_area=here, by=None)
    site.near_group = add_organization(name="Club next door", kind="community", home_area=here, by=None)
    site.far_group = add_organization(name="Club far away", kind="local_authority", home_area=there, by=None)
    kind = site.fund.kind
    near = {"kind": kind, "organization": site.authority, "home_area": here, "by": None}
    site.near_fund = add_fund(code="L7259", name="Fund next door", **near)
    far = {"kind": kind, "organization": site.far_group, "home_area": there, "by": None}
    site.far_fund = add_fund(code="L7572", name="Fund far away", **far)


def _file(name: str, mark: str, by: User, *, photo: bool = False) -> StoredFile:
    file = StoredFile.objects.create(
        uid=uuid7(),
        kind=FileKind.PHOTO if photo else FileKind.DOCUMENT,
        name=name,
        media_type="image/jpeg" if photo else "text/plain",
        size=len(mark),
        sha256="0" * 64,
        state=FileState.READY,
        width=1 if photo else None,
        height=1 if photo else None,
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )
    folder(file.uid).mkdir(parents=True)
    for variant in (Variant.STANDARD, Variant.THUMBNAIL) if photo else (Variant.ORIGINAL,):
        place(file.uid, variant).write_text(mark)
    return file


def _proposals(site: SimpleNamespace) -> None:
    """A draft and one that was sent and taken up: with persons, texts of two writers, removed lines and remarks."""
    site.author = person("Author")
    for proposal, state in ((site.draft, "draft"), (site.reviewed, "sent")):
        writer = person(
            MARKS["who wrote a draft" if state == "draft" else "who wrote and decided a sent proposal"]
        )
        writer.email = f"{writer.username}@example.org"
        Proposal.objects.filter(pk=proposal.pk).update(organization=site.applicant)
        proposal.refresh_from_db()
        for user in (site.author, writer):
            Author.objects.create(proposal=proposal, user=user)
        noun = "a draft" if state == "draft" else "a sent proposal"
        mark = MARKS[f"applicants of {noun}"]
        copy = _file("card.txt", MARKS[f"copies of ID cards of {noun}"], writer)
        now = timezone.now()
        row = Applicant.objects.create(
            proposal=proposal, no=1, name=mark, phone=f"{mark}-phone", id_copy=copy
        )
        gone = Applicant.objects.create(proposal=proposal, no=2, name=f"{mark}-removed")
        path = f"applicant.{row.uid}.phone"
        Proposal.objects.filter(pk=proposal.pk).update(unclean={path: f"{mark}-unclean"})
        conflict = DraftConflict.objects.create(
            proposal=proposal, path=path, other_text=f"{mark}-other", other_by=writer, at=now
        )
        by = site.everybody
        if state == "draft":
            drafting.remove_row(proposal=proposal, kind="applicant", uid=str(gone.uid), by=by)
            change = DraftChange.objects.filter(
                proposal=proposal, path=f"removed.applicant.{gone.uid}"
            ).first()
            Proposal.objects.filter(pk=proposal.pk).update(title=MARKS["text of a draft"])
            objective = proposal.design.objectives.first()
            assert change is None or mark not in change.text
            Author.objects.filter(proposal=proposal, user=writer).exists()
            drafting.add_author(proposal=proposal, user=person("Second author"), by=writer)
        else:
            objective = proposal.design.objectives.first()
            Submission.objects.filter(proposal=proposal).update(submitted_by=writer)
            Proposal.objects.filter(pk=proposal.pk).update(state_note="")
        comment = add_comment(thread=proposal.thread, text=MARKS[f"what is said about {noun}"], by=writer)
        proposal.refresh_from_db()
        setattr(
            site,
            f"parts_of_{state}",
            {"applicant": row.uid, "conflict": conflict.pk, "comment": comment.uid, "row": objective.uid},
        )


def _project(site: SimpleNamespace) -> None:
    """Carried out by the applicant, paid by the fund and by one organisation more; one project beside it.

    `approved` came of a proposal, so that its page tells of a decision.
    """
    Project.objects.filter(pk=site.project.pk).update(organization=site.applicant)
    site.project.refresh_from_db()
    writer = person(MARKS["who wrote and decided a sent proposal"])
    site.project_writer = writer
    Funding.objects.filter(project=site.project, fund=site.fund).update(amount_satang=2_000_000)
    Funding.objects.create(project=site.project, organization=site.payer, amount_satang=1_000_000)
    mark = MARKS["persons responsible for a project"]
    ResponsiblePerson.objects.create(project=site.project, no=1, name=mark, phone=f"{mark}-phone")
    site.document = ProjectDocument.objects.create(
        project=site.project,
        file=_file("minutes.txt", MARKS["documents of a project"], site.everybody),
        kind="other",
        title="Minutes",
        added_by=site.everybody,
        added_at=timezone.now(),
    )
    site.near_project = projects.enter_project(
        title="Project next door",
        fiscal_year=YEAR,
        home_area=site.home,
        budget_satang=1_000_000,
        fund=site.fund,
        organization=site.near_group,
        by=site.everybody,
    )
    Proposal.objects.filter(pk=site.submitted.pk).update(organization=site.applicant)
    site.submitted.refresh_from_db()
    decide_proposal(
        proposal=site.submitted,
        outcome="approved",
        decided_on=today(),
        resolution_no="2/2570",
        amount_satang=1_500_000,
        by=writer,
    )
    site.approved = Project.objects.get(proposal=site.submitted)


def _reports(site: SimpleNamespace) -> None:
    """One that is being written and one that was sent, each with files of names, photos, remarks and steps."""
    writer = person(MARKS["who wrote and checked reports"])
    for report, state in ((site.report, "started"), (site.sent_report, "sent")):
        files = MARKS[f"lists in files of a {state} report"]
        listed = ReportFile.objects.create(
            report=report, file=_file("names.txt", files, writer), title="Names"
        )
        photo = ReportPhoto.objects.create(
            report=report, file=_file("photo.jpg", "x", writer, photo=True), no=1
        )
        if state == "started":
            ActivityReport.objects.filter(pk=report.pk).update(
                title=MARKS["text of a started report"],
                conflicts={"r.done": {"text": MARKS["text of a started report"], "by": writer.pk}},
                unclean={"r.held_on": MARKS["text of a started report"]},
            )
            remark = MARKS["what is said about a started report"]
        else:
            remark = MARKS["what is said about a sent report"]
        ReportStep.objects.create(
            report=report, from_state="started", to_state="sent", by=writer, at=timezone.now(), note=remark
        )
        comment = add_comment(thread=report.thread, text=remark, by=writer)
        report.refresh_from_db()
        setattr(
            site,
            f"parts_of_{state}_report",
            {"file": listed.uid, "photo": photo.uid, "comment": comment.uid},
        )
    line = reports.add_participants(report=site.report, by=site.everybody)
    site.participants = line.uid


def _others(site: SimpleNamespace) -> None:
    """Bank account, committee, plan, and a person who works at the fund with a notice of their own."""
    BankAccount.objects.filter(pk=site.account.pk).update(number=MARKS["bank accounts"])
    Member.objects.filter(pk=site.member.pk).update(name=MARKS["members of a committee"])
    plan_mark = MARKS["text of a plan that is not agreed"]
    type(site.plan).objects.filter(pk=site.plan.pk).update(detail=plan_mark)
    type(site.situation).objects.filter(pk=site.situation.pk).update(agency=plan_mark)
    type(site.planned_project).objects.filter(pk=site.planned_project.pk).update(title=plan_mark)
    Proposal.objects.filter(planned_project=site.planned_project).update(applicant_name="")
    site.worker = person(MARKS["names of who works at the fund"], Role.DATA_ENTRY, site.fund)
    login = MARKS["e-mail and user name of who works at the fund"]
    User.objects.filter(pk=site.worker.pk).update(username=login, email=f"{login}@example.org")
    site.worker.refresh_from_db()
    type(site.invitation).objects.filter(pk=site.invitation.pk).update(name=MARKS["who is invited"])
    site.notice = Notice.objects.create(
        to=site.worker,
        kind="x",
        url_name="projects:project",
        url_kwargs={"uid": str(site.project.uid)},
        params={"title": MARKS["notices of somebody else"]},
        created_at=timezone.now(),
    )


def _readers(site: SimpleNamespace) -> Iterator[Reader]:
    """Every role in every relation that its posts can have to the records."""
    relations: dict[str, dict[str, Any]] = {
        ScopeKind.AREA: {"area": area("90"), "far": area("93"), "country": area("TH")},
        ScopeKind.FUND: {"fund": site.fund, "near": site.near_fund, "far": site.far_fund},
        ScopeKind.ORGANIZATION: {
            "applicant": site.applicant,
            "payer": site.payer,
            "near": site.near_group,
            "far": site.far_group,
        },
        ScopeKind.PROJECT: {"project": site.project, "near-project": site.near_project},
    }
    whole_country = (Role.ADMINISTRATOR, Role.CENTRAL)
    for role in Role:
        own = None
        for kind in sorted(ROLES[role].scopes):
            for relation, where in relations[kind].items():
                if relation == "country" and role not in whole_country:
                    continue
                if kind == ScopeKind.FUND and relation == "far" and ScopeKind.AREA in ROLES[role].scopes:
                    continue  # a mentor far away is one by area already
                own = own or where
                yield Reader(f"{role}@{relation}", person(f"Reader {role} {kind} {relation}", role, where))
        ended = person(f"Reader {role} ended", role, own)
        yesterday = today() - timedelta(days=1)
        Grant.objects.filter(user=ended).update(starts_on=yesterday - timedelta(days=9), ends_on=yesterday)
        yield Reader(f"{role}@ended", ended)
    yield Reader("author", site.author)
    yield Reader("no-post", person("Reader without a post"))
    yield Reader("stranger")
    officer = person("Reader with a key", Role.FUND_OFFICER, site.fund)
    yield Reader("key-that-reads", officer, only_reads=True)


def _values(site: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """What stands in an address: by the fixed word before it and its name, `word/name`, else by its name alone.

    Records that are read by others once they are sent stand twice: stage "started" and stage "sent".
    """
    holding = site.mentor_grant
    shared: dict[str, Any] = {
        "areas/pk": site.home.pk,
        "areas/verb": "rename",
        "areas/code": site.home.code,
        "applicants/applicant": None,
        "bank-accounts/uid": site.account.uid,
        "codes/table": "expense-categories",
        "codes/code": "302",
        "committees/uid": site.committee.uid,
        "documents/document": site.document.uid,
        "download/kind": "xlsx",
        "entries/entry": site.plan.issue.entries.first().code,
        "fund-kinds/code": site.fund.kind.code,
        "funds/fund": site.fund.uid,
        "funds/fund_uid": site.fund.uid,
        "funds/uid": site.fund.uid,
        "grants/uid": holding.uid,
        "handover/uid": site.post.uid,
        "handover/giver": site.mentor.uid,
        "handovers/uid": site.handover.uid,
        "holdings/uid": holding.uid,
        "import/uid": site.waiting_file.uid,
        "imports/uid": site.waiting_file.uid,
        "indicators/uid": site.plan.issue.indicators.first().uid,
        "invitations/uid": site.invitation.uid,
        "issue-lists/code": site.plan.issue.entries.first().issue_list.code,
        "issues/uid": site.plan.issue.uid,
        "jobs/uid": site.failed_job.uid,
        "join/token": "a-token-that-was-never-given",
        "keys/uid": site.key.uid,
        "kinds/code": site.fund.kind.code,
        "lines/no": 1,
        "lists/code": site.plan.issue.entries.first().issue_list.code,
        "measures/code": site.plan.issue.measures.first().code,
        "from-measure/code": site.plan.issue.measures.first().code,
        "from-plan/uid": None,
        "from-project/uid": site.project.uid,
        "members/uid": site.member.uid,
        "networks/uid": site.network.uid,
        "notices/uid": site.notice.uid,
        "organizations/uid": site.applicant.uid,
        "parts/kind": "people",
        "people/uid": site.worker.uid,
        "plan/kind": "objective",
        "plan/row": site.project_objective.uid,
        "positions/code": site.member.position.code,
        "positions/pk": site.member.position_id,
        "posts/uid": site.post.uid,
        "projects/uid": site.project.uid,
        "projects//row": site.project_objective.uid,
        "reports//step": "done",
        "rows/kind": "objective",
        "rows/pk": site.support_type.pk,
        "rows/table": "support-types",
        "standard-measures/code": site.plan.issue.measures.first().code,
        "stated/uid": site.stated.uid,
        "stated-figures/uid": site.stated.uid,
        "step/to": "mentor-checked",
        "stop/signed": "a-signature-that-is-none",
        "submissions/uid": site.submission.uid,
        "users/uid": site.worker.uid,
        "photos/size": "small",
        "confirm-email/key": "none",
        "key/uidb36": "1",
        "key/key": "none",
    }
    started = {
        "proposals/uid": site.draft.uid,
        "conflicts/pk": site.parts_of_draft["conflict"],
        "applicants/applicant": site.parts_of_draft["applicant"],
        "proposals//row": site.parts_of_draft["row"],
        "proposals//comment": site.parts_of_draft["comment"],
        "write/step": "name",
        "reports/uid": site.report.uid,
        "files/file": site.parts_of_started_report["file"],
        "photos/photo": site.parts_of_started_report["photo"],
        "reports//comment": site.parts_of_started_report["comment"],
        "parts/part": site.participants,
        "plans/uid": site.plan.uid,
        "situations/uid": site.situation.uid,
        "objectives/uid": site.objective.uid,
        "measures/uid": site.plan_measure.uid,
        "planned-projects/uid": site.planned_project.uid,
        "from-plan/uid": site.planned_project.uid,
    }
    agreed = site.agreed_plan
    sent = {
        **started,
        "proposals/uid": site.reviewed.uid,
        "conflicts/pk": site.parts_of_sent["conflict"],
        "applicants/applicant": site.parts_of_sent["applicant"],
        "proposals//row": site.parts_of_sent["row"],
        "proposals//comment": site.parts_of_sent["comment"],
        "reports/uid": site.sent_report.uid,
        "files/file": site.parts_of_sent_report["file"],
        "photos/photo": site.parts_of_sent_report["photo"],
        "reports//comment": site.parts_of_sent_report["comment"],
        "plans/uid": agreed.uid,
        "situations/uid": agreed.situations.get().uid,
        "objectives/uid": agreed.objectives.get().uid,
        "measures/uid": agreed.measures.get().uid,
        "planned-projects/uid": agreed.planned_projects.get().uid,
        "from-plan/uid": agreed.planned_projects.get().uid,
    }
    return {"": {**shared, **sent}, "started": {**shared, **started}, "sent": {**shared, **sent}}


def _sent(site: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """Bodies and queries that must name one of the records for the call to come to its gate: method and shape."""
    giver = {"giver": str(site.mentor.uid)}
    here, year = site.home.code, YEAR
    return {
        "GET posts/*/successors": giver,
        "POST posts/*/hand-over": {**giver, "receiver": str(site.worker.uid), "on_day": today()},
        "POST plans": {"fund": site.fund.uid, "fiscal_year": year, "issue": "accidents"},
        "POST projects": {
            "title": "A project from paper",
            "owner_name": "Club of elders",
            "home_area": here,
            "starts_on": today(),
            "ends_on": today(),
            "fiscal_year": year,
            "fund": site.fund.code,
            "budget_satang": 100,
        },
        "POST funds": {
            "kind": site.fund.kind.code,
            "code": "L7299",
            "name": "Another fund",
            "home_area": here,
            "organization": site.authority.uid,
        },
        "POST organizations": {"name": "Another school", "kind": "school", "home_area": here},
        "POST stated-figures": {
            "area": here,
            "fiscal_year": year,
            "figure": "approved",
            "printed": 1,
            "source": "A report",
        },
    }
