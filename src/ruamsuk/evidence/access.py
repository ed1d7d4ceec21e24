"""Who may read, enter and change official figures."""

from uuid import UUID

from ruamsuk.accounts.access import Reader, gate, reach
from ruamsuk.accounts.verbs import Verb
from ruamsuk.areas.models import Area
from ruamsuk.evidence.models import OfficialFigure
from ruamsuk.evidence.problems import PlaceOutsideFigures
from ruamsuk.evidence.verbs import ENTER_FIGURES


def official_figure_for(user: Reader, uid: UUID, can: Verb) -> OfficialFigure:
    rows = OfficialFigure.objects.select_related("home_area__parent__parent", "indicator")
    return gate(rows, user, can, uid=uid)


def check_place(user: Reader, area: Area) -> None:
    """May a figure be entered there?"""
    if not reach(user, ENTER_FIGURES).covers(place_no=area.place_no):
        raise PlaceOutsideFigures(place=area.label, field="home_area")
