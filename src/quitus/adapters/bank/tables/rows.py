"""Rows of a table as movements: each read, or a problem; what is clearly no movement is left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from quitus.adapters.bank.tables.cell_words import State, is_balance_line, is_total_line, may_sum_up
from quitus.adapters.bank.tables.grid import CSV, Grid
from quitus.adapters.bank.tables.movement import Movement, Unread
from quitus.adapters.bank.tables.preamble import ToldBalance, balance_of
from quitus.adapters.bank.tables.reading import Reading
from quitus.adapters.bank.tables.sections import Section
from quitus.adapters.bank.tables.values import cell_text, is_amount, is_date, says_no_day
from quitus.adapters.bank.text import LONGEST_LABEL, shown, tidy
from quitus.adapters.tables.records import Record, filled_width
from quitus.domain.banking.column_mapping import AMOUNTS, BankField
from quitus.domain.banking.statement import ReadProblem
from quitus.domain.refused import Refused

MOST_CONTINUED = 20  # lines of one label
LONGEST_PIECE = 500
MOST_NOTICES = 1_000
LONGEST_LINE = 2_000


@dataclass(slots=True)
class Rows:
    """What the rows of one table gave, in the file's order; `balances` are told by lines between or below."""

    found: list[Movement | Unread] = field(default_factory=list)
    balances: list[ToldBalance] = field(default_factory=list)
    notices: list[ReadProblem] = field(default_factory=list)
    not_moved: list[str] = field(default_factory=list)


def read_rows(section: Section, grid: Grid, reading: Reading) -> Rows:
    """Every row of a table: a movement, a problem, or something that is clearly no movement."""
    rows = Rows()
    header = section.header.cells if section.header else []
    # In a sheet each cell stands in its column; in CSV one too many moves the others.
    width = reading.width if grid.kind == CSV else 0
    last = section.rows[-1] if section.rows else None
    continued = 0
    for record in section.rows:
        cells = [cell_text(cell) for cell in record.cells]
        where = grid.where(record.line)
        if section.header and record.cells == header:
            continue
        cut = record is last and not grid.ended and len(record.cells) < len(header)
        if (code := _broken(record, cells, width)) or cut:
            facts = {"line": _line(cells), "cells": filled_width(cells), "headers": width}
            rows.found.append(Unread(ReadProblem(where, code or "bank_row_cut", facts)))
        elif _sums_up(cells, reading):
            _take_balance(record, rows)
        elif _continues(cells, reading):
            continued = continued + 1 if continued else 1
            _continue(rows, cells, where, reading, continued)
            continue
        else:
            _read(rows, record.line, cells, where, reading)
        continued = 0
    return rows


def _broken(record: Record, cells: Sequence[str], width: int) -> str | None:
    """Why a row cannot be cut into cells that mean what their headers say."""
    if record.broken:
        return "bank_row_broken"
    return "bank_row_ragged" if filled_width(cells) > width > 0 else None


def _line(cells: Sequence[str]) -> str:
    return shown(" · ".join(cell for cell in cells if cell))


def _sums_up(cells: Sequence[str], reading: Reading) -> bool:
    """Whether a row is a total or a balance: it says so, and is no movement of its day."""
    if not may_sum_up(" ".join(cells)[:LONGEST_LINE]):
        return False
    words = next((cell for cell in cells if cell and not is_date(cell) and not is_amount(cell)), "")
    if not words:
        return False
    if reading.has_day(cells):
        sides = [name for name in (BankField.DEBIT, BankField.CREDIT) if reading.filled(cells, name)]
        return is_balance_line(words) or (is_total_line(words) and len(sides) == 2)
    return is_balance_line(words) or is_total_line(words)


def _take_balance(record: Record, rows: Rows) -> None:
    texts = [cell for cell in record.cells if cell.strip()]
    words = next((place for place, cell in enumerate(texts) if is_balance_line(cell_text(cell))), None)
    if words is None:
        return
    ordered = Record(record.line, [texts[words], *texts[:words], *texts[words + 1 :]])
    if told := balance_of(ordered):
        rows.balances.append(told)


def _continues(cells: Sequence[str], reading: Reading) -> bool:
    """Whether a row has neither day nor amount: it goes on with the label above, or is a remark."""
    dated = any(not says_no_day(text) for text in reading.texts(cells, BankField.BOOKED))
    if dated and reading.has_day(cells):
        return False
    filled = [cell for cell in cells if cell]
    if any(reading.filled(cells, name) for name in (*AMOUNTS, BankField.FEE, BankField.BALANCE)):
        return False
    if not dated:
        return not any(is_amount(cell) and any(mark in cell for mark in ".,") for cell in filled)
    # Words in the column of days: a remark, unless it begins like a day, as a line does that was cut.
    return len(filled) == 1 and not filled[0][0].isdigit()


def _continue(rows: Rows, cells: Sequence[str], where: str, reading: Reading, count: int) -> None:
    """Add to the label of the movement above; a remark that belongs to none is told."""
    words = reading.texts(cells, BankField.LABEL)
    others = filled_width(cells) and any(
        cell and place not in reading.places(BankField.LABEL) for place, cell in enumerate(cells)
    )
    above = rows.found[-1] if rows.found else None
    if words and not others and count <= MOST_CONTINUED and above is not None:
        if isinstance(above, Movement):
            above.label = tidy(f"{above.label} {words[0][:LONGEST_PIECE]}", LONGEST_LABEL) or ""
        return
    if len(rows.notices) < MOST_NOTICES:
        rows.notices.append(ReadProblem(where, "bank_row_remark", {"line": _line(cells)}, blocks=False))


def _read(rows: Rows, line: int, cells: Sequence[str], where: str, reading: Reading) -> None:
    state = None
    try:
        state = reading.state(cells)
        if state is State.NOT_MOVED:
            rows.not_moved.append(where)
            return
        movement, notes = reading.movement(line, cells)
    except Refused as refusal:
        found = Refused(refusal.code, **refusal.facts, line=_line(cells))
        account, currency = reading.whose(cells)
        # A pending row moves no balance.
        problem = ReadProblem.of(where, found, blocks=state is not State.PENDING)
        rows.found.append(Unread(problem, account, currency))
        return
    rows.found.append(movement)
    for note in notes:
        blocks = note.code != "bank_value_date_unreadable"
        rows.notices.append(
            ReadProblem.of(where, Refused(note.code, **note.facts, line=_line(cells)), blocks=blocks)
        )
