"""Whatever a FEC holds, it is read, told or refused: nothing breaks, and every finding has its sentence."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.books.fec.check import check_fec
from quitus.domain.books.fec.findings import Findings
from quitus.domain.importing.debtors import KnownClient
from quitus.domain.importing.fec_faults import sort_faults
from quitus.domain.importing.fec_files import is_fec, read_lines
from quitus.domain.importing.fec_invoices import plan_fec_invoices
from quitus.domain.importing.fec_lines import net_lines
from quitus.domain.importing.fec_vat import INCOME, VAT
from quitus.domain.importing.values import PaymentDelay
from quitus.domain.refused import Refused
from quitus.ports.tables import problem_sentence
from tests.fec import Line, fec

TODAY = date(2026, 3, 16)
SOUND = fec(
    Line("F1", 120_000, on="20260105", lettering="AA"),
    Line("R1", -120_000, journal="BQ", on="20260204", lettering="AA"),
    Line("F2", 30_000, on="20260120"),
    Line("AN", 7_000, journal="AN", on="20260101", client="", account="411DUR", account_label="Durand"),
)
PIECES = [
    *(
        b"\t",
        b"\r\n",
        b"\0",
        b'"',
        b"|",
        b",",
        b"-",
        b"9" * 40,
        b"\xff",
        b"\xc3",
        "é\u202e".encode(),
        b"=1+1",
    ),
    *(
        b"411",
        b"20261331",
        b"00000000",
        b"0,00",
        b"1.5",
        b"AN",
        b"<script>",
        b"{name}",
        b"%s",
        b"\x1b[2J",
        b"F2",
    ),
]


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A sound file with some of its bytes exchanged."""
    content = SOUND
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = start + draw(st.integers(0, 12))
        content = content[:start] + draw(st.sampled_from(PIECES)) + content[end:]
    return content


@settings(max_examples=150)
@given(spoiled())
def test_a_spoiled_file_is_read_or_refused(content):
    is_fec(content)
    found = Findings()
    try:
        lines = net_lines(read_lines([content], found, ("411", INCOME, *VAT)), frozenset({"f1", "f2"}))
    except Refused:
        lines = net_lines(())
    problems, notices = sort_faults(check_fec([content], name="x"), found.kept, lines)
    clients = [KnownClient(1, "C0001", "Dupont"), KnownClient(2, "", "Durand")]
    invoices, plan = plan_fec_invoices(lines.documents, clients, {1: PaymentDelay(45, True)}, today=TODAY)
    told = (*problems, *notices, *lines.problems, *lines.notices, *plan.problems, *plan.notices)
    for language in ("fr", "en"):
        assert all(problem_sentence(problem, language) for problem in told)
    numbers = [invoice.row.number for invoice in invoices]
    assert len(set(numbers)) == len(numbers)
    assert {document.line for document in lines.documents} == {
        *(invoice.row.line for invoice in invoices),
        *(problem.line for problem in plan.problems),
    }


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_are_some_file(content):
    assert isinstance(is_fec(content), bool)
