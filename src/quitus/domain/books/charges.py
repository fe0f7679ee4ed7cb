"""Charges paid by credit that waited on 411: the client's account pays the income."""

from quitus.domain.books.accounts import DEFAULT_ACCOUNTS, AccountMap
from quitus.domain.books.entries import Entry, Posting, entry_of, not_negative


def charges_paid_by_credit(
    client_id: int,
    *,
    interest: int = 0,
    indemnity: int = 0,
    costs: int = 0,
    accounts: AccountMap = DEFAULT_ACCOUNTS,
) -> Entry:
    """A client's credit settles claimed charges (journal OD): 411 to 7631, 7581, costs; no VAT."""
    not_negative(interest=interest, indemnity=indemnity, costs=costs)
    return entry_of(
        Posting(accounts.clients, interest + indemnity + costs, client_id),
        Posting(accounts.late_interest, -interest),
        Posting(accounts.indemnities, -indemnity),
        Posting(accounts.recovery_costs, -costs),
    )
