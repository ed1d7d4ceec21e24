"""The look is ours alone and light to send: small sheets, no name that nothing defines, no rest of a framework."""

import ast
import re
from functools import cache
from pathlib import Path

import brotli
import pytest

from ruamsuk.core import frontend
from tests.guards.house import SRC, sources, templates

MOST = 25 * 1024  # bytes of style before a page is painted, as they are sent
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
HOLE = "\N{REPLACEMENT CHARACTER}"


@cache
def sheets() -> dict[str, str]:
    """Every sheet that a page may link: our own, and the fonts'."""
    own = {str(path.relative_to(SRC)): path.read_text() for path in sources("*.css")}
    return own | {"fonts.css": frontend.wanted()["fonts.css"].decode()}


def styled(*texts: str) -> set[str]:
    """Class names in sheets."""
    plain = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", "".join(texts), flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][\w-]*)", plain))


@cache
def known_classes() -> set[str]:
    """Names that a sheet of ours styles or a script of ours looks for."""
    scripts = "".join(path.read_text() for path in sources("*.js"))
    return styled(*sheets().values()) | set(re.findall(r"[\"'`][\w ]*\.([a-z][\w-]*)", scripts))


def classes(source: str) -> set[str]:
    """Class names in HTML; what a tag of the template fills in is a hole: `ladder-` and a hole."""
    found: set[str] = set()
    for value in re.findall(r'class="((?:\{[{%].*?[%}]\}|[^"])*)"', source, re.DOTALL):
        found |= set(TAG.sub(lambda tag: HOLE if tag[0].startswith("{{") else " ", value).split())
    return found


def unknown(names: set[str]) -> list[str]:
    """A name with a hole is known when a known one begins as it does; a hole alone is the code's business."""
    begins = tuple(known_classes())
    return sorted(
        name
        for name in names
        if name not in known_classes()
        and not (HOLE in name and any(one.startswith(name.partition(HOLE)[0]) for one in begins))
    )


def test_all_sheets_together_are_light():
    """Together, so that no page needs to be opened to know that it is."""
    sizes = {name: len(brotli.compress(text.encode())) for name, text in sheets().items()}
    assert sum(sizes.values()) <= MOST, sizes


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=str(path.relative_to(SRC))) for path in templates() if path.suffix == ".html"],
)
def test_every_class_of_a_page_is_styled_or_used(path):
    assert not unknown(classes(path.read_text()))


@cache
def by_name() -> dict[str, str]:
    """Templates by the name that others call them."""
    return {str(path).rpartition("/templates/")[2]: path.read_text() for path in templates()}


def whole(name: str, seen: set[str]) -> str:
    """A template with all that it extends and includes by name."""
    if name in seen or name not in by_name():
        return ""
    seen.add(name)
    text = by_name()[name]
    parts = re.findall(r'\{%\s*(?:extends|include)\s+"([^"]+)"', text)
    return text + "".join(whole(part, seen) for part in parts)


def unlinked(page: str) -> list[str]:
    """Classes of a page that only a sheet styles which the page does not link: there they look like nothing."""
    linked = set(re.findall(r'\{% static "([^"]+\.css)" %\}', page))
    others = {name: text for name, text in sheets().items() if not name.endswith(tuple(linked))}
    shown = styled(*(text for name, text in sheets().items() if name not in others))
    return sorted(classes(page) & styled(*others.values()) - shown)


@pytest.mark.parametrize("name", sorted(name for name, text in by_name().items() if "{% extends" in text))
def test_a_page_links_the_sheets_of_its_classes(name):
    assert not unlinked(whole(name, set()))


def test_a_class_of_a_sheet_that_is_not_linked_would_be_found():
    page = '{% static "core/ruamsuk.css" %}<p class="row-line buttons">'
    assert unlinked(page) == ["row-line"]
    assert not unlinked('{% static "drafts/writing.css" %}' + page)


def test_every_class_that_code_writes_is_styled_or_used():
    wrong = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names = classes(re.sub(r"\{[^}]*\}", HOLE, node.value))
                wrong += [f"{path.relative_to(SRC)}:{node.lineno} {name}" for name in unknown(names)]
    assert not wrong, wrong


def test_a_class_that_nothing_defines_would_be_found():
    assert unknown(classes('<p class="btn-outline-primary card {% if a %}mb-0{% endif %}">')) == [
        "btn-outline-primary",
        "mb-0",
    ]
    assert not unknown(classes('<li class="ladder-{{ step.state }} {{ more }}">'))


@pytest.mark.parametrize("rest", ["--tblr-", "data-bs-", "--bs-"])
def test_nothing_of_a_framework_is_left(rest):
    files = [*sources("*.css"), *sources("*.js"), *sources(), *templates()]
    assert [path.relative_to(SRC) for path in files if rest in Path(path).read_text()] == []
