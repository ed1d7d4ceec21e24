"""Takes the pictures of the README and the manual again, from a running demo (`bin/serve`).

    .venv/bin/python docs/images/make.py [--base http://127.0.0.1:8000] [name …]

Each picture is one screen, reduced to 64 colours, at most 120 KB (a test holds the pages and the pictures together).
"""

import argparse
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
from tests.browser import FLAGS, chromium  # noqa: E402  # the way to it is set one line above

PASSWORD = "ruamsuk-demo"  # printed by bin/serve; the demo's people are invented
SCREEN = "work"  # the screen of a proposal that has the most on it
PHONE, DESKTOP = (360, 740), (1280, 800)
NETWORK = "select[name=network] option:nth-child(2)"  # the first network after "every fund"


def first(page: Page, start: str, pattern: str) -> str:
    """The first address on the page `start` that looks like `pattern`."""
    page.goto(start)
    for link in page.locator("main a").all():
        if found := re.match(pattern, link.get_attribute("href") or ""):
            return found[0]
    raise SystemExit(f"{start} has no link like {pattern}: is the demo loaded?")


def plan(page: Page) -> None:
    page.goto(first(page, first(page, "/plans/", r"/plans/funds/[^/]+/.*"), r"/plans/[0-9a-f-]{36}/"))


def plan_rows(page: Page) -> None:
    plan(page)
    page.locator("#part-project").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#part-project').scrollIntoView()")


def writing(page: Page) -> None:
    draft = first(page, "/proposals/?state=draft", r"/proposals/[0-9a-f-]{36}/")
    page.goto(f"{draft}write/{SCREEN}/")


def proposal(page: Page) -> None:
    page.goto(first(page, "/", r"/proposals/[0-9a-f-]{36}/"))


def decision(page: Page) -> None:
    page.goto(first(page, "/", r"/proposals/[0-9a-f-]{36}/") + "decide/")


def project(page: Page) -> None:
    page.goto(first(page, "/projects/", r"/projects/[0-9a-f-]{36}/"))


def report(page: Page) -> None:
    page.goto(first(page, "/reports/?state=accepted", r"/reports/[0-9a-f-]{36}/"))


def checking(page: Page) -> None:
    page.goto(first(page, "/", r"/reports/[0-9a-f-]{36}/"))


def counts(page: Page) -> None:
    page.goto("/counts/")
    network = page.locator(NETWORK).get_attribute("value")
    page.goto(f"/counts/?year=2566&network={network}")


def workbook(page: Page) -> None:
    """A small workbook of an invented sub-district, looked at before anything of it is saved."""
    place = {"ตำบล": "คอหงส์", "อำเภอ": "หาดใหญ่", "จังหวัด": "สงขลา"}
    keeper = {"ชื่อหน่วยงาน": "เทศบาลตำบลสมมุติ", "ประเภท": "องค์กรปกครองส่วนท้องถิ่น", **place}
    fund = {"รหัสกองทุน": "L0009", "ชื่อกองทุน": "กองทุนสุขภาพสมมุติ", "หน่วยงานเจ้าของกองทุน": "เทศบาลตำบลสมมุติ"}
    person = {"ชื่อ-สกุล": "สมมุติ ตัวอย่าง", "หน้าที่": "เจ้าหน้าที่กองทุน"}
    sheets = {
        "หน่วยงาน": [keeper, {**keeper, "ชื่อหน่วยงาน": "โรงเรียนสมมุติ", "ประเภท": "โรงเรียน", "ตำบล": "คอหงษ์"}],
        "กองทุน": [fund],
        "ผู้ร่วมงาน": [{**person, "กองทุน": "L0009"}, {**person, "กองทุน": "L0008"}],
    }
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        sheet.write_row(0, 0, list(rows[0]))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, list(row.values()))
    book.close()
    page.goto("/workbooks/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    sent = {"name": "จังหวัด.xlsx", "mimeType": kind, "buffer": out.getvalue()}
    page.set_input_files("input[name=file]", sent)
    page.locator("main form button[type=submit]").click()


# name: (who, screen, way)
PICTURES: dict[str, tuple[str, tuple[int, int], str | Callable[[Page], None]]] = {
    "sign-in": ("", PHONE, "/accounts/login/"),
    "home": ("officer", PHONE, "/"),
    "plan": ("officer", PHONE, plan),
    "plan-projects": ("officer", PHONE, plan_rows),
    "writing": ("owner", PHONE, writing),
    "proposal": ("mentor", PHONE, proposal),
    "decision": ("officer", PHONE, decision),
    "project": ("officer", DESKTOP, project),
    "report": ("officer", DESKTOP, report),
    "checking": ("mentor", PHONE, checking),
    "counts": ("central", DESKTOP, counts),
    "counts-phone": ("coordinator-province", PHONE, "/counts/"),
    "handover": ("officer", PHONE, "/handover/"),
    "workbook": ("central", DESKTOP, workbook),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"of {', '.join(PICTURES)}; none: all")
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name in options.names or PICTURES:
            who, (width, height), way = PICTURES[name]
            page = browser.new_page(
                base_url=options.base,
                viewport={"width": width, "height": height},
                device_scale_factor=2 if width < 600 else 1,
                locale="th-TH",
                timezone_id="Asia/Bangkok",
            )
            if who:
                page.goto("/accounts/login/")
                page.fill("input[name=login]", who)
                page.fill("input[name=password]", PASSWORD)
                page.press("input[name=password]", "Enter")
                page.wait_for_url(lambda address: "login" not in address)
            if isinstance(way, str):
                page.goto(way)
            else:
                way(page)
            page.wait_for_load_state("networkidle")
            save(page.screenshot(), name)
            page.close()
        browser.close()


def save(png: bytes, name: str) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    path = HERE / f"{name}.png"
    picture.save(path, optimize=True)
    sys.stdout.write(f"{path.name}  {path.stat().st_size // 1000} KB\n")


if __name__ == "__main__":
    main()
