"""The gates of projects: the one way by which a view, the API or an importer comes to hold one."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.http import Http404

from ruamsuk.accounts.access import Reader, allowed, gate, reach
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.areas.models import Area
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.models import Record
from ruamsuk.core.problems import NotAllowed
from ruamsuk.funds.models import Fund
from ruamsuk.projects.projects.models import SIDES, Project, ProjectDocument, ResponsiblePerson, TakeOver
from ruamsuk.projects.verbs import RUN_PROJECT

Part = TypeVar("Part", bound=Record)


def project_for(user: Reader, uid: UUID | str, can: Verb = READ) -> Project:
    rows = Project.objects.select_related(
        "design__support_type", "fund", "organization", "home_area", "parent", "proposal"
    )
    return gate(rows, user, can, uid=uid)


def take_over_for(user: Reader, uid: UUID | str, can: Verb) -> TakeOver:
    return gate(TakeOver.objects.select_related("fund"), user, can, see=can, uid=uid)


def document_for(user: Reader, uid: UUID, document: UUID, can: Verb = READ) -> ProjectDocument:
    """A document of a project: for everyone signed in who may read the project; lists of names may be among them."""
    project = project_for(user, uid, can)
    rows = ProjectDocument.objects.filter(project=project).select_related("file")
    return for_signed_in(user, rows.filter(uid=document).first())


def for_signed_in(user: Reader, part: Part | None) -> Part:
    """The row found, for who is signed in; else it does not exist."""
    if part is None or not user.is_authenticated:
        raise Http404
    return part


def people_for(user: Reader, project: Project) -> list[ResponsiblePerson]:
    """Who answers for a project: for the owner, the fund, its committee and its mentor; else none."""
    if not may_run(user, project, SEE_APPLICANTS):
        return []
    return list(project.people.all())


def may_run(user: Reader, project: Project, can: Verb) -> bool:
    return Project.objects.visible_to(user, can).filter(pk=project.pk).exists()


def all_that_may(user: Reader, project: Project, cans: Iterable[Verb]) -> set[Verb]:
    """Those of the verbs that the person may do with the project: `may_run` of each."""
    return allowed(
        Project.objects.all(), user, project.pk, cans, lambda can: (SIDES.fields(can), can == READ)
    )


def check_may_enter(user: Reader, *, fund: Fund | None, area: Area, parent: Project | None) -> None:
    """A project is entered by who runs the projects of its fund; without a fund, of its area or of the one above."""
    found = reach(user, RUN_PROJECT)
    if fund:
        allowed = found.covers(place_no=fund.place_no, scope_ids=(fund.scope_id,))
    else:
        allowed = found.covers(place_no=area.place_no, scope_ids=(parent.scope_id if parent else None,))
    if not allowed:
        raise NotAllowed(who=fund.name if fund else area.label)
