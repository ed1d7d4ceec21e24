"""Loading the demo: refused where real work is, done once, told in both languages."""

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.area_sets.actions import add_area_set
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import NOW, action, envelope, seal
from ruamsuk.audit.choices import Channel
from ruamsuk.audit.models import Operation
from ruamsuk.core import progress
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.demo.designs import Catalogue
from ruamsuk.demo.exchanging import exchange_projects
from ruamsuk.demo.network import Group, build_network, district
from ruamsuk.demo.past_year import PastYear
from ruamsuk.demo.people import build_people
from ruamsuk.demo.programme import Programme, ProgrammeBuilder, place, zone_area
from ruamsuk.demo.stated import freeze_reported_figures, note_printed_figures
from ruamsuk.demo.this_year import ThisYear
from ruamsuk.demo.words import SEED, Chooser, read
from ruamsuk.files.actions import check_document, prepare_photo
from ruamsuk.files.choices import FileState, People
from ruamsuk.files.models import StoredFile
from ruamsuk.funds.models import Fund, FundKind, Network
from ruamsuk.jobs.tasks import analyze
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.models import ActivityReport, Project, Proposal
from ruamsuk.projects.reports.actions import release_photos
from ruamsuk.projects.reports.choices import ReportState
from ruamsuk.projects.tallies.actions import counted_at_end

VERSION = 1
# One id for ever: the operation of loading is the mark of a demo database, and cannot be written twice.
MARK = uuid5(UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8"), "ruamsuk-demo")


class NoDemoHere(Exception):
    """A refusal named in `data/messages.toml`, with its Thai and English text."""

    def __init__(self, reason: str) -> None:
        words = read("messages")["refusals"][reason]
        super().__init__(f"{words['th']}\n{words['en']}")


@dataclass(frozen=True)
class Loaded:
    funds: int
    people: int
    proposals: int
    projects: int
    reports: int
    seconds: float
    is_new: bool


def is_loaded() -> bool:
    return Operation.objects.filter(op_id=MARK).exists()


def load() -> Loaded:
    """Loads the demo into its own database; the second time it only counts what is there.

    Raises NoDemoHere where the mode is not demo, where other people or funds are, or where the country is missing.
    """
    started = time.monotonic()
    is_new = not is_loaded()
    if is_new:
        _check()
        with envelope(origin=Channel.DEMO, op_id=MARK, fingerprint=str(VERSION)):
            load_demo(by=None)
        files = StoredFile.objects.filter(state=FileState.RECEIVED)
        for number, file in enumerate(files, 1):
            (prepare_photo if file.is_photo else check_document).call(file.pk)
            progress.reached(_("photos"), number, len(files))
        with envelope(origin=Channel.DEMO):
            _release_photos()
        while seal():
            pass
    return Loaded(
        Fund.objects.count(),
        User.objects.filter(is_demo=True).count(),
        Proposal.objects.count(),
        Project.objects.count(),
        ActivityReport.objects.count(),
        time.monotonic() - started,
        is_new,
    )


def _release_photos() -> None:
    """Those of accepted reports, which are drawings; the others wait to be looked at."""
    for report in ActivityReport.objects.filter(state=ReportState.ACCEPTED, photos__isnull=False).distinct():
        photos = [str(uid) for uid in report.photos.values_list("uid", flat=True)]
        release_photos(report=report, photos=photos, people=People.NOBODY, by=report.created_by)


def _check() -> None:
    if settings.RUAMSUK_MODE != "demo":
        raise NoDemoHere("mode")
    if User.objects.exists() or Fund.objects.exists() or Organization.objects.exists():
        raise NoDemoHere("not-empty")
    subdistricts = Area.objects.filter(kind=AreaKind.SUBDISTRICT).count()
    if subdistricts < 7_000 or not FundKind.objects.exists():
        raise NoDemoHere("not-prepared")


@action(_("loaded the demo network"))
def load_demo(*, by: object, at: datetime = NOW) -> None:
    """Everything or nothing, in one transaction: an interrupted demo leaves an empty database."""
    with counted_at_end():
        network = _load(at)
        # In one transaction the database does not learn by itself how its tables have grown.
        analyze.func()
    freeze_reported_figures(network, at)


def _load(at: datetime) -> Network:
    rng, catalogue = Chooser(SEED), Catalogue()
    network, groups = build_network(rng, at)
    PastYear(rng, catalogue).build(groups, at)
    builder = ProgrammeBuilder(rng, catalogue, groups)
    programme = builder.build()
    # In one transaction the database does not learn by itself how its tables have grown: as if they were empty, each
    # count that follows would take PostgreSQL seconds.
    analyze.func()
    funds = _living_funds(groups)
    owner = _owner(funds[0], at)
    users = build_people(_places(funds, owner, programme), at)
    this_year = ThisYear(rng, catalogue, users, owner)
    this_year.build(funds)
    this_year.programme(programme, builder)
    villages = [row["villages"] for row in read("this_year")["fund"]]
    last_year = PastYear(Chooser(SEED + 1), catalogue, current_fiscal_year() - 1)
    finished = last_year.build_funds(list(zip(funds, villages, strict=True)), at)
    this_year.papers(finished)
    exchange_projects(funds[0], users["officer"], at)
    note_printed_figures(network, groups, at)
    add_area_set(**read("figures")["area_set"], areas=_first_zones(), is_shared=True, by=None, at=at)
    return network


def _first_zones() -> list[Area]:
    """Of zones 1 to 6 a report gives one number of funds together."""
    zones = Area.objects.open().filter(
        kind=AreaKind.ZONE, code__in=[f"Z{number:02}" for number in range(1, 7)]
    )
    return list(zones.order_by("code"))


def _living_funds(groups: list[Group]) -> list[Fund]:
    """The funds with work this year, in the order of the data file."""
    homes = {fund.home_area_id: fund for group in groups for fund in reversed(group.funds)}
    return [homes[place(row["place"]).pk] for row in read("this_year")["fund"]]


def _owner(fund: Fund, at: datetime) -> Organization:
    return add_organization(**read("this_year")["owner"], home_area=fund.home_area, by=None, at=at)


def _places(funds: list[Fund], owner: Organization, programme: Programme) -> dict[str, object]:
    """The words of `data/people.toml` for where a post is held."""
    home = funds[0].home_area
    province = district(*read("this_year")["fund"][0]["place"][:2]).parent
    return {
        "country": Area.country(),
        "zone": zone_area(12),
        "province": province,
        "district": home.parent,
        "subdistrict": home,
        "fund": funds[0].scope,
        **{f"fund-{number}": fund.scope for number, fund in enumerate(funds, 1)},
        "owner": owner.scope,
        "team": programme.teams[12].scope,
        "funder": programme.funder.scope,
    }
