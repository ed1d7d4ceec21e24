"""Target groups against those who live there."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ruamsuk.checks.kinds import Found, Values, percent
from ruamsuk.projects.designs.models import TargetLine
from ruamsuk.projects.proposals.queries.conditions.ground import called, condition, number
from ruamsuk.projects.proposals.queries.whole import Whole


def group_above_population(whole: Whole, values: Values) -> Iterator[Found]:
    if whole.population is None:
        return
    for row in whole.targets:
        if (row.people or 0) > whole.population * values["percent"] / 100:
            yield _found(row, whole.population)


def all_above_population(whole: Whole, values: Values) -> Iterator[Found]:
    if whole.population is None or len(whole.targets) < 2:
        return
    if whole.people > whole.population * values["percent"] / 100:
        says = {"n": number(whole.people), "limit": number(whole.population)}
        yield Found(f"target.{whole.targets[0].uid}.people", says)


def group_above_share(whole: Whole, values: Values) -> Iterator[Found]:
    """The catalogue says how many of a hundred people may belong to a group at most; of others nothing is said."""
    if whole.population is None:
        return
    for row in whole.targets:
        share = whole.share_of(row)
        if share is None or not row.people:
            continue
        most = whole.population * share // 100
        if row.people > most * values["percent"] / 100:
            yield _found(row, most)


def groups_above_share(whole: Whole, values: Values) -> Iterator[Found]:
    """Several lines of one group: by village, or the same people once more."""
    if whole.population is None:
        return
    lines: dict[object, list[TargetLine]] = defaultdict(list)
    for row in whole.targets:
        if row.people and whole.share_of(row) is not None:
            lines[row.group_id or whole.share_of(row)].append(row)
    for rows in lines.values():
        together = sum(row.people or 0 for row in rows)
        most = whole.population * min(whole.share_of(row) or 100 for row in rows) // 100
        if len(rows) > 1 and together > most * values["percent"] / 100:
            says = {"x": called(rows[-1].label, rows[-1].no), "n": number(together), "limit": number(most)}
            yield Found(f"target.{rows[-1].uid}.people", says)


def _found(row: TargetLine, most: int) -> Found:
    says = {"x": called(row.label, row.no), "n": number(row.people or 0), "limit": number(most)}
    return Found(f"target.{row.uid}.people", says)


CONDITIONS = {
    "group-above-population": condition(
        label=_("A target group has more people than a share of those who live there"),
        parameters=(percent(100, _("Percent of the population")),),
        says=("x", "n", "limit"),
        find=group_above_population,
        topic="people",
    ),
    "groups-above-population": condition(
        label=_("All target groups together have more people than a share of those who live there"),
        parameters=(percent(100, _("Percent of the population")),),
        says=("n", "limit"),
        find=all_above_population,
        topic="people",
    ),
    "group-above-share": condition(
        label=_("A target group has more people than can belong to it where the fund works"),
        parameters=(percent(100, _("Percent of those who can belong to it")),),
        says=("x", "n", "limit"),
        find=group_above_share,
        topic="people",
    ),
    "groups-above-share": condition(
        label=_(
            "Lines of one target group have more people together than can belong to it where the fund works"
        ),
        parameters=(percent(100, _("Percent of those who can belong to it")),),
        says=("x", "n", "limit"),
        find=groups_above_share,
        topic="people",
    ),
}
