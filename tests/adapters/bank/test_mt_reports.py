"""MT942, the report of the day: no balance, but counts and sums, and a floor below which nothing is told."""

import pytest

from quitus.domain.banking.statement import LineStatus
from tests.adapters.bank.mt_files import ACCOUNT, TEN, mt940, mt942, swift, text
from tests.adapters.bank.reading import read

FIVE_OUT = ":61:2601050105D5,00NTRFNONREF"
BACK = ":61:2601050105RC2,00NTRFNONREF"
EXPECTED = ":61:2601050105EC7,00NTRFNONREF"


def only(content: bytes):
    file = read(content)
    (found,) = file.statements
    assert file.format == "MT942"
    return found


def codes(found) -> list[str]:
    return [problem.code for problem in found.problems]


def test_a_report_lists_what_is_booked_and_closes_nothing() -> None:
    found = only(mt942(TEN, ":86:FA-12", FIVE_OUT, ":90D:1EUR5,00", ":90C:1EUR10,00"))
    assert (found.account, found.currency, found.opening, found.closing) == (ACCOUNT, "EUR", None, None)
    assert [(str(line.amount), line.status, line.label) for line in found.lines] == [
        ("10.00 EUR", LineStatus.BOOKED, "FA-12"),
        ("-5.00 EUR", LineStatus.BOOKED, "NTRF"),
    ]
    assert (found.balanced, codes(found)) == (None, [])


def test_what_is_expected_is_not_booked() -> None:
    found = only(mt942(EXPECTED, EXPECTED.replace("EC", "ED"), EXPECTED.replace("EC", "ECR")))
    assert [(str(line.amount), line.status) for line in found.lines] == [
        ("7.00 EUR", LineStatus.PENDING),
        ("-7.00 EUR", LineStatus.PENDING),
        ("7.00 EUR", LineStatus.PENDING),
    ]


@pytest.mark.parametrize(
    ("case", "lines", "totals", "told"),
    [
        ("both sides", [TEN, FIVE_OUT], [":90D:1EUR5,00", ":90C:1EUR10,00"], []),
        ("one side", [TEN, TEN, FIVE_OUT], [":90C:2EUR20,00"], []),
        ("none", [], [":90D:0EUR0,00", ":90C:0EUR0,"], []),
        ("many digits", [TEN], [":90C:00001EUR10,00"], []),
        ("the count differs", [TEN], [":90C:2EUR10,00"], ["bank_totals_differ"]),
        ("the sum differs", [TEN], [":90C:1EUR10,01"], ["bank_totals_differ"]),
        ("a side is missing", [TEN], [":90D:1EUR5,00"], ["bank_totals_differ"]),
        (
            "the sides are exchanged",
            [TEN, FIVE_OUT],
            [":90D:1EUR10,00", ":90C:1EUR5,00"],
            ["bank_totals_differ"],
        ),
        ("with what is expected", [TEN, EXPECTED], [":90C:2EUR17,00"], []),
        ("without what is expected", [TEN, EXPECTED], [":90C:1EUR10,00"], []),
        ("a reversal among the debits", [TEN, BACK], [":90D:1EUR2,00", ":90C:1EUR10,00"], []),
        ("a reversal among the credits", [TEN, BACK], [":90D:0EUR0,00", ":90C:2EUR8,00"], []),
        ("unreadable", [TEN], [":90C:1EUR1O,00"], ["bank_balance_unreadable"]),
        ("cut short", [TEN], [":90C:1EUR"], ["bank_balance_unreadable"]),
        ("another currency", [TEN], [":90C:1CHF10,00"], ["bank_totals_differ"]),
    ],
)
def test_counts_and_sums(case: str, lines: list[str], totals: list[str], told: list[str]) -> None:
    found = only(mt942(*lines, *totals))
    assert codes(found) == told, case
    assert all(problem.blocks for problem in found.problems)
    assert len(found.lines) == len(lines)


@pytest.mark.parametrize(
    ("floor", "told"),
    [
        (":34F:EUR0,", []),
        (":34F:EUR0", []),
        (":34F:EURD0,00\n:34F:EURC0,00", []),
        (":34F:EUR 0,00", []),
        (":34F:EUR100,", ["bank_floor_limit"]),
        (":34F:EURD0,\n:34F:EURC100,", ["bank_floor_limit"]),
        (":34F:?", ["bank_balance_unreadable"]),
    ],
)
def test_a_floor_hides_what_is_below_it(floor: str, told: list[str]) -> None:
    found = only(mt942(TEN, ":90C:1EUR10,00", floor=floor))
    assert (codes(found), [str(line.amount) for line in found.lines]) == (told, ["10.00 EUR"])
    assert all(problem.blocks for problem in found.problems)


def test_the_currency_comes_with_the_totals_at_the_latest() -> None:
    found = only(mt942(TEN, ":90C:1CHF10,00", floor=""))
    assert ([str(line.amount) for line in found.lines], codes(found)) == (["10.00 CHF"], [])


@pytest.mark.parametrize(
    ("case", "content", "told"),
    [
        ("a dash", mt942(TEN), []),
        ("totals", mt942(TEN, ":90C:1EUR10,00", end=""), []),
        ("an envelope", swift(mt942(TEN, end=""), "942"), []),
        ("nothing", mt942(TEN, end=""), ["bank_end_not_told"]),
    ],
)
def test_a_report_says_that_it_is_whole(case: str, content: bytes, told: list[str]) -> None:
    assert codes(only(content)) == told, case


def test_the_envelope_tells_what_the_fields_do_not() -> None:
    content = text(":20:A", f":25:{ACCOUNT}EUR", ":28C:1/1", TEN)
    assert [str(line.amount) for line in only(swift(content, "942")).lines] == ["10.00 EUR"]


def test_balances_of_a_report_are_those_of_a_moment() -> None:
    found = only(mt942(":60F:C260104EUR0,00", TEN, ":62F:C260105EUR99,00"))
    assert found.closing is not None
    assert (found.closing.interim, found.balanced) == (True, None)


def test_pages_of_a_report() -> None:
    first = mt942(TEN)
    second = mt942(FIVE_OUT, ":90D:1EUR5,00", ":90C:1EUR10,00").replace(b":28C:1/1", b":28C:1/2")
    found = only(first + second)
    assert (len(found.lines), codes(found)) == (2, [])


def test_reports_of_one_day_are_several() -> None:
    file = read(mt942(TEN) + mt942(TEN))
    assert [len(found.lines) for found in file.statements] == [1, 1]


def test_statements_and_reports_in_one_file() -> None:
    file = read(mt942(TEN) + mt940(TEN))
    assert file.format == "MT942, MT940"
    assert [found.balanced for found in file.statements] == [None, True]
