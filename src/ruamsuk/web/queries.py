"""What the home page and the search ask of the other apps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from ruamsuk.accounts import queries as accounts
from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.models import User
from ruamsuk.applications import queries as applications
from ruamsuk.areas.choices import COUNTRY_CODE
from ruamsuk.core.finding import FINDERS, MOST, Finder, Hits
from ruamsuk.core.spelling import COUNTED, Wanted, marked, spelt_there
from ruamsuk.core.todo import Todo
from ruamsuk.funds import queries as funds
from ruamsuk.funds.filters import query
from ruamsuk.grades.queries import tasks as grades
from ruamsuk.jobs import queries as jobs
from ruamsuk.older_pages import queries as older_pages
from ruamsuk.plans import queries as plans
from ruamsuk.projects import queries as projects

FAR_LESS = 0.75  # of the best fit of all
SPELLINGS = 3

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
class Hit:
    title: list[tuple[str, bool]]  # in runs, and whether each is what was looked for
    sub: str
    url: str


@dataclass(frozen=True)
class Group:
    """What one noun has of the words; `more`: the way to the rest, empty where there is no rest."""

    name: str
    finder: Finder
    hits: list[Hit]
    count: str
    more: str


@dataclass(frozen=True)
class Search:
    wanted: Wanted
    groups: list[Group]
    spellings: list[str]  # how what was typed is spelt in what was found, where nothing is spelt so


def found_of_all(user: Reader, wanted: Wanted, noun: str = "") -> Search:
    """Nouns that have something of the words, in their order; where none has, those with what is spelt alike.

    `noun`: that one alone, and all that is counted of it.
    """
    finders = {name: one for name, one in FINDERS.items() if not noun or name == noun}
    ordered = sorted(finders.items(), key=lambda one: one[1].order)
    most = COUNTED if noun else MOST
    for asked in (wanted, wanted.alike()):
        found = [(name, hits) for name, finder in ordered if (hits := finder.find(user, asked, most)).found]
        if found:
            break
    best = max((one.fit for _name, hits in found for one in hits.found), default=1.0)
    if asked.is_near:  # what is far less alike than another noun has it would stand in the way
        found = [(name, hits) for name, hits in found if hits.found[0].fit >= best * FAR_LESS]
        found.sort(key=lambda one: -one[1].found[0].fit)
    groups = [_group(name, hits, asked, most) for name, hits in found]
    return Search(asked, groups, _spellings(found, asked) if asked.is_near else [])


def _group(name: str, hits: Hits, wanted: Wanted, most: int) -> Group:
    finder, more = FINDERS[name], ""
    if hits.count > most and finder.more and not wanted.is_near:
        more = reverse(finder.more) + query({"q": wanted.typed, "area": COUNTRY_CODE})
    elif hits.count > len(hits.found) and most < COUNTED:
        more = reverse("web:search") + query({"q": wanted.typed, "noun": name, "year": wanted.only})
    shown = [Hit(marked(one.title, wanted), one.sub, one.url) for one in hits.found]
    return Group(name, finder, shown, f"{COUNTED}+" if hits.count > COUNTED else str(hits.count), more)


def _spellings(found: Iterable[tuple[str, Hits]], wanted: Wanted) -> list[str]:
    """A few, the nearest first."""
    nearest = sorted((one for _name, hits in found for one in hits.found), key=lambda one: -one.fit)
    spelt = dict.fromkeys(filter(None, (spelt_there(one.title, wanted) for one in nearest)))
    return list(spelt)[:SPELLINGS]


def years_found(user: Reader, wanted: Wanted, noun: str) -> bool:
    """Whether there is something in other years, where one was chosen and has nothing."""
    return bool(found_of_all(user, replace(wanted, only=None), noun).groups)
