"""Claim charges in a document, and give them up one by one. What accrues meanwhile is computed, never stored.

Under the client's lock, which guards all that is the client's (docs/adr/0012).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from quitus.apps.charges.document import claim_document
from quitus.apps.charges.facts import Which
from quitus.apps.charges.models import Charge, ChargeClaim, ChargeKind, ChargeWaiver, WaiverKind
from quitus.apps.charges.queries import Unreckoned, accrued_charges, unreckoned
from quitus.apps.charges.settling import settle_charges
from quitus.apps.charges.watchers import tell_charges_changed
from quitus.apps.clients.models import Client, ClientKind
from quitus.apps.files.actions import keep
from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.models import Invoice
from quitus.apps.law.queries import law_in_force
from quitus.apps.organisations.queries import books_currency
from quitus.apps.organisations.sql import few_rows
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.timeline.actions import Event, record
from quitus.domain.charges.accrued import Accrued
from quitus.domain.charges.frozen import FrozenClaim, FrozenCost, to_text
from quitus.domain.charges.numbers import claim_number, series_of
from quitus.domain.law.countries import DebtorKind
from quitus.domain.money import Money, total
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now
from quitus.ports.registry import adapters

NUMBERS = 0x51554348  # "QUCH": the advisory lock under which claims of a firm get their numbers
MOST_NAMED = 8  # invoices in one sentence


@dataclass(frozen=True, slots=True)
class Cost:
    """What recovering an invoice cost beyond the indemnity, with its proof (C. com. L441-10 II)."""

    amount: Money
    reason: str
    proof: StoredFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to claim: of which invoices (None: all), which kinds, and proven costs by invoice."""

    client_id: int
    until: date
    invoice_ids: tuple[int, ...] | None = None
    interest: bool = True
    indemnity: bool = True
    costs: Mapping[int, Cost] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClaimPreview:
    """What a claim would freeze now, and what it would leave out."""

    calculation: tuple[FrozenClaim, ...]
    left_out: tuple[Unreckoned, ...]


def claim_charges(wanted: Wanted, *, on: date, actor: str, seen: Money | None = None) -> ChargeClaim:
    """Freeze what accrued up to a day in one document with its worksheet; interest goes on from the day after.

    The same days are never claimed twice, an invoice's indemnity once. What cannot be reckoned is left out, and waits
    for its rate. `seen`: the sum that the person agreed to.
    Refused: charges_until_in_the_future, charges_nothing_to_claim, charges_not_reckoned, claim_changed,
    country_law_unknown, costs_not_of_consumer, costs_without_reason, costs_within_indemnity.
    """
    client = Client.objects.select_for_update(no_key=True).get(id=wanted.client_id)
    if wanted.until > on:
        raise Refused("charges_until_in_the_future", day=wanted.until)
    parts, left_out = _parts(wanted, client)
    if not parts and left_out:
        raise Refused("charges_not_reckoned", numbers=_numbers(left_out)) from left_out[0].refused
    if not parts:
        raise Refused("charges_nothing_to_claim")
    frozen = [part.frozen for part in parts]
    whole = total((one.total for one in frozen), books_currency())
    if seen is not None and seen != whole:
        raise Refused("claim_changed", seen=seen, total=whole)
    number = _next_number(on)
    printed = list(zip(frozen, _open_before(parts), strict=True))
    pdf = adapters().renderer.render(claim_document(client, number, printed, until=wanted.until, on=on))
    claim = ChargeClaim.objects.create(
        client=client,
        number=number,
        claimed_on=on,
        until=wanted.until,
        total_minor=whole.minor,
        currency=whole.currency,
        worksheet=to_text(frozen),
        document=keep(pdf, "application/pdf"),
        recorded_at=real_now(),
        claimed_by=actor[:80],
    )
    claimed = Charge.objects.bulk_create(charge for part in parts for charge in part.charges(claim))
    tell_charges_changed([charge.id for charge in claimed], on)
    record(_claimed_event(claim, parts, on, actor))
    return claim


def preview_claim(wanted: Wanted, *, on: date) -> ClaimPreview:
    """What `claim_charges` would freeze now; empty where it is nothing. Nothing is written. Refused as it refuses."""
    client = Client.objects.get(id=wanted.client_id)
    if wanted.until > on:
        raise Refused("charges_until_in_the_future", day=wanted.until)
    parts, left_out = _parts(wanted, client)
    return ClaimPreview(tuple(part.frozen for part in parts), tuple(left_out))


def waive(
    charge_id: int,
    amount: Money | None,
    reason: str,
    *,
    client_id: int,
    on: date,
    actor: str,
    kind: WaiverKind = WaiverKind.WAIVED,
    seen: Money | None = None,
) -> ChargeWaiver:
    """Give up a charge, or the `amount` of it; None: all that is left. It stays readable with its reason.

    Nothing is booked: a charge is income only when it is paid. `seen`: what was left when the person looked, so that
    a doubled click waives once. Refused: waiver_without_reason, charge_changed, waiver_above_remaining.
    Raises Charge.DoesNotExist for another client's.
    """
    Client.objects.select_for_update(no_key=True).get(id=client_id)
    charge = Charge.objects.select_related("invoice").get(id=charge_id, client_id=client_id)
    if not reason.strip():
        raise Refused("waiver_without_reason")
    remaining = Money(charge.remaining_minor, charge.currency)
    if seen is not None and seen != remaining:
        raise Refused("charge_changed", remaining=remaining)
    given_up = remaining if amount is None else amount
    if not 0 < given_up.minor <= remaining.minor:
        raise Refused("waiver_above_remaining", remaining=remaining)
    waiver = ChargeWaiver.objects.create(
        charge=charge,
        kind=kind.value,
        amount_minor=given_up.minor,
        reason=reason.strip()[:300],
        waived_on=on,
        waived_by=actor[:80],
        recorded_at=real_now(),
    )
    settle_charges({charge.id: given_up.minor}, on)
    facts = {
        "charge": charge.id,
        "kind": charge.kind,
        "number": charge.invoice.number,
        "amount_minor": given_up.minor,
        "currency": charge.currency,
        "reason": waiver.reason,
        "written_off": kind is WaiverKind.WRITTEN_OFF,
    }
    record(Event("charge_waived", on, actor, client_id, facts))
    return waiver


@dataclass(frozen=True, slots=True)
class _Part:
    """One instalment of a claim."""

    client_id: int
    invoice_id: int
    instalment_id: int
    frozen: FrozenClaim
    proof: StoredFile | None = None

    @property
    def total(self) -> int:
        return self.frozen.total.minor

    def charges(self, claim: ChargeClaim) -> list[Charge]:
        """The rows: interest with its days, the indemnity, costs with their proof."""
        segments = self.frozen.worksheet.segments
        rows = []
        if interest := self.frozen.interest:
            days = {"first": segments[0].first, "last": segments[-1].last}
            rows.append(self._row(claim, ChargeKind.INTEREST, interest, **days))
        if self.frozen.indemnity:
            rows.append(self._row(claim, ChargeKind.INDEMNITY, self.frozen.indemnity))
        for cost in self.frozen.costs:
            rows.append(
                self._row(claim, ChargeKind.COSTS, cost.amount, reason=cost.reason[:300], proof=self.proof)
            )
        return rows

    def _row(self, claim: ChargeClaim, kind: ChargeKind, amount: Money, **more: object) -> Charge:
        return Charge(
            claim=claim,
            client_id=self.client_id,
            invoice_id=self.invoice_id,
            instalment_id=self.instalment_id,
            kind=kind.value,
            amount_minor=amount.minor,
            currency=amount.currency,
            remaining_minor=amount.minor,
            **more,
        )


def _parts(wanted: Wanted, client: Client) -> tuple[list[_Part], list[Unreckoned]]:
    """What is claimed, and what is left out. Who asks for no interest needs no rate: nothing is left out then."""
    which = Which(clients=(client.id,), invoices=wanted.invoice_ids, paid_too=True)
    reckoned = accrued_charges(which, wanted.until, also=wanted.costs)
    claimed, unknown = list(reckoned.accrued), list(reckoned.unknown)
    if not wanted.interest:
        claimed = sorted([*claimed, *unknown], key=lambda one: one.debt.instalment_id)
        unknown = []
    invoices = Invoice.objects.in_bulk({one.debt.invoice_id for one in (*claimed, *unknown)})
    left_out = unreckoned(unknown, {id_: invoice.number for id_, invoice in invoices.items()})
    asked = dict(wanted.costs)
    parts = []
    for one in claimed:
        invoice = invoices[one.debt.invoice_id]
        part = _part(one, invoice, client, wanted, asked.pop(invoice.id, None))
        if part.total:
            parts.append(part)
    if asked.keys() & {one.debt.invoice_id for one in unknown}:
        raise Refused("charges_not_reckoned", numbers=_numbers(left_out)) from left_out[0].refused
    if asked:
        raise Refused("charges_nothing_to_claim")
    return parts, left_out


def _part(one: Accrued, invoice: Invoice, client: Client, wanted: Wanted, cost: Cost | None) -> _Part:
    if cost and one.debt.insolvent_on is not None and one.debt.insolvent_on <= one.debt.due:
        raise Refused("costs_within_insolvency", day=one.debt.insolvent_on)
    return _Part(
        client.id,
        invoice.id,
        one.debt.instalment_id,
        _frozen(one, invoice, wanted, _extra(cost, client, invoice) if cost else ()),
        cost.proof if cost else None,
    )


def _open_before(parts: Sequence[_Part]) -> list[Money | None]:
    """What earlier claims asked for on the instalment of each part, as far as it is open."""
    rows = Charge.objects.filter(
        instalment_id__in=[part.instalment_id for part in parts], remaining_minor__gt=0
    )
    left = dict(rows.values_list("instalment_id").annotate(minor=Sum("remaining_minor")))
    currency = books_currency()
    return [
        Money(left[part.instalment_id], currency) if part.instalment_id in left else None for part in parts
    ]


def _numbers(left_out: Iterable[Unreckoned]) -> str:
    numbers = list(dict.fromkeys(one.number for one in left_out))
    return ", ".join([*numbers[:MOST_NAMED], "…"] if len(numbers) > MOST_NAMED else numbers)


def _frozen(accrued: Accrued, invoice: Invoice, wanted: Wanted, costs: Sequence[FrozenCost]) -> FrozenClaim:
    debt, worksheet = accrued.debt, accrued.worksheet
    if not wanted.interest:
        worksheet = type(worksheet)((), Money(0, debt.currency), worksheet.conventions)
    return FrozenClaim(
        invoice=invoice.number,
        issued=invoice.issued_on,
        due=debt.due,
        principal=Money(debt.amount_minor, debt.currency),
        worksheet=worksheet,
        indemnity=accrued.indemnity if wanted.indemnity else None,
        costs=tuple(costs),
        lowered=tuple((day, Money(minor, debt.currency)) for day, minor in debt.reductions),
        already=accrued.already if wanted.interest else None,
    )


def _extra(cost: Cost, client: Client, invoice: Invoice) -> tuple[FrozenCost, ...]:
    """What proven costs exceed the flat indemnity by: 150 € proven are 40 € and 110 €.

    The indemnity covers the first costs of an invoice, once; one bill is claimed once.
    """
    if client.kind == ClientKind.CONSUMER:
        raise Refused("costs_not_of_consumer")
    if not cost.reason.strip():
        raise Refused("costs_without_reason")
    theirs = Charge.objects.filter(client=client, kind=ChargeKind.COSTS)
    if cost.proof is not None:
        claimed = theirs.filter(proof=cost.proof).select_related("invoice").first()
        if claimed is not None:
            raise Refused("costs_claimed_already", number=claimed.invoice.number)
    before = theirs.filter(invoice=invoice)
    flat = law_in_force().late_rule(DebtorKind(client.kind)).indemnity
    if flat is None or before.exists():
        flat = Money(0, cost.amount.currency)
    extra = cost.amount - flat
    if extra.minor <= 0:
        raise Refused("costs_within_indemnity", amount=cost.amount, indemnity=flat)
    return (FrozenCost(cost.reason.strip(), extra),)


def _next_number(on: date) -> str:
    """ "PEN-2026-0007": one claim of a firm at a time, so that no number is given twice, or left out."""
    values = {"lock": NUMBERS, "organisation": current_organisation_id()}
    few_rows("SELECT pg_advisory_xact_lock(%(lock)s::int, hashint8(%(organisation)s))", values)
    given = ChargeClaim.objects.filter(number__startswith=series_of(on.year)).count()
    return claim_number(on.year, given + 1)


def _claimed_event(claim: ChargeClaim, parts: Sequence[_Part], on: date, actor: str) -> Event:
    currency = claim.currency
    nothing = Money(0, currency)
    frozen = [part.frozen for part in parts]
    facts = {
        "claim": claim.id,
        "number": claim.number,
        "until": claim.until.isoformat(),
        "interest_minor": total((one.interest for one in frozen), currency).minor,
        "indemnity_minor": total((one.indemnity or nothing for one in frozen), currency).minor,
        "costs_minor": sum(cost.amount.minor for one in frozen for cost in one.costs),
        "currency": currency,
        "invoices": sorted({one.invoice for one in frozen}),
    }
    return Event("charges_claimed", on, actor, claim.client_id, facts)
