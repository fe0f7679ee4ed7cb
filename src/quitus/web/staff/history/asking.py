"""What the address of the history asks for, and the addresses of its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quitus.apps.history.queries import IN, OUT, Asked, first_day
from quitus.domain.history.kinds import Kind
from quitus.domain.history.periods import EVERYTHING, Period, between, named_period, recent_periods
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports import formats
from quitus.web.errors import refusal_sentence
from quitus.web.staff import asked as of_address
from quitus.web.staff.access import StaffRequest
from quitus.web.typed import typed_amount

NAMES = ("period", "first", "last", "way", "kind", "party", "q")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, why something of it is not, and what stands in the address for it."""

    asked: Asked
    trouble: str
    said: dict[str, str]

    def query(self, **changed: str) -> str:
        """The address of the same with something else: "?period=2026&kind=fee"."""
        said = {name: value for name, value in {**self.said, **changed}.items() if value}
        return f"?{urlencode(said)}" if said else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A period to choose."""

    value: str
    words: str
    chosen: bool


def question(request: StaffRequest) -> Question:
    """What the address asks for; what makes no sense in it is not asked."""
    period, trouble = _period(request)
    text = of_address.text(request)
    kind = request.GET.get("kind", "")
    way = request.GET.get("way", "")
    party = of_address.text(request, "party")
    asked = Asked(
        period,
        way=way if way in (IN, OUT) else "",
        kind=Kind(kind) if kind in set(Kind) else None,
        party=party,
        text=text,
        amount=_amount(text, request.organisation.currency),
    )
    said = {
        "period": period.name,
        "first": "" if period.name else period.first.isoformat(),
        "last": "" if period.name else period.last.isoformat(),
        "way": asked.way,
        "kind": asked.kind.value if asked.kind else "",
        "party": party,
        "q": text,
    }
    return Question(asked, trouble, said)


def period_words(period: Period) -> str:
    """ "2026", "4th quarter of 2026", "November 2026", or two days."""
    language = get_language() or "fr"
    if period.name == EVERYTHING:
        return _("since the beginning")
    if not period.name:
        days = {
            "first": formats.full_date(period.first, language),
            "last": formats.full_date(period.last, language),
        }
        return _("%(first)s to %(last)s") % days
    if len(period.name) == 4:
        return period.name
    if "Q" in period.name:
        quarter = {"quarter": period.name[-1], "year": period.first.year}
        return _("quarter %(quarter)s of %(year)s") % quarter
    return formats.month(period.first, language)


def choices(today: date, chosen: Period) -> Sequence[tuple[str, list[Choice]]]:
    """Periods to choose from, by how long they are."""
    found = recent_periods(today, first_day())
    groups: dict[str, list[Choice]] = {}
    for one in found:
        if one.name == EVERYTHING or len(one.name) == 4:
            group = _("Years")
        else:
            group = _("Quarters") if "Q" in one.name else _("Months")
        groups.setdefault(group, []).append(Choice(one.name, period_words(one), one.name == chosen.name))
    return list(groups.items())


def _period(request: StaffRequest) -> tuple[Period, str]:
    this_year = named_period(str(request.today.year))
    assert this_year is not None  # noqa: S101 - today lies within the years that are
    try:
        first, last = (of_address.day(request, name, None) for name in ("first", "last"))
        if first and last:
            return between(first, last), ""
    except Refused as refusal:
        return this_year, refusal_sentence(refusal)
    return named_period(of_address.text(request, "period")) or this_year, ""


def _amount(text: str, currency: str) -> Money | None:
    try:
        return typed_amount(text, currency) if text else None
    except ValidationError:
        return None
