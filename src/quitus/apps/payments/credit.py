"""What a client paid too much: it settles what comes due, or goes back to the client.

Locks are taken in the order of `payments/locks.py`.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from quitus.apps.books.actions import Booking, post, post_all
from quitus.apps.books.actions import reverse as reverse_entry
from quitus.apps.books.models import Journal
from quitus.apps.organisations.queries import books_currency
from quitus.apps.payments.actions import CHARGE_OF_CREDIT, charge_facts, charge_sums, locked_names
from quitus.apps.payments.facts import Credit, OpenBook, credits_left, open_book
from quitus.apps.payments.locks import lock_instalments
from quitus.apps.payments.models import PaymentMethod, Refund, RefundPart
from quitus.apps.payments.recoveries import Surplus, recover_losses
from quitus.apps.payments.rows import ChargePaid, Settling, record_settlements
from quitus.apps.timeline.actions import Event, record, record_all
from quitus.domain.books.charges import charges_paid_by_credit
from quitus.domain.books.entries import CASH, UNIDENTIFIED_RECEIPTS
from quitus.domain.books.entries import refund as refund_entry
from quitus.domain.money import Money
from quitus.domain.payments.allocation import Allocation
from quitus.domain.payments.debts import (
    Settlement,
    as_known_on,
    settle_charges_with_the_rest,
    settle_debts,
)
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

# A transfer's or cheque's own statement takes the money from the bank account and puts it on 471: the two meet there.
REFUNDED_FROM = {
    PaymentMethod.TRANSFER: UNIDENTIFIED_RECEIPTS,
    PaymentMethod.CHEQUE: UNIDENTIFIED_RECEIPTS,
    PaymentMethod.CASH: CASH,
}


def allocate_credit(client_id: int, *, on: date, actor: str, chosen: tuple[int, ...] = ()) -> Money:
    """Let what a client has paid too much settle what it owes, the oldest payment first; how much did.

    What was written off comes last.

    Refused: chosen_item_not_open.
    """
    names = locked_names([client_id])
    lock_instalments([client_id])
    book = open_book([client_id])
    settled: list[Settling] = []
    credits = credits_left(client_id)
    for credit in credits:
        still_chosen = tuple(id_ for id_ in chosen if not settled or id_ in book.debts[client_id])
        settlement = _settled_by(credit, book, client_id, still_chosen)
        settled.append(Settling(credit.payment_id, settlement, on))
    recorded = record_settlements(settled, on, from_credit=True)
    charged = recorded.charges
    paid = _by_instalment(settled)
    _book_charges(client_id, names[client_id], charged, book, on)
    surpluses = [
        Surplus(credit.payment_id, client_id, credit.received_on, one.settlement.left_over, on)
        for credit, one in zip(credits, recorded.settled, strict=True)
    ]
    recovered = recover_losses(surpluses, names, on)
    settling = [*paid.values(), *(row.minor for row in charged), *recovered.minor.values()]
    used = Money(sum(settling), books_currency())
    if used:
        facts = {
            "amount_minor": used.minor,
            "currency": used.currency,
            "settles": [{"number": book.numbers[id_], "amount_minor": minor} for id_, minor in paid.items()],
            **charge_facts(((row.charge_id, row.minor) for row in charged), book.charges),
            **recovered.all_told,
        }
        allocated = Event("credit_allocated", on, actor, client_id, facts)
        record_all([allocated, *recorded.corrections, *recovered.corrections])
    return used


def refund(
    client_id: int, amount: Money, method: PaymentMethod, *, key: str, on: date, actor: str, reason: str = ""
) -> Refund:
    """Pay a client's credit back, the newest payment's first; the same `key` again is the same refund.

    The money leaves by 471 (a transfer that the statement will bring) or from the cash box. Refused:
    payment_not_positive, currency_not_kept, refund_above_credit, refund_method_unknown, payment_slot_taken,
    refund_key_taken_back.
    """
    names = locked_names([client_id])
    if known := Refund.objects.filter(slot=key).first():
        if (known.client_id, known.amount_minor) != (client_id, amount.minor):
            raise Refused("payment_slot_taken", slot=key)
        if known.reversals.exists():
            raise Refused("refund_key_taken_back")
        return known
    if amount.minor <= 0:
        raise Refused("payment_not_positive", amount=amount)
    if amount.currency != (kept := books_currency()):
        raise Refused("currency_not_kept", currency=amount.currency, kept=kept)
    if method not in REFUNDED_FROM:
        raise Refused("refund_method_unknown", method=method.value)
    parts = _from_credit(client_id, amount)
    row = Refund.objects.create(
        client_id=client_id,
        refunded_on=on,
        recorded_at=real_now(),
        amount_minor=amount.minor,
        currency=amount.currency,
        method=method.value,
        reason=reason[:300],
        slot=key,
    )
    RefundPart.objects.bulk_create(
        RefundPart(refund=row, payment_id=payment_id, amount_minor=minor) for payment_id, minor in parts
    )
    post(
        Booking(
            source=f"refund:{row.id}",
            journal=Journal.SUNDRY if method is not PaymentMethod.CASH else Journal.BANK,
            happened_on=on,
            document=f"RB{row.id}",
            label=f"Remboursement {names[client_id]}",
            entry=refund_entry(client_id, amount.minor, REFUNDED_FROM[method]),
            currency=amount.currency,
        )
    )
    facts = {"amount_minor": amount.minor, "currency": amount.currency, "reason": reason[:300]}
    record(Event("credit_refunded", on, actor, client_id, facts))
    return row


def take_back_refund(refund_id: int, *, on: date, actor: str) -> Refund:
    """A refund that did not happen, or came back: the client's credit is there again. Once; Refund.DoesNotExist."""
    row = Refund.objects.get(id=refund_id, reverses=None)
    names = locked_names([row.client_id])
    if done := Refund.objects.filter(reverses=row).first():
        return done
    reversal = Refund.objects.create(
        client_id=row.client_id,
        refunded_on=on,
        recorded_at=real_now(),
        amount_minor=-row.amount_minor,
        currency=row.currency,
        method=row.method,
        slot=f"reversal of {row.id}",
        reverses=row,
    )
    RefundPart.objects.bulk_create(
        RefundPart(refund=reversal, payment_id=part.payment_id, amount_minor=-part.amount_minor)
        for part in row.parts.order_by("id")
    )
    label = f"Annulation remboursement {names[row.client_id]}"
    reverse_entry(f"refund:{row.id}", happened_on=on, label=label)
    facts = {"amount_minor": row.amount_minor, "currency": row.currency}
    record(Event("refund_reversed", on, actor, row.client_id, facts))
    return reversal


def _settled_by(credit: Credit, book: OpenBook, client_id: int, chosen: tuple[int, ...]) -> Settlement:
    """What was owed when the credit came, in the order of the law; charges claimed since, with the rest."""
    known = as_known_on(book.of(client_id), credit.received_on)
    first = settle_debts(credit.left, known, book.order_of(client_id), chosen)
    book.take(client_id, first)
    second = settle_charges_with_the_rest(Allocation((), first.left_over), book.of(client_id))
    book.take(client_id, second)
    return Settlement(first.parts, first.charges + second.charges, second.left_over)


def _by_instalment(settled: Sequence[Settling]) -> dict[int, int]:
    paid: dict[int, int] = defaultdict(int)
    for one in settled:
        for instalment_id, amount in one.settlement.parts:
            paid[instalment_id] += amount.minor
    return paid


def _from_credit(client_id: int, amount: Money) -> list[tuple[int, int]]:
    """(payment, minor units) that make up the refund, the newest payment first."""
    credits = credits_left(client_id)
    if amount.minor > (whole := sum(credit.left.minor for credit in credits)):
        raise Refused("refund_above_credit", amount=amount, credit=Money(whole, amount.currency))
    parts, left = [], amount.minor
    for credit in reversed(credits):
        if part := min(left, credit.left.minor):
            parts.append((credit.payment_id, part))
            left -= part
    return parts


def _book_charges(client_id: int, name: str, charged: Sequence[ChargePaid], book: OpenBook, on: date) -> None:
    """Charges paid by credit become income now; one entry for each, so that each can be taken back."""
    currency = books_currency()
    sums = {row.id: charge_sums([(row.charge_id, row.minor)], book.charges) for row in charged}
    post_all(
        Booking(
            source=f"{CHARGE_OF_CREDIT}{row.id}",
            journal=Journal.SUNDRY,
            happened_on=on,
            document=book.charges[row.charge_id].number,
            label=f"Imputation crédit {name}",
            entry=charges_paid_by_credit(
                client_id,
                interest=sums[row.id].interest,
                indemnity=sums[row.id].indemnity,
                costs=sums[row.id].costs,
            ),
            currency=currency,
        )
        for row in charged
    )
