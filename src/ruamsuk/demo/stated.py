"""Figures that a report prints and that differ from the sum of its own parts, kept beside what is counted; and figures
that were frozen for a report, to be cited.
"""

from datetime import datetime, timedelta

from ruamsuk.accounts.models import User
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import current_fiscal_year, fiscal_year_days, today
from ruamsuk.counting.question import Question
from ruamsuk.dashboards.access import post_that_freezes
from ruamsuk.dashboards.actions import freeze_figures, note_figure, withdraw_frozen
from ruamsuk.dashboards.queries.counts import counts
from ruamsuk.dashboards.queries.frozen import words
from ruamsuk.demo.network import Group, district
from ruamsuk.demo.words import read
from ruamsuk.funds.choices import Then, Way
from ruamsuk.funds.models import Network
from ruamsuk.issues.queries import lists


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


def freeze_reported_figures(network: Network, at: datetime) -> None:
    """One of the network when its year ended, and one that was withdrawn: frozen on a day before the year had begun.

    Asked after everything is counted.
    """
    figures, country = read("figures"), Area.country()
    central = User.objects.get(username="central")
    year, issue_list = figures["fiscal_year"], lists().first()
    post = words(lambda: post_that_freezes(central, country))
    ended, begins = fiscal_year_days(year)[1], fiscal_year_days(current_fiscal_year())[0]
    for spec, question in (
        (
            figures["frozen"],
            Question(country, year, issue_list, network, then=Then(ended, Way.CORRECTED)),
        ),
        (
            figures["frozen_wrongly"],
            Question(
                country,
                current_fiscal_year(),
                issue_list,
                then=Then(min(begins - timedelta(days=1), today()), Way.CORRECTED),
            ),
        ),
    ):
        frozen = freeze_figures(
            found=counts(question), name=spec["name"], reason=spec["reason"], post=post, by=central, at=at
        )
        if why := spec.get("withdrawn"):
            withdraw_frozen(frozen=frozen, reason=why, by=central, at=at)
