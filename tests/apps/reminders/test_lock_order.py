"""Instalments are taken in one statement by ascending id, so nobody can wait in a circle (docs/adr/0012)."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from quitus.apps.clients.actions import change_contact
from quitus.apps.clients.details import ContactDetails
from quitus.apps.clients.models import Contact
from quitus.apps.invoicing.actions import mark_sent, record_invoices
from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.reminders.purpose import ReminderPurpose
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.reminding import CAMILLE, OVERDUE, get_ready, only_message, plan

INSTALMENT = "SELECT id FROM invoicing_instalment WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED"
INVOICE = "SELECT id FROM invoicing_invoice WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED"


@pytest.fixture
def firm(committed):
    organisation = Organisation.objects.create(name="Studio Marelle")
    get_ready(organisation)
    return organisation


def waits_before(
    firm: Organisation, lower: int, work: Callable[[], object], later: int, statement: str = INSTALMENT
) -> bool:
    """Whether `work`, begun while somebody holds the lower instalment, waits without holding what comes later."""
    done = threading.Event()

    def works() -> None:
        with tenant(firm.id):
            work()
        connection.close()
        done.set()

    thread = threading.Thread(target=works)
    with tenant(firm.id), connection.cursor() as cursor:
        cursor.execute(INSTALMENT, [lower])
        thread.start()
        waited = not done.wait(0.5)
        cursor.execute(statement, [later])
        free = cursor.fetchone() == (later,)
    thread.join(10)
    return waited and free and done.is_set()


def two_instalments(client_id: int, sent: bool = True) -> tuple[int, int]:
    """An invoice of which only the second instalment is overdue; the ids."""
    parts = (NewInstalment(TODAY + timedelta(60), euros("50.00")), NewInstalment(OVERDUE, euros("50.00")))
    invoice = NewInvoice(
        client_id=client_id,
        number="FA-1",
        issued_on=TODAY - timedelta(40),
        total=euros("100.00"),
        instalments=parts,
        sent_on=TODAY - timedelta(40) if sent else None,
    )
    record_invoices([invoice], on=TODAY, actor=CAMILLE, released=True)
    first, second = Instalment.objects.order_by("id").values_list("id", flat=True)
    return first, second


def test_a_message_takes_all_instalments_of_its_invoices_at_once(firm):
    with tenant(firm.id):
        lower, higher = two_instalments(make_client())
        plan()
        message = only_message().id
    assert waits_before(firm, lower, lambda: ReminderPurpose().lock([message]), higher)


def test_the_plan_takes_what_is_due_and_what_changed_clients_owe_at_once(firm):
    with tenant(firm.id):
        lower = make_instalment(make_client(), "FA-1", due=TODAY + timedelta(60)).id
        changed = make_client("Brasserie du Canal", email="bar@canal.example")
        higher = make_instalment(changed, "FA-2", due=TODAY + timedelta(60)).id
        plan()
        Instalment.objects.filter(id=lower).update(next_check_on=TODAY)
        contact = Contact.objects.get(client_id=changed)
        details = ContactDetails(email="new@canal.example")
        change_contact(contact.id, details, on=TODAY, actor=CAMILLE)
    assert waits_before(firm, lower, plan, higher)


def test_an_invoice_that_arrived_is_taken_after_all_its_instalments(firm):
    with tenant(firm.id):
        lower, _ = two_instalments(make_client(), sent=False)
        invoice = Instalment.objects.get(id=lower).invoice_id

    def arrives() -> None:
        assert mark_sent([invoice], on=TODAY, actor=CAMILLE) == 1

    assert waits_before(firm, lower, arrives, invoice, INVOICE)


def test_a_changed_client_is_looked_at_once(firm):
    with tenant(firm.id):
        mine, other = make_client(), make_client("Brasserie du Canal", email="bar@canal.example")
        for place, client_id in enumerate((mine, other)):
            make_instalment(client_id, f"FA-{place}", due=TODAY + timedelta(60))
        plan()
        contact = Contact.objects.get(client_id=mine)
        change_contact(contact.id, ContactDetails(email="new@berthier.example"), on=TODAY, actor=CAMILLE)
        assert [plan().checked, plan().checked] == [1, 0]
