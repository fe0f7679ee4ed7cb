"""The calculation of charges as staff and debtors read it: row by row on a page, cell by cell in a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from quitus.domain.charges.frozen import FrozenClaim
from quitus.domain.law.worksheet import Segment
from quitus.domain.money import Money, total
from quitus.ports.tables import Cell
from quitus.web import formats
from quitus.web.calculators.late_shown import convention_words
from quitus.web.calculators.words import (
    CONFIDENCE,
    doubt,
    exact_words,
    percent_words,
    source_words,
)
from quitus.web.templatetags.quitus import language

# A payment that came before a claim could not settle charges that nobody had claimed.
SET_ON_PRINCIPAL = gettext_lazy(
    "What was received was taken off the principal: nothing else had been claimed yet."
)


@dataclass(frozen=True, slots=True)
class Row:
    """Days with one base and one rate."""

    segment: Segment
    percent: str
    source: str
    doubt: str
    exact: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One instalment of a claim; between its rows, in words, what lowered the debt."""

    claim: FrozenClaim
    rows: Sequence[Row | str]
    anchor: str


def sheets_of(claims: Sequence[FrozenClaim]) -> list[Sheet]:
    """A claim's calculation, instalment by instalment."""
    return [
        Sheet(claim, list(_rows(claim)), f"h-sheet-{place}") for place, claim in enumerate(claims, start=1)
    ]


def conventions_of(claims: Sequence[FrozenClaim]) -> list[str]:
    """How it is calculated, in sentences."""
    return convention_words(claims[0].worksheet.conventions, SET_ON_PRINCIPAL) if claims else []


def sum_of(claims: Sequence[FrozenClaim], currency: str) -> Money:
    """All that is claimed."""
    return total((claim.total for claim in claims), currency)


def headers() -> list[str]:
    """Of the file for a spreadsheet."""
    return [
        _("Invoice"),
        _("What for"),
        pgettext("worksheet", "From"),
        pgettext("worksheet", "To"),
        pgettext("worksheet", "Days"),
        pgettext("worksheet", "Base"),
        _("Yearly rate (%)"),
        pgettext("worksheet", "Source"),
        _("How sure"),
        _("Exact interest"),
        _("Amount"),
    ]


def cells_of(claims: Sequence[FrozenClaim], currency: str) -> Iterator[list[Cell]]:
    """Each stretch of days, then what is owed for the instalment; the sum closes the file."""
    for claim in claims:
        for segment in claim.worksheet.segments:
            yield _cells(claim, segment)
        owed = [(_("Late interest"), claim.worksheet.interest)] if claim.worksheet.interest else []
        if claim.already:
            owed.append((_("Interest claimed before, deducted"), -claim.already))
        if claim.indemnity:
            owed.append((_("Flat indemnity"), claim.indemnity))
        owed += [(cost.reason, cost.amount) for cost in claim.costs]
        for words, amount in owed:
            yield [claim.invoice, words, *[None] * 8, amount.decimal]
    yield ["", _("Total"), *[None] * 8, sum_of(claims, currency).decimal]


def _rows(claim: FrozenClaim) -> Iterator[Row | str]:
    waiting = list(claim.lowered)
    for segment in claim.worksheet.segments:
        while waiting and waiting[0][0] < segment.first:
            yield _lowered(*waiting.pop(0))
        rate = segment.rate
        yield Row(
            segment,
            percent_words(rate.percent),
            source_words(rate),
            doubt(rate.confidence),
            exact_words(segment.exact),
        )
    if claim.worksheet.segments:
        yield from (_lowered(*one) for one in waiting)


def _lowered(day: date, amount: Money) -> str:
    said = language()
    words = {"day": formats.full_date(day, said), "amount": formats.money(amount, said)}
    return _("%(day)s: %(amount)s paid or credited") % words


def _cells(claim: FrozenClaim, segment: Segment) -> list[Cell]:
    rate = segment.rate
    return [
        claim.invoice,
        _("Late interest"),
        segment.first,
        segment.last,
        segment.days,
        segment.base.decimal,
        rate.percent,
        source_words(rate),
        str(CONFIDENCE[rate.confidence]),
        segment.exact,
        None,
    ]
