"""A firm with as many open instalments as asked, made through the same actions as an import."""

from datetime import UTC, date, datetime, timedelta

from django.db import connections

from quitus.apps.banking.models import BankAccount
from quitus.apps.clients.actions import NewClient, create_clients
from quitus.apps.clients.details import ClientDetails, ContactDetails
from quitus.apps.invoicing.actions import record_invoices
from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
from quitus.apps.onboarding.actions import open_firm
from quitus.apps.organisations.actions import FirmDetails
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import MailAccount
from quitus.apps.reminders.models import Policy
from quitus.apps.reminders.policies import set_automatic
from quitus.domain.money import Money

TODAY = date(2026, 11, 24)  # a Tuesday
PER_CLIENT = 10
CHUNK = 10_000
WORDS = [
    "Atelier",
    "Boulangerie",
    "Cabinet",
    "Domaine",
    "Ferme",
    "Garage",
    "Hôtel",
    "Imprimerie",
    "Librairie",
    "Menuiserie",
]


def make_firm(count: int, *, overdue: bool = True) -> Organisation:
    """An invented firm with `count` open instalments, ten a client; due long ago, or all in the future."""
    details = FirmDetails(name=f"Bench {count}", iban="FR7630006000011234567890189", account_holder="Bench")
    organisation, _ = open_firm(
        details, f"bench{count}@bench.example", "Bench", "bench-bench-bench", on=TODAY
    )
    organisation.clock_set_to = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    organisation.save()
    clients = max(1, count // PER_CLIENT)
    with tenant(organisation.id):
        MailAccount.objects.create(kind="mailbox", from_name="Bench", from_address="bench@bench.example")
        BankAccount.objects.create(iban=organisation.iban, currency="EUR", up_to=TODAY)
        set_automatic(Policy.objects.get().id, automatic=True, on=TODAY, by="bench")
        ids = create_clients([_client(number) for number in range(clients)], on=TODAY, actor="bench")
        for first in range(0, count, CHUNK):
            numbers = range(first, min(first + CHUNK, count))
            drafts = [_invoice(number, ids[number % clients], overdue=overdue) for number in numbers]
            record_invoices(drafts, on=TODAY, actor="bench", released=True)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute
    return organisation


def _client(number: int) -> NewClient:
    name = f"{WORDS[number % 10]} {WORDS[number // 10 % 10]} {_syllables(number)}"
    return NewClient(
        ClientDetails(name=name), (ContactDetails(name="Compta", email=f"c{number}@client.example"),)
    )


def _syllables(number: int) -> str:
    """A made-up name that no other client has."""
    parts = []
    for _ in range(4):
        number, place = divmod(number, 20)
        parts.append(["ba", "ce", "di", "fo", "gu", "ja", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "va",
                      "ze", "chi", "bro", "tru", "pli"][place])  # fmt: skip
    return "".join(parts).title()


def _invoice(number: int, client_id: int, *, overdue: bool) -> NewInvoice:
    amount = Money(10_000 + number * 7 % 900_000, "EUR")
    due = TODAY - timedelta(days=8 + number % 80) if overdue else TODAY + timedelta(days=20 + number % 60)
    return NewInvoice(
        client_id=client_id,
        number=f"FA-{due.year}-{number:06d}",
        issued_on=due - timedelta(days=30),
        total=amount,
        instalments=(NewInstalment(due, amount),),
        sent_on=due - timedelta(days=30),
    )
