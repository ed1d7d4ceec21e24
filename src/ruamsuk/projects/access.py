"""The gates of this app: the one way by which a view, the API or an importer comes to hold an object."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import CharField, Value
from django.http import Http404
from django.shortcuts import get_object_or_404

from ruamsuk.accounts.access import Reader, gate, reach
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.verbs import READ, READ_DRAFT, Verb
from ruamsuk.areas.models import Area
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.problems import NotAllowed, WrongState
from ruamsuk.funds.models import Fund
from ruamsuk.projects.choices import LADDER, REWRITTEN, ReportState, Rung
from ruamsuk.projects.models import (
    ActivityReport,
    Applicant,
    AuthorInvitation,
    OwnStep,
    Project,
    ProjectDocument,
    Proposal,
    ReportFile,
    ReportPhoto,
    ResponsiblePerson,
    Submission,
)
from ruamsuk.projects.models.project import reached
from ruamsuk.projects.problems import NotSentYet
from ruamsuk.projects.verbs import ACCEPT_REPORT, RUN_PROJECT, WRITE_REPORT


def proposal_for(user: Reader, uid: UUID | str, can: Verb = READ) -> Proposal:
    rows = Proposal.objects.select_related(
        "design__support_type", "fund__kind", "organization", "home_area", "thread"
    )
    return gate(rows, user, can, uid=uid)


def proposal_to_read_for(user: Reader, uid: UUID | str) -> Proposal:
    """A proposal as it stands, for who may read its text. While that is being corrected, or was when it was
    withdrawn, it is a draft again: readers from outside are told which submission to read instead.
    """
    found = proposal_for(user, uid)
    if found.pk not in as_sent(user, [found]):
        return found
    raise NotSentYet(state=found.get_state_display(), submission=found.submissions.latest("no").uid)


def as_sent(user: Reader, proposals: Iterable[Proposal]) -> dict[int, Submission]:
    """Key of a proposal → what was sent last, for those whose standing text this person does not read."""
    rewritten = [row.pk for row in proposals if row.state in REWRITTEN]
    if not rewritten:
        return {}
    inside = Proposal.objects.visible_to(user, READ_DRAFT).filter(pk__in=rewritten).values("pk")
    sent = Submission.objects.filter(proposal__in=rewritten).exclude(proposal__in=inside).order_by("no")
    return {row.proposal_id: row for row in sent}


def submission_for(user: Reader, uid: UUID | str) -> Submission:
    """A frozen submission, for whoever may read its proposal."""
    return gate(Submission.objects.select_related("proposal__fund"), user, READ, uid=uid)


def author_invitation_for(user: Reader, uid: UUID | str) -> AuthorInvitation:
    """An invitation to write, for the person it means; nobody else learns that it exists."""
    rows = AuthorInvitation.objects.waiting().visible_to(user)
    return get_object_or_404(
        rows.select_related("invited_by", "proposal__fund", "proposal__organization"), uid=uid
    )


def project_for(user: Reader, uid: UUID | str, can: Verb = READ) -> Project:
    rows = Project.objects.select_related(
        "design__support_type", "fund", "organization", "home_area", "parent", "proposal"
    )
    return gate(rows, user, can, uid=uid)


def applicants_for(user: Reader, proposal: Proposal) -> list[Applicant]:
    """The persons behind a proposal: for its authors, the fund, its committee and its mentor; else none."""
    if not may_do(user, proposal, SEE_APPLICANTS):
        return []
    return list(proposal.applicants.select_related("id_copy"))


def document_for(user: Reader, uid: UUID, document: UUID, can: Verb = READ) -> ProjectDocument:
    """A document of a project: for everyone signed in who may read the project; lists of names may be among them."""
    project = project_for(user, uid, can)
    rows = ProjectDocument.objects.filter(project=project).select_related("file")
    return _for_signed_in(user, rows.filter(uid=document).first())


def report_file_for(user: Reader, uid: UUID, file: UUID) -> ReportFile:
    """A file of a report: for everyone signed in who may read the report; lists of names may be among them."""
    rows = report_for(user, uid).files.kept().select_related("file")
    found: ReportFile | None = rows.filter(uid=file).first()
    return _for_signed_in(user, found)


def report_photo_for(user: Reader, uid: UUID, photo: UUID) -> ReportPhoto:
    """A picture, for whoever may read the report; one that was taken off for who may bring it back."""
    report = report_for(user, uid)
    found = report.photos.filter(uid=photo).select_related("file").first()
    if found is None or (found.removed_at and not may_on_report(user, report, WRITE_REPORT)):
        raise Http404
    return found


Part = TypeVar("Part", ProjectDocument, ReportFile)


def _for_signed_in(user: Reader, found: Part | None) -> Part:
    if found is None or not user.is_authenticated:
        raise Http404
    return found


def people_for(user: Reader, project: Project) -> list[ResponsiblePerson]:
    """Who answers for a project: for the owner, the fund, its committee and its mentor; else none."""
    if not may_run(user, project, SEE_APPLICANTS):
        return []
    return list(project.people.all())


def unclean_for(user: Reader, proposal: Proposal) -> dict[str, str]:
    """What was typed and could not be understood; of applicants only for who may see them."""
    unclean: dict[str, str] = proposal.unclean
    if may_do(user, proposal, SEE_APPLICANTS):
        return unclean
    return {path: text for path, text in unclean.items() if not path.startswith("applicant.")}


def applicant_for(user: Reader, proposal: Proposal, uid: UUID) -> Applicant:
    """One of the persons behind a proposal, for who may see them."""
    found = next((row for row in applicants_for(user, proposal) if row.uid == uid), None)
    if found is None:
        raise Http404
    return found


def may_do(user: Reader, proposal: Proposal, can: Verb) -> bool:
    """Whether a button is shown. The view behind it asks its gate again."""
    return Proposal.objects.visible_to(user, can).filter(pk=proposal.pk).exists()


def all_that_may(user: Reader, proposal: Proposal, cans: Iterable[Verb]) -> set[str]:
    """Those of the verbs that the person may do with the proposal: `may_do` of each, asked in one query."""
    first, *others = (
        Proposal.objects.visible_to(user, can)
        .filter(pk=proposal.pk)
        .order_by()
        .values_list(Value(str(can), output_field=CharField()), flat=True)
        for can in cans
    )
    return set(first.union(*others, all=True))


def may_run(user: Reader, project: Project, can: Verb) -> bool:
    return Project.objects.visible_to(user, can).filter(pk=project.pk).exists()


def check_may_enter(user: Reader, *, fund: Fund | None, area: Area, parent: Project | None) -> None:
    """A project is entered by who runs the projects of its fund; without a fund, of its area or of the one above."""
    found = reach(user, RUN_PROJECT)
    if fund:
        allowed = found.covers(place_no=fund.place_no, scope_ids=(fund.scope_id,))
    else:
        allowed = found.covers(place_no=area.place_no, scope_ids=(parent.scope_id if parent else None,))
    if not allowed:
        raise NotAllowed(who=fund.name if fund else area.label)


def only_fund(user: Reader) -> Fund | None:
    """The one fund whose projects a person runs; None for who runs those of several, or of none."""
    funds = Fund.objects.visible_to(user, RUN_PROJECT).filter(closed_on=None)[:2]
    return funds[0] if len(funds) == 1 else None


def report_for(user: Reader, uid: UUID | str, can: Verb = READ) -> ActivityReport:
    rows = ActivityReport.objects.select_related(
        "project__design",
        "project__fund",
        "project__organization",
        "activity",
        "organization",
        "home_area__parent__parent",
        "thread",
    )
    return gate(rows, user, can, uid=uid)


def looks_on(user: Reader) -> bool:
    """Whether the list of steps on the own work is offered: to those who answer for an area or a fund."""
    found = reach(user, READ_DRAFT)
    return bool(found.ranges or found.scopes.get(ScopeKind.FUND))


def own_step_for(user: Reader, uid: UUID | str) -> OwnStep:
    """A step on the own work, for those who look on and for who takes part in it."""
    rows = OwnStep.objects.select_related(
        "proposal__fund", "report__project__fund", "project", "fund", "home_area", "entered_by", "closed_by"
    )
    return gate(rows, user, READ, uid=uid)


def may_on_report(user: Reader, report: ActivityReport, can: Verb) -> bool:
    """Whether a button is shown. The view behind it asks its gate again."""
    return ActivityReport.objects.visible_to(user, can).filter(pk=report.pk).exists()


def may_see_writers(user: Reader, report: ActivityReport) -> bool:
    return ActivityReport.objects.naming_people_to(user).filter(pk=report.pk).exists()


def rung_for(user: Reader, report: ActivityReport) -> Rung | None:
    """The step that this person may take now: the lowest one, if several are theirs."""
    rows = ActivityReport.objects.filter(pk=report.pk)
    return next((rung for rung in LADDER if rows.can_step(user, rung).exists()), None)


def may_return(user: Reader, report: ActivityReport) -> bool:
    """Who holds the step that was reached last, or a later one, may return the report."""
    if report.state == ReportState.STARTED:
        return False
    passed = max(list(ReportState).index(ReportState(report.state)) - 2, 0)
    return any(may_on_report(user, report, rung.can) for rung in LADDER[passed:])


def report_to_return_for(user: Reader, uid: UUID | str) -> ActivityReport:
    report = report_for(user, uid)
    if report.state == ReportState.STARTED:
        raise WrongState(state=report.get_state_display())
    if not may_return(user, report):
        raise NotAllowed(who=", ".join(str(rung.who) for rung in LADDER))
    return report


def may_report_late(user: Reader, project: Project) -> bool:
    """Who accepts reports of a project may enter one after its year was closed."""
    return Project.objects.filter(reached(user, ACCEPT_REPORT), pk=project.pk).exists()
