"""Photograph pages of a running site: desktop and phone, light and dark, French and English.

    python -m tools.look http://localhost:8000 FOLDER /styleguide /clients/3
        [--login camille@studio-marelle.example --password …] [--languages fr] [--themes light] [--sizes phone]
        [--axe]

Writes FOLDER/<page>-<size>-<theme>-<language>.png of the whole page, and says on standard output what a
person should look at: sideways scroll from 320 to 1440 px, errors of the console, with --axe its violations.
Ends with 1 when there was any.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
THEMES = ("light", "dark")
LANGUAGES = ("fr", "en")
WIDTHS = (320, 360, 390, 600, 768, 896, 1024, 1280, 1440)
# What axe checks: WCAG 2.2 at levels A and AA, and its own good practice.
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NO_BROWSER = "Install Debian's package chromium (apt-get install chromium), then try again."


def main(arguments: list[str]) -> int:
    """0 when every page fits and says nothing wrong; 1 otherwise, with a line for each."""
    options = _options(arguments)
    chromium = shutil.which("chromium")
    if not chromium:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for size, theme, language in product(options.sizes, options.themes, options.languages):
            context = _context(browser, options, size, theme, language)
            for address in options.pages:
                name = f"{_name(address)}-{size}-{theme}-{language}"
                faults += [f"{name}: {fault}" for fault in _look(context, options, address, name, size)]
            context.close()
        browser.close()
    print("\n".join(faults) or "Nothing wrong that a program can see. Now look.")
    return 1 if faults else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.look", description=__doc__)
    parser.add_argument("site")
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--login")
    parser.add_argument("--password")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=list(THEMES))
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--axe", action="store_true")
    return parser.parse_args(arguments)


def _context(
    browser: Browser, options: argparse.Namespace, size: str, theme: str, language: str
) -> BrowserContext:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=language,
        has_touch=size == "phone",
        reduced_motion="reduce",
    )
    cookies = {"quitus_theme": theme, "quitus_language": language}
    context.add_cookies(
        [{"name": name, "value": value, "url": options.site} for name, value in cookies.items()]
    )
    if options.login:
        page = context.new_page()
        page.goto(f"{options.site}/account/login/")
        page.fill("input[name=login]", options.login)
        page.fill("input[name=password]", options.password)
        page.locator("main button[type=submit]").click()
        page.wait_for_load_state()
        page.close()
    return context


def _look(
    context: BrowserContext, options: argparse.Namespace, address: str, name: str, size: str
) -> Iterator[str]:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        response = page.goto(f"{options.site}{address}")
    except Error as trouble:
        yield trouble.message.splitlines()[0]
        return
    page.evaluate("document.fonts.ready")
    _photograph(page, options.folder / f"{name}.png", size)
    if response and response.status >= 400:
        yield f"status {response.status}"
    if options.axe:
        yield from violations(page)
    yield from sideways(page)
    yield from said
    page.close()


def _photograph(page: Page, file: Path, size: str) -> None:
    """The whole page at once, as if the screen were that tall: what sticks to its foot is at the foot."""
    width, height = SIZES[size]
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(tall, height)})
    page.screenshot(path=file)
    page.set_viewport_size({"width": width, "height": height})


def violations(page: Page, within: str = "html") -> list[str]:
    """What axe finds on the page, or in a part of it: the rule and the elements that break it."""
    results: Any = Axe().run(page, context=within, options=AXE_RULES)
    return [
        f"axe {found['id']}: {node['html'][:160]}"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """The widths, from a small phone to a wide desktop, at which the page must be scrolled sideways."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} px of content at {width} px")
    return found


def _name(address: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-") or "start"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
