"""What may be promised, and when a promise is kept or broken."""

from datetime import date

import pytest

from quitus.domain.answers.promises import Outcome, PromisedPart, check_promise, outcome
from quitus.domain.refused import Refused

TUESDAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("promised_for", "amounts", "code"),
    [
        (date(2026, 11, 23), {1: 100}, "promise_in_the_past"),
        (date(2027, 1, 24), {1: 100}, "promise_too_far"),
        (FRIDAY, {}, "promise_of_nothing"),
        (FRIDAY, {1: 0}, "promise_amount_not_owed"),
        (FRIDAY, {1: -5}, "promise_amount_not_owed"),
        (FRIDAY, {1: 101}, "promise_amount_not_owed"),
        (FRIDAY, {2: 1}, "promise_amount_not_owed"),
    ],
)
def test_what_promises_nothing_is_refused(promised_for, amounts, code):
    with pytest.raises(Refused) as refused:
        check_promise(promised_for, TUESDAY, amounts, {1: 100})
    assert refused.value.code == code


@pytest.mark.parametrize("promised_for", [TUESDAY, FRIDAY, date(2027, 1, 23)])
def test_today_and_up_to_sixty_days_may_be_promised(promised_for):
    check_promise(promised_for, TUESDAY, {1: 100}, {1: 100})


@pytest.mark.parametrize(
    ("parts", "on", "expected"),
    [
        ([PromisedPart(100, 0, 100)], FRIDAY, Outcome.OPEN),
        ([PromisedPart(100, 0, 100)], date(2026, 11, 30), Outcome.OPEN),  # the last day of grace
        ([PromisedPart(100, 0, 100)], date(2026, 12, 1), Outcome.BROKEN),
        ([PromisedPart(100, 99, 1)], date(2026, 12, 1), Outcome.BROKEN),
        ([PromisedPart(100, 100, 50)], TUESDAY, Outcome.KEPT),
        ([PromisedPart(100, 0, 0)], TUESDAY, Outcome.KEPT),
        ([PromisedPart(100, 100, 0), PromisedPart(50, 0, 50)], date(2026, 12, 1), Outcome.BROKEN),
    ],
)
def test_outcome(parts, on, expected):
    assert outcome(FRIDAY, parts, on) is expected
