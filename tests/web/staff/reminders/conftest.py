"""A firm with a plan of today: one message to approve, one task, one promise, fresh bank statements."""

from datetime import date

import pytest

from quitus.apps.answers.actions import Answerer, promise
from quitus.apps.answers.models import AnswerSource
from quitus.apps.banking.models import BankAccount
from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import MailAccount, Message
from quitus.apps.reminders.models import Reminder
from quitus.apps.reminders.planning import plan_day
from tests.firm import TODAY, make_client, make_instalment

BERTHIER = "Maison Berthier & Fils"
VOYAGEURS = "Hôtel des Voyageurs"


def bank_known_until(day):
    BankAccount.objects.update_or_create(
        iban="FR7630006000011234567890189", defaults={"currency": "EUR", "up_to": day}
    )


def plan_today(firm):
    plan_day(business_now(firm))


@pytest.fixture
def planned(firm):
    """What the plan of Tuesday, 24 November made: see the top of the file."""
    with tenant(firm.id):
        bank_known_until(date(2026, 11, 23))
        MailAccount.objects.create(
            host="mail.example", from_name="Camille Rousseau", from_address="camille@studio-marelle.example"
        )
        berthier = make_client(BERTHIER)
        make_instalment(berthier, "FA-2026-0118", "1240.00", due=date(2026, 10, 15))
        make_instalment(berthier, "FA-2026-0127", "860.00", due=date(2026, 10, 31))
        voyageurs = make_client(VOYAGEURS, email="hotel@voyageurs.example")
        promised = make_instalment(voyageurs, "FA-2026-0131", "1250.00", due=date(2026, 11, 2))
        promise(voyageurs, date(2026, 11, 30), Answerer(TODAY, AnswerSource.PORTAL), {promised.id: 125_000})
        plan_today(firm)
    return firm


@pytest.fixture
def message(planned):
    """The message that waits for approval."""
    with tenant(planned.id):
        return Message.objects.get()


def make_task(firm, number="FA-2026-0099", client="Garage Tissot"):
    """A formal notice that waits for a person: every e-mail of the policy has left long ago."""
    with tenant(firm.id):
        client_id = make_client(client, email="")
        instalment = make_instalment(
            client_id, number, "500.00", due=date(2026, 9, 1), issued=date(2026, 8, 1)
        )
        from quitus.apps.reminders.models import PolicyVersion

        return Reminder.objects.create(
            instalment=instalment,
            client_id=client_id,
            policy_version=PolicyVersion.objects.get(),
            step="formal_notice",
            level=7,
            channel="task",
            planned_on=TODAY,
        )
