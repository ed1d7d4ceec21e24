"""Reading the data files, and choosing from them always in the same way."""

import random
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

DATA = Path(__file__).parent / "data"
SEED = 2566  # the demo is the same on every machine


@cache
def read(name: str) -> dict[str, Any]:
    """A data file by its name without ending: "figures", "issues/food"."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


@cache
def issue_words(code: str) -> dict[str, Any]:
    return read(f"issues/{code}")


class Chooser(random.Random):
    """Random choices that are the same in each run."""

    def spread(self, total: int, parts: int, least: int = 1) -> list[int]:
        """Whole numbers that add up to `total`, none below `least`."""
        shares = [least] * parts
        weights = [self.uniform(0.5, 1.5) for _ in range(parts)]
        for index in self.choices(range(parts), weights, k=total - least * parts):
            shares[index] += 1
        return shares

    def fresh(self, options: Sequence[T], used: dict[object, int], key: object) -> T:
        """The options in turn, from a random start: neighbours do not read alike."""
        if key not in used:
            used[key] = self.randrange(len(options))
        used[key] += 1
        return options[used[key] % len(options)]
