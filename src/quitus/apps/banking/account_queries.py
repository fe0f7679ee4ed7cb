"""Read the firm's accounts at banks, and how far statements tell about each."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from quitus.apps.banking.known_days import known_days
from quitus.apps.banking.models import BankAccount, Statement


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account of the firm, and the first days of it that no statement told although later ones did."""

    account: BankAccount
    missing: tuple[date, date] | None


def accounts(on: date) -> list[AccountView]:
    """The firm's accounts that statements told about; a query for each, and a firm has few."""
    found = []
    for account in _standing().order_by("iban"):
        known = None if account.closed_on else known_days(account, on)
        found.append(AccountView(account, known.missing if known else None))
    return found


def accounts_in_use() -> list[BankAccount]:
    """The firm's accounts that are not closed."""
    return list(_standing().filter(closed_on=None).order_by("iban"))


def _standing() -> QuerySet[BankAccount]:
    """All but those of which every import was undone: somebody else's file had been added by mistake."""
    told = Statement.every.filter(bank_account=OuterRef("id"))
    return BankAccount.objects.exclude(~Exists(told.filter(withdrawn_on=None)), Exists(told))
