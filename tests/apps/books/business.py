"""A firm's first quarter, with everything that can happen to a debt: for reports and exports."""

from dataclasses import dataclass
from datetime import date

from quitus.apps.books.actions import Booking, post_all
from quitus.apps.books.models import Journal
from quitus.apps.clients.models import Client
from quitus.apps.invoicing.actions import record_invoices
from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.actions import Receipt, receive, reverse
from quitus.apps.payments.credit import refund
from quitus.apps.payments.models import Payment, PaymentMethod, Reduction, ReductionKind
from quitus.apps.payments.reductions import NewReduction, reduce
from quitus.domain.books.entries import unidentified_receipt
from tests.record import CAMILLE, a_client, euros


def invoice(client_id: int, number: str, amount: str, on: date, *, total: str = "") -> Instalment:
    """An open invoice taken in on its day."""
    new = NewInvoice(
        client_id=client_id,
        number=number,
        issued_on=on,
        total=euros(total or amount),
        instalments=(NewInstalment(date(2026, 12, 31), euros(amount)),),
    )
    (invoice_id,) = record_invoices([new], on=on, actor=CAMILLE, released=True)
    return Instalment.objects.get(invoice_id=invoice_id)


def payment(
    client_id: int, amount: str, on: date, *, account: str = "512000", slot: str = "", **more
) -> Payment:
    """Money received, in the order of the law unless `parts` says otherwise."""
    slot = slot or f"m:{client_id}:{on}:{amount}"
    details = {"method": PaymentMethod.TRANSFER, "account": account} | more
    received = Receipt(slot=slot, client_id=client_id, amount=euros(amount), received_on=on, **details)
    return receive(received, on=on, actor=CAMILLE)


def bank_line(number: int, amount: int, on: date) -> None:
    """A line of the statement, in cents."""
    entry = unidentified_receipt(amount)
    post_all([Booking(f"bank_line:{number}", Journal.BANK, on, f"L{number}", 'VIR | "x"\t', entry, "EUR")])


@dataclass(frozen=True)
class Quarter:
    """The clients' ids: one with a code and a name that a table would stumble over, one without; documents by name."""

    first: int
    second: int
    documents: dict[str, str]


def a_quarter() -> Quarter:
    """January: two invoices of one client, one paid in two parts; one of another client. February: a payment taken
    back, a credit note, the rest paid. March: paid too much, and paid back."""
    first = a_client('Berthier | Fils\t"Élan"')
    Client.objects.filter(id=first).update(number="CLI-7")
    second = a_client("Œuvre SARL", "")
    invoice(first, "FA-1", "1200.00", date(2026, 1, 5))
    invoice(first, "FA-2", "300.00", date(2026, 1, 6))
    invoice(second, "FA-3", "80.50", date(2026, 1, 7))
    bank_line(1, 70_000, date(2026, 1, 20))
    paid = {
        "january 20": payment(first, "700.00", date(2026, 1, 20), account="471000"),
        "january 25": payment(first, "500.00", date(2026, 1, 25)),
        "mistaken": payment(second, "80.50", date(2026, 2, 3)),
    }
    reverse(paid["mistaken"].id, on=date(2026, 2, 5), actor=CAMILLE)
    credit_note(first, "FA-2", "60.00", "10.00", date(2026, 2, 10))
    paid["february"] = payment(first, "240.00", date(2026, 2, 20))
    paid["march"] = payment(second, "100.00", date(2026, 3, 2))
    back = refund(
        second, euros("19.50"), PaymentMethod.TRANSFER, key="rb", on=date(2026, 3, 10), actor=CAMILLE
    )
    documents = {name: f"R{one.id}" for name, one in paid.items()} | {"back": f"RB{back.id}"}
    return Quarter(first, second, documents)


def credit_note(client_id: int, number: str, amount: str, vat: str, on: date) -> Reduction:
    """A credit note on an open invoice."""
    return _less(ReductionKind.CREDIT_NOTE, client_id, number, on, amount=amount, vat=vat)


def write_off(client_id: int, number: str, amount: str, vat: str, on: date) -> Reduction:
    """An open invoice that nobody will pay."""
    return _less(ReductionKind.WRITE_OFF, client_id, number, on, amount=amount, vat=vat)


def _less(kind: ReductionKind, client_id: int, number: str, on: date, *, amount: str, vat: str) -> Reduction:
    instalment = Instalment.objects.get(invoice__number=number)
    new = NewReduction(
        kind=kind,
        client_id=client_id,
        parts={instalment.id: euros(amount)},
        vat=euros(vat),
        happened_on=on,
        slot=f"{kind} on {number}",
        document="AV-1",
    )
    return reduce(new, on=on, actor=CAMILLE)
