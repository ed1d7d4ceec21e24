"""What a new proposal may start from: projects, standard measures, rows of local development plans."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from ruamsuk.accounts.access import Reader, grants_of
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.focus import Focus
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.searching import containing
from ruamsuk.issues.models import Issue, Measure
from ruamsuk.plans.models import DevelopmentRow
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.models import Project, ProjectQuerySet
from ruamsuk.projects.proposals.queries.place import names_of, places_in


def projects_to_copy(user: Reader, focus: Focus, issue: Issue | None, words: str) -> ProjectQuerySet:
    """By `near`: those of the person's own funds and organisations are 0, of the district 1, all others 2. Where
    nothing is asked for, the others are left out.
    """
    scopes = _own_scopes(user)
    own = Q(fund__scope_id__in=scopes) | Q(organization__scope_id__in=scopes)
    low = focus.area.place_no // 10_000 * 10_000
    near = Q(place_no__gte=low, place_no__lt=low + 10_000) if low else Q(pk__in=[])
    rows = Project.objects.visible_to(user).exclude(status=ProjectStatus.ANNULLED)
    rows = rows.filter(containing(words)) if words or issue else rows.filter(own | near)
    if issue:
        rows = rows.filter(design__issue_links__issue=issue)
    order = Case(When(own, Value(0)), When(near, Value(1)), default=Value(2), output_field=IntegerField())
    return rows.annotate(near=order)


def measures_to_start_from(issue: Issue | None, words: str) -> QuerySet[Measure]:
    """Of an issue, or all that hold the words."""
    rows = Measure.objects.in_use().filter(issue__retired_on=None).filter(containing(words))
    return rows.filter(issue=issue) if issue else rows


def development_rows(user: Reader, words: str) -> QuerySet[DevelopmentRow]:
    """Without `words` those of the local authorities whose funds or organisations are the person's own."""
    rows = DevelopmentRow.objects.visible_to(user, READ).standing()
    if words:
        return rows.filter(containing(words))
    scopes = _own_scopes(user)
    return rows.filter(Q(fund__scope_id__in=scopes) | Q(fund__organization__scope_id__in=scopes))


def _own_scopes(user: Reader) -> list[int]:
    return [g.post.scope_id for g in grants_of(user) if g.post.scope.kind != ScopeKind.AREA]


def place_names(project: Project) -> set[str]:
    """By which a project is known to be of its place, where a text of it says them."""
    areas = [project.home_area, *project.further_areas.all()]
    offices = (project.fund.name if project.fund else "", project.owner)
    named = places_in(*offices, project.title, project.design.setting)
    return {name for area in areas for name in names_of(area)} | names_of(None, *offices) | named
