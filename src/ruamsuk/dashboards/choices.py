"""The figures of the counting page, in its order, with their words and definitions."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FigureSpec:
    label: str | Promise
    short: str | Promise  # the head of a column
    definition: str | Promise
    by_entry: bool = True  # counted by the entries of a list of issues too
    is_money: bool = False
    is_public: bool = True  # False: the list behind it is read by people with an account


FIGURES: dict[str, FigureSpec] = {
    "funds": FigureSpec(
        _("Funds"),
        _("Funds"),
        _("Funds that are open today; limited to a network: its members of today."),
        by_entry=False,
    ),
    "funds_learning_centre": FigureSpec(
        _("Learning-centre funds"),
        _("Learning centres"),
        _("Funds that teach others. In a network: by the part that the fund plays in this network."),
        by_entry=False,
    ),
    "funds_expansion": FigureSpec(
        _("Expansion funds"),
        _("Expansion"),
        _("Funds that joined to learn. In a network: by the part that the fund plays in this network."),
        by_entry=False,
    ),
    "planned": FigureSpec(
        _("Projects planned"),
        _("Planned"),
        _("Projects that agreed yearly plans say should be done."),
    ),
    "developed": FigureSpec(
        _("Projects developed"),
        _("Developed"),
        _(
            "Proposals that were ever submitted in the system, whatever became of them afterwards. "
            "While one is being corrected it counts as it was sent last."
        ),
        is_public=False,
    ),
    "approved": FigureSpec(
        _("Projects approved"),
        _("Approved"),
        _(
            "Projects that were ever approved, finished and stopped ones included, also those entered from paper. "
            "Project sets, which only hold projects together, records imported from older systems and approvals "
            "recorded by mistake are not counted."
        ),
    ),
    "running": FigureSpec(
        _("Projects running"), _("Running"), _("Approved projects that are running today.")
    ),
    "budget_satang": FigureSpec(
        _("Budget approved (baht)"),
        _("Budget (baht)"),
        _("Amounts approved for the approved projects."),
        is_money=True,
    ),
    "reports_due": FigureSpec(
        _("Reports due"),
        _("Reports due"),
        _("Activities of running projects whose last day has passed, reported or not."),
    ),
    "reports_sent": FigureSpec(
        _("Reports sent"),
        _("Reports sent"),
        _("Activity reports that were sent and not returned, checked or not."),
    ),
    "reports_accepted": FigureSpec(
        _("Reports accepted"),
        _("Reports accepted"),
        _("Activity reports that who gives the money has accepted."),
    ),
    "reports_late": FigureSpec(
        _("Reports late"),
        _("Reports late"),
        _("Activities of running projects without a sent report although its day has passed."),
    ),
}
# Figures by which the table of areas and issues may be read.
CROSSED = ("planned", "developed", "approved", "running", "budget_satang")


class Figure(models.TextChoices):
    """What a document may state: the figures above."""

    FUNDS = "funds", FIGURES["funds"].label
    FUNDS_LEARNING_CENTRE = "funds_learning_centre", FIGURES["funds_learning_centre"].label
    FUNDS_EXPANSION = "funds_expansion", FIGURES["funds_expansion"].label
    PLANNED = "planned", FIGURES["planned"].label
    DEVELOPED = "developed", FIGURES["developed"].label
    APPROVED = "approved", FIGURES["approved"].label
    RUNNING = "running", FIGURES["running"].label
    BUDGET = "budget_satang", FIGURES["budget_satang"].label
    REPORTS_DUE = "reports_due", FIGURES["reports_due"].label
    REPORTS_SENT = "reports_sent", FIGURES["reports_sent"].label
    REPORTS_ACCEPTED = "reports_accepted", FIGURES["reports_accepted"].label
    REPORTS_LATE = "reports_late", FIGURES["reports_late"].label


class FigureChoice(models.TextChoices):
    """Which of two figures counts for people, after somebody has looked."""

    UNDECIDED = "undecided", _("not decided")
    COMPUTED = "computed", _("the figure counted from the records")
    PRINTED = "printed", _("the figure of the document")
