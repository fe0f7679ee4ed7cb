"""What is measured.

Each scenario first prepares a firm, in a process of its own, so that the memory told is that of the work alone. Then
`ready` returns the piece of work whose cost is told.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from benchmarks.bank import firm_of_size, match_lines, read_statement
from benchmarks.books import CLOSED_ON, YEAR_END, make_books
from benchmarks.data import TODAY, make_firm
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.fec import prepare_fec, write_fec_to
from quitus.apps.charges.queries import accrued_totals
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.sending import send_due
from quitus.apps.payments.aged_balance import aged_balance
from quitus.apps.reminders.planning import plan_day
from quitus.cli.demonstration.bank import Movement, statement
from quitus.domain.financial_years import calendar_year

Work = Callable[[], dict[str, Any]]
LINES = 1_000


def overdue_firm(size: int) -> int:
    """Every instalment is overdue and due for a step."""
    return make_firm(size).id


def quiet_firm(size: int) -> int:
    """Nothing is due; the first plan of the day is over."""
    organisation = make_firm(size, overdue=False)
    with tenant(organisation.id):
        plan_day(business_now(organisation))
        Instalment.objects.update(next_check_on=TODAY + timedelta(days=10))
    return organisation.id


def planned_firm(size: int) -> int:
    """Every instalment is overdue, and the day's messages are queued, ten instalments each."""
    organisation = make_firm(size)
    with tenant(organisation.id):
        plan_day(business_now(organisation))
    return organisation.id


def plan(organisation: Organisation) -> Work:
    """Plan a day."""

    def work() -> dict[str, Any]:
        with tenant(organisation.id):
            planned = plan_day(business_now(organisation))
        return {"checked": planned.checked, "reminders": planned.reminders, "messages": planned.messages}

    return work


def send(organisation: Organisation) -> Work:
    """Render, hand over to the mailbox and record the messages of a planned day."""

    def work() -> dict[str, Any]:
        return {"messages": send_due(organisation).accepted}

    return work


def match(organisation: Organisation) -> Work:
    """Take in a statement of 1,000 lines: six in ten name their invoice, the rest is noise."""
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


def aged(organisation: Organisation) -> Work:
    """The aged balance of today, once warm."""

    def work() -> dict[str, Any]:
        with tenant(organisation.id):
            balance = aged_balance(TODAY, today=TODAY)
        return {"clients": len(balance.clients)}

    work()
    return work


def charges(organisation: Organisation) -> Work:
    """Interest and indemnities of every late instalment up to today."""

    def work() -> dict[str, Any]:
        with tenant(organisation.id):
            totals = accrued_totals(TODAY)
        return {"instalments": totals.instalments, "total": str(totals.total)}

    return work


def booked_firm(size: int) -> int:
    """A closed year of `size` lines in the books."""
    return make_books(size).id


def fec(organisation: Organisation) -> Work:
    """Write the FEC of the year, letters and all."""

    def work() -> dict[str, Any]:
        with tenant(organisation.id), tempfile.TemporaryFile() as file:
            wanted = prepare_fec(calendar_year(YEAR_END), today=CLOSED_ON)
            lines = write_fec_to(file, wanted)
            return {"lines": lines, "file_mb": round(file.tell() / 1024 / 1024)}

    return work


@dataclass(frozen=True, slots=True)
class Scenario:
    """`prepare(size)` makes a firm and returns its id; `ready(firm)` returns the work."""

    prepare: Callable[[int], int]
    ready: Callable[[Organisation], Work]


SCENARIOS: dict[str, Scenario] = {
    "plan": Scenario(overdue_firm, plan),
    "idle-night": Scenario(quiet_firm, plan),
    "send": Scenario(planned_firm, send),
    "match": Scenario(overdue_firm, match),
    "aged": Scenario(overdue_firm, aged),
    "charges": Scenario(overdue_firm, charges),
    "fec": Scenario(booked_firm, fec),
    "bank-read": Scenario(firm_of_size, read_statement),
    "bank-match": Scenario(firm_of_size, match_lines),
}
