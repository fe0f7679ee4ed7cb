"""The keys that are stored for numbers, and the stretches of a label that find them by equality."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.matching.keys import (
    Strength,
    client_keys,
    instalment_keys,
    line_keys,
    number_keys,
)
from tests.domain.matching.facts import client, due, eur, line

FULL, DIGITS, SHORT, TAIL = Strength.FULL, Strength.DIGITS, Strength.SHORT, Strength.TAIL


@pytest.mark.parametrize(
    ("number", "keys"),
    [
        (
            "FA-2026-0147",
            {
                "fa20260147": FULL,
                "fa2026147": FULL,
                "fa260147": FULL,
                "fa26147": SHORT,
                "20260147": DIGITS,
                "2026147": DIGITS,
                "260147": TAIL,
                "26147": TAIL,
                "fa147": SHORT,
                "147": TAIL,
            },
        ),
        (
            "2026-0147",
            {
                "20260147": DIGITS,
                "2026147": DIGITS,
                "260147": TAIL,
                "26147": TAIL,
                "147": TAIL,
            },
        ),
        ("1187", {"1187": TAIL}),
        ("A-12", {"a12": SHORT, "12": TAIL}),
        ("FAC000123", {"fac000123": FULL, "fac123": SHORT, "000123": TAIL, "123": TAIL}),
        ("147/2026", {"1472026": DIGITS, "14726": TAIL, "147": TAIL}),
        ("Avoir", {}),
    ],
)
def test_number_keys(number, keys):
    assert number_keys(number) == keys


def test_a_last_part_that_looks_like_a_year_is_no_key():
    """ "FA-2026" begins every number of that year: it must not find invoice FA-2026-2026."""
    assert {"fa2026", "2026"}.isdisjoint(number_keys("FA-2026-2026"))
    assert number_keys("FA-2026-2026")["fa20262026"] is FULL


def test_a_glued_year_is_split_off():
    assert number_keys("F202600042")["42"] is TAIL
    assert number_keys("F202600042")["f2600042"] is FULL


def test_o_is_zero_on_both_sides():
    assert number_keys("FO-2O26-O1") == number_keys("FO-2026-01")
    assert number_keys("FO-2026-01")["f0202601"] is FULL


@pytest.mark.parametrize(
    "label",
    [
        "VIR SEPA FA-2026-0147",
        "VIR SEPA FA20260147",
        "VIR SEPA FA 2026 0147 MERCI",
        "VIR SEPA F A 2026-0147",
        "VIR SEPA FA 2O26 O147",
        "VIR SEPA FA2026 01 47",
        "VIR SEPA FA.2026/0147.",
        "VIR SEPA fa-2026-147",
        "VIR SEPA FA26-0147",
        "FACT 2026 0147",
        "VIR FACT147",
        "VIR M DELMAS FA147",
        "VIR M DELMAS FA 0147",
        "FACTURE N° 147",
        "FACTURES 145, 146 ET 147",
        "FACT (147)",
        "FACTURE 147 960,00 EUR",
        "FACTURE 147 DU 12/11/2026",
        "20260147",
        "FACT:2026-0147 DU 12.11.26",
    ],
)
def test_a_mangled_number_is_found_by_equality(label):
    assert line_keys(line(label, 96_000)).numbers & number_keys("FA-2026-0147").keys()


@pytest.mark.parametrize(
    "label",
    [
        "VIR SEPA DUPONT 2026",
        "VIR SEPA DUPONT 147",  # bare: it would find half the book
        "LOYER NOVEMBRE 2026",
        "147 RUE DES LILAS 25300 PONTARLIER",
        "CDE 147",
        "COMMANDE N 147",
        "CHQ 0000147",
        "BP 147",
        "VIR DU 14/7/2026",
        "REGLT 147,00 EUR",
        "REGLT 1 147,00",
        "REMISE DE 147 %",
        "ECHEANCE 14H7 147E",
        "FACTURE FA-2025-0147",
        "REF 2026014712",
        "TEL 0199000147",
    ],
)
def test_noise_finds_nothing(label):
    assert not line_keys(line(label, 96_000)).numbers & number_keys("FA-2026-0147").keys()


def test_the_lines_own_amount_is_never_a_number():
    keys = line_keys(line("FACT 147 960,00 SOLDE 960", 96_000)).numbers
    assert "147" in keys
    assert not {"960", "96000", "147960"} & keys


def test_references_and_accounts_are_known_by_their_check_digits():
    keys = line_keys(line("RF31 FA20 2600 0123 MERCI IBAN FR76 3000 6000 0112 3456 7890 189", 100))
    assert "rf31fa2026000123" in keys.references
    assert "fr7630006000011234567890189" in keys.ibans


@pytest.mark.parametrize("unit", ["1", "o", "a", "123 ", "rf18 5 ", "fr76 ", "12/11/2026 ", "de: ", "1,00 "])
@pytest.mark.timeout(10)
def test_a_hostile_label_costs_no_more_than_a_long_one(unit):
    assert "fa20260147" in line_keys(line("FA-2026-0147 " + unit * 200_000, 100)).numbers


def test_keys_of_the_reference_field():
    keys = line_keys(line("VIR", 100, reference="RF31 FA2026000123"))
    assert keys.references == {"rf31fa2026000123"}
    assert "fa20260147" in line_keys(line("VIR", 100, reference="FA-2026-0147")).numbers


def test_stored_keys_meet_those_of_a_line():
    item = due(1, 1, "FA-2026-0147", 96_000, reference="RF31FA2026000123")
    known = client(
        1, "Transports Delmas", ibans=frozenset({"FR76 3000 6000 0112 3456 7890 189"}), aliases=("Orsenne",)
    )
    seen = line_keys(
        line(
            "VIR SEPA RECU /DE DELMAS TRANSPORTS /MOTIF FA147 RF31FA2026000123",
            96_000,
            iban="FR7630006000011234567890189",
        )
    )
    stored, payer = instalment_keys(item), client_keys(known)
    assert stored.numbers & seen.numbers == {"fa147", "147"}
    assert stored.references & seen.references == {"rf31fa2026000123"}
    assert stored.amount == seen.amount == eur(96_000)
    assert payer.ibans == seen.ibans
    assert payer.names == {"delmas", "=transportsdelmas", "=delmastransport", "orsenne", "=orsenne"}
    assert payer.names & seen.names == {"delmas", "=delmastransport"}


@given(
    prefix=st.sampled_from(["FA", "F", "FAC", "INV", "FO", "AB", ""]),
    year=st.sampled_from(["2024", "2026", "26", ""]),
    mark=st.sampled_from(["-", "/", " ", "."]),
    sequence=st.integers(100, 99_999).filter(lambda n: not 1900 <= n < 2100),
    width=st.integers(3, 6),
)
def test_a_number_written_as_printed_or_with_blanks_is_always_found(prefix, year, mark, sequence, width):
    parts = [part for part in (prefix, year, f"{sequence:0{width}d}") if part]
    number = mark.join(parts)
    for written in (number, " ".join(parts)):
        found = line_keys(line(f"VIR SEPA FACTURE {written} MERCI", 1)).numbers
        assert found & number_keys(number).keys(), written
