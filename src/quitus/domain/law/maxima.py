"""Whether a due date is lawful: the longest payment terms by country, kind of debtor and case, as dated data."""

import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from quitus.domain.days import Calendar
from quitus.domain.importing.text import shown
from quitus.domain.law.countries import COUNTRIES, DebtorKind
from quitus.domain.law.payment_terms import LAST_ISSUE, End, Start, Terms, due_date, late_from
from quitus.domain.law.rates import Confidence
from quitus.domain.reasons import Reason
from quitus.domain.refused import Refused

LOOKED_AHEAD = 4 * 366  # days: an invoice on each day of a month, 29 February too


class Case(StrEnum):
    """What the law asks about a sale; `AGREED` where nothing special holds, `NONE` where no term was agreed."""

    NONE = "none"
    AGREED = "agreed"
    PERIODIC = "periodic"
    TRANSPORT = "transport"
    PERISHABLE = "perishable"
    PERISHABLE_PERIODIC = "perishable-periodic"
    LIVESTOCK = "livestock"
    SPIRITS = "spirits"
    WINE = "wine"
    HOSPITAL = "hospital"
    PUBLIC_UNDERTAKING = "public-undertaking"


@dataclass(frozen=True, slots=True)
class Limit:
    """The longest lawful terms for invoices issued from `since` to `until`, and the article that says so.

    `end_of_month`: longer terms for a clause that says "end of month", counted by the clause's own method, on the
    `condition` that goes with them. `breach`: what to say of a longer term.
    """

    terms: Terms
    article: str
    since: date
    until: date = date.max
    end_of_month: Terms | None = None
    condition: Reason | None = None
    breach: Reason | None = None
    confidence: Confidence = Confidence.READ

    def for_clause(self, terms: Terms) -> tuple[Terms, ...]:
        """The limits that a clause may rest on, that of its own form first."""
        if self.end_of_month is None or terms.end is not End.MONTH:
            return (self.terms,)
        return replace(self.end_of_month, method=terms.method), self.terms


@dataclass(frozen=True, slots=True)
class TermsLaw:
    """The longest terms of one country; `remarks` go with every answer."""

    country: str
    limits: Mapping[tuple[DebtorKind, Case], tuple[Limit, ...]]
    remarks: tuple[Reason, ...] = ()

    def limit(self, debtor: DebtorKind, case: Case, issued: date) -> Limit:
        """The limit of a sale. Refused: payment_terms_case_unknown, payment_terms_law_missing (for that day)."""
        rows = self.limits.get((debtor, case))
        if rows is None:
            raise Refused(
                "payment_terms_case_unknown", case=case.value, debtor=debtor.value, country=self.country
            )
        for row in rows:
            if row.since <= issued <= row.until:
                return row
        raise Refused("payment_terms_law_missing", day=issued, case=case.value, country=self.country)


@dataclass(frozen=True, slots=True)
class Due:
    """The date to print, whether it is lawful, and why.

    `late_from`: the first day of lateness. `maximum`: the latest lawful date, None where the law has none. `over`:
    days beyond it. `exceeds_on`: when the same clause would first make a later invoice due too late.
    """

    terms: Terms
    due: date
    late_from: date
    maximum: date | None
    lawful: bool
    over: int
    exceeds_on: date | None
    confidence: Confidence
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Sale:
    """An invoice under a clause."""

    terms: Terms
    issued: date
    received: date | None

    @property
    def due(self) -> date:
        return due_date(self.terms, self.issued, self.received)

    def under(self, terms: Terms) -> "_Sale":
        return replace(self, terms=terms)

    def later(self) -> Iterator["_Sale"]:
        """The same sale on each of the next days, as long as invoices are known to have such dates."""
        for number in range(1, LOOKED_AHEAD):
            days = timedelta(days=number)
            received = self.received + days if self.received else None
            if max(self.issued + days, received or self.issued) > LAST_ISSUE:
                return
            yield replace(self, issued=self.issued + days, received=received)

    def longest(self, limit: Limit) -> "_Sale":
        """Under the limit of the clause's form, or under the general one where that alone makes it lawful."""
        found = [self.under(terms) for terms in limit.for_clause(self.terms)]
        return next((sale for sale in found if self.due <= sale.due), found[0])


def terms_law(country: str) -> TermsLaw:
    """The law of payment terms of a country ("FR"). Refused: country_law_unknown."""
    if country not in COUNTRIES:
        raise Refused("country_law_unknown", country=shown(country), known=", ".join(COUNTRIES))
    home = "fr.payment_terms" if country == "FR" else "directive"
    law: TermsLaw = importlib.import_module(f"quitus.domain.law.{home}").law(country)
    return law


def due_of(
    law: TermsLaw,
    issued: date,
    terms: Terms | None,
    *,
    debtor: DebtorKind = DebtorKind.BUSINESS,
    case: Case | None = None,
    received: date | None = None,
    grace: Calendar | None = None,
) -> Due:
    """When an invoice is due, and whether the law allows it. Without `terms`, by the law where nothing was agreed.

    Refused: invoice_day_impossible, receipt_day_missing, received_before_issued, payment_terms_case_unknown,
    payment_terms_law_missing, terms_missing (a consumer's: no law supplies them).
    """
    if debtor is DebtorKind.CONSUMER:
        return _of_consumer(issued, terms, received, grace)
    # Before the limits: a day that no invoice can have is no gap in the law.
    due_date(Terms(), issued, received)
    usual = Case.NONE if terms is None else Case.AGREED
    limit = law.limit(debtor, case or usual, issued)
    if terms is None:
        supplied = (limit.terms, law.limit(debtor, Case.NONE, issued).terms)
        terms = min(supplied, key=lambda longest: due_date(longest, issued, received))
    sale = _Sale(terms, issued, received)
    longest = sale.longest(limit)
    over = max(0, (sale.due - longest.due).days)
    later = None if over else _exceeding(sale, limit)
    return Due(
        terms=terms,
        due=sale.due,
        late_from=late_from(sale.due, grace),
        maximum=longest.due,
        lawful=not over,
        over=over,
        exceeds_on=later.issued if later else None,
        confidence=limit.confidence,
        why=(*_reasons(sale, longest, limit, over, later), *law.remarks),
    )


def _of_consumer(issued: date, terms: Terms | None, received: date | None, grace: Calendar | None) -> Due:
    if terms is None:
        raise Refused("terms_missing")
    due = due_date(terms, issued, received)
    why = (Reason("due_no_maximum"),)
    return Due(terms, due, late_from(due, grace), None, True, 0, None, Confidence.HIGH, why)


def _exceeding(sale: _Sale, limit: Limit) -> _Sale | None:
    """The first later invoice that the same clause would make due too late."""
    of_its_form = limit.for_clause(sale.terms)
    if sale.terms in of_its_form or any(sale.terms.never_longer_than(terms) for terms in of_its_form):
        return None
    for later in sale.later():
        due = later.due
        if all(due_date(terms, later.issued, later.received) < due for terms in of_its_form):
            return later
    return None


def _reasons(sale: _Sale, longest: _Sale, limit: Limit, over: int, later: _Sale | None) -> Iterable[Reason]:
    """What is to say, in the order in which one reads it."""
    code = "due_too_late" if over else "due_lawful"
    yield Reason(
        code, due=sale.due, maximum=longest.due, days=over, longest=longest.terms, article=limit.article
    )
    if over and limit.breach:
        yield limit.breach
    if not over and limit.condition and longest.terms.end is End.MONTH and limit.end_of_month:
        yield limit.condition
    if later:
        yield Reason(
            "due_clause_exceeds", issued=later.issued, due=later.due, maximum=later.longest(limit).due
        )
    if sale.received is None and Start.INVOICE_RECEIPT in {sale.terms.start, longest.terms.start}:
        yield Reason("due_receipt_assumed")
