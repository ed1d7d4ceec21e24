"""What a document is: whose record, what it tells of it to whom, and by which places a layout names that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from ruamsuk.accounts.models import User
from ruamsuk.papers.choices import PaperKind

Words = str | Promise


@dataclass(frozen=True)
class Told:
    """What a paper says of a record to one reader. `shows`: the gates of persons that were open to them."""

    name: str
    office: str  # stands on each page, with the year
    fiscal_year: int | None
    words: Mapping[str, str]
    context: Mapping[str, Any]
    shows: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Document:
    name: str
    label: Words
    hub: str  # the page on which it is offered (core.hubs)
    address: str  # name of the address that makes it
    thing_for: Callable[[User, UUID], Any]  # the gate of its page
    tell: Callable[[User, Any, int | None], Told]
    shows: Callable[[User, Any], frozenset[str]]  # which gates of persons are open to the reader
    words: Callable[[], dict[str, Words]]  # places within a line, and what each says
    parts: Mapping[str, tuple[Words, str]]  # places that are whole parts: what it is, its template
    kinds: tuple[PaperKind, ...] = (PaperKind.PDF,)
    is_of_year: bool = False  # of a fund and one of its years
    offered: Callable[[User, Any], bool] = field(default=lambda user, thing: True)

    def drawn(self, told: Told, reached: Callable[[], object]) -> dict[str, Callable[[], SafeString]]:
        """Place → how its part is drawn, once it is asked for. `reached` is called after each."""

        def draw(template: str) -> Callable[[], SafeString]:
            def part() -> SafeString:
                made = render_to_string(template, dict(told.context))
                reached()
                return made

            return part

        return {place: draw(template) for place, (_label, template) in self.parts.items()}
