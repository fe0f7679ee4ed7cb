"""What the rules of charges read: each late instalment with what lowered it, and what was claimed for it already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from quitus.apps.law.facts import LegalSituation, situations_of
from quitus.apps.law.queries import late_terms_of
from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.sql import FEW, few_rows, rows
from quitus.domain.charges.accrued import LateDebt
from quitus.domain.law.countries import DebtorKind

# Settled in full, but late, by a payment or a set-off that stands: its interest is owed all the same until it was
# claimed. A credit note alone says that it was never owed.
_PAID_LATE = """OR EXISTS (
    SELECT FROM payments_allocation AS paid
    WHERE paid.instalment_id = instalment.id AND paid.allocated_on > instalment.due_on AND paid.reverses_id IS NULL
        AND NOT EXISTS (SELECT FROM payments_allocation AS reversal WHERE reversal.reverses_id = paid.id))
OR EXISTS (
    SELECT FROM payments_reductionpart AS part JOIN payments_reduction AS reduction ON reduction.id = part.reduction_id
    WHERE part.instalment_id = instalment.id AND reduction.kind = 'set_off'
        AND reduction.happened_on > instalment.due_on AND reduction.reverses_id IS NULL
        AND NOT EXISTS (SELECT FROM payments_reduction AS reversal WHERE reversal.reverses_id = reduction.id))
"""
_LATE = """
SELECT instalment.id, instalment.invoice_id, instalment.client_id, client.kind, instalment.due_on,
    instalment.amount_minor, instalment.currency
FROM invoicing_instalment AS instalment
JOIN clients_client AS client ON client.id = instalment.client_id
WHERE instalment.due_on < %(on)s AND (instalment.remaining_minor > 0 {paid_late}) {which}
ORDER BY instalment.id
"""
# A payment taken back, or a reduction, never was: neither it nor its reversal is read.
_LOWERED = """
SELECT instalment_id, day, sum(amount_minor)::bigint FROM (
    SELECT allocation.instalment_id, allocation.allocated_on AS day, allocation.amount_minor
    FROM payments_allocation AS allocation
    WHERE allocation.instalment_id = ANY(%(ids)s::bigint[]) AND allocation.reverses_id IS NULL AND NOT EXISTS (
        SELECT FROM payments_allocation AS reversal WHERE reversal.reverses_id = allocation.id)
    UNION ALL
    SELECT part.instalment_id, reduction.happened_on, part.amount_minor
    FROM payments_reductionpart AS part JOIN payments_reduction AS reduction ON reduction.id = part.reduction_id
    WHERE part.instalment_id = ANY(%(ids)s::bigint[]) AND reduction.reverses_id IS NULL AND NOT EXISTS (
        SELECT FROM payments_reduction AS reversal WHERE reversal.reverses_id = reduction.id)
) AS lowered
GROUP BY instalment_id, day ORDER BY instalment_id, day
"""
_CLAIMED = """
SELECT instalment_id, max(last) FROM charges_charge
WHERE kind = 'interest' AND instalment_id = ANY(%(ids)s::bigint[]) GROUP BY instalment_id
"""
_INDEMNITIES = """
SELECT DISTINCT invoice_id FROM charges_charge WHERE kind = 'indemnity' AND invoice_id = ANY(%(ids)s::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Which:
    """Which late instalments: of these clients, of these invoices, or of everybody; those paid late too or not."""

    clients: tuple[int, ...] | None = None
    invoices: tuple[int, ...] | None = None
    paid_too: bool = False


def late_debts(which: Which, on: date) -> list[LateDebt]:
    """The instalments that are, or were, late on a day; a fixed number of statements however many there are."""
    found = _late(which, on)
    if not found:
        return []
    ids = [row[0] for row in found]
    lowered = _lowered(ids)
    claimed = dict(_read(_CLAIMED, ids))
    indemnities = {row[0] for row in _read(_INDEMNITIES, {row[1] for row in found})}
    clients = {row[2] for row in found}
    terms = late_terms_of(clients)
    situations = situations_of(clients)
    nothing = LegalSituation()
    return [
        LateDebt(
            instalment_id=id_,
            invoice_id=invoice_id,
            client_id=client_id,
            debtor=DebtorKind(kind),
            due=due,
            amount_minor=amount,
            currency=currency,
            reductions=lowered.get(id_, ()),
            claimed_until=claimed.get(id_),
            indemnity_claimed=invoice_id in indemnities,
            notice_on=situations.get(client_id, nothing).notice_on(invoice_id),
            insolvent_on=situations.get(client_id, nothing).insolvent_on,
            terms=terms[client_id],
        )
        for id_, invoice_id, client_id, kind, due, amount, currency in found
    ]


def _late(which: Which, on: date) -> list[tuple[Any, ...]]:
    clauses, values = [], {"on": on}
    if which.clients is not None:
        clauses.append("AND instalment.client_id = ANY(%(clients)s::bigint[])")
        values["clients"] = array_literal(which.clients)  # type: ignore[assignment]
    if which.invoices is not None:
        clauses.append("AND instalment.invoice_id = ANY(%(invoices)s::bigint[])")
        values["invoices"] = array_literal(which.invoices)  # type: ignore[assignment]
    statement = _LATE.format(paid_late=_PAID_LATE if which.paid_too else "", which=" ".join(clauses))
    return rows(statement, values)


def _lowered(ids: list[int]) -> Mapping[int, tuple[tuple[date, int], ...]]:
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for instalment_id, day, minor in _read(_LOWERED, ids):
        found[instalment_id].append((day, minor))
    return {instalment_id: tuple(one) for instalment_id, one in found.items()}


def _read(statement: str, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    wanted = list(ids)
    read = few_rows if len(wanted) <= FEW else rows
    return read(statement, {"ids": array_literal(wanted)})
