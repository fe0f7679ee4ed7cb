"""The limitation clock: the last day to go to court for a debt, and every step that led to it.

The periods and what moves them are data of each country's `limitation.py`; counting is here. The last day is not
carried over a Sunday: CPC 642 is about procedural deadlines only.
"""

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from quitus.domain.importing.text import shown
from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.months import add_months, add_years
from quitus.domain.law.rates import Confidence
from quitus.domain.reasons import Reason
from quitus.domain.refused import Refused

KNOWN_COUNTRIES = ("FR",)
ALERT_MONTHS = (6, 3, 1)
LEFT_AFTER_PAUSE = 6  # months, C. civ. 2238 al. 3
FIRST, LAST = date(1990, 1, 1), date(2150, 12, 31)


class Claim(StrEnum):
    """What is owed for: some claims are out of time sooner, whoever owes them."""

    ORDINARY = "ordinary"
    CARRIAGE = "carriage"


class EventKind(StrEnum):
    """What may have happened to a debt."""

    ACKNOWLEDGEMENT = "acknowledgement"
    PART_PAYMENT = "part_payment"
    COURT_ACTION = "court_action"
    COURT_ACTION_FAILED = "court_action_failed"
    ENFORCEMENT = "enforcement"
    ORDER_SERVED = "order_served"
    CLAIM_DECLARED = "claim_declared"
    MEDIATION = "mediation"
    CONCILIATION = "conciliation"
    REMINDER = "reminder"
    FORMAL_NOTICE = "formal_notice"


class Does(StrEnum):
    """What an event does to the clock."""

    RESTART = "restart"
    HOLD = "hold"  # none runs while it lasts, and a whole new period after it
    PAUSE = "pause"  # its days do not count
    NOTHING = "nothing"


# The kinds that last; the others happen on one day.
LASTING = frozenset(
    {EventKind.COURT_ACTION, EventKind.CLAIM_DECLARED, EventKind.MEDIATION, EventKind.CONCILIATION}
)

MAY_FAIL = frozenset({EventKind.COURT_ACTION, EventKind.ORDER_SERVED})


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, on which day; until when for what lasts, None while it goes on.

    Refused: event_ends_before_it_begins, event_has_no_length.
    """

    day: date
    kind: EventKind
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is None:
            return
        if self.until < self.day:
            raise Refused("event_ends_before_it_begins", day=self.day, until=self.until)
        if self.kind not in LASTING:
            raise Refused("event_has_no_length", kind=self.kind.value, day=self.day)

    @property
    def end(self) -> date:
        """The last day of it; `date.max` while it goes on."""
        if self.kind not in LASTING:
            return self.day
        return self.until or date.max


@dataclass(frozen=True, slots=True)
class Effect:
    """What a kind of event does, by which article. `capped`: not beyond the overall limit.

    `longest_months`: how long a pause may last at most.
    """

    does: Does
    article: str
    why: str
    capped: bool = True
    longest_months: int | None = None
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True)
class Rule:
    """One period. `from_next_year`: it runs from 1 January after the day that begins it, at every restart too.

    `cap_years`: no restart or pause reaches farther (but for effects that are not capped). `begins_why`: the code of
    the first step.
    """

    years: int
    article: str
    effects: Mapping[EventKind, Effect]
    begins_why: str = "clock_begins"
    from_next_year: bool = False
    from_delivery: bool = False
    cap_years: int | None = None
    cap_article: str = ""
    confidence: Confidence = Confidence.HIGH

    def counted_from(self, day: date) -> date:
        """The day that is not counted any more: periods of years end on its number."""
        return date(day.year, 12, 31) if self.from_next_year else day


@dataclass(frozen=True, slots=True)
class LimitationLaw:
    """The periods of one country by claim and debtor, and the article by which nothing revives a dead claim."""

    country: str
    rules: Mapping[tuple[Claim, DebtorKind], Rule]
    late_article: str


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the account: from when to when, why, and the last day to sue as it stood afterwards.

    `last_day` is None while a court action or a pause goes on; `until` likewise.
    """

    since: date
    until: date | None
    why: Reason
    article: str
    last_day: date | None
    moved: bool
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Clock:
    """`last_day`: the last day to go to court; None while a court action or a pause goes on."""

    last_day: date | None
    steps: tuple[Step, ...]
    confidence: Confidence

    def expired(self, on: date) -> bool:
        """Whether it is too late on that day."""
        return self.last_day is not None and self.last_day < on

    @property
    def alert_days(self) -> dict[int, date]:
        """When six, three and one month are left."""
        if self.last_day is None:
            return {}
        return {months: add_months(self.last_day, -months) for months in ALERT_MONTHS}


def alerts(clock: Clock, today: date) -> tuple[int, ...]:
    """Which of six, three and one month before the end are reached."""
    return tuple(months for months, day in clock.alert_days.items() if day <= today)


def limitation_law(country: str) -> LimitationLaw:
    """The law of a country ("FR"). Refused: limitation_unknown."""
    if country not in KNOWN_COUNTRIES:
        raise Refused("limitation_unknown", country=shown(country), known=", ".join(KNOWN_COUNTRIES))
    law: LimitationLaw = importlib.import_module(f"quitus.domain.law.{country.lower()}.limitation").LAW
    return law


def limitation(
    law: LimitationLaw,
    due: date,
    debtor: DebtorKind,
    claim: Claim = Claim.ORDINARY,
    events: Iterable[Event] = (),
    *,
    delivered: date | None = None,
) -> Clock:
    """The clock of a debt. The order of the events, and one given twice, make no difference.

    `delivered`: where the period runs from a delivery; the due date stands in for it otherwise, which is said.
    Refused: limitation_day_out_of_reach.
    """
    ordered = sorted(set(events), key=_in_time)
    for day in (due, delivered, *(event.day for event in ordered), *(event.until for event in ordered)):
        if day is not None and not FIRST <= day <= LAST:
            raise Refused("limitation_day_out_of_reach", day=day, first=FIRST, last=LAST)
    account = _Account(law, law.rules[claim, debtor], due, delivered)
    failed = _failed_actions(ordered)
    for event in ordered:
        account.take(Event(event.day, EventKind.COURT_ACTION_FAILED) if event in failed else event)
    return Clock(account.last_day, tuple(account.steps), account.confidence)


def _in_time(event: Event) -> tuple[date, bool, date, EventKind]:
    """The order of events; an action fails after it was brought, were it on the same day."""
    return event.day, event.kind is EventKind.COURT_ACTION_FAILED, event.end, event.kind


def _failed_actions(ordered: Iterable[Event]) -> frozenset[Event]:
    """The actions that were given up or dismissed: each failure is that of the newest action before it.

    Such an action is as if it had never been brought (C. civ. 2243), an order for payment that was served too.
    """
    standing: list[Event] = []
    failed = set()
    for event in ordered:
        if event.kind in MAY_FAIL:
            standing.append(event)
        elif event.kind is EventKind.COURT_ACTION_FAILED and standing:
            failed.add(standing.pop())
    return frozenset(failed)


class _Account:
    """The clock while events are taken in the order of time."""

    def __init__(self, law: LimitationLaw, rule: Rule, due: date, delivered: date | None) -> None:
        self.late_article, self.rule = law.late_article, rule
        known = delivered if rule.from_delivery else None
        self.begin = rule.counted_from(known or due)
        self.start: date | None = self.begin  # None: a court action goes on
        self.pauses: list[tuple[date, date]] = []
        self.cap = add_years(self.begin, rule.cap_years) if rule.cap_years else date.max
        self.last_day: date | None = add_years(self.begin, rule.years)
        self.confidence = rule.confidence
        why = "clock_begins_instead_of_delivery" if rule.from_delivery and not known else rule.begins_why
        first = self.begin + timedelta(days=1) if rule.from_next_year else self.begin
        self.steps = [
            Step(
                first,
                self.last_day,
                Reason(why, day=known or due, years=rule.years),
                rule.article,
                self.last_day,
                True,
                rule.confidence,
            )
        ]

    def take(self, event: Event) -> None:
        """One more event, not before those already taken."""
        effect = self.rule.effects[event.kind]
        if effect.does is Does.NOTHING:
            self._note(event, effect.why, effect.article, effect.confidence)
        elif self.last_day is not None and self.last_day < event.day:
            self._note(event, "clock_too_late", self.late_article, Confidence.HIGH)
        elif event.end <= self.begin:
            self._note(event, "clock_not_begun", self.rule.article, Confidence.HIGH)
        elif self.start is None or self._begins(event, effect) <= self.start:
            self._note(event, "clock_already", effect.article, effect.confidence)
        elif effect.does is Does.PAUSE:
            self.pauses.append((event.day, _pause_end(event, effect)))
            self._move(event, effect)
        else:
            begins = self._begins(event, effect)
            self.start = None if begins == date.max else begins
            self._move(event, effect)

    def _begins(self, event: Event, effect: Effect) -> date:
        """The day from which the clock would run on; `date.max` where that is not known yet."""
        if event.end == date.max or effect.does is Does.PAUSE:
            return event.end
        return self.rule.counted_from(event.end)

    def _move(self, event: Event, effect: Effect) -> None:
        """Set the last day anew, and write the step."""
        before, found = self.last_day, self._reached()
        capped = False
        if found is not None and effect.capped and before is not None:
            farthest = max(before, self.cap)
            capped, found = farthest < found, min(found, farthest)
        self.last_day = found
        self.confidence = _lower(self.confidence, effect.confidence)
        self.steps.append(
            Step(
                event.day,
                _known(event.end),
                Reason(effect.why, day=event.day, years=self.rule.years),
                effect.article,
                found,
                found != before,
                effect.confidence,
            )
        )
        if capped:
            why = Reason("clock_capped", years=self.rule.cap_years)
            self.steps.append(
                Step(self.begin, found, why, self.rule.cap_article, found, False, self.rule.confidence)
            )

    def _reached(self) -> date | None:
        """The last day by the start of the period and the pauses in it; None while either goes on."""
        if self.start is None:
            return None
        last = add_years(self.start, self.rule.years)
        counted = self.start
        for first, end in sorted(self.pauses):
            if last < first or end <= counted:
                continue
            if end == date.max:
                return None
            last += end - max(first, counted)
            last = max(last, add_months(end, LEFT_AFTER_PAUSE))
            counted = end
        return last

    def _note(self, event: Event, code: str, article: str, confidence: Confidence) -> None:
        """A step that moves nothing."""
        why = Reason(code, day=event.day, last=self.last_day, begin=self.begin)
        self.steps.append(Step(event.day, _known(event.end), why, article, self.last_day, False, confidence))


def _known(end: date) -> date | None:
    return None if end == date.max else end


def _pause_end(event: Event, effect: Effect) -> date:
    if effect.longest_months is None:
        return event.end
    return min(event.end, add_months(event.day, effect.longest_months))


def _lower(first: Confidence, second: Confidence) -> Confidence:
    order = list(Confidence)
    return max(first, second, key=order.index)
