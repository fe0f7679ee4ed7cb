"""What the pages about law share: the words of legal events, clocks in words, the clause to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quitus.apps.invoicing.models import Instalment
from quitus.apps.law.actions import has_own_terms
from quitus.apps.law.limitation import clocks_of_client, clocks_of_invoice
from quitus.apps.law.models import LegalEvent, LegalEventKind
from quitus.apps.law.queries import late_terms_of
from quitus.domain.charges.late_terms import LateTerms
from quitus.domain.law.cautions import UNSURE
from quitus.domain.law.limitation import Clock, alerts
from quitus.domain.money import Money
from quitus.web.calculators import words

KINDS: Mapping[str, str | Promise] = {
    LegalEventKind.FORMAL_NOTICE.value: gettext_lazy("Formal notice received"),
    LegalEventKind.ACKNOWLEDGEMENT.value: gettext_lazy("Debt acknowledged in writing"),
    LegalEventKind.COURT_ACTION.value: gettext_lazy("Court action"),
    LegalEventKind.COURT_ACTION_FAILED.value: gettext_lazy("Court action withdrawn, lapsed or dismissed"),
    LegalEventKind.ORDER_SERVED.value: gettext_lazy("Order for payment served"),
    LegalEventKind.ENFORCEMENT.value: gettext_lazy("Enforcement measure"),
    LegalEventKind.MEDIATION.value: gettext_lazy("Mediation or conciliation"),
    LegalEventKind.INSOLVENCY.value: gettext_lazy("Insolvency proceedings opened"),
    LegalEventKind.INSOLVENCY_PUBLISHED.value: gettext_lazy("Insolvency published in the BODACC"),
    LegalEventKind.CLAIM_DECLARED.value: gettext_lazy("Claim declared in an insolvency"),
}
MOST_CLOCKS = 50  # on one page, the most urgent first


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step of a clock."""

    since: date
    words: str
    article: str
    last_day: date | None
    moved: bool
    doubt: str


@dataclass(frozen=True, slots=True)
class ShownClock:
    """The clock of an instalment. `months`: six, three or one when no more are left; 0 when it is over; else None."""

    instalment_id: int
    invoice_id: int
    number: str
    due_on: date
    remaining: Money
    last_day: date | None
    months: int | None
    doubt: str
    steps: Sequence[StepWords]


@dataclass(frozen=True, slots=True)
class EventLine:
    """A legal event in words. `number`: of its invoice, "" for all claims of the client."""

    id: int
    words: str | Promise
    number: str
    happened_on: date
    ended_on: date | None
    note: str
    by: str
    has_proof: bool


@dataclass(frozen=True, slots=True)
class ClientLaw:
    """What the client's card says: the claim that ends first, legal events, terms."""

    first: ShownClock | None
    events: Sequence[EventLine]
    terms: LateTerms
    own: bool


def client_law(client_id: int, on: date) -> ClientLaw:
    """For the client's card."""
    clocks = client_clocks(client_id, on)
    return ClientLaw(
        clocks[0] if clocks else None,
        event_lines(client_id),
        late_terms_of([client_id])[client_id],
        has_own_terms(client_id),
    )


def invoice_clocks(invoice_id: int, on: date) -> list[ShownClock]:
    """The clocks of an invoice's open instalments."""
    return _shown(clocks_of_invoice(invoice_id, on), on)


def client_clocks(client_id: int, on: date) -> list[ShownClock]:
    """The clocks of a client's open instalments, the most urgent first."""
    return _shown(clocks_of_client(client_id, on), on)[:MOST_CLOCKS]


def event_lines(client_id: int, invoice_id: int | None = None) -> list[EventLine]:
    """What was noted and stands, the newest first; with an invoice, what touches it."""
    found = LegalEvent.objects.filter(client_id=client_id, recalled_on=None).select_related("invoice")
    return [
        EventLine(
            id=row.id,
            words=KINDS[row.kind],
            number=row.invoice.number if row.invoice else "",
            happened_on=row.happened_on,
            ended_on=row.ended_on,
            note=row.note,
            by=row.recorded_by,
            has_proof=row.proof_id is not None,
        )
        for row in found.order_by("-happened_on", "-id")
        if invoice_id is None or row.invoice_id in (None, invoice_id)
    ]


def clause(terms: LateTerms, percent: str) -> str:
    """The sentences that an invoice to a business must bear (C. com. L441-9 I, L441-10 II), by these terms.

    `percent`: the law's rate of today, in words. They are owed to the reader whatever the firm claims.
    """
    if terms.rate is not None:
        rate = _("%(percent)s a year") % {"percent": words.percent_words(terms.rate)}
    else:
        rate = _(
            "%(percent)s a year (main refinancing rate of the European Central Bank plus 10 points, by half-year)"
        ) % {"percent": percent}
    late = _(
        "Late payment: penalties are due without reminder from the day after the due date, at %(rate)s, and a flat "
        "indemnity of €40 for recovery costs (C. com. L441-10, D441-5)."
    ) % {"rate": rate}
    if not terms.discount_percent:
        return " ".join([late, _("No discount for early payment.")])
    early = _("Discount of %(percent)s for payment within %(days)d days of the invoice.") % {
        "percent": words.percent_words(terms.discount_percent),
        "days": terms.discount_days,
    }
    return f"{late} {early}"


def _shown(clocks: Mapping[int, Clock], on: date) -> list[ShownClock]:
    """The most urgent first; those that stand still last."""
    order = sorted(clocks, key=lambda key: (clocks[key].last_day or date.max, key))
    rows = Instalment.objects.select_related("invoice").in_bulk(order)
    return [_clock(rows[key], clocks[key], on) for key in order]


def _clock(row: Instalment, clock: Clock, on: date) -> ShownClock:
    reached = alerts(clock, on)
    months = 0 if clock.expired(on) else min(reached, default=None)
    return ShownClock(
        instalment_id=row.id,
        invoice_id=row.invoice_id,
        number=row.invoice.number,
        due_on=row.due_on,
        remaining=Money(row.remaining_minor, row.currency),
        last_day=clock.last_day,
        months=months,
        doubt=words.doubt(clock.confidence),
        steps=[
            StepWords(
                step.since,
                words.reason_words(step.why),
                step.article,
                step.last_day,
                step.moved,
                words.doubt(step.confidence) if step.confidence in UNSURE else "",
            )
            for step in clock.steps
        ],
    )
