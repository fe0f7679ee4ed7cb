"""Which payment a returned line takes back: cases with the expected verdict."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.banking.returned import ReturnKind
from quitus.domain.payments.returns import (
    MOST_FEE,
    PaidBefore,
    ReturnEvidence,
    ReturnLine,
    decide_return,
    names_number,
    possible,
    reference_key,
)

BOOKED = date(2026, 11, 24)


def line(minor=50_000, **fields):
    return ReturnLine(
        booked=BOOKED, minor=minor, currency="EUR", label=fields.pop("label", "REJET"), **fields
    )


def payment(id_=1, minor=50_000, days=4, **fields):
    fields.setdefault("method", "transfer")
    return PaidBefore(id_, BOOKED - timedelta(days=days), minor, "EUR", **fields)


def evidence(verdict):
    return [set(one.evidence) for one in verdict.candidates]


def test_reference_and_amount_are_certain():
    verdict = decide_return(
        line(originals=("E2E-0042",)), [payment(references=frozenset({"e2e 0042"})), payment(2)]
    )
    assert verdict.certain
    assert [one.payment_id for one in verdict.candidates] == [1, 2]


@pytest.mark.parametrize(
    ("name", "payments"),
    [
        ("the same reference twice", [{"references": frozenset({"E2E-0042"})}] * 2),
        ("another amount", [{"references": frozenset({"E2E-0042"}), "minor": 49_000}]),
        ("no reference", [{}]),
        ("another currency's reference", [{"references": frozenset({"E2E-0043"})}]),
        ("a reference too short to count", [{"references": frozenset({"42"})}]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_all_else_is_not_certain(name, payments):
    originals = ("42",) if "short" in name else ("E2E-0042",)
    found = [payment(id_, **fields) for id_, fields in enumerate(payments, 1)]
    assert not decide_return(line(originals=originals), found).certain


def test_two_that_fit_alike_are_tied():
    verdict = decide_return(line(), [payment(1), payment(2)])
    assert (verdict.certain, verdict.tied) == (False, True)


@pytest.mark.parametrize(
    ("kind", "method", "days", "fits"),
    [
        (ReturnKind.DEBIT, "transfer", 56, True),
        (ReturnKind.DEBIT, "transfer", 57, False),  # eight weeks; later only what names it
        (ReturnKind.CHEQUE, "cheque", 60, True),
        (ReturnKind.CHEQUE, "cheque", 61, False),
        (ReturnKind.TRANSFER, "transfer", 30, True),
        (ReturnKind.TRANSFER, "transfer", 31, False),
        (ReturnKind.TRANSFER, "cheque", 2, False),
        (ReturnKind.DEBIT, "cheque", 2, False),
        (ReturnKind.OTHER, "cheque", 2, True),
        (ReturnKind.CHEQUE, "cash", 2, False),
        (ReturnKind.OTHER, "transfer", -1, False),  # before it came
    ],
)
def test_an_amount_alone_fits_for_a_while(kind, method, days, fits):
    found = decide_return(line(kind=kind), [payment(days=days, method=method)])
    assert bool(found.candidates) is fits


@pytest.mark.parametrize(("days", "fits"), [(57, True), (396, True), (397, False)])
def test_what_names_it_fits_for_thirteen_months(days, fits):
    named = payment(days=days, references=frozenset({"E2E-0042"}))
    found = decide_return(line(kind=ReturnKind.DEBIT, originals=("E2E-0042",)), [named])
    assert found.certain is fits


def test_a_fee_within_the_line_needs_something_that_names_the_payment():
    assert not decide_return(line(51_200), [payment()]).candidates
    (found,) = decide_return(
        line(51_200, label="REJET FA-2026-0042"), [payment(numbers=("FA-2026-0042",))]
    ).candidates
    assert (found.minor, found.fee_minor) == (50_000, 1_200)
    assert not decide_return(
        line(50_000 + MOST_FEE + 1, label="REJET FA-2026-0042"), [payment(numbers=("FA-2026-0042",))]
    ).candidates


def test_a_part_needs_the_reference():
    assert not decide_return(
        line(20_000, label="FA-2026-0042"), [payment(numbers=("FA-2026-0042",))]
    ).candidates
    verdict = decide_return(
        line(20_000, originals=("E2E-0042",)), [payment(references=frozenset({"E2E-0042"}))]
    )
    (found,) = verdict.candidates
    assert (found.minor, found.fee_minor, verdict.certain) == (20_000, 0, False)


def test_what_speaks_for_it():
    told = line(
        label="REJET CHQ MENUISERIE ARNOULT FA 2026 0042",
        kind=ReturnKind.CHEQUE,
        iban="FR7610107001011234567890129",
    )
    known = payment(
        method="cheque",
        name="Menuiserie Arnoult",
        numbers=("FA-2026-0042",),
        ibans=frozenset({"FR7610107001011234567890129"}),
        told=True,
    )
    assert evidence(decide_return(told, [known])) == [
        {
            ReturnEvidence.NUMBER,
            ReturnEvidence.ACCOUNT,
            ReturnEvidence.NAME,
            ReturnEvidence.AMOUNT,
            ReturnEvidence.SOON,
            ReturnEvidence.METHOD,
            ReturnEvidence.TOLD_BEFORE,
        }
    ]


@pytest.mark.parametrize(
    ("minor", "label", "told", "certain"),
    [
        (50_000, "REJET VIR FA-2026-0042", True, True),
        (50_000, "REJET VIR FA-2026-0042", False, False),
        (50_000, "REJET VIR", True, False),
        (51_200, "REJET VIR FA-2026-0042", True, False),
    ],
)
def test_what_was_noted_already_is_joined_where_the_line_names_it(minor, label, told, certain):
    known = payment(numbers=("FA-2026-0042",), told=told)
    assert decide_return(line(minor, label=label), [known]).certain is certain


@pytest.mark.parametrize(
    ("text", "number", "found"),
    [
        ("REJET FA-2026-0042", "FA-2026-0042", True),
        ("rejet fa2026 0042.", "FA-2026-0042", True),
        ("REJET FA-2026-00421", "FA-2026-0042", False),
        ("REJET XFA-2026-0042", "FA-2026-0042", False),
        ("REJET 42", "42", False),  # too short
        ("REJET ABCDE", "ABCDE", False),  # no digit
        ("", "FA-2026-0042", False),
        ("REJET 2026/0042", "2026-0042", True),
    ],
)
def test_a_number_amid_words(text, number, found):
    assert names_number(text, number) is found


def test_keys_of_references():
    assert reference_key("E2E / 0042-é") == "e2e0042e"
    assert reference_key("n° 1") == ""
    assert not possible(ReturnKind.OTHER, "cash")


@given(
    st.lists(
        st.tuples(st.integers(1, 99_999), st.integers(-5, 500), st.sampled_from(["A-1234", "B-1234", ""]))
    ),
    st.sampled_from(["A-1234", "B-1234"]),
    st.integers(1, 99_999),
)
def test_whoever_is_certain_has_the_reference_and_the_amount_alone(rows, original, minor):
    payments = [
        payment(id_, amount, days, references=frozenset({reference} - {""}))
        for id_, (amount, days, reference) in enumerate(rows, 1)
    ]
    verdict = decide_return(line(minor, originals=(original,)), payments)
    fitting = [
        one.id
        for one in payments
        if one.minor == minor and original in one.references and 0 <= (BOOKED - one.received).days <= 396
    ]
    assert verdict.certain is (len(fitting) == 1)
    if verdict.certain:
        assert verdict.candidates[0].payment_id == fitting[0]
    assert all(one.minor <= minor and one.minor + one.fee_minor <= minor for one in verdict.candidates)
