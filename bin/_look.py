"""Saves pictures of pages: every width, language and theme asked for. A tool for people who build pages.

bin/look /funds/ --user officer --password … --out /tmp/look --widths 360,1280 --lang th,en --theme light,dark
"""

import argparse
import itertools
import re
import sys
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.browser import FLAGS, chromium


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Save pictures of pages of a running Ruamsuk")
    parser.add_argument("url", nargs="+", help="addresses, or paths below --base")
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--user", help="sign in first")
    parser.add_argument("--password", default="")
    parser.add_argument("--out", type=Path, default=Path("/tmp/look"))
    parser.add_argument("--widths", default="360,1280")
    parser.add_argument("--lang", default="th")
    parser.add_argument("--theme", default="light")
    return parser.parse_args()


def sign_in(page: Page, base: str, user: str, password: str) -> None:
    page.goto(urljoin(base, "/accounts/login/"))
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/accounts/login" not in address, timeout=10_000)


def main() -> int:
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    trouble = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for lang, theme, width in itertools.product(
            options.lang.split(","), options.theme.split(","), map(int, options.widths.split(","))
        ):
            context = browser.new_context(
                viewport={"width": width, "height": 740 if width < 600 else 800},
                color_scheme=theme,
                locale="th-TH" if lang == "th" else "en-GB",
                timezone_id="Asia/Bangkok",
            )
            context.add_cookies([{"name": "language", "value": lang, "url": options.base}])
            page = context.new_page()
            page.on("console", lambda message: message.type == "error" and print("  console:", message.text))
            page.on("pageerror", lambda error: print("  script error:", error))
            if options.user:
                sign_in(page, options.base, options.user, options.password)
            for url in options.url:
                answer = page.goto(urljoin(options.base, url), wait_until="networkidle")
                status = answer.status if answer else 0
                trouble += status >= 400
                wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
                name = re.sub(r"\W+", "-", url.split("://")[-1]).strip("-") or "home"
                picture = options.out / f"{name}-{width}-{lang}-{theme}.png"
                page.screenshot(path=picture, full_page=True)
                print(status, picture, "(wider than the screen)" if wide else "")
            context.close()
        browser.close()
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
