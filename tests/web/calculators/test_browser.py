"""The calculators as a browser sees them: typed by hand, read on a phone, nothing for axe to say."""

import re

import pytest

from tools.look import sideways, violations

pytestmark = pytest.mark.browser

PAGES = [
    "/calculators",
    "/calculators/late",
    "/calculators/late?principal=999999999999.99&due=2015-12-31&until=2026-08-15&country=DE&rate=",
    "/calculators/late?principal=1200&due=2025-03-31&until=2025-08-15&day=2025-06-10&amount=700&kind=payment",
    "/calculators/due?issued=2026-10-22&terms=90+jours",
    "/calculators/limitation?due=2020-01-15&day=2021-03-04&kind=mediation&until=2021-09-30",
    "/calculators/deadlines?event=order_served&on=2026-10-01",
    "/calculators/rates",
]
WRONG = "/calculators/late?principal=abc&due=&until=2025-08-15&day=2025-06-10&amount=&kind=payment&notice=x"


def forget_422(visit):
    """The browser itself reports the status of a page that says what is wrong."""
    visit.said[:] = [line for line in visit.said if not re.search("status of 422", line)]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_for_axe_to_say(visit, address):
    for theme, language, size in (("light", "fr", (1280, 900)), ("dark", "en", (390, 844))):
        page = visit(address, size=size, cookies={"quitus_theme": theme, "quitus_language": language})
        assert violations(page) == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_no_page_scrolls_sideways(visit, address, language):
    assert sideways(visit(address, cookies={"quitus_language": language})) == []


def test_what_is_wrong_is_fit_for_all_too(visit):
    page = visit(WRONG, size=(390, 844))
    assert violations(page) == []
    assert page.locator(":focus").get_attribute("name") == "principal"
    assert sideways(page) == []
    forget_422(visit)


def test_typed_by_hand_it_answers_and_shows_the_answer(visit, site):
    page = visit("/calculators/late", size=(390, 844))
    page.get_by_label("Dû à l’échéance").fill("1 200,00")
    page.get_by_label("Échéance", exact=True).fill("2025-03-31")
    page.get_by_label("Calculer jusqu’au").fill("2025-08-15")
    page.get_by_role("button", name="Calculer").click()
    page.wait_for_url(f"{site}/calculators/late?**#result")
    assert page.locator("#result .amount").inner_text().replace("\xa0", " ") == "97,72 €"
    assert page.locator("#result").evaluate("part => Math.abs(part.getBoundingClientRect().top) < 100")
    assert page.context.cookies() == []
    # The address alone asks the same.
    again = visit(page.url.removeprefix(site))
    assert again.locator("#result .amount").inner_text().replace("\xa0", " ") == "97,72 €"


def test_lines_are_added_and_kept_without_script(visit):
    page = visit("/calculators/late", java_script_enabled=False)
    page.get_by_label("Jour").first.fill("2025-06-10")
    page.get_by_label("Montant").first.fill("700")
    page.get_by_role("button", name="Plus de lignes").click()
    page.wait_for_url("**#lines")
    assert page.get_by_label("Jour").count() == 6
    assert page.get_by_label("Montant").first.input_value() == "700"
    assert page.locator(".error:visible").count() == 0
    assert page.locator(".scripted:visible").count() == 0


def test_the_answer_is_copied_as_text(visit):
    page = visit(PAGES[3], permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier en texte").click()
    page.get_by_text("Copié", exact=True).wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"Reste dû\s: 582,65\s€", copied)


def test_paper_has_the_answer_and_not_the_question(visit):
    page = visit(PAGES[3])
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="Imprimer").click()
    assert page.title() == "printed"
    page.emulate_media(media="print")
    assert page.locator("form:visible").count() == 0
    assert page.locator("#result .amount").is_visible()
    assert page.locator("table:visible").count() == 2


def test_the_other_language_keeps_the_question(visit):
    page = visit(PAGES[3])
    page.get_by_role("link", name="English").click()
    page.wait_for_load_state()
    assert page.locator("#result .amount").inner_text() == "€82.65"
    page.get_by_role("link", name="Rates").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "Which rate holds?"


def test_a_document_comes_down_with_a_safe_name(visit):
    page = visit(PAGES[3])
    with page.expect_download() as coming:
        page.get_by_role("link", name="PDF").click()
    assert coming.value.suggested_filename == "interets-de-retard-2025-03-31.pdf"
