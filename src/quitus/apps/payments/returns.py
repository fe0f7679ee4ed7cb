"""What the bank takes back of a payment: a refused debit, a bounced cheque, a transfer that was recalled.

The payment is reversed like any other; what stayed of it stands as a payment of its own. What the code of the reason
asks for is kept until a person has done it, and some codes let the client's reminders rest until a person ends that:
reminders read it here. Locks are taken in the order of `payments/locks.py`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from quitus.apps.books.actions import Booking, post
from quitus.apps.books.actions import reverse as reverse_entry
from quitus.apps.books.models import Journal
from quitus.apps.invoicing.actions import client_facts_changed
from quitus.apps.payments.actions import TakingBack, locked_names, reverse_all
from quitus.apps.payments.locks import lock_instalments
from quitus.apps.payments.models import Payment, PaymentMethod, PaymentReturn
from quitus.apps.payments.putting_back import put_back
from quitus.apps.payments.rows import used_of
from quitus.apps.timeline.actions import Event, record, record_all
from quitus.domain.books.entries import UNIDENTIFIED_RECEIPTS, bank_fee
from quitus.domain.money import Money
from quitus.domain.payments.return_reasons import return_reason
from quitus.domain.refused import Refused
from quitus.domain.typed_days import check_days
from quitus.ports.clock import real_now

LONGEST_REASON = 200
LONGEST_CODE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What a person, or a bank line, says went back. `slot`: the caller's key; `amount` None: the whole payment.

    `fee`: what the bank asks for it, on top. `code` and `reason`: why, as the bank says it.
    """

    slot: str
    payment_id: int
    returned_on: date
    amount: Money | None = None
    fee: Money | None = None
    code: str = ""
    reason: str = ""


def return_payment(back: Return, *, on: date, actor: str, client_id: int | None = None) -> PaymentReturn:
    """Take back what the bank took back: what it settled is open again from the bank's day; the same slot once.

    Refused: payment_is_reversal, payment_refunded, payment_slot_taken, payment_slot_reversed, payment_returned,
    payment_taken_back, return_of_cash, return_in_the_future, return_before_payment, return_amount_wrong,
    return_fee_wrong. Raises Payment.DoesNotExist, also for one of another client.
    """
    found = Payment.objects.filter(id=back.payment_id)
    payment = (found if client_id is None else found.filter(client_id=client_id)).get()
    names = locked_names([payment.client_id])
    if known := _known(back):
        return known
    _check(back, payment, on)
    used = used_of([payment])
    amount = back.amount or Money(payment.amount_minor, payment.currency)
    kept = payment.amount_minor - amount.minor
    code = return_reason(back.code).code[:LONGEST_CODE]
    facts = {"code": code, "returned_minor": amount.minor, "kept_minor": kept}
    how = TakingBack(dated=back.returned_on, by_bank=True, facts=facts)
    words = back.reason.strip()[:LONGEST_REASON]
    (reversal,) = reverse_all([payment.id], on=on, actor=actor, reason=words, how=how)
    name = names[payment.client_id]
    rest = None
    if kept:
        stays, key = Money(kept, payment.currency), f"rest of {back.slot}"[:90]
        stands = put_back(payment, used, stays, key=key, name=name, dated=back.returned_on, on=on)
        rest = stands.payment
        record_all(stands.corrections)
    row = _row(back, payment, amount, reversal=reversal, rest=rest, actor=actor)
    _book_fee(row, name)
    if row.holds:
        client_facts_changed([row.client_id], on)
    return row


def undo_return(return_id: int, *, on: date, actor: str) -> PaymentReturn:
    """It was not this payment: it stands again, settles what it had settled, and nobody waits because of it.

    Undone already: nothing happens. Refused: return_fee_claimed (the debtor was asked for the fee),
    return_rest_moved (what stayed of it was taken back since). Raises PaymentReturn.DoesNotExist.
    """
    row = PaymentReturn.objects.get(id=return_id)
    names = locked_names([row.client_id])
    row = PaymentReturn.objects.select_related("payment", "fee_claim", "rest").get(id=return_id)
    if row.undone_on is not None:
        return row
    _refuse_claimed(row)
    used = used_of([row.payment])
    lock_instalments([row.client_id], also=[part.instalment_id for part in used.allocations])
    how = TakingBack(dated=row.returned_on)
    if row.rest is not None:
        if row.rest.reversals.exists():
            raise Refused("return_rest_moved")
        reverse_all([row.rest.id], on=on, actor=actor, how=how)
    whole = Money(row.payment.amount_minor, row.currency)
    name = names[row.client_id]
    stands = put_back(
        row.payment, used, whole, key=f"return {row.id} undone", name=name, dated=row.returned_on, on=on
    )
    if row.fee_minor:
        label = f"Annulation frais d’impayé {name}"
        reverse_entry(_fee_source(row), happened_on=row.returned_on, label=label)
    row.undone_on, row.undone_by, row.restored = on, actor[:80], stands.payment
    row.save(update_fields=["undone_on", "undone_by", "restored"])
    if row.holds:
        client_facts_changed([row.client_id], on)
    facts = {
        **_facts(row),
        "settles": [{"number": number, "amount_minor": minor} for number, minor in stands.numbers],
    }
    record_all([Event("payment_return_undone", on, actor, row.client_id, facts), *stands.corrections])
    return row


def end_hold(return_id: int, *, on: date, actor: str) -> PaymentReturn:
    """A person has looked: reminders of the client go on. Ended already: nothing happens."""
    row = _locked(return_id)
    if row.holds and row.hold_ended_on is None:
        row.hold_ended_on, row.hold_ended_by = on, actor[:80]
        row.save(update_fields=["hold_ended_on", "hold_ended_by"])
        client_facts_changed([row.client_id], on)
        record(Event("return_hold_ended", on, actor, row.client_id, _facts(row)))
    return row


def mark_seen(return_id: int, *, on: date, actor: str) -> PaymentReturn:
    """A person did what the code asks for: it is no longer among the things to do. Done already: nothing happens."""
    row = _locked(return_id)
    if row.seen_on is None:
        row.seen_on, row.seen_by = on, actor[:80]
        row.save(update_fields=["seen_on", "seen_by"])
        record(Event("return_seen", on, actor, row.client_id, _facts(row)))
    return row


def refuse_returned(payment_ids: Collection[int]) -> None:
    """A payment that the bank took back is not taken back again by undoing what made it: the return comes first."""
    back = PaymentReturn.objects.filter(payment_id__in=payment_ids, undone_on=None).order_by("id").first()
    if back is not None:
        raise Refused("payment_returned", day=back.returned_on)


def _row(
    back: Return, payment: Payment, amount: Money, *, reversal: Payment, rest: Payment | None, actor: str
) -> PaymentReturn:
    reason = return_reason(back.code)
    return PaymentReturn.objects.create(
        payment=payment,
        client_id=payment.client_id,
        returned_on=back.returned_on,
        recorded_at=real_now(),
        recorded_by=actor[:80],
        amount_minor=amount.minor,
        fee_minor=back.fee.minor if back.fee else 0,
        currency=payment.currency,
        code=reason.code[:LONGEST_CODE],
        reason=back.reason.strip()[:LONGEST_REASON],
        slot=back.slot,
        reversal=reversal,
        rest=rest,
        holds=reason.holds,
    )


def _known(back: Return) -> PaymentReturn | None:
    row = PaymentReturn.objects.filter(slot=back.slot).first()
    if row is None:
        return None
    if row.payment_id != back.payment_id:
        raise Refused("payment_slot_taken", slot=back.slot)
    if row.undone_on is not None:
        raise Refused("payment_slot_reversed", slot=back.slot)
    return row


def _check(back: Return, payment: Payment, on: date) -> None:
    if payment.reverses_id is not None:
        raise Refused("payment_is_reversal")
    refuse_returned([payment.id])
    if payment.reversals.exists():
        raise Refused("payment_taken_back")
    if payment.method == PaymentMethod.CASH:
        raise Refused("return_of_cash")
    if back.returned_on > on:
        raise Refused("return_in_the_future", day=back.returned_on)
    if back.returned_on < payment.received_on:
        raise Refused("return_before_payment", day=payment.received_on)
    check_days([back.returned_on])
    whole = Money(payment.amount_minor, payment.currency)
    if back.amount is not None and not (
        back.amount.currency == whole.currency and 0 < back.amount.minor <= whole.minor
    ):
        raise Refused("return_amount_wrong", amount=whole)
    if back.fee is not None and (back.fee.currency != whole.currency or back.fee.minor < 0):
        raise Refused("return_fee_wrong")


def _book_fee(row: PaymentReturn, name: str) -> None:
    """The bank's own line takes the fee from the account to 471, from where it goes to 627."""
    if not row.fee_minor:
        return
    post(
        Booking(
            source=_fee_source(row),
            journal=Journal.SUNDRY,
            happened_on=row.returned_on,
            document=f"IMP{row.id}",
            label=f"Frais d’impayé {name}",
            entry=bank_fee(row.fee_minor, UNIDENTIFIED_RECEIPTS),
            currency=row.currency,
        )
    )


def _fee_source(row: PaymentReturn) -> str:
    return f"payment_return:{row.id}:fee"


def _refuse_claimed(row: PaymentReturn) -> None:
    if row.fee_claim is not None and row.fee_claim.charges.filter(remaining_minor__gt=0).exists():
        raise Refused("return_fee_claimed", number=row.fee_claim.number)


def _locked(return_id: int) -> PaymentReturn:
    """The return, read under its client's lock."""
    locked_names(PaymentReturn.objects.filter(id=return_id).values_list("client_id", flat=True))
    return PaymentReturn.objects.get(id=return_id)


def _facts(row: PaymentReturn) -> dict[str, object]:
    return {
        "return": row.id,
        "payment": row.payment_id,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "code": row.code,
    }
