"""What the home page asks of the other apps: one explicit list."""

from collections.abc import Callable
from datetime import date

from ruamsuk.accounts import queries as accounts
from ruamsuk.accounts.models import User
from ruamsuk.applications import queries as applications
from ruamsuk.core.todo import Todo
from ruamsuk.funds import queries as funds
from ruamsuk.grades.queries import tasks as grades
from ruamsuk.jobs import queries as jobs
from ruamsuk.older_pages import queries as older_pages
from ruamsuk.plans import queries as plans
from ruamsuk.projects import queries as projects

# Each app that knows something to do names its function here, the most pressing work first.
TASKS: list[Callable[[User], list[Todo]]] = [
    applications.tasks_for,
    projects.tasks_for,
    plans.tasks_for,
    grades.tasks_for,
    funds.tasks_for,
    accounts.tasks_for,
    jobs.tasks_for,
    older_pages.tasks_for,
]


def tasks_for(user: User) -> list[Todo]:
    """Everything this person should do, urgent first, then by day, things without a day last."""
    found = [item for tasks in TASKS for item in tasks(user)]
    return sorted(found, key=lambda item: (not item.urgent, item.due_on or date.max))
