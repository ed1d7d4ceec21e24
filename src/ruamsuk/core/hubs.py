"""Tabs of hub pages (a fund, a project): an app above adds its tab without the page knowing the app.

Registered from an app's `AppConfig.ready`; what one thing a name has goes into a `core.registry.Registry`.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Tab:
    """A link on a hub page to a page of the tab's owner. `can(user, hub object)` decides whether it is shown."""

    hub: str  # "fund" | "project" | "planned_project" | "post" | "area"
    order: int
    label: str | Promise
    url_name: str  # reversed with the hub object's uid
    icon: str
    can: Callable[[Any, Any], bool] = lambda user, thing: True


_tabs: dict[str, list[Tab]] = defaultdict(list)


def add_tab(tab: Tab) -> None:
    if tab not in _tabs[tab.hub]:
        _tabs[tab.hub].append(tab)
        _tabs[tab.hub].sort(key=lambda t: t.order)


def tabs_of(hub: str, user: Any, thing: Any) -> list[Tab]:
    return [tab for tab in _tabs[hub] if tab.can(user, thing)]
