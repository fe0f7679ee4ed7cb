"""A firm that reminds: a policy, a mailbox, fresh bank data, and its clock at a Tuesday morning."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from quitus.apps.banking.models import BankAccount
from quitus.apps.clients.models import Client
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import MailAccount, Message, MessageContent
from quitus.apps.reminders.models import Policy, Reminder
from quitus.apps.reminders.planning import Planned, plan_day
from quitus.apps.reminders.policies import install_policy, set_automatic
from tests.firm import TODAY, make_client, make_instalment

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=PARIS)
CAMILLE = "camille@studio-marelle.example"
OVERDUE = TODAY - timedelta(days=8)


def get_ready(organisation: Organisation, *, automatic: bool = True, port: int | None = None) -> None:
    """The gentle policy, messages that leave by themselves unless said otherwise, the mailbox or a server."""
    set_clock(organisation, NOW)
    with tenant(organisation.id):
        policy = install_policy(on=TODAY, by=CAMILLE)
        if automatic:
            set_automatic(policy.id, automatic=True, on=TODAY, by=CAMILLE)
        MailAccount.objects.create(
            kind="mailbox" if port is None else "smtp",
            host="127.0.0.1",
            port=port or 25,
            security="none",
            from_name="Studio Marelle",
            from_address=CAMILLE,
        )
        BankAccount.objects.create(iban="FR7630006000011234567890189", currency="EUR", up_to=TODAY)


def set_clock(organisation: Organisation, now: datetime) -> None:
    """It is `now` for the firm."""
    organisation.clock_set_to = now
    organisation.save()


def fresh_bank_data(up_to: date) -> None:
    """The statements tell about payments up to that day."""
    BankAccount.objects.update(up_to=up_to)


def debtors(count: int, *, due: date = OVERDUE) -> list[int]:
    """So many clients, each with one overdue invoice; their ids."""
    first = Client.objects.count()
    clients = []
    for number in range(first, first + count):
        clients.append(make_client(f"Client {number}", email=f"compta{number}@client.example"))
        make_instalment(clients[-1], f"FA-{number}", "120.00", due=due)
    return clients


def plan(now: datetime = NOW) -> Planned:
    """Plan the day."""
    return plan_day(now)


def states() -> list[str]:
    """The states of all messages, by id."""
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def reminders(*fields: str) -> list[tuple[object, ...]]:
    """The reminders by id; their steps and states unless other fields are named."""
    return list(Reminder.objects.order_by("id").values_list(*(fields or ("step", "state"))))


def words(of: Iterable[int] = ()) -> list[MessageContent]:
    """The words that were handed over, by message and attempt."""
    found = MessageContent.objects.order_by("message_id", "attempt")
    return list(found.filter(message_id__in=of) if of else found)


def only_message() -> Message:
    """The one message there is."""
    return Message.objects.get()


def policy_id() -> int:
    """The firm's one policy."""
    return Policy.objects.get().id


def plain(text: str) -> str:
    """The text in one line, every kind of blank being a space: for looking for what it says."""
    return " ".join(text.split())
