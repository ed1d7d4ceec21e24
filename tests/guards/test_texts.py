"""Both languages are whole: nothing untranslated, nothing hard-coded."""

import ast
import os
import re
import shutil
import string
import subprocess
import sys

import polib
import pytest
from django.template.base import Lexer, TokenType
from django.utils.text import smart_split

from ruamsuk.core.catalogues import sources as catalogues
from tests.guards.allowed import ALWAYS_SEVERAL, EAGER_IN_ACTIONS, THAI_IN_CODE
from tests.guards.house import ROOT, SRC, app_of, sources, templates

THAI = re.compile("[ก-๙]")
LETTERS = re.compile("[A-Za-zก-๙]{2,}")
# Components whose literal words people read; those words must be wrapped: {% page _("Funds") %}.
SPOKEN = set("page card section stat badge link_button submit table notice empty progress".split())
TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
QUIET_ARGUMENTS = {"kind", "icon", "tone", "name", "value", "url", "id", "class", "css"}


@pytest.fixture(scope="module")
def wanted(tmp_path_factory) -> dict[str, set[tuple[str, str]]]:
    """App → (context, English text) of all texts that its code and templates use, as gettext reads them."""
    copy = tmp_path_factory.mktemp("texts") / "ruamsuk"
    shutil.copytree(
        SRC, copy, ignore=shutil.ignore_patterns("tests", "migrations", "vendor", "*.po", "*.mo", "data")
    )
    for app in copy.iterdir():
        if app.is_dir():
            (app / "locale").mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "th", "--no-location"],
        cwd=copy,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        check=True,
        capture_output=True,
    )
    return {
        path.parts[-5]: {(entry.msgctxt or "", entry.msgid) for entry in polib.pofile(str(path))}
        for path in copy.glob("*/locale/th/LC_MESSAGES/django.po")
    }


def test_every_app_translates_exactly_what_it_says(wanted):
    missing, stale = [], []
    for app, texts in wanted.items():
        path = SRC / app / "locale/th/LC_MESSAGES/django.po"
        have = {
            (entry.msgctxt or "", entry.msgid)
            for entry in (polib.pofile(str(path)) if path.exists() else [])
            if not entry.obsolete
        }
        missing += [f"{app}: {text}" for _, text in sorted(texts - have)]
        stale += [f"{app}: {text}" for _, text in sorted(have - texts)]
    assert not missing, f"{len(missing)} texts without a translation:\n" + "\n".join(missing[:40])
    assert not stale, f"{len(stale)} translations of texts that nobody says any more:\n" + "\n".join(
        stale[:40]
    )


# A number of things whose English has no form for one of them: "1 reports late".
NUMBER = "(?:n|count|number|total|approved|late|participants)"
NUMBERED = re.compile(rf"(?:\{{{NUMBER}\}}|%\({NUMBER}\)[sd]) (?:\w+ )?(?!(?:is|was|has)\b)\w+s\b")


@pytest.mark.parametrize("path", [pytest.param(p, id=app_of(p)) for p in catalogues()])
def test_english_counts_one_thing_as_one(path):
    found = [
        entry.msgid
        for entry in polib.pofile(str(path))
        if not entry.obsolete and not entry.msgid_plural and NUMBERED.search(entry.msgid)
    ]
    assert not {*found} - {*ALWAYS_SEVERAL}, "say it with ngettext, or the number behind its noun"


@pytest.mark.parametrize("path", [pytest.param(p, id=app_of(p)) for p in catalogues()])
def test_every_translation_is_finished(path):
    catalogue = polib.pofile(str(path))
    unfinished = [e.msgid for e in catalogue if not e.obsolete and ("fuzzy" in e.flags or not e.translated())]
    assert not unfinished, unfinished
    wrong = [
        e.msgid
        for e in catalogue
        if not e.obsolete and not e.msgid_plural and holes(e.msgid) != holes(e.msgstr)
    ]
    assert not wrong, f"the translation has other {{…}} or %(…)s than the text: {wrong}"


def test_the_reader_is_addressed_in_one_way():
    """“ท่าน” everywhere. “คุณ” stands only before a name, and inside other words (quality, qualified)."""
    other = re.compile("คุณ(?!ภาพ|สมบัติ|ค่า|วุฒิ|%\\(name)")
    found = [
        f"{path.parts[-5]}: {text}"
        for path in catalogues()
        for entry in polib.pofile(str(path))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if other.search(text)
    ]
    assert not found


def test_one_english_text_has_one_thai_text():
    """Django merges the catalogues of all apps: of two translations of one text only one would ever be seen."""
    said: dict[tuple[str, str], dict[str, list[str]]] = {}
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            if entry.translated():
                thai = entry.msgstr or "/".join(entry.msgstr_plural.values())
                key = (entry.msgctxt or "", entry.msgid)
                said.setdefault(key, {}).setdefault(thai, []).append(app_of(path))
    torn = {text: thai for text, thai in said.items() if len(thai) > 1}
    assert not torn, "choose clearer English words, the same Thai, or a context:\n" + "\n".join(
        f"{text}: {thai}" for text, thai in torn.items()
    )


def holes(text: str) -> set[str]:
    """Names that a text leaves to be filled in: {name} and %(name)s."""
    try:
        braces = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        braces = set()
    return braces | set(re.findall(r"%\((\w+)\)", text))


def test_code_speaks_through_translations():
    """Thai text in code is data or language itself, in files that are named with the reason."""
    found = []
    for path in sources():
        place = str(path.relative_to(SRC))
        if place in THAI_IN_CODE or "/data/" in place or "/management/" in place:
            continue
        tree = ast.parse(path.read_text())
        fine = {  # docstrings
            node.body[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        } | {  # an English text may show a Thai example
            argument
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and ast.unparse(node.func) in TRANSLATES
            for argument in node.args
        }
        found += [
            f"{place}:{node.lineno} {node.value[:40]}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and THAI.search(node.value)
            and node not in fine
        ]
    assert not found, "\n".join(found)


EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}


def test_what_is_written_into_records_does_not_depend_on_the_language_of_the_writer():
    """Actions and loaders translate lazily, and make stored words with core.text.in_record: Thai for everybody."""
    found = []
    for path in sources():
        place = str(path.relative_to(SRC))
        writes = "actions" in (*path.relative_to(SRC).parts, path.stem) or "/demo/" in place
        if writes and place not in EAGER_IN_ACTIONS:
            found += [
                f"{place}:{node.lineno} {alias.name}"
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
                for alias in node.names
                if alias.name in EAGER
            ]
    assert not found, f"use gettext_lazy, and in_record() where the words are stored: {found}"


def test_every_file_with_thai_in_the_list_exists():
    assert not [name for name in (*THAI_IN_CODE, *EAGER_IN_ACTIONS) if not (SRC / name).exists()]


@pytest.mark.parametrize("path", [pytest.param(p, id=str(p.relative_to(SRC))) for p in templates()])
def test_templates_speak_through_translations(path):
    found = hard_coded(path.read_text())
    assert not found, f"{path.relative_to(ROOT)}: wrap in {{% translate %}} or _(): {found}"


def hard_coded(source: str) -> list[str]:
    """Words of a template that stand outside of translations."""
    found: list[str] = []
    html, quiet = [], None
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split()[0]
            if word in {"blocktranslate", "blocktrans", "comment"}:
                quiet = f"end{word}"
            elif word == quiet:
                quiet = None
            elif word in SPOKEN:
                found += _bare_words(token.contents)
            html.append(" ")
        elif token.token_type == TokenType.TEXT and not quiet:
            html.append(token.contents)
        else:
            html.append(" ")
    text = "".join(html)
    for attribute in re.findall(
        r"""\s(?:alt|title|placeholder|aria-label|data-label)=["']([^"']*)["']""", text
    ):
        found += LETTERS.findall(attribute)
    text = re.sub(r"<!--.*?-->|<[^>]*>|&\w+;", " ", text, flags=re.DOTALL)
    return found + LETTERS.findall(text)


def _bare_words(contents: str) -> list[str]:
    """Literal words of a component that are not wrapped in _()."""
    found = []
    for bit in list(smart_split(contents))[1:]:
        name, _, value = bit.rpartition("=") if re.match(r"\w+=", bit) else ("", "", bit)
        if (
            name not in QUIET_ARGUMENTS
            and value[:1] in {'"', "'"}
            and value[1:2] not in {"#", "/"}
            and LETTERS.search(value)
        ):
            found.append(value.strip("\"'"))
    return found


def test_hard_coded_words_would_be_found():
    assert hard_coded("<p>Funds</p>") == ["Funds"]
    assert hard_coded('<input placeholder="ชื่อ">') == ["ชื่อ"]
    assert (
        hard_coded('<p>{% translate "Funds" %} {{ fund }}</p>{% blocktranslate %}Two{% endblocktranslate %}')
        == []
    )
    assert hard_coded('{% page "Funds" %}{% endpage %}') == ["Funds"]
    assert hard_coded('{% page _("Funds") %}{% link_button _("Add") url kind="primary" icon="plus" %}') == []
