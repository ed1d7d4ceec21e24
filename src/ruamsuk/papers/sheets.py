"""The whole paper as one HTML: fonts and pictures brought along, office and year on each page."""

import base64
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.text import in_thai
from ruamsuk.papers import layouts
from ruamsuk.papers.documents.base import Document, Told
from ruamsuk.papers.models import Layout

MARGINS = """
@page {{
  @top-left {{ content: {} }}
  @top-right {{ content: {} }}
  @bottom-left {{ content: {} }}
  @bottom-right {{ content: {} counter(page) " / " counter(pages) }}
}}
"""
URL = re.compile(r"url\(([^)]+)\)")


def html(told: Told, document: Document, reached: Callable[[], object] = lambda: None) -> str:
    """Papers are in Thai, whoever asks: they are signed and filed in Thai offices. `reached`: after each part."""
    with in_thai():
        used = layout_of(document)
        parts = document.drawn(told, reached)
        content = layouts.filled(used.text, told.words, parts)
        year = _("fiscal year %(year)s") % {"year": told.fiscal_year} if told.fiscal_year else ""
        printed = _("Printed on %(day)s from Ruamsuk") % {"day": day_text(today())}
        unsigned = "" if used.signed_at else " · " + _("unverified layout")
        page = _("Page") + " "
        margins = MARGINS.format(*map(_quoted, (told.office, year, printed + unsigned, page)))
        look = format_html("<style>{}{}</style>", style(), mark_safe(margins))
        return render_to_string("papers/_sheet.html", {"name": told.name, "style": look, "content": content})


def layout_of(document: Document) -> Layout:
    """The newest layout that can be filled; one whose places are gone waits until somebody mends it."""
    words, parts = document.words().keys(), document.parts.keys()
    for row in Layout.objects.filter(document=document.name).order_by("-pk"):
        if layouts.is_good(row.text, words, parts):
            return row
    return Layout(document=document.name, text=layouts.shipped(document.name))


@cache
def style() -> SafeString:
    """The sheet of papers with the project's fonts in it."""
    fonts = Path(_found("vendor/fonts.css"))

    def inline(url: re.Match[str]) -> str:
        content = base64.b64encode((fonts.parent / url[1]).read_bytes()).decode()
        return f"url(data:font/woff2;base64,{content})"

    return mark_safe(URL.sub(inline, fonts.read_text()) + Path(_found("papers/paper.css")).read_text())


def _found(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return path


def _quoted(text: str) -> str:
    """As a string of a style sheet, out of which no text of ours or theirs can step."""
    return '"' + "".join(_letter(letter) for letter in text) + '"'


def _letter(letter: str) -> str:
    return letter if letter.isalnum() or "\u0e00" <= letter <= "\u0e7f" else f"\\{ord(letter):x} "
