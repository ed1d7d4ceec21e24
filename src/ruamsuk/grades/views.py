"""Grades: one grade and how it is written, the count over areas with the lists behind it, two mentors side by side."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruamsuk.accounts.access import may
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.models import User
from ruamsuk.core.forms import show_problem
from ruamsuk.core.paging import Page
from ruamsuk.core.problems import Problem
from ruamsuk.counting.question import LEVELS, Question
from ruamsuk.funds.filters import query
from ruamsuk.grades import actions
from ruamsuk.grades.access import grade_for, graded_plan_for, graded_proposal_for, require_comparison
from ruamsuk.grades.choices import GradeState
from ruamsuk.grades.filters import ListFilter
from ruamsuk.grades.forms import GradeForm
from ruamsuk.grades.models import Grade
from ruamsuk.grades.problems import GradeUnfinished
from ruamsuk.grades.queries.comparing import (
    MentorPair,
    compare,
    grades_to_compare,
    pairs_of_mentors,
)
from ruamsuk.grades.queries.counting import by_place, graded_documents
from ruamsuk.grades.queries.documents import has_changed, title_of
from ruamsuk.grades.queries.results import grader_name, lines_of, score_of
from ruamsuk.grades.verbs import COMPARE_GRADES, GRADE
from ruamsuk.instruments.choices import TIER_TONE, About, Tier
from ruamsuk.plans.models import Plan
from ruamsuk.projects.models import Proposal

# One grade ------------------------------------------------------------------------------------------------------


@login_required
@require_POST
def begin_plan(request: PageRequest, uid: UUID) -> HttpResponse:
    plan = graded_plan_for(request.user, uid)
    return _begin(request, plan, reverse("plans:plan", args=[uid]))


@login_required
@require_POST
def begin_proposal(request: PageRequest, uid: UUID) -> HttpResponse:
    proposal = graded_proposal_for(request.user, uid)
    return _begin(request, proposal, reverse("projects:proposal", args=[uid]))


def _begin(request: PageRequest, document: Plan | Proposal, back: str) -> HttpResponse:
    user = cast(User, request.user)
    left = {grade.pk: grade.grader.name for grade in Grade.objects.of(document).left_to(user).with_all()}
    try:
        grade = actions.begin_grade(document=document, by=user)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect(back)
    if grade.pk in left:
        told = _(
            "{name} began this grade and handed the post over. Look at every level: you give it in your name."
        )
        messages.info(request, told.format(name=left[grade.pk]))
    return redirect("grades:write", grade.uid)


@login_required
@require_safe
def grade(request: PageRequest, uid: UUID) -> HttpResponse:
    """The result in words and number, what to improve first, and every criterion with its reason."""
    return _shown(request, grade_for(request.user, uid))


def _shown(request: PageRequest, found: Grade, problem: Problem | None = None) -> HttpResponse:
    lines = lines_of(found)
    earlier = Grade.objects.of(found.document).given().filter(grader=found.grader_id).exclude(pk=found.pk)
    context = {
        "grade": found,
        "title": title_of(found),
        "score": score_of(found),
        "lines": lines,
        "low": [line for line in lines if line.is_low],
        "grader": grader_name(request.user, found),
        "has_changed": has_changed(found),
        "earlier": earlier.visible_to(request.user).select_related("band").order_by("-given_at", "-pk"),
        "is_mine": found.is_draft and found.grader_id == request.user.pk,
        "problem": problem,
    }
    return render(request, "grades/grade.html", context, status=problem.status if problem else 200)


@login_required
def write(request: PageRequest, uid: UUID) -> HttpResponse:
    """One page for all criteria; it is saved as it stands, and given on the page that shows the result."""
    found = grade_for(request.user, uid, GRADE)
    if request.method == "GET" and not found.is_draft:
        return redirect("grades:grade", uid)
    form = GradeForm(request.POST or None, grade=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_grade(
                grade=found,
                answers=form.answers(),
                advice=form.cleaned_data["advice"],
                by=cast(User, request.user),
            )
            messages.success(request, _("Saved. Nobody else reads it until you give it."))
            return redirect("grades:grade" if "look" in request.POST else "grades:write", uid)
        except Problem as problem:
            show_problem(form, problem)
    context = {"grade": found, "title": title_of(found), "form": form, "has_changed": has_changed(found)}
    return render(request, "grades/write.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def give(request: PageRequest, uid: UUID) -> HttpResponse:
    found = grade_for(request.user, uid, GRADE)
    try:
        actions.give_grade(grade=found, by=cast(User, request.user))
    except GradeUnfinished as problem:
        return _shown(request, grade_for(request.user, uid), problem)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("grades:grade", uid)
    messages.success(request, _("The grade is given. Those who wrote the document were told."))
    return redirect("grades:grade", uid)


@login_required
@require_POST
def renew(request: PageRequest, uid: UUID) -> HttpResponse:
    found = grade_for(request.user, uid, GRADE)
    try:
        actions.renew_grade(grade=found, by=cast(User, request.user))
        messages.success(request, _("You grade the text of today now. Look at your levels again."))
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("grades:write", uid)


@login_required
@require_POST
def discard(request: PageRequest, uid: UUID) -> HttpResponse:
    found = grade_for(request.user, uid, GRADE)
    try:
        actions.discard_grade(grade=found, by=cast(User, request.user))
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("grades:grade", uid)
    messages.success(request, _("The draft is gone."))
    return redirect(document_url(found))


def document_url(found: Grade) -> str:
    name = "plans:plan" if found.plan_id else "projects:proposal"
    return reverse(name, args=[found.document.uid])


# Over areas -----------------------------------------------------------------------------------------------------


@login_required
@require_safe
def index(request: PageRequest) -> HttpResponse:
    """How many documents stand at which step, by the places below the area; each number opens its list."""
    area, year = request.focus.area, request.focus.year
    about = request.GET.get("about", "")
    about = about if about in About.values else About.PLAN
    question = Question(area, year, None)
    lines, whole = by_place(question, about)
    mine = Grade.objects.visible_to(request.user, GRADE).filter(state=GradeState.DRAFT)
    context = {
        "area": area,
        "year": year,
        "about": about,
        "abouts": About.choices,
        "tiers": [(tier.value, tier.label) for tier in Tier],
        "lines": [_cells(question, line, about) for line in lines],
        "whole": _cells(question, whole, about, is_whole=True),
        "level": LEVELS[question.below],
        "may_compare": may(request.user, COMPARE_GRADES),
        "drafts": [(found, title_of(found)) for found in mine.with_all().order_by("begun_at", "pk")[:20]]
        if may(request.user, GRADE)
        else [],
    }
    return render(request, "grades/index.html", context)


def _cells(question: Question, line: Any, about: str, *, is_whole: bool = False) -> dict[str, Any]:
    """A line with the address of the list behind each of its numbers, and of the next level."""
    place: dict[str, object] = {"area": question.area.code}
    name = _("All") if is_whole else _("in none of them")
    down = ""
    if line.is_fund:
        place, name = place | {"fund": line.place.uid}, line.place.name
    elif line.place:
        place, name = {"area": line.place.code}, line.place.name
        down = reverse("grades:index") + query(place | {"year": question.fiscal_year, "about": about})
    elif not is_whole:
        place = place | {"here": True}
    common = place | {"year": question.fiscal_year, "about": about}
    address = reverse("grades:documents")
    return {
        "name": name,
        "down": down,
        "graded": line.graded,
        "url": address + query(common),
        "tiers": [
            (tier.label, line.tiers[tier], address + query(common | {"tier": tier.value})) for tier in Tier
        ],
    }


@login_required
@require_safe
def documents(request: PageRequest) -> HttpResponse:
    """The documents behind a number: which step each stands at. Reasons are read by those inside alone."""
    area, year = request.focus.area, request.focus.year
    filters = ListFilter.read(request.GET, request.user)
    rows = Grade.objects.counted().filter(
        filters.places(area).q("place_no"), filters.funds(), filters.under(), fiscal_year=year
    )
    rows = graded_documents(rows, filters.about, filters.tier)
    page: Page = Page(
        request,
        rows,
        order=("place_no", "fund", "pk"),
        ready=lambda found: found.select_related("plan__issue", "proposal__sent", "fund", "band"),
    )
    context = {
        "area": area,
        "year": year,
        "filters": filters,
        "about": filters.about,
        "abouts": About.choices,
        "tier": filters.tier,
        "tiers": Tier.choices,
        "total": rows.count(),
        "page": page,
        "rows": [
            (found, title_of(found), document_url(found), TIER_TONE[Tier(found.band.tier)]) for found in page
        ],
    }
    return render(request, "grades/documents.html", context)


@login_required
@require_safe
def comparison(request: PageRequest) -> HttpResponse:
    """Two mentors on the same documents: for those who keep the work of the area together."""
    require_comparison(request.user)
    area, year = request.focus.area, request.focus.year
    filters = ListFilter.read(request.GET, request.user)
    rows = grades_to_compare(request.user, area, year, filters.about, filters.fund)
    pairs = pairs_of_mentors(rows, filters.about)
    chosen = _chosen(request, pairs)
    context = {
        "area": area,
        "year": year,
        "filters": filters,
        "about": filters.about,
        "abouts": About.choices,
        "pairs": pairs,
        "pair": chosen,
        "found": compare(rows, filters.about, chosen) if chosen else None,
    }
    return render(request, "grades/comparison.html", context)


def _chosen(request: PageRequest, pairs: list[MentorPair]) -> MentorPair | None:
    """The pair that the address names; the only one there is."""
    asked = request.GET.get("pair", "")
    named = next((pair for pair in pairs if f"{pair.first.uid}_{pair.second.uid}" == asked), None)
    return named or (pairs[0] if len(pairs) == 1 else None)
