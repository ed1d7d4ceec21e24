"""What all conditions of a proposal share: the noun's name, and how figures and rows are named in words."""

from functools import partial

from ruamsuk.checks.kinds import Condition

NOUN = "proposal"
condition = partial(Condition, about=NOUN)

LONGEST = 60  # letters of a row's name inside a sentence


def called(text: str, otherwise: object = "") -> str:
    """A row by its own words, shortened."""
    text = text.strip() or str(otherwise)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def number(value: object) -> str:
    """1234.50 → "1,234.5"."""
    text = f"{value:,f}" if not isinstance(value, int) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def baht(satang: int) -> str:
    return number(satang // 100)
