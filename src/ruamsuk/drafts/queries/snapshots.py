"""One canonical JSON of a document with its layout, and the readable difference between two of them.

Plain values, lines with their uid, money in satang, days in ISO. Parts about persons are left out: a snapshot is read
by whoever may read the document. The layout holds the words of its sections and fields in all languages, so that what
was sent reads as it did when the specification has changed.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NotRequired, TypedDict

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language, gettext, gettext_lazy, override

from ruamsuk.areas.queries.tree import label_by_code
from ruamsuk.core.calendar import day_text
from ruamsuk.core.money import baht_text
from ruamsuk.core.text import in_thai
from ruamsuk.drafts.models import Document
from ruamsuk.drafts.specs import One, OneOf, Part, Rows, Spec, Words

Json = dict[str, object]
Frozen = Mapping[str, Any]
Said = dict[str, str]  # words by language
LARGE = 10_000  # written in groups of three from here on; below it may be a year


class Item(TypedDict):
    """One frozen value: under which key it stands, what it is called, how it is read."""

    key: str
    label: Said
    word: str  # as in specs.FieldKind, or "lines"
    said: NotRequired[dict[str, Said]]  # of a closed list: value → its words
    items: NotRequired[list["Item"]]  # of lines: what stands in each
    called: NotRequired[list[str]]


class Block(TypedDict):
    title: Said
    items: list[Item]


Layout = list[Block]


def snapshot(spec: Spec, document: Document) -> Json:
    """Names stand in it in Thai, whoever looks on: another language is no other content."""
    content: Json = {"schema": spec.schema}
    with in_thai():
        for part in spec.parts:
            if isinstance(part, One):
                content |= _frozen(part, part.owner_of(document))
            elif isinstance(part, Rows) and part.frozen and not part.is_inside:
                content[part.frozen] = _lines(spec, document, part)
    return content


def _lines(spec: Spec, document: Document, part: Rows) -> list[Json]:
    inside = [one for one in spec.parts if isinstance(one, Rows) and one.is_inside and one.below == part.kind]
    below: dict[str, dict[int, list[Json]]] = {one.frozen: {} for one in inside}
    for one in inside:
        for row in _read(one, document):
            below[one.frozen].setdefault(getattr(row, f"{one.below}_id"), []).append(_line(one, row))
    return [
        _line(part, row) | {key: rows.get(row.pk, []) for key, rows in below.items()}
        for row in _read(part, document)
    ]


def _read(part: Rows, document: Document) -> list[Any]:
    return part.read(document, along=part.related, many=part.many)


def _line(part: Rows, row: Any) -> Json:
    number = {"no": row.no} if part.shows_no else {}
    return {"uid": str(row.uid)} | number | _frozen(part, row)


def _frozen(part: Part, thing: Any) -> Json:
    if part.is_personal:
        return {}
    values = {
        field.frozen or field.name: field.freeze(thing) if field.freeze else plain(getattr(thing, field.name))
        for field in part.fields
    }
    return values | {one.key: one.freeze(thing) for one in part.also}


def plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):  # a page ends its lines otherwise than a program does
        return value.replace("\r\n", "\n")
    return getattr(value, "code", str(value)) if isinstance(value, Model) else value


def digest(content: Frozen | Layout) -> str:
    """SHA-256 of the canonical text: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def layout_of(spec: Spec) -> Layout:
    found: Layout = []
    for section in spec.sections:
        items = [item for part in spec.parts for item in _items(spec, part, section.key)]
        found.append({"title": _words(partial(getattr, section, "title")), "items": items})
    return found


def _items(spec: Spec, part: Part, section: str) -> list[Item]:
    """What of a part is frozen and stands in a section."""
    if isinstance(part, One) and not part.is_personal:
        return [item for key, item in _keys(part) if key == section]
    if isinstance(part, Rows) and part.frozen and not part.is_inside and part.section == section:
        return [_list(spec, part)]
    return []


def _list(spec: Spec, part: Rows) -> Item:
    inside = [one for one in spec.parts if isinstance(one, Rows) and one.is_inside and one.below == part.kind]
    items = [_item("no", gettext_lazy("Number"), "text")] if part.shows_no else []
    items += [item for _section, item in _keys(part)] + [_list(spec, one) for one in inside]
    called = list(part.called)
    return {**_item(part.frozen, part.label, "lines"), "items": items, "called": called}


def _keys(part: Part) -> Iterator[tuple[str, Item]]:
    """(section, item) of each frozen value of a thing."""
    for field in part.fields:
        item = _item(field.frozen or field.name, field.short or field.label, field.kind.word)
        if isinstance(field.kind, OneOf):
            item["said"] = {str(one.value): _words(partial(str, one.label)) for one in field.kind.choices}
        yield field.section or part.section, item
    for one in part.also:
        yield one.section or part.section, _item(one.key, one.label, one.word)


def _item(key: str, label: Words, word: str) -> Item:
    return {"key": key, "label": _words(lambda: str(label)), "word": word}


def _words(said: Callable[[], str]) -> Said:
    words = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words[language] = said()
    return words


# Differences ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same in two snapshots, as a person reads it."""

    section: str
    label: str
    before: str
    after: str


def differences(layout: Layout, before: Frozen, after: Frozen) -> list[Difference]:
    """What changed from one snapshot to the next, in the order of the form. `layout`: of the later one. What the
    earlier one could not say yet, since there was no such field, has not changed.
    """
    return [
        Difference(said(section["title"]), label, old, new)
        for section in layout
        for item in section["items"]
        if not before or item["key"] in before
        for label, old, new in _changes(item, before.get(item["key"]), after.get(item["key"]))
    ]


def _changes(item: Item, old: Any, new: Any) -> Iterator[tuple[str, str, str]]:
    if old == new:
        return
    if "items" not in item:
        before, after = text_of(item, old), text_of(item, new)
        if before != after:  # else a place by its name in two languages
            yield said(item["label"]), before, after
        return
    if not old and not new:
        yield said(item["label"]), "", ""
    olds, news = ({row["uid"]: row for row in side or []} for side in (old, new))
    for uid in dict.fromkeys([*olds, *news]):
        a, b = olds.get(uid), news.get(uid)
        name = _line_name(item, b or a or {})
        if a is None or b is None:
            yield name, _line_text(item, a), _line_text(item, b)
            continue
        for one in (one for one in item["items"] if one["key"] in a):
            for label, x, y in _changes(one, a.get(one["key"]), b.get(one["key"])):
                yield f"{name} · {label}", x, y


def _line_name(item: Item, row: Frozen) -> str:
    name = next((row[key] for key in item["called"] if row.get(key)), "")
    return " ".join(str(word) for word in (said(item["label"]), row.get("no", ""), name[:60]) if word != "")


def _line_text(item: Item, row: Frozen | None) -> str:
    told = ((one, row.get(one["key"])) for one in item["items"] if one["key"] != "no") if row else ()
    texts = [
        (said(one["label"]), text_of(one, value)) for one, value in told if value not in (None, "", [], 0)
    ]
    return texts[0][1] if len(texts) == 1 else "\n".join(f"{label}: {text}" for label, text in texts)


def _inside(item: Item, row: Frozen) -> str:
    """A line below a line, on one line of the page."""
    told = ((one, row.get(one["key"])) for one in item["items"])
    return " · ".join(text_of(one, value) for one, value in told if value not in (None, "", [], 0))


def text_of(item: Item, value: Any) -> str:
    if value is None:
        return ""
    if (words := item.get("said", {}).get(str(value))) is not None:
        return said(words)
    if item["word"] == "lines":
        return "".join(f"\n– {_inside(item, row)}" for row in value)
    if item["word"] == "number":
        return f"{Decimal(value.rstrip('0').rstrip('.') if '.' in value else value):,f}"
    if item["word"] == "satang":
        return f"{baht_text(value)} {gettext('baht')}"
    if item["word"] == "day":
        return day_text(date.fromisoformat(value))
    if isinstance(value, int) and value >= LARGE:
        return f"{value:,}"
    if isinstance(value, dict):
        return label_by_code(value["code"], value["name"]) or f"{value['code']} {value['name']}"
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def said(words: Mapping[str, str]) -> str:
    return words.get(get_language() or "", "") or next(iter(words.values()), "")
