"""Several transfers that pay one instalment together: suggested where only one reading exists."""

from dataclasses import replace
from datetime import timedelta

import pytest

from quitus.domain.matching.facts import Verdict
from quitus.domain.matching.search import OpenIndex, match_all
from tests.domain.matching.facts import client, due, eur, line

NORD = "VIR TRANSPORTS DELMAS"
CLIENTS = (client(1, "Transports Delmas"), client(2, "Claire Martin"))
BOOK = (due(1, 1, "FA-1", 300_000), due(2, 1, "FA-2", 77_700), due(3, 2, "FA-3", 300_000))
EARLIER = replace(line(NORD, 150_000), booked=line(NORD, 1).booked - timedelta(days=40))


def verdicts(*lines, book=BOOK) -> list[Verdict]:
    return match_all(lines, OpenIndex(book, CLIENTS))


def kinds(verdict: Verdict) -> list[str]:
    return [reason.kind.value for reason in verdict.evidence]


def test_two_halves_are_suggested_for_the_whole():
    found = verdicts(line(NORD, 150_000), line(NORD, 150_000))
    assert [one.kind for one in found] == ["suggest", "suggest"]
    assert [one.allocations for one in found] == [((1, eur(150_000)),)] * 2
    assert kinds(found[0]) == ["amount_together", "name_same"]
    assert found[0].evidence[0].facts == {"amount": eur(150_000), "owed": eur(300_000), "count": 2}


def test_three_unequal_ones_with_another_line_between():
    found = verdicts(
        line(NORD, 100_000), line("VIR CLAIRE MARTIN", 5_000), line(NORD, 150_000), line(NORD, 50_000)
    )
    assert [one.allocations for one in found if "amount_together" in kinds(one)] == [
        ((1, eur(100_000)),),
        ((1, eur(150_000)),),
        ((1, eur(50_000)),),
    ]


@pytest.mark.parametrize(
    ("case", "lines"),
    [
        ("another payer's half", [line(NORD, 150_000), line("VIR CLAIRE MARTIN", 150_000)]),
        ("two readings", [line(NORD, 150_000), line(NORD, 150_000), line(NORD, 150_000)]),
        ("no sum", [line(NORD, 150_000), line(NORD, 149_999)]),
        ("money out", [line(NORD, 450_000), line(NORD, -150_000)]),
        ("too far apart", [line(NORD, 150_000), EARLIER]),
    ],
)
def test_nothing_is_put_together_that_may_be_otherwise(case, lines):
    assert not any("amount_together" in kinds(one) for one in verdicts(*lines)), case


def test_a_line_that_explains_itself_is_left_alone():
    found = verdicts(line(NORD, 77_700), line(NORD, 222_300))
    assert (found[0].kind, found[0].allocations) == ("auto", ((2, eur(77_700)),))
    assert "amount_together" not in kinds(found[1])


def test_two_instalments_of_that_amount_are_not_chosen_between():
    book = (*BOOK, due(4, 1, "FA-4", 300_000))
    assert not any(
        "amount_together" in kinds(one)
        for one in verdicts(line(NORD, 150_000), line(NORD, 150_000), book=book)
    )
