"""Money in and out: what is listed, summed, searched, corrected, taken away as a file; and by whom."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.history.models import KindRule, Movement
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment
from tests.returning import bounced, collected, statement
from tests.web.staff.conftest import words

BY = {"on": TODAY, "actor": "Camille"}
SAVINGS = "FR7610107001011234567890129"
FORMULA = '=HYPERLINK("http://evil.example";"x")'


@pytest.fixture
def year(firm):
    """A client's payment, salaries of two months, a fee, a transfer between own accounts, a hostile name."""
    with tenant(firm.id):
        make_instalment(make_client("Transports Delmas"), "FA-2026-0147", "960.00")
        entries = [
            credit("960.00", "VIR DELMAS FA-2026-0147", payer="TRANSPORTS DELMAS", day="2026-11-20"),
            credit("-1800.00", "VIR SALAIRE OCTOBRE", payer="Anna Petit", day="2026-10-30"),
            credit("-1850.00", "VIR SALAIRE NOVEMBRE", payer="Anna Petit", day="2026-11-20"),
            credit("-12.50", "FRAIS DE TENUE DE COMPTE", day="2026-11-20"),
            credit("-5000.00", "VIR EPARGNE", iban=SAVINGS, day="2026-11-20"),
            credit("-99.00", "@SUM(1+1)*cmd", payer=FORMULA, day="2026-11-20"),
        ]
        import_bank_file(camt053(entries), "a.xml", **BY)
        import_bank_file(camt053([credit("5000.00", "VIR")], account=SAVINGS), "b.xml", **BY)
    return firm


def movement(firm, **wanted):
    with tenant(firm.id):
        return Movement.objects.get(**wanted)


def test_what_moved_with_its_sums(owner, year):
    text = words(owner.get("/history/"))
    for sentence in (
        "Entrées 960,00 €",
        "Sorties 3 761,50 €",
        "Différence −2 801,50 €",
        "Salaire 2 – 3 650,00 €",
        "Frais bancaires 1 – 12,50 €",
        "Entre ses comptes 2 5 000,00 € 5 000,00 €",
        "Anna Petit 2 – 3 650,00 €",
        "Octobre 2026 0,00 € 1 800,00 €",
        "7 mouvements",
    ):
        assert sentence in text, sentence


@pytest.fixture
def spelled(firm):
    """A client whom the bank spells its own way; a payment of theirs that comes back."""
    with tenant(firm.id):
        make_instalment(make_client("Hôtel des Voyageurs"), "FA-2026-0150", "300.00")
        came = collected("300.00", "PRLV FA-2026-0150", reference="PRLV-150", payer="HTL VOYAGEURS SA")
        import_bank_file(statement([came]), "c.xml", **BY)
        went = bounced("300.00", "REJET PRLV FA-2026-0150", reference="PRLV-150", payer="HTL VOYAGEURS SA")
        import_bank_file(statement([went], opening="1300.00"), "d.xml", **BY)
        assert [one.because for one in Movement.objects.order_by("amount_minor")] == ["returned", "matched"]
    return firm


def test_a_client_is_named_as_the_firm_does_and_the_banks_spelling_follows(owner, spelled):
    page = owner.get("/history/", {"way": "in"})
    assert "<b>Hôtel des Voyageurs</b>" in page.content.decode()
    assert "HTL VOYAGEURS SA" in words(page)
    sums = words(page).partition("Par contrepartie")[2].partition("Mouvements")[0]
    assert "Hôtel des Voyageurs 1" in sums
    assert "Hôtel des Voyageurs" in words(owner.get("/history/", {"q": "hotel voyageurs"}))
    one = movement(spelled, amount_minor=30000)
    detail = words(owner.get(f"/history/{one.id}"))
    assert detail.startswith(" Hôtel des Voyageurs ·")
    assert "HTL VOYAGEURS SA" in detail
    key = one.party_key
    assert "Hôtel des Voyageurs" in words(owner.get("/history/", {"party": key})).partition("Par nature")[0]


def test_one_who_pays_for_two_clients_keeps_the_name_that_the_bank_gives(owner, firm):
    with tenant(firm.id):
        make_instalment(make_client("Hôtel du Nord"), "FA-2026-0151", "10.00")
        make_instalment(make_client("Hôtel du Sud", email="s@sud.example"), "FA-2026-0152", "20.00")
        paid = [
            credit("10.00", "FA-2026-0151", payer="GROUPE HM"),
            credit("20.00", "FA-2026-0152", payer="GROUPE HM"),
        ]
        import_bank_file(camt053(paid), "d.xml", **BY)
        assert Movement.objects.filter(because="matched").count() == 2
    sums = words(owner.get("/history/")).partition("Par contrepartie")[2].partition("Mouvements")[0]
    assert "GROUPE HM 2" in sums


def test_money_that_the_bank_took_back_is_no_refund(owner, spelled):
    page = words(owner.get("/history/"))
    assert "Règlement revenu impayé 1 – 300,00 €" in page
    listed = words(owner.get("/history/", {"kind": "returned"}))
    assert "−300,00 €" in listed
    assert "Remboursement d’un client" not in listed.partition("Par nature")[2]
    one = movement(spelled, kind="returned")
    detail = words(owner.get(f"/history/{one.id}"))
    assert "Il reprend un règlement de Hôtel des Voyageurs." in detail
    assert "annulez le rapprochement" in detail
    assert owner.post("/history/new", {"kind": "returned"}).status_code == 422


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ({"period": "2026-10"}, "SALAIRE OCTOBRE", "SALAIRE NOVEMBRE"),
        ({"period": "2026-Q4", "kind": "fee"}, "FRAIS DE TENUE", "SALAIRE"),
        ({"way": "in"}, "DELMAS", "FRAIS DE TENUE"),
        ({"q": "tenue  FRAIS"}, "FRAIS DE TENUE", "SALAIRE"),
        ({"q": "12,50"}, "FRAIS DE TENUE", "SALAIRE"),
        ({"party": "name:annapetit"}, "SALAIRE OCTOBRE", "FRAIS DE TENUE"),
        ({"first": "2026-10-01", "last": "2026-10-31"}, "SALAIRE OCTOBRE", "SALAIRE NOVEMBRE"),
        ({"period": "all"}, "SALAIRE OCTOBRE", "Rien n"),
    ],
)
def test_searches(owner, year, query, there, absent):
    text = words(owner.get("/history/", query))
    assert there in text
    assert absent not in text


def test_what_finds_nothing_says_so(owner, year):
    assert "Rien ici" in words(owner.get("/history/", {"q": "%%%"}))
    assert "Rien ici" in words(owner.get("/history/", {"q": "zz zz"}))
    assert "Aucun mouvement" in words(owner.get("/history/", {"period": "2020"}))


def test_days_in_the_wrong_order_are_refused_and_the_year_is_shown(owner, year):
    response = owner.get("/history/", {"first": "2026-10-31", "last": "2026-10-01"})
    assert response.status_code == 422
    assert "Échangez les deux dates." in words(response)


def test_absurd_addresses_break_nothing(owner, year):
    for query in (
        {"kind": "x"},
        {"period": "9999"},
        {"party": "\x00"},
        {"page": "99999999999999999999"},
        {"way": "up"},
    ):
        assert owner.get("/history/", query).status_code == 200


def test_a_file_without_formulas(owner, year):
    response = owner.get("/history/export.csv", {"period": "2026"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 8
    assert rows[0][:3] == ["Date", "Contrepartie", "Nature"]
    hostile = next(row for row in rows if "HYPERLINK" in row[1])
    assert not hostile[1].startswith("=")
    assert not hostile[7].startswith("@")
    assert hostile[5] == "99,00"
    assert response.headers["Content-Disposition"] == 'attachment; filename="mouvements-2026.csv"'
    assert len(owner.get("/history/export.csv", {"kind": "fee"}).content.splitlines()) == 2


def test_the_kind_is_corrected_and_remembered(owner, year):
    one = movement(year, amount_minor=-9900)
    page = words(owner.get(f"/history/{one.id}?period=2026-11"))
    assert "Rien ne dit avec certitude à quoi il a servi." in page
    response = owner.post(f"/history/{one.id}/kind?period=2026-11", {"kind": "supplier", "always": "on"})
    assert response.url == f"/history/{one.id}?period=2026-11"
    assert movement(year, id=one.id).kind == "supplier"
    text = words(owner.get("/history/rules"))
    assert "HYPERLINK" in text
    assert "Fournisseur" in text
    with tenant(year.id):
        rule = KindRule.objects.get()
    owner.post(f"/history/rules/{rule.id}/remove")
    assert movement(year, id=one.id).kind == "unknown"
    owner.post(f"/history/{one.id}/kind", {"kind": "loan"})
    assert "a dit" in words(owner.get(f"/history/{one.id}"))
    owner.post(f"/history/{one.id}/let")
    assert movement(year, id=one.id).kind == "unknown"


def test_what_pays_invoices_is_not_corrected_here(owner, year):
    one = movement(year, kind="client")
    assert "annulez le rapprochement" in words(owner.get(f"/history/{one.id}"))
    response = owner.post(f"/history/{one.id}/kind", {"kind": "loan"})
    assert response.status_code == 422
    assert movement(year, id=one.id).kind == "client"


def test_an_unknown_kind_is_refused(owner, year):
    one = movement(year, kind="fee")
    assert owner.post(f"/history/{one.id}/kind", {"kind": "gift"}).status_code == 422
    assert movement(year, id=one.id).kind == "fee"


@pytest.mark.parametrize("role", [Role.READER, Role.COLLECTOR])
def test_who_may_not_match_looks_only(sign_in, year, role):
    browser = sign_in(role)
    one = movement(year, kind="fee")
    assert browser.get("/history/").status_code == 200
    assert "<select" not in browser.get(f"/history/{one.id}").content.decode().partition("<main")[2]
    assert browser.post(f"/history/{one.id}/kind", {"kind": "loan"}).status_code == 403
    assert browser.post(f"/history/{one.id}/let").status_code == 403
    assert movement(year, id=one.id).kind == "fee"


def test_another_firms_movements_are_not_there(sign_in, year):
    other = Organisation.objects.create(name="Atelier Vitrail")
    stranger = sign_in(Role.OWNER, organisation=other, language="en")
    one = movement(year, kind="fee")
    assert stranger.get(f"/history/{one.id}").status_code == 404
    assert stranger.post(f"/history/{one.id}/kind", {"kind": "loan"}).status_code == 404
    assert "FRAIS" not in words(stranger.get("/history/", {"period": "all"}))
    assert len(stranger.get("/history/export.csv", {"period": "all"}).content.splitlines()) == 1


def test_a_fixed_number_of_queries(owner, year):
    owner.get("/history/")
    with CaptureQueriesContext(connection) as few:
        owner.get("/history/", {"period": "2026"})
    with tenant(year.id):
        days = [date(2026, month, 1) for month in range(1, 11)]
        entries = [
            credit(f"-{n}.00", "X", payer=f"Nom {n}", day=days[n % 10].isoformat()) for n in range(1, 120)
        ]
        import_bank_file(camt053(entries, until="2026-10-01"), "c.xml", **BY)
    with CaptureQueriesContext(connection) as many:
        assert "1 à 50 sur 126" in words(owner.get("/history/", {"period": "2026"}))
    assert len(many) <= len(few)
    assert "101 à 126 sur 126" in words(owner.get("/history/", {"period": "2026", "page": "3"}))
