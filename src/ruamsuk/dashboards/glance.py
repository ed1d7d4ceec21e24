"""An area at a glance, for who answers for it and has two minutes: four figures, where it is stuck, what is newest."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.accounts.access import Reader
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.charts.marks import Bars
from ruamsuk.core.calendar import current_fiscal_year, day_text, today, year_before
from ruamsuk.counting.figures import FIGURES
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.links import Links
from ruamsuk.dashboards.pictures import YEARS, Chart, Pictures
from ruamsuk.dashboards.queries.counts import Counts, counts
from ruamsuk.dashboards.queries.years import by_year
from ruamsuk.dashboards.tables import label_of, text_of
from ruamsuk.dashboards.tiles import Tile, tile_of
from ruamsuk.funds.choices import Then, Way
from ruamsuk.funds.filters import query
from ruamsuk.issues.queries import lists
from ruamsuk.projects.models import ActivityReport, Proposal, ReportPhoto
from ruamsuk.projects.proposals.choices import ProposalState
from ruamsuk.projects.reports.choices import ReportState

SHOWN = ("approved", "budget_satang", "reports_accepted", "reports_late")
SHOWN_TO_ALL = ("funds", "approved", "budget_satang", "reports_accepted")
NEWEST = 3
MOST_PLACES = 3  # named beside what is stuck


@dataclass(frozen=True)
class Stuck:
    """What does not go on: how many, since when or where, and the list of them."""

    number: int
    what: str
    where: str
    url: str


@dataclass(frozen=True)
class Glance:
    area: Area
    fiscal_year: int
    sentence: str
    tiles: list[Tile]
    stuck: list[Stuck]
    picture: Chart | None
    newest: list[tuple[ActivityReport, ReportPhoto | None]]  # each with its first photo
    url: str  # all figures
    issues: Bars | None = None  # for who has no account


def glance(user: Reader, area: Area, fiscal_year: int) -> Glance | None:
    """The figures are those of the page of counts, and kept with it. None where nothing of the year is recorded.

    Where it is stuck is told to who has an account.
    """
    question = Question(area, fiscal_year, lists().first())
    found, links = counts(question), Links(question)
    if not any(value for code, value in found.totals.items() if FIGURES[code].by_entry):
        return None
    before = by_year(question, range(fiscal_year - YEARS + 1, fiscal_year), set(SHOWN))
    seen, then = Pictures(found, links, FIGURES["approved"], before), _a_year_ago(question)
    return Glance(
        area,
        fiscal_year,
        _sentence(found, seen, then),
        [
            tile_of(FIGURES[code], found, links) | {"spark": seen.spark(code)} | _beside(code, then)
            for code in (SHOWN if user.is_authenticated else SHOWN_TO_ALL)
        ],
        _stuck(user, found, links),
        seen.by_place,
        _newest(user, question),
        links.page(),
        None if user.is_authenticated else _issues(seen, links),
    )


def _issues(seen: Pictures, links: Links) -> Bars | None:
    """The bars of the page of counts; what leads further down there leads to that page here."""
    if (bars := seen.by_issue) is None:
        return None
    marks = [
        replace(mark, url=links.page() + mark.url) if mark.url.startswith("#") else mark
        for mark in bars.marks
    ]
    return replace(bars, marks=marks)


def _a_year_ago(question: Question) -> Counts | None:
    """The year before on the same day, by what is known of it now: whether a year that still runs is better than that.

    None of a year that is over, and of the country, whose records are too many to be gone through for it.
    """
    if question.fiscal_year != current_fiscal_year() or question.area.kind == AreaKind.COUNTRY:
        return None
    then = Then(year_before(today()), Way.CORRECTED)
    return counts(replace(question, fiscal_year=question.fiscal_year - 1, issue_list=None, then=then))


def _beside(code: str, then: Counts | None) -> Tile:
    """What a tile says beside its number."""
    if then is None or then.question.then is None or code in then.not_known:
        return {}
    words = {
        "day": day_text(then.question.then.day),
        "number": text_of(then.totals[code], FIGURES[code].is_money),
    }
    return {"note": _("%(number)s on %(day)s") % words}


def _sentence(found: Counts, seen: Pictures, then: Counts | None) -> str:
    """The main figures; how many were approved by the same day of the year before, and in the whole of it."""
    totals = found.totals
    words = {
        "approved": f"{totals['approved']:,}",
        "baht": text_of(totals["budget_satang"], is_money=True),
        "late": f"{totals['reports_late']:,}",
        "before": f"{seen.before('approved'):,}",
        "year": found.question.fiscal_year - 1,
    }
    if then and "approved" not in then.not_known:
        words["then"] = f"{then.totals['approved']:,}"
        approved = ngettext(
            "%(approved)s project approved with %(baht)s baht (in %(year)s by this day: %(then)s, in the whole "
            "year: %(before)s)",
            "%(approved)s projects approved with %(baht)s baht (in %(year)s by this day: %(then)s, in the whole "
            "year: %(before)s)",
            totals["approved"],
        )
    else:
        approved = ngettext(
            "%(approved)s project approved with %(baht)s baht (in the whole of %(year)s: %(before)s)",
            "%(approved)s projects approved with %(baht)s baht (in the whole of %(year)s: %(before)s)",
            totals["approved"],
        )
    late = ngettext("%(late)s report late", "%(late)s reports late", totals["reports_late"])
    return _("%(approved)s; %(late)s.") % {"approved": approved % words, "late": late % words}


def _stuck(user: Reader, found: Counts, links: Links) -> list[Stuck]:
    if not user.is_authenticated:
        return []
    return [one for one in (_waiting(user, found.question), _late(found, links)) if one.number]


def _waiting(user: Reader, question: Question) -> Stuck:
    """Proposals that wait for their decision, and since when the oldest of them does."""
    rows = Proposal.objects.visible_to(user).filter(
        question.places.q(), fiscal_year=question.fiscal_year, state=ProposalState.SUBMITTED
    )
    asked = rows.aggregate(n=Count("pk", distinct=True), since=Min("changed_at"))
    where = ""
    if asked["since"]:
        days = (timezone.now() - asked["since"]) // timedelta(days=1)
        where = ngettext(
            "the longest waits for %(days)s day", "the longest waits for %(days)s days", days
        ) % {"days": days}
    address = {"area": question.area.code, "year": question.fiscal_year, "state": ProposalState.SUBMITTED}
    url = reverse("projects:proposals") + query(address)
    what = ngettext("proposal waits for its decision", "proposals wait for their decision", asked["n"])
    return Stuck(asked["n"], what, where, url)


def _late(found: Counts, links: Links) -> Stuck:
    lines = sorted(found.lines, key=lambda line: -line.split.total["reports_late"])
    places = [
        f"{label_of(line, found)}: {line.split.total['reports_late']:,}"
        for line in lines[:MOST_PLACES]
        if line.split.total["reports_late"]
    ]
    number = found.totals["reports_late"]
    what = ngettext("report is late", "reports are late", number)
    return Stuck(number, what, " · ".join(places), links.records("reports_late"))


def _newest(user: Reader, question: Question) -> list[tuple[ActivityReport, ReportPhoto | None]]:
    """Accepted reports, those of the newest activities first, each with the first photo that the reader may see."""
    rows = ActivityReport.objects.filter(
        question.places.q(), project__fiscal_year=question.fiscal_year, state=ReportState.ACCEPTED
    )
    rows = rows.select_related("project", "home_area__parent__parent").order_by("-held_on", "-pk")[:NEWEST]
    photos = ReportPhoto.objects.shown_to(user).filter(report__in=list(rows))
    first: dict[int, ReportPhoto] = {}
    for photo in photos:
        first.setdefault(photo.report_id, photo)
    return [(report, first.get(report.pk)) for report in rows]
