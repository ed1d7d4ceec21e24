"""Which verbs a gate can be asked for: with each of them an object passes exactly when it is in the list."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from ruamsuk.accounts.verbs import Verb, all_verbs
from tests.guards.house import SRC, sources

NAMES = re.compile(r"\w+")


@cache
def names() -> dict[str, set[str]]:
    """Every file of the product, with the names that stand in it."""
    return {str(path.relative_to(SRC)): set(NAMES.findall(path.read_text())) for path in sources()}


def verbs_asked_of(gates: Iterable[Callable[..., Any]]) -> list[Verb]:
    """Those that some file names beside one of the gates, and those of the gate's own app.

    Who asks a gate for a verb names both, or takes the verb from a table of its app (as the steps of a report).
    """
    asked: set[str] = set()
    for gate in gates:
        own = f"{gate.__module__.split('.')[1]}/verbs.py"
        for place, found in names().items():
            if gate.__name__ in found or place == own:
                asked |= found
    return [verb for verb in all_verbs() if verb.upper().replace("-", "_") in asked]
