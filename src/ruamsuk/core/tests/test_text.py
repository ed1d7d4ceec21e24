"""Thai order and comparing what people typed."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.core.text import plain, thai_sort_key, tidy, tidy_lines

# In the order of the Royal Institute's dictionary: by consonant, then vowel as pronounced in writing order;
# a leading vowel counts behind its consonant; tone marks count only where all else is equal.
IN_ORDER = """
กงหรา กระบี่ กระแสสินธุ์ กรุงเทพมหานคร กะพ้อ กันตัง กาญจนดิษฐ์ กาบัง เกาะเต่า เกาะแต้ว เกาะหมาก โกตาบารู
ขอนแก่น ขันเงิน ขาว ข้าวเจ้า ขุนทะเล เขาเจียก เขาชัยสน แขวงเก่า โขง
ควนขนุน ควนลัง คอหงส์ คูหาสวรรค์ เคร็ง แคราย โคกโพธิ์ โคกม่วง
จะนะ จันทบุรี เจาะไอร้อง แจ้ห่ม
ท่ากำชำ ท่าควาย ทุ่งใหญ่ เทพา แทนวัด โทนหงส์
นาขยาด นาหว้า น้ำน้อย เนินมะปราง แนบ โนนค้อ
บ่อยาง บางแก้ว บ้านนา บูกิต เบตง โบสถ์ ใบบัว ไบ
ปัตตานี ปากพะยูน เปือย แปลงยาว โป่งน้ำร้อน ไปร
มายอ เมือง แม่ลาน โมถ่าย ไม้แก่น
ยะลา ยะหริ่ง เยาว โยธา
ระโนด รัตภูมิ รือเสาะ เรณู แร่ โรงช้าง
ละงู ลำปาง เลย แลหลา โละจูด
สงขลา สะเดา สายบุรี สิงหนคร สุไหงโก-ลก เสนา แสนสุข โสม ไสหร้า
หนองจิก หาดใหญ่ เหนือคลอง แหลม โหนด ให้ ไหล่
อ่าวนาง อำนาจเจริญ เอราวัณ แอ่ง โอ่ง ไอร้อง
""".split()


def test_names_stand_in_dictionary_order() -> None:
    keys = [thai_sort_key(name) for name in IN_ORDER]
    wrong = [(a, b) for (a, x), (b, y) in itertools.pairwise(zip(IN_ORDER, keys, strict=True)) if x > y]
    assert wrong == []


def test_a_tone_mark_decides_only_between_names_that_are_else_equal() -> None:
    assert sorted(["นา", "น้า", "น่า", "นาก"], key=thai_sort_key) == ["นา", "น่า", "น้า", "นาก"]


@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("หาด ใหญ่", "หาดใหญ่"),
        ("หาดใหญ", "หาดใหญ่"),  # tone mark left out
        ("เเม่ลาน", "แม่ลาน"),  # two เ instead of แ
        ("นํ้าน้อย", "น้ำน้อย"),  # ำ in two pieces
        ("นำ้น้อย", "น้ำน้อย"),  # tone behind ำ
        ("Kho-Hong", "kho hong"),
        ("หาด\u200bใหญ่", "หาดใหญ่"),  # zero-width space
        ("สุไหงโกลก", "สุไหงโก-ลก"),
        ("หๅดใหญ่", "หาดใหญ่"),  # ๅ instead of า
        ("นํ้ๅน้อย", "น้ำน้อย"),
        ("หาด\u034fใหญ่\ufe0f", "หาดใหญ่"),  # a joiner, a variant
        ("\u3164หาดใหญ่\u2800", "หาดใหญ่"),  # letters that show nothing
    ],
)
def test_what_looks_the_same_compares_as_the_same(typed: str, official: str) -> None:
    assert plain(typed) == plain(official)
    assert plain(typed) != plain("ละงู")


def test_tidy_keeps_what_people_wrote_readable() -> None:
    assert tidy("  ตำบล   นํ้าน้อย ") == "ตำบล น้ำน้อย"


LETTERS = st.text("กทนมร เแโาำะัิีึืุู็่้๊๋์ํa1.\u200b\u200d\u00a0\ufeff\u00ad\n\t", max_size=30)


@given(LETTERS)
def test_what_is_tidy_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)


@given(LETTERS)
def test_both_ways_of_tidying_compare_as_the_same(text: str) -> None:
    assert tidy(tidy_lines(text)) == tidy(text)
    assert plain(tidy(text)) == plain(text)


@given(st.text("กขคงจทนมรabc12 .,-()", max_size=40))
def test_a_text_without_marks_keeps_every_letter(text: str) -> None:
    assert tidy(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("อบรมทํานํ้าหมัก เเม่บ้าน", "อบรมทำน้ำหมัก แม่บ้าน"),
        ("ทำนำ้", "ทำน้ำ"),
        ("น้ํา", "น้ำ"),
        ("ทำน้ำ\u200bดื่ม", "ทำน้ำดื่ม"),
        ("ท่ีน่ี", "ที่นี่"),
        ("สิทธ์ิ", "สิทธิ์"),
        ("พันธ์ุ", "พันธุ์"),
        ("น้้ำ", "น้ำ"),
        ("หมู่\u00a0ที่  4", "หมู่ ที่ 4"),
        ("บ้าน\ufeffเรา", "บ้านเรา"),
        ("👨\u200d👩\u200d👧 ครอบครัว", "👨\u200d👩\u200d👧 ครอบครัว"),
    ],
)
def test_one_way_of_writing_is_stored(typed: str, stored: str) -> None:
    assert tidy(typed) == tidy_lines(typed) == stored


def test_a_long_text_keeps_its_lines_tabs_and_indents() -> None:
    assert tidy_lines("หนึ่ง  สอง \r\n\r\n  - เเม่\n1\tเหนือ ") == "หนึ่ง สอง\r\n\r\n  - แม่\n1\tเหนือ"


# The classes of letters that are not seen and that turn around what stands beside them.
UNSEEN = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"}
# NUL is refused with words of its own; joiners and tags are parts of pictures, a mark of music is one of its letters.
OTHERS = {0, 0x200D, *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0001, 0xE0080)}


def test_no_letter_that_is_not_seen_is_stored():
    """Also none that turns a text around, so that it reads as something else than it is."""
    unseen = [n for n in range(0x110000) if unicodedata.bidirectional(chr(n)) in UNSEEN and n not in OTHERS]
    assert {0x01, 0x7F, 0x202E, 0x2066, 0x200B, 0xFEFF} <= {*unseen}
    for make in (tidy, tidy_lines):
        kept = [f"U+{n:04X}" for n in unseen if make(f"โครง{chr(n)}การ") != "โครงการ"]
        assert not kept, make.__name__
        assert make("\u202e\u2066") == ""
