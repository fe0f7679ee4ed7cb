"""What is owed, by how late it is: client by client, as of any date."""

from dataclasses import dataclass
from datetime import date

from quitus.apps.organisations.queries import books_currency
from quitus.apps.organisations.sql import rows
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
# A past day is told by the payments and reductions known to have settled until then.
_OPEN_THEN = """
SELECT instalment.client_id, %(on)s - due_on AS late, amount_minor - coalesce(paid.minor, 0) AS left_minor
FROM invoicing_instalment AS instalment
JOIN invoicing_invoice AS invoice ON invoice.id = instalment.invoice_id AND invoice.issued_on <= %(on)s
LEFT JOIN (
    SELECT instalment_id, sum(amount_minor) AS minor FROM (
        SELECT instalment_id, amount_minor FROM payments_allocation WHERE allocated_on <= %(on)s
        UNION ALL
        SELECT part.instalment_id, part.amount_minor
        FROM payments_reductionpart AS part
        JOIN payments_reduction AS reduction ON reduction.id = part.reduction_id
        WHERE reduction.happened_on <= %(on)s
    ) AS lowered GROUP BY instalment_id
) AS paid ON paid.instalment_id = instalment.id
WHERE amount_minor > coalesce(paid.minor, 0)
"""


@dataclass(frozen=True, slots=True)
class Aged:
    """Amounts owed by how late they are. Kept as minor units, for a page shows few of ten thousand clients."""

    minor: tuple[int, int, int, int, int]
    currency: str

    @property
    def not_due(self) -> Money:
        return Money(self.minor[0], self.currency)

    @property
    def days_30(self) -> Money:
        """1 to 30 days late."""
        return Money(self.minor[1], self.currency)

    @property
    def days_60(self) -> Money:
        """31 to 60 days late."""
        return Money(self.minor[2], self.currency)

    @property
    def days_90(self) -> Money:
        """61 to 90 days late."""
        return Money(self.minor[3], self.currency)

    @property
    def older(self) -> Money:
        return Money(self.minor[4], self.currency)

    @property
    def late(self) -> Money:
        return Money(sum(self.minor[1:]), self.currency)

    @property
    def total(self) -> Money:
        return Money(sum(self.minor), self.currency)


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
    found = rows(query, {"on": on})
    clients = tuple(
        (id_, name, Aged((not_due, days_30, days_60, days_90, older), currency))
        for id_, name, not_due, days_30, days_60, days_90, older in found
    )
    not_due, days_30, days_60, days_90, older = (sum(row[place] for row in found) for place in range(2, 7))
    return AgedBalance(on, clients, Aged((not_due, days_30, days_60, days_90, older), currency))
