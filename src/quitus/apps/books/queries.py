"""Read the books."""

from django.db.models import F, Sum

from quitus.apps.books.accounts import client_accounts
from quitus.apps.books.models import JournalLine


def account_balances() -> dict[str, int]:
    """Debit minus credit of each account, in minor units of the books' currency."""
    return dict(
        JournalLine.objects.values_list("account")
        .annotate(balance=Sum(F("debit") - F("credit")))
        .order_by("account")
    )


def client_balances() -> dict[int, int]:
    """What each client owes according to its accounts 411, in minor units."""
    return dict(
        JournalLine.objects.filter(account__in=client_accounts(), client__isnull=False)
        .values_list("client_id")
        .annotate(balance=Sum(F("debit") - F("credit")))
        .order_by("client_id")
    )
