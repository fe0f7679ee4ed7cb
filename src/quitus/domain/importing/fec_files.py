"""Is a file a FEC, and which of its lines are about clients? Read line by line, in flat memory."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from quitus.domain.books.fec.cells import NO_DAY, AmountCell, amount_cell, cents, loose_day, strict_day
from quitus.domain.books.fec.check import is_opening
from quitus.domain.books.fec.findings import Findings
from quitus.domain.books.fec.layout import SIDES, Layout, open_fec, read_header
from quitus.domain.refused import Refused

CLIENTS = "411"
_HEAD = 4096  # bytes: a header with all its fields is much shorter
_MOST_MISSING = 6  # of eighteen; with fewer names it is some other table
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_XML_ROOT = b"<comptabilite"


class FecLine(NamedTuple):
    """What a line says; `client` and `client_label` are the auxiliary account's, `paper_currency` "" for euros."""

    line: int
    opening: bool
    journal: str
    entry: str
    entry_date: date
    account: str
    account_label: str
    client: str
    client_label: str
    document: str
    document_date: date
    label: str
    debit: int  # cents
    credit: int
    lettering: str
    paper_currency: str


def is_fec(content: bytes) -> bool:
    """Whether the file says that it is a FEC, by its first line; also one that can then not be read (UTF-16, XML)."""
    head = content[:_HEAD]
    if _XML_ROOT in head:
        return True
    encoding = "utf-16" if head.startswith(_UTF_16_MARKS) else "utf-8-sig"
    lines = head.decode(encoding, "replace").replace("\0", "").splitlines()
    layout = read_header(lines[0] if lines else "", Findings())
    return layout.header and len(layout.missing) <= _MOST_MISSING


def read_lines(pieces: Iterable[bytes], found: Findings, accounts: tuple[str, ...]) -> Iterator[FecLine]:
    """The lines on accounts that begin so. What cannot be read on a client's account is told to `found`.

    A document without a readable date has the entry's. Refused: fec_empty, fec_not_text, fec_xml, fec_line_too_long,
    fec_header_missing, fec_field_missing.
    """
    of_file = Findings()
    layout, records = open_fec(pieces, of_file)
    if not layout.header:
        raise Refused("fec_header_missing")
    if layout.missing:  # without lettering everything would look open
        raise Refused("fec_field_missing", name=layout.missing[0])
    account_place, reader = layout.places[4], _Reader(layout, found)
    for number, columns in records:
        if columns is None:
            continue  # the checker tells, and stops the import
        if columns[account_place].startswith(accounts):
            line = reader.line(number, layout.in_order(columns))
            if line is not None:
                yield line


def refuse_unreadable(pieces: Iterable[bytes]) -> None:
    """Refused as `read_lines` refuses, when the file's beginning shows it."""
    next(read_lines(pieces, Findings(), (CLIENTS,)), None)


class _Reader:
    """Columns to values, the same way for every line of a file."""

    def __init__(self, layout: Layout, found: Findings) -> None:
        self._signed, self._found = layout.signed, found

    def line(self, number: int, cells: list[str]) -> FecLine | None:
        """The line as values; None, and told for a client's account, when its day or amount cannot be known."""
        day = _day(cells[3])
        debit, credit = self._debit_and_credit(cells[11], cells[12])
        if day is None or debit.cents is None or credit.cents is None:
            if cells[4].startswith(CLIENTS):
                self._tell(number, cells, day, debit, credit)
            return None
        paper = amount_cell(cells[16]).cents if cells[17] not in ("", "EUR") else 0
        return FecLine(
            line=number,
            opening=is_opening(cells[0], cells[1]),
            journal=cells[0],
            entry=cells[2],
            entry_date=day,
            account=cells[4],
            account_label=cells[5],
            client=cells[6],
            client_label=cells[7],
            document=cells[8],
            document_date=_day(cells[9]) or day,
            label=cells[10],
            debit=debit.cents,
            credit=credit.cents,
            lettering=cells[13],
            paper_currency=cells[17] if paper else "",
        )

    def _debit_and_credit(self, first: str, second: str) -> tuple[AmountCell, AmountCell]:
        """Columns 12 and 13, as Debit and Credit or as Montant and Sens."""
        amount, nothing = _amount(first), AmountCell(0)
        if not self._signed:
            return amount, _amount(second)
        sign = SIDES.get(second.upper())
        if sign is None:
            return amount, AmountCell(None, "fec_side_wrong")
        return (amount, nothing) if sign > 0 else (nothing, amount)

    def _tell(
        self, number: int, cells: list[str], day: date | None, debit: AmountCell, credit: AmountCell
    ) -> None:
        if day is None:
            self._found.problem("fec_date_wrong", number, "EcritureDate", name="EcritureDate", value=cells[3])
        for amount, place in ((debit, 11), (credit, 12)):
            if amount.code is None or amount.cents is not None:
                continue
            side_wrong = amount.code == "fec_side_wrong"
            at = place if side_wrong or not self._signed else 11
            name = ("Montant", "Sens")[at - 11] if self._signed else ("Debit", "Credit")[at - 11]
            self._found.problem(amount.code, number, name, name=name, value=cells[at])


def _amount(text: str) -> AmountCell:
    value = cents(text)
    return amount_cell(text) if value is None else AmountCell(value)


def _day(text: str) -> date | None:
    return strict_day(text) or (loose_day(text) if text and text != NO_DAY else None)
