"""Reading one record of an older system: what it says, what had to be mended, what could not be placed.

`read` writes nothing. Reasons are codes of `choices.WHY` with parameters, so that a report can be told in either
language. Rules of placing: docs/adr/0030.
"""

import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import short_path, understand_address
from ruamsuk.areas.queries.names import chain
from ruamsuk.core.calendar import current_fiscal_year, day_text, fiscal_year, today
from ruamsuk.core.money import baht_text
from ruamsuk.core.text import plain
from ruamsuk.funds.queries import normal_code
from ruamsuk.issues.queries import plain_issue
from ruamsuk.projects.choices import ProjectStatus
from ruamsuk.projects.codes import ReadCode, read_code
from ruamsuk.transfer.choices import Kind, Noun
from ruamsuk.transfer.queries import texts
from ruamsuk.transfer.queries.known import Known, KnownFund, common, same_district
from ruamsuk.transfer.queries.texts import Authority, Day

MAX_TITLE = 500
MAX_NAME = 300


@dataclass
class NewFund:
    """A fund that the record describes fully: official code, name and sub-district."""

    code: str
    name: str
    authority: Authority
    area: Area
    population: int | None = None


@dataclass
class Reading:
    source: str
    kind: Kind
    key: str
    noun: Noun = Noun.NONE
    values: dict[str, Any] = field(default_factory=dict)  # as actions.writing stores them
    understood: dict[str, Any] = field(default_factory=dict)  # for people and machines
    mended: list[dict[str, Any]] = field(default_factory=list)
    not_placed: list[dict[str, Any]] = field(default_factory=list)
    fund: KnownFund | None = None
    new_fund: NewFund | None = None
    set_title: str = ""
    table: list[NewFund] = field(default_factory=list)

    def mend(self, name: str, before: Any, after: Any, why: str, **params: Any) -> None:
        self.mended.append({"field": name, "from": before, "to": after, "why": why, "params": params})

    def leave(self, name: str, value: Any, why: str, **params: Any) -> None:
        self.not_placed.append({"field": name, "value": value, "why": why, "params": params})

    @property
    def report(self) -> dict[str, Any]:
        return {"understood": self.understood, "mended": self.mended, "not_placed": self.not_placed}


def read(content: dict[str, Any], masked: list[dict[str, str]], known: Known) -> Reading:
    """`content`: a record without persons, with source and kind; `masked`: what was taken out of it."""
    source = content["source"].strip()
    reading = Reading(source, texts.kind_of(content["kind"]), texts.key_of(source))
    for one in masked:
        reading.mend(one["field"], texts.MASK, texts.MASK, one["why"])
    if reading.kind == Kind.FUND_TABLE:
        _read_table(content, reading, known)
    elif reading.kind in (Kind.EVALUATION, Kind.UNKNOWN):
        why = "no-noun" if reading.kind == Kind.EVALUATION else "kind-unknown"
        reading.leave("kind", content["kind"], why)
    else:
        _Reader(content, reading, known).run()
    return reading


class _Reader:
    """One record of a proposal or a project, field by field."""

    def __init__(self, content: dict[str, Any], reading: Reading, known: Known) -> None:
        self.content, self.reading, self.known = content, reading, known
        self.is_project = reading.kind in (Kind.PROJECT, Kind.REPORT)
        reading.noun = Noun.PROJECT if self.is_project else Noun.PROPOSAL

    def run(self) -> None:
        values, understood = self.reading.values, self.reading.understood
        title = self._title()
        code = self._code()
        days = self._days()
        home = self._fund_and_place(title, code)
        values["home_area_id"] = home.pk
        understood["home_area"] = {"name": short_path(home), "code": home.code}
        self._year(title, code, days)
        self._applicant()
        self._issues()
        self._situations()
        self._types(code, title)
        if self.is_project:
            self._project(days)
        self._rest()

    # Values that may be remarks -------------------------------------------------------------------------------

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

    def _mends(self, name: str, before: str, after: Any, codes: tuple[str, ...]) -> None:
        for code in codes:
            self.reading.mend(name, before, str(after), code)

    # Title, code, days ----------------------------------------------------------------------------------------

    def _title(self) -> str:
        name, title = self.value(*texts.TITLE)
        if not title:
            _fund_name, fund = self._peek(*texts.FUND)
            title = " ".join(part for part in (self.content["kind"].strip(), fund) if part)
            self.reading.leave(name, "", "title-missing")
        title = self.short(name, title, MAX_TITLE)
        self.reading.values["title"] = self.reading.understood["title"] = title
        return title

    def _peek(self, *names: str) -> tuple[str, str]:
        for name in names:
            text = texts.as_text(self.content.get(name))
            if text and not texts.is_marker(text):
                return name, texts.without_remark(text)
        return names[0], ""

    def _code(self) -> ReadCode | None:
        name, typed = self.value(texts.CODE)
        if not typed:
            return None
        self.reading.values["typed_code"] = self.reading.understood["typed_code"] = typed[:80]
        code = read_code(typed)
        if code is None or len(code.code) > 40:
            self.reading.leave(name, typed, "code-unreadable")
            return None
        if code.code != typed:
            self.reading.mend(name, typed, code.code, "code-normalised")
        self.reading.values["code"] = self.reading.understood["code"] = code.code
        return code

    def _days(self) -> tuple[date | None, date | None]:
        name, text = self.value(texts.PERIOD)
        if not text:
            return None, None
        period = texts.read_period(text)
        if period is None:
            self.reading.leave(name, text, "period-unreadable")
            return None, None
        start, end = (self._day(name, text, one) for one in period)
        if start and end and end < start:
            self.reading.leave(name, text, "days-reversed")
            return None, None
        return self._keep_day("starts_on", start), self._keep_day("ends_on", end)

    def _day(self, name: str, text: str, found: Day) -> date | None:
        if found.day is None:
            self.reading.leave(name, text, found.why)
            return None
        self._mends(name, text, found.day, found.mends)
        return found.day

    def _keep_day(self, name: str, day: date | None) -> date | None:
        if day:
            self.reading.values[name] = day
            self.reading.understood[name] = day.isoformat()
        return day

    # Fund and place -------------------------------------------------------------------------------------------

    def _fund_and_place(self, title: str, code: ReadCode | None) -> Area:
        reading = self.reading
        name, text = self.value(*texts.FUND)
        bare, code_behind = texts.name_and_code(text)
        if code_behind:
            reading.mend(name, text, f"{bare} + {normal_code(code_behind)}", "name-and-code")
        _code_name, own_code = self.value(*texts.FUND_CODE)
        given = normal_code(own_code or code_behind)  # as the fund's own code, not only inside a project code
        fund_code = given or (code.fund_code if code and code.fund_code else "")
        authority = texts.read_authority(bare)
        if bare:
            reading.understood["fund"] = bare
        if fund_code:
            reading.understood["fund_code"] = fund_code
        addresses = [(key, value) for key, value in map(self.value, texts.ADDRESS) if value]
        if addresses:
            reading.values["setting"] = self.short(addresses[0][0], addresses[0][1], MAX_NAME)
            reading.understood["setting"] = addresses[0][1]
        anchor = self._anchor(authority, addresses)
        fund = self._find_fund(
            name, bare, authority, fund_code, anchor, self._may_add(authority, given, anchor)
        )
        if fund:
            reading.fund, anchor = fund, fund.area
            reading.understood["fund"], reading.understood["fund_code"] = fund.name, fund.code
        elif authority and anchor and self._may_add(authority, given, anchor):
            reading.new_fund = NewFund(fund_code, bare, authority, anchor)
        return self._home(anchor, addresses, title)

    def _anchor(self, authority: Authority | None, addresses: list[tuple[str, str]]) -> Area | None:
        """Where the local authority of the fund lies, if its name alone or with the address says it clearly."""
        if authority is None:
            return None
        hint = next(
            (
                area
                for _key, text in addresses
                if (area := understand_address(text, names=self.known.names).area)
            ),
            None,
        )
        for text in authority.place_texts:
            found = understand_address(text, names=self.known.names)
            if found.area is None and len(found.candidates) > 1 and hint is not None:
                found = understand_address(text, names=self.known.names, expected=hint)
            if found.area is not None:
                return found.area
        return None

    def _find_fund(
        self,
        name: str,
        text: str,
        authority: Authority | None,
        code: str,
        anchor: Area | None,
        is_added: bool,
    ) -> KnownFund | None:
        reading, known = self.reading, self.known
        if code and (fund := known.funds.get(code)):
            if authority and fund.authorities and authority.key not in fund.authorities:
                reading.leave(name, text, "fund-other-name", code=code, other=fund.name)
                return None
            return fund
        if authority:
            found = known.funds_of(authority.key)
            near = [fund for fund in found if anchor is not None and same_district(fund.area, anchor)]
            if len(near) == 1 and not code:
                return near[0]
            if found and not code:
                reading.leave(name, text, "fund-ambiguous")
                return None
        if text and not is_added:
            reading.leave(name, text, "no-fund")
        elif code and not text:
            reading.leave(texts.CODE, code, "no-fund-code")
        return None

    def _may_add(self, authority: Authority | None, code: str, anchor: Area | None) -> bool:
        return bool(
            authority
            and code not in self.known.funds
            and texts.OFFICIAL_CODE.match(code)
            and anchor is not None
            and anchor.kind == AreaKind.SUBDISTRICT
        )

    def _home(self, anchor: Area | None, addresses: list[tuple[str, str]], title: str) -> Area:
        """Where the record counts: with its fund, else where its address says, else the narrowest certain area."""
        found, ambiguous = anchor, None
        for key, text in addresses:
            said = understand_address(text, names=self.known.names, expected=anchor)
            if said.area is None and said.candidates and said.contradictions:
                meant = said.candidates[0]
                if anchor is not None and (meant == anchor or anchor in chain(meant)):
                    official = short_path(meant)
                    other = self._other_province(text, anchor)
                    self.reading.mend(
                        key, text, official, "contradicted" if other else "spelling", place=official
                    )
                elif said.suggestion:
                    self.reading.mend(key, text, short_path(meant), "spelling", place=short_path(meant))
                    found = found or meant
                elif not found:
                    ambiguous = ambiguous or (key, text, said.candidates)
            elif said.area is not None:
                if found is None or (found in chain(said.area)):
                    found = said.area
            elif said.candidates and anchor is None:
                ambiguous = ambiguous or (key, text, said.candidates)
            elif not said.candidates and anchor is None:
                self.reading.leave(key, text, "address-other")
        if found is None:
            found = self._from_words(title)
        if found is not None:
            return found
        if ambiguous:
            key, text, places = ambiguous
            found = common(places, self.known.country)
            listed = "; ".join(short_path(one) for one in places[:4])
            self.reading.leave(key, text, "area-ambiguous", places=listed, place=short_path(found))
            return found
        self.reading.leave("home_area", "", "area-unknown", place=short_path(self.known.country))
        return self.known.country

    def _other_province(self, text: str, anchor: Area) -> bool:
        alone = understand_address(text, names=self.known.names).area
        return alone is not None and chain(alone)[-1] != chain(anchor)[-1]

    def _from_words(self, title: str) -> Area | None:
        """The title, the unit or the organisation may name a place with its level."""
        for text in (title, self._peek(texts.UNIT)[1], self._peek(*texts.APPLICANT)[1]):
            if text and texts.has_place_words(text):
                said = understand_address(text, names=self.known.names)
                if said.area is not None:
                    return said.area
            authority = texts.read_authority(text)
            if authority and (area := self._anchor(authority, [])):
                return area
        return None

    # The rest -------------------------------------------------------------------------------------------------

    def _year(self, title: str, code: ReadCode | None, days: tuple[date | None, date | None]) -> None:
        reading = self.reading
        of_days = fiscal_year(days[0]) if days[0] else None
        of_code = code.fiscal_year if code else None
        year = of_code or texts.year_in_title(title) or of_days
        if year is not None and not 2540 <= year <= current_fiscal_year() + 20:
            reading.leave("fiscal_year", year, "year-impossible", year=year)
            year = of_days
        if year is None:
            year = current_fiscal_year()
            reading.leave("fiscal_year", "", "year-unknown", year=year)
        else:
            reading.understood["fiscal_year"] = year
            if of_code and of_days and of_code != of_days:
                reading.mend("fiscal_year", str(of_days), str(year), "code-beats-days", year=year)
        reading.values["fiscal_year"] = year

    def _applicant(self) -> None:
        name, text = self.value(*texts.APPLICANT)
        if self.is_project and not text:
            name, text = self.value(texts.UNIT)
        if text:
            own = "owner_name" if self.is_project else "applicant_name"
            self.reading.values[own] = self.short(name, text, MAX_NAME)
            self.reading.understood[own] = text

    def _issues(self) -> None:
        name, text = self.value(texts.ISSUES)
        if not text:
            return
        found: list[int] = []
        parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
        whole = self.known.issues.get(plain_issue(text))
        if whole is not None:
            parts = [text]  # an issue whose own name has a comma: เด็ก เยาวชน ครอบครัว
        for part in parts:
            issue = self.known.issues.get(plain_issue(part))
            if issue is None:
                self.reading.leave(name, part, "issue-unknown")
            elif issue not in found:
                found.append(issue)
        if len(parts) > 1:
            self.reading.mend(name, text, " | ".join(parts), "several", count=len(parts))
        self.reading.values["issues"] = sorted(found)
        self.reading.understood["issues"] = [self.known.issue_codes[pk] for pk in found]

    def _situations(self) -> None:
        given = self.content.get(texts.SITUATIONS)
        if not given:
            return
        rows: list[list[Any]] = []
        for line in given if isinstance(given, list) else [given]:
            text, _bar, typed = texts.as_text(line).rpartition("|")
            text, typed = (text.strip(), typed.strip()) if _bar else (typed.strip(), "")
            size = None
            if texts.is_cut(typed):
                self.reading.leave(texts.SITUATIONS, line, "cut")
            elif typed and not texts.is_marker(typed):
                size = texts.read_size(typed)
                if size is None:
                    self.reading.leave(texts.SITUATIONS, line, "size-unreadable")
                elif texts.has_thai_digits(typed):
                    self.reading.mend(texts.SITUATIONS, typed, str(size), "thai-digits")
            if text:
                rows.append(
                    [self.short(texts.SITUATIONS, text, MAX_TITLE), None if size is None else str(size)]
                )
        self.reading.values["situations"] = rows
        self.reading.understood["situations"] = [f"{text}: {size}" if size else text for text, size in rows]

    def _types(self, code: ReadCode | None, title: str) -> None:
        name, text = self.value(texts.SUPPORT_TYPE)
        number = texts.read_support_type(text) if text else None
        if text and number is None:
            self.reading.leave(name, text, "type-unknown")
        number = number or (code.support_type if code else None)
        if number and number in self.known.support_types:
            self.reading.values["support_type_id"] = self.known.support_types[number]
            self.reading.understood["support_type"] = number
        name, text = self.value(texts.APPLICANT_KIND)
        if text:
            kind = texts.read_applicant_kind(text)
            if kind is None:
                self.reading.leave(name, text, "type-unknown")
            else:
                self.reading.values["applicant_kind"] = self.reading.understood["applicant_kind"] = kind

    def _project(self, days: tuple[date | None, date | None]) -> None:
        reading = self.reading
        name, text = self.value(texts.AGREEMENT)
        if text:
            reading.values["agreement_no"] = self.short(name, text, 40)
            reading.understood["agreement_no"] = text
        for key, own in ((texts.APPROVED, "approved_on"), (texts.REPORT_DUE, "report_due_on")):
            name, text = self.value(key)
            if text:
                self._keep_day(own, self._day(name, text, texts.read_day(text)))
        budget = self._budget()
        self._instalments(budget)
        _name, reading.set_title = self.value(texts.SET)
        reading.set_title = reading.set_title[:MAX_TITLE]
        if reading.set_title:
            reading.understood["parent"] = reading.set_title
        self._status(days[1])

    def _budget(self) -> int | None:
        name, text = self.value(texts.BUDGET)
        if not text:
            self.reading.leave(name, "", "no-budget")
            return None
        amount = texts.read_amount(text)
        if amount.satang is None:
            self.reading.leave(name, text, amount.why)
            return None
        self._mends(name, text, baht_text(amount.satang).replace(",", ""), amount.mends)
        self.reading.values["budget_satang"] = amount.satang
        self.reading.understood["budget"] = baht_text(amount.satang).replace(",", "")
        return amount.satang

    def _instalments(self, budget: int | None) -> None:
        given = self.content.get(texts.INSTALMENTS)
        if not isinstance(given, list) or not given:
            if given:
                self.reading.leave(texts.INSTALMENTS, given, "instalment-unreadable")
            return
        rows: list[list[Any]] = []
        for line in given:
            row = self._instalment(texts.as_text(line))
            if row is None:
                self.reading.leave(texts.INSTALMENTS, line, "instalment-unreadable")
                return
            rows.append(row)
        total = sum(row[4] for row in rows)
        if total != budget:
            self.reading.leave(
                texts.INSTALMENTS,
                given,
                "instalments-sum",
                sum=baht_text(total),
                budget=baht_text(budget or 0),
            )
            return
        if any(after[0] <= before[1] for before, after in itertools.pairwise(rows)):
            self.reading.leave(texts.INSTALMENTS, given, "instalments-order")
            return
        self.reading.values["instalments"] = rows
        self.reading.understood["instalments"] = [baht_text(row[4]).replace(",", "") for row in rows]

    def _instalment(self, line: str) -> list[Any] | None:
        """[first day, last day, report from, report until, satang]; days in ISO."""
        parts = texts.read_instalment(line)
        period = texts.read_period(parts[1]) if parts else None
        amount = texts.read_amount(parts[3]) if parts else None
        if parts is None or period is None or amount is None or amount.satang is None:
            return None
        report = texts.read_period(parts[2]) if parts[2] else None
        start, end = (one.day for one in period)
        if start is None or end is None or end < start:
            return None
        for one in (*period, *(report or ())):
            self._mends(texts.INSTALMENTS, line, one.day, one.mends)
        window = [one.day.isoformat() if one.day else None for one in report] if report else [None, None]
        return [start.isoformat(), end.isoformat(), *window, amount.satang]

    def _status(self, end: date | None) -> None:
        status = ProjectStatus.RUNNING
        if "finalreport" in self.reading.source:
            status = ProjectStatus.FINISHED
            self.reading.mend("status", "", status.value, "status-from-report")
        elif end and end < today():
            status = ProjectStatus.FINISHED
            self.reading.mend("status", "", status.value, "status-from-days", day=day_text(end))
        self.reading.values["status"] = self.reading.understood["status"] = status.value

    def _rest(self) -> None:
        """What the record says beyond the fields that were read: kept in it, and said."""
        for key, value in self.content.items():
            unread = key not in texts.READ_KEYS or (not self.is_project and key in _OF_PROJECTS)
            if unread and texts.as_text(value):
                self.reading.leave(key, value, "no-place-for-it")


_OF_PROJECTS = {texts.AGREEMENT, texts.APPROVED, texts.REPORT_DUE, texts.BUDGET, texts.SET, texts.INSTALMENTS}


# Tables of funds ------------------------------------------------------------------------------------------------


def _read_table(content: dict[str, Any], reading: Reading, known: Known) -> None:
    """Rows "อบต.กะมิยอ|L3009|4,943|…": a fund each, where name, code and sub-district are clear."""
    key = next((name for name in content if name.startswith(texts.TABLE)), texts.TABLE)
    rows = content.get(key)
    reading.noun = Noun.FUND
    province = texts.province_in_kind(content["kind"])
    columns = texts.table_columns(key)
    understood: list[dict[str, Any]] = []
    for row in rows if isinstance(rows, list) else []:
        cells = [cell.strip() for cell in texts.as_text(row).split("|")]
        fund = _row_fund(cells, row, key, province, reading, known)
        if fund is None:
            continue
        understood.append(
            {"code": fund.code, "name": fund.name, "population": fund.population, "area": fund.area.code}
        )
        reading.table.append(fund)
        if len(cells) > 3:
            amounts = (
                dict(zip(columns[3:], cells[3:], strict=False)) if len(columns) == len(cells) else cells[3:]
            )
            reading.leave(fund.code, amounts, "amounts-kept")
    for name, value in content.items():
        if name not in ("source", "kind", key):
            reading.leave(name, value, "no-place-for-it")
    reading.understood["funds"] = understood
    if not understood:
        reading.noun = Noun.NONE
        reading.leave(key, "", "no-row-placed")


def _row_fund(
    cells: list[str], row: Any, key: str, province: str, reading: Reading, known: Known
) -> NewFund | None:
    authority = texts.read_authority(cells[0]) if len(cells) > 1 else None
    code = normal_code(cells[1]) if authority else ""
    if authority is None or not texts.OFFICIAL_CODE.match(code):
        reading.leave(key, row, "row-unreadable")
        return None
    population = None
    if len(cells) > 2:
        digits = texts.read_size(cells[2])
        if digits is None or digits != int(digits) or not 0 < digits < 10**7:
            reading.leave(code, cells[2], "size-unreadable")
        else:
            population = int(digits)
            if "," in cells[2]:
                reading.mend(code, cells[2], str(population), "thousands")
    if fund := known.funds.get(code):
        if fund.authorities and authority.key not in fund.authorities:
            reading.leave(code, row, "fund-other-name", code=code, other=fund.name)
            return None
        return NewFund(code, fund.name, authority, fund.area, population)
    place = f"ต.{authority.name} จ.{province}" if province else f"ต.{authority.name}"
    area = understand_address(place, names=known.names).area
    if area is None or area.kind != AreaKind.SUBDISTRICT:
        reading.leave(key, row, "area-unclear")
        return None
    return NewFund(code, cells[0], authority, area, population)


def same_title(one: str, other: str) -> bool:
    return plain(one) == plain(other)
