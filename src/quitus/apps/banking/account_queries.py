"""Read the firm's accounts at banks, and how far statements tell about each."""

from dataclasses import dataclass
from datetime import date

from quitus.apps.banking.known_days import known_days
from quitus.apps.banking.models import BankAccount


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account of the firm, and the first days of it that no statement told although later ones did."""

    account: BankAccount
    missing: tuple[date, date] | None


def accounts(on: date) -> list[AccountView]:
    """The firm's accounts that statements told about; a query for each, and a firm has few."""
    found = []
    for account in BankAccount.objects.order_by("iban"):
        known = None if account.closed_on else known_days(account, on)
        found.append(AccountView(account, known.missing if known else None))
    return found


def accounts_in_use() -> list[BankAccount]:
    """The firm's accounts that are not closed."""
    return list(BankAccount.objects.filter(closed_on=None).order_by("iban"))
