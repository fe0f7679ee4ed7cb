"""Which accounts an event moves (PCG 2025, ANC 2022-06; `domain/france.md` §9).

Amounts are minor units of the books' currency. Each function gives the whole entry, balanced by construction.
"""

from dataclasses import dataclass

CLIENTS = "411000"
BANK = "512000"
# "Compte d'attente": money is on the account, but nobody knows yet whose it is.
UNIDENTIFIED_RECEIPTS = "471000"
# An imported invoice was booked elsewhere, with its VAT: here it only opens the client's balance.
OPENING_BALANCE = "890000"
CASH = "530000"
CHEQUES_TO_CASH = "511200"


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry: positive is a debit, negative a credit. `client_id` is the auxiliary account."""

    account: str
    amount: int
    client_id: int | None = None


Entry = tuple[Posting, ...]


def opening_claim(client_id: int, amount: int) -> Entry:
    """An invoice of another tool that is still open (journal AN): 411 to 890."""
    return (Posting(CLIENTS, amount, client_id), Posting(OPENING_BALANCE, -amount))


def unidentified_receipt(amount: int, bank_account: str = BANK) -> Entry:
    """A credit on the bank account that no match explains yet (journal BQ): 512 to 471; a debit the other way."""
    return (Posting(bank_account, amount), Posting(UNIDENTIFIED_RECEIPTS, -amount))


def identified_payment(client_id: int, amount: int) -> Entry:
    """A receipt that is now known to come from a client (journal OD): 471 to 411."""
    return (Posting(UNIDENTIFIED_RECEIPTS, amount), Posting(CLIENTS, -amount, client_id))


def direct_payment(client_id: int, amount: int, account: str) -> Entry:
    """Money received otherwise than by a bank line (cheque, cash): 5112 or 53 to 411."""
    return (Posting(account, amount), Posting(CLIENTS, -amount, client_id))


def reversed_entry(entry: Entry) -> Entry:
    """The same with sides exchanged: books are corrected by another entry, never by an eraser."""
    return tuple(Posting(line.account, -line.amount, line.client_id) for line in entry)


def is_balanced(entry: Entry) -> bool:
    """Debits equal credits, and no line is empty."""
    return bool(entry) and sum(line.amount for line in entry) == 0 and all(line.amount for line in entry)
