"""One invoice with all that happened to it: its instalments, what paid them, what was sent about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quitus.apps.insight.account_statement import OwedLine, lines_of
from quitus.apps.insight.charge_list import Charges, charges_of
from quitus.apps.insight.payment_list import PaymentLine, payments_for
from quitus.apps.insight.reduction_list import ReductionLine, reduced_by_instalment, reductions_for
from quitus.apps.insight.what_next import NextStep, what_next
from quitus.apps.invoicing.models import Instalment, Invoice
from quitus.apps.payments.models import ReductionKind
from quitus.apps.reminders.models import Reminder
from quitus.domain.money import Money


@dataclass(frozen=True, slots=True)
class InstalmentLine:
    """A due date and an amount. `open` is how it stands, None when it is settled; `next` what the rules say of it.

    `reduced` is what credit notes and other reductions took off.
    """

    id: int
    position: int
    due_on: date
    amount: Money
    reduced: Money
    reference: str
    released: bool
    open: OwedLine | None
    next: NextStep | None


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """A step for one instalment. `state` as in `ReminderState`; `on` the day it left, or was planned for."""

    step: str
    channel: str
    state: str
    on: date
    position: int
    subject: str
    because: str


@dataclass(frozen=True, slots=True)
class InvoiceCard:
    """An invoice's page. `open` is what is left of all its instalments; `paid_on` the day it was paid in full.

    `policy_steps`: the keys of the steps at which it may go on.
    """

    id: int
    number: str
    label: str
    client_id: int
    client_name: str
    issued_on: date
    total: Money
    already_paid: Money
    open: Money
    paid_on: date | None
    sent_on: date | None
    has_document: bool
    imported_from: str
    instalments: Sequence[InstalmentLine]
    payments: Sequence[PaymentLine]
    reductions: Sequence[ReductionLine]
    charges: Charges
    reminders: Sequence[ReminderLine]
    policy_steps: Sequence[str]

    @property
    def settled_by_reduction(self) -> bool:
        """Nothing is left, and not only because of payments: what a reduction settles bears nothing any more."""
        return not self.open and any(reduction.stands for reduction in self.reductions)


def invoice_card(invoice_id: int, on: date) -> InvoiceCard:
    """An invoice on a day; a fixed number of queries. Raises Invoice.DoesNotExist."""
    invoice = Invoice.objects.select_related("client", "import_batch").get(id=invoice_id)
    instalments = list(
        Instalment.objects.filter(invoice=invoice).select_related("invoice").order_by("position", "id")
    )
    open_minor = sum(row.remaining_minor for row in instalments)
    next_ = what_next(invoice.client_id, on)
    payments, reductions = payments_for(invoice.id), reductions_for(invoice.id)
    lost = any(one.kind == ReductionKind.WRITE_OFF and one.stands for one in reductions)
    return InvoiceCard(
        id=invoice.id,
        number=invoice.number,
        label=invoice.label,
        client_id=invoice.client_id,
        client_name=invoice.client.name,
        issued_on=invoice.issued_on,
        total=Money(invoice.total_minor, invoice.currency),
        already_paid=Money(invoice.already_paid_minor, invoice.currency),
        open=Money(open_minor, invoice.currency),
        paid_on=None if open_minor or lost else _last(payments),
        sent_on=invoice.sent_on,
        has_document=invoice.document_id is not None,
        imported_from=invoice.import_batch.file_name if invoice.import_batch else "",
        instalments=_lines(instalments, next_.steps, on),
        payments=payments,
        reductions=reductions,
        charges=charges_of(invoice.client_id, on, invoice_id=invoice.id),
        reminders=_reminders(invoice.id),
        policy_steps=next_.policy_steps,
    )


def _last(payments: Sequence[PaymentLine]) -> date | None:
    return max((payment.received_on for payment in payments if not payment.taken_back), default=None)


def _lines(
    instalments: Sequence[Instalment], steps: Mapping[int, NextStep], on: date
) -> list[InstalmentLine]:
    lines = {line.id: line for line in lines_of([row for row in instalments if row.remaining_minor], on)}
    reduced = reduced_by_instalment([row.id for row in instalments])
    return [
        InstalmentLine(
            id=row.id,
            position=row.position,
            due_on=row.due_on,
            amount=Money(row.amount_minor, row.currency),
            reduced=Money(reduced.get(row.id, 0), row.currency),
            reference=row.reference,
            released=row.released_on is not None,
            open=lines.get(row.id),
            next=steps.get(row.id),
        )
        for row in instalments
    ]


def _reminders(invoice_id: int) -> list[ReminderLine]:
    """The newest first; the words of a message are those of its last attempt."""
    rows = list(
        Reminder.objects.filter(instalment__invoice_id=invoice_id)
        .select_related("instalment")
        .prefetch_related("message__contents")
        .order_by("-planned_on", "-id")
    )
    return [
        ReminderLine(
            step=row.step,
            channel=row.channel,
            state=row.state,
            on=row.settled_on or row.planned_on,
            position=row.instalment.position,
            subject=_subject(row),
            because=row.dropped_because,
        )
        for row in rows
    ]


def _subject(reminder: Reminder) -> str:
    if reminder.message is None:
        return ""
    contents = sorted(reminder.message.contents.all(), key=lambda content: content.attempt)
    return contents[-1].subject if contents else ""
