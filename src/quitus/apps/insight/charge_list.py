"""Charges as pages show them: what accrues on each late instalment, what was claimed, and one claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quitus.apps.charges.facts import Which, late_debts
from quitus.apps.charges.models import Charge, ChargeClaim, ChargeKind, ChargeWaiver, WaiverKind
from quitus.apps.charges.queries import (
    ClaimedCharge,
    Reckoned,
    Unreckoned,
    accrued_charges,
    claim_of,
    claimed_charges,
    unreckoned,
)
from quitus.apps.clients.models import Client, ClientKind
from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.models import Invoice
from quitus.apps.law.queries import late_terms_of, law_in_force
from quitus.apps.organisations.queries import books_currency
from quitus.domain.charges.accrued import needs_notice
from quitus.domain.charges.frozen import FrozenClaim, from_text
from quitus.domain.charges.late_terms import Claims
from quitus.domain.money import Money, total
from quitus.domain.refused import Refused

KINDS_OF_CONSUMERS = frozenset(
    {ChargeKind.INTEREST.value}
)  # C. com. L441-10 II is between traders; CPCE L111-8


@dataclass(frozen=True, slots=True)
class Accruing:
    """What one late instalment bears today and nobody claimed yet."""

    invoice_id: int
    number: str
    due_on: date
    interest: Money
    indemnity: Money | None

    @property
    def total(self) -> Money:
        return self.interest + self.indemnity if self.indemnity else self.interest


@dataclass(frozen=True, slots=True)
class ClaimSum:
    """One claim in a list: its charges together. `numbers` are their invoices."""

    id: int
    number: str
    claimed_on: date
    charges: Sequence[ClaimedCharge]

    @property
    def amount(self) -> Money:
        return total((one.amount for one in self.charges), self.charges[0].amount.currency)

    @property
    def remaining(self) -> Money:
        return total((one.remaining for one in self.charges), self.charges[0].amount.currency)

    @property
    def numbers(self) -> Sequence[str]:
        return list(dict.fromkeys(one.number for one in self.charges))

    @property
    def status(self) -> str:
        """claimed, part, paid, waived: as one charge's, of all."""
        if self.remaining:
            return "claimed" if self.remaining == self.amount else "part"
        if any(one.paid for one in self.charges):
            return "paid"
        return "corrected" if all(one.status == "corrected" for one in self.charges) else "waived"


@dataclass(frozen=True, slots=True)
class Charges:
    """The charges of a client, or of one invoice. `refused`: why nothing that accrues can be calculated now.

    `unknown`: instalments that cannot be reckoned by themselves; no sum counts them.
    """

    accruing: Sequence[Accruing]
    claimed: Sequence[ClaimedCharge]
    currency: str
    refused: Refused | None = None
    unknown: Sequence[Unreckoned] = ()

    @property
    def accrued(self) -> Money:
        """All that could be claimed today."""
        return total((one.total for one in self.accruing), self.currency)

    @property
    def open(self) -> Money:
        """What was claimed and is still owed."""
        return total((one.remaining for one in self.claimed), self.currency)

    @property
    def has_accrued(self) -> bool:
        return bool(self.accrued)

    @property
    def claims(self) -> Sequence[ClaimSum]:
        return by_claim(self.claimed)


@dataclass(frozen=True, slots=True)
class Claimable:
    """What a claim may be about. `waiting`: consumers' invoices that bear no interest before a formal notice.

    `firm_claims`: what the client's late terms say that the firm claims.
    """

    client: Client
    invoices: Sequence[tuple[int, str]]
    waiting: Sequence[str]
    firm_claims: Claims


@dataclass(frozen=True, slots=True)
class Waiver:
    """A charge given up, whole or in part."""

    amount: Money
    reason: str
    on: date
    by: str
    written_off: bool
    corrected: bool
    given_back: bool = False  # a correction that was undone


@dataclass(frozen=True, slots=True)
class ClaimedLine:
    """A charge of a claim, with what was given up of it."""

    charge: ClaimedCharge
    waivers: Sequence[Waiver]

    @property
    def status(self) -> str:
        """As the charge's; "written_off" where all that was given up could not be had."""
        status = self.charge.status
        written_off = self.waivers and all(one.written_off for one in self.waivers)
        return "written_off" if status == "waived" and written_off else status


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """One claim: its calculation as it was frozen, and how its charges stand."""

    claim: ChargeClaim
    calculation: Sequence[FrozenClaim]
    lines: Sequence[ClaimedLine]

    @property
    def total(self) -> Money:
        return Money(self.claim.total_minor, self.claim.currency)

    @property
    def open(self) -> Money:
        return total((line.charge.remaining for line in self.lines), self.claim.currency)

    def sum_of(self, kind: str) -> Money:
        """What was claimed of one kind."""
        amounts = (line.charge.amount for line in self.lines if line.charge.kind == kind)
        return total(amounts, self.claim.currency)


def charges_of(client_id: int, on: date, *, invoice_id: int | None = None) -> Charges:
    """What accrues on a client's late instalments and what was claimed; a fixed number of queries."""
    which = Which(clients=(client_id,), invoices=None if invoice_id is None else (invoice_id,), paid_too=True)
    reckoned, refused = Reckoned((), ()), None
    try:
        reckoned = accrued_charges(which, on)
    except Refused as refusal:
        refused = refusal
    numbers = _numbers({one.debt.invoice_id for one in (*reckoned.accrued, *reckoned.unknown)})
    accruing = [
        Accruing(one.debt.invoice_id, numbers[one.debt.invoice_id], one.debt.due, one.interest, one.indemnity)
        for one in reckoned.accrued
    ]
    return Charges(
        sorted(accruing, key=lambda one: (one.due_on, one.number)),
        claimed_charges(client_id, invoice_id=invoice_id),
        books_currency(),
        refused=refused,
        unknown=unreckoned(reckoned.unknown, numbers),
    )


def claimable(client_id: int, on: date) -> Claimable:
    """The invoices that bear charges, or are late, on a day. Raises Client.DoesNotExist."""
    client = Client.objects.get(id=client_id)
    debts = late_debts(Which(clients=(client_id,), paid_too=True), on)
    late = {debt.invoice_id for debt in debts if debt.amount_minor > sum(paid for _, paid in debt.reductions)}
    waiting: set[int] = set()
    try:
        reckoned = accrued_charges(Which(clients=(client_id,), paid_too=True), on)
        late |= {one.debt.invoice_id for one in (*reckoned.accrued, *reckoned.unknown)}
        law = law_in_force()
        waiting = {debt.invoice_id for debt in debts if debt.invoice_id in late and needs_notice(debt, law)}
    except Refused:
        pass  # the calculation says it, in its own words
    numbers = _numbers(late)
    order = dict.fromkeys(
        debt.invoice_id for debt in sorted(debts, key=lambda debt: (debt.due, debt.instalment_id))
    )
    return Claimable(
        client=client,
        invoices=[(id_, numbers[id_]) for id_ in order if id_ in late],
        waiting=[numbers[id_] for id_ in order if id_ in waiting],
        firm_claims=late_terms_of([client_id])[client_id].claims,
    )


def claim_card(claim_id: int, *, client_id: int | None = None) -> ClaimCard:
    """One claim; raises ChargeClaim.DoesNotExist for another client's."""
    claim = claim_of(claim_id, client_id=client_id)
    charges = [one for one in claimed_charges(claim.client_id) if one.claim_id == claim.id]
    waivers = _waivers([one.id for one in charges])
    return ClaimCard(
        claim=claim,
        calculation=from_text(claim.worksheet),
        lines=[ClaimedLine(one, waivers.get(one.id, ())) for one in charges],
    )


def charge_line(charge_id: int) -> tuple[ClaimCard, ClaimedLine]:
    """One charge and the claim that it stands in; raises Charge.DoesNotExist."""
    card = claim_card(Charge.objects.get(id=charge_id).claim_id)
    return card, next(line for line in card.lines if line.charge.id == charge_id)


def proof_of(charge_id: int) -> StoredFile | None:
    """The paper that proves costs; raises Charge.DoesNotExist."""
    found: StoredFile | None = Charge.objects.select_related("proof").get(id=charge_id).proof
    return found


def by_claim(charges: Sequence[ClaimedCharge]) -> list[ClaimSum]:
    """Charges together with those of the same claim, in the order given."""
    claims: dict[int, list[ClaimedCharge]] = {}
    for charge in charges:
        claims.setdefault(charge.claim_id, []).append(charge)
    return [ClaimSum(id_, found[0].claim_number, found[0].claimed_on, found) for id_, found in claims.items()]


def shown_to_debtor(client: Client, charges: Sequence[ClaimedCharge]) -> list[ClaimedCharge]:
    """The charges that a debtor's page may show: a consumer owes interest alone, whatever was claimed before."""
    if client.kind != ClientKind.CONSUMER:
        return list(charges)
    return [one for one in charges if one.kind in KINDS_OF_CONSUMERS]


def _numbers(invoice_ids: set[int]) -> Mapping[int, str]:
    return dict(Invoice.objects.filter(id__in=invoice_ids).values_list("id", "number"))


def _waivers(charge_ids: Sequence[int]) -> Mapping[int, list[Waiver]]:
    found: dict[int, list[Waiver]] = {}
    for row in ChargeWaiver.objects.filter(charge_id__in=charge_ids).select_related("charge").order_by("id"):
        waiver = Waiver(
            amount=Money(abs(row.amount_minor), row.charge.currency),
            reason=row.reason,
            on=row.waived_on,
            by=row.waived_by,
            written_off=row.kind == WaiverKind.WRITTEN_OFF,
            corrected=row.kind == WaiverKind.CORRECTED,
            given_back=row.amount_minor < 0,
        )
        found.setdefault(row.charge_id, []).append(waiver)
    return found
