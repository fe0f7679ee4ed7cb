"""QIF files in other letters and line ends, cut, damaged or made to harm: told or refused, never read as if whole."""

import subprocess
import sys
import time
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.adapters.bank.qif import document
from quitus.domain.banking.statement import BankFile
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.bank.reading import read

GOOD = "!Type:Bank\n" + "".join(
    f"D{day:02d}/01/2026\nT-{day}0.00\nPPRÉLÈVEMENT {day}\nMpayé à l’échéance\n^\n" for day in range(11, 21)
)
EXPECTED = read(GOOD.encode())


def refusal_of(content: bytes | str) -> Refused:
    with pytest.raises(Refused) as refusal:
        read(content.encode() if isinstance(content, str) else content)
    assert sentence(refusal.value, "fr") != sentence(refusal.value, "en")
    return refusal.value


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("a mark of UTF-8", GOOD.encode("utf-8-sig")),
        ("Windows", GOOD.encode("cp1252")),
        ("UTF-16", GOOD.encode("utf-16")),
        ("UTF-16 without mark", GOOD.encode("utf-16-be")),
        ("CRLF", GOOD.replace("\n", "\r\n").encode()),
        ("CR", GOOD.replace("\n", "\r").encode()),
        ("blank lines", ("\n \n" + GOOD.replace("^\n", "^\n\n  \n")).encode()),
        ("blanks around", GOOD.replace("\n", " \t\n \t").encode()),
        ("comments", ("### made by hand ###\n" + GOOD.replace("^\n", "^\n# next\n")).encode()),
        ("empty records", ("^\n" + GOOD.replace("^\n", "^\n^\n^\n")).encode()),
        ("no last end of line", GOOD.rstrip().encode()),
        ("the end of DOS", (GOOD + "\x1a\x00\x00").encode()),
        ("capitals", GOOD.replace("!Type:Bank", "!TYPE:BANK").encode()),
    ],
)
def test_the_same_file_in_other_writings(case: str, content: bytes) -> None:
    assert read(content) == EXPECTED, case


def test_letters_of_dos() -> None:
    (statement,) = read(GOOD.replace("’", "'").encode("cp850")).statements
    assert {line.label.partition(" ")[2][3:] for line in statement.lines} == {"payé à l'échéance"}
    assert {line.label.partition(" ")[0] for line in statement.lines} == {"PRÉLÈVEMENT"}


def lines_and_unfinished(file: BankFile) -> tuple[int, int]:
    (statement,) = file.statements
    assert {problem.code for problem in statement.problems} <= {"bank_record_unfinished"}
    assert all(problem.blocks for problem in statement.problems)
    return len(statement.lines), len(statement.problems)


@given(st.integers(11, len(GOOD.encode()) - 1))
@settings(max_examples=150, deadline=None)
def test_a_file_cut_within_a_record_says_so(length: int) -> None:
    """Only a cut between two records cannot be seen."""
    content = GOOD.encode()[:length]
    lines, unfinished = lines_and_unfinished(read(content))
    assert lines == content.count(b"^")
    assert unfinished == (not content.rstrip().endswith((b"^", b"!Type:Bank")))
    (statement,) = read(content).statements
    assert statement.lines == EXPECTED.statements[0].lines[:lines]


def test_a_section_within_a_record_ends_it_unfinished() -> None:
    file = read(GOOD.replace("^\n", "!Type:Bank\n", 1).encode())
    assert lines_and_unfinished(file) == (9, 1)


@pytest.mark.parametrize(
    ("case", "content", "code"),
    [
        ("one long line", GOOD + "M" + "x" * 2_000_000, "bank_line_abnormal"),
        ("one long line without end", "!Type:Bank\n" + "M" * 2_000_000, "bank_line_abnormal"),
        ("one long record", GOOD + "Mx\n" * 700_000, "bank_line_abnormal"),
        ("problems", "!Type:Bank\n" + "T1\n^\n" * 20_000, "bank_file_garbled"),
        ("accounts", "!Account\nNx\n^\n!Type:Bank\n" * 20_000, "bank_xml_abnormal"),
        ("stray amounts", "!Account\n" + "T1\n^\n" * 20_000, "bank_file_garbled"),
    ],
)
def test_what_is_made_to_fill_the_memory_is_refused(case: str, content: str, code: str) -> None:
    assert refusal_of(content).code == code, case


@pytest.mark.parametrize(
    "piece", ["^\n", "\n", "\r", "!\n", "!Type:Bank\n", "#\n", "!Type:Cat\n^\n", "Sx\n$1\n^\n!x\n"]
)
def test_any_number_of_tiny_things_take_seconds(piece: str) -> None:
    content = GOOD + piece * (600_000 // len(piece)) + GOOD
    begun = time.process_time()
    try:
        assert sum(len(one.lines) for one in read(content.encode()).statements) in (10, 20)
    except Refused as refusal:
        assert refusal.code == "bank_file_garbled"  # noqa: PT017 - both are right answers
    assert time.process_time() - begun < 10


def test_problems_up_to_the_bound_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MOST_PROBLEMS", 3)
    bad = "D25/01/2026\nT?\n^\n"
    assert len(list(read(("!Type:Bank\n" + bad * 3).encode()).every_problem())) == 3
    assert refusal_of("!Type:Bank\n" + bad * 4).code == "bank_file_garbled"


def test_zeros_within_a_file_make_no_amount() -> None:
    (statement,) = read(GOOD.replace("T-110.00", "T-11\x000.00").encode()).statements
    assert (len(statement.lines), [one.code for one in statement.problems]) == (9, ["bank_amount_unreadable"])


def test_memory_does_not_grow_beyond_the_lines(tmp_path) -> None:
    path = tmp_path / "large.qif"
    count = 25_000
    record = "D{}/01/2026\nT-{}.00\nPPRELEVEMENT {}\nMECHEANCE {} " + "x" * 80 + "\n^\n"
    records = (record.format(number % 28 + 1, number, number, number) for number in range(count))
    path.write_text("!Type:Bank\n" + "".join(records))
    program = dedent("""
        import resource, sys
        from quitus.adapters.bank.detect import DetectingReader
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with open(sys.argv[1], "rb") as source:
            (statement,) = DetectingReader().read(source).statements
        assert len(statement.lines) == int(sys.argv[2])
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
    """)
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(count)], capture_output=True, text=True, check=True
    )
    assert path.stat().st_size > 3_000_000
    assert int(done.stdout) < 40
