"""The books on screen: who may see and close them, what the pages say, and the files to take away."""

import csv
import io
from datetime import date

import pytest
from django.test import Client as Browser

from quitus.apps.books.actions import Booking, post
from quitus.apps.books.closing import close_books
from quitus.apps.books.head import closed_until
from quitus.apps.books.models import Closing, Journal
from quitus.apps.invoicing.models import Invoice
from quitus.apps.invoicing.vat import VatLine, record_vat
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import reverse
from quitus.domain.books.entries import unidentified_receipt
from quitus.domain.books.fec.check import check_fec
from tests.apps.books.business import a_quarter, bank_line, invoice, payment
from tests.record import CAMILLE, a_client, euros
from tests.web.staff.conftest import words

PAGES = [
    *("/books/", "/books/checks", "/books/journals/AN", "/books/ledger/411000", "/books/balance"),
    *("/books/clients/", "/books/vat", "/books/accounts/"),
]
FILES = [
    *("/books/journals/BQ/export.csv", "/books/ledger/512000/export.csv", "/books/balance/export.csv"),
    *("/books/clients/export.csv", "/books/vat/export.csv"),
]
YEAR = "2026-01-01_2026-12-31"


@pytest.fixture
def quarter(firm):
    """The studio with a quarter of business."""
    with tenant(firm.id):
        return a_quarter()


@pytest.fixture
def closed(firm, quarter):
    """January is closed."""
    with tenant(firm.id):
        close_books(date(2026, 1, 31), on=date(2026, 11, 24), actor=CAMILLE)
    return quarter


def rows(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def plain(text):
    return text.replace("\u202f", " ").replace("\xa0", " ")


# --- who may


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_the_firm_reads(sign_in, quarter, role):
    browser = sign_in(role)
    for path in [*PAGES, *FILES, f"/books/clients/{quarter.first}", "/books/fec?provisional"]:
        assert browser.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OWNER, 200), (Role.ACCOUNTANT, 200), (Role.COLLECTOR, 403), (Role.READER, 403)]
)
def test_owners_and_accountants_keep_the_books(sign_in, firm, quarter, role, status):
    browser = sign_in(role)
    assert browser.get("/books/close").status_code == status
    assert browser.get("/books/accounts/clients").status_code == status
    assert ("/books/close" in browser.get("/books/").content.decode()) is (status == 200)
    sent = {"until": "2026-01-31", "entries": "6"}
    done = browser.post("/books/close/now", sent)
    assert done.status_code == (302 if status == 200 else 403)
    named = browser.post("/books/years", {"first": "2026-01-01", "last": "2026-06-30"})
    assert named.status_code == (302 if status == 200 else 403)
    with tenant(firm.id):
        assert (closed_until() is not None) is (status == 200)


def test_strangers_do_not(quarter):
    for path in [*PAGES, *FILES, "/books/close", "/books/fec"]:
        assert Browser().get(path).headers["Location"].startswith("/account/login/")


def test_another_firm_s_client_is_not_there(owner, quarter):
    other = Organisation.objects.create(name="Autre")
    with tenant(other.id):
        theirs = a_client("Client d’un autre")
        invoice(theirs, "FX-1", "100.00", date(2026, 1, 5))
    for path in (f"/books/clients/{theirs}", f"/books/clients/{theirs}/export.csv"):
        assert owner.get(path).status_code == 404
    assert "Client d’un autre" not in words(owner.get("/books/clients/"))


# --- the overview and its checks


def test_the_year_at_a_glance(owner, closed):
    text = words(owner.get("/books/"))
    for said in (
        "Exercice 2026 Comptabilité",
        "Clôturer février 2026",
        "Clos jusqu’au 31 janvier 2026 sans retour",
        "Écritures 12",
        "À nouveaux AN 3 1 580,50 €",
        "Ventes VE 1 60,00 €",
        "Total 12 4 061,00 €",
        "Janvier 2026 clos 6 3 480,50 €",
        "Février 2026 à clôturer",
        "Novembre 2026 en cours –",
        "FEC provisoire",
    ):
        assert said in text, said


def test_in_english(sign_in, closed):
    text = words(sign_in(language="en").get("/books/"))
    for said in ("Close February 2026", "Closed until 31 January 2026", "Opening balances AN 3 €1,580.50"):
        assert said in text, said


def test_what_was_compared_is_green_or_says_what_differs(owner, firm, quarter):
    assert "Tout concorde Vue" in words(owner.get("/books/checks"))
    with tenant(firm.id):
        bank_line(79, 500, date(2026, 3, 3))  # the books know of a line that no statement tells of
    text = words(owner.get("/books/checks"))
    assert "Quelque chose diffère" in text
    assert "Chaque écriture est équilibrée concorde" in text
    assert "Le compte d’attente concorde avec les lignes bancaires diffère account 471000" in text
    fragment = owner.get("/books/checks", headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert "Les numéros se suivent sans trou concorde" in words(fragment)


def test_months_before_the_first_entry_are_not_to_be_closed(owner, firm):
    with tenant(firm.id):
        invoice(a_client("Boulangerie Kermadec"), "FX-9", "100.00", date(2026, 10, 5))
    text = words(owner.get("/books/"))
    assert "Clôturer octobre 2026" in text
    assert "Octobre 2026 à clôturer 1" in text
    assert "Septembre 2026 – –" in text
    assert "Septembre 2026 à clôturer" not in text


def test_an_empty_year_says_the_next_step(owner, firm):
    text = words(owner.get("/books/"))
    assert "Rien n’est écrit dans cet exercice" in text
    assert "Importer des factures" in text
    assert "Rien à clôturer" in words(owner.get("/books/close"))
    assert "Rien dans ce journal" in words(owner.get("/books/journals/VE"))
    assert "Rien n’est encore écrit" in words(owner.get("/books/balance"))
    assert "Aucun client n’a encore de compte" in words(owner.get("/books/clients/"))
    assert "Rien n’a été encaissé" in words(owner.get("/books/vat"))


# --- closing


def test_the_preview_tells_the_numbers_and_closing_gives_them(owner, firm, quarter):
    text = words(owner.get("/books/close"))
    assert "Clôturer jusqu’au 31 janvier 2026 ?" in text
    assert "À nouveaux AN000001 – AN000003 3 1 580,50 €" in text
    assert "6 écritures reçoivent leur numéro" in text
    answer = owner.post("/books/close/now", {"until": "2026-01-31", "entries": "6"}, follow=True)
    assert "Les comptes sont clos jusqu’au 31 janvier 2026." in words(answer)
    assert "AN000002" in words(owner.get("/books/journals/AN"))


def test_closing_twice_says_which_day_is_open(owner, firm, closed):
    answer = owner.post("/books/close/now", {"until": "2026-01-31", "entries": "6"})
    assert answer.status_code == 422
    assert "Le premier jour ouvert est le 1er février 2026." in words(answer)
    assert "sans retour. Le premier jour ouvert" in words(owner.get("/books/close?until=2026-01-15"))
    with tenant(firm.id):
        assert Closing.objects.count() == 1


def test_what_came_after_the_preview_is_shown_first(owner, firm, quarter):
    with tenant(firm.id):
        bank_line(77, 500, date(2026, 1, 30))
    answer = owner.post("/books/close/now", {"until": "2026-01-31", "entries": "6"})
    assert answer.status_code == 422
    assert "D’autres écritures sont arrivées entre-temps." in words(answer)
    assert "7 écritures reçoivent leur numéro" in words(answer)
    with tenant(firm.id):
        assert closed_until() is None


@pytest.mark.parametrize("sent", [{}, {"until": "hier", "entries": "6"}, {"until": "2026-01-31"}])
def test_a_form_that_says_no_day_closes_nothing(owner, firm, quarter, sent):
    assert owner.post("/books/close/now", sent).status_code == 422
    with tenant(firm.id):
        assert closed_until() is None


def test_a_day_that_is_not_over(owner, quarter):
    assert "n’est pas encore passé" in words(owner.get("/books/close?until=2026-11-24"))


# --- journals and ledgers


def test_a_journal_by_month_and_page(owner, closed, monkeypatch):
    text = words(owner.get("/books/journals/AN", {"period": "2026-01"}))
    assert "5 janvier 2026 AN000001 FA-1 Reprise facture FA-1 411000 Clients Berthier" in text
    assert "Rien dans ce journal" in words(owner.get("/books/journals/AN", {"period": "2026-02"}))
    monkeypatch.setattr("quitus.web.staff.books.journals.ENTRIES", 1)
    second = words(owner.get("/books/journals/AN", {"page": "2"}))
    assert "FA-2" in second
    assert "FA-3" not in second
    assert "2 à 2 sur 3" in second


def test_what_was_booked_late_shows_the_day_of_its_paper(owner, firm, closed):
    with tenant(firm.id):
        bank_line(78, 500, date(2026, 1, 30))
    text = words(owner.get("/books/journals/BQ", {"period": "2026-02"}))
    assert "1er février 2026 non close L78" in text
    assert "pièce du 30 janvier 2026" in text


def test_the_ledger_of_an_account(owner, quarter):
    text = words(owner.get("/books/ledger/512000", {"period": "2026-02"}))
    assert "Ouverture 1 200,00 € Solde 1 440,00 €" in text
    assert "Toute la période 320,50 € 80,50 € 1 440,00 €" in text
    assert "Aucun mouvement" in words(owner.get("/books/ledger/999", {"period": "2026-02"}))


def test_a_client_s_letters(owner, quarter):
    text = words(owner.get(f"/books/clients/{quarter.first}"))
    assert "FA-1 Reprise facture FA-1 AA 1 200,00 € 1 200,00 €" in text
    assert "AV-1 Avoir Berthier" in text
    header, first, *_others = rows(owner.get(f"/books/clients/{quarter.first}/export.csv"))
    assert header[-3:] == ["Solde", "Lettre", "Lettré le"]
    assert first[-5:] == ["1200,00", "0,00", "1200,00", "AA", "2026-01-25"]


HUGE = ["0", "2", "7", "9" * 9, "9" * 18, "9" * 19, "9" * 5_000, "-1", "x"]


@pytest.mark.parametrize("page", HUGE, ids=lambda page: page[:20])
@pytest.mark.parametrize("path", ["ledger/411000", "clients/{client}", "clients/", "journals/AN"])
def test_a_page_that_is_not_there_is_the_last_one(owner, quarter, monkeypatch, path, page):
    for module in ("journals", "balances"):
        monkeypatch.setattr(f"quitus.web.staff.books.{module}.ROWS", 1)
    monkeypatch.setattr("quitus.web.staff.books.journals.ENTRIES", 1)
    text = words(owner.get(f"/books/{path.format(client=quarter.second)}", {"page": page}))
    most = {"ledger/411000": 11, "clients/{client}": 5, "clients/": 2, "journals/AN": 3}[path]
    at = min(max(int(page[:9]), 1), most) if page.isdigit() else 1
    assert f"{at} à {at} sur {most}" in text


@pytest.mark.parametrize(
    "path", ["/books/journals/XX", "/books/journals/XX/export.csv", "/books/accounts/clowns"]
)
def test_what_does_not_exist(owner, firm, path):
    assert owner.get(path).status_code == 404


@pytest.mark.parametrize("period", ["", "x", "2026-13", "9" * 40, "2019-01", YEAR + "x"])
def test_a_period_that_is_none_is_this_year(owner, quarter, period):
    for path in ("/books/", "/books/journals/AN", "/books/ledger/411000"):
        assert "2026" in words(owner.get(path, {"period": period, "page": "0", "on": "x"}))


# --- balances and VAT


def test_the_trial_balance_on_a_day(owner, quarter):
    text = words(owner.get("/books/balance", {"on": "2026-01-31"}))
    assert "Balance au 31 janvier 2026" in text
    assert "411000 Clients – 1 580,50 € 1 200,00 € 380,50 €" in text
    assert "Total – 3 480,50 € 3 480,50 € 0,00 €" in text
    *_, total = rows(owner.get("/books/balance/export.csv", {"on": "2026-01-31"}))
    assert total == ["Total", "", "0,00", "3480,50", "3480,50", "0,00"]


def test_clients_are_found_by_a_part_of_their_name(owner, quarter):
    text = words(owner.get("/books/clients/", {"q": "oeuvre"}))
    assert "Œuvre SARL" in text
    assert "Berthier" not in text
    assert "Personne de ce nom" in words(owner.get("/books/clients/", {"q": "zzz"}))


def test_vat_of_the_last_month_by_rate_and_what_is_unknown(owner, firm, quarter):
    with tenant(firm.id):
        known = Invoice.objects.get(number="FA-1")
        record_vat({known.id: [VatLine(20, euros("1000.00"), euros("200.00"))]})
    text = words(owner.get("/books/vat", {"period": "2026-01"}))
    assert "TVA exigible 200,00 €" in text
    assert "20 % 1 200,00 € 1 000,00 € 200,00 €" in text
    text = words(owner.get("/books/vat", {"period": "2026-02"}))
    assert "TVA inconnue : 2 factures, 240,00 € encaissés." in text
    assert "octobre 2026 TVA sur encaissements" in words(
        owner.get("/books/vat")
    )  # one declares the month before
    lines = rows(owner.get("/books/vat/export.csv", {"period": "2026-01"}))
    assert lines[1][1:] == ["FA-1", 'Berthier | Fils\t"Élan"', "20,00", "700,00", "583,33", "116,67"]


def test_vat_after_a_payment_was_typed_anew(owner, firm):
    with tenant(firm.id):
        client = a_client()
        known = invoice(client, "FA-1", "120.00", date(2026, 2, 1))
        record_vat({known.invoice_id: [VatLine(20, euros("100.00"), euros("20.00"))]})
        mistaken = payment(client, "120.00", date(2026, 2, 10))
        reverse(mistaken.id, on=date(2026, 2, 20), actor=CAMILLE)
        payment(client, "120.00", date(2026, 2, 12))
    assert "20 % 120,00 € 100,00 € 20,00 €" in words(owner.get("/books/vat", {"period": "2026-02"}))
    _header, *lines = rows(owner.get("/books/vat/export.csv", {"period": "2026-02"}))
    assert [line[4] for line in lines] == ["120,00", "-120,00", "120,00"]


# --- files


def test_no_text_of_a_file_acts_as_a_formula(owner, firm):
    with tenant(firm.id):
        invoice(a_client('=HYPERLINK("http://evil.example")'), "=1+1", "10.50", date(2026, 1, 5))
        entry = unidentified_receipt(100)
        post(Booking("x:1", Journal.BANK, date(2026, 1, 5), "@doc", "+cmd|' /C calc'!A0", entry, "EUR"))
    for path in [*FILES, "/books/journals/AN/export.csv", "/books/ledger/411000/export.csv"]:
        cells = [cell for row in rows(owner.get(path, {"period": YEAR})) for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "@")], path


def test_the_fec_of_a_closed_year_passes_the_check(owner, firm):
    with tenant(firm.id):
        bank_line(1, 12_345, date(2025, 3, 4))
        invoice(a_client("Étoile | SARL"), "FA-1", "10.50", date(2025, 4, 5))
        close_books(date(2025, 12, 31), on=date(2026, 11, 24), actor=CAMILLE)
    page = words(owner.get("/books/", {"period": "2025-01-01_2025-12-31"}))
    assert "FEC 2025" in page
    answer = owner.get("/books/fec", {"period": "2025-01-01_2025-12-31"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="732829320FEC20251231.txt"'
    report = check_fec(
        list(answer.streaming_content), name="732829320FEC20251231.txt", closing=date(2025, 12, 31)
    )
    assert (report.lines, report.problems) == (4, ())


def test_the_fec_of_an_open_year_is_refused_in_a_sentence(owner, firm, quarter):
    answer = owner.get("/books/fec")
    assert answer.status_code == 422
    assert "L’exercice est encore ouvert du 1er janvier 2026 au 31 décembre 2026." in words(answer)
    assert owner.get("/books/fec?provisional").status_code == 200
    Organisation.objects.filter(id=firm.id).update(siren="")
    assert "Le SIREN manque." in words(owner.get("/books/"))
    assert "commence par le SIREN" in words(owner.get("/books/fec?provisional"))


# --- accounts and years


def test_another_account_and_what_refuses_it(owner, firm):
    with tenant(firm.id):
        invoice(a_client(), "FA-1", "10.50", date(2026, 1, 5))
    answer = owner.post(
        "/books/accounts/clients", {"account": "411100", "label": "Clients France"}, follow=True
    )
    assert "411100 Clients France 24 novembre 2026" in words(answer)
    assert "411100 Clients France" in words(owner.get("/books/balance"))
    refused = owner.post("/books/accounts/clients", {"account": "512000", "label": ""})
    assert refused.status_code == 422
    assert "il doit commencer par 411" in words(refused)


def test_a_financial_year_of_one_s_own(owner, firm, quarter):
    answer = owner.post("/books/years", {"first": "2025-10-01", "last": "2026-12-31"}, follow=True)
    assert "1er octobre 2025 au 31 décembre 2026" in words(answer)
    refused = owner.post("/books/years", {"first": "2025-10-01", "last": "2028-12-31"})
    assert refused.status_code == 422
    assert "dépasse 24 mois" in words(refused)


def test_the_statements_of_a_page_do_not_grow(owner, firm, django_assert_max_num_queries):
    with tenant(firm.id):
        for number in range(30):
            invoice(a_client(f"Client {number}", ""), f"FA-{number}", "10.00", date(2026, 1, 4))
    for path in PAGES:
        with django_assert_max_num_queries(24):
            owner.get(path)
