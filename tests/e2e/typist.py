"""Somebody who works by keyboard alone."""

from playwright.sync_api import Page


class Typist:
    """Somebody who uses the keyboard alone: counts the screens seen and the fields typed into."""

    def __init__(self, page: Page) -> None:
        self.page, self.screens, self.fields = page, 0, 0
        page.on("framenavigated", self._seen)

    def _seen(self, frame) -> None:
        if frame == self.page.main_frame:
            self.screens += 1

    def _where(self) -> str:
        return self.page.evaluate(
            "() => { const e = document.activeElement; return !e.matches('a, button, input, select, textarea, summary')"
            " ? '' : [e.name, e.id, e.value ?? '', e.innerText ?? '',"
            " e.getAttribute('aria-label') ?? ''].join('|') }"
        )

    def reach(self, what: str, key: str = "Tab") -> None:
        """Tabs on until the focus is on what is named so."""
        for _press in range(150):
            self.page.keyboard.press(key)
            if what in self._where():
                return
        raise AssertionError(f"{what} cannot be reached by keyboard on {self.page.url}")

    def type(self, what: str, text: str) -> None:
        self.reach(what)
        self.page.keyboard.type(text)
        self.fields += 1

    def choose(self, what: str, presses: int) -> None:
        self.reach(what)
        for _press in range(presses):
            self.page.keyboard.press("ArrowDown")
        self.fields += 1

    def press(self, what: str) -> None:
        """Reaches a link or button that leads to another page, and presses Enter."""
        self.reach(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def add(self, what: str) -> None:
        """Presses a button that adds a line in place."""
        self.reach(f"id_add.{what}")
        with self.page.expect_response("**/save/"):  # the list of what is missing is fetched last
            self.page.keyboard.press("Enter")
