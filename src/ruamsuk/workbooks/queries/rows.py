"""One row: its cells read by the same fields as the pages, its place by the one reader of addresses."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.choices import COUNTRY_CODE, WORDS_BANGKOK, WORDS_TH, AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import understand_address
from ruamsuk.areas.queries.names import chain
from ruamsuk.core.calendar import arabic
from ruamsuk.core.registry import Registry
from ruamsuk.core.text import plain
from ruamsuk.funds.queries import normal_code
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.importers import Incoming
from ruamsuk.workbooks.queries.known import Known, KnownFund, KnownOrganization, code_of, place_in_words
from ruamsuk.workbooks.specs import PLACE, SHEETS

# By which field of a page a cell is read, so that both take and refuse the same: "sheet.column" → its `clean`. Filled
# by the forms of this app (AppConfig.ready), which stand above.
READ_BY: Registry[Callable[[str], Any]] = Registry("fields of cells")
NEARLY = 90.0  # a longitude; a latitude of Thailand is never as large


class Row:
    """What was read of a row, and what is wrong with it."""

    def __init__(self, one: Incoming, known: Known) -> None:
        self.one, self.known = one, known
        self.sheet = SHEETS[one.line.kind]
        content = one.line.content
        self.cells: dict[str, str] = content if isinstance(content, dict) else {}
        said = one.line.report
        self.no: int = said.get("row", 0)
        self.twice: int | None = said.get("twice")
        self.errors: list[dict[str, Any]] = list(said.get("faults", []))
        self.mended: list[dict[str, Any]] = [
            entry for entry in said.get("mended", []) if entry["why"] == "zero-back"
        ]
        self.left: list[dict[str, Any]] = []
        self.understood: dict[str, str] = {}
        self.changed: list[dict[str, Any]] = []
        self.outcome = LineResult.CREATED
        self.values: dict[str, Any] = {}
        for column in self.sheet.columns:
            if column.must and column.name not in self.cells and not self.is_faulty(column.name):
                self.refuse(column.name, "missing", column=column.label)

    @property
    def user(self) -> User | None:
        return self.one.line.batch.by

    @property
    def is_refused(self) -> bool:
        return bool(self.errors)

    def is_faulty(self, name: str) -> bool:
        return any(entry["field"] == name for entry in self.errors)

    def refuse(self, name: str, why: str, /, **params: object) -> None:
        self.errors.append(_entry(name, self.cells.get(name, ""), why, params))

    def leave(self, name: str, why: str, /, **params: object) -> None:
        """What of the row is not taken, though the row is not refused."""
        self.left.append(_entry(name, self.cells.get(name, ""), why, params))

    def keep_as_it_is(self, name: str, why: str, /, **params: object) -> None:
        self.leave(name, why, **params)
        self.outcome = LineResult.KEPT

    def report(self) -> dict[str, Any]:
        return {
            "understood": self.understood,
            "changed": self.changed,
            "mended": self.mended,
            "not_placed": self.left,
            "errors": self.errors,
        }

    # Cells --------------------------------------------------------------------------------------------------------

    def read(self, name: str) -> Any:
        """The value of a cell, None where it is empty or wrong; what is wrong is noted with the words of the page."""
        text = self.cells.get(name)
        if not text or self.is_faulty(name):
            return None
        column = self.sheet.column(name)
        if column is not None and column.lists:
            return self._listed(name, column.lists, text)
        return self.read_text(name)

    def read_text(self, name: str) -> Any:
        """The same of a cell that may also say something else than its list offers."""
        text, column = self.cells[name], self.sheet.column(name)
        try:
            value = READ_BY[f"{self.sheet.name}.{name}"](arabic(text) if column and column.code else text)
        except ValidationError as error:
            self.refuse(name, "said", words=" ".join(error.messages))
            return None
        if name in ("latitude", "longitude"):
            value = float(value)
        self.understood[name] = text
        return value

    def read_all(self, *names: str) -> dict[str, Any]:
        """Those that say something."""
        return {name: value for name in names if (value := self.read(name)) not in (None, "")}

    def _listed(self, name: str, lists: str, text: str) -> Any:
        value = self.known.chosen(lists, text)
        if value is None:
            choices = self.known.choices(lists)
            values = " · ".join(one.label for one in choices[:12]) + (" …" if len(choices) > 12 else "")
            self.refuse(name, "not-in-list", typed=text, values=values)
            return None
        self.understood[name] = code_of(value)
        return value

    # Places -------------------------------------------------------------------------------------------------------

    @property
    def says_place(self) -> bool:
        return any(self.cells.get(name) for name in PLACE)

    def place(self, kinds: Sequence[AreaKind] = (), *, may_be_country: bool = False) -> Area | None:
        """Where it is, only if that is certain. `kinds`: the levels that are meant here."""
        if any(self.is_faulty(name) for name in PLACE):
            return None
        coded = None
        if code := self.cells.get("area_code"):
            coded = self.known.area_coded(arabic(code))
            if coded is None:
                self.refuse("area_code", "no-area-code", typed=code)
                return None
        text = self._address()
        if not text:
            if coded is None:
                self.refuse(self.first_of_place(), "no-place")
            return self._noted(coded)
        country = self.known.area_coded(COUNTRY_CODE) if may_be_country else None
        if country and plain(text) in (country.search_th, country.search_en):
            return self._noted(country)
        reading = understand_address(text, names=self.known.names, expected=None)
        fitting = [one for one in reading.candidates if not reading.contradictions and one.kind in kinds]
        area = reading.area or (fitting[0] if len(fitting) == 1 else None)
        if coded is not None and coded in [*([area] if area else []), *reading.candidates]:
            area = coded
        if area is None:
            self.refuse(self.first_of_place(), "place-doubtful", says=reading.says)
            return None
        area = self.known.area(area.pk)  # with the tree above it
        if coded is not None and area in chain(coded):
            area = coded  # of two that agree the smaller one
        elif coded is not None and coded not in chain(area):
            self.refuse(
                "area_code", "place-disagrees", coded=place_in_words(coded), named=place_in_words(area)
            )
            return None
        return self._noted(area)

    def _noted(self, area: Area | None) -> Area | None:
        if area is not None:
            self.understood["place"] = area.code
        return area

    def first_of_place(self) -> str:
        return next((name for name in PLACE if self.cells.get(name)), "subdistrict")

    def _address(self) -> str:
        """The cells as one address, each with the word for its level before it."""
        words = {
            "subdistrict": WORDS_TH[AreaKind.SUBDISTRICT],
            "district": WORDS_TH[AreaKind.DISTRICT],
            "province": WORDS_TH[AreaKind.PROVINCE],
        }
        bangkok = {
            "subdistrict": WORDS_BANGKOK[AreaKind.SUBDISTRICT],
            "district": WORDS_BANGKOK[AreaKind.DISTRICT],
        }
        parts = [self.cells["place"]] if self.cells.get("place") else []
        for name, word in words.items():
            if text := self.cells.get(name):
                has_word = text.startswith((word, f"{word[0]}.", bangkok.get(name, word)))
                parts.append(text if has_word or text.isascii() else f"{word}{text}")
        return " ".join(parts)

    # Other rows and records that it names -------------------------------------------------------------------------

    def organization(self, name: str, near: Area | None) -> KnownOrganization | None:
        """The one organisation that the cell names; `near`: of several of one name, the one that sits there."""
        text = self.cells.get(name, "")
        if not text or self.is_faulty(name):
            return None
        found = self.known.organizations_called(text)
        if len(found) > 1 and near is not None:
            found = [one for one in found if one.area_id == near.pk] or found
        if len(found) == 1:
            if found[0].is_closed:
                self.refuse(name, "closed", name=found[0].name)
                return None
            self.understood[name] = found[0].name
            return found[0]
        if found:
            places = "; ".join(place_in_words(self.known.area(one.area_id)) for one in found[:5])
            self.refuse(name, "organizations-alike", typed=text, places=places)
        elif row := self.known.refused.get(("organizations", plain(text))):
            self.refuse(name, "organization-refused", row=row)
        else:
            near_names = self.known.near(text, (one.name for one in self.known.organizations))
            self.refuse(name, "no-organization", typed=text, near=_meant(near_names))
        return None

    def fund(self, name: str = "fund") -> KnownFund | None:
        """The one fund that the cell names by its code, its code and name, or its name."""
        text = self.cells.get(name, "")
        if not text or self.is_faulty(name):
            return None
        coded = self.known.fund_coded(text)
        rest = " ".join(text.split()[1:])
        if coded and normal_code(text) != coded.code and rest and plain(rest) != plain(coded.name):
            self.refuse(name, "fund-other-name", code=coded.code, name=coded.name, typed=rest)
            return None
        found = [coded] if coded else self.known.funds_called(text)
        if len(found) == 1:
            if found[0].is_closed:
                self.refuse(name, "closed", name=found[0].name)
                return None
            self.understood[name] = f"{found[0].code} {found[0].name}"
            return found[0]
        refused = self.known.refused
        if found:
            codes = ", ".join(one.code for one in found[:8])
            self.refuse(name, "funds-alike", typed=text, codes=codes)
        elif row := refused.get(("funds", normal_code(text.split()[0]))) or refused.get(
            ("funds", plain(text))
        ):
            self.refuse(name, "fund-refused", row=row)
        else:
            called = (
                f"{one.code} {one.name}" if text[:1].isascii() else one.name
                for one in self.known.funds.values()
            )
            self.refuse(name, "no-fund", typed=text, near=_meant(self.known.near(text, called)))
        return None


def _entry(name: str, value: str, why: str, params: dict[str, object]) -> dict[str, Any]:
    """A reason as it is kept: words are those of the reader who sent the file."""
    kept = {key: one if isinstance(one, int) else str(one) for key, one in params.items()}
    return {"field": name, "value": value, "why": why, "params": kept}


def _meant(names: list[str]) -> str:
    return _(" Perhaps %(names)s is meant.") % {"names": " / ".join(names)} if names else ""
