"""A row of a table as a movement of its account, or as what could not be read."""

from dataclasses import dataclass
from datetime import date

from quitus.adapters.bank.tables.cell_words import State
from quitus.domain.banking.statement import ReadProblem


@dataclass(slots=True)
class Movement:
    """One row as read. Amounts are minor units of `currency`; `fee` and `net` as they stand beside the amount.

    `told_currency`: the file says the currency, be it once for all. `fee_text`: what the file calls the fee, and the
    fee as it writes it.
    """

    line: int
    booked: date
    value_date: date | None
    amount: int
    currency: str
    told_currency: bool
    label: str
    state: State
    fee: int = 0
    net: int | None = None
    balance: int | None = None
    fee_text: tuple[str, str] = ("", "")
    account: str | None = None
    counterparty: str | None = None
    iban: str | None = None
    reference: str | None = None
    bank_id: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that could not be read: its problem, and the account and currency that it names, when it does."""

    problem: ReadProblem
    account: str | None = None
    currency: str | None = None
