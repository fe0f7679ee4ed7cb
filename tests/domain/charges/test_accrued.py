"""What accrues on a late instalment beside its principal, and when it begins, ends, and is not owed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.charges.accrued import ChargeRules, LateDebt, first_of_each_invoice, needs_notice
from quitus.domain.charges.late_terms import LateTerms
from quitus.domain.days import Calendar
from quitus.domain.law.countries import DebtorKind, law_of
from quitus.domain.law.worksheet import Basis, Conventions, Rounding
from quitus.domain.money import Money
from quitus.domain.refused import Refused

FRANCE = law_of("FR")


def late(principal: int, due: date, **more) -> LateDebt:
    wanted = {"debtor": DebtorKind.BUSINESS} | more
    return LateDebt(1, 1, 1, due=due, amount_minor=principal, currency="EUR", **wanted)


V1_1 = late(120000, date(2025, 3, 31))


def lowered(day: date, minor: int) -> LateDebt:
    return replace(V1_1, reductions=((day, minor),))


FROM = date(2025, 8, 15)

BY_SEGMENT = LateTerms(conventions=Conventions(rounding=Rounding.SEGMENT))
ON_360_DAYS = LateTerms(conventions=Conventions(basis=Basis.DAYS_360))
AT_12 = LateTerms(rate=Decimal(12))
CONSUMER = late(60000, date(2026, 2, 28), debtor=DebtorKind.CONSUMER)
ALL_CLAIMED = replace(V1_1, claimed_until=FROM, claimed_minor=5772, claims=1)
JUNE_CLAIMED = replace(V1_1, claimed_until=date(2025, 6, 30), claimed_minor=3934, claims=1)

# Each: what it is, the debt, as of when, its interest and its indemnity in cents.
CASES = [
    ("L441-10 II, V1.1", V1_1, FROM, 5772, 4000),
    ("V1.1 rounded by segment", replace(V1_1, terms=BY_SEGMENT), FROM, 5771, 4000),
    ("V1.1 on 360 days", replace(V1_1, terms=ON_360_DAYS), FROM, 5852, 4000),
    ("V1.5", V1_1, date(2026, 10, 1), 22306, 4000),
    ("V1.6 contract at 12 %", late(250000, date(2026, 1, 31), terms=AT_12), date(2026, 4, 30), 7315, 4000),
    ("V1.4 one day", late(1000000, date(2026, 6, 30)), date(2026, 7, 1), 340, 4000),
    ("not late yet", V1_1, date(2025, 3, 31), 0, 0),
    ("V1.7, 700.00 interest first", lowered(date(2025, 6, 10), 66930), FROM, 3070 + 1195, 4000),
    ("V1.7, principal first", lowered(date(2025, 6, 10), 70000), FROM, 3070 + 1126, 4000),
    ("paid on the due date", lowered(date(2025, 3, 31), 120000), FROM, 0, 0),
    ("paid one day late", lowered(date(2025, 4, 1), 120000), FROM, 43, 4000),
    ("all claimed", replace(ALL_CLAIMED, indemnity_claimed=True), FROM, 0, 0),
    ("claimed up to June", replace(JUNE_CLAIMED, indemnity_claimed=True), FROM, 1837, 0),
    ("insolvency stops it, L622-28", replace(V1_1, insolvent_on=date(2025, 7, 1)), FROM, 3934, 4000),
    ("insolvent before the due date", replace(V1_1, insolvent_on=date(2025, 3, 1)), FROM, 0, 0),
    ("consumer, V2.1", replace(CONSUMER, notice_on=date(2026, 3, 15)), date(2026, 9, 30), 877, 0),
    ("consumer without formal notice, 1231-6", CONSUMER, date(2026, 9, 30), 0, 0),
    # R2192-31 s.: the 3.15 + 8 of the half-year in which it began holds to the end, 11.15 % for 137 days.
    ("public buyer", replace(V1_1, debtor=DebtorKind.PUBLIC), FROM, 5022, 4000),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_cases(case):
    _, debt, on, interest, indemnity = case
    rules = ChargeRules(FRANCE, on)
    accrued = rules.accrued(debt)
    assert accrued.interest == Money(interest, "EUR")
    assert (accrued.indemnity or Money(0, "EUR")) == Money(indemnity, "EUR")
    assert rules.interest_minor(debt) == interest
    assert rules.indemnity_minor(debt) == indemnity


def test_grace_until_the_next_working_day_is_a_matter_of_terms():
    sunday = late(1000000, date(2026, 5, 31))
    assert ChargeRules(FRANCE, date(2026, 6, 1)).interest_minor(sunday) == 333
    graced = replace(sunday, terms=LateTerms(working_day_grace=True))
    assert ChargeRules(FRANCE, date(2026, 6, 1), Calendar()).interest_minor(graced) == 0
    assert ChargeRules(FRANCE, date(2026, 6, 2), Calendar()).interest_minor(graced) == 333


def test_an_unknown_half_year_is_refused_not_guessed():
    with pytest.raises(Refused) as refused:
        ChargeRules(FRANCE, date(2099, 1, 1)).accrued(V1_1)
    assert refused.value.code == "rate_missing"


def test_what_cannot_be_reckoned_says_why_and_owes_its_indemnity_all_the_same():
    told = ChargeRules(FRANCE, FROM).accrued_or_why(late(80000, date(1999, 3, 31)))
    assert (told.refused.code, told.refused.facts["day"]) == ("rate_missing", date(1999, 4, 1))
    assert (told.interest, told.indemnity) == (Money(0, "EUR"), Money(4000, "EUR"))
    assert ChargeRules(FRANCE, FROM).accrued_or_why(V1_1) == ChargeRules(FRANCE, FROM).accrued(V1_1)


def test_one_indemnity_an_invoice_beside_its_first_late_instalment():
    second = replace(V1_1, instalment_id=2, due=date(2025, 4, 30))
    other = replace(V1_1, instalment_id=3, invoice_id=2)
    assert [debt.instalment_id for debt in first_of_each_invoice([second, other, V1_1])] == [1, 3]


def test_only_consumers_wait_for_a_notice():
    assert not needs_notice(V1_1, FRANCE)
    assert needs_notice(replace(V1_1, debtor=DebtorKind.CONSUMER), FRANCE)
    assert not needs_notice(replace(V1_1, debtor=DebtorKind.CONSUMER, notice_on=FROM), FRANCE)


DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


DEBTS = st.builds(
    lambda principal, due, debtor, notice, rate: late(
        principal, due, debtor=debtor, notice_on=notice, terms=LateTerms(rate=rate)
    ),
    st.integers(1, 10**9),
    DAYS,
    st.sampled_from(DebtorKind),
    st.one_of(st.none(), DAYS),
    st.one_of(st.none(), st.sampled_from([Decimal("12"), Decimal("9.125")])),
)


@given(DEBTS, DAYS, st.lists(st.tuples(DAYS, st.integers(1, 10**8)), max_size=4))
@settings(max_examples=300)
def test_the_quick_way_gives_the_same_cents_and_later_never_owes_less(debt, on, paid):
    reductions, left = [], debt.amount_minor
    for day, wanted in sorted(paid):
        if amount := min(wanted, left):
            reductions.append((day, amount))
            left -= amount
    debt = replace(debt, reductions=tuple(reductions))
    rules = ChargeRules(FRANCE, on)
    interest = rules.interest_minor(debt)
    assert interest == rules.accrued(debt).interest.minor
    if on < date(2026, 12, 31):
        assert ChargeRules(FRANCE, date.fromordinal(on.toordinal() + 1)).interest_minor(debt) >= interest
