"""How a line of an MT940 is read: days, marks, amounts, references; and what is told of one that cannot be."""

from datetime import date

import pytest

from tests.adapters.bank.mt_files import TEN, mt940
from tests.adapters.bank.reading import lines_of, read


def only(line: str, *below: str, opening: str = ":60F:C260104EUR0,00"):
    (found,) = lines_of(mt940(f":61:{line}", *below, opening=opening))
    return found


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("C10,00NTRFNONREF", "10.00"),
        ("D10,00NTRFNONREF", "-10.00"),
        ("RC10,00NTRFNONREF", "-10.00"),  # a credit taken back
        ("RD10,00NTRFNONREF", "10.00"),
        ("CR10,00NTRFNONREF", "10.00"),  # R of EUR
        ("DR10,00NTRFNONREF", "-10.00"),
        ("RCR10,00NTRFNONREF", "-10.00"),
        ("RDR10,00NTRFNONREF", "10.00"),
        ("C10,NTRFNONREF", "10.00"),
        ("C10,5NTRFNONREF", "10.50"),
        ("C,05NTRFNONREF", "0.05"),
        ("C0,00NTRFNONREF", "0.00"),
        ("DR000000000001,62NTRFNONREF", "-1.62"),
        ("C 10,00 NTRFNONREF", "10.00"),
        ("C10,00S103NONREF", "10.00"),
        ("C10,00FCHKNONREF", "10.00"),
        ("C10,00MCI0NONREF", "10.00"),
        ("C10,00S   X", "10.00"),
        ("C10,00S", "10.00"),
    ],
)
def test_mark_and_amount(written: str, amount: str) -> None:
    assert str(only(f"2601050105{written}").amount) == f"{amount} EUR"


@pytest.mark.parametrize(
    ("case", "written", "booked", "value_date"),
    [
        ("both", "2601050106", date(2026, 1, 6), date(2026, 1, 5)),
        ("no entry date", "260105", date(2026, 1, 5), date(2026, 1, 5)),
        ("an entry date of zeros", "2601050000", date(2026, 1, 5), date(2026, 1, 5)),
        ("an entry date of blanks", "260105    ", date(2026, 1, 5), date(2026, 1, 5)),
        ("entered after New Year", "2512310102", date(2026, 1, 2), date(2025, 12, 31)),
        ("entered before New Year", "2601021231", date(2025, 12, 31), date(2026, 1, 2)),
        ("half a year away", "2607010102", date(2026, 1, 2), date(2026, 7, 1)),
        ("a leap day", "2402290229", date(2024, 2, 29), date(2024, 2, 29)),
        ("30 February", "2602300301", date(2026, 3, 1), None),
        ("30 February before New Year", "2502300228", date(2025, 2, 28), None),
        ("a value date of zeros", "0000000105", date(2026, 1, 5), None),
        ("the last century", "9901040104", date(1999, 1, 4), date(1999, 1, 4)),
    ],
)
def test_days(case: str, written: str, booked: date, value_date: date | None) -> None:
    line = only(f"{written}C10,00NTRFNONREF")
    assert (line.booked, line.value_date) == (booked, value_date), case


def test_a_value_date_that_does_not_exist_is_told_and_blocks_nothing() -> None:
    (found,) = read(mt940(":61:2602300301C10,00NTRFNONREF")).statements
    (problem,) = found.problems
    assert (problem.code, problem.facts["text"], problem.blocks) == (
        "bank_value_date_unreadable",
        "260230",
        False,
    )
    assert (problem.where, found.balanced) == (":61: l.5", True)


@pytest.mark.parametrize(
    ("written", "reference", "bank_id"),
    [
        ("NONREF", None, None),
        ("NONREF//55555", None, "55555"),
        ("FA-12//B1", "FA-12", "B1"),
        ("FA-12", "FA-12", None),
        ("//B1", None, "B1"),
        ("TFNr 40005 MSGID//0724", "TFNr 40005 MSGID", "0724"),
        ("KREF+//0724", None, "0724"),
        ("EREF            ", None, None),
        ("0000549855700010//025498557/000001", "0000549855700010", "025498557/000001"),
        ("N", None, None),
        ("X//NONREF", None, None),
        ("Dépôt//é", "Dépôt", "é"),
    ],
)
def test_references(written: str, reference: str | None, bank_id: str | None) -> None:
    line = only(f"2601050105C10,00NTRF{written}")
    assert (line.reference, line.bank_id) == (reference, bank_id)


@pytest.mark.parametrize(
    ("case", "lines"),
    [
        ("before the amount", ("2601050105CR", "10,00NTRFFA-12//B1")),
        ("amid the amount", ("2601050105CR1", "0,00NTRFFA-12//B1")),
        ("behind the comma", ("2601050105CR10,", "00NTRFFA-12//B1")),
        ("before the day", ("", "2601050105CR10,00NTRFFA-12//B1")),
    ],
)
def test_a_line_cut_in_two(case: str, lines: tuple[str, str]) -> None:
    line = only("\n".join(lines), ":86:WORDS")
    assert (str(line.amount), line.reference, line.bank_id, line.label) == (
        "10.00 EUR",
        "FA-12",
        "B1",
        "WORDS",
    ), case


def test_details_below_the_line_stand_in_for_words() -> None:
    assert only("2601050105C10,00NTRFNONREF//B1\nCard transaction").label == "Card transaction"
    assert only("2601050105C10,00NTRFNONREF//B1\nCard transaction", ":86:Café").label == "Café"


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("2601050105C10,00NTRFFA-12", "FA-12"),
        ("2601050105C10,00NTRFNONREF", "NTRF"),
        ("2601050105C10,00S   X", "S"),
    ],
)
def test_a_line_without_words_says_what_it_can(line: str, label: str) -> None:
    assert only(line).label == label


UNREADABLE = [
    ("amount without comma", "2601050105C10NTRFNONREF", "bank_movement_unreadable"),
    ("amount with a point", "2601050105C10.00NTRFNONREF", "bank_movement_unreadable"),
    ("amount with thousands", "2601050105C1.010,00NTRFNONREF", "bank_movement_unreadable"),
    ("amount with two commas", "2601050105C1,0,0NTRFNONREF", "bank_movement_unreadable"),
    ("amount with a letter", "2601050105C1O,00NTRFNONREF", "bank_movement_unreadable"),
    ("negative amount", "2601050105C-10,00NTRFNONREF", "bank_movement_unreadable"),
    ("a comma alone", "2601050105C,NTRFNONREF", "bank_amount_unreadable"),
    ("thousandths of a euro", "2601050105C10,005NTRFNONREF", "bank_amount_unreadable"),
    ("absurd amount", f"2601050105C{'9' * 25},00NTRFNONREF", "bank_amount_unreadable"),
    ("a zero amid the amount", "2601050105C1\x000,00NTRFNONREF", "bank_movement_unreadable"),
    ("no mark", "260105010510,00NTRFNONREF", "bank_movement_unreadable"),
    ("another mark", "2601050105X10,00NTRFNONREF", "bank_movement_unreadable"),
    ("no kind", "2601050105C10,00", "bank_movement_unreadable"),
    ("no amount", "2601050105CNTRFNONREF", "bank_movement_unreadable"),
    ("short day", "26015C10,00NTRFNONREF", "bank_movement_unreadable"),
    ("month 13", "261305C10,00NTRFNONREF", "bank_date_unreadable"),
    ("30 February alone", "260230C10,00NTRFNONREF", "bank_date_unreadable"),
    ("30 February entered", "2602280230C10,00NTRFNONREF", "bank_date_unreadable"),
    ("nothing but zeros", "000000C10,00NTRFNONREF", "bank_date_unreadable"),
    ("superscript digits", "26010²C10,00NTRFNONREF", "bank_movement_unreadable"),
    ("nothing", "", "bank_movement_unreadable"),
]


@pytest.mark.parametrize(("case", "line", "code"), UNREADABLE, ids=lambda value: str(value)[:24])
def test_an_unreadable_line_is_kept_shown_and_blocks_the_balance(case: str, line: str, code: str) -> None:
    (found,) = read(mt940(TEN, f":61:{line}", ":86:VIR DUPONT")).statements
    assert [str(one.amount) for one in found.lines] == ["10.00 EUR"]
    (problem,) = found.problems
    assert (problem.code, problem.where, problem.blocks) == (code, ":61: l.6", True)
    assert "VIR DUPONT" in str(problem.facts["line"])
    assert found.balanced is None


def test_two_equal_lines_stay_two_in_the_order_of_the_file() -> None:
    lines = lines_of(mt940(TEN, ":61:2601050105D3,00NTRFNONREF", TEN))
    assert [str(line.amount) for line in lines] == ["10.00 EUR", "-3.00 EUR", "10.00 EUR"]
    assert lines[0] == lines[2]
