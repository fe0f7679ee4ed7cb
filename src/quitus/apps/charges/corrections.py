"""Claims that turn out too high, or not: what became known since says so.

Banks come late, and so do courts: a payment or a credit note of an earlier day, an insolvency, a notice that was never
received. What was claimed above what is known now was never owed: it is taken off the charges by itself, and told. What
undoes that (a payment that was taken back) gives it back the same way.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from quitus.apps.charges.facts import Which, late_debts
from quitus.apps.charges.models import Charge, ChargeKind, ChargeWaiver, WaiverKind
from quitus.apps.charges.queries import rules_for
from quitus.apps.charges.settling import settle_charges
from quitus.apps.clients.models import Client
from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.sql import FEW, few_rows, rows
from quitus.apps.timeline.actions import PROGRAM, Event, record_all
from quitus.domain.charges.accrued import ChargeRules, LateDebt
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

_CLAIMED_INVOICES = """
SELECT charge.invoice_id FROM invoicing_instalment AS instalment
JOIN charges_charge AS charge ON charge.invoice_id = instalment.invoice_id
WHERE instalment.id = ANY(%(ids)s::bigint[])
UNION SELECT invoice_id FROM charges_charge WHERE id = ANY(%(charges)s::bigint[])
UNION SELECT invoice_id FROM charges_charge WHERE client_id = ANY(%(clients)s::bigint[])
"""
_CORRECTED = """
SELECT charge_id, sum(amount_minor)::bigint FROM charges_chargewaiver
WHERE kind = 'corrected' AND charge_id = ANY(%(ids)s::bigint[]) GROUP BY charge_id
"""


def correct_claims(
    instalments: Collection[int],
    *,
    on: date,
    charges: Collection[int] = (),
    clients: Collection[int] = (),
) -> list[Event]:
    """Weigh what was claimed on the invoices of these instalments or charges, or from these clients; what to tell.

    Under the client's lock; the caller records the events last, after the books. What was paid, or waived, of a charge
    stays: the firm pays back what it will.
    """
    named = {"ids": instalments, "charges": charges, "clients": clients}
    read = few_rows if sum(map(len, named.values())) <= FEW else rows
    invoices = [
        row[0] for row in read(_CLAIMED_INVOICES, {name: array_literal(ids) for name, ids in named.items()})
    ]
    if not invoices:
        return []
    claimed: dict[int, list[Charge]] = defaultdict(list)
    charged = Charge.objects.filter(invoice_id__in=invoices).select_related("invoice", "claim")
    for charge in charged.order_by("id"):
        claimed[charge.invoice_id].append(charge)
    # What was late on the day of its claim is late, also for whoever notes something under an earlier day.
    known_on = max([on, *(charge.claim.claimed_on for own in claimed.values() for charge in own)])
    debts: dict[int, list[LateDebt]] = defaultdict(list)
    for debt in late_debts(Which(invoices=tuple(invoices), settled_too=True), known_on):
        debts[debt.invoice_id].append(debt)
    try:
        rules = rules_for([debt for own in debts.values() for debt in own], known_on)
    except Refused:  # the law of the firm's country is not known any more: the money is taken all the same
        return []
    corrected = _corrected([charge.id for own in claimed.values() for charge in own])
    moved: dict[Charge, int] = {}
    for invoice_id, own in claimed.items():
        moved |= _moved(debts[invoice_id], own, corrected, rules)
    return _move(moved, on)


def correct_claims_of(client_id: int, on: date) -> None:
    """Weigh all that was claimed from a client of whom something was noted; the caller holds its lock."""
    record_all(correct_claims((), on=on, clients=[client_id]))


def correct_all_claims(on: date) -> None:
    """Weigh all that was ever claimed, for a rate is another one now; all clients are locked before any is touched."""
    claimed_from = Charge.objects.values("client_id")
    clients = Client.objects.filter(id__in=claimed_from).order_by("id").select_for_update(no_key=True)
    ids = list(clients.values_list("id", flat=True))
    record_all(correct_claims((), on=on, clients=ids))


def _corrected(charge_ids: Collection[int]) -> Mapping[int, int]:
    read = few_rows if len(charge_ids) <= FEW else rows
    return dict(read(_CORRECTED, {"ids": array_literal(charge_ids)}))


def _moved(
    debts: Sequence[LateDebt], charges: Sequence[Charge], corrected: Mapping[int, int], rules: ChargeRules
) -> dict[Charge, int]:
    """What is to be taken off each charge of one invoice; below zero for what is to be given back."""
    interest: dict[int, int] = {}
    for debt in debts:
        interest |= _of_interest(debt, rules)
    late = _late(debts, rules)
    moved = {}
    for charge in charges:
        if charge.kind == ChargeKind.INTEREST:
            minor = interest.get(charge.id, 0)
        else:
            minor = -corrected.get(charge.id, 0) if late else charge.remaining_minor
        minor = min(minor, charge.remaining_minor)
        if minor:
            moved[charge] = minor
    return moved


def _of_interest(debt: LateDebt, rules: ChargeRules) -> dict[int, int]:
    """Nothing while the days cannot be reckoned, for want of a rate: the money is taken all the same."""
    try:
        return rules.moved(debt)
    except Refused:
        return {}


def _late(debts: Sequence[LateDebt], rules: ChargeRules) -> bool:
    """Whether anything of an invoice was late, so that the indemnity and costs are owed; yes where nobody knows."""
    try:
        return any(rules.bears_indemnity(debt) for debt in debts)
    except Refused:
        return True


def _move(moved: Mapping[Charge, int], on: date) -> list[Event]:
    ChargeWaiver.objects.bulk_create(
        ChargeWaiver(
            charge=charge,
            kind=WaiverKind.CORRECTED.value,
            amount_minor=minor,
            waived_on=on,
            waived_by=PROGRAM,
            recorded_at=real_now(),
        )
        for charge, minor in moved.items()
    )
    settle_charges({charge.id: minor for charge, minor in moved.items()}, on)
    return [
        Event(
            "charge_corrected" if minor > 0 else "charge_owed_again",
            on,
            PROGRAM,
            charge.client_id,
            {
                "charge": charge.id,
                "kind": charge.kind,
                "number": charge.invoice.number,
                "amount_minor": abs(minor),
                "currency": charge.currency,
            },
        )
        for charge, minor in moved.items()
    ]
