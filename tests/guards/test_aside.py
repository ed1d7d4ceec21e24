"""Acts that stand aside (audit.aside) change no figure: nothing that they call of their app counts anything."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from ruamsuk.audit.trail import ASIDE
from tests.guards.house import modules

COUNTS = {
    "recount",
    "recount_for",
    "recount_parts",
    "count_again",
    "contribute",
    "note_summed",
    "note_counted",
}


def acts() -> dict[str, Callable[..., Any]]:
    found = {}
    for module in modules("actions"):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            verb = f"{module.__name__.split('.')[1]}.{name}"
            if verb in ASIDE and inspect.unwrap(function).__module__ == module.__name__:
                found[verb] = inspect.unwrap(function)
    return found


def called(function: Callable[..., Any], seen: set[str]) -> set[str]:
    """Names of all that a function calls, and of what those call that stand in its own app."""
    app = ".".join(function.__module__.split(".")[:2])
    names: set[str] = set()
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        names.add(name)
        helper = inspect.unwrap(function.__globals__.get(name)) if name in function.__globals__ else None
        if inspect.isfunction(helper) and helper.__module__.startswith(f"{app}.") and name not in seen:
            names |= called(helper, seen | names)
    return names


def test_every_verb_that_stands_aside_is_an_act():
    import_module("ruamsuk.config.urls")
    assert set(acts()) == ASIDE != set()


@pytest.mark.parametrize("verb", sorted(acts()))
def test_an_act_that_stands_aside_counts_nothing(verb):
    assert not called(acts()[verb], set()) & COUNTS
