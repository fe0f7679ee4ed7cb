"""Make the pictures of the user guide anew, from a running demonstration and, for the first one, an empty site.

    quitus demo
    QUITUS_HOME=/var/lib/quitus-empty quitus serve --port 8001      # prints the address of the first visit
    python -m tools.guide_pictures http://localhost:8000 --first-visit "http://localhost:8001/welcome?key=…"

Writes docs/guide/images/<language>-<name>.webp, 1280 px wide and no taller than a screen or so, light, in French
and in English. Changes nothing in the demonstration but the language of its user, which ends French again, and a
file that was only looked at before importing it.
"""

import argparse
import shutil
import sys
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tools.look import NO_BROWSER

IMAGES = Path(__file__).parents[1] / "docs/guide/images"
EMAIL, PASSWORD = "camille@studio-marelle.example", "demonstration"
LANGUAGES = ("en", "fr")  # French last: the language in which the demonstration is found
WIDTH, TALLEST = 1280, 1000
INVOICES = """Client;E-mail;N° facture;Date;Échéance;Montant TTC;Réglé
Ferronnerie du Doubs;compta@ferronnerie-doubs.example;FA-2026-0901;12/10/2026;11/11/2026;1 840,00;
Ferronnerie du Doubs;compta@ferronnerie-doubs.example;FA-2026-0914;02/11/2026;02/12/2026;620,00;
Gîte des Sources;bonjour@gite-sources.example;FA-2026-0907;19/10/2026;18/11/2026;1 200,00;400,00
"""


def main(arguments: list[str]) -> int:
    """0 when every picture was made."""
    parser = argparse.ArgumentParser(prog="python -m tools.guide_pictures", description=__doc__)
    parser.add_argument("site")
    parser.add_argument("--first-visit", help="address that `quitus serve` prints on an empty folder")
    options = parser.parse_args(arguments)
    chromium = shutil.which("chromium")
    if not chromium:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        for language in LANGUAGES:
            browser = _browser(playwright, chromium, language)
            _staff_pictures(_context(browser, options.site, language), options.site, language)
            _open_pictures(_context(browser, options.site, language), options.site, language)
            if options.first_visit:
                page = _context(browser, options.first_visit, language).new_page()
                page.goto(options.first_visit)
                _photograph(page, f"{language}-first-run")
            browser.close()
    return 0


def _browser(playwright: Playwright, chromium: str, language: str) -> Browser:
    """Dates and file buttons are drawn by the browser: it speaks the language too."""
    locale = {"fr": "fr_FR", "en": "en_GB"}[language]
    return playwright.chromium.launch(
        executable_path=chromium,
        args=["--no-sandbox", f"--lang={locale.replace('_', '-')}"],
        env={"LANGUAGE": locale, "LANG": f"{locale}.UTF-8"},
    )


def _context(browser: Browser, site: str, language: str) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 900}, locale=language, reduced_motion="reduce"
    )
    cookies = {"quitus_theme": "light", "quitus_language": language}
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
    return context


def _staff_pictures(context: BrowserContext, site: str, language: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/account/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/settings/")
    page.select_option("#language", language)
    page.locator("form[action$='/language'] button").click()
    page.wait_for_load_state()
    for name, go in WAYS.items():
        go(page, site)
        _photograph(page, f"{language}-{name}")


def _open_pictures(context: BrowserContext, site: str, language: str) -> None:
    """What anyone sees, without sign-in."""
    page = context.new_page()
    for name, path in OPEN.items():
        page.goto(f"{site}{path}")
        _photograph(page, f"{language}-{name}")


def _address(path: str) -> Callable[[Page, str], None]:
    def go(page: Page, site: str) -> None:
        page.goto(f"{site}{path}")

    return go


def _message(page: Page, site: str) -> None:
    """The first message that waits for an approval."""
    page.goto(f"{site}/reminders/")
    page.locator("main form .item a").first.click()
    page.wait_for_url("**/reminders/message/*")


def _client(page: Page, site: str) -> None:
    """The client of that message: owes something, and has a history."""
    _message(page, site)
    page.locator("main a[href^='/clients/']").last.click()
    page.wait_for_url("**/clients/*")


def _client_page(page: Page, site: str) -> None:
    _client(page, site)
    page.goto(page.locator("main a[href*='/p/']").get_attribute("href") or "")


def _import(page: Page, site: str) -> None:
    """An export looked at before it is imported; it stops there."""
    page.goto(f"{site}/invoices/import")
    page.set_input_files(
        "input[name=file]",
        {"name": "factures-ouvertes.csv", "mimeType": "text/csv", "buffer": INVOICES.encode()},
    )
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/invoices/import/*")


def _mail(page: Page, site: str) -> None:
    page.goto(f"{site}/mailbox/")
    page.locator("main .lines a").first.click()
    page.wait_for_url("**/mailbox/*")


WAYS: dict[str, Callable[[Page, str], None]] = {
    "today": _address("/"),
    "import": _import,
    "bank": _address("/bank/"),
    "history": _address("/history/"),
    "reminders": _address("/reminders/"),
    "message": _message,
    "why": _address("/reminders/why"),
    "policy": _address("/settings/policies/1"),
    "client": _client,
    "client-page": _client_page,
    "mail": _mail,
    "aged": _address("/aged/"),
    "settings": _address("/settings/"),
}


OPEN = {
    "calculator": "/calculators/late?principal=1200&due=2025-03-31&until=2025-08-15"
    "&day=2025-06-10&amount=700&kind=payment",
    "rates": "/calculators/rates?country=FR&on=2026-11-24",
}


def _photograph(page: Page, name: str) -> None:
    """The page from its top, cut where a reader has seen enough."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": WIDTH, "height": max(tall, 600)})
    # WebP, which Playwright cannot write itself: half the size of PNG, as sharp.
    shot = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": 85}
    )
    (IMAGES / f"{name}.webp").write_bytes(b64decode(shot["data"]))
    page.set_viewport_size({"width": WIDTH, "height": 900})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
