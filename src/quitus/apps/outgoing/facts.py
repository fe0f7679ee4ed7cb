"""Rows to what rules about transfers read; a fixed number of queries for a whole order."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from quitus.apps.banking.models import BankAccount
from quitus.apps.clients.models import ClientKey, ClientKeyKind
from quitus.apps.history.models import Movement
from quitus.apps.organisations.queries import current_organisation
from quitus.apps.outgoing.models import Transfer, TransferOrder
from quitus.domain.money import Money
from quitus.domain.names import squeezed
from quitus.domain.outgoing.orders import Address, Payee, Remark, State, remarks

LATELY = timedelta(days=10)
LEFT = (State.APPROVED, State.DOWNLOADED, State.EXECUTED)


def name_key(name: str) -> str:
    """What two spellings of a payee's name share."""
    return squeezed(name)[:100]


def payee_of(row: Transfer) -> Payee:
    """A stored transfer as rules read it."""
    address = Address(row.town, row.country, row.postcode, tuple(row.address_lines))
    return Payee(row.name, row.iban, Money(row.amount_minor, row.currency), row.remittance, address)


def transfers_of(order: TransferOrder) -> list[Transfer]:
    """An order's transfers in their order."""
    return list(order.transfers.order_by("id"))


def digest(order: TransferOrder, rows: Sequence[Transfer]) -> str:
    """What an approver saw: another one when anything of the order is another."""
    told = [str(order.bank_account_id), str(order.execution_on), str(order.instant)]
    for row in rows:
        told += [row.end_to_end_id, row.name, row.iban, str(row.amount_minor), row.remittance]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:32]


def remarks_about(rows: Sequence[Transfer], today: date) -> Mapping[int, list[Remark]]:
    """What a person should look at, by transfer."""
    known, lately = _known_ibans(rows), _paid_lately(rows, today)
    accounts = BankAccount.objects.filter(iban__in={row.iban for row in rows})
    own = {current_organisation().iban, *accounts.values_list("iban", flat=True)}
    count = Counter((row.iban, row.amount_minor) for row in rows)
    return {
        row.id: remarks(
            payee_of(row),
            twice=count[row.iban, row.amount_minor] > 1,
            known_ibans=known[row.name_key],
            paid_lately=(row.iban, row.amount_minor) in lately,
            own=row.iban in own,
        )
        for row in rows
    }


def known_ibans(names: Collection[str], *, but_order: int | None = None) -> Mapping[str, set[str]]:
    """Where payees of these name keys were paid before, or paid from."""
    found: dict[str, set[str]] = defaultdict(set)
    keys = {f"name:{name}"[:100]: name for name in names}
    told = Movement.objects.filter(party_key__in=list(keys), counted=True).exclude(iban="")
    for key, iban in told.values_list("party_key", "iban").distinct():
        found[keys[key]].add(iban)
    ordered = Transfer.objects.filter(name_key__in=list(names), order__state__in=LEFT).exclude(
        order_id=but_order
    )
    for name, iban in ordered.values_list("name_key", "iban").distinct():
        found[name].add(iban)
    return found


def _known_ibans(rows: Sequence[Transfer]) -> Mapping[str, set[str]]:
    order_id = rows[0].order_id if rows else None
    found = known_ibans({row.name_key for row in rows}, but_order=order_id)
    names = {row.client_id: row.name_key for row in rows if row.client_id is not None}
    keys = ClientKey.objects.filter(client_id__in=list(names), kind=ClientKeyKind.IBAN)
    for client_id, iban in keys.values_list("client_id", "value"):
        found[names[client_id]].add(iban.upper())
    return found


def _paid_lately(rows: Sequence[Transfer], today: date) -> set[tuple[str, int]]:
    if not rows:
        return set()
    ibans = {row.iban for row in rows}
    told = Movement.objects.filter(
        iban__in=ibans, day__gte=today - LATELY, amount_minor__lt=0, counted=True
    ).values_list("iban", "amount_minor")
    ordered = Transfer.objects.filter(
        iban__in=ibans, order__state__in=LEFT, order__approved_on__gte=today - LATELY
    ).exclude(order_id=rows[0].order_id)
    return {(iban, -minor) for iban, minor in told} | set(ordered.values_list("iban", "amount_minor"))
