"""What is measured. Each scenario prepares, then returns the piece of work whose cost is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from benchmarks.data import TODAY, make_firm
from quitus.apps.banking.importing import import_bank_file
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.sending import send_due
from quitus.apps.payments.aged_balance import aged_balance
from quitus.apps.reminders.planning import plan_day
from quitus.cli.demonstration.bank import Movement, statement

Work = Callable[[], dict[str, Any]]
LINES = 1_000


def plan(size: int) -> Work:
    """Plan a day on which every instalment is overdue and due for a step."""
    organisation = make_firm(size)

    def work() -> dict[str, Any]:
        with tenant(organisation.id):
            planned = plan_day(business_now(organisation))
        return {"reminders": planned.reminders, "messages": planned.messages}

    return work


def idle_night(size: int) -> Work:
    """Plan a day on which nothing is due; the first plan of the day is over."""
    organisation = make_firm(size, overdue=False)
    with tenant(organisation.id):
        plan_day(business_now(organisation))
        Instalment.objects.update(next_check_on=TODAY + timedelta(days=10))

    def work() -> dict[str, Any]:
        with tenant(organisation.id):
            planned = plan_day(business_now(organisation))
        return {"checked": planned.checked}

    return work


def send(size: int) -> Work:
    """Render, hand over and record the messages of a planned day, ten instalments each, into the mailbox."""
    organisation = make_firm(size)
    with tenant(organisation.id):
        plan_day(business_now(organisation))

    def work() -> dict[str, Any]:
        tally = send_due(organisation)
        return {"messages": tally.accepted}

    return work


def match(size: int) -> Work:
    """Take in a statement of 1,000 lines: six in ten name their invoice, the rest is noise."""
    organisation = make_firm(size)
    with tenant(organisation.id):
        rows = list(
            Instalment.objects.order_by("id").values_list("invoice__number", "amount_minor", "client__name")[
                :LINES
            ]
        )
    movements = []
    for place in range(LINES):
        number, amount, name = rows[place % len(rows)]
        named = place % 10 < 6 and place < len(rows)
        label = (
            f"VIR SEPA RECU {name.upper()} FACTURE {number}" if named else f"VIREMENT DIVERS {place * 7919}"
        )
        cents = amount if named else 1_234_500 + place
        payer = name if named else "Tiers"
        movements.append(Movement(TODAY, cents, label, payer, organisation.iban, f"B{place}"))
    content = statement(organisation.iban, TODAY, 0, movements, 1)

    def work() -> dict[str, Any]:
        with tenant(organisation.id):
            done = import_bank_file(content, "bench.xml", on=TODAY, actor="bench")
        return {"lines": done.new, "matched": done.matched, "suggested": done.suggested}

    return work


def aged(size: int) -> Work:
    """The aged balance of today, once warm."""
    organisation = make_firm(size)

    def work() -> dict[str, Any]:
        with tenant(organisation.id):
            balance = aged_balance(TODAY, today=TODAY)
        return {"clients": len(balance.clients)}

    work()
    return work


SCENARIOS: dict[str, Callable[[int], Work]] = {
    "plan": plan,
    "idle-night": idle_night,
    "send": send,
    "match": match,
    "aged": aged,
}
