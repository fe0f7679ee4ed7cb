"""Sums and their details in CODA: one or the other becomes lines, never both; what moved the account never changes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from quitus.domain.banking.statement import LineStatus
from tests.adapters.bank.coda_files import Move, batch, coda, header, statement, text
from tests.adapters.bank.reading import read

FIRST = Move(
    "30.00", "FA-1", name="DUPONT", account="DE89370400440532013000", customer="E-1", code="50150000"
)
SECOND = Move("20.00", structured="101090933755493", name="DURAND", code="50150000", bank="")
TOLD = {"customer": "LOT-7", "words": "REMISE 7"}


def seen(*moves: Move) -> list[tuple[str, str, str | None, str | None]]:
    """Amount, label, other side and reference of each line; the statement balances by them."""
    (found,) = read(coda(*moves)).statements
    assert found.balanced is True
    return [(str(line.amount.decimal), line.label, line.counterparty, line.reference) for line in found.lines]


SUM = [("50.00", "REMISE 7", None, "LOT-7")]
PARTS = [
    ("30.00", "FA-1", "DUPONT", "E-1"),
    ("20.00", "+++090/9337/55493+++", "DURAND", "+++090/9337/55493+++"),
]


@pytest.mark.parametrize(
    ("case", "move", "lines"),
    [
        ("details of the customer's sum", batch("50.00", FIRST, SECOND, **TOLD), PARTS),
        ("details of the bank's sum", batch("50.00", replace(FIRST, code="60150000"), replace(SECOND, code="70150000"),
                                            code="20150000", **TOLD), PARTS),
        ("no details", batch("50.00", **TOLD), SUM),
        ("details without the codes of globalisation", Move("50.00", code="10150000", details=(FIRST, SECOND), **TOLD),
         PARTS),
        ("only the beginning marked",
         Move("50.00", code="10150000", level="1", details=(FIRST, SECOND), **TOLD), PARTS),
        ("details of a type that is none", batch("50.00", replace(FIRST, code="00150000"), SECOND, **TOLD), PARTS),
        ("details of details are not counted", batch("50.00", FIRST, replace(SECOND, code="70150000"),
                                                     Move("25.00", code="90150100"), Move("-5.00", code="90150006"),
                                                     **TOLD), PARTS),
        ("one detail tells more about the movement", batch("50.00", replace(FIRST, amount="50.00"), **TOLD),
         [("50.00", "REMISE 7", "DUPONT", "LOT-7")]),
        ("a debit", batch("-50.00", replace(FIRST, amount="-30.00"), replace(SECOND, amount="-20.00"), **TOLD),
         [("-30.00", *PARTS[0][1:]), ("-20.00", *PARTS[1][1:])]),
        ("credits and debits", batch("10.00", FIRST, replace(SECOND, amount="-20.00"), **TOLD),
         [PARTS[0], ("-20.00", *PARTS[1][1:])]),
        ("words of the sum for a detail without", batch("50.00", replace(FIRST, words="", name=""), SECOND, **TOLD),
         [("30.00", "REMISE 7", None, "E-1"), PARTS[1]]),
    ],
)  # fmt: skip
def test_details_replace_the_sum_when_they_add_up(case: str, move: Move, lines: list) -> None:
    assert seen(Move("1.00", "X"), move, Move("2.00", "Y")) == [
        ("1.00", "X", None, None), *lines, ("2.00", "Y", None, None),
    ], case  # fmt: skip


@pytest.mark.parametrize(
    ("case", "details"),
    [
        ("a cent short", (FIRST, replace(SECOND, amount="19.99"))),
        ("too many", (FIRST, SECOND, replace(FIRST, amount="0.01"))),
        ("an unreadable amount", (FIRST, replace(SECOND, written="0000000000x20000"))),
        ("an unreadable day", (FIRST, replace(SECOND, booked="310226"))),
        ("a sign that is none", (FIRST, replace(SECOND, written="2000000000020000"))),
    ],
)
def test_else_the_sum_stays_one_line_and_it_is_told(case: str, details: tuple[Move, ...]) -> None:
    (found,) = read(coda(batch("50.00", *details, **TOLD))).statements
    assert [(str(line.amount.decimal), line.label) for line in found.lines] == [("50.00", "REMISE 7")], case
    assert [(problem.where, problem.code, problem.blocks) for problem in found.problems] == [
        ("21 l.3", "bank_details_differ", False)
    ]
    assert found.balanced is True


def test_a_transfer_from_abroad_and_its_costs() -> None:
    costs = (
        Move("500.00", structured=f"105{'0' * 45}{'':12}", code="84150100", customer=""),
        Move("-8.26", structured=f"106{'1' * 45}", code="84150013"),
        Move("-1.74", structured=f"106{'2' * 45}", code="84150011", level="1"),
    )
    move = Move(
        "490.00", "INVOICE 12", name="ACME GMBH", customer="E-9", code="34150000", level="1", details=costs
    )
    assert seen(move) == [
        ("500.00", "INVOICE 12", "ACME GMBH", "E-9"),
        ("-8.26", "INVOICE 12", None, None),
        ("-1.74", "INVOICE 12", None, None),
    ]


def test_sums_within_a_sum() -> None:
    move = Move(
        "100.00", "ALL", code="10150000", level="1",
        details=(
            Move("60.00", "INNER", code="50150000", level="2"),
            Move("40.00", "A", code="50150000"),
            Move("20.00", "B", code="50150000", level="2"),
            Move("40.00", "C", code="50150000", level="1"),
        ),
    )  # fmt: skip
    assert [(amount, label) for amount, label, *_ in seen(move)] == [
        ("40.00", "A"),
        ("20.00", "B"),
        ("40.00", "C"),
    ]


def test_bank_numbers_of_details() -> None:
    (found,) = read(coda(batch("50.00", replace(FIRST, bank="OWN"), SECOND, bank="SUM"))).statements
    assert [line.bank_id for line in found.lines] == ["OWN", "SUM"]


def test_more_details_than_numbers() -> None:
    details = tuple(Move("1.00", f"FA-{number}", code="50150000") for number in range(1, 10_006))
    content = text(*statement(batch("10005.00", *details)))
    (found,) = read(
        content.replace(trailer_of(content), trailer_of(coda(batch("10005.00")), 10_008))
    ).statements
    assert (len(found.lines), found.lines[-1].label, found.balanced) == (10_005, "FA-10005", True)
    assert found.problems == ()


def trailer_of(content: bytes, counted: int | None = None) -> bytes:
    """The trailer, with another count of records; the one made here takes a detail numbered 0000 for a movement."""
    record = content.splitlines()[-1]
    return record if counted is None else record[:16] + b"%06d" % counted + record[22:]


def test_more_movements_than_numbers() -> None:
    moves = [Move("1.00", f"FA-{number}") for number in range(1, 10_011)]
    (found,) = read(coda(*moves)).statements
    assert (len(found.lines), found.balanced, found.problems) == (10_010, True, ())


def test_a_separate_application_is_shown_for_information_only() -> None:
    details = (Move("30.00", "FA-1", code="60150000"), Move("20.00", "FA-2", code="70150000"))
    (found,) = read(coda(*details, head=header("00001"))).statements
    assert [(line.label, line.status) for line in found.lines] == [
        ("FA-1", LineStatus.PENDING),
        ("FA-2", LineStatus.PENDING),
    ]
    assert (found.opening, found.closing, found.balanced) == (None, None, None)
    assert [(problem.code, problem.blocks) for problem in found.problems] == [("bank_details_apart", False)]


def test_a_statement_that_only_bears_such_a_number_counts() -> None:
    (found,) = read(coda(Move("30.00", "FA-1"), head=header("00001"))).statements
    assert (found.lines[0].status, found.balanced, found.problems) == (LineStatus.BOOKED, True, ())


@pytest.mark.parametrize("count", [1, 7, 60])
def test_a_line_for_each_payer_whatever_their_number(count: int) -> None:
    details = [Move(f"{number}.10", f"FA-{number}", code="50150000") for number in range(1, count + 1)]
    total = sum((Decimal(move.amount) for move in details), Decimal(0))
    assert sum(Decimal(amount) for amount, *_ in seen(batch(str(total), *details))) == total
