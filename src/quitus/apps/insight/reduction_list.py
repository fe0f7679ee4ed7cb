"""Reductions of an invoice and refunds of a client as pages show them, those taken back too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from quitus.apps.payments.models import Reduction, ReductionPart, Refund
from quitus.domain.money import Money

REFUNDS = 10


@dataclass(frozen=True, slots=True)
class ReductionLine:
    """Less to pay on one invoice. `amount` is what this invoice gets of it, `whole` and `vat` those of all of it.

    `recovered` is what was paid of this invoice after it was written off.
    """

    id: int
    client_id: int
    kind: str
    happened_on: date
    amount: Money
    whole: Money
    vat: Money
    document: str
    reason: str
    taken_back: bool
    recovered: Money

    @property
    def stands(self) -> bool:
        """Whether it still takes anything off."""
        return not self.taken_back and bool(self.amount - self.recovered)

    @property
    def net(self) -> Money:
        """All of it without VAT."""
        return self.whole - self.vat


@dataclass(frozen=True, slots=True)
class RefundLine:
    """Credit that was paid back."""

    id: int
    client_id: int
    refunded_on: date
    amount: Money
    method: str
    reason: str
    taken_back: bool


def reductions_for(invoice_id: int) -> list[ReductionLine]:
    """The reductions of an invoice, the newest first; four queries."""
    parts = ReductionPart.objects.filter(instalment__invoice_id=invoice_id)
    return _reductions(Reduction.objects.filter(id__in=parts.values("reduction_id")), parts)


def reduction_line(reduction_id: int) -> tuple[ReductionLine, int, str]:
    """One reduction, and the id and number of the first invoice that it is about; raises Reduction.DoesNotExist."""
    own = Q(reduction_id=reduction_id) | Q(reduction__recovers_id=reduction_id)
    parts = ReductionPart.objects.filter(own)
    found = _reductions(Reduction.objects.filter(id=reduction_id), parts)
    first = parts.order_by("id").values_list("instalment__invoice_id", "instalment__invoice__number").first()
    if not found or first is None:
        raise Reduction.DoesNotExist
    return (found[0], *first)


def reduced_by_instalment(instalment_ids: Sequence[int]) -> Mapping[int, int]:
    """What reductions, not payments, took off each of these instalments, in minor units; one query."""
    rows = (
        ReductionPart.objects.filter(instalment_id__in=instalment_ids)
        .order_by()
        .values_list("instalment_id")
        .annotate(minor=Sum("amount_minor"))
    )
    return {id_: int(minor) for id_, minor in rows if minor}


def refunds_of(client_id: int) -> list[RefundLine]:
    """The newest refunds of a client; two queries."""
    rows = Refund.objects.filter(client_id=client_id, reverses=None).prefetch_related("reversals")
    return [_refund(row) for row in rows.order_by("-refunded_on", "-id")[:REFUNDS]]


def refund_line(refund_id: int) -> RefundLine:
    """One refund; raises Refund.DoesNotExist."""
    return _refund(Refund.objects.prefetch_related("reversals").get(id=refund_id, reverses=None))


def _reductions(reductions: QuerySet[Reduction], parts: QuerySet[ReductionPart]) -> list[ReductionLine]:
    standing = reductions.filter(reverses=None, recovers=None)
    rows = list(standing.prefetch_related("reversals").order_by("-happened_on", "-id"))
    amounts = _sums(parts.filter(reduction__in=rows), "reduction_id")
    recovered = _sums(parts.filter(reduction__recovers__in=rows), "reduction__recovers_id")
    return [
        ReductionLine(
            id=row.id,
            client_id=row.client_id,
            kind=row.kind,
            happened_on=row.happened_on,
            amount=Money(amounts.get(row.id, 0), row.currency),
            whole=Money(row.amount_minor, row.currency),
            vat=Money(row.vat_minor, row.currency),
            document=row.document,
            reason=row.reason,
            taken_back=bool(row.reversals.all()),
            recovered=Money(-recovered.get(row.id, 0), row.currency),
        )
        for row in rows
    ]


def _sums(parts: QuerySet[ReductionPart], of: str) -> Mapping[int, int]:
    found = parts.order_by().values_list(of).annotate(minor=Sum("amount_minor"))
    return {id_: int(minor) for id_, minor in found}


def _refund(row: Refund) -> RefundLine:
    return RefundLine(
        id=row.id,
        client_id=row.client_id,
        refunded_on=row.refunded_on,
        amount=Money(row.amount_minor, row.currency),
        method=row.method,
        reason=row.reason,
        taken_back=bool(row.reversals.all()),
    )
