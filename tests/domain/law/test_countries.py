"""The registry of laws: who is known, what is not, and rates that a user adds."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from quitus.apps.clients.models import ClientKind
from quitus.domain.law.accrual import Accruals
from quitus.domain.law.countries import COUNTRIES, DebtorKind, MissingRate, law_of, missing_rates
from quitus.domain.law.rates import Confidence, Rate, half_year_named
from quitus.domain.refused import Refused

FRANCE = law_of("FR")
NEXT = half_year_named("2027H1")
NEEDED = ("FR late_payment", "FR public_late_payment", "FR legal_other")


def added(percent: str, half: str = "2027H1") -> Rate:
    return Rate(Decimal(percent), *half_year_named(half), "BCE, 2 janvier 2027", Confidence.USER)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_the_same_shape(country):
    law = law_of(country)
    assert law.country == country
    assert law.business.indemnity.minor == 40_00
    assert law.business.articles
    assert law.late_rule(DebtorKind.BUSINESS) is law.business


@pytest.mark.parametrize("country", ["XX", "", "fr", "AT", "../fr"])
def test_an_unknown_country_is_refused_with_those_that_are_known(country):
    with pytest.raises(Refused) as refused:
        law_of(country)
    assert refused.value.code == "country_law_unknown"
    assert refused.value.facts["known"] == "FR, BE, DE, ES, IT, LU, NL"


@pytest.mark.parametrize("country", [country for country in COUNTRIES if country != "FR"])
@pytest.mark.parametrize(
    ("debtor", "code"),
    [
        (DebtorKind.CONSUMER, "law_of_consumers_unknown"),
        (DebtorKind.PUBLIC, "law_of_public_buyers_unknown"),
    ],
)
def test_rules_that_we_do_not_know_are_not_invented(country, debtor, code):
    with pytest.raises(Refused) as refused:
        law_of(country).late_rule(debtor)
    assert (refused.value.code, refused.value.facts) == (code, {"country": country})


def test_debtors_are_called_as_clients_are():
    assert [kind.value for kind in DebtorKind] == [kind.value for kind in ClientKind]


def test_a_country_is_loaded_once():
    assert law_of("FR") is law_of("FR")


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 11, 24), ()),
        (date(2026, 12, 16), ()),
        (date(2026, 12, 17), NEEDED),
        (date(2027, 3, 1), NEEDED),
    ],
)
def test_what_to_look_up_for_the_next_half_year(today, missing):
    assert missing_rates(FRANCE, today) == tuple(MissingRate(table, *NEXT) for table in missing)


def test_a_forgotten_half_year_is_asked_for_before_the_next():
    found = missing_rates(FRANCE, date(2027, 6, 20))
    assert [(rate.table, rate.since) for rate in found] == [
        (table, since) for since in (date(2027, 1, 1), date(2027, 7, 1)) for table in NEEDED
    ]


def test_added_rates_continue_every_table_of_their_name():
    law = FRANCE.with_added({"FR legal_other": [added("3.00")], "FR ecb": [added("2.50")]})
    assert law.consumer.rates.on(date(2027, 5, 1)).percent == 3
    assert law.floor.table.on(date(2027, 5, 1)).percent == 9
    assert law.others[1].on(date(2027, 5, 1)).percent == Decimal("2.50")
    assert law.business == FRANCE.business
    assert [rate.table for rate in missing_rates(law, date(2027, 3, 1))] == list(NEEDED[:2])


def test_added_rates_go_back_too_one_half_year_at_a_time():
    earlier = [added("10.75", "2012H2"), added("11.00", "2012H1"), added("99.00", "2010H2")]
    table = FRANCE.with_added({"FR late_payment": earlier}).business.rates
    assert (table.known_since, table.known_until) == (date(2012, 1, 1), date(2026, 12, 31))
    assert [str(table.on(date(2012, month, 1)).percent) for month in (1, 6, 7, 12)] == [
        "11.00",
        "11.00",
        "10.75",
        "10.75",
    ]
    assert Accruals(table).interest(100_000, date(2012, 6, 21), date(2012, 7, 10)) == 596
    with pytest.raises(Refused, match="rate_missing"):
        table.on(date(2011, 12, 31))


@pytest.mark.parametrize("rate", [added("99.00", year) for year in ("2026H2", "2027H2", "2013H1", "2012H1")])
def test_added_rates_neither_replace_nor_leave_a_gap(rate):
    law = FRANCE.with_added({"FR late_payment": [rate]})
    assert law.business.rates == FRANCE.business.rates


def test_only_public_buyers_keep_the_first_rate():
    first = date(2024, 3, 1)
    assert FRANCE.business.rates_from(first) is FRANCE.business.rates
    kept = FRANCE.public.rates_from(first)
    assert {kept.on(day).percent for day in (first, date(2030, 1, 1))} == {Decimal("12.50")}
    with pytest.raises(Refused, match="rate_missing"):
        FRANCE.public.rates_from(date(2027, 1, 1))


def test_interest_begins_the_day_after():
    due, notice = date(2026, 1, 31), date(2026, 3, 15)
    assert FRANCE.business.first_day(due, None) == date(2026, 2, 1)
    assert FRANCE.business.first_day(due, notice) == date(2026, 2, 1)
    assert FRANCE.consumer.first_day(due, notice) == date(2026, 3, 16)
    assert FRANCE.consumer.first_day(notice, due) == date(2026, 3, 16)
    assert FRANCE.consumer.first_day(due, None) is None


def test_a_law_without_floor_has_none_to_show():
    law = replace(FRANCE, floor=None)
    assert "FR contract_floor" not in {table.name for table in law.tables}
