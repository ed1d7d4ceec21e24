"""One look, light to send: what a page needs is in our own sheets, and nothing else is."""

import gzip
import re

import pytest

from ruamsuk.core import frontend
from tests.guards.house import SRC, templates

MOST_BYTES = 20_000  # of all sheets together, compressed, so of every page before its first paint
SHEETS = [path for path in sorted(SRC.glob("*/static/**/*.css")) if frontend.VENDOR not in path.parents]
OURS = "\n".join(path.read_text() for path in SHEETS)
SCRIPTS = "\n".join(path.read_text() for path in SRC.glob("*/static/**/*.js"))
STYLED = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/|url\([^)]*\)", "", OURS, flags=re.DOTALL)))


def classes(text: str) -> set[str]:
    """Names in class="…" that stand there whole; what a variable makes is left out, as are the tags around names."""
    found: set[str] = set()
    for value in re.findall(r'\bclass="((?:[^"{]|\{%.*?%\}|\{\{.*?\}\})*)"', text):
        whole = re.sub(r"\{%.*?%\}", " ", value)
        found |= set(re.sub(r"\S*\{\{.*?\}\}\S*", " ", whole).split())
    return found


def test_all_sheets_together_are_light():
    sent = sum(len(gzip.compress(path.read_bytes())) for path in SRC.glob("*/static/**/*.css"))
    assert sent <= MOST_BYTES


def test_no_word_of_a_framework_is_left():
    assert not re.search(r"--tblr-|data-bs-|--bs-", OURS + SCRIPTS)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in templates()])
def test_every_class_is_styled_or_used_by_a_script(path):
    unknown = {
        name
        for name in classes(path.read_text()) - STYLED
        if not re.search(rf"\b{re.escape(name)}\b", SCRIPTS)
    }
    assert not unknown, f"neither a sheet nor a script knows {sorted(unknown)}"


def test_a_class_that_nobody_knows_would_be_found():
    text = '<p class="card{% if bad %} shiny{% endif %} tone-{{ tone }}">'
    assert classes(text) == {"card", "shiny"}
