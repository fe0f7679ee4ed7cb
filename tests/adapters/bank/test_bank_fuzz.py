"""Whatever the bytes: statements that account for every entry, or a refusal. Never another exception."""

import os
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from quitus.adapters.bank.detect import DetectingReader
from quitus.domain.banking.line_keys import line_keys
from quitus.domain.banking.statement import BankFile, LineStatus
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.bank.camt_files import Account, Bal, Entry, Tx, Version, camt
from tests.samples import SAMPLES

EXAMPLES = 3_000 if os.environ.get("QUITUS_TEST_ALL") else 120
SEEDS = [
    camt(
        Account(
            (
                Entry("10.00", details=(Tx("4.00", debtor="Éva"), Tx("6.00", words=("FA-1",)))),
                Entry("5.00", "DBIT", reversal="true", details=(Tx("5.00", creditor="S", returned=True),)),
                Entry("7.00", status="PDNG"),
            ),
            (Bal("OPBD", "0"), Bal("CLBD", "5")),
        ),
        version=Version(name),
    )
    for name in ("053.001.02", "053.001.08", "052.001.01")
] + [path.read_bytes() for path in sorted((SAMPLES / "iso20022/camt").glob("*.xml"))]


def read_or_none(content: bytes) -> BankFile | None:
    """The file; None for a refusal that has its sentences."""
    try:
        file = DetectingReader().read(BytesIO(content))
    except Refused as refusal:
        sentences(refusal)
        return None
    for problem in file.every_problem():
        sentences(Refused(problem.code, **problem.facts))
    for statement in file.statements:
        keys = line_keys(statement.lines)
        assert len(set(keys)) == len(keys)
    return file


def sentences(refusal: Refused) -> None:
    """A code without sentence, or a sentence without its facts, raises KeyError."""
    assert sentence(refusal, "fr") != sentence(refusal, "en")


def assert_balances_are_true(file: BankFile) -> None:
    """A confirmed balance is confirmed by exact decimals too."""
    for statement in file.statements:
        if statement.balanced:
            booked = sum(line.amount.decimal for line in statement.lines if line.status is LineStatus.BOOKED)
            assert statement.opening.amount.decimal + booked == statement.closing.amount.decimal
            assert not any(problem.blocks for problem in statement.problems)


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


texts = st.one_of(
    st.sampled_from(["", "10.00", "-1", "CRDT", "BOOK", "2026-01-05", "EUR", "9" * 30, "1e400", "NaN", " "]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")),
)


@st.composite
def rearranged(draw) -> bytes:
    """A well-formed document with elements removed, doubled, moved, renamed, or of another text."""
    root = etree.fromstring(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 5))):
        elements = list(root.iter(etree.Element))[1:]
        if not elements:
            break
        element = draw(st.sampled_from(elements))
        parent = element.getparent()
        match draw(st.sampled_from(["remove", "double", "text", "rename", "move", "currency"])):
            case "remove":
                parent.remove(element)
            case "double":
                parent.append(etree.fromstring(etree.tostring(element)))
            case "text":
                element.text = draw(texts)
            case "rename":
                element.tag = draw(st.sampled_from(elements)).tag
            case "move":
                target = draw(
                    st.sampled_from([e for e in elements if element not in {e, *e.iterancestors()}] or [root])
                )
                target.append(element)
            case "currency":
                element.set("Ccy", draw(st.sampled_from(["EUR", "CHF", "eur", "", "€"])))
    return etree.tostring(root)


@given(rearranged())
@settings(max_examples=EXAMPLES, deadline=None)
def test_rearranged_documents(content: bytes) -> None:
    file = read_or_none(content)
    if file is not None:
        assert_balances_are_true(file)


amounts = st.one_of(st.decimals(0, 10**6, places=2).map(str), texts)
entries = st.builds(
    Entry,
    amount=amounts,
    direction=st.sampled_from(["CRDT", "DBIT", "CRDT", "DBIT", "", "X"]),
    currency=st.sampled_from(["EUR"] * 8 + ["CHF", "EURO"]),
    status=st.sampled_from(["BOOK"] * 8 + ["PDNG", "FUTR", "DONE"]),
    booked=st.one_of(st.dates().map(str), texts),
    value=st.one_of(st.dates().map(str), texts),
    remark=texts,
    details=st.lists(st.builds(Tx, amount=amounts, debtor=texts, words=st.tuples(texts)), max_size=1).map(
        tuple
    ),
)


@given(st.lists(entries, max_size=6), st.decimals(-(10**6), 10**6, places=2))
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_entry_is_a_line_or_a_problem(found: list[Entry], closing) -> None:
    content = camt(Account(tuple(found), (Bal("OPBD", "0"), Bal("CLBD", str(closing)))))
    file = read_or_none(content)
    assert file is not None
    (statement,) = file.statements
    unread = [
        problem
        for problem in statement.problems
        if "/Ntry[" in problem.where and problem.code != "bank_currency_differs"
    ]
    assert len(statement.lines) + len(unread) == len(found)
    assert_balances_are_true(file)


@given(st.binary(max_size=300))
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_bytes(content: bytes) -> None:
    assert read_or_none(content) is None


@given(st.binary(max_size=200))
@settings(max_examples=EXAMPLES, deadline=None)
def test_anything_behind_the_mark_of_a_zip(content: bytes) -> None:
    assert read_or_none(b"PK\x03\x04" + content + b"PK\x05\x06" + content) is None


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=30), st.integers(-(10**8), 10**8))
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_true_statement_balances_whatever_its_amounts(minors: list[int], opening: int) -> None:
    def written(minor: int) -> str:
        return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"

    signed = [minor if number % 3 else -minor for number, minor in enumerate(minors)]
    told = tuple(Entry(written(abs(minor)), "CRDT" if minor > 0 else "DBIT") for minor in signed)
    closing = opening + sum(signed)
    balances = (Bal("OPBD", written(opening)), Bal("CLBD", written(closing)))
    file = read_or_none(camt(Account(told, balances)))
    assert file is not None
    assert [statement.balanced for statement in file.statements] == [True]


@pytest.mark.parametrize("seed", range(len(SEEDS)))
def test_the_seeds_are_readable_but_the_one_made_wrong(seed: int) -> None:
    file = read_or_none(SEEDS[seed])
    assert (file is None) == (b"<Stmt>" not in SEEDS[seed] and b"BkToCstmrStmt" in SEEDS[seed])
