"""Figures that a report prints and that differ from the sum of its own parts: kept beside what is counted."""

from datetime import datetime

from ruamsuk.dashboards.actions import note_figure
from ruamsuk.demo.network import Group, district
from ruamsuk.demo.words import read
from ruamsuk.funds.models import Network


def note_printed_figures(network: Network, groups: list[Group], at: datetime) -> None:
    figures = read("figures")
    for group in groups:
        if "stated_approved" in group.spec:
            province, name, _count = group.spec["districts"][0]
            note_figure(
                area=district(province, name),
                fiscal_year=figures["fiscal_year"],
                figure="approved",
                printed=group.spec["stated_approved"],
                source=figures["stated"]["source"],
                network=network,
                by=None,
                at=at,
            )
