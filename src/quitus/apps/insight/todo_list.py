"""What a person should do today, the heaviest first."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, Exists, Subquery, Sum

from quitus.apps.answers.models import Dispute, PaidClaim, Promise
from quitus.apps.banking.known_days import bank_data_until
from quitus.apps.clients.models import Contact
from quitus.apps.insight.perhaps_paid import lines_to_confirm
from quitus.apps.insight.receipts_asked import asked
from quitus.apps.insight.returns_list import returns_to_do
from quitus.apps.invoicing.models import Instalment
from quitus.apps.law.insolvency import before_insolvency, claims_to_declare
from quitus.apps.law.limitation import Ending, ending_soon
from quitus.apps.law.queries import rates_to_look_up
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.outbox.models import MailAccount, Message, MessageState
from quitus.apps.outgoing.after_cancelling import paid_though_cancelled
from quitus.apps.outgoing.queries import orders_to_approve
from quitus.apps.reminders.models import Reminder, ReminderState
from quitus.domain.money import Money
from quitus.domain.reminders.policy import Channel

RECENT = timedelta(days=30)
MOST = 30  # of one kind: nobody does more in a day, and the next ones follow
URGENT = ("0", "1")  # months left of a claim: it is over, or nearly
ONE_BY_ONE = 5  # messages to approve, beyond which they are one thing to do


class Doing(StrEnum):
    """The kinds of things to do; each has its sentence and its button on the page."""

    APPROVE = "approve"
    CALL_BROKEN_PROMISE = "call_broken_promise"
    CONFIRM_LINE = "confirm_line"
    CONFIRM_RETURN = "confirm_return"
    DEAL_WITH_RETURN = "deal_with_return"
    APPROVE_TRANSFERS = "approve_transfers"
    CREDIT_PAID_TWICE = "credit_paid_twice"
    ANSWER_DISPUTE = "answer_dispute"
    LOOK_FOR_PAYMENT = "look_for_payment"
    FORMAL_NOTICE = "formal_notice"
    RELEASE = "release"
    UNSURE = "unsure"
    REFUSED = "refused"
    APPROVE_SEVERAL = "approve_several"
    MEND_ADDRESS = "mend_address"
    MAIL_TROUBLE = "mail_trouble"
    NO_MAIL_ACCOUNT = "no_mail_account"
    NO_IBAN = "no_iban"
    BANK_DATA_OLD = "bank_data_old"
    LIMITATION_ENDS = "limitation_ends"
    DECLARE_CLAIM = "declare_claim"
    ASK_RELIEF = "ask_relief"
    RATE_MISSING = "rate_missing"
    IMPORT_INVOICES = "import_invoices"


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do. `id` is that of its subject (message, promise, match line, dispute…).

    `since`: the day from which the deadline `on` of a declaration is counted.
    """

    doing: Doing
    id: int = 0
    client_id: int = 0
    client_name: str = ""
    amount: Money | None = None
    count: int = 1
    on: date | None = None
    words: str = ""
    since: date | None = None
    sure: str = ""
    other_name: str = ""


def todos(on: date, currency: str, *, approver: int | None = None) -> list[Todo]:
    """What blocks everything, then the heaviest first; a fixed number of queries, at most MOST of each kind.

    `approver`: the user who looks, when they may let money leave.
    """
    found = [
        *(_transfer_orders(approver) if approver else ()),
        *_to_approve(currency),
        *_broken_promises(on, currency),
        *_lines_to_confirm(currency),
        *_returns(),
        *_paid_twice(),
        *_disputes(currency),
        *_claims(currency),
        *_formal_notices(currency),
        *_to_release(currency),
        *_addresses(currency),
    ]
    found.sort(key=lambda todo: (-(todo.amount.minor if todo.amount else 0), todo.doing, todo.id))
    ending = _ending(on, currency)
    urgent = [todo for todo in ending if todo.words in URGENT]
    ends = [*urgent, *_to_declare(on, currency)]
    first = [*_blocking(), *_troubled(), *ends, *_rates(on), *_old_bank_data(on, currency)]
    return [*first, *found, *(todo for todo in ending if todo.words not in URGENT)]


def _blocking() -> list[Todo]:
    """What keeps everything from leaving comes first, a firm without any invoice included; one query."""
    account = MailAccount.objects.order_by("id")
    firm = Organisation.objects.filter(id=current_organisation_id()).values_list(
        "iban",
        Subquery(account.values("trouble")[:1]),
        Subquery(account.values("trouble_detail")[:1]),
        Exists(Instalment.objects.all()),
    )
    iban, trouble, detail, has_invoices = firm.get()
    todos = []
    if trouble is None:
        todos.append(Todo(Doing.NO_MAIL_ACCOUNT))
    elif trouble:
        todos.append(Todo(Doing.MAIL_TROUBLE, words=detail))
    if not iban:
        todos.append(Todo(Doing.NO_IBAN))
    if not has_invoices:
        todos.append(Todo(Doing.IMPORT_INVOICES))
    return todos


def _troubled() -> list[Todo]:
    """Messages of which nobody knows, then those that were refused."""
    rows = Message.objects.filter(state__in=[MessageState.UNSURE, MessageState.REFUSED]).order_by(
        "-state", "id"
    )
    return [
        Todo(
            Doing.UNSURE if row[4] == MessageState.UNSURE else Doing.REFUSED,
            id=row[0],
            client_id=row[1],
            client_name=row[2],
            on=row[3],
            words=row[5],
        )
        for row in rows.values_list("id", "client_id", "client__name", "planned_on", "state", "to_address")[
            :MOST
        ]
    ]


def _old_bank_data(on: date, currency: str) -> list[Todo]:
    """Nobody is reminded of money that may have come: the user is asked instead, or imports a statement."""
    open_questions = asked(on).aggregate(amount=Sum("remaining_minor"), count=Count("id"))
    if not open_questions["count"]:
        return []
    amount = Money(open_questions["amount"], currency)
    return [Todo(Doing.BANK_DATA_OLD, amount=amount, count=open_questions["count"], on=bank_data_until())]


def _ending(on: date, currency: str) -> list[Todo]:
    """Clients with claims that are soon out of time, the first to end first, those that just ended apart. Nothing
    dismisses them but money, or what moves the last day. `words`: the months left at most, "0" when it is over.
    """
    by_client: dict[tuple[int, bool], list[Ending]] = defaultdict(list)
    for ending in ending_soon(on):
        by_client[ending.client_id, ending.months == 0].append(ending)
    return [
        Todo(
            Doing.LIMITATION_ENDS,
            client_id,
            client_id,
            endings[0].client_name,
            Money(sum(ending.remaining.minor for ending in endings), currency),
            len(endings),
            endings[0].last_day,
            str(endings[0].months),
        )
        for (client_id, _over), endings in list(by_client.items())[:MOST]
    ]


def _to_declare(on: date, currency: str) -> list[Todo]:
    """Claims on insolvent clients that nobody declared yet. `words`: "published" when the day of the BODACC is known,
    "judgment" when it is not; `on` None: the law of the client's country says by when.
    """
    return [
        Todo(
            Doing.ASK_RELIEF if claim.duty.relief else Doing.DECLARE_CLAIM,
            claim.client_id,
            claim.client_id,
            claim.client_name,
            Money(claim.minor, currency),
            claim.count,
            claim.duty.day,
            "published" if claim.duty.published else "judgment",
            claim.duty.since,
        )
        for claim in claims_to_declare(on)[:MOST]
    ]


def _rates(on: date) -> list[Todo]:
    """Half-years that have begun, or begin within a fortnight, and lack rates: how many."""
    lacking = Counter(missing.since for missing in rates_to_look_up(on))
    return [Todo(Doing.RATE_MISSING, count=count, on=since) for since, count in sorted(lacking.items())]


def _to_approve(currency: str) -> list[Todo]:
    waiting = Message.objects.filter(state=MessageState.WAITING_APPROVAL)
    rows = (
        waiting.values_list("id", "client_id", "client__name", "planned_on")
        .annotate(amount=Sum("reminders__instalment__remaining_minor"), count=Count("reminders"))
        .order_by("-amount", "id")[: ONE_BY_ONE + 1]
    )
    found = [
        Todo(Doing.APPROVE, row[0], row[1], row[2], Money(row[4] or 0, currency), row[5], row[3])
        for row in rows
    ]
    if len(found) <= ONE_BY_ONE:
        return found
    totals = waiting.aggregate(
        amount=Sum("reminders__instalment__remaining_minor"), count=Count("id", distinct=True)
    )
    amount = Money(totals["amount"] or 0, currency)
    return [Todo(Doing.APPROVE_SEVERAL, amount=amount, count=totals["count"])]


def _broken_promises(on: date, currency: str) -> list[Todo]:
    """Promises that were not kept: a call says more than another message. Who promised anew is believed; who became
    insolvent may not keep them.
    """
    promised_anew = Promise.objects.filter(state=Promise.State.OPEN).values("client_id")
    rows = (
        Promise.objects.filter(state=Promise.State.BROKEN, settled_on__gte=on - RECENT)
        .filter(
            ~before_insolvency("parts__instalment__client", "parts__instalment__invoice"),
            parts__instalment__remaining_minor__gt=0,
        )
        .exclude(client_id__in=promised_anew)
        .values_list("id", "client_id", "client__name", "promised_for")
        .annotate(amount=Sum("parts__instalment__remaining_minor"))
        .order_by("-amount", "id")[:MOST]
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
    """`words`: the label; `sure`: how sure the suggestion is, `other_name` the client who is as likely."""
    return [
        Todo(
            Doing.CONFIRM_LINE,
            id=one.line_id,
            client_name=one.client_name,
            amount=one.amount,
            on=one.on,
            words=one.label[:80],
            sure=one.sure,
            other_name=one.other_name,
        )
        for one in lines_to_confirm(currency, MOST)
    ]


def _returns() -> list[Todo]:
    """Debit lines that may take payments back, and returns to deal with. `words`: the label, the code."""
    return [
        Todo(
            Doing.DEAL_WITH_RETURN if one.client_id else Doing.CONFIRM_RETURN,
            one.id,
            one.client_id,
            one.client_name,
            one.amount,
            on=one.day,
            words=one.words,
        )
        for one in returns_to_do()
    ]


def _paid_twice() -> list[Todo]:
    """Clients whom the bank paid back by an order that was cancelled here. `id`: the order's."""
    return [
        Todo(Doing.CREDIT_PAID_TWICE, one.order_id, one.client_id, one.client_name, one.amount, on=one.on)
        for one in paid_though_cancelled(most=MOST)
    ]


def _transfer_orders(approver: int) -> list[Todo]:
    """`words`: what the order is for."""
    return [
        Todo(
            Doing.APPROVE_TRANSFERS,
            id=one.order.id,
            amount=one.amount,
            count=one.count,
            on=one.order.execution_on,
            words=one.order.title,
        )
        for one in orders_to_approve(approver, MOST)
    ]


def _disputes(currency: str) -> list[Todo]:
    open_ones = Dispute.objects.filter(resolved_on=None).order_by("-amount_minor", "id")
    rows = open_ones.values_list("id", "client_id", "client__name", "amount_minor", "opened_on", "words")[
        :MOST
    ]
    return [
        Todo(Doing.ANSWER_DISPUTE, row[0], row[1], row[2], Money(row[3], currency), on=row[4], words=row[5])
        for row in rows
    ]


def _claims(currency: str) -> list[Todo]:
    rows = (
        PaidClaim.objects.filter(settled_on=None)
        .order_by("-instalment__remaining_minor", "id")
        .values_list("id", "client_id", "client__name", "instalment__remaining_minor", "paid_on", "words")[
            :MOST
        ]
    )
    return [
        Todo(Doing.LOOK_FOR_PAYMENT, row[0], row[1], row[2], Money(row[3], currency), on=row[4], words=row[5])
        for row in rows
    ]


def _formal_notices(currency: str) -> list[Todo]:
    to_do = Reminder.objects.filter(
        state=ReminderState.PLANNED, channel=Channel.TASK, instalment__remaining_minor__gt=0
    ).order_by("-instalment__remaining_minor", "id")
    rows = to_do.values_list(
        "id",
        "client_id",
        "client__name",
        "instalment__remaining_minor",
        "planned_on",
        "instalment__invoice__number",
    )[:MOST]
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
        .order_by("-amount")[:MOST]
    )
    return [Todo(Doing.MEND_ADDRESS, row[0], row[0], row[1], Money(row[2], currency)) for row in rows]
