"""A hundred lines in minutes: decided from the keyboard, in Chromium, without a page being loaded anew."""

import pytest

from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.insight.waiting import waiting_counts
from quitus.apps.organisations.tenancy import tenant
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment

LINES = 6


@pytest.fixture
def waiting(studio):
    """Six lines, each with two equally good choices; what the newest of them may pay."""
    with tenant(studio.id):
        for place in range(LINES):
            for name in ("Brasserie du Canal", "Hôtel des Voyageurs"):
                client = make_client(f"{name} {place}", email=f"{place}{len(name)}@client.example")
                make_instalment(client, f"FA-2026-0{place}{len(name)}", f"{300 + place}.00")
        lines = [
            credit(f"{300 + place}.00", f"VIREMENT {place}", bank_id=str(place)) for place in range(LINES)
        ]
        import_bank_file(camt053(lines), "releve.xml", on=TODAY, actor="test")
        assert Match.objects.filter(state=MatchState.SUGGESTED).count() == LINES
    return studio


def outcome(studio, place):
    """What became of a line."""
    with tenant(studio.id):
        match = Match.objects.filter(line__label=f"VIREMENT {place}").exclude(state="dismissed").latest("id")
        part = match.parts.filter(rank=0).select_related("instalment__client").first()
        return match.state, part.instalment.client.name if part else ""


def pressed(page, key, seen):
    """A key, after which this line is there and has the focus."""
    from playwright.sync_api import expect

    page.keyboard.press(key)
    page.locator("#line .raw", has_text=seen).wait_for()
    expect(page.locator("#evidence")).to_be_focused()


def test_lines_are_confirmed_and_taken_back_from_the_keyboard_alone(visit, waiting, session):
    page = visit("/bank/", cookies=session)
    page.evaluate("window.stays = true")
    pressed(page, "j", "VIREMENT 4")
    pressed(page, "k", "VIREMENT 5")
    first = page.locator("#evidence").inner_text().removeprefix("Peut-être ").split(" ou ")[0]
    pressed(page, "Enter", "VIREMENT 4")  # accepted; the next one is there, and has the focus
    assert outcome(waiting, 5) == ("accepted", first)
    assert page.locator("#done").inner_text().startswith("VIREMENT 5")
    assert page.locator("#said").inner_text().startswith("C’est rapproché")
    assert "Cinq lignes" in page.locator("h1").inner_text()
    with tenant(waiting.id):
        assert page.locator("#count-bank").inner_text() == str(waiting_counts()["bank"])
    pressed(page, "2", "VIREMENT 3")  # the second choice of line 4
    assert outcome(waiting, 4)[0] == "accepted"
    pressed(page, "u", "VIREMENT 4")  # taken back: it is there again
    assert outcome(waiting, 4)[0] == "suggested"
    page.keyboard.press("?")
    assert page.locator("#keys").inner_text().count("Prendre le second") == 1
    page.keyboard.press("Escape")
    assert page.evaluate("window.stays") is True
    assert "only=suggested" in page.url


def test_lines_are_changed_divided_and_put_aside_from_the_keyboard(visit, waiting, session):
    from playwright.sync_api import expect

    page = visit("/bank/", cookies=session)
    page.evaluate("window.stays = true")
    page.keyboard.press("c")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("voyageurs 5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="C’est celle-ci").first).to_be_focused()
    pressed(page, "Enter", "VIREMENT 4")
    assert outcome(waiting, 5) == ("accepted", "Hôtel des Voyageurs 5")

    page.keyboard.press("s")
    page.locator("#rest").wait_for()
    page.locator("input[name^=amount-]").first.fill("100")
    page.locator("#rest", has_text="204,00").wait_for()  # counted while one types
    page.locator("#rest input[value=apart]").check()
    page.get_by_role("button", name="Rapprocher").click()
    page.locator("#line .raw", has_text="VIREMENT 3").wait_for()
    with tenant(waiting.id):
        assert BankLine.objects.get(label="VIREMENT 4").decided_minor == 10_000

    page.keyboard.press("i")
    expect(page.locator("input[name=what]").first).to_be_focused()
    page.keyboard.press("Space")
    pressed(page, "Enter", "VIREMENT 2")
    assert outcome(waiting, 3)[0] == "ignored"
    assert page.evaluate("window.stays") is True


def test_on_a_phone_the_reasons_come_before_the_other_lines(visit, waiting, session):
    page = visit("/bank/", cookies=session, size=(390, 844))
    reasons, others = page.locator("#evidence").bounding_box(), page.locator("#h-lines").bounding_box()
    assert reasons["y"] < others["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_scripts_the_same_forms_decide(browser, site, waiting, session):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in session.items()])
    page = context.new_page()
    page.goto(f"{site}/bank/")
    page.get_by_role("button", name="C’est bien ça").click()
    assert "VIREMENT 4" in page.locator("#line .raw").inner_text()
    page.locator("#line").get_by_role("link", name="Une autre facture").click()
    page.locator("#find").fill("voyageurs 4")
    page.locator("#find").press("Enter")
    page.get_by_role("button", name="C’est celle-ci").first.click()
    assert "VIREMENT 3" in page.locator("#line .raw").inner_text()
    context.close()
    assert outcome(waiting, 4) == ("accepted", "Hôtel des Voyageurs 4")
