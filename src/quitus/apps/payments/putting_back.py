"""A payment that stands again, whole or in part, after it was taken back: it settles what it had settled.

The caller holds the client's lock and those of the instalments, and records the events last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quitus.apps.books.actions import Booking, post
from quitus.apps.books.models import Journal
from quitus.apps.charges.models import Charge
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.actions import charge_sums
from quitus.apps.payments.by_hand import ACCOUNTS, SLOT_BY_HAND
from quitus.apps.payments.facts import ChargeName
from quitus.apps.payments.models import Payment, PaymentMethod
from quitus.apps.payments.recoveries import Surplus, recover_losses
from quitus.apps.payments.rows import Settling, Used, record_settlements
from quitus.apps.timeline.actions import Event
from quitus.domain.books.entries import UNIDENTIFIED_RECEIPTS, settled_payment
from quitus.domain.money import Money
from quitus.domain.payments.debts import Settlement
from quitus.ports.clock import real_now


@dataclass(frozen=True, slots=True)
class PutBack:
    """The payment that stands now, what it settles, and what is to be told last."""

    payment: Payment
    numbers: Sequence[tuple[str, int]]
    corrections: Sequence[Event]


def put_back(
    payment: Payment, used: Used, amount: Money, *, key: str, name: str, dated: date, on: date
) -> PutBack:
    """Let `amount` of a payment that was taken back stand, as if it had never been; `used`: what it had settled.

    Charges come first, as the law has it, then the principal; no more of each than is open now, and the rest is the
    client's credit. The money came on its own day; in the books it is `dated` like what took it back, so that both
    are of one period.
    """
    settlement = _open_again(used, amount)
    stands = Payment.objects.create(
        client_id=payment.client_id,
        received_on=payment.received_on,
        recorded_at=real_now(),
        amount_minor=amount.minor,
        currency=amount.currency,
        method=payment.method,
        reference=payment.reference,
        slot=f"{SLOT_BY_HAND if is_by_hand(payment) else ''}{key}",
    )
    recorded = record_settlements([Settling(stands.id, settlement, dated)], on)
    (settled,) = (one.settlement for one in recorded.settled)
    _book(stands, settled, name, dated)
    surplus = Surplus(stands.id, stands.client_id, stands.received_on, settled.left_over, dated)
    recovered = recover_losses([surplus], {stands.client_id: name}, on)
    numbers = dict(
        Instalment.objects.filter(id__in=[id_ for id_, _ in settled.parts]).values_list(
            "id", "invoice__number"
        )
    )
    told = [(numbers[id_], part.minor) for id_, part in settled.parts]
    return PutBack(stands, told, [*recorded.corrections, *recovered.corrections])


def is_by_hand(payment: Payment) -> bool:
    """Whether a person wrote it down, and no bank line brought it."""
    return payment.slot.startswith(SLOT_BY_HAND)


def _open_again(used: Used, amount: Money) -> Settlement:
    """Of what a payment had settled, as much as `amount` reaches and is open."""
    charges = _remaining_charges([row.charge_id for row in used.charges])
    instalments = dict(
        Instalment.objects.filter(id__in=[row.instalment_id for row in used.allocations]).values_list(
            "id", "remaining_minor"
        )
    )
    left = amount.minor
    charged, left = _share([(row.charge_id, row.amount_minor) for row in used.charges], charges, left)
    parts, left = _share(
        [(row.instalment_id, row.amount_minor) for row in used.allocations], instalments, left
    )
    currency = amount.currency
    return Settlement(
        tuple((id_, Money(minor, currency)) for id_, minor in parts.items()),
        tuple((id_, Money(minor, currency)) for id_, minor in charged.items()),
        Money(left, currency),
    )


def _share(
    wanted: Sequence[tuple[int, int]], open_minor: dict[int, int], left: int
) -> tuple[dict[int, int], int]:
    shares: dict[int, int] = {}
    for id_, minor in wanted:
        part = min(minor, open_minor[id_] - shares.get(id_, 0), left)
        if part > 0:
            shares[id_] = shares.get(id_, 0) + part
            left -= part
    return shares, left


def _remaining_charges(charge_ids: Sequence[int]) -> dict[int, int]:
    return dict(Charge.objects.filter(id__in=charge_ids).values_list("id", "remaining_minor"))


def _book(stands: Payment, settled: Settlement, name: str, dated: date) -> None:
    rows = Charge.objects.filter(id__in=[id_ for id_, _ in settled.charges]).select_related("invoice")
    names = {row.id: ChargeName(row.kind, row.invoice.number) for row in rows}
    sums = charge_sums(((id_, part.minor) for id_, part in settled.charges), names)
    account = ACCOUNTS[PaymentMethod(stands.method)] if is_by_hand(stands) else UNIDENTIFIED_RECEIPTS
    post(
        Booking(
            source=f"payment:{stands.id}",
            journal=Journal.SUNDRY if account == UNIDENTIFIED_RECEIPTS else Journal.BANK,
            happened_on=dated,
            document=stands.reference or f"R{stands.id}",
            label=f"Règlement rétabli {name}",
            entry=settled_payment(
                stands.client_id,
                account=account,
                principal=stands.amount_minor - sums.total,
                interest=sums.interest,
                indemnity=sums.indemnity,
                costs=sums.costs,
            ),
            currency=stands.currency,
        )
    )
