"""Addresses written by hand: "บ้านศาลาต้นรัก หมู่ที่ 1 ต.นาขยาด อ.ควนขนุน จ.พัทลุง".

The rule (ADR 0071): an area is certain only where every piece of the address is explained and none disagrees.
"""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.areas.choices import CAPITAL_DISTRICT, LEVELS, AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries.names import Names, chain, common
from ruamsuk.areas.queries.names import names as names_of_today
from ruamsuk.areas.queries.pieces import LATIN, AddressPart, Parts, parts_of
from ruamsuk.areas.queries.tree import short_label, short_path
from ruamsuk.core.calendar import day_text, is_thai
from ruamsuk.core.text import plain_of_tidy

SHOWN = 8  # candidates that a person can still choose from
_NO_NAME = re.compile(r"^[^ก-๙a-zA-Z]+$")  # the number of a house, a dash
_JOINED_WORD = re.compile("จาก|ถึง|และ|กับ|หรือ|^ใน")
_THAI_LETTERS = "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E47)]))


@dataclass
class AddressReading:
    """What an address says. `area` is set only when it is certain: all of it is explained, and no part disagrees.

    Otherwise `candidates` (at most 8, likeliest first) hold what may be meant, `contradictions` why it is not
    certain, and `agreed` the smallest area on which all parts agree, if there is one; `says` is one sentence for
    people. `moo` and `village_name` are given when the address names one.
    """

    text: str
    area: Area | None = None
    agreed: Area | None = None
    candidates: list[Area] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    says: str = ""
    moo: int | None = None
    village_name: str = ""

    @property
    def to_confirm(self) -> bool:
        return self.area is None

    @property
    def village(self) -> Area | None:
        """The village with the number given, where it has been entered. One query."""
        if self.area is None or self.moo is None or self.area.kind != AreaKind.SUBDISTRICT:
            return None
        return Area.objects.open().filter(parent=self.area, code=f"{self.area.code}{self.moo:02d}").first()


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
    parts = parts_of(index.spelt_out(text))
    village = parts.villages[0] if len(parts.villages) == 1 else ""
    reading = AddressReading(text=text, moo=parts.moo, village_name=village)
    wanted = _wanted(parts, index)
    if any(part.hits(index) for part in wanted):
        _resolve(reading, wanted, parts, index, expected)
    elif wanted and (near := _nearly(wanted, [], index, expected)):
        _offer_near(reading, near, wanted, index)
    elif not wanted and parts.zone in index.zones:
        zone = index.zones[parts.zone]
        reading.area, reading.says = zone, _("This is %(path)s.") % {"path": zone.label}
    elif not wanted and parts.postal:
        _by_postal(reading, parts.postal, index, expected)
    else:
        reading.says = _("No official name was recognised in “%(text)s”.") % {"text": text.strip()}
        reading.candidates = [expected] if expected is not None else []
    if reading.area is not None and expected is not None:
        _hold_against(reading, expected)
    return _own(reading)


def _own(reading: AddressReading) -> AddressReading:
    """Copies, so that nobody changes what lies in the index."""
    reading.area, reading.agreed = copy.copy(reading.area), copy.copy(reading.agreed)
    reading.candidates = [copy.copy(area) for area in reading.candidates[:SHOWN]]
    return reading


# From pieces to names ----------------------------------------------------------------------------------------------


def _wanted(parts: Parts, index: Names) -> list[AddressPart]:
    """The pieces that have to be explained by a place; what is explained otherwise is left out."""
    found: list[AddressPart] = []
    parts.joined |= any(_are_joined(word, index) for part in parts.named for word in part.text.split())
    for part in parts.named:
        if part.loose and part.level is None:
            found += _english_names(part, index) or [part]
        elif part.level is None:
            found += _words(part.text.split(), index)
        else:
            found += _marked(part, index)
    if not any(part.level for part in found):
        # Where nothing says a level, "บ้านพรุ หาดใหญ่ สงขลา" is three names of one kind.
        meant = [part for part in found if part.loose and not part.is_town and (part.bare or len(found) > 1)]
        found = [AddressPart(part.text) if part in meant and part.hits(index) else part for part in found]
    levels = {part.level for part in found if not part.loose}
    # An office names its place only where nothing else does.
    parts.aside = [part for part in found if part.loose and (not part.level or part.level in levels)]
    firm = [AddressPart(part.text, part.level) for part in found if part not in parts.aside]
    if not firm:
        named = [AddressPart(name) for part in found for name in (part.text, part.bare)]
        named = [_capital(part) for part in found if part.is_town] + named
        firm = [part for part in named if part.hits(index)][:1]
        parts.joined |= bool(firm)  # a village or temple of that name is as likely
    return firm


def _english_names(part: AddressPart, index: Names) -> list[AddressPart]:
    """ "Nong Bua Wat Sing Chai Nat" is no temple: all of it is names."""
    if not LATIN.search(part.text) or part.hits(index):
        return []
    names = _words(part.text.split(), index)
    return names if all(name.hits(index) for name in names) else []


def _capital(town: AddressPart) -> AddressPart:
    """A town or city that bears the name of its province lies in the capital district."""
    return AddressPart(CAPITAL_DISTRICT[0] + town.text)


def _marked(part: AddressPart, index: Names) -> list[AddressPart]:
    """ "คลองทรายขาว หาดใหญ่" behind ตำบล: the longest run of words that is a name of the level, then the others."""
    words = part.text.split()
    for size in range(len(words), 0, -1):
        run = words[-size:] if part.behind else words[:size]
        named = AddressPart(" ".join(run), part.level, part.loose)
        if named.hits(index):
            rest = words[:-size] if part.behind else words[size:]
            return [named, *_words(rest, index)] if not part.behind else [*_words(rest, index), named]
    if LATIN.search(part.text):
        return [part]
    pieces = [AddressPart(one.text, part.level) for one in _taken_apart(words[0], index)]
    pieces = [named if named.hits(index) else AddressPart(named.text) for named in pieces]
    if len(pieces) == 1:
        pieces = [AddressPart(words[0], part.level, part.loose)]
    return pieces + _words(words[1:], index)


def _words(words: list[str], index: Names) -> list[AddressPart]:
    """Words without a level: the longest runs that are names; others stay single words, or one run in English."""
    found: list[AddressPart] = []
    unknown: list[str] = []
    at = 0
    while at < len(words):
        for run in range(min(4, len(words) - at), 0, -1):
            part = AddressPart(" ".join(words[at : at + run]))
            if index.with_key(part.key):
                found += [*_unknown(unknown, index), part]
                unknown, at = [], at + run
                break
        else:
            unknown.append(words[at])
            at += 1
    return found + _unknown(unknown, index)


def _unknown(words: list[str], index: Names) -> list[AddressPart]:
    words = [word for word in words if not _NO_NAME.match(word)]
    if words and LATIN.search(words[0]):
        return [AddressPart(" ".join(words))]
    return [part for word in words for part in _taken_apart(word, index)]


_LETTERS = {"ต": AreaKind.SUBDISTRICT, "อ": AreaKind.DISTRICT, "จ": AreaKind.PROVINCE}


def _are_joined(word: str, index: Names) -> bool:
    """ "หาดใหญ่หรือบางกล่ำ" are two places, also where one of them was once part of the other."""
    pieces = [piece for piece in _JOINED_WORD.split(word) if piece]
    return (
        len(pieces) > 1
        and not index.with_key(plain_of_tidy(word))
        and all(index.with_key(plain_of_tidy(piece)) for piece in pieces)
    )


def _taken_apart(word: str, index: Names) -> list[AddressPart]:
    """ "ตคอหงส์", "จากระโนดถึงหาดใหญ่", "คอหงส์หาดใหญ่สงขลา"; else the word as it is, which nothing explains."""
    if (level := _LETTERS.get(word[0])) and (part := AddressPart(word[1:], level)).hits(index):
        return [part]
    pieces = [piece for piece in _JOINED_WORD.split(word) if piece]
    for cut in [pieces] if len(pieces) > 1 else _cuts(word, index):
        if all(index.with_key(plain_of_tidy(piece)) for piece in cut):
            return [AddressPart(piece) for piece in cut]
    return [AddressPart(word)]


def _cuts(word: str, index: Names) -> Iterable[list[str]]:
    """Ways to cut a word into two or three names, the longest first name first."""
    for end in range(len(word) - 2, 2, -1):
        if index.with_key(plain_of_tidy(word[:end])):
            yield [word[:end], word[end:]]
            yield from ([word[:end], *more] for more in _cuts(word[end:], index) if len(more) == 2)


# From names to a place -----------------------------------------------------------------------------------------------


def _resolve(
    reading: AddressReading, wanted: list[AddressPart], parts: Parts, index: Names, expected: Area | None
) -> None:
    explained: dict[Area, list[AddressPart]] = {}  # of every area that a piece names: the pieces that fit
    for part in wanted:
        for area in part.hits(index):
            if area not in explained:
                steps = chain(area)
                explained[area] = [one for one in wanted if any(one.fits(step, index) for step in steps)]
    full = [area for area, fitting in explained.items() if len(fitting) == len(wanted)]
    full = _as_large_as_said([area for area in full if area.closed_on is None] or full, wanted, index)
    if full:
        _choose(reading, full, wanted, parts, index, expected)
    else:
        _contradict(reading, wanted, explained, index, expected)


def _as_large_as_said(full: list[Area], wanted: list[AddressPart], index: Names) -> list[Area]:
    """Without a level the larger place of a name is meant: หาดใหญ่ is the district, and said twice the sub-district."""
    if len(full) < 2:
        return full
    return _largest([area for area in full if _one_each(chain(area), wanted, index)] or full)


def _largest(areas: list[Area]) -> list[Area]:
    """Without what lies in another of them; a province is meant before all others of its name."""
    found = [area for area in areas if not any(step in areas for step in chain(area)[1:])]
    provinces = [area for area in found if area.kind == AreaKind.PROVINCE]
    return provinces or sorted(found, key=_depth)


def _one_each(steps: list[Area], wanted: list[AddressPart], index: Names) -> bool:
    """Can every piece name a step of its own?"""
    if not wanted:
        return True
    first, *others = wanted
    return any(
        first.fits(step, index) and _one_each([one for one in steps if one is not step], others, index)
        for step in steps
    )


def _choose(
    reading: AddressReading,
    full: list[Area],
    wanted: list[AddressPart],
    parts: Parts,
    index: Names,
    expected: Area | None,
) -> None:
    """All pieces agree with each of these."""
    found = full
    if len(found) > 1 and parts.postal:
        found = [area for area in found if _has_postal(area, parts.postal, index)] or found
    if len(found) > 1 and parts.zone is not None:
        found = [area for area in found if _zone_no(area) == parts.zone] or found
    if len(found) > 1 and expected is not None:
        found = _nearest(found, expected)
    today: list[Area] = []
    for area in found:
        today += [one for one in index.today(area) if one not in today]
    old = found[0]
    if not today:
        _offer_by_name(reading, old, index)
        return
    reading.candidates, reading.agreed = today, common(today)
    if len(today) > 1:
        reading.says = ngettext(
            "%(count)s place fits. Which one is meant? %(places)s",
            "%(count)s places fit. Which one is meant? %(places)s",
            len(today),
        ) % {"count": len(today), "places": _list(today)}
        return
    area = today[0]
    _check(reading, area, wanted, parts, index)
    if reading.contradictions:
        reading.says = _meant(reading)
        return
    reading.area, reading.agreed, reading.candidates = area, None, []
    if old.closed_on is not None:
        reading.says = _("%(old)s was closed on %(day)s; today this is %(new)s.") % {
            "old": short_path(old),
            "day": day_text(old.closed_on),
            "new": short_path(area),
        }
    else:
        reading.says = _("This is %(path)s.") % {"path": short_path(area)}


def _check(
    reading: AddressReading, area: Area, wanted: list[AddressPart], parts: Parts, index: Names
) -> None:
    """What stands beside the names and disagrees: postal code, zone, "and", a village that is another sub-district."""
    steps = chain(area)
    if parts.postal and index.postal and not _has_postal(area, parts.postal, index):
        reading.contradictions.append(
            _("The postal code %(code)s is not that of %(place)s.")
            % {"code": parts.postal, "place": short_path(area)}
        )
        reading.agreed = next((step for step in steps if _has_postal(step, parts.postal, index)), None)
    if parts.zone is not None and _zone_no(area) != parts.zone:
        reading.contradictions.append(
            _("%(place)s does not lie in health zone %(zone)s.")
            % {"place": short_path(area), "zone": parts.zone}
        )
        reading.agreed = None
    if parts.joined:
        reading.contradictions.append(_("It names more than one place, or may be a place of the same name."))
        reading.agreed = next(step for step in reversed(steps) if any(p.fits(step, index) for p in wanted))
    if said_twice := _said_twice(steps, wanted, index):
        reading.contradictions.append(_("It names more than one place, or may be a place of the same name."))
        reading.agreed = said_twice[0]
        reading.candidates = [area, *said_twice[1:]]
    # "บ้านพรุ" without a number beside another sub-district of its district; an office of another one; in a district
    # what bears the name of a temple, too.
    beside = [part for part in parts.aside if part.level or not parts.moos]
    if area.kind != AreaKind.SUBDISTRICT:
        beside = [*parts.aside, *(AddressPart(part.bare) for part in parts.aside if part.bare)]
        beside += [_capital(part) for part in parts.aside if part.is_town]
    others = [
        (part, one)
        for part in beside
        for one in part.hits(index)
        if one.closed_on is None and one not in steps and chain(one)[1:2] in (steps[1:2], steps[:1])
    ]
    if not others and area.kind != AreaKind.SUBDISTRICT and not parts.moos:
        # "บ้านพรู" may be the misspelt sub-district.
        others = [
            (part, one)
            for part in parts.aside
            for one in index.inside(area)
            if one.closed_on is None and _total_distance(one, [part], index, {}) is not None
        ]
    for part, one in {one: (part, one) for part, one in others}.values():
        reading.contradictions.append(
            _("“%(text)s” may be %(place)s.") % {"text": part.text, "place": short_path(one)}
        )
    if others:
        places = list(dict.fromkeys(one for _part, one in others))
        is_inside = area in chain(places[0])
        reading.candidates = [*places, area] if is_inside else [area, *places]
        reading.agreed = area if is_inside else common(reading.candidates)


def _said_twice(steps: list[Area], wanted: list[AddressPart], index: Names) -> list[Area]:
    """ "หลังสวน และ นาขา หลังสวน ชุมพร": the district that is named twice, and what else is named so in it."""
    if len({part.key for part in wanted}) == len(wanted):
        return []
    for step in steps[1:]:
        named = [part for part in wanted if part.fits(step, index)]
        for part in named:
            same = [other for other in named if other.key == part.key]
            if len(same) > 1 and not _one_each(steps, same, index):
                inside = [one for one in part.hits(index) if step in chain(one)[1:]]
                return [step, *(one for one in inside if one.closed_on is None)]
    return []


def _meant(reading: AddressReading) -> str:
    return _("%(problem)s Is this meant: %(places)s?") % {
        "problem": " ".join(reading.contradictions),
        "places": _list(reading.candidates),
    }


def _offer_by_name(reading: AddressReading, closed: Area, index: Names) -> None:
    reading.candidates = index.by_name(closed)
    said = {"old": short_path(closed), "day": day_text(closed.closed_on) if closed.closed_on else ""}
    if reading.candidates:
        reading.contradictions = [_("%(old)s was closed on %(day)s; no notice says what it became.") % said]
        reading.agreed = common([closed, *reading.candidates])
        reading.says = _meant(reading)
        return
    reading.contradictions = [_("%(old)s was closed on %(day)s and no successor is known.") % said]
    above = next((step for step in chain(closed) if step.closed_on is None), None)
    reading.candidates, reading.agreed = [above] if above else [], above
    reading.says = reading.contradictions[0]


def _contradict(
    reading: AddressReading,
    wanted: list[AddressPart],
    explained: dict[Area, list[AddressPart]],
    index: Names,
    expected: Area | None,
) -> None:
    """Some pieces do not fit together, or one of them is no official name."""
    known = [part for part in wanted if part.hits(index)]
    unknown = [part for part in wanted if part not in known]
    most = max(len(fitting) for fitting in explained.values())
    best = [area for area, fitting in explained.items() if len(fitting) == most]
    best = [area for area in best if area.closed_on is None] or best
    # Of places that explain the same pieces the larger one is meant.
    same = [[other for other in best if explained[other] == explained[area]] for area in best]
    best = [
        area
        for area, others in zip(best, same, strict=True)
        if area in _as_large_as_said(others, explained[area], index)
    ]
    # Where each piece names one of the best, a misspelling is less likely than that they disagree.
    steps = {step for area in best for step in chain(area)}
    is_told = all(any(part.fits(step, index) for step in steps) for part in wanted)
    near = [] if is_told else _nearly(wanted, best, index, expected)
    if near:
        _offer_near(reading, near, wanted, index)
        return
    deepest = [area for area in best if _depth(area) == max(map(_depth, best))]
    named_here = {part for part in known if any(part.fits(area, index) for area in deepest)}
    several = len(named_here) > 1
    if several:
        best = deepest = _closest_together(deepest, named_here, index)
    own = [] if several else sorted(wanted[0].hits(index), key=lambda area: -len(explained[area]))
    found = _by_other_levels(wanted, index) if is_told else []
    named = any(part.level for part in wanted)
    for area in deepest + (own if wanted[0].level else [] if named else _largest(best)):
        found += [one for one in index.today(area) or index.by_name(area) if one not in found]
    if expected is not None and len(found) > 1 and not several:
        found = _nearest(found, expected)
    above = {step for area in best for step in chain(area)}
    others = [part for part in known if not any(part.fits(step, index) for step in above)]
    others_named = [area for part in others for area in _closest(part, explained, index)]
    # One everyday word of a sentence may be a name by chance.
    is_prose = len(unknown) > len(known) and not any(part.level for part in known)
    reading.candidates, reading.agreed = found, None if is_prose else common(best + others_named)
    if unknown:
        reading.contradictions = [_there_is_none(part, wanted, index) for part in unknown]
        ending = _("What is known: %(places)s.")
    elif several:
        reading.contradictions = [_("Several places are named.")]
        ending = _("They are: %(places)s.")
    else:
        reading.contradictions = [_there_is_none(wanted[0], wanted, index)]
        ending = _("By the official list it is %(places)s.")
    reading.says = " ".join(
        [*reading.contradictions, *([ending % {"places": _list(found)}] if found else [])]
    )


def _closest_together(areas: list[Area], named: set[AddressPart], index: Names) -> list[Area]:
    """Those that lie together in the smallest area: of "ต.โคกงาม ต.นาหอ" those of one district."""
    around = {step for area in areas for step in chain(area)[1:]}
    for level in reversed(LEVELS):
        inside = [
            [area for area in areas if step in chain(area)[1:]] for step in around if step.kind == level
        ]
        whole = [some for some in inside if all(any(p.fits(one, index) for one in some) for p in named)]
        if whole:
            return [area for area in areas if any(area in some for some in whole)]
    return areas


def _by_other_levels(wanted: list[AddressPart], index: Names) -> list[Area]:
    """What all pieces name if the words of their levels are wrong: "อ.ลาดยาว กทม." """
    bare = [AddressPart(part.text) for part in wanted]
    found = [area for area in bare[0].hits(index) + bare[-1].hits(index) if area.closed_on is None]
    return _largest([area for area in dict.fromkeys(found) if _one_each(chain(area), bare, index)])


def _closest(part: AddressPart, explained: dict[Area, list[AddressPart]], index: Names) -> list[Area]:
    """Of the places that bear the name, those that explain most of the address."""
    hits = part.hits(index)
    most = max(len(explained[area]) for area in hits)
    return [area for area in hits if len(explained[area]) == most]


def _offer_near(reading: AddressReading, near: list[Area], wanted: list[AddressPart], index: Names) -> None:
    reading.candidates = near
    steps = [step for step in chain(near[0]) if all(step in chain(other) for other in near)]
    exact = [part for part in wanted if any(part.fits(step, index) for step in chain(near[0]))]
    reading.agreed = next((step for step in steps if any(part.fits(step, index) for part in exact)), None)
    reading.contradictions = [_there_is_none(part, wanted, index) for part in wanted if part not in exact]
    reading.says = _meant(reading)


def _there_is_none(part: AddressPart, wanted: list[AddressPart], index: Names) -> str:
    above = [other for other in wanted if other is not part and other.hits(index) and _is_above(other, part)]
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


def _nearly(wanted: list[AddressPart], best: list[Area], index: Names, expected: Area | None) -> list[Area]:
    """Places that all pieces may mean: misspelt, with the word of another level, or but for one that means nothing."""
    unknown = [part for part in wanted if not part.hits(index)]
    tries = [wanted]
    if any(part.level for part in unknown):
        tries.append([AddressPart(part.text) if part in unknown else part for part in wanted])
    if len(wanted) > 2:
        tries += [[part for part in wanted if part is not left_out] for left_out in unknown]
    for pieces in tries:
        near = _near(pieces, best, index, expected)
        # Leaving a piece out must not lead back to what is known already.
        if near and (len(pieces) == len(wanted) or not set(near) <= set(best)):
            return near
    return []


def _near(wanted: list[AddressPart], best: list[Area], index: Names, expected: Area | None) -> list[Area]:
    """Places of which all pieces are the names, or nearly so: one or two letters typed wrong.

    Looked for around what explains most of the address, else around `expected`, else one letter off everywhere.
    """
    around = best or ([chain(expected)[-1]] if expected is not None else [])
    pool: dict[int, Area] = {
        area.pk: area
        for number, base in enumerate(around)
        for area in [*chain(base), *(index.inside(base) if number < SHOWN else [])]
    } or {
        area.pk: area for part in wanted for key in _one_letter_off(part.key) for area in index.with_key(key)
    }
    known: dict[tuple[str, int], int] = {}
    rated: list[tuple[int, Area]] = []
    for area in pool.values():
        if area.closed_on is None and (distance := _total_distance(area, wanted, index, known)) is not None:
            rated.append((distance, area))
    least = min((distance for distance, _area in rated), default=0)
    found = [area for distance, area in rated if distance == least]
    return _largest([area for area in found if len(chain(area)) >= len(wanted)] or found)


def _total_distance(
    area: Area, wanted: list[AddressPart], index: Names, known: dict[tuple[str, int], int]
) -> int | None:
    """Letters that differ, over all pieces; None as soon as one piece is too far off, or none names the area."""
    total, is_named = 0, False
    for part in wanted:
        allowed = 0 if len(part.key) < 2 else 1 if len(part.key) < 6 else 2
        least = allowed + 1
        for step in chain(area):
            if part.level in (None, step.kind):
                if (distance := known.get((part.key, step.pk))) is None:
                    distance = min(
                        (_distance(part.key, key, allowed) for key in index.keys_of(step)),
                        default=allowed + 1,
                    )
                    known[part.key, step.pk] = distance
                least = min(least, distance)
                is_named |= step is area and distance <= allowed
        if least > allowed:
            return None
        total += least
    return total if is_named else None


def _one_letter_off(key: str) -> Iterable[str]:
    """Every text that is the key with one letter more, less or another, or two that changed places."""
    if len(key) < 3:
        return
    letters = "abcdefghijklmnopqrstuvwxyz" if LATIN.match(key) else _THAI_LETTERS
    yield key
    for at in range(len(key) + 1):
        before, after = key[:at], key[at:]
        yield from (before + letter + after for letter in letters)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
            yield before + after[1:2] + after[:1] + after[2:]


def _distance(a: str, b: str, limit: int) -> int:
    """Levenshtein distance, given up above `limit`."""
    if a == b:
        return 0
    if limit < 1 or abs(len(a) - len(b)) > limit or len(set(a) ^ set(b)) > 2 * limit:
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
    reading.candidates = [expected, reading.area]
    reading.agreed = common(reading.candidates)
    reading.says = f"{reading.contradictions[0]} " + _("Is this meant: %(places)s?") % {
        "places": short_path(expected)
    }
    reading.area = None


def _by_postal(reading: AddressReading, postal: str, index: Names, expected: Area | None) -> None:
    found = index.postal.get(postal, [])
    if expected is not None and found:
        found = _nearest(found, expected)
    if len(found) == 1:
        reading.area = found[0]
        reading.says = _("This is %(path)s.") % {"path": short_path(found[0])}
    else:
        reading.candidates, reading.agreed = found, common(found)
        reading.says = _("The postal code %(code)s covers %(count)s sub-districts.") % {
            "code": postal,
            "count": len(found),
        }


def _has_postal(area: Area, postal: str, index: Names) -> bool:
    return any(one.code.startswith(area.code) for one in index.postal.get(postal, ()))


def _zone_no(area: Area) -> int:
    zone = chain(area)[-1].zone
    return zone.zone_no if zone is not None else 0


def _list(areas: list[Area]) -> str:
    shown = "; ".join(short_path(area) for area in areas[:SHOWN])
    return f"{shown} …" if len(areas) > SHOWN else shown
