"""Rows of a file of open invoices."""

from datetime import date

import pytest

from quitus.domain.importing.debtors import KnownClient, NewClient, new_clients
from quitus.domain.importing.header_words import Field
from quitus.domain.importing.invoices import Assumptions, InvoiceRow, plan_invoices
from quitus.domain.importing.plan import file_fingerprint, row_fingerprint
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.domain.importing.tables import INVOICES, proposed, table

TODAY = date(2026, 11, 23)
HEADERS = "N° facture|Client|Date facture|Échéance|Montant TTC"
GOOD = "F-1|Durand|22/09/2026|22/10/2026|1 200,00"


ON_RECORD = (KnownClient(7, "", "Durand"),)


def plan(headers, *rows, clients=ON_RECORD, mapping=None, **assumptions):
    file = table(headers, *rows)
    return plan_invoices(
        file, mapping or proposed(file, INVOICES), Assumptions(TODAY, **assumptions), clients
    )


def codes(findings):
    return [(finding.line, finding.column, finding.code) for finding in findings]


def euros(text):
    whole, _, cents = text.partition(",")
    return Money(int(whole) * 100 + int(cents or 0), "EUR")


def test_a_whole_invoice():
    result = plan(
        "N° facture|Code client|Client|E-mail client|Date facture|Échéance|Montant HT|Montant TTC|Déjà payé|Reste dû"
        "|Devise|Envoyée le|Objet",
        "F-2026/7|C001|Menuiserie Durand|compta@durand.example|22/09/2026|22/10/2026|1 000,00|1 200,00|200,00"
        "|1 000,00|EUR|23/09/2026|Escalier",
    )
    assert (result.problems, result.notices) == ((), ())
    (row,) = result.rows
    assert row == InvoiceRow(
        line=2,
        number="F-2026/7",
        client_reference="C001",
        client_name="Menuiserie Durand",
        client_email="compta@durand.example",
        issued_on=date(2026, 9, 22),
        due_on=date(2026, 10, 22),
        amount=euros("1200"),
        paid=euros("200"),
        sent_on=date(2026, 9, 23),
        label="Escalier",
    )
    assert (row.line, row.known_client, row.remaining) == (2, None, euros("1000"))
    assert plan(HEADERS, GOOD).rows[0].known_client == 7


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("|Durand|22/09/2026|22/10/2026|12", "N° facture", "import_value_missing"),
        ("2,02E+11|Durand|22/09/2026|22/10/2026|12", "N° facture", "import_number_rounded"),
        ("F" * 61 + "|Durand|22/09/2026|22/10/2026|12", "N° facture", "import_text_too_long"),
        ("F-1||22/09/2026|22/10/2026|12", "Client", "import_value_missing"),
        ("F-1|Durand||22/10/2026|12", "Date facture", "import_value_missing"),
        ("F-1|Durand|00/00/0000|22/10/2026|12", "Date facture", "import_value_missing"),
        ("F-1|Durand|hier|22/10/2026|12", "Date facture", "import_date_unreadable"),
        ("F-1|Durand|?|22/10/2026|12", "Date facture", "import_date_unreadable"),
        ("F-1|Durand|22/09/2026|n/a|12", "Échéance", "import_date_unreadable"),
        ("F-1|Durand|22/09/2026||12", "Échéance", "import_value_missing"),
        ("F-1|Durand|22/09/2026|31/09/2026|12", "Échéance", "import_date_impossible"),
        ("F-1|Durand|22/09/2026|21/09/2026|12", "Échéance", "import_due_before_issue"),
        ("F-1|Durand|22/09/2026|22/10/2026|", "Montant TTC", "import_value_missing"),
        ("F-1|Durand|22/09/2026|22/10/2026|-", "Montant TTC", "import_amount_unreadable"),
        ("F-1|Durand|22/09/2026|22/10/2026|douze", "Montant TTC", "import_amount_unreadable"),
        ("F-1|Durand|22/09/2026|22/10/2026|1,234", "Montant TTC", "import_amount_ambiguous"),
        ("F-1|Durand|22/09/2026|22/10/2026|12,3456", "Montant TTC", "amount_too_precise"),
        ("F-1|Durand|22/09/2026|22/10/2026|0,00", "Montant TTC", "import_amount_zero"),
        ("F-1|Durand|22/09/2026|22/10/2026|-12", "Montant TTC", "import_amount_negative"),
        ("F-1|Durand|22/09/2026|22/10/2026|12 XYZ", "Montant TTC", "currency_unknown"),
        ("Total||||1 200,00", "N° facture", "import_total_row"),
        ("TOTAL GÉNÉRAL :||||1 200,00", "N° facture", "import_total_row"),
        ("|Sous-total|||1 200,00", "N° facture", "import_total_row"),
    ],
)
def test_a_row_with_a_problem_is_not_taken(row, column, code):
    result = plan(HEADERS, row, "F-2|Petit|23/09/2026|23/10/2026|15")
    assert codes(result.problems) == [(2, column, code)]
    assert [invoice.number for invoice in result.rows] == ["F-2"]
    assert (result.row_count, result.refused_lines) == (2, {2})


@pytest.mark.parametrize(
    ("headers", "row", "column", "code"),
    [
        ("Déjà payé", "-1", "Déjà payé", "import_part_negative"),
        ("Déjà payé", "1200,01", "Déjà payé", "import_part_above_amount"),
        ("Déjà payé", "x", "Déjà payé", "import_amount_unreadable"),
        ("Reste dû", "-1", "Reste dû", "import_part_negative"),
        ("Reste dû", "1200,01", "Reste dû", "import_part_above_amount"),
        ("Reste dû", "-", "Reste dû", "import_amount_unreadable"),
        ("Reste dû|Déjà payé", "1000|100", "Reste dû", "import_parts_differ"),
        ("Reste dû", "$1,000.00", "Montant TTC", "import_currencies_differ"),
        ("Devise", "livres", "Devise", "currency_unknown"),
        ("Devise|Reste dû", "USD|12 €", "Reste dû", "import_currency_conflict"),
        ("E-mail", "x", "E-mail", "import_email_malformed"),
        ("E-mail", "a@x.example\tb@x.example", "E-mail", "import_email_malformed"),
        ("Envoyée le", "24/11/2026", "Envoyée le", "import_sent_in_future"),
        ("Envoyée le", "bientôt", "Envoyée le", "import_date_unreadable"),
        ("Objet", "x" * 501, "Objet", "import_text_too_long"),
    ],
)
def test_problems_beside_the_amount(headers, row, column, code):
    result = plan(f"{HEADERS}|{headers}", f"{GOOD}|{row}")
    assert codes(result.problems) == [(2, column, code)]
    assert result.rows == ()


@pytest.mark.parametrize(
    ("headers", "row", "paid", "notices"),
    [
        ("Reste dû", "1200,00", "0", []),
        ("Reste dû", "", "0", []),
        ("Reste dû", "200,50", "999,50", []),
        ("Reste dû", "0", "1200", ["import_invoice_settled"]),
        ("Déjà payé", "", "0", []),
        ("Déjà payé", "0,00", "0", []),
        ("Déjà payé", "1200", "1200", ["import_invoice_settled"]),
        ("Déjà payé|Reste dû", "200|1000", "200", []),
    ],
)
def test_what_is_paid_from_either_column(headers, row, paid, notices):
    result = plan(f"{HEADERS}|{headers}", f"{GOOD}|{row}")
    assert result.problems == ()
    assert result.rows[0].paid == euros(paid)
    assert [notice.code for notice in result.notices] == notices


def test_the_balance_alone_is_the_amount():
    result = plan("N° facture|Client|Date facture|Échéance|Solde", "F-1|Durand|22/09/2026|22/10/2026|1000,00")
    assert (result.rows[0].amount, result.rows[0].paid) == (euros("1000"), euros("0"))


def test_the_balance_and_what_is_paid_make_the_amount():
    headers = "N° facture|Client|Date facture|Échéance|Solde|Déjà payé"
    result = plan(headers, "F-1|Durand|22/09/2026|22/10/2026|1000,00|200,00")
    assert (result.rows[0].amount, result.rows[0].paid) == (euros("1200"), euros("200"))
    assert (result.problems, result.notices) == ((), ())


@pytest.mark.parametrize(
    ("headers", "row", "paid", "finding"),
    [
        ("Statut", "Payée", "1200", "import_invoice_settled"),
        ("Statut", "PAID", "1200", "import_invoice_settled"),
        ("Statut|Reste dû", "Payée|0,00", "1200", "import_invoice_settled"),
        ("Statut|Reste dû", "Payée|200,00", None, "import_status_contradicts"),
        ("Statut|Déjà payé", "Réglée|200,00", None, "import_status_contradicts"),
        ("Statut", "Partiellement payée", None, "import_paid_part_missing"),
        ("Statut|Reste dû", "Partiellement payée|200,00", "1000", None),
        ("Statut", "Annulée", None, "import_invoice_not_claimed"),
        ("Statut", "Brouillon", None, "import_invoice_not_claimed"),
        ("Statut", "Draft", None, "import_invoice_not_claimed"),
        ("Statut", "En retard", "0", None),
        ("Statut", "overdue", "0", None),
        ("Statut", "", "0", None),
        ("Statut", "Chez Paul", "0", "import_status_unknown"),
        ("Type", "Facture", "0", None),
        ("Type", "Prestation", "0", None),
        ("Type", "Avoir", None, "import_not_an_invoice"),
        ("Type de pièce", "Credit Note", None, "import_not_an_invoice"),
        ("Type de pièce", "Devis", None, "import_not_an_invoice"),
    ],
)
def test_what_the_other_tool_called_paid_or_cancelled_is_not_open(headers, row, paid, finding):
    result = plan(f"{HEADERS}|{headers}", f"{GOOD}|{row}")
    assert [invoice.paid for invoice in result.rows] == ([] if paid is None else [euros(paid)])
    assert [found.code for found in (*result.problems, *result.notices)] == ([finding] if finding else [])


def test_an_unknown_status_is_told_once():
    result = plan(f"{HEADERS}|Statut", f"{GOOD}|Chez Paul", f"{GOOD}|Chez Paul".replace("F-1", "F-2"))
    assert [(notice.line, notice.column, notice.value) for notice in result.notices] == [
        (None, "Statut", "Chez Paul")
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("F-1|Durand|24/11/2026|24/12/2026|12", "import_issued_in_future"),
        ("F-1|Durand|22/09/2026|22/10/2062|12", "import_due_far"),
    ],
)
def test_what_is_only_a_notice(row, code):
    result = plan(HEADERS, row)
    assert [notice.code for notice in result.notices] == [code]
    assert len(result.rows) == 1


def test_a_delay_replaces_missing_due_dates():
    result = plan(
        HEADERS, "F-1|Durand|22/09/2026||12", "F-2|Durand|22/09/2026|01/10/2026|12", due_after_days=30
    )
    assert [invoice.due_on for invoice in result.rows] == [date(2026, 10, 22), date(2026, 10, 1)]
    without = plan("N° facture|Client|Date facture|TTC", "F-1|Durand|22/09/2026|12", due_after_days=30)
    assert without.rows[0].due_on == date(2026, 10, 22)


def test_without_due_dates_nor_a_delay_nothing_is_read():
    with pytest.raises(Refused) as refused:
        plan("N° facture|Client|Date facture|TTC", "F-1|Durand|22/09/2026|12")
    assert (refused.value.code, refused.value.facts) == ("import_column_missing", {"field": Field.DUE_ON})


def test_currencies_from_the_column_the_cell_or_the_assumption():
    result = plan(
        f"{HEADERS}|Devise",
        "F-1|Durand|22/09/2026|22/10/2026|12,00|USD",
        "F-2|Durand|22/09/2026|22/10/2026|12,00 €|",
        "F-3|Durand|22/09/2026|22/10/2026|12|",
        "F-4|Durand|22/09/2026|22/10/2026|1500|JPY",
        currency="CHF",
    )
    assert [str(invoice.amount) for invoice in result.rows] == [
        "12.00 USD",
        "12.00 EUR",
        "12.00 CHF",
        "1500 JPY",
    ]


def test_the_other_amounts_of_the_file_decide_an_open_column():
    result = plan(f"{HEADERS}|Déjà payé", "F-1|Durand|22/09/2026|22/10/2026|1,234|0.50")
    assert result.rows[0].amount == euros("1234")


def test_the_other_dates_of_the_file_decide_an_open_column():
    result = plan(HEADERS, "F-1|Durand|09/10/2026|10/22/2026|12")
    assert (result.rows[0].issued_on, result.rows[0].due_on) == (date(2026, 9, 10), date(2026, 10, 22))
    assert codes(result.notices) == [
        (None, "Date facture", "import_dates_month_first"),
        (None, "Échéance", "import_dates_month_first"),
    ]


@pytest.mark.parametrize(
    ("issued", "due", "notices"),
    [
        (
            "05/09/2026",
            "06/10/2026",
            [("Date facture", "import_dates_day_first"), ("Échéance", "import_dates_day_first")],
        ),
        ("46270", "46300", [("Date facture", "import_dates_excel"), ("Échéance", "import_dates_excel")]),
        ("2026-09-05", "22/10/2026", []),
    ],
)
def test_how_dates_were_read_is_said(issued, due, notices):
    result = plan(HEADERS, f"F-1|Durand|{issued}|{due}|12")
    assert len(result.rows) == 1
    assert [(notice.column, notice.code) for notice in result.notices] == notices


def test_dates_in_both_orders_are_reported_where_they_are_open():
    result = plan(
        HEADERS,
        "F-1|Durand|22/09/2026|22/10/2026|12",
        "F-2|Durand|09/23/2026|22/10/2026|12",
        "F-3|Durand|05/09/2026|22/10/2026|12",
    )
    assert codes(result.problems) == [(4, "Date facture", "import_date_ambiguous")]


def test_an_invoice_number_twice():
    result = plan(HEADERS, GOOD, "f-1|Petit|22/09/2026|22/10/2026|5", "F-01|Petit|22/09/2026|22/10/2026|5")
    assert codes(result.problems) == [(3, "N° facture", "import_invoice_twice")]
    assert result.problems[0].facts == {"first_line": 2}
    assert [invoice.number for invoice in result.rows] == ["F-1", "F-01"]


def test_all_the_problems_of_a_row_show_at_once():
    result = plan(f"{HEADERS}|E-mail|Envoyée le", "|  |x|y|z|e|s")
    assert sorted(problem.column for problem in result.problems) == [
        "Client", "Date facture", "E-mail", "Envoyée le", "Montant TTC", "N° facture", "Échéance",
    ]  # fmt: skip


def test_problems_come_in_the_order_of_the_file():
    result = plan(HEADERS, "F-0||x|22/10/2026|12", GOOD, "F-3|Durand|22/09/2026|22/10/2026|x")
    assert [problem.line for problem in result.problems] == [2, 2, 4]


# Whose invoice is it?

DURAND = KnownClient(1, "C001", "Menuiserie Durand")
PETIT = KnownClient(2, "", "Petit & Fils")
NAMESAKES = (KnownClient(3, "C003", "Martin"), KnownClient(4, "C004", "MARTIN"))
WITH_CODE = "N° facture|Code client|Client|Date facture|Échéance|Montant TTC"


def of(*cells):
    return "|".join(("F-1", *cells, "22/09/2026", "22/10/2026", "12"))


@pytest.mark.parametrize(
    ("headers", "row", "known", "findings"),
    [
        (WITH_CODE, of("C001", "Menuiserie Durand"), 1, []),
        (WITH_CODE, of("c001", ""), 1, []),
        (WITH_CODE, of("C001", "Durand"), 1, ["import_client_name_differs"]),
        (WITH_CODE, of("", "menuiserie  DURAND"), 1, []),
        (WITH_CODE, of("C077", "Petit & Fils"), 2, []),  # known without a code: the file brings it
        (WITH_CODE, of("C077", "Menuiserie Durand"), None, ["import_client_without_email"]),  # another code
        (WITH_CODE, of("", "Martin"), None, ["import_client_ambiguous", "import_client_without_email"]),
        (WITH_CODE, of("C004", "Martin"), 4, []),
        (WITH_CODE, of("C077", ""), None, ["import_client_unknown"]),
        (HEADERS, of("C001"), 1, []),  # one column of clients may hold codes
        (HEADERS, of("Petit & Fils"), 2, []),
        (HEADERS, of("Nouveau"), None, ["import_client_without_email"]),
    ],
)
def test_whose_invoice_it_is(headers, row, known, findings):
    result = plan(headers, row, clients=(DURAND, PETIT, *NAMESAKES))
    assert [finding.code for finding in (*result.problems, *result.notices)] == findings
    assert [invoice.known_client for invoice in result.rows] == ([] if result.problems else [known])


def test_one_code_may_not_name_two_clients():
    result = plan(WITH_CODE, of("C9", "Durand"), of("C9", "Dupont").replace("F-1", "F-2"), clients=())
    (problem,) = result.problems
    assert (problem.code, problem.line, problem.facts) == (
        "import_client_two_names",
        3,
        {"first_name": "Durand", "first_line": 2},
    )


def test_one_client_on_record_is_not_two_codes():
    rows = (of("C8", "Petit & Fils"), of("C9", "Petit & Fils").replace("F-1", "F-2"))
    (problem,) = plan(WITH_CODE, *rows, clients=(PETIT,)).problems
    assert (problem.code, problem.line) == ("import_client_two_references", 3)
    assert problem.facts == {"first": "C8", "first_line": 2, "name": "Petit & Fils"}


def test_a_client_to_be_made_has_one_address():
    headers = f"{HEADERS}|E-mail"
    rows = (
        f"{GOOD}|a@x.example",
        f"{GOOD}|".replace("F-1", "F-2"),
        f"{GOOD}|b@x.example".replace("F-1", "F-3"),
    )
    result = plan(headers, *rows, clients=())
    assert codes(result.problems) == [(4, "E-mail", "import_client_two_emails")]
    assert plan(headers, *rows, clients=ON_RECORD).problems == ()


def test_the_clients_that_a_file_asks_for():
    result = plan(
        "N° facture|Code client|Client|E-mail|Date facture|Échéance|Montant TTC",
        "F-1|C9|Durand||22/09/2026|22/10/2026|12",
        "F-2||Petit|p@petit.example|22/09/2026|22/10/2026|12",
        "F-3|c9|DURAND|d@durand.example|22/09/2026|22/10/2026|12",
        "F-4|C001|||22/09/2026|22/10/2026|12",
        clients=(DURAND,),
    )
    assert new_clients(result.rows) == (
        NewClient("C9", "Durand", "d@durand.example", (2, 4)),
        NewClient("", "Petit", "p@petit.example", (3,)),
    )
    assert [notice.code for notice in result.notices] == ["import_client_without_email"]


def test_fingerprints_follow_what_a_row_says():
    first = plan(HEADERS, "F-1|Durand|22/09/2026|22/10/2026|1 200,00 €", "F-2|Durand|22/09/2026|22/10/2026|5")
    again = plan(
        "Client|N° facture|Échéance|Date facture|Objet|Montant TTC",
        "Durand|F-2|2026-10-22|2026-09-22||5.00",
        "Durand|F-1|2026-10-22|2026-09-22||1200.00",
        clients=(),
    )
    changed = plan(HEADERS, "F-1|Durand|22/09/2026|22/10/2026|1 200,01 €")
    assert (first.rows[0].known_client, again.rows[0].known_client) == (7, None)
    assert (
        row_fingerprint(first.rows[0]) == row_fingerprint(again.rows[1]) != row_fingerprint(changed.rows[0])
    )
    assert file_fingerprint(first.rows) == file_fingerprint(again.rows)
    # Kept with what was imported: it may never change, or a second import of a file would not be recognised.
    assert (
        row_fingerprint(changed.rows[0]) == "16f25895fde2ebc811290427e29c69449a86914a676c73aed7be2661d8d49d6e"
    )
