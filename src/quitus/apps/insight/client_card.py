"""Everything that the page of one client shows beside its account: answers, pauses, payments, habits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from quitus.apps.answers.models import AnswerSource, Dispute, PaidClaim, Promise, PromisePart
from quitus.apps.clients.models import Contact
from quitus.apps.clients.queries import contacts_of
from quitus.apps.insight.account_statement import AccountStatement, account_statement
from quitus.apps.insight.charge_list import Charges, charges_of
from quitus.apps.insight.payment_list import PaymentLine, payments_of
from quitus.apps.insight.reduction_list import RefundLine, refunds_of
from quitus.apps.insight.returns_list import ReturnCard, holding_returns
from quitus.apps.insight.what_next import WhatNext, what_next
from quitus.apps.reminders.models import Hold
from quitus.domain.money import Money

PROMISES = 10

# How long this client took, invoice by invoice: from the due date to the last payment of what is settled.
_HABIT = """
SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY paid_on - due_on),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY paid_on - issued_on)
FROM (
    SELECT i.due_on, v.issued_on, max(p.received_on) AS paid_on
    FROM invoicing_instalment i
    JOIN invoicing_invoice v ON v.id = i.invoice_id
    JOIN payments_allocation a ON a.instalment_id = i.id
    JOIN payments_payment p ON p.id = a.payment_id AND p.reverses_id IS NULL
    WHERE i.client_id = %(client)s AND i.remaining_minor = 0
        AND NOT EXISTS (SELECT 1 FROM payments_payment back WHERE back.reverses_id = p.id)
    GROUP BY i.id, i.due_on, v.issued_on
) AS settled
"""


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What was promised, for which invoices, and how it ended. `state` as in `Promise.State`."""

    id: int
    state: str
    amount: Money
    promised_for: date
    given_on: date
    by_client: bool
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Promises:
    """The newest promises, and how many of all that ended were kept."""

    lines: Sequence[PromiseLine]
    kept: int
    ended: int


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """An invoice that the client contests, whole or in part. `holds`: it is not chased meanwhile."""

    id: int
    invoice_id: int
    number: str
    amount: Money
    reason: str
    words: str
    opened_on: date
    by_client: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """An invoice that the client says is paid already. `holds`: reminders wait for the firm's answer."""

    id: int
    invoice_id: int
    number: str
    amount: Money
    said_on: date
    paid_on: date | None
    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A pause that a person asked for; of the whole client when it names no invoice."""

    id: int
    number: str
    reason: str
    from_on: date
    until_on: date | None
    asked_by: str


@dataclass(frozen=True, slots=True)
class Habit:
    """How this client pays: the median of its settled instalments, in days after the due and the invoice date."""

    count: int
    days_after_due: int
    days_after_issue: int


@dataclass(frozen=True, slots=True)
class ClientCard:
    """A client's page."""

    account: AccountStatement
    contacts: Sequence[Contact]
    promises: Promises
    disputes: Sequence[DisputeLine]
    claims: Sequence[ClaimLine]
    holds: Sequence[HoldLine]
    returns: Sequence[ReturnCard]
    payments: Sequence[PaymentLine]
    refunds: Sequence[RefundLine]
    charges: Charges
    next: WhatNext
    habit: Habit | None


def client_card(client_id: int, on: date) -> ClientCard:
    """The page of one client on a day; a fixed number of queries. Raises Client.DoesNotExist."""
    return ClientCard(
        account=account_statement(client_id, on),
        contacts=list(contacts_of(client_id)),
        promises=promises_of(client_id),
        disputes=_disputes(client_id),
        claims=_claims(client_id),
        holds=_holds(client_id, on),
        returns=holding_returns(client_id),
        payments=payments_of(client_id),
        refunds=refunds_of(client_id),
        charges=charges_of(client_id, on),
        next=what_next(client_id, on),
        habit=habit_of(client_id),
    )


def promises_of(client_id: int) -> Promises:
    """What a client promised and what became of it; a withdrawn promise counts neither way."""
    states = list(Promise.objects.filter(client_id=client_id).order_by("id").values_list("state", flat=True))
    kept = states.count(Promise.State.KEPT)
    newest = list(Promise.objects.filter(client_id=client_id).order_by("-given_on", "-id")[:PROMISES])
    parts: dict[int, list[tuple[str, int]]] = {}
    rows = PromisePart.objects.filter(promise__in=newest).order_by("instalment__due_on", "id")
    for promise_id, number, minor in rows.values_list(
        "promise_id", "instalment__invoice__number", "amount_minor"
    ):
        parts.setdefault(promise_id, []).append((number, minor))
    lines = [
        PromiseLine(
            id=row.id,
            state=row.state,
            amount=Money(sum(minor for _, minor in parts.get(row.id, [])), row.currency),
            promised_for=row.promised_for,
            given_on=row.given_on,
            by_client=row.source == AnswerSource.PORTAL,
            numbers=list(dict.fromkeys(number for number, _ in parts.get(row.id, []))),
        )
        for row in newest
    ]
    return Promises(lines, kept, kept + states.count(Promise.State.BROKEN))


def habit_of(client_id: int) -> Habit | None:
    """None for a client of whom nothing is settled yet."""
    with connection.cursor() as cursor:
        cursor.execute(_HABIT, {"client": client_id})
        count, after_due, after_issue = cursor.fetchone() or (0, 0, 0)
    return Habit(count, after_due, after_issue) if count else None


def _disputes(client_id: int) -> list[DisputeLine]:
    rows = Dispute.objects.filter(client_id=client_id, resolved_on=None).select_related("instalment__invoice")
    return [
        DisputeLine(
            id=row.id,
            invoice_id=row.instalment.invoice_id,
            number=row.instalment.invoice.number,
            amount=Money(row.amount_minor, row.instalment.currency),
            reason=row.reason,
            words=row.words,
            opened_on=row.opened_on,
            by_client=row.source == AnswerSource.PORTAL,
            holds=row.holds,
        )
        for row in rows.order_by("opened_on", "id")
    ]


def _claims(client_id: int) -> list[ClaimLine]:
    rows = PaidClaim.objects.filter(client_id=client_id, settled_on=None).select_related(
        "instalment__invoice"
    )
    return [
        ClaimLine(
            id=row.id,
            invoice_id=row.instalment.invoice_id,
            number=row.instalment.invoice.number,
            amount=Money(row.instalment.remaining_minor, row.instalment.currency),
            said_on=row.said_on,
            paid_on=row.paid_on,
            words=row.words,
            holds=row.holds,
        )
        for row in rows.order_by("said_on", "id")
    ]


def _holds(client_id: int, on: date) -> list[HoldLine]:
    standing = Hold.objects.filter(client_id=client_id, lifted_on=None).exclude(until_on__lt=on)
    return [
        HoldLine(
            id=row.id,
            number=row.instalment.invoice.number if row.instalment else "",
            reason=row.reason,
            from_on=row.from_on,
            until_on=row.until_on,
            asked_by=row.asked_by,
        )
        for row in standing.select_related("instalment__invoice").order_by("id")
    ]
