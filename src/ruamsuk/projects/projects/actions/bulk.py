"""Many projects at once, each described by plain values as it stands: for an import, the demo, a measurement.

Nobody is told, and no rule asks whether the step was allowed: it was taken elsewhere, or at an earlier time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.actions import new_scopes
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import User
from ruamsuk.areas.models import places_read
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.models import store
from ruamsuk.funds.models import Fund
from ruamsuk.projects.designs.actions import (
    GivenChange,
    GivenDesign,
    StoredDesign,
    change_designs,
    store_designs,
)
from ruamsuk.projects.projects.actions.partners import carry_partners
from ruamsuk.projects.projects.actions.projects import InstalmentTerms, check_instalments
from ruamsuk.projects.projects.models import Funding, Instalment, Project, ResponsiblePerson
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.tallies.actions import recount_all_of


@dataclass(frozen=True)
class GivenProject:
    """`values`: plain fields of a project, its code among them. Its fund pays the budget."""

    design: GivenDesign
    values: Mapping[str, object]
    proposal: Proposal | None = None
    people: Sequence[str] = ()
    instalments: Sequence[InstalmentTerms] = ()
    partners: Sequence[str] = ()  # in words, beside those of the activities


@dataclass(frozen=True)
class EnteredProject:
    project: Project
    made: StoredDesign


@action(_("entered many projects"))
def enter_projects(
    *, given: Sequence[GivenProject], by: User | None, at: datetime = NOW
) -> list[EnteredProject]:
    """In the order given."""
    entered = [
        EnteredProject(
            Project(
                **{"created_at": at, "approved_satang": one.values["budget_satang"], **one.values},
                proposal=one.proposal,
                design=made.design,
            ),
            made,
        )
        for one, made in zip(given, store_designs(one.design for one in given), strict=True)
    ]
    projects = [one.project for one in entered]
    within = dict(
        Fund.objects.filter(pk__in={project.fund_id for project in projects}).values_list("pk", "scope")
    )
    scopes = new_scopes(
        ScopeKind.PROJECT,
        [
            (project.home_area_id, project.title, within[project.fund_id] if project.fund_id else None)
            for project in projects
        ],
    )
    for project, scope in zip(projects, scopes, strict=True):
        project.scope = scope
    with places_read(project.home_area_id for project in projects):
        store(projects)
    store(
        [_share(project) for project in projects if project.fund_id],
        [
            ResponsiblePerson(project=project, no=no, name=name)
            for one, project in zip(given, projects, strict=True)
            for no, name in enumerate(one.people, 1)
        ],
        [
            row
            for one, project in zip(given, projects, strict=True)
            for row in _instalments(project, one.instalments)
        ],
    )
    carry_partners(
        (
            project,
            [
                *((name, "", 0) for name in one.partners),
                *(_partners_in(activity.values) for activity in one.design.activities),
            ],
        )
        for one, project in zip(given, projects, strict=True)
    )
    _recount(projects)
    return entered


def _partners_in(activity: Mapping[str, Any]) -> tuple[str, str, int]:
    source, amount = activity.get("other_money_source", ""), activity.get("other_money_satang", 0)
    return activity.get("partners", ""), source, amount


def _share(project: Project) -> Funding:
    return Funding(project=project, fund_id=project.fund_id, amount_satang=project.budget_satang)


def _instalments(project: Project, parts: Sequence[InstalmentTerms]) -> list[Instalment]:
    check_instalments(parts, project.budget_satang)
    return [Instalment(project=project, no=no, **vars(part)) for no, part in enumerate(parts, 1)]


def _recount(projects: Sequence[Project]) -> None:
    """What is imported is not counted until it is taken over (docs/adr/0076)."""
    recount_all_of(
        (project.fund_id, project.fiscal_year, project.home_area_id)
        for project in projects
        if not project.is_counted_elsewhere
    )


@action(_("changed many projects as they were entered"))
def change_projects(
    *, changes: Sequence[tuple[Project, GivenChange]], by: User | None, at: datetime = NOW
) -> list[Project]:
    """Other plain fields of projects, with `instalments` and `partners` (in words), and of their designs: what the
    source of an import says now. The fund's one share follows; shares that people entered stay as they are.
    """
    projects = [project for project, _given in changes]
    before = [(project.fund_id, project.fiscal_year, project.home_area_id) for project in projects]
    for project, given in changes:
        values = dict(given.values)
        parts, partners = values.pop("instalments", None), values.pop("partners", None)
        shares = list(project.fundings.all())
        follows = not shares or (len(shares) == 1 and shares[0].amount_satang == project.budget_satang)
        for name, value in values.items():
            setattr(project, name, value)
        project.approved_satang = values.get("budget_satang", project.approved_satang)
        project.save()
        if follows and values.keys() & {"fund_id", "budget_satang"}:
            project.fundings.all().delete()
            store([_share(project)] if project.fund_id else [])
        if parts is not None:
            project.instalments.all().delete()
            store([Instalment(project=project, no=no, **vars(part)) for no, part in enumerate(parts, 1)])
        if partners is not None:
            project.partners.all().delete()
            carry_partners([(project, [(name, "", 0) for name in partners])])
        if "home_area_id" in values:
            project.scope.area_id = project.home_area_id
            project.scope.save(update_fields=["area"])
    change_designs((project.design, given.design) for project, given in changes)
    if any(not project.is_counted_elsewhere for project in projects):
        recount_all_of(before)
    _recount(projects)
    return projects
