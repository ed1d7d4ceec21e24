"""The plan of a project, or of a variation of it, one row at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ruamsuk.accounts.focus import PageRequest
from ruamsuk.core.forms import show_problem
from ruamsuk.core.problems import Problem
from ruamsuk.projects.designs.models import WITH_CATEGORY
from ruamsuk.projects.projects.access import project_for
from ruamsuk.projects.projects.actions import project_design as actions
from ruamsuk.projects.projects.forms.design_row import TITLES, DesignRowForm
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.agreed import is_agreed
from ruamsuk.projects.verbs import RUN_PROJECT

Values = dict[str, object]


@dataclass(frozen=True)
class RowPages:
    """The pages on which the design of `owner` is changed; `name`: of its routes, `projects:<name>-row-add` …"""

    name: str
    owner: Any
    project: Project
    add: Callable[[str, object, Values], object]
    change: Callable[[object, Values], object]
    remove: Callable[[object], object]

    @property
    def plan(self) -> str:
        return reverse(f"projects:{self.name}-plan", args=[self.owner.uid])

    @property
    def row_add(self) -> str:
        return f"projects:{self.name}-row-add"

    @property
    def row_edit(self) -> str:
        return f"projects:{self.name}-row-edit"

    @property
    def row_remove(self) -> str:
        return f"projects:{self.name}-row-remove"

    def show(self, request: PageRequest, **more: object) -> HttpResponse:
        """All rows with their buttons: situation, objectives with indicators, target groups, activities with budget."""
        design = self.owner.design
        context = {
            "pages": self,
            "project": self.project,
            "situations": design.situations.all(),
            "objectives": design.objectives.prefetch_related("indicators"),
            "targets": design.targets.select_related("group"),
            "activities": design.activities.prefetch_related(WITH_CATEGORY),
        }
        return render(request, "projects/project_plan.html", context | more)

    def add_row(self, request: PageRequest, kind: str) -> HttpResponse:
        self._check(kind)
        parent = None
        if kind in actions.PARENT_OF:
            parent = actions.row_of(self.owner, actions.PARENT_OF[kind], _uid(request.GET.get("in", "")))
        return self._row(request, kind, None, lambda values: self.add(kind, parent, values))

    def change_row(self, request: PageRequest, kind: str, uid: UUID) -> HttpResponse:
        self._check(kind)
        row = actions.row_of(self.owner, kind, str(uid))
        return self._row(request, kind, row, lambda values: self.change(row, values))

    def remove_row(self, request: PageRequest, kind: str, uid: UUID) -> HttpResponse:
        self._check(kind)
        try:
            self.remove(actions.row_of(self.owner, kind, str(uid)))
            messages.success(request, _("Removed."))
        except Problem as problem:
            messages.warning(request, str(problem))
        return redirect(self.plan)

    def _check(self, kind: str) -> None:
        if kind not in TITLES:
            raise Http404

    def _row(
        self, request: PageRequest, kind: str, row: object, save: Callable[[Values], object]
    ) -> HttpResponse:
        form = DesignRowForm(request.POST or None, kind=kind, year=self.project.fiscal_year, row=row)
        if request.method == "POST" and form.is_valid():
            try:
                save(form.cleaned_data)
                return redirect(self.plan)
            except Problem as problem:
                show_problem(form, problem)
        context = {
            "form": form,
            "title": TITLES[kind],
            "button": _("Save"),
            "project": self.project,
            "back_to_plan": self.plan,
        }
        return render(request, "projects/project_form.html", context, status=422 if form.errors else 200)


def _pages(request: PageRequest, uid: UUID) -> RowPages:
    project = project_for(request.user, uid, RUN_PROJECT)
    by = request.user
    return RowPages(
        "project",
        project,
        project,
        add=lambda kind, parent, values: actions.add_design_row(
            project=project, kind=kind, parent=parent, values=values, by=by
        ),
        change=lambda row, values: actions.change_design_row(project=project, row=row, values=values, by=by),
        remove=lambda row: actions.remove_design_row(project=project, row=row, by=by),
    )


@login_required
def project_plan(request: PageRequest, uid: UUID) -> HttpResponse:
    """Of a project that is typed in from paper; of one that was agreed to, its variations."""
    pages = _pages(request, uid)
    if is_agreed(pages.project):
        return redirect("projects:project-variations", uid)
    return pages.show(request)


@login_required
def project_row_add(request: PageRequest, uid: UUID, kind: str) -> HttpResponse:
    return _pages(request, uid).add_row(request, kind)


@login_required
def project_row_edit(request: PageRequest, uid: UUID, kind: str, row: UUID) -> HttpResponse:
    return _pages(request, uid).change_row(request, kind, row)


@login_required
@require_POST
def project_row_remove(request: PageRequest, uid: UUID, kind: str, row: UUID) -> HttpResponse:
    return _pages(request, uid).remove_row(request, kind, row)


def _uid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Http404 from None
