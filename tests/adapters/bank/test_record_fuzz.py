"""Whatever the bytes of a file of records: statements that account for every movement, or a refusal."""

import os
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.banking.statement import BankFile, LineStatus
from tests.adapters.bank import cfonb_files, coda_files
from tests.adapters.bank.test_bank_fuzz import assert_balances_are_true, read_or_none
from tests.samples import SAMPLES

EXAMPLES = 3_000 if os.environ.get("QUITUS_TEST_ALL") else 120
CFONB = [
    cfonb_files.cfonb(
        cfonb_files.Move("1200.00", complements=(("NPY", "SOCIÉTÉ"), ("LCC", "FA-12"), ("RCN", "E2E"))),
        cfonb_files.Move("-10.00", reason="04", code="B3"),
    ),
    cfonb_files.text(
        *cfonb_files.statement(cfonb_files.Move("1.00")),
        *cfonb_files.statement(cfonb_files.Move("2.00"), opening="1.00", first="050126"),
        newline="",
    ),
] + [path.read_bytes() for path in sorted((SAMPLES / "statements/cfonb").glob("*"))]
BATCH = coda_files.batch(
    "50.00", coda_files.Move("30.00", code="50150000"), coda_files.Move("20.00", code="50150000")
)
CODA = [
    coda_files.coda(
        coda_files.Move("7.00", structured="101090933755493", name="Société", information=(("1", "001S"),)),
        BATCH,
        coda_files.Move("-3.00", "X" * 149, customer="E2E", account="BE68539007547034"),
    ),
    coda_files.text(*coda_files.statement(BATCH), *coda_files.statement(BATCH, opening="50.00"), newline=""),
]


@st.composite
def damaged(draw) -> bytes:
    """A file with some bytes changed, cut out, or repeated."""
    content = bytearray(draw(st.sampled_from(CFONB + CODA)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(0, 130))
        match draw(st.sampled_from(["replace", "delete", "repeat", "line end", "digit"])):
            case "replace":
                content[start : start + length] = draw(st.binary(max_size=length))
            case "delete":
                del content[start : start + length]
            case "repeat":
                content[start:start] = content[start : start + length]
            case "line end":
                content[start:start] = b"\n"
            case "digit":
                content[start : start + 1] = draw(
                    st.sampled_from([b"0", b"1", b"9", b"{", b"J", b" ", b"\xe9"])
                )
    return bytes(content)


@given(damaged())
@settings(max_examples=EXAMPLES, deadline=None)
def test_damaged_files(content: bytes) -> None:
    file = read_or_none(content)
    if file is not None:
        assert_balances_are_true(file)


def rearranged(seeds: list[bytes], width: int):
    """Whole records removed, doubled, moved, or another file's."""
    cut = [[seed.decode("cp1252").replace("\r\n", "").replace("\n", "")] for seed in seeds]
    every = [
        [text[start : start + width] for start in range(0, len(text), width)]
        for (text,) in cut
        if len(text) % width == 0
    ]
    return st.builds(
        _rearrange,
        st.sampled_from(every),
        st.lists(
            st.tuples(st.sampled_from(["remove", "double", "move", "other"]), st.integers(0, 40)), max_size=6
        ),
        st.sampled_from(sorted({record for records in every for record in records})),
    )


def _rearrange(records: list[str], changes: list[tuple[str, int]], other: str) -> list[str]:
    found = list(records)
    for change, number in changes:
        place = number % (len(found) or 1)
        match change:
            case "remove":
                del found[place : place + 1]
            case "double":
                found[place:place] = found[place : place + 1]
            case "move":
                found += found[place : place + 1]
                del found[place : place + 1]
            case "other":
                found.insert(place, other)
    return found


@given(rearranged(CFONB, 120))
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_movement_of_cfonb_is_a_line_or_a_problem(records: list[str]) -> None:
    file = read_or_none("\n".join(records).encode("cp1252"))
    if file is None:
        return
    movements = sum(record.startswith("04") for record in records)
    told = {
        problem.where
        for problem in file.every_problem()
        if problem.where.startswith("04 ") and problem.code == "bank_record_of_other_account"
    }
    assert sum(len(found.lines) for found in file.statements) + len(told) == movements
    assert_balances_are_true(file)


@given(rearranged(CODA, 128))
@settings(max_examples=EXAMPLES, deadline=None)
def test_what_moved_a_coda_account_is_what_its_lines_add_up_to(records: list[str]) -> None:
    file = read_or_none("\n".join(records).encode("cp1252"))
    if file is None:
        return
    moved = [record for record in records if record.startswith("21") and record[6:10] == "0000"]
    thousandths = sum(int(record[32:47]) * (-1 if record[31] == "1" else 1) for record in moved)
    assert Decimal(thousandths).scaleb(-3) == booked(file)
    assert_balances_are_true(file)


def booked(file: BankFile) -> Decimal:
    return sum(
        (
            line.amount.decimal
            for found in file.statements
            for line in found.lines
            if line.status is LineStatus.BOOKED
        ),
        Decimal(0),
    )


@given(st.sampled_from([CFONB[0][:32], CODA[0][:128], CODA[0][:130]]), st.binary(max_size=600))
@settings(max_examples=EXAMPLES, deadline=None)
def test_anything_behind_the_first_record(head: bytes, content: bytes) -> None:
    file = read_or_none(head + content)
    assert file is None or not any(found.balanced for found in file.statements)


minors = st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=30)


@given(minors, st.integers(-(10**10), 10**10), st.sampled_from(["\r\n", "\n", "\r", ""]))
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_true_statement_balances_whatever_its_amounts(
    amounts: list[int], opening: int, newline: str
) -> None:
    told = [str(Decimal(amount).scaleb(-2)) for amount in amounts]
    first = str(Decimal(opening).scaleb(-2))
    for made in (cfonb_files, coda_files):
        moves = [made.Move(amount, f"FA-{number}") for number, amount in enumerate(told)]
        file = read_or_none(made.text(*made.statement(*moves, opening=first), newline=newline))
        assert file is not None
        (found,) = file.statements
        assert [line.amount.minor for line in found.lines] == amounts
        assert (found.balanced, found.problems) == (True, ())


def test_the_seeds_are_readable_but_those_cut_short() -> None:
    assert all(read_or_none(seed) for seed in CODA + CFONB[:2])
