"""CODA files that were changed on the way, or lack something: told or refused, never read as whole."""

from dataclasses import replace

import pytest

from quitus.adapters.bank.coda.reader import CodaReader
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.bank.coda_files import (
    Move,
    account_field,
    coda,
    header,
    movements,
    new_balance,
    old_balance,
    statement,
    text,
    trailer,
)
from tests.adapters.bank.reading import read

MOVES = (
    Move("1200.00", structured="101090933755493", name="DUPONT", information=(("1", "001DUPONT ET FILS"),)),
    Move("-35.00", "FRAIS", code="03537000"),
)
RECORDS = statement(*MOVES, opening="-50.00")
WHOLE = text(*RECORDS)
HEADER, OLD, *BODY, NEW, TRAILER = RECORDS


def refusal_of(content: bytes) -> Refused:
    with pytest.raises(Refused) as refusal:
        read(content)
    # Both sentences can be made from the facts.
    assert sentence(refusal.value, "fr") != sentence(refusal.value, "en")
    return refusal.value


def told(content: bytes) -> list[tuple[str, str, bool]]:
    """What is told of the file, after its sentences were made."""
    problems = list(read(content).every_problem())
    for problem in problems:
        refused = Refused(problem.code, **problem.facts)
        assert sentence(refused, "fr") != sentence(refused, "en")
    return [(problem.where, problem.code, problem.blocks) for problem in problems]


def counted(*records: str) -> bytes:
    """A statement of these records, with a true trailer."""
    return text(HEADER, *records, trailer(list(records)))


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("LF", text(*RECORDS, newline="\n")),
        ("CR", text(*RECORDS, newline="\r")),
        ("no line ends", text(*RECORDS, newline="")),
        ("some line ends", text(*RECORDS[:1], newline="\n\n") + text(*RECORDS[1:], newline="")),
        ("blank lines between", text(*RECORDS, newline="\r\n\r\n")),
        ("padded", text(*RECORDS, newline=" " * 72 + "\n")),
        ("padded with zero bytes", text(*RECORDS, newline="").replace(b" ", b"\0")),
        ("an old end of file", WHOLE + b"\x1a"),
        ("a mark", b"\xef\xbb\xbf" + WHOLE),
        ("UTF-16", WHOLE.decode().encode("utf-16")),
        ("words of the bank", text(*RECORDS[:-1], f"4 00010000{'':22}{'BONNE ANNEE':80}{'':15}0", TRAILER)),
        ("a duplicate", text(header(duplicate="D"), *RECORDS[1:])),
        ("another to follow, that does not", text(*RECORDS[:-1], TRAILER[:-1] + "1")),
        ("the last position cut off", text(*RECORDS[:-1]) + TRAILER[:-1].encode()),
    ],
)
def test_how_the_same_records_are_written_does_not_matter(case: str, content: bytes) -> None:
    assert content != WHOLE
    assert read(content) == read(WHOLE), case
    assert read(WHOLE).statements[0].balanced is True


@pytest.mark.parametrize("newline", ["\r\n", ""])
@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "utf-8", "utf-8-sig", "utf-16"])
def test_letters_of_every_encoding(encoding: str, newline: str) -> None:
    records = statement(
        Move("10.00", "Règlement de l'été", name="Société du Héron"), Move("5.00", "Noël à Liège")
    )
    (found,) = read("".join(record + newline for record in records).encode(encoding)).statements
    assert [(line.counterparty, line.label) for line in found.lines] == [
        ("Société du Héron", "Règlement de l'été"),
        (None, "Noël à Liège"),
    ]
    assert found.balanced is True


@pytest.mark.parametrize("length", range(1, len(RECORDS)))
def test_a_file_that_ends_between_two_records_is_refused(length: int) -> None:
    refusal = refusal_of(text(*RECORDS[:length]))
    assert (refusal.code, refusal.facts) == ("bank_records_cut", {"record": "9"})


def test_wherever_a_file_is_cut_it_is_not_read_as_whole() -> None:
    end = len(WHOLE) - len("\r\n") - 76  # behind the sums of the trailer
    for length in range(1, end):
        try:
            file = read(WHOLE[:length])
        except Refused:
            continue
        assert [found.balanced for found in file.statements] == [None], length
        assert any(problem.blocks for problem in file.every_problem()), length


@pytest.mark.parametrize(
    ("case", "content", "code"),
    [
        ("version 1", text(header(version="1"), *RECORDS[1:]), "bank_version_unknown"),
        ("no version", text(header(version=" "), *RECORDS[1:]), "bank_version_unknown"),
        ("text behind", WHOLE + b"FIN", "bank_record_damaged"),
        ("a movement between two statements", WHOLE + text(BODY[0]) + WHOLE, "bank_record_damaged"),
        ("a record too wide", text(*RECORDS[:2]) + BODY[0].encode() + b"X\n" + text(*RECORDS[3:]),
         "bank_record_damaged"),
        ("columns moved", text(*RECORDS[:2]) + b" " + text(*RECORDS[2:]), "bank_record_damaged"),
        ("an order of payment", b"0" * 128, "bank_format_unknown"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused(case: str, content: bytes, code: str) -> None:
    assert refusal_of(content).code == code, case


THIRD = movements(Move("7.00", "X"), first=3)
OTHER = account_field("2", "BE71096123456769")


@pytest.mark.parametrize(
    ("case", "content", "problems", "lines", "balanced"),
    [
        ("a record fewer than counted", text(*RECORDS[:2], *RECORDS[3:]),
         [("l.3", "bank_complement_stray", True), ("9 l.7", "bank_count_differs", True),
          ("9 l.7", "bank_credits_differ", True)], [1], None),
        ("a whole movement fewer", text(HEADER, OLD, *BODY[:-1], NEW, TRAILER),
         [("9 l.7", "bank_count_differs", True), ("9 l.7", "bank_debits_differ", True)], [1], None),
        ("a record twice", text(*RECORDS[:-2], *movements(MOVES[1], first=3), *RECORDS[-2:]),
         [("9 l.9", "bank_count_differs", True), ("9 l.9", "bank_debits_differ", True)], [3], None),
        ("no count", text(*RECORDS[:-1], f"9{'':126}2"),
         [("9 l.8", "bank_count_differs", True), ("9 l.8", "bank_debits_differ", True),
          ("9 l.8", "bank_credits_differ", True)], [2], None),
        ("no old balance", counted(*BODY, NEW), [("0 l.1", "bank_balance_missing", True)], [2], None),
        ("no new balance", counted(OLD, *BODY), [("0 l.1", "bank_balance_missing", True)], [2], None),
        ("a second old balance", counted(OLD, OLD, *BODY, NEW), [("l.3", "bank_record_unknown", True)], [2], None),
        ("a detail without its sum", counted(OLD, *BODY, THIRD[0][:6] + "0001" + THIRD[0][10:], NEW),
         [("21 l.7", "bank_complement_stray", True)], [2], None),
        ("a second part of another movement", counted(OLD, *BODY, "22" + THIRD[0][2:10] + " " * 115 + "0 0", NEW),
         [("l.7", "bank_complement_stray", True)], [2], None),
        ("information about another movement", counted(OLD, *BODY, "31" + THIRD[0][2:10] + " " * 115 + "0 0", NEW),
         [("l.7", "bank_complement_stray", True)], [2], None),
        ("a movement's part that is none", counted(OLD, *BODY, "24" + THIRD[0][2:], NEW),
         [("l.7", "bank_record_unknown", True), ("9 l.9", "bank_count_differs", True)], [2], None),
        ("the new balance of another account", counted(OLD, *BODY, new_balance("1115.00", account=OTHER)),
         [("8 l.7", "bank_account_differs", False)], [2], True),
        ("an unreadable old balance", counted(OLD[:43] + "x" + OLD[44:], *BODY, NEW),
         [("1 l.2", "bank_balance_unreadable", True)], [2], None),
        ("an unreadable new balance", counted(OLD, *BODY, NEW[:41] + "5" + NEW[42:]),
         [("8 l.7", "bank_balance_unreadable", True)], [2], None),
        ("a balance on no day", counted(old_balance("-50.00", "310226"), *BODY, NEW),
         [("1 l.2", "bank_balance_unreadable", True)], [2], None),
    ],
)  # fmt: skip
def test_what_is_missing_or_out_of_place_is_told(case, content, problems, lines, balanced) -> None:
    assert told(content) == problems, case
    file = read(content)
    assert [len(found.lines) for found in file.statements] == lines, case
    assert [found.balanced for found in file.statements] == [balanced], case


def test_a_statement_that_another_one_interrupts() -> None:
    content = text(*RECORDS[:-1], *RECORDS)
    assert told(content) == [("0 l.8", "bank_trailer_missing", True)]
    assert [(len(found.lines), found.balanced) for found in read(content).statements] == [
        (2, None),
        (2, True),
    ]


def test_the_trailer_counts_what_moved_the_account_alone() -> None:
    batch = Move(
        "50.00", code="10150000", level="1", details=(Move("50.00", "FA-1", code="50150000", level="1"),)
    )
    content = coda(batch, Move("-8.00"))
    assert told(content) == []
    assert told(content.replace(b"000000000050000" + b" " * 75, b"000000000100000" + b" " * 75)) == [
        ("9 l.7", "bank_credits_differ", True)
    ]


def test_amounts_of_the_trailer_are_said_with_their_decimals() -> None:
    file = read(text(*RECORDS[:-1], TRAILER.replace("000000001200000", "000000001200010")))
    (problem,) = file.every_problem()
    assert problem.facts == {"told": "1200.010", "summed": "1200.000"}


@pytest.mark.parametrize(("written", "told_as"), [("000007", "7"), ("000000", "0"), ("  seven", "seven"[:4])])
def test_the_count_of_the_trailer_is_said_as_a_number(written: str, told_as: str) -> None:
    file = read(text(*RECORDS[:-1], TRAILER[:16] + written[:6] + TRAILER[22:]))
    (problem,) = file.every_problem()
    assert problem.facts == {"told": told_as, "counted": 6}


@pytest.mark.parametrize(
    ("case", "move", "code", "shown"),
    [
        (
            "letters in the amount",
            Move(written="0000000000O10000"),
            "bank_amount_unreadable",
            "000000000O10000 EUR",
        ),
        ("no amount", Move(written=" " * 16), "bank_amount_unreadable", "EUR"),
        (
            "a third decimal",
            Move(written="0000000000010001"),
            "bank_amount_unreadable",
            "000000000010001 EUR",
        ),
        ("a sign that is none", Move(written="2000000000010000"), "bank_direction_unreadable", "2"),
        ("an unreadable day", Move(booked="310226"), "bank_date_unreadable", "310226"),
    ],
)
def test_an_unreadable_movement_is_told_with_its_record(case: str, move: Move, code: str, shown: str) -> None:
    records = statement(Move("5.00"), replace(move, words="VIR DUPONT", amount="10.00"))
    (found,) = read(text(*records)).statements
    problem = next(problem for problem in found.problems if problem.code == code)
    assert (problem.where, problem.facts["text"], problem.blocks) == ("21 l.4", shown, True), case
    assert "VIR DUPONT" in problem.facts["line"]
    assert [str(line.amount) for line in found.lines] == ["5.00 EUR"]
    assert found.balanced is None
    assert told(text(*records))


def test_a_movement_without_any_day_is_told() -> None:
    assert told(coda(Move(booked="000000", valued="000000"))) == [("21 l.3", "bank_date_missing", True)]


def test_a_sum_that_is_wrong_does_not_balance() -> None:
    (found,) = read(coda(Move("10.00"), closing="10.01")).statements
    assert (found.balanced, found.problems) == (False, ())


@pytest.mark.parametrize(
    ("case", "second", "expected"),
    [
        ("they join", {"opening": "1115.00", "first": "050126"}, []),
        (
            "money is missing within a day",
            {"opening": "9.00", "first": "050126"},
            [("bank_balances_apart", True)],
        ),
        ("days are missing", {"opening": "9.00", "first": "070126"}, [("bank_days_between", False)]),
    ],
)
def test_statements_that_follow_each_other_join(case: str, second: dict[str, str], expected: list) -> None:
    content = text(*RECORDS, *statement(**{"last": "080126", **second}))
    assert told(content) == [("Stmt[2]", code, blocks) for code, blocks in expected], case


def test_a_file_that_is_garbled_throughout_is_refused() -> None:
    bad = Move(written="0" * 15 + "x")
    assert len(read(coda(*[bad] * 1_000)).statements[0].problems) == 1_000
    assert refusal_of(coda(*[bad] * 1_001)).code == "bank_file_garbled"
    many = text(
        *[record for _ in range(1_001) for record in statement(Move("1.00"), closing="1.00")[:-2]], *RECORDS
    )
    assert refusal_of(many).code == "bank_file_garbled"


@pytest.mark.parametrize(
    "content", [b"0" * 200, b"00000", b"01" + b"0" * 126, HEADER[:12].encode(), bytes(range(256))]
)
def test_what_only_looks_like_it_is_not_taken(content: bytes) -> None:
    assert not CodaReader().recognises(content)


def test_information_made_to_fill_the_memory_is_kept_within_bounds() -> None:
    (found,) = read(coda(Move("10.00", information=tuple(("0", "X" * 268) for _ in range(3_000))))).statements
    assert len(found.lines[0].label) <= 2_000
    assert found.balanced is True
