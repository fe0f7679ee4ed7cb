"""Files that are cut, torn or made to harm: refused whole with a reason or told, never read as if they were whole."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quitus.adapters.bank import byte_lines
from quitus.adapters.bank.mt import fields, messages
from quitus.domain.banking.statement import BankFile
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.bank.mt_files import ACCOUNT, TEN, mt940, mt942, swift
from tests.adapters.bank.reading import read

GOOD = mt940(TEN, ":86:FA-12 2026\nCAFE", ":61:2601050105C828,72NTRFNONREF", closing=":62F:C260105EUR838,72")
ENVELOPED = swift(GOOD) + b"{5:{CHK:0123456789AB}}"
CUT = {"bank_file_empty", "bank_format_unknown", "bank_file_cut_short"}


def refusal_of(content: bytes) -> Refused:
    with pytest.raises(Refused) as refusal:
        read(content)
    assert sentence(refusal.value, "fr") != sentence(refusal.value, "en")
    return refusal.value


def read_or_cut(content: bytes) -> BankFile | None:
    """The file, or None when it is refused for not being whole."""
    try:
        return read(content)
    except Refused as refusal:
        if refusal.code in CUT:
            return None
        raise


@given(st.integers(0, GOOD.index(b"838,72") + 5))
@example(GOOD.index(b"838,72") + 5)
@settings(max_examples=250, deadline=None)
def test_a_file_cut_anywhere_before_the_last_digit_is_not_read_as_if_whole(length: int) -> None:
    file = read_or_cut(GOOD[:length])
    assert file is None or [statement.balanced for statement in file.statements] in ([None], [False])


@given(st.integers(0, ENVELOPED.index(b"-}")))
@settings(max_examples=150, deadline=None)
def test_a_message_cut_anywhere_in_its_envelope_is_refused(length: int) -> None:
    assert refusal_of(ENVELOPED[:length]).code in CUT


@given(st.integers(0, len(GOOD) - 1))
@settings(max_examples=150, deadline=None)
def test_a_file_that_lacks_its_beginning_is_not_read_as_if_whole(start: int) -> None:
    assert (read_or_cut(GOOD[start:]) is None) == (start > 0)


@pytest.mark.parametrize(
    ("case", "content", "code"),
    [
        ("nothing but a tag", b":20:A\r\n", "bank_format_unknown"),
        ("nothing but headers", b":20:A\r\n:25:1\r\n:28C:1/1\r\n", "bank_file_cut_short"),
        ("no header", b":61:2601050105C10,00NTRFNONREF\r\n:62F:C260105EUR10,00\r\n-\r\n", "bank_file_cut_short"),
        ("the header lies behind", b":60F:C260104EUR0,00\r\n" + GOOD, "bank_file_cut_short"),
        ("movements behind the end", GOOD + TEN.encode() + b"\r\n" + GOOD, "bank_file_cut_short"),
        ("the header of another follows", GOOD + b":20:B\r\n", "bank_file_cut_short"),
        ("the beginning of another follows", GOOD + b":20:B\r\n:25:1\r\n", "bank_file_cut_short"),
        ("everything on one line", GOOD.replace(b"\r\n", b" "), "bank_format_unknown"),
        ("an order to the bank", b":20:A\r\n:28D:1/1\r\n:50H:/1\r\n:32B:EUR5,\r\n", "bank_format_unknown"),
        ("an advice", b":20:A\r\n:21:B\r\n:25:1\r\n:32A:260105EUR7,00\r\n", "bank_format_unknown"),
        ("a mail about one", b"From: a@bank.example\r\n\r\nSee :20:A and :61: below\r\n:61:later\r\n",
         "bank_format_unknown"),
    ],
)  # fmt: skip
def test_what_is_refused(case: str, content: bytes, code: str) -> None:
    assert refusal_of(content).code == code, case


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("one line of ten megabytes", b":20:A\r\n:28C:1\r\n:25:" + b"9" * 10**7),
        ("its beginning is one line", GOOD + b"X" * 10**7),
        ("a text of a million lines", mt940(TEN, ":86:" + "X\n" * 10**6)),
        ("a text of a million empty lines", mt940(TEN, ":86:" + "\n" * 10**6)),
        ("a million texts", mt940(TEN) .replace(b":62F:", b":86:X\r\n" * 10**6 + b":62F:")),
        ("a million others", mt940(TEN).replace(b":62F:", b":NS:01\r\n" * 10**6 + b":62F:")),
    ],
)  # fmt: skip
def test_excessive_parts_are_refused(case: str, content: bytes) -> None:
    refusal = refusal_of(content)
    assert refusal.code == "bank_line_abnormal", case
    assert refusal.facts["number"] in range(2, 2 * 10**6), case


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("headers without end", GOOD + b":20:\r\n" * 10**5),
        ("movements that are none", mt940(*[":61:"] * 10**5)),
        ("days that do not exist", mt940(*[":61:2602300301C1,NTRF"] * 10**4)),
        ("floors", mt942(*[":34F:EUR1,"] * 10**5)),
        ("statements without end", (b":20:\r\n:25:1\r\n:61:\r\n") * 10**4 + GOOD),
        ("empty envelopes", GOOD + b"{1:F01}{2:O940}{4:\r\n-}\r\n" * 10**4),
    ],
)
def test_a_file_of_nothing_but_problems_is_refused(case: str, content: bytes) -> None:
    refusal = refusal_of(content)
    assert (refusal.code, refusal.facts) == ("bank_file_garbled", {"most": messages.MOST_PROBLEMS}), case


MANY = 10**5


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("signs of subfields", "166?00X?20" + "?" * MANY),
        ("subfields", "166" + "?20X" * MANY),
        ("markers", "166?00X?20" + "EREF+" * MANY),
        ("code words", "/REMI/" + "/ID/" * MANY),
        ("parties", "/ORDP/" + "/NAME/" * MANY),
        ("slashes", "/CNTP/" + "/" * MANY),
        ("blanks", " " * MANY),
        ("digits", "1" * MANY),
        ("commas", "260105C" + "1," * MANY),
        ("not letters", "\u0085\u00a0" * MANY),
    ],
)
def test_the_time_of_strange_words_is_linear(case: str, words: str) -> None:
    """Seconds for the whole on a busy machine; a quadratic time would be minutes."""
    began = time.process_time()
    (found,) = read(mt940(TEN, f":86:{words}")).statements
    assert time.process_time() - began < 5, case
    assert (len(found.lines), len(found.lines[0].label) <= 2_000, found.balanced) == (1, True, True)


def test_the_limits_are_far_from_real_files() -> None:
    assert min(byte_lines.LONGEST_LINE, fields.LONGEST_FIELD) > 10_000 * 65


def test_controls_and_zeros_around_lines_do_not_matter() -> None:
    content = GOOD.replace(b"\r\n", b"\x00\x03\r\n\x00\x01")
    (found,) = read(content).statements
    assert (found.account, len(found.lines), found.balanced) == (ACCOUNT, 2, True)
