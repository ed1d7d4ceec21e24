import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruamsuk.projects.projects.codes import make_code, read_code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("66-L4127-02-03", "66-L4127-2-03"),
        ("64-L7258-1-01", "64-L7258-1-01"),
        ("64 - L8010 - 3 - 01", "64-L8010-3-01"),
        ("ปี2564-L5275-1-1", "64-L5275-1-01"),
        ("2561-L3310-1-12", "61-L3310-1-12"),
        ("66-3357-04-001", "66-L3357-4-01"),
        ("2568-L7572-01-001", "68-L7572-1-01"),
        ("68–L2996 -03-09", "68-L2996-3-09"),
        ("L2542-2568-03-23", "68-L2542-3-23"),
        ("L336325642002", "64-L3363-2-02"),
        ("๖๗-L๗๘๘๔-๑-๐๘", "67-L7884-1-08"),
        ("66-50107-1-2", "66-50107-1-02"),
        ("66/L4127/02/03", "66-L4127-2-03"),
        ("66_L4127_02_03", "66-L4127-2-03"),
        ("66.L4127.2.3", "66-L4127-2-03"),
        ("66 L4127 2 3", "66-L4127-2-03"),
        ("66\\L4127\\2\\3", "66-L4127-2-03"),
        ("2566-L-4127-02-03", "66-L4127-2-03"),
        ("66L4127203", "66-L4127-2-03"),
        ("2566L4127203", "66-L4127-2-03"),
        ("L412766203", "66-L4127-2-03"),
        ("66-L4127203", "66-L4127-2-03"),
        ("2023-L4127-02-03", "66-L4127-2-03"),
        ("23/L4127/2/3", "66-L4127-2-03"),
        ("L4127/2566/2/3", "66-L4127-2-03"),
        ("รหัส 66-L4127-2-3 (เดิม)", "66-L4127-2-03"),
        ("66-L4127-ประเภท 2-03", "66-L4127-2-03"),
        ("L4127 ปี 2566 ประเภท 2 ลำดับที่ 3", "66-L4127-2-03"),
        ("กปท. L4127 ปีงบประมาณ 66 ประเภทที่ 2 ลำดับที่ 3", "66-L4127-2-03"),
    ],
)
def test_the_forms_in_which_people_type_codes_are_one_code(typed, code):
    assert read_code(typed).code == code


@pytest.mark.parametrize(
    "typed", ["52816001", "58-03912", "57-02591", "63001740012", "65-00232-0034", "61-ข-066"]
)
def test_codes_of_other_funders_stay_as_they_are(typed):
    read = read_code(typed)
    assert read.code == typed
    assert read.foreign


@pytest.mark.parametrize(
    "typed", ["", "  ", "01/10/2566", "2/2568", "66-L4127", "โครงการที่ 3", "66-L4127-9-03", "(blank)"]
)
def test_what_is_no_code_is_not_taken_for_one(typed):
    assert read_code(typed) is None


@given(
    year=st.integers(2550, 2599),
    fund=st.integers(1000, 9999),
    kind=st.integers(1, 5),
    number=st.integers(1, 9999),
)
def test_a_made_code_reads_back_as_itself(year, fund, kind, number):
    read = read_code(make_code(year, f"L{fund}", str(kind), number))
    assert (read.fiscal_year, read.fund_code, read.support_type, read.number) == (
        year,
        f"L{fund}",
        kind,
        number,
    )
