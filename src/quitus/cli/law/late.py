"""`quitus law late`: what a late debt owes, with every row of the calculation."""

import json
from datetime import date
from decimal import ROUND_DOWN, Decimal

import click

from quitus.cli.days import DAY
from quitus.cli.law.options import AMOUNT, DATED_AMOUNT, PERCENT, country_option
from quitus.cli.law.rates import plain_percent, shown_number
from quitus.cli.main import language_of_terminal
from quitus.domain.law.cautions import Caution
from quitus.domain.law.countries import DebtorKind, law_of
from quitus.domain.law.debt import Debt
from quitus.domain.law.late_payment import LateClaim, late_claim
from quitus.domain.law.worksheet import Basis, Conventions, Order, Rounding, Segment
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence

DIGITS = Decimal("1e-12")  # of interest before it is rounded

Dated = tuple[tuple[date, Money], ...]


def _choice(words: type[Basis | Rounding | Order | DebtorKind]) -> click.Choice[str]:
    return click.Choice([word.value for word in words])


@click.command()
@click.option("--principal", type=AMOUNT, required=True, help="What was owed on the due date, with VAT.")
@click.option("--due", type=DAY, required=True, help="The due date.")
@click.option("--until", type=DAY, required=True, help="The last day that bears interest, such as today.")
@click.option(
    "--paid", "payments", type=DATED_AMOUNT, multiple=True, help="A payment since; may be repeated."
)
@click.option(
    "--credit-note",
    "credit_notes",
    type=DATED_AMOUNT,
    multiple=True,
    help="A credit note; may be repeated.",
)
@click.option("--rate", type=PERCENT, help="The contract's yearly rate, in place of the law's.")
@click.option("--basis", type=_choice(Basis), default="365", show_default=True, help="Days of a year.")
@click.option(
    "--rounding",
    type=_choice(Rounding),
    default="once",
    show_default=True,
    help="Round between payments, or each row.",
)
@click.option(
    "--order",
    type=_choice(Order),
    default="interest",
    show_default=True,
    help="What a payment settles first.",
)
@click.option("--compound", is_flag=True, help="Interest of a whole year bears interest (C. civ. 1343-2).")
@click.option("--debtor", type=_choice(DebtorKind), default="business", show_default=True)
@click.option("--notice", type=DAY, help="The day a formal notice was received.")
@click.option("--insolvency", type=DAY, help="The day of the judgment that opened an insolvency.")
@click.option("--costs", type=AMOUNT, help="What recovery has cost, on proof.")
@country_option
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def late(
    *,
    principal: Money,
    due: date,
    until: date,
    payments: Dated,
    credit_notes: Dated,
    rate: Decimal | None,
    basis: str,
    rounding: str,
    order: str,
    compound: bool,
    debtor: str,
    notice: date | None,
    insolvency: date | None,
    costs: Money | None,
    country: str,
    as_json: bool,
) -> None:
    """Interest and indemnity of a debt that is paid late, with the source of each rate; nothing is stored."""
    conventions = Conventions(Basis(basis), Rounding(rounding), Order(order), compound)
    debt = Debt(
        principal, due, until, DebtorKind(debtor), payments, credit_notes, rate, notice, insolvency, costs
    )
    claim = late_claim(debt, law_of(country), conventions)
    language = language_of_terminal()
    if as_json:
        click.echo(json.dumps(as_data(debt, claim, country, language)))
        return
    from quitus.cli.law.late_table import print_claim

    print_claim(debt, claim, language)


def as_data(debt: Debt, claim: LateClaim, country: str, language: str) -> dict[str, object]:
    """The claim as the stable JSON: decimal strings, dates in ISO form."""
    conventions = claim.worksheet.conventions
    return {
        "interest": _amount(claim.interest),
        "indemnity": _amount(claim.indemnity),
        "principal_left": _amount(claim.principal_left),
        "total": _amount(claim.total),
        "segments": [_segment(segment) for segment in claim.worksheet.segments],
        "interest_paid": _amount(claim.interest_paid),
        "interest_left": _amount(claim.interest_left),
        "indemnity_paid": _amount(claim.indemnity_paid),
        "costs": _amount(claim.costs),
        "costs_paid": _amount(claim.costs_paid),
        "currency": debt.principal.currency,
        "country": country,
        "debtor": debt.debtor.value,
        "articles": list(claim.articles),
        "conventions": {
            "basis": conventions.basis.value,
            "rounding": conventions.rounding.value,
            "order": conventions.order.value,
            "compound": conventions.compound,
        },
        "warnings": [
            {"code": caution.code, "message": caution_sentence(caution, language)}
            for caution in claim.cautions
        ],
    }


def caution_sentence(caution: Caution, language: str) -> str:
    """A caution in the reader's language: its sentences stand among those of refusals."""
    facts = {
        name: shown_number(fact, language) if isinstance(fact, Decimal) else fact
        for name, fact in caution.facts.items()
    }
    return sentence(Refused(caution.code, **facts), language)


def _segment(segment: Segment) -> dict[str, object]:
    return {
        "from": segment.first.isoformat(),
        "to": segment.last.isoformat(),
        "days": segment.days,
        "base": _amount(segment.base),
        "rate": plain_percent(segment.rate.percent),
        "source": segment.rate.source,
        "interest": f"{segment.exact.quantize(DIGITS, ROUND_DOWN):f}",
        "confidence": segment.rate.confidence.value,
    }


def _amount(amount: Money) -> str:
    return f"{amount.decimal:f}"
