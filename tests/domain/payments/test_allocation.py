"""Which debts a payment settles: Code civil, art. 1342-10."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.money import Money
from quitus.domain.payments.allocation import OpenItem, allocate
from quitus.domain.refused import Refused


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def item(id_: int, due: str, minor: int, issued: str | None = None) -> OpenItem:
    return OpenItem(id_, date.fromisoformat(due), eur(minor), date.fromisoformat(issued) if issued else None)


SEPTEMBER = item(1, "2026-09-30", 10_000)
OCTOBER = item(2, "2026-10-31", 20_000)
DECEMBER = item(3, "2026-12-31", 30_000)


@pytest.mark.parametrize(
    ("case", "payment", "items", "chosen", "expected"),
    [
        ("oldest due first", 15_000, [OCTOBER, SEPTEMBER], [], ([(1, 10_000), (2, 5_000)], 0)),
        (
            "due before not yet due",
            30_000,
            [DECEMBER, OCTOBER, SEPTEMBER],
            [],
            ([(1, 10_000), (2, 20_000)], 0),
        ),
        ("the debtor's choice first", 15_000, [SEPTEMBER, OCTOBER], [2], ([(2, 15_000)], 0)),
        ("then the others", 25_000, [SEPTEMBER, OCTOBER, DECEMBER], [2], ([(2, 20_000), (1, 5_000)], 0)),
        (
            "choices in their order",
            40_000,
            [SEPTEMBER, OCTOBER, DECEMBER],
            [3, 2],
            ([(3, 30_000), (2, 10_000)], 0),
        ),
        ("a choice named twice", 15_000, [SEPTEMBER, OCTOBER], [1, 1], ([(1, 10_000), (2, 5_000)], 0)),
        ("over-payment is credit", 70_000, [SEPTEMBER, OCTOBER], [], ([(1, 10_000), (2, 20_000)], 40_000)),
        ("nothing open", 5_000, [], [], ([], 5_000)),
        ("paid items are passed over", 5_000, [item(4, "2026-01-01", 0), SEPTEMBER], [], ([(1, 5_000)], 0)),
        (
            "same date: the debt that arose first",
            10_000,
            [item(7, "2026-10-31", 8_000, "2026-09-15"), item(8, "2026-10-31", 8_000, "2026-09-01")],
            [],
            ([(8, 8_000), (7, 2_000)], 0),
        ),
        (
            "all equal: pro rata",
            9_000,
            [item(1, "2026-10-31", 10_000), item(2, "2026-10-31", 20_000)],
            [],
            ([(1, 3_000), (2, 6_000)], 0),
        ),
        (
            "odd cents to the largest remainders, then the lowest id",
            100,
            [item(3, "2026-10-31", 50), item(1, "2026-10-31", 50), item(2, "2026-10-31", 50)],
            [],
            ([(1, 34), (2, 33), (3, 33)], 0),
        ),
        (
            "a share of nothing is left out",
            1,
            [item(1, "2026-10-31", 50), item(2, "2026-10-31", 60)],
            [],
            ([(2, 1)], 0),
        ),
    ],
)
def test_allocate(case, payment, items, chosen, expected):
    parts, left_over = expected
    allocation = allocate(eur(payment), items, chosen)
    assert allocation.parts == tuple((id_, eur(minor)) for id_, minor in parts), case
    assert allocation.left_over == eur(left_over), case


@pytest.mark.parametrize("minor", [0, -500])
def test_a_payment_is_positive(minor):
    with pytest.raises(Refused) as refusal:
        allocate(eur(minor), [SEPTEMBER])
    assert (refusal.value.code, refusal.value.facts["amount"]) == ("payment_not_positive", eur(minor))


def test_a_choice_must_be_open():
    with pytest.raises(Refused) as refusal:
        allocate(eur(100), [SEPTEMBER], [99])
    assert (refusal.value.code, refusal.value.facts["item"]) == ("chosen_item_not_open", 99)


def test_currencies_do_not_mix():
    with pytest.raises(Refused) as refusal:
        allocate(Money(100, "USD"), [SEPTEMBER])
    assert refusal.value.code == "currencies_differ"


ITEMS = st.lists(
    st.builds(
        OpenItem,
        st.integers(1, 50),
        st.dates(date(2026, 1, 1), date(2026, 1, 4)),
        st.integers(0, 500).map(eur),
        st.none() | st.dates(date(2025, 12, 1), date(2025, 12, 2)),
    ),
    max_size=8,
    unique_by=lambda open_item: open_item.id,
)


@given(st.integers(1, 3_000), ITEMS, st.randoms(use_true_random=False), st.data())
def test_no_cent_is_lost_and_order_does_not_matter(minor, items, dice, data):
    open_ids = [open_item.id for open_item in items if open_item.remaining]
    chosen = data.draw(st.lists(st.sampled_from(open_ids), max_size=3)) if open_ids else []
    allocation = allocate(eur(minor), items, chosen)
    remaining = {open_item.id: open_item.remaining.minor for open_item in items}
    paid = dict(allocation.parts)

    assert sum(amount.minor for amount in paid.values()) + allocation.left_over.minor == minor
    assert all(0 < amount.minor <= remaining[id_] for id_, amount in paid.items())
    assert len(paid) == len(allocation.parts)
    if allocation.left_over:
        assert allocation.left_over.minor == minor - sum(remaining.values())

    shuffled = list(items)
    dice.shuffle(shuffled)
    assert allocate(eur(minor), shuffled, chosen) == allocation
