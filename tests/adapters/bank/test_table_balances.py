"""The balance beside each row: what an account opens and closes with, each row checked, in either order of time."""

import pytest

from quitus.domain.banking.statement import LineStatus
from quitus.domain.refused import Refused
from tests.adapters.bank.reading import read
from tests.adapters.bank.table_files import amounts, blocking, ends, noticed, one, problems, table

HEADER = "Date;Libellé;Montant;Solde"
ROWS = [
    "17/03/2026;a;-10,00;990,00",
    "17/03/2026;b;-5,00;985,00",
    "18/03/2026;c;100,00;1 085,00",
    "19/03/2026;d;-85,00;1 000,00",
]


@pytest.mark.parametrize("rows", [ROWS, ROWS[::-1]], ids=["oldest first", "newest first"])
def test_both_ends_come_from_the_column_in_either_order(rows):
    statement = one(HEADER, *rows)
    assert (ends(statement), blocking(statement)) == ((100000, 100000, True), [])
    assert (statement.opening.day.day, statement.closing.day.day) == (17, 19)
    assert [line.label for line in statement.lines] == [row.split(";")[1] for row in rows]


@pytest.mark.parametrize("rows", [ROWS, ROWS[::-1]], ids=["oldest first", "newest first"])
@pytest.mark.parametrize("missing", [1, 2])
def test_a_row_left_out_breaks_the_column(rows, missing):
    kept = [row for place, row in enumerate(rows) if place != missing]
    statement = one(HEADER, *kept)
    assert [code for _, code in blocking(statement)] == ["bank_balance_breaks"]
    assert statement.balanced is None


def test_a_break_says_what_was_expected():
    statement = one(HEADER, *ROWS[:2], "18/03/2026;c;100,00;1 086,00", "19/03/2026;d;-85,00;1 001,00")
    (found,) = problems(statement)
    assert (found.where, str(found.facts["expected"]), str(found.facts["told"])) == (
        "l.4",
        "1085.00 EUR",
        "1086.00 EUR",
    )


def test_a_row_told_twice_breaks_the_column():
    assert [where for where, _ in blocking(one(HEADER, *ROWS[:2], ROWS[1], *ROWS[2:]))] == ["l.4"]


def test_one_row_tells_both_ends():
    assert ends(one(HEADER, ROWS[0])) == (100000, 99000, True)


def test_balances_in_some_rows_only():
    rows = [
        "17/03/2026;a;-10,00;",
        "17/03/2026;b;-5,00;985,00",
        "18/03/2026;c;100,00;",
        "19/03/2026;d;-85,00;1 000,00",
        "20/03/2026;e;1,00;",
    ]
    assert (ends(one(HEADER, *rows)), ends(one(HEADER, *rows[::-1]))) == ((100000, 100100, True),) * 2


def test_an_unread_row_is_not_crossed():
    statement = one(HEADER, *ROWS[:2], "18/03/2026;c;oups;1 085,00", ROWS[3])
    assert blocking(statement) == [("l.4", "bank_amount_unreadable")]
    assert ends(statement) == (100000, 100000, None)


def test_behind_an_unread_row_at_the_end_no_balance_is_known():
    statement = one(HEADER, *ROWS[:3], "19/03/2026;d;oups;1 000,00")
    assert ends(statement) == (100000, None, None)


def test_a_balance_that_cannot_be_read_blocks():
    statement = one(HEADER, *ROWS[:2], "18/03/2026;c;100,00;mille", ROWS[3])
    assert (amounts(statement), blocking(statement)) == (
        [-1000, -500, 10000, -8500],
        [("l.4", "bank_balance_unreadable")],
    )


def test_a_column_that_follows_nothing_is_said_once():
    rows = [
        "17/03/2026;a;-10,00;12,00",
        "17/03/2026;b;-5,00;99,00",
        "18/03/2026;c;100,00;3,00",
        "19/03/2026;d;-85,00;7,00",
    ]
    statement = one(HEADER, *rows)
    assert (blocking(statement), ends(statement)) == (
        [("l.2", "bank_balance_not_running")],
        (None, None, None),
    )


def test_the_same_balance_everywhere_is_none_of_the_rows():
    statement = one(HEADER, *(row.rpartition(";")[0] + ";1 000,00" for row in ROWS))
    assert (noticed(statement), ends(statement)) == ([("l.2", "bank_balance_constant")], (None, None, None))


def test_the_column_counts_more_than_lines_around_the_table():
    statement = one("Solde au 25/03/2026;77,00", HEADER, *ROWS)
    assert ends(statement) == (100000, 100000, True)


def test_each_account_and_currency_has_balances_of_its_own():
    file = read(
        table(
            "Numéro de compte;Date;Libellé;Montant;Devise;Solde",
            "00011112222;17/03/2026;a;-10,00;EUR;90,00",
            "00033334444;17/03/2026;b;5,00;EUR;5,00",
            "00011112222;17/03/2026;c;7,00;USD;7,00",
            "00011112222;18/03/2026;d;20,00;EUR;110,00",
            "00033334444;18/03/2026;e;5,00;EUR;11,00",
        )
    )
    assert [
        (one.account, one.currency, ends(one), [code for _, code in blocking(one)]) for one in file.statements
    ] == [
        ("00011112222", "EUR", (10000, 11000, True), []),
        ("00033334444", "EUR", (None, None, None), ["bank_balance_not_running"]),
        ("00011112222", "USD", (0, 700, True), []),
    ]


def fees_of(*rows: str, header: str = "Date;Libellé;Montant;Frais;Solde"):
    return one(header, *rows)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # The balance shows that the fee bears its own sign, that it is taken off, or that the amount counts it.
        (["17/03/2026;a;100,00;-3,00;97,00", "18/03/2026;b;50,00;-2,00;145,00"], [10000, -300, 5000, -200]),
        (["17/03/2026;a;100,00;3,00;97,00", "18/03/2026;b;50,00;2,00;145,00"], [10000, -300, 5000, -200]),
        (["17/03/2026;a;100,00;3,00;100,00", "18/03/2026;b;50,00;2,00;150,00"], [10000, 5000]),
        (["17/03/2026;a;100,00;0,00;100,00", "18/03/2026;b;50,00;;150,00"], [10000, 5000]),
    ],
)
def test_the_balance_shows_how_fees_count(rows, expected):
    statement = fees_of(*rows)
    assert (amounts(statement), statement.balanced) == (expected, True)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("100,00;-3,00;97,00", [10000, -300]),
        ("100,00;3,00;97,00", [10000, -300]),
        ("100,00;3,00;100,00", [10000]),
    ],
)
def test_the_net_amount_shows_how_fees_count(row, expected):
    assert amounts(fees_of(f"17/03/2026;a;{row}", header="Date;Libellé;Montant;Frais;Net")) == expected


def test_a_fee_is_a_line_of_its_own_in_the_words_of_the_file():
    _, amount, fee = fees_of("16/03/2026;a;0,00;0,00;0,00", "17/03/2026;VIR;100,00;-3,00;97,00").lines
    assert (fee.label, fee.booked, fee.status, str(fee.amount)) == (
        "Frais VIR",
        amount.booked,
        LineStatus.BOOKED,
        "-3.00 EUR",
    )


def test_a_fee_that_is_part_of_the_amount_is_said_in_the_label():
    (_, line) = fees_of("16/03/2026;a;0,00;0,00;0,00", "17/03/2026;VIR;100,00;3,00;100,00").lines
    assert line.label == "VIR (Frais 3,00)"


def test_a_fee_that_cannot_be_read_is_a_problem_of_its_row():
    rows = ["18/03/2026;b;50,00;-2,00;145,00", "19/03/2026;c;1,00;-1,00;145,00"]
    statement = fees_of("17/03/2026;a;100,00;oups;97,00", *rows)
    assert (amounts(statement), blocking(statement)) == (
        [5000, -200, 100, -100],
        [("l.2", "bank_amount_unreadable")],
    )


def test_fees_that_nothing_explains_are_asked_for():
    with pytest.raises(Refused) as refused:
        fees_of("17/03/2026;a;100,00;3,00;97,00", "18/03/2026;b;50,00;0,00;147,00")
    assert refused.value.code == "bank_table_columns_unsure"
    assert [(found.where, found.code) for found in refused.value.facts["guess"].questions] == [
        ("Frais", "bank_column_fees")
    ]


PENDING = "Date;Libellé;Montant;Solde;Statut"


def test_pending_rows_that_the_balances_count_have_moved_the_account():
    statement = one(
        PENDING,
        "17/03/2026;a;100,00;100,00;Completed",
        "18/03/2026;retrait;-60,00;40,00;Pending",
        "19/03/2026;c;5,00;45,00;Completed",
    )
    assert [line.status for line in statement.lines] == [LineStatus.BOOKED] * 3
    assert ends(statement) == (0, 4500, True)


def test_pending_rows_that_the_balances_do_not_count_have_not():
    statement = one(
        PENDING,
        "17/03/2026;a;100,00;100,00;Completed",
        "18/03/2026;retrait;-60,00;100,00;Pending",
        "19/03/2026;c;5,00;105,00;Completed",
    )
    assert [line.status for line in statement.lines] == [
        LineStatus.BOOKED,
        LineStatus.PENDING,
        LineStatus.BOOKED,
    ]
    assert ends(statement) == (0, 10500, True)
