"""Funds, the ground of every count. They stand below and are counted here."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext_lazy as _

from ruamsuk.counting.figures import Figure
from ruamsuk.counting.question import Question, Splits
from ruamsuk.funds.choices import Capacity
from ruamsuk.funds.filters import members
from ruamsuk.funds.models import Fund, FundKind

LIST = "funds:index"
FIGURES = (
    Figure(
        "funds",
        _("Funds"),
        _("Funds"),
        _("Funds that are open today; limited to a network: its members of today."),
        LIST,
        is_of_funds=True,
    ),
    Figure(
        "funds_learning_centre",
        _("Learning-centre funds"),
        _("Learning centres"),
        _("Funds that teach others. In a network: by the part that the fund plays in this network."),
        LIST,
        {"capacity": Capacity.LEARNING_CENTRE.value},
        is_of_funds=True,
        is_part=True,
    ),
    Figure(
        "funds_expansion",
        _("Expansion funds"),
        _("Expansion"),
        _("Funds that joined to learn. In a network: by the part that the fund plays in this network."),
        LIST,
        {"capacity": Capacity.EXPANSION.value},
        is_of_funds=True,
        is_part=True,
    ),
)
_BY_CAPACITY = {figure.asked["capacity"]: figure.code for figure in FIGURES if figure.asked}


def add(question: Question, splits: Splits) -> list[tuple[FundKind, int]]:
    """Open funds by group and part in the programme; returns the number of each kind."""
    rows: QuerySet[Any]
    if question.network:
        rows, path = members(question.network).filter(fund__closed_on__isnull=True), "fund__"
    else:
        rows, path = Fund.objects.open(), ""
    fund = "fund_id" if question.network else "pk"
    if question.fund:
        rows = rows.filter(**{fund: question.fund.pk})
    else:
        rows = rows.filter(question.places.q(f"{path}place_no"))
    group = question.group(f"{path}place_no", fund)
    found = rows.order_by().values("capacity", kind_of=F(f"{path}kind"), group=group.expression)
    by_kind: dict[int, int] = defaultdict(int)
    for row in found.annotate(n=Count("pk")):
        figures = {"funds": row["n"]}
        if code := _BY_CAPACITY.get(row["capacity"]):
            figures[code] = row["n"]
        splits[group.named(row["group"])].add(figures)
        by_kind[row["kind_of"]] += row["n"]
    return [(kind, by_kind[kind.pk]) for kind in FundKind.objects.filter(pk__in=by_kind)]
