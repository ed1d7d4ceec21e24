"""Tabs of hub pages (a fund, a project), and notes on pages of records: an app above adds its own without the page
knowing the app.

Registered from an app's `AppConfig.ready`; what one thing a name has goes into a `core.registry.Registry`.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from ruamsuk.core.registry import Registry


@dataclass(frozen=True)
class Tab:
    """A link on a hub page to a page of the tab's owner. `can(user, hub object)` decides whether it is shown."""

    # "fund" | "proposal" | "project" | "planned_project" | "measure" | "plan" | "post" | "area" | "area_set"
    hub: str
    order: int
    label: str | Promise
    url_name: str  # reversed with the hub object's uid; of a measure with its code
    icon: str
    can: Callable[[Any, Any], bool] = lambda user, thing: True


@dataclass(frozen=True)
class Note:
    """A part of a record's page that its owner draws. `tell(user, thing)`: what the template shows; None: nothing."""

    # "plan" | "plan_year" | "fund_year" | "report" | "project" | "project_overview" | "proposal"
    # "decision" (of a proposal)
    hub: str
    template: str
    tell: Callable[[Any, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Became:
    """What was made of a line of a record: how that stands, in words with their tone, and where it is read."""

    state: str
    tone: str
    label: str
    url: str


# Kind of line → of which lines of a record what was made, as a reader sees it: `told(user, record)` by their keys.
BECAME: Registry[Callable[[Any, Any], dict[int, Became]]] = Registry("kinds of lines")


_notes: dict[str, list[Note]] = defaultdict(list)


def add_note(note: Note) -> None:
    if note not in _notes[note.hub]:
        _notes[note.hub].append(note)


def notes_of(hub: str, user: Any, thing: Any) -> list[tuple[str, dict[str, Any]]]:
    """Template and what it shows, of each note that has something to say."""
    told = ((note.template, note.tell(user, thing)) for note in _notes[hub])
    return [(template, shown) for template, shown in told if shown is not None]


_tabs: dict[str, list[Tab]] = defaultdict(list)


def add_tab(tab: Tab) -> None:
    if tab not in _tabs[tab.hub]:
        _tabs[tab.hub].append(tab)
        _tabs[tab.hub].sort(key=lambda t: t.order)


def tabs_of(hub: str, user: Any, thing: Any) -> list[Tab]:
    return [tab for tab in _tabs[hub] if tab.can(user, thing)]
