"""Money for claims that were written off: the oldest first, with the VAT that had come off (CGI 272-1)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.money import Money
from quitus.domain.payments.recovered import Lost, recover


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def lost(id_: int, day: int, vat: int, *parts: tuple[int, int]) -> Lost:
    return Lost(id_, date(2026, 1, day), tuple((place, eur(minor)) for place, minor in parts), eur(vat))


V9_1 = lost(1, 5, 18_000, (10, 108_000))  # 900.00 and 180.00 of VAT
TWO = [lost(2, 9, 0, (20, 5_000)), lost(1, 5, 1_667, (10, 4_000), (11, 6_000))]

CASES = [
    # money, losses, (loss, by instalment, VAT) paid, the same that stays lost
    (30_000, [V9_1], [(1, {10: 30_000}, 5_000)], [(1, {10: 78_000}, 13_000)]),
    (108_000, [V9_1], [(1, {10: 108_000}, 18_000)], []),
    (200_000, [V9_1], [(1, {10: 108_000}, 18_000)], []),
    (0, [V9_1], [], [(1, {10: 108_000}, 18_000)]),
    (3_333, TWO, [(1, {10: 3_333}, 556)], [(1, {10: 667, 11: 6_000}, 1_111), (2, {20: 5_000}, 0)]),
    (11_000, TWO, [(1, {10: 4_000, 11: 6_000}, 1_667), (2, {20: 1_000}, 0)], [(2, {20: 4_000}, 0)]),
    (500, [], [], []),
]


def told(losses):
    return [(one.id, {id_: part.minor for id_, part in one.parts}, one.vat.minor) for one in losses]


@pytest.mark.parametrize("case", CASES)
def test_the_oldest_loss_first(case):
    money, losses, paid, left = case
    found, rest = recover(eur(money), losses)
    assert (told(found), told(rest)) == (paid, left)


@given(st.integers(0, 1_667), st.lists(st.integers(1, 4_000), max_size=6))
def test_paid_in_parts_the_vat_is_that_of_the_write_off(vat, amounts):
    left, paid, owed = [lost(1, 5, vat, (10, 4_000), (11, 6_001))], [], []
    for minor in [*amounts, 50_000]:
        found, left = recover(eur(minor), left)
        paid += [one.amount.minor for one in found]
        owed += [one.vat.minor for one in found]
        assert all(0 <= one.vat.minor <= one.amount.minor for one in found)
    assert (sum(paid), sum(owed), left) == (10_001, vat, [])
