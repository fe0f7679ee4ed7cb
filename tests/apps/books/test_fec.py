"""The FEC of a year: what is in it, in which order, and that the tax office's rules are kept."""

import io
from datetime import date

import pytest

from quitus.apps.books.actions import Booking, post
from quitus.apps.books.closing import close_books
from quitus.apps.books.fec import fec_rows, prepare_fec, write_fec_to
from quitus.apps.books.models import Journal
from quitus.apps.books.years import financial_year_of, name_financial_year
from quitus.apps.clients.models import Client
from quitus.apps.organisations.models import Organisation
from quitus.apps.payments.doubtful import mark_doubtful
from quitus.apps.payments.models import ReductionKind
from quitus.apps.payments.reductions import NewReduction, reduce
from quitus.domain.books.entries import unidentified_receipt
from quitus.domain.books.fec.check import check_fec
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.apps.books.business import a_quarter, bank_line, invoice, payment
from tests.record import CAMILLE, a_client, euros

NEW_YEAR = date(2027, 1, 10)
LAST_DAY = date(2026, 12, 31)


def export(day: date = LAST_DAY, *, today: date = NEW_YEAR, provisional: bool = False):
    """The file as check_fec sees it, and its rows."""
    year = financial_year_of(day)
    fec = prepare_fec(year, today=today, provisional=provisional)
    file = io.BytesIO()
    lines = write_fec_to(file, fec)
    report = check_fec([file.getvalue()], name=fec.name, closing=year.last, first=year.first)
    assert lines == report.lines
    assert [(one.code, one.line, dict(one.facts)) for one in report.problems] == []
    return fec, list(fec_rows(fec)), file.getvalue().decode()


def close(until: date = LAST_DAY, on: date = NEW_YEAR) -> None:
    close_books(until, on=on, actor=CAMILLE)


def test_a_year_of_everything_passes_the_check_with_its_letters(inside):
    quarter = a_quarter()
    close()
    fec, rows, text = export()
    assert (fec.name, fec.open_entries) == ("732829320FEC20261231.txt", 0)
    assert {row.valid_date for row in rows} == {NEW_YEAR}
    assert sum(row.debit - row.credit for row in rows) == 0
    lettered = {
        (row.client, row.document, row.debit - row.credit): (row.lettering, row.lettered_on)
        for row in rows
        if row.account == "411000"
    }
    code, papers = f"C{quarter.second}", quarter.documents
    assert lettered == {
        ("CLI-7", "FA-1", 120_000): ("AA", date(2026, 1, 25)),
        ("CLI-7", papers["january 20"], -70_000): ("AA", date(2026, 1, 25)),
        ("CLI-7", papers["january 25"], -50_000): ("AA", date(2026, 1, 25)),
        ("CLI-7", "FA-2", 30_000): ("AB", date(2026, 2, 20)),
        ("CLI-7", "AV-1", -6_000): ("AB", date(2026, 2, 20)),
        ("CLI-7", papers["february"], -24_000): ("AB", date(2026, 2, 20)),
        (code, papers["mistaken"], -8_050): ("AA", date(2026, 2, 5)),
        (code, papers["mistaken"], 8_050): ("AA", date(2026, 2, 5)),
        (code, "FA-3", 8_050): ("AB", date(2026, 3, 10)),
        (code, papers["march"], -10_000): ("AB", date(2026, 3, 10)),
        (code, papers["back"], 1_950): ("AB", date(2026, 3, 10)),
    }
    assert "\tBerthier / Fils 'Élan'\t" in text


def test_the_line_of_the_fact_sheet_in_its_order(inside):
    """The eighteen fields of V9.2, here of an opening claim."""
    client = a_client("DUPONT SARL")
    invoice(client, "F202600042", "1200.00", date(2026, 9, 15))
    close()
    _, _, text = export()
    assert text.split("\r\n")[1].split("\t") == [
        *("AN", "À nouveaux", "AN000001", "20260915", "411000", "Clients", f"C{client}", "DUPONT SARL"),
        *(
            "F202600042",
            "20260915",
            "Reprise facture F202600042",
            "1200,00",
            "0,00",
            "",
            "",
            "20270110",
            "",
            "",
        ),
    ]


def test_a_partly_paid_invoice_has_no_letter(inside):
    client = a_client()
    invoice(client, "FA-1", "100.00", date(2026, 1, 5))
    invoice(client, "FA-2", "50.00", date(2026, 1, 6))
    payment(client, "120.00", date(2026, 1, 20))  # the first, and twenty of the second
    close()
    _, rows, _ = export()
    assert {row.lettering for row in rows} == {""}
    payment(client, "30.00", date(2027, 1, 3))
    _, rows, _ = export()
    assert {(row.lettering, row.lettered_on) for row in rows if row.client} == {("AA", date(2027, 1, 3))}


def test_opening_entries_come_first_and_numbers_follow_the_closings(inside):
    bank_line(1, 100, date(2026, 1, 3))
    invoice(a_client(), "FA-1", "100.00", date(2026, 2, 5))
    bank_line(2, 100, date(2026, 2, 3))
    close(date(2026, 1, 31), on=date(2026, 2, 5))
    close(date(2026, 2, 28), on=date(2026, 3, 5))
    bank_line(3, 300, date(2026, 2, 14))  # late: the first of March
    close()
    _, rows, _ = export()
    told = [(row.number, row.entry_date, row.document_date, row.valid_date) for row in rows[::2]]
    assert told == [
        ("AN000001", date(2026, 2, 5), date(2026, 2, 5), date(2026, 3, 5)),
        ("BQ000001", date(2026, 1, 3), date(2026, 1, 3), date(2026, 2, 5)),
        ("BQ000002", date(2026, 2, 3), date(2026, 2, 3), date(2026, 3, 5)),
        ("BQ000003", date(2026, 3, 1), date(2026, 2, 14), NEW_YEAR),
    ]


def test_the_next_year_opens_with_what_was_left_clients_in_detail(inside):
    client = a_client()
    invoice(client, "FA-1", "100.00", date(2026, 1, 5))
    invoice(client, "FA-2", "50.00", date(2026, 1, 6))
    payment(client, "100.00", date(2026, 1, 20))
    invoice(client, "FA-3", "70.00", date(2027, 1, 4))
    paid = payment(client, "50.00", date(2027, 2, 1))
    close(date(2027, 12, 31), on=date(2028, 1, 10))
    _, rows, _ = export(date(2027, 6, 30), today=date(2028, 1, 10))
    assert [
        (row.number, row.account, row.document, row.debit, row.credit, row.lettering) for row in rows
    ] == [
        ("AN000001", "512000", "AN2027", 10_000, 0, ""),
        ("AN000001", "890000", "AN2027", 0, 15_000, ""),
        ("AN000001", "411000", "FA-2", 5_000, 0, "AB"),
        ("AN000002", "411000", "FA-3", 7_000, 0, ""),
        ("AN000002", "890000", "FA-3", 0, 7_000, ""),
        ("BQ000001", "512000", f"R{paid.id}", 5_000, 0, ""),
        ("BQ000001", "411000", f"R{paid.id}", 0, 5_000, "AB"),
    ]
    assert {row.entry_date for row in rows[:3]} == {date(2027, 1, 1)}


def test_a_doubtful_claim_is_lettered_on_both_its_accounts_over_the_years(inside):
    """Called doubtful in one year, paid in the next: what opens 416 bears the letter of what closes it."""
    client = a_client()
    owed = invoice(client, "FA-1", "120.00", date(2026, 1, 5))
    mark_doubtful(
        owed.id, euros("50.00"), "Ne répond plus", client_id=client, on=date(2026, 12, 1), actor=CAMILLE
    )
    payment(client, "120.00", date(2027, 2, 1))
    close(date(2027, 12, 31), on=date(2028, 1, 10))
    _, rows, _ = export(date(2027, 6, 30), today=date(2028, 1, 10))
    letters = {
        (row.number[:2], row.account, row.debit - row.credit): row.lettering
        for row in rows
        if row.account in ("411000", "416000")
    }
    assert letters == {
        ("AN", "411000", 12_000): "AA",
        ("AN", "411000", -12_000): "AB",
        ("AN", "416000", 12_000): "AB",
        ("OD", "411000", 12_000): "AB",
        ("OD", "416000", -12_000): "AB",
        ("BQ", "411000", -12_000): "AA",
    }
    assert {row.account_label for row in rows if row.account == "129000"} == {
        "Résultat de l'exercice (perte)"
    }


def test_a_set_off_is_lettered_on_the_client_s_account_alone(inside):
    client = a_client()
    owed = invoice(client, "FA-1", "120.00", date(2026, 1, 5))
    new = NewReduction(
        kind=ReductionKind.SET_OFF,
        client_id=client,
        parts={owed.id: euros("120.00")},
        happened_on=date(2026, 2, 1),
        slot="set-off",
    )
    reduce(new, on=date(2026, 2, 1), actor=CAMILLE)
    close()
    _, rows, _ = export()
    assert {(row.account, row.lettering) for row in rows if row.client} == {("411000", "AA"), ("401000", "")}


def test_balances_that_came_to_nothing_open_nothing(inside):
    bank_line(1, 100, date(2025, 5, 3))
    bank_line(2, -100, date(2025, 5, 4))
    invoice(a_client(), "FA-1", "100.00", date(2026, 1, 5))
    close()
    _, rows, _ = export()
    assert [row.number for row in rows] == ["AN000001", "AN000001"]


def test_an_open_year_is_refused_unless_provisional(inside):
    a_quarter()
    close(date(2026, 1, 31), on=date(2026, 4, 1))
    with pytest.raises(Refused) as refusal:
        export(today=date(2026, 4, 2))
    assert (refusal.value.code, refusal.value.facts) == (
        "fec_year_open",
        {"first_open": date(2026, 2, 1), "last": LAST_DAY},
    )
    fec, rows, _ = export(today=date(2026, 4, 2), provisional=True)
    assert fec.open_entries == len({row.number for row in rows if row.valid_date == date(2026, 4, 2)}) == 6
    before = [row.number for row in rows]
    close()
    assert [row.number for row in export()[1]] == before  # nothing came in between


def test_the_year_a_firm_named(inside):
    name_financial_year(date(2025, 10, 1), LAST_DAY, on=NEW_YEAR, actor=CAMILLE)
    bank_line(1, 100, date(2025, 11, 3))
    close()
    assert export()[0].year.first == date(2025, 10, 1)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"siren": ""}, "fec_siren_missing"),
        ({"siren": "123456789"}, "fec_siren_wrong"),
        ({"currency": "CHF"}, "fec_not_in_euros"),
    ],
)
def test_firms_without_a_fec(inside, changed, code):
    bank_line(1, 100, date(2026, 11, 3))
    close()
    Organisation.objects.filter(id=inside.id).update(**changed)
    with pytest.raises(Refused) as refusal:
        export()
    assert refusal.value.code == code


def test_a_year_without_anything(inside):
    with pytest.raises(Refused, match="fec_year_empty"):
        export()


def test_two_clients_never_share_a_code(inside):
    first, second = a_client("Un", ""), a_client("Deux", "")
    Client.objects.filter(id=second).update(number=f"C{first}")
    invoice(first, "FA-1", "100.00", date(2026, 1, 5))
    invoice(second, "FA-2", "100.00", date(2026, 1, 5))
    close()
    _, rows, _ = export()
    assert {(row.client, row.client_label) for row in rows if row.client} == {
        (f"CC{first}", "Un"),
        (f"C{first}", "Deux"),
    }


def test_another_currency_on_the_paper(inside):
    dollars = Money(10_000, "USD")
    entry = unidentified_receipt(9_200)
    post(Booking("l:1", Journal.BANK, date(2026, 5, 4), "L1", "Wire", entry, "EUR", original=dollars))
    close()
    _, rows, text = export()
    assert [row.in_currency for row in rows] == [dollars, dollars]
    assert text.count("\t100,00\tUSD\r\n") == 2
