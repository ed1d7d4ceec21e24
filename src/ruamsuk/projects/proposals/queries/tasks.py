"""What a person should do next about proposals, found through their posts."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.accounts.access import grants_of, may, reach
from ruamsuk.accounts.models import Post, User
from ruamsuk.accounts.verbs import Verb
from ruamsuk.comments.models import Comment
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.core.paging import merged_keys
from ruamsuk.core.todo import TaskGroup, Todo
from ruamsuk.drafts.queries.held import held
from ruamsuk.plans.choices import PlanState
from ruamsuk.plans.models import PlannedProject
from ruamsuk.plans.verbs import DECIDE, WRITE_PROPOSAL
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.proposals.choices import PENDING, WRITABLE, ProposalState
from ruamsuk.projects.proposals.models import Proposal, authorships
from ruamsuk.projects.proposals.queries.completeness import completeness
from ruamsuk.projects.proposals.queries.whole import Known
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.verbs import COMMENT, SUBMIT_PROPOSAL

MOST = 5  # of a kind; more become one line with their number
MOST_COUNTED = 100  # a country has tens of thousands


def mine(user: User, states: Iterable[ProposalState]) -> QuerySet[Any]:
    """Keys of the proposals of one's own, and of the funds and organisations that one writes for."""
    scope_ids = reach(user, WRITE_PROPOSAL).scope_ids
    # A union of keys, not a filter with OR: each is looked up in its own index, on both databases.
    own, of_fund, of_organization = (
        Proposal.objects.filter(found, state__in=states).order_by().values("pk")
        for found in (
            Q(pk__in=authorships(user).values("proposal")),
            Q(fund__scope_id__in=scope_ids),
            Q(organization__scope_id__in=scope_ids),
        )
    )
    return own.union(of_fund, of_organization) if scope_ids else own


def to_write(user: User) -> list[Todo]:
    """Drafts and returned proposals, one's own and those that one writes for."""
    rows = Proposal.objects.filter(pk__in=mine(user, WRITABLE))
    rows = rows.select_related("design", "fund__kind", "organization", "home_area")
    rows = rows.order_by("-state", "-changed_at")
    found = list(rows[: MOST + 1])
    if len(found) > MOST:
        return [_many(rows, "pencil", _("Proposals to go on with"), "?mine=1")]
    known = Known()
    with held(PROPOSAL, found):
        return [_one_to_write(proposal, user, known) for proposal in found]


def _one_to_write(proposal: Proposal, user: User, known: Known) -> Todo:
    returned = proposal.state == ProposalState.RETURNED
    if returned:
        detail = _("Returned: {note}").format(note=proposal.state_note[:160])
    else:
        judged = completeness(proposal, known)
        detail = _("Complete; it can be sent.")
        if judged.required:
            detail = _("Missing: {what}").format(what=judged.required[0].text)
        elif judged.musts:
            detail = judged.musts[0].words
    return Todo(
        icon="arrow-back-up" if returned else "pencil",
        title=proposal.title or _("New proposal"),
        detail=detail,
        url=reverse("projects:proposal-write", args=[proposal.uid, "name"]),
        button=_("Fix") if returned else _("Go on writing"),
        group=TaskGroup.RETURNED if returned else TaskGroup.WRITING,
        percent=proposal.percent,
        urgent=returned,
        post_id=_post_of(user, proposal, WRITE_PROPOSAL),
    )


def coming(user: User) -> list[Todo]:
    """What one sent and nobody has decided yet."""
    keys = mine(user, PENDING)
    rows = Proposal.objects.filter(pk__in=keys).select_related("fund").order_by("-changed_at", "-pk")
    return [
        Todo(
            icon="send",
            title=proposal.title,
            detail=_("Sent. The next step is the decision of {fund}.").format(fund=proposal.fund.name)
            if proposal.fund
            else "",
            url=reverse("projects:proposal", args=[proposal.uid]),
            button=_("Open the proposal"),
        )
        for proposal in rows[:MOST]
    ]


def undeveloped() -> QuerySet[PlannedProject]:
    """Rows of the agreed plans, of this year on, that no proposal has started from."""
    started = Proposal.objects.filter(planned_project=OuterRef("pk"))
    return PlannedProject.objects.filter(
        ~Exists(started), plan__state=PlanState.AGREED, plan__fiscal_year__gte=current_fiscal_year()
    )


def to_develop(user: User) -> list[Todo]:
    """Rows without a proposal, of one's funds and those that name the organisation that one writes for."""
    scopes = reach(user, SUBMIT_PROPOSAL).q(scopes=("plan__fund__scope_id", "organization__scope_id"))
    by_fund = (
        undeveloped()
        .filter(scopes)
        .order_by()
        .values("plan__fund__uid", "plan__fund__name", "plan__fiscal_year")
        .annotate(n=Count("pk"))
    )
    return [
        Todo(
            icon="clipboard-list",
            title=ngettext(
                "{n} planned project has no proposal yet",
                "{n} planned projects have no proposal yet",
                row["n"],
            ).format(n=row["n"]),
            detail=_("{fund}, fiscal year {year}").format(
                fund=row["plan__fund__name"], year=row["plan__fiscal_year"]
            ),
            url=f"{reverse('plans:fund-year', args=[row['plan__fund__uid']])}?year={row['plan__fiscal_year']}",
            button=_("Open the plan"),
            group=TaskGroup.WRITING,
        )
        for row in by_fund.order_by("plan__fiscal_year", "plan__fund__name")
    ]


def to_decide(user: User) -> list[Todo]:
    """Proposals that wait for the fund's decision."""
    scopes = reach(user, DECIDE).q(scopes=("fund__scope_id",))
    # These wait for a second person, not for a decision.
    waits = OwnStep.objects.waiting().filter(proposal=OuterRef("pk"))
    rows = Proposal.objects.filter(scopes, ~Exists(waits), state__in=PENDING)
    return _lines(rows, user, DECIDE, "gavel", _("Open and decide"), "?state=submitted")


def to_look_at(user: User) -> list[Todo]:
    """Proposals that a mentor or committee member may comment on before they are decided."""
    if may(user, DECIDE) or not (may(user, COMMENT) and may(user, SEE_APPLICANTS)):
        return []
    scopes = reach(user, COMMENT).q(place="place_no", scopes=("fund__scope_id",))
    said = Comment.objects.filter(by=user).values("thread")  # their own threads, not those of the country
    rows = Proposal.objects.filter(scopes, state__in=PENDING).exclude(thread__in=said)
    return _lines(rows, user, COMMENT, "message", _("Read and comment"), "?state=submitted")


def _lines(rows, user: User, can: Verb, icon: str, button: str, more: str) -> list[Todo]:
    # State by state, so that an index gives those that wait longest.
    parts = [rows.filter(state=state).order_by("changed_at", "pk") for state in PENDING]
    keys = merged_keys(parts, [("changed_at", False), ("pk", False)], MOST + 1)
    if len(keys) > MOST:
        return [_many(rows, icon, _("Proposals waiting for a decision"), more)]
    found = Proposal.objects.filter(pk__in=keys).select_related("fund", "organization")
    return [
        Todo(
            icon=icon,
            title=proposal.title,
            detail=" · ".join(_said(proposal)),
            url=reverse("projects:proposal", args=[proposal.uid]),
            button=button,
            urgent=can == DECIDE,
            group=TaskGroup.WAITING,
            post_id=_post_of(user, proposal, can),
        )
        for proposal in found.order_by("changed_at", "pk")
    ]


def _said(proposal: Proposal) -> Iterable[str]:
    yield _("waiting for a decision")
    if proposal.applicant:
        yield proposal.applicant
    if proposal.fund:
        yield proposal.fund.name
    if number := len(proposal.remarked):
        yield ngettext("{n} remark", "{n} remarks", number).format(n=number)


def _many(rows: QuerySet[Proposal], icon: str, title: str, query: str) -> Todo:
    number = len(rows.order_by().values_list("pk", flat=True)[:MOST_COUNTED])
    return Todo(
        icon=icon,
        title=title,
        detail=ngettext("{n} proposal", "{n} proposals", number).format(
            n=f"{number}+" if number == MOST_COUNTED else number
        ),
        url=reverse("projects:proposals") + query,
        button=_("Open the list"),
        group=TaskGroup.WAITING,
    )


def _post_of(user: User, proposal: Proposal, can: Verb) -> int | None:
    """The post through which a person came to this proposal."""
    scopes = {proposal.fund.scope_id if proposal.fund else None}
    if not can.follows_money:
        scopes.add(proposal.organization.scope_id if proposal.organization else None)
    for grant in grants_of(user):
        post: Post = grant.post
        if post.may(can) and (post.scope_id in scopes or _covers(post, proposal.place_no)):
            return post.pk
    return None


def _covers(post: Post, place_no: int | None) -> bool:
    if place_no is None or post.scope.kind != "area":
        return False
    return post.scope.area.places.covers(place_no)
