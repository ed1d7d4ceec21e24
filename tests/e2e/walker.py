"""Somebody who knows only what the manual says: presses what is called so, fills in what is asked, on one screen."""

import re

from playwright.sync_api import Locator, Page, expect

PASSWORD = "ยาวพอ-และ-เดายาก-12"
SETTLED = (
    "() => { window.settled = new Promise(done => addEventListener('htmx:afterSettle', done, {once: true})) }"
)


class Walker:
    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def called(self, name: str, within: str = "main") -> Locator:
        """Links and buttons by the words that the manual prints in bold; what is read aloud may say more behind."""
        begins = re.compile(rf"^\s*{re.escape(name)}(\s|:|$)")
        place = self.page.locator(within)
        return place.get_by_role("link", name=begins).or_(place.get_by_role("button", name=begins)).first

    def press(self, *names: str, within: str = "main") -> None:
        """Presses one after the other; each leads to a page, on which nothing hangs over the edge of the screen."""
        for name in names:
            with self.page.expect_navigation():
                self.called(name, within).click()
            wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{self.page.url} is {wide} wider than the screen"

    def menu(self, name: str) -> None:
        """By the menu: on a phone it is behind "more"."""
        if self.page.viewport_size["width"] < 1000:
            self.page.goto("/more/")
            self.press(name)
        else:
            self.press(name, within="nav")

    def press_here(self, name: str, part: str) -> None:
        """Presses what answers within its part of the page."""
        self.page.evaluate(SETTLED)
        self.called(name, f"#part-{part}").click()
        self.page.evaluate("() => window.settled")

    def fill(self, **values: str) -> None:
        """By a field's name, `__` for a dot; of the rows of a document by its last part, and of them the last.

        A choice is given by its words."""
        for name, text in values.items():
            name, how = name.replace("__", "."), "$=" if name.startswith("__") else "="
            field = self.page.locator(f"main [name{how}'{name}']").last
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=text)
            else:
                field.fill(text)

    def add(self, kind: str) -> None:
        """A further line of a document that saves itself."""
        rows = self.page.locator(f"main [name^='{kind}.']")
        before = rows.count()
        with self.page.expect_response("**/save/"):  # the list of what is missing is fetched last
            self.page.locator(f"[id='add.{kind}'], [id^='id_add.{kind}']").last.click()
        expect(rows.nth(before)).to_be_attached()

    def join(self, link: str, username: str, name: str = "") -> None:
        """An account by an invitation's link."""
        self.page.goto(link)
        self.fill(username=username, password=PASSWORD, password_again=PASSWORD)
        if name:
            self.fill(name=name)
        self.press("ตอบรับและเริ่มใช้งาน")
