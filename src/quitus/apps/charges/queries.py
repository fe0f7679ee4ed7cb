"""Read charges: what accrues on each late instalment today, and what was claimed, paid, waived."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, Sum

from quitus.apps.charges.facts import Which, late_debts
from quitus.apps.charges.models import Charge, ChargeClaim, ChargeWaiver, WaiverKind
from quitus.apps.law.queries import law_in_force
from quitus.apps.organisations.queries import books_currency, current_organisation
from quitus.domain.charges.accrued import (
    NO_HOLIDAYS,
    Accrued,
    ChargeRules,
    LateDebt,
    bearers_of_indemnities,
    first_of_each_invoice,
)
from quitus.domain.days import Calendar
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.registry import adapters

YEARS_BACK = 10  # a due date older than that has its grace long behind it


@dataclass(frozen=True, slots=True)
class ChargeTotals:
    """Interest and indemnities that accrued on open instalments and were not claimed.

    `unknown`: how many more instalments cannot be reckoned; nothing of them is counted.
    """

    interest: Money
    indemnities: Money
    instalments: int
    unknown: int = 0

    @property
    def total(self) -> Money:
        return self.interest + self.indemnities


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What accrued on some instalments, and those whose interest cannot be reckoned, each with why (`refused`)."""

    accrued: Sequence[Accrued]
    unknown: Sequence[Accrued]


@dataclass(frozen=True, slots=True)
class Unreckoned:
    """A late instalment whose interest cannot be reckoned, and why. No sum counts it."""

    number: str  # its invoice's
    due: date
    refused: Refused


@dataclass(frozen=True, slots=True)
class ClaimedCharge:
    """A claimed charge as it stands. `waived` includes what was written off, and what was `corrected`: never owed."""

    id: int
    kind: str
    number: str  # its invoice's
    invoice_id: int
    instalment_id: int
    first: date | None
    last: date | None
    amount: Money
    remaining: Money
    waived: Money
    corrected: Money
    reason: str
    claim_id: int
    claim_number: str
    claimed_on: date

    @property
    def paid(self) -> Money:
        """What payments settled of it."""
        return self.amount - self.remaining - self.waived

    @property
    def status(self) -> str:
        """claimed, part, paid, waived, corrected: the word of its pill."""
        if self.remaining:
            return "claimed" if self.remaining == self.amount else "part"
        if self.corrected == self.amount:
            return "corrected"
        return "waived" if self.waived == self.amount else "paid"


def rules_for(debts: Iterable[LateDebt], on: date) -> ChargeRules:
    """The firm's law as of a day, with its holidays where terms give a grace. Refused: country_law_unknown."""
    graced = any(debt.terms.working_day_grace for debt in debts)
    return ChargeRules(law_in_force(), on, _calendar_around(on) if graced else NO_HOLIDAYS)


def _calendar_around(on: date) -> Calendar:
    return adapters().calendars.of(current_organisation().country, on.year - YEARS_BACK, on.year + 1)


def accrued_charges(which: Which, on: date, *, also: Collection[int] = ()) -> Reckoned:
    """What accrued on these instalments and was not claimed, with every row; those without anything are left out.

    Of the invoices `also` the first late instalment is kept all the same. An invoice's indemnity stands beside its
    first late instalment. Refused: country_law_unknown.
    """
    debts = late_debts(which, on)
    rules = rules_for(debts, on)
    found = [rules.accrued_or_why(debt) for debt in debts]
    bearers = bearers_of_indemnities(found)
    reckoned: list[Accrued] = []
    unknown: list[Accrued] = []
    for one in found:
        bears = one.debt.instalment_id in bearers
        accrued = one if bears else replace(one, indemnity=None)
        if accrued.refused is not None:
            unknown.append(accrued)
        elif accrued.total or (one.debt.invoice_id in also and bears):
            reckoned.append(accrued)
    return Reckoned(reckoned, unknown)


def accrued_totals(on: date, which: Which | None = None) -> ChargeTotals:
    """What accrued on all open late instalments, without rows: quick for a hundred thousand. Refused as above."""
    debts = late_debts(which or Which(), on)
    rules = rules_for(debts, on)
    interest, owing, unknown = 0, [], 0
    for debt in debts:
        try:
            interest += rules.interest_minor(debt)
            if rules.indemnity_minor(debt):
                owing.append(debt)
        except Refused:
            unknown += 1
    indemnities = sum(rules.indemnity_minor(debt) for debt in first_of_each_invoice(owing))
    currency = books_currency()
    return ChargeTotals(
        Money(interest, currency), Money(indemnities, currency), len(debts) - unknown, unknown
    )


def unreckoned(unknown: Iterable[Accrued], numbers: Mapping[int, str]) -> list[Unreckoned]:
    """Those debts by their invoices' numbers, the oldest first."""
    found = [
        Unreckoned(numbers[one.debt.invoice_id], one.debt.due, one.refused)
        for one in unknown
        if one.refused is not None
    ]
    return sorted(found, key=lambda one: (one.due, one.number))


def claimed_charges(
    client_id: int, *, open_only: bool = False, invoice_id: int | None = None
) -> list[ClaimedCharge]:
    """The charges claimed from a client, the newest claim first; two queries."""
    rows = Charge.objects.filter(client_id=client_id).select_related("claim", "invoice")
    if open_only:
        rows = rows.filter(remaining_minor__gt=0)
    if invoice_id is not None:
        rows = rows.filter(invoice_id=invoice_id)
    found = list(rows.order_by("-claim_id", "instalment__due_on", "id"))
    waived = _waived(found)
    return [_claimed(row, *waived.get(row.id, (0, 0))) for row in found]


def claim_of(claim_id: int, *, client_id: int | None = None) -> ChargeClaim:
    """One claim with its document; raises ChargeClaim.DoesNotExist for another client's."""
    claims = ChargeClaim.objects.select_related("client", "document")
    return claims.get(id=claim_id) if client_id is None else claims.get(id=claim_id, client_id=client_id)


def _waived(charges: Sequence[Charge]) -> Mapping[int, tuple[int, int]]:
    """By charge, in minor units: all that was given up, and what of it was never owed."""
    rows = ChargeWaiver.objects.filter(charge__in=charges).values_list("charge_id")
    sums = rows.annotate(
        minor=Sum("amount_minor"),
        corrected=Sum("amount_minor", filter=Q(kind=WaiverKind.CORRECTED.value), default=0),
    )
    return {charge_id: (int(minor), int(corrected)) for charge_id, minor, corrected in sums}


def _claimed(row: Charge, waived: int, corrected: int) -> ClaimedCharge:
    return ClaimedCharge(
        id=row.id,
        kind=row.kind,
        number=row.invoice.number,
        invoice_id=row.invoice_id,
        instalment_id=row.instalment_id,
        first=row.first,
        last=row.last,
        amount=Money(row.amount_minor, row.currency),
        remaining=Money(row.remaining_minor, row.currency),
        waived=Money(waived, row.currency),
        corrected=Money(corrected, row.currency),
        reason=row.reason,
        claim_id=row.claim_id,
        claim_number=row.claim.number,
        claimed_on=row.claim.claimed_on,
    )
