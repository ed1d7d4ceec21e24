"""Counts of people so small that one could be known by them: people without an account are told “fewer than five”."""

from collections.abc import Iterable

FEW = 5


def is_few(people: int | None) -> bool:
    return people is not None and 0 < people < FEW


def told(people: int | None, *, has_account: bool) -> int | None:
    """For programs: None where it is not told."""
    return people if has_account or not is_few(people) else None


def can_be_told(parts: Iterable[tuple[int | None, ...]]) -> bool:
    """Whether no line of a group names, or lets one reckon, few people. `parts`: of each line a whole and what it
    consists of, None for what is not said. Since the whole stands beside, either all lines are told or none.
    """
    return not any(is_few(number) for whole, *of_it in parts for number in _numbers(whole, of_it))


def _numbers(whole: int | None, of_it: list[int | None]) -> list[int | None]:
    left = whole - sum(number or 0 for number in of_it) if whole is not None else None
    return [whole, left, *of_it]
