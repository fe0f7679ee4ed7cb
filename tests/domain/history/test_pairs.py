"""Transfers between own accounts that no bank calls so."""

from datetime import date, timedelta

from quitus.domain.history.pairs import OwnMovement, own_pairs

A, B, C = "FR-A", "FR-B", "FR-C"
OWN = frozenset({A, B, C})
DAY = date(2026, 11, 20)


def movement(id_, account, minor, *, days=0, told="", currency="EUR"):
    return OwnMovement(id_, account, DAY + timedelta(days=days), minor, currency, told)


def test_the_same_amount_the_other_way_within_days():
    found = own_pairs([movement(1, A, -500), movement(2, B, 500, days=3), movement(3, B, 499)], OWN)
    assert found == {1: B, 2: A}


def test_not_on_the_same_account_not_later_not_in_another_currency():
    assert own_pairs([movement(1, A, -500), movement(2, A, 500)], OWN) == {}
    assert own_pairs([movement(1, A, -500), movement(2, B, 500, days=4)], OWN) == {}
    assert own_pairs([movement(1, A, -500), movement(2, B, 500, currency="USD")], OWN) == {}
    assert own_pairs([movement(1, A, 0), movement(2, B, 0)], OWN) == {}


def test_where_there_is_a_choice_nothing_is_a_pair():
    twins = [movement(1, A, -500), movement(2, B, 500), movement(3, C, 500)]
    assert own_pairs(twins, OWN) == {}
    assert own_pairs([movement(1, A, -500), movement(2, A, -500), movement(3, B, 500)], OWN) == {}


def test_a_told_account_decides():
    twins = [movement(1, A, -500, told=B), movement(2, B, 500), movement(3, C, 500)]
    assert own_pairs(twins, OWN) == {1: B, 2: A}
    assert own_pairs([movement(1, A, -500, told="DE-X"), movement(2, B, 500)], OWN) == {}


def test_a_year_of_one_amount_is_quick():
    many = [movement(n, (A, B)[n % 2], (-1, 1)[n % 2] * 500, days=n % 360) for n in range(20_000)]
    assert own_pairs(many, OWN) == {}
    same_day = [movement(n, A, (-1, 1)[n % 2] * 500) for n in range(20_000)]
    assert own_pairs(same_day, OWN) == {}
