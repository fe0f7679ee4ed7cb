"""What the columns of a table mean, as a person writes it: "booked=Date, label=Libellé, amount=3"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quitus.domain.banking.column_mapping import BankField, ColumnMapping, Fees, TableGuess
from quitus.domain.importing.dates import DateOrder
from quitus.domain.importing.text import name_key
from quitus.domain.refused import Refused

LONGEST = 60  # characters of what is quoted
LONGEST_LIST = 400


@dataclass(frozen=True, slots=True)
class ToldColumns:
    """For each meaning its columns, by their headers or their places from 1, and what no cell shows."""

    columns: Mapping[BankField, tuple[str, ...]]
    date_order: DateOrder | None = None
    decimal_mark: str | None = None
    fees: Fees | None = None
    currency: str | None = None

    def mapping(self, headers: Sequence[str]) -> ColumnMapping | None:
        """The mapping of a table with these headers; None when one of the columns is not there."""
        places = {name: _places(columns, headers) for name, columns in self.columns.items()}
        if any(None in found for found in places.values()):
            return None
        return ColumnMapping(
            {name: tuple(place for place in found if place is not None) for name, found in places.items()},
            self.date_order,
            self.decimal_mark,
            self.fees,
            self.currency,
        )

    def names(self, headers: Sequence[str]) -> bool:
        """Whether the columns are those of a line with these headers, at least one called by its header."""
        called = any(not column.isdecimal() for columns in self.columns.values() for column in columns)
        return called and self.mapping(headers) is not None

    def beside(self, likely: ColumnMapping) -> ColumnMapping:
        """The columns that a table seems to have, read as is said here."""
        return replace(
            likely,
            date_order=self.date_order or likely.date_order,
            decimal_mark=self.decimal_mark or likely.decimal_mark,
            fees=self.fees or likely.fees,
            currency=self.currency or likely.currency,
        )

    def missing(self, headers: Sequence[str]) -> str:
        """The first column that a table with these headers does not have."""
        return next(
            (
                column
                for columns in self.columns.values()
                for column, place in zip(columns, _places(columns, headers), strict=True)
                if place is None
            ),
            "",
        )


def read_told_columns(text: str) -> dict[BankField, tuple[str, ...]]:
    """The columns of each meaning. A comma within a header is no separator where no meaning follows it.

    Refused: bank_columns_unreadable, bank_columns_word_unknown.
    """
    found: dict[BankField, tuple[str, ...]] = {}
    pieces: list[str] = []
    for piece in text.split(","):
        if "=" in piece or not pieces:
            pieces.append(piece)
        else:
            pieces[-1] += f",{piece}"
    for piece in pieces:
        word, equals, column = (part.strip() for part in piece.partition("="))
        if not equals or not column:
            raise Refused("bank_columns_unreadable", text=piece.strip()[:LONGEST])
        try:
            name = BankField(word.lower().replace("-", "_"))
        except ValueError:
            known = ", ".join(field.value for field in BankField)
            raise Refused("bank_columns_word_unknown", word=word[:LONGEST], known=known) from None
        found[name] = (*found.get(name, ()), column)
    return found


def told_mappings(tables: Sequence[TableGuess], told: ToldColumns) -> dict[str, ColumnMapping]:
    """What the columns of a file's tables mean, by fingerprint. Without columns, what they seem to mean is kept, and
    the rest put right.

    Refused: bank_columns_no_table, bank_columns_not_there.
    """
    if not tables:
        raise Refused("bank_columns_no_table")
    found = {}
    for table in tables:
        mapping = told.mapping(table.headers) if told.columns else told.beside(table.mapping)
        if mapping is not None:
            found[table.fingerprint] = mapping
    if not found:
        headers = tables[0].headers
        known = ", ".join(headers)[:LONGEST_LIST]
        raise Refused("bank_columns_not_there", column=told.missing(headers), known=known)
    return found


def _places(columns: Sequence[str], headers: Sequence[str]) -> list[int | None]:
    """The place of each column, from 0: that of its header, in whatever spelling, else its number."""
    return [_place(column, headers) for column in columns]


def _place(column: str, headers: Sequence[str]) -> int | None:
    if column in headers:
        return headers.index(column)
    alike = [place for place, header in enumerate(headers) if name_key(header) == name_key(column)]
    if len(alike) == 1:
        return alike[0]
    if column.isascii() and column.isdecimal() and len(column) < 5 and 1 <= int(column) <= len(headers):
        return int(column) - 1
    return None
