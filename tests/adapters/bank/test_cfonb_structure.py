"""CFONB files that were changed on the way, or lack something: told or refused, never read as whole."""

from dataclasses import replace

import pytest

from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.bank.cfonb_files import OURS, Account, Move, balance, cfonb, signed, statement, text
from tests.adapters.bank.reading import read

MOVES = (
    Move("1200.00", "VIR SEPA RECU", (("NPY", "DUPONT"), ("LCC", "FACTURE FA-2026-0012"))),
    Move("-35.00", "COTISATION", booked="060126"),
)
RECORDS = statement(*MOVES, opening="-50.00")
WHOLE = text(*RECORDS)
ACCENTED = statement(
    replace(MOVES[0], complements=(("NPY", "SOCIÉTÉ GÉNÉRALE D’ÉTÉ"), ("LCC", "RÈGLEMENT À NOËL"))), MOVES[1]
)


def refusal_of(content: bytes) -> Refused:
    with pytest.raises(Refused) as refusal:
        read(content)
    # Both sentences can be made from the facts.
    assert sentence(refusal.value, "fr") != sentence(refusal.value, "en")
    return refusal.value


def codes(content: bytes) -> list[tuple[str, str, bool]]:
    """What is told of the file, after its sentences were made."""
    problems = list(read(content).every_problem())
    for problem in problems:
        told = Refused(problem.code, **problem.facts)
        assert sentence(told, "fr") != sentence(told, "en")
    return [(problem.where, problem.code, problem.blocks) for problem in problems]


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("LF", text(*RECORDS, newline="\n")),
        ("CR", text(*RECORDS, newline="\r")),
        ("no line ends", text(*RECORDS, newline="")),
        ("some line ends", text(*RECORDS[:1], newline="\n\n") + text(*RECORDS[1:], newline="")),
        ("blank lines between", text(*RECORDS, newline="\r\n\r\n")),
        ("blanks cut off", b"\n".join(record.rstrip().encode() for record in RECORDS)),
        ("padded to 128", text(*RECORDS, newline=" " * 8 + "\n")),
        ("padded to 240", text(*RECORDS, newline=" " * 120 + "\n")),
        ("padded with zero bytes", text(*RECORDS, newline="").replace(b" ", b"\0")),
        ("an old end of file", WHOLE + b"\x1a"),
        ("a mark", b"\xef\xbb\xbf" + WHOLE),
        ("UTF-16", WHOLE.decode().encode("utf-16")),
        ("UTF-16 without mark", WHOLE.decode().encode("utf-16-le")),
    ],
)
def test_how_the_same_records_are_written_does_not_matter(case: str, content: bytes) -> None:
    assert content != WHOLE
    assert read(content) == read(WHOLE), case


@pytest.mark.parametrize("newline", ["\r\n", ""])
@pytest.mark.parametrize(
    ("case", "encoding"),
    [("Windows", "cp1252"), ("UTF-8", "utf-8"), ("UTF-8, marked", "utf-8-sig"), ("UTF-16", "utf-16")],
)
def test_letters_of_every_encoding(case: str, encoding: str, newline: str) -> None:
    (found,) = read("".join(record + newline for record in ACCENTED).encode(encoding)).statements
    assert [(line.counterparty, line.label) for line in found.lines] == [
        ("SOCIÉTÉ GÉNÉRALE D’ÉTÉ", "RÈGLEMENT À NOËL"),
        (None, "COTISATION"),
    ], case
    assert found.balanced is True


@pytest.mark.parametrize("encoding", ["cp850", "iso8859-15"])
def test_letters_of_old_programs(encoding: str) -> None:
    records = statement(Move(label="Règlement reçu du café", complements=(("LIB", "à Orléans"),)))
    (found,) = read(text(*records, encoding=encoding)).statements
    assert [line.label for line in found.lines] == ["Règlement reçu du café à Orléans"]


def test_a_bank_that_counts_bytes_of_utf_8_keeps_its_columns() -> None:
    records = [record.encode() for record in ACCENTED]
    cut = b"".join(record.replace(b" " * (len(record) - 120), b"", 1) + b"\n" for record in records)
    assert {len(line) for line in cut.splitlines()} == {120}
    assert cut != text(*ACCENTED, newline="\n", encoding="utf-8")
    (found,) = read(cut).statements
    assert [str(line.amount) for line in found.lines] == ["1200.00 EUR", "-35.00 EUR"]
    assert found.balanced is True


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("nothing but an old balance", text(*RECORDS[:1])),
        ("behind a movement", text(*RECORDS[:2])),
        ("amid a movement", text(*RECORDS[:1]) + RECORDS[1][:80].encode()),
        ("before the new balance", text(*RECORDS[:-1])),
        ("without line ends", text(*RECORDS[:-1], newline="")),
        ("the second of two", WHOLE + text(*RECORDS[:3])),
        ("movements alone", text(*MOVES[0].records())),
        ("a complement alone", text(*MOVES[0].records()[1:])),
    ],
)
def test_a_file_cut_short_is_refused(case: str, content: bytes) -> None:
    assert refusal_of(content).code == "bank_records_cut", case


def test_wherever_a_file_is_cut_it_is_not_read_as_whole() -> None:
    end = len(WHOLE) - len("\r\n") - 16  # behind the amount of the new balance
    for length in range(1, end):
        try:
            file = read(WHOLE[:length])
        except Refused:
            continue
        assert [found.balanced for found in file.statements] == [None], length
        assert any(problem.blocks for problem in file.every_problem()), length


@pytest.mark.parametrize(
    ("case", "records", "place"),
    [
        ("text behind", [*RECORDS, "FIN"], "l.7"),
        ("text before the second statement", [*RECORDS, "-- page 2 --", *RECORDS], "l.7"),
        ("a torn record", [*RECORDS[:2], RECORDS[2][:20], *RECORDS[3:]], "l.3"),
        ("a record too wide", [*RECORDS[:2], RECORDS[2] + "X", *RECORDS[3:]], "l.3:2"),
        ("columns moved", [RECORDS[0], *RECORDS[1:], "x" + RECORDS[0]], "l.7"),
    ],
)
def test_what_is_no_record_is_refused_with_its_place(case: str, records: list[str], place: str) -> None:
    refusal = refusal_of("\n".join(records).encode())
    assert (refusal.code, refusal.facts["place"]) == ("bank_record_damaged", place), case


OTHER = Account(number="98765432101")
ONE, TWO = statement(Move("10.00"), opening="0.00"), statement(Move("20.00"), opening="10.00", first="050126")


@pytest.mark.parametrize(
    ("case", "records", "told", "lines", "balanced"),
    [
        ("no old balance", ONE[1:], [("04 l.1", "bank_opening_missing", True)], [1], [None]),
        ("a new balance alone", [*ONE, ONE[-1]], [("07 l.4", "bank_opening_missing", True)], [1, 0], [True, None]),
        ("no new balance before the next", [*ONE[:-1], *TWO], [("01 l.3", "bank_closing_missing", True)],
         [1, 1], [None, True]),
        ("a movement between two statements", [*ONE, *Move("7.00").records(), *TWO],
         [("04 l.4", "bank_opening_missing", True), ("01 l.5", "bank_closing_missing", True)], [1, 1, 1],
         [True, None, True]),
        ("a complement without movement", [ONE[0], *MOVES[0].records()[1:], *ONE[1:]],
         [("05 l.2", "bank_complement_stray", True)], [1], [None]),
        ("a complement of another day", [*ONE[:2], *Move(booked="070126", complements=(("LIB", "X"),)).records()[1:],
                                         ONE[2]], [("05 l.3", "bank_complement_stray", True)], [1], [None]),
        ("a movement of another account", [*ONE[:2], *Move(account=OTHER, complements=(("LIB", "X"),)).records(),
                                           ONE[2]], [("04 l.3", "bank_record_of_other_account", True)], [1], [None]),
        ("the new balance of another account", [*ONE[:2], balance("07", "10.00", "050126", OTHER)],
         [("07 l.3", "bank_closing_missing", True), ("07 l.3", "bank_opening_missing", True)], [1, 0], [None, None]),
        ("another branch in the new balance",
         [*ONE[:2], balance("07", "10.00", "050126", replace(OURS, branch="00002"))],
         [("07 l.3", "bank_account_differs", False)], [1], [True]),
        ("another bank in a movement", [ONE[0], *Move(account=replace(OURS, bank="10556")).records(), ONE[2]], [], [1],
         [True]),
        ("a record of an unknown kind", [*ONE[:2], "03" + ONE[1][2:], ONE[2]], [("l.3", "bank_record_unknown", True)],
         [1], [None]),
        ("a record without account", [*ONE[:2], ONE[1][:21] + "?" * 11 + ONE[1][32:], ONE[2]],
         [("l.3", "bank_record_unknown", True)], [1], [None]),
    ],
)  # fmt: skip
def test_a_record_that_is_missing_or_out_of_place_is_told(case, records, told, lines, balanced) -> None:
    content = text(*records)
    assert codes(content) == told, case
    file = read(content)
    assert [len(found.lines) for found in file.statements] == lines, case
    assert [found.balanced for found in file.statements] == balanced, case


@pytest.mark.parametrize(
    ("case", "move", "code", "shown"),
    [
        (
            "an amount without sign",
            Move(written="00000000010000"),
            "bank_direction_unreadable",
            "00000000010000",
        ),
        (
            "letters in the amount",
            Move(written="0000000O0100{ "),
            "bank_amount_unreadable",
            "0000000O0100{ 2 EUR",
        ),
        ("no amount", Move(written=" " * 14), "bank_amount_unreadable", "2 EUR"),
        ("a sign alone", Move(written=" " * 13 + "{"), "bank_amount_unreadable", "{ 2 EUR"),
        ("an unknown sign", Move(written="0000000000100S"), "bank_amount_unreadable", "0000000000100S 2 EUR"),
        ("an unreadable day", Move(booked="310226"), "bank_date_unreadable", "310226"),
        ("a day of letters", Move(booked="05JAN6"), "bank_date_unreadable", "05JAN6"),
    ],
)
def test_an_unreadable_movement_is_told_with_its_record(case: str, move: Move, code: str, shown: str) -> None:
    content = cfonb(Move("5.00"), replace(move, label="VIR DUPONT", amount="10.00"))
    (found,) = read(content).statements
    (problem,) = found.problems
    assert (problem.where, problem.code, problem.blocks) == ("04 l.3", code, True), case
    assert problem.facts["text"] == shown
    assert "VIR DUPONT" in problem.facts["line"]
    assert [str(line.amount) for line in found.lines] == ["5.00 EUR"]
    assert found.balanced is None
    assert codes(content)


@pytest.mark.parametrize(
    ("case", "account"),
    [
        ("no decimals told", replace(OURS, decimals=" ")),
        ("more decimals than there are", replace(OURS, decimals="4")),
        ("more than the currency has", replace(OURS, currency="JPY")),
        ("thousandths of a euro", replace(OURS, decimals="3")),
    ],
)
def test_decimals_are_never_guessed(case: str, account: Account) -> None:
    moves = (Move("10.00", account=account, written="0000000001234E"),)
    found = codes(text(*statement(*moves, account=account)))
    assert ("04 l.2", "bank_amount_unreadable", True) in found, case
    assert read(text(*statement(*moves, account=account))).statements[0].lines == ()


def test_a_movement_without_any_day_is_told() -> None:
    assert codes(cfonb(Move(booked="", valued=""))) == [("04 l.2", "bank_date_missing", True)]


@pytest.mark.parametrize(
    ("case", "old", "new", "told"),
    [
        ("an unreadable old balance", "0000000000x00{", None, [("01 l.1", "bank_balance_unreadable", True)]),
        ("an unreadable new balance", None, "00000000001000", [("07 l.3", "bank_balance_unreadable", True)]),
    ],
)
def test_an_unreadable_balance_is_told(case: str, old: str | None, new: str | None, told: list) -> None:
    records = statement(Move("10.00"))
    for position, written in ((0, old), (2, new)):
        if written:
            records[position] = records[position][:90] + written + records[position][104:]
    assert codes(text(*records)) == told, case
    (found,) = read(text(*records)).statements
    assert ([line.amount.minor for line in found.lines], found.balanced) == ([1000], None)


def test_a_balance_on_no_day_is_told() -> None:
    assert codes(cfonb(first="  CART")) == [("01 l.1", "bank_balance_unreadable", True)]


def test_a_sum_that_is_wrong_does_not_balance() -> None:
    (found,) = read(cfonb(Move("10.00"), closing="10.01")).statements
    assert (found.balanced, found.problems) == (False, ())


@pytest.mark.parametrize(
    ("case", "second", "told"),
    [
        ("they join", {"opening": "10.00", "first": "050126"}, []),
        (
            "money is missing within a day",
            {"opening": "11.00", "first": "050126"},
            [("bank_balances_apart", True)],
        ),
        ("days are missing", {"opening": "11.00", "first": "070126"}, [("bank_days_between", False)]),
        ("no money moved in days that are missing", {"opening": "10.00", "first": "070126"}, []),
        ("the earlier one behind", {"opening": "99.00", "first": "030126", "last": "040126"}, []),
    ],
)
def test_statements_that_follow_each_other_join(case: str, second: dict[str, str], told: list) -> None:
    content = text(*ONE, *statement(**{"last": "080126", **second}))
    found = [(where, code, blocks) for where, code, blocks in codes(content)]
    assert found == [("Stmt[2]", code, blocks) for code, blocks in told], case


def test_accounts_do_not_have_to_join() -> None:
    content = text(*ONE, *statement(opening="99.00", first="050126", account=OTHER))
    assert codes(content) == []


def test_a_file_that_is_garbled_throughout_is_refused() -> None:
    bad = replace(MOVES[1], written="0" * 14)
    assert len(read(cfonb(*[bad] * 1_000)).statements[0].problems) == 1_000
    assert refusal_of(cfonb(*[bad] * 1_001)).code == "bank_file_garbled"
    stray = [balance("07", "0.00", "050126")] * 1_001
    assert refusal_of(text(*stray)).code == "bank_file_garbled"


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("an order of transfers (160)", b"0302        123456"),
        ("a return of operations (240)", b"3456"),
        ("a table", b"01;15589;00000;EUR;2;98765432100"),
        ("numbers", b"0123456789" * 20),
        ("no account", RECORDS[0][:21].encode()),
        ("binary", bytes(range(256)) * 4),
    ],
)
def test_what_only_looks_like_it_is_not_taken(case: str, content: bytes) -> None:
    from quitus.adapters.bank.cfonb.reader import CfonbReader

    assert not CfonbReader().recognises(content), case


def test_a_label_made_to_fill_the_memory_is_kept_within_bounds() -> None:
    many = tuple(("LIB", "X" * 70) for _ in range(5_000))
    (found,) = read(cfonb(Move("10.00", complements=many))).statements
    assert len(found.lines[0].label) == 2_000
    assert found.balanced is True


def test_amounts_of_the_widest_kind() -> None:
    assert signed("99999999999.99") == "0999999999999I"
    (found,) = read(cfonb(Move("99999999999.99"))).statements
    assert (str(found.lines[0].amount), found.balanced) == ("99999999999.99 EUR", True)
