"""What a variation changes: the project as it stands beside as it shall be, and which limits that goes beyond."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ruamsuk.drafts.queries.snapshots import Difference, Frozen, Json, differences, layout_of, snapshot
from ruamsuk.funds.models import Fund, VariationLimits
from ruamsuk.issues.choices import Combining
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.projects.models import Project
from ruamsuk.projects.projects.queries.agreed import as_it_stands
from ruamsuk.projects.projects.specs import AGREED_TO
from ruamsuk.projects.proposals.queries.snapshots import in_words
from ruamsuk.projects.variations.choices import Limit
from ruamsuk.projects.variations.models import Variation


def as_it_shall_be(variation: Variation) -> Json:
    """Each row bears the uid of the project's row that it began as, so that the two are compared row by row."""
    return _named_as(variation.same, snapshot(AGREED_TO, variation))  # type: ignore[arg-type]


def _named_as(same: Mapping[str, str], value: Any) -> Any:
    if isinstance(value, dict):
        named = {key: _named_as(same, one) for key, one in value.items()}
        return named | {"uid": same.get(value["uid"], value["uid"])} if "uid" in value else named
    return [_named_as(same, one) for one in value] if isinstance(value, list) else value


def sides(variation: Variation) -> tuple[Frozen, Frozen]:
    """As it stood and as it shall be: frozen once it was sent."""
    if variation.before is None or variation.after is None or variation.is_draft:
        return as_it_stands(variation.project), as_it_shall_be(variation)
    return variation.before, variation.after


def changes_of(variation: Variation) -> list[Difference]:
    before, after = sides(variation)
    layout = variation.layout.content if variation.layout and not variation.is_draft else layout_of(AGREED_TO)
    return differences(layout, in_words(before), in_words(after))


def has_moved(variation: Variation) -> bool:
    """Whether the project stands otherwise than when this was sent: its decision was corrected since."""
    layout = variation.layout.content if variation.layout else layout_of(AGREED_TO)
    stands = as_it_stands(variation.project)
    return bool(differences(layout, in_words(variation.before or {}), in_words(stands)))


def entered_lines(step: OwnStep) -> list[tuple[str, str]]:
    """What a second person is shown of a decision that waits: everything that changes, why, and the resolution."""
    variation = Variation.objects.filter(uid=step.entered["variation"]).first()
    if variation is None:
        return []
    said = [(_("Why"), variation.reason), (_("Resolution number"), step.entered["resolution_no"])]
    changes = [(row.label, f"{row.before or '–'} → {row.after or '–'}") for row in changes_of(variation)]
    return [*((name, text) for name, text in said if text), *changes]


# Limits ---------------------------------------------------------------------------------------------------------


def limits_of(fund: Fund | None) -> VariationLimits:
    return fund.kind.variation_limits if fund else VariationLimits()


def beyond(variation: Variation, before: Frozen, after: Frozen) -> list[str]:
    """Values of Limit that the change goes beyond; none: the fund may record it by itself. What it moved by itself
    since the committee decided last is added to it.
    """
    limits, agreed = limits_of(variation.project.fund), _agreed(variation.project) or before
    found = {
        Limit.AMOUNT: limits.amount and before["amount_satang"] != after["amount_satang"],
        Limit.SHARE: _share_moved(agreed, after) > limits.share_percent,
        Limit.DAYS: max(_days_moved(agreed, after), default=0) > limits.days,
        Limit.TARGETS: limits.targets and _targets(before) != _targets(after),
        Limit.PLACE: limits.place and before["area"]["code"] != after["area"]["code"],
    }
    return [limit.value for limit, is_beyond in found.items() if is_beyond]


def _agreed(project: Project) -> Frozen | None:
    """What stood before the first of the small ones that no decision of the committee has followed yet."""
    first = None
    for one in project.variations.standing().order_by("-no"):
        if one.needs_committee:
            break
        first = one.before
    return first


def _lines(side: Frozen) -> dict[str, int]:
    return {line["uid"]: line["amount_satang"] for act in side["activities"] for line in act["lines"]}


def _share_moved(before: Frozen, after: Frozen) -> float:
    """Percent of the amount that lines gain or lose, whichever is more."""
    olds, news = _lines(before), _lines(after)
    change = [news.get(uid, 0) - olds.get(uid, 0) for uid in {*olds, *news}]
    moved = max(sum(one for one in change if one > 0), -sum(one for one in change if one < 0))
    if not moved:
        return 0
    return 100 * moved / before["amount_satang"] if before["amount_satang"] else 100


def _days_moved(before: Frozen, after: Frozen) -> Iterator[int]:
    """By how many days each day moves; one that is set for the first time or taken away moves by none."""
    olds = {act["uid"]: act for act in before["activities"]}
    pairs = [(before, after), *((olds[act["uid"]], act) for act in after["activities"] if act["uid"] in olds)]
    for old, new in pairs:
        for name in ("starts_on", "ends_on", "report_due_on"):
            if old.get(name) and new.get(name):
                yield abs((date.fromisoformat(new[name]) - date.fromisoformat(old[name])).days)


def _targets(side: Frozen) -> object:
    """What the project shall reach: objectives, indicators with baseline and target, groups with people."""
    return (
        {row["uid"]: row["text"] for row in side["objectives"]},
        {
            row["uid"]: (
                row["text"],
                row["unit"],
                row.get("combining", Combining.LATEST),
                row["baseline"],
                row["target"],
            )
            for row in side["indicators"]
        },
        {row["uid"]: (row["group"], row["people"]) for row in side["targets"]},
    )
