"""The columns of a table that hold money: what each cell moves, and in which direction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from quitus.adapters.bank.tables.cell_words import sign_of
from quitus.adapters.bank.tables.movement import Movement
from quitus.adapters.bank.tables.values import amounts_style, currency_in, read_amount
from quitus.adapters.bank.text import shown
from quitus.domain.banking.column_mapping import BankField, ColumnMapping
from quitus.domain.importing.amounts import AmountStyle
from quitus.domain.money import Money
from quitus.domain.refused import Refused

_FIGURES = frozenset("0123456789.,-+ ")
ASSUMED = "EUR"  # where the file says no currency at all
MONEY = (
    BankField.AMOUNT,
    BankField.DEBIT,
    BankField.CREDIT,
    BankField.FEE,
    BankField.NET,
    BankField.BALANCE,
)


@dataclass(frozen=True, slots=True)
class AmountColumns:
    """How the columns of money are read. `either`: columns of one side whose amounts bear now a minus and now none."""

    mapping: ColumnMapping
    headers: Sequence[str]
    styles: Mapping[int, AmountStyle]
    either: frozenset[int]

    @classmethod
    def of(
        cls, mapping: ColumnMapping, headers: Sequence[str], texts: Callable[[int], list[str]]
    ) -> "AmountColumns":
        """What all the cells of the columns show."""
        places = {place for name in MONEY for place in mapping.columns.get(name, ())}
        cells = {place: texts(place) for place in places}
        own = {place: amounts_style(cells[place], mapping.decimal_mark) for place in places}
        styles = {place: style.with_help_of(own.values()) for place, style in own.items()}
        either = {
            place
            for name in (BankField.DEBIT, BankField.CREDIT)
            for place in mapping.columns.get(name, ())
            if len({is_negative(text) for text in cells[place] if not _is_zero(text)}) == 2
        }
        return cls(mapping, headers, styles, frozenset(either))

    @property
    def style(self) -> AmountStyle:
        """How the amounts themselves are written, for balances outside the table."""
        names = (BankField.BALANCE, BankField.AMOUNT, BankField.CREDIT, BankField.DEBIT)
        places = (self.mapping.place(name) for name in names)
        return next((self.styles[place] for place in places if place is not None), AmountStyle())

    def amount(self, cells: Sequence[str], currency: str | None) -> Money:
        """What the row moves, without a fee beside it.

        Refused: bank_amount_missing, bank_amount_unreadable, bank_amount_on_both_sides, bank_direction_unreadable.
        """
        if (place := self.mapping.place(BankField.AMOUNT)) is not None:
            text = _cell(cells, place)
            if not text:
                raise Refused("bank_amount_missing")
            return self._directed(self._read(text, place, currency), text, cells)
        out, into = (
            self._side(cells, BankField.DEBIT, currency),
            self._side(cells, BankField.CREDIT, currency),
        )
        sides = [side for side in (out, into) if side is not None]
        if not sides:
            raise Refused("bank_amount_missing")
        if all(sides) and len(sides) == 2:
            raise Refused("bank_amount_on_both_sides")
        return next((side for side in sides if side), sides[0])

    def told(self, cells: Sequence[str]) -> bool:
        """Whether a cell of the amount itself names a currency."""
        places = (self.mapping.place(name) for name in MONEY[:3])
        texts = [_cell(cells, place) for place in places if place is not None]
        # A quick look, since each of 100,000 rows is asked.
        if all(_FIGURES.issuperset(text) for text in texts):
            return False
        return currency_in(texts) is not None

    def beside(self, movement: Movement, cells: Sequence[str], notes: list[Refused]) -> None:
        """Fill in fee, net and balance. What cannot be read of them is noted; Refused for an unreadable fee."""
        currency = movement.currency
        if (place := self.mapping.place(BankField.FEE)) is not None and (text := _cell(cells, place)):
            movement.fee = self._read(text, place, currency).minor
            movement.fee_text = (self.headers[place], text)
        for name in (BankField.NET, BankField.BALANCE):
            place = self.mapping.place(name)
            if place is None or not (text := _cell(cells, place)):
                continue
            try:
                minor = self._read(text, place, currency).minor
            except Refused:
                notes.append(Refused("bank_balance_unreadable", kind=self.headers[place], text=shown(text)))
                continue
            if name is BankField.NET:
                movement.net = minor
            else:
                movement.balance = minor

    def _directed(self, money: Money, text: str, cells: Sequence[str]) -> Money:
        """The amount with the direction that a column of its own tells."""
        if (place := self.mapping.place(BankField.SIGN)) is None:
            return money
        word = _cell(cells, place)
        sign = sign_of(word)
        if sign is None and not word and money.minor <= 0:
            return money
        # A minus and "credit" contradict each other, unless a column of balances shows which of them is right.
        contradicts = money.minor < 0 and sign == 1 and self.mapping.place(BankField.BALANCE) is None
        if sign is None or contradicts:
            raise Refused("bank_direction_unreadable", text=shown(f"{text} {word}"))
        return Money(abs(money.minor) * sign, money.currency)

    def _side(self, cells: Sequence[str], name: BankField, currency: str | None) -> Money | None:
        """What a column of debits or of credits moves, with its sign; None for a blank cell."""
        place = self.mapping.place(name)
        text = _cell(cells, place) if place is not None else ""
        if place is None or not text:
            return None
        money = self._read(text, place, currency)
        # Debits may all bear a minus. One among others, or a credit with a minus, may be a correction: who knows?
        if money.minor < 0 and (place in self.either or name is BankField.CREDIT):
            raise Refused("bank_direction_unreadable", text=shown(text))
        return Money(abs(money.minor) * (-1 if name is BankField.DEBIT else 1), money.currency)

    def _read(self, text: str, place: int, currency: str | None) -> Money:
        try:
            return read_amount(text, self.styles[place], currency or ASSUMED, stated=currency is not None)
        except Refused:
            raise Refused("bank_amount_unreadable", text=shown(text)) from None


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def is_negative(text: str) -> bool:
    """Whether an amount bears a minus, before or behind it, or stands in brackets."""
    return text.startswith(("-", "\N{MINUS SIGN}", "\N{EN DASH}", "(")) or text.endswith(
        ("-", "\N{MINUS SIGN}")
    )


def _is_zero(text: str) -> bool:
    return not any(digit in text for digit in "123456789")
