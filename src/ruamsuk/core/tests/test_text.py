"""Thai order and comparing what people typed."""

import itertools

import pytest

from ruamsuk.core.text import plain, thai_sort_key, tidy

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
    ],
)
def test_what_looks_the_same_compares_as_the_same(typed: str, official: str) -> None:
    assert plain(typed) == plain(official)
    assert plain(typed) != plain("ละงู")


def test_tidy_keeps_what_people_wrote_readable() -> None:
    assert tidy("  ตำบล   นํ้าน้อย ") == "ตำบล น้ำน้อย"
