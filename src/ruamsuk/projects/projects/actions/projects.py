"""Projects: made by an approval, entered from paper, funded, cut into instalments, finished or stopped."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.actions import new_scope
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import day_text
from ruamsuk.core.money import baht_text
from ruamsuk.files.actions import discard_file, receive_file
from ruamsuk.files.intake import Upload
from ruamsuk.funds.actions import fund_year
from ruamsuk.funds.choices import SamePerson
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue, SupportType
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.designs.actions import GivenDesign, check_days, copy_design, store_designs
from ruamsuk.projects.designs.models import Design
from ruamsuk.projects.own_steps.actions.taking import note_own_step, take_own_step
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.problems import StepWaits
from ruamsuk.projects.own_steps.queries import rule_of, waiting_step, wrote_or_sent
from ruamsuk.projects.problems import YearNotKnown
from ruamsuk.projects.projects.actions.partners import carry_partners, texts_of
from ruamsuk.projects.projects.choices import Origin, ProjectKind
from ruamsuk.projects.projects.codes import DEFAULT_PATTERN, make_code, read_code
from ruamsuk.projects.projects.models import Funding, Instalment, Project, ProjectDocument, ResponsiblePerson
from ruamsuk.projects.projects.problems import (
    CircleOfParents,
    CodeTaken,
    CodeUnreadable,
    DesignAgreed,
    EnteredGone,
    FunderTwice,
    FundingDoesNotAddUp,
    FundsOneByOne,
    InstalmentsDoNotAddUp,
    InstalmentsOverlap,
)
from ruamsuk.projects.projects.queries.agreed import is_agreed
from ruamsuk.projects.projects.queries.paper import PAPER_DAYS, own_paper
from ruamsuk.projects.proposals.models import Decision, Proposal
from ruamsuk.projects.tallies.actions import counted_in, recount_for


@action(_("made the project from the approved proposal"))
def project_from_proposal(*, proposal: Proposal, decision: Decision, by: User, at: datetime = NOW) -> Project:
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
    for row in proposal.applicants.exclude(name=""):
        ResponsiblePerson.objects.create(project=project, no=row.no, name=row.name, phone=row.phone)
    return project


@action(_("entered a project from paper"))
def enter_project(
    *,
    title: str,
    fiscal_year: int | None,
    home_area: Area,
    budget_satang: int,
    by: User | None,
    at: datetime = NOW,
    fund: Fund | None = None,
    organization: Organization | None = None,
    owner_name: str = "",
    parent: Project | None = None,
    kind: str = ProjectKind.PROJECT,
    origin: str = Origin.PAPER,
    support_type: object = None,
    approved_on: date | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    report_due_on: date | None = None,
    agreement_no: str = "",
    typed_code: str = "",
    rationale: str = "",
    issues: Any = (),
    design: Design | None = None,
) -> Project | OwnStep:
    """A project without a web proposal: from paper, from an import, or a programme that stands above others.

    Money that one person enters from paper nobody else has agreed to here. So it follows the rule of the fund's kind
    as a decision on the own work does: marked, or held back as a step that waits for a second person (docs/adr/0043).
    """
    check_days(starts_on, ends_on)
    values: dict[str, Any] = {
        "title": title,
        "fiscal_year": fiscal_year,
        "home_area": home_area,
        "budget_satang": budget_satang,
        "fund": fund,
        "organization": organization,
        "owner_name": owner_name,
        "parent": parent,
        "kind": kind,
        "origin": origin,
        "support_type": support_type,
        "approved_on": approved_on,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "report_due_on": report_due_on,
        "agreement_no": agreement_no,
        "typed_code": typed_code,
        "rationale": rationale,
        "issues": list(issues),
        "design": design,
    }
    own = None
    if by is not None and origin == Origin.PAPER and budget_satang:
        own = own_paper(fund, by)
    if own is None or not own.is_needed:
        project = _enter(**values, at=at)
        if own is not None and by is not None:
            note_own_step(record=project, act=OwnAct.PAPER, by=by, at=at)
        return project
    _typed_code(typed_code)
    as_it_would_be = Project(title=title, fiscal_year=fiscal_year, home_area=home_area, fund=fund)
    step = take_own_step(OwnAct.PAPER, as_it_would_be, _as_entered(values), by, at)
    assert step is not None  # it is needed
    return step


def _as_entered(values: dict[str, Any]) -> dict[str, Any]:
    """A project from paper as JSON keeps it. Fund, year and home area stand on the step."""
    names = ("title", "budget_satang", "owner_name", "kind", "agreement_no", "typed_code", "rationale")
    organization, parent, support_type = values["organization"], values["parent"], values["support_type"]
    return {
        **{name: values[name] for name in names},
        **{name: values[name].isoformat() if values[name] else None for name in PAPER_DAYS},
        "organization": str(organization.uid) if organization else None,
        "parent": str(parent.uid) if parent else None,
        "support_type": support_type.code if support_type else None,
        "issues": [issue.code for issue in values["issues"]],
    }


def record_paper(step: OwnStep, by: User, at: datetime) -> Project:
    """Makes the project that a step holds back, by the same rules as if it were entered now."""
    given = dict(step.entered)
    for name in PAPER_DAYS:
        given[name] = date.fromisoformat(given[name]) if given[name] else None
    uid, above, code = given.pop("organization"), given.pop("parent"), given.pop("support_type")
    return _enter(
        **given | {"issues": list(Issue.objects.filter(code__in=given["issues"]))},
        fiscal_year=step.fiscal_year,
        home_area=step.home_area,
        fund=step.fund,
        organization=_still_there(Organization.objects.filter(uid=uid)) if uid else None,
        parent=_still_there(Project.objects.filter(uid=above)) if above else None,
        support_type=_still_there(SupportType.objects.filter(code=code)) if code else None,
        origin=Origin.PAPER,
        design=None,
        at=at,
    )


def _still_there(rows: QuerySet[Any]) -> Any:
    """What a step names of other records: no key of the database binds it, and an import may be taken back."""
    found = rows.first()
    if found is None:
        raise EnteredGone
    return found


def _enter(
    *,
    at: datetime,
    design: Design | None,
    support_type: object,
    rationale: str,
    starts_on: date | None,
    ends_on: date | None,
    report_due_on: date | None,
    issues: Any,
    **values: object,
) -> Project:
    if design is None:
        given = {
            "support_type": support_type,
            "rationale": rationale,
            "starts_on": starts_on,
            "ends_on": ends_on,
        }
        design = store_designs([GivenDesign(given, [issue.pk for issue in issues])])[0].design
    return _new_project(design=design, report_due_on=report_due_on or ends_on, created_at=at, **values)


def _new_project(**values: Any) -> Project:
    """The common end of both doors: a code by the funder's pattern, a scope of its own."""
    fund: Fund | None = values["fund"]
    project = Project(
        **values, approved_satang=values["budget_satang"], place_no=values["home_area"].place_no
    )
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
    if fund and not project.fundings.exists():
        Funding.objects.create(project=project, fund=fund, amount_satang=project.budget_satang)
    carry_partners([(project, texts_of(project))])
    recount_for(project)
    return project


def _code_for(project: Project, fund: Fund | None) -> str:
    """The typed code in its normal form, or the next number of the fund's year and type."""
    if project.typed_code:
        return _typed_code(project.typed_code)
    if fund is None:
        return ""
    if project.fiscal_year is None:
        raise YearNotKnown(title=project.title)
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


def _typed_code(typed: str) -> str:
    """In its normal form; "" where none was typed."""
    if not typed:
        return ""
    read = read_code(typed)
    if read is None:
        raise CodeUnreadable(field="typed_code", typed=typed)
    if Project.objects.filter(code=read.code).exists():
        raise CodeTaken(field="typed_code", project_code=read.code)
    return read.code


def lock(project: Project, *others: Project | None) -> None:
    """Two people who change one project wait here for each other; each then stands on what the other saved."""
    keys = [one.pk for one in (project, *others) if one is not None]
    list(Project.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    project.refresh_from_db()


@action(_("changed the project's details"), on="project")
def change_project(
    *,
    project: Project,
    design: dict[str, Any],
    issues: Iterable[Issue],
    by: User,
    at: datetime = NOW,
    **values: Any,
) -> Project:
    """Changes plain fields of a project (title, agreement number, parent, home area …) and of its design."""
    check_days(design.get("starts_on"), design.get("ends_on"))
    parent: Project | None = values.get("parent")
    lock(project, parent)
    check_not_agreed(project, {**values, **design})
    above = Project.objects.get(pk=parent.pk) if parent else None  # as it stands now that both are locked
    before = counted_in(project)
    if "report_due_on" in values:
        values["report_due_on"] = values["report_due_on"] or design.get("ends_on")
    for name, value in values.items():
        setattr(project, name, value)
    while above is not None:
        if above.pk == project.pk:
            raise CircleOfParents(field="parent")
        above = above.parent
    for name, value in design.items():
        setattr(project.design, name, value)
    project.design.save()
    project.design.issues.set(issues)
    save_in_place(project)
    if project.fund and before[0] is None:
        _give_to_fund(project, project.fund)
    recount_for(project, before)
    return project


def save_in_place(project: Project) -> None:
    """Where the project is counted, its reports are."""
    project.place_no = project.home_area.place_no
    project.save()
    project.reports.exclude(place_no=project.place_no).update(
        home_area=project.home_area, place_no=project.place_no, updated_at=timezone.now()
    )


# What of a project's details was agreed to, with the design.
AGREED = {
    "home_area": _("where it is counted"),
    "report_due_on": _("day of the report"),
    "starts_on": _("first day"),
    "ends_on": _("last day"),
    "rationale": _("reasons"),
}


def check_not_agreed(project: Project, values: Mapping[str, object] | None = None) -> None:
    """Refuses to change what was agreed to otherwise than by a variation. `values`: only these; None: any row."""
    if not is_agreed(project):
        return
    if values is None:
        raise DesignAgreed(what=_("objectives, activities and budget lines"))
    stands = {name: getattr(project if hasattr(project, name) else project.design, name) for name in AGREED}
    for name, what in AGREED.items():
        if name in values and values[name] != stands[name]:
            raise DesignAgreed(field=name, what=what)


def _give_to_fund(project: Project, fund: Fund) -> None:
    """An older system did not say which fund it is of: it pays now, unless others do already."""
    project.scope.within = fund.scope
    project.scope.save(update_fields=["within"])
    if not project.fundings.exists():
        Funding.objects.create(project=project, fund=fund, amount_satang=project.budget_satang)


@action(_("changed the project's further areas"), on="project")
def set_further_areas(*, project: Project, areas: Iterable[Area], by: User, at: datetime = NOW) -> Project:
    """For search and maps. The home area is left out: it counts already."""
    project.further_areas.set(area for area in areas if area.pk != project.home_area_id)
    return project


@action(_("set the funders and their amounts"), on="project")
def set_fundings(
    *, project: Project, fundings: list[tuple[object, int]], by: User | None, at: datetime = NOW
) -> Project | OwnStep:
    """`fundings`: (fund or organisation, satang) pairs; they must add up to the project's budget.

    More money of a fund, given by who entered or proposed the project, follows the rule of that fund's kind.
    """
    givers = [giver for giver, _amount in fundings]
    for giver in givers:
        if givers.count(giver) > 1:
            raise FunderTwice(giver=giver)
    lock(project)
    _check_sum(project, fundings)
    own = _own_funders_step(project, fundings, by, at)
    if own and own.is_waiting:
        return own
    return record_fundings(project, fundings)


def _own_funders_step(
    project: Project, fundings: list[tuple[object, int]], by: User | None, at: datetime
) -> OwnStep | None:
    if waits := waiting_step(project):
        raise StepWaits(name=waits.entered_by.name)
    paid = {row.fund_id: row.amount_satang for row in project.fundings.all()}
    more = [giver for giver, amount in fundings if isinstance(giver, Fund) and amount > paid.get(giver.pk, 0)]
    asking = [fund for fund in more if rule_of(fund) == SamePerson.NEEDED]
    if by is None or not more or not wrote_or_sent(project, by):
        return None
    if len(asking) > 1:
        raise FundsOneByOne(funds=", ".join(fund.name for fund in asking))
    entered = {"fundings": [_giver_as_entered(giver, amount) for giver, amount in fundings]}
    strictest = max(more, key=lambda fund: list(SamePerson).index(SamePerson(rule_of(fund))))
    return take_own_step(OwnAct.FUNDERS, project, entered, by, at, fund=strictest)


def _giver_as_entered(giver: Any, amount: int) -> dict[str, Any]:
    is_fund = isinstance(giver, Fund)
    return {
        "fund": str(giver.uid) if is_fund else None,
        "organization": None if is_fund else str(giver.uid),
        "name": giver.name,
        "amount_satang": amount,
    }


def fundings_as_entered(step: OwnStep) -> list[tuple[object, int]]:
    givers = [
        Fund.objects.filter(uid=one["fund"])
        if one["fund"]
        else Organization.objects.filter(uid=one["organization"])
        for one in step.entered["fundings"]
    ]
    amounts = [one["amount_satang"] for one in step.entered["fundings"]]
    return [(_still_there(rows), amount) for rows, amount in zip(givers, amounts, strict=True)]


def _check_sum(project: Project, fundings: list[tuple[object, int]]) -> None:
    total = sum(amount for _giver, amount in fundings)
    if total != project.budget_satang:
        raise FundingDoesNotAddUp(sum=baht_text(total), budget=baht_text(project.budget_satang))


def record_fundings(project: Project, fundings: list[tuple[object, int]]) -> Project:
    _check_sum(project, fundings)
    project.fundings.all().delete()
    for giver, amount in fundings:
        side = "fund" if isinstance(giver, Fund) else "organization"
        Funding.objects.create(project=project, amount_satang=amount, **{side: giver})
    recount_for(project)
    return project


@dataclass(frozen=True)
class InstalmentTerms:
    """One instalment as given."""

    starts_on: date
    ends_on: date
    amount_satang: int
    report_from: date | None = None
    report_until: date | None = None


@action(_("set the instalments"), on="project")
def set_instalments(
    *, project: Project, parts: list[InstalmentTerms], by: User, at: datetime = NOW
) -> Project:
    """Replaces all instalments; they must follow each other and add up to the budget."""
    lock(project)
    check_instalments(parts, project.budget_satang)
    project.instalments.all().delete()
    for no, part in enumerate(parts, 1):
        Instalment.objects.create(project=project, no=no, **vars(part))
    return project


def check_instalments(parts: Sequence[InstalmentTerms], budget_satang: int) -> None:
    for part in parts:
        check_days(part.starts_on, part.ends_on)
        check_days(part.report_from, part.report_until)
    total = sum(part.amount_satang for part in parts)
    if parts and total != budget_satang:
        raise InstalmentsDoNotAddUp(
            sum=baht_text(total),
            budget=baht_text(budget_satang),
            difference=baht_text(abs(budget_satang - total)),
        )
    for no, (before, part) in enumerate(itertools.pairwise(parts), 2):
        if part.starts_on <= before.ends_on:
            raise InstalmentsOverlap(no=no, day=day_text(part.starts_on))


@action(_("changed who answers for the project"), on="project")
def set_people(*, project: Project, people: list[dict[str, str]], by: User, at: datetime = NOW) -> Project:
    lock(project)
    project.people.all().delete()
    for no, person in enumerate(people, 1):
        ResponsiblePerson.objects.create(project=project, no=no, **person)
    return project


@action(_("added a document"), on="project")
def add_document(
    *, project: Project, upload: Upload, kind: str, title: str, by: User, at: datetime = NOW
) -> ProjectDocument:
    file = receive_file(upload=upload, by=by, at=at)
    return ProjectDocument.objects.create(
        project=project, file=file, kind=kind, title=title, added_by=by, added_at=at
    )


@action(_("removed a document"))
def remove_document(*, document: ProjectDocument, by: User, at: datetime = NOW) -> Project:
    project, file = document.project, document.file
    document.delete()
    discard_file(file=file, by=by, at=at)
    return project
