"""What a list is limited to besides area and year: the address behind a number on the counting page.

`?set=<uid>&network=<uid>&fund=<uid|none>&list=<code>&entry=<code|none|several>&here=1`; a chip takes each away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ruamsuk.accounts.access import Reader
from ruamsuk.accounts.verbs import READ
from ruamsuk.area_sets.access import area_set_for
from ruamsuk.area_sets.models import AreaSet
from ruamsuk.areas.models import Area
from ruamsuk.areas.ranges import Places
from ruamsuk.core.calendar import fiscal_year
from ruamsuk.funds.choices import Then
from ruamsuk.funds.models import Fund, Network, NetworkFund, Standing
from ruamsuk.issues.models import IssueList, ListEntry, Placement

NONE = "none"  # of no fund; in no entry of the list
SEVERAL = "several"  # in more than one


@dataclass(frozen=True)
class Chip:
    """One limit in words, and the address of the same list without it."""

    text: str
    url: str


@dataclass(frozen=True)
class ListFilter:
    params: QueryDict
    network: Network | None = None
    fund: Fund | None = None
    issue_list: IssueList | None = None
    entry: ListEntry | None = None
    no_fund: bool = False
    special: str = ""  # NONE or SEVERAL, instead of an entry
    here: bool = False  # only what lies at the area's own level, in none of the areas below it
    area_set: AreaSet | None = None  # only what lies in these areas too

    @classmethod
    def read(cls, params: QueryDict, user: Reader) -> Self:
        """From the address. What is named but does not exist is a 404: a list must not show more than was asked."""
        area_set = params.get("set", "")
        found = area_set_for(user, _uid(area_set), READ) if area_set else None
        return cls(params=params, area_set=found, **cls.values(params))

    @staticmethod
    def values(params: QueryDict) -> dict[str, Any]:
        network, fund, code, entry = (params.get(name, "") for name in ("network", "fund", "list", "entry"))
        issue_list = get_object_or_404(IssueList, code=code) if code and entry else None
        special = entry if entry in (NONE, SEVERAL) else ""
        return {
            "network": get_object_or_404(Network, uid=_uid(network)) if network else None,
            "fund": get_object_or_404(Fund, uid=_uid(fund)) if fund not in ("", NONE) else None,
            "no_fund": fund == NONE,
            "issue_list": issue_list,
            "entry": get_object_or_404(ListEntry, issue_list=issue_list, code=entry)
            if issue_list and not special
            else None,
            "special": special if issue_list else "",
            "here": params.get("here") == "1",
        }

    def places(self, area: Area) -> Places:
        places = area.own_places if self.here else area.places
        return places.within(self.area_set.places) if self.area_set else places

    def funds(self, path: str = "fund") -> Q:
        """A filter on what hangs on a fund by this path."""
        found = Q()
        if self.fund:
            found &= Q(**{path: self.fund})
        if self.no_fund:
            found &= Q(**{f"{path}__isnull": True})
        if self.network:
            found &= Q(**{f"{path}__in": members(self.network).values("fund")})
        return found

    @property
    def issues(self) -> QuerySet[Placement]:
        """Places of the issues of the entry; for NONE and SEVERAL those of the whole list."""
        rows = Placement.objects.filter(issue_list=self.issue_list)
        return rows.filter(entry=self.entry) if self.entry else rows

    @property
    def chips(self) -> list[Chip]:
        found = []
        if self.network:
            found.append(self.chip(str(self.network), "network"))
        if self.area_set:
            found.append(self.chip(str(self.area_set), "set"))
        if self.fund:
            found.append(self.chip(self.fund.name, "fund"))
        if self.no_fund:
            found.append(self.chip(_("of no fund"), "fund"))
        if self.issue_list:
            words = {NONE: _("not classified"), SEVERAL: _("under several issues")}
            name = str(self.entry) if self.entry else words[self.special]
            found.append(self.chip(f"{self.issue_list}: {name}", "list", "entry"))
        if self.here:
            found.append(self.chip(_("only at this level itself"), "here"))
        return found

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Names and values that a filter form on the same page has to carry along."""
        names = ("area", "set", "year", "network", "fund", "list", "entry", "here", "figure", "project")
        return [(name, str(self.params[name])) for name in names if self.params.get(name)]

    def chip(self, text: str, *names: str) -> Chip:
        rest = self.params.copy()
        for name in (*names, "after", "before"):
            rest.pop(name, None)
        return Chip(text, f"?{rest.urlencode()}")


def members(network: Network, then: Then | None = None) -> QuerySet[Any]:
    """Memberships that run today, or stood then; each with its `fund` and `capacity`."""
    if then is None:
        return NetworkFund.objects.filter(network=network, left_on__isnull=True)
    if not then.is_corrected:
        return Standing.objects.on(then.day, network)
    left = Q(left_on__isnull=True) | Q(left_on__gt=then.day)
    return NetworkFund.objects.filter(left, network=network, joined_on__lte=then.day)


def open_funds(then: Then | None = None) -> QuerySet[Any]:
    """Funds that are open today, or were then; each as `fund` with its `capacity`, or (today, as corrected) itself.

    As corrected: from the fiscal year of their founding on (where it is not known: from the day when they were entered)
    until the day of their closing.
    """
    if then is None:
        return Fund.objects.open()
    if not then.is_corrected:
        return Standing.objects.on(then.day)
    entered = Standing.objects.filter(fund=OuterRef("pk"), network__isnull=True, day__lte=then.day)
    founded = Q(founded_fy__lte=fiscal_year(then.day)) | Q(founded_fy__isnull=True) & Q(Exists(entered))
    return Fund.objects.filter(founded, Q(closed_on__isnull=True) | Q(closed_on__gt=then.day))


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def query(params: Mapping[str, object]) -> str:
    """The address of a list: `?` and what is not empty."""
    return "?" + "&".join(
        _pair(name, str(int(value) if isinstance(value, bool) else value))
        for name, value in params.items()
        if value not in (None, "", False)
    )


@lru_cache(4096)  # a page of counts has hundreds of addresses, of a few parts
def _pair(name: str, value: str) -> str:
    return urlencode({name: value})
