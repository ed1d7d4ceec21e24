"""Entering, changing and removing official figures."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import places_read
from ruamsuk.audit.actions import NOW, action, note_done
from ruamsuk.core.calendar import day_of, day_text
from ruamsuk.core.models import store
from ruamsuk.evidence.models import OfficialFigure
from ruamsuk.evidence.problems import OfficialFigureKnown
from ruamsuk.evidence.queries import settle_figure


@action(_("entered an official figure"))
def enter_official_figure(*, by: User | None, at: datetime = NOW, **fields: object) -> OfficialFigure:
    """`fields`: home_area, indicator or text with unit, value, covered, total, measured_on, agency, source."""
    figure = OfficialFigure(**fields)
    settle_figure(figure, day_of(at))
    _refuse_known(figure)
    figure.save()
    return figure


@action(_("entered many official figures"))
def enter_official_figures(
    *, given: Sequence[Mapping[str, object]], by: User | None, at: datetime = NOW
) -> list[OfficialFigure]:
    """Each as `enter_official_figure` takes it, in the order given; each has its own line in the trail."""
    figures = [OfficialFigure(**one) for one in given]
    homes = {one.home_area_id for one in figures}
    standing = OfficialFigure.objects.filter(home_area__in=homes)
    known = set(standing.values_list("home_area", "plain_text", "measured_on"))
    for one in figures:
        settle_figure(one, day_of(at))
        if (key := (one.home_area_id, one.plain_text, one.measured_on)) in known:
            raise _known(one)
        known.add(key)
    with places_read(homes):
        store(figures)
    note_done([(enter_official_figure, one, at) for one in figures], by)
    return figures


@action(_("changed an official figure"), on="figure")
def change_official_figure(
    *, figure: OfficialFigure, by: User | None, at: datetime = NOW, **fields: object
) -> OfficialFigure:
    """Plans and proposals that used it keep what they took."""
    for name, value in fields.items():
        setattr(figure, name, value)
    settle_figure(figure, day_of(at))
    _refuse_known(figure)
    figure.save()
    return figure


@action(_("removed an official figure"))
def remove_official_figure(*, figure: OfficialFigure, by: User | None, at: datetime = NOW) -> None:
    """For one that was entered by mistake. Nothing names it: plans and proposals keep copies of what it said."""
    figure.delete()


def _refuse_known(figure: OfficialFigure) -> None:
    others = OfficialFigure.objects.exclude(pk=figure.pk)
    same = {"plain_text": figure.plain_text, "measured_on": figure.measured_on}
    if others.filter(home_area=figure.home_area, **same).exists():
        raise _known(figure)


def _known(figure: OfficialFigure) -> OfficialFigureKnown:
    day, place = day_text(figure.measured_on), figure.home_area.label
    return OfficialFigureKnown(name=str(figure), day=day, place=place, field="measured_on")
