"""Filters that show days, money and numbers the Thai way."""

from django import template

from ruamsuk.core import calendar, money
from ruamsuk.core.few import FEW, is_few

register = template.Library()

register.filter("day", lambda day: calendar.day_text(day) if day else "")
register.filter("day_long", lambda day: calendar.day_text(day, long=True) if day else "")
register.filter("moment", lambda moment: calendar.moment_text(moment) if moment else "")
register.filter("clock", lambda moment: calendar.clock_text(moment) if moment else "")
register.filter("baht", lambda satang: money.baht_text(satang))


@register.filter
def people(number: int | None, has_account: bool) -> str:
    """A count of people; to those without an account a small one is told as such (core.few)."""
    return f"< {FEW}" if is_few(number) and not has_account else whole(number)


@register.filter
def whole(number: int | None) -> str:
    """1,234; nothing for None."""
    return "" if number is None else f"{number:,}"
