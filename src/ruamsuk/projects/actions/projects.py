"""Projects: made by an approval, entered from paper, funded, cut into instalments, finished or stopped."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.actions import new_scope
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import action
from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.money import baht_text
from ruamsuk.core.problems import WrongState
from ruamsuk.files.actions import discard_file, receive_file
from ruamsuk.files.intake import Upload
from ruamsuk.funds.actions import fund_year
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.actions.designs import check_days, copy_design
from ruamsuk.projects.actions.tallies import counted_in, recount_for
from ruamsuk.projects.choices import Origin, ProjectKind, ProjectStatus
from ruamsuk.projects.codes import DEFAULT_PATTERN, make_code, read_code
from ruamsuk.projects.models import (
    Decision,
    Design,
    Funding,
    Instalment,
    Project,
    ProjectDocument,
    Proposal,
    ResponsiblePerson,
)
from ruamsuk.projects.problems import (
    CircleOfParents,
    CodeTaken,
    CodeUnreadable,
    FunderTwice,
    FundingDoesNotAddUp,
    InstalmentsDoNotAddUp,
    InstalmentsOverlap,
    ReasonMissing,
)


@action(_("made the project from the approved proposal"))
def project_from_proposal(*, proposal: Proposal, decision: Decision, by: User, at: Any) -> Project:
    """Copies the proposal's design; later changes of either do not flow to the other."""
    design = copy_design(proposal.design)
    project = _new_project(
        title=proposal.title,
        fiscal_year=proposal.fiscal_year,
        origin=Origin.WEB,
        proposal=proposal,
        fund=proposal.fund,
        organization=proposal.organization,
        owner_name=proposal.applicant_name,
        home_area=proposal.home_area,
        design=design,
        budget_satang=decision.amount_satang,
        approved_on=decision.decided_on,
        report_due_on=design.ends_on,
        created_at=at,
    )
    Funding.objects.create(project=project, fund=proposal.fund, amount_satang=decision.amount_satang)
    for row in proposal.applicants.exclude(name=""):
        ResponsiblePerson.objects.create(project=project, no=row.no, name=row.name, phone=row.phone)
    return project


@action(_("entered a project from paper"))
def enter_project(
    *,
    title: str,
    fiscal_year: int,
    home_area: Area,
    budget_satang: int,
    by: User,
    at: Any,
    fund: Fund | None = None,
    organization: Organization | None = None,
    owner_name: str = "",
    parent: Project | None = None,
    kind: str = ProjectKind.PROJECT,
    origin: str = Origin.PAPER,
    support_type: Any = None,
    approved_on: date | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    report_due_on: date | None = None,
    agreement_no: str = "",
    typed_code: str = "",
    rationale: str = "",
    issues: Any = (),
    design: Design | None = None,
) -> Project:
    """A project without a web proposal: from paper, from an import, or a programme that stands above others."""
    if design is None:
        check_days(starts_on, ends_on)
        design = Design.objects.create(
            support_type=support_type,
            rationale=rationale,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        design.issues.set(issues)
    return _new_project(
        title=title,
        fiscal_year=fiscal_year,
        origin=origin,
        kind=kind,
        parent=parent,
        fund=fund,
        organization=organization,
        owner_name=owner_name,
        home_area=home_area,
        design=design,
        budget_satang=budget_satang,
        approved_on=approved_on,
        report_due_on=report_due_on or ends_on,
        agreement_no=agreement_no,
        typed_code=typed_code,
        created_at=at,
    )


def _new_project(**values: Any) -> Project:
    """The common end of both doors: a code by the funder's pattern, a scope of its own."""
    fund: Fund | None = values["fund"]
    project = Project(**values, place_no=values["home_area"].place_no)
    project.code = _code_for(project, fund)
    project.scope = new_scope(
        kind=ScopeKind.PROJECT,
        area=project.home_area,
        label=project.title,
        within=fund.scope if fund else None,
    )
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError:  # somebody else typed the code in this very moment
        raise CodeTaken(field="typed_code", project_code=project.code) from None
    if fund and not project.fundings.exists() and project.origin != Origin.WEB:
        Funding.objects.create(project=project, fund=fund, amount_satang=project.budget_satang)
    recount_for(project)
    return project


def _code_for(project: Project, fund: Fund | None) -> str:
    """The typed code in its normal form, or the next number of the fund's year and type."""
    if project.typed_code:
        read = read_code(project.typed_code)
        if read is None:
            raise CodeUnreadable(field="typed_code", typed=project.typed_code)
        if Project.objects.filter(code=read.code).exists():
            raise CodeTaken(field="typed_code", project_code=read.code)
        return read.code
    if fund is None:
        return ""
    fund_year(fund, project.fiscal_year)  # the lock: two approvals at once never get one number
    pattern = fund.kind.rules.get("project_code", DEFAULT_PATTERN)
    support_type = project.design.support_type.code if project.design.support_type else "0"
    mine = Project.objects.filter(fund=fund, fiscal_year=project.fiscal_year).values_list("code", flat=True)
    taken, number = set(mine), 1
    while True:
        code = make_code(project.fiscal_year, fund.code, support_type, number, pattern)
        # A code typed from paper may stand in another year or fund.
        if code not in taken and not Project.objects.filter(code=code).exists():
            return code
        number += 1


def _lock(project: Project, *others: Project | None) -> None:
    """Two people who change one project wait here for each other; each then stands on what the other saved."""
    keys = [one.pk for one in (project, *others) if one is not None]
    list(Project.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    project.refresh_from_db()


@action(_("changed the project's details"), on="project")
def change_project(
    *, project: Project, design: dict[str, Any], issues: Iterable[Issue], by: User, at: Any, **values: Any
) -> Project:
    """Changes plain fields of a project (title, agreement number, parent, home area …) and of its design."""
    check_days(design.get("starts_on"), design.get("ends_on"))
    parent: Project | None = values.get("parent")
    _lock(project, parent)
    above = Project.objects.get(pk=parent.pk) if parent else None  # as it stands now that both are locked
    before = counted_in(project)
    if "report_due_on" in values:
        values["report_due_on"] = values["report_due_on"] or design.get("ends_on")
    for name, value in values.items():
        setattr(project, name, value)
    project.place_no = project.home_area.place_no
    while above is not None:
        if above.pk == project.pk:
            raise CircleOfParents(field="parent")
        above = above.parent
    project.save()
    for name, value in design.items():
        setattr(project.design, name, value)
    project.design.save()
    project.design.issues.set(issues)
    if before != project.home_area:
        project.reports.update(home_area=project.home_area, place_no=project.place_no)
    recount_for(project, before)
    return project


@action(_("changed the project's further areas"), on="project")
def set_further_areas(*, project: Project, areas: Iterable[Area], by: User, at: Any) -> Project:
    """For search and maps. The home area is left out: it counts already."""
    project.further_areas.set(area for area in areas if area.pk != project.home_area_id)
    return project


@action(_("set the funders and their amounts"), on="project")
def set_fundings(*, project: Project, fundings: list[tuple[Model, int]], by: User, at: Any) -> Project:
    """`fundings`: (fund or organisation, satang) pairs; they must add up to the project's budget."""
    givers = [giver for giver, _amount in fundings]
    for giver in givers:
        if givers.count(giver) > 1:
            raise FunderTwice(giver=giver)
    _lock(project)
    total = sum(amount for _giver, amount in fundings)
    if total != project.budget_satang:
        raise FundingDoesNotAddUp(sum=baht_text(total), budget=baht_text(project.budget_satang))
    project.fundings.all().delete()
    for giver, amount in fundings:
        side = "fund" if isinstance(giver, Fund) else "organization"
        Funding.objects.create(project=project, amount_satang=amount, **{side: giver})
    return project


@dataclass(frozen=True)
class Part:
    """One instalment as given."""

    starts_on: date
    ends_on: date
    amount_satang: int
    report_from: date | None = None
    report_until: date | None = None


@action(_("set the instalments"), on="project")
def set_instalments(*, project: Project, parts: list[Part], by: User, at: Any) -> Project:
    """Replaces all instalments; they must follow each other and add up to the budget."""
    _lock(project)
    for part in parts:
        check_days(part.starts_on, part.ends_on)
        check_days(part.report_from, part.report_until)
    total = sum(part.amount_satang for part in parts)
    if parts and total != project.budget_satang:
        raise InstalmentsDoNotAddUp(
            sum=baht_text(total),
            budget=baht_text(project.budget_satang),
            difference=baht_text(abs(project.budget_satang - total)),
        )
    for no, (before, part) in enumerate(itertools.pairwise(parts), 2):
        if part.starts_on <= before.ends_on:
            raise InstalmentsOverlap(no=no, day=day_text(part.starts_on))
    project.instalments.all().delete()
    for no, part in enumerate(parts, 1):
        Instalment.objects.create(project=project, no=no, **vars(part))
    return project


@action(_("changed who answers for the project"), on="project")
def set_people(*, project: Project, people: list[dict[str, str]], by: User, at: Any) -> Project:
    _lock(project)
    project.people.all().delete()
    for no, person in enumerate(people, 1):
        ResponsiblePerson.objects.create(project=project, no=no, **person)
    return project


@action(_("changed the project's status"), on="project")
def set_status(
    *, project: Project, status: str, reason: str, by: User, at: Any, on_day: date | None = None
) -> Project:
    """Finished, stopped by its owner, suspended by the funder, or running again: with the reason.

    Into and out of "approved by mistake" leads the correction of the decision alone (actions.correcting).
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if project.status == status or ProjectStatus.ANNULLED in (status, project.status):
        raise WrongState(state=project.get_status_display())
    if status != ProjectStatus.FINISHED and not reason.strip():
        raise ReasonMissing(field="reason")
    project.status, project.status_reason, project.status_on = status, reason.strip(), on_day or today()
    project.save(update_fields=["status", "status_reason", "status_on"])
    recount_for(project)
    return project


@action(_("added a document"), on="project")
def add_document(
    *, project: Project, upload: Upload, kind: str, title: str, by: User, at: Any
) -> ProjectDocument:
    file = receive_file(upload=upload, by=by, at=at)
    return ProjectDocument.objects.create(
        project=project, file=file, kind=kind, title=title, added_by=by, added_at=at
    )


@action(_("removed a document"))
def remove_document(*, document: ProjectDocument, by: User, at: Any) -> Project:
    project, file = document.project, document.file
    document.delete()
    discard_file(file=file, by=by, at=at)
    return project
