"""What the page of the columns says where words are not known or headers are missing."""

from quitus.apps.organisations.models import Role
from tests.adapters.bank.table_files import table
from tests.web.staff.bank.test_columns import RIGHT, UNKNOWN, account, look, upload  # noqa: F401
from tests.web.staff.conftest import words


def test_a_state_in_unknown_words_is_asked_about_and_blocks_no_row_unsaid(owner, firm, account):  # noqa: F811
    rows = ("05/10/2026;VIR BERTHIER;12,30;OK", "17/10/2026;Loyer;-800,00;OK")
    address = upload(owner, ("etat.csv", table("Quand;Quoi;Combien;Etat", *rows))).url
    page, sent = look(owner, address, **RIGHT)
    text = words(page)
    assert "le sens de ses mots (OK) est inconnu" in text
    assert "Loyer" in text
    blocked = words(look(owner, address, **RIGHT, **{"column-3": "state"})[0])
    assert "2 lignes restent illisibles" in blocked
    assert "Chaque question sur les colonnes a sa réponse" not in blocked
    answer = owner.post(address, sent | {"account": account, "do": "import"}, follow=True)
    assert "etat.csv : 2 nouvelles lignes" in words(answer)


def test_a_table_without_headers_is_not_said_to_be_remembered(owner, sign_in, account):  # noqa: F811
    said = {"fr": "prochains fichiers avec ces en-têtes", "en": "the next files with these headers"}
    truth = {
        "fr": "n’a pas de ligne d’en-têtes à laquelle",
        "en": "no line of headers to know the next one by",
    }
    bare = table("05/10/2026;VIR BERTHIER;12,30", "17/10/2026;Loyer;-800,00")
    without, with_headers = (
        upload(owner, (f"{name}.csv", one)).url for name, one in (("a", bare), ("b", UNKNOWN))
    )
    for language, browser in (("fr", owner), ("en", sign_in(Role.OWNER, language="en"))):
        text = words(browser.get(without))
        assert (said[language] in text, truth[language] in text) == (False, True)
        assert said[language] in words(browser.get(with_headers))
    _, sent = look(owner, without)
    owner.post(without, sent | {"account": account, "do": "import"})
    again = upload(owner, ("c.csv", bare.replace(b"/10/", b"/11/"))).url
    text = words(owner.get(again))
    assert "Vous l’avez déjà dit une fois" in text
    assert said["fr"] not in text
