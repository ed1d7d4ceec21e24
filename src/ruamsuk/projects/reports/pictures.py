"""What reports tell of a project and of a fund's year on their own pages: what is to be done now, how far indicators
are, what was spent, what happened when, the newest photos. The pages stand below the reports and know none of this.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.accounts.access import Reader
from ruamsuk.charts.marks import Bars, Mark, Scale, Scales, YearLine
from ruamsuk.core.calendar import fiscal_year
from ruamsuk.core.money import baht_text
from ruamsuk.funds.models import FundYear
from ruamsuk.projects.designs.pictures import MOST_ACTIVITIES, MOST_INDICATORS, mark, scale, span
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.counted import counted_projects
from ruamsuk.projects.proposals.models import Proposal
from ruamsuk.projects.reports.choices import ReportState
from ruamsuk.projects.reports.models import ActivityReport, ReportPhoto, ReportQuerySet
from ruamsuk.projects.reports.queries.contents import ActivityLine, Progress, indicator_progress, lines_of
from ruamsuk.projects.reports.queries.due import ReportCounts, report_counts
from ruamsuk.projects.reports.queries.money import YearMoney, year_money
from ruamsuk.projects.reports.queries.now import now_of

MOST_PHOTOS = 8


def told_of(user: Reader, project: Project) -> dict[str, Any]:
    reports = ActivityReport.objects.visible_to(user, among=Q(pk=project.pk)).filter(project=project)
    activities = list(
        project.design.activities.select_related("waiver").order_by("starts_on", "no")[: MOST_ACTIVITIES + 1]
    )
    lines = lines_of(project, activities, reports)
    all_of_them = reverse("projects:project-reports", args=[project.uid])
    charts = (
        indicators(indicator_progress(project, MOST_INDICATORS + 1), all_of_them),
        year(project, lines, all_of_them),
        money(project, reports, all_of_them),
    )
    return {
        "project": project,
        "now": now_of(user, project, lines, reports),
        "charts": [chart for chart in charts if chart],
        "photos": newest_photos(user, reports),
        "all_reports": all_of_them,
    }


def indicators(rows: Sequence[Progress], all_of_them: str) -> Scales | None:
    """Those of a project with where they stand; what was accepted counts, what was sent is said to be that."""
    if not rows:
        return None
    shown = rows[:MOST_INDICATORS]
    reached, without = sum(row.percent == 100 for row in shown), sum(row.accepted is None for row in shown)
    sentence = _("Target reached: %(reached)s of %(all)s.") % {"reached": reached, "all": len(shown)}
    if without:
        sentence += " " + _("Without an accepted value: %(without)s.") % {"without": without}
    rest = Mark("", 0, _("All indicators"), all_of_them) if len(rows) > len(shown) else None
    return Scales(_("How far the indicators are"), sentence, [_scale(row) for row in shown], rest)


def _scale(row: Progress) -> Scale:
    standing = row.accepted or row.sent
    if standing is None:
        return scale(row.indicator, word=_("not measured yet"))
    now = mark(standing.value, row.indicator.unit, reverse("projects:report", args=[standing.report.uid]))
    if row.accepted is None:
        return scale(row.indicator, now, _("sent, not accepted yet"), "wait")
    if row.percent is None:
        return scale(row.indicator, now)
    if row.percent == 100:
        return scale(row.indicator, now, _("target reached"), "ok")
    if row.percent == 0:
        return scale(row.indicator, now, _("no nearer than at the start"), "warn")
    return scale(row.indicator, now, _("%(percent)s%% of the way") % {"percent": row.percent})


def year(project: Project, lines: Sequence[ActivityLine], all_of_them: str) -> YearLine | None:
    """The activities of a project in its fiscal year; where none is said, in that of the first activity."""
    days = [line.activity.starts_on or line.activity.ends_on for line in lines]
    first = next((day for day in days if day), None)
    of_year = project.fiscal_year or (fiscal_year(first) if first else None)
    if not lines or of_year is None:
        return None
    shown = lines[:MOST_ACTIVITIES]
    spans = [span(line.activity, str(line.word), line.tone, _page_of(line)) for line in shown]
    counted = " · ".join(f"{word} {n}" for word, n in Counter(one.word for one in spans).most_common())
    words = {"n": len(spans), "counted": counted}
    if len(lines) > len(shown):
        sentence = _("The first %(n)s activities: %(counted)s.") % words
        rest = Mark("", 0, _("All activities"), all_of_them)
    else:
        sentence, rest = _("Activities: %(n)s. %(counted)s.") % words, None
    return YearLine(
        _("Activities in fiscal year %(year)s") % {"year": of_year}, sentence, of_year, spans, rest
    )


def _page_of(line: ActivityLine) -> str:
    """The newest report of an activity."""
    return reverse("projects:report", args=[line.reports[0].uid]) if line.reports else ""


def money(project: Project, reports: ReportQuerySet, all_of_them: str) -> Bars | None:
    """What was approved beside what reports say was spent: payments are not recorded yet."""
    accepted = Q(state=ReportState.ACCEPTED)
    sums = reports.sent().aggregate(
        spent=Coalesce(Sum("spent_satang"), 0), accepted=Coalesce(Sum("spent_satang", filter=accepted), 0)
    )
    approved, spent = project.budget_satang, sums["spent"]
    if not approved and not spent:
        return None
    words = {"spent": baht_text(spent), "approved": baht_text(approved), "over": baht_text(spent - approved)}
    sentence = _("Reports say that %(spent)s of %(approved)s baht were spent.") % words
    if spent > approved:
        sentence += " " + _("That is %(over)s baht more than was approved.") % words
    sentence += " " + _("Payments are not recorded here.")
    marks = [
        Mark(_("Approved"), approved, baht_text(approved)),
        Mark(_("Spent, as reports say"), spent, baht_text(spent), all_of_them),
        Mark(_("Of that in accepted reports"), sums["accepted"], baht_text(sums["accepted"]), all_of_them),
    ]
    return Bars(_("Money of the project (baht)"), sentence, marks, approved)


def newest_photos(user: Reader, reports: ReportQuerySet) -> list[ReportPhoto]:
    """Of the reports that were sent."""
    rows = ReportPhoto.objects.shown_to(user).filter(report__in=reports.sent())
    newest = rows.order_by("-report__held_on", "-report_id", "no", "pk")
    return list(newest[:MOST_PHOTOS])


# A fund in one of its years ---------------------------------------------------------------------------------------


def told_of_year(user: Reader, year: FundYear) -> dict[str, Any]:
    of_year = Q(fund=year.fund, fiscal_year=year.fiscal_year)
    counts, sums = (
        report_counts(Project.objects.filter(of_year)),
        year_money(counted_projects().filter(of_year)),
    )
    waiting = Proposal.objects.filter(fund=year.fund).pending_for(user).count()
    asked = f"?year={year.fiscal_year}"
    reports, projects, proposals = (
        reverse(f"projects:{name}", args=[year.fund.uid]) + asked
        for name in ("fund-reports", "fund-projects", "fund-proposals")
    )
    waits = [
        (
            ngettext(
                "%(n)s proposal waits for the decision", "%(n)s proposals wait for the decision", waiting
            ),
            waiting,
        ),
        (ngettext("%(n)s report is late", "%(n)s reports are late", counts.late), counts.late),
    ]
    now = [(words % {"n": n}, url) for (words, n), url in zip(waits, (proposals, reports), strict=True) if n]
    charts = (
        year_of_money(year.fiscal_year, sums, projects, reports),
        year_of_reports(year, counts, reports),
    )
    return {"now": now, "charts": [chart for chart in charts if chart], "year": year}


def year_of_money(of_year: int, sums: YearMoney, projects: str, reports: str) -> Bars | None:
    if not sums.projects:
        return None
    words = {"n": sums.projects, "approved": baht_text(sums.approved), "spent": baht_text(sums.spent)}
    sentence = ngettext(
        "%(n)s project with %(approved)s baht; reports say that %(spent)s were spent.",
        "%(n)s projects with %(approved)s baht; reports say that %(spent)s were spent.",
        sums.projects,
    )
    marks = [
        Mark(_("Approved"), sums.approved, baht_text(sums.approved), projects),
        Mark(_("Spent, as reports say"), sums.spent, baht_text(sums.spent), reports),
        Mark(_("Not reported as spent"), sums.unreported, baht_text(sums.unreported), projects),
    ]
    title = _("Money of fiscal year %(year)s (baht)") % {"year": of_year}
    return Bars(title, sentence % words, marks, sums.approved)


def year_of_reports(year: FundYear, counts: ReportCounts, reports: str) -> Bars | None:
    if not counts.due and not counts.sent:
        return None
    named = (
        (_("Reports due"), counts.due),
        (_("Sent"), counts.sent),
        (_("Accepted"), counts.accepted),
        (_("Late"), counts.late),
    )
    words = {"due": counts.due, "sent": counts.sent, "late": counts.late}
    sentence = _("Due: %(due)s. Sent: %(sent)s. Late: %(late)s.") % words
    marks = [Mark(label, n, str(n), reports) for label, n in named]
    return Bars(_("Reports of fiscal year %(year)s") % {"year": year.fiscal_year}, sentence, marks, 0)
