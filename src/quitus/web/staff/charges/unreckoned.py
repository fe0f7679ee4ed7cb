"""Why the interest of some instalments cannot be reckoned, in words: one sentence a reason, with their invoices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from quitus.apps.charges.queries import Unreckoned
from quitus.domain.law.rates import half_year
from quitus.domain.refused import Refused
from quitus.ports import formats
from quitus.web.calculators.words import table_name
from quitus.web.errors import refusal_sentence
from quitus.web.templatetags.quitus import language

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason and the invoices that share it; `others`: how many more than are named. `rate`: one is missing."""

    words: str
    numbers: Sequence[str]
    others: int
    rate: bool


def reasons(unknown: Iterable[Unreckoned]) -> list[Reason]:
    """The reasons, in the order of the oldest instalment."""
    found: dict[str, list[str]] = {}
    rates = set()
    for one in unknown:
        words = _why(one.refused)
        found.setdefault(words, []).append(one.number)
        if one.refused.code == "rate_missing":
            rates.add(words)
    return [_reason(words, numbers, rate=words in rates) for words, numbers in found.items()]


def _reason(words: str, numbers: Sequence[str], *, rate: bool) -> Reason:
    named = list(dict.fromkeys(numbers))
    return Reason(words, named[:MOST_NAMED], len(named[MOST_NAMED:]), rate)


def _why(refusal: Refused) -> str:
    day = refusal.facts.get("day")
    if refusal.code != "rate_missing" or not isinstance(day, date):
        return refusal_sentence(refusal)
    since, until = half_year(day)
    said = language()
    return _("No rate is known for the half-year from %(since)s to %(until)s (%(table)s).") % {
        "since": formats.full_date(since, said),
        "until": formats.full_date(until, said),
        "table": table_name(str(refusal.facts["table"])),
    }
