"""What is in the system already, in memory, so that thousands of records are read with a handful of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import Names, names
from ruamsuk.core.text import plain
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Indicator, Issue, SupportType, Synonym
from ruamsuk.issues.queries import plain_issue
from ruamsuk.older_pages.choices import Noun
from ruamsuk.older_pages.queries.labels import Labels, labels
from ruamsuk.older_pages.queries.texts import read_authority
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.projects.choices import ProjectKind


@dataclass
class KnownFund:
    """A fund of the system, or (pk None) one that this file is going to add."""

    pk: int | None
    code: str
    name: str
    area: Area
    scope_id: int | None = None
    population: int | None = None
    authorities: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class Made:
    """What records are about: a proposal or project of the system, or (pk None) one that this file is going to make."""

    noun: Noun
    pk: int | None
    uid: UUID | None
    title: str = ""
    values: dict[str, Any] | None = None  # of one to be made

    def thing(self) -> Proposal | Project | None:
        """None: it is still to be made, or was deleted since."""
        if self.pk is None:
            return None
        if self.noun == Noun.PROPOSAL:
            return Proposal.objects.select_related("design").filter(pk=self.pk).first()
        return Project.objects.select_related("design", "scope").filter(pk=self.pk).first()


class Known:
    """Read once for a whole file; what the import adds on the way is added here too."""

    def __init__(self) -> None:
        self.names: Names = names()
        self.labels: Labels = labels()
        self.country = Area.country()
        self.issues: dict[str, int] = {}
        for pk, name, name_en in Issue.objects.values_list("pk", "plain_name", "name_en"):
            self.issues[name] = pk
            self.issues.setdefault(plain_issue(name_en), pk)
        self.issues.update(Synonym.objects.values_list("plain_text", "issue_id"))
        self.issue_codes = dict(Issue.objects.values_list("pk", "code"))
        self.indicators = {
            plain(name): (pk, unit)
            for pk, name, unit in Indicator.objects.values_list("pk", "name_th", "unit_th")
        }
        self.support_types = dict(SupportType.objects.values_list("code", "pk"))
        self.sets: dict[str, int | None] = {
            plain(title): pk
            for pk, title in Project.objects.filter(kind=ProjectKind.PROGRAMME).values_list("pk", "title")
        }
        self.funds: dict[str, KnownFund] = {}
        self._by_authority: dict[tuple[str, str], list[KnownFund]] = defaultdict(list)
        rows = Fund.objects.values_list(
            "pk", "code", "name", "home_area_id", "scope_id", "population", "organization__name"
        )
        for pk, code, name, area_id, scope_id, population, authority in rows.iterator(2000):
            area = self.names.areas.get(area_id) or Area.objects.select_related("parent").get(pk=area_id)
            self.add_fund(KnownFund(pk, code, name, area, scope_id, population), authority)
        # Of this file: what its records are about, by key and by code, and what comes with funds.
        self.by_key: dict[str, Made] = {}
        self.by_code: dict[str, Made] = {}
        self.authorities_to_come: set[tuple[int, tuple[str, str]]] = set()

    def add_fund(self, fund: KnownFund, authority: str) -> None:
        """`authority`: the name of its local authority, which is often how people name the fund."""
        for text in (fund.name, authority):
            if found := read_authority(text):
                fund.authorities.add(found.key)
        if old := self.funds.get(fund.code):
            for key in old.authorities:
                self._by_authority[key].remove(old)
        self.funds[fund.code] = fund
        for key in fund.authorities:
            self._by_authority[key].append(fund)

    def funds_of(self, authority: tuple[str, str]) -> list[KnownFund]:
        return self._by_authority.get(authority, [])

    def local_authority(self, area: Area, authority: tuple[str, str]) -> Organization | None:
        """The local authority of this name in the sub-district, however its kind is written. One query."""
        for row in Organization.objects.open().filter(home_area_id=area.pk):
            found = read_authority(row.name)
            if found and found.key == authority:
                return row
        return None


def same_district(one: Area, other: Area) -> bool:
    return one.place_no // 10**4 == other.place_no // 10**4
