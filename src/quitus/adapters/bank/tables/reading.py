"""How the rows of one table are read: its columns, and how they write days, amounts, directions and states."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from quitus.adapters.bank.labels import joined
from quitus.adapters.bank.tables.amounts import AmountColumns
from quitus.adapters.bank.tables.cell_words import State, state_of
from quitus.adapters.bank.tables.movement import Movement
from quitus.adapters.bank.tables.preamble import account_of
from quitus.adapters.bank.tables.values import (
    cell_text,
    dates_style,
    is_amount,
    is_date,
    read_day,
    says_no_day,
)
from quitus.adapters.bank.text import LONGEST_LABEL, given, iban, knit, shown, tidy
from quitus.adapters.tables.records import Record
from quitus.domain.banking.column_mapping import BankField, ColumnMapping
from quitus.domain.importing.amounts import read_currency
from quitus.domain.importing.dates import DateStyle
from quitus.domain.importing.text import name_key
from quitus.domain.refused import Refused

LONGEST_OTHER = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """How one table is read. `states`: words that mean something else at this bank."""

    mapping: ColumnMapping
    width: int
    dates: Mapping[int, DateStyle]
    amounts: AmountColumns
    states: Mapping[str, State | None]

    @property
    def assumed_order(self) -> bool:
        """Whether nothing shows which of day and month comes first, although it matters."""
        return any(self.dates[place].assumed for place in self.places(BankField.BOOKED))

    def places(self, name: BankField) -> tuple[int, ...]:
        return self.mapping.columns.get(name, ())

    def texts(self, cells: Sequence[str], name: BankField) -> list[str]:
        """The field's cells that are filled."""
        places = self.mapping.columns.get(name)
        if not places:
            return []
        return [cells[place] for place in places if place < len(cells) and cells[place]]

    def filled(self, cells: Sequence[str], name: BankField) -> bool:
        return bool(self.texts(cells, name))

    def has_day(self, cells: Sequence[str]) -> bool:
        """Whether the row says a day in a column of days."""
        names = (BankField.BOOKED, BankField.VALUE_DATE)
        return any(is_date(text) for name in names for text in self.texts(cells, name))

    def movement(self, line: int, cells: Sequence[str]) -> tuple[Movement, list[Refused]]:
        """The row as a movement, and what of it could not be read although it moved.

        Refused: bank_date_missing, bank_date_unreadable, bank_amount_…, bank_direction_unreadable, bank_status_unknown.
        """
        notes: list[Refused] = []
        booked, value_date = self._days(cells, notes)
        currency = self._currency(cells)
        amount = self.amounts.amount(cells, currency)
        counterparty = next(
            (name for text in self.texts(cells, BankField.COUNTERPARTY) if (name := tidy(text))), None
        )
        found = Movement(
            line,
            booked,
            value_date,
            amount.minor,
            amount.currency,
            currency is not None or self.amounts.told(cells),
            self._label(cells, counterparty),
            self.state(cells) or State.MOVED,
            account=self._account(cells),
            counterparty=counterparty,
            iban=next((own for text in self.texts(cells, BankField.IBAN) if (own := iban(text))), None),
            reference=next(
                (told for text in self.texts(cells, BankField.REFERENCE) if (told := given(text))), None
            ),
            bank_id=next(
                (told for text in self.texts(cells, BankField.BANK_ID) if (told := tidy(text))), None
            ),
        )
        self.amounts.beside(found, cells, notes)
        return found, notes

    def state(self, cells: Sequence[str]) -> State | None:
        """Whether the row's money moved, by all that its cells say. Refused bank_status_unknown."""
        if not self.places(BankField.STATE):
            return None
        said: list[tuple[State | None, str]] = []
        for text in self.texts(cells, BankField.STATE):
            key = name_key(text[:LONGEST_OTHER])
            said.append((self.states[key] if key in self.states else state_of(text), text))
        states = {state for state, _ in said}
        if State.NOT_MOVED in states:
            return State.NOT_MOVED
        for state, text in said:
            if state is None:
                raise Refused("bank_status_unknown", text=shown(text))
        return State.PENDING if State.PENDING in states else next(iter(states), None)

    def whose(self, cells: Sequence[str]) -> tuple[str | None, str | None]:
        """The account and the currency that a row names although it could not be read."""
        with suppress(Refused):
            return self._account(cells), self._currency(cells)
        return self._account(cells), None

    def _days(self, cells: Sequence[str], notes: list[Refused]) -> tuple[date, date | None]:
        value_date = None
        for text, style in self._dated(cells, BankField.VALUE_DATE):
            try:
                value_date = read_day(text, style)
            except Refused:
                notes.append(Refused("bank_value_date_unreadable", text=shown(text)))
        for text, style in self._dated(cells, BankField.BOOKED):
            try:
                return read_day(text, style), value_date
            except Refused:
                raise Refused("bank_date_unreadable", text=shown(text)) from None
        if value_date is None:
            raise Refused("bank_date_missing")
        return value_date, value_date

    def _dated(self, cells: Sequence[str], name: BankField) -> Iterable[tuple[str, DateStyle]]:
        return (
            (cells[place], self.dates[place])
            for place in self.places(name)
            if place < len(cells) and not says_no_day(cells[place])
        )

    def _currency(self, cells: Sequence[str]) -> str | None:
        """The currency that the row, its column or the table names."""
        for text in self.texts(cells, BankField.CURRENCY):
            try:
                return read_currency(text)
            except Refused:
                raise Refused("bank_amount_unreadable", text=shown(text)) from None
        return self.mapping.currency

    def _account(self, cells: Sequence[str]) -> str | None:
        return next(
            (own for text in self.texts(cells, BankField.ACCOUNT) if (own := account_of(text))),
            self.mapping.account,
        )

    def _label(self, cells: Sequence[str], counterparty: str | None) -> str:
        """The payer's words in the columns' order, none twice; else any other words of the row."""
        label = ""
        for text in self.texts(cells, BankField.LABEL):
            words = knit([piece.strip() for piece in text.split("\n")]) if "\n" in text else text
            label = joined(label, tidy(words, LONGEST_LABEL) or "")
        if label:
            return label[:LONGEST_LABEL].rstrip()
        used = {place for places in self.mapping.columns.values() for place in places}
        others = [
            cell
            for place, cell in enumerate(cells)
            if place not in used and cell and not is_amount(cell) and not is_date(cell)
        ]
        references = self.texts(cells, BankField.REFERENCE)
        return counterparty or tidy(" ".join([*references, *others]), LONGEST_OTHER) or ""


def reading_of(
    mapping: ColumnMapping,
    rows: Sequence[Record],
    headers: Sequence[str],
    *,
    day_numbers: bool,
    states: Mapping[str, State | None],
) -> Reading:
    """How the rows of a table are to be read: what all of them show of each column."""
    columns = Columns(rows)
    dates = {
        place: dates_style(columns.texts(place), mapping.date_order, day_numbers=day_numbers)
        for name in (BankField.BOOKED, BankField.VALUE_DATE)
        for place in mapping.columns.get(name, ())
    }
    amounts = AmountColumns.of(mapping, headers, columns.texts)
    return Reading(mapping, len(headers), dates, amounts, states)


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells of rows, column by column."""

    rows: Sequence[Record]

    def texts(self, place: int) -> list[str]:
        """The column's filled cells in sound rows."""
        return [
            text
            for row in self.rows
            if not row.broken and place < len(row.cells) and (text := cell_text(row.cells[place]))
        ]
