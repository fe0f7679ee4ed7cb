"""Read clients: lists, cards, and whom to write to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Max, Min, Q, QuerySet, Sum, Value, When

from quitus.apps.clients.keys import words_of
from quitus.apps.clients.models import Client, ClientKey, ClientKeyKind, Contact, ContactRole
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.models import Allocation, Payment

# Above every character that a key may contain: the end of a range of words that begin alike.
AFTER_ALL_WORDS = "\N{DELETE}"
_ACCOUNTING_FIRST = Case(
    When(role=ContactRole.ACCOUNTING, then=Value(0)), default=Value(1), output_field=IntegerField()
)


@dataclass(frozen=True, slots=True)
class ClientCard:
    """A client at a glance. Amounts are minor units of the firm's currency.

    `late_minor` is the part of `owed_minor` that was due before the day of the question; `credit_minor` is
    money received that settles nothing yet.
    """

    client: Client
    contacts: tuple[Contact, ...]
    owed_minor: int
    late_minor: int
    open_count: int
    oldest_due_on: date | None
    credit_minor: int
    last_payment_on: date | None


def search(text: str = "", *, archived: bool = False) -> QuerySet[Client]:
    """Clients in the order of their names; each word of `text` must begin a word of the card or a contact.

    Accents and capitals do not count. A slice of the result is one query.
    """
    clients = Client.objects.filter(archived_on__isnull=not archived).order_by("sort_name", "id")
    for word in words_of(text):
        begins = ClientKey.objects.filter(
            kind=ClientKeyKind.SEARCH, value__gte=word, value__lt=word + AFTER_ALL_WORDS
        )
        clients = clients.filter(id__in=begins.values("client_id"))
    return clients


def card(client_id: int, today: date) -> ClientCard:
    """Everything a client's page shows at its top; raises Client.DoesNotExist."""
    client = Client.objects.get(id=client_id)
    owed = Instalment.objects.filter(client_id=client_id, remaining_minor__gt=0).aggregate(
        owed=Sum("remaining_minor", default=0),
        late=Sum("remaining_minor", filter=Q(due_on__lt=today), default=0),
        count=Count("id"),
        oldest=Min("due_on"),
    )
    received = Payment.objects.filter(client_id=client_id).aggregate(
        total=Sum("amount_minor", default=0), last=Max("received_on", filter=Q(reverses=None, reversals=None))
    )
    settled = Allocation.objects.filter(payment__client_id=client_id).aggregate(
        total=Sum("amount_minor", default=0)
    )
    return ClientCard(
        client=client,
        contacts=tuple(contacts_of(client_id)),
        owed_minor=owed["owed"],
        late_minor=owed["late"],
        open_count=owed["count"],
        oldest_due_on=owed["oldest"],
        credit_minor=received["total"] - settled["total"],
        last_payment_on=received["last"],
    )


def contacts_of(client_id: int) -> QuerySet[Contact]:
    """The persons to ask, in the order of escalation."""
    return Contact.objects.filter(client_id=client_id, archived_on=None).order_by("position", "id")


def recipients(client_ids: Iterable[int]) -> dict[int, Contact]:
    """Whom to write to at each client: accounting first, then by position; nobody whose address bounced.

    A client without such a contact is missing from the answer: it cannot be reached by e-mail.
    """
    reachable = (
        Contact.objects.filter(client_id__in=list(client_ids), archived_on=None, bounced_on=None)
        .exclude(email="")
        .order_by("client_id", _ACCOUNTING_FIRST, "position", "id")
        .distinct("client_id")
    )
    return {contact.client_id: contact for contact in reachable}


def still_owes(client_id: int) -> bool:
    """Whether an instalment of this client is open."""
    return Instalment.objects.filter(client_id=client_id, remaining_minor__gt=0).exists()


def client_language(client_id: int) -> str:
    """The language in which the client is written to."""
    return Client.objects.values_list("language", flat=True).get(id=client_id)
