"""Late terms have versions; a rate that is missing is asked for in time, and never guessed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from quitus.apps.charges.facts import Which
from quitus.apps.charges.queries import accrued_charges
from quitus.apps.insight.todo_list import Doing, todos
from quitus.apps.law.actions import agree_late_terms, has_own_terms
from quitus.apps.law.models import LateTermsVersion
from quitus.apps.law.queries import late_terms_of, late_terms_of_firm, rates_to_look_up
from quitus.domain.charges.late_terms import Claims, LateTerms
from tests.record import CAMILLE, TODAY, a_client, an_invoice

LATE, SINCE = "FR late_payment", date(2027, 1, 1)
ALL = LateTerms(claims=Claims.ALL, rate=Decimal("12.5000"))
INTEREST = LateTerms(claims=Claims.INTEREST)


def agree(terms, client_id=None, on=TODAY):
    return agree_late_terms(terms, client_id=client_id, on=on, actor=CAMILLE)


# --- late terms


def test_the_newest_version_holds_and_the_earlier_ones_stay(inside):
    assert late_terms_of_firm() == LateTerms()
    agree(INTEREST)
    agree(ALL, on=TODAY + timedelta(days=1))
    assert late_terms_of_firm() == ALL
    assert list(LateTermsVersion.objects.order_by("id").values_list("claims", "agreed_on")) == [
        ("interest", TODAY),
        ("all", TODAY + timedelta(days=1)),
    ]


def test_the_same_terms_make_no_version(inside):
    agree(ALL)
    assert agree(ALL) is None
    assert LateTermsVersion.objects.count() == 1


def test_a_client_keeps_its_own_until_it_follows_the_firm_again(inside):
    own, other = a_client(), a_client("Autre", "a@autre.example")
    agree(INTEREST)
    agree(replace(INTEREST, working_day_grace=True), own)
    agree(ALL)
    found = late_terms_of([own, other])
    assert (found[own], found[other]) == (replace(INTEREST, working_day_grace=True), ALL)
    assert (has_own_terms(own), has_own_terms(other)) == (True, False)
    agree(None, own)
    assert late_terms_of([own])[own] == ALL
    assert agree(None, own) is None


def test_own_terms_may_equal_the_firms_of_today(inside):
    own = a_client()
    agree(INTEREST)
    assert agree(INTEREST, own) is not None
    agree(ALL)
    assert late_terms_of([own])[own] == INTEREST


# --- rates


@pytest.mark.parametrize(
    ("on", "asked"),
    [(date(2026, 12, 16), False), (date(2026, 12, 17), True), (date(2027, 1, 20), True)],
)
def test_a_missing_rate_is_asked_for_fifteen_days_before_and_not_sixteen(inside, on, asked):
    names = {LATE, "FR public_late_payment", "FR legal_other"} if asked else set()
    assert {one.table for one in rates_to_look_up(on)} == names
    found = [todo for todo in todos(on, "EUR") if todo.doing is Doing.RATE_MISSING]
    assert [(todo.on, todo.count) for todo in found] == ([(SINCE, 3)] if asked else [])


def test_what_is_missing_is_told_and_never_guessed(inside):
    an_invoice(a_client(), due_on=date(2026, 12, 21))
    agree(ALL)
    assert [one.interest.minor for one in accrued_charges(Which(), date(2027, 1, 10)).accrued] == [822]
    agree(replace(ALL, rate=None))
    reckoned = accrued_charges(Which(), date(2027, 1, 10))
    assert reckoned.accrued == []
    ((refused, interest),) = [(one.refused, one.interest.minor) for one in reckoned.unknown]
    assert (refused.code, refused.facts["table"], refused.facts["day"]) == ("rate_missing", LATE, SINCE)
    assert interest == 0
