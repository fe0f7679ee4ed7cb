"""What becomes of a line that was decided about: money received, payers learned, the rest credit or left open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching.payers import learn_payers
from quitus.apps.banking.matching.rules import note_uses
from quitus.apps.banking.models import BankLine, Match, MatchPayment
from quitus.apps.banking.watchers import tell_decided
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.bulk import insert_all
from quitus.apps.payments.actions import Receipt, receive_all
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.timeline.actions import Event
from quitus.domain.money import Money, total
from quitus.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class Taken:
    """A line, or the part of it that `amount` is, taken for the payment of these instalments.

    What they leave of the amount is the credit of `credit_to`, of the first client if nobody is named.
    """

    match: Match
    line: BankLine
    allocations: Mapping[int, Money]
    amount: Money
    credit_to: int | None = None


def receive(taken: Sequence[Taken], by: Decider) -> None:
    """Receive the money of these lines: one payment for each client that a line pays for."""
    if not taken:
        return
    tell_decided([one.line.id for one in taken])
    wanted = {instalment_id for one in taken for instalment_id in one.allocations}
    clients = dict(Instalment.objects.filter(id__in=wanted).values_list("id", "client_id"))
    if missing := wanted - clients.keys():
        raise Refused("instalment_unknown", instalment=min(missing))
    receipts = [(one, receipt) for one in taken for receipt in _receipts(one, clients)]
    payments = receive_all([receipt for _, receipt in receipts], on=by.on, actor=by.actor)
    columns = {
        "match_id": [one.match.id for one, _ in receipts],
        "payment_id": [payment.id for payment in payments],
    }
    insert_all(MatchPayment, columns)
    # Who has all of a line in credit is known only now; told above, its movement is locked in the order of all locks.
    tell_decided([one.line.id for one in taken if not one.allocations])
    paid = [(one.match, one.line, receipt.client_id) for one, receipt in receipts]
    learn_payers(paid)
    note_uses(paid)


def _receipts(one: Taken, clients: Mapping[int, int]) -> list[Receipt]:
    """What each client has paid; what is left over comes on top for one of them."""
    line = one.line
    parts: dict[int, dict[int, Money]] = {}
    for instalment_id, amount in sorted(one.allocations.items()):
        parts.setdefault(clients[instalment_id], {})[instalment_id] = amount
    left = one.amount - total(one.allocations.values(), line.currency)
    credit_to = min(parts) if one.credit_to is None else one.credit_to
    if left.minor:
        parts.setdefault(credit_to, {})
    return [
        Receipt(
            slot=f"match:{one.match.id}:{client_id}",
            client_id=client_id,
            amount=total([*amounts.values(), *([left] if client_id == credit_to else [])], line.currency),
            received_on=line.booked_on,
            method=PaymentMethod.TRANSFER,
            reference=(line.reference or line.label)[:140],
            parts=amounts,
        )
        for client_id, amounts in sorted(parts.items())
    ]


def open_amount(line: BankLine) -> Money:
    return Money(line.open_minor, line.currency)


def mark(lines: Sequence[BankLine], *, settled: bool) -> None:
    BankLine.objects.filter(id__in=[line.id for line in lines]).update(settled=settled)


def take_part(line: BankLine, minor: int) -> None:
    BankLine.objects.filter(id=line.id).update(decided_minor=F("decided_minor") + minor)


def ignored_event(match: Match, by: Decider) -> Event:
    reason = match.evidence[0]["facts"]["reason"]
    return Event("line_ignored", by.on, by.actor, None, {"line": match.line_id, "reason": reason})
