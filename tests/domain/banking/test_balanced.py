"""Opening + booked lines = closing, or honestly unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.banking.statement import (
    Balance,
    BankFile,
    LineStatus,
    ReadProblem,
    Statement,
    StatementLine,
)
from quitus.domain.money import Money

DAY = date(2026, 1, 5)
BLOCKING = ReadProblem("l. 3", "bank_amount_unreadable")
HARMLESS = ReadProblem("l. 1", "bank_account_check_digits", blocks=False)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def line(amount: Money, status: LineStatus = LineStatus.BOOKED) -> StatementLine:
    return StatementLine(booked=DAY, value_date=None, amount=amount, label="VIR", status=status)


def statement(opening, closing, *lines, problems=(), interim=False) -> Statement:
    return Statement(
        account="FR7630006000011234567890189",
        currency="EUR",
        opening=None if opening is None else Balance(opening, DAY),
        closing=None if closing is None else Balance(closing, DAY, interim),
        lines=lines,
        problems=tuple(problems),
    )


PENDING = LineStatus.PENDING


@pytest.mark.parametrize(
    ("case", "told", "expected"),
    [
        ("adds up", statement(eur(1000), eur(1250), line(eur(500)), line(eur(-250))), True),
        ("one cent is missing", statement(eur(1000), eur(1251), line(eur(250))), False),
        ("nothing moved", statement(eur(0), eur(0)), True),
        ("overdrawn at both ends", statement(eur(-500), eur(-700), line(eur(-200))), True),
        ("pending is not counted", statement(eur(0), eur(100), line(eur(100)), line(eur(50), PENDING)), True),
        ("no opening", statement(None, eur(100), line(eur(100))), None),
        ("no closing", statement(eur(0), None, line(eur(100))), None),
        ("unreadable line", statement(eur(0), eur(100), line(eur(100)), problems=[BLOCKING]), None),
        ("unreadable line, off anyhow", statement(eur(0), eur(1), problems=[BLOCKING]), None),
        ("remark without weight", statement(eur(0), eur(100), line(eur(100)), problems=[HARMLESS]), True),
        ("booked in another currency", statement(eur(0), eur(100), line(Money(100, "CHF"))), None),
        ("closing in another currency", statement(eur(0), Money(0, "CHF")), None),
        ("pending in another currency", statement(eur(0), eur(0), line(Money(1, "CHF"), PENDING)), True),
        ("interim that agrees", statement(eur(0), eur(100), line(eur(100)), interim=True), True),
        ("interim of a partial report", statement(eur(0), eur(900), line(eur(100)), interim=True), None),
    ],
)
def test_balanced(case: str, told: Statement, expected: bool | None) -> None:
    assert told.balanced is expected, case


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(-(10**9), 10**9)), st.integers(-3, 3))
def test_balanced_says_exactly_whether_the_sum_is_the_closing(opening, amounts, error) -> None:
    told = statement(eur(opening), eur(opening + sum(amounts) + error), *(line(eur(a)) for a in amounts))
    assert told.balanced is (error == 0)


def test_the_problems_of_a_file_are_those_of_its_statements_then_its_own() -> None:
    own = ReadProblem("notice.pdf", "bank_member_unknown", blocks=False)
    told = statement(eur(0), eur(0), problems=[BLOCKING, HARMLESS])
    assert list(BankFile("camt.053", (told,), (own,)).every_problem()) == [BLOCKING, HARMLESS, own]
