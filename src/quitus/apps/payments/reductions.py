"""Less to pay though no money came: credit note, discount, set-off, rounding, write-off.

Locks are taken in the order of `payments/locks.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quitus.apps.books.actions import Booking, post
from quitus.apps.books.actions import reverse as reverse_entry
from quitus.apps.books.head import first_open_day
from quitus.apps.books.models import Journal
from quitus.apps.books.years import financial_year_of
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.queries import books_currency
from quitus.apps.payments.actions import locked_names
from quitus.apps.payments.facts import open_book
from quitus.apps.payments.locks import lock_instalments
from quitus.apps.payments.models import Reduction, ReductionKind, ReductionPart
from quitus.apps.payments.recoveries import lose_again, standing_recoveries
from quitus.apps.payments.rows import settle_amounts
from quitus.apps.payments.vat_history import most_vat_within
from quitus.apps.timeline.actions import Event, record_all
from quitus.domain.books import entries
from quitus.domain.books.entries import Entry
from quitus.domain.books.vat_on_collection import share_out
from quitus.domain.charges.late_terms import DiscountVat
from quitus.domain.money import Money
from quitus.domain.payments.chosen_parts import allocate_as_said
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

LARGEST_ROUNDING = 100  # minor units: what is larger is no rounding difference
LABELS = {
    ReductionKind.CREDIT_NOTE: "Avoir",
    ReductionKind.DISCOUNT: "Escompte",
    ReductionKind.SET_OFF: "Compensation",
    ReductionKind.ROUNDING: "Différence de règlement",
    ReductionKind.WRITE_OFF: "Créance irrécouvrable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReduction:
    """A reduction to record. `parts`: amount by instalment, VAT included; `vat` the VAT within their sum, `rate` where
    it is of one rate alone.

    `document` is the credit note's number, or the paper that shows the set-off.
    """

    kind: ReductionKind
    client_id: int
    parts: Mapping[int, Money]
    happened_on: date
    slot: str
    vat: Money | None = None
    rate: Decimal | None = None
    document: str = ""
    reason: str = ""
    discount_vat: DiscountVat = DiscountVat.CREDIT_NOTE


def reduce(new: NewReduction, *, on: date, actor: str) -> Reduction:
    """Record one reduction; the one already there when its slot has been used.

    Refused: reduction_empty, reduction_in_the_future, reduction_before_invoice, reduction_vat_wrong,
    reduction_vat_above_invoice, rounding_too_large, credit_note_number_missing, payment_slot_taken,
    reduction_key_taken_back, currency_not_kept, instalment_not_of_client, part_above_remaining.
    """
    names = locked_names([new.client_id])
    if known := Reduction.objects.filter(slot=new.slot).first():
        return _the_same(known, new)
    amount = _checked(new, on)
    lock_instalments(names, also=new.parts)
    issued = _issued(new)
    _refuse_more_vat(new)
    book = open_book((), new.parts)
    allocate_as_said(amount, book.principal_of(new.client_id), new.parts)
    vat = new.vat.minor if new.vat else 0
    row = Reduction.objects.create(
        client_id=new.client_id,
        kind=new.kind.value,
        happened_on=new.happened_on,
        recorded_at=real_now(),
        amount_minor=amount.minor,
        vat_minor=vat,
        rate=new.rate,
        currency=amount.currency,
        document=new.document[:60],
        reason=new.reason[:300],
        slot=new.slot,
    )
    minor = {instalment_id: part.minor for instalment_id, part in new.parts.items()}
    ReductionPart.objects.bulk_create(
        ReductionPart(reduction=row, instalment_id=id_, amount_minor=part) for id_, part in minor.items()
    )
    corrections = settle_amounts(minor, {}, on, days=dict.fromkeys(minor, new.happened_on))
    numbers = sorted({book.numbers[id_] for id_ in minor})
    post(
        Booking(
            source=f"reduction:{row.id}",
            journal=Journal.SALES if new.kind is ReductionKind.CREDIT_NOTE else Journal.SUNDRY,
            happened_on=new.happened_on,
            document=new.document or numbers[0],
            label=f"{LABELS[new.kind]} {names[new.client_id]}",
            entry=_entry(new, amount.minor, vat, issued),
            currency=amount.currency,
        )
    )
    record_all([_event("debt_reduced", row, numbers, on=on, actor=actor), *corrections])
    return row


def take_back_reduction(reduction_id: int, *, on: date, actor: str, reason: str = "") -> Reduction:
    """A reduction recorded by mistake: what it took off is owed again. Once; raises Reduction.DoesNotExist.

    What was paid of a write-off after all then pays the claim itself, and is income no more.
    """
    row = Reduction.objects.get(id=reduction_id, reverses=None, recovers=None)
    names = locked_names([row.client_id])
    if done := Reduction.objects.filter(reverses=row).first():
        return done
    parts = list(row.parts.order_by("instalment_id"))
    lock_instalments(names, also=[part.instalment_id for part in parts])
    owed = lose_again(standing_recoveries(lost=[row]), names, on)
    reversal = Reduction.objects.create(
        client_id=row.client_id,
        kind=row.kind,
        happened_on=on,
        recorded_at=real_now(),
        amount_minor=-row.amount_minor,
        vat_minor=-row.vat_minor,
        currency=row.currency,
        document=row.document,
        reason=reason[:300],
        slot=f"reversal of {row.id}",
        reverses=row,
    )
    ReductionPart.objects.bulk_create(
        ReductionPart(reduction=reversal, instalment_id=part.instalment_id, amount_minor=-part.amount_minor)
        for part in parts
    )
    owed |= {part.instalment_id: owed.get(part.instalment_id, 0) - part.amount_minor for part in parts}
    corrections = settle_amounts(owed, {}, on)
    label = f"Annulation {LABELS[ReductionKind(row.kind)].lower()} {names[row.client_id]}"
    reverse_entry(f"reduction:{row.id}", happened_on=on, label=label)
    of_parts = Instalment.objects.filter(id__in=[part.instalment_id for part in parts])
    numbers = sorted(set(of_parts.values_list("invoice__number", flat=True)))
    record_all([_event("reduction_reversed", row, numbers, on=on, actor=actor), *corrections])
    return reversal


def _the_same(known: Reduction, new: NewReduction) -> Reduction:
    """The one recorded under this key; a key never means two things. Pressed twice, nothing may be open any more."""
    amount = sum(part.minor for part in new.parts.values()) or known.amount_minor
    if (known.client_id, known.kind, known.amount_minor) != (new.client_id, new.kind, amount):
        raise Refused("payment_slot_taken", slot=new.slot)
    if known.reversals.exists():
        raise Refused("reduction_key_taken_back")
    return known


def _checked(new: NewReduction, on: date) -> Money:
    """The whole amount, once everything about it is possible."""
    kept = books_currency()
    for part in new.parts.values():
        if part.currency != kept:
            raise Refused("currency_not_kept", currency=part.currency, kept=kept)
    amount = Money(sum(part.minor for part in new.parts.values()), kept)
    if amount.minor <= 0 or any(part.minor <= 0 for part in new.parts.values()):
        raise Refused("reduction_empty")
    if new.happened_on > on:
        raise Refused("reduction_in_the_future", day=new.happened_on)
    vat = new.vat or Money(0, kept)
    if not 0 <= vat.minor < amount.minor:
        raise Refused("reduction_vat_wrong", vat=vat, amount=amount)
    if new.kind is ReductionKind.ROUNDING and amount.minor > LARGEST_ROUNDING:
        raise Refused("rounding_too_large", amount=amount, most=Money(LARGEST_ROUNDING, kept))
    if new.kind is ReductionKind.CREDIT_NOTE and not new.document.strip():
        raise Refused("credit_note_number_missing")
    return amount


def _issued(new: NewReduction) -> dict[int, date]:
    """The day of each instalment's invoice: only instalments of the client named, on or after that day."""
    rows = Instalment.objects.filter(id__in=list(new.parts), client_id=new.client_id)
    issued = dict(rows.values_list("id", "invoice__issued_on"))
    if missing := sorted(set(new.parts) - issued.keys()):
        raise Refused("instalment_not_of_client", instalment=missing[0])
    if new.happened_on < max(issued.values()):
        raise Refused("reduction_before_invoice", day=new.happened_on, issued=max(issued.values()))
    return issued


def _refuse_more_vat(new: NewReduction) -> None:
    """What comes back of VAT was invoiced first (CGI 272-1): no more than what is left of it in this part."""
    if new.vat and new.vat.minor > (most := most_vat_within(new.parts)).minor:
        raise Refused("reduction_vat_above_invoice", vat=new.vat, most=most)


def _entry(new: NewReduction, amount: int, vat: int, issued: Mapping[int, date]) -> Entry:
    """The accounts that each kind moves (PCG 2025; `domain/books/entries.py`)."""
    client_id, net = new.client_id, amount - vat
    match new.kind:
        case ReductionKind.CREDIT_NOTE:
            return entries.credit_note(client_id, net=net, vat=vat)
        case ReductionKind.DISCOUNT:
            net_of_tax = new.discount_vat is DiscountVat.NET_OF_TAX
            return entries.discount(
                client_id, net=amount if net_of_tax else net, vat=0 if net_of_tax else vat
            )
        case ReductionKind.SET_OFF:
            return entries.set_off(client_id, amount)
        case ReductionKind.ROUNDING:
            return entries.rounding_difference(client_id, amount)
        case ReductionKind.WRITE_OFF:
            prior = _of_earlier_years(new, net, issued)
            return entries.write_off(client_id, net=net - prior, prior=prior, vat=vat)


def _of_earlier_years(new: NewReduction, net: int, issued: Mapping[int, date]) -> int:
    """What of a loss is of claims born before the financial year into which it is booked (PCG 6544, not 6541).

    A claim is born with its invoice, also one that was called doubtful since.
    """
    booked_on = max(new.happened_on, first_open_day() or new.happened_on)
    year = financial_year_of(booked_on)
    parts = list(new.parts.items())
    shares = share_out(net, [part.minor for _, part in parts])
    return sum(share for share, (id_, _) in zip(shares, parts, strict=True) if issued[id_] < year.first)


def _event(kind: str, row: Reduction, numbers: list[str], *, on: date, actor: str) -> Event:
    facts = {
        "reduction": row.id,
        "kind": row.kind,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "document": row.document,
        "reason": row.reason,
        "numbers": numbers,
    }
    return Event(kind, on, actor, row.client_id, facts)
