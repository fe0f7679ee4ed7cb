"""What each format marks of money that goes back: what, why, and the references of what failed."""

import json

import pytest

from quitus.cli.bank_read import _line
from quitus.domain.banking.returned import Returned, ReturnKind
from tests.adapters.bank.cfonb_files import Move as CfonbMove
from tests.adapters.bank.coda_files import Move as CodaMove
from tests.adapters.bank.mt_files import mt940
from tests.adapters.bank.reading import lines_of, read
from tests.adapters.bank.test_cfonb_fields import of as cfonb_line
from tests.adapters.bank.test_coda_fields import of as coda_line
from tests.returning import bounced, collected, statement, together
from tests.samples import SAMPLES

DEBIT, CHEQUE, TRANSFER, OTHER = ReturnKind.DEBIT, ReturnKind.CHEQUE, ReturnKind.TRANSFER, ReturnKind.OTHER


@pytest.mark.parametrize(
    ("case", "entry", "returned"),
    [
        ("a reason", bounced("10", "X", reference="E2E-1", code="AM04"), Returned(DEBIT, "AM04", ("E2E-1",))),
        ("a sub-family alone", bounced("10", "X", reference="E2E-1"), Returned(DEBIT, "", ("E2E-1",))),
        ("an unpaid cheque", bounced("10", "X", family="RCHQ", sub="UPCQ"), Returned(CHEQUE)),
        ("a returned transfer", bounced("10", "X", family="RCDT", sub="RRTN"), Returned(TRANSFER)),
        ("a reason beside an unknown sub-family", bounced("10", "X", sub="OTHR", code="MD06"), Returned(DEBIT, "MD06")),
        ("a reason that nobody knows", bounced("10", "X", code="ZZ99", family="", sub=""), Returned(OTHER, "ZZ99")),
        ("a hostile reason", bounced("10", "X", code="A" * 200), Returned(DEBIT, "A" * 10)),
        ("an ordinary debit", bounced("10", "X", family="ICDT", sub="ESCT"), None),
        ("an ordinary credit", collected("10", "X", reference="E2E-1"), None),
    ],
)  # fmt: skip
def test_camt(case, entry, returned):
    (line,) = lines_of(statement([entry]))
    assert line.returned == returned, case


def test_camt_reversal_indicator_and_older_reasons():
    plain = statement([bounced("10", "X", family="ICDT", sub="ESCT")])
    marked = plain.replace(b"<Sts>", b"<RvslInd>true</RvslInd><Sts>")
    assert lines_of(marked)[0].returned == Returned(TRANSFER)
    old = (
        statement([bounced("10", "X", code="MS03")])
        .replace(b"<Rsn>", b"<RtrRsn>")
        .replace(b"</Rsn>", b"</RtrRsn>")
    )
    assert lines_of(old)[0].returned == Returned(DEBIT, "MS03")


def test_camt_all_original_references_in_their_order():
    more = b"<Refs><MsgId>MSG-1</MsgId><InstrId>INS-1</InstrId><TxId>TX-1</TxId>"
    content = statement([bounced("10", "X", reference="E2E-1", code="AC04")]).replace(b"<Refs>", more)
    (line,) = lines_of(content)
    assert line.returned.originals == ("E2E-1", "TX-1", "INS-1", "MSG-1")


def test_camt_each_of_a_sum_has_its_own():
    parts = [
        bounced("10", "A", reference="E2E-1", code="AM04"),
        bounced("20", "B", reference="E2E-2", code="MD07"),
    ]
    lines = lines_of(statement([together(parts)]))
    assert [line.returned for line in lines] == [
        Returned(DEBIT, "AM04", ("E2E-1",)),
        Returned(DEBIT, "MD07", ("E2E-2",)),
    ]


def test_camt_the_other_side_of_a_bounced_debit_is_its_debtor():
    (line,) = lines_of(statement([bounced("10", "X", payer="DUPONT", iban="FR7610107001011234567890129")]))
    assert (line.counterparty, line.iban) == ("DUPONT", "FR7610107001011234567890129")


@pytest.mark.parametrize(
    ("case", "lines", "returned"),
    [
        ("a reversal of a credit", (":61:2601050105RC10,00NTRFE2E-1//B1",), Returned(OTHER, "", ("E2E-1",))),
        ("a returned item", (":61:2601050105D10,00NRTIE2E-1//B1",), Returned(OTHER, "", ("E2E-1",))),
        ("a German debit", (":61:2601050105D10,00NDDTNONREF//B1", ":86:109?00RETOURE?20EREF+E2E-1?21SVWZ+AC04"),
         Returned(DEBIT, "AC04", ("E2E-1",))),
        ("a German transfer", (":61:2601050105C10,00NTRFNONREF//B1", ":86:159?00RETOURE?20EREF+E2E-1"),
         Returned(TRANSFER, "", ("E2E-1",))),
        ("a Dutch one", (":61:2601050105D10,00NDDTNONREF//B1", ":86:/EREF/E2E-1/RTRN/MS03/REMI/USTD//FA-12/"),
         Returned(OTHER, "MS03", ("E2E-1",))),
        ("none", (":61:2601050105D10,00NTRFE2E-1//B1", ":86:VIR DUPONT AC04"), None),
    ],
)  # fmt: skip
def test_mt940(case, lines, returned):
    (line,) = lines_of(mt940(*lines))
    assert line.returned == returned, case


@pytest.mark.parametrize(
    ("case", "move", "returned"),
    [
        ("an unpaid cheque", CfonbMove("-10.00", "CHQ IMPAYE", code="03"), Returned(CHEQUE)),
        ("an unpaid debit with its reason", CfonbMove("-10.00", "X", (("RET", "AM04 PROVISION"),), code="B3"),
         Returned(DEBIT, "AM04")),
        ("its references", CfonbMove("-10.00", "X", (("RCN", f"{'E2E-1':35}MANDAT"), ("REF", "ORDRE-7")), code="B4"),
         Returned(DEBIT, "", ("E2E-1", "ORDRE-7"))),
        ("a rejected transfer", CfonbMove("10.00", "X", code="A3"), Returned(TRANSFER)),
        ("by its reason alone", CfonbMove("-10.00", "X", reason="91"), Returned(OTHER, "91")),
        ("none", CfonbMove("-10.00", "REJET PRLV"), None),
    ],
)  # fmt: skip
def test_cfonb(case, move, returned):
    assert cfonb_line(move).returned == returned, case


@pytest.mark.parametrize(
    ("case", "move", "returned"),
    [
        ("an R-transaction", CodaMove("-10.00", "FA-12", returned="3MD06"), Returned(TRANSFER, "MD06")),
        ("an unpaid debit", CodaMove("-10.00", "FA-12", code="00503000"), Returned(DEBIT)),
        ("an unpaid cheque", CodaMove("-10.00", "X", code="00309000"), Returned(CHEQUE)),
        ("its reference", CodaMove("-10.00", "X", customer="E2E-1", code="00503000"),
         Returned(DEBIT, "", ("E2E-1",))),
        ("an unknown kind", CodaMove("-10.00", "FA-12", returned="9MD06"), None),
        ("none", CodaMove("-10.00", "FA-12"), None),
    ],
)  # fmt: skip
def test_coda(case, move, returned):
    assert coda_line(move).returned == returned, case


def test_the_samples_of_german_banks_tell_their_returns():
    sample = SAMPLES / "statements/mt940/betterplace_sepa_mt9401.sta"
    if not sample.exists():
        pytest.skip(f"no {sample}")
    lines = [line for one in read(sample.read_bytes()).statements for line in one.lines if line.returned]
    assert len(lines) >= 10
    assert {line.returned.kind for line in lines} <= {TRANSFER, DEBIT, OTHER}
    assert all(line.returned.originals for line in lines if "TFNR" in (line.reference or ""))


def test_what_is_printed_has_no_new_key():
    (line,) = lines_of(statement([bounced("10", "X", code="AM04")]))
    assert list(json.loads(json.dumps(_line(line)))) == [
        *("booked", "value_date", "amount", "currency", "label"),
        *("counterparty", "iban", "reference", "bank_id", "status"),
    ]
