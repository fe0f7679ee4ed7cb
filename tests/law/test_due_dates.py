"""Due dates and the longest lawful terms: france.md §1.1 and V1.8, with the article beside each row."""

from datetime import date

import pytest

from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.fr.holidays import french_calendar
from quitus.domain.law.maxima import Case, due_of, terms_law
from quitus.domain.law.payment_terms import Method
from quitus.domain.law.rates import Confidence
from quitus.domain.law.terms_text import read_terms
from quitus.domain.refused import Refused

FRANCE = terms_law("FR")


def day(text):
    return date.fromisoformat(text)


def due(issued, terms, method="B", **how):
    read = read_terms(terms, Method(method)) if terms else None
    received = how.pop("received", None)
    return due_of(FRANCE, day(issued), read, received=day(received) if received else None, **how)


def codes(found):
    return [reason.code for reason in found.why]


@pytest.mark.parametrize(
    ("issued", "method", "last"),
    [
        ("2026-10-22", "A", "2026-12-31"),  # V1.8
        ("2026-10-22", "B", "2026-12-15"),  # V1.8
        ("2026-01-15", "A", "2026-03-31"),  # V1.8
        ("2026-01-15", "B", "2026-03-17"),  # V1.8
        ("2024-12-17", "A", "2025-01-31"),  # V1.8
        ("2024-12-17", "B", "2025-02-14"),  # V1.8
        ("2024-01-15", "A", "2024-02-29"),  # 45 days reach 29 February, the end of that month
        ("2026-10-31", "B", "2026-12-15"),  # issued on the last day of the month
    ],
)
def test_forty_five_days_end_of_month_is_just_lawful(issued, method, last):
    found = due(issued, "45 days end of month", method)
    assert (found.due, found.maximum, found.lawful, found.exceeds_on) == (day(last), day(last), True, None)
    assert codes(found) == ["due_lawful", "due_end_of_month_express"]
    assert found.why[0].facts["article"] == "C. com. L441-10 I"


def test_sixty_days_from_issue():
    found = due("2026-01-31", "60 days")  # V1.8
    assert (found.due, found.maximum, found.lawful) == (day("2026-04-01"), day("2026-04-01"), True)


@pytest.mark.parametrize(
    ("case", "issued", "received", "maximum", "article"),
    [
        (Case.NONE, "2026-03-02", "2026-02-20", "2026-03-22", "C. com. L441-10 I"),
        (Case.AGREED, "2026-03-02", None, "2026-05-01", "C. com. L441-10 I"),
        (Case.PERIODIC, "2026-03-31", None, "2026-05-15", "C. com. L441-10 I"),
        (Case.TRANSPORT, "2026-03-02", None, "2026-04-01", "C. com. L441-11 II 5°"),
        (Case.PERISHABLE, "2026-03-31", "2026-03-12", "2026-04-11", "C. com. L441-11 II 1° a"),
        (Case.PERISHABLE_PERIODIC, "2026-03-31", "2026-03-12", "2026-04-19", "C. com. L441-11 II 1° b"),
        (Case.PERISHABLE_PERIODIC, "2026-03-31", "2026-03-10", "2026-04-09", "C. com. L441-11 II 1° b"),
        (Case.PERISHABLE_PERIODIC, "2026-03-31", "2026-03-21", "2026-04-30", "C. com. L441-11 II 1° b"),
        (Case.LIVESTOCK, "2026-03-31", "2026-03-12", "2026-04-01", "C. com. L441-11 II 2°"),
        (Case.SPIRITS, "2026-03-31", "2026-03-12", "2026-04-30", "C. com. L441-11 II 3°"),
        (Case.WINE, "2026-03-02", None, "2026-05-01", "C. com. L441-11 II 4°"),
    ],
)
def test_the_longest_term_between_firms(case, issued, received, maximum, article):
    found = due(issued, "1 day", case=case, received=received)
    assert (found.maximum, found.lawful) == (day(maximum), True)
    assert found.why[0].facts["article"] == article


@pytest.mark.parametrize(
    ("case", "days", "article"),
    [
        (Case.AGREED, 30, "CCP L2192-10, R2192-10"),
        (Case.NONE, 30, "CCP L2192-10, R2192-10"),
        (Case.HOSPITAL, 50, "CCP L2192-10, R2192-11 1°"),
        (Case.PUBLIC_UNDERTAKING, 60, "CCP L2192-10, R2192-11 2°"),
    ],
)
def test_public_buyers_from_receipt_of_the_request_for_payment(case, days, article):
    found = due("2026-06-01", "1 day", debtor=DebtorKind.PUBLIC, case=case, received="2026-06-03")
    assert (found.maximum - day("2026-06-03")).days == days
    assert found.why[0].facts["article"] == article
    without = due("2026-06-01", "1 day", debtor=DebtorKind.PUBLIC, case=case)
    assert (without.maximum - day("2026-06-01")).days == days
    assert codes(without) == ["due_lawful", "due_receipt_assumed"]


def test_a_public_buyer_without_terms_pays_within_thirty_days():
    assert due("2026-06-01", None, debtor=DebtorKind.PUBLIC).due == day("2026-07-01")


def test_one_day_too_late_is_said_with_the_fine():
    found = due("2026-01-31", "61 days")
    assert (found.due, found.maximum, found.over, found.lawful) == (
        day("2026-04-02"),
        day("2026-04-01"),
        1,
        False,
    )
    assert codes(found) == ["due_too_late", "due_breach_fine"]
    assert found.why[1].facts == {"person": 75_000, "company": 2_000_000, "article": "C. com. L441-16"}


@pytest.mark.parametrize(
    ("issued", "terms", "method", "lawful", "exceeds_on"),
    [
        # Lawful for this invoice only: the 60 days after issue bear the one, the luck of the month the other.
        ("2026-10-22", "50 days end of month", "B", True, "2026-11-01"),
        ("2026-10-22", "50 days end of month", "A", True, "2026-11-12"),
        ("2026-10-01", "50 days end of month", "B", False, None),
        ("2026-10-22", "60 days end of month", "B", False, None),
        ("2026-10-22", "45 days end of month on the 10th", "B", False, None),
        ("2026-10-01", "30 days end of month", "B", True, None),
        ("2026-10-01", "30 days end of month", "A", True, None),
        ("2026-10-01", "30 days end of month on the 10th", "A", True, "2026-10-02"),
        ("2026-10-05", "60 days on the 10th", "B", False, None),
        ("2026-10-11", "60 days on the 10th", "B", True, "2026-10-12"),
    ],
)
def test_a_clause_that_can_exceed_the_maximum_is_told_even_where_it_does_not(
    issued, terms, method, lawful, exceeds_on
):
    found = due(issued, terms, method)
    assert (found.lawful, found.exceeds_on) == (lawful, exceeds_on and day(exceeds_on))
    assert ("due_clause_exceeds" in codes(found)) is bool(exceeds_on)


def test_a_periodic_invoice_has_no_end_of_month():
    found = due("2026-10-22", "45 days end of month", case=Case.PERIODIC)
    assert (found.due, found.maximum, found.over) == (day("2026-12-15"), day("2026-12-06"), 9)


def test_without_any_agreement_the_law_supplies_thirty_days_after_receipt():
    found = due("2026-03-31", None, received="2026-03-15")
    assert (found.due, found.maximum) == (day("2026-04-14"), day("2026-04-14"))


def test_without_an_agreement_a_shorter_maximum_still_binds():
    assert due("2026-03-31", None, case=Case.LIVESTOCK, received="2026-03-12").due == day("2026-04-01")
    # Carriage: 30 days after the issue are later than 30 after the performance.
    assert due("2026-03-31", None, case=Case.TRANSPORT, received="2026-03-12").due == day("2026-04-11")


def test_the_law_of_the_day_of_issue():
    before = due("2019-04-25", "30 days", case=Case.PERISHABLE, received="2019-04-12")
    since = due("2019-04-26", "30 days", case=Case.PERISHABLE, received="2019-04-12")
    assert (before.maximum, before.why[0].facts["article"]) == (day("2019-05-20"), "C. com. L443-1 1°")
    assert (since.maximum, since.why[0].facts["article"]) == (day("2019-05-12"), "C. com. L441-11 II 1° a")
    with pytest.raises(Refused) as refused:
        due("2008-12-31", "30 days")
    assert refused.value.code == "payment_terms_law_missing"


def test_a_consumer_has_no_longest_term_and_no_supplied_one():
    found = due("2026-01-31", "90 days", debtor=DebtorKind.CONSUMER)
    assert (found.maximum, found.lawful, codes(found)) == (None, True, ["due_no_maximum"])
    with pytest.raises(Refused) as refused:
        due("2026-01-31", None, debtor=DebtorKind.CONSUMER)
    assert refused.value.code == "terms_missing"


@pytest.mark.parametrize("country", ["BE", "DE", "ES", "IT", "LU", "NL"])
def test_other_countries_by_the_directive_with_medium_confidence(country):
    law = terms_law(country)
    sixty = due_of(law, day("2026-01-31"), read_terms("60 days"))
    assert (sixty.maximum, sixty.lawful, sixty.confidence) == (day("2026-04-01"), True, Confidence.MEDIUM)
    assert codes(sixty) == ["due_lawful", "due_by_directive"]
    longer = due_of(law, day("2026-01-31"), read_terms("90 days"))
    assert codes(longer) == ["due_too_late", "due_unless_expressly_agreed", "due_by_directive"]
    public = due_of(law, day("2026-06-01"), read_terms("30 days"), debtor=DebtorKind.PUBLIC)
    assert (public.maximum, public.why[0].facts["article"]) == (
        day("2026-07-01"),
        "Directive 2011/7/UE, art. 4(3)",
    )
    with pytest.raises(Refused) as refused:
        due_of(law, day("2026-01-31"), read_terms("10 days"), case=Case.WINE)
    assert refused.value.code == "payment_terms_case_unknown"


def test_a_country_whose_law_is_not_known():
    with pytest.raises(Refused) as refused:
        terms_law("US")
    assert refused.value.code == "country_law_unknown"


def test_a_due_date_on_a_sunday_stays_and_only_a_grace_moves_the_lateness():
    """No general rule extends contractual due dates; CPC 642 is about procedure (france.md §1.1)."""
    sunday = day("2026-05-31")
    plain = due("2026-05-01", "30 days")
    assert (plain.due, plain.late_from) == (sunday, day("2026-06-01"))
    kind = due("2026-05-01", "30 days", grace=french_calendar(2026, 2026))
    assert (kind.due, kind.late_from, kind.lawful) == (sunday, day("2026-06-02"), True)
