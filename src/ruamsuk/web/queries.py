"""What the home page and the search ask of the other apps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from ruamsuk.accounts import queries as accounts
from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.models import User
from ruamsuk.applications import queries as applications
from ruamsuk.areas.choices import COUNTRY_CODE
from ruamsuk.core.finding import FINDERS, MOST, Finder, Found
from ruamsuk.core.todo import Todo
from ruamsuk.funds import queries as funds
from ruamsuk.funds.filters import query
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


@dataclass(frozen=True)
class Group:
    """What one noun has of the words; `more`: the list with the rest, empty where there is no rest or no such list."""

    finder: Finder
    found: list[Found]
    more: str


def found_of_all(user: Reader, words: str) -> list[Group]:
    """Nouns that have something of the words, in their order."""
    groups = []
    for finder in sorted(FINDERS.values(), key=lambda one: one.order):
        if found := finder.find(user, words, MOST + 1):
            more = ""
            if len(found) > MOST and finder.more:
                more = reverse(finder.more) + query({"q": words, "area": COUNTRY_CODE})
            groups.append(Group(finder, found[:MOST], more))
    return groups
