"""Layouts: plain text with places in braces, which an administrator may change.

    # Heading of the paper
    ## Heading of a part
    Fund {proposal.fund}, fiscal year {proposal.fiscal_year}
    {section.4}
    ---

A place within a line is filled with words, a place that is alone on its line may be a whole part. `---` begins a new
page. Nothing else means anything: the list of places is closed, there is no language of templates, and what is filled
in is text.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Set
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ruamsuk.papers.problems import NotAlone, UnknownPlace

PLACE = re.compile(r"\{([^{}\n]*)\}")
# What somebody from another system types as a place; it is text here, braces and all.
DOUBLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
DATA = Path(__file__).parent / "data"


def shipped(name: str) -> str:
    return (DATA / f"{name}.txt").read_text()


def law_of(fiscal_year: int | None) -> str:
    """The announcement that a year's proposals are decided by; the newest where no year is said."""
    found = ""
    for line in shipped("laws").splitlines():
        since, _space, words = line.partition(" ")
        if fiscal_year is None or int(since) <= fiscal_year:
            found = words
    return found


def check(text: str, words: Set[str], parts: Set[str]) -> None:
    """Raises a problem that names the first place that cannot be filled."""
    for line in text.splitlines():
        for place in PLACE.findall(_without_double(line)):
            if place in parts and line.strip() != f"{{{place}}}":
                raise NotAlone(field="text", place=f"{{{place}}}")
            if place not in words and place not in parts:
                raise UnknownPlace(field="text", place=f"{{{place}}}")


def is_good(text: str, words: Set[str], parts: Set[str]) -> bool:
    try:
        check(text, words, parts)
    except (UnknownPlace, NotAlone):
        return False
    return True


def filled(text: str, words: Mapping[str, str], parts: Mapping[str, Callable[[], SafeString]]) -> SafeString:
    return format_html_join("\n", "{}", ((one,) for one in _lines(text, words, parts)))


def _lines(
    text: str, words: Mapping[str, str], parts: Mapping[str, Callable[[], SafeString]]
) -> Iterable[SafeString]:
    for line in text.splitlines():
        line = line.strip()
        if not line:
            continue
        if line.strip("-") == "" and len(line) >= 3:
            yield mark_safe('<div class="new-page"></div>')
        elif (place := line[1:-1]) in parts and line == f"{{{place}}}":
            yield parts[place]()
        elif line.startswith("## "):
            yield format_html("<h2>{}</h2>", _said(line[3:], words))
        elif line.startswith("# "):
            yield format_html("<h1>{}</h1>", _said(line[2:], words))
        else:
            yield format_html("<p>{}</p>", _said(line, words))


def _said(line: str, words: Mapping[str, str]) -> str:
    """Text, escaped by who prints it. What is filled in is not looked at again."""
    pieces, at = [], 0
    for double in [*DOUBLE.finditer(line), None]:
        end = double.start() if double else len(line)
        pieces.append(PLACE.sub(lambda found: words.get(found[1], found[0]) or "–", line[at:end]))
        if double:
            pieces.append(double[0])
            at = double.end()
    return "".join(pieces)


def _without_double(line: str) -> str:
    return DOUBLE.sub("", line)
