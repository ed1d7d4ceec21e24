"""Noting what documents state, and choosing between two figures. What is counted is never typed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import NOW, action
from ruamsuk.counting.figures import FIGURES
from ruamsuk.dashboards.choices import FigureChoice
from ruamsuk.dashboards.models import StatedFigure
from ruamsuk.dashboards.problems import AlreadyNoted, NoBasis, NotByIssue, ReasonForChoiceMissing
from ruamsuk.funds.models import Network
from ruamsuk.issues.models import ListEntry


@action(_("noted a figure of a document"))
def note_figure(
    *,
    area: Area,
    fiscal_year: int,
    figure: str,
    printed: int,
    source: str,
    network: Network | None = None,
    entry: ListEntry | None = None,
    source_url: str = "",
    by: User | None,
    at: datetime = NOW,
) -> StatedFigure:
    """`printed`: as the document says, money in satang. `source`: which document, so that others can look it up."""
    if entry and not FIGURES[figure].by_entry:
        raise NotByIssue(field="entry", figure=FIGURES[figure].label)
    about = {
        "home_area": area,
        "fiscal_year": fiscal_year,
        "figure": figure,
        "network": network,
        "entry": entry,
        "source": source.strip(),
    }
    Area.objects.select_for_update().get(pk=area.pk)  # two people noting at once
    if before := StatedFigure.objects.filter(**about).first():
        raise AlreadyNoted(field="source", source=before.source, printed=before.printed_text)
    return StatedFigure.objects.create(
        **about, place_no=area.place_no, printed=printed, source_url=source_url, noted_by=by, noted_at=at
    )


@action(_("chose between two figures"), on="stated")
def choose_figure(
    *, stated: StatedFigure, choice: str, reason: str, by: User | None, at: datetime = NOW
) -> StatedFigure:
    """UNDECIDED takes an earlier choice back. The counted figure stays as it is counted, whatever is chosen."""
    stated = StatedFigure.objects.select_for_update().get(pk=stated.pk)
    if choice != FigureChoice.UNDECIDED and not reason.strip():
        raise ReasonForChoiceMissing(field="reason")
    stated.choice, stated.choice_reason = choice, reason.strip()
    stated.chosen_by, stated.chosen_at = by, at
    stated.save(update_fields=["choice", "choice_reason", "chosen_by", "chosen_at"])
    return stated


@action(_("chose what a figure of a document counts"), on="stated")
def choose_basis(*, stated: StatedFigure, figure: str, by: User | None, at: datetime = NOW) -> StatedFigure:
    """Projects developed, approved, funded, running …: what the document prints stays as it is printed.

    An earlier choice between the two numbers was about another number: it is taken back.
    """
    stated = StatedFigure.objects.select_for_update().get(pk=stated.pk)
    if not (FIGURES[stated.figure].is_basis and FIGURES[figure].is_basis):
        raise NoBasis(field="figure", figure=FIGURES[figure].label)
    if stated.figure == figure:
        return stated
    stated.figure = figure
    stated.choice, stated.choice_reason = FigureChoice.UNDECIDED, ""
    stated.chosen_by, stated.chosen_at = None, None
    stated.save(update_fields=["figure", "choice", "choice_reason", "chosen_by", "chosen_at"])
    return stated
