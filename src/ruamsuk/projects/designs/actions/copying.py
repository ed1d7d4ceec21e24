"""A design with the content of another one: for the project of an approved proposal, for the proposal of next year."""

from django.db.models import Model

from ruamsuk.projects.designs.actions.bulk import GivenActivity, GivenAim, GivenDesign, store_designs
from ruamsuk.projects.designs.models import Design

# What tells rows apart and where they hang, and what follows from the others.
FOLLOWS = set("id uid design objective activity no budget_satang amount_satang copied_from".split())


def copy_design(source: Design) -> Design:
    """A new design with the same content."""
    return store_designs([described(source)])[0].design


def described(source: Design, *, begins: bool = False) -> GivenDesign:
    """`begins`: a proposal is begun from it, of another plan; where its words came from is kept."""
    source_kept = {"copied_from": source} if begins else {}
    of_another_plan = {"from_plan": None} if begins else {}
    problems = list(source.situations.all())
    aims = list(source.objectives.prefetch_related("indicators", "situations"))
    problem_places = {row.pk: place for place, row in enumerate(problems)}
    places = {aim.pk: place for place, aim in enumerate(aims)}
    return GivenDesign(
        values=values_of(source) | source_kept,
        issues=list(source.issue_links.order_by("pk").values_list("issue_id", flat=True)),
        situations=[values_of(row) | of_another_plan for row in problems],
        aims=[
            GivenAim(
                aim.text,
                [values_of(row) for row in aim.indicators.all()],
                answers=[problem_places[row.pk] for row in aim.situations.all()],
                from_plan=None if begins else aim.from_plan,
            )
            for aim in aims
        ],
        targets=[values_of(row) for row in source.targets.all()],
        activities=[
            GivenActivity(
                values_of(row),
                serves=[places[aim.pk] for aim in row.objectives.all()],
                lines=[values_of(line) for line in row.lines.all()],
            )
            for row in source.activities.prefetch_related("objectives", "lines")
        ],
    )


def values_of(row: Model) -> dict[str, object]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in FOLLOWS
    }
