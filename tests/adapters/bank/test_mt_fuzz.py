"""Whatever the bytes: statements that account for every movement, or a refusal. Never another exception."""

import os
import re
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adapters.bank.mt_files import ACCOUNT, TEN, mt940, mt942, swift, text
from tests.adapters.bank.test_bank_fuzz import assert_balances_are_true, read_or_none
from tests.samples import SAMPLES

EXAMPLES = 3_000 if os.environ.get("QUITUS_TEST_ALL") else 120
SEEDS = [
    mt940(TEN, ":86:166?00X?20EREF+E2E-1?21SVWZ+FA-12?32Müller", ":61:2602300301DR6,00N024NONREF"),
    mt940(TEN, closing=":62M:C260105EUR10,00")
    + mt940(TEN, number="1/2", opening=":60M:C260105EUR10,00", closing=":62F:C260105EUR20,00"),
    swift(mt940(TEN, ":86:/EREF/E2E-1//CNTP/NL32INGB0000012345/INGBNL2A/J/A//REMI/USTD//FA-12/")),
    mt942(TEN, ":61:2601050105EC7,00NTRFNONREF", ":90C:2EUR17,00"),
] + [path.read_bytes() for path in sorted((SAMPLES / "statements/mt940").glob("*"))]


@st.composite
def damaged(draw) -> bytes:
    """A file with some bytes changed, cut out, or repeated."""
    content = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(0, 40))
        match draw(st.sampled_from(["replace", "delete", "repeat", "line end"])):
            case "replace":
                content[start : start + length] = draw(st.binary(max_size=length))
            case "delete":
                del content[start : start + length]
            case "repeat":
                content[start:start] = content[start : start + length]
            case "line end":
                content[start:start] = b"\r\n"
    return bytes(content)


@given(damaged())
@settings(max_examples=EXAMPLES, deadline=None)
def test_damaged_files(content: bytes) -> None:
    file = read_or_none(content)
    if file is not None:
        assert_balances_are_true(file)


@st.composite
def rearranged(draw) -> bytes:
    """A file with whole lines removed, doubled, moved, or another's."""
    lines = draw(st.sampled_from(SEEDS)).splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(lines)))
        match draw(st.sampled_from(["remove", "double", "move", "other"])):
            case "remove":
                del lines[place : place + 1]
            case "double":
                lines[place:place] = lines[place : place + 1]
            case "move":
                moved, lines[place : place + 1] = lines[place : place + 1], []
                to = draw(st.integers(0, len(lines)))
                lines[to:to] = moved
            case "other":
                lines.insert(
                    place, draw(st.sampled_from(draw(st.sampled_from(SEEDS)).splitlines(keepends=True)))
                )
    return b"".join(lines)


@given(rearranged())
@settings(max_examples=EXAMPLES, deadline=None)
def test_rearranged_files_account_for_each_movement(content: bytes) -> None:
    """Each line that is plainly a movement is told as one, or something blocks."""
    file = read_or_none(content)
    if file is None:
        return
    assert_balances_are_true(file)
    movements = len(re.findall(rb"^:61:[0-9]{6,10}R?[CD][A-Z]?[0-9]+,[0-9]{0,2}N", content, re.MULTILINE))
    told = sum(len(statement.lines) for statement in file.statements)
    assert told >= movements or any(problem.blocks for problem in file.every_problem())


fields = st.one_of(
    st.sampled_from(
        [TEN, ":86:FA-12", ":86:166?00X?20SVWZ+", ":86:/REMI/", ":NS:01X", ":64:C260105EUR1,", "-", ":"]
    ),
    st.from_regex(
        r":61:[0-9]{6}([0-9]{4})?[RE]?[CD]R?[0-9]{0,4},?[0-9]{0,3}[NFS ][A-Z0-9]{2,4}[!-~]{0,20}",
        fullmatch=True,
    ),
    st.builds(
        "{}{}".format,
        st.sampled_from(
            [":20:", ":25:", ":28C:", ":60F:", ":60M:", ":62F:", ":62M:", ":86:", ":90C:", ":34F:", "{4:"]
        ),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40),
    ),
)


@given(st.lists(fields, max_size=12))
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_fields_between_two_true_ones(found: list[str]) -> None:
    file = read_or_none(
        text(":20:A", f":25:{ACCOUNT}", ":60F:C260104EUR0,00", *found, ":62F:C260105EUR0,00", "-")
    )
    if file is not None:
        assert_balances_are_true(file)


@given(st.binary(max_size=300))
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_bytes_behind_a_true_beginning(content: bytes) -> None:
    file = read_or_none(b":20:A\r\n:25:1\r\n:60F:C260104EUR0,00\r\n:61:" + content)
    if file is not None:
        assert_balances_are_true(file)


@given(
    st.lists(st.integers(1, 10**8), min_size=1, max_size=30), st.integers(-(10**8), 10**8), st.integers(1, 5)
)
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_true_statement_balances_on_any_number_of_pages(minors: list[int], opening: int, size: int) -> None:
    signed = [minor if number % 3 else -minor for number, minor in enumerate(minors)]
    pages, before = [], opening
    for number, start in enumerate(range(0, len(signed), size), start=1):
        part = signed[start : start + size]
        after = before + sum(part)
        last = start + size >= len(signed)
        pages.append(
            mt940(
                *(f":61:260105{side(minor)}{written(minor)}NTRFNONREF" for minor in part),
                number=f"1/{number}",
                opening=f":60{'F' if number == 1 else 'M'}:{side(before)}260104EUR{written(before)}",
                closing=f":62{'F' if last else 'M'}:{side(after)}260105EUR{written(after)}",
            )
        )
        before = after
    file = read_or_none(b"".join(pages))
    assert file is not None
    (statement,) = file.statements
    assert (statement.balanced, statement.problems) == (True, ())
    assert [line.amount.decimal for line in statement.lines] == [Decimal(minor) / 100 for minor in signed]


def side(minor: int) -> str:
    return "D" if minor < 0 else "C"


def written(minor: int) -> str:
    return f"{abs(minor) // 100},{abs(minor) % 100:02d}"
