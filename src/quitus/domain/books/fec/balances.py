"""Do debits equal credits, in each entry, in each journal and overall? And is each entry one piece, under one number?

Only entries that do not balance yet are kept in mind: those of a sound file are forgotten one after the other.
"""

from dataclasses import dataclass

from quitus.domain.books.fec.findings import Findings
from quitus.domain.books.fec.numbering import Numbering
from quitus.domain.books.fec.row import CURRENCY
from quitus.domain.money import Money

MOST_OPEN_ENTRIES = 100_000
MOST_JOURNALS = 10_000


@dataclass(slots=True)
class _Entry:
    """What was seen so far of one entry; `unsure` when a line of it may not have been readable."""

    journal: str
    number: str
    day: str
    line: int
    debit: int = 0
    credit: int = 0
    unsure: bool = False
    profit_line: int = 0  # where a charge or an income is
    result: bool = False  # whether the year's result is in it


@dataclass(slots=True)
class _Sums:
    debit: int = 0
    credit: int = 0


class Balances:
    """Takes the file's lines one by one; `finish` says what does not balance.

    `debit` and `credit` are the file's totals up to the last entry that ended.
    """

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._numbering = Numbering(found)
        self._now: _Entry | None = None
        self._open: dict[tuple[str, str], _Entry] = {}
        self._journals: dict[str, _Sums] = {}
        self._run = _Sums()  # of the lines since this entry began
        self._unsure_next = False
        self._whole = True
        self.debit = self.credit = 0

    def unreadable(self) -> None:
        """A line whose amount or entry is unknown: it may belong to this entry or to the next."""
        self._whole = False
        self._unsure_next = True
        if self._now:
            self._now.unsure = True

    def add(self, line: int, cells: list[str], debit: int, credit: int) -> None:
        """One line: its eighteen fields and its amounts in cents."""
        entry = self._now
        if entry is None or entry.number != cells[2] or entry.journal != cells[0]:
            entry = self._enter(line, cells)
        elif entry.day != cells[3]:
            self._two_days(entry, line, cells[3])
        account = cells[4]
        if account[:1] in ("6", "7") and not entry.profit_line:
            entry.profit_line = line
        elif account[:2] == "12":
            entry.result = True
        self._run.debit += debit
        self._run.credit += credit

    def finish(self) -> None:
        """Everything was seen: what does not balance, and which numbers are missing."""
        self._leave()
        for entry in sorted(self._open.values(), key=lambda entry: entry.line):
            if not entry.unsure:
                facts = {"journal": entry.journal, "number": entry.number}
                self._unbalanced("fec_entry_unbalanced", entry.line, entry.debit, entry.credit, **facts)
        if self._whole:
            for journal, sums in self._journals.items():
                if sums.debit != sums.credit:
                    self._unbalanced("fec_journal_unbalanced", None, sums.debit, sums.credit, journal=journal)
            if self.debit != self.credit:
                self._unbalanced("fec_file_unbalanced", None, self.debit, self.credit)
        self._numbering.finish()

    def _enter(self, line: int, cells: list[str]) -> _Entry:
        """Another entry than the line before: a new one, or the rest of one that did not balance."""
        self._leave()
        journal, number, day = cells[0], cells[2], cells[3]
        fresh = self._numbering.enter(journal, number, line)
        entry = self._open.pop((journal, number), None)
        if entry is not None:
            facts = {"number": number, "first": entry.line}
            self._found.problem("fec_entry_scattered", line, "EcritureNum", **facts)
            if entry.day != day:
                self._two_days(entry, line, day)
        else:
            if not fresh:
                facts = {"number": number, "journal": journal}
                self._found.problem("fec_number_used_again", line, "EcritureNum", **facts)
            entry = _Entry(journal, number, day, line)
        entry.unsure |= self._unsure_next
        self._unsure_next = False
        self._now = entry
        return entry

    def _leave(self) -> None:
        """The entry's lines have ended, for now: forget it when it balances."""
        entry, self._now = self._now, None
        if entry is None:
            return
        run, self._run = self._run, _Sums()
        sums = self._journals.get(entry.journal) or self._new_journal(entry.journal)
        entry.debit += run.debit
        entry.credit += run.credit
        sums.debit += run.debit
        sums.credit += run.credit
        self.debit += run.debit
        self.credit += run.credit
        if entry.profit_line and entry.result:
            facts = {"number": entry.number}
            self._found.problem("fec_profit_accounts_closed", entry.profit_line, "CompteNum", **facts)
            entry.result = False
        if entry.debit == entry.credit:
            return
        if len(self._open) < MOST_OPEN_ENTRIES:
            self._open[entry.journal, entry.number] = entry
        elif not self._found.counts["fec_entries_too_scattered"]:
            self._found.problem("fec_entries_too_scattered", entry.line)

    def _new_journal(self, journal: str) -> _Sums:
        sums = _Sums()
        if len(self._journals) < MOST_JOURNALS:
            self._journals[journal] = sums
        return sums

    def _two_days(self, entry: _Entry, line: int, day: str) -> None:
        facts = {"number": entry.number, "first": entry.day, "other": day}
        self._found.problem("fec_entry_of_two_days", line, "EcritureDate", **facts)

    def _unbalanced(self, code: str, line: int | None, debit: int, credit: int, **facts: object) -> None:
        amounts = {"debit": Money(debit, CURRENCY), "credit": Money(credit, CURRENCY)}
        self._found.problem(code, line, None, **facts, **amounts)
