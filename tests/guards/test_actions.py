"""Nouns change through actions only, and every action says by whom and when."""

import ast
import inspect

import pytest

from ruamsuk.audit.trail import VERBS
from tests.guards.allowed import PARTS_OF_ACTIONS
from tests.guards.house import app_of, modules, places_of, sources

WRITES = {
    "save",
    "create",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}


def public_functions():
    for module in modules("actions"):
        if module.__name__ == "ruamsuk.audit.actions":  # the machinery of actions itself
            continue
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if inspect.unwrap(function).__module__ == module.__name__ and not name.startswith("_"):
                yield pytest.param(function, id=f"{module.__name__.removeprefix('ruamsuk.')}.{name}")


@pytest.mark.parametrize("function", list(public_functions()))
def test_every_action_is_recorded_with_by_and_at(function):
    inner = inspect.unwrap(function)
    verb = f"{inner.__module__.split('.')[1]}.{inner.__name__}"
    if verb not in VERBS or inner is function:
        calls = {
            node.func.attr
            for node in ast.walk(ast.parse(inspect.getsource(inner).strip()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        part = verb in PARTS_OF_ACTIONS
        assert part or not calls & WRITES, f"{verb} writes: make it an @action, or say why not in allowed.py"
        return
    parameters = inspect.signature(inner).parameters
    assert {"by", "at"} <= set(parameters), f"{verb} needs by= and at="
    positional = [
        p.name for p in parameters.values() if p.kind is not p.KEYWORD_ONLY and p.kind is not p.VAR_KEYWORD
    ]
    assert not positional, f"{verb}: keyword arguments only (put * first), not {positional}"


def test_every_part_of_an_action_in_the_list_exists():
    functions = [inspect.unwrap(param.values[0]) for param in public_functions()]
    assert set(PARTS_OF_ACTIONS) <= {f"{f.__module__.split('.')[1]}.{f.__name__}" for f in functions}


def test_every_verb_has_words():
    assert all(str(label).strip() for label in VERBS.values())


def test_pages_forms_and_queries_do_not_write():
    """`.save()` and its relatives stand in actions, in what loads data, and in tests."""
    found = []
    for path in sources():
        if not {"views", "forms", "api", "queries", "access"}.intersection(places_of(path)):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES - {"update"}  # dict.update is harmless
                and _is_a_row(node.func.value)
            ):
                found.append(f"{app_of(path)}/{path.name}:{node.lineno} .{node.func.attr}()")
    assert not found, f"writes outside of actions: {found}"


def _is_a_row(value: ast.expr) -> bool:
    """`Model.objects.create()` and `record.save()`; not `request.session.create()` or `form.save()` of a library."""
    text = ast.unparse(value)
    return ".objects" in text or (
        isinstance(value, ast.Name) and text not in {"form", "image", "workbook", "book"}
    )
