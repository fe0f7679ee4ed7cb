"""A debt that is late, as a claim needs to know it, and what cannot be true of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quitus.domain.law.countries import DebtorKind, LateRule
from quitus.domain.money import Money, places
from quitus.domain.refused import Refused

Movements = Sequence[tuple[date, Money]]
TOO_MUCH = 10**12  # whole units: a thousand billion euros is a mistaken column


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt and what happened to it until a day, that day included.

    `principal` includes VAT, less what was paid before the due date. A credit note lowers the principal and pays
    nothing. `notice`: the day a formal notice was received; `insolvency`: the day of the judgment that opened it;
    `costs`: what asking for the money has cost, on proof; `rate`: the yearly percentage of the contract, if it has one.
    """

    principal: Money
    due: date
    until: date
    debtor: DebtorKind = DebtorKind.BUSINESS
    payments: Movements = ()
    credit_notes: Movements = ()
    rate: Decimal | None = None
    notice: date | None = None
    insolvency: date | None = None
    costs: Money | None = None


def check_debt(debt: Debt, rule: LateRule) -> None:
    """Refuse what cannot be calculated: principal_not_positive, amount_too_large, until_before_due,
    movement_not_positive, movement_after_until, paid_before_due, costs_negative, consumer_owes_no_costs,
    indemnity_in_other_currency.
    """
    if debt.principal.minor <= 0:
        raise Refused("principal_not_positive", amount=debt.principal)
    for amount in (debt.principal, debt.costs):
        if amount and amount.minor >= TOO_MUCH * 10 ** places(amount.currency):
            raise Refused("amount_too_large", amount=amount)
    if debt.until < debt.due:
        raise Refused("until_before_due", until=debt.until, due=debt.due)
    _check_movements(debt)
    _check_charges(debt, rule)


def _check_movements(debt: Debt) -> None:
    for day, amount in (*debt.payments, *debt.credit_notes):
        if amount.minor <= 0:
            raise Refused("movement_not_positive", day=day, amount=amount)
        if day > debt.until:
            raise Refused("movement_after_until", day=day, until=debt.until)
    for day, _ in debt.payments:
        if day < debt.due:
            raise Refused("paid_before_due", day=day, due=debt.due)


def _check_charges(debt: Debt, rule: LateRule) -> None:
    if debt.costs is not None:
        if debt.costs.minor < 0:
            raise Refused("costs_negative", amount=debt.costs)
        if debt.costs and rule.indemnity is None:
            raise Refused("consumer_owes_no_costs", amount=debt.costs)
    if rule.indemnity and rule.indemnity.currency != debt.principal.currency:
        raise Refused(
            "indemnity_in_other_currency",
            principal=debt.principal,
            indemnity=rule.indemnity,
        )
