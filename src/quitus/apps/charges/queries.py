"""Read charges: what accrues on each late instalment today, and what was claimed, paid, waived."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from quitus.apps.charges.facts import Which, late_debts
from quitus.apps.charges.models import Charge, ChargeClaim, ChargeWaiver
from quitus.apps.law.queries import law_in_force
from quitus.apps.organisations.queries import books_currency, current_organisation
from quitus.domain.charges.accrued import NO_HOLIDAYS, Accrued, ChargeRules, LateDebt, first_of_each_invoice
from quitus.domain.days import Calendar
from quitus.domain.money import Money
from quitus.ports.registry import adapters

YEARS_BACK = 10  # a due date older than that has its grace long behind it


@dataclass(frozen=True, slots=True)
class ChargeTotals:
    """Interest and indemnities that accrued on open instalments and were not claimed."""

    interest: Money
    indemnities: Money
    instalments: int

    @property
    def total(self) -> Money:
        return self.interest + self.indemnities


@dataclass(frozen=True, slots=True)
class ClaimedCharge:
    """A claimed charge as it stands. `waived` includes what was written off."""

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
        """claimed, part, paid, waived: the word of its pill."""
        if self.remaining:
            return "claimed" if self.remaining == self.amount else "part"
        return "waived" if self.waived == self.amount else "paid"


def rules_for(debts: Iterable[LateDebt], on: date) -> ChargeRules:
    """The firm's law as of a day, with its holidays where terms give a grace. Refused: country_law_unknown."""
    graced = any(debt.terms.working_day_grace for debt in debts)
    return ChargeRules(law_in_force(), on, _calendar_around(on) if graced else NO_HOLIDAYS)


def _calendar_around(on: date) -> Calendar:
    return adapters().calendars.of(current_organisation().country, on.year - YEARS_BACK, on.year + 1)


def accrued_charges(which: Which, on: date, *, also: Collection[int] = ()) -> list[Accrued]:
    """What accrued on these instalments and was not claimed, with every row; those without anything are left out.

    Of the invoices `also` the first late instalment is kept all the same. An invoice's indemnity stands beside its
    first late instalment. Refused: rate_missing, and where the law is not known.
    """
    debts = late_debts(which, on)
    rules = rules_for(debts, on)
    first = first_of_each_invoice(debts)
    owing = [debt for debt in debts if rules.indemnity_minor(debt)]
    bearers = {debt.invoice_id: debt.instalment_id for debt in (*first, *first_of_each_invoice(owing))}
    found = []
    for debt in debts:
        accrued = rules.accrued(debt)
        if debt.instalment_id != bearers[debt.invoice_id]:
            accrued = Accrued(debt, accrued.worksheet, None)
        if accrued.total or (debt.invoice_id in also and debt.instalment_id == bearers[debt.invoice_id]):
            found.append(accrued)
    return found


def accrued_totals(on: date, which: Which | None = None) -> ChargeTotals:
    """What accrued on all open late instalments, without rows: quick for a hundred thousand. Refused as above."""
    debts = late_debts(which or Which(), on)
    rules = rules_for(debts, on)
    interest = sum(rules.interest_minor(debt) for debt in debts)
    owing = (debt for debt in debts if rules.indemnity_minor(debt))
    indemnities = sum(rules.indemnity_minor(debt) for debt in first_of_each_invoice(owing))
    currency = books_currency()
    return ChargeTotals(Money(interest, currency), Money(indemnities, currency), len(debts))


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
    return [_claimed(row, waived.get(row.id, 0)) for row in found]


def claim_of(claim_id: int, *, client_id: int | None = None) -> ChargeClaim:
    """One claim with its document; raises ChargeClaim.DoesNotExist for another client's."""
    claims = ChargeClaim.objects.select_related("client", "document")
    return claims.get(id=claim_id) if client_id is None else claims.get(id=claim_id, client_id=client_id)


def _waived(charges: Sequence[Charge]) -> Mapping[int, int]:
    rows = ChargeWaiver.objects.filter(charge__in=charges).values_list("charge_id")
    return {charge_id: int(minor) for charge_id, minor in rows.annotate(minor=Sum("amount_minor"))}


def _claimed(row: Charge, waived: int) -> ClaimedCharge:
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
        reason=row.reason,
        claim_id=row.claim_id,
        claim_number=row.claim.number,
        claimed_on=row.claim.claimed_on,
    )
