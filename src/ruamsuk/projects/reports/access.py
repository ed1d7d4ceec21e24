"""The gates of reports: the one way by which a view or the API comes to hold one."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from ruamsuk.accounts.access import Reader, gate
from ruamsuk.accounts.verbs import READ, READ_DRAFT, Verb
from ruamsuk.core.problems import NotAllowed, WrongState
from ruamsuk.projects.projects.access import all_that_may, for_signed_in
from ruamsuk.projects.projects.models import Project, reached
from ruamsuk.projects.reports.choices import LADDER, ReportState, Rung
from ruamsuk.projects.reports.models import ActivityReport, ReportFile, ReportPhoto, passed_over
from ruamsuk.projects.reports.queries.ladder import rungs_above
from ruamsuk.projects.verbs import ACCEPT_REPORT, WRITE_REPORT


def report_file_for(user: Reader, uid: UUID, file: UUID) -> ReportFile:
    """A file of a report: for everyone signed in who may read the report; lists of names may be among them."""
    rows = report_for(user, uid).files.present().select_related("file")
    found: ReportFile | None = rows.filter(uid=file).first()
    return for_signed_in(user, found)


def report_photo_for(user: Reader, uid: UUID, photo: UUID, can: Verb = READ) -> ReportPhoto:
    """A picture, with what of it this reader gets; one that was taken off for who may bring it back."""
    report = report_for(user, uid, can)
    rows = photos_for(user, report, report.photos.filter(uid=photo))
    if not rows or (rows[0].removed_at and not may_on_report(user, report, WRITE_REPORT)):
        raise Http404
    return rows[0]


def photos_for(
    user: Reader, report: ActivityReport, among: QuerySet[ReportPhoto] | None = None
) -> list[ReportPhoto]:
    """The photos of a report that this reader sees: inside its scope all as they were sent, outside without what is
    covered, strangers only those that were released.
    """
    rows = list((report.photos.present() if among is None else among).select_related("file__rights__covered"))
    hides = any(photo.rights and photo.rights.areas for photo in rows)
    inside = hides and may_on_report(user, report, READ_DRAFT)
    for photo in rows:
        photo.given = photo.file.given_to(inside=inside, signed_in=user.is_authenticated)
    return [photo for photo in rows if photo.given]


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


def may_on_report(user: Reader, report: ActivityReport, can: Verb) -> bool:
    """Whether a button is shown. The view behind it asks its gate again."""
    rows = ActivityReport.objects.visible_to(user, can, among=Q(pk=report.project_id))
    return rows.filter(pk=report.pk).exists()


def may_see_writers(user: Reader, report: ActivityReport) -> bool:
    return ActivityReport.objects.naming_people_to(user).filter(pk=report.pk).exists()


def rung_for(user: Reader, report: ActivityReport) -> Rung | None:
    """The step that this person may take now: the lowest one, if several are theirs. `can_step`, of one report."""
    if report.is_writable:
        return None
    may = all_that_may(user, report.project, [rung.can for rung in LADDER])
    passed = passed_over(report.project) if may else set()
    for rung in rungs_above(report):
        if rung.can in may:
            return rung
        if rung.state not in passed:
            return None
    return None


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
