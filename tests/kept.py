"""Worlds that many tests in a row begin with: loaded once for all of them.

    keep("small_network", load_small_network)      # beside the fixture `small_network`

    @pytest.fixture
    def small_network(kept_world):
        return kept_world("small_network")

Each test gets its own copies of the objects; what it writes is undone after it. The world goes when a test comes that
begins with another one, or with nothing. Of several that a test asks for, the one that was named here last is kept: it
stands on the others.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from copy import deepcopy
from typing import Any

from django.db import transaction

from ruamsuk.committees.actions import load_catalogues
from tests.world import area, kept_heads

Load = Callable[[], Any]
LOADS: dict[str, Load] = {}


def keep(name: str, load: Load) -> None:
    LOADS[name] = load


def world_of(asked: Iterable[str]) -> str:
    """With which world a test begins that asks for these fixtures; empty: with none."""
    return next((name for name in reversed(LOADS) if name in asked), "")


class KeptWorld:
    """The one that stands at the moment, in a transaction around those of the tests."""

    def __init__(self, blocker: Any) -> None:
        self.blocker = blocker
        self.name, self.found = "", None
        self.opened = ExitStack()

    def turn_to(self, asked: Iterable[str]) -> None:
        name = world_of(asked)
        if name == self.name:
            return
        with self.blocker.unblock():
            self.name = ""
            self.opened.close()
            if name:
                self.opened.enter_context(kept_heads())
                self.opened.enter_context(transaction.atomic())
                self.opened.callback(transaction.set_rollback, True)
                self.found, self.name = LOADS[name](), name

    def copy(self, name: str) -> Any:
        return deepcopy(self.found) if self.name == name else LOADS[name]()


def _load_catalogues() -> None:
    area("TH")
    load_catalogues(by=None)


keep("catalogues", _load_catalogues)
