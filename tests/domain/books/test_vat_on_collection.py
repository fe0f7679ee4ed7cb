"""A receipt by VAT rate: vectors V4.1 and V4.2 of domain/france.md, and no cent lost over several receipts."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.books.vat_on_collection import (
    RateTotal,
    Settled,
    left_of,
    most_vat,
    share_out,
    split_history,
    split_receipts,
)
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


# --- histories: what was taken back, what took its place


def told(history, totals=V4_1):
    return [shown(shares) for shares in split_history(history, totals)]


def test_what_takes_back_cancels_to_the_cent_whatever_came_between():
    history = [
        Settled(eur("333.33")),
        Settled(eur("700")),
        Settled(eur("-333.33"), takes_back=0),
        Settled(eur("1050")),
    ]
    first, second, back, last = told(history)
    assert first == [("228.57", "38.10"), ("104.76", "9.52")]
    assert back == [("-228.57", "-38.10"), ("-104.76", "-9.52")]
    for place, (total, vat) in enumerate([("1200", "200"), ("550", "50")]):
        amounts = [Decimal(one[place][0]) for one in (first, second, back, last)]
        assert sum(amounts) == Decimal(total)
        assert sum(Decimal(one[place][1]) for one in (first, second, back, last)) == Decimal(vat)


def test_a_payment_whose_replacement_came_to_be_known_before_its_reversal():
    """Nothing was open for the second one: it divides by the whole, and nothing is refused."""
    one, other, back = told([Settled(eur("1750")), Settled(eur("1750")), Settled(eur("-1750"), takes_back=0)])
    assert one == other == [("1200.00", "200.00"), ("550.00", "50.00")]
    assert back == [("-1200.00", "-200.00"), ("-550.00", "-50.00")]


def test_taken_back_in_two_parts():
    history = [
        Settled(eur("700")),
        Settled(eur("-233.33"), takes_back=0),
        Settled(eur("-466.67"), takes_back=0),
    ]
    _, first, second = told(history)
    assert first == [("-160.00", "-26.67"), ("-73.33", "-6.67")]
    assert second == [("-320.00", "-53.33"), ("-146.67", "-13.33")]


def test_what_took_back_is_taken_back_itself():
    """Written off, partly paid after all, that payment taken back, then the write-off: nothing is left of it all."""
    history = [
        Settled(eur("1750")),
        Settled(eur("-333.33"), takes_back=0),
        Settled(eur("333.33"), takes_back=1),
        Settled(eur("-1750"), takes_back=0),
    ]
    *_, last = told(history)
    assert last == [("-1200.00", "-200.00"), ("-550.00", "-50.00")]
    assert told([*history, Settled(eur("700"))])[-1] == [("480.00", "80.00"), ("220.00", "20.00")]


def test_a_cent_that_was_taken_back_is_made_up():
    """0.50 of 1.00 hold 0.09 of 0.17, the other half 0.08: the first half taken back and paid anew, it is 0.17."""
    totals = [rate("20", "0.83", "0.17")]
    history = [
        Settled(eur("0.50")),
        Settled(eur("0.50")),
        Settled(eur("-0.50"), takes_back=0),
        Settled(eur("0.50")),
    ]
    assert [vat for ((_, vat),) in told(history, totals)] == ["0.09", "0.08", "-0.09", "0.09"]


# --- credit notes: the VAT that is left, by rate

A_SIXTH = [rate("20", "83.33", "16.67")]
MIXED = [rate("20", "600", "120"), rate("5.5", "492.89", "27.11")]


def vat_of(*history: Settled, totals=A_SIXTH) -> list[str]:
    return [
        str(sum((share.vat for share in shares), eur("0")).decimal)
        for shares in split_history(history, totals)
    ]


def test_the_last_of_several_parts_takes_what_is_left():
    """Three thirds of 100.00 with 16.67 of VAT: 5.56 each would be 16.68."""
    assert vat_of(*(Settled(eur(part)) for part in ("33.33", "33.33", "33.34"))) == ["5.56", "5.55", "5.56"]


def test_the_cent_of_a_paper_is_made_up_by_the_next_one():
    said = [Settled(eur("33.33"), vat=eur("5.56")), Settled(eur("33.33"), vat=eur("5.56"))]
    assert vat_of(*said, Settled(eur("33.34"))) == ["5.56", "5.56", "5.55"]


@pytest.mark.parametrize("vat", ["0", "6.00", "33.33"])
def test_what_is_no_rounding_is_not_believed(vat):
    assert vat_of(Settled(eur("33.33"), vat=eur(vat))) == ["5.56"]


def test_a_credit_note_of_one_rate_leaves_the_others():
    first, second = told([Settled(eur("360"), rate=Decimal(20)), Settled(eur("880"))], MIXED)
    assert first == [("360.00", "60.00"), ("0.00", "0.00")]
    assert second == [("360.00", "60.00"), ("520.00", "27.11")]
    over, _ = told([Settled(eur("800"), rate=Decimal(20)), Settled(eur("440"))], MIXED)
    assert over == [("720.00", "120.00"), ("80.00", "4.17")]
    unknown, *_ = told([Settled(eur("360"), rate=Decimal(10))], MIXED)
    assert unknown == told([Settled(eur("360"))], MIXED)[0]


@pytest.mark.parametrize(
    ("history", "amount", "most"),
    [
        ([], "360", "60.00"),
        ([], "720", "120.00"),
        ([], "1240", "147.11"),
        ([], "720.01", "120.01"),  # up to the next cent
        ([Settled(eur("720"), rate=Decimal(20))], "100", "5.22"),
        ([Settled(eur("620"))], "620", "73.55"),
        ([Settled(eur("1240"))], "10", "0.00"),
        ([Settled(eur("1240")), Settled(eur("-1240"), 0)], "1240", "147.11"),
    ],
)
def test_the_most_vat_that_a_part_can_hold(history, amount, most):
    assert str(most_vat(eur(amount), left_of(history, MIXED)).decimal) == most


places = st.integers(0, 99)
moves = st.lists(st.tuples(st.booleans(), places, st.integers(1, 3_000)), min_size=1, max_size=12)


@settings(max_examples=300)
@given(rates, moves)
def test_no_history_is_refused_and_no_cent_is_made(nets, steps):
    """Also one in an order that never was: more than was open, more taken back than stood."""
    totals = [
        RateTotal(Decimal(percent), Money(net + vat, "EUR"), Money(vat, "EUR"))
        for percent, net in nets
        for vat in [int(net * Decimal(percent) / 100)]
    ]
    history: list[Settled] = []
    for back, place, amount in steps:
        first = place % len(history) if back and history else None
        sign = -1 if first is not None and history[first].amount.minor > 0 else 1
        history.append(Settled(Money(sign * amount, "EUR"), first))
    split = split_history(history, totals)
    for one, shares in zip(history, split, strict=True):
        assert sum(share.amount.minor for share in shares) == one.amount.minor
    later = [*history, Settled(Money(7, "EUR"))]
    assert split == split_history(later, totals)[:-1]  # what was declared stays


@settings(max_examples=200)
@given(rates, st.lists(st.integers(1, 999), min_size=2, max_size=6), st.data())
def test_whatever_was_taken_back_and_paid_anew_the_whole_is_the_invoice(nets, weights, data):
    totals = [
        RateTotal(Decimal(percent), Money(net + vat, "EUR"), Money(vat, "EUR"))
        for percent, net in nets
        for vat in [int(net * Decimal(percent) / 100)]
    ]
    whole = sum(one.total.minor for one in totals)
    paid = [Settled(Money(part, "EUR")) for part in share_out(whole, weights) if part]
    again = sorted(data.draw(st.sets(st.integers(0, len(paid) - 1))))
    history = [
        *paid,
        *(Settled(-paid[place].amount, place) for place in again),
        *(Settled(paid[place].amount) for place in again),
    ]
    split = split_history(history, totals)
    for place in again:
        back = split[len(paid) + again.index(place)]
        assert [(-one.amount, -one.vat) for one in back] == [(one.amount, one.vat) for one in split[place]]
    for place, one in enumerate(totals):
        assert sum(shares[place].amount.minor for shares in split) == one.total.minor
        assert sum(shares[place].vat.minor for shares in split) == one.vat.minor
