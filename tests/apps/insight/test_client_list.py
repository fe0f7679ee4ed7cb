"""The list of clients: who is found, in which order, with which amounts; never a query a row."""

from datetime import date

import pytest

from quitus.apps.clients.actions import archive_client
from quitus.apps.insight import client_list as rooms
from quitus.apps.insight.client_list import Only, Order, client_list, owing
from tests.firm import TODAY, euros, make_client, make_instalment

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def clients():
    """Étoile owes nothing, Berthier is 40 days late, Canal owes more but later."""
    make_client("Étoile du Nord", number="C-3")
    berthier = make_client("Maison Berthier & Fils", number="C-1")
    make_instalment(berthier, "FA-1", "1240.00", due=date(2026, 10, 15))
    make_instalment(berthier, "FA-2", "60.00", due=TODAY)
    make_instalment(make_client("Brasserie du Canal", number="C-2"), "FA-3", "5000.00", due=date(2026, 12, 1))
    gone = make_client("Ancien client")
    archive_client(gone, on=TODAY, actor="test")


def names(**asked):
    return [line.name for line in client_list(TODAY, **asked).lines]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Brasserie du Canal", "Étoile du Nord", "Maison Berthier & Fils"]),
        ({"order": Order.OWED}, ["Brasserie du Canal", "Maison Berthier & Fils", "Étoile du Nord"]),
        ({"only": Only.OWES}, ["Brasserie du Canal", "Maison Berthier & Fils"]),
        ({"only": Only.LATE}, ["Maison Berthier & Fils"]),
        ({"only": Only.ARCHIVED}, ["Ancien client"]),
        ({"text": "etoi"}, ["Étoile du Nord"]),
        ({"text": "berthier fils"}, ["Maison Berthier & Fils"]),
        ({"text": "vasseur", "only": Only.LATE}, ["Maison Berthier & Fils"]),
        ({"text": "nobody"}, []),
        ({"text": "'; DROP TABLE clients_client; --"}, []),
        ({"page": 99}, ["Brasserie du Canal", "Étoile du Nord", "Maison Berthier & Fils"]),
    ],
)
def test_who_is_found_and_in_which_order(clients, asked, found):
    assert names(**asked) == found


def test_what_each_owes(clients):
    lines = {line.number: line for line in client_list(TODAY).lines}
    berthier, canal, star = lines["C-1"], lines["C-2"], lines["C-3"]
    assert (berthier.owed, berthier.late, berthier.open_count, berthier.late_days) == (
        euros("1300.00"),
        euros("1240.00"),
        2,
        40,
    )
    assert (canal.owed, canal.late, canal.late_days) == (euros("5000.00"), euros("0.00"), 0)
    assert (star.owed, star.open_count, star.late_days) == (euros("0.00"), 0, 0)


def test_the_sum_of_all(clients):
    sums = owing(TODAY)
    assert (sums.clients, sums.owed, sums.late_clients, sums.late) == (
        2,
        euros("6300.00"),
        1,
        euros("1240.00"),
    )


def test_pages_and_a_fixed_number_of_queries(clients, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(rooms, "PAGE", 2)
    assert names(page=2) == ["Maison Berthier & Fils"]
    monkeypatch.setattr(rooms, "PAGE", 50)
    for number in range(20):
        make_instalment(make_client(f"Client {number}"), f"FB-{number}")
    with django_assert_max_num_queries(4):
        assert len(client_list(TODAY, order=Order.OWED).lines) == 23
