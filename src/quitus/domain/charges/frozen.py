"""A claim's calculation as it was when it was made: plain data, kept for ever, read back as it was written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from quitus.domain.law.rates import Confidence, Rate
from quitus.domain.law.worksheet import Basis, Conventions, Order, Rounding, Segment, Worksheet
from quitus.domain.money import Money, total

DIGITS = Decimal("0.0000000001")  # of the exact interest: nobody checks more by hand


@dataclass(frozen=True, slots=True)
class FrozenCost:
    """Costs beyond the indemnity: what was paid, to whom."""

    reason: str
    amount: Money


@dataclass(frozen=True, slots=True)
class FrozenClaim:
    """One instalment in a claim: what it was late with, and what that costs.

    `lowered`: (day, amount) of payments and credit notes that the calculation knew. `already`: what was claimed of
    this interest before, where earlier days are calculated anew.
    """

    invoice: str
    issued: date
    due: date
    principal: Money
    worksheet: Worksheet
    indemnity: Money | None = None
    costs: tuple[FrozenCost, ...] = ()
    lowered: tuple[tuple[date, Money], ...] = ()
    already: Money | None = None

    @property
    def interest(self) -> Money:
        """What is claimed of the calculated interest."""
        return self.worksheet.interest - self.already if self.already else self.worksheet.interest

    @property
    def total(self) -> Money:
        """Interest, indemnity and costs together."""
        costs = total((cost.amount for cost in self.costs), self.principal.currency)
        charged = self.interest + costs
        return charged + self.indemnity if self.indemnity else charged


def to_text(claims: Sequence[FrozenClaim]) -> str:
    """The calculation as JSON; amounts in minor units, dates in ISO form."""
    return json.dumps([_claim(claim) for claim in claims], ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> tuple[FrozenClaim, ...]:
    """What `to_text` wrote."""
    return tuple(_read(data) for data in json.loads(text))


def _claim(claim: FrozenClaim) -> dict[str, object]:
    conventions = claim.worksheet.conventions
    return {
        "invoice": claim.invoice,
        "issued": claim.issued.isoformat(),
        "due": claim.due.isoformat(),
        "currency": claim.principal.currency,
        "principal": claim.principal.minor,
        "interest": claim.worksheet.interest.minor,
        "indemnity": claim.indemnity.minor if claim.indemnity else None,
        "costs": [[cost.reason, cost.amount.minor] for cost in claim.costs],
        "already": claim.already.minor if claim.already else None,
        "lowered": [[day.isoformat(), amount.minor] for day, amount in claim.lowered],
        "basis": conventions.basis.value,
        "rounding": conventions.rounding.value,
        "order": conventions.order.value,
        "compound": conventions.compound,
        "rows": [_row(segment) for segment in claim.worksheet.segments],
    }


def _row(segment: Segment) -> list[object]:
    return [
        segment.first.isoformat(),
        segment.last.isoformat(),
        segment.days,
        segment.base.minor,
        f"{segment.rate.percent:f}",
        segment.rate.source,
        segment.rate.confidence.value,
        f"{segment.exact.quantize(DIGITS):f}",
    ]


def _read(data: Mapping[str, Any]) -> FrozenClaim:
    currency = data["currency"]
    conventions = Conventions(
        Basis(data["basis"]), Rounding(data["rounding"]), Order(data["order"]), data["compound"]
    )
    rows = tuple(_segment(row, currency) for row in data["rows"])
    return FrozenClaim(
        invoice=data["invoice"],
        issued=date.fromisoformat(data["issued"]),
        due=date.fromisoformat(data["due"]),
        principal=Money(data["principal"], currency),
        worksheet=Worksheet(rows, Money(data["interest"], currency), conventions),
        indemnity=None if data["indemnity"] is None else Money(data["indemnity"], currency),
        costs=tuple(FrozenCost(reason, Money(minor, currency)) for reason, minor in data["costs"]),
        already=None if data.get("already") is None else Money(data["already"], currency),
        lowered=tuple((date.fromisoformat(day), Money(minor, currency)) for day, minor in data["lowered"]),
    )


def _segment(row: Sequence[Any], currency: str) -> Segment:
    first, last = date.fromisoformat(row[0]), date.fromisoformat(row[1])
    rate = Rate(Decimal(row[4]), first, last, row[5], Confidence(row[6]))
    return Segment(first, last, row[2], Money(row[3], currency), rate, Decimal(row[7]))
