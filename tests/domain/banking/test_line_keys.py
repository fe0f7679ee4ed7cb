"""The same line told twice has one key; two equal transfers have two."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.banking.line_keys import line_keys
from quitus.domain.banking.statement import LineStatus, StatementLine
from quitus.domain.money import Money

MONDAY, TUESDAY = date(2026, 1, 5), date(2026, 1, 6)
IBAN = "FR7630006000011234567890189"


def line(
    minor: int = 1000,
    label: str = "VIR DUPONT FACTURE 12",
    *,
    day: date = MONDAY,
    currency: str = "EUR",
    iban: str | None = IBAN,
    number: str | None = None,
    status: LineStatus = LineStatus.BOOKED,
) -> StatementLine:
    return StatementLine(
        booked=day,
        value_date=day,
        amount=Money(minor, currency),
        label=label,
        iban=iban,
        bank_id=number,
        status=status,
    )


@pytest.mark.parametrize(
    ("case", "first", "second"),
    [
        ("spaces and case", line(label="Vir  DUPONT facture 12"), line()),
        ("accents", line(label="VIR CRÉDIT"), line(label="VIR CREDIT")),
        ("punctuation that the bank adds", line(label="VIR/DUPONT-FACTURE:12"), line()),
        ("numbered: another label", line(number="A1", label="VIR SEPA"), line(number="A1")),
        ("numbered: the IBAN comes later", line(number="A1", iban=None), line(number="A1")),
        ("value date moved", replace(line(), value_date=TUESDAY), line()),
        ("name given only later", line(), replace(line(), counterparty="DUPONT SARL")),
    ],
)
def test_told_again_it_is_the_same_line(case: str, first: StatementLine, second: StatementLine) -> None:
    assert line_keys([first]) == line_keys([second]), case


@pytest.mark.parametrize(
    ("case", "second"),
    [
        ("another day", line(day=TUESDAY)),
        ("another amount", line(1001)),
        ("a refund of it", line(-1000)),
        ("another currency", line(currency="CHF")),
        ("another payer", line(iban="DE89370400440532013000")),
        ("another invoice", line(label="VIR DUPONT FACTURE 13")),
        ("announced, not booked", line(status=LineStatus.PENDING)),
    ],
)
def test_what_tells_two_lines_apart(case: str, second: StatementLine) -> None:
    assert line_keys([line()]) != line_keys([second]), case


def test_one_number_for_different_movements_does_not_make_them_one() -> None:
    batch = [line(1000, number="B7"), line(2000, number="B7"), line(-1000, number="B7", day=TUESDAY)]
    assert len(set(line_keys(batch))) == 3


@pytest.mark.parametrize("number", [None, "B7"])
def test_two_equal_transfers_of_one_day_are_two(number: str | None) -> None:
    first, second = line_keys([line(number=number), line(number=number)])
    assert first != second
    assert line_keys([line(number=number)]) == [first]


def test_a_key_is_24_hex_digits() -> None:
    (key,) = line_keys([line()])
    assert len(key) == 24
    assert int(key, 16) >= 0


def test_overlapping_statements_agree_on_the_days_they_share() -> None:
    monday = [line(500), line(), line(), line(900, number="A1")]
    tuesday = [line(day=TUESDAY), line(day=TUESDAY, number="A2")]
    of_monday, of_both = line_keys(monday), line_keys(monday + tuesday)
    assert of_both[:4] == of_monday
    assert line_keys(tuesday) == of_both[4:]


def test_the_report_of_the_day_then_its_statement() -> None:
    """At noon two equal transfers and one announced; in the evening three and the announced one booked."""
    noon = [line(), line(300, status=LineStatus.PENDING), line()]
    evening = [line(), line(), line(300), line()]
    at_noon, at_evening = line_keys(noon), line_keys(evening)
    booked_at_noon = {at_noon[0], at_noon[2]}
    assert booked_at_noon <= set(at_evening)
    assert len(set(at_evening) - booked_at_noon) == 2
    assert at_noon[1] not in at_evening


few = st.sampled_from([line(), line(2000), line(day=TUESDAY), line(number="A1"), line(2000, number="A1")])


@given(st.lists(few, max_size=12), st.randoms(use_true_random=False))
def test_keys_are_unique_and_order_within_the_file_does_not_change_the_set(lines, shuffler) -> None:
    keys = line_keys(lines)
    assert len(set(keys)) == len(lines)
    other_order = list(lines)
    shuffler.shuffle(other_order)
    assert set(line_keys(other_order)) == set(keys)


@given(st.lists(few, max_size=12), st.lists(few, max_size=6))
def test_a_day_that_grows_keeps_its_keys(so_far, later) -> None:
    assert line_keys(so_far + later)[: len(so_far)] == line_keys(so_far)
