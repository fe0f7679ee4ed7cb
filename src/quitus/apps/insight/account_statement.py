"""What one client owes and has paid: the page that a debtor opens, and the card that staff look at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from quitus.apps.answers.models import Dispute, PaidClaim, Promise, PromisePart
from quitus.apps.charges.queries import ClaimedCharge, claimed_charges
from quitus.apps.clients.models import Client
from quitus.apps.insight.reduction_list import reduced_by_instalment
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.queries import books_currency
from quitus.apps.payments.models import Allocation, Payment
from quitus.apps.payments.queries import client_credit
from quitus.domain.money import Money

RECEIPTS = 12


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One open instalment as it stands. `status` names the pill: due, late, part, promise, dispute, hold.

    `paid` is money, `reduced` what credit notes and the like took off.
    """

    id: int
    invoice_id: int
    number: str
    label: str
    issued_on: date
    due_on: date
    amount: Money
    remaining: Money
    paid: Money
    reduced: Money
    late_days: int
    reference: str
    has_document: bool
    status: str
    promised_for: date | None
    promised: Money | None
    contested: Money | None
    said_paid_on: date | None

    @property
    def is_late(self) -> bool:
        return self.late_days > 0

    @property
    def undisputed(self) -> Money:
        """What is left without the contested part."""
        contested = self.contested.minor if self.contested else 0
        return Money(max(0, self.remaining.minor - contested), self.remaining.currency)

    @property
    def set_apart(self) -> Money:
        """What of it is contested."""
        return self.remaining - self.undisputed

    def asked(self, on: date) -> Money:
        """What is asked on that day, as messages do: neither the contested part nor what is promised for later."""
        later = self.promised is not None and self.promised_for is not None and on < self.promised_for
        promised = self.promised.minor if later and self.promised else 0
        return Money(max(0, self.undisputed.minor - promised), self.remaining.currency)

    def to_pay(self, on: date) -> Money:
        """What whoever wants to pay this line pays: what is asked, else what they promised for later."""
        return self.asked(on) or self.undisputed


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A payment that came in, and what it settled."""

    id: int
    received_on: date
    amount: Money
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """Open instalments by due date, the newest receipts, and what was paid too much.

    `charges` were claimed and are open; they stand beside the instalments and are in none of their sums.
    """

    client: Client
    on: date
    lines: Sequence[OwedLine]
    charges: Sequence[ClaimedCharge]
    receipts: Sequence[ReceiptLine]
    has_more_receipts: bool
    credit: Money

    @property
    def owed(self) -> Money:
        """All that is open, due or not."""
        return _sum(self.lines, self.credit.currency)

    @property
    def charged(self) -> Money:
        """What is open of the charges that were claimed."""
        return Money(sum(charge.remaining.minor for charge in self.charges), self.credit.currency)

    @property
    def overdue(self) -> Money:
        """What is past its due date."""
        return _sum((line for line in self.lines if line.is_late), self.credit.currency)

    def chosen(self, ids: Iterable[int]) -> Sequence[OwedLine]:
        """The lines with these ids; none of them open: what is asked for today, else what may be paid.

        Empty when all that is open is contested.
        """
        wanted = set(ids)
        named = [line for line in self.lines if line.id in wanted]
        due = [line for line in self.lines if line.due_on <= self.on]
        return (
            named
            or [line for line in due if line.asked(self.on)]
            or [line for line in due if line.undisputed]
            or [line for line in self.lines if line.asked(self.on)]
            or [line for line in self.lines if line.undisputed]
        )


def account_statement(client_id: int, on: date) -> AccountStatement:
    """The client's account on a day; ten queries. Raises Client.DoesNotExist."""
    client = Client.objects.get(id=client_id)
    currency = books_currency()
    receipts = receipts_of(client_id, most=RECEIPTS + 1)
    return AccountStatement(
        client=client,
        on=on,
        lines=owed_lines([client_id], on),
        charges=claimed_charges(client_id, open_only=True),
        receipts=receipts[:RECEIPTS],
        has_more_receipts=len(receipts) > RECEIPTS,
        credit=Money(client_credit(client_id), currency),
    )


def spread(amount: Money, lines: Iterable[OwedLine]) -> dict[int, int]:
    """An amount over these lines in their order, what is contested last: minor units by instalment."""
    chosen = list(lines)
    parts: dict[int, int] = {}
    left = amount.minor
    for undisputed in (True, False):
        for line in chosen:
            most = line.undisputed if undisputed else line.remaining
            part = min(left, most.minor - parts.get(line.id, 0))
            if part > 0:
                parts[line.id] = parts.get(line.id, 0) + part
                left -= part
    return parts


def owed_lines(client_ids: Iterable[int], on: date) -> list[OwedLine]:
    """The open instalments of these clients, by due date; five queries for any number."""
    return lines_of(
        Instalment.objects.filter(client_id__in=list(client_ids), remaining_minor__gt=0)
        .select_related("invoice")
        .order_by("due_on", "id"),
        on,
    )


def lines_of(instalments: Iterable[Instalment], on: date) -> list[OwedLine]:
    """Open instalments as they stand, in the order given; their invoices are already loaded."""
    open_ones = list(instalments)
    promised = {
        instalment_id: (promised_for, amount)
        for instalment_id, promised_for, amount in PromisePart.objects.filter(
            promise__state=Promise.State.OPEN, instalment__in=open_ones
        ).values_list("instalment_id", "promise__promised_for", "amount_minor")
    }
    contested = dict(
        Dispute.objects.filter(resolved_on=None, holds=True, instalment__in=open_ones).values_list(
            "instalment_id", "amount_minor"
        )
    )
    said_paid = dict(
        PaidClaim.objects.filter(settled_on=None, holds=True, instalment__in=open_ones).values_list(
            "instalment_id", "said_on"
        )
    )
    reduced = reduced_by_instalment([row.id for row in open_ones])
    return [
        _line(
            row,
            on,
            _Answers(promised.get(row.id, (None, 0)), contested.get(row.id), said_paid.get(row.id)),
            reduced.get(row.id, 0),
        )
        for row in open_ones
    ]


@dataclass(frozen=True, slots=True)
class _Answers:
    """What the debtor said of an instalment, as far as it still holds."""

    promise: tuple[date | None, int]
    contested: int | None
    said_paid_on: date | None


def _line(row: Instalment, on: date, said: _Answers, reduced: int) -> OwedLine:
    promised_for, promised = said.promise
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
        paid=Money(row.amount_minor - row.remaining_minor - reduced, row.currency),
        reduced=Money(reduced, row.currency),
        late_days=late_days,
        reference=row.reference,
        has_document=row.invoice.document_id is not None,
        status=_status(row, late_days, said),
        promised_for=promised_for,
        promised=None if promised_for is None else Money(promised, row.currency),
        contested=None if said.contested is None else Money(said.contested, row.currency),
        said_paid_on=said.said_paid_on,
    )


def _status(row: Instalment, late_days: int, said: _Answers) -> str:
    """The one word that says most: an answer before lateness, lateness before a part payment."""
    if said.contested is not None:
        return "dispute"
    if said.promise[0] is not None:
        return "promise"
    if said.said_paid_on is not None:
        return "hold"
    if late_days:
        return "late"
    return "part" if row.remaining_minor < row.amount_minor else "due"


def receipts_of(
    client_id: int, *, most: int | None = None, payment_id: int | None = None
) -> list[ReceiptLine]:
    """The client's payments that stand, the newest first, each with the invoices it settled; two queries.

    `most`: so many at most; `payment_id`: this one alone, when it is theirs.
    """
    standing = Payment.objects.filter(client_id=client_id, reverses=None, reversals=None)
    if payment_id is not None:
        standing = standing.filter(id=payment_id)
    paid = list(standing.order_by("-received_on", "-id")[:most])
    numbers = _settled(paid)
    return [
        ReceiptLine(row.id, row.received_on, Money(row.amount_minor, row.currency), numbers.get(row.id, []))
        for row in paid
    ]


def _settled(paid: Sequence[Payment]) -> Mapping[int, list[str]]:
    """The invoices that each payment settled, by due date."""
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
    return numbers


def _sum(lines: Iterable[OwedLine], currency: str) -> Money:
    return Money(sum(line.remaining.minor for line in lines), currency)
