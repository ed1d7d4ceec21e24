"""The dossier of a project: what was agreed to, decided, varied and reported, with all photos and its trail."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.queries import history_of
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.calendar import day_text
from ruamsuk.core.money import baht_text
from ruamsuk.drafts.queries.reading import read
from ruamsuk.drafts.queries.snapshots import layout_of
from ruamsuk.papers.documents.base import Document, Told, Words
from ruamsuk.papers.documents.report import contents, office_of
from ruamsuk.papers.documents.report import shows as shows_of_report
from ruamsuk.projects.projects.access import may_run, people_for, project_for
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.agreed import as_it_stands
from ruamsuk.projects.projects.specs import AGREED_TO
from ruamsuk.projects.proposals.queries.decisions import decision_of
from ruamsuk.projects.proposals.queries.snapshots import in_words
from ruamsuk.projects.reports.models import ActivityReport
from ruamsuk.projects.trail import readable_history
from ruamsuk.projects.variations.models import Variation

MOST_ACTS = 500  # of the trail: the newest


def tell(user: User, project: Project, _year: int | None) -> Told:
    reports = _reports(user, project)
    sections = read(layout_of(AGREED_TO), in_words(as_it_stands(project)))
    said = [one for one in sections if one.values or one.lists]  # its name and issues were no part of it
    return Told(
        name=project.title,
        office=office_of(project),
        fiscal_year=project.fiscal_year,
        words={
            "project.title": project.title,
            "project.code": project.code or "–",
            "project.agreement_no": project.agreement_no or "–",
            "project.owner": project.owner,
            "project.status": project.get_status_display(),
            "project.budget": f"{baht_text(project.budget_satang)} {_('baht')}",
            "project.approved_on": day_text(project.approved_on, long=True) if project.approved_on else "–",
            "fund.name": project.fund.name if project.fund else "–",
        },
        context={
            "project": project,
            "all_sections": said,
            "people": people_for(user, project),
            "fundings": project.fundings.prefetch_related("fund", "organization"),
            "instalments": project.instalments.all(),
            "variations": _variations(user, project),
            "documents": project.documents.prefetch_related("file"),
            "reports": [contents(user, report) for report in reports],
            "history": readable_history(history_of(project), MOST_ACTS),
            **(decision_of(project.proposal) if project.proposal else {}),
        },
        shows=_shown(user, project, reports),
    )


def _reports(user: User, project: Project) -> Sequence[ActivityReport]:
    rows = ActivityReport.objects.visible_to(user, among=Q(pk=project.pk)).filter(project=project)
    rows = rows.select_related("project__design", "organization", "home_area__parent__parent", "activity")
    return list(rows.order_by("held_on", "pk"))


def _variations(user: User, project: Project) -> list[Any]:
    rows = Variation.objects.visible_to(user).filter(project=project)
    return list(rows.order_by("no"))


def shows(user: User, project: Project) -> frozenset[str]:
    return _shown(user, project, _reports(user, project))


def _shown(user: User, project: Project, reports: Sequence[ActivityReport]) -> frozenset[str]:
    """Which reports, too: one that was still a draft inside of the reader's scope may be closed to them since."""
    shown = {str(report.uid) for report in reports}
    shown |= {f"{one} {report.uid}" for report in reports for one in shows_of_report(user, report)}
    shown |= {f"variation {variation.uid}" for variation in _variations(user, project)}
    return frozenset(shown | ({str(SEE_APPLICANTS)} if may_run(user, project, SEE_APPLICANTS) else set()))


def words() -> dict[str, Words]:
    return {
        "project.title": _("Name of the project"),
        "project.code": _("Code of the project"),
        "project.agreement_no": _("Number of the agreement"),
        "project.owner": _("Carried out by"),
        "project.status": _("Status"),
        "project.budget": _("Budget"),
        "project.approved_on": _("Approved on"),
        "fund.name": _("Name of the fund"),
    }


DOSSIER = Document(
    name="project",
    label=_("Dossier of the project"),
    hub="project",
    address="papers:project",
    thing_for=project_for,
    tell=tell,
    shows=shows,
    words=words,
    parts={
        "contents": (_("What stands in the dossier"), "papers/_dossier_contents.html"),
        "agreed": (_("What was agreed to, section by section"), "papers/_dossier_agreed.html"),
        "decision": (_("Decision, people, money"), "papers/_dossier_money.html"),
        "variations": (_("Variations"), "papers/_dossier_variations.html"),
        "reports": (_("All reports with their photos"), "papers/_dossier_reports.html"),
        "documents": (_("Names of the documents that are kept with it"), "papers/_dossier_documents.html"),
        "trail": (_("Who did what, when"), "papers/_dossier_trail.html"),
    },
)
