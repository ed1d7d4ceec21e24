"""The day of a moment is that in Bangkok, asked of one function: the day in UTC is another one until seven o'clock."""

import ast

from tests.guards.allowed import DAYS_ELSEWHERE
from tests.guards.house import ROOT, SRC


def _days(tree: ast.AST):
    """Lines of `moment.date()` and `date.today()`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="date"), args=[], keywords=[]):
                yield node.lineno
            case ast.Call(func=ast.Attribute(value=ast.Name("date"), attr="today")):
                yield node.lineno


def test_the_day_of_a_moment_is_asked_of_the_calendar():
    found = {
        str(path.relative_to(ROOT))
        for folder in (SRC, ROOT / "tests", ROOT / "benchmarks")
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts and any(_days(ast.parse(path.read_text())))
    }
    assert sorted(found - DAYS_ELSEWHERE.keys()) == [], (
        "use core.calendar.day_of, or say why not in allowed.py"
    )
    assert sorted(DAYS_ELSEWHERE.keys() - found) == [], (
        "named in allowed.DAYS_ELSEWHERE, but not there any more"
    )
    assert list(_days(ast.parse("a = 1\nday = (now - week).date()\nday = date.today()\n"))) == [2, 3]
