"""Read clients: lists, cards, and whom to write to."""

from collections.abc import Iterable

from django.db.models import Case, IntegerField, QuerySet, Value, When

from quitus.apps.clients.keys import words_of
from quitus.apps.clients.models import Client, ClientKey, ClientKeyKind, Contact, ContactRole
from quitus.apps.invoicing.models import Instalment

# Above every character that a key may contain: the end of a range of words that begin alike.
AFTER_ALL_WORDS = "\N{DELETE}"
_ACCOUNTING_FIRST = Case(
    When(role=ContactRole.ACCOUNTING, then=Value(0)), default=Value(1), output_field=IntegerField()
)


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


def client_named(client_id: int) -> Client:
    """A client alone, for the title of a page; raises Client.DoesNotExist."""
    return Client.objects.get(id=client_id)


def contact_named(contact_id: int) -> Contact:
    """A person with the client they belong to; raises Contact.DoesNotExist, also for one who was put aside."""
    return Contact.objects.select_related("client").get(id=contact_id, archived_on=None)


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
