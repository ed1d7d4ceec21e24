"""Objects reach pages only through gates."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.guards.allowed import OPEN_VIEWS

SIGNED_IN = {"login_required"}


def our_views() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Name in `{% url %}` → function, for every address whose function is ours; API calls one by one."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[Any], namespace: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            if operations := _operations(pattern.callback):
                for operation in operations:
                    name = f"{namespace}{operation.view_func.__name__}"
                    yield from [(name, operation.view_func)] if _is_ours(operation.view_func) else []
            elif _is_ours(pattern.callback):
                yield f"{namespace}{pattern.name or pattern.callback.__name__}", pattern.callback


def _operations(callback: Callable[..., Any]) -> list[Any]:
    """The calls of the API behind an address: django-ninja keeps them in the closure of its view."""
    path_view = (
        inspect.getclosurevars(callback).nonlocals.get("self") if inspect.isfunction(callback) else None
    )
    return getattr(path_view, "operations", [])


def _is_ours(view: Callable[..., Any]) -> bool:
    return inspect.unwrap(view).__module__.startswith("ruamsuk.")


def is_gated(view: Callable[..., Any], seen: frozenset[str] = frozenset()) -> bool:
    """A gate (`…_for`, `require`, `visible_to`) in the view or in what it calls of its own app; or sign-in.

    A view that is a method (drafts.views.Pages) calls `self.…`, which the noun's own class says: sign-in of such a view
    is put around all of them at once, so that it does not count.
    """
    function = inspect.unwrap(view)
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and SIGNED_IN & {_name(d) for d in node.decorator_list}:
            return True
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = {_name(call) for call in calls}
    if called & {"require", "visible_to", "gate"} or any(
        name.endswith("_for") for name in called - {"tasks_for"}
    ):
        return True
    app = ".".join(function.__module__.split(".")[:2])
    itself = getattr(function, "__self__", None)
    helpers = [
        helper
        for call in calls
        if (helper := _resolve(call, function.__globals__, itself)) and _name(call) not in seen
    ]
    return any(
        is_gated(helper, seen | called)
        for helper in helpers
        if inspect.ismethod(helper) or helper.__module__.startswith(f"{app}.")
    )


def _resolve(call: ast.expr, names: dict[str, Any], itself: object = None) -> Callable[..., Any] | None:
    """The function that `helper()` or `queries.helper()` calls; the method that `self.helper()` does."""
    if isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id == "self":
        return getattr(itself, call.attr, None)
    if isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name):
        found = getattr(names.get(call.value.id), call.attr, None)
    else:
        found = names.get(call.id) if isinstance(call, ast.Name) else None
    return inspect.unwrap(found) if inspect.isfunction(found) else None


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize(("name", "view"), [pytest.param(n, v, id=n) for n, v in our_views()])
def test_every_page_has_a_gate_or_a_reason(name, view):
    assert name in OPEN_VIEWS or is_gated(view), (
        f"{name} calls no gate (<noun>_for, require, visible_to) and asks for no sign-in; "
        "add one, or the reason in tests/guards/allowed.py"
    )


def test_every_open_page_in_the_list_exists():
    assert set(OPEN_VIEWS) <= {name for name, _ in our_views()}


def test_a_view_without_a_gate_would_be_found():
    def bare(request):
        return None

    def gated(request, uid):
        return fund_for(request.user, uid)  # noqa: F821

    class Pages:
        def page(self, request, uid):
            return self.to_write(request.user, uid)

        def to_write(self, user, uid):
            return fund_for(user, uid)  # noqa: F821

    class Open(Pages):
        def to_write(self, user, uid):
            return None

    assert not is_gated(bare)
    assert is_gated(gated)
    assert is_gated(Pages().page)
    assert not is_gated(Open().page)
