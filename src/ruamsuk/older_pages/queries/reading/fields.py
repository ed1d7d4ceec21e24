"""The fields of one record as the older system typed them: what each name means, remarks, cuts and days told apart."""

from datetime import date
from typing import Any

from ruamsuk.older_pages.choices import PageKind, Part
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.days import Day
from ruamsuk.older_pages.queries.known import Known
from ruamsuk.older_pages.queries.reading.record import Reading

MAX_TITLE = 500
MAX_NAME = 300


class Fields:
    def __init__(self, content: dict[str, Any], reading: Reading, known: Known) -> None:
        self.content, self.reading, self.known = content, reading, known
        self.is_project = reading.kind in (PageKind.PROJECT, PageKind.REPORT)
        self.of_part = known.labels.by_part(content)

    def names(self, *parts: Part) -> list[str]:
        return [name for part in parts for name in self.of_part.get(part, [])]

    def value(self, *parts: Part) -> tuple[str, str]:
        """Name and text of the first field of these parts that says something.

        "" for a remark, which is reported. What a further field says otherwise is reported, too.
        """
        taken, found = "", ""
        for name in self.names(*parts):
            text = self._said(name)
            if text and found and texts.plain(text) != texts.plain(found):
                self.reading.leave(name, text, "said-otherwise", field=taken, said=found[:200])
            elif text and not found:
                taken, found = name, text
        return taken or next(iter(self.names(*parts)), parts[0].value), found

    def _said(self, name: str) -> str:
        text = texts.as_text(self.content[name])
        if texts.is_cut(text):
            self.reading.leave(name, text, "cut")
            return ""
        if texts.is_marker(text):
            if text:
                self.reading.mend(name, text, "", "marker")
            return ""
        bare = texts.without_remark(text)
        if bare != text:
            self.reading.mend(name, text, bare, "remark")
        return bare

    def all_values(self, part: Part) -> list[tuple[str, str]]:
        """Every field of the part that says something."""
        return [(name, text) for name in self.names(part) if (text := self._said(name))]

    def raw(self, part: Part) -> tuple[str, Any]:
        """Name and value of the first field of the part that is not empty, as it stands in the file."""
        names = self.names(part)
        return next(((name, self.content[name]) for name in names if self.content[name]), (part.value, None))

    def short(self, name: str, text: str, most: int) -> str:
        if len(text) > most:
            self.reading.mend(name, text, text[:most], "shortened")
        return text[:most]

    def mends(self, name: str, before: str, after: Any, codes: tuple[str, ...]) -> None:
        for code in codes:
            self.reading.mend(name, before, str(after), code)

    def peek(self, *parts: Part) -> tuple[str, str]:
        """The same without a word in the report: for what is read once more elsewhere."""
        for name in self.names(*parts):
            text = texts.as_text(self.content[name])
            if text and not texts.is_marker(text):
                return name, texts.without_remark(text)
        return parts[0].value, ""

    def day(self, name: str, text: str, day: Day) -> date | None:
        if day.day is None:
            self.reading.leave(name, text, day.why)
            return None
        self.mends(name, text, day.day, day.mends)
        return day.day

    def keep_day(self, name: str, day: date | None) -> date | None:
        if day:
            self.reading.values[name] = day
            self.reading.understood[name] = day.isoformat()
        return day
