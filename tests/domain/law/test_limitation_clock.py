"""What holds of every limitation clock, whatever happened to the debt."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.limitation import LASTING, Claim, Event, EventKind, limitation, limitation_law
from quitus.domain.law.months import add_years

FRANCE = limitation_law("FR")
ROWS = tuple(FRANCE.rules)
days = st.dates(date(2015, 1, 1), date(2045, 12, 31))


@st.composite
def events(draw: st.DrawFn) -> Event:
    kind, first = draw(st.sampled_from(EventKind)), draw(days)
    if kind not in LASTING:
        return Event(first, kind)
    length = draw(st.none() | st.integers(0, 800))
    return Event(first, kind, None if length is None else first + timedelta(days=length))


many = st.lists(events(), max_size=6)


def last_day(row, due, happened):
    claim, debtor = row
    return limitation(FRANCE, due, debtor, claim, happened).last_day or date.max


@settings(max_examples=200)
@given(st.sampled_from(ROWS), days, many, st.randoms(use_true_random=False))
def test_the_order_of_events_and_duplicates_make_no_difference(row, due, happened, chance):
    claim, debtor = row
    mixed = happened + happened
    chance.shuffle(mixed)
    assert limitation(FRANCE, due, debtor, claim, mixed) == limitation(FRANCE, due, debtor, claim, happened)


@settings(max_examples=200)
@given(st.sampled_from(ROWS), days, many, events())
def test_an_event_never_shortens_the_time(row, due, happened, another):
    assert last_day(row, due, happened) <= last_day(row, due, [*happened, another])


@settings(max_examples=100)
@given(st.sampled_from(ROWS), days, many, days)
def test_reminders_never_move_the_last_day(row, due, happened, reminded):
    reminder = Event(reminded, EventKind.REMINDER)
    assert last_day(row, due, happened) == last_day(row, due, [*happened, reminder])


@settings(max_examples=100)
@given(days, many, days)
def test_formal_notices_never_move_it_between_private_parties(due, happened, served):
    for debtor in (DebtorKind.BUSINESS, DebtorKind.CONSUMER):
        row, notice = (Claim.ORDINARY, debtor), Event(served, EventKind.FORMAL_NOTICE)
        assert last_day(row, due, happened) == last_day(row, due, [*happened, notice])


@settings(max_examples=100)
@given(st.sampled_from(ROWS), days, many)
def test_each_event_has_a_step_and_the_last_one_tells_the_answer(row, due, happened):
    claim, debtor = row
    clock = limitation(FRANCE, due, debtor, claim, happened)
    told = [step for step in clock.steps[1:] if step.why.code != "clock_capped"]
    assert [step.since for step in told] == sorted(event.day for event in set(happened))
    assert clock.steps[-1].last_day == clock.last_day
    assert all(step.article for step in clock.steps)


@settings(max_examples=100)
@given(days, many)
def test_without_courts_and_enforcement_twenty_years_are_the_end(due, happened):
    quiet = [
        event
        for event in happened
        if event.kind not in {EventKind.COURT_ACTION, EventKind.ENFORCEMENT} and event.end < date.max
    ]
    assert last_day((Claim.ORDINARY, DebtorKind.BUSINESS), due, quiet) <= add_years(due, 20)
