"""A province's first year, from an empty system to a figure that is cited, by people who invite each other.

Each does what docs/manual says, with the words of its buttons. No account of the demo, no shell, no database.
"""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from ruamsuk.core.calendar import current_fiscal_year, fiscal_year_days, today
from ruamsuk.workbooks.tests import books
from tests.e2e.walker import Walker


def typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


YEAR = current_fiscal_year()
TODAY, YESTERDAY, LAST_DAY = map(typed, (today(), today() - timedelta(days=1), fiscal_year_days(YEAR)[1]))
PLACE = {"อำเภอ": "หาดใหญ่", "จังหวัด": "สงขลา"}
NEXT = {"ตำบล": "ควนลัง", **PLACE}
FALLS = "การหกล้มในผู้สูงอายุ"
PROVINCE = {
    books.ORGANIZATIONS: books.rows(books.authority(), books.authority("เทศบาลควนลัง", **NEXT)),
    books.FUNDS: books.rows(
        books.fund(ประชากร="42000"), books.fund("L9902", "กองทุนสุขภาพควนลัง", "เทศบาลควนลัง", **NEXT)
    ),
    books.PEOPLE: books.rows(
        books.officer("มาลี (สมมติ)"),
        {"ชื่อ-สกุล": "วิชัย (สมมติ)", "หน้าที่": "พี่เลี้ยง", **PLACE},
        books.officer("ไม่มีกองทุน", where="L0001"),
    ),
    books.SEATS: books.rows(books.seat()),
    "ตัวเลขทางการ": books.rows(
        {
            **books.HERE,
            "ตัวเลขของอะไร": FALLS,
            "ตัวเลข": "12",
            "วันที่ของตัวเลข": "30/9/2569",
            "หน่วยงานเจ้าของข้อมูล": "สสอ.หาดใหญ่",
        }
    ),
}


def walk(page_of: Callable[..., Page], home: str, first_link: str) -> None:
    """`first_link`: as the server prints it when it starts."""

    def desk() -> Walker:
        return Walker(page_of(home, 1280, 800, reduced_motion="reduce"))

    def phone() -> Walker:
        return Walker(page_of(home, 360, 740, has_touch=True, reduced_motion="reduce"))

    admin, central, officer, mentor, group = desk(), desk(), phone(), phone(), phone()
    admin.join(first_link, "first-admin", "อำไพ (สมมติ)")
    links = set_up_province(admin)
    officer.join(links["มาลี (สมมติ)"], "malee")
    mentor.join(links["วิชัย (สมมติ)"], "wichai")
    central.join(invite_for_the_country(admin), "chan")

    address = open_poster(officer)
    apply(group, address)
    plan = write_plan(officer)
    group.join(accept_group(officer), "0812345678")
    check_plan(mentor, officer, plan)
    write_proposal(group)
    grade(mentor, "อ่านและให้ความเห็น")
    project = decide(officer)
    vary(group, officer, project)
    report(group, mentor, officer)
    officer.page.goto(plan)
    officer.press("จากปัญหาถึงผล")
    expect(officer.main).to_contain_text("ร้อยละ 9")  # measured by the report, at the end of the chain
    expect(officer.main).to_contain_text("ยังไม่มีโครงการ")  # of the second problem
    cite_figures(central, phone(), officer, project)


# People come in ----------------------------------------------------------------------------------------------------


def set_up_province(admin: Walker) -> dict[str, str]:
    """Name of a person → the link to hand over."""
    admin.press("ตั้งต้นจังหวัด")
    book = {"name": "สงขลา.xlsx", "mimeType": "application/octet-stream", "buffer": books.book(PROVINCE)}
    admin.page.set_input_files("main input[type=file]", book)
    admin.press("ตรวจไฟล์")
    expect(admin.main).to_contain_text("มีแถวที่ระบบไม่รับ")
    admin.press("บันทึกแถวที่ถูกต้อง")
    while admin.called("ดูความคืบหน้า").count():
        admin.press("ดูความคืบหน้า")
    for _lost_once in range(2):
        with admin.page.expect_download() as download:
            admin.called("ออกรายการลิงก์").click()
        expect(admin.called("ออกรายการลิงก์")).not_to_have_attribute("aria-busy", "true")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(download.value.path().read_bytes()))
    return {row[0]: row[-1] for row in sheet.get_sheet_by_index(0).to_python()}


def invite_for_the_country(admin: Walker) -> str:
    admin.menu("ผู้ใช้และหน้าที่")
    admin.press("เชิญผู้ร่วมงาน")
    admin.fill(name="จันทร์ (สมมติ)", role="ทีมส่วนกลาง", area="ประเทศไทย")
    return link_of(admin, "ออกคำเชิญ")


def link_of(me: Walker, button: str) -> str:
    me.press(button)
    return me.page.locator("#shown-link").input_value()


def open_poster(officer: Walker) -> str:
    officer.menu("กองทุน")
    officer.press("กองทุนสุขภาพคอหงส์", "คำขอจากกลุ่ม", "เปิดลิงก์", "แผ่นประกาศสำหรับพิมพ์")
    return officer.page.locator(".poster-address").inner_text()


def apply(group: Walker, address: str) -> None:
    group.page.goto(f"http://{address}")
    group.fill(name="ชมรมไม้พลอง (สมมติ)", title="รำไม้พลองทุกเช้า หมู่ 4", text="ผู้สูงอายุหมู่ 4 ล้มบ่อย")
    group.press("ส่งให้กองทุน")  # without a phone: nothing that was typed is lost
    expect(group.page.locator("main [role=alert]")).to_contain_text("กรอกเบอร์โทรศัพท์หรืออีเมล")
    group.fill(phone="๐๘๑-234 5678", amount_satang="20,000")
    group.press("ส่งให้กองทุน")
    expect(group.page.locator(".big-number")).to_be_visible()


def accept_group(officer: Walker) -> str:
    officer.page.goto("/")
    officer.press("อ่านและตอบ", "รับคำขอ…")
    officer.fill(person="สมศรี (สมมติ)", planned_project="ป้องกันล้ม หมู่ 4")
    link = link_of(officer, "รับคำขอและออกลิงก์")
    officer.page.emulate_media(media="print")  # it is handed over on paper
    expect(officer.page.locator("#shown-link")).to_be_hidden()
    expect(officer.page.locator("p.only-print")).to_have_text(link)
    officer.page.emulate_media(media="screen")
    return link


# The plan --------------------------------------------------------------------------------------------------------


def write_plan(officer: Walker) -> str:
    """One issue with two problems: an official figure, and one that few were asked for, without a project."""
    officer.page.goto("/")
    officer.press("เริ่มเขียนแผนงาน", "เลือกแผนงานแรก", "เลือก : ผู้สูงอายุ")
    officer.press_here(f"เลือก : {FALLS}", "situation")
    officer.press_here("ใช้ตัวเลขนี้", "situation")
    officer.press_here("ใช้เป็นวัตถุประสงค์", "objective")  # suggested as soon as there is a problem
    officer.fill(target="8")
    officer.press_here("บันทึก", "objective")
    officer.press_here("เขียนสถานการณ์ปัญหาเอง", "situation")
    officer.fill(text="ผู้สูงอายุอยู่คนเดียว", value="๒๐", evidence_kind="สำรวจในพื้นที่", agency="อสม.คอหงส์")
    officer.fill(measured_on=TODAY, covered="50", total="400")
    officer.press_here("บันทึก", "situation")
    expect(officer.main).to_contain_text("อาจยังไม่เป็นตัวแทนของทั้งพื้นที่")
    officer.press_here("เลือก", "measure")
    officer.press_here("ตั้งงบประมาณ", "budget")
    officer.fill(budget_satang="60,000")
    officer.press_here("บันทึก", "budget")
    officer.press_here("เพิ่มโครงการ", "project")
    officer.fill(title="ป้องกันล้ม หมู่ 4", budget_satang="20,000")
    officer.page.get_by_role("checkbox", name=FALLS).first.check()
    officer.press_here("บันทึก", "project")
    plan = officer.page.url
    officer.press("ไปที่ตารางจัดลำดับ")
    for box in officer.main.locator("select").all():
        box.select_option("3")
    officer.press("บันทึกคะแนน", f"แผนงานปี {YEAR}", "เห็นชอบแผนงานทั้งปี")
    officer.fill(agreed_on=TODAY)
    officer.press("บันทึกว่าคณะกรรมการเห็นชอบ")
    return plan


def check_plan(mentor: Walker, officer: Walker, plan: str) -> None:
    """Graded, returned with a reason, mended and agreed again, passed."""
    mentor.page.goto("/")
    mentor.press("เปิดรายการ", "ผู้สูงอายุ")
    grade(mentor)
    mentor.page.goto(plan)
    mentor.press("ส่งกลับให้แก้ไข")
    mentor.fill(note="เขียนว่าเก็บจากกี่คน")
    mentor.press("ส่งกลับพร้อมบันทึกนี้")
    officer.page.goto("/")
    officer.press("อ่านเหตุผล")
    expect(officer.main).to_contain_text("เขียนว่าเก็บจากกี่คน")
    officer.press("เปิดเพื่อแก้ไข")
    officer.fill(reason="แก้ตามพี่เลี้ยง")
    officer.press("เปิดเพื่อแก้ไข")
    officer.press_here("แก้ไข", "situation")
    officer.fill(covered="380", total="400")
    officer.press_here("บันทึก", "situation")
    officer.press("เห็นชอบแผนงาน")
    officer.fill(agreed_on=TODAY)
    officer.press("บันทึกว่าคณะกรรมการเห็นชอบ")
    mentor.page.goto(plan)
    mentor.press("ตรวจสอบแผนงาน", "เรียบร้อย ผ่าน")
    expect(mentor.main).to_contain_text("ผ่านการตรวจสอบแล้ว")


def grade(mentor: Walker, task: str = "") -> None:
    if task:
        mentor.page.goto("/")
        mentor.press(task)
    mentor.press("ให้คะแนน")
    for no in range(mentor.page.locator("textarea[name^=reason_]").count()):
        mentor.page.locator(f"input[name=level_{no + 1}]").nth(1).check()
    mentor.press("บันทึกแล้วดูผล", "ให้คะแนนนี้")
    expect(mentor.main).to_contain_text("ให้คะแนนแล้ว")


# Proposal, project, report -----------------------------------------------------------------------------------------


def write_proposal(group: Walker) -> None:
    """What the group said on its phone and what the plan knows are there."""
    group.press("เขียนต่อ")
    expect(group.page.locator("[name='p.title']")).to_have_value("รำไม้พลองทุกเช้า หมู่ 4")
    group.fill(d__applicant_kind="กลุ่มหรือองค์กรประชาชน")
    group.page.locator("[name='d.support_type']").select_option(index=2)
    for name in ("ก", "ข", "ค", "ง", "จ"):  # asked for as soon as it is a group
        group.add("applicant")
        group.fill(__name=f"สมาชิก {name} (สมมติ)")
    group.press("บันทึกแล้วไปต่อ")
    expect(group.page.locator("[name='d.rationale']")).to_have_value("ผู้สูงอายุหมู่ 4 ล้มบ่อย")
    expect(group.page.locator("[name^='situation.'][name$='.size']")).to_have_value("12")
    group.press("บันทึกแล้วไปต่อ")
    group.add("target")
    group.fill(__group="ผู้สูงอายุ", __people="๔๐", d__starts_on=TODAY, d__ends_on=LAST_DAY)
    group.press("บันทึกแล้วไปต่อ")
    group.add("activity")
    group.fill(__name="รำไม้พลอง", __output="รำครบ 40 คน", __outcome="ล้มน้อยลง")
    group.fill(__starts_on=TODAY, __ends_on=TODAY)
    group.add("line")
    group.fill(__category="ค่าวัสดุอื่น ๆ", __quantity="40", __unit_cost_satang="400")
    group.press("บันทึกแล้วไปต่อ")
    group.fill(d__expected_results="ผู้สูงอายุล้มน้อยลงและแข็งแรงขึ้น")
    group.press("บันทึก อ่านทวน และส่ง", "ส่งให้กองทุน")


def decide(officer: Walker) -> str:
    officer.page.goto("/")
    officer.press("เปิดและพิจารณา", "บันทึกมติ")
    expect(officer.main).to_contain_text("คะแนนจากพี่เลี้ยง")
    officer.page.get_by_label("อนุมัติ", exact=True).check()
    officer.fill(decided_on=TODAY, resolution_no="2/2570")
    officer.press("ตรวจรายการ", "บันทึกมติ")
    expect(officer.main).to_contain_text("L9901-")  # the project's number
    return officer.page.url


def vary(group: Walker, officer: Walker, project: str) -> None:
    group.page.goto(project)
    group.press("การเปลี่ยนแปลงโครงการ", "ขอเปลี่ยนแปลงโครงการ")
    group.fill(reason="ลานวัดกำลังซ่อม", setting="ศาลาหมู่ 4")
    group.press("บันทึก", "ส่ง")
    officer.page.goto("/")
    officer.press("เปิดดู", "ตัดสินการเปลี่ยนแปลงโครงการ")
    officer.page.get_by_label("เห็นชอบ", exact=True).check()
    officer.press("บันทึกมติ")
    expect(officer.main).to_contain_text("มีผลแล้ว")


def report(group: Walker, mentor: Walker, officer: Walker) -> None:
    group.page.goto("/")
    if not group.called("เขียนรายงาน").count():  # the day of the work is not over
        group.menu("โครงการ")
        group.press("รำไม้พลองทุกเช้า หมู่ 4", "รายงาน")
    group.press("เขียนรายงาน")
    group.fill(r__done="รำไม้พลองทุกเช้าที่ศาลาหมู่ 4")
    group.press("บันทึกแล้วไปต่อ")
    group.fill(r__output="รำครบ 38 คน", __men="๘", __women="๓๐", __value="9")
    group.press("บันทึกแล้วไปต่อ")
    group.page.locator("main [name$='.amount_satang']").first.fill("15,000")
    group.press("บันทึกแล้วไปต่อ", "บันทึก อ่านทวน และส่ง", "ส่งรายงาน", "ส่งรายงาน")
    mentor.page.goto("/")
    mentor.press("อ่านและตรวจ", "ตรวจแล้ว ส่งต่อ", "ตรวจแล้ว ส่งต่อ")
    officer.page.goto("/")
    officer.press("อ่านและตรวจ", "รับรองรายงาน", "รับรองรายงาน")
    expect(officer.main).to_contain_text("รับรองรายงานแล้ว")


# Figures -----------------------------------------------------------------------------------------------------------


def figure(me: Walker, name: str) -> Locator:
    """A tile of the counting page: what is counted, the number, and what is said below it."""
    label = me.page.locator(".stat-label", has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))
    return me.main.locator(".stat", has=label)


def shows(tile: Locator, number: str, note: str = "") -> None:
    expect(tile.locator(".stat-value")).to_have_text(number)
    if note:
        expect(tile.locator(".stat-note")).to_contain_text(note)


def cite_figures(central: Walker, anybody: Walker, officer: Walker, project: str) -> None:
    central.press("ภาพรวมพื้นที่", within="nav")
    expect(central.main.locator("h1")).to_have_text("ประเทศไทย")
    for name in ("โครงการตามแผน", "ข้อเสนอที่พัฒนา", "โครงการที่อนุมัติ", "รายงานที่รับรองแล้ว", "ตัวเลขจากสถิติทางการ"):
        shows(figure(central, name), "1")
    shows(figure(central, "งบประมาณที่อนุมัติ (บาท)"), "16,000")
    shows(figure(central, "รายงานที่ส่งแล้ว"), "1", "ผู้เข้าร่วม 38 คน")
    central.press("ตรึงตัวเลขชุดนี้")
    central.fill(name="ตัวเลขสำหรับรายงานประจำปี", reason="อ้างอิงในรายงาน")
    central.press("ตรึงตัวเลข")
    frozen = central.page.url

    central.press("ภาพรวมพื้นที่", within="nav")
    central.main.locator("summary", has_text="เลือกปี").click()
    central.fill(on=YESTERDAY, way="ตามที่แก้ไขแล้ว")
    central.press("แสดง")
    shows(figure(central, "โครงการที่อนุมัติ"), "0", "ปัจจุบัน 1 (+1)")

    central.press("ภาพรวมพื้นที่", within="nav")
    central.press("ดูว่ากองทุน")
    with central.page.expect_navigation():
        figure(central, "ปีนี้ยังไม่มีข้อมูลใดเลย").click()
    expect(central.page.locator("#list")).to_contain_text("กองทุนสุขภาพควนลัง")

    central.menu("ชุดพื้นที่")
    central.press("สร้างชุดพื้นที่")
    central.fill(name="สองตำบล", areas="ต.คอหงส์ อ.หาดใหญ่\nต.ควนลัง อ.หาดใหญ่")
    central.press("เก็บชุดพื้นที่", "ตัวเลข")
    shows(figure(central, "กองทุน"), "2")
    central.menu("จากปัญหาถึงผล")
    expect(central.main.locator("tr", has_text=FALLS)).to_contain_text("1 โครงการมีผลแล้ว")

    officer.page.goto(project)
    officer.press("สถานะ")
    officer.page.get_by_label("ดำเนินการเสร็จสิ้น").check()
    officer.press("เปลี่ยนสถานะ")
    anybody.page.goto(frozen)  # the address that is printed in a report
    row = anybody.main.locator("tr", has_text="โครงการที่ดำเนินการอยู่").first
    expect(row).to_contain_text(re.compile(r"1\s+0\s+0"))
