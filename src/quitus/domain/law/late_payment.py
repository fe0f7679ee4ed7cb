"""What a debt paid late owes on a day: principal, interest, indemnity and costs, less what was paid.

The same for every country: its rules come as a `CountryLaw`. For France see `fr/late_payment.py`.
"""

from dataclasses import dataclass
from datetime import date

from quitus.domain.law.cautions import Caution, cautions_about
from quitus.domain.law.countries import ONE_DAY, CountryLaw, LateRule
from quitus.domain.law.debt import Debt, check_debt
from quitus.domain.law.interest import Growth
from quitus.domain.law.rates import agreed_rate
from quitus.domain.law.worksheet import Conventions, Order, Worksheet
from quitus.domain.money import Money
from quitus.domain.refused import Refused

AS_USUAL = Conventions()


@dataclass(frozen=True, slots=True)
class LateClaim:
    """What is owed, and why. `costs` are those above the indemnity."""

    worksheet: Worksheet
    principal_left: Money
    interest_paid: Money
    indemnity: Money
    indemnity_paid: Money
    costs: Money
    costs_paid: Money
    articles: tuple[str, ...]
    cautions: tuple[Caution, ...]

    @property
    def interest(self) -> Money:
        """All interest, paid or not."""
        return self.worksheet.interest

    @property
    def interest_left(self) -> Money:
        return self.interest - self.interest_paid

    @property
    def total(self) -> Money:
        """Everything that is still owed."""
        charges = self.indemnity - self.indemnity_paid + self.costs - self.costs_paid
        return self.principal_left + self.interest_left + charges


def late_claim(debt: Debt, law: CountryLaw, conventions: Conventions = AS_USUAL) -> LateClaim:
    """What the debt owes on its last day.

    Raises Refused: what is wrong with the debt (see `check_debt`), rate_missing, law_of_consumers_unknown,
    law_of_public_buyers_unknown, paid_above_owed, credit_note_above_principal.
    """
    rule = law.late_rule(debt.debtor)
    check_debt(debt, rule)
    account = _Account(debt, rule, conventions)
    credits = [(day, False, amount) for day, amount in debt.credit_notes]
    payments = [(day, True, amount) for day, amount in debt.payments]
    # On one day, credit notes first: nobody pays what is owed no more.
    for day, paid, amount in sorted([*credits, *payments], key=lambda movement: movement[:2]):
        account.run_to(day)
        if paid:
            account.pay(day, amount)
        else:
            account.credit(day, amount)
    account.run_to(debt.until)
    worksheet = account.growth.worksheet()
    return LateClaim(
        worksheet=worksheet,
        principal_left=account.growth.principal,
        interest_paid=worksheet.interest - account.growth.interest_left,
        indemnity=account.charged["indemnity"],
        indemnity_paid=account.charged["indemnity"] - account.left["indemnity"],
        costs=account.charged["costs"],
        costs_paid=account.charged["costs"] - account.left["costs"],
        articles=rule.articles,
        cautions=tuple(cautions_about(debt, law, conventions, worksheet)),
    )


class _Account:
    """The debt as it stands on a day: it runs on, is credited, is paid."""

    def __init__(self, debt: Debt, rule: LateRule, conventions: Conventions) -> None:
        first = rule.first_day(debt.due, debt.notice) or debt.until + ONE_DAY
        if debt.rate is not None:
            rates = agreed_rate(debt.rate)
        else:
            rates = rule.rates_from(first) if first <= debt.until else rule.rates
        self.growth = Growth(debt.principal, first, rates, conventions)
        self.charged = dict.fromkeys(("indemnity", "costs"), Money(0, debt.principal.currency))
        self.left = dict(self.charged)
        self._debt, self._rule, self._order = debt, rule, conventions.order
        self._late = False

    def run_to(self, day: date) -> None:
        """Let interest grow; the day after the due date, what is still owed is late."""
        if day > self._debt.due and not self._late:
            self._late = True
            if self.growth.principal:
                self._charge()
        stopped = self._debt.insolvency
        self.growth.run_to(min(day, stopped - ONE_DAY) if stopped else day)

    def credit(self, day: date, amount: Money) -> None:
        left = self.growth.principal
        if left < amount:
            raise Refused("credit_note_above_principal", day=day, amount=amount, left=left)
        self.growth.reduce(amount, day)

    def pay(self, day: date, amount: Money) -> None:
        """Settle interest and principal in their order, then the indemnity, costs last."""
        owed = self.growth.principal + self.growth.interest_left + self.left["indemnity"] + self.left["costs"]
        if owed < amount:
            raise Refused("paid_above_owed", day=day, amount=amount, owed=owed)
        if self._order is Order.INTEREST:
            amount = self.growth.pay_interest(amount)
        principal = min(self.growth.principal, amount)
        self.growth.reduce(principal, day)
        amount -= principal
        if self._order is Order.PRINCIPAL:
            amount = self.growth.pay_interest(amount)
        for name, left in tuple(self.left.items()):
            part = min(left, amount)
            self.left[name] = left - part
            amount -= part

    def _charge(self) -> None:
        indemnity, opened = self._rule.indemnity, self._debt.insolvency
        if indemnity is None or (opened and opened <= self._debt.due):
            return
        self.charged["indemnity"] = indemnity
        if self._debt.costs and indemnity < self._debt.costs:
            self.charged["costs"] = self._debt.costs - indemnity
        self.left = dict(self.charged)
