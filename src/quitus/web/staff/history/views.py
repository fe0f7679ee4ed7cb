"""Money in and out: the list with its sums, its plot, and the same as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quitus.apps.history.by_hand import proposals
from quitus.apps.history.models import Movement
from quitus.apps.history.queries import (
    IN,
    OUT,
    Flow,
    Listed,
    Totals,
    every_movement,
    narrowed,
    parties,
    party_named,
    standing_rules,
    totals,
)
from quitus.apps.organisations.rights import Right
from quitus.domain.history.kinds import Kind
from quitus.domain.history.periods import Period, month_starts
from quitus.domain.money import Money
from quitus.ports.tables import Cell
from quitus.web.history_words import KINDS, kind_name, named, reason_words
from quitus.web.plots import plot
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.books.shown import csv_file
from quitus.web.staff.history.asking import Question, choices, period_words, question

ROWS = 50


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of a table of sums: its words and the address of what it sums."""

    words: str
    address: str
    flow: "Shown"


@dataclass(frozen=True, slots=True)
class Shown:
    """A flow as amounts."""

    came: Money
    went: Money
    count: int

    @property
    def rest(self) -> Money:
        return self.came - self.went


@dataclass(frozen=True, slots=True)
class Row:
    """A movement in the list."""

    id: int
    day: date
    amount: Money
    party: str
    spelling: str  # the bank's, where it is another
    label: str
    kind: str
    known: bool
    why: str


@require_safe
@needs(Right.READ)
def history(request: StaffRequest) -> HttpResponse:
    """What moved in a period: who, what for, how much."""
    asks = question(request)
    found = narrowed(asks.asked)
    sums = totals(found)
    currency = request.organisation.currency
    listed = cast(Sequence[Movement], Listed(found, sums.count))
    pages = Paginator(listed, ROWS)
    rows = pages.get_page(asked.page(request))
    context = {
        "asks": asks,
        "period_words": period_words(asks.asked.period),
        "periods": choices(request.today, asks.asked.period),
        "kinds": [(kind.value, kind_name(kind), kind is asks.asked.kind) for kind in Kind],
        "ways": [(IN, _("In"), asks.asked.way == IN), (OUT, _("Out"), asks.asked.way == OUT)],
        "party": party_named(asks.asked.party),
        "whole": _shown(sums.whole, currency),
        "count": sums.count,
        "by_kind": [
            Sum(kind_name(kind), asks.query(kind=kind), _shown(flow, currency)) for kind, flow in sums.by_kind
        ],
        "by_party": [
            Sum(one.name, asks.query(party=one.key), _shown(one.flow, currency)) for one in parties(found)
        ],
        "months": [(first, _shown(flow, currency)) for first, flow in _months(sums)],
        "plot": plot([(first, flow.came, flow.went) for first, flow in _months(sums)]),
        "rows": rows,
        "shown": [_row(one) for one in rows],
        "here": asks.query(),
        "export": asks.query(),
        "filtered": any(asks.said[name] for name in ("way", "kind", "party", "q")),
        "rules": len(standing_rules()),
        "may_match": Right.MATCH in request.rights,
        "proposals": proposals(limit=3),
    }
    return page(request, "staff/history/index.html", context, status=422 if asks.trouble else 200)


@require_safe
@needs(Right.READ)
def export(request: StaffRequest) -> HttpResponse:
    """All that is listed, for a spreadsheet; no name or label can act as a formula in it."""
    asks = question(request)
    headers = [
        _("Date"),
        _("Counterparty"),
        _("Kind"),
        _("Why"),
        _("In"),
        _("Out"),
        _("Currency"),
        _("Label"),
        _("IBAN"),
        _("Account"),
    ]
    name = _("payments-%(period)s.csv") % {"period": asks.asked.period.name or _file_days(asks.asked.period)}
    return csv_file(name, headers, _lines(asks))


def _lines(asks: Question) -> Iterator[Sequence[Cell]]:
    for one in every_movement(asks.asked):
        amount = Money(abs(one.amount_minor), one.currency).decimal
        comes_in = one.amount_minor > 0
        yield [
            one.day,
            one.party,
            kind_name(one.kind),
            reason_words(one.because, one.about, one.judged_by),
            amount if comes_in else None,
            None if comes_in else amount,
            one.currency,
            one.label,
            one.iban,
            one.bank_account.called if one.bank_account else "",
        ]


def _row(one: Movement) -> Row:
    return Row(
        one.id,
        one.day,
        Money(one.amount_minor, one.currency),
        *named(one),
        one.label,
        kind_name(one.kind) if one.kind in KINDS else one.kind,
        one.kind != Kind.UNKNOWN,
        reason_words(one.because, one.about, one.judged_by),
    )


def _shown(flow: Flow, currency: str) -> Shown:
    return Shown(Money(flow.came, currency), Money(flow.went, currency), flow.count)


def _months(sums: Totals) -> list[tuple[date, Flow]]:
    """Every month between the first and the last in which something moved."""
    if not sums.by_month:
        return []
    known = dict(sums.by_month)
    return [(first, known.get(first, Flow())) for first in month_starts(min(known), max(known))]


def _file_days(period: Period) -> str:
    return f"{period.first.isoformat()}-{period.last.isoformat()}"
