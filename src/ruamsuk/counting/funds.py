"""Funds, the ground of every count. They stand below and are counted here."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ruamsuk.counting.figures import Figure
from ruamsuk.counting.question import Question, Splits
from ruamsuk.funds.choices import Capacity
from ruamsuk.funds.filters import members, open_funds
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
    rows, path = _asked(question)
    if question.fund:
        rows = rows.filter(**{path[:-2] or "pk": question.fund.pk})
    else:
        rows = rows.filter(question.places.q(f"{path}place_no"))
    group = question.group(f"{path}place_no", "fund_id" if path else "pk")
    found = rows.order_by().values("capacity", kind_of=F(f"{path}kind"), group=group.expression)
    by_kind: dict[int, int] = defaultdict(int)
    for row in found.annotate(n=Count("pk")):
        figures = {"funds": row["n"]}
        if code := _BY_CAPACITY.get(row["capacity"]):
            figures[code] = row["n"]
        splits[group.named(row["group"])].add(figures)
        by_kind[row["kind_of"]] += row["n"]
    return [(kind, by_kind[kind.pk]) for kind in FundKind.objects.filter(pk__in=by_kind)]


def behind(question: Question, code: str) -> QuerySet[Fund]:
    """The funds that such a figure counts, in their order."""
    rows, path = _asked(question)
    capacity = next((one for one, named in _BY_CAPACITY.items() if named == code), "")
    rows = rows.filter(capacity=capacity) if capacity else rows
    found = Fund.objects.filter(pk__in=rows.order_by().values("fund" if path else "pk"))
    where = Q(pk=question.fund.pk) if question.fund else question.places.q()
    return found.filter(where).order_by("sort_key", "pk")


def _asked(question: Question) -> tuple[QuerySet[Any], str]:
    """Open funds, or the memberships of open funds in the network, and the path from them to the fund."""
    then = question.then
    if not question.network:
        rows = open_funds(then)
        return rows, "" if rows.model is Fund else "fund__"
    rows = members(question.network, then)
    if then is None:
        return rows.filter(fund__closed_on__isnull=True), "fund__"
    funds = open_funds(then).order_by()
    return rows.filter(fund__in=funds.values("pk" if funds.model is Fund else "fund")), "fund__"
