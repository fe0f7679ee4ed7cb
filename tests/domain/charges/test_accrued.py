"""What accrues on a late instalment beside its principal, and when it begins, ends, and is not owed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.charges.accrued import ChargeRules, LateDebt, first_of_each_invoice, needs_notice
from quitus.domain.charges.claimed import ClaimedInterest
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


def claimed(last: date, minor: int, **more) -> ClaimedInterest:
    """Interest claimed on V1.1 from its first late day."""
    wanted = {"charge_id": 1, "first": date(2025, 4, 1), "amount_minor": minor, "terms": LateTerms()} | more
    return ClaimedInterest(last=last, minor=minor, **wanted)


JUNE = date(2025, 6, 30)
ALL_CLAIMED = replace(V1_1, claimed=(claimed(FROM, 5772),))
JUNE_CLAIMED = replace(V1_1, claimed=(claimed(JUNE, 3934),))

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


# Each: what became known since the claims of a debt, the debt, and what it takes off each charge, in cents.
PAID_IN_JUNE = ((date(2025, 6, 10), 70000),)  # 500.00 is left: 20 days less of 700.00 at 13.15 %
AUGUST = claimed(FROM, 1837, charge_id=2, first=date(2025, 7, 1))
AGAIN = claimed(FROM, 1643, charge_id=2)  # after a payment that was taken back: 57.72 less 41.29
MOVED = [
    ("nothing", ALL_CLAIMED, {}),
    ("700.00 of 10 June", replace(ALL_CLAIMED, reductions=PAID_IN_JUNE), {1: 5772 - 4196}),
    ("700.00 of the last day claimed", replace(JUNE_CLAIMED, reductions=((JUNE, 70000),)), {}),
    ("paid in time", replace(ALL_CLAIMED, reductions=((date(2025, 3, 31), 120000),)), {1: 5772}),
    ("cancelled by a credit note", replace(ALL_CLAIMED, owed=False), {1: 5772}),
    ("insolvency of 1 July, L622-28", replace(ALL_CLAIMED, insolvent_on=date(2025, 7, 1)), {1: 1838}),
    ("a consumer after all, 1231-6", replace(ALL_CLAIMED, debtor=DebtorKind.CONSUMER), {1: 5772}),
    ("other terms since", replace(ALL_CLAIMED, terms=AT_12), {}),
    (
        "two claims, 700.00 of 10 June",
        replace(V1_1, claimed=(claimed(JUNE, 3934), AUGUST), reductions=PAID_IN_JUNE),
        {1: 3934 - 3430, 2: 1837 - 766},
    ),
    (
        "taken back: what was corrected is owed again",
        replace(V1_1, claimed=(claimed(FROM, 4196, amount_minor=5772),)),
        {1: 4196 - 5772},
    ),
    ("taken back, but never claimed", replace(V1_1, claimed=(claimed(FROM, 4196),)), {}),
    (
        "the payment after all: the newest claim of the same days gives way",
        replace(V1_1, claimed=(claimed(FROM, 4129), AGAIN), reductions=PAID_IN_JUNE),
        {2: 5772 - 4196},
    ),
]


@pytest.mark.parametrize("case", MOVED, ids=[case[0] for case in MOVED])
def test_claims_are_weighed_against_what_is_known_each_for_its_own_days(case):
    _, debt, moved = case
    assert ChargeRules(FRANCE, date(2025, 9, 1)).moved(debt) == moved


def test_days_are_claimed_by_the_terms_of_then_and_never_twice():
    """12 % were agreed after the claim: the days that were claimed stay as they were, later ones bear 12 %."""
    debt = replace(ALL_CLAIMED, terms=AT_12)
    assert ChargeRules(FRANCE, FROM).interest_minor(debt) == 0
    assert ChargeRules(FRANCE, date(2025, 8, 25)).accrued(debt).interest == Money(395, "EUR")


def test_compound_interest_begins_anew_with_each_claim_and_claims_no_day_twice():
    compound = LateTerms(conventions=Conventions(compound=True))
    debt = late(10_000_000, date(2024, 12, 31), terms=compound)
    march = date(2026, 3, 31)
    interest = ChargeRules(FRANCE, march).accrued(debt).interest.minor
    claim = claimed(march, interest, first=date(2025, 1, 1), terms=compound)
    debt = replace(debt, claimed=(claim,))
    assert ChargeRules(FRANCE, march).interest_minor(debt) == 0
    assert ChargeRules(FRANCE, date(2026, 6, 30)).moved(debt) == {}


def test_after_a_payment_was_taken_back_its_days_are_gone_over_and_what_was_claimed_is_deducted():
    accrued = ChargeRules(FRANCE, FROM).accrued(replace(V1_1, claimed=(claimed(FROM, 4196),)))
    assert (accrued.worksheet.interest, accrued.already) == (Money(5772, "EUR"), Money(4196, "EUR"))
    assert accrued.interest == Money(1576, "EUR")


def test_days_that_no_claim_was_for_are_claimed_later_though_they_lie_before_it():
    """A claim rested on a notice of 1 June; one of 15 March was noted since. 600.00 at 2.62 % for 78 days are 3.36."""
    noticed = replace(CONSUMER, notice_on=date(2026, 3, 15))
    claim = claimed(date(2026, 9, 30), 541, first=date(2026, 6, 2))
    accrued = ChargeRules(FRANCE, date(2026, 9, 30)).accrued(replace(noticed, claimed=(claim,)))
    assert accrued.interest == Money(336, "EUR")
    assert [(row.first, row.last) for row in accrued.worksheet.segments] == [
        (date(2026, 3, 16), date(2026, 6, 1))
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
