"""The catalogues: what they hold, how words are understood, and how loading respects people."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from ruamsuk.issues import actions, queries
from ruamsuk.issues.models import (
    ExpenseCategory,
    ExpenseGroup,
    Indicator,
    Issue,
    IssueList,
    ListEntry,
    Placement,
    SupportType,
    Synonym,
    TargetGroup,
)
from ruamsuk.issues.problems import WordNamesAnotherIssue

NO_PLACE = None
# issue → its line in (strategic-8, programme-10, in-use-18)
PLACES = {
    "tobacco": ("ยาสูบ", "บุหรี่", "แผนงานยาสูบ"),
    "alcohol": ("สุราและสิ่งเสพติด", "สุรา", "แผนงานสุรา"),
    "drugs": ("สุราและสิ่งเสพติด", "ยาเสพติด", "แผนงานสิ่งเสพติด"),
    "food": ("อาหาร", "อาหาร", "แผนงานอาหารและโภชนาการ"),
    "physical-activity": ("กิจกรรมทางกาย", "กิจกรรมทางกาย", "แผนงานกิจกรรมทางกาย"),
    "waste": ("มลพิษจากสิ่งแวดล้อม", "ขยะ", "แผนงานขยะ"),
    "road-safety": ("ความปลอดภัยทางถนน", "ความปลอดภัยทางถนน", "แผนงานความปลอดภัยทางถนน"),
    "mental-health": ("สุขภาพจิต", "สุขภาพจิต", "แผนงานสุขภาพจิต"),
    "pollution": ("มลพิษจากสิ่งแวดล้อม", NO_PLACE, "แผนงานมลพิษจากสิ่งแวดล้อม"),
    "pm25": ("มลพิษจากสิ่งแวดล้อม", "มลพิษทางอากาศ PM2.5", "แผนงานมลพิษจากสิ่งแวดล้อม"),
    "emerging": ("ปัญหาสุขภาพอุบัติใหม่", "อุบัติใหม่", "แผนงานปัญหาสุขภาพอุบัติใหม่"),
    "older-people": (NO_PLACE, NO_PLACE, "แผนงานผู้สูงอายุ"),
    "ncd": (NO_PLACE, NO_PLACE, "แผนงานโรคเรื้อรัง"),
    "children-youth-family": (NO_PLACE, NO_PLACE, "แผนงานเด็ก เยาวชน ครอบครัว"),
    "people-at-risk": (NO_PLACE, NO_PLACE, "แผนงานกลุ่มประชาชนทั่วไปที่มีความเสี่ยง"),
    "disasters-epidemics": (NO_PLACE, NO_PLACE, "แผนงานเผชิญภัยพิบัติและโรคระบาด"),
    "covid-19": (
        "ปัญหาสุขภาพอุบัติใหม่",
        "อุบัติใหม่",
        "แผนงานป้องกัน แก้ปัญหา และฟื้นฟู ในสถานการณ์โควิด-19",
    ),
    "environmental-health": (NO_PLACE, NO_PLACE, "แผนอนามัยและสิ่งแวดล้อม"),
    "fund-management": (NO_PLACE, NO_PLACE, "แผนงานการบริหารจัดการกองทุนสุขภาพตำบล"),
    "reproductive-health": (NO_PLACE, NO_PLACE, NO_PLACE),
    "mother-and-child": (NO_PLACE, NO_PLACE, NO_PLACE),
    "disability": (NO_PLACE, NO_PLACE, NO_PLACE),
    "long-term-care": (NO_PLACE, NO_PLACE, NO_PLACE),
    "vulnerable-groups": (NO_PLACE, NO_PLACE, NO_PLACE),
    "informal-workers": (NO_PLACE, NO_PLACE, NO_PLACE),
    "consumer-protection": (NO_PLACE, NO_PLACE, NO_PLACE),
    "communicable-diseases": (NO_PLACE, NO_PLACE, NO_PLACE),
    "oral-health": (NO_PLACE, NO_PLACE, NO_PLACE),
    "food-security": (NO_PLACE, NO_PLACE, NO_PLACE),
}


def test_every_issue_has_its_line_in_each_list_or_no_place(catalogues):
    lists = [IssueList.objects.get(code=code) for code in ("strategic-8", "programme-10", "in-use-18")]
    found = {}
    for issue in queries.issues_with_places(Issue.objects.all()):
        lines = queries.places_of(issue, lists)
        found[issue.code] = tuple(line.name_th if line else NO_PLACE for line in lines)
    assert found == PLACES


def test_the_lists_have_8_10_and_18_lines_and_none_is_empty(catalogues):
    for code, lines in (("strategic-8", 8), ("programme-10", 10), ("in-use-18", 18)):
        entries = list(queries.entries(code))
        assert len(entries) == lines
        assert all(entry.issues.all() for entry in entries)
        assert queries.not_in_list(code).count() == sum(
            1
            for places in PLACES.values()
            if places[["strategic-8", "programme-10", "in-use-18"].index(code)] is None
        )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("แผนงานยาสูบ", "tobacco"),
        ("บุหรี่", "tobacco"),
        ("แผนงาน บุหรี่", "tobacco"),
        ("ยาเสพติด", "drugs"),
        ("สารเสพติด", "drugs"),
        ("แผนงานสิ่งเสพติด", "drugs"),
        ("อุบัติใหม่", "emerging"),
        ("โภชนาการและอาหาร", "food"),
        ("อาหาร", "food"),
        ("PM 2.5", "pm25"),
        ("มลพิษทางอากาศ PM๒.๕", "pm25"),
        ("แผนงานเด็ก เยาวชน ครอบครัว", "children-youth-family"),
        ("แผนอนามัยและสิ่งแวดล้อม", "environmental-health"),
        ("แผนงานการบริหารจัดการกองทุนสุขภาพตำบล", "fund-management"),
        ("แผนงานป้องกัน แก้ปัญหา และฟื้นฟู ในสถานการณ์โควิด-19", "covid-19"),
        ("Road safety", "road-safety"),
    ],
)
def test_an_issue_is_understood_however_people_write_it(catalogues, text, code):
    assert queries.issue_by_text(text).code == code


@pytest.mark.parametrize("text", ["", "แผนงาน", "ดาราศาสตร์", "สุราและสิ่งเสพติด"])
def test_a_word_that_names_no_one_issue_is_not_guessed(catalogues, text):
    assert queries.issue_by_text(text) is None


def test_every_line_of_the_ten_and_the_eighteen_is_understood_as_its_own_issue(catalogues):
    for code in ("programme-10", "in-use-18"):
        for entry in queries.entries(code):
            assert queries.issue_by_text(entry.name_th) in entry.issues.all()


def test_one_issue_cannot_stand_twice_in_a_list(catalogues):
    issue, issue_list = Issue.objects.get(code="food"), IssueList.objects.get(code="programme-10")
    other = issue_list.entries.get(code="waste")
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(issue=issue, entry=other, issue_list=issue_list)
    homeless = Issue.objects.get(code="pollution")
    Placement.objects.create(issue=homeless, entry=other, issue_list=issue_list)
    assert homeless in other.issues.all()


def test_a_place_always_belongs_to_the_list_of_its_line(catalogues):
    assert all(
        place.entry.issue_list_id == place.issue_list_id
        for place in Placement.objects.select_related("entry")
    )


def test_every_issue_has_an_indicator_and_a_measure_with_all_that_a_plan_needs(catalogues):
    for issue in Issue.objects.prefetch_related("indicators", "measures"):
        assert issue.indicators.all(), issue.code
        assert issue.measures.all(), issue.code
    for indicator in Indicator.objects.all():
        assert indicator.name_en
        assert indicator.unit_en
        assert indicator.suggested_objective_th
        assert indicator.suggested_measure_th
        assert indicator.source
        if indicator.unit_th == "ร้อยละ":
            assert indicator.denominator_th, indicator.code


def test_helmets_worn_and_helmets_not_worn_point_in_opposite_directions(catalogues):
    assert Indicator.objects.get(code="rs-4").direction == "up"
    assert Indicator.objects.get(code="rs-5").direction == "down"


def test_the_codes_of_the_forms_are_complete(catalogues):
    assert SupportType.objects.count() == 5
    assert TargetGroup.objects.filter(scheme="fund").count() == 9
    assert TargetGroup.objects.filter(scheme="closing").count() == 5
    assert {group.code for group in ExpenseGroup.objects.all() if group.categories.exists()} == {
        1,
        2,
        3,
        4,
        5,
        6,
    }


def snapshot():
    models = (
        Issue,
        IssueList,
        ListEntry,
        Placement,
        Synonym,
        Indicator,
        TargetGroup,
        ExpenseGroup,
        ExpenseCategory,
    )
    return [sorted(model.objects.values_list(), key=str) for model in models]


def test_loading_twice_changes_nothing(db, capsys):
    call_command("catalogues")
    before = snapshot()
    call_command("catalogues")
    assert snapshot() == before
    assert "0 added, 0 updated" in capsys.readouterr().out


def test_loading_mends_what_nobody_edited_and_keeps_what_a_person_edited(catalogues):
    kept, mended = Indicator.objects.get(code="rs-1"), Indicator.objects.get(code="rs-2")
    actions.change_indicator(indicator=kept, unit_th="ราย", by=None)
    Indicator.objects.filter(pk=mended.pk).update(unit_th="ราย")
    actions.load_catalogue(by=None)
    kept.refresh_from_db()
    mended.refresh_from_db()
    assert (kept.unit_th, mended.unit_th) == ("ราย", "คน")


def test_loading_keeps_retired_rows_retired(catalogues):
    issue = Issue.objects.get(code="covid-19")
    actions.retire(row=issue, by=None)
    actions.load_catalogue(by=None)
    issue.refresh_from_db()
    assert issue.retired_on
    assert issue not in Issue.objects.in_use()


def test_loading_keeps_an_issue_where_a_person_placed_it(catalogues):
    issue, issue_list = Issue.objects.get(code="waste"), IssueList.objects.get(code="strategic-8")
    actions.place_issue(issue=issue, places={issue_list: None}, by=None)
    actions.load_catalogue(by=None)
    assert issue in queries.not_in_list("strategic-8")


def test_a_synonym_that_a_person_took_out_does_not_come_back(catalogues):
    issue = Issue.objects.get(code="tobacco")
    actions.change_issue(
        issue=issue, name_th=issue.name_th, name_en=issue.name_en, synonyms=["ซิการ์"], by=None
    )
    actions.load_catalogue(by=None)
    assert list(issue.synonyms.values_list("text", flat=True)) == ["ซิการ์"]


def test_a_word_of_another_issue_is_refused_and_a_new_word_is_taken(catalogues):
    issue = Issue.objects.get(code="alcohol")
    names = {"issue": issue, "name_th": issue.name_th, "name_en": issue.name_en, "by": None}
    with pytest.raises(WordNamesAnotherIssue):
        actions.change_issue(**names, synonyms=["บุหรี่"])
    actions.change_issue(**names, synonyms=["เบียร์"])
    assert queries.issue_by_text("เบียร์") == issue
