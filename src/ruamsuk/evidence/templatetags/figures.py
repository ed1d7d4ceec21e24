"""Filters that show the figures of a plan."""

from decimal import Decimal

from django import template

from ruamsuk.evidence.choices import read_with

register = template.Library()


@register.filter
def figure(value: Decimal | None) -> str:
    """1,234.5: as many decimals as were typed; nothing for None."""
    if value is None or value == "":
        return ""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


@register.filter
def with_unit(value: Decimal | None, unit: str) -> str:
    """A figure as it is read aloud: "40 คน", "ร้อยละ 12.5"; a dash for None."""
    if value is None or value == "":
        return "–"
    return read_with(figure(value), unit)


@register.filter
def moved(value: Decimal | None) -> str:
    """The same with its sign: +3.5, −2."""
    if value is None:
        return ""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{figure(abs(value))}"
