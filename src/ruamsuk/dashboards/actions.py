"""Noting what documents state, choosing between two figures, freezing figures. What is counted is never typed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.audit.actions import NOW, action
from ruamsuk.counting.figures import FIGURES
from ruamsuk.dashboards.choices import FigureChoice
from ruamsuk.dashboards.models import FrozenSet, StatedFigure
from ruamsuk.dashboards.problems import (
    AlreadyNoted,
    FrozenNameTaken,
    FrozenSetWithdrawn,
    NoBasis,
    NotByIssue,
    NothingKnown,
    ReasonForChoiceMissing,
)
from ruamsuk.dashboards.queries.counts import Counts
from ruamsuk.dashboards.queries.frozen import Words, answer
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


@action(_("froze figures"))
def freeze_figures(
    *, found: Counts, name: str, reason: str, post: Words, by: User | None, at: datetime = NOW
) -> FrozenSet:
    """`found`: the answer to a question as of a day. `post`: for which post, in words; no name of a person."""
    question = found.question
    if question.then is None:
        raise ValueError("what is frozen is of a day")
    if len(found.not_known) == len(FIGURES):
        raise NothingKnown
    Area.objects.select_for_update().get(pk=question.area.pk)  # two people freezing at once
    if FrozenSet.objects.filter(home_area=question.area, name=name.strip()).exists():
        raise FrozenNameTaken(field="name", name=name.strip())
    return FrozenSet.objects.create(
        name=name.strip(),
        reason=reason.strip(),
        home_area=question.area,
        here=question.here,
        fund=question.fund,
        network=question.network,
        area_set=question.area_set,
        fiscal_year=question.fiscal_year,
        issue_list=question.issue_list,
        day=question.then.day,
        way=question.then.way,
        values=answer(found),
        post=post,
        frozen_by=by,
        frozen_at=at,
    )


@action(_("withdrew a frozen set"), on="frozen")
def withdraw_frozen(*, frozen: FrozenSet, reason: str, by: User | None, at: datetime = NOW) -> FrozenSet:
    """It stays as it is and readable under its address, and says that it should no longer be cited, and why."""
    frozen = FrozenSet.objects.select_for_update(of=("self",)).get(pk=frozen.pk)
    if frozen.withdrawn_at:
        raise FrozenSetWithdrawn
    frozen.withdrawn_because, frozen.withdrawn_by, frozen.withdrawn_at = reason.strip(), by, at
    frozen.save(update_fields=["withdrawn_because", "withdrawn_by", "withdrawn_at"])
    return frozen
