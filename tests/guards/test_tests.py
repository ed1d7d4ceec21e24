"""What a test looks for on a page is long enough to mean something."""

import ast
import re
from pathlib import Path

from tests.guards.house import ROOT

# Every page bears random ids and tokens of hexadecimal digits: three of those are found on one page in five.
BY_CHANCE = re.compile(r"[0-9a-f]{1,5}", re.ASCII)


def looked_for_by_chance(path: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Compare)
        and isinstance(node.ops[0], ast.In | ast.NotIn)
        and isinstance(node.left, ast.Constant)
        and isinstance(node.left.value, str)
        and BY_CHANCE.fullmatch(node.left.value)
        and re.search(r"\bpage\b|\.content\b", ast.unparse(node.comparators[0]))
    ]


def test_no_test_looks_on_a_page_for_a_text_that_a_random_id_may_hold():
    files = [*ROOT.glob("src/ruamsuk/*/tests/**/*.py"), *ROOT.glob("tests/**/*.py")]
    assert len(files) > 100
    assert [line for path in sorted(files) for line in looked_for_by_chance(path)] == []


CLOCKS = {
    f"{module}{clock}()"
    for clock in ("monotonic", "perf_counter", "process_time", "thread_time", "time")
    for module in ("time.", "")
}


def elapsed_times_asserted(path: Path) -> list[str]:
    """Comparisons of `clock() - started`; waiting until a deadline, so that nothing hangs, is not one."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Compare)
        for part in ast.walk(node)
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub) and ast.unparse(part.left) in CLOCKS
    ]


def test_no_test_asks_how_long_something_took():
    # the same code takes four times as long on a busy machine; speed is measured by bin/bench, beside a floor
    files = [*ROOT.glob("src/ruamsuk/*/tests/**/*.py"), *ROOT.glob("tests/**/*.py")]
    assert [line for path in sorted(files) for line in elapsed_times_asserted(path)] == []
