"""Payment terms: what texts mean, how terms are written, and the dates they give."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.days import Calendar
from quitus.domain.law.months import add_months, add_years, ten_day_end
from quitus.domain.law.payment_terms import End, Method, Start, Terms, due_date, late_from
from quitus.domain.law.terms_text import read_terms, write_terms
from quitus.domain.refused import Refused

A, B = Method.A, Method.B
MONTH, TEN_DAYS = End.MONTH, End.TEN_DAYS
BY_INVOICE, BY_DELIVERY = Start.INVOICE_RECEIPT, Start.DELIVERY


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("30 days", Terms(30)),
        ("30 days net", Terms(30)),
        ("net 30", Terms(30)),
        ("Net 30 days", Terms(30)),
        ("30 jours", Terms(30)),
        ("30 jours nets", Terms(30)),
        ("  30\u00a0JOURS  ", Terms(30)),
        ("30j", Terms(30)),
        ("60 jours date de facture", Terms(60)),
        ("60 jours à compter de la date d’émission de la facture", Terms(60)),
        ("Payment within 30 days of the invoice date", Terms(30)),
        ("Paiement à 30 jours", Terms(30)),
        ("1 jour", Terms(1)),
        ("45 days end of month", Terms(45, MONTH)),
        ("45 jours fin de mois", Terms(45, MONTH)),
        ("45 JOURS FIN DE MOIS", Terms(45, MONTH)),
        ("45 j fdm", Terms(45, MONTH)),
        ("45JFDM", Terms(45, MONTH)),
        ("30 EOM", Terms(30, MONTH)),
        ("45 jours fin de mois le 10", Terms(45, MONTH, on_days=(10,))),
        ("45 j fdm le 10", Terms(45, MONTH, on_days=(10,))),
        ("30 jours fin de mois le 10 du mois suivant", Terms(30, MONTH, on_days=(10,))),
        ("45 jours, puis fin de mois", Terms(45, MONTH, A)),
        ("45 days, then end of month", Terms(45, MONTH, A)),
        ("fin de mois + 45 jours", Terms(45, MONTH, B)),
        ("end of month, then 45 days", Terms(45, MONTH, B)),
        ("45 days after the end of the month", Terms(45, MONTH, B)),
        ("45 jours à compter de la fin du mois", Terms(45, MONTH, B)),
        ("fin de mois", Terms(0, MONTH)),
        ("end of month", Terms(0, MONTH)),
        ("30 jours fin de décade", Terms(30, TEN_DAYS)),
        ("30 jours fin de decade", Terms(30, TEN_DAYS)),
        ("30 days end of ten-day period", Terms(30, TEN_DAYS)),
        ("30 jours après la fin de la décade de livraison", Terms(30, TEN_DAYS, start=BY_DELIVERY)),
        ("le 15 du mois suivant", Terms(0, MONTH, on_days=(15,))),
        ("the 15th of the following month", Terms(0, MONTH, on_days=(15,))),
        ("fin du mois suivant", Terms(0, MONTH, on_days=(31,))),
        ("30 jours le 15 du mois suivant", Terms(30, MONTH, A, (15,))),
        ("le 10", Terms(on_days=(10,))),
        ("le 1er", Terms(on_days=(1,))),
        ("Le 15 ou le 30", Terms(on_days=(15, 30))),
        ("les 10, 20 et 30 du mois", Terms(on_days=(10, 20, 30))),
        ("on the 15th or the 30th", Terms(on_days=(15, 30))),
        ("à réception", Terms(start=BY_INVOICE)),
        ("A RECEPTION DE FACTURE", Terms(start=BY_INVOICE)),
        ("due on receipt", Terms(start=BY_INVOICE)),
        ("upon receipt of the invoice", Terms(start=BY_INVOICE)),
        ("30 jours à compter de la date de réception de la facture", Terms(30, start=BY_INVOICE)),
        ("30 jours après livraison", Terms(30, start=BY_DELIVERY)),
        ("30 days from receipt of the goods", Terms(30, start=BY_DELIVERY)),
        ("comptant", Terms()),
        ("paiement comptant", Terms()),
        ("due immediately", Terms()),
    ],
)
def test_what_people_write(text, terms):
    assert read_terms(text) == terms


def test_the_contract_says_the_method_where_the_text_does_not():
    assert read_terms("45 jours fin de mois", A) == Terms(45, MONTH, A)
    assert read_terms("fin de mois, puis 45 jours", A) == Terms(45, MONTH, B)
    assert read_terms("45 jours puis fin de mois", B) == Terms(45, MONTH, A)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "de", "net", "30", "le", "days", "fin", "fin de mois 10", "comptant 30 jours"),
        *("-1 days", "−1 jours", "30.5 days", "1,5 jours", "30/60 jours", "30 days 60 days"),
        *(
            "٣٠ days",
            "３０ days",
            "³0 jours",
            "½ jours",
            "30 jours\0",
            "30 jours\ufffd",
            "x" * 10_000,
            "1" * 10_000,
        ),
        *("2/10 net 30", "30 % à la commande", "45 jours fin de mois suivant", "trente jours", "bientôt"),
        *("30 jours livraison réception", "fin de décade le 10 du mois suivant", "fin de mois du mois"),
    ],
)
def test_what_is_not_understood_is_refused_and_shown_short(text):
    with pytest.raises(Refused) as refused:
        read_terms(text)
    assert refused.value.code == "terms_not_understood"
    assert len(refused.value.facts["terms"]) <= 60
    assert "\0" not in refused.value.facts["terms"]


@pytest.mark.parametrize("text", ["0 days", "999 days", "366 jours", "9" * 190 + " j", "0 jours fin de mois"])
def test_days_that_no_terms_have(text):
    with pytest.raises(Refused) as refused:
        read_terms(text)
    assert refused.value.code == "terms_days_impossible"


@pytest.mark.parametrize("text", ["le 0", "le 32", "45 jours fin de mois le 99", "on the 15th or the 40th"])
def test_days_that_no_month_has(text):
    with pytest.raises(Refused) as refused:
        read_terms(text)
    assert refused.value.code == "terms_day_of_month_impossible"


any_terms = st.builds(
    Terms,
    days=st.integers(0, 365),
    end=st.sampled_from([None, *End]),
    method=st.sampled_from(Method),
    on_days=st.lists(st.integers(1, 31), max_size=3).map(tuple),
    start=st.sampled_from(Start),
)
issue_days = st.dates(date(2009, 1, 1), date(2090, 12, 31))


@settings(max_examples=200)
@given(any_terms, st.sampled_from(["fr", "en"]), st.sampled_from(Method))
def test_terms_that_are_written_are_read_back_whatever_the_default_method(terms, language, method):
    assert read_terms(write_terms(terms, language), method) == terms


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        terms = read_terms(text)
    except Refused:
        return
    assert read_terms(write_terms(terms, "fr")) == terms


@pytest.mark.parametrize(
    ("terms", "french", "english"),
    [
        (Terms(30), "30 jours", "30 days"),
        (Terms(45, MONTH, A), "45 jours, puis fin de mois", "45 days, then end of month"),
        (Terms(45, MONTH, B), "fin de mois, puis 45 jours", "end of month, then 45 days"),
        (Terms(0, MONTH, on_days=(1,)), "le 1er du mois suivant", "on the 1st of the following month"),
        (Terms(on_days=(30, 15)), "le 15 ou le 30", "on the 15th or the 30th"),
        (Terms(start=BY_INVOICE), "à réception de la facture", "on receipt of the invoice"),
        (Terms(30, start=BY_DELIVERY), "30 jours à compter de la livraison", "30 days from delivery"),
        (Terms(), "comptant", "due immediately"),
    ],
)
def test_how_terms_are_written(terms, french, english):
    assert (write_terms(terms, "fr"), write_terms(terms, "en")) == (french, english)


@pytest.mark.parametrize(
    ("terms", "issued", "due"),
    [
        (Terms(), "2026-10-22", "2026-10-22"),
        (Terms(30), "2026-01-31", "2026-03-02"),
        (Terms(0, MONTH), "2024-02-05", "2024-02-29"),
        (Terms(30, MONTH, A, (10,)), "2026-04-15", "2026-06-10"),
        (Terms(45, MONTH, B, (10,)), "2026-10-22", "2027-01-10"),
        (Terms(45, MONTH, A, (10,)), "2026-10-22", "2027-01-10"),
        (Terms(0, MONTH, on_days=(15,)), "2026-10-22", "2026-11-15"),
        (Terms(0, MONTH, on_days=(31,)), "2026-01-10", "2026-02-28"),  # not the end of January again
        (Terms(on_days=(10,)), "2026-10-10", "2026-10-10"),
        (Terms(on_days=(10,)), "2026-10-11", "2026-11-10"),
        (Terms(on_days=(31,)), "2026-02-05", "2026-02-28"),
        (Terms(on_days=(15, 30)), "2026-02-16", "2026-02-28"),
        (Terms(on_days=(15, 30)), "2026-12-31", "2027-01-15"),
        (Terms(30, TEN_DAYS, B), "2026-03-10", "2026-04-09"),
        (Terms(30, TEN_DAYS, B), "2026-03-11", "2026-04-19"),
        (Terms(30, TEN_DAYS, A), "2026-03-11", "2026-04-10"),
        (Terms(30, TEN_DAYS, A), "2024-01-25", "2024-02-29"),
    ],
)
def test_due_dates(terms, issued, due):
    assert due_date(terms, date.fromisoformat(issued)) == date.fromisoformat(due)


def test_from_what_day_the_days_count():
    issued, received = date(2026, 3, 31), date(2026, 3, 12)
    assert due_date(Terms(30), issued, received) == date(2026, 4, 30)
    assert due_date(Terms(30, start=BY_DELIVERY), issued, received) == date(2026, 4, 11)
    assert due_date(Terms(30, start=BY_INVOICE), issued, date(2026, 4, 2)) == date(2026, 5, 2)
    assert due_date(Terms(start=BY_INVOICE), issued) == issued  # as received on the day of its issue


@pytest.mark.parametrize(
    ("terms", "issued", "received", "code"),
    [
        (Terms(30, start=BY_DELIVERY), date(2026, 3, 31), None, "receipt_day_missing"),
        (Terms(start=BY_INVOICE), date(2026, 3, 31), date(2026, 3, 30), "received_before_issued"),
        (Terms(30), date(1999, 12, 31), None, "invoice_day_impossible"),
        (Terms(30), date(2100, 1, 1), None, "invoice_day_impossible"),
        (Terms(30), date(2026, 1, 1), date(2100, 1, 1), "invoice_day_impossible"),
    ],
)
def test_days_that_give_no_due_date(terms, issued, received, code):
    with pytest.raises(Refused) as refused:
        due_date(terms, issued, received)
    assert refused.value.code == code


@settings(max_examples=200)
@given(any_terms, issue_days)
def test_a_due_date_is_never_before_the_start_and_never_a_day_that_was_not_named(terms, issued):
    due = due_date(terms, issued, issued)
    assert issued <= due
    if terms.on_days:
        last = (add_months(due.replace(day=1), 1) - timedelta(days=1)).day
        assert due.day in {min(day, last) for day in terms.on_days}


@settings(max_examples=300)
@given(any_terms, any_terms, issue_days)
def test_terms_that_are_certainly_not_longer_are_not(terms, other, issued):
    if terms.never_longer_than(other):
        assert due_date(terms, issued, issued) <= due_date(other, issued, issued)
    assert (due_date(terms, issued, issued) - issued).days <= terms.most_days


@given(any_terms, issue_days)
def test_a_later_invoice_is_never_due_earlier(terms, issued):
    later = issued + timedelta(days=1)
    assert due_date(terms, issued, issued) <= due_date(terms, later, later)


def test_the_last_day_in_time_and_the_grace():
    friday, holiday = date(2026, 11, 13), date(2026, 11, 11)
    calendar = Calendar(frozenset({holiday}))
    assert late_from(friday) == late_from(friday, calendar) == date(2026, 11, 14)
    assert late_from(date(2026, 11, 14), calendar) == date(2026, 11, 17)
    assert late_from(holiday, calendar) == date(2026, 11, 13)


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-11-30", 2, "2027-01-30"),
        ("2026-12-15", 0, "2026-12-15"),
    ],
)
def test_months(day, count, then):
    assert add_months(date.fromisoformat(day), count) == date.fromisoformat(then)


def test_years_and_ten_day_periods():
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
    ends = [ten_day_end(date(2026, 2, day)).day for day in (1, 10, 11, 20, 21, 28)]
    assert ends == [10, 10, 20, 20, 28, 28]
