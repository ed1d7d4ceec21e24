"""Which pages are measured, for whom, and what is wanted of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from random import Random

from django.urls import reverse

from benchmarks import summary
from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import current_fiscal_year, today
from ruamsuk.funds.models import Fund, Network
from ruamsuk.projects.models import Project, Proposal
from ruamsuk.projects.proposals.choices import PENDING, Outcome

READERS = ("country", "zone", "officer", "mentor", "nobody")
OWNERS = ("large-owner", "small-owner")  # of 8,000 projects and of 20

TIMES_BARE = 5  # a list, home, project or counting page costs at most so many bare pages
MOST_KB = 90
BARE_MS = (
    5.5  # what the bare page takes where the limits below were set: elsewhere they are as many bare pages
)
COUNTRY_MS = 300  # the counting page of the country, nothing cached
COUNTRY_THEN_MS = 1_000  # as of a past day
FILE_MS = 1_000  # an Excel file of the projects of a district or a fund
BETWEEN_READERS = 2  # no reader waits longer than so many times another who gets as much to read
AS_MUCH = 0.8  # of the other's HTML: a list of the country is not compared with the empty one of a village
SHARE_OF_BARE = 1 / 5  # requests a second under load
LOADED_P95_MS = 600
SEEN_WITHIN_S = 5
SAVES_PER_S, SAVE_QUERIES, SAVE_INSERTS = 60, 12, 5  # autosaves on two workers; what each costs
ACTS_PER_S = 300  # of a noun as busy as home visits, in one sub-district
RECALL, SEARCH_MS = 0.95, {"postgresql": 200, "sqlite": 400}  # of mistyped words; 95 % of the searches
WAIT_S = 0.5  # of a writer while a province with a million records changes its zone


class Places:
    """What the pages are about: another fund, project, proposal each round, the same in every run."""

    def __init__(self, rounds: int) -> None:
        self.rounds, self.year = rounds, current_fiscal_year()

    def _some(self, rows) -> list[str]:
        """Uids of rows spread over the whole table."""
        chance, keys = Random(12), list(rows.order_by("pk").values_list("pk", flat=True))
        chosen = [chance.choice(keys) for _round in range(self.rounds)]
        uids = dict(rows.filter(pk__in=chosen).values_list("pk", "uid"))
        return [str(uids[pk]) for pk in chosen]

    @cached_property
    def funds(self) -> list[str]:
        return self._some(Fund.objects.all())

    @cached_property
    def projects(self) -> list[str]:
        return self._some(Project.objects.all())

    @cached_property
    def proposals(self) -> list[str]:
        """Submitted ones; those in correction lead readers from outside to what was sent."""
        return self._some(Proposal.objects.filter(state__in=[*PENDING, *Outcome.values]))

    @cached_property
    def network(self) -> str:
        return str(Network.objects.order_by("pk")[0].uid)

    # What has grown in one fund (generate.World.heaps): the newest of each.
    @cached_property
    def heap_projects(self) -> list[str]:
        """The one above the others, with all the reports."""
        top = Project.objects.filter(parent__isnull=False).order_by("-pk")[0].parent
        assert top
        return [str(top.uid)] * self.rounds

    @cached_property
    def heap_funds(self) -> list[str]:
        fund = Project.objects.order_by("-pk")[0].fund
        assert fund
        return [str(fund.uid)] * self.rounds

    @cached_property
    def heap_proposals(self) -> list[str]:
        return [str(Proposal.objects.order_by("-pk")[0].uid)] * self.rounds

    @cached_property
    def area_no(self) -> int:
        return Area.objects.get(code="9011", closed_on__isnull=True).pk


Where = Callable[[Places, int], str]


@dataclass(frozen=True)
class Measured:
    """A page: its name in the table and its address in a round. `signed_in`: nobody reads it without a name."""

    name: str
    where: Where
    readers: tuple[str, ...] = READERS
    weight: int = 0  # how often it is asked for under load
    is_html: bool = True
    is_fresh: bool = False  # nothing that was kept is used: what the first reader after a change waits for
    most_ms: int = 0  # instead of TIMES_BARE


def _at(name: str, query: str = "") -> Where:
    return lambda places, turn: reverse(name) + query


def _one(name: str, kind: str, query: str = "") -> Where:
    return lambda places, turn: reverse(name, args=[getattr(places, kind)[turn % places.rounds]]) + query


def _text(text: str) -> Where:
    return lambda places, turn: text.format(year=places.year, network=places.network, area_no=places.area_no)


def _then(way: str) -> Where:
    """The country as of a day in the middle of those that are known."""
    day = today() - timedelta(days=summary.DAYS // 2)
    return lambda places, turn: f"/counts/?area=TH&on={day}&way={way}"


def _exchange(page: str) -> Where:
    """A district: no file holds the projects of more than a few."""
    return lambda places, turn: reverse(f"exchanges:{page}") + f"?area=9011&year={places.year}"


EVERYONE = READERS + OWNERS
EXCHANGERS = ("zone", "officer")
PAGES = (
    Measured("home", _at("web:home"), EVERYONE, 12),
    Measured("funds", _at("funds:index"), weight=5),
    Measured("fund", _one("funds:fund", "funds"), weight=6),
    Measured("fund-projects", _one("projects:fund-projects", "funds"), weight=4),
    Measured("fund-proposals", _one("projects:fund-proposals", "funds")),
    Measured("fund-reports", _one("projects:fund-reports", "funds")),
    Measured("fund-plan", _one("plans:fund-year", "funds"), weight=4),
    Measured("plans", _at("plans:funds"), weight=4),
    Measured("planned", _at("plans:planned-projects")),
    Measured("proposals", _at("projects:proposals"), EVERYONE, 6),
    Measured("proposals-mine", _at("projects:proposals", "?mine=1"), EVERYONE),
    Measured("proposals-country", _at("projects:proposals", "?area=TH"), EVERYONE),
    Measured("proposal", _one("projects:proposal", "proposals"), weight=8),
    Measured("proposal-sections", _one("projects:proposal-sections", "proposals"), weight=4),
    Measured("projects", _at("projects:projects"), EVERYONE, 8),
    Measured("projects-country", _at("projects:projects", "?area=TH"), EVERYONE, 2),
    Measured("projects-words", _at("projects:projects", "?area=TH&q=ครั้งที่+119")),
    Measured("projects-issue", _at("projects:projects", "?area=TH&issue=alcohol")),
    Measured("project", _one("projects:project", "projects"), weight=10),
    Measured("project-details", _one("projects:project-details", "projects"), weight=3),
    Measured("project-money", _one("projects:project-money", "projects")),
    Measured("project-reports", _one("projects:project-reports", "projects"), weight=6),
    Measured("reports", _at("projects:reports", "?show=all"), EVERYONE, 6),
    Measured("reports-waiting", _at("projects:reports"), EVERYONE, 2),
    Measured("reports-late", _at("projects:reports", "?show=late"), weight=2),
    Measured("reports-due", _at("projects:reports", "?show=due"), OWNERS),
    Measured("exchange", _exchange("index"), EXCHANGERS),
    Measured("exchange-file", _exchange("download"), EXCHANGERS, is_html=False, most_ms=FILE_MS),
    Measured("areas", _at("areas:area_list"), weight=2),
    Measured("area-picker", _text("/areas/pick/?q=หาดให"), weight=4, is_html=False),
    Measured("counts-country", _text("/counts/?area=TH"), weight=3),
    Measured("counts-country-new", _text("/counts/?area=TH"), is_fresh=True, most_ms=COUNTRY_MS),
    Measured(
        "counts-funds-new", _text("/counts/units/?area=TH&year={year}"), is_fresh=True, most_ms=COUNTRY_MS
    ),
    Measured(
        "counts-subdistricts-new",
        _text("/counts/units/?area=TH&unit=subdistrict&year={year}"),
        is_fresh=True,
        most_ms=COUNTRY_MS,
    ),
    Measured(
        "counts-coverage-new",
        _text("/counts/coverage/?area=TH&unit=district&year={year}"),
        is_fresh=True,
        most_ms=COUNTRY_MS,
    ),
    *(
        Measured(
            f"counts-{code}-new",
            _text(f"/counts/breakdowns/{code}/?area=TH&year={{year}}"),
            is_fresh=True,
            most_ms=COUNTRY_MS,
        )
        for code in ("partners", "sectors", "organizations")
    ),
    Measured(
        "counts-indicators-new",
        _text("/counts/indicators/?area=TH&year={year}"),
        is_fresh=True,
        most_ms=COUNTRY_MS,
    ),
    Measured("counts-country-then-new", _then("known"), is_fresh=True, most_ms=COUNTRY_THEN_MS),
    Measured("counts-country-corrected-new", _then("corrected"), is_fresh=True, most_ms=COUNTRY_THEN_MS),
    Measured("counts-zone-new", _text("/counts/?area=Z12"), is_fresh=True),
    Measured("plans-new", _at("plans:funds"), is_fresh=True),
    Measured("counts-zone", _text("/counts/?area=Z12"), weight=2),
    Measured("counts-province", _text("/counts/?area=90"), weight=2),
    Measured("counts-district", _text("/counts/?area=9011"), weight=2),
    Measured("counts-subdistrict", _text("/counts/?area=901104"), weight=1),
    Measured(
        "counts-fund", lambda places, turn: f"/counts/?fund={places.funds[turn % places.rounds]}", weight=1
    ),
    Measured("heap-fund-projects", _one("projects:fund-projects", "heap_funds")),
    Measured("heap-fund-proposals", _one("projects:fund-proposals", "heap_funds")),
    Measured("heap-fund-reports", _one("projects:fund-reports", "heap_funds")),
    Measured("heap-fund-counts", lambda places, _turn: f"/counts/?fund={places.heap_funds[0]}"),
    Measured("heap-project", _one("projects:project", "heap_projects")),
    Measured("heap-project-reports", _one("projects:project-reports", "heap_projects")),
    Measured("heap-proposal", _one("projects:proposal", "heap_proposals")),
    Measured("counts-network", _text("/counts/?area=TH&network={network}"), weight=1),
    Measured("api-counts", _text("/api/v1/counts?area=TH&fiscal_year={year}"), weight=2, is_html=False),
    Measured("api-projects", _text("/api/v1/projects?fiscal_year={year}"), weight=2, is_html=False),
)


def user(reader: str) -> User:
    return User.objects.get(username=f"bench-{reader}")
