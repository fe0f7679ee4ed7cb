"""The trial balance, by account and by client: opening, movements and closing of a financial year up to a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quitus.apps.books.accounts import account_labels, client_accounts
from quitus.apps.books.carried import carried_into
from quitus.apps.books.years import financial_year_of
from quitus.apps.organisations.queries import books_currency
from quitus.apps.organisations.sql import rows
from quitus.domain.financial_years import FinancialYear
from quitus.domain.money import Money

_MOVED = """
SELECT line.account, sum(line.debit)::bigint, sum(line.credit)::bigint
FROM books_journalline AS line JOIN books_journalentry AS entry ON entry.id = line.entry_id
WHERE entry.happened_on BETWEEN %(first)s AND %(on)s
GROUP BY line.account
"""
_CLIENTS = """
SELECT client.id, client.name, moved.opening, moved.debit, moved.credit
FROM (
    SELECT line.client_id,
        coalesce(sum(line.debit - line.credit) FILTER (WHERE entry.happened_on < %(first)s), 0)::bigint AS opening,
        coalesce(sum(line.debit) FILTER (WHERE entry.happened_on >= %(first)s), 0)::bigint AS debit,
        coalesce(sum(line.credit) FILTER (WHERE entry.happened_on >= %(first)s), 0)::bigint AS credit
    FROM books_journalline AS line JOIN books_journalentry AS entry ON entry.id = line.entry_id
    WHERE line.account = ANY(%(accounts)s) AND line.client_id IS NOT NULL AND entry.happened_on <= %(on)s
    GROUP BY line.client_id
) AS moved JOIN clients_client AS client ON client.id = moved.client_id
WHERE moved.opening <> 0 OR moved.debit <> 0 OR moved.credit <> 0
ORDER BY client.sort_name, client.id
"""


@dataclass(frozen=True, slots=True)
class Turnover:
    """What something opened with, what was debited and credited since. A balance is a debit, negative a credit."""

    opening: Money
    debit: Money
    credit: Money

    @property
    def closing(self) -> Money:
        return self.opening + self.debit - self.credit


@dataclass(frozen=True, slots=True)
class AccountBalance:
    account: str
    label: str
    turnover: Turnover


@dataclass(frozen=True, slots=True)
class ClientBalance:
    client_id: int
    name: str
    turnover: Turnover


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account of the year that opened with something or moved; opening and closing sum to zero."""

    year: FinancialYear
    on: date
    accounts: tuple[AccountBalance, ...]
    total: Turnover


@dataclass(frozen=True, slots=True)
class ClientsBalance:
    """The same of the clients' accounts (balance auxiliaire)."""

    year: FinancialYear
    on: date
    clients: tuple[ClientBalance, ...]
    total: Turnover


def trial_balance(on: date) -> TrialBalance:
    """The balance at the end of a day, since its financial year began."""
    year, currency, labels = financial_year_of(on), books_currency(), account_labels()
    opening: dict[str, int] = defaultdict(int)
    for carried in carried_into(year.first):
        opening[carried.account] += carried.balance
    moved = {
        account: (debit, credit) for account, debit, credit in rows(_MOVED, {"first": year.first, "on": on})
    }
    accounts = tuple(
        AccountBalance(
            account,
            labels.of(account),
            _turnover(opening.get(account, 0), *moved.get(account, (0, 0)), currency),
        )
        for account in sorted(opening.keys() | moved.keys())
    )
    return TrialBalance(year, on, accounts, _sum((one.turnover for one in accounts), currency))


def clients_balance(on: date) -> ClientsBalance:
    """What each client's account opened with, moved and closes with, by name."""
    year, currency = financial_year_of(on), books_currency()
    values = {"first": year.first, "on": on, "accounts": client_accounts()}
    clients = tuple(
        ClientBalance(id_, name, _turnover(opening, debit, credit, currency))
        for id_, name, opening, debit, credit in rows(_CLIENTS, values)
    )
    return ClientsBalance(year, on, clients, _sum((one.turnover for one in clients), currency))


def _turnover(opening: int, debit: int, credit: int, currency: str) -> Turnover:
    return Turnover(Money(opening, currency), Money(debit, currency), Money(credit, currency))


def _sum(turnovers: Iterable[Turnover], currency: str) -> Turnover:
    opening = debit = credit = 0
    for one in turnovers:
        opening, debit, credit = (
            opening + one.opening.minor,
            debit + one.debit.minor,
            credit + one.credit.minor,
        )
    return _turnover(opening, debit, credit, currency)
