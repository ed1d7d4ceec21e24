"""A row of a noun is made by the app that owns the noun, in `projects` by the room that does.

Whoever has many of them describes them and calls that app's door for many (`actions.bulk`). A second place that makes
rows itself would have to be found and changed with each rule that the noun gets (docs/adr/0068).
"""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db.models import Model

from tests.guards.allowed import MADE_ELSEWHERE
from tests.guards.house import ROOT, SRC, sources

MAKES = {"create", "bulk_create", "get_or_create", "update_or_create"}


def files() -> Iterator[Path]:
    yield from sources()
    yield from sorted((ROOT / "benchmarks").glob("*.py"))


def made_elsewhere(path: Path, text: str) -> set[str]:
    """Names of the nouns of which a file makes rows although another app, or another room, owns them."""
    tree = ast.parse(text)
    names = dict(_imported(tree))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (model := _made(node, names)) and not _is_owner(path, model):
            found.add(model.__name__)
    return found


def _imported(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    """What each name is that a file imports from us."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ruamsuk"):
            module = import_module(node.module or "")
            for alias in node.names:
                if not hasattr(module, alias.name):
                    import_module(f"{node.module}.{alias.name}")
                yield alias.asname or alias.name, getattr(module, alias.name)


def _made(call: ast.Call, names: dict[str, Any]) -> type[Model] | None:
    """`Fund(…)`, `Fund.objects.create(…)`, and `bulk.add(Fund, …)` of the generator of measured rows."""
    if model := _model(call.func, names):
        return model
    if not isinstance(call.func, ast.Attribute):
        return None
    manager = call.func.value
    if call.func.attr in MAKES and isinstance(manager, ast.Attribute):
        return _model(manager.value, names)
    return _model(call.args[0], names) if call.func.attr == "add" and call.args else None


def _model(node: ast.expr, names: dict[str, Any]) -> type[Model] | None:
    thing = None
    if isinstance(node, ast.Name):
        thing = names.get(node.id)
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        module = names.get(node.value.id)
        thing = getattr(module, node.attr, None) if isinstance(module, ModuleType) else None
    is_noun = isinstance(thing, type) and issubclass(thing, Model) and thing.__module__.startswith("ruamsuk.")
    return thing if is_noun else None


def _is_owner(path: Path, model: type[Model]) -> bool:
    """`ruamsuk.funds.models` → all of `funds`; `ruamsuk.projects.designs.models` → that room."""
    own = model.__module__.split(".")[1 : 3 if model._meta.app_label == "projects" else 2]
    return path.is_relative_to(SRC) and path.relative_to(SRC).parts[: len(own)] == tuple(own)


def test_rows_are_made_where_their_noun_lives():
    found = {
        (str(path.relative_to(SRC if path.is_relative_to(SRC) else ROOT)), name)
        for path in files()
        for name in made_elsewhere(path, path.read_text())
    }
    more = sorted(found - set(MADE_ELSEWHERE))
    assert not more, f"made by hand; call the door of the noun's app, or say why not in allowed.py: {more}"
    assert not sorted(set(MADE_ELSEWHERE) - found), "named in allowed.MADE_ELSEWHERE, but not there any more"


def test_the_guard_sees_each_way_of_making_a_row():
    above = SRC / "web/views.py"
    imports = (
        "from ruamsuk.projects import models as m\nfrom ruamsuk.projects.models import Design, Project\n"
    )
    ways = ("Design()", "m.Design(setting='')", "Design.objects.create()", "Design.objects.bulk_create([])")
    for way in (*ways, "bulk.add(Design, setting='')"):
        assert made_elsewhere(above, imports + way) == {"Design"}, way
        assert not made_elsewhere(SRC / "projects/designs/actions/bulk.py", imports + way), way
        assert made_elsewhere(SRC / "projects/proposals/actions/bulk.py", imports + way) == {"Design"}, way
    assert not made_elsewhere(above, imports + "Design.objects.filter(pk=1)\nProject.objects.get(pk=1)")
