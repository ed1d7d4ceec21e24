"""Money is whole satang (1 baht = 100 satang) in the database and Decimal baht at the edges."""

import re
from decimal import Decimal, InvalidOperation

from ruamsuk.core.calendar import arabic

SATANG = 100
# 99,999,999,999.99 baht: above every sub-district budget, below 14 digits that are always a typing error.
MAX_SATANG = 9_999_999_999_999


def parse_baht(text: str) -> int | None:
    """Typed baht to satang: "1,234.50", "๑๒,๐๐๐", "12,000 บาท", "12,000.-". None when it is no amount of money."""
    cleaned = re.sub(r"(บาท(ถ้วน)?|baht|฿|,|\s|\.-$)", "", arabic(text).strip(), flags=re.I)
    if not re.fullmatch(r"-?[\d.]+", cleaned):  # Decimal would also take 1e999999, NaN and 1_000
        return None
    try:
        amount = Decimal(cleaned) * SATANG
    except InvalidOperation:
        return None
    return int(amount) if amount == amount.to_integral_value() else None


def baht(satang: int) -> Decimal:
    return Decimal(satang) / SATANG


def baht_text(satang: int | None, *, decimals: bool = True) -> str:
    """12,000.00 (records) or 12,000 (overviews, rounded to the baht)."""
    if satang is None:
        return ""
    return f"{baht(satang):,.2f}" if decimals else f"{baht(satang):,.0f}"
