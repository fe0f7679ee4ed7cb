"""The shortest way to a believable record: invented clients and open invoices, through the same actions."""

from datetime import date

from quitus.apps.clients.actions import create_client
from quitus.apps.clients.details import ClientDetails, ContactDetails
from quitus.apps.invoicing.actions import record_invoices
from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.actions import Receipt, receive
from quitus.apps.payments.models import Payment, PaymentMethod
from quitus.domain.money import Money

TODAY = date(2026, 3, 16)
CAMILLE = "camille@studio-marelle.example"


def euros(amount: str) -> Money:
    """ "12.34" as money."""
    whole, _, cents = amount.partition(".")
    return Money(int(whole) * 100 + int((cents + "00")[:2]), "EUR")


def a_client(name: str = "Maison Berthier & Fils", email: str = "compta@berthier.example", **details) -> int:
    """A client with one contact in accounting; its id."""
    contacts = [ContactDetails(name="Paul Lenoir", email=email)] if email else []
    return create_client(ClientDetails(name=name, **details), *contacts, on=TODAY, actor=CAMILLE)


def an_invoice(
    client_id: int,
    number: str = "FA-2026-0147",
    amount: str = "1200.00",
    *,
    due_on: date = date(2026, 3, 1),
    issued_on: date = date(2026, 1, 30),
    released: bool = True,
    total: str | None = None,
) -> Instalment:
    """An invoice with one open instalment, which is returned."""
    invoice = NewInvoice(
        client_id=client_id,
        number=number,
        issued_on=issued_on,
        total=euros(total or amount),
        instalments=(NewInstalment(due_on, euros(amount)),),
    )
    (invoice_id,) = record_invoices([invoice], on=TODAY, actor=CAMILLE, released=released)
    return Instalment.objects.get(invoice_id=invoice_id)


def a_payment(client_id: int, amount: str, slot: str = "match:1", **receipt) -> Payment:
    """Money received by transfer on 10 March 2026."""
    wanted = {"received_on": date(2026, 3, 10), "method": PaymentMethod.TRANSFER} | receipt
    return receive(
        Receipt(slot=slot, client_id=client_id, amount=euros(amount), **wanted), on=TODAY, actor=CAMILLE
    )
