"""Every page opens, in Thai and in English, and neither language shows words of the other."""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import polib
import pytest
from django.test import Client

from ruamsuk.core.catalogues import sources as catalogues
from tests.pages import PAGES, SKIPPED, routes
from tests.site import build
from tests.world import PLACES

pytestmark = [pytest.mark.django_db, pytest.mark.one_worker]

THAI = re.compile("[ก-๙]+")
# Elements whose content is no sentence of the page.
SILENT = {"script", "style", "textarea", "template", "code", "svg"}
SPOKEN = ("alt", "title", "placeholder", "aria-label", "data-label", "data-copied", "data-failed")


@pytest.fixture(scope="module")
def site(kept_for_module):
    with kept_for_module():
        yield build()


@pytest.fixture(scope="module")
def examples() -> set[str]:
    """Thai words that stand in English texts on purpose: what people type, names of places and of the language."""
    found = {"ภาษาไทย"}
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            found |= set(THAI.findall(entry.msgid))
    return found | {word for _, _, _, name, _ in PLACES.values() for word in THAI.findall(name)}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """English text → Thai text, of all apps; only what has no holes to fill in."""
    found = {}
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            if entry.translated() and entry.msgstr and not re.search(r"%\(|\{", entry.msgid):
                found[_plain(entry.msgid)] = _plain(entry.msgstr)
    return {english: thai for english, thai in found.items() if english != thai and english != "English"}


class Words(HTMLParser):
    """The words of a page, piece by piece: texts between tags, and attributes that are read out.

    Left out: what is typed into fields, and what is marked as another language.
    """

    VOID = {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.pieces = language, []
        self.open: list[tuple[str, bool]] = []  # tag, whether its content is left out

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        silent = tag in SILENT or given.get("lang", self.language) != self.language
        silent = silent or bool(self.open and self.open[-1][1])
        if not silent:
            self.pieces += [given[name] for name in SPOKEN if given.get(name)]
            if tag == "input" and given.get("type") in {"submit", "button"}:
                self.pieces.append(given.get("value", ""))
        if tag not in self.VOID:
            self.open.append((tag, silent))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not (self.open and self.open[-1][1]) and data.strip():
            self.pieces.append(data)


def words(page: str, language: str) -> list[str]:
    reader = Words(language)
    reader.feed(page)
    return [_plain(piece) for piece in reader.pieces]


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split())


def opened(site, name: str, language: str) -> str:
    page = PAGES[name]
    client = Client()
    client.cookies["language"] = language
    if page.who:
        client.force_login(getattr(site, page.who))
    answer = client.get(page.address(name, site))
    assert answer.status_code == 200, f"{name}: {answer.status_code} {answer.headers.get('Location', '')}"
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_english_page_shows_no_thai(site, examples, name):
    found = [piece for piece in words(opened(site, name, "en"), "en") if set(THAI.findall(piece)) - examples]
    assert not found, f"Thai on the English page: {found}"


@pytest.mark.parametrize("name", PAGES)
def test_the_thai_page_shows_no_english(site, texts, name):
    long = [text for text in texts if len(text) > 24]
    found = [
        piece
        for piece in words(opened(site, name, "th"), "th")
        if piece in texts or any(text in piece for text in long)
    ]
    assert not found, f"English on the Thai page: {found}"


def test_a_page_in_the_wrong_language_would_be_found(texts):
    assert texts["Funds"] == "กองทุน"
    page = '<p>Funds</p><p lang="th">ไทย</p><input value="ชื่อ"><i aria-label="ปิด">x</i><textarea>ชื่อ</textarea>'
    assert words(page, "en") == ["Funds", "ปิด", "x"]


def _names() -> Iterator[str]:
    return (name.partition(" ")[0] for name in PAGES)


def test_every_route_is_walked_or_has_a_reason():
    missing = sorted(set(routes()) - set(_names()) - set(SKIPPED))
    assert not missing, f"add to tests/pages.py: {missing}"


def test_every_name_in_the_lists_is_a_route():
    assert set(_names()) | set(SKIPPED) <= set(routes())
    assert not set(_names()) & set(SKIPPED)
