"""One movement told by several files is one line; two equal movements stay two, whatever the files and their order."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.banking.same_lines import NEW, Found, KnownLine
from quitus.domain.banking.same_lines import known_lines as found_lines
from quitus.domain.banking.statement import Batch, StatementLine
from quitus.domain.money import Money

MONDAY, TUESDAY, SATURDAY = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 10)
IBAN = "FR7630006000011234567890189"


def told(label: str = "VIR SEPA RECU DUPONT FACTURE 12", minor: int = 1000, **more) -> StatementLine:
    wanted = {"booked": MONDAY, "value_date": None} | more
    return StatementLine(amount=Money(minor, "EUR"), label=label, **wanted)


def known(label: str = "VIR SEPA RECU DUPONT FACTURE 12", minor: int = 1000, **more) -> KnownLine:
    wanted = {"id": 1, "booked": MONDAY, "value_date": None, "file_format": "camt.053"} | more
    return KnownLine(amount=Money(minor, "EUR"), label=label, **wanted)


def known_lines(lines, file_format, record) -> list[int | None]:
    """The first line that each is; None for a new one."""
    return [next(iter(one.lines), None) for one in found_lines(lines, file_format, record)]


CSV = "CSV"
# Each: what it is, the line as a file tells it, that file's format, the line on record.
SAME = [
    ("the same file", told(), "camt.053", known()),
    ("another format, the same words", told("Vir SEPA reçu / DUPONT - facture 12"), CSV, known()),
    ("cut short", told("VIR SEPA RECU DUPONT F"), CSV, known()),
    ("other words around the payer's name", told("VIREMENT DE M. DUPONT"), CSV, known()),
    ("the number of the bank", told("VIR", bank_id="AB-12"), CSV, known("VIREMENT", bank_id="ab12")),
    ("its number, booked after the weekend", told(bank_id="7", booked=SATURDAY), CSV, known(bank_id="7")),
    ("the other's value date", told(booked=TUESDAY), CSV, known(value_date=TUESDAY)),
    ("the other's booking date", told(booked=TUESDAY, value_date=MONDAY), CSV, known()),
    ("one of them says nothing", told("VIREMENT"), CSV, known()),
    ("the account alone", told("LOYER", iban=IBAN), CSV, known("JANVIER", iban=IBAN)),
    ("the reference", told("A", reference="RF18 5390"), CSV, known("B", reference="rf185390")),
    ("the report of the day, its own number", told(bank_id="R1"), "camt.052", known(bank_id="S9")),
]
OTHER = [
    ("another amount", told(minor=1001), CSV, known()),
    ("the money that left", told(minor=-1000), CSV, known()),
    ("another day", told(booked=SATURDAY), CSV, known()),
    ("other payers", told("VIR SEPA RECU MARTIN"), CSV, known()),
    ("other words in one format", told("VIR SEPA RECU DUPONT"), "camt.053", known()),
    ("other numbers in one format", told(bank_id="1"), "camt.053", known(bank_id="2")),
    ("its number, months later", told(bank_id="7", booked=date(2026, 3, 5)), CSV, known(bank_id="7")),
]


@pytest.mark.parametrize("case", SAME, ids=[case[0] for case in SAME])
def test_it_is_the_same_line(case):
    _, line, file_format, on_record = case
    assert known_lines([line], file_format, [on_record]) == [1]


@pytest.mark.parametrize("case", OTHER, ids=[case[0] for case in OTHER])
def test_it_is_another_line(case):
    _, line, file_format, on_record = case
    assert known_lines([line], file_format, [on_record]) == [None]


def test_two_equal_transfers_are_two_whichever_file_told_one_of_them_first():
    assert known_lines([told(), told()], CSV, [known()]) == [1, None]
    assert known_lines([told(), told()], CSV, [known(), known(id=2)]) == [1, 2]
    assert known_lines([told()], CSV, [known(), known(id=2)]) == [1]


def test_a_batch_told_payer_by_payer_is_known_by_its_sum():
    batch = known("REMISE PRELEVEMENTS", 3000, file_format="camt.053")
    payers = [told("DUPONT", 1000), told("MARTIN", 1500), told("BERNARD", 500)]
    assert known_lines(payers, CSV, [batch]) == [1, 1, 1]
    assert known_lines(payers[:2], CSV, [batch]) == [None, None]
    assert known_lines([told("REMISE", 3000)], CSV, [known("DUPONT", 1000), known("MARTIN", 2000, id=2)]) == [
        1
    ]
    alone = known_lines([told("VIR MARTIN", 1000)], CSV, [known("VIR DUPONT", 1000)])
    assert alone == [None]  # one for one, it is another payer's


def batch(*minors: int, number: int = 3, bank_id: str | None = None) -> list[StatementLine]:
    """An entry that its file divides into payments."""
    whole = Batch(number, len(minors), Money(sum(minors), "EUR"), "REMISE", bank_id)
    return [told(f"PAYEUR {place}", minor, batch=whole) for place, minor in enumerate(minors)]


def divided(*minors: int, batch_id: str = "", **more) -> list[KnownLine]:
    return [
        known(
            f"PAYEUR {place}",
            minor,
            id=10 + place,
            statement=5,
            place=place,
            batch=1,
            batch_id=batch_id,
            **more,
        )
        for place, minor in enumerate(minors)
    ]


def test_payments_of_a_batch_divide_the_line_that_another_file_told():
    record = [known("REMISE", 3000), known("VIR BERNARD", 700, id=2)]
    found = found_lines([told("VIR BERNARD", 700), *batch(1000, 2000), told("AUTRE", 50)], CSV, record)
    assert found == [Found((2,)), Found((1,), divides=True), Found((1,), divides=True), NEW]


def test_a_line_is_the_payments_that_another_file_divided_it_into():
    found = found_lines([told("REMISE", 3000), told("AUTRE", 50)], CSV, divided(1000, 2000))
    assert found == [Found((10, 11)), NEW]


def test_of_two_lines_of_its_sum_a_batch_is_the_one_with_its_number():
    record = [known("VIR X", 3000), known("VIR Y", 3000, id=2, bank_id="E7")]
    assert found_lines(batch(1000, 2000, bank_id="E7"), CSV, record) == [Found((2,), divides=True)] * 2
    alone = [told("VIR X", 3000), told("VIR Y", 3000, bank_id="E7")]
    assert found_lines(alone, CSV, divided(1000, 2000, batch_id="E7")) == [NEW, Found((10, 11))]


def test_what_was_divided_is_known_when_either_file_tells_it_again():
    """The record after both came: the payments in their own words, and together in those of the whole."""
    whole = [known("REMISE", 3000, id=id_, statement=6, whole=False) for id_ in (10, 11)]
    record = [*divided(1000, 2000), *whole]
    assert found_lines([told("REMISE", 3000)], "camt.053", record) == [Found((10, 11))]
    assert found_lines([told("REMISE", 3000)] * 2, "camt.053", record) == [Found((10, 11)), NEW]
    assert found_lines([told("PAYEUR 0", 1000), told("PAYEUR 1", 2000)], "camt.053", record) == [
        Found((10,)),
        Found((11,)),
    ]


def test_payments_that_are_on_record_by_themselves_are_no_batch():
    record = [known("PAYEUR 0", 1000), known("VIR AUTRE", 3000, id=2)]
    assert found_lines(batch(1000, 2000), CSV, record) == [Found((1,)), NEW]


def test_where_a_format_told_a_line_its_own_words_decide():
    """The bank's own format tells another payer: it is another transfer, however little the other format says."""
    record = [known("VIR DUPONT 12"), known("VIREMENT", file_format=CSV)]
    assert found_lines([told("VIR MARTIN 13")], "camt.053", record) == [NEW]
    assert found_lines([told("VIR DUPONT 12")], "camt.053", record) == [Found((1,))]


def test_the_surest_pairs_come_first():
    """Two payers of one amount on one day: each keeps its own line, in whichever order a file tells them."""
    dupont, martin = known(), known("VIR SEPA RECU MARTIN FACTURE 13", id=2)
    lines = [told("VIREMENT"), told("MARTIN FACTURE 13"), told("DUPONT FACTURE 12")]
    assert known_lines(lines, CSV, [dupont, martin]) == [None, 2, 1]
    assert known_lines(lines[::-1], CSV, [martin, dupont]) == [1, 2, None]


LABELS = st.sampled_from(["VIR DUPONT 12", "VIR MARTIN", "VIREMENT", "", "LOYER JANVIER", "CB 0412"])
LINES = st.lists(st.tuples(LABELS, st.sampled_from([1000, -1000, 250])), max_size=8)


@given(LINES, st.sampled_from(["camt.053", CSV]))
@settings(max_examples=300)
def test_whoever_tells_the_same_day_again_adds_nothing(lines, file_format):
    record = [known(label, minor, id=place) for place, (label, minor) in enumerate(lines)]
    again = [told(label, minor) for label, minor in reversed(lines)]
    found = known_lines(again, file_format, record)
    assert sorted(found) == list(range(len(lines)))


@given(LINES, LINES)
@settings(max_examples=300)
def test_once_a_file_is_on_record_it_adds_nothing_whatever_was_there_before(told_before, told_now):
    record = [known(label, minor, id=place) for place, (label, minor) in enumerate(told_before)]
    lines = [told(label, minor) for label, minor in told_now]
    amounts = {place: minor for place, (_label, minor) in enumerate(told_before)}
    for place, found in enumerate(found_lines(lines, CSV, record)):
        label, minor = told_now[place]
        for line_id in found.lines or (100 + place,):
            whole = amounts.setdefault(line_id, minor) == minor
            more = {"id": line_id, "file_format": CSV, "statement": 9, "place": place, "whole": whole}
            record.append(known(label, minor, **more))
    assert None not in known_lines(lines, CSV, record)


def test_an_empty_record_knows_nothing():
    assert known_lines([told(), replace(told(), bank_id="1")], CSV, []) == [None, None]
