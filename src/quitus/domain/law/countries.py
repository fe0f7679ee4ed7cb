"""The law of late payment, country by country: the same shape for each, its data in a folder of its own."""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from quitus.domain.importing.text import shown
from quitus.domain.law.rates import Confidence, Rate, RateTable, half_year
from quitus.domain.money import Money
from quitus.domain.refused import Refused

COUNTRIES = ("FR", "BE", "DE", "ES", "IT", "LU", "NL")
ONE_DAY = timedelta(days=1)


class DebtorKind(StrEnum):
    """Who owes: the law differs. The same words as a client's kind."""

    BUSINESS = "business"
    CONSUMER = "consumer"
    PUBLIC = "public"


class Starts(StrEnum):
    """From the day after what interest runs: the due date, or the day a formal notice was received."""

    DUE = "due"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class LateRule:
    """What one kind of debtor owes for being late, where no contract says otherwise.

    `frozen`: the rate of the half-year in which interest began holds to the end. `indemnity`: the flat sum for each
    debt paid late; where there is one, proven costs above it are owed too. `compounds`: whole years of interest may
    bear interest by law. `confidence` is that of the rule; each rate has its own.
    """

    rates: RateTable
    articles: tuple[str, ...]
    starts: Starts = Starts.DUE
    frozen: bool = False
    indemnity: Money | None = None
    compounds: bool = False
    confidence: Confidence = Confidence.HIGH

    def first_day(self, due: date, notice: date | None) -> date | None:
        """The first day that bears interest; None while there is no formal notice where one is needed."""
        if self.starts is Starts.DUE:
            return due + ONE_DAY
        return max(due, notice) + ONE_DAY if notice else None

    def rates_from(self, first: date) -> RateTable:
        """The rates for interest that begins on a day. Raises Refused: rate_missing."""
        if not self.frozen:
            return self.rates
        return RateTable(self.rates.name, (replace(self.rates.on(first), until=date.max),))


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest rate that a contract may agree on: so many times the rate of a table."""

    name: str
    rates: RateTable
    times: int
    article: str

    @property
    def table(self) -> RateTable:
        """The floor itself by half-year."""
        return RateTable(
            self.name,
            tuple(
                replace(rate, percent=rate.percent * self.times, source=f"{self.times} × {rate.source}")
                for rate in self.rates.rates
            ),
        )


@dataclass(frozen=True, slots=True)
class CountryLaw:
    """The rules of one country; None where we do not know them. `others`: rates that no rule here uses."""

    country: str
    business: LateRule
    public: LateRule | None = None
    consumer: LateRule | None = None
    floor: Floor | None = None
    others: tuple[RateTable, ...] = ()

    def late_rule(self, debtor: DebtorKind) -> LateRule:
        """The rule for a kind of debtor. Raises Refused: law_of_public_buyers_unknown, law_of_consumers_unknown."""
        if debtor is DebtorKind.BUSINESS:
            return self.business
        rule = self.public if debtor is DebtorKind.PUBLIC else self.consumer
        if rule is None:
            public = debtor is DebtorKind.PUBLIC
            raise Refused(
                "law_of_public_buyers_unknown" if public else "law_of_consumers_unknown",
                country=self.country,
            )
        return rule

    @property
    def needed(self) -> tuple[RateTable, ...]:
        """The tables that the rules calculate with, each once."""
        rules = [rule.rates for rule in (self.business, self.public, self.consumer) if rule]
        tables = [*rules, self.floor.rates] if self.floor else rules
        return tuple({table.name: table for table in tables}.values())

    @property
    def tables(self) -> tuple[RateTable, ...]:
        """Every table that there is to show."""
        floor = (self.floor.table,) if self.floor else ()
        return (*self.needed, *floor, *self.others)

    def with_added(self, added: Mapping[str, Sequence[Rate]]) -> "CountryLaw":
        """The law continued by rates that the user gave, by the name of their table."""

        def longer(table: RateTable) -> RateTable:
            return table.with_added(added.get(table.name, ()))

        def with_rates(rule: LateRule | None) -> LateRule | None:
            return replace(rule, rates=longer(rule.rates)) if rule else None

        return replace(
            self,
            business=replace(self.business, rates=longer(self.business.rates)),
            public=with_rates(self.public),
            consumer=with_rates(self.consumer),
            floor=replace(self.floor, rates=longer(self.floor.rates)) if self.floor else None,
            others=tuple(longer(table) for table in self.others),
        )


@dataclass(frozen=True, slots=True)
class MissingRate:
    """A table that has no rate for a half-year that has begun or is about to."""

    table: str
    since: date
    until: date


def law_of(country: str) -> CountryLaw:
    """The law of late payment of a country ("FR"). Raises Refused: country_law_unknown."""
    if country not in COUNTRIES:
        raise Refused("country_law_unknown", country=shown(country), known=", ".join(COUNTRIES))
    return _loaded(country)


@cache
def _loaded(country: str) -> CountryLaw:
    """Loaded when asked for: a calculation takes less time than the import of seven laws."""
    law: CountryLaw = importlib.import_module(f"quitus.domain.law.{country.lower()}.late_payment").LAW
    return law


def missing_rates(law: CountryLaw, today: date, days: int = 15) -> tuple[MissingRate, ...]:
    """What to look up: the tables without a rate for today's half-year, or for one that begins within `days`."""
    halves = sorted({half_year(today), half_year(today + timedelta(days=days))})
    return tuple(
        MissingRate(table.name, since, until)
        for since, until in halves
        for table in law.needed
        if table.known_until < until
    )
