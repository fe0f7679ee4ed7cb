"""A receipt by VAT rate: vectors V4.1 and V4.2 of domain/france.md, and no cent lost over several receipts."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.books.vat_on_collection import RateTotal, share_out, split_receipts
from quitus.domain.money import Money


def eur(text: str) -> Money:
    return Money(int(Decimal(text) * 100), "EUR")


def rate(percent: str, net: str, vat: str) -> RateTotal:
    return RateTotal(Decimal(percent), eur(net) + eur(vat), eur(vat))


V4_1 = [rate("20", "1000", "200"), rate("10", "500", "50")]
V4_2 = [rate("20", "100", "20"), rate("10", "100", "10"), rate("5.5", "100", "5.50")]


def shown(shares) -> list[tuple[str, str]]:
    return [(f"{share.amount.decimal}", f"{share.vat.decimal}") for share in shares]


def test_v4_1_a_receipt_by_rate_with_its_vat():
    assert shown(split_receipts([eur("700")], V4_1)[0]) == [("480.00", "80.00"), ("220.00", "20.00")]
    assert shown(split_receipts([eur("333.33")], V4_1)[0]) == [("228.57", "38.10"), ("104.76", "9.52")]


def test_v4_1_one_receipt_after_the_other():
    first, second, last = split_receipts([eur("700"), eur("333.33"), eur("716.67")], V4_1)
    assert shown(first) == [("480.00", "80.00"), ("220.00", "20.00")]
    assert shown(second) == [("228.57", "38.10"), ("104.76", "9.52")]
    assert shown(last) == [("491.43", "81.90"), ("225.24", "20.48")]


def test_v4_2_the_largest_remainders_get_the_odd_cents():
    (shares,) = split_receipts([eur("100")], V4_2)
    assert [f"{share.amount.decimal}" for share in shares] == ["35.77", "32.79", "31.44"]
    assert sum(share.amount.minor for share in shares) == 100_00


def test_a_refund_takes_back_what_was_received():
    paid, back = split_receipts([eur("333.33"), eur("-333.33")], V4_1)
    assert [(-share.amount, -share.vat) for share in back] == [(share.amount, share.vat) for share in paid]


def test_net_is_what_is_left_without_vat():
    (shares,) = split_receipts([eur("700")], V4_1)
    assert [share.net for share in shares] == [eur("400"), eur("200")]


def test_a_rate_without_amount_gets_nothing():
    (shares,) = split_receipts([eur("12")], [rate("0", "0", "0"), rate("20", "10", "2")])
    assert shown(shares) == [("0.00", "0.00"), ("12.00", "2.00")]
    assert share_out(0, [0, 0]) == [0, 0]


@pytest.mark.parametrize("receipts", [["1750.01"], ["700", "1050.01"], ["-0.01"], ["10", "-10.01"]])
def test_more_than_was_open_or_received_is_no_receipt(receipts):
    with pytest.raises(ValueError, match="is more than"):
        split_receipts([eur(receipt) for receipt in receipts], V4_1)


rates = st.lists(
    st.tuples(st.sampled_from(["20", "10", "5.5", "2.1", "0"]), st.integers(1, 10**7)), min_size=1, max_size=5
)


@settings(max_examples=100)
@given(rates, st.lists(st.integers(1, 999), min_size=1, max_size=6))
def test_each_rate_ends_with_its_total_and_its_vat(nets, weights):
    totals = [
        RateTotal(Decimal(percent), Money(net + vat, "EUR"), Money(vat, "EUR"))
        for percent, net in nets
        for vat in [int(net * Decimal(percent) / 100)]
    ]
    whole = sum(one.total.minor for one in totals)
    receipts = [Money(part, "EUR") for part in share_out(whole, weights)]
    split = split_receipts(receipts, totals)
    for receipt, shares in zip(receipts, split, strict=True):
        assert sum(share.amount.minor for share in shares) == receipt.minor
        assert all(share.amount.minor >= 0 and 0 <= share.vat.minor <= share.amount.minor for share in shares)
    for place, one in enumerate(totals):
        assert sum(shares[place].amount.minor for shares in split) == one.total.minor
        assert sum(shares[place].vat.minor for shares in split) == one.vat.minor
