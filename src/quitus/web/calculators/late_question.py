"""What one asks about a late debt, and the answer of the rules."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quitus.domain.law.countries import ONE_DAY, CountryLaw, DebtorKind, law_of
from quitus.domain.law.debt import Debt, Movements
from quitus.domain.law.late_payment import LateClaim, late_claim
from quitus.domain.law.worksheet import Basis, Conventions, Order, Rounding
from quitus.domain.money import Money, total
from quitus.domain.refused import Refused
from quitus.web.calculators import words
from quitus.web.calculators.questions import EurosField, PercentField, Question, Row
from quitus.web.typed import DayField

PAYMENT, CREDIT_NOTE = "payment", "credit-note"


class MovementRow(Row):
    """Something that lowered the debt: a payment, or a credit note."""

    SAYS = ("day", "amount")
    USUAL: ClassVar = {"kind": PAYMENT}

    day = DayField(label=pgettext_lazy("calculator", "Day"))
    amount = EurosField(label=pgettext_lazy("calculator", "Amount"))
    kind = forms.ChoiceField(
        label=pgettext_lazy("calculator", "What"),
        choices=[(PAYMENT, pgettext_lazy("calculator", "Payment")), (CREDIT_NOTE, _("Credit note"))],
    )


class LateQuestion(Question):
    """A debt, until when, and what happened to it."""

    ASKS = "principal"
    ROWS = MovementRow
    ABOUT: ClassVar = {
        "principal_not_positive": "principal",
        "amount_too_large": "principal",
        "until_before_due": "until",
        "rate_missing": "until",
        "rate_out_of_reach": "rate",
        "costs_negative": "costs",
        "consumer_owes_no_costs": "costs",
        "country_law_unknown": "country",
        "law_of_public_buyers_unknown": "debtor",
        "law_of_consumers_unknown": "debtor",
    }
    ROW_ABOUT: ClassVar = {
        "movement_not_positive": "amount",
        "movement_after_until": "day",
        "paid_before_due": "day",
        "paid_above_owed": "amount",
        "credit_note_above_principal": "amount",
    }
    CONVENTIONS = ("basis", "rounding", "order", "compound")
    SELDOM = ("country", "notice", "insolvency", "costs", "rate")

    principal = EurosField(
        label=_("Owed on the due date"), help_text=_("With VAT, less what was paid before.")
    )
    due = DayField(label=_("Due date"))
    until = DayField(label=_("Calculate until"), help_text=_("The day of payment, or today: it counts too."))
    debtor = forms.ChoiceField(label=_("Who owes?"), choices=words.choices(words.DEBTORS))
    notice = DayField(
        label=_("Formal notice received on"),
        required=False,
        help_text=_("A consumer owes interest after it."),
    )
    rate = PercentField(
        label=_("Yearly rate of the contract"),
        required=False,
        help_text=_("Without one, the rate of the law."),
    )
    costs = EurosField(label=_("Proven costs of recovery"), required=False)
    insolvency = DayField(
        label=_("Insolvency opened on"), required=False, help_text=_("Interest stops the day before.")
    )
    country = forms.ChoiceField(label=_("Law of which country?"), choices=words.countries)
    basis = forms.ChoiceField(label=_("A year has"), choices=words.choices(words.BASES))
    rounding = forms.ChoiceField(label=_("Interest is rounded"), choices=words.choices(words.ROUNDINGS))
    order = forms.ChoiceField(label=_("A payment settles"), choices=words.choices(words.ORDERS))
    compound = forms.BooleanField(
        label=_("Interest of a whole year bears interest"),
        required=False,
        help_text=_("By contract or by a court only (C. civ. 1343-2)."),
    )

    @classmethod
    def usual(cls, today: date) -> dict[str, str]:
        return {
            "until": today.isoformat(),
            "debtor": DebtorKind.BUSINESS,
            "country": "FR",
            "basis": Basis.DAYS_365,
            "rounding": Rounding.ONCE,
            "order": Order.INTEREST,
        }

    def about(self, refusal: Refused) -> str | None:
        """The field that a refusal is about: costs may be too large, rates may be missing where interest begins."""
        typed, facts = self.cleaned_data, refusal.facts
        if refusal.code == "amount_too_large" and facts["amount"] == typed["costs"]:
            return "costs"
        if refusal.code == "rate_missing":
            begins = [name for name in ("due", "notice") if facts["day"] == _day_after(typed[name])]
            return begins[0] if begins else "until"
        return super().about(refusal)

    @property
    def debt(self) -> Debt:
        """The debt, once everything typed can be read."""
        typed = self.cleaned_data
        return Debt(
            principal=typed["principal"],
            due=typed["due"],
            until=typed["until"],
            debtor=DebtorKind(typed["debtor"]),
            payments=self._movements(PAYMENT),
            credit_notes=self._movements(CREDIT_NOTE),
            rate=typed["rate"],
            notice=typed["notice"],
            insolvency=typed["insolvency"],
            costs=typed["costs"],
        )

    @property
    def conventions(self) -> Conventions:
        typed = self.cleaned_data
        return Conventions(
            Basis(typed["basis"]), Rounding(typed["rounding"]), Order(typed["order"]), typed["compound"]
        )

    def _movements(self, kind: str) -> tuple[tuple[date, Money], ...]:
        rows = [row.cleaned_data for row in self.rows.said] if self.rows else []
        return tuple((row["day"], row["amount"]) for row in rows if row["kind"] == kind)


def _day_after(day: date | None) -> date | None:
    return day + ONE_DAY if day else None


@dataclass(frozen=True, slots=True)
class Movement:
    """What was paid or credited on one day, and the part of it that lowered the principal; None for all of it."""

    day: date
    kind: str
    amount: Money
    principal: Money | None


@dataclass(frozen=True, slots=True)
class LateAnswer:
    """What a debt owes, by which law, and what lowered it."""

    debt: Debt
    country: str
    claim: LateClaim
    movements: tuple[Movement, ...]

    @property
    def charges(self) -> Money:
        """What lateness costs, paid or not: interest, indemnity and the costs above it."""
        claim = self.claim
        return total((claim.interest, claim.indemnity, claim.costs), claim.interest.currency)

    def moved(self, kind: str) -> Money:
        """All that was paid, or credited."""
        amounts = (movement.amount for movement in self.movements if movement.kind == kind)
        return total(amounts, self.debt.principal.currency)


def late_answer(question: LateQuestion) -> LateAnswer | None:
    """The answer; None where the question cannot be answered, which it then says itself."""
    if not question.is_valid():
        return None
    country = question.cleaned_data["country"]
    try:
        law = law_of(country)
        claim = late_claim(question.debt, law, question.conventions)
        movements = _movements(question.debt, law, question.conventions)
    except Refused as refusal:
        question.refuse(refusal)
        return None
    return LateAnswer(question.debt, country, claim, movements)


def _movements(debt: Debt, law: CountryLaw, conventions: Conventions) -> tuple[Movement, ...]:
    """What lowered the debt, day by day; credit notes come first on a day, as in the calculation.

    The principal changes by them alone: what a payment left of it tells its part.
    """
    credited, paid = _by_day(debt.credit_notes), _by_day(debt.payments)
    left, found = debt.principal, []
    for day in sorted({*credited, *paid}):
        if day in credited:
            found.append(Movement(day, CREDIT_NOTE, credited[day], None))
            left -= credited[day]
        if day in paid:
            after = _left(debt, law, conventions, day)
            part, left = left - after, after
            found.append(Movement(day, PAYMENT, paid[day], None if part == paid[day] else part))
    return tuple(found)


def _left(debt: Debt, law: CountryLaw, conventions: Conventions, day: date) -> Money:
    """The principal that was left at the end of a day."""
    then = replace(
        debt,
        until=day,
        payments=tuple(one for one in debt.payments if one[0] <= day),
        credit_notes=tuple(one for one in debt.credit_notes if one[0] <= day),
    )
    return late_claim(then, law, conventions).principal_left


def _by_day(movements: Movements) -> dict[date, Money]:
    days: dict[date, Money] = {}
    for day, amount in movements:
        days[day] = days[day] + amount if day in days else amount
    return days
