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

from django.core import serializers
from django.test import Client
from django.utils import timezone

from ruamsuk.accounts.actions import create_api_token
from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.accounts.models import Grant, Handover, Invitation, User
from ruamsuk.applications.models import Application
from ruamsuk.comments.actions import add_comment
from ruamsuk.committees.models import Member
from ruamsuk.core.calendar import today
from ruamsuk.core.models import uuid7
from ruamsuk.drafts.choices import TextState
from ruamsuk.drafts.models import Log, PersonalText, Text
from ruamsuk.files.choices import FileKind, FileState, Variant
from ruamsuk.files.models import StoredFile
from ruamsuk.files.places import folder, place
from ruamsuk.funds.actions import add_fund
from ruamsuk.funds.models import BankAccount
from ruamsuk.notices.models import Notice
from ruamsuk.organizations.actions import add_organization
from ruamsuk.plans.verbs import WRITE_PROPOSAL
from ruamsuk.projects.models import (
    ActivityReport,
    Applicant,
    Author,
    Decision,
    Funding,
    OwnStep,
    ParticipantLine,
    Project,
    ProjectDocument,
    Proposal,
    ReportFile,
    ReportPhoto,
    ReportStep,
    ResponsiblePerson,
    Submission,
)
from ruamsuk.projects.projects.actions import projects
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.reports import actions as reports
from ruamsuk.projects.variations.actions.deciding import decide_variation
from ruamsuk.projects.variations.actions.drafting import (
    add_variation_row,
    send_variation,
    start_variation,
    write_variation,
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
    "what is said about a sent proposal": "Zremark-on-proposal",
    "text of a draft": "Zdraft-text",
    "earlier texts of a draft": "Zearlier-text-of-draft",
    "earlier texts of a sent proposal": "Zearlier-text-of-sent",
    "earlier texts about applicants of a draft": "Zearlier-person-of-draft",
    "earlier texts about applicants of a sent proposal": "Zearlier-person-of-sent",
    "who is asked to write a draft": "zasked-to-write-draft",
    "who is asked to write a sent proposal": "zasked-to-write-sent",
    "steps that wait for a second person": "Zwaiting-step",
    "persons responsible for a project": "Zresponsible",
    "lists in files of a started report": "Znames-in-started",
    "lists in files of a sent report": "Znames-in-sent",
    "photos of a started report": "Zphoto-in-started",
    "photos of a sent report that nobody released": "Zphoto-in-sent",
    "who wrote and checked reports": "Zwriter-of-report",
    "what is said about a started report": "Zremark-on-started",
    "what is said about a sent report": "Zremark-on-report",
    "text of a started report": "Zstarted-text",
    "earlier texts of a sent report": "Zearlier-text-of-report",
    "documents of a project": "Zdocument-of-project",
    "bank accounts": "99887766",
    "members of a committee": "Zmember",
    "text of a plan that is not agreed": "Zplan-text",
    "e-mail and user name of who works at the fund": "zlogin-of-worker",
    "names of who works at the fund": "Zworker-at-fund",
    "who is invited": "Zinvited",
    "work handed over with a post": "Zhanded",
    "records of a file that was sent in": "Zimported",
    "people of a workbook": "Zworkbook",
    "notices of somebody else": "Znotice",
    "what a group without an account sent": "Zapplying",
}

WRITERS = {"a draft": "who wrote a draft", "a sent proposal": "who wrote and decided a sent proposal"}


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
        self.site.parts = {}  # what stands in addresses, by noun and stage
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


def _log(document) -> Log:
    document.refresh_from_db()
    log = document.log or Log.objects.create()
    type(document).objects.filter(pk=document.pk).update(log=log)
    return log


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
    site.author, site.invited = person("Author"), person("Invited to write")
    for proposal, noun, stage in (
        (site.draft, "a draft", "started"),
        (site.reviewed, "a sent proposal", "sent"),
    ):
        writer = person(MARKS[WRITERS[noun]])
        Author.objects.create(proposal=proposal, user=writer)
        drafting.add_author(proposal=proposal, person=site.author.username, by=writer)
        drafting.add_author(proposal=proposal, person=site.invited.username, by=person("Inviter"))
        own, asked = (proposal.author_invitations.get(to=one) for one in (site.author, site.invited))
        drafting.answer_author_invitation(invitation=own, accept=True, by=site.author)
        drafting.add_author(proposal=proposal, person=MARKS[f"who is asked to write {noun}"], by=writer)
        mark, now = MARKS[f"applicants of {noun}"], timezone.now()
        copy = _file("card.txt", MARKS[f"copies of ID cards of {noun}"], writer)
        row = Applicant.objects.create(
            proposal=proposal, no=1, name=mark, phone=f"{mark}-phone", id_copy=copy
        )
        gone = Applicant.objects.create(proposal=proposal, no=2, name=f"{mark}-removed")
        if stage == "started":
            drafting.remove_row(proposal=proposal, kind="applicant", uid=str(gone.uid), by=writer)
        path = f"applicant.{row.uid}.phone"
        log = _log(proposal)
        waits = {"log": log, "state": TextState.WAITING, "version": 1, "by": writer, "at": now}
        PersonalText.objects.create(path=path, text=f"{mark}-other", person=row.uid, **waits)
        Text.objects.create(path="p.title", text="?", **waits)
        earlier = {"log": log, "version": 0, "by": writer, "at": now}
        for text in (MARKS[f"earlier texts about applicants of {noun}"], mark):
            PersonalText.objects.create(
                path=f"applicant.{row.uid}.name", text=text, person=row.uid, **earlier
            )
        for text in (MARKS[f"earlier texts of {noun}"], "Newer"):
            Text.objects.create(path="d.rationale", text=text, **earlier)
        objective = proposal.design.objectives.get()
        Text.objects.create(
            log=log,
            version=proposal.version,
            path=f"removed.objective.{objective.uid}",
            text=serializers.serialize("json", [objective]),
            by=writer,
            at=now,
        )
        own = {"title": MARKS["text of a draft"]} if stage == "started" else {}
        unclean = {path: f"{mark}-unclean"}
        Proposal.objects.filter(pk=proposal.pk).update(organization=site.applicant, unclean=unclean, **own)
        Submission.objects.filter(proposal=proposal).update(submitted_by=writer)
        remark = add_comment(thread=proposal.thread, text=MARKS[f"what is said about {noun}"], by=writer)
        proposal.refresh_from_db()
        site.parts[f"proposal {stage}"] = {
            "proposals/uid": proposal.uid,
            "applicants/applicant": row.uid,
            "proposals//row": objective.uid,
            "situations/situation": proposal.design.situations.first().uid,
            "proposals//comment": remark.uid,
            "authors/invitation": proposal.author_invitations.get(to=None, invited_by=writer).uid,
            "author-invitations/uid": asked.uid,
        }


def _project(site: SimpleNamespace) -> None:
    """Approved for the applicant, paid by the fund and by one organisation more; and a project beside it."""
    writer = person(MARKS[WRITERS["a sent proposal"]])
    Decision.objects.create(
        proposal=site.submitted,
        submission=site.submission,
        outcome="approved",
        decided_on=today(),
        resolution_no="2/2570",
        amount_satang=3_000_000,
        entered_by=writer,
        entered_at=timezone.now(),
    )
    Project.objects.filter(pk=site.project.pk).update(organization=site.applicant, proposal=site.submitted)
    site.project.refresh_from_db()
    Funding.objects.filter(project=site.project, fund=site.fund).update(amount_satang=2_000_000)
    Funding.objects.create(project=site.project, organization=site.payer, amount_satang=1_000_000)
    mark = MARKS["persons responsible for a project"]
    ResponsiblePerson.objects.create(project=site.project, no=1, name=mark, phone=f"{mark}-phone")
    site.document = ProjectDocument.objects.create(
        project=site.project,
        file=_file("minutes.txt", MARKS["documents of a project"], writer),
        kind="other",
        title="Minutes",
        added_by=writer,
        added_at=timezone.now(),
    )
    site.parts |= _variations(site)
    site.near_project = projects.enter_project(
        title="Project next door",
        fiscal_year=YEAR,
        home_area=site.home,
        budget_satang=1_000_000,
        fund=site.fund,
        organization=site.near_group,
        by=site.everybody,
    )


def _variations(site: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """One in force and one that is being written."""
    parts = {}
    for stage in ("sent", "started"):
        variation = start_variation(project=site.project, by=site.everybody)
        write_variation(variation=variation, design={"setting": stage}, reason="Rain", by=site.everybody)
        objective = add_variation_row(
            variation=variation, kind="objective", parent=None, values={"text": stage}, by=site.everybody
        )
        parts[f"variation {stage}"] = {
            "variations/uid": variation.uid,
            "variations//row": objective.uid,
        }
        if stage == "sent":
            send_variation(variation=variation, by=None)
            decision = {"outcome": "agreed", "decided_on": today(), "resolution_no": "4/2570"}
            decide_variation(variation=variation, by=None, **decision)
    return parts


def _reports(site: SimpleNamespace) -> None:
    """One that is being written and one that was sent, each with files of names, photos, remarks and steps."""
    writer = person(MARKS["who wrote and checked reports"])
    reports.add_participants(report=site.report, by=site.everybody)
    reports.waive_report(
        project=site.project, activity=site.report.activity, reason="งดกิจกรรม", by=site.everybody
    )
    ParticipantLine.objects.create(report=site.sent_report)
    for report, stage in ((site.report, "started"), (site.sent_report, "sent")):
        names = _file("names.txt", MARKS[f"lists in files of a {stage} report"], writer)
        listed = ReportFile.objects.create(report=report, file=names, title="Names")
        noun = "a started report" if stage == "started" else "a sent report that nobody released"
        picture = _file("photo.jpg", MARKS[f"photos of {noun}"], writer, photo=True)
        caption = MARKS[f"photos of {noun}"]
        photo = ReportPhoto.objects.create(report=report, file=picture, no=1, caption=caption)
        remark = MARKS[f"what is said about a {stage} report"]
        ReportStep.objects.create(
            report=report, from_state="started", to_state="sent", by=writer, at=timezone.now(), note=remark
        )
        comment = add_comment(thread=report.thread, text=remark, by=writer)
        if stage == "started":
            text = MARKS["text of a started report"]
            ActivityReport.objects.filter(pk=report.pk).update(title=text, unclean={"r.held_on": text})
        else:
            text = MARKS["earlier texts of a sent report"]
        written = {"log": _log(report), "path": "r.done", "version": 0, "by": writer, "at": timezone.now()}
        for typed, state in (
            (text, TextState.STOOD),
            ("Newer", TextState.STOOD),
            (text, TextState.ASIDE),
            (text, TextState.WAITING),
        ):
            Text.objects.create(text=typed, state=state, **written)
        report.refresh_from_db()
        site.parts[f"report {stage}"] = {
            "reports/uid": report.uid,
            "files/file": listed.uid,
            "photos/photo": photo.uid,
            "reports//comment": comment.uid,
            "parts/part": report.participants.get().uid,
        }


def _others(site: SimpleNamespace) -> None:
    """Bank account, committee, plan, a step that waits, and a person who works at the fund, with their notice."""
    entered = {**site.own_step.entered, "conditions": MARKS["steps that wait for a second person"]}
    OwnStep.objects.filter(pk=site.own_step.pk).update(entered=entered)
    BankAccount.objects.filter(pk=site.account.pk).update(number=MARKS["bank accounts"])
    Member.objects.filter(pk=site.member.pk).update(name=MARKS["members of a committee"])
    for row, field in ((site.plan, "detail"), (site.situation, "agency"), (site.planned_project, "title")):
        setattr(row, field, MARKS["text of a plan that is not agreed"])
        row.save(update_fields=[field])
    site.worker = person(MARKS["names of who works at the fund"], Role.DATA_ENTRY, site.fund)
    login = MARKS["e-mail and user name of who works at the fund"]
    User.objects.filter(pk=site.worker.pk).update(username=login, email=f"{login}@example.org")
    site.worker.refresh_from_db()
    Invitation.objects.filter(pk=site.invitation.pk).update(name=MARKS["who is invited"])
    handed = MARKS["work handed over with a post"]
    task = {"kind": "file", "title": handed, "detail": "", "url": "/", "due_on": ""}
    Handover.objects.filter(pk=site.handover.pk).update(tasks=[task], note=handed)
    line = site.waiting_file.lines.get(no=1)
    line.content["ผู้รับผิดชอบ"] = MARKS["records of a file that was sent in"]
    line.save(update_fields=["content"])
    mark = MARKS["what a group without an account sent"]
    said = {"name": mark, "phone": mark, "title": mark, "text": mark, "place": mark}
    Application.objects.filter(state="waiting").update(email=f"{mark.lower()}@example.org", **said)
    row = site.waiting_workbook.lines.get(no=1)
    row.content["name"] = row.title = MARKS["people of a workbook"]
    row.save(update_fields=["content", "title"])
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
        if role in WRITE_PROPOSAL.roles:  # what was begun in an office stays there
            Author.objects.bulk_create(
                Author(proposal=one, user=ended) for one in (site.draft, site.reviewed)
            )
        yield Reader(f"{role}@ended", ended)
    yield Reader("author", site.author)
    yield Reader("invited", site.invited)
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
        "activities/activity": site.report.activity.uid,
        "api/noun": "funds",
        "applications/uid": site.application.uid,
        "areas/pk": site.home.pk,
        "area-sets/uid": site.area_set.uid,
        "sets/uid": site.area_set.uid,
        "areas/verb": "rename",
        "areas/code": site.home.code,
        "bank-accounts/uid": site.account.uid,
        "breakdowns/code": "sectors",
        "checks/code": "line-above-income",
        "codes/table": "expense-categories",
        "own-steps/uid": site.own_step.uid,
        "refused/uid": site.refused_photo.uid,
        "codes/code": "302",
        "committees/uid": site.committee.uid,
        "documents/document": site.document.uid,
        "download/kind": "xlsx",
        "entries/entry": site.plan.issue.entries.first().code,
        "fund-kinds/code": site.fund.kind.code,
        "g/code": site.link.code,
        "funds/fund": site.fund.uid,
        "funds/fund_uid": site.fund.uid,
        "funds/uid": site.fund.uid,
        "grants/uid": holding.uid,
        "handover/uid": site.post.uid,
        "handover/giver": site.mentor.uid,
        "handovers/uid": site.handover.uid,
        "holdings/uid": holding.uid,
        "import/uid": site.waiting_file.uid,
        "import-labels/uid": site.label.uid,
        "labels/uid": site.label.uid,
        "take-overs/uid": site.take_over.uid,
        "imports/uid": site.waiting_file.uid,
        "workbooks/uid": site.waiting_workbook.uid,
        "exchange-files/uid": site.waiting_exchange.uid,
        "files/uid": site.waiting_exchange.uid,
        "exchange-entries/uid": site.outside_entry.uid,
        "entries/uid": site.outside_entry.uid,
        "exchange-forms/uid": site.exchange_form.uid,
        "forms/uid": site.exchange_form.uid,
        "exchange-columns/uid": site.exchange_column.uid,
        "columns/uid": site.exchange_column.uid,
        "exchange-projects/uid": site.project.uid,
        "rows/no": 1,
        "indicators/uid": site.plan.issue.indicators.first().uid,
        "invitations/uid": site.invitation.uid,
        "issue-lists/code": site.plan.issue.entries.first().issue_list.code,
        "issues/uid": site.plan.issue.uid,
        "instruments/uid": site.rubric.uid,
        "instrument-versions/uid": site.rubric_version.uid,
        "versions/uid": site.rubric_version.uid,
        "versions/kind": "criteria",
        "criteria/uid": site.rubric_version.criteria.first().uid,
        "levels/uid": site.rubric_version.criteria.first().levels.first().uid,
        "bands/uid": site.rubric_version.bands.first().uid,
        "pieces/kind": "criteria",
        "pieces/uid": site.rubric_version.criteria.first().uid,
        "grades/uid": site.grade.uid,
        "editions/uid": site.edition.uid,
        "plan-editions/uid": site.edition.uid,
        "jobs/uid": site.failed_job.uid,
        "join/token": "a-token-that-was-never-given",
        "keys/uid": site.key.uid,
        "kinds/code": site.fund.kind.code,
        "lines/no": 1,
        "lists/code": site.plan.issue.entries.first().issue_list.code,
        "measures/code": site.plan.issue.measures.first().code,
        "from-measure/code": site.plan.issue.measures.first().code,
        "from-project/uid": site.project.uid,
        "from-development/uid": site.development_row.uid,
        "development-rows/uid": site.development_row.uid,
        "kit-activities/uid": site.plan.issue.measures.first().activities.first().uid,
        "members/uid": site.member.uid,
        "networks/uid": site.network.uid,
        "notices/uid": site.notice.uid,
        "official-figures/uid": site.official_figure.uid,
        "organizations/uid": site.applicant.uid,
        "papers/uid": site.printed.uid,
        "layouts/document": "proposal",
        "parts/kind": "people",
        "people/uid": site.worker.uid,
        "plan/kind": "objective",
        "plan/row": site.project_objective.uid,
        "places/pk": site.fund.scope_id,
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
        "sent/uid": site.application.uid,
        "share/code": site.home.code,
        "sitemap/section": "funds",
        "stated/uid": site.stated.uid,
        "frozen/uid": site.frozen.uid,
        "frozen-sets/uid": site.frozen.uid,
        "stated-figures/uid": site.stated.uid,
        "step/to": "mentor-checked",
        "write/step": "name",
        "stop/signed": "a-signature-that-is-none",
        "submissions/uid": site.submission.uid,
        "users/uid": site.worker.uid,
        "photos/size": "small",
        "confirm-email/key": "none",
        "key/uidb36": "1",
        "key/key": "none",
    }
    found = {"": shared}
    for stage, plan in (("started", site.plan), ("sent", site.agreed_plan)):
        planned = plan.planned_projects.get().uid
        found[stage] = {
            **shared,
            **site.parts[f"proposal {stage}"],
            **site.parts[f"report {stage}"],
            **site.parts[f"variation {stage}"],
            "plans/uid": plan.uid,
            "situations/uid": plan.situations.get().uid,
            "objectives/uid": plan.objectives.get().uid,
            "measures/uid": plan.measures.get().uid,
            "planned-projects/uid": planned,
            "from-plan/uid": planned,
        }
    return found


def _sent(site: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """Bodies and queries that must name one of the records for the call to come to its gate: method, shape and, where
    it names a record of one stage, the stage.
    """
    giver = {"giver": str(site.mentor.uid)}
    here, year = site.home.code, YEAR
    texts = {}
    for stage, proposal, report in (
        ("started", site.draft, site.report),
        ("sent", site.reviewed, site.sent_report),
    ):
        chosen = {"photos": [str(site.parts[f"report {stage}"]["photos/photo"])]}
        texts[f"POST reports/*/photos/keep {stage}"] = chosen
        texts[f"POST reports/*/photos/release {stage}"] = {
            **chosen,
            "people": "nobody",
            "is_delicate": False,
        }
        for noun, path, record in (("proposals", "d.rationale", proposal), ("reports", "r.done", report)):
            earlier = (
                f"t{Text.objects.filter(log=record.log, path=path, text__startswith='Z').latest('-pk').pk}"
            )
            texts[f"POST {noun}/*/earlier-texts/back {stage}"] = {"text": earlier}
            texts[f"POST {noun}/*/earlier-texts/bring-back {stage}"] = {"key": earlier, "seen": ""}
    decision = {"outcome": "rejected", "decided_on": today(), "resolution_no": "9", "conditions": "Too late"}
    return {
        **texts,
        "POST proposals/*/choose": {"path": "p.title", "take_other": False},
        "POST reports/*/choose": {"path": "r.done", "take_other": False},
        "POST proposals/*/decide": decision,
        "POST proposals/*/decision/correct": {**decision, "reason": "A wrong line"},
        "GET posts/*/successors": giver,
        "POST posts/*/hand-over": {**giver, "receiver": str(site.worker.uid), "on_day": today()},
        "POST funds/*/move": {"organization": site.authority.uid},
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
        "POST official-figures": {
            "home_area": here,
            "text": "Homes with larvae",
            "value": "40",
            "measured_on": today() - timedelta(days=30),
            "agency": "Health office",
        },
        "POST organizations": {"name": "Another school", "kind": "school", "home_area": here},
        "POST frozen-sets": {"area": here, "fiscal_year": year, "name": "Figures", "reason": "A report"},
        "POST stated-figures": {
            "area": here,
            "fiscal_year": year,
            "figure": "approved",
            "printed": 1,
            "source": "A report",
        },
    }
