"""How a result comes about, and how far two people agree: against values worked out by hand."""

from decimal import Decimal
from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.instruments.queries.agreement import agreement, kappa
from ruamsuk.instruments.queries.scoring import band_of, score, shown_percent


def version(weights=(3, 1), numbers=(1, 2, 3, 4), borders=(0, 50, 70, 85)):
    """A version as the scoring reads it."""

    def rows(found):
        return SimpleNamespace(all=lambda: found)

    criteria = [
        SimpleNamespace(pk=pk, weight=weight, levels=rows([SimpleNamespace(number=one) for one in numbers]))
        for pk, weight in enumerate(weights)
    ]
    return SimpleNamespace(
        criteria=rows(criteria), bands=rows([SimpleNamespace(from_percent=border) for border in borders])
    )


def chosen(*numbers):
    return {pk: SimpleNamespace(number=number) for pk, number in enumerate(numbers)}


def test_points_are_weight_times_number_of_the_most_that_can_be_reached():
    found = score(version(), chosen(4, 2))  # 3 × 4 + 1 × 2 of 3 × 4 + 1 × 4
    assert (found.points, found.most, found.percent, found.band.from_percent) == (14, 16, Decimal("87.5"), 85)
    assert score(version(), chosen(1, 1)).percent == Decimal("25.0")


def test_without_a_level_for_each_criterion_there_is_no_result():
    assert score(version(), chosen(4)) is None
    assert score(version(weights=()), {}) is None


def test_the_word_follows_the_exact_share_and_not_what_is_shown():
    share = Fraction(6997, 10_000)  # 69.97 % is shown as 70.0 %, and is not yet what begins at 70 %
    bands = version().bands.all()
    assert shown_percent(share) == Decimal("70.0")
    assert band_of(bands, 6997, 10_000).from_percent == 50
    assert band_of(bands, 7000, 10_000).from_percent == 70


@pytest.mark.parametrize(
    ("share", "shown"), [((1, 2000), "0.1"), ((1, 2001), "0.0"), ((2, 3), "66.7"), ((1, 1), "100.0")]
)
def test_percent_are_rounded_half_up_to_one_decimal(share, shown):
    assert shown_percent(Fraction(*share)) == Decimal(shown)


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(0, 4)), min_size=1, max_size=5))
def test_a_better_level_never_makes_the_result_worse(given_levels):
    weights, numbers = zip(*given_levels, strict=True)
    whole = version(weights=weights, numbers=range(6))
    before = score(whole, chosen(*numbers))
    for place, number in enumerate(numbers):
        after = score(whole, chosen(*numbers[:place], number + 1, *numbers[place + 1 :]))
        assert after.points > before.points
        assert after.band.from_percent >= before.band.from_percent


def times(*counted):
    """Pairs of two levels, each as often as said: times((0, 1, 5)) is five times (0, 1)."""
    return [(one, other) for one, other, n in counted for _ in range(n)]


def test_agreement_of_ten_judgements_counted_by_hand():
    # Alike 6 of 10; apart by two or more: (0, 2) and (3, 0).
    found = agreement(times((0, 0, 1), (1, 1, 2), (2, 2, 2), (3, 3, 1), (1, 2, 2), (0, 2, 1), (3, 0, 1)))
    assert (found.pairs, found.same, found.apart, found.exact) == (10, 6, 2, Fraction(3, 5))
    assert agreement([(0, 1), (1, 2)], differ_from=1).apart == 2


def test_kappa_of_two_levels_is_that_of_the_text_books():
    """50 applications, 20 both yes, 15 both no, 5 and 10 apart: observed 0.7, by chance 0.5, kappa 0.4."""
    assert kappa(times((1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15))) == Fraction(2, 5)


def test_kappa_weighs_by_how_far_levels_lie_apart():
    # By hand: Σ distance observed = 3 (once 1, once 2) of 4 pairs; expected with margins (2,1,1) and (1,1,2):
    # 2·(0·1 + 1·1 + 2·2) + 1·(1·1 + 0·1 + 1·2) + 1·(2·1 + 1·1 + 0·2) = 10 + 3 + 3 = 16, a quarter each: 4.
    assert kappa([(0, 0), (0, 2), (1, 1), (2, 2)]) == 1 - Fraction(2 * 4, _expected((2, 1, 1), (1, 1, 2)))
    assert kappa([(0, 0), (1, 1), (2, 2)]) == 1
    assert kappa([(0, 2), (2, 0)]) == -1


def _expected(ones, others):
    return sum(n * m * abs(i - j) for (i, n), (j, m) in product(enumerate(ones), enumerate(others)))


@pytest.mark.parametrize("pairs", [[], [(2, 2)], [(2, 2), (2, 2)]])
def test_where_nothing_could_differ_kappa_says_nothing(pairs):
    assert kappa(pairs) is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12))
def test_kappa_is_one_only_for_full_agreement_and_the_same_seen_from_either_side(pairs):
    found = kappa(pairs)
    if found is not None:
        assert found <= 1
        assert (found == 1) == all(one == other for one, other in pairs)
    assert found == kappa([(other, one) for one, other in pairs])
