""" "On me doit": what is found, how it is narrowed and sorted, what it sums up to."""

from datetime import date

import pytest

from quitus.apps.answers.actions import Answerer, claim_paid, open_dispute, promise
from quitus.apps.answers.models import AnswerSource, Dispute
from quitus.apps.insight.owed_list import Only, Order, owed_list, owed_sums
from tests.firm import TODAY, euros, make_client, make_instalment

pytestmark = pytest.mark.usefixtures("inside")
DEBTOR = Answerer(TODAY, AnswerSource.PORTAL)


@pytest.fixture
def open_ones():
    """Five instalments, one of each kind; a sixth is promised, contested and late at once."""
    berthier = make_client("Maison Berthier & Fils")
    canal = make_client("Brasserie du Canal", email="bar@canal.example")
    late = make_instalment(berthier, "FA-2026-0118", "100.00", due=date(2026, 10, 15))
    make_instalment(canal, "FA-2026-0131", "700.00", due=date(2026, 12, 15))
    promised = make_instalment(berthier, "FA-2026-0127", "200.00", due=date(2026, 10, 31))
    contested = make_instalment(canal, "FA-2026-0129", "300.00", due=date(2026, 11, 2))
    said_paid = make_instalment(canal, "FA-2026-0130", "400.00", due=date(2026, 11, 3))
    make_instalment(berthier, "FO-99", "500.00", due=date(2026, 11, 4), released=False)
    promise(berthier, date(2026, 11, 30), DEBTOR, {promised.id: 20_000})
    open_dispute(contested.id, Dispute.Reason.PRICE, DEBTOR, client_id=canal)
    claim_paid(canal, [said_paid.id], DEBTOR)
    return late


def numbers(**asked):
    return [line.owed.number[-4:] for line in owed_list(TODAY, **asked).lines]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["0118", "0127", "0129", "0130", "O-99", "0131"]),
        ({"order": Order.AMOUNT}, ["0131", "O-99", "0130", "0129", "0127", "0118"]),
        ({"order": Order.CLIENT}, ["0129", "0130", "0131", "0118", "0127", "O-99"]),
        ({"only": Only.LATE}, ["0118", "0127", "0129", "0130", "O-99"]),
        ({"only": Only.COMING}, ["0131"]),
        ({"only": Only.PROMISED}, ["0127"]),
        ({"only": Only.CONTESTED}, ["0129"]),
        ({"only": Only.SAID_PAID}, ["0130"]),
        ({"only": Only.HELD}, ["O-99"]),
        ({"text": "berthier"}, ["0118", "0127", "O-99"]),
        ({"text": "bar@canal", "only": Only.LATE}, ["0129", "0130"]),
        ({"text": "FA-2026-0118"}, ["0118"]),
        ({"text": "fa 2026 0118"}, ["0118"]),
        ({"text": "118"}, ["0118"]),
        ({"text": "fo99"}, ["O-99"]),
        ({"text": "%"}, ["0118", "0127", "0129", "0130", "O-99", "0131"]),
        ({"text": "0118' OR '1'='1"}, []),
    ],
)
def test_what_is_found_and_in_which_order(open_ones, asked, found):
    assert numbers(**asked) == found


def test_a_reference_finds_its_instalment(open_ones):
    spaced = " ".join(open_ones.reference[start : start + 4] for start in range(0, 20, 4))
    assert numbers(text=spaced) == ["0118"]


def test_each_line_says_how_it_stands_and_whose_it_is(open_ones):
    lines = owed_list(TODAY).lines
    assert [line.owed.status for line in lines] == ["late", "promise", "dispute", "hold", "late", "due"]
    assert [line.released for line in lines] == [True, True, True, True, False, True]
    assert lines[0].client_name == "Maison Berthier & Fils"
    assert lines[0].owed.late_days == 40


def test_totals_of_what_was_found_and_of_all(open_ones):
    assert owed_list(TODAY, "berthier").total == euros("800.00")
    assert owed_list(TODAY, "nobody").total == euros("0.00")
    sums = owed_sums(TODAY)
    assert (sums.owed, sums.late, sums.coming) == (euros("2200.00"), euros("1500.00"), euros("700.00"))
    assert (sums.count, sums.late_count, sums.waiting) == (6, 5, 1)


def test_the_queries_do_not_grow_with_the_rows(open_ones, django_assert_max_num_queries):
    for number in range(30):
        make_instalment(make_client(f"Client {number}"), f"FB-{number}")
    with django_assert_max_num_queries(8):
        assert len(owed_list(TODAY).lines) == 36
