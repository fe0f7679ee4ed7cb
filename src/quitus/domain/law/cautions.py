"""What whoever sends a claim should know before: it is calculated all the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from quitus.domain.law.countries import ONE_DAY, CountryLaw, DebtorKind, Floor, Starts
from quitus.domain.law.debt import Debt
from quitus.domain.law.rates import Confidence, half_year
from quitus.domain.law.worksheet import Conventions, Worksheet

UNSURE = (Confidence.MEDIUM, Confidence.LOW)


@dataclass(frozen=True, slots=True)
class Caution:
    """A code and the facts for its sentence, as a refusal has; `ports/law_sentences.py` says it."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def cautions_about(
    debt: Debt, law: CountryLaw, conventions: Conventions, worksheet: Worksheet
) -> Iterator[Caution]:
    """Everything to be said about a claim."""
    yield from _about_rates(debt, law, worksheet)
    yield from _about_contract(debt, law, worksheet)
    yield from _about_debtor(debt, law)
    if law.late_rule(debt.debtor).compounds and not conventions.compound and debt.rate is None:
        yield Caution("interest_may_compound", {"country": law.country})


def _about_rates(debt: Debt, law: CountryLaw, worksheet: Worksheet) -> Iterator[Caution]:
    rule = law.late_rule(debt.debtor)
    if rule.confidence in UNSURE:
        yield Caution("late_rule_unsure", {"articles": ", ".join(rule.articles)})
        return
    unsure = {
        segment.rate.since: segment.rate
        for segment in worksheet.segments
        if segment.rate.confidence in UNSURE
    }
    for rate in unsure.values():
        facts = {"percent": rate.percent, "since": rate.since, "until": rate.until, "source": rate.source}
        yield Caution("late_rate_unsure", facts)


def _about_contract(debt: Debt, law: CountryLaw, worksheet: Worksheet) -> Iterator[Caution]:
    if debt.rate is None:
        return
    if debt.debtor is DebtorKind.CONSUMER:
        yield Caution("consumer_contract_rate", {"percent": debt.rate})
    elif debt.debtor is DebtorKind.PUBLIC:
        yield Caution("public_contract_rate", {"percent": debt.rate})
    elif law.floor and worksheet.segments:
        first, last = worksheet.segments[0].first, worksheet.segments[-1].last
        yield from below_floor(debt.rate, law.floor, first, last)


def below_floor(percent: Decimal, floor: Floor, first: date, last: date) -> Iterator[Caution]:
    """One for each half-year in which a contract's rate is too low, or in which the floor is not known."""
    table = floor.table
    while first <= last:
        since, until = half_year(first)
        if not table.rates[0].since <= first <= table.known_until:
            yield Caution("contract_floor_unknown", {"since": since, "until": until})
        elif percent < (lowest := table.on(first)).percent:
            facts = {"percent": percent, "floor": lowest.percent, "article": floor.article}
            yield Caution("contract_rate_below_floor", {**facts, "since": since, "until": until})
        first = until + ONE_DAY


def _about_debtor(debt: Debt, law: CountryLaw) -> Iterator[Caution]:
    if law.late_rule(debt.debtor).starts is Starts.NOTICE and debt.notice is None:
        yield Caution("notice_missing")
    opened = debt.insolvency
    if opened and opened <= debt.until:
        if opened <= debt.due:
            yield Caution("insolvency_before_due", {"day": opened})
        else:
            yield Caution("insolvency_stops_interest", {"day": opened})
        if paid := [day for day, _ in debt.payments if day >= opened]:
            yield Caution("paid_after_insolvency", {"day": min(paid)})
