"""What a chart shows, in numbers and words, and where on the drawing it stands. Colours and letters are the style
sheet's. A chart is drawn by the server: it needs no script, and is read aloud as the table that it is.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from unicodedata import category

from ruamsuk.charts.provinces import Box, Outlines, outlines
from ruamsuk.core.calendar import fiscal_year, fiscal_year_days, month_text, today

SHADES = 4  # beside "none": more of them are not told apart
WATER = ("lksg",)  # the lake of Songkhla, drawn where the provinces around it are


@dataclass(frozen=True)
class Mark:
    """One thing with its number. `text`: the number in words, with its unit where it has one; `url`: its records."""

    label: str
    value: int
    text: str
    url: str = ""


@dataclass(frozen=True)
class Bars:
    """Marks from the longest down, each with its share of `whole`."""

    title: str
    sentence: str
    marks: Sequence[Mark]
    whole: int

    @property
    def lines(self) -> list[tuple[Mark, float, str]]:
        """(mark, length in hundredths of the longest, share in whole hundredths of all)."""
        longest = max((mark.value for mark in self.marks), default=0) or 1
        return [
            (mark, round(mark.value * 100 / longest, 1), share_text(mark.value, self.whole))
            for mark in self.marks
        ]


@dataclass(frozen=True)
class Spark:
    """Three small bars in a tile: a number of this year and of the years before. The oldest first."""

    marks: Sequence[Mark]

    WIDTH, HEIGHT = 22, 30  # of a bar with its gap, and of the longest bar
    LETTERS = 11  # the line below

    @property
    def columns(self) -> list[tuple[Mark, int, float, float]]:
        """(mark, left, top, height)."""
        longest = max((mark.value for mark in self.marks), default=0) or 1
        found = []
        for number, mark in enumerate(self.marks):
            height = round(mark.value * self.HEIGHT / longest, 1)
            found.append((mark, number * self.WIDTH, round(self.HEIGHT - height, 1), height))
        return found

    @property
    def view(self) -> str:
        return f"0 0 {len(self.marks) * self.WIDTH - 4} {self.HEIGHT + self.LETTERS + 3}"

    @property
    def spoken(self) -> str:
        return _spoken(self.marks)


@dataclass(frozen=True)
class Series:
    """One thing over the years, the oldest first."""

    label: str
    marks: Sequence[Mark]
    url: str = ""

    @property
    def first(self) -> Mark:
        return self.marks[0]

    @property
    def last(self) -> Mark:
        return self.marks[-1]

    @property
    def spoken(self) -> str:
        return _spoken(self.marks)


@dataclass(frozen=True)
class Lines:
    """A small line for each series, all on one scale that begins at nothing."""

    title: str
    sentence: str
    series: Sequence[Series]
    none: str = ""  # names those of which there is nothing to draw

    WIDTH, HEIGHT, ROUND = 120, 40, 4

    @cached_property
    def drawn(self) -> list[tuple[Series, str, list[tuple[float, float]]]]:
        """(series, points of the line, the same as pairs)."""
        top = max((mark.value for one in self.series for mark in one.marks), default=0) or 1
        found = []
        for one in self.series:
            step = (self.WIDTH - 2 * self.ROUND) / max(len(one.marks) - 1, 1)
            points = [
                (
                    round(self.ROUND + number * step, 1),
                    round(self.HEIGHT - self.ROUND - mark.value * (self.HEIGHT - 2 * self.ROUND) / top, 1),
                )
                for number, mark in enumerate(one.marks)
            ]
            found.append((one, " ".join(f"{x},{y}" for x, y in points), points))
        return found

    @property
    def view(self) -> str:
        return f"0 0 {self.WIDTH} {self.HEIGHT}"


@dataclass(frozen=True)
class Scale:
    """A number on its way: where it began, where it stands, where it is to come; None is not known. `word` and `tone`
    say how far it is, as a badge.
    """

    label: str
    start: Mark | None
    now: Mark | None
    target: Mark | None
    word: str = ""
    tone: str = "plain"

    EDGE = 4  # hundredths of the line that stay free at its ends, for half a point

    @cached_property
    def points(self) -> list[tuple[str, Mark, float]]:
        """(what it is, mark, hundredths from the left), of those that are known. The way goes to the right, also where
        the target is less than the start.
        """
        named = {"start": self.start, "target": self.target, "now": self.now}  # the last is drawn on top
        known = {name: mark for name, mark in named.items() if mark is not None}
        least = min((mark.value for mark in known.values()), default=0)
        way = max((mark.value for mark in known.values()), default=0) - least
        is_down = self.start is not None and self.target is not None and self.target.value < self.start.value
        room = 100 - 2 * self.EDGE

        def left(value: float) -> float:
            if not way:
                return 50.0
            part = (value - least) / way
            return round(self.EDGE + (1 - part if is_down else part) * room, 1)

        return [(name, mark, left(mark.value)) for name, mark in known.items()]

    @property
    def done(self) -> tuple[float, float] | None:
        """What lies between start and now: from the left, and its length."""
        at = {name: left for name, _mark, left in self.points}
        if "start" not in at or "now" not in at:
            return None
        ends = sorted((at["start"], at["now"]))
        return ends[0], round(ends[1] - ends[0], 1)


@dataclass(frozen=True)
class Scales:
    """Numbers on their way, each on a scale of its own. `rest`: where those are that are not among them."""

    title: str
    sentence: str
    scales: Sequence[Scale]
    rest: Mark | None = None


@dataclass(frozen=True)
class Span:
    """Something that takes from one day to another; `word` and `tone` say how it stands, `text` the days in words."""

    label: str
    starts_on: date | None
    ends_on: date | None
    text: str
    word: str
    tone: str
    url: str = ""


@dataclass(frozen=True)
class YearLine:
    """What happens when in a fiscal year, from October to September: each month as wide as the other."""

    title: str
    sentence: str
    fiscal_year: int
    spans: Sequence[Span]
    rest: Mark | None = None

    LEAST = 1.5  # hundredths: a day is seen, too

    @property
    def quarters(self) -> list[str]:
        """The months in which they begin."""
        first, last = fiscal_year_days(self.fiscal_year)
        return [month_text(first), *(month_text(date(last.year, month, 1)) for month in (1, 4, 7))]

    @property
    def now(self) -> float | None:
        """Where today is; None in another year."""
        return self.left(today()) if fiscal_year(today()) == self.fiscal_year else None

    def left(self, day: date) -> float:
        """Hundredths from the left; a day outside of the year is at its end."""
        first, last = fiscal_year_days(self.fiscal_year)
        if day > last:
            return 100.0
        day = max(day, first)
        months = (day.month - 10) % 12
        return round((months + (day.day - 1) / monthrange(day.year, day.month)[1]) * 100 / 12, 2)

    @property
    def drawn(self) -> list[tuple[Span, float | None, float]]:
        """(span, hundredths from the left, length); None: it has no day, or lies in another year."""
        return [(span, *self._drawn(span)) for span in self.spans]

    def _drawn(self, span: Span) -> tuple[float | None, float]:
        first, last = fiscal_year_days(self.fiscal_year)
        begins, ends = span.starts_on or span.ends_on, span.ends_on or span.starts_on
        if begins is None or ends is None or begins > last or ends < first:
            return None, 0
        after = date.fromordinal(ends.toordinal() + 1)  # the last day counts
        length = max(round(self.left(after) - self.left(begins), 2), self.LEAST)
        return min(self.left(begins), round(100 - length, 2)), length


@dataclass(frozen=True)
class Place:
    """A place of a map: what it has, and the outlines that are its own."""

    mark: Mark
    shapes: Sequence[str]


@dataclass(frozen=True)
class Label:
    """Letters on a map: name above number, in the middle of the place or as near to it as there is room."""

    x: int
    y: int
    place: Place
    shade: int
    is_named: bool = True  # False: there is room for the number alone


@dataclass(frozen=True)
class ShapeMap:
    """Places by their outlines, the darker the more."""

    title: str
    sentence: str
    places: Sequence[Place]
    width: int = 340  # at which it is about shown, in pixels; letters are sized for it
    labels: list[Label] = field(init=False)

    LETTERS, MARGIN = 13, 6  # pixels

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", list(self._labels()))

    @cached_property
    def _outlines(self) -> Outlines:
        return outlines()

    @cached_property
    def _box(self) -> Box:
        boxes = [self._outlines.box(shape) for place in self.places for shape in place.shapes]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )

    @property
    def size(self) -> float:
        """Of a pixel, in the units of the drawing."""
        left, top, right, bottom = self._box
        return max((right - left) / self.width, (bottom - top) / (1.45 * self.width))

    @property
    def view(self) -> str:
        left, top, right, bottom = self._box
        margin = round(self.MARGIN * self.size)
        return f"{left - margin} {top - margin} {right - left + 2 * margin} {bottom - top + 2 * margin}"

    @property
    def letters(self) -> int:
        return round(self.LETTERS * self.size)

    @property
    def line(self) -> int:
        """From the line of the name to that of the number."""
        return round(self.letters * 1.25)

    @property
    def water(self) -> list[str]:
        left, top, right, bottom = self._box
        found = []
        for shape in WATER:
            box = self._outlines.box(shape)
            if box[0] > left and box[1] > top and box[2] < right and box[3] < bottom:
                found.append(shape)
        return found

    @property
    def shaded(self) -> list[tuple[Place, int]]:
        return list(zip(self.places, shades([place.mark for place in self.places]), strict=True))

    def _labels(self) -> Iterator[Label]:
        """The largest places first; a label that would cover another one moves up or down, or loses its name."""
        taken: list[Box] = []
        for place, shade in sorted(self.shaded, key=lambda pair: -self._extent(pair[0])):
            for label in self._tried(place, shade):
                room = self._room(label)
                if not any(_meet(room, other) for other in taken):
                    taken.append(room)
                    yield label
                    break

    def _tried(self, place: Place, shade: int) -> Iterator[Label]:
        x, y = self._middle(place)
        left, _top, right, _bottom = self._box
        for is_named in (True, False):
            half = self._half(place.mark, is_named)
            x = max(left + half, min(x, right - half))  # letters that leave the drawing are cut off
            begin = y + round(self.letters * 0.35) - (self.line // 2 if is_named else 0)
            for move in (0, -1, 1, -2, 2):
                yield Label(x, begin + move * self.line, place, shade, is_named)

    def _room(self, label: Label) -> Box:
        lines, half = 2 if label.is_named else 1, self._half(label.place.mark, label.is_named)
        bottom = label.y + (lines - 1) * self.line + round(self.letters * 0.2)
        return label.x - half, label.y - self.letters, label.x + half, bottom

    def _half(self, mark: Mark, is_named: bool) -> int:
        """Of the width of its letters."""
        shown = [mark.text, mark.label] if is_named else [mark.text]
        return round(max(map(_letters, shown)) * self.letters * 0.3)

    def _extent(self, place: Place) -> int:
        return max(_area(self._outlines.box(shape)) for shape in place.shapes)

    def _middle(self, place: Place) -> tuple[int, int]:
        """That of its largest outline."""
        return self._outlines.middle(max(place.shapes, key=lambda shape: _area(self._outlines.box(shape))))


@dataclass(frozen=True)
class Squares:
    """Places without outlines: each a square with its name, in their own order, the darker the more."""

    title: str
    sentence: str
    marks: Sequence[Mark]

    @property
    def shaded(self) -> list[tuple[Mark, int]]:
        return list(zip(self.marks, shades(self.marks), strict=True))


def shades(marks: Sequence[Mark]) -> list[int]:
    """0 for nothing; else 1 to SHADES, in equal steps up to the largest."""
    top = max((mark.value for mark in marks), default=0)
    return [min(SHADES, 1 + (mark.value * SHADES - 1) // top) if mark.value > 0 else 0 for mark in marks]


def share_text(part: int, whole: int) -> str:
    """ "22%"; "<1%" of something that is less than that, so that it does not read as nothing."""
    if not whole or not part:
        return ""
    share = round(part * 100 / whole)
    return f"{share}%" if share else "<1%"


def _spoken(marks: Sequence[Mark]) -> str:
    return " · ".join(f"{mark.label}: {mark.text}" for mark in marks)


def _letters(text: str) -> int:
    """How many letters stand beside each other: Thai vowels and tone marks above and below take no room."""
    return sum(category(one) != "Mn" for one in text)


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
