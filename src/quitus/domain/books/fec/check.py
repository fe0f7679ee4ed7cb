"""Would the tax office accept this fichier des écritures comptables? Every line is looked at, in flat memory.

Sources: LPF A47 A-1 (VI to XII), quoted by paragraph; the tester of the DGFiP, Test Compta Demat (notice of March
2021 and its sources: header names without regard to capitals, EcritureNum, EcritureDate and CompteNum never empty, an
account beginning with three digits, an empty amount is zero, "alertes" for a line with two sides or none); and double
entry. Where the tester is more tolerant than the text (a point for the comma, dates with separators), the text counts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from quitus.domain.books.fec.balances import Balances
from quitus.domain.books.fec.cells import NO_DAY, amount_cell, cents, strict_day
from quitus.domain.books.fec.file_names import check_name
from quitus.domain.books.fec.findings import WARNINGS, FecProblem, Findings
from quitus.domain.books.fec.layout import SIDES, Layout, open_fec
from quitus.domain.books.fec.row import FIELDS
from quitus.domain.importing.text import plain
from quitus.domain.refused import Refused

# VII-1°: only these may be left empty ("à blanc si non utilisé"); an amount may, as the tester reads zero.
OPTIONAL = {
    "CompAuxNum",
    "CompAuxLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "Montantdevise",
    "Idevise",
}
_REQUIRED = tuple((place, name) for place, name in enumerate(FIELDS) if name not in OPTIONAL)
_CURRENCY = re.compile(r"[A-Z]{3}")
_OPENING_JOURNALS = {"an", "ano", "anv", "ran", "and", "ouv"}
_OPENING_LABELS = re.compile(r"nouveau|ouverture|report")


@dataclass(frozen=True, slots=True)
class FecReport:
    """What was found: `lines` counts the lines of entries, `counts` every problem by code, also those not kept."""

    name: str
    lines: int
    debit: int
    credit: int
    problems: tuple[FecProblem, ...]
    counts: Mapping[str, int]
    errors: int
    warnings: int


def check_fec(
    pieces: Iterable[bytes], *, name: str, closing: date | None = None, first: date | None = None
) -> FecReport:
    """Look at a whole file, given as bytes in pieces of any size; never raises.

    `name` is the file's, `closing` and `first` the financial year's days where they are known: else the name tells
    when it ends. Lines are not looked into while the header lacks a field.
    """
    found = Findings()
    checker = _Checker(found, check_name(name, closing, found), first)
    try:
        layout, records = open_fec(pieces, found)
        checker.begin(layout)
        for line, columns in records:
            checker.take(line, columns)
        checker.finish()
    except Refused as refusal:
        found.refused(refusal)
    return _report(name, found, checker)


def refused_fec(name: str, refusal: Refused) -> FecReport:
    """The report on a file that could not even be opened."""
    found = Findings()
    found.refused(refusal)
    return _report(name, found, _Checker(found, None, None))


class _Checker:
    """Takes the lines one by one, and tells `found` what is wrong with each."""

    def __init__(self, found: Findings, closing: date | None, first: date | None) -> None:
        self.lines = 0
        self.balances = Balances(found)
        self._found = found
        self._layout: Layout | None = None  # None while lines cannot be looked into
        self._last_day = f"{closing:%Y%m%d}" if closing else "99999999"
        self._first_day = f"{first:%Y%m%d}" if first else ""
        self._usual_first = f"{_a_year_before(closing):%Y%m%d}" if closing and not first else ""
        self._ordinary: str | None = None  # the journal of the latest line that is no opening balance
        self._valid_until = ""
        self._sign_words: bool | None = None

    def begin(self, layout: Layout) -> None:
        self._layout = None if layout.missing else layout

    def take(self, line: int, columns: list[str] | None) -> None:
        self.lines += 1
        layout = self._layout
        if layout is None:
            return
        if columns is None:
            self.balances.unreadable()
            return
        cells = layout.in_order(columns)
        if "" in cells[:6] or "" in cells[8:11] or not cells[15]:
            self._tell_empty(line, cells)
        if code := account_code(cells[4]):
            self._found.problem(code, line, "CompteNum", account=cells[4])
        self._check_days(line, cells)
        self._check_order(line, cells)
        if cells[6] or cells[7] or cells[13] or cells[14] or cells[16] or cells[17]:
            self._check_pairs(line, cells)
        self._check_amounts(line, cells, layout.signed)

    def finish(self) -> None:
        if not self.lines:
            self._found.problem("fec_no_line")
        self.balances.finish()

    def _tell_empty(self, line: int, cells: list[str]) -> None:
        for place, name in _REQUIRED:
            if not cells[place]:
                self._found.problem("fec_field_empty", line, name, name=name)

    def _check_days(self, line: int, cells: list[str]) -> None:
        """XII-4°, and the financial year; empty ones were told already."""
        day, paper, valid = cells[3], cells[9], cells[15]
        if not strict_day(day):
            self._wrong_day(line, "EcritureDate", day)
        elif day > self._last_day or day < self._first_day:
            self._found.problem("fec_date_outside_year", line, "EcritureDate", day=day)
        elif day < self._usual_first:
            self._found.problem("fec_date_over_a_year", line, "EcritureDate", day=day)
        if paper != day and not strict_day(paper):
            self._wrong_day(line, "PieceDate", paper)
        if not strict_day(valid):
            self._wrong_day(line, "ValidDate", valid)
        elif valid < day and strict_day(day):
            self._found.problem("fec_valid_before_entry", line, "ValidDate", day=valid, entry_day=day)

    def _wrong_day(self, line: int, name: str, text: str) -> None:
        if text:
            self._found.problem("fec_date_wrong", line, name, name=name, value=text)

    def _check_order(self, line: int, cells: list[str]) -> None:
        """Opening balances first (VII-3°), then by day of validation (VII-1°)."""
        if cells[0] != self._ordinary and is_opening(cells[0], cells[1]):
            if self._ordinary is not None:
                self._found.problem("fec_opening_not_first", line, "JournalCode", journal=cells[0])
            return
        self._ordinary = cells[0]
        valid = cells[15]
        if not strict_day(valid):
            return
        if valid < self._valid_until:
            facts = {"day": valid, "before": self._valid_until}
            self._found.problem("fec_not_by_validation", line, "ValidDate", **facts)
        self._valid_until = valid

    def _check_pairs(self, line: int, cells: list[str]) -> None:
        """What goes together: an auxiliary account and its label, lettering and its day, an amount and its currency."""
        problem = self._found.problem
        if bool(cells[6]) != bool(cells[7]):
            problem("fec_auxiliary_incomplete", line, "CompAuxLib" if cells[6] else "CompAuxNum")
        day = "" if cells[14] == NO_DAY else cells[14]
        if day and not strict_day(day):
            self._wrong_day(line, "DateLet", day)
        if cells[13] and not day:
            problem("fec_lettering_without_date", line, "DateLet", lettering=cells[13])
        elif day and not cells[13]:
            problem("fec_lettering_date_alone", line, "EcritureLet", day=day)
        if cells[16] or cells[17]:
            self._check_currency(line, cells[16], cells[17])

    def _check_currency(self, line: int, amount: str, currency: str) -> None:
        read = amount_cell(amount)
        if read.code and read.code != "fec_amount_decimals":  # dinars have three
            self._found.problem(read.code, line, "Montantdevise", name="Montantdevise", value=amount)
        if currency and not _CURRENCY.fullmatch(currency):
            self._found.problem("fec_currency_unknown", line, "Idevise", currency=currency)
        # Some programs write 0,00 on every line without another currency.
        if bool(currency) != bool(amount) and (currency or read.cents):
            self._found.problem("fec_currency_incomplete", line, "Montantdevise" if currency else "Idevise")

    def _check_amounts(self, line: int, cells: list[str], signed: bool) -> None:
        if signed:
            debit, credit = self._by_side(line, cells[11], cells[12])
        else:
            debit, credit = cents(cells[11]), cents(cells[12])
            if debit is None:
                debit = self._amount(line, "Debit", cells[11])
            if credit is None:
                credit = self._amount(line, "Credit", cells[12])
        if debit is None or credit is None:
            self.balances.unreadable()
            return
        if debit and credit:
            self._found.problem("fec_two_sides", line, "Credit", debit=cells[11], credit=cells[12])
        elif not debit and not credit:
            self._found.problem("fec_no_side", line, "Debit")
        self.balances.add(line, cells, debit, credit)

    def _by_side(self, line: int, amount: str, side: str) -> tuple[int | None, int | None]:
        """Montant and Sens (X): D and C, or +1 and -1, never both ways in one file."""
        sign = SIDES.get(side.upper())
        if sign is None:
            self._found.problem("fec_side_wrong", line, "Sens", value=side)
            return None, None
        words = side.isalpha()
        if self._sign_words is None:
            self._sign_words = words
        elif self._sign_words is not words:
            self._found.problem("fec_sides_mixed", line, "Sens", value=side)
        value = cents(amount)
        if value is None:
            value = self._amount(line, "Montant", amount)
        return (value, 0) if sign > 0 else (0, value)

    def _amount(self, line: int, name: str, text: str) -> int | None:
        read = amount_cell(text)
        if read.code:
            self._found.problem(read.code, line, name, name=name, value=text)
        return read.cents


def _report(name: str, found: Findings, checker: _Checker) -> FecReport:
    errors = sum(count for code, count in found.counts.items() if code not in WARNINGS)
    return FecReport(
        name,
        checker.lines,
        checker.balances.debit,
        checker.balances.credit,
        tuple(sorted(found.kept, key=lambda problem: problem.line or 0)),
        dict(found.counts),
        errors,
        found.counts.total() - errors,
    )


@lru_cache(maxsize=65536)
def account_code(account: str) -> str | None:
    """What is wrong with an account: three digits first, of a class of the PCG (VII-1°, 5); class 8 is let pass."""
    if not account:
        return None  # told as empty
    root = account[:3]
    if len(root) < 3 or not (root.isascii() and root.isdigit()):
        return "fec_account_wrong"
    return "fec_account_of_no_class" if root[0] in "09" else None


@lru_cache(maxsize=1024)
def is_opening(journal: str, label: str) -> bool:
    """Whether a journal holds opening balances, by its usual codes or its label."""
    words = plain(label)
    return bool(_OPENING_LABELS.search(words)) or (
        plain(journal) in _OPENING_JOURNALS and not words.startswith("analy")
    )


def _a_year_before(closing: date) -> date:
    """The first day of a year of twelve months that ends on `closing`."""
    after = closing + timedelta(days=1)
    day = min(after.day, 28) if after.month == 2 else after.day
    return after.replace(year=after.year - 1, day=day)
