"""Files that are cut, damaged or made to harm: refused whole with a reason, never read in part."""

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from textwrap import dedent

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quitus.adapters.bank import archive
from quitus.adapters.bank.detect import DetectingReader
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.bank.camt_files import Account, Bal, Entry, Tx, camt
from tests.adapters.bank.reading import read

GOOD = camt(
    Account(
        (Entry("10.00", details=(Tx("4.00", debtor="Éva"), Tx("6.00", words=("FA-1",)))), Entry("5.00")),
        (Bal("OPBD", "0"), Bal("CLBD", "15")),
    )
)


def refusal_of(content: bytes) -> Refused:
    with pytest.raises(Refused) as refusal:
        read(content)
    # Both sentences can be made from the facts.
    assert sentence(refusal.value, "fr") != sentence(refusal.value, "en")
    return refusal.value


def with_type(declaration: str, text: str = "VIR") -> bytes:
    """The good file under a document type, with `text` in a label."""
    document = GOOD.decode().replace("FA-1", text)
    return document.replace("<Document", f"<!DOCTYPE Document {declaration}><Document", 1).encode()


def laughs(count: int = 9) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, count + 1))
    return f'[<!ENTITY l0 "lol">{entities}]'


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("a billion laughs, in text", with_type(laughs(), "&l9;")),
        ("laughs in an attribute", with_type(laughs()).replace(b"<Document ", b'<Document x="&l9;" ')),
        (
            "far from the beginning",
            with_type("").replace(b"<!DOC", b"<!-- <BkToCstmrStmt/> -->" * 4_000 + b"<!DOC"),
        ),
        ("in UTF-16", with_type('[<!ENTITY a "12">]').decode().replace("UTF-8", "UTF-16").encode("utf-16")),
        ("an entity never used", with_type('[<!ENTITY a "12">]')),
        ("an entity in an amount", with_type('[<!ENTITY a "12">]').replace(b">5.00<", b">&a;<")),
        ("a file of the machine", with_type('[<!ENTITY a SYSTEM "file:///etc/passwd">]', "&a;")),
        ("a plain document type", with_type("")),
        ("parameter entities", with_type("[<!ENTITY % a \"<!ENTITY b 'x'>\"> %a;]", "&b;")),
        ("default attributes", with_type('[<!ATTLIST Amt Ccy CDATA "USD">]')),
    ],
)
def test_a_document_type_is_refused(case: str, content: bytes) -> None:
    assert refusal_of(content).code == "bank_xml_forbidden", case


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("an unknown entity", GOOD.replace(b"FA-1", b"&nbsp;")),
        ("depth", GOOD.replace(b"<GrpHdr>", b"<a>" * 300 + b"</a>" * 300 + b"<GrpHdr>")),
        ("not its encoding", GOOD.decode().encode("latin-1")),
        ("an unknown encoding", GOOD.replace(b"UTF-8", b"foo-8")),
        ("says UTF-16 and is not", GOOD.replace(b"UTF-8", b"UTF-16")),
        ("a zero byte", GOOD.replace(b"FA-1", b"FA\x001")),
        ("something behind", GOOD + b"<x/>"),
        ("twice the same file", GOOD + GOOD),
        ("tags that cross", GOOD.replace(b"</Ustrd></RmtInf>", b"</RmtInf></Ustrd>")),
        ("a blank before the declaration", b"\n" + GOOD),
    ],
)
def test_broken_xml_is_refused(case: str, content: bytes) -> None:
    refusal = refusal_of(content)
    assert refusal.code == "bank_xml_broken", case
    assert refusal.facts["reason"], case


@pytest.mark.parametrize(
    ("case", "content", "code"),
    [
        ("nothing", b"", "bank_file_empty"),
        ("blanks", b" \n\t ", "bank_file_empty"),
        ("text", "Relevé de compte".encode(), "bank_format_unknown"),
        ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "bank_format_unknown"),
        ("a page of the bank's site", b"<!DOCTYPE html><html><body>Session expired</body></html>",
         "bank_format_unknown"),
        ("a bomb that is no statement", b"<!DOCTYPE x " + laughs().encode() + b"><x>&l9;</x>",
         "bank_format_unknown"),
        ("no statement inside", GOOD.replace(b"Stmt>", b"Other>").replace(b"BkToCstmrOther", b"BkToCstmrStmt"),
         "bank_statement_missing"),
        ("only the name, in a text", b"<note>BkToCstmrStmt is the message; <BkToCstmrStmt/></note>",
         "bank_statement_missing"),
    ],
)  # fmt: skip
def test_what_is_no_statement(case: str, content: bytes, code: str) -> None:
    assert refusal_of(content).code == code, case


@given(st.integers(0, len(GOOD) - 1))
@example(len(GOOD) - 1)
@settings(max_examples=150, deadline=None)
def test_a_file_cut_anywhere_is_refused_whole(length: int) -> None:
    assert refusal_of(GOOD[:length]).code in (
        "bank_file_empty",
        "bank_format_unknown",
        "bank_xml_broken",
    )


class Recorder(BaseHTTPRequestHandler):
    """Serves a document type that would change an amount, and notes who asks for it."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'<!ENTITY a "1000000">')

    def log_message(self, *_: object) -> None: ...


def test_nothing_outside_the_file_is_asked_for() -> None:
    Recorder.asked.clear()
    with HTTPServer(("127.0.0.1", 0), Recorder) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        try:
            for declaration in (
                f'SYSTEM "{address}/a.dtd"',
                f'PUBLIC "-//X//Y" "{address}/b.dtd"',
                f'[<!ENTITY a SYSTEM "{address}/c">]',
                f'[<!ENTITY % p SYSTEM "{address}/d"> %p;]',
            ):
                assert refusal_of(with_type(declaration, "&a;")).code in (
                    "bank_xml_forbidden",
                    "bank_xml_broken",
                )
            schema = GOOD.replace(b"<Document ", f'<Document x="{address}/e" '.encode())
            assert read(schema) == read(GOOD)
        finally:
            server.shutdown()
            thread.join()
    assert Recorder.asked == []


JUNK = b"<a/>" * 1_300_000  # 5 MB that would take 150 MB of memory


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("in the header", GOOD.replace(b"<GrpHdr>", b"<GrpHdr>" + JUNK, 1)),
        ("in an entry", GOOD.replace(b"</Ntry>", JUNK + b"</Ntry>", 1)),
        ("in a transaction", GOOD.replace(b"</TxDtls>", JUNK + b"</TxDtls>", 1)),
        ("as one text", GOOD.replace(b"FA-1", b"x" * 5_000_000)),
        ("in a balance", GOOD.replace(b"</Bal>", JUNK + b"</Bal>", 1)),
        ("behind the last statement", GOOD.replace(b"</Document>", JUNK + b"</Document>")),
    ],
)
def test_a_part_made_to_fill_the_memory_is_refused(case: str, content: bytes) -> None:
    assert refusal_of(content).code == "bank_xml_abnormal", case


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_FILE", len(GOOD) - 1)
    assert refusal_of(GOOD).code == "bank_file_too_large"
    monkeypatch.setattr(archive, "LARGEST_FILE", len(GOOD))
    assert len(read(GOOD).statements) == 1


def test_a_large_batch_is_no_abnormal_part() -> None:
    """6 MB in one entry, each transaction read and released on its own."""
    details = tuple(Tx("1.00", debtor=f"Client {n}", words=("X" * 130,)) for n in range(18_000))
    content = camt(Account((Entry("18000.00", details=details),), (Bal("OPBD", "0"), Bal("CLBD", "18000"))))
    assert len(content) > 5_000_000
    (found,) = read(content).statements
    assert (len(found.lines), found.balanced) == (18_000, True)


@pytest.mark.parametrize("shape", ["entries", "batch"])
def test_memory_does_not_grow_with_the_tree(shape: str, tmp_path) -> None:
    """A tree of these 20 MB would take some 150 MB; the lines themselves take about 20."""
    path = tmp_path / "large.xml"
    count = 20_000
    details = Tx("1.00", debtor="Client", debtor_iban="DE89370400440532013000", words=("X" * 130,) * 4)
    entries = (Entry("1.00", details=(details,)),) * count
    batch = (Entry(f"{count}.00", details=(details,) * count),)
    path.write_bytes(camt(Account(entries if shape == "entries" else batch)))
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
    assert path.stat().st_size > 15_000_000
    assert int(done.stdout) < 60


def test_elements_of_our_names_in_foreign_places_are_not_read() -> None:
    """Banks may put anything into supplementary data, their own statements included."""
    inner = (
        b"<SplmtryData><Envlp><Ntry><Amt Ccy='EUR'>9</Amt></Ntry><Bal/><Acct/><TxDtls/></Envlp></SplmtryData>"
    )
    assert read(GOOD.replace(b"</TxDtls>", inner + b"</TxDtls>", 1)) == read(GOOD)
    assert read(GOOD.replace(b"</Stmt>", inner + b"</Stmt>", 1)) == read(GOOD)


def test_the_reader_starts_at_the_beginning_of_any_seekable_stream() -> None:
    assert DetectingReader().read(BytesIO(GOOD)) == DetectingReader().read(BytesIO(GOOD))
