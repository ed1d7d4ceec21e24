"""What values of an indicator are together, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ruamsuk.evidence.templatetags.figures import figure, with_unit
from ruamsuk.issues.choices import Combining
from ruamsuk.issues.models import Indicator
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.reports.queries.together import WHY, ProjectValue, Together


def said(found: Together, indicator: Indicator) -> str:
    """ "100 คน"; "19 of 100 (19%)"; a dash where nothing is put together."""
    if found.number is None:
        return "–"
    if found.out_of is None:
        return with_unit(found.number, indicator.unit)
    words = {
        "number": figure(found.number),
        "out_of": figure(found.out_of),
        "percent": figure(found.percent),
    }
    return _("%(number)s of %(out_of)s (%(percent)s%%)") % words


def headline(found: Together, indicator: Indicator) -> tuple[str, str]:
    """The number of a tile, short enough for a phone, and the note below it."""
    if found.number is None:
        return "–", ""
    if found.out_of is None:
        return figure(found.number), f"{indicator.unit} · {indicator.get_combining_display()}"
    note = _("%(number)s of %(all)s") % {"number": figure(found.number), "all": figure(found.out_of)}
    return f"{figure(found.percent)}%", note


def reached(found: Together) -> str:
    return _("%(number)s of %(all)s") % {"number": f"{found.reached:,}", "all": f"{found.projects:,}"}


def why_not(found: Together) -> list[str]:
    """What is not put together, with the reason and how many there are."""
    return [f"{WHY[reason]}: {number:,}" for reason, number in found.left_out.items()]


@dataclass(frozen=True)
class ProjectLine:
    project: Project
    value: ProjectValue
    unit: str

    @property
    def said(self) -> str:
        """As the project's page says it; of a share with its numbers."""
        if self.value.out_of:
            return _("%(number)s of %(out_of)s (%(percent)s%%)") % {
                "number": figure(self.value.counted),
                "out_of": figure(self.value.out_of),
                "percent": figure(self.value.value),
            }
        return with_unit(self.value.value, self.unit)

    @property
    def why_not(self) -> str | Promise:
        return WHY[self.value.left_out] if self.value.left_out else ""


def lines(projects: Any, of_project: Any, indicator: Indicator) -> list[ProjectLine]:
    """`of_project`: key of a project → its values."""
    return [
        ProjectLine(project, value, value.unit or indicator.unit)
        for project in projects
        for value in of_project.get(project.pk, ())
    ]


def is_side_by_side(indicator: Indicator) -> bool:
    """Whether values of several projects are never put together."""
    return indicator.combining == Combining.LATEST
