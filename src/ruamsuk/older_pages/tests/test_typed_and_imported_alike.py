"""An amount or a day means the same on a page, in a file of another system and in a record of the older ones."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from ruamsuk.core.calendar import parse_day
from ruamsuk.core.forms import BahtField, DayField
from ruamsuk.core.money import parse_baht
from ruamsuk.older_pages.queries.days import read_day
from ruamsuk.older_pages.queries.texts import read_amount

BAHT = {
    "๕,๐๐๐.-": 5_000,
    "5000 บาทถ้วน": 5_000,
    "5,000.-บาท": 5_000,
    "5,000/-": 5_000,
    "5,000 บ.": 5_000,
    "THB 5000": 5_000,
    "฿5,000": 5_000,
    "1 250": 1_250,
    "1\u00a0250": 1_250,
    "5\u202f000": 5_000,
    "\u200b5000": 5_000,
    "５,０００": 5_000,
    "1,250.5": 1_250.5,
    "00500": 500,
    "0.500": 0.5,
    ".5": 0.5,
    "1.5 ล้าน": 1_500_000,
    "1.2 ล้านบาท": 1_200_000,
    "5 หมื่น": 50_000,
    "๒ แสน": 200_000,
    "10 พัน": 10_000,
}
NO_BAHT = (
    "-5;1e6;50.000;50.000 ล้าน;50.000,00;1.250,50;1,23,4;1,234,56;12,34,567;100,000,00;5,0000;1234.567;5,000.555;"
    "(5,000);+5000;−500;~5000;ประมาณ 5,000;5,000-6,000;5000+;5K;nan;inf;0x10;1_000;5'000;5, 000;1 2 3;½;1/2;"
    "50 x 100;5 บาท/คน;"
    "5บาท50;5000 บาท 50 สตางค์;สองพันบาท;หนึ่งล้าน;5 ล้าน 2 แสน;99,999,999,999;ล้าน;บาท"
).split(";")
DAYS = {
    date(2026, 12, 1): (
        "1 ธ.ค. 2569;1ธ.ค.69;1 ธค 69;๑/๑๒/๖๙;1/๑๒/2569;1 / 12 / 2569;1-12-2569;1.12.2569;1 12 2569;"
        "01-ธ.ค.-69;1 ธันวา 2569;"
        "วันที่ 1 ธันวาคม พ.ศ. 2569;วันอังคารที่ 1 ธันวาคม 2569;Tuesday 1 December 2026;1 Dec 2026;Dec 1, 2026;"
        "1st December 2026;"
        "1/12/2026;2026-12-01;2026/12/01;2026.12.01;2569-12-01;1\u00a0ธ.ค.\u00a02569;１/１２/２５６９;1 ธ.ค. ค.ศ. 2026"
    ),
    date(2027, 1, 1): "1 ม.ค.70;1/1/70;๑ มกราคม ๒๕๗๐;1 มกรา 70",
    date(2028, 2, 29): "29 ก.พ. 2571;29/2/2028",
    date(2024, 2, 29): "29/2/67",
    date(2026, 9, 1): "1 Sept 2026;1 กันยา 69",
}
NO_DAY = (
    "31/4/2570;29 ก.พ. 2570;29/2/27;1/13/2570;12/31/2569;0/12/2569;32/12/2569;1/2/570;1/2/12570;01/02/0070;1/12/3569;"
    "31 มิ.ย. 2570;"
    "1 - 5 ธ.ค. 2569;1/12/2569-5/12/2569;1/12;ธันวาคม 2569;2569;1 ธ.ค. ค.ศ. 2569;"
    "1 ธ.ค. พ.ศ. 2026;วันจันทร์ที่ 1 ธันวาคม 2569;"
    "-1/12/2569;1,12,2569;พรุ่งนี้;สิ้นเดือน;20261201"
).split(";")


@pytest.mark.parametrize(("typed", "baht"), BAHT.items())
def test_certain_amounts_are_taken_alike(typed: str, baht: float) -> None:
    assert BahtField().clean(typed) == read_amount(typed).satang == parse_baht(typed) == int(baht * 100)


@pytest.mark.parametrize("typed", NO_BAHT)
def test_what_may_be_another_amount_is_asked_everywhere(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        BahtField().clean(typed)
    assert any(said in refusal.value.messages[0] for said in (typed, "0"))  # names it, and what can be typed
    read = read_amount(typed)
    assert read.satang is None
    assert read.why


@pytest.mark.parametrize(
    ("day", "typed"), [(day, one) for day, some in DAYS.items() for one in some.split(";")]
)
def test_certain_days_are_taken_alike(day: date, typed: str) -> None:
    assert DayField().clean(typed) == read_day(typed).day == parse_day(typed) == day


@pytest.mark.parametrize("typed", NO_DAY)
def test_what_is_no_certain_day_is_asked_everywhere(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)
    read = read_day(typed)
    assert read.day is None
    assert read.why
