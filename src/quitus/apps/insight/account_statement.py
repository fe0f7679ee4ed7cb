"""What one client owes and has paid: the page that a debtor opens, and the card that staff look at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from quitus.apps.answers.models import Dispute, PaidClaim, Promise, PromisePart
from quitus.apps.clients.models import Client
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.queries import books_currency
from quitus.apps.payments.models import Allocation, Payment
from quitus.apps.payments.queries import client_credit
from quitus.domain.money import Money

RECEIPTS = 12


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One open instalment as it stands. `status` names the pill: due, late, part, promise, dispute, hold."""

    id: int
    invoice_id: int
    number: str
    label: str
    issued_on: date
    due_on: date
    amount: Money
    remaining: Money
    paid: Money
    late_days: int
    reference: str
    has_document: bool
    status: str
    promised_for: date | None
    contested: Money | None
    said_paid_on: date | None

    @property
    def is_late(self) -> bool:
        return self.late_days > 0


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A payment that came in, and what it settled."""

    id: int
    received_on: date
    amount: Money
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """Open instalments by due date, the newest receipts, and what was paid too much."""

    client: Client
    on: date
    lines: Sequence[OwedLine]
    receipts: Sequence[ReceiptLine]
    credit: Money

    @property
    def owed(self) -> Money:
        """All that is open, due or not."""
        return _sum(self.lines, self.credit.currency)

    @property
    def overdue(self) -> Money:
        """What is past its due date."""
        return _sum((line for line in self.lines if line.is_late), self.credit.currency)

    def chosen(self, ids: Iterable[int]) -> Sequence[OwedLine]:
        """The lines with these ids; none of them open: what is due today, else everything open."""
        wanted = set(ids)
        due = [line for line in self.lines if line.due_on <= self.on]
        return [line for line in self.lines if line.id in wanted] or due or self.lines


def account_statement(client_id: int, on: date) -> AccountStatement:
    """The client's account on a day; eight queries. Raises Client.DoesNotExist."""
    client = Client.objects.get(id=client_id)
    currency = books_currency()
    return AccountStatement(
        client=client,
        on=on,
        lines=owed_lines([client_id], on),
        receipts=_receipts(client_id),
        credit=Money(client_credit(client_id), currency),
    )


def spread(amount: Money, lines: Iterable[OwedLine]) -> dict[int, int]:
    """An amount over these lines in their order, each up to what is left of it: minor units by instalment."""
    parts: dict[int, int] = {}
    left = amount.minor
    for line in lines:
        part = min(left, line.remaining.minor)
        if part > 0:
            parts[line.id] = part
            left -= part
    return parts


def owed_lines(client_ids: Iterable[int], on: date) -> list[OwedLine]:
    """The open instalments of these clients, by due date; four queries for any number."""
    return lines_of(
        Instalment.objects.filter(client_id__in=list(client_ids), remaining_minor__gt=0)
        .select_related("invoice")
        .order_by("due_on", "id"),
        on,
    )


def lines_of(instalments: Iterable[Instalment], on: date) -> list[OwedLine]:
    """Open instalments as they stand, in the order given; their invoices are already loaded."""
    open_ones = list(instalments)
    promised = dict(
        PromisePart.objects.filter(promise__state=Promise.State.OPEN, instalment__in=open_ones).values_list(
            "instalment_id", "promise__promised_for"
        )
    )
    contested = dict(
        Dispute.objects.filter(resolved_on=None, instalment__in=open_ones).values_list(
            "instalment_id", "amount_minor"
        )
    )
    said_paid = dict(
        PaidClaim.objects.filter(settled_on=None, instalment__in=open_ones).values_list(
            "instalment_id", "said_on"
        )
    )
    return [
        _line(row, on, promised.get(row.id), contested.get(row.id), said_paid.get(row.id))
        for row in open_ones
    ]


def _line(
    row: Instalment, on: date, promised_for: date | None, contested: int | None, said_paid_on: date | None
) -> OwedLine:
    late_days = max(0, (on - row.due_on).days)
    return OwedLine(
        id=row.id,
        invoice_id=row.invoice_id,
        number=row.invoice.number,
        label=row.invoice.label,
        issued_on=row.invoice.issued_on,
        due_on=row.due_on,
        amount=Money(row.amount_minor, row.currency),
        remaining=Money(row.remaining_minor, row.currency),
        paid=Money(row.amount_minor - row.remaining_minor, row.currency),
        late_days=late_days,
        reference=row.reference,
        has_document=row.invoice.document_id is not None,
        status=_status(row, late_days, promised_for, contested, said_paid_on),
        promised_for=promised_for,
        contested=None if contested is None else Money(contested, row.currency),
        said_paid_on=said_paid_on,
    )


def _status(
    row: Instalment,
    late_days: int,
    promised_for: date | None,
    contested: int | None,
    said_paid_on: date | None,
) -> str:
    """The one word that says most: an answer before lateness, lateness before a part payment."""
    if contested is not None:
        return "dispute"
    if promised_for is not None:
        return "promise"
    if said_paid_on is not None:
        return "hold"
    if late_days:
        return "late"
    return "part" if row.remaining_minor < row.amount_minor else "due"


def _receipts(client_id: int) -> list[ReceiptLine]:
    """The newest payments that stand, each with the invoices it settled."""
    paid = list(
        Payment.objects.filter(client_id=client_id, reverses=None, reversals=None).order_by(
            "-received_on", "-id"
        )[:RECEIPTS]
    )
    numbers: dict[int, list[str]] = {}
    rows = (
        Allocation.objects.filter(payment__in=paid)
        .values_list("payment_id", "instalment__invoice__number")
        .annotate(amount=Sum("amount_minor"))
        .filter(amount__gt=0)
        .order_by("instalment__due_on", "instalment_id")
    )
    for payment_id, number, _ in rows:
        numbers.setdefault(payment_id, []).append(number)
    return [
        ReceiptLine(row.id, row.received_on, Money(row.amount_minor, row.currency), numbers.get(row.id, []))
        for row in paid
    ]


def _sum(lines: Iterable[OwedLine], currency: str) -> Money:
    return Money(sum(line.remaining.minor for line in lines), currency)
