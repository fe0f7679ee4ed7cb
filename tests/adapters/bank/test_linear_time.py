"""Words made for the patterns that look at them: a file twice as long takes twice as long, not ages."""

import io
import time

import pytest

from quitus.adapters.bank.detect import DetectingReader
from quitus.adapters.tables.headers import find_headers
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
