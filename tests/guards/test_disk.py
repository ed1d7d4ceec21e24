"""Files are deleted, renamed and written in few places, each of which says why nothing is lost there."""

import ast

from tests.guards.allowed import DISK
from tests.guards.house import SRC, sources

CHANGES = {
    "unlink",
    "rmtree",
    "rmdir",
    "removedirs",
    "rename",
    "renames",
    "write_bytes",
    "write_text",
    "move",
}
WRITING = set("wax+")


def changes_disk(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute | ast.Name):
        return False
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
    if name == "replace":  # of a path has one argument, of a text two, of a moment only named ones
        return len(call.args) == 1 and not call.keywords
    if name == "remove":
        return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "os"
    if name in {"open", "fdopen"}:
        modes = [
            arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        return any(WRITING & set(mode) and len(mode) <= 3 for mode in modes)
    return name in CHANGES and not (name == "move" and ast.unparse(call.func) != "shutil.move")


def found() -> set[str]:
    places = set()
    for path in sources():
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and any(
                isinstance(node, ast.Call) and changes_disk(node) for node in ast.walk(function)
            ):
                places.add(f"{path.relative_to(SRC).as_posix()}:{function.name}")
    return places


def test_every_place_that_deletes_renames_or_writes_files_says_why_nothing_is_lost():
    assert found() == set(DISK)
