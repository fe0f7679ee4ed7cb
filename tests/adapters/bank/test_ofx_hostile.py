"""OFX files that are cut, damaged or made to harm: refused whole with a reason, or told; never read in part."""

import subprocess
import sys
import time
from textwrap import dedent

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quitus.adapters.bank import archive
from quitus.adapters.bank.ofx import document
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.bank.ofx_files import Ofx, moved, sgml, xml
from tests.adapters.bank.reading import read

GOOD = sgml(Ofx((moved(), moved(TRNAMT="-5.00", FITID="T2", MEMO="Éva"))))
CLOSED = sgml(Ofx((moved(), moved(TRNAMT="-5.00", FITID="T2"))), ends=True)
XML = xml(Ofx((moved(), moved(TRNAMT="-5.00", FITID="T2", MEMO="Éva"))))


def refusal_of(content: bytes | str) -> Refused:
    with pytest.raises(Refused) as refusal:
        read(content.encode() if isinstance(content, str) else content)
    assert sentence(refusal.value, "fr") != sentence(refusal.value, "en")
    return refusal.value


LAUGHS = '[<!ENTITY a "lol">' + "".join(f'<!ENTITY {"ab"[n % 2]}{n} "{"&a;" * 10}">' for n in range(9)) + "]"


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("a plain document type", XML.replace("<OFX>", "<!DOCTYPE OFX>\n<OFX>")),
        ("before the instruction", XML.replace("<?OFX", "<!DOCTYPE OFX SYSTEM 'ofx.dtd'><?OFX")),
        ("first of all", "<!DOCTYPE OFX>" + XML[XML.index("<OFX>") :]),
        ("in SGML", GOOD.replace("<OFX>", '<!DOCTYPE OFX PUBLIC "-//X//Y" "http://localhost/a.dtd"><OFX>')),
        ("a billion laughs", XML.replace("<OFX>", f"<!DOCTYPE OFX {LAUGHS}><OFX>").replace("Éva", "&b8;")),
        ("a file of the machine", XML.replace("<OFX>", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><OFX>')),
        ("small letters", XML.replace("<OFX>", "<!doctype ofx><OFX>")),
        ("an entity alone", XML.replace("<STMTTRN>", '<!ENTITY a "12"><STMTTRN>', 1)),
        ("far behind", XML.replace("<OFX>", "<!-- -->" * 20_000 + "<!DOCTYPE OFX><OFX>")),
        ("in UTF-16", XML.replace("<OFX>", "<!DOCTYPE OFX><OFX>").encode("utf-16")),
        ("behind the document", XML + "<!DOCTYPE OFX>"),
    ],
)  # fmt: skip
def test_a_document_type_is_refused(case: str, content: bytes | str) -> None:
    assert refusal_of(content).code == "bank_xml_forbidden", case


@given(st.integers(0, len(GOOD) - 1), st.sampled_from(["sgml", "ends", "xml", "wide"]))
@example(len(GOOD) - 2, "sgml")
@settings(max_examples=150, deadline=None)
def test_a_file_cut_anywhere_is_refused_whole(length: int, writing: str) -> None:
    content = {"sgml": GOOD, "ends": CLOSED, "xml": XML, "wide": GOOD}[writing].rstrip()
    encoded = content.encode("utf-16-le" if writing == "wide" else "utf-8")
    code = refusal_of(encoded[: length % len(encoded)]).code
    assert code in ("bank_file_empty", "bank_format_unknown", "bank_file_cut_short")


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("within a comment", GOOD.replace("<LEDGERBAL>", "<!-- <LEDGERBAL>")),
        ("within CDATA", GOOD.replace("Éva", "<![CDATA[Éva")),
        ("within an instruction", GOOD.replace("<LEDGERBAL>", "<?x <LEDGERBAL>")),
        ("twice, the second cut", GOOD + GOOD[: len(GOOD) // 2]),
        ("only a header", GOOD[: GOOD.index("<OFX>")]),
    ],
)
def test_an_end_that_is_missing(case: str, content: str) -> None:
    assert refusal_of(content).code == "bank_file_cut_short", case


def test_two_files_in_one_are_both_read() -> None:
    file = read((GOOD + GOOD).encode())
    assert [len(one.lines) for one in file.statements] == [2, 2]


MEGA = 1_000_000


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("one text", GOOD.replace("Éva", "x" * 5 * MEGA)),
        ("one text of marks", GOOD.replace("Éva", ("<" + "x" * 999) * 5_000)),
        ("one tag", GOOD.replace("<MEMO>", "<" + "x" * 5 * MEGA)),
        ("one comment", GOOD.replace("<OFX>", "<OFX><!--" + "x" * 5 * MEGA + "-->")),
        ("a header", "OFXHEADER:100\n" + " " * 5 * MEGA),
        ("statements", GOOD.replace("<STMTRS>", "<STMTRS>" * 20_000)),
    ],
)
def test_a_part_made_to_fill_the_memory_is_refused(case: str, content: str) -> None:
    assert refusal_of(content).code == "bank_xml_abnormal", case


@pytest.mark.parametrize(
    ("case", "content", "code"),
    [
        ("amounts without movement", GOOD.replace("<STMTTRN>", "<TRNAMT>1" * 20_000), "bank_file_garbled"),
        ("movements without anything", GOOD.replace("<STMTTRN>", "<STMTTRN>" * 20_000), "bank_file_garbled"),
    ],
)
def test_a_file_that_is_garbled_throughout_is_refused(case: str, content: str, code: str) -> None:
    assert refusal_of(content).code == code, case


@pytest.mark.parametrize(
    ("case", "piece"),
    [
        ("tags", "<a>"),
        ("ends", "</a>"),
        ("empty tags", "<a/>"),
        ("ends of containers", "</STMTRS >"),
        ("beginnings of lists", "<BALLIST>"),
        ("marks", "<a>< "),
        ("open tags", "<a>x<b "),
        ("entities", "<a>&amp;"),
        ("comments", "<a><!---->"),
        ("instructions", "<a><??>"),
        ("CDATA", "<a><![CDATA[]]>"),
        ("new lines", "<a>\n\n\n"),
        ("names that differ", "".join(f"<a{number}>" for number in range(60_000))),
    ],
)
def test_any_number_of_tiny_things_take_seconds(case: str, piece: str) -> None:
    junk = piece * (600_000 // len(piece))
    content = GOOD.replace("<BANKACCTFROM>", junk + "<BANKACCTFROM>", 1).encode()
    begun = time.process_time()
    file = read(content)
    assert sum(len(one.lines) for one in file.statements) + len(file.problems) == 2, case
    assert time.process_time() - begun < 10, case


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(GOOD.encode())
    monkeypatch.setattr(archive, "LARGEST_FILE", size - 1)
    assert refusal_of(GOOD).code == "bank_file_too_large"
    monkeypatch.setattr(archive, "LARGEST_FILE", size)
    assert len(read(GOOD.encode()).statements) == 1


def test_problems_up_to_the_bound_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MOST_PROBLEMS", 3)
    bad = moved(TRNAMT="?")
    assert len(list(read(sgml(Ofx([bad] * 3)).encode()).every_problem())) == 3
    assert refusal_of(sgml(Ofx([bad] * 4))).code == "bank_file_garbled"


def test_memory_does_not_grow_beyond_the_lines(tmp_path) -> None:
    """The tags of these 5 MB as objects would take some 60 MB; the lines themselves take about 10."""
    path = tmp_path / "large.ofx"
    count = 25_000
    movements = [moved(FITID=f"T{number}", MEMO=f"FACTURE {number}" + "x" * 80) for number in range(count)]
    path.write_text(sgml(Ofx(movements)))
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
    assert path.stat().st_size > 5_000_000
    assert int(done.stdout) < 40
