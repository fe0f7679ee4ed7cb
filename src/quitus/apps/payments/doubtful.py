"""Claims that will hardly be paid: moved from 411 to 416, perhaps impaired (PCG 2025; `domain/france.md` §9, row 7).

What moves again is doubtful no longer: a payment, a credit note or a write-off first takes the claim back to 411.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quitus.apps.books.actions import Booking, post_all
from quitus.apps.books.actions import reverse as reverse_entry
from quitus.apps.books.models import Journal
from quitus.apps.invoicing.models import Instalment
from quitus.apps.invoicing.vat import vat_of
from quitus.apps.organisations.queries import books_currency
from quitus.apps.payments.locks import lock_clients, lock_instalments
from quitus.apps.payments.models import DoubtfulClaim
from quitus.apps.timeline.actions import Event, record
from quitus.domain.books.entries import Entry, doubtful_claim, impairment, impairment_reversal
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now


def mark_doubtful(
    instalment_id: int, impaired: Money | None, reason: str, *, client_id: int, on: date, actor: str
) -> DoubtfulClaim:
    """Call what is left of an instalment doubtful, and `impaired` of it lost for now; the one already there.

    `impaired` is of the amount without VAT: 50 % of 1,000.00 are 500.00. Refused: instalment_not_of_client,
    instalment_not_open, doubtful_without_reason, impairment_above_claim.
    """
    names = lock_clients([client_id])
    lock_instalments((), also=[instalment_id])
    instalment = Instalment.objects.select_related("invoice").filter(id=instalment_id).first()
    if instalment is None or instalment.client_id != client_id:
        raise Refused("instalment_not_of_client", instalment=instalment_id)
    if known := DoubtfulClaim.objects.filter(instalment=instalment, cleared_on=None).first():
        return known
    amount = Money(instalment.remaining_minor, instalment.currency)
    lost = impaired or Money(0, amount.currency)
    if not amount:
        raise Refused("instalment_not_open", number=instalment.invoice.number)
    if not reason.strip():
        raise Refused("doubtful_without_reason")
    most = _net_of(instalment)
    if not 0 <= lost.minor <= most.minor:
        raise Refused("impairment_above_claim", amount=most)
    claim = DoubtfulClaim.objects.create(
        client_id=client_id,
        instalment=instalment,
        amount_minor=amount.minor,
        impairment_minor=lost.minor,
        reason=reason.strip()[:300],
        marked_on=on,
        marked_by=actor[:80],
        recorded_at=real_now(),
    )
    number = instalment.invoice.number
    name = names[client_id]
    entry, label = doubtful_claim(client_id, amount.minor), f"Créance douteuse {name}"
    bookings = [_booking(claim, "doubtful", entry, label=label, number=number, on=on)]
    if lost:
        entry, label = impairment(lost.minor), f"Dépréciation {name}"
        bookings.append(_booking(claim, "impairment", entry, label=label, number=number, on=on))
    post_all(bookings)
    record(Event("claim_doubtful", on, actor, client_id, _told(claim, number)))
    return claim


def clear_doubtful(days: Mapping[int, date]) -> int:
    """Take doubtful claims back to 411, with their impairment; how many. The caller holds the locks.

    `days`: when each instalment moved. A payment of 20 December that is noted in January clears its claim on
    20 December: the balance sheet of the 31st knows it; where that day is closed, on the first open one. The
    impairment ends as income on 78174 (row 8b), it does not undo its own charge.
    """
    claims = list(DoubtfulClaim.objects.filter(instalment_id__in=list(days), cleared_on=None).order_by("id"))
    for claim in claims:
        claim.cleared_on = max(days[claim.instalment_id], claim.marked_on)
        claim.save(update_fields=["cleared_on"])
        source = f"doubtful:{claim.id}"
        reverse_entry(source, happened_on=claim.cleared_on, label="Reprise créance douteuse")
    numbers = dict(Instalment.objects.filter(id__in=list(days)).values_list("id", "invoice__number"))
    post_all(
        _booking(
            claim,
            "impairment reversal",
            impairment_reversal(claim.impairment_minor),
            label="Reprise dépréciation",
            number=numbers[claim.instalment_id],
            on=max(days[claim.instalment_id], claim.marked_on),
        )
        for claim in claims
        if claim.impairment_minor
    )
    return len(claims)


def take_back_doubtful(instalment_id: int, *, client_id: int, on: date, actor: str) -> bool:
    """A person says that a claim is good again; whether it was doubtful."""
    lock_clients([client_id])
    lock_instalments((), also=[instalment_id])
    claim = DoubtfulClaim.objects.filter(
        instalment_id=instalment_id, client_id=client_id, cleared_on=None
    ).first()
    if claim is None:
        return False
    clear_doubtful({instalment_id: on})
    record(Event("claim_good_again", on, actor, client_id, _told(claim, claim.instalment.invoice.number)))
    return True


def _net_of(instalment: Instalment) -> Money:
    """What is left without its VAT, as far as the invoice said it: an impairment is of the net amount."""
    remaining = Money(instalment.remaining_minor, instalment.currency)
    lines = vat_of([instalment.invoice_id]).get(instalment.invoice_id, ())
    vat = sum(line.vat.minor for line in lines)
    return remaining - remaining.times(Decimal(vat) / instalment.invoice.total_minor)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What stands on 416 of an instalment."""

    instalment_id: int
    amount: Money
    impairment: Money
    reason: str
    marked_on: date


def doubtful_claims_of(invoice_id: int) -> list[Doubtful]:
    """The doubtful claims of an invoice that stand."""
    rows = DoubtfulClaim.objects.filter(instalment__invoice_id=invoice_id, cleared_on=None)
    return [
        Doubtful(
            row.instalment_id,
            Money(row.amount_minor, row.instalment.currency),
            Money(row.impairment_minor, row.instalment.currency),
            row.reason,
            row.marked_on,
        )
        for row in rows.select_related("instalment").order_by("id")
    ]


def _booking(claim: DoubtfulClaim, what: str, entry: Entry, *, label: str, number: str, on: date) -> Booking:
    return Booking(
        source=f"{what}:{claim.id}",
        journal=Journal.SUNDRY,
        happened_on=on,
        document=number,
        label=label,
        entry=entry,
        currency=books_currency(),
    )


def _told(claim: DoubtfulClaim, number: str) -> dict[str, object]:
    return {
        "number": number,
        "amount_minor": claim.amount_minor,
        "impairment_minor": claim.impairment_minor,
        "currency": claim.instalment.currency,
        "reason": claim.reason,
    }
