"""What came back: one return with all that hangs on it, what bank lines may take back, what waits for a person."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, F, Min, Q, TextField, Value
from django.db.models.functions import Cast, Left

from quitus.apps.banking.models import BankLine
from quitus.apps.banking.returns.facts import paid_before
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.clients.models import ClientKind
from quitus.apps.clients.queries import search
from quitus.apps.payments.models import Allocation, Payment, PaymentReturn
from quitus.domain.money import Money
from quitus.domain.payments.returns import LONGEST

MOST = 30
CHOICES = 50


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """One return. `waits`: reminders rest until a person ends it. `line_id`: the bank line that tells it, 0 for none.

    `may_claim_fee`: the law lets the firm ask for the bank's fee at all, and nobody has.
    """

    id: int
    client_id: int
    client_name: str
    payment_id: int
    received_on: date
    paid: Money
    method: str
    returned_on: date
    amount: Money
    fee: Money
    code: str
    reason: str
    numbers: Sequence[str]
    by: str
    waits: bool
    seen: bool
    undone_on: date | None
    may_claim_fee: bool
    of_consumer: bool
    claim_id: int
    claim_number: str
    line_id: int

    @property
    def kept(self) -> Money:
        """What of the payment stayed."""
        return self.paid - self.amount


@dataclass(frozen=True, slots=True)
class LineReturnView:
    """A payment that a line takes back, or may: why, and how much of the line."""

    id: int
    state: str
    payment_id: int
    return_id: int
    client_id: int
    client_name: str
    received_on: date
    paid: Money
    amount: Money
    fee: Money
    numbers: Sequence[str]
    evidence: Sequence[str]
    score: int
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Returnable:
    """A payment that a person may say came back."""

    id: int
    client_id: int
    client_name: str
    received_on: date
    amount: Money
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class ToDo:
    """What came back and waits for a person: a debit line that may take payments back (`client_id` 0, `words` its
    label), or a return whose code (`words`) asks for something.
    """

    id: int
    amount: Money
    day: date
    words: str
    client_id: int
    client_name: str


def return_card(return_id: int) -> ReturnCard:
    """One return; raises PaymentReturn.DoesNotExist."""
    rows = PaymentReturn.objects.filter(id=return_id)
    found = _cards(rows.select_related("client", "payment", "fee_claim"))
    if not found:
        raise PaymentReturn.DoesNotExist(return_id)
    return found[0]


def holding_returns(client_id: int) -> list[ReturnCard]:
    """The returns because of which a client's reminders rest."""
    rows = PaymentReturn.objects.filter(
        client_id=client_id, undone_on=None, holds=True, hold_ended_on=None
    ).order_by("id")
    return _cards(rows.select_related("client", "payment", "fee_claim"))


def returns_to_do() -> list[ToDo]:
    """Debit lines to decide about, and returns that nobody dealt with; the largest of each. One query."""
    waiting = LineReturn.objects.filter(state=LineReturnState.SUGGESTED, line__withdrawn_on=None)
    lines = BankLine.objects.filter(id__in=waiting.values("line_id")).annotate(
        minor=-F("amount_minor"), day=F("booked_on"), words=Left("label", 80), of=Value(0), name=Value("")
    )
    returns = PaymentReturn.objects.filter(undone_on=None, seen_on=None).annotate(
        minor=F("amount_minor"),
        day=F("returned_on"),
        words=Cast("code", TextField()),
        of=Cast("client_id", BigIntegerField()),
        name=Cast("client__name", TextField()),
    )
    told = ("id", "minor", "currency", "day", "words", "of", "name")
    largest = [found.order_by("-minor", "id").values_list(*told)[:MOST] for found in (lines, returns)]
    rows = largest[0].union(largest[1], all=True)
    return [ToDo(row[0], Money(row[1], row[2]), *row[3:]) for row in rows]


def line_returns(line_id: int) -> list[LineReturnView]:
    """What a line takes back, and what it may; the likeliest first."""
    standing = LineReturnState.SUGGESTED, LineReturnState.ACCEPTED
    rows = list(
        LineReturn.objects.filter(line_id=line_id, state__in=standing)
        .select_related("payment__client")
        .order_by("state", "-score", "id")
    )
    numbers = _numbers([row.payment_id for row in rows])
    return [
        LineReturnView(
            id=row.id,
            state=row.state,
            payment_id=row.payment_id,
            return_id=row.payment_return_id or 0,
            client_id=row.payment.client_id,
            client_name=row.payment.client.name,
            received_on=row.payment.received_on,
            paid=Money(row.payment.amount_minor, row.payment.currency),
            amount=Money(row.amount_minor, row.payment.currency),
            fee=Money(row.fee_minor, row.payment.currency),
            numbers=numbers.get(row.payment_id, ()),
            evidence=row.evidence,
            score=row.score,
            by=row.decided_by,
            on=row.decided_on,
        )
        for row in rows
    ]


def returnable(text: str, line: BankLine) -> list[Returnable]:
    """Payments that the line may take back, the newest first: those whose client or invoice `text` names.

    Without a text, those of exactly its amount. At most CHOICES.
    """
    first = line.booked_on - LONGEST
    found = Payment.objects.filter(reverses=None, received_on__range=(first, line.booked_on))
    found = found.filter(currency=line.currency).exclude(method="cash")
    if text.strip():
        settling = Allocation.objects.filter(instalment__invoice__number__icontains=text.strip())
        by_client = Q(client_id__in=search(text).values("id"))
        found = found.filter(by_client | Q(id__in=settling.values("payment_id")))
    else:
        found = found.filter(amount_minor=-line.amount_minor)
    ids = list(found.order_by("-received_on", "-id").values_list("id", flat=True)[:CHOICES])
    return _choices(ids)


def chosen_returnable(payment_ids: Collection[int]) -> list[Returnable]:
    """These payments of the firm, as far as they can still come back."""
    return _choices(payment_ids)


def _choices(payment_ids: Collection[int]) -> list[Returnable]:
    open_ones = {one.id: one for one in paid_before(payment_ids)}
    clients = dict(Payment.objects.filter(id__in=open_ones).values_list("id", "client_id"))
    found = [
        Returnable(
            one.id, clients[one.id], one.name, one.received, Money(one.minor, one.currency), one.numbers
        )
        for one in open_ones.values()
    ]
    return sorted(found, key=lambda one: (one.received_on, one.id), reverse=True)


def _cards(rows: Collection[PaymentReturn]) -> list[ReturnCard]:
    rows = list(rows)
    numbers = _numbers([row.payment_id for row in rows])
    lines = dict(
        LineReturn.objects.filter(payment_return__in=rows, state=LineReturnState.ACCEPTED).values_list(
            "payment_return_id", "line_id"
        )
    )
    return [
        ReturnCard(
            id=row.id,
            client_id=row.client_id,
            client_name=row.client.name,
            payment_id=row.payment_id,
            received_on=row.payment.received_on,
            paid=Money(row.payment.amount_minor, row.currency),
            method=row.payment.method,
            returned_on=row.returned_on,
            amount=Money(row.amount_minor, row.currency),
            fee=Money(row.fee_minor, row.currency),
            code=row.code,
            reason=row.reason,
            numbers=numbers.get(row.payment_id, ()),
            by=row.recorded_by,
            waits=row.holds and row.hold_ended_on is None and row.undone_on is None,
            seen=row.seen_on is not None,
            undone_on=row.undone_on,
            may_claim_fee=_may_claim(row),
            of_consumer=row.client.kind == ClientKind.CONSUMER,
            claim_id=row.fee_claim_id or 0,
            claim_number=row.fee_claim.number if row.fee_claim else "",
            line_id=lines.get(row.id, 0),
        )
        for row in rows
    ]


def _may_claim(row: PaymentReturn) -> bool:
    """Never of a consumer (C. com. L441-10 is between professionals)."""
    open_fee = row.fee_minor > 0 and row.fee_claim_id is None and row.undone_on is None
    return open_fee and row.client.kind != ClientKind.CONSUMER


def _numbers(payment_ids: Collection[int]) -> dict[int, list[str]]:
    """The invoices that payments settled, by payment, the oldest first."""
    found: dict[int, list[str]] = defaultdict(list)
    paid = Allocation.objects.filter(payment_id__in=payment_ids, reverses=None)
    rows = paid.values_list("payment_id", "instalment__invoice__number").annotate(first=Min("id"))
    for payment_id, number, _ in rows.order_by("payment_id", "first"):
        found[payment_id].append(number)
    return found
