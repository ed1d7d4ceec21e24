"""How soon a change made in one process stands in the counts that another one serves."""

import json
import time
import urllib.request

from benchmarks import pages
from benchmarks.load import served
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.projects.models import Project
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.reports.actions import set_status


def seconds_until_seen() -> float:
    """From the committed change of a project's status until country, province and district count it."""
    project = Project.objects.filter(
        fiscal_year=current_fiscal_year(), status=ProjectStatus.RUNNING, home_area__code__startswith="9011"
    ).order_by("pk")[0]
    codes = ("TH", "90", "9011")
    with served("ruamsuk.config.wsgi:application") as port:
        before = [_running(port, code) for code in codes]
        _set(project, ProjectStatus.STOPPED)
        started = time.monotonic()
        try:
            while any(_running(port, code) != old - 1 for code, old in zip(codes, before, strict=True)):
                if time.monotonic() - started > 10 * pages.SEEN_WITHIN_S:
                    break
            return time.monotonic() - started
        finally:
            _set(project, ProjectStatus.RUNNING)


def _running(port: int, code: str) -> int:
    address = f"http://127.0.0.1:{port}/api/v1/counts?area={code}&fiscal_year={current_fiscal_year()}"
    with urllib.request.urlopen(address, timeout=30) as answer:
        return int(json.load(answer)["totals"]["running"])


def _set(project: Project, status: ProjectStatus) -> None:
    answers = {activity.uid: "" for activity in project.design.activities.all()}  # a report will be written
    set_status(project=project, status=status, reason="bench", answers=answers, by=pages.user("country"))
