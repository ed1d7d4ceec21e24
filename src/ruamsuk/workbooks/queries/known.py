"""What is in the system already, read once for a file; what the file adds is added here, foreseen or written."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.utils import translation

from ruamsuk.accounts.access import COUNTRY, Reach, reach, reach_people
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import Verb
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import Names, names, short_path
from ruamsuk.committees.models import Committee, Member, Position
from ruamsuk.core.calendar import arabic
from ruamsuk.core.text import plain
from ruamsuk.funds.choices import Capacity
from ruamsuk.funds.models import Fund, FundKind
from ruamsuk.funds.queries import normal_code
from ruamsuk.issues.models import Indicator
from ruamsuk.organizations.choices import LaSize, OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.workbooks.choices import LOOKS
from ruamsuk.workbooks.specs import WORDS, heading


@dataclass
class KnownOrganization:
    """An organisation of the system, or (pk None) one that the file is going to add."""

    pk: int | None
    name: str
    kind: str
    area_id: int
    moi_code: str = ""
    hospcode: str = ""
    scope_id: int | None = None
    is_closed: bool = False


@dataclass
class KnownCommittee:
    """The series of a fund that serves today, or the one that the file begins."""

    pk: int | None
    starts_on: date
    # Plain name → name, code of the position.
    members: dict[str, tuple[str, str]] = field(default_factory=dict)
    row: int | None = None


@dataclass
class KnownFund:
    pk: int | None
    code: str
    name: str
    kind_id: int
    area_id: int
    scope_id: int | None = None
    is_closed: bool = False
    row: int | None = None  # in this file
    point: tuple[float, float] | None = None  # as this file says in the sheet of funds


@dataclass(frozen=True)
class Choice:
    """A permitted value of a list: what is stored, and what people read."""

    value: Any
    label: str


class Known:
    def __init__(self) -> None:
        self.names: Names = names()
        self.kinds = {kind.pk: kind for kind in FundKind.objects.all()}
        self.positions = {position.code: position for position in Position.objects.in_use()}
        self.organizations: list[KnownOrganization] = []
        self._organizations_by_name: dict[str, list[KnownOrganization]] = defaultdict(list)
        self._organizations_by_code: dict[str, KnownOrganization] = {}
        rows = Organization.objects.values_list(
            "pk", "name", "kind", "home_area_id", "moi_code", "hospcode", "scope_id", "closed_on"
        )
        for pk, name, kind, area, moi_code, hospcode, scope, closed_on in rows.iterator(2000):
            is_closed = closed_on is not None
            one = KnownOrganization(pk, name, kind, area, moi_code, hospcode, scope, is_closed)
            self.add_organization(one)
        self.funds: dict[str, KnownFund] = {}
        self._funds_by_name: dict[str, list[KnownFund]] = defaultdict(list)
        funds = Fund.objects.values_list(
            "pk", "code", "name", "kind_id", "home_area_id", "scope_id", "closed_on"
        )
        for pk, code, name, kind_id, area, scope, closed_on in funds.iterator(2000):
            self.add_fund(KnownFund(pk, code, name, kind_id, area, scope, closed_on is not None))
        self.committees: dict[
            str, KnownCommittee | None
        ] = {}  # by the code of the fund, once it was asked for
        self.villages: dict[int, dict[int, str]] = {}  # sub-district → number → name
        self.invited: set[tuple[str, str, str]] = set()  # role, place, person: of this file
        self.refused: dict[tuple[str, str], int] = {}  # sheet and key → row, of what this file cannot add
        self._choices: dict[str, list[Choice]] = {}
        self._said: dict[str, dict[str, Any]] = {}
        self._reach: dict[tuple[int, str, bool], Reach] = {}
        self._areas: dict[int, Area] = {}
        self._looked = 0

    # Organisations and funds --------------------------------------------------------------------------------------

    def add_organization(self, one: KnownOrganization) -> None:
        self.organizations.append(one)
        self._organizations_by_name[plain(one.name)].append(one)
        for code in (one.moi_code, one.hospcode):
            if code:
                self._organizations_by_code[code] = one

    def organization_with_code(self, code: str) -> KnownOrganization | None:
        return self._organizations_by_code.get(code)

    def organizations_called(self, text: str) -> list[KnownOrganization]:
        """Open ones of this name, or the one with this code."""
        if found := self._organizations_by_code.get(arabic(text)):
            return [found]
        return [one for one in self._organizations_by_name.get(plain(text), []) if not one.is_closed]

    def add_fund(self, one: KnownFund) -> None:
        self.funds[one.code] = one
        self._funds_by_name[plain(one.name)].append(one)

    def fund_coded(self, text: str) -> KnownFund | None:
        """The fund whose code a text is, or begins with."""
        return self.funds.get(normal_code(text)) or self.funds.get(normal_code((text.split() or [""])[0]))

    def funds_called(self, text: str) -> list[KnownFund]:
        return self._funds_by_name.get(plain(text), [])

    def near(self, typed: str, called: Iterable[str]) -> list[str]:
        """Names that a misspelt one may mean, best first; only so often in a file, for it is slow."""
        self._looked += 1
        if self._looked > LOOKS:
            return []
        return get_close_matches(typed, list(dict.fromkeys(called)), n=3, cutoff=0.8)

    # Areas --------------------------------------------------------------------------------------------------------

    def area(self, pk: int) -> Area:
        found = self.names.areas.get(pk) or self._areas.get(pk)
        if found is None:
            found = self._areas[pk] = Area.objects.select_related("parent__parent").get(pk=pk)
        return found

    def area_coded(self, code: str) -> Area | None:
        """An open area above the villages, by its official code."""
        if not hasattr(self, "_by_code"):
            self._by_code = {one.code: one for one in self.names.areas.values() if one.closed_on is None}
        return self._by_code.get(code)

    def villages_of(self, subdistrict: Area) -> dict[int, str]:
        if subdistrict.pk not in self.villages:
            rows = Area.objects.open().filter(parent_id=subdistrict.pk)
            self.villages[subdistrict.pk] = {one.moo: one.name_th for one in rows if one.moo is not None}
        return self.villages[subdistrict.pk]

    # Committees ---------------------------------------------------------------------------------------------------

    def read_committees(self, funds: Iterable[KnownFund]) -> None:
        """The serving series of these funds with their members, unless they were read before."""
        wanted = {one.pk: one.code for one in funds if one.code not in self.committees}
        self.committees |= dict.fromkeys(wanted.values())
        serving = Committee.objects.filter(fund__in=[pk for pk in wanted if pk], ended_on__isnull=True)
        found = {}
        for committee in serving:
            found[committee.pk] = KnownCommittee(committee.pk, committee.term_starts_on)
            self.committees[wanted[committee.fund_id]] = found[committee.pk]
        members = Member.objects.serving().filter(committee__in=found)
        for pk, name, position in members.values_list("committee_id", "name", "position__code"):
            found[pk].members[plain(name)] = (name, position)

    # Who may ------------------------------------------------------------------------------------------------------

    def may(self, user: User | None, can: Verb, area: Area, *, people: bool = False) -> bool:
        """Inside the reach of who sends the file; the machine's own command may everywhere."""
        if user is None:
            return True
        key = (user.pk, str(can), people)
        if key not in self._reach:
            self._reach[key] = (reach_people if people else reach)(user, can)
        return self._reach[key].covers(place_no=area.place_no, home=area.pk if people else None)

    def may_everywhere(self, user: User | None, can: Verb) -> bool:
        return user is None or reach(user, can).covers(place_no=COUNTRY)

    # Permitted values ---------------------------------------------------------------------------------------------

    def choices(self, name: str) -> list[Choice]:
        if name not in self._choices:
            self._choices[name] = LISTS[name]()
        return self._choices[name]

    def chosen(self, name: str, text: str) -> Any | None:
        """The permitted value that a text means: its own words in either language, its code, or a word for it."""
        if name not in self._said:
            said: dict[str, Any] = {}
            for choice in self.choices(name):
                code = code_of(choice.value)
                for label in {*_labels(choice), *WORDS.get(name, {}).get(code, ())}:
                    said.setdefault(heading(label), choice.value)
            self._said[name] = said
        return self._said[name].get(heading(text))


def code_of(value: Any) -> str:
    """As a permitted value is kept: the code of a row of a catalogue, or of a closed list."""
    return str(getattr(value, "code", value))


def _labels(choice: Choice) -> set[str]:
    """Its code, and what it is called in both languages."""
    value = choice.value
    found = {code_of(value), choice.label}
    if isinstance(value, FundKind | Position | Indicator):
        return found | {value.name_th, value.name_en}
    for language in ("th", "en"):
        with translation.override(language):
            found.add(str(value.label))
    return found


def _labelled(values: Iterable[Any]) -> Callable[[], list[Choice]]:
    return lambda: [Choice(one, str(one.label)) for one in values]


def _named(rows: Callable[[], Iterable[Any]]) -> Callable[[], list[Choice]]:
    return lambda: [Choice(one, one.name) for one in rows()]


# What a cell of a list may say, in the reader's language as the template offers it.
LISTS: dict[str, Callable[[], list[Choice]]] = {
    "organization_kinds": _labelled(OrganizationKind),
    "la_sizes": _labelled(LaSize),
    "capacities": _labelled(Capacity),
    "roles": _labelled(Role),
    "fund_kinds": _named(lambda: FundKind.objects.filter(retired_on__isnull=True)),
    "positions": _named(Position.objects.in_use),
    "indicators": _named(Indicator.objects.in_use),
}


def place_in_words(area: Area) -> str:
    return short_path(area)
