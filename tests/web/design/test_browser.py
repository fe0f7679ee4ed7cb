"""The look as a browser sees it: no violation of axe, no sideways scroll, everything by the keyboard."""

import re

import pytest

from tools.look import sideways, violations

pytestmark = pytest.mark.browser

PAGES = [
    "/styleguide",
    "/account/login/",
    "/account/password/reset/",
    "/account/signup/",
    "/buttons",
    "/portal",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_for_axe_to_say(visit, address, theme):
    assert violations(visit(address, cookies={"quitus_theme": theme})) == []


@pytest.mark.parametrize("address", PAGES)
def test_nothing_for_axe_to_say_on_a_phone_in_english(visit, address):
    assert violations(visit(address, size=(390, 844), cookies={"quitus_language": "en"})) == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_no_page_scrolls_sideways(visit, address, language):
    assert sideways(visit(address, cookies={"quitus_language": language})) == []


def test_what_floats_is_fit_for_all_too(visit):
    page = visit("/styleguide")
    for opener in ("Ouvrir un dialogue", "Ouvrir un tiroir", "Studio Marelle"):
        page.get_by_role("button", name=opener).click()
        assert violations(page, "dialog[open]") == []
        page.keyboard.press("Escape")


def test_the_first_tab_offers_to_skip_the_navigation(visit):
    page = visit("/styleguide")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Aller au contenu"
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("element => element.closest('main') !== null")


def test_what_has_the_focus_is_seen(visit):
    page = visit("/styleguide")
    page.keyboard.press("Tab")
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.locator(":focus").evaluate("element => getComputedStyle(element).outlineStyle")
        assert outline == "solid"


def test_everything_that_can_be_pressed_is_large_enough(visit):
    page = visit("/styleguide", size=(390, 844))
    small = page.evaluate(
        """[...document.querySelectorAll("button, .btn, .side .link, summary, .input, .lines a")]
        .map(element => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
        .filter(([, box]) => box.width && Math.min(box.width, box.height) < 44)
        .map(([html]) => html)"""
    )
    assert small == []


def test_a_key_finds_the_search_and_rests_while_one_types(visit):
    page = visit("/styleguide")
    page.keyboard.press("/")
    assert page.locator(":focus").get_attribute("id") == "g-q"
    page.keyboard.type("1/?")
    assert page.locator("#g-q").input_value() == "1/?"
    assert page.locator("dialog[open]").count() == 0


def test_a_key_opens_a_room(visit, site):
    page = visit("/styleguide")
    page.keyboard.press("3")
    page.wait_for_url(f"{site}/room/clients/")
    assert page.locator('.side [aria-current="page"]').inner_text() == "Clients"


def test_keys_can_be_turned_off(visit, site):
    page = visit("/styleguide")
    page.keyboard.press("?")
    page.get_by_role("button", name="Couper les raccourcis").click()
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.press("3")
    assert page.locator("#g-q:focus").count() == 0
    assert page.url == f"{site}/styleguide"


def test_a_drawer_opens_and_gives_the_focus_back(visit):
    page = visit("/styleguide")
    page.locator(".who").click()
    assert page.locator("#you").evaluate("drawer => drawer.matches(':modal')")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.locator(".who:focus").count() == 1


def test_one_floating_thing_at_a_time(visit):
    page = visit("/styleguide")
    page.locator(".who").click()
    page.get_by_role("button", name="Raccourcis clavier").click()
    assert [dialog.get_attribute("id") for dialog in page.locator("dialog[open]").all()] == ["keys"]


@pytest.mark.parametrize(
    ("button", "theme"), [("Sombre", "dark"), ("Claire", "light"), ("Comme l’appareil", None)]
)
def test_a_theme_is_chosen_and_kept(visit, button, theme):
    page = visit("/styleguide")
    page.locator(".who").click()
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == theme


def test_the_other_language_is_one_press_away(visit):
    page = visit("/account/login/")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "Sign in"
    page.get_by_role("button", name="Français").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "Se connecter"


def test_a_browser_from_before_commands_opens_dialogs_too(visit):
    page = visit("/buttons")
    # Only what the page's own script does: the browser's own command is taken away.
    page.evaluate("delete HTMLButtonElement.prototype.commandForElement")
    script = page.locator('script[src*="quitus.js"]').get_attribute("src")
    page.evaluate("for (const b of document.querySelectorAll('[command]')) b.commandForElement = null")
    page.evaluate(
        """source => { for (const b of document.querySelectorAll(".who, #you [command=close]")) {
            b.setAttribute("commandfor", "you"); b.addEventListener("click", e => e.preventDefault()) } }"""
    )
    page.add_script_tag(url=script)
    page.locator(".who").click()
    assert page.locator("#you[open]").count() == 1
    page.locator("#you [command=close]").click()
    assert page.locator("#you[open]").count() == 0


def test_what_is_copied_is_what_a_bank_wants(visit, site):
    page = visit("/styleguide", permissions=["clipboard-read", "clipboard-write"])
    for name, copied in (("l’IBAN", "FR7630006000011234567890189"), ("le montant", "18642,50")):
        page.get_by_role("button", name=f"Copier {name}").click()
        page.get_by_text("Copié", exact=True).first.wait_for(state="attached")
        assert page.evaluate("navigator.clipboard.readText()") == copied


def test_a_message_is_closed(visit):
    page = visit("/styleguide")
    toasts = page.locator("main .toast")
    assert toasts.count() == 2
    toasts.first.get_by_role("button", name="Fermer").click()
    assert toasts.count() == 1


def test_choices_of_one_name_exclude_each_other(visit):
    page = visit("/styleguide")
    page.get_by_text("Je ne suis pas d’accord").click()
    assert [fold.get_attribute("open") is not None for fold in page.locator(".fold").all()] == [False, True]


def test_htmx_carries_the_token_and_swaps_the_answer(visit):
    page = visit("/buttons")
    page.get_by_role("button", name="Répondre").click()
    page.get_by_text("Après, POST").wait_for()


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ("Refuser", "On ne peut pas additionner EUR et USD. Traitez chaque devise à part."),
        ("Interdire", "Votre rôle ne le permet pas."),
    ],
)
def test_a_refusal_to_htmx_appears_in_the_corner_and_leaves_the_page_as_it_was(visit, button, words):
    page = visit("/buttons")
    page.get_by_role("button", name=button).click()
    toast = page.locator("#toasts .toast")
    toast.wait_for()
    assert toast.inner_text().strip() == words
    assert page.locator("#place").inner_text() == "Avant"
    box = toast.bounding_box()
    assert box["y"] + box["height"] <= 900
    assert box["x"] + box["width"] <= 1280
    visit.said[:] = [line for line in visit.said if not re.search(r"status of 4(03|22)", line)]


def test_a_page_is_complete_without_script(visit):
    page = visit("/styleguide", java_script_enabled=False)
    assert page.locator(".scripted:visible").count() == 0
    assert page.locator("main h2:visible").count() == 10
    page.get_by_text("Je ne suis pas d’accord").click()
    assert page.locator(".fold[open]").count() == 1


def test_who_asks_for_stillness_gets_it(visit):
    page = visit("/styleguide")
    page.get_by_role("button", name="Ouvrir un dialogue").click()
    duration = page.locator("#g-dialog").evaluate("dialog => getComputedStyle(dialog).animationDuration")
    assert duration == "0s"
