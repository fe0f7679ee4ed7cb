"""What the columns of a table seem to mean: by its bank's profile, else by the headers' words and the cells below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from quitus.adapters.bank.tables.amounts import is_negative
from quitus.adapters.bank.tables.cell_words import sign_of, state_of
from quitus.adapters.bank.tables.header_words import (
    CURRENCY_ELSEWHERE,
    ELSEWHERE,
    OWN_OR_OTHER,
    Meaning,
    header_currency,
    header_key,
    meanings,
)
from quitus.adapters.bank.tables.profiles import Profile, profile_for
from quitus.adapters.bank.tables.values import cell_text, is_amount, is_currency, is_date
from quitus.adapters.bank.text import iban
from quitus.adapters.tables.headers import unique_names
from quitus.adapters.tables.records import MOST_COLUMNS, Record
from quitus.domain.banking.column_mapping import SEVERAL, WORDS, BankField, ColumnMapping
from quitus.domain.banking.statement import ReadProblem

SAMPLE = 300  # rows
MOST_OF = 0.8  # of the filled cells say what the column says
SAME_ACCOUNT_FROM = 5  # rows
FEW = 4  # cells say nothing against their header
LONGEST_STATE = 40  # characters of a word that is not known
DATES = (BankField.BOOKED, BankField.VALUE_DATE)
MONEY = (
    BankField.AMOUNT,
    BankField.DEBIT,
    BankField.CREDIT,
    BankField.BALANCE,
    BankField.FEE,
    BankField.NET,
)


@dataclass(frozen=True)
class Column:
    """One column: its header, the words of it, and its filled cells among the first rows."""

    place: int
    header: str
    key: str
    cells: Sequence[str]
    rows: int

    def mostly(self, test: Callable[[str], bool]) -> bool:
        """Whether most filled cells pass; an empty column may be anything."""
        return sum(map(test, self.cells)) >= MOST_OF * len(self.cells)

    @property
    def dates(self) -> bool:
        return self._dates >= MOST_OF * len(self.cells)

    @property
    def amounts(self) -> bool:
        return self._amounts >= MOST_OF * len(self.cells)

    @cached_property
    def _dates(self) -> int:
        return sum(map(is_date, self.cells))

    @cached_property
    def _amounts(self) -> int:
        return sum(is_amount(cell) and not (is_date(cell) and not cell.isdigit()) for cell in self.cells)

    def can_be(self, meaning: Meaning) -> bool:
        """Whether the cells allow what the header says."""
        name = meaning.field
        if name in DATES or name in MONEY:
            passed = self._dates if name in DATES else self._amounts
            # A clear header stands although some cells cannot be read: these are problems of their rows.
            clear = len(meanings(self.header)) == 1 and (
                len(self.cells) < FEW or passed * 2 >= len(self.cells)
            )
            return clear or passed >= MOST_OF * len(self.cells)
        if name is BankField.CURRENCY:
            return self.mostly(is_currency)
        if name is BankField.SIGN:
            known = sum(sign_of(cell) is not None for cell in self.cells)
            return bool(known) and known >= (0.5 if meaning.rank == 0 else MOST_OF) * len(self.cells)
        if name is BankField.STATE:
            known = sum(state_of(cell) is not None for cell in self.cells)
            return known >= (0.5 if meaning.rank == 0 else MOST_OF) * len(self.cells)
        return True

    @property
    def names_state(self) -> bool:
        """Whether the header says clearly that the cells tell whether money moved."""
        return any(meaning == Meaning(BankField.STATE, 0) for meaning in meanings(self.header))


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest mapping of a table, and what is not sure about it."""

    headers: tuple[str, ...]
    mapping: ColumnMapping
    questions: tuple[ReadProblem, ...] = ()
    profile: Profile | None = None


@dataclass(slots=True)
class _Open:
    """What is settled so far: one field a column, the clearest column a field."""

    columns: Sequence[Column]
    taken: dict[BankField, list[Column]] = field(default_factory=dict)
    questions: list[ReadProblem] = field(default_factory=list)

    def has(self, *names: BankField) -> bool:
        return any(self.taken.get(name) for name in names)

    def used(self, column: Column) -> bool:
        return any(column in columns for columns in self.taken.values())

    def ask(self, code: str, column: Column | None = None, **facts: object) -> None:
        self.questions.append(ReadProblem(column.header if column else "", code, facts))

    def only(self, name: BankField) -> Column | None:
        columns = self.taken.get(name)
        return columns[0] if columns else None


def guess_columns(header: Record | None, rows: Sequence[Record]) -> Guess:
    """The mapping of a table with this header, or none, above these rows."""
    if header:
        cells = header.cells[:MOST_COLUMNS]
    else:
        cells = [""] * min(MOST_COLUMNS, max((len(row.cells) for row in rows[:SAMPLE]), default=0))
    names = unique_names(cells)
    if known := profile_for(names):
        profile, mapping = known
        return Guess(names, mapping, profile=profile)
    found = _Open(_columns(names, header.cells if header else (), rows))
    _by_words(found)
    _own_or_other(found)
    _amount_or_sides(found)
    _only_value_date(found)
    if header is None:
        _by_cells(found)
    _missing(found, header)
    places = {
        name: tuple(column.place for column in columns) for name, columns in found.taken.items() if columns
    }
    return Guess(names, ColumnMapping(places, currency=_currency(found)), tuple(found.questions))


def known_fields(cells: Sequence[str]) -> set[BankField]:
    """The fields that the cells of a line name, when they are headers."""
    return {meaning.field for cell in cells if cell for meaning in meanings(cell)[:1]}


def _columns(names: Sequence[str], header: Sequence[str], rows: Sequence[Record]) -> list[Column]:
    sample = [row for row in rows[:SAMPLE] if not row.broken and list(row.cells) != list(header)]
    return [
        Column(
            place,
            name,
            header_key(name),
            [text for row in sample if place < len(row.cells) and (text := cell_text(row.cells[place]))],
            len(sample),
        )
        for place, name in enumerate(names)
    ]


def _by_words(found: _Open) -> None:
    """Each field's column by the headers' words, as far as the cells agree."""
    ranked: dict[BankField, list[tuple[int, Column]]] = {}
    for column in found.columns:
        for meaning in meanings(column.header):
            if column.can_be(meaning):
                ranked.setdefault(meaning.field, []).append((meaning.rank, column))
                break
    for name, rivals in ranked.items():
        clearest = min(rank for rank, _ in rivals)
        best = [column for rank, column in rivals if rank == clearest]
        if name in SEVERAL and name is not BankField.BOOKED:
            found.taken[name] = [column for _, column in rivals] if name is BankField.LABEL else best
        elif name is BankField.VALUE_DATE or len(best) == 1:
            found.taken[name] = best[:1]
        elif name is BankField.ACCOUNT:
            found.taken[name] = [next((one for one in best if one.cells and one.mostly(_is_iban)), best[0])]
        else:
            found.taken[name] = best[:1]
            found.ask("bank_column_twice", best[1], field=name, first=best[0].header, second=best[1].header)


def _is_iban(cell: str) -> bool:
    return iban(cell) is not None


def _own_or_other(found: _Open) -> None:
    """Columns such as "Kontonummer" and "IBAN": one's own account when all rows name it, be it paid or paid from."""
    for column in found.columns:
        if column.key not in OWN_OR_OTHER or found.used(column):
            continue
        if found.has(BankField.ACCOUNT):
            found.taken.setdefault(BankField.IBAN, []).append(column)
        elif found.has(BankField.IBAN):
            found.taken[BankField.ACCOUNT] = [column]
        elif len(set(column.cells)) > 1 or len(column.cells) < column.rows:
            found.taken[BankField.IBAN] = [column]
        elif len(column.cells) >= SAME_ACCOUNT_FROM and _both_ways(found):
            found.taken[BankField.ACCOUNT] = [column]


def _both_ways(found: _Open) -> bool:
    """Whether money comes in and goes out: no other side is the same in both."""
    if (amount := found.only(BankField.AMOUNT)) and not found.has(BankField.SIGN):
        return len({is_negative(cell) for cell in amount.cells}) == 2
    sides = (found.only(BankField.DEBIT), found.only(BankField.CREDIT))
    return all(side is not None and side.cells for side in sides)


def _amount_or_sides(found: _Open) -> None:
    """Of an amount and two columns of sides, what tells the direction."""
    amount = found.only(BankField.AMOUNT)
    if amount is None or not found.has(BankField.DEBIT, BankField.CREDIT):
        return
    if (
        any(map(is_negative, amount.cells))
        or not found.has(BankField.DEBIT)
        or not found.has(BankField.CREDIT)
    ):
        for name in (BankField.DEBIT, BankField.CREDIT):
            found.taken.pop(name, None)
    else:
        del found.taken[BankField.AMOUNT]


def _only_value_date(found: _Open) -> None:
    if not found.has(BankField.BOOKED) and (only := found.only(BankField.VALUE_DATE)):
        found.taken[BankField.BOOKED] = [only]


def _by_cells(found: _Open) -> None:
    """A table without headers: the first column of dates, of amounts, of texts, to be confirmed by a person."""
    dates = [column for column in found.columns if column.cells and column.dates]
    amounts = [column for column in found.columns if column.cells and column.amounts and column not in dates]
    texts = [
        column for column in found.columns if column.cells and column not in dates and column not in amounts
    ]
    for name, columns in ((BankField.BOOKED, dates[:1]), (BankField.VALUE_DATE, dates[1:2])):
        if columns:
            found.taken[name] = columns
    if amounts:
        found.taken[BankField.AMOUNT] = amounts[:1]
    if texts:
        found.taken[BankField.LABEL] = texts


def _missing(found: _Open, header: Record | None) -> None:
    """What must be asked before rows are read."""
    if header is None:
        found.ask("bank_headers_missing")
    if not found.has(BankField.BOOKED):
        found.ask("bank_column_date_missing")
    sides = [name for name in (BankField.DEBIT, BankField.CREDIT) if found.has(name)]
    if not found.has(BankField.AMOUNT) and len(sides) < 2:
        found.ask("bank_column_amount_missing")
    if not found.has(*WORDS):
        found.ask("bank_column_words_missing")
    if found.has(BankField.CURRENCY) and _of_another_amount(found):
        found.ask("bank_column_currency_whose", found.only(BankField.CURRENCY))
    if (column := _may_be_sign(found)) is not None:
        found.ask("bank_column_sign", column)
    for column in found.columns:
        if column.names_state and column.cells and not found.used(column):
            words = list(dict.fromkeys(cell[:LONGEST_STATE] for cell in column.cells))
            found.ask("bank_column_state", column, words=", ".join(words[:FEW]))


def _of_another_amount(found: _Open) -> bool:
    """Whether the one column of currencies may belong to an amount in another currency beside."""
    keys = {column.key for column in found.columns}
    amount = found.only(BankField.AMOUNT)
    named = amount is not None and header_currency(amount.header) is not None
    return not keys.isdisjoint(ELSEWHERE) and keys.isdisjoint(CURRENCY_ELSEWHERE) and not named


def _may_be_sign(found: _Open) -> Column | None:
    """A column of few words beside amounts that all have one sign: it may tell the direction in words not known."""
    amount = found.only(BankField.AMOUNT)
    if amount is None or found.has(BankField.SIGN, BankField.BALANCE) or len(amount.cells) < 4:
        return None
    if any(map(is_negative, amount.cells)):
        return None
    for column in found.columns:
        names_sign = any(meaning.field is BankField.SIGN for meaning in meanings(column.header))
        if names_sign and not found.used(column) and 2 <= len(set(column.cells)) <= 4:
            return column
    return None


def _currency(found: _Open) -> str | None:
    """The currency that the headers of the amounts name, when they name one."""
    named = {
        currency
        for name in MONEY
        for column in found.taken.get(name, ())
        if (currency := header_currency(column.header))
    }
    return named.pop() if len(named) == 1 else None


def with_answers(guess: Guess, told: ColumnMapping) -> Guess:
    """The guess as a person put it right."""
    return replace(guess, mapping=told, questions=())
