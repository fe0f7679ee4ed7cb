"""What every entry is made of, and the entries of money: openings, receipts, payments (`domain/france.md` §9).

Amounts are minor units of the books' currency. Each function gives the whole entry, balanced by construction; a part
that is zero has no line. Sales: `sales.py`; bad debts: `bad_debts.py`; cards, refunds, returned debits, set-off:
`settlements.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from quitus.domain.books.accounts import DEFAULT_ACCOUNTS, AccountMap

# The default numbers, for whoever has no map of accounts at hand.
CLIENTS = DEFAULT_ACCOUNTS.clients
BANK = DEFAULT_ACCOUNTS.bank
UNIDENTIFIED_RECEIPTS = DEFAULT_ACCOUNTS.unidentified_receipts
OPENING_BALANCE = DEFAULT_ACCOUNTS.opening
CASH = DEFAULT_ACCOUNTS.cash
CHEQUES_TO_CASH = DEFAULT_ACCOUNTS.cheques_to_cash


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry: positive is a debit, negative a credit. `client_id` is the auxiliary account."""

    account: str
    amount: int
    client_id: int | None = None


Entry = tuple[Posting, ...]


def entry_of(*postings: Posting) -> Entry:
    """The postings that move something; raises ValueError when they do not balance, or none is left."""
    entry = tuple(posting for posting in postings if posting.amount)
    if not is_balanced(entry):
        raise ValueError(f"not an entry: {postings}")
    return entry


def not_negative(**amounts: int) -> None:
    """Raises ValueError: the other direction is another event, with its own function or `reversed_entry`."""
    for name, amount in amounts.items():
        if amount < 0:
            raise ValueError(f"{name} is negative: {amount}")


def opening_claim(client_id: int, amount: int, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """An invoice of another tool that is still open (journal AN): 411 to 890."""
    return (Posting(accounts.clients, amount, client_id), Posting(accounts.opening, -amount))


def unidentified_receipt(
    amount: int, bank_account: str = BANK, accounts: AccountMap = DEFAULT_ACCOUNTS
) -> Entry:
    """A credit on the bank account that no match explains yet (journal BQ): 512 to 471; a debit the other way."""
    return (Posting(bank_account, amount), Posting(accounts.unidentified_receipts, -amount))


def identified_payment(client_id: int, amount: int, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """A receipt that is now known to come from a client (journal OD): 471 to 411."""
    return (Posting(accounts.unidentified_receipts, amount), Posting(accounts.clients, -amount, client_id))


def direct_payment(
    client_id: int, amount: int, account: str, accounts: AccountMap = DEFAULT_ACCOUNTS
) -> Entry:
    """Money received otherwise than by a bank line (cheque, cash): 5112 or 53 to 411."""
    return (Posting(account, amount), Posting(accounts.clients, -amount, client_id))


def settled_payment(
    client_id: int,
    *,
    account: str,
    principal: int = 0,
    doubtful: int = 0,
    interest: int = 0,
    indemnity: int = 0,
    costs: int = 0,
    credit: int = 0,
    accounts: AccountMap = DEFAULT_ACCOUNTS,
) -> Entry:
    """All that one payment settles (§9 rows 3, 5, 6): the money account to 411, 416, 7631, 7581, costs.

    `account`: where the money is, 471 when a bank line brought it (journal OD), else 5112, 53, 512 (journal BQ).
    `principal` settles what stands on 411, `doubtful` what was moved to 416, `credit` is paid too much and stays on
    411. Interest and indemnity are income of the day they are received, without VAT.
    """
    not_negative(
        principal=principal,
        doubtful=doubtful,
        interest=interest,
        indemnity=indemnity,
        costs=costs,
        credit=credit,
    )
    received = principal + doubtful + interest + indemnity + costs + credit
    return entry_of(
        Posting(account, received),
        Posting(accounts.clients, -principal, client_id),
        Posting(accounts.doubtful_clients, -doubtful, client_id),
        Posting(accounts.late_interest, -interest),
        Posting(accounts.indemnities, -indemnity),
        Posting(accounts.recovery_costs, -costs),
        Posting(accounts.clients, -credit, client_id),
    )


def reversed_entry(entry: Entry) -> Entry:
    """The same with sides exchanged: books are corrected by another entry, never by an eraser."""
    return tuple(Posting(line.account, -line.amount, line.client_id) for line in entry)


def is_balanced(entry: Iterable[Posting]) -> bool:
    """Debits equal credits, and no line is empty."""
    amounts = [line.amount for line in entry]
    return bool(amounts) and sum(amounts) == 0 and all(amounts)
