"""Addresses written by hand: "บ้านศาลาต้นรัก หมู่ที่ 1 ต.นาขยาด อ.ควนขนุน จ.พัทลุง"."""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.areas.choices import LEVELS, MARKERS, MARKERS_EN, MOO_PATTERN, AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries.names import Names, chain
from ruamsuk.areas.queries.names import names as names_of_today
from ruamsuk.areas.queries.tree import short_label, short_path
from ruamsuk.core.calendar import arabic, day_text, is_thai
from ruamsuk.core.text import plain, tidy

SHOWN = 8  # candidates that a person can still choose from


@dataclass(frozen=True)
class AddressPart:
    """A piece of an address: the text, and the level that a word before or behind it gives it."""

    text: str
    level: AreaKind | None = None


@dataclass
class Parts:
    named: list[AddressPart] = field(default_factory=list)  # smallest first, as far as levels are known
    moo: int | None = None
    village: str = ""
    postal: str = ""
    zone: int | None = None


@dataclass
class AddressReading:
    """What an address says. `area` is set only when nothing in it contradicts the official list.

    Otherwise `candidates` (at most 8, likeliest first) hold what may be meant, `contradictions` what does not
    fit; `says` is one sentence for people. `moo` and `village_name` are given when the address names them.
    """

    text: str
    area: Area | None = None
    candidates: list[Area] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    says: str = ""
    moo: int | None = None
    village_name: str = ""

    @property
    def suggestion(self) -> Area | None:
        """The one place that is meant in all likelihood, though the address does not say it exactly."""
        return self.candidates[0] if self.area is None and len(self.candidates) == 1 else None

    @property
    def village(self) -> Area | None:
        """The village with the number given, where it has been entered. One query."""
        if self.area is None or self.moo is None or self.area.kind != AreaKind.SUBDISTRICT:
            return None
        return Area.objects.open().filter(parent=self.area, code=f"{self.area.code}{self.moo:02d}").first()


_MARKER = re.compile("|".join(f"(?P<m{i}>{words})" for i, (words, _level) in enumerate(MARKERS)))
_MOO = re.compile(MOO_PATTERN, re.I)
_MARKER_EN = [(re.compile(rf"^(.*?)\s+{words}\.?$", re.I), level) for words, level in MARKERS_EN.items()]
_POSTAL = re.compile(r"(?<!\d)(\d{5})(?!\d)")
_CUT = re.compile(r"[,;/|\n()\"“”\[\]]")


def parts_of(text: str) -> Parts:
    """Cuts an address into its pieces by the words that stand with names ("ต.", "อำเภอ", "แขวง", "District")."""
    found = Parts()
    text = tidy(arabic(text))
    if m := _MOO.search(text):
        found.moo = int(m[1]) or None
        text = f"{text[: m.start()]} , {text[m.end() :]}"
    if m := _POSTAL.search(text):
        found.postal = m[1]
        text = f"{text[: m.start()]} , {text[m.end() :]}"
    for piece in _CUT.split(text):
        _read_piece(piece.strip(), found)
    if all(part.level for part in found.named):
        found.named.sort(key=lambda part: -LEVELS.index(part.level) if part.level else 0)
    return found


def _read_piece(piece: str, parts: Parts) -> None:
    marks = [m for m in _MARKER.finditer(piece) if piece[m.end() :].strip(" .")]
    marks = [m for m in marks if _stands_free(piece, m)]
    head = piece[: marks[0].start()] if marks else piece
    for word in _unmarked(head):
        parts.named.append(word)
    for number, mark in enumerate(marks):
        level = MARKERS[int(str(mark.lastgroup)[1:])][1]
        end = marks[number + 1].start() if number + 1 < len(marks) else len(piece)
        value = piece[mark.end() : end].strip(" .-–:")
        if not value:
            continue
        rest = value.split()[1:]
        if level == AreaKind.ZONE:
            name = value.lstrip("0123456789")
            parts.zone = int(value.removesuffix(name))  # its marker stands before digits
            parts.named += _unmarked(name)
        elif level == AreaKind.VILLAGE:
            parts.village = parts.village or value
        elif level is not None:
            parts.named.append(AddressPart(value, level))
        elif rest:
            # "ศพด.กลูบี สมุทรปราการ": only the first word belongs to the facility.
            parts.named += _unmarked(" ".join(rest))


def _stands_free(piece: str, mark: re.Match[str]) -> bool:
    """Whole words such as บ้าน and เขต are also parts of names (ต.บ้านนา, อ.บ้านโป่ง): then they open no new piece."""
    word, before = mark[0], piece[: mark.start()]
    if word.endswith("."):
        return True
    if re.search(r"[ก-๙]$", before) and word in ("บ้าน", "ชุมชน", "เขต", "ถนน"):
        return False
    # Right behind a level's word it belongs to the name: "ต.บ้านนา", "ตำบล บ้านใต้".
    return not (
        word in ("บ้าน", "ชุมชน", "ถนน") and re.search(r"(?:ตำบล|อำเภอ|จังหวัด|แขวง|เขต|[ก-ฮ]\.)\s*$", before)
    )


def _unmarked(text: str) -> list[AddressPart]:
    """Names without a Thai level word: "คอหงส์ หาดใหญ่", "Kho Hong Sub-district"."""
    text = text.strip(" .-–:")
    if not text:
        return []
    for pattern, level in _MARKER_EN:
        if m := pattern.match(text):
            return [AddressPart(m[1], level)]
    if re.search("[a-zA-Z]", text):
        return [AddressPart(text)]
    return [AddressPart(word) for word in text.split()]


def understand_address(
    text: str, *, expected: Area | None = None, names: Names | None = None
) -> AddressReading:
    """Reads a hand-written address by the official list as it stands in this system.

    `expected`: where the record belongs for another reason (its fund's home area); it settles names that occur
    several times, and an address outside its province contradicts it. `names`: pass `queries.names()` when
    reading thousands, else it is looked up (one small query).
    """
    index = names or names_of_today()
    if expected is not None:
        expected = index.areas.get(expected.pk, expected)  # with the tree above it loaded
    parts = parts_of(text)
    reading = AddressReading(text=text, moo=parts.moo, village_name=parts.village)
    wanted = _placeable(parts, index)
    if not wanted:
        zone = index.zones.get(parts.zone or 0)
        if zone is not None:
            reading.area, reading.says = zone, _("This is %(path)s.") % {"path": zone.label}
        elif parts.postal:
            _by_postal(reading, parts.postal, index, expected)
        else:
            reading.says = _("No official name was recognised in “%(text)s”.") % {"text": text.strip()}
            if expected is not None:
                reading.candidates = [expected]
        return _own(reading)
    _resolve(reading, wanted, parts, index, expected)
    if reading.area is not None and expected is not None:
        _hold_against(reading, expected)
    return _own(reading)


def _own(reading: AddressReading) -> AddressReading:
    """Copies, so that nobody changes what lies in the index."""
    if reading.area is not None:
        reading.area = copy.copy(reading.area)
    reading.candidates = [copy.copy(area) for area in reading.candidates[:SHOWN]]
    return reading


def _placeable(parts: Parts, index: Names) -> list[AddressPart]:
    """The pieces that can be names of areas: all with a level, and those without one that some area bears."""
    wanted = []
    for part in parts.named:
        if part.level is not None:
            wanted.append(_shortened(part, index))
        elif index.with_key(plain(part.text)):
            wanted.append(part)
    if not wanted and parts.village and index.with_key(plain("บ้าน" + parts.village)):
        wanted.append(
            AddressPart("บ้าน" + parts.village)
        )  # "บ้านนา" alone may be the sub-district of that name
    return wanted


def _shortened(part: AddressPart, index: Names) -> AddressPart:
    """ "คลองทรายขาว ประจำปี" is คลองทรายขาว: the longest beginning, word by word, that is a name."""
    words = part.text.split()
    for end in range(len(words), 0, -1):
        if any(area.kind == part.level for area in index.with_key(plain(" ".join(words[:end])))):
            return AddressPart(" ".join(words[:end]), part.level)
    return AddressPart(part.text if re.search("[a-zA-Z]", part.text) else words[0], part.level)


def _fits(area: Area, part: AddressPart, index: Names) -> bool:
    return (part.level is None or area.kind == part.level) and plain(part.text) in index.keys_of(area)


def _agreeing(area: Area, wanted: Iterable[AddressPart], index: Names) -> list[AddressPart]:
    """Which pieces name the area or something above it."""
    steps = chain(area)
    return [part for part in wanted if any(_fits(step, part, index) for step in steps)]


def _resolve(
    reading: AddressReading, wanted: list[AddressPart], parts: Parts, index: Names, expected: Area | None
) -> None:
    named = [area for part in wanted for area in index.with_key(plain(part.text)) if _fits(area, part, index)]
    lowest = {area.pk: area for area in named}
    scored = [(len(_agreeing(area, wanted, index)), area) for area in lowest.values()]
    best = max((score for score, _area in scored), default=0)
    if best == len(wanted):
        full = [area for score, area in scored if score == best]
        full = [area for area in full if area.closed_on is None] or full
        # Without a level word the larger place of that name is meant: หาดใหญ่ is the district.
        larger = len(wanted) == 1 and wanted[0].level is None
        depth = (min if larger else max)(_depth(area) for area in full)
        _choose(reading, [area for area in full if _depth(area) == depth], parts, index, expected)
        return
    _contradict(reading, wanted, scored, index, expected)


def _choose(
    reading: AddressReading, full: list[Area], parts: Parts, index: Names, expected: Area | None
) -> None:
    """All pieces agree with each of these."""
    found = full
    if len(found) > 1 and parts.postal:
        found = [area for area in found if parts.postal in area.postal_codes.split()] or found
    if len(found) > 1 and parts.zone is not None:
        found = [area for area in found if _zone_no(area) == parts.zone] or found
    if len(found) > 1 and expected is not None:
        found = _nearest(found, expected)
    today: list[Area] = []
    for area in found:
        today += [one for one in index.today(area) if one not in today]
    if len(today) == 1:
        reading.area = today[0]
        old = found[0]
        if old.closed_on is not None:
            reading.says = _("%(old)s was closed on %(day)s; today this is %(new)s.") % {
                "old": short_path(old),
                "day": day_text(old.closed_on),
                "new": short_path(today[0]),
            }
        else:
            reading.says = _("This is %(path)s.") % {"path": short_path(today[0])}
        return
    if not today:
        closed = found[0]
        reading.contradictions.append(
            _("%(old)s was closed on %(day)s and no successor is known.")
            % {"old": short_path(closed), "day": day_text(closed.closed_on) if closed.closed_on else ""}
        )
        reading.candidates = (
            [closed.parent] if closed.parent is not None and closed.parent.closed_on is None else []
        )
        reading.says = reading.contradictions[0]
        return
    reading.candidates = today
    reading.says = ngettext(
        "%(count)s place fits. Which one is meant? %(places)s",
        "%(count)s places fit. Which one is meant? %(places)s",
        len(today),
    ) % {"count": len(today), "places": _list(today)}


def _contradict(
    reading: AddressReading,
    wanted: list[AddressPart],
    scored: list[tuple[int, Area]],
    index: Names,
    expected: Area | None,
) -> None:
    """Some pieces do not fit together, or one of them is no official name."""
    first = wanted[0]
    near = _near(wanted, index, expected)
    if near:
        reading.candidates = near
        reading.contradictions = [
            _there_is_none(part, wanted, index, near[0]) for part in _misfits(near[0], wanted, index)
        ]
        reading.says = _("%(problem)s Is this meant: %(places)s?") % {
            "problem": " ".join(reading.contradictions),
            "places": _list(near),
        }
        return
    own = [(score, area) for score, area in scored if _fits(area, first, index)]
    found: list[Area] = []
    # Those that agree with most of the address stand first.
    for _score, area in sorted(own or scored, key=lambda rated: -rated[0]):
        found += [one for one in index.today(area) if one not in found]
    if not own:
        # The smallest name is unknown: the smallest known place above it is offered.
        depth = max((_depth(area) for area in found), default=0)
        found = [area for area in found if _depth(area) == depth]
    if expected is not None and len(found) > 1:
        found = _nearest(found, expected)
    reading.candidates = found
    reading.contradictions = [_there_is_none(first, wanted, index, None)]
    text = reading.contradictions[0]
    if own and found:
        text += " " + _("By the official list it is %(places)s.") % {"places": _list(found)}
    elif found:
        text += " " + _("What is known: %(places)s.") % {"places": _list(found)}
    reading.says = text


def _misfits(area: Area, wanted: list[AddressPart], index: Names) -> list[AddressPart]:
    agreeing = _agreeing(area, wanted, index)
    return [part for part in wanted if part not in agreeing]


def _there_is_none(part: AddressPart, wanted: list[AddressPart], index: Names, near: Area | None) -> str:
    above = [other for other in wanted if other is not part and _is_above(other, part)]
    name = _with_word(part)
    if not above:
        return _("There is no %(name)s in the official list.") % {"name": name}
    return _("There is no %(name)s in %(above)s.") % {
        "name": name,
        "above": " ".join(_with_word(other) for other in above),
    }


def _depth(area: Area) -> int:
    return LEVELS.index(AreaKind(area.kind))


def _is_above(other: AddressPart, part: AddressPart) -> bool:
    return not (other.level and part.level) or LEVELS.index(other.level) < LEVELS.index(part.level)


def _with_word(part: AddressPart) -> str:
    """The piece with the short word of its level, as people write it."""
    if part.level is None or not is_thai():
        return part.text
    return short_label(Area(kind=part.level, name_th=part.text, code=""))


def _near(wanted: list[AddressPart], index: Names, expected: Area | None) -> list[Area]:
    """Places of which all pieces are the names, or nearly so: one or two letters typed wrong.

    Looked for only inside what at least one other piece (or `expected`) names exactly.
    """
    frames: list[Area] = []
    for part in wanted[1:]:
        frames += [area for area in index.with_key(plain(part.text)) if _fits(area, part, index)]
    if not frames and expected is not None:
        frames = [chain(expected)[-1]]
    if not frames and wanted[0].level is None:
        return []
    level = wanted[0].level
    pool = {
        area.pk: area
        for frame in frames
        for area in [frame, *index.inside(frame)]
        if area.closed_on is None and (level is None or area.kind == level)
    }
    if not frames and level in (AreaKind.PROVINCE, AreaKind.DISTRICT):
        pool = {area.pk: area for area in index.areas.values() if area.kind == level and not area.closed_on}
    if len(wanted) > 1 and not pool:
        # The district is misspelt: look at exact sub-districts whose upper names are nearly right.
        pool = {}
    for area in index.with_key(plain(wanted[0].text)):
        if area.closed_on is None and (level is None or area.kind == level):
            pool[area.pk] = area
    rated = []
    for area in pool.values():
        distance = _total_distance(area, wanted, index)
        if distance is not None:
            rated.append((distance, area))
    least = min((distance for distance, _area in rated), default=0)
    return [area for distance, area in rated if distance == least]


def _total_distance(area: Area, wanted: list[AddressPart], index: Names) -> int | None:
    """Letters that differ, over all pieces; None as soon as one piece is too far off."""
    total = 0
    steps = chain(area)
    for part in wanted:
        key = plain(part.text)
        allowed = 1 if len(key) < 6 else 2
        best = min(
            (
                _distance(key, other, allowed)
                for step in steps
                if part.level is None or step.kind == part.level
                for other in index.keys_of(step)
            ),
            default=allowed + 1,
        )
        if best > allowed or (best and len(key) < 3):
            return None
        total += best
    return total


def _distance(a: str, b: str, limit: int) -> int:
    """Levenshtein distance, given up above `limit`."""
    if a == b:
        return 0
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _nearest(areas: list[Area], expected: Area) -> list[Area]:
    """Those that share most of the tree with the expected area."""
    above = chain(expected)
    rated = [(sum(1 for step in chain(area) if step in above), area) for area in areas]
    most = max(rate for rate, _area in rated)
    return [area for rate, area in rated if rate == most]


def _hold_against(reading: AddressReading, expected: Area) -> None:
    assert reading.area is not None
    if expected.kind in (AreaKind.COUNTRY, AreaKind.ZONE):
        return
    here, there = chain(reading.area), chain(expected)
    if here[-1] == there[-1]:
        if len(here) < len(there) and here[0] in there:
            reading.says += " " + _("More exactly: %(path)s.") % {"path": short_path(expected)}
            reading.candidates = [expected]
        return
    reading.contradictions = [
        _("The address names %(here)s, but the record belongs to %(there)s.")
        % {"here": short_label(here[-1]), "there": short_label(there[-1])}
    ]
    reading.says = f"{reading.contradictions[0]} " + _("Is this meant: %(places)s?") % {
        "places": short_path(expected)
    }
    reading.candidates = [expected, reading.area]
    reading.area = None


def _by_postal(reading: AddressReading, postal: str, index: Names, expected: Area | None) -> None:
    found = [
        area for area in index.areas.values() if not area.closed_on and postal in area.postal_codes.split()
    ]
    if expected is not None and found:
        found = _nearest(found, expected)
    if len(found) == 1:
        reading.area = found[0]
        reading.says = _("This is %(path)s.") % {"path": short_path(found[0])}
    else:
        reading.candidates = found
        reading.says = _("The postal code %(code)s covers %(count)s sub-districts.") % {
            "code": postal,
            "count": len(found),
        }


def _zone_no(area: Area) -> int:
    zone = chain(area)[-1].zone
    return zone.zone_no if zone is not None else 0


def _list(areas: list[Area]) -> str:
    shown = "; ".join(short_path(area) for area in areas[:SHOWN])
    return f"{shown} …" if len(areas) > SHOWN else shown
