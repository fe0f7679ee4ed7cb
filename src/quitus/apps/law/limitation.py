"""The limitation clock of each open instalment: from its due date, moved by what was paid and what happened in law.

A promise given on the portal moves nothing: whether it acknowledges the debt in writing is for a person to say, by
noting an acknowledgement. Set-offs and credit notes move nothing either.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from quitus.apps.law.models import LegalEvent, LegalEventKind
from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.queries import current_organisation
from quitus.apps.organisations.sql import FEW, Row, few_rows, rows
from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.limitation import (
    ALERT_MONTHS,
    FIRST,
    LAST,
    LASTING,
    MAY_FAIL,
    Claim,
    Clock,
    Event,
    EventKind,
    LimitationLaw,
    alerts,
    limitation,
    limitation_law,
)
from quitus.domain.law.months import add_months, add_years
from quitus.domain.money import Money
from quitus.domain.refused import Refused

# The kinds that the clock reads; an insolvency is shown beside it, and moves nothing by itself.
KINDS = {
    LegalEventKind.FORMAL_NOTICE: EventKind.FORMAL_NOTICE,
    LegalEventKind.ACKNOWLEDGEMENT: EventKind.ACKNOWLEDGEMENT,
    LegalEventKind.COURT_ACTION: EventKind.COURT_ACTION,
    LegalEventKind.COURT_ACTION_FAILED: EventKind.COURT_ACTION_FAILED,
    LegalEventKind.ORDER_SERVED: EventKind.ORDER_SERVED,
    LegalEventKind.ENFORCEMENT: EventKind.ENFORCEMENT,
    LegalEventKind.MEDIATION: EventKind.MEDIATION,
    LegalEventKind.CLAIM_DECLARED: EventKind.CLAIM_DECLARED,
}
# What C. civ. 2243 undoes, and those with an end of their own.
UNDONE_KINDS = frozenset(kind for kind, read in KINDS.items() if read in MAY_FAIL)
LASTING_KINDS = frozenset(kind for kind, read in KINDS.items() if read in LASTING)
SLACK = timedelta(days=3)  # months of different lengths, beside a bound that a statement only narrows by
NEXT_YEAR = timedelta(days=366)

# A payment taken back never was. Its own day counts, whenever it was divided.
_PAID = """
SELECT allocation.instalment_id, payment.received_on
FROM payments_allocation AS allocation JOIN payments_payment AS payment ON payment.id = allocation.payment_id
WHERE allocation.instalment_id = ANY(%(ids)s::bigint[]) AND payment.received_on <= %(on)s
    AND allocation.reverses_id IS NULL AND payment.reverses_id IS NULL
    AND NOT EXISTS (SELECT FROM payments_allocation AS back WHERE back.reverses_id = allocation.id)
    AND NOT EXISTS (SELECT FROM payments_payment AS back WHERE back.reverses_id = payment.id)
GROUP BY allocation.instalment_id, payment.received_on
"""
_DATED = """
SELECT instalment.id, instalment.invoice_id, instalment.client_id, client.kind, instalment.due_on
FROM invoicing_instalment AS instalment JOIN clients_client AS client ON client.id = instalment.client_id
WHERE {which} ORDER BY instalment.due_on, instalment.id
"""
# What ended long ago and was never moved is not read: a firm may keep thousands of those.
_ENDING = """
WITH bound AS (
    SELECT * FROM unnest(%(kinds)s::text[], %(oldest)s::date[], %(latest)s::date[]) AS bound(kind, oldest, latest)
)
SELECT instalment.id, instalment.invoice_id, instalment.client_id, client.kind, instalment.due_on,
    instalment.remaining_minor, instalment.currency, invoice.number, client.name
FROM invoicing_instalment AS instalment
JOIN clients_client AS client ON client.id = instalment.client_id
JOIN invoicing_invoice AS invoice ON invoice.id = instalment.invoice_id
JOIN bound ON bound.kind = client.kind
WHERE instalment.remaining_minor > 0 AND instalment.due_on <= bound.latest AND (
    instalment.due_on >= bound.oldest
    OR EXISTS (SELECT FROM payments_allocation AS paid WHERE paid.instalment_id = instalment.id)
    OR EXISTS (SELECT FROM law_legalevent AS event WHERE event.client_id = instalment.client_id)
)
ORDER BY instalment.id
"""


class Dated(NamedTuple):
    """What the clock of an instalment begins with."""

    instalment_id: int
    invoice_id: int
    client_id: int
    kind: str
    due: date


@dataclass(frozen=True, slots=True)
class Ending:
    """An instalment that is soon, or since lately, out of time. `months` left at most: 6, 3, 1; 0 when it is over."""

    instalment_id: int
    invoice_id: int
    number: str
    client_id: int
    client_name: str
    remaining: Money
    last_day: date
    months: int


def law_of_limitation() -> LimitationLaw | None:
    """The law by which the firm's claims end; None for a country whose law Quitus does not know."""
    try:
        return limitation_law(current_organisation().country)
    except Refused:
        return None


def clocks_of(instalment_ids: Collection[int], on: date) -> Mapping[int, Clock]:
    """The clock of each of these instalments with all its steps, in the order of due dates; three statements at most.

    Missing: every one where the law is not known, and those whose due date is out of any reach.
    """
    return _clocks("instalment.id = ANY(%(ids)s::bigint[])", instalment_ids, on)


def clocks_of_invoice(invoice_id: int, on: date) -> Mapping[int, Clock]:
    """The clock of each instalment of an invoice that still owes something, by its id."""
    which = "instalment.invoice_id = ANY(%(ids)s::bigint[]) AND instalment.remaining_minor > 0"
    return _clocks(which, [invoice_id], on)


def clocks_of_client(client_id: int, on: date) -> Mapping[int, Clock]:
    """The clock of each open instalment of a client, by its id."""
    which = "instalment.client_id = ANY(%(ids)s::bigint[]) AND instalment.remaining_minor > 0"
    return _clocks(which, [client_id], on)


def sue_by(debts: Collection[Dated], on: date) -> Mapping[int, date]:
    """The last day to go to court for each of these instalments, as near as the reminders need it.

    What cannot be over yet gets the earliest day on which it could end: nothing shortens a period, and on the day
    after it the question is asked again. Without a day: the clock stands, or the law is not known.
    """
    law = law_of_limitation()
    if law is None:
        return {}
    first = _Unmoved(law)
    found: dict[int, date] = {}
    old: list[Dated] = []
    for debt in debts:
        last_day = first.last_day(debt.kind, debt.due)
        if last_day is None:
            continue
        found[debt.instalment_id] = last_day
        if last_day < on:
            old.append(debt)
    for instalment_id, clock in _moved(law, old, on).items():
        if clock.last_day is None:
            del found[instalment_id]
        else:
            found[instalment_id] = clock.last_day
    return found


def ending_soon(on: date, *, ended_since: timedelta = timedelta(days=30)) -> list[Ending]:
    """Open instalments of which six months or less are left, or that ended lately: the most urgent first.

    Three statements, whatever the size of the firm.
    """
    law = law_of_limitation()
    if law is None:
        return []
    found = rows(_ENDING, _bounds(law, on, on - ended_since))
    dated = {row[0]: Dated(*row[:5]) for row in found}
    first = _Unmoved(law)
    moved = _moved(law, dated.values(), on)
    endings = []
    for row in found:
        clock = moved.get(row[0]) or first.clock(row[3], row[4])
        if clock is None or clock.last_day is None or clock.last_day < on - ended_since:
            continue
        reached = alerts(clock, on)
        if reached:
            months = 0 if clock.expired(on) else min(reached)
            money = Money(row[5], row[6])
            endings.append(Ending(row[0], row[1], row[7], row[2], row[8], money, clock.last_day, months))
    return sorted(
        endings, key=lambda ending: (ending.last_day, -ending.remaining.minor, ending.instalment_id)
    )


class _Unmoved:
    """The clocks that nothing has moved: a firm has few due dates, and many instalments."""

    def __init__(self, law: LimitationLaw) -> None:
        self._law = law
        self._known: dict[tuple[str, date], Clock | None] = {}

    def clock(self, kind: str, due: date) -> Clock | None:
        """None for a due date out of any reach: some software writes 31/12/9999 for "none"."""
        key = (kind, due)
        if key not in self._known:
            self._known[key] = limitation(self._law, _within(due), DebtorKind(kind)) if due <= LAST else None
        return self._known[key]

    def last_day(self, kind: str, due: date) -> date | None:
        clock = self.clock(kind, due)
        return clock.last_day if clock else None


def _within(due: date) -> date:
    """What was due before the calculator begins is over in any case."""
    return max(due, FIRST)


def _clocks(which: str, ids: Collection[int], on: date) -> dict[int, Clock]:
    law = law_of_limitation()
    if law is None:
        return {}
    debts = [Dated(*row) for row in _read(_DATED.format(which=which), ids)]
    first = _Unmoved(law)
    moved = _moved(law, debts, on)
    clocks = {
        debt.instalment_id: moved.get(debt.instalment_id) or first.clock(debt.kind, debt.due)
        for debt in debts
    }
    return {instalment_id: clock for instalment_id, clock in clocks.items() if clock is not None}


def _moved(law: LimitationLaw, debts: Collection[Dated], on: date) -> dict[int, Clock]:
    """The clocks of those of these debts to which something happened; two statements."""
    if not debts:
        return {}
    paid: dict[int, list[Event]] = defaultdict(list)
    for instalment_id, day in _read(_PAID, [debt.instalment_id for debt in debts], on=on):
        if day >= FIRST:
            paid[instalment_id].append(Event(day, EventKind.PART_PAYMENT))
    noted = _noted({debt.client_id for debt in debts})
    found = {}
    for debt in debts:
        events = [
            *paid.get(debt.instalment_id, ()),
            *noted.get((debt.client_id, None), ()),
            *noted.get((debt.client_id, debt.invoice_id), ()),
        ]
        if events and debt.due <= LAST:
            kind = DebtorKind(debt.kind)
            found[debt.instalment_id] = limitation(law, _within(debt.due), kind, Claim.ORDINARY, events)
    return found


def _noted(client_ids: Collection[int]) -> Mapping[tuple[int, int | None], list[Event]]:
    """What was noted and stands, by client and invoice (None: all of the client's)."""
    events = LegalEvent.objects.filter(
        kind__in=list(KINDS), recalled_on=None, happened_on__range=(FIRST, LAST)
    )
    if len(client_ids) <= FEW:
        events = events.filter(client_id__in=list(client_ids))
    found: dict[tuple[int, int | None], list[Event]] = defaultdict(list)
    for row in events.order_by("id"):
        kind = KINDS[LegalEventKind(row.kind)]
        until = row.ended_on if kind in LASTING and row.ended_on and row.ended_on <= LAST else None
        found[row.client_id, row.invoice_id].append(Event(row.happened_on, kind, until))
    return found


def _bounds(law: LimitationLaw, on: date, ended_since: date) -> dict[str, str]:
    """Between which due dates a period that nothing moved ends in time to be told, by kind of debtor."""
    kinds, oldest, latest = [], [], []
    for (claim, kind), rule in law.rules.items():
        if claim is not Claim.ORDINARY:
            continue
        kinds.append(kind.value)
        oldest.append(add_years(ended_since, -rule.years) - (NEXT_YEAR if rule.from_next_year else SLACK))
        latest.append(add_years(add_months(on, max(ALERT_MONTHS)), -rule.years) + SLACK)
    return {"kinds": _array(kinds), "oldest": _array(oldest), "latest": _array(latest)}


def _array(values: Sequence[object]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _read(statement: str, ids: Iterable[int], **values: object) -> list[Row]:
    wanted = list(ids)
    read = few_rows if len(wanted) <= FEW else rows
    return read(statement, {"ids": array_literal(wanted), **values})
