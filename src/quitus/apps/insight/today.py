"""What a person should do today, the heaviest first; what happened since yesterday; what rightly waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, F, Min, Q, Sum

from quitus.apps.answers.models import Dispute, PaidClaim, Promise, PromisePart
from quitus.apps.banking.models import BankAccount, Match, MatchPart, MatchState
from quitus.apps.clients.models import Contact
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.queries import current_organisation
from quitus.apps.outbox.models import MailAccount, Message, MessageState
from quitus.apps.payments.models import Payment
from quitus.apps.reminders.models import Reminder, ReminderState
from quitus.domain.money import Money

RECENT = timedelta(days=30)
SHOWN = 12


class Doing(StrEnum):
    """The kinds of things to do; each has its sentence and its button on the page."""

    APPROVE = "approve"
    CALL_BROKEN_PROMISE = "call_broken_promise"
    CONFIRM_LINE = "confirm_line"
    ANSWER_DISPUTE = "answer_dispute"
    LOOK_FOR_PAYMENT = "look_for_payment"
    FORMAL_NOTICE = "formal_notice"
    RELEASE = "release"
    UNSURE = "unsure"
    MEND_ADDRESS = "mend_address"
    MAIL_TROUBLE = "mail_trouble"
    NO_MAIL_ACCOUNT = "no_mail_account"
    NO_IBAN = "no_iban"
    BANK_DATA_OLD = "bank_data_old"


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do. `id` is that of its subject (message, promise, match line, dispute…)."""

    doing: Doing
    id: int = 0
    client_id: int = 0
    client_name: str = ""
    amount: Money | None = None
    count: int = 1
    on: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is rightly not reminded of now."""

    kind: str  # promise, dispute, possibly_paid
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


def today(on: date) -> Today:
    """Everything for the first page; a fixed number of queries, whatever the size of the firm."""
    currency = current_organisation().currency
    since = _last_working_day(on)
    return Today(
        todos=_todos(on, currency),
        figures=_figures(on, currency),
        waiting=_waiting(currency),
        received=_received(since, on),
        sent=_sent(since, on),
        since=since,
    )


def _todos(on: date, currency: str) -> list[Todo]:
    found = [
        *_to_approve(currency),
        *_broken_promises(on, currency),
        *_lines_to_confirm(currency),
        *_disputes(currency),
        *_claims(currency),
        *_formal_notices(currency),
        *_to_release(currency),
        *_addresses(currency),
    ]
    found.sort(key=lambda todo: (-(todo.amount.minor if todo.amount else 0), todo.doing, todo.id))
    return [*_blocking(), *_unsure(), *_old_bank_data(on, currency), *found]


def _blocking() -> list[Todo]:
    """What keeps everything from leaving comes first."""
    account = MailAccount.objects.first()
    todos = []
    if account is None:
        todos.append(Todo(Doing.NO_MAIL_ACCOUNT))
    elif account.trouble:
        todos.append(Todo(Doing.MAIL_TROUBLE, words=account.trouble_detail))
    if not current_organisation().iban:
        todos.append(Todo(Doing.NO_IBAN))
    return todos


def _unsure() -> list[Todo]:
    rows = Message.objects.filter(state=MessageState.UNSURE).order_by("id")
    return [
        Todo(Doing.UNSURE, id=row[0], client_id=row[1], client_name=row[2], on=row[3])
        for row in rows.values_list("id", "client_id", "client__name", "planned_on")
    ]


def _old_bank_data(on: date, currency: str) -> list[Todo]:
    """Nobody is reminded of money that may have come: the user is asked instead, or imports a statement."""
    until = BankAccount.objects.exclude(up_to=None).aggregate(day=Min("up_to"))["day"]
    if until is not None and on - until <= timedelta(days=5):
        return []
    overdue = Instalment.objects.filter(
        remaining_minor__gt=0, due_on__lt=on, released_on__isnull=False
    ).aggregate(amount=Sum("remaining_minor"), count=Count("id"))
    if not overdue["count"]:
        return []
    amount = Money(overdue["amount"], currency)
    return [Todo(Doing.BANK_DATA_OLD, amount=amount, count=overdue["count"], on=until)]


def _to_approve(currency: str) -> list[Todo]:
    rows = (
        Message.objects.filter(state=MessageState.WAITING_APPROVAL)
        .values_list("id", "client_id", "client__name", "planned_on")
        .annotate(amount=Sum("reminders__instalment__remaining_minor"), count=Count("reminders"))
    )
    return [
        Todo(Doing.APPROVE, row[0], row[1], row[2], Money(row[4] or 0, currency), row[5], row[3])
        for row in rows
    ]


def _broken_promises(on: date, currency: str) -> list[Todo]:
    """A promise that was not kept: a call says more than another message."""
    rows = (
        Promise.objects.filter(state=Promise.State.BROKEN, settled_on__gte=on - RECENT)
        .filter(parts__instalment__remaining_minor__gt=0)
        .values_list("id", "client_id", "client__name", "promised_for")
        .annotate(amount=Sum("parts__instalment__remaining_minor"))
    )
    phones = dict(
        Contact.objects.filter(client_id__in=[row[1] for row in rows], archived_on=None)
        .exclude(phone="")
        .order_by("-position")
        .values_list("client_id", "phone")
    )
    return [
        Todo(
            Doing.CALL_BROKEN_PROMISE,
            row[0],
            row[1],
            row[2],
            Money(row[4], currency),
            on=row[3],
            words=phones.get(row[1], ""),
        )
        for row in rows
    ]


def _lines_to_confirm(currency: str) -> list[Todo]:
    rows = Match.objects.filter(state=MatchState.SUGGESTED).select_related("line").order_by("id")
    clients = dict(
        MatchPart.objects.filter(match__in=rows, rank=0)
        .order_by("-instalment_id")
        .values_list("match_id", "instalment__client__name")
    )
    return [
        Todo(
            Doing.CONFIRM_LINE,
            id=row.line_id,
            client_name=clients.get(row.id, ""),
            amount=Money(row.line.amount_minor, currency),
            on=row.line.booked_on,
            words=row.line.label[:80],
        )
        for row in rows
    ]


def _disputes(currency: str) -> list[Todo]:
    rows = Dispute.objects.filter(resolved_on=None).values_list(
        "id", "client_id", "client__name", "amount_minor", "opened_on", "words"
    )
    return [
        Todo(Doing.ANSWER_DISPUTE, row[0], row[1], row[2], Money(row[3], currency), on=row[4], words=row[5])
        for row in rows
    ]


def _claims(currency: str) -> list[Todo]:
    rows = PaidClaim.objects.filter(settled_on=None).values_list(
        "id", "client_id", "client__name", "instalment__remaining_minor", "paid_on", "words"
    )
    return [
        Todo(Doing.LOOK_FOR_PAYMENT, row[0], row[1], row[2], Money(row[3], currency), on=row[4], words=row[5])
        for row in rows
    ]


def _formal_notices(currency: str) -> list[Todo]:
    rows = Reminder.objects.filter(
        state=ReminderState.PLANNED, channel="task", instalment__remaining_minor__gt=0
    ).values_list(
        "id",
        "client_id",
        "client__name",
        "instalment__remaining_minor",
        "planned_on",
        "instalment__invoice__number",
    )
    return [
        Todo(Doing.FORMAL_NOTICE, row[0], row[1], row[2], Money(row[3], currency), on=row[4], words=row[5])
        for row in rows
    ]


def _to_release(currency: str) -> list[Todo]:
    held = Instalment.objects.filter(remaining_minor__gt=0, released_on=None).aggregate(
        amount=Sum("remaining_minor"), count=Count("id")
    )
    if not held["count"]:
        return []
    return [Todo(Doing.RELEASE, amount=Money(held["amount"], currency), count=held["count"])]


def _addresses(currency: str) -> list[Todo]:
    """Clients who owe and whom no message can reach."""
    reachable = (
        Contact.objects.filter(archived_on=None, bounced_on=None).exclude(email="").values("client_id")
    )
    rows = (
        Instalment.objects.filter(remaining_minor__gt=0)
        .exclude(client_id__in=reachable)
        .values_list("client_id", "client__name")
        .annotate(amount=Sum("remaining_minor"))
    )
    return [Todo(Doing.MEND_ADDRESS, row[0], row[0], row[1], Money(row[2], currency)) for row in rows]


def _figures(on: date, currency: str) -> Figures:
    late = Q(due_on__lt=on)
    totals = Instalment.objects.filter(remaining_minor__gt=0).aggregate(
        owed=Sum("remaining_minor", default=0),
        owed_count=Count("id"),
        owed_clients=Count("client_id", distinct=True),
        overdue=Sum("remaining_minor", filter=late, default=0),
        overdue_count=Count("id", filter=late),
        overdue_clients=Count("client_id", filter=late, distinct=True),
        oldest=Sum(on - F("due_on"), filter=late),
    )
    this_month = on.replace(day=1)
    month_before = (this_month - timedelta(days=1)).replace(day=1)
    received = Payment.objects.aggregate(
        now=Sum("amount_minor", filter=Q(received_on__gte=this_month, received_on__lte=on), default=0),
        before=Sum(
            "amount_minor", filter=Q(received_on__gte=month_before, received_on__lt=this_month), default=0
        ),
    )
    days = totals["oldest"]
    return Figures(
        owed=Money(totals["owed"], currency),
        owed_count=totals["owed_count"],
        owed_clients=totals["owed_clients"],
        overdue=Money(totals["overdue"], currency),
        overdue_clients=totals["overdue_clients"],
        overdue_days=round(_days(days) / totals["overdue_count"]) if totals["overdue_count"] else 0,
        received=Money(received["now"], currency),
        received_before=Money(received["before"], currency),
    )


def _days(span: object) -> int:
    return span.days if isinstance(span, timedelta) else int(str(span or 0))


def _waiting(currency: str) -> list[Waiting]:
    promised = (
        PromisePart.objects.filter(promise__state=Promise.State.OPEN, instalment__remaining_minor__gt=0)
        .values_list("promise__client_id", "promise__client__name", "promise__promised_for")
        .annotate(amount=Sum("amount_minor"))
        .order_by("promise__promised_for")
    )
    disputed = (
        Dispute.objects.filter(resolved_on=None)
        .values_list("client_id", "client__name")
        .annotate(amount=Sum("amount_minor"))
        .order_by("client__name")
    )
    perhaps = (
        MatchPart.objects.filter(match__state=MatchState.SUGGESTED, rank=0)
        .values_list("instalment__client_id", "instalment__client__name")
        .annotate(amount=Sum("amount_minor"))
        .order_by("instalment__client__name")
    )
    rows = [
        *(Waiting("promise", row[0], row[1], Money(row[3], currency), row[2]) for row in promised),
        *(Waiting("possibly_paid", row[0], row[1], Money(row[2], currency), None) for row in perhaps),
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
