"""OFX and QIF, whatever the bytes: statements that account for every movement, or a refusal; nothing else is raised."""

import os
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.adapters.bank.ofx.reader import OfxReader
from quitus.adapters.bank.qif.reader import QifReader
from quitus.domain.banking.statement import BankFile
from tests.adapters.bank.ofx_files import OWN, Ofx, moved, sgml, xml
from tests.adapters.bank.test_bank_fuzz import assert_balances_are_true, read_or_none
from tests.samples import SAMPLES, samples

EXAMPLES = 3_000 if os.environ.get("QUITUS_TEST_ALL") else 120


def movements(first: int) -> list:
    """Three movements whose amounts appear nowhere else."""
    return [
        moved(TRNAMT=f"-{first + number}.{first + number}", FITID=f"T{first + number}", PAYEE={"NAME": "Éva"})
        for number in range(3)
    ]


ACCOUNTS = (
    Ofx(movements(11), pending=movements(21)),
    Ofx(movements(31), own=OWN | {"ACCTID": "9"}),
    Ofx(movements(41), card=True),
)
OFX = [sgml(*ACCOUNTS).encode(), sgml(*ACCOUNTS, ends=True).encode("cp1252"), xml(*ACCOUNTS).encode()]
RECORDS = "".join(
    f"D{number}/01/2026\nT-{number}.{number}\nPÉva\nMFA-{number}\n^\n" for number in range(11, 29)
)
OPENING = "D01/01/2026\nT0.00\nPOpening Balance\n^\n"
QIF = [
    f"!Type:Bank\n{OPENING}{RECORDS}".encode(),
    f"!Account\nNA\nTBank\n$1.00\n/31/01/2026\n^\n!Type:Bank\n{RECORDS}!Type:Cat\nNx\n^\n".encode("cp1252"),
    f"!Option:AutoSwitch\n!Account\nNB\nTCash\n^\n!Type:Cash\n{RECORDS}".replace("\n", "\r\n").encode(),
]
SEEDS = (
    OFX + QIF + [path.read_bytes() for path in sorted((SAMPLES / "statements").glob("[oq][fi][xf]/*.[oq]*"))]
)


@st.composite
def damaged(draw) -> bytes:
    """A file with some bytes changed, cut out, or repeated."""
    content = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(0, 40))
        match draw(st.sampled_from(["replace", "delete", "repeat"])):
            case "replace":
                content[start : start + length] = draw(st.binary(max_size=length))
            case "delete":
                del content[start : start + length]
            case "repeat":
                content[start:start] = content[start : start + length]
    return bytes(content)


@given(damaged())
@settings(max_examples=EXAMPLES, deadline=None)
def test_damaged_files(content: bytes) -> None:
    file = read_or_none(content)
    if file is not None:
        assert_balances_are_true(file)


@st.composite
def rearranged(draw, seeds: list[bytes]) -> bytes:
    """A file with whole lines removed, doubled or moved."""
    lines = draw(st.sampled_from(seeds)).splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(lines) - 1))
        end = start + draw(st.integers(1, 3))
        match draw(st.sampled_from(["remove", "double", "move"])):
            case "remove":
                del lines[start:end]
            case "double":
                lines[start:start] = lines[start:end]
            case "move":
                piece = lines[start:end]
                del lines[start:end]
                target = draw(st.integers(0, len(lines)))
                lines[target:target] = piece
        lines = lines or [b"\n"]
    return b"".join(lines)


def assert_each_is_told(file: BankFile, written: set[str]) -> None:
    """Each amount is that of a line or an opening balance, or a problem quotes it."""
    read = {line.amount.decimal for statement in file.statements for line in statement.lines}
    read |= {one.opening.amount.decimal for one in file.statements if one.opening}
    quoted = " ".join(str(fact) for problem in file.every_problem() for fact in problem.facts.values())
    assert {amount for amount in written if Decimal(amount) not in read and amount not in quoted} == set()


@given(rearranged(OFX))
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_amount_of_a_rearranged_ofx_is_told(content: bytes) -> None:
    file = read_or_none(content)
    if file is not None:
        written = re.findall(rb"<TRNAMT>(-[0-9.]+)", content)
        assert_each_is_told(file, {amount.decode() for amount in written})


@given(rearranged(QIF))
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_amount_of_a_rearranged_qif_is_told(content: bytes) -> None:
    file = read_or_none(content)
    codes = {problem.code for problem in file.problems} if file else set()
    if file is not None and "bank_section_unknown" not in codes:  # which tells of all that is in it
        before, _, _ = content.partition(b"!Type:Cat")
        written = re.findall(rb"(?:^|[\r\n])T(-[0-9.]+)", before)
        assert_each_is_told(file, {amount.decode() for amount in written})


texts = st.one_of(
    st.sampled_from(["", "0", "-1", "1,234", "20260105", "00000000", "EUR", "9" * 30, "1e400", " ", "<b>", "&lt;"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20),
)  # fmt: skip
FIELDS = ("TRNTYPE", "DTPOSTED", "DTAVAIL", "TRNAMT", "FITID", "CHECKNUM", "REFNUM", "NAME", "MEMO")
told_movements = st.lists(st.dictionaries(st.sampled_from(FIELDS), texts), max_size=6)


@given(told_movements, st.sampled_from([sgml, xml]), texts)
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_movement_of_an_ofx_is_a_line_or_a_problem(told: list[dict], written, currency: str) -> None:
    file = read_or_none(written(Ofx(told, currency=currency, ledger=None)).encode())
    assert file is not None
    (statement,) = file.statements
    # A foreign currency, a missing one and a bad value date are told beside the line.
    unread = [one for one in statement.problems if one.blocks and one.code != "bank_currency_differs"]
    assert len(statement.lines) + len(unread) == len(told)


lines_of_text = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12
)
told_fields = st.tuples(st.sampled_from("DTPMNLC"), st.one_of(lines_of_text, texts))
told_records = st.lists(st.lists(told_fields, max_size=5, unique_by=lambda field: field[0]), max_size=6)


@given(told_records)
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_record_of_a_qif_is_a_line_or_a_problem(told: list[list[tuple[str, str]]]) -> None:
    kept = [[(letter, " ".join(text.split())) for letter, text in record] for record in told]
    body = "".join("".join(f"{letter}{text}\n" for letter, text in record) + "^\n" for record in kept)
    file = read_or_none(f"!Type:Bank\n{OPENING}{body}".encode())
    assert file is not None
    (statement,) = file.statements
    expected = sum(bool(record) for record in kept)
    assert len(statement.lines) + sum(one.blocks for one in statement.problems) == expected


@given(st.sampled_from([b"OFXHEADER:100\n", b"<OFX>", b"\xff\xfe<\0O\0F\0X\0>\0", b"!Type:Bank\n", b"!Account\n"]),
       st.binary(max_size=200))  # fmt: skip
@settings(max_examples=EXAMPLES, deadline=None)
def test_anything_behind_a_beginning(beginning: bytes, content: bytes) -> None:
    file = read_or_none(beginning + content)
    if file is not None:
        assert_balances_are_true(file)


def test_the_readers_know_their_own_files_and_no_others() -> None:
    """Against every sample of every other format, mails, invoices and archives."""
    tried = 0
    for path in sorted(samples().rglob("*")):
        if path.is_file():
            tried += 1
            with path.open("rb") as source:
                head = source.read(64 * 1024)
            folder = path.parent.name
            assert OfxReader().recognises(head) == (folder == "ofx" and path.suffix != ".json"), path
            assert QifReader().recognises(head) == (folder == "qif" and bool(head)), path
    assert tried > 300


@pytest.mark.parametrize("seed", range(len(OFX + QIF)))
def test_our_seeds_are_readable_without_a_word(seed: int) -> None:
    file = read_or_none(SEEDS[seed])
    assert file is not None
    assert {problem.code for problem in file.every_problem()} <= {"bank_sections_left_aside"}
