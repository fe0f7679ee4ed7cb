"""A file of open invoices: whole or not at all, twice is once, and nothing leaves because of it."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.apps.books.queries import account_balances
from quitus.apps.clients.models import Client
from quitus.apps.clients.queries import recipients
from quitus.apps.doctor.checks import examine
from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.actions import release_import
from quitus.apps.invoicing.import_invoices import import_invoices
from quitus.apps.invoicing.imports import ImportFile
from quitus.apps.invoicing.models import ImportBatch, Instalment, Invoice
from quitus.apps.invoicing.vat import VatLine, vat_of
from quitus.apps.timeline.models import TimelineEntry
from quitus.apps.timeline.queries import history
from quitus.domain.importing.columns import Reason
from quitus.domain.importing.header_words import Field
from quitus.domain.refused import Refused
from tests.record import CAMILLE, TODAY, a_client, euros

BY = {"on": TODAY, "actor": CAMILLE}
HEADERS = "Numéro;Code client;Client;E-mail;Date facture;Échéance;Montant TTC;Déjà payé;Envoyée le;Libellé"
ROWS = """
FA-1;C1;Maison Berthier;compta@berthier.example;05/01/2026;04/02/2026;1 200,00;200,00;06/01/2026;Site web
FA-2;C1;Maison Berthier;compta@berthier.example;20/01/2026;19/02/2026;300,00;;;Photos
FA-3;C2;Étoile SARL;;10/02/2026;12/03/2026;80,50;0,00;10/02/2026;
""".strip()


def csv(rows: str = ROWS, headers: str = HEADERS, **more) -> ImportFile:
    return ImportFile(f"{headers}\n{rows}\n".encode(), "factures.csv", **more)


def codes(problems) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.code) for problem in problems]


def record() -> tuple[int, int, int, int]:
    return (
        Invoice.objects.count(),
        Client.objects.count(),
        TimelineEntry.objects.count(),
        ImportBatch.objects.count(),
    )


def test_a_file_comes_in_whole(inside):
    report = import_invoices(csv(), **BY)
    assert (report.written, report.rows, report.created, report.new_clients) == (True, 3, 3, 2)
    assert report.problems == ()
    berthier, etoile = Client.objects.order_by("number")
    assert (berthier.name, berthier.number, etoile.name) == ("Maison Berthier", "C1", "Étoile SARL")
    assert recipients([berthier.id, etoile.id])[berthier.id].email == "compta@berthier.example"
    assert etoile.id not in recipients([etoile.id])
    first = Invoice.objects.get(number="FA-1")
    assert (first.total_minor, first.already_paid_minor, first.label) == (120_000, 20_000, "Site web")
    assert (first.issued_on, first.sent_on) == (date(2026, 1, 5), date(2026, 1, 6))
    assert dict(Instalment.objects.values_list("invoice__number", "remaining_minor")) == {
        "FA-1": 100_000,
        "FA-2": 30_000,
        "FA-3": 8_050,
    }
    assert account_balances() == {"411000": 138_050, "890000": -138_050}
    assert examine() == []


def test_nothing_leaves_before_it_is_released(inside):
    report = import_invoices(csv(), **BY)
    assert set(Instalment.objects.values_list("released_on", "next_check_on")) == {(None, None)}
    assert release_import(report.batch_id, **BY) == 3
    assert release_import(report.batch_id, **BY) == 0
    assert set(Instalment.objects.values_list("released_on", "next_check_on")) == {(TODAY, TODAY)}
    assert ImportBatch.objects.get().released_on == TODAY


def test_the_firm_s_timeline_knows_the_file(inside):
    report = import_invoices(csv(), **BY)
    (told,) = history(None)
    assert (told.kind, told.actor) == ("file_imported", CAMILLE)
    assert told.facts == {
        "batch": report.batch_id,
        "kind": "invoices",
        "file": "factures.csv",
        "rows": 3,
        "created": 3,
        "new_clients": 2,
        "updated_clients": 0,
        "documents": 0,
    }


def test_a_preview_writes_nothing_and_tells_the_same(inside):
    report = import_invoices(csv(), **BY, preview=True)
    assert (report.written, report.created, report.new_clients, report.batch_id) == (False, 3, 2, None)
    assert record() == (0, 0, 0, 0)
    assert [column.field for column in report.columns][:3] == [
        Field.NUMBER,
        Field.CLIENT_REFERENCE,
        Field.CLIENT_NAME,
    ]


def test_the_same_file_changes_nothing_and_says_so(inside):
    import_invoices(csv(), **BY)
    before = record()
    again = import_invoices(csv(), on=date(2026, 4, 1), actor=CAMILLE)
    assert (again.written, again.already_on, again.created, again.unchanged) == (False, TODAY, 0, 3)
    assert record() == before


def test_the_same_rows_in_another_file_change_nothing(inside):
    import_invoices(csv(), **BY)
    before = record()
    shuffled = "\n".join(reversed(ROWS.splitlines())).replace("1 200,00", "1200.00")
    again = import_invoices(csv(shuffled, HEADERS.replace("Libellé", "Objet")), **BY)
    assert (again.written, again.already_on, again.created, again.unchanged) == (False, None, 0, 3)
    assert record() == before


def test_new_rows_beside_known_ones_come_in(inside):
    import_invoices(csv(), **BY)
    report = import_invoices(csv(f"{ROWS}\nFA-4;C1;Maison Berthier;;01/03/2026;31/03/2026;10,00;;;"), **BY)
    assert (report.written, report.created, report.unchanged, report.new_clients) == (True, 1, 3, 0)
    assert (Invoice.objects.count(), Client.objects.count()) == (4, 2)
    assert examine() == []


CHANGES = [
    ("the amount", ("1 200,00", "1 300,00"), {Field.AMOUNT}),
    ("what was paid", ("200,00;06", "700,00;06"), {Field.PAID}),
    ("the dates", ("05/01/2026;04/02/2026", "06/01/2026;05/02/2026"), {Field.ISSUED_ON, Field.DUE_ON}),
    ("the label", ("Site web", "Site"), {Field.LABEL}),
    ("the debtor", ("FA-1;C1;Maison Berthier", "FA-1;C9;Autre SARL"), {Field.CLIENT_NAME}),
]


@pytest.mark.parametrize(
    ("change", "fields"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES]
)
def test_a_known_invoice_never_changes(inside, change, fields):
    import_invoices(csv(), **BY)
    before = record()
    report = import_invoices(
        csv(ROWS.replace(*change, 1) + "\nFA-4;C1;Maison Berthier;;01/03/2026;31/03/2026;10;;;"), **BY
    )
    assert not report.written
    assert {problem.code for problem in report.problems} == {"import_invoice_differs"}
    assert {problem.facts["field"] for problem in report.problems} == fields
    assert {problem.line for problem in report.problems} == {2}
    assert record() == before


def test_another_address_or_the_day_of_sending_is_no_change_of_an_invoice(inside):
    import_invoices(csv(), **BY)
    learnt = ROWS.replace("300,00;;;Photos", "300,00;;25/01/2026;Photos").replace("compta@", "facturation@")
    report = import_invoices(csv(f"{learnt}\nFA-4;C1;Maison Berthier;;01/03/2026;31/03/2026;10,00;;;"), **BY)
    assert (report.written, report.created, report.unchanged) == (True, 1, 3)
    assert Invoice.objects.get(number="FA-2").sent_on == date(2026, 1, 25)


def test_one_bad_line_keeps_everything_out_and_each_is_named(inside):
    bad = ROWS.replace("300,00", "trois cents").replace("12/03/2026", "31/02/2026")
    report = import_invoices(csv(f"{bad}\nFA-1;C1;Maison Berthier;;01/03/2026;31/03/2026;10,00;;;"), **BY)
    assert not report.written
    assert codes(report.problems) == [
        (3, "import_amount_unreadable"),
        (4, "import_date_impossible"),
        (5, "import_invoice_twice"),
    ]
    assert record() == (0, 0, 0, 0)


def test_foreign_currencies_are_refused_line_by_line(inside):
    report = import_invoices(
        csv(ROWS.replace("300,00", "300,00 USD").replace("80,50;0,00", "80,50 CHF;")), **BY
    )
    assert [(p.line, p.code, p.facts) for p in report.problems] == [
        (3, "import_currency_not_kept", {"currency": "USD", "kept": "EUR"}),
        (4, "import_currency_not_kept", {"currency": "CHF", "kept": "EUR"}),
    ]
    assert record() == (0, 0, 0, 0)


def test_columns_in_question_are_asked_and_a_choice_answers(inside):
    headers = HEADERS.replace("Échéance", "Colonne 6")
    asked = import_invoices(csv(headers=headers), **BY)
    assert not asked.written
    assert {"import_column_missing"} == {problem.code for problem in asked.problems}
    chosen = import_invoices(csv(headers=headers, chosen={Field.DUE_ON: ["Colonne 6"]}), **BY)
    assert (chosen.written, chosen.created) == (True, 3)
    assert chosen.columns[5].reason is Reason.CHOSEN


def test_a_column_that_is_not_there_cannot_be_chosen(inside):
    with pytest.raises(Refused) as refused:
        import_invoices(csv(chosen={Field.DUE_ON: ["Limite"]}), **BY)
    assert refused.value.code == "import_header_unknown"
    assert "Échéance" in refused.value.facts["known"]


def test_a_delay_makes_missing_due_dates(inside):
    headers, rows = "Numéro;Client;Date facture;Montant TTC", "FA-1;Maison Berthier;05/01/2026;1200,00"
    assert not import_invoices(csv(rows, headers), **BY).written
    assert import_invoices(csv(rows, headers, due_after_days=30), **BY).written
    assert Instalment.objects.get().due_on == date(2026, 2, 4)


def test_known_clients_are_found_and_learn_what_they_lacked(inside):
    berthier = a_client("MAISON BERTHIER", email="")
    etoile = a_client("Étoile SARL", number="C2", email="direction@etoile.example")
    report = import_invoices(csv(), **BY)
    assert (report.new_clients, report.updated_clients) == (0, 1)
    assert Client.objects.get(id=berthier).number == "C1"
    assert recipients([berthier])[berthier].email == "compta@berthier.example"
    assert recipients([etoile])[etoile].email == "direction@etoile.example"
    assert set(Invoice.objects.values_list("number", "client_id")) == {
        ("FA-1", berthier),
        ("FA-2", berthier),
        ("FA-3", etoile),
    }


def test_a_settled_invoice_is_kept_without_anything_due(inside):
    report = import_invoices(csv(ROWS.replace("80,50;0,00", "80,50;80,50")), **BY)
    assert report.written
    assert "import_invoice_settled" in {notice.code for notice in report.notices}
    assert Instalment.objects.filter(invoice__number="FA-3").count() == 0
    assert examine() == []


PDF = b"%PDF-1.7 invoice "


@pytest.fixture
def pdfs(tmp_path):
    for name in ("FA-1", "FA-2"):
        (tmp_path / f"{name}.pdf").write_bytes(PDF + name.encode())
    (tmp_path / "vacances.pdf").write_bytes(PDF)
    (tmp_path / "FA-3.pdf").write_bytes(b"<html>not a PDF</html>")
    return tmp_path


def test_documents_are_attached_by_number(inside, pdfs):
    report = import_invoices(csv(documents=pdfs), **BY)
    assert (report.written, report.documents) == (True, 2)
    assert {notice.code for notice in report.notices} >= {"document_without_invoice", "document_not_pdf"}
    contents = {
        invoice.number: bytes(StoredFile.objects.get(id=invoice.document_id).content)
        for invoice in Invoice.objects.exclude(document=None)
    }
    assert contents == {"FA-1": PDF + b"FA-1", "FA-2": PDF + b"FA-2"}


def test_documents_may_come_later_with_the_same_file(inside, pdfs):
    import_invoices(csv(), **BY)
    preview = import_invoices(csv(documents=pdfs), **BY, preview=True)
    assert (preview.written, preview.documents, preview.already_on) == (False, 2, TODAY)
    assert StoredFile.objects.count() == 0
    report = import_invoices(csv(documents=pdfs), **BY)
    assert (report.written, report.created, report.documents) == (True, 0, 2)
    assert Invoice.objects.exclude(document=None).count() == 2
    again = import_invoices(csv(documents=pdfs), **BY)
    assert (again.written, again.documents) == (False, 0)
    assert (ImportBatch.objects.count(), StoredFile.objects.count()) == (1, 2)


def test_documents_that_are_nowhere_are_refused_and_nothing_comes_in(inside, tmp_path):
    with pytest.raises(Refused) as refused:
        import_invoices(csv(documents=tmp_path / "absent"), **BY)
    assert refused.value.code == "document_source_missing"
    assert record() == (0, 0, 0, 0)


VAT_FILE = """Numéro;Client;E-mail;Date facture;Échéance;Montant HT;TVA;Montant TTC
FA-1;Maison Berthier;compta@berthier.example;05/01/2026;04/02/2026;1 000,00;200,00;1 200,00
FA-2;Maison Berthier;compta@berthier.example;06/01/2026;05/02/2026;1 000,00;150,00;1 150,00
"""


def test_an_invoice_says_its_vat_when_the_file_does(inside):
    report = import_invoices(ImportFile(VAT_FILE.encode(), "factures.csv"), on=TODAY, actor=CAMILLE)
    assert (report.written, report.created) == (True, 2)
    known, unknown = Invoice.objects.order_by("number")
    assert vat_of([known.id, unknown.id]) == {
        known.id: [VatLine(Decimal("20.00"), euros("1000.00"), euros("200.00"))]
    }
