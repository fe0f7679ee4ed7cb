"""What the rules of charges read: each late instalment with what lowered it, and what was claimed for it already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from quitus.apps.law.facts import LegalSituation, situations_of
from quitus.apps.law.queries import LateTermsHistory, late_terms_of
from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.sql import FEW, few_rows, rows
from quitus.domain.charges.accrued import LateDebt
from quitus.domain.charges.claimed import ClaimedInterest
from quitus.domain.law.countries import DebtorKind

# The debtor's money was there from the day it came, but not before there was anything to pay.
_PAID_ON = "LEAST({0}.allocated_on, GREATEST({1}.received_on, {2}.issued_on))"
# Settled late, by money or by a reduction of these kinds that stands.
_SETTLED_LATE = f"""(EXISTS (
    SELECT FROM payments_allocation AS paid
    JOIN payments_payment AS money ON money.id = paid.payment_id
    JOIN invoicing_invoice AS bill ON bill.id = instalment.invoice_id
    WHERE paid.instalment_id = instalment.id AND paid.reverses_id IS NULL
        AND {_PAID_ON.format("paid", "money", "bill")} > instalment.due_on
        AND NOT EXISTS (SELECT FROM payments_allocation AS reversal WHERE reversal.reverses_id = paid.id))
OR EXISTS (
    SELECT FROM payments_reductionpart AS part JOIN payments_reduction AS reduction ON reduction.id = part.reduction_id
    WHERE part.instalment_id = instalment.id AND reduction.kind IN ({{kinds}})
        AND reduction.happened_on > instalment.due_on AND reduction.reverses_id IS NULL
        AND NOT EXISTS (SELECT FROM payments_reduction AS reversal WHERE reversal.reverses_id = reduction.id)))
"""  # noqa: S608 - texts of ours
_OPEN = "instalment.remaining_minor > 0"
# Paid in full, but late: its interest is owed all the same until it was claimed.
_TO_CLAIM = f"({_OPEN} OR {_SETTLED_LATE.format(kinds=repr('set_off'))})"
# What was given up was owed. What a credit note alone settled was not, nor was what came in time late.
_OWED = f"""({_OPEN} OR {_SETTLED_LATE.format(kinds="'set_off', 'write_off'")})"""
_LATE = """
SELECT instalment.id, instalment.invoice_id, instalment.client_id, client.kind, instalment.due_on,
    instalment.amount_minor, instalment.currency, {owed}
FROM invoicing_instalment AS instalment
JOIN clients_client AS client ON client.id = instalment.client_id
WHERE instalment.due_on < %(on)s AND {late} {which}
ORDER BY instalment.id
"""
# A payment taken back, or a reduction, never was: neither it nor its reversal is read.
_LOWERED = f"""
SELECT instalment_id, day, sum(amount_minor)::bigint FROM (
    SELECT allocation.instalment_id, {_PAID_ON.format("allocation", "money", "bill")} AS day,
        allocation.amount_minor
    FROM payments_allocation AS allocation
    JOIN payments_payment AS money ON money.id = allocation.payment_id
    JOIN invoicing_instalment AS instalment ON instalment.id = allocation.instalment_id
    JOIN invoicing_invoice AS bill ON bill.id = instalment.invoice_id
    WHERE allocation.instalment_id = ANY(%(ids)s::bigint[]) AND allocation.reverses_id IS NULL AND NOT EXISTS (
        SELECT FROM payments_allocation AS reversal WHERE reversal.reverses_id = allocation.id)
    UNION ALL
    SELECT part.instalment_id, reduction.happened_on, part.amount_minor
    FROM payments_reductionpart AS part JOIN payments_reduction AS reduction ON reduction.id = part.reduction_id
    WHERE part.instalment_id = ANY(%(ids)s::bigint[]) AND reduction.reverses_id IS NULL AND NOT EXISTS (
        SELECT FROM payments_reduction AS reversal WHERE reversal.reverses_id = reduction.id)
) AS lowered
GROUP BY instalment_id, day ORDER BY instalment_id, day
"""  # noqa: S608 - texts of ours
_CLAIMED = """
SELECT charge.instalment_id, charge.id, charge.first, charge.last, charge.amount_minor, claim.recorded_at,
    (charge.amount_minor - coalesce(corrected.minor, 0))::bigint
FROM charges_charge AS charge JOIN charges_chargeclaim AS claim ON claim.id = charge.claim_id
LEFT JOIN LATERAL (
    SELECT sum(waiver.amount_minor) AS minor FROM charges_chargewaiver AS waiver
    WHERE waiver.charge_id = charge.id AND waiver.kind = 'corrected'
) AS corrected ON true
WHERE charge.kind = 'interest' AND charge.instalment_id = ANY(%(ids)s::bigint[]) ORDER BY charge.id
"""
_INDEMNITIES = """
SELECT DISTINCT invoice_id FROM charges_charge WHERE kind = 'indemnity' AND invoice_id = ANY(%(ids)s::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Which:
    """Which instalments past their day: of these clients, of these invoices, or of everybody.

    `paid_too`: those that were paid late; `settled_too`: all, in time as well, which owe no interest.
    """

    clients: tuple[int, ...] | None = None
    invoices: tuple[int, ...] | None = None
    paid_too: bool = False
    settled_too: bool = False


def late_debts(which: Which, on: date) -> list[LateDebt]:
    """The instalments that are, or were, late on a day; a fixed number of statements however many there are."""
    found = _late(which, on)
    if not found:
        return []
    ids = [row[0] for row in found]
    lowered = _lowered(ids)
    indemnities = {row[0] for row in _read(_INDEMNITIES, {row[1] for row in found})}
    clients = {row[2] for row in found}
    terms = late_terms_of(clients)
    claimed = _claimed({row[0]: row[2] for row in found})
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
            claimed=claimed.get(id_, ()),
            indemnity_claimed=invoice_id in indemnities,
            notice_on=situations.get(client_id, nothing).notice_on(invoice_id),
            insolvent_on=situations.get(client_id, nothing).insolvent_on,
            owed=owed,
            terms=terms[client_id],
        )
        for id_, invoice_id, client_id, kind, due, amount, currency, owed in found
    ]


def _late(which: Which, on: date) -> list[tuple[Any, ...]]:
    clauses, values = [], {"on": on}
    if which.clients is not None:
        clauses.append("AND instalment.client_id = ANY(%(clients)s::bigint[])")
        values["clients"] = array_literal(which.clients)  # type: ignore[assignment]
    if which.invoices is not None:
        clauses.append("AND instalment.invoice_id = ANY(%(invoices)s::bigint[])")
        values["invoices"] = array_literal(which.invoices)  # type: ignore[assignment]
    late = "true" if which.settled_too else _TO_CLAIM if which.paid_too else _OPEN
    owed = _OWED if which.settled_too else "true"
    statement = _LATE.format(owed=owed, late=late, which=" ".join(clauses))
    return rows(statement, values)


def _claimed(clients: Mapping[int, int]) -> Mapping[int, tuple[ClaimedInterest, ...]]:
    """The interest claimed on instalments, given with their clients; each claim by the terms of then."""
    found = _read(_CLAIMED, clients)
    if not found:
        return {}
    history = LateTermsHistory({clients[row[0]] for row in found})
    claimed: dict[int, list[ClaimedInterest]] = defaultdict(list)
    for instalment_id, charge_id, first, last, amount, recorded_at, minor in found:
        terms = history.of(clients[instalment_id], recorded_at)
        claimed[instalment_id].append(ClaimedInterest(charge_id, first, last, amount, minor, terms))
    return {instalment_id: tuple(one) for instalment_id, one in claimed.items()}


def _lowered(ids: list[int]) -> Mapping[int, tuple[tuple[date, int], ...]]:
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for instalment_id, day, minor in _read(_LOWERED, ids):
        found[instalment_id].append((day, minor))
    return {instalment_id: tuple(one) for instalment_id, one in found.items()}


def _read(statement: str, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    wanted = list(ids)
    read = few_rows if len(wanted) <= FEW else rows
    return read(statement, {"ids": array_literal(wanted)})
