from collections.abc import Iterable
from typing import Self

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem
from ruamsuk.projects.designs.models import Activity


class ReportIncomplete(Problem):
    code = "report-incomplete"
    status = 422
    title = _("The report is not complete yet. Missing: {count}.")
    remedy = _("Missing: {missing}. Open each one from the list, fill it in and send again.")


class ReportFrozen(Problem):
    code = "report-frozen"
    title = _("This report is {state}, so its text cannot be changed now.")
    remedy = _("Ask who checks it to return it; then it can be corrected and sent again.")


class ReportYearClosed(Problem):
    code = "report-year-closed"
    title = _("Reports for the fiscal year {year} were taken until {day}.")
    remedy = _(
        "Ask the officer of the fund, or of the organisation that gives the money: they can still enter it."
    )


class ReportProjectStopped(Problem):
    code = "report-project-stopped"
    title = _("This project is {status}, so no report can be made on it.")
    remedy = _("If work went on, ask who runs the project to set its status to running first.")


class OpenReports(Problem):
    code = "open-reports"
    status = 422
    title = _("Activities whose reports are still open: {count}.")
    remedy = _("Say for each of them whether a report will be written, or why none comes: {names}.")

    @classmethod
    def of(cls, activities: Iterable[Activity]) -> Self:
        named = [(f"activities.{activity.uid}", activity.name) for activity in activities]
        errors = [{"field": field, "message": name} for field, name in named]
        return cls(count=len(named), names="; ".join(name for _field, name in named[:6]), errors=errors)


class ReportIsThere(Problem):
    code = "report-is-there"
    title = _("A report on “{activity}” was sent, so it is not waived.")
    remedy = _("Open the reports of the project to read it.")


class StatusInFuture(Problem):
    code = "status-in-future"
    status = 422
    title = _("The day of the new status, {day}, lies in the future.")
    remedy = _("Type the day on which it ended or went on, or leave the day empty: today.")


class DayInFuture(Problem):
    code = "report-day-in-future"
    status = 422
    title = _("The activity's day, {day}, lies in the future.")
    remedy = _("Report after the activity has taken place, or correct the day.")


class NotYourStep(Problem):
    code = "not-your-step"
    title = _("This report is {state}; the next step is not yours yet.")
    remedy = _("Open the report again: the steps show who is next.")


class ReportWasSent(Problem):
    code = "report-was-sent"
    title = _("A report that was sent once is kept.")
    remedy = _("Correct its text and send it again.")


class PartGone(Problem):
    code = "report-part-gone"
    status = 404
    title = _("This line, photo or file is not in the report any more.")
    remedy = _("Open the report again to see what stands there now.")
