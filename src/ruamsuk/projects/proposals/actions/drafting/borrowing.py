"""What a proposal borrows of a project: words, methods and costs; what was measured there, where and when, as hints.

A figure, a day or a place of the source is never data of the new proposal (docs/adr/0091). A field that holds nothing
else stays empty, and what the source said stands beside it; in a text it stands in brackets: "เด็กใน[ตำบลคอหงส์]".
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Model

from ruamsuk.core.calendar import MONTHS_TH, MONTHS_TH_SHORT, day_text
from ruamsuk.core.models import uuid7
from ruamsuk.core.text import in_thai
from ruamsuk.drafts.queries.hints import Hints
from ruamsuk.evidence.choices import EVIDENCE, read_with
from ruamsuk.projects.designs.actions import GivenDesign
from ruamsuk.projects.designs.models import (
    Activity,
    BudgetLine,
    Design,
    Indicator,
    Objective,
    Situation,
    TargetLine,
)
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.proposals.queries.place import LABELS

_D = "[0-9๐-๙]"
_YEAR = f"(?:25[0-9]{{2}}|๒๕[๐-๙]{{2}})(?!{_D}|[.,]{_D})"
_MONTH = "|".join(map(re.escape, [*MONTHS_TH, *MONTHS_TH_SHORT]))
_DAYS = (
    f"{_D}{{1,2}}/{_D}{{1,2}}/{_D}{{2,4}}",
    rf"(?:{_D}{{1,2}}(?:\s*[-–]\s*{_D}{{1,2}})?\s*)?(?:{_MONTH})(?:\s*(?:พ\.ศ\.\s*)?(?:{_YEAR}|{_D}{{2}}(?!{_D})))?",
    rf"(?:(?:ปีงบประมาณ|ปี|พ\.ศ\.)\s*)*(?<!{_D}){_YEAR}",
)
_FIGURES = (rf"{_D}(?:[0-9๐-๙,.–-]*{_D})?",)
_VILLAGES = (rf"(?:หมู่ที่|หมู่|ม\.)\s*{_D}+(?:\s*(?:,|และ|ถึง|-|–)\s*{_D}+)*",)
_AREAS = "ตำบล ต. อำเภอ อ. จังหวัด จ. เขต แขวง เทศบาลนคร เทศบาลเมือง เทศบาลตำบล เทศบาล อบต. อบจ. ทต. ทม. ทน. สสอ. สสจ."
_BEFORE = [*_AREAS.split(), *LABELS]
_BEFORE_A_NAME = rf"(?:{'|'.join(map(re.escape, _BEFORE))})\s*"
# Shorter names are also words, or pieces of words: เลย, ตาก, แพร่.
LONG_NAME = 5


def _pattern(places: Collection[str], *, figures: bool) -> re.Pattern[str]:
    names = sorted(places, key=len, reverse=True)
    named = [
        f"(?:{_BEFORE_A_NAME}){'?' if len(name) >= LONG_NAME else ''}{re.escape(name)}" for name in names
    ]
    villages = _VILLAGES if places else ()
    return re.compile("|".join([*named, *_DAYS, *villages, *(_FIGURES if figures else ())]))


class _Borrowing:
    def __init__(self, places: Collection[str]) -> None:
        self.hints: Hints = {}
        self._words = _pattern(places, figures=False)
        self._all = _pattern(places, figures=True)

    def text(self, path: str, model: type[Model], text: str, *, figures: bool = False) -> str:
        """The text with what is to be replaced in brackets; nothing, and all of it as a hint, where it got too long."""
        pieces: list[str] = []

        def bracket(found: re.Match[str]) -> str:
            pieces.append(found[0])
            return f"[{found[0]}]"

        name = path.rpartition(".")[2]
        marked = (self._all if figures else self._words).sub(bracket, text)
        if not pieces:
            return text
        most = getattr(model._meta.get_field(name), "max_length", None)
        if most and len(marked) > most:
            self.hints[path] = text
            return ""
        self.hints[path] = list(dict.fromkeys(pieces))
        return marked

    def instead(self, path: str, *said: object) -> None:
        """The field stays empty; what the source said in it."""
        if words := " · ".join(str(one) for one in said if one not in (None, "")):
            self.hints[path] = words

    def row(
        self, kind: str, model: type[Model], values: dict[str, Any], *texts: str
    ) -> tuple[str, dict[str, Any]]:
        """Its path, and the values of a new row with its texts marked."""
        uid = uuid7()
        path = f"{kind}.{uid}"
        marked = {name: self.text(f"{path}.{name}", model, values[name]) for name in texts}
        return path, values | marked | {"uid": uid}


def borrowed(title: str, given: GivenDesign, places: Collection[str]) -> tuple[str, GivenDesign, Hints]:
    """Title and design of a proposal that is begun from a project, and its hints. `places`: names of the source's
    places that are not the proposal's own.
    """
    with in_thai():
        it = _Borrowing(places)
        title = it.text("p.title", Proposal, title)
        return title, _design(it, given), it.hints


def _design(it: _Borrowing, given: GivenDesign) -> GivenDesign:
    values: dict[str, Any] = dict(given.values)
    it.instead("d.setting", values["setting"])
    for name in ("starts_on", "ends_on"):
        it.instead(f"d.{name}", _day(values[name]))
    values |= {"setting": "", "starts_on": None, "ends_on": None}
    values["rationale"] = it.text("d.rationale", Design, values["rationale"], figures=True)
    for name in ("approach", "expected_results", "remark"):
        values[name] = it.text(f"d.{name}", Design, values[name])
    return replace(
        given,
        values=values,
        situations=[_situation(it, dict(row)) for row in given.situations],
        aims=[
            replace(
                aim,
                text=it.text(f"objective.{aim.uid}.text", Objective, aim.text),
                indicators=[_indicator(it, dict(row)) for row in aim.indicators],
            )
            for aim in given.aims
        ],
        targets=[_target(it, dict(row)) for row in given.targets],
        activities=[
            replace(
                activity,
                values=_activity(it, dict(activity.values)),
                lines=[it.row("line", BudgetLine, dict(row), "detail")[1] for row in activity.lines],
            )
            for activity in given.activities
        ],
    )


def _situation(it: _Borrowing, values: dict[str, Any]) -> dict[str, Any]:
    path, row = it.row("situation", Situation, values, *_free("text", values["indicator_id"]))
    if row["size"] is not None:
        counted = f"{row['covered']:,}/{row['total']:,}" if row["covered"] and row["total"] else ""
        size = read_with(_number(row["size"]), row["unit"])
        it.instead(f"{path}.size", size, row["agency"], _day(row["measured_on"]), counted, row["evidence"])
    empty: dict[str, Callable[[], Any]] = {"evidence_kind": str, "agency": str}
    return row | {name: empty.get(name, lambda: None)() for name in EVIDENCE} | {"size": None, "evidence": ""}


def _indicator(it: _Borrowing, values: dict[str, Any]) -> dict[str, Any]:
    path, row = it.row("indicator", Indicator, values, *_free("text", values["standard_id"]))
    for name in ("baseline", "target"):
        it.instead(f"{path}.{name}", _number(row[name]))
    return row | {"baseline": None, "target": None}


def _target(it: _Borrowing, values: dict[str, Any]) -> dict[str, Any]:
    path, row = it.row("target", TargetLine, values, "detail")
    it.instead(f"{path}.people", row["people"])
    return row | {"people": None}


def _activity(it: _Borrowing, values: dict[str, Any]) -> dict[str, Any]:
    texts = "name detail output outcome resources partners other_money_source".split()
    path, row = it.row("activity", Activity, values, *texts)
    days: Iterable[str] = dict.fromkeys(filter(None, (_day(row["starts_on"]), _day(row["ends_on"]))))
    it.instead(f"{path}.starts_on", " – ".join(days))
    return row | {"starts_on": None, "ends_on": None}


def _free(name: str, standard: object) -> tuple[str, ...]:
    """The words of a standard are those of no place."""
    return () if standard else (name,)


def _day(day: Any) -> str:
    return day_text(day) if day else ""


def _number(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}"
