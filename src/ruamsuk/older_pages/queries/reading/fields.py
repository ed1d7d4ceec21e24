"""The fields of one record as the older system typed them: remarks, cuts and days told apart on the way."""

from datetime import date
from typing import Any

from ruamsuk.older_pages.choices import PageKind
from ruamsuk.older_pages.queries import texts
from ruamsuk.older_pages.queries.known import Known
from ruamsuk.older_pages.queries.reading.record import Reading
from ruamsuk.older_pages.queries.texts import Day

MAX_TITLE = 500
MAX_NAME = 300


class Fields:
    def __init__(self, content: dict[str, Any], reading: Reading, known: Known) -> None:
        self.content, self.reading, self.known = content, reading, known
        self.is_project = reading.kind in (PageKind.PROJECT, PageKind.REPORT)

    def value(self, *names: str) -> tuple[str, str]:
        """Name and text of the first of these fields that is there; "" for a remark, which is reported."""
        for name in names:
            if name not in self.content:
                continue
            text = texts.as_text(self.content[name])
            if texts.is_cut(text):
                self.reading.leave(name, text, "cut")
                return name, ""
            if texts.is_marker(text):
                if text:
                    self.reading.mend(name, text, "", "marker")
                return name, ""
            bare = texts.without_remark(text)
            if bare != text:
                self.reading.mend(name, text, bare, "remark")
            return name, bare
        return names[0], ""

    def short(self, name: str, text: str, most: int) -> str:
        if len(text) > most:
            self.reading.mend(name, text, text[:most], "shortened")
        return text[:most]

    def mends(self, name: str, before: str, after: Any, codes: tuple[str, ...]) -> None:
        for code in codes:
            self.reading.mend(name, before, str(after), code)

    def peek(self, *names: str) -> tuple[str, str]:
        """The same without a word in the report: for what is read once more elsewhere."""
        for name in names:
            text = texts.as_text(self.content.get(name))
            if text and not texts.is_marker(text):
                return name, texts.without_remark(text)
        return names[0], ""

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
