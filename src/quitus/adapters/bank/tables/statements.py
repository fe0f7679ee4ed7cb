"""The statements that the rows of a table make: one for each account and currency, fees apart, balances checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from quitus.adapters.bank.tables.balances import Row, Running, holding, moved_by, running
from quitus.adapters.bank.tables.cell_words import BalanceKind, State
from quitus.adapters.bank.tables.grid import Grid
from quitus.adapters.bank.tables.movement import Movement, Unread
from quitus.adapters.bank.tables.preamble import Around, ToldBalance
from quitus.adapters.bank.tables.reading import Reading
from quitus.adapters.bank.tables.rows import Rows
from quitus.adapters.bank.text import LONGEST_LABEL, tidy
from quitus.adapters.tables.records import MOST_ROWS
from quitus.domain.banking.column_mapping import Fees
from quitus.domain.banking.statement import Balance, LineStatus, ReadProblem, Statement, StatementLine
from quitus.domain.money import Money
from quitus.domain.refused import Refused

MOST_BREAKS = 20  # told one by one
MOST_ACCOUNTS = 100  # of one table: more, and the column tells something else
MOST_UNREAD = MOST_ROWS  # counted once for each account that they may belong to
DIGITS_OF_AN_ACCOUNT = 4


@dataclass(slots=True)
class Account:
    """The rows of one account in one currency, in the file's order."""

    name: str | None
    currency: str | None
    rows: list[Row] = field(default_factory=list)


def settled_fees(rows: Rows, told: Fees | None) -> Fees | None:
    """How the fees beside the amounts count: as the net amounts or the balances show, else as is known of the bank.

    None when nothing shows it and there are fees.
    """
    with_fee = [row for row in rows.found if isinstance(row, Movement) and row.fee]
    if not with_fee:
        return told or Fees.INCLUDED
    by_net = {
        Fees.ADDED: sum(row.net == row.amount + row.fee for row in with_fee),
        Fees.DEDUCTED: sum(row.net == row.amount - row.fee for row in with_fee),
        Fees.INCLUDED: sum(row.net == row.amount for row in with_fee),
    }
    for shown in (by_net, _by_balance(rows) if accounts_in(rows) <= MOST_ACCOUNTS else {}):
        best = max(shown.values(), default=0)
        surest = [fees for fees, count in shown.items() if count == best]
        if best and len(surest) == 1:
            return surest[0]
    return told


def _by_balance(rows: Rows) -> dict[Fees, int]:
    groups = list(_by_account(rows.found))
    return {fees: sum(holding(account.rows, moved_by(fees)) for account in groups) for fees in Fees}


@dataclass(frozen=True, slots=True)
class _Table:
    """What the statements of one table share."""

    reading: Reading
    fees: Fees | None
    around: Around
    grid: Grid
    several: bool


def statements_of(
    rows: Rows, reading: Reading, fees: Fees | None, around: Around, grid: Grid
) -> list[Statement]:
    """The statements of a table, in the order in which their first rows stand."""
    accounts = _by_account(rows.found) or [Account(reading.mapping.account, reading.mapping.currency)]
    # Lines around the table tell of one account, in one currency.
    around = around if len(accounts) == 1 else Around(account=around.account)
    table = _Table(reading, fees, around, grid, len({account.name for account in accounts}) > 1)
    return [_statement(account, table) for account in accounts]


def accounts_in(rows: Rows) -> int:
    """How many accounts and currencies the rows name."""
    return len({_whose(row) for row in rows.found if isinstance(row, Movement)})


def _whose(row: Row) -> tuple[str | None, str | None]:
    if isinstance(row, Movement) and not row.told_currency:
        return row.account, None
    return row.account, row.currency


def _by_account(found: Sequence[Row]) -> list[Account]:
    """Rows by account and currency. One that could not be read belongs to each that it may belong to.

    Refused bank_file_garbled where those are too many.
    """
    accounts: dict[tuple[str | None, str | None], Account] = {}
    unread = 0
    for row in found:
        if isinstance(row, Movement):
            accounts.setdefault(_whose(row), Account(*_whose(row)))
    if not accounts and found:
        accounts[None, None] = Account(None, None)
    for row in found:
        if isinstance(row, Movement):
            accounts[_whose(row)].rows.append(row)
            continue
        name, currency = _whose(row)
        may_be = [
            one for one in accounts.values() if name in (None, one.name) and currency in (None, one.currency)
        ] or list(accounts.values())
        unread += len(may_be)
        if unread > MOST_UNREAD:
            raise Refused("bank_file_garbled", most=MOST_UNREAD)
        for one in may_be:
            one.rows.append(row)
    return list(accounts.values())


def _statement(account: Account, table: _Table) -> Statement:
    problems = [row.problem for row in account.rows if isinstance(row, Unread)]
    rows = _with_pending(account.rows, table.fees)
    chain = running(rows, moved_by(table.fees))
    problems += _balance_problems(chain, account, table.grid)
    currency = account.currency or table.around.currency
    lines = [line for row in rows if isinstance(row, Movement) for line in _lines(row, table.fees)]
    opening, closing = _balances(chain, rows, table, currency)
    return Statement(
        account=_named(account.name, table.several) or table.around.account or table.reading.mapping.account,
        currency=currency,
        opening=opening,
        closing=closing,
        lines=tuple(lines),
        problems=tuple(problems),
    )


def _named(name: str | None, several: bool) -> str | None:
    """The account that a column names. A mere name ("Current") only tells several accounts of one file apart."""
    if name and (several or sum(map(str.isdigit, name)) >= DIGITS_OF_AN_ACCOUNT):
        return name
    return None


def _with_pending(rows: Sequence[Row], fees: Fees | None) -> list[Row]:
    """The rows, those called pending as booked when the balances show that they moved the account (PayPal)."""
    pending = [row for row in rows if isinstance(row, Movement) and row.state is State.PENDING]
    if not any(row.balance is not None for row in pending):
        return list(rows)
    moved = [replace(row, state=State.MOVED) if isinstance(row, Movement) else row for row in rows]
    stayed = [
        replace(row, balance=None) if isinstance(row, Movement) and row.state is State.PENDING else row
        for row in rows
    ]
    return moved if holding(moved, moved_by(fees)) > holding(stayed, moved_by(fees)) else stayed


def _balance_problems(chain: Running | None, account: Account, grid: Grid) -> Iterator[ReadProblem]:
    if chain is None:
        return
    first = next((row.line for row in account.rows if isinstance(row, Movement)), 1)
    if chain.constant:
        yield ReadProblem(grid.where(first), "bank_balance_constant", blocks=False)
    elif not chain.follows:
        yield ReadProblem(grid.where(first), "bank_balance_not_running")
    currency = next((row.currency for row in account.rows if isinstance(row, Movement)), "EUR")
    for found in chain.breaks[:MOST_BREAKS]:
        facts = {"expected": Money(found.expected, currency), "told": Money(found.told, currency)}
        yield ReadProblem(grid.where(found.line), "bank_balance_breaks", facts)


def _lines(row: Movement, fees: Fees | None) -> Iterator[StatementLine]:
    """The row's line, and its fee as a line of its own: never one sum of both."""
    header, written = row.fee_text
    label = row.label
    if row.fee and fees is Fees.INCLUDED:
        label = tidy(f"{label} ({header} {written})", LONGEST_LABEL) or ""
    status = LineStatus.PENDING if row.state is State.PENDING else LineStatus.BOOKED
    line = StatementLine(
        row.booked,
        row.value_date,
        Money(row.amount, row.currency),
        label,
        row.counterparty,
        row.iban,
        row.reference,
        row.bank_id,
        status,
    )
    yield line
    if row.fee and fees is not Fees.INCLUDED:
        amount = row.fee if fees is Fees.ADDED else -row.fee
        words = tidy(f"{header} {label}", LONGEST_LABEL) or header
        yield StatementLine(
            row.booked, row.value_date, Money(amount, row.currency), words, bank_id=row.bank_id, status=status
        )


def _balances(
    chain: Running | None, rows: Sequence[Row], table: _Table, currency: str | None
) -> tuple[Balance | None, Balance | None]:
    """What the account opened and closed with: by the balances beside the rows, else by lines around the table."""
    days = [row.booked for row in rows if isinstance(row, Movement) and row.state is State.MOVED]
    unit = currency or next((row.currency for row in rows if isinstance(row, Movement)), "EUR")
    if chain is not None and chain.follows and not chain.constant:
        opening = (
            None if chain.opening is None else Balance(Money(chain.opening, unit), min(days, default=None))
        )
        closing = (
            None if chain.closing is None else Balance(Money(chain.closing, unit), max(days, default=None))
        )
        return opening, closing
    if chain is not None and not chain.follows:
        return None, None
    found: dict[BalanceKind, Balance] = {}
    around = table.around
    for told in around.balances:
        kind = _kind_by_day(told, days, around)
        amount = told.money(table.reading.amounts.style, unit)
        if kind is not None and amount is not None and amount.currency == unit:
            found.setdefault(kind, Balance(amount, _its_day(kind, told, around)))
    return found.get(BalanceKind.OPENING), found.get(BalanceKind.CLOSING)


def _kind_by_day(told: ToldBalance, days: Sequence[date], around: Around) -> BalanceKind | None:
    """Whether a balance opens or closes what the table tells; None for one of another day.

    A balance of a day after the period that was asked for has seen movements that the table does not tell.
    """
    if told.kind is not BalanceKind.ON_A_DAY:
        return told.kind
    if told.day is None or (around.last_day and told.day > around.last_day):
        return None
    if told.day >= max(days, default=told.day):
        return BalanceKind.CLOSING
    return BalanceKind.OPENING if told.day < min(days) else None


def _its_day(kind: BalanceKind, told: ToldBalance, around: Around) -> date | None:
    return told.day or (around.first_day if kind is BalanceKind.OPENING else around.last_day)
