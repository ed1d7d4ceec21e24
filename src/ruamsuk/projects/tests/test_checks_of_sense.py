"""What makes no sense in a proposal is said, and what makes sense is left alone: for a fund of 8,137 people, which gets
366,165 baht a year (45 baht for each).
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from ruamsuk.areas.actions.changes import set_population
from ruamsuk.checks.models import Check
from ruamsuk.core.problems import Problem
from ruamsuk.funds.models import FundKind
from ruamsuk.issues.models import Measure, TargetGroup
from ruamsuk.projects.designs.actions import recount_budget
from ruamsuk.projects.designs.models import Activity, BudgetLine, Indicator, Objective, TargetLine
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.proposals.actions import drafting
from ruamsuk.projects.proposals.actions.sending import submit_proposal
from ruamsuk.projects.proposals.choices import PENDING
from ruamsuk.projects.proposals.queries.completeness import completeness
from ruamsuk.projects.proposals.tasks import judge_drafts
from ruamsuk.projects.tests.conftest import FIRST, LAST, YEAR, complete_draft, load_kho_hong, save, start
from tests.kept import keep
from tests.world import person

PEOPLE = 8_137

REASONS = (
    "เยาวชนในหมู่ที่ 4 เริ่มสูบบุหรี่เร็วขึ้นทุกปี รพ.สต. พบผู้สูบอายุต่ำกว่า 18 ปี 34 คน เมื่อปีที่แล้ว "
    "โรงเรียนและผู้ปกครองขอให้ช่วยกันทำงานก่อนเปิดเทอม"
)


def load_sensible() -> SimpleNamespace:
    found = load_kho_hong()
    found.fund.population = PEOPLE
    found.fund.save()
    found.draft = complete_draft(start(found), by=found.officer)
    texts = {"d.rationale": REASONS, "d.expected_results": "เยาวชนสูบบุหรี่น้อยลงและมีกลุ่มเพื่อนช่วยกันเลิก"}
    save(found.draft, texts, by=found.officer)
    found.draft.refresh_from_db()
    return found


keep("sensible", load_sensible)


@pytest.fixture
def sensible(kept_world) -> SimpleNamespace:
    return kept_world("sensible")


@pytest.fixture
def kho_hong(sensible) -> SimpleNamespace:
    return sensible


@pytest.fixture
def draft(sensible) -> Proposal:
    """Complete and sensible: nothing is missing, and there is no remark."""
    return sensible.draft


def found(proposal: Proposal) -> dict[str, str]:
    """Code of each check that holds → its level."""
    fresh = Proposal.objects.get(pk=proposal.pk)
    return {one.remark.check.code: one.remark.check.level for one in completeness(fresh).remarks}


def of(row: str, **values) -> Callable[[Proposal], None]:
    """Changes the first line of a kind."""

    def change(proposal: Proposal) -> None:
        one = getattr(proposal.design, row).first()
        for name, value in values.items():
            setattr(one, name, value)
        one.save()

    return change


def in_words(evidence: str, **typed) -> Callable[[Proposal], None]:
    """The source of the problem's figure in words alone, but for these fields."""
    nothing = {"evidence_kind": "", "agency": "", "measured_on": None, "covered": None, "total": None}
    return of("situations", evidence=evidence, **{**nothing, **typed})


def text(**values) -> Callable[[Proposal], None]:
    def change(proposal: Proposal) -> None:
        owner = proposal if "title" in values or "applicant_name" in values else proposal.design
        for name, value in values.items():
            setattr(owner, name, value)
        owner.save()

    return change


def line(quantity=1, unit_cost=1, times=1, **values) -> Callable[[Proposal], None]:
    """The first line of the budget, in baht."""

    def change(proposal: Proposal) -> None:
        one = BudgetLine.objects.filter(activity__design=proposal.design).first()
        assert one is not None
        one.quantity, one.unit_cost_satang, one.times = Decimal(quantity), unit_cost * 100, times
        one.amount_satang = int(quantity * unit_cost * times * 100)
        for name, value in values.items():
            setattr(one, name, value)
        one.save()
        recount_budget(proposal.design)

    return change


def two_lines(first: int, second: int) -> Callable[[Proposal], None]:
    def change(proposal: Proposal) -> None:
        activity = proposal.design.activities.get()
        BudgetLine.objects.create(activity=activity, no=2, quantity=1, unit_cost_satang=second * 100)
        BudgetLine.objects.filter(activity=activity, no=2).update(amount_satang=second * 100)
        line(1, first)(proposal)

    return change


def group(code: str, people: int) -> Callable[[Proposal], None]:
    return lambda proposal: of("targets", group=TargetGroup.objects.get(code=code), people=people)(proposal)


def lines_of(code: str, number: int, people: int) -> Callable[[Proposal], None]:
    def change(proposal: Proposal) -> None:
        group(code, people)(proposal)
        first = proposal.design.targets.get()
        for no in range(2, number + 1):
            TargetLine.objects.create(design=proposal.design, group=first.group, people=people, no=no)

    return change


def named(detail: str, people: int) -> Callable[[Proposal], None]:
    return of("targets", group=None, detail=detail, people=people)


def words(
    unit: str, value: int, target: int | None = None, name: str = "ผู้สูบบุหรี่"
) -> Callable[[Proposal], None]:
    """The indicator with a unit of its own, not a standard one."""
    goal = value - 1 if target is None else target
    return of(
        "indicators", standard=None, text=name, unit=unit, baseline=Decimal(value), target=Decimal(goal)
    )


def everywhere(said: str) -> Callable[[Proposal], None]:
    """One text in each box."""

    def change(proposal: Proposal) -> None:
        text(title=said, applicant_name=said)(proposal)
        text(rationale=said, expected_results=said, approach=said)(proposal)
        for row, names in (
            ("situations", ["text"]),
            ("objectives", ["text"]),
            ("indicators", ["text"]),
            ("activities", ["name", "detail", "output", "outcome"]),
        ):
            of(row, **dict.fromkeys(names, said))(proposal)

    return change


def second_objective(*, served: bool) -> Callable[[Proposal], None]:
    def change(proposal: Proposal) -> None:
        design = proposal.design
        first = design.objectives.get()
        other = Objective.objects.create(design=design, no=2, text="เพื่อเพิ่มสถานที่ปลอดบุหรี่")
        Indicator.objects.create(
            design=design, objective=other, no=2, text="สถานที่ปลอดบุหรี่", unit="แห่ง", baseline=1, target=4
        )
        design.activities.get().objectives.set([first, other] if served else [first])

    return change


def second_activity(**values) -> Callable[[Proposal], None]:
    def change(proposal: Proposal) -> None:
        second_objective(served=True)(proposal)
        given = {"starts_on": date(LAST.year, 3, 1), "ends_on": date(LAST.year, 3, 2)} | values
        Activity.objects.create(design=proposal.design, no=2, name="เดินรณรงค์ในตลาด", **given)

    return change


def standard_measure(detail: str) -> Callable[[Proposal], None]:
    def change(proposal: Proposal) -> None:
        name = str(Measure.objects.filter(issue__in=proposal.design.issues.all()).first())
        of("activities", name=name, detail=detail)(proposal)

    return change


def another_fund_kind(proposal: Proposal) -> None:
    proposal.fund.kind = FundKind.objects.get(code="shared")
    proposal.fund.save()


def nobody_knows_how_many(proposal: Proposal) -> None:
    proposal.fund.population = None
    proposal.fund.save()


def both(*changes: Callable[[Proposal], None]) -> Callable[[Proposal], None]:
    def change(proposal: Proposal) -> None:
        for one in changes:
            one(proposal)

    return change


MUST, SHOULD, CONSIDER = "must", "should", "consider"
LONG = "อบรมให้ความรู้เรื่องบุหรี่แก่เยาวชนในหมู่บ้าน"
CASES: list[tuple[str, Callable[[Proposal], None], dict[str, str]]] = [
    # Words
    ("one letter as the reasons", text(rationale="ก"), {"text-hollow": MUST}),
    ("one letter as the name", text(title="ก"), {"text-hollow": MUST}),
    ("a dash as the expected results", text(expected_results="-"), {"text-hollow": MUST}),
    ("one key held down", of("activities", outcome="aaaaaaaaaaaa"), {"text-hollow": MUST}),
    ("a test", of("activities", output="ทดสอบ 123"), {"text-hollow": MUST}),
    ("two keys in turn", of("objectives", text="กขกขกขกข"), {"text-hollow": MUST}),
    ("the label of the box", of("activities", name="กิจกรรมที่ 1"), {"text-hollow": MUST}),
    ("a test of the system", text(expected_results="ทดสอบระบบ"), {"text-hollow": MUST}),
    ("a test that people take", of("activities", name="ทดสอบสมรรถภาพร่างกาย"), {}),
    ("short words of the field", of("activities", output="ป้าย NCD"), {}),
    ("digits and signs", of("situations", text="1234 ... 5555"), {"text-hollow": MUST}),
    ("keys side by side", text(applicant_name="asdfasdf"), {"text-hollow": MUST}),
    ("one sentence over and over", text(rationale=f"{LONG}มาก " * 8), {"text-hollow": MUST}),
    ("one word over and over", text(rationale="สุขภาพ " * 30), {"text-hollow": MUST}),
    ("words of printers", text(rationale="Lorem ipsum dolor sit amet, consectetur adipiscing elit"), {
        "text-hollow": MUST}),
    ("the alphabet", text(expected_results="abcdefghijklmnopqrstuvwxyz"), {"text-hollow": MUST}),
    ("words that come back in a sentence", text(
        rationale="เด็กเล็กในศูนย์บ้านนา เด็กเล็กในศูนย์บ้านใต้ และเด็กเล็กในศูนย์บ้านเหนือฟันผุ เด็กเล็กส่วนใหญ่ไม่แปรงฟัน"), {}),
    ("doubled as Thai doubles", text(expected_results="เดินมากๆ กินผักเยอะๆ ช้าๆ แต่ทำทุกวันๆ"), {}),
    ("English throughout", both(
        text(title="Smoke-free village", rationale="Young people begin to smoke earlier; the station counted 34."),
        of("activities", name="Training of youth leaders", output="60 leaders", outcome="They invite friends"),
    ), {}),
    ("short words that are a name", text(title="TO BE NUMBER ONE"), {}),
    ("a study abroad", of("activities", name="ศึกษาดูงานที่ปีนัง ประเทศมาเลเซีย"), {}),
    ("only a meeting", of("activities", name="ประชุมคณะทำงาน", output="ประชุม 4 ครั้ง", outcome="ได้แผนร่วมกัน"), {}),
    ("very little money", line(1, 300), {}),
    ("none where nothing is asked", text(approach="ไม่มี"), {}),
    ("a letter where nothing is asked", text(approach="กกกก"), {"text-hollow": MUST}),
    ("a dash where nothing is asked", text(approach="-"), {}),
    ("one word as the reasons", text(rationale="เยาวชนสูบบุหรี่"), {"text-short": SHOULD}),
    (
        "the same twice",
        both(text(expected_results=LONG), of("activities", outcome=LONG)),
        {"text-repeated": SHOULD},
    ),
    (
        "the reasons as results, with a word before",
        lambda one: text(expected_results=f"และ {one.design.rationale} .")(one),
        {"text-repeated": SHOULD},
    ),
    ("the Thai keys side by side", text(expected_results="ฟหกด่าสวง ฟหกดเ้่าสวง"), {"text-hollow": MUST}),
    ("the upper keys", text(expected_results="qwertyuiop"), {"text-hollow": MUST}),
    ("only its number", of("objectives", text="ข้อที่ 1"), {"text-hollow": MUST}),
    ("one short word all over", everywhere("ตามแผน"), {"text-repeated-everywhere": MUST, "text-short": SHOULD}),
    ("the same all over", everywhere(LONG), {"text-repeated-often": MUST, "text-short": SHOULD}),
    ("only a standard measure's name", standard_measure(""), {"text-of-measure": CONSIDER}),
    ("a standard measure with details", standard_measure("อสม. เยี่ยมบ้านผู้สูบเดือนละครั้ง"), {}),
    # Figures
    ("a share of 999,999,999", words("ร้อยละ", 999_999_999), {"percent-outside": MUST}),
    ("a share of 101", words("%", 101, 90), {"percent-outside": MUST}),
    ("a share by its words alone", words("", 140, 30, "ร้อยละของผู้สูบบุหรี่"), {"percent-outside": MUST}),
    ("a number that speaks of a share", words("คน", 140, 30, "ผู้สูบที่ลดลงร้อยละ 10"), {}),
    ("a size below nothing", of("situations", size=Decimal(-3), unit="ร้อยละ"), {"percent-outside": MUST}),
    (
        "999,999,999 of something, today and in a year",
        words("ก้อน", 999_999_999, 999_999_999),
        {"number-huge": MUST, "target-as-today": SHOULD},
    ),
    ("99,999 of something", words("ก้อน", 99_999, 500), {"number-filling": SHOULD}),
    ("more smokers than people", words("คน", 12_000, 900), {"number-above-population-far": MUST}),
    ("a few more homes than people", words("ครัวเรือน", 8_500, 500), {"number-above-population": SHOULD}),
    ("a rate of a hundred thousand", words("คนต่อแสนประชากร", 12_000, 9_000), {}),
    ("more than today, where lower is better", of("indicators", target=Decimal(70)), {"target-against-standard": MUST}),
    ("against the objective's words", words("คน", 40, 60), {"target-against-words": SHOULD}),
    ("as today", of("indicators", target=Decimal(40)), {"target-as-today": SHOULD}),
    # People
    ("everybody is pregnant", group("fund-1", PEOPLE), {"group-above-share-far": MUST}),
    ("half of all are pregnant", group("fund-1", 4_000), {"group-above-share-far": MUST}),
    ("rather many are pregnant", group("fund-1", 300), {"group-above-share": SHOULD}),
    ("as many as there may be are pregnant", group("fund-1", 90), {}),
    ("everybody is pregnant, in eighty lines", lines_of("fund-1", 80, 100), {"groups-above-share-far": MUST}),
    ("rather many are pregnant, by village", lines_of("fund-1", 4, 70), {"groups-above-share": SHOULD}),
    ("as many as there may be, by village", lines_of("fund-1", 4, 20), {}),
    ("everybody is old", group("age-60", PEOPLE), {"group-above-share-far": MUST}),
    ("everybody is pregnant, in words", named("หญิงตั้งครรภ์ทั้งตำบล", PEOPLE), {"group-above-share-far": MUST}),
    (
        "everybody is pregnant and at risk",
        both(group("fund-8", PEOPLE), of("targets", detail="กลุ่มหญิงตั้งครรภ์")),
        {"group-above-share-far": MUST},
    ),
    ("everybody is with child, said otherwise", named("หญิงมีครรภ์ในตำบล", PEOPLE), {"group-above-share-far": MUST}),
    ("everybody is a baby", named("เด็กแรกเกิด - 2 ปี", 6_000), {"group-above-share-far": MUST}),
    ("those who care for them", named("ญาติของหญิงตั้งครรภ์", 900), {}),
    ("everybody in words that name no group", named("ชาวบ้านทุกคน", PEOPLE), {}),
    ("everybody at risk", group("fund-8", PEOPLE), {}),
    ("more than everybody", group("fund-8", 20_000), {"group-above-population-far": MUST}),
    ("a few more than everybody", group("fund-8", 8_500), {"group-above-population": SHOULD}),
    # Money
    (
        "one line of 9,999,999",
        line(1, 9_999_999),
        {
            "line-above-income": MUST,
            "budget-above-income-far": MUST,
            "activity-above-income": SHOULD,
            "money-per-person-high": SHOULD,
            "number-filling": SHOULD,
        },
    ),
    (
        "one line of a little more than the fund's year",
        line(1, 366_166),
        {
            "line-above-income": MUST,
            "budget-above-income": SHOULD,
            "activity-above-income": SHOULD,
            "money-per-person": CONSIDER,
        },
    ),
    ("meals for a quarter of a million persons", line(250_000, 1, unit="คน"), {
        "number-above-population-far": MUST, "activity-above-income": SHOULD}),
    ("meals for three times as many", line(400, 30, unit="คน"), {"line-above-groups": CONSIDER}),
    ("nearly all of it in one of two lines", two_lines(58_000, 2_000), {"line-above-share": CONSIDER}),
    ("two lines alike", two_lines(30_000, 30_000), {}),
    ("much for few", both(line(1, 90_000), group("fund-3", 4)), {"money-per-person-high": SHOULD}),
    # Days
    ("until after the fiscal year", text(ends_on=LAST + timedelta(days=30)), {"project-outside-year": CONSIDER}),
    ("far into the next year", text(ends_on=LAST + timedelta(days=200)), {"project-outside-year-far": SHOULD}),
    ("an activity the day before", of("activities", starts_on=date(FIRST.year, 10, 31)), {
        "activity-outside-project": SHOULD}),
    ("an activity half a year after", of("activities", ends_on=LAST + timedelta(days=180)), {
        "activity-outside-project-far": MUST}),
    # From the evidence to what is done
    ("an objective without an activity", second_objective(served=False), {"objective-unserved": SHOULD}),
    (
        "one objective twice",
        both(second_objective(served=True), lambda one: one.design.objectives.update(text="เพื่อลดการสูบบุหรี่ในตำบล")),
        {"text-repeated": SHOULD, "target-against-words": SHOULD},
    ),
    ("both objectives are served", second_objective(served=True), {}),
    ("an activity for nothing", second_activity(), {"activity-for-nothing": SHOULD}),
    ("no evidence", in_words(""), {"evidence-missing": SHOULD}),
    ("none as evidence", in_words("ไม่มี"), {"evidence-missing": SHOULD}),
    ("a dash as evidence", in_words("-"), {"evidence-missing": SHOULD}),
    ("a kind of source", in_words("", evidence_kind="official"), {}),
    ("a source without its kind", in_words("", agency="รพ.สต."), {"evidence-kind": CONSIDER}),
    ("words without a kind", in_words(f"รพ.สต. ปี {YEAR - 1}"), {"evidence-kind": CONSIDER}),
    (
        "evidence of long ago",
        in_words(f"รพ.สต. ปี {YEAR - 6}", evidence_kind="official"),
        {"evidence-stale": SHOULD},
    ),
    (
        "the same in the common era",
        in_words(f"survey {YEAR - 549}", evidence_kind="official"),
        {"evidence-stale": SHOULD},
    ),
    (
        "a day of long ago, whatever the words",
        in_words(f"ปี {YEAR}", evidence_kind="official", measured_on=date(YEAR - 543 - 4, 1, 1)),
        {"evidence-stale": SHOULD},
    ),
    (
        "a day of three years ago",
        in_words("", evidence_kind="official", measured_on=date(YEAR - 543 - 3, 1, 1)),
        {},
    ),
    (
        "a survey of few",
        of("situations", evidence_kind="survey", covered=29, total=100),
        {"evidence-few": CONSIDER},
    ),
    ("a survey of enough", of("situations", evidence_kind="survey", covered=30, total=100), {}),
    ("statistics of few", of("situations", evidence_kind="official", covered=29, total=100), {}),
    ("an estimate", of("situations", evidence_kind="estimate"), {"evidence-estimate": CONSIDER}),
    # What is not known is not guessed
    ("nobody knows how many live there", both(nobody_knows_how_many, group("fund-1", PEOPLE)), {}),
    ("nor how much the fund gets", both(another_fund_kind, line(1, 390_000)), {"money-per-person": CONSIDER}),
    (
        "but a price of one digit is asked about",
        both(another_fund_kind, line(1, 9_999_999)),
        {"money-per-person-high": SHOULD, "number-filling": SHOULD},
    ),
]  # fmt: skip


def test_a_sensible_proposal_gets_no_remark(draft):
    assert found(draft) == {}
    assert completeness(draft).percent == 100


@pytest.mark.one_value("it is judged in Python, from what the same statements read")
@pytest.mark.parametrize(("change", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_makes_no_sense_is_said(draft, change, said):
    change(draft)
    assert found(draft) == said


def test_every_check_that_comes_with_the_system_has_its_case(kho_hong):
    """Two have tests of their own below, one in test_variations.py."""
    cases = {code for _name, _change, said in CASES for code in said}
    others = {"text-of-source", "groups-above-population", "lines-against-amount"}
    assert cases | others == set(Check.objects.values_list("code", flat=True))


def test_groups_that_overlap_are_asked_about_and_may_be_sent(draft, kho_hong):
    group("fund-8", 5_000)(draft)
    values = {"group": TargetGroup.objects.get(code="fund-4"), "people": 5_000}
    drafting.add_row(proposal=draft, kind="target", values=values, by=kho_hong.officer)
    assert found(draft) == {"groups-above-population": SHOULD}
    submit_proposal(proposal=draft, by=kho_hong.officer)


def test_words_of_the_project_that_it_was_begun_from_are_to_be_made_ones_own(draft, kho_hong, write):
    another = drafting.start_proposal(
        fiscal_year=YEAR, source=draft.design, fund=kho_hong.fund, by=kho_hong.officer
    )
    assert found(another)["text-of-source"] == SHOULD
    write(another, {"d.rationale": f"{REASONS} ปีนี้ย้ายไปหมู่ที่ 7", "d.expected_results": "เยาวชนหมู่ที่ 7 ไม่เริ่มสูบบุหรี่"})
    assert "text-of-source" not in found(another)


def test_where_the_fund_does_not_say_it_the_registered_people_of_its_area_are_taken(draft, kho_hong):
    nobody_knows_how_many(draft)
    group("fund-1", PEOPLE)(draft)
    assert found(draft) == {}
    set_population(area=kho_hong.home, year=YEAR - 3, people=80_000_000, source="สำนักทะเบียน", by=None)
    set_population(area=kho_hong.home, year=YEAR - 1, people=PEOPLE, source="สำนักทะเบียน", by=None)
    assert found(draft) == {"group-above-share-far": MUST}


# How complete it is, and where it is said ------------------------------------------------------------------------


def test_a_bare_draft_from_the_plan_is_not_nearly_done(started):
    assert started.percent < 45


def test_one_letter_in_every_box_is_not_complete(draft, client, kho_hong):
    everywhere("ก")(draft)
    done = completeness(Proposal.objects.get(pk=draft.pk))
    assert len(done.musts) == 12
    assert done.percent < 50


def test_a_must_stops_it_from_being_sent_and_says_what_to_do(draft, client, kho_hong):
    line(1, 9_999_999)(draft)
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-submit", args=[draft.uid])
    page = client.get(address).text
    assert "มากกว่าเงินที่กองทุนได้ทั้งปี (ราว 366,165 บาท)" in page
    assert "ตรวจจำนวนหน่วย ราคาต่อหน่วย และจำนวนครั้ง" in page
    assert 'name="csrfmiddlewaretoken"' not in page.partition("<main")[2]  # there is nothing to press
    answer = client.post(address, headers={"accept-language": "en"})
    assert answer.status_code == 422
    with pytest.raises(Problem) as refused:
        submit_proposal(proposal=draft, by=kho_hong.officer)
    assert [error["field"].split(".")[0] for error in refused.value.params["errors"]] == ["line", "add"]
    line(100, 125)(draft)
    assert client.post(address).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_what_should_be_mended_can_be_sent_and_is_seen_by_who_decides(draft, client, kho_hong):
    of("indicators", target=Decimal(40))(draft)
    remark = "เป้าหมาย 40 เท่ากับค่าปัจจุบัน"
    client.force_login(kho_hong.officer)
    submit = reverse("projects:proposal-submit", args=[draft.uid])
    assert remark in client.get(submit).text
    assert client.post(submit).status_code == 302
    draft.refresh_from_db()
    assert draft.state in PENDING
    assert remark in client.get(reverse("projects:proposal-decide", args=[draft.uid])).text
    assert "ข้อสังเกต 1 ข้อ" in client.get("/").text
    read = reverse("projects:proposal", args=[draft.uid])
    for reader, sees in ((kho_hong.mentor, True), (kho_hong.member, True), (kho_hong.stranger, False)):
        client.force_login(reader)
        assert (remark in client.get(read).text) is sees


def test_while_writing_it_stands_beside_its_part_and_goes_when_it_is_mended(draft, client, kho_hong):
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-save", args=[draft.uid])
    path = f"indicator.{draft.design.indicators.get().uid}.target"

    def save(value):
        return client.post(address, {"version": 99, "step": "aims", path: value}).json()

    assert "แย่กว่าค่าปัจจุบัน" in save("70")["status"]
    assert f"#id_{path}" in client.get(reverse("projects:proposal-write", args=[draft.uid, "aims"])).text
    assert "แย่กว่าค่าปัจจุบัน" not in client.get(reverse("projects:proposal-write", args=[draft.uid, "work"])).text
    assert "แย่กว่าค่าปัจจุบัน" not in save("30")["status"]


def test_a_long_text_that_had_a_remark_is_judged_with_the_next_save(draft, client, kho_hong):
    client.force_login(kho_hong.officer)
    address = reverse("projects:proposal-save", args=[draft.uid])

    def save(said):
        return client.post(address, {"version": 99, "step": "aims", "d.rationale": said}).json()

    assert "ยังไม่บอกอะไร" in save("กข" * 60)["status"]
    again = save(REASONS)
    assert again["status"]
    assert "ยังไม่บอกอะไร" not in again["status"]
    # A long text that goes on is not judged anew.
    assert save(f"{REASONS} และขอให้ชุมชนช่วยกัน")["status"] is None


def test_at_most_five_at_once_the_worst_first_and_how_many_more(draft, client, kho_hong):
    everywhere("ก")(draft)
    of("indicators", target=Decimal(70))(draft)
    client.force_login(kho_hong.officer)
    page = client.get(reverse("projects:proposal", args=[draft.uid])).text
    assert page.count('class="remark-text"') == 5
    assert "และอีก 8 ข้อ" in page
    assert page.index("ยังไม่บอกอะไร") < page.index("และอีก 8 ข้อ")


def test_a_program_reads_the_remarks(draft, client, kho_hong):
    of("indicators", target=Decimal(70))(draft)
    address = f"/api/v1/proposals/{draft.uid}"
    client.force_login(kho_hong.mentor)
    (remark,) = client.get(address).json()["remarks"]
    assert (remark["check"], remark["level"]) == ("target-against-standard", "must")
    assert remark["path"] == f"indicator.{draft.design.indicators.get().uid}.target"
    assert "สลับสองช่อง" in remark["remedy"]
    of("indicators", target=Decimal(30))(draft)
    client.force_login(kho_hong.officer)
    submit_proposal(proposal=draft, by=kho_hong.officer)
    assert client.get(address).json()["remarks"] == []
    client.force_login(kho_hong.stranger)
    assert client.get(address).json()["remarks"] is None


def test_a_changed_check_judges_what_is_being_written_anew(
    draft, kho_hong, client, django_capture_on_commit_callbacks
):
    before = completeness(draft).percent
    boss = person("Nok", "administrator", None)
    client.force_login(boss)
    body = {"level": "should", "weight": 30, "parameters": {"words": ["แกนนำ"]}}
    body["parameters"]["words"].append("ชวนเพื่อนเลิกสูบได้")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.patch("/api/v1/checks/text-hollow", body, content_type="application/json")
    assert answer.status_code == 200, answer.text
    draft.refresh_from_db()
    assert draft.percent < before
    assert draft.remarked == [f"activity.{draft.design.activities.get().uid}.outcome"]
    assert found(draft) == {"text-hollow": SHOULD}
    assert judge_drafts.call() == 0  # it was done with the change
