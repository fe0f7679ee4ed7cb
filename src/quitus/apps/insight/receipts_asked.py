""" "Received?": what is overdue, and the bank statements are too old to tell whether it was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery

from quitus.apps.answers.models import ReceiptAnswer
from quitus.apps.banking.known_days import bank_data_until
from quitus.apps.insight.open_decisions import default_policy
from quitus.apps.invoicing.models import Instalment
from quitus.domain.money import Money

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Question:
    """An overdue instalment of which nobody knows whether it was received."""

    instalment_id: int
    invoice_id: int
    number: str
    client_id: int
    client_name: str
    due_on: date
    remaining: Money


@dataclass(frozen=True, slots=True)
class ReceiptsAsked:
    """A page of questions; none while the statements are fresh. `known_until`: their last day, None without any."""

    questions: Sequence[Question]
    page: Page[Instalment]
    known_until: date | None


def receipts_asked(on: date, number: int = 1) -> ReceiptsAsked:
    """What to ask on that day, the oldest first."""
    page = Paginator(asked(on), PER_PAGE).get_page(number)
    questions = [
        Question(
            row.id,
            row.invoice_id,
            row.invoice.number,
            row.client_id,
            row.client.name,
            row.due_on,
            Money(row.remaining_minor, row.currency),
        )
        for row in page
    ]
    return ReceiptsAsked(questions, page, bank_data_until())


def asked(on: date) -> QuerySet[Instalment]:
    """Overdue instalments without a fresh answer, when the statements are too old; none when they are not.

    A "no" is good for as many days as bank data; a "yes" until the payment is written down.
    """
    policy = default_policy(on)
    fresh = timedelta(days=policy.rules.bank_data_days if policy else 0)
    known = bank_data_until()
    if known is not None and on <= known + fresh:
        return Instalment.objects.none()
    newest = ReceiptAnswer.objects.filter(instalment=OuterRef("id")).order_by("-id")
    return (
        Instalment.objects.filter(remaining_minor__gt=0, due_on__lt=on, released_on__isnull=False)
        .annotate(
            answered=Subquery(newest.values("answered_on")[:1]),
            received=Subquery(newest.values("received")[:1]),
        )
        .filter(Q(answered=None) | Q(received=False, answered__lt=on - fresh))
        .select_related("invoice", "client")
        .order_by("due_on", "id")
    )
