"""Which accounts an event moves (PCG 2025, ANC 2022-06; the rows of `domain/france.md` §9).

Amounts are minor units of the books' currency. Each function gives the whole entry, balanced by construction; a part
that is zero has no line. `parked`: the firm keeps VAT that is due on collection on a waiting account until the money
is there, else it stands on 44571 from the invoice on.
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


# Openings and receipts


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
    """Money received otherwise than by a bank line (cheque, cash): 5112 or 53 to 411 (row 3)."""
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
    """All that one payment settles (rows 1b, 3, 5, 6): the money's account to 411, 416, 7631, 7581, costs.

    `account`: where the money is, 471 when a bank line brought it (journal OD), else 5112, 53, 512 (journal BQ).
    `principal` settles what stands on 411, `doubtful` what was moved to 416, `credit` is paid too much and stays on
    411. Interest and indemnity are income of the day they are received (CGI 237 sexies), without VAT.
    """
    not_negative(principal=principal, doubtful=doubtful, credit=credit)
    not_negative(interest=interest, indemnity=indemnity, costs=costs)
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


def discounted_payment(
    client_id: int,
    *,
    account: str,
    paid: int,
    net: int,
    vat: int = 0,
    accounts: AccountMap = DEFAULT_ACCOUNTS,
) -> Entry:
    """A payment and the early-payment discount that it earned, in one entry (row 4)."""
    not_negative(paid=paid, net=net, vat=vat)
    return entry_of(
        Posting(account, paid),
        Posting(accounts.discounts_granted, net),
        Posting(accounts.vat_collected, vat),
        Posting(accounts.clients, -(paid + net + vat), client_id),
    )


def returned_payment(
    paid: Entry, account: str, fee: int = 0, accounts: AccountMap = DEFAULT_ACCOUNTS
) -> Entry:
    """The bank takes a debit back: the payment's opposite, and the bank's fee on 627 (journal BQ).

    `paid` is the entry of the payment, whose first line is the money; `account` is where it leaves from now.
    """
    not_negative(fee=fee)
    money, *settled = paid
    return entry_of(
        *reversed_entry(tuple(settled)),
        Posting(account, -money.amount),
        Posting(accounts.bank_fees, fee),
        Posting(account, -fee),
    )


def refund(client_id: int, amount: int, account: str, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """What was paid too much goes back (row 11): 411 to 512, or to 471 when the bank line is not matched yet."""
    not_negative(amount=amount)
    return entry_of(Posting(accounts.clients, amount, client_id), Posting(account, -amount))


def payout(amount: int, fee: int, bank_account: str, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """A card processor pays out what clients paid, less its fee (row 10): 512 and 627 to 511.

    The payments themselves are `settled_payment` with the account in transit.
    """
    not_negative(amount=amount, fee=fee)
    return entry_of(
        Posting(bank_account, amount - fee),
        Posting(accounts.bank_fees, fee),
        Posting(accounts.in_transit, -amount),
    )


def bank_fee(amount: int, bank_account: str, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """What the bank charges (journal BQ): 627 to 512, or to 471 when the bank line waits there."""
    not_negative(amount=amount)
    return entry_of(Posting(accounts.bank_fees, amount), Posting(bank_account, -amount))


# Sales


def invoice(
    client_id: int,
    *,
    services: int = 0,
    goods: int = 0,
    vat: int = 0,
    deposits_net: int = 0,
    deposits_vat: int = 0,
    parked: bool = False,
    accounts: AccountMap = DEFAULT_ACCOUNTS,
) -> Entry:
    """An invoice; a final one takes off the deposits that were invoiced before, VAT apart (row 2).

    The VAT of deposits stands on the books since their own invoices.
    """
    not_negative(
        services=services, goods=goods, vat=vat, deposits_net=deposits_net, deposits_vat=deposits_vat
    )
    owed = services + goods + vat - deposits_net - deposits_vat
    return entry_of(
        Posting(accounts.clients, owed, client_id),
        Posting(accounts.deposits_received, deposits_net, client_id),
        Posting(accounts.services, -services),
        Posting(accounts.goods, -goods),
        Posting(_vat_account(parked, accounts), deposits_vat - vat),
    )


def deposit_invoice(
    client_id: int, *, net: int, vat: int, parked: bool = False, accounts: AccountMap = DEFAULT_ACCOUNTS
) -> Entry:
    """The invoice of a deposit (row 1a): 411 to 4191 and VAT. The money then is `settled_payment` (row 1b)."""
    not_negative(net=net, vat=vat)
    return entry_of(
        Posting(accounts.clients, net + vat, client_id),
        Posting(accounts.deposits_received, -net, client_id),
        Posting(_vat_account(parked, accounts), -vat),
    )


def credit_note(
    client_id: int,
    *,
    net: int,
    vat: int = 0,
    sales_account: str | None = None,
    parked: bool = False,
    accounts: AccountMap = DEFAULT_ACCOUNTS,
) -> Entry:
    """A credit note (row 9): 706 and VAT to 411. `sales_account`: 707 for goods, 7096 or 7097 for a rebate."""
    not_negative(net=net, vat=vat)
    return entry_of(
        Posting(sales_account or accounts.services, net),
        Posting(_vat_account(parked, accounts), vat),
        Posting(accounts.clients, -(net + vat), client_id),
    )


def discount(client_id: int, *, net: int, vat: int = 0, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """An early-payment discount apart from its payment (row 4): 665 and VAT to 411.

    It lowers the VAT base (CGI 267 II-1°): `vat` comes back by a credit note. None for a discount "net de taxe",
    which leaves the VAT as it was.
    """
    not_negative(net=net, vat=vat)
    return entry_of(
        Posting(accounts.discounts_granted, net),
        Posting(accounts.vat_collected, vat),
        Posting(accounts.clients, -(net + vat), client_id),
    )


def vat_fell_due(amount: int, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """Money came for services taxed on collection: parked VAT is owed now (44574 to 44571); back for a refund."""
    return entry_of(Posting(accounts.vat_on_hold, amount), Posting(accounts.vat_collected, -amount))


# Without money


def set_off(client_id: int, amount: int, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """Mutual debts extinguish each other up to the lower one (C. civ. 1347): 401 to 411."""
    not_negative(amount=amount)
    return entry_of(
        Posting(accounts.suppliers, amount, client_id), Posting(accounts.clients, -amount, client_id)
    )


def rounding_difference(client_id: int, missing: int, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """Cents that nobody will ask for: 658 to 411; paid too much (negative), 411 to 758."""
    other = accounts.rounding_loss if missing > 0 else accounts.rounding_gain
    return entry_of(Posting(other, missing), Posting(accounts.clients, -missing, client_id))


# Bad debts


def doubtful_claim(client_id: int, amount: int, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """A claim that may not be paid (row 7): 411 to 416, VAT included."""
    not_negative(amount=amount)
    return entry_of(
        Posting(accounts.doubtful_clients, amount, client_id), Posting(accounts.clients, -amount, client_id)
    )


def impairment(amount: int, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """The likely loss, without VAT (row 7): 68174 to 491."""
    not_negative(amount=amount)
    return entry_of(Posting(accounts.impairment_charge, amount), Posting(accounts.claims_impairment, -amount))


def impairment_reversal(amount: int, accounts: AccountMap = DEFAULT_ACCOUNTS) -> Entry:
    """The loss is certain, or did not come (row 8b): 491 to 78174."""
    not_negative(amount=amount)
    return entry_of(
        Posting(accounts.claims_impairment, amount), Posting(accounts.impairment_reversal, -amount)
    )


def write_off(
    client_id: int,
    *,
    net: int = 0,
    prior: int = 0,
    vat: int = 0,
    doubtful: bool = False,
    parked: bool = False,
    accounts: AccountMap = DEFAULT_ACCOUNTS,
) -> Entry:
    """A claim that nobody will ever pay (row 8): 654 and VAT to 411, or to 416 where it was doubtful.

    `vat` leaves the VAT owed: paid already, it comes back (CGI 272-1, see `law/fr/bad_debt_vat.py`); of services
    taxed on collection it never fell due, and is taken off the account where the invoice put it. VAT that can no
    longer be had back is part of `net`. `prior`: the same of claims born in an earlier year, on 6544: the PCG keeps
    the losses of the year (6541) apart from those.
    """
    not_negative(net=net, prior=prior, vat=vat)
    claim = accounts.doubtful_clients if doubtful else accounts.clients
    return entry_of(
        Posting(accounts.bad_debts, net),
        Posting(accounts.prior_bad_debts, prior),
        Posting(_vat_account(parked, accounts), vat),
        Posting(claim, -(net + prior + vat), client_id),
    )


def recovered_bad_debt(
    client_id: int, *, net: int, vat: int = 0, accounts: AccountMap = DEFAULT_ACCOUNTS
) -> Entry:
    """Money for a claim already written off (journal OD): 411, which the payment credited, to 7583 and VAT.

    Income of the day it came, since the loss stays in its year. `vat`: what had come back, or never fell due, is owed
    again (CGI 272-1; BOI-TVA-DED-40-10-20).
    """
    not_negative(net=net, vat=vat)
    return entry_of(
        Posting(accounts.clients, net + vat, client_id),
        Posting(accounts.recovered_bad_debts, -net),
        Posting(accounts.vat_collected, -vat),
    )


# Any entry


def reversed_entry(entry: Entry) -> Entry:
    """The same with sides exchanged: books are corrected by another entry, never by an eraser."""
    return tuple(Posting(line.account, -line.amount, line.client_id) for line in entry)


def is_balanced(entry: Iterable[Posting]) -> bool:
    """Debits equal credits, and no line is empty."""
    amounts = [line.amount for line in entry]
    return bool(amounts) and sum(amounts) == 0 and all(amounts)


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


def _vat_account(parked: bool, accounts: AccountMap) -> str:
    return accounts.vat_on_hold if parked else accounts.vat_collected
