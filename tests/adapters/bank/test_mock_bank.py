"""Files made by mock-bank, an independent program: real payments, over a real port, on its own clock."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from quitus.domain.banking.line_keys import line_keys
from quitus.domain.banking.statement import BankFile, StatementLine
from tests.adapters.bank.reading import booked_totals, independent_totals, read
from tests.mock_bank import MockBank, mock_bank

PAYER = "DE89370400440532013000"
MONDAY = date(2026, 3, 2)


def files(bank: MockBank, kind: str) -> list[tuple[bytes, BankFile]]:
    """The waiting messages of that kind for our account, each with what we read in it."""
    found = [(document, read(document)) for document in bank.documents(kind)]
    return [
        (document, file) for document, file in found if file.statements[0].account == "NL41MOCK0000000001"
    ]


@pytest.fixture(scope="module")
def running() -> Iterator[MockBank]:
    with mock_bank(MONDAY) as bank:
        yield bank


@pytest.fixture
def bank(running: MockBank) -> MockBank:
    """The bank as on its first morning."""
    running.ask("POST", "/_mock/reset")
    return running


def test_a_day_at_the_bank(bank: MockBank) -> None:
    payer = {"name": "Éditions du Phare", "iban": PAYER}
    bank.credit(125_000, debtor=payer, note="FACTURE FA-2026-0012", end_to_end_id="E2E-1")
    bank.credit(48_000, debtor=payer, reference="RF18539007547034")
    for _ in range(2):
        bank.credit(9_900, debtor={"name": "Dupont"}, note="abonnement mars")
    bank.ask("POST", "/_mock/accounts/ACME/report")
    ((_, report),) = files(bank, "camt.052")
    bank.ask("POST", "/_mock/advance?days=1")
    ((document, file),) = files(bank, "camt.053")
    (statement,) = file.statements

    assert file.format == "camt.053"
    assert booked_totals(file) == independent_totals(document)
    assert (statement.balanced, statement.problems) == (True, ())
    assert (statement.currency, str(statement.opening.amount)) == ("EUR", "125000.00 EUR")
    assert (str(statement.closing.amount), statement.closing.day) == ("126928.00 EUR", MONDAY)
    assert [(line.amount.decimal, line.label, line.reference) for line in statement.lines] == [
        (Decimal("1250.00"), "FACTURE FA-2026-0012", "E2E-1"),
        (Decimal("480.00"), "", "RF18539007547034"),
        (Decimal("99.00"), "abonnement mars", None),
        (Decimal("99.00"), "abonnement mars", None),
    ]
    assert [(line.counterparty, line.iban) for line in statement.lines[:3]] == [
        ("Éditions du Phare", PAYER),
        ("Éditions du Phare", PAYER),
        ("Dupont", None),
    ]
    same_day(report, statement.lines)
    notified = [line for _, told in files(bank, "camt.054") for line in told.statements[0].lines]
    assert sorted(line_keys(notified)) == sorted(line_keys(statement.lines))


def same_day(report: BankFile, lines: tuple[StatementLine, ...]) -> None:
    """The report made during the day knows the same four lines, and says so of its balance."""
    (told,) = report.statements
    assert report.format == "camt.052"
    assert told.balanced is True
    assert told.closing is not None
    assert told.closing.interim
    assert line_keys(told.lines) == line_keys(lines)
    assert len(set(line_keys(lines))) == 4


@pytest.mark.parametrize("width", [35, 70, 140])
def test_a_number_that_the_bank_cuts_in_two_is_whole_again(bank: MockBank, width: int) -> None:
    note = (
        "Reglement de votre facture FA-2026-0012 du 15 janvier et de la facture FA-2026-0027 merci beaucoup"
    )
    bank.credit(100, note=note, wrap=width)
    (_, file), *_ = files(bank, "camt.054")
    assert file.statements[0].lines[0].label == note


def test_a_statement_with_a_hole_does_not_balance(bank: MockBank) -> None:
    bank.ask("PATCH", "/_mock/accounts/ACME", {"behaviour": "statement-gap"})
    bank.credit(10_000)
    bank.credit(5_000)
    bank.ask("POST", "/_mock/advance?days=1")
    ((_, file),) = files(bank, "camt.053")
    (statement,) = file.statements
    assert (len(statement.lines), statement.balanced) == (1, False)


def test_days_follow_each_other(bank: MockBank) -> None:
    bank.credit(10_000)
    bank.ask("POST", "/_mock/advance?days=3")
    statements = [file.statements[0] for _, file in files(bank, "camt.053")]
    assert [statement.balanced for statement in statements] == [True, True, True]
    for before, after in pairwise(statements):
        assert before.closing.amount == after.opening.amount
