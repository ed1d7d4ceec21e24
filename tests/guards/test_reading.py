"""What is said about code stands where it is read: a comment above its line, a description at the head."""

import ast
import re

from tests.guards.house import ROOT, SRC

# What a tool is told belongs behind the bracket that it is about.
HANGING = re.compile(r"^\s*[])}]+[:,]*  # (?!fmt: skip|type: ignore|noqa)", re.MULTILINE)


def _read():
    for folder in (SRC, ROOT / "tests", ROOT / "benchmarks", ROOT / "bin"):
        for path in sorted(folder.rglob("*.py")):
            yield path.relative_to(ROOT), path.read_text()


def _out_of_place(tree: ast.AST):
    """Lines of texts in functions that are no first statement: nobody is shown them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for one in node.body[1:]:
                match one:
                    case ast.Expr(value=ast.Constant(value=str())):
                        yield one.lineno


def test_no_comment_hangs_on_a_closing_bracket():
    assert [str(path) for path, text in _read() if HANGING.search(text)] == []
    assert HANGING.search("a = b(\n    c\n)  # what it is\n")


def test_what_describes_a_function_is_its_first_statement():
    assert [f"{path}:{no}" for path, text in _read() for no in _out_of_place(ast.parse(text))] == []
    assert list(_out_of_place(ast.parse("def f():\n    a()\n    'What it does.'\n"))) == [3]
