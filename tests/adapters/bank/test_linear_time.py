"""Words made for the patterns that look at them: a file twice as long takes twice as long, not ages."""

import io
import time
from collections.abc import Callable

import pytest

from quitus.adapters.bank.detect import DetectingReader
from quitus.adapters.tables.headers import find_headers
from quitus.domain.banking.column_mapping import BankField, ColumnMapping
from quitus.domain.refused import Refused
from tests.adapters.bank.camt_files import Account, Entry, Tx, camt
from tests.adapters.bank.mt_files import mt942
from tests.adapters.bank.ofx_files import Ofx, moved, sgml
from tests.adapters.bank.table_files import table
from tests.adapters.tables.workbooks import MAIN, RELATED, package, relations, sheet_xml

SECONDS = 20  # of a busy machine; each takes one or two


def rows(words: str) -> bytes:
    """Each row is looked at as the total or balance that it may be."""
    return table("Date;Libellé;Montant", *[f"17/03/2026;{words} {number};-1,00" for number in range(200)])


def number_format(code: str) -> bytes:
    """A workbook with a number format."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    named = (
        f'<Relationship Id="rId1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId3" Type="{RELATED}/styles" Target="styles.xml"/>'
    )
    head = '<row><c t="str"><v>Date</v></c><c t="str"><v>Libellé</v></c><c t="str"><v>Montant</v></c></row>'
    row = '<row><c t="str"><v>17/03/2026</v></c><c s="1"><v>12</v></c><c><v>-1.5</v></c></row>'
    more = {"xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": relations(named)}
    return package(sheet_xml(head + row * 3), more=more)


def tags_of_blanks() -> bytes:
    tags = "".join(f'<A{number} b="{" " * 230}\x01>' for number in range(3_000))
    return sgml(Ofx([moved()])).replace("<STMTTRN>", f"{tags}<STMTTRN>", 1).encode()


FILES = {
    "words of balances": lambda: rows(f"{'end ' * 26}solde x"),
    "words of totals": lambda: rows(f"total {'de la ' * 18}x"),
    "brackets of a number format": lambda: number_format("[" * 900_000),
    "tags of blanks": tags_of_blanks,
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_made_for_our_patterns_takes_seconds(name: str) -> None:
    content = FILES[name]()
    started = time.monotonic()
    assert DetectingReader().read(io.BytesIO(content)).statements
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize(
    "cell", ["1" * 200_000 + "x", "a@" + "." * 200_000 + "@"], ids=["figures", "address"]
)
def test_headers_are_looked_for_in_seconds(cell: str) -> None:
    started = time.monotonic()
    assert find_headers([[cell], ["Nom"]]) == 1
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Solde au 31 mars 2026", False),
        ("NOUVEAU SOLDE CREDITEUR EN EUROS AU 31/03/2026", False),
        ("Solde du bar Le Zinc", True),
        ("Solde enero 2026", False),
    ],
)
def test_what_is_a_balance_stays_one(words: str, read: bool) -> None:
    (statement,) = (
        DetectingReader()
        .read(io.BytesIO(table("Date;Libellé;Montant", "17/03/2026;a;-1,00", f"18/03/2026;{words};2,00")))
        .statements
    )
    assert len(statement.lines) == 1 + read


def accounts(count: int) -> bytes:
    """Fees beside the amounts, an account in each row, and rows that may be anybody's."""
    told = [f"17/03/2026;a;-1,00;0,10;FR{number:010d}" for number in range(count)]
    return table("Date;Libellé;Montant;Frais;Compte", *told, *["17/03/2026;a;?;0,10;"] * 10_000)


def pages_that_count() -> bytes:
    """A report of many pages, each of which tells the totals of all so far."""
    page = mt942(":61:2601050105C1,00NTRFNONREF", ":90C:1EUR1,00").decode()
    return "".join(
        page.replace(":28C:1/1", f":28C:1/{number}").replace("C:1EUR1,", f"C:{number}EUR{number},")
        for number in range(1, 12_001)
    ).encode()


def batch_of_much() -> bytes:
    """An entry that says much, before many transactions."""
    more = "".join(f"<A{number}/>" for number in range(30_000))
    made = camt(Account((Entry("0.00", details=(Tx("0.00"),) * 6_000),)))
    return made.replace(b"<Ntry>", f"<Ntry>{more}".encode(), 1)


def ends_of_amounts() -> bytes:
    """An amount as long as any text, and ends of it within the words behind it."""
    amount = f"<TRNAMT>{'1' * 3_000_000}<NAME>A"
    return OFX.replace("<STMTTRN>", f"<STMTTRN>{amount}{'</TRNAMT>' * 200_000}", 1).encode()


OFX = sgml(Ofx([moved()]))
WARNING = "<STATUS><CODE>1<SEVERITY>WARN<MESSAGE>x</STATUS>"
WRONG = "<BANKACCTFROM><ACCTID>FR7630004000031234567890144</BANKACCTFROM>"


def ofx_with(piece: str, times: int, before: str) -> bytes:
    return OFX.replace(before, piece * times + before, 1).encode()


BOUNDED = {
    "names of one movement": (lambda: ofx_with("<NAME>x", 200_000, "<NAME>"), "bank_xml_abnormal"),
    "details of one movement": (lambda: ofx_with("<CURRENCY>", 200_000, "<NAME>"), "bank_xml_abnormal"),
    "warnings": (lambda: ofx_with(WARNING, 20_000, "<STMTRS>"), "bank_file_garbled"),
    "loans": (lambda: ofx_with("<LOANSTMTRS>", 20_000, "<STMTRS>"), "bank_file_garbled"),
    "accounts": (lambda: ofx_with(WRONG, 20_000, "<BANKTRANLIST>"), "bank_file_garbled"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOUNDED)
def test_what_a_file_repeats_without_end_is_refused(name: str) -> None:
    made, code = BOUNDED[name]
    content = made()
    started = time.monotonic()
    with pytest.raises(Refused) as refusal:
        DetectingReader().read(io.BytesIO(content))
    assert refusal.value.code == code
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize(
    "made", [pages_that_count, batch_of_much, ends_of_amounts], ids=["pages", "batch", "ends"]
)
def test_what_a_file_repeats_takes_seconds(made: Callable[[], bytes]) -> None:
    content = made()
    started = time.monotonic()
    assert DetectingReader().read(io.BytesIO(content)).statements
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize(
    ("count", "code"), [(100, "bank_file_garbled"), (30_000, "bank_table_columns_unsure")]
)
def test_rows_that_may_be_those_of_any_account_are_not_told_for_each(count: int, code: str) -> None:
    content = accounts(count)
    (guess,) = DetectingReader().guess(io.BytesIO(content))
    names = (BankField.BOOKED, BankField.LABEL, BankField.AMOUNT, BankField.FEE, BankField.ACCOUNT)
    mapping = ColumnMapping({name: (place,) for place, name in enumerate(names)})
    started = time.monotonic()
    with pytest.raises(Refused) as refusal:
        DetectingReader().trial(io.BytesIO(content), guess.fingerprint, mapping)
    assert refusal.value.code == code
    assert time.monotonic() - started < SECONDS
