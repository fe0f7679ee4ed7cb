"""What is owed, by how late it is: client by client, as of any date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from quitus.apps.organisations.queries import books_currency
from quitus.domain.money import Money

_BY_CLIENT = """
SELECT client.id, client.name, not_due, days_30, days_60, days_90, older
FROM (
    SELECT client_id,
        coalesce(sum(left_minor) FILTER (WHERE late < 1), 0)::bigint AS not_due,
        coalesce(sum(left_minor) FILTER (WHERE late BETWEEN 1 AND 30), 0)::bigint AS days_30,
        coalesce(sum(left_minor) FILTER (WHERE late BETWEEN 31 AND 60), 0)::bigint AS days_60,
        coalesce(sum(left_minor) FILTER (WHERE late BETWEEN 61 AND 90), 0)::bigint AS days_90,
        coalesce(sum(left_minor) FILTER (WHERE late > 90), 0)::bigint AS older
    FROM ({open}) AS open
    GROUP BY client_id
) AS aged
JOIN clients_client AS client ON client.id = aged.client_id
ORDER BY client.sort_name, client.id
"""
# What remains today is stored; one index holds it all.
_OPEN_NOW = """
SELECT client_id, %(on)s - due_on AS late, remaining_minor AS left_minor
FROM invoicing_instalment WHERE remaining_minor > 0
"""
# A past day is told by the payments known to have settled until then.
_OPEN_THEN = """
SELECT instalment.client_id, %(on)s - due_on AS late, amount_minor - coalesce(paid.minor, 0) AS left_minor
FROM invoicing_instalment AS instalment
JOIN invoicing_invoice AS invoice ON invoice.id = instalment.invoice_id AND invoice.issued_on <= %(on)s
LEFT JOIN (
    SELECT instalment_id, sum(amount_minor) AS minor FROM payments_allocation
    WHERE allocated_on <= %(on)s GROUP BY instalment_id
) AS paid ON paid.instalment_id = instalment.id
WHERE amount_minor > coalesce(paid.minor, 0)
"""


@dataclass(frozen=True, slots=True)
class Aged:
    """Amounts owed by how late they are: not due yet, 1 to 30 days late, 31 to 60, 61 to 90, older."""

    not_due: Money
    days_30: Money
    days_60: Money
    days_90: Money
    older: Money

    @property
    def late(self) -> Money:
        return self.days_30 + self.days_60 + self.days_90 + self.older

    @property
    def total(self) -> Money:
        return self.not_due + self.late


@dataclass(frozen=True, slots=True)
class AgedBalance:
    """The aged balance of the firm on a day: a row for each client who owes, by name, and their sum."""

    on: date
    clients: tuple[tuple[int, str, Aged], ...]
    total: Aged


def aged_balance(on: date, *, today: date) -> AgedBalance:
    """What was owed at the end of `on`; for `today` or later, what is owed now by how late it will be then.

    An instalment is late from the day after its due date.
    """
    query = _BY_CLIENT.format(open=_OPEN_NOW if on >= today else _OPEN_THEN)
    currency = books_currency()
    with connection.cursor() as cursor:
        cursor.execute(query, {"on": on})
        rows = cursor.fetchall()
    sums = [sum(column) for column in zip(*(row[2:] for row in rows), strict=True)] or [0] * 5
    return AgedBalance(
        on,
        tuple((row[0], row[1], _aged(row[2:], currency)) for row in rows),
        _aged(sums, currency),
    )


def _aged(amounts: Sequence[int], currency: str) -> Aged:
    return Aged(*(Money(amount, currency) for amount in amounts))
