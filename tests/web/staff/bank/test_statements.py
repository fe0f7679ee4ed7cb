"""Statements on screen: what adds up, what is missing between two, what was announced, and an import taken back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from quitus.apps.banking.models import BankLine, Statement
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence
from tests.camt_files import camt052, camt053, credit
from tests.firm import TODAY, make_client, make_instalment
from tests.web.staff.conftest import words


def bring(firm, content: bytes, name: str = "releve.xml"):
    with tenant(firm.id):
        import_bank_file(content, name, on=TODAY, actor="test")
        return Statement.objects.order_by("-id").values_list("id", flat=True)[0]


def day(number: int, opening: str, amount: str = "20.00") -> bytes:
    on = f"2026-11-{number:02d}"
    return camt053([credit(amount, f"VIR {on}", day=on)], opening=opening, until=on)


def test_opening_and_lines_and_closing(owner, firm):
    bring(firm, camt053([credit("10.00", "A"), credit("-4.00", "B")]))
    text = words(owner.get("/bank/statements"))
    assert "1 000,00 € + 2 lignes (6,00 €) = 1 006,00 €" in text
    assert "camt.053" in text


def test_days_between_two_statements_are_shown_with_what_to_do(owner, firm):
    for number, opening in ((9, "0.00"), (12, "50.00"), (13, "70.00")):
        bring(firm, day(number, opening), f"{number}.xml")
    text = words(owner.get("/bank/statements"))
    assert text.count("aucun relevé ne donne ces jours, et le solde est passé de 20,00 € à 50,00 €") == 1
    assert "Du mardi 10 novembre au mercredi 11 novembre : aucun relevé" in text
    assert "Téléchargez leur relevé et ajoutez-le ici." in text


def test_two_files_of_one_day_that_tell_other_movements_are_no_agreement(owner, firm):
    bring(firm, day(9, "0.00"), "banque.xml")
    page = words(owner.get("/bank/"))
    assert "d’accord avec la banque" in page
    bring(firm, day(9, "0.00", "33.00"), "autre.xml")
    text = words(owner.get("/bank/statements"))
    assert "banque.xml en parle aussi, mais 2 mouvements ne sont que dans l’un des deux" in text
    page = words(owner.get("/bank/"))
    assert "d’accord avec la banque" not in page
    assert "un mouvement de ces jours n’y est pas" in page


def test_two_statements_of_one_day_in_turn_agree(owner, firm):
    bring(firm, day(9, "0.00"), "matin.xml")
    bring(firm, day(9, "20.00", "33.00"), "soir.xml")
    assert "d’accord avec la banque" in words(owner.get("/bank/"))
    assert "en parle aussi" not in words(owner.get("/bank/statements"))


def test_the_same_again_in_another_file_is_an_agreement(owner, firm):
    bring(firm, day(9, "0.00"), "banque.xml")
    again = day(9, "0.00").replace(b"<MsgId>", b"<MsgId>B")
    bring(firm, again, "encore.xml")
    assert "il n’y a rien à faire" in words(owner.get("/bank/statements"))
    assert "d’accord avec la banque" in words(owner.get("/bank/"))


def test_balances_that_do_not_go_on_and_days_told_twice(owner, firm):
    bring(firm, day(9, "0.00"), "lundi.xml")
    bring(firm, day(10, "25.00"), "mardi.xml")
    bring(
        firm,
        camt053([credit("20.00", "VIR 2026-11-09", day="2026-11-09")], opening="0.00", until="2026-11-09"),
        "b.xml",
    )
    text = words(owner.get("/bank/statements"))
    assert "se termine à 20,00 € et celui-ci commence à 25,00 €" in text


def test_a_report_announces_and_what_no_statement_confirms_is_shown(owner, firm):
    bring(
        firm,
        camt052([credit("30.00", "VIR DUPONT", day="2026-11-23"), credit("7.00", "VIR X", day="2026-11-23")]),
    )
    text = words(owner.get("/bank/statements"))
    assert "annonce" in text
    assert "2 mouvements (37,00 €) ont été annoncés" in text
    whole = camt053([credit("30.00", "VIR DUPONT", day="2026-11-23")], opening="0.00", until="2026-11-23")
    bring(firm, whole, "statement.xml")
    text = words(owner.get("/bank/statements"))
    assert "Un mouvement a été annoncé, et le relevé de son jour ne le donne pas." in text
    assert "VIR X" in text
    assert "VIR X" not in words(owner.get("/bank/?only=all"))


def test_first_what_will_happen_then_the_click(owner, firm):
    statement = bring(firm, camt053([credit("30.00", "VIR DUPONT"), credit("-7.00", "FRAIS")]))
    page = owner.get(f"/bank/statements/{statement}/undo")
    text = words(page)
    assert "2 lignes quittent le compte : 30,00 € reçus, 7,00 € payés." in text.replace("−", "-")
    with tenant(firm.id):
        assert BankLine.objects.count() == 2
    text = words(owner.post(f"/bank/statements/{statement}/undo", follow=True))
    assert "Annulé. Les lignes, les comptes et les relances" in text
    assert "Aucun relevé" in text
    assert "Cet import était déjà annulé." in words(
        owner.post(f"/bank/statements/{statement}/undo", follow=True)
    )
    assert owner.get(f"/bank/statements/{statement}/undo").status_code == 404


def test_what_is_matched_is_listed_with_its_way_out(owner, firm):
    with tenant(firm.id):
        make_instalment(make_client(), "FA-2026-0118", "1240.00")
    statement = bring(firm, camt053([credit("1240.00", "FA-2026-0118")]))
    with tenant(firm.id):
        line = BankLine.objects.get().id
    answer = owner.post(f"/bank/statements/{statement}/undo")
    assert answer.status_code == 422
    assert f"/bank/lines/{line}" in answer.content.decode()
    assert "Pas encore : une de ses lignes est rapprochée" in words(answer)
    assert "Annulez d’abord ces rapprochements." in words(answer)
    assert 'class="btn danger"' not in answer.content.decode()


@pytest.mark.parametrize("role", [Role.READER, Role.COLLECTOR])
def test_who_may_not_match_may_not_undo(sign_in, firm, role):
    statement = bring(firm, camt053([credit("30.00", "VIR DUPONT")]))
    browser = sign_in(role)
    assert browser.post(f"/bank/statements/{statement}/undo").status_code == 403
    assert f"/bank/statements/{statement}/undo" not in browser.get("/bank/statements").content.decode()
    with tenant(firm.id):
        assert BankLine.objects.count() == 1


def test_an_import_of_another_firm_does_not_exist(sign_in, firm):
    statement = bring(firm, camt053([credit("30.00", "VIR DUPONT")]))
    browser = sign_in(
        Role.OWNER, organisation=Organisation.objects.create(name="Atelier Voisin"), language="en"
    )
    assert browser.get(f"/bank/statements/{statement}/undo").status_code == 404
    assert browser.post(f"/bank/statements/{statement}/undo").status_code == 404
    with tenant(firm.id):
        assert BankLine.objects.count() == 1


def test_older_ones_are_a_page_away_and_the_queries_do_not_grow(owner, firm):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert owner.get("/bank/statements").status_code == 200
        return len(queries)

    for number in range(1, 3):
        bring(firm, day(number, f"{20 * (number - 1)}.00"), f"{number}.xml")
    asked()  # what is read once for a session
    few = asked()
    for number in range(60):
        other = camt053(
            [credit("5.00", f"VIR {number}", day="2026-11-10")],
            opening=f"{1000 + number}.00",
            until="2026-11-10",
        )
        bring(firm, other, f"other-{number}.xml")
    assert asked() == few
    page = owner.get("/bank/statements").content.decode()
    older = re.search(r'href="(/bank/statements\?before=\d+)', page)
    assert older
    assert "1.xml" not in re.findall(r"<b>([^<]+)</b>", page)
    assert "1.xml" in re.findall(r"<b>([^<]+)</b>", owner.get(older.group(1)).content.decode())


def test_the_balance_shown_is_the_furthest_and_bears_its_year_when_another(owner, firm):
    bring(
        firm, camt053([credit("5.00", "VIR", day="2025-05-02")], opening="1.00", until="2025-05-02"), "a.xml"
    )
    assert "Solde au 2 mai 2025" in words(owner.get("/bank/"))
    bring(firm, day(20, "0.00"), "b.xml")
    bring(
        firm, camt053([credit("7.00", "VIR", day="2025-05-09")], opening="6.00", until="2025-05-09"), "c.xml"
    )
    assert "Solde au 20 novembre 20,00 €" in words(owner.get("/bank/"))


def test_an_empty_file_is_named_and_holds_no_other_back(owner, firm):
    files = [SimpleUploadedFile("vide.qif", b""), SimpleUploadedFile("bon.xml", day(20, "0.00"))]
    text = words(owner.post("/bank/statements/import", {"statements": files}, follow=True))
    assert "vide.qif : Le fichier est vide." in text
    assert "bon.xml : 1 nouvelle ligne" in text


def test_a_debit_that_may_take_a_payment_back_waits_for_a_word(owner, firm):
    with tenant(firm.id):
        make_instalment(make_client("Brasserie du Canal"), "FA-2026-0118", "300.00")
    told = [
        credit("300.00", "VIR FA-2026-0118", payer="Brasserie du Canal", day="2026-11-19", bank_id="1"),
        credit("-300.00", "REJET VIR", day="2026-11-20", bank_id="2"),
    ]
    bring(firm, camt053(told))
    text = words(owner.get("/bank/"))
    assert "Une ligne à confirmer" in text
    assert "REJET VIR à confirmer" in text
    assert "aucun à confirmer" in text  # of the credits


def test_a_sentence_keeps_its_marks_on_the_line_of_their_word():
    refusal = Refused("period_unknown", period="x")
    with translation.override("fr"):
        assert refusal_sentence(refusal).startswith(
            "«\N{NO-BREAK SPACE}x\N{NO-BREAK SPACE}» n’est pas une période."
        )
    with translation.override("en"):
        assert "\N{NO-BREAK SPACE}" not in refusal_sentence(refusal)
