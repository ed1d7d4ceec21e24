"""The answer to a question as it is frozen, and beside it the same question asked anew."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ruamsuk.core.calendar import day_of
from ruamsuk.counting.figures import FIGURES
from ruamsuk.counting.queries import FigureLine
from ruamsuk.counting.question import LEVELS, Question
from ruamsuk.dashboards.models import FrozenSet
from ruamsuk.dashboards.queries.counts import Counts, counts
from ruamsuk.funds.choices import Then, Way
from ruamsuk.issues.models import IssueList, Placement

LANGUAGES = ("th", "en")
Words = dict[str, str]  # by language
Values = dict[str, Any]


def words(say: Callable[[], object] | str | Promise) -> Words:
    """A text in every language, since what is frozen may be read in another one than it was frozen in."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(say() if callable(say) else say)
    return found


def said(text: Mapping[str, str]) -> str:
    """The one of the page's language."""
    language = (translation.get_language() or "th")[:2]
    return text.get(language) or text["th"]


def answer(found: Counts) -> Values:
    """All that is told of an answer, as plain values: the figures with their words, the lines by place, and by issue.

    `numbers` are in the order of `figures`; None: not known of that day, or not counted in this line.
    """
    question, codes = found.question, list(FIGURES)
    return {
        "place": words(lambda: question.name),
        "network": words(lambda: question.network) if question.network else None,
        "issue_list": words(lambda: question.issue_list) if question.issue_list else None,
        "figures": [
            {
                "code": code,
                "label": words(FIGURES[code].label),
                "definition": words(FIGURES[code].definition),
                "is_money": FIGURES[code].is_money,
                "number": _said(found, found.totals, code),
            }
            for code in codes
        ],
        "level": words(LEVELS[question.below]),
        "places": [
            {
                "code": _code(line),
                "label": words(partial(_label, line, found)),
                "numbers": [_said(found, line.split.total, code) for code in codes],
            }
            for line in found.lines
        ],
        "issues": _issues(found, codes) if question.issue_list else [],
        "borders": [] if question.fund else [list(ends) for ends in question.places.ranges],
        "list_of": list_of(question.issue_list),
    }


def _issues(found: Counts, codes: list[str]) -> list[Values]:
    def row(code: str, label: Words, figures: Mapping[str, int]) -> Values:
        numbers = [
            _said(found, figures, name) if FIGURES[name].by_entry else None  # funds stand under no issue
            for name in codes
        ]
        return {"code": code, "label": label, "numbers": numbers}

    rows = [
        row(entry.code, words(partial(getattr, entry, "name")), found.whole.of(entry.pk))
        for entry in found.entries
    ]
    rows.append(row("none", words(lambda: _("Not classified")), found.not_classified))
    overlap = {code: -number for code, number in found.overlap.items()}
    rows.append(row("several", words(lambda: _("Overlap (under several issues)")), overlap))
    return rows


def _said(found: Counts, figures: Mapping[str, int], code: str) -> int | None:
    return None if code in found.not_known else figures[code]


def _code(line: FigureLine) -> str:
    if line.area:
        return line.area.code
    return line.fund.code if line.fund else ""


def _label(line: FigureLine, found: Counts) -> str:
    if line.area:
        return line.area.name
    if line.fund:
        return line.fund.name
    if line.of:
        return line.of.title
    if found.question.fund and found.question.is_by_record:
        return _("Planned or proposed, no project (yet)")
    return _("Total") if found.question.fund else _("In none of these")


def list_of(issue_list: IssueList | None) -> str:
    """By which it is told whether issues have changed their places in the list since."""
    rows = Placement.objects.filter(issue_list=issue_list).order_by("issue__code", "entry__code")
    pairs = rows.values_list("issue__code", "entry__code")
    return sha256(" ".join(f"{issue}:{entry}" for issue, entry in pairs).encode()).hexdigest()


# Asked anew -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """One figure: frozen, asked anew of the same day, and of today. None: not known."""

    code: str
    label: str
    is_money: bool
    frozen: int | None
    again: int | None
    today: int | None

    @property
    def difference(self) -> int | None:
        return None if self.today is None or self.frozen is None else self.today - self.frozen

    @property
    def is_same(self) -> bool:
        return self.again is None or self.again == self.frozen


@dataclass(frozen=True)
class Anew:
    figures: list[Compared]
    is_same: bool  # every number of the set, those by place and by issue as well
    reasons: list[str]  # why it may be that it is not


def question_of_set(record: FrozenSet) -> Question:
    return Question(
        area=record.home_area,
        fiscal_year=record.fiscal_year,
        issue_list=record.issue_list,
        network=record.network,
        fund=record.fund,
        here=record.here,
        area_set=record.area_set,
        then=Then(record.day, Way(record.way)),
    )


def anew(record: FrozenSet) -> Anew:
    question = question_of_set(record)
    again = answer(counts(question))
    now = counts(replace(question, then=None)).totals
    numbers = {one["code"]: one["number"] for one in again["figures"]}
    figures = [
        Compared(
            one["code"],
            said(one["label"]),
            one["is_money"],
            one["number"],
            numbers.get(one["code"]),
            now.get(one["code"]),
        )
        for one in record.values["figures"]
    ]
    known = {code for code, number in numbers.items() if number is not None}  # can be asked anew at all
    is_same = _numbers(record.values, known) == _numbers(again, known)
    return Anew(figures, is_same, [] if is_same else _reasons(record, again))


def _numbers(values: Values, known: Set[str]) -> object:
    """Every number of an answer by what it is of, of the figures that are known, but for empty lines."""
    codes = [one["code"] for one in values["figures"]]
    totals = {one["code"]: one["number"] for one in values["figures"] if one["code"] in known}
    lines = {}
    for kind in ("places", "issues"):
        for row in values[kind]:
            own = {code: n for code, n in zip(codes, row["numbers"], strict=True) if n and code in known}
            if own:
                lines[kind, row["code"], row["label"]["th"] if not row["code"] else ""] = own
    return {code: n for code, n in totals.items() if n}, lines


def _reasons(record: FrozenSet, again: Values) -> list[str]:
    values, found = record.values, []
    if values["borders"] != again["borders"]:
        found.append(_("The borders of the area have changed since: what lies in it today is counted."))
    if values["list_of"] != again["list_of"]:
        found.append(_("Issues have changed their places in the list of issues since."))
    if record.way == Way.CORRECTED:
        found.append(_("Records of that day were corrected, added or taken back since."))
    elif day_of(record.frozen_at) == record.day:
        found.append(_("It was frozen during that day, and work of the same day followed."))
    if record.fund is None and any(row["code"] for row in values["places"]):
        found.append(_("An area below, or a fund, was put in another place since."))
    return found
