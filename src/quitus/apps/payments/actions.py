"""Take money in: divide it, book it, and let reminders look again, all in one transaction.

Locks are taken in the order of `payments/locks.py`. What is paid too much: `credit.py`; less to pay without
money: `reductions.py`; money for what was written off: `recoveries.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from quitus.apps.books.actions import Booking, post_all
from quitus.apps.books.actions import reverse as reverse_entry
from quitus.apps.books.models import Journal
from quitus.apps.charges.models import Charge
from quitus.apps.clients.models import Client
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.bulk import insert_all, new_ids
from quitus.apps.organisations.queries import books_currency
from quitus.apps.payments.facts import ChargeName, ChargeSums, OpenBook, open_book
from quitus.apps.payments.locks import lock_clients, lock_instalments
from quitus.apps.payments.models import Payment, PaymentMethod, Reduction, RefundPart
from quitus.apps.payments.recoveries import (
    Recovered,
    Surplus,
    lose_again,
    recover_losses,
    standing_recoveries,
)
from quitus.apps.payments.rows import (
    Settling,
    Used,
    insert_reversal,
    record_settlements,
    settle_amounts,
    used_of,
)
from quitus.apps.timeline.actions import Event, record_all
from quitus.domain.books.entries import UNIDENTIFIED_RECEIPTS, settled_payment
from quitus.domain.money import Money
from quitus.domain.payments.chosen_parts import allocate_as_said
from quitus.domain.payments.debts import (
    Settlement,
    as_known_on,
    settle_charges_with_the_rest,
    settle_debts,
)
from quitus.domain.refused import Refused
from quitus.domain.typed_days import check_days
from quitus.ports.clock import real_now

CHARGE_OF_CREDIT = "charge of credit:"  # + the allocation's id: how the books name a charge paid by credit


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money from a client, as the caller knows it.

    `slot` is the caller's key ("match:42"): the same money is counted once. `account` is where the books have
    the money now: on 471 when a bank line brought it, on 5112 or 53 for cheques and cash.
    `parts` (amount by instalment) when the division is already decided, {} for none; what they leave settles claimed
    charges. Else `chosen` instalments first, then the order of the law. What settles nothing stays the client's
    credit.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingBack:
    """How payments are taken back: on which day (today, if not given), and whether the bank did it, with more facts."""

    dated: date | None = None
    by_bank: bool = False
    facts: Mapping[str, object] = field(default_factory=dict)


BY_HAND = TakingBack()


def receive(receipt: Receipt, *, on: date, actor: str) -> Payment:
    """Record one payment; the one already there when its slot has been used."""
    return receive_all([receipt], on=on, actor=actor)[0]


def receive_all(receipts: Sequence[Receipt], *, on: date, actor: str) -> list[Payment]:
    """Record payments, one after the other, few statements however many there are; all of them or none.

    Refused: day_out_of_reach, payment_not_positive, currency_not_kept, payment_slot_taken, payment_slot_reversed,
    chosen_item_not_open, part_above_remaining, parts_above_payment.
    """
    names = locked_names(receipt.client_id for receipt in receipts)
    known = _already_received(receipts)
    fresh = list({receipt.slot: receipt for receipt in receipts if receipt.slot not in known}.values())
    if fresh:
        check_days(receipt.received_on for receipt in fresh)
        _refuse_other_currencies(fresh)
        lock_instalments(names)
        book = open_book(
            {receipt.client_id for receipt in fresh if receipt.parts is None},
            {instalment_id for receipt in fresh for instalment_id in receipt.parts or ()},
            charged={receipt.client_id for receipt in fresh},
        )
        settlements = [_divide(receipt, book) for receipt in fresh]
        payments = _insert(fresh)
        recorded = record_settlements(
            [
                Settling(payment.id, settlement, payment.received_on)
                for payment, settlement in zip(payments, settlements, strict=True)
            ],
            on,
        )
        received = [
            (payment, one.settlement) for payment, one in zip(payments, recorded.settled, strict=True)
        ]
        post_all(
            _booking(payment, receipt, settlement, book.charges, names)
            for (payment, settlement), receipt in zip(received, fresh, strict=True)
        )
        recovered = recover_losses([_surplus(*one) for one in received], names, on)
        events = [_received_event(*one, book, recovered, actor) for one in received]
        record_all([*events, *recorded.corrections, *recovered.corrections])
        known |= {payment.slot: payment for payment in payments}
    return [known[receipt.slot] for receipt in receipts]


def reverse(payment_id: int, *, on: date, actor: str, reason: str = "") -> Payment:
    """Take a payment back as if it had never come: what it settled is open again, the money lies where it was.

    The reversal already there when it was reversed before. Refused: payment_is_reversal, payment_refunded.
    """
    return reverse_all([payment_id], on=on, actor=actor, reason=reason)[0]


def reverse_all(
    payment_ids: Sequence[int], *, on: date, actor: str, reason: str = "", how: TakingBack = BY_HAND
) -> list[Payment]:
    """Take several payments back, all of them or none; their reversals in the order given."""
    payments = Payment.objects.in_bulk(payment_ids)
    if missing := set(payment_ids) - payments.keys():
        raise Payment.DoesNotExist(f"payments {sorted(missing)}")
    if any(payment.reverses_id is not None for payment in payments.values()):
        raise Refused("payment_is_reversal")
    names = locked_names(payment.client_id for payment in payments.values())
    done = {
        reversal.reverses_id: reversal for reversal in Payment.objects.filter(reverses_id__in=payment_ids)
    }
    standing = [payments[id_] for id_ in dict.fromkeys(payment_ids) if id_ not in done]
    day = how.dated or on
    if standing:
        _refuse_refunded(standing)
        used = used_of(standing)
        lock_instalments(names, also=[row.instalment_id for row in used.allocations])
        recovered = standing_recoveries(of=standing)
        for payment in standing:
            done[payment.id] = insert_reversal(payment, used.of(payment.id), day)
            _reverse_entries(payment, used.of(payment.id), names[payment.client_id], day)
        corrections = _reopen(used, lose_again(recovered, names, day), on)
        events = _reversed_events(standing, used, recovered, on=day, actor=actor, reason=reason, how=how)
        record_all([*events, *corrections])
    return [done[id_] for id_ in payment_ids]


def locked_names(client_ids: Iterable[int]) -> dict[int, str]:
    """One transaction at a time counts a client's money; raises Client.DoesNotExist."""
    ids = set(client_ids)
    names = lock_clients(ids)
    if missing := ids - names.keys():
        raise Client.DoesNotExist(f"clients {sorted(missing)}")
    return names


def charge_sums(settled: Iterable[tuple[int, int]], charges: Mapping[int, ChargeName]) -> ChargeSums:
    """What is settled of each kind of charge; minor units by charge."""
    sums = ChargeSums()
    for charge_id, minor in settled:
        sums.add(charges[charge_id].kind, minor)
    return sums


def charge_facts(
    settled: Iterable[tuple[int, int]], charges: Mapping[int, ChargeName]
) -> dict[str, list[dict[str, object]]]:
    """The charges that are settled, minor units by charge, as the timeline keeps them; nothing where none is."""
    facts = [
        {"kind": charges[id_].kind, "number": charges[id_].number, "amount_minor": minor}
        for id_, minor in settled
    ]
    return {"charges": facts} if facts else {}


def _refuse_refunded(payments: Sequence[Payment]) -> None:
    """What was paid back cannot also be taken back: the refund is reversed first."""
    left: dict[int, int] = defaultdict(int)
    for payment_id, minor in RefundPart.objects.filter(payment__in=payments).values_list(
        "payment_id", "amount_minor"
    ):
        left[payment_id] += minor
    if any(left.values()):
        raise Refused("payment_refunded")


def _reverse_entries(payment: Payment, used: Used, name: str, on: date) -> None:
    """The payment's own entry, and those of charges that its credit paid later."""
    label = f"Annulation règlement {name}"
    reverse_entry(f"payment:{payment.id}", happened_on=on, label=label)
    for row in used.charges:
        if row.from_credit:
            reverse_entry(f"{CHARGE_OF_CREDIT}{row.id}", happened_on=on, label=label)


def _reopen(used: Used, lost_again: Mapping[int, int], on: date) -> list[Event]:
    """What was settled is open again; what had been written off before is written off again."""
    reopened = defaultdict(int, lost_again)
    for allocation in used.allocations:
        reopened[allocation.instalment_id] -= allocation.amount_minor
    charged: dict[int, int] = defaultdict(int)
    for row in used.charges:
        charged[row.charge_id] -= row.amount_minor
    return settle_amounts(reopened, charged, on)


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


def _divide(receipt: Receipt, book: OpenBook) -> Settlement:
    client_id = receipt.client_id
    debts = as_known_on(book.of(client_id), receipt.received_on)
    if receipt.parts is None:
        settlement = settle_debts(receipt.amount, debts, book.order_of(client_id), receipt.chosen)
    else:
        division = allocate_as_said(receipt.amount, book.principal_of(client_id), receipt.parts)
        settlement = settle_charges_with_the_rest(division, debts)
    book.take(client_id, settlement)
    return settlement


def _insert(receipts: Sequence[Receipt]) -> list[Payment]:
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
    return payments


def _reversed_events(
    payments: Sequence[Payment],
    used: Used,
    recovered: Sequence[Reduction],
    *,
    on: date,
    actor: str,
    reason: str,
    how: TakingBack,
) -> list[Event]:
    named = Instalment.objects.filter(id__in={row.instalment_id for row in used.allocations})
    numbers = dict(named.values_list("id", "invoice__number"))
    charged = Charge.objects.filter(id__in={row.charge_id for row in used.charges}).select_related("invoice")
    charges = {row.id: ChargeName(row.kind, row.invoice.number) for row in charged}
    events = []
    for payment in payments:
        own = used.of(payment.id)
        reopened: dict[int, int] = defaultdict(int)
        for row in own.allocations:
            reopened[row.instalment_id] += row.amount_minor
        for part in (part for one in recovered if one.payment_id == payment.id for part in one.parts.all()):
            reopened[part.instalment_id] += part.amount_minor
        facts = {
            "payment": payment.id,
            "amount_minor": payment.amount_minor,
            "currency": payment.currency,
            "reason": reason,
            "reopened": [
                {"number": numbers[id_], "amount_minor": minor} for id_, minor in reopened.items() if minor
            ],
            **charge_facts(((row.charge_id, row.amount_minor) for row in own.charges), charges),
            **how.facts,
        }
        events.append(
            Event(
                "payment_returned" if how.by_bank else "payment_reversed", on, actor, payment.client_id, facts
            )
        )
    return events


def _booking(
    payment: Payment,
    receipt: Receipt,
    settlement: Settlement,
    charges: Mapping[int, ChargeName],
    names: Mapping[int, str],
) -> Booking:
    sums = charge_sums(((id_, part.minor) for id_, part in settlement.charges), charges)
    waited = receipt.account == UNIDENTIFIED_RECEIPTS
    return Booking(
        source=f"payment:{payment.id}",
        journal=Journal.SUNDRY if waited else Journal.BANK,
        happened_on=payment.received_on,
        document=payment.reference or f"R{payment.id}",
        label=f"Règlement {names[payment.client_id]}",  # books are kept in French (C. com. L123-22)
        entry=settled_payment(
            payment.client_id,
            account=receipt.account,
            principal=payment.amount_minor - sums.total,
            interest=sums.interest,
            indemnity=sums.indemnity,
            costs=sums.costs,
        ),
        currency=payment.currency,
    )


def _surplus(payment: Payment, settlement: Settlement) -> Surplus:
    received_on = payment.received_on
    return Surplus(payment.id, payment.client_id, received_on, settlement.left_over, received_on)


def _received_event(
    payment: Payment, settlement: Settlement, book: OpenBook, recovered: Recovered, actor: str
) -> Event:
    facts = {
        "payment": payment.id,
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "method": payment.method,
        "settles": [
            {"number": book.numbers[id_], "amount_minor": part.minor} for id_, part in settlement.parts
        ],
        **charge_facts(((id_, part.minor) for id_, part in settlement.charges), book.charges),
        **recovered.told(payment.id),
        "left_over_minor": settlement.left_over.minor - recovered.minor.get(payment.id, 0),
    }
    return Event("payment_received", payment.received_on, actor, payment.client_id, facts)
