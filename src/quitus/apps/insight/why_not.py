"""Why nothing leaves: every open instalment with the rules' own answer of today, and until when it holds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from quitus.apps.insight.open_decisions import decide, look
from quitus.apps.insight.what_next import NextStep
from quitus.apps.invoicing.models import Instalment
from quitus.domain.money import Money
from quitus.domain.reminders.decision import Decision, Reason, Verdict

PER_PAGE = 50
DUE = "due"  # the filter for what nothing keeps back: it leaves with the next plan
_IMPORTANCE = {reason.value: position for position, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True)
class WhyLine:
    """An open instalment and what the rules say of it today."""

    instalment_id: int
    invoice_id: int
    number: str
    client_id: int
    client_name: str
    due_on: date
    remaining: Money
    next: NextStep


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A page of instalments; `counts`: how many by their first reason, the most important first.

    `looked_at` of them were asked; `whole`: that is all that are open.
    """

    lines: Sequence[WhyLine]
    page: Page[int]
    counts: Mapping[str, int]
    looked_at: int
    whole: bool


def why_not(on: date, reason: str = "", number: int = 1) -> WhyNot:
    """The page `number` of the instalments whose first reason is `reason`, all of them for ""."""
    looked = look(on)
    decisions = decide(looked.gathered)
    counts = Counter(_first(decision) for decision in decisions.values())
    wanted = sorted(
        (one for one in decisions.values() if not reason or _first(one) == reason), key=_by_importance
    )
    page = Paginator([one.instalment_id for one in wanted], PER_PAGE).get_page(number)
    return WhyNot(
        lines=_lines(list(page), decisions),
        page=page,
        counts={code: counts[code] for code in sorted(counts, key=_importance)},
        looked_at=len(decisions),
        whole=looked.whole,
    )


def _first(decision: Decision) -> str:
    return decision.reasons[0].value if decision.reasons else DUE


def _importance(code: str) -> int:
    return _IMPORTANCE.get(code, len(_IMPORTANCE))


def _by_importance(decision: Decision) -> tuple[bool, int, date, int]:
    """What is held before what only waits for its day; then by reason, and the one that ends first."""
    until = decision.until or date.max
    held = decision.verdict is Verdict.HOLD
    return not held, _importance(_first(decision)), until, decision.instalment_id


def _lines(ids: Sequence[int], decisions: Mapping[int, Decision]) -> list[WhyLine]:
    rows = Instalment.objects.select_related("invoice", "client").in_bulk(ids)
    return [_line(rows[instalment_id], decisions[instalment_id]) for instalment_id in ids]


def _line(row: Instalment, decision: Decision) -> WhyLine:
    return WhyLine(
        instalment_id=row.id,
        invoice_id=row.invoice_id,
        number=row.invoice.number,
        client_id=row.client_id,
        client_name=row.client.name,
        due_on=row.due_on,
        remaining=Money(row.remaining_minor, row.currency),
        next=NextStep(
            verdict=decision.verdict,
            step=decision.step.key if decision.step else "",
            reasons=[reason.value for reason in decision.reasons],
            until=decision.until,
        ),
    )
