"""Templates: all compile, none carries script or style of its own, and links point down the order of the apps."""

import ast
import re
import tomllib

import pytest
from django.template.loader import get_template

from tests.guards.house import ROOT, SRC, app_of, height, may_use, sources, templates

INLINE = {
    "a script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "a style sheet": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
}
# The formatter folds at 120; a tag, which cannot be folded, and a text of an attribute may run on.
LONGEST_LINE = 160
# The base page shows the menus, the person and the search that `web` fills in: the one exception of the house.
UPWARD = {("core/templates/core/base.html", "web")}

ALL = [pytest.param(path, id=str(path.relative_to(SRC))) for path in templates()]


@pytest.mark.parametrize("path", ALL)
def test_every_template_compiles(path):
    get_template(str(path.relative_to(SRC)).split("/templates/", 1)[1])


@pytest.mark.parametrize("path", ALL)
def test_every_line_can_be_read(path):
    lines = path.read_text().splitlines()
    assert not [f"line {no}: {len(line)}" for no, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]


@pytest.mark.parametrize("path", ALL)
def test_a_figure_and_its_unit_are_said_together(path):
    """Which of them stands first the filter with_unit knows: "ร้อยละ 12", "40 คน"."""
    assert not re.findall(r"\{\{[^}]*\|figure\b[^}]*\}\}\s*\{\{[^}]*unit[^}]*\}\}", path.read_text())


def test_the_formatter_knows_every_block_tag():
    """What stands in a block tag that it does not know is not set in, and its lines are not folded."""
    known = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["djangofmt"]["custom-blocks"]
    tag = re.compile(r"@register\.simple_block_tag(?:\([^)]*\))?\s+def (\w+)")
    ours = {
        name for path in sources() if "templatetags" in path.parts for name in tag.findall(path.read_text())
    }
    assert sorted(known) == sorted(ours | {"partialdef"})


@pytest.mark.parametrize("path", ALL)
def test_no_script_or_style_stands_in_a_page(path):
    source = path.read_text()
    assert not [what for what, pattern in INLINE.items() if pattern.search(source)]


@pytest.mark.parametrize("path", ALL)
def test_every_button_looks_like_one(path):
    """`btn` alone has neither border nor ground: on a white card it reads as text."""
    bare = [
        found
        for found in re.findall(r'class="([^"]*)"', path.read_text())
        if "btn" in found.split() and not re.search(r"btn-|row-remove|{{", found)
    ]
    assert not bare


def test_inline_script_and_style_would_be_found():
    for bad in (
        "<script>x()</script>",
        "<style>p{}</style>",
        '<p style="x">',
        '<a onclick="x">',
        '<a href="javascript:x">',
    ):
        assert [what for what, pattern in INLINE.items() if pattern.search(bad)], bad
    assert not [
        w for w, p in INLINE.items() if p.search('<script type="module" src="/static/a.js"></script>')
    ]


@pytest.mark.parametrize("path", ALL)
def test_templates_use_only_what_stands_lower(path):
    source = path.read_text()
    used = set(re.findall(r"""\{%\s*url\s+["'](\w+):""", source))
    used |= set(re.findall(r"""\{%\s*(?:extends|include)\s+["'](\w+)/""", source)) & set(height())
    place = str(path.relative_to(SRC))
    upward = [app for app in used if not may_use(app_of(path), app) and (place, app) not in UPWARD]
    assert not upward, f"{place} names {upward}, which stand above {app_of(path)}"


def test_code_names_pages_only_of_what_stands_lower():
    """reverse("app:page"), redirect("app:page") and url_name="app:page" are imports that import-linter cannot see."""
    upward = []
    for path in sources():
        app = app_of(path)
        if app not in height():
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            named = re.fullmatch(r"([a-z]+):[a-z][a-z0-9-]*", node.value)
            if named and named[1] in height() and not may_use(app, named[1]):
                upward.append(f"{path.relative_to(SRC)}:{node.lineno} {node.value}")
    assert not upward, upward
