"""Take money in: divide it, book it, and let reminders look again, all in one transaction.

Locks are taken in the order of `payments/locks.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quitus.apps.books.actions import Booking, post_all
from quitus.apps.books.actions import reverse as reverse_entry
from quitus.apps.books.models import Journal
from quitus.apps.clients.models import Client
from quitus.apps.invoicing.actions import settle
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.bulk import insert_all, new_ids
from quitus.apps.organisations.queries import books_currency
from quitus.apps.payments.facts import OpenBook, credits_left, open_book
from quitus.apps.payments.locks import lock_clients, lock_instalments
from quitus.apps.payments.models import Allocation, Payment, PaymentMethod
from quitus.apps.payments.watchers import tell_amounts_changed
from quitus.apps.timeline.actions import Event, record, record_all
from quitus.domain.books.entries import UNIDENTIFIED_RECEIPTS, direct_payment, identified_payment
from quitus.domain.money import Money
from quitus.domain.payments.allocation import Allocation as Division
from quitus.domain.payments.allocation import allocate
from quitus.domain.payments.chosen_parts import allocate_as_said
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money from a client, as the caller knows it.

    `slot` is the caller's key ("match:42"): the same money is counted once. `account` is where the books have
    the money now: on 471 when a bank line brought it, on 5112 or 53 for cheques and cash.
    `parts` (amount by instalment) when the division is already decided, {} for none; else `chosen`
    instalments first, then the order of the law. What settles nothing stays the client's credit.
    """

    slot: str
    client_id: int
    amount: Money
    received_on: date
    method: PaymentMethod
    account: str = UNIDENTIFIED_RECEIPTS
    reference: str = ""
    parts: Mapping[int, Money] | None = None
    chosen: tuple[int, ...] = ()


def receive(receipt: Receipt, *, on: date, actor: str) -> Payment:
    """Record one payment; the one already there when its slot has been used."""
    return receive_all([receipt], on=on, actor=actor)[0]


def receive_all(receipts: Sequence[Receipt], *, on: date, actor: str) -> list[Payment]:
    """Record payments, one after the other, few statements however many there are; all of them or none.

    Refused: payment_not_positive, currency_not_kept, payment_slot_taken, payment_slot_reversed,
    chosen_item_not_open, part_above_remaining, parts_above_payment.
    """
    names = _locked_names(receipt.client_id for receipt in receipts)
    known = _already_received(receipts)
    fresh = list({receipt.slot: receipt for receipt in receipts if receipt.slot not in known}.values())
    if fresh:
        _refuse_other_currencies(fresh)
        lock_instalments(names)
        book = open_book(
            {receipt.client_id for receipt in fresh if receipt.parts is None},
            {instalment_id for receipt in fresh for instalment_id in receipt.parts or ()},
        )
        divisions = [_divide(receipt, book) for receipt in fresh]
        payments = _insert(fresh, divisions)
        _settle(_by_instalment(divisions), on)
        post_all(_booking(payment, receipt, names) for payment, receipt in zip(payments, fresh, strict=True))
        record_all(
            _received_event(payment, division, book.numbers, actor)
            for payment, division in zip(payments, divisions, strict=True)
        )
        known |= {payment.slot: payment for payment in payments}
    return [known[receipt.slot] for receipt in receipts]


def reverse(payment_id: int, *, on: date, actor: str, reason: str = "") -> Payment:
    """Take a payment back as if it had never come: what it settled is open again, the money lies where it was.

    The reversal already there when it was reversed before. Refused: payment_is_reversal.
    """
    return reverse_all([payment_id], on=on, actor=actor, reason=reason)[0]


def reverse_all(payment_ids: Sequence[int], *, on: date, actor: str, reason: str = "") -> list[Payment]:
    """Take several payments back, all of them or none; their reversals in the order given."""
    payments = Payment.objects.in_bulk(payment_ids)
    if missing := set(payment_ids) - payments.keys():
        raise Payment.DoesNotExist(f"payments {sorted(missing)}")
    if any(payment.reverses_id is not None for payment in payments.values()):
        raise Refused("payment_is_reversal")
    names = _locked_names(payment.client_id for payment in payments.values())
    done = {
        reversal.reverses_id: reversal for reversal in Payment.objects.filter(reverses_id__in=payment_ids)
    }
    standing = [payments[id_] for id_ in dict.fromkeys(payment_ids) if id_ not in done]
    if standing:
        settled = list(Allocation.objects.filter(payment__in=standing).order_by("instalment_id", "id"))
        lock_instalments(names, also=[allocation.instalment_id for allocation in settled])
        for payment in standing:
            parts = [allocation for allocation in settled if allocation.payment_id == payment.id]
            done[payment.id] = _insert_reversal(payment, parts, on)
            label = f"Annulation règlement {names[payment.client_id]}"
            reverse_entry(f"payment:{payment.id}", happened_on=on, label=label)
        reopened: dict[int, int] = defaultdict(int)
        for allocation in settled:
            reopened[allocation.instalment_id] -= allocation.amount_minor
        _settle(reopened, on)
        record_all(_reversed_events(standing, settled, on=on, actor=actor, reason=reason))
    return [done[id_] for id_ in payment_ids]


def allocate_credit(client_id: int, *, on: date, actor: str, chosen: tuple[int, ...] = ()) -> Money:
    """Let what a client has paid too much settle what it owes, the oldest payment first; how much did.

    Refused: chosen_item_not_open.
    """
    _locked_names([client_id])
    lock_instalments([client_id])
    book = open_book([client_id])
    divided: list[tuple[int, Division, date]] = []
    for payment_id, left_over in credits_left(client_id):
        still_chosen = tuple(id_ for id_ in chosen if not divided or id_ in book.items[client_id])
        division = allocate(left_over, book.of(client_id), still_chosen)
        book.take(client_id, division)
        divided.append((payment_id, division, on))
    _insert_allocations(divided)
    settled = _by_instalment(division for _, division, _ in divided)
    used = Money(sum(settled.values()), books_currency())
    if used:
        _settle(settled, on)
        facts = {
            "amount_minor": used.minor,
            "currency": used.currency,
            "settles": [
                {"number": book.numbers[id_], "amount_minor": minor} for id_, minor in settled.items()
            ],
        }
        record(Event("credit_allocated", on, actor, client_id, facts))
    return used


def _locked_names(client_ids: Iterable[int]) -> dict[int, str]:
    """One transaction at a time counts a client's money; raises Client.DoesNotExist."""
    ids = set(client_ids)
    names = lock_clients(ids)
    if missing := ids - names.keys():
        raise Client.DoesNotExist(f"clients {sorted(missing)}")
    return names


def _settle(paid: Mapping[int, int], on: date) -> None:
    """Take it off what remains, and tell whoever rests on what remained."""
    settle(paid, on)
    tell_amounts_changed(paid, on)


def _already_received(receipts: Sequence[Receipt]) -> dict[str, Payment]:
    """The payments that these slots already stand for; a slot never means two different things."""
    found = Payment.objects.filter(slot__in=[receipt.slot for receipt in receipts])
    known = {payment.slot: payment for payment in found.prefetch_related("reversals")}
    for receipt in receipts:
        payment = known.get(receipt.slot)
        if payment is None:
            continue
        same = (payment.client_id, payment.amount_minor, payment.currency)
        if same != (receipt.client_id, receipt.amount.minor, receipt.amount.currency):
            raise Refused("payment_slot_taken", slot=receipt.slot)
        if payment.reversals.all():
            raise Refused("payment_slot_reversed", slot=receipt.slot)
    return known


def _refuse_other_currencies(receipts: Iterable[Receipt]) -> None:
    kept = books_currency()
    for receipt in receipts:
        if receipt.amount.currency != kept:
            raise Refused("currency_not_kept", currency=receipt.amount.currency, kept=kept)


def _divide(receipt: Receipt, book: OpenBook) -> Division:
    items = book.of(receipt.client_id)
    if receipt.parts is None:
        division = allocate(receipt.amount, items, receipt.chosen)
    else:
        division = allocate_as_said(receipt.amount, items, receipt.parts)
    book.take(receipt.client_id, division)
    return division


def _insert(receipts: Sequence[Receipt], divisions: Sequence[Division]) -> list[Payment]:
    now = real_now()
    payments = [
        Payment(
            id=payment_id,
            client_id=receipt.client_id,
            received_on=receipt.received_on,
            recorded_at=now,
            amount_minor=receipt.amount.minor,
            currency=receipt.amount.currency,
            method=PaymentMethod(receipt.method).value,
            reference=receipt.reference,
            slot=receipt.slot,
        )
        for payment_id, receipt in zip(new_ids(Payment, len(receipts)), receipts, strict=True)
    ]
    told = ("id", "client_id", "received_on", "amount_minor", "currency", "method", "reference", "slot")
    columns: dict[str, list[object]] = {
        name: [getattr(payment, name) for payment in payments] for name in told
    }
    insert_all(Payment, columns, recorded_at=now)
    _insert_allocations(
        (payment.id, division, payment.received_on)
        for payment, division in zip(payments, divisions, strict=True)
    )
    return payments


def _insert_allocations(divided: Iterable[tuple[int, Division, date]]) -> None:
    parts = [
        (payment, on, id_, part.minor) for payment, division, on in divided for id_, part in division.parts
    ]
    columns: dict[str, list[object]] = {
        "payment_id": [payment_id for payment_id, _, _, _ in parts],
        "allocated_on": [on for _, on, _, _ in parts],
        "instalment_id": [instalment_id for _, _, instalment_id, _ in parts],
        "amount_minor": [minor for _, _, _, minor in parts],
    }
    insert_all(Allocation, columns, recorded_at=real_now())


def _insert_reversal(payment: Payment, settled: Iterable[Allocation], on: date) -> Payment:
    now = real_now()
    reversal = Payment.objects.create(
        client_id=payment.client_id,
        received_on=on,
        recorded_at=now,
        amount_minor=-payment.amount_minor,
        currency=payment.currency,
        method=payment.method,
        reference=payment.reference,
        slot=f"reversal of {payment.id}",
        reverses=payment,
    )
    Allocation.objects.bulk_create(
        Allocation(
            payment=reversal,
            instalment_id=allocation.instalment_id,
            amount_minor=-allocation.amount_minor,
            allocated_on=on,
            recorded_at=now,
            reverses=allocation,
        )
        for allocation in settled
    )
    return reversal


def _reversed_events(
    payments: Sequence[Payment], settled: Sequence[Allocation], *, on: date, actor: str, reason: str
) -> list[Event]:
    named = Instalment.objects.filter(id__in={allocation.instalment_id for allocation in settled})
    numbers = dict(named.values_list("id", "invoice__number"))
    reopened: dict[int, dict[int, int]] = {payment.id: defaultdict(int) for payment in payments}
    for allocation in settled:
        reopened[allocation.payment_id][allocation.instalment_id] += allocation.amount_minor
    return [
        Event(
            "payment_reversed",
            on,
            actor,
            payment.client_id,
            {
                "payment": payment.id,
                "amount_minor": payment.amount_minor,
                "currency": payment.currency,
                "reason": reason,
                "reopened": [
                    {"number": numbers[id_], "amount_minor": minor}
                    for id_, minor in reopened[payment.id].items()
                ],
            },
        )
        for payment in payments
    ]


def _by_instalment(divisions: Iterable[Division]) -> dict[int, int]:
    settled: dict[int, int] = defaultdict(int)
    for division in divisions:
        for instalment_id, amount in division.parts:
            settled[instalment_id] += amount.minor
    return settled


def _booking(payment: Payment, receipt: Receipt, names: Mapping[int, str]) -> Booking:
    if receipt.account == UNIDENTIFIED_RECEIPTS:
        journal, entry = Journal.SUNDRY, identified_payment(payment.client_id, payment.amount_minor)
    else:
        journal = Journal.BANK
        entry = direct_payment(payment.client_id, payment.amount_minor, receipt.account)
    return Booking(
        source=f"payment:{payment.id}",
        journal=journal,
        happened_on=payment.received_on,
        document=payment.reference or f"R{payment.id}",
        label=f"Règlement {names[payment.client_id]}",  # books are kept in French (C. com. L123-22)
        entry=entry,
        currency=payment.currency,
    )


def _received_event(payment: Payment, division: Division, numbers: Mapping[int, str], actor: str) -> Event:
    facts = {
        "payment": payment.id,
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "method": payment.method,
        "settles": [{"number": numbers[id_], "amount_minor": part.minor} for id_, part in division.parts],
        "left_over_minor": division.left_over.minor,
    }
    return Event("payment_received", payment.received_on, actor, payment.client_id, facts)
