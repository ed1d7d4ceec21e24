"""What makes a figure weak is said wherever it is read, by limits that an administrator sets."""

from datetime import date

import pytest
from django.utils import translation

from ruamsuk.checks.actions import retire_check
from ruamsuk.checks.models import Check
from ruamsuk.evidence.choices import STALE
from ruamsuk.evidence.queries import Limits, doubts
from ruamsuk.plans.models import Situation

LIMITS = Limits(2570, stale_years=3, few_percent=30)
GOOD = {
    "evidence_kind": "survey",
    "agency": "รพ.สต.",
    "measured_on": date(2026, 9, 30),
    "covered": 30,
    "total": 100,
}


@pytest.mark.parametrize(
    ("changed", "more", "said"),
    [
        ({}, "", []),
        ({"covered": 29}, "", ["Only 29 of 100 were counted (29%)"]),
        ({"covered": 12, "total": 8137}, "", ["Only 12 of 8,137 were counted (0.1%)"]),
        ({"evidence_kind": "official", "covered": 29}, "", []),
        ({"evidence_kind": "estimate"}, "", ["An estimate"]),
        ({"agency": ""}, "", ["The agency"]),
        ({"evidence_kind": ""}, "", ["The kind of source"]),
        ({"evidence_kind": "", "agency": ""}, "รพ.สต.", ["The kind of source"]),
        ({"evidence_kind": "", "agency": ""}, "", ["It is not said"]),
        ({"measured_on": None}, "", ["The day"]),
        ({"measured_on": date(2024, 1, 1)}, "", []),
        ({"measured_on": date(2023, 12, 31)}, "", ["The figure is of 2566"]),
    ],
)
def test_each_weakness_is_said_and_nothing_else(changed, more, said):
    with translation.override("en"):
        found = doubts(Situation(**{**GOOD, **changed}), LIMITS, more)
    assert [words[: len(one)] for words, one in zip(found, said, strict=True)] == said


def test_a_check_out_of_use_sets_no_limit(here):
    assert Limits.of(2570).stale_years == 3

    retire_check(check=Check.objects.get(condition=STALE), by=None)
    assert Limits.of(2570) == Limits(2570, None, 30)
