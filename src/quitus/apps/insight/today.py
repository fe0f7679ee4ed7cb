"""The first page: what to do, the firm's money, what happened since yesterday, what rightly waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, Q, Sum, Value

from quitus.apps.answers.models import Dispute, Promise, PromisePart
from quitus.apps.insight.perhaps_paid import perhaps_paid
from quitus.apps.insight.todo_list import Todo, todos
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.queries import books_currency
from quitus.apps.outbox.models import Message, MessageState
from quitus.apps.payments.models import Payment
from quitus.apps.reminders.models import Reminder
from quitus.domain.money import Money

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is rightly not reminded of now."""

    kind: str  # promise, dispute, no_doubt_paid, perhaps_paid
    client_id: int
    client_name: str
    amount: Money
    until: date | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The firm's money on one day."""

    owed: Money
    owed_count: int
    owed_clients: int
    overdue: Money
    overdue_clients: int
    overdue_days: int
    received: Money
    received_before: Money


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that left."""

    client_id: int
    client_name: str
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Received:
    """A payment that came."""

    client_id: int
    client_name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Today:
    """The first page."""

    todos: Sequence[Todo]
    figures: Figures
    waiting: Sequence[Waiting]
    received: Sequence[Received] = field(default_factory=tuple)
    sent: Sequence[Sent] = field(default_factory=tuple)
    since: date | None = None

    @property
    def at_stake(self) -> Sequence[Todo]:
        """The heaviest things to do, as many as a page holds."""
        return self.todos[:SHOWN]


def today(on: date, *, approver: int | None = None) -> Today:
    """Everything for the first page; a fixed number of queries, whatever the size of the firm.

    `approver`: the user who looks, when they may let money leave.
    """
    currency = books_currency()
    since = _last_working_day(on)
    return Today(
        todos=todos(on, currency, approver=approver),
        figures=_figures(on, currency),
        waiting=_waiting(currency),
        received=_received(since, on),
        sent=_sent(since, on),
        since=since,
    )


def _figures(on: date, currency: str) -> Figures:
    late = Q(due_on__lt=on)
    totals = Instalment.objects.filter(remaining_minor__gt=0).aggregate(
        owed=Sum("remaining_minor", default=0),
        owed_count=Count("id"),
        owed_clients=Count("client_id", distinct=True),
        overdue=Sum("remaining_minor", filter=late, default=0),
        overdue_count=Count("id", filter=late),
        overdue_clients=Count("client_id", filter=late, distinct=True),
        overdue_days=Sum(Value(on) - F("due_on"), filter=late),
    )
    this_month = on.replace(day=1)
    month_before = (this_month - timedelta(days=1)).replace(day=1)
    received = Payment.objects.aggregate(
        now=Sum("amount_minor", filter=Q(received_on__gte=this_month, received_on__lte=on), default=0),
        before=Sum(
            "amount_minor", filter=Q(received_on__gte=month_before, received_on__lt=this_month), default=0
        ),
    )
    return Figures(
        owed=Money(totals["owed"], currency),
        owed_count=totals["owed_count"],
        owed_clients=totals["owed_clients"],
        overdue=Money(totals["overdue"], currency),
        overdue_clients=totals["overdue_clients"],
        overdue_days=_average_days(totals["overdue_days"], totals["overdue_count"]),
        received=Money(received["now"], currency),
        received_before=Money(received["before"], currency),
    )


def _average_days(spread: timedelta | None, count: int) -> int:
    return round(spread.days / count) if spread and count else 0


def _waiting(currency: str) -> list[Waiting]:
    promised = (
        PromisePart.objects.filter(promise__state=Promise.State.OPEN, instalment__remaining_minor__gt=0)
        .values_list("promise__client_id", "promise__client__name", "promise__promised_for")
        .annotate(amount=Sum("amount_minor"))
        .order_by("promise__promised_for")
    )
    disputed = (
        Dispute.objects.filter(resolved_on=None, holds=True)
        .values_list("client_id", "client__name")
        .annotate(amount=Sum("amount_minor"))
        .order_by("client__name")
    )
    rows = [
        *(Waiting("promise", row[0], row[1], Money(row[3], currency), row[2]) for row in promised),
        *(
            Waiting(
                "no_doubt_paid" if one.sure else "perhaps_paid",
                one.client_id,
                one.client_name,
                Money(one.minor, currency),
                None,
            )
            for one in perhaps_paid()
        ),
        *(Waiting("dispute", row[0], row[1], Money(row[2], currency), None) for row in disputed),
    ]
    return rows[:SHOWN]


def _received(since: date, on: date) -> list[Received]:
    rows = (
        Payment.objects.filter(received_on__gte=since, received_on__lte=on, reverses=None, reversals=None)
        .order_by("-received_on", "-id")
        .values_list("client_id", "client__name", "amount_minor", "currency")
    )
    return [Received(row[0], row[1], Money(row[2], row[3])) for row in rows[:SHOWN]]


def _sent(since: date, on: date) -> list[Sent]:
    rows = list(
        Message.objects.filter(state=MessageState.ACCEPTED, settled_on__gte=since, settled_on__lte=on)
        .order_by("-settled_at")
        .values_list("id", "client_id", "client__name")[:SHOWN]
    )
    numbers: dict[int, list[str]] = {}
    for message_id, number in (
        Reminder.objects.filter(message_id__in=[row[0] for row in rows])
        .order_by("instalment__due_on")
        .values_list("message_id", "instalment__invoice__number")
    ):
        numbers.setdefault(message_id, []).append(number)
    return [Sent(row[1], row[2], numbers.get(row[0], [])) for row in rows]


def _last_working_day(on: date) -> date:
    """Yesterday; on a Monday, Friday."""
    day = on - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day
