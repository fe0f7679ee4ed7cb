"""Claims that turn out too high: a payment or a credit note of an earlier day became known, or was never late.

Bank files come late. What was claimed above what is known now was never owed: it is taken off the charges by itself,
and told. What was claimed too little, because a payment was taken back, comes with the next claim.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from quitus.apps.charges.facts import Which, late_debts
from quitus.apps.charges.models import Charge, ChargeKind, ChargeWaiver, WaiverKind
from quitus.apps.charges.queries import rules_for
from quitus.apps.charges.settling import settle_charges
from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.sql import FEW, few_rows, rows
from quitus.apps.timeline.actions import PROGRAM, Event
from quitus.domain.charges.accrued import ChargeRules, LateDebt
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

_CLAIMED_INVOICES = """
SELECT DISTINCT charge.invoice_id FROM invoicing_instalment AS instalment
JOIN charges_charge AS charge ON charge.invoice_id = instalment.invoice_id AND charge.remaining_minor > 0
WHERE instalment.id = ANY(%(ids)s::bigint[])
"""


def correct_claims(instalment_ids: Collection[int], *, on: date) -> list[Event]:
    """Take off the open charges on these instalments' invoices what was claimed too much; what to tell of it.

    Under the client's lock; the caller records the events last, after the books. A charge that was paid already stays:
    the firm pays back what it will.
    """
    read = few_rows if len(instalment_ids) <= FEW else rows
    invoices = [row[0] for row in read(_CLAIMED_INVOICES, {"ids": array_literal(instalment_ids)})]
    if not invoices:
        return []
    debts = late_debts(Which(invoices=tuple(invoices), settled_too=True), on)
    rules = rules_for(debts, on)
    by_invoice: dict[int, list[LateDebt]] = defaultdict(list)
    for debt in debts:
        by_invoice[debt.invoice_id].append(debt)
    charges = Charge.objects.filter(invoice_id__in=invoices, remaining_minor__gt=0).select_related("invoice")
    off: dict[Charge, int] = {}
    for invoice_id, own in by_invoice.items():
        open_ones = [charge for charge in charges.order_by("-id") if charge.invoice_id == invoice_id]
        off |= _too_much(own, open_ones, rules)
    return _take_off(off, on)


def _too_much(debts: Sequence[LateDebt], charges: Sequence[Charge], rules: ChargeRules) -> dict[Charge, int]:
    """What of each open charge of one invoice was never owed; the newest interest goes first."""
    left = {debt.instalment_id: _claimed_too_much(debt, rules) for debt in debts}
    never_late = not any(rules.was_late(debt) for debt in debts)
    off = {}
    for charge in charges:
        if charge.kind == ChargeKind.INDEMNITY and never_late:
            off[charge] = charge.remaining_minor
        elif charge.kind == ChargeKind.INTEREST:
            part = min(charge.remaining_minor, max(0, left.get(charge.instalment_id, 0)))
            if part:
                off[charge] = part
                left[charge.instalment_id] -= part
    return off


def _claimed_too_much(debt: LateDebt, rules: ChargeRules) -> int:
    """Nothing while the days cannot be reckoned, for want of a rate: the money is taken all the same."""
    try:
        return rules.claimed_too_much(debt)
    except Refused:
        return 0


def _take_off(off: Mapping[Charge, int], on: date) -> list[Event]:
    ChargeWaiver.objects.bulk_create(
        ChargeWaiver(
            charge=charge,
            kind=WaiverKind.CORRECTED.value,
            amount_minor=minor,
            waived_on=on,
            waived_by=PROGRAM,
            recorded_at=real_now(),
        )
        for charge, minor in off.items()
    )
    settle_charges({charge.id: minor for charge, minor in off.items()})
    return [
        Event(
            "charge_corrected",
            on,
            PROGRAM,
            charge.client_id,
            {
                "charge": charge.id,
                "kind": charge.kind,
                "number": charge.invoice.number,
                "amount_minor": minor,
                "currency": charge.currency,
            },
        )
        for charge, minor in off.items()
    ]
