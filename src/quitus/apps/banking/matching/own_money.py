"""Credits that no client paid, whatever their label holds: from an own account, or of the bank itself."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models.functions import Abs

from quitus.apps.banking.models import BankAccount, BankLine
from quitus.apps.organisations.queries import current_organisation
from quitus.domain.history.judge import Moved, never_a_clients
from quitus.domain.history.pairs import AROUND, OwnMovement, own_pairs


def never_clients(lines: Sequence[BankLine]) -> set[int]:
    """The ids of those lines that are surely no client's payment. A fixed number of queries."""
    if not lines:
        return set()
    own = own_ibans()
    pairs = own_pairs_around([(line.booked_on, line.amount_minor) for line in lines], own)
    return {
        line.id
        for line in lines
        if never_a_clients(
            Moved(line.amount_minor, line.label, line.counterparty, line.iban),
            own,
            pair=pairs.get(line.id, ""),
        )
    }


def own_ibans() -> frozenset[str]:
    """The firm's accounts: those that statements told of, closed ones too, and the one on which it is paid."""
    told = BankAccount.objects.values_list("iban", flat=True)
    return frozenset(iban for iban in (*told, current_organisation().iban) if iban)


def own_pairs_around(moved: Collection[tuple[date, int]], own: frozenset[str]) -> Mapping[int, str]:
    """By line, the own account on which its other half moved: of lines with these days and amounts, and others near."""
    if len(own) < 2 or not moved:
        return {}
    days = [day for day, _ in moved]
    amounts = sorted({abs(minor) for _, minor in moved})
    near = BankLine.objects.alias(size=Abs("amount_minor")).filter(
        booked_on__range=(min(days) - 2 * AROUND, max(days) + 2 * AROUND), size__in=amounts
    )
    rows = near.values_list("id", "bank_account__iban", "booked_on", "amount_minor", "currency", "iban")
    return own_pairs((OwnMovement(*row) for row in rows.iterator()), own)
