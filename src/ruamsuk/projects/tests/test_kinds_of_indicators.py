"""What several reports are together: the latest value, the sum, a share of all who were asked."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.core.calendar import today
from ruamsuk.drafts.queries.snapshots import differences, layout_of
from ruamsuk.issues.actions import change_indicator
from ruamsuk.issues.forms import values_of_indicator
from ruamsuk.projects.designs.actions.one import add_standard_indicator
from ruamsuk.projects.proposals.specs import PROPOSAL
from ruamsuk.projects.reports import actions
from ruamsuk.projects.reports.models import IndicatorResult
from ruamsuk.projects.reports.queries.combining import combined
from ruamsuk.projects.reports.queries.contents import indicator_progress
from ruamsuk.projects.tests.test_reports import make_project, posts, project, started, typed  # noqa: F401


@pytest.fixture
def measured(project):  # noqa: F811
    """`measured("sum", (40, None), (60, None))`: accepted reports of two days; the progress of the indicator."""

    def make(kind: str, *values: tuple[int, int | None], state: str = "accepted"):
        one = project.design.indicators.first()
        one.combining, one.baseline, one.target = kind, Decimal(10), Decimal(110)
        one.save()
        for days, (value, out_of) in enumerate(reversed(values)):
            report = actions.enter_report(
                project=project,
                title="วัดผล",
                held_on=today() - timedelta(days=days),
                state=state,
                results={one: Decimal(value)},
                by=None,
            )
            IndicatorResult.objects.filter(report=report).update(out_of=out_of)
        return indicator_progress(project)[0]

    return make


@pytest.mark.parametrize(
    ("kind", "values", "together", "percent"),
    [
        ("latest", [(40, None), (60, None)], 60, 50),
        ("sum", [(40, None), (60, None)], 100, 91),  # of 110, from nothing on
        ("share", [(40, 100), (60, 100)], 50, 40),
        ("share", [(9, 10), (10, 90)], 19, 9),
        ("share", [(40, None), (60, None)], 60, 50),  # percentages of nobody knows how many
        ("sum", [(0, None)], 0, 0),
    ],
)
def test_two_activities_are_together_what_the_indicator_says(measured, kind, values, together, percent):
    line = measured(kind, *values)
    assert (line.accepted.value, line.percent) == (together, percent)


def test_only_accepted_reports_count_and_all_that_were_sent_are_shown(measured, project):  # noqa: F811
    measured("sum", (40, None))
    line = measured("sum", (60, None), state="sent")
    assert (line.accepted.value, line.sent.value) == (40, 100)
    measured("sum", (999, None), state="started")
    assert indicator_progress(project)[0].sent.value == 100


def test_the_page_of_the_project_shows_the_sum(client: Client, measured, project):  # noqa: F811
    measured("sum", (40, None), (60, None))
    page = client.get(reverse("projects:project-reports", args=[project.uid])).content.decode()
    assert "91%" in page
    assert "ผลรวมของทุกครั้ง" in page


def test_a_standard_indicator_says_it_for_the_projects_that_take_it(project, kho_hong):  # noqa: F811
    standard = kho_hong.issue.indicators.first()
    change_indicator(indicator=standard, **values_of_indicator(standard) | {"combining": "sum"}, by=None)
    standard.refresh_from_db()
    add_standard_indicator(project.design, standard)
    assert project.design.indicators.get(standard=standard).combining == "sum"


@pytest.mark.parametrize(("kind", "kept"), [("share", {"value", "out_of"}), ("latest", set())])
def test_more_than_were_asked_is_no_share_and_stays_as_it_was_typed(started, typed, posts, kind, kept):  # noqa: F811
    one = started.indicators.get()
    type(one).objects.filter(pk=one.pk).update(combining=kind)
    row = f"result.{one.uid}"
    typed(started, {f"{row}.value": "12", f"{row}.out_of": "10"}, by=posts.owner)
    started.refresh_from_db()
    assert {path.rpartition(".")[2] for path in started.unclean} == kept
    typed(started, {f"{row}.value": "12", f"{row}.out_of": "20"}, by=posts.owner)
    started.refresh_from_db()
    assert (started.unclean, started.results.get().out_of) == ({}, 20)


# Pure rules

VALUES = st.decimals(0, 10_000, places=2)
PAIRS = st.lists(st.tuples(VALUES, st.none() | st.decimals(1, 10_000, places=2)), max_size=8)


@given(PAIRS)
def test_a_sum_does_not_depend_on_the_order(pairs):
    assert combined("sum", pairs) == combined("sum", pairs[::-1])
    assert combined("latest", pairs) == (pairs[-1][0] if pairs else None)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=8))
def test_a_share_lies_between_the_shares_of_its_parts(parts):
    pairs = [(Decimal(min(two)), Decimal(max(two))) for two in parts]
    shares = [100 * value / out_of for value, out_of in pairs]
    share = combined("share", pairs)
    assert share is not None
    assert min(shares) - Decimal("0.01") <= share <= max(shares) + Decimal("0.01")


def test_a_frozen_version_says_the_kind_in_words_of_its_reader(submitted):
    """And the kind of applicant: a closed list is never shown as its codes."""
    frozen = submitted.submissions.first()
    changed = {**frozen.snapshot, "applicant_kind": 5}
    with override("en"):
        told = differences(layout_of(PROPOSAL), {**changed, "applicant_kind": 4}, changed)
    assert [row.after for row in told] == ["People's group or organisation"]
    rows = [{**row, "combining": "sum"} for row in frozen.snapshot["indicators"]]
    with override("th"):
        told = differences(layout_of(PROPOSAL), frozen.snapshot, {**frozen.snapshot, "indicators": rows})
    assert {(row.before, row.after) for row in told} == {("ใช้ค่าล่าสุด", "ผลรวมของทุกครั้ง")}
