"""What a person should do next about proposals and reports, the most urgent room first; and what comes after."""

from ruamsuk.accounts.models import User
from ruamsuk.core.todo import Todo
from ruamsuk.projects.own_steps import queries as own_steps
from ruamsuk.projects.proposals.queries import tasks as proposals
from ruamsuk.projects.reports.queries import tasks as reports
from ruamsuk.projects.variations.queries import tasks as variations


def coming_for(user: User) -> list[Todo]:
    """What goes on while nothing is to be done."""
    return [*reports.coming(user), *proposals.coming(user)]


def tasks_for(user: User) -> list[Todo]:
    return [
        *own_steps.tasks_for(user),
        *proposals.to_decide(user),
        *variations.tasks_for(user),
        *proposals.to_write(user),
        *proposals.to_look_at(user),
        *reports.tasks_for(user),
        *proposals.to_develop(user),
    ]
