"""Short ways to put clients and invoices into the open organisation, through the same doors as the product."""

from datetime import date

from quitus.apps.clients.actions import create_client
from quitus.apps.clients.details import ClientDetails, ContactDetails
from quitus.apps.invoicing.actions import record_invoices
from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
from quitus.apps.invoicing.models import Instalment
from quitus.domain.money import Money

TODAY = date(2026, 11, 24)  # a Tuesday


def euros(amount: str) -> Money:
    """ "1240.00" as Money."""
    whole, _, cents = amount.partition(".")
    return Money(int(whole) * 100 + int((cents or "0").ljust(2, "0")), "EUR")


def make_client(
    name: str = "Maison Berthier & Fils", *, email: str = "compta@berthier.example", **details
) -> int:
    """A client with one person in accounting; its id."""
    contact = ContactDetails(name="Hélène Vasseur", email=email)
    return create_client(ClientDetails(name=name, **details), contact, on=TODAY, actor="test")


def make_instalment(
    client_id: int,
    number: str,
    amount: str = "1240.00",
    *,
    due: date = date(2026, 10, 15),
    issued: date = date(2026, 9, 15),
    sent: date | None = date(2026, 9, 15),
    released: bool = True,
) -> Instalment:
    """An invoice with one instalment, already let go for reminders."""
    money = euros(amount)
    invoice = NewInvoice(
        client_id=client_id,
        number=number,
        issued_on=issued,
        total=money,
        instalments=(NewInstalment(due, money),),
        sent_on=sent,
    )
    (invoice_id,) = record_invoices([invoice], on=issued, actor="test", released=released)
    return Instalment.objects.get(invoice_id=invoice_id)


def remaining(*instalments: Instalment) -> list[int]:
    """What is left to pay now, in minor units."""
    now = dict(
        Instalment.objects.filter(id__in=[i.id for i in instalments]).values_list("id", "remaining_minor")
    )
    return [now[instalment.id] for instalment in instalments]
