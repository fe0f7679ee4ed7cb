"""Read a fichier des écritures comptables of any program, as values: tolerant where there is no doubt.

`check.py` says what is wrong with a file; here only what cannot be read is told, and left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from quitus.domain.books.fec.cells import NO_DAY, amount_cell, loose_day, strict_day
from quitus.domain.books.fec.findings import Findings
from quitus.domain.books.fec.layout import SIDES, Layout, open_fec
from quitus.domain.books.fec.row import FecRow
from quitus.domain.money import Money, from_decimal
from quitus.domain.refused import Refused

# Without these, a line says nothing.
NEEDED = {"EcritureDate", "CompteNum", "PieceRef", "Debit", "Credit", "Montant", "Sens"}


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row and where it stands, counted from 1, header included."""

    line: int
    row: FecRow


def read_fec(pieces: Iterable[bytes], found: Findings) -> Iterator[ReadRow]:
    """The rows, one by one; lines that cannot be read are told to `found` and left out.

    A document without a readable date has the entry's. Refused: fec_empty, fec_not_text, fec_xml,
    fec_line_too_long, fec_field_missing.
    """
    layout, records = open_fec(pieces, found)
    for name in layout.missing:
        if name in NEEDED:
            raise Refused("fec_field_missing", name=name)
    for line, columns in records:
        if columns is not None:
            row = _row(line, layout.in_order(columns), layout, found)
            if row is not None:
                yield ReadRow(line, row)


def _row(line: int, cells: list[str], layout: Layout, found: Findings) -> FecRow | None:
    day = _date(cells[3])
    if day is None:
        found.problem("fec_date_wrong", line, "EcritureDate", name="EcritureDate", value=cells[3])
        return None
    amounts = _amounts(line, cells[11], cells[12], layout, found)
    if amounts is None:
        return None
    debit, credit = amounts
    return FecRow(
        journal=cells[0],
        journal_label=cells[1],
        number=cells[2],
        entry_date=day,
        account=cells[4],
        account_label=cells[5],
        client=cells[6],
        client_label=cells[7],
        document=cells[8],
        document_date=_date(cells[9]) or day,
        label=cells[10],
        debit=debit,
        credit=credit,
        lettering=cells[13],
        lettered_on=_date(cells[14]),
        valid_date=_date(cells[15]),
        in_currency=_in_currency(cells[16], cells[17]),
    )


def _amounts(line: int, first: str, second: str, layout: Layout, found: Findings) -> tuple[int, int] | None:
    """Debit and credit in cents; None when one of them cannot be known."""
    debit = _cents(line, "Montant" if layout.signed else "Debit", first, found)
    if not layout.signed:
        credit = _cents(line, "Credit", second, found)
        return None if debit is None or credit is None else (debit, credit)
    sign = SIDES.get(second.upper())
    if sign is None:
        found.problem("fec_side_wrong", line, "Sens", value=second)
    if debit is None or sign is None:
        return None
    return (debit, 0) if sign > 0 else (0, debit)


def _cents(line: int, name: str, text: str, found: Findings) -> int | None:
    read = amount_cell(text)
    if read.cents is None and read.code:
        found.problem(read.code, line, name, name=name, value=text)
    return read.cents


def _date(text: str) -> date | None:
    return strict_day(text) or (loose_day(text) if text and text != NO_DAY else None)


def _in_currency(amount: str, currency: str) -> Money | None:
    """The amount on the paper, where it is one."""
    if not currency or not amount:
        return None
    try:
        return from_decimal(Decimal(amount.replace(",", ".")), currency)
    except (InvalidOperation, Refused):
        return None
