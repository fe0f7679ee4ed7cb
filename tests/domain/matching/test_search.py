"""Candidates for many lines at once, and a run that gives nothing twice."""

from dataclasses import replace

import pytest

from quitus.domain.matching.facts import Candidates
from quitus.domain.matching.search import (
    CLIENTS_OF_A_NAME,
    ITEMS_OF_A_CLIENT,
    SAME_AMOUNT,
    SAME_NUMBER,
    OpenIndex,
    Run,
    match_all,
)
from tests.domain.matching.facts import client, due, eur, line

MARTIN_IBAN = "FR7630006000011234567890189"
CLIENTS = (
    client(1, "Transports Delmas"),
    client(2, "Claire Martin", ibans=frozenset({MARTIN_IBAN})),
    client(3, "Imprimerie Vauban"),  # owes nothing
)
BOOK = (
    due(1, 1, "FA-2026-0147", 96_000, reference="RF61FA20260147"),
    due(2, 1, "FA-2026-0148", 30_000),
    due(3, 2, "FA-2026-0149", 41_000),
    due(4, 2, "FA-2026-0150", 52_000),
)


def found(candidates: Candidates) -> tuple[set[int], set[int]]:
    return (
        {item.id for item in candidates.instalments},
        {known.client_id for known in candidates.clients},
    )


@pytest.mark.parametrize(
    ("case", "seen", "instalments", "clients"),
    [
        ("number: all of its client", line("FA-2026-0147", 1), {1, 2}, {1}),
        ("reference", line("RF61FA20260147", 1), {1, 2}, {1}),
        ("amount: only what owes it, and whose it is", line("INCONNU", 41_000), {3}, {2}),
        ("known account: all of its client", line("VIR", 1, iban=MARTIN_IBAN), {3, 4}, {2}),
        ("account in the label", line(f"VIR {MARTIN_IBAN}", 1), {3, 4}, {2}),
        ("whole name: all of its client", line("VIR MARTIN CLAIRE", 1), {3, 4}, {2}),
        ("one word of a name: the client alone", line("VIR PAUL MARTIN", 1), set(), {2}),
        ("a client who owes nothing is seen", line("VIR VAUBAN IMPRIMERIE", 1), set(), {3}),
        ("nothing", line("VIR SEPA RECU", 1), set(), set()),
    ],
)
def test_candidates(case, seen, instalments, clients):
    run = Run(OpenIndex(BOOK, CLIENTS))
    assert found(run.candidates(seen)) == (instalments, clients), case


def test_what_a_line_pays_is_not_given_again():
    lines = [line("VIR SEPA FA-2026-0147", 96_000)] * 2
    first, second = match_all(lines, OpenIndex(BOOK, CLIENTS))
    assert (first.kind, first.allocations) == ("auto", ((1, eur(96_000)),))
    assert second.kind == "none"


def test_a_part_leaves_the_rest_open_and_findable_by_its_amount():
    lines = [
        line("VIR CLAIRE MARTIN FA-2026-0149", 11_000),
        line("VIR CLAIRE MARTIN", 30_000),
        line("VIR CLAIRE MARTIN", 41_000),
    ]
    verdicts = match_all(lines, OpenIndex(BOOK, CLIENTS))
    assert [(verdict.kind, verdict.allocations) for verdict in verdicts[:2]] == [
        ("auto", ((3, eur(11_000)),)),
        ("auto", ((3, eur(30_000)),)),
    ]
    assert verdicts[2].kind == "suggest"  # what was 410.00 is paid; only 520.00 is left


def test_a_suggestion_takes_nothing():
    lines = [line("VIR INCONNU", 41_000), line("VIR CLAIRE MARTIN", 41_000)]
    verdicts = match_all(lines, OpenIndex(BOOK, CLIENTS))
    assert [verdict.kind for verdict in verdicts] == ["suggest", "auto"]


def test_money_out_between_money_in():
    lines = [line("PRLV FA-2026-0147", -96_000), line("VIR FA-2026-0147", 96_000)]
    assert [verdict.kind for verdict in match_all(lines, OpenIndex(BOOK, CLIENTS))] == ["none", "auto"]


def test_the_index_serves_many_runs():
    index = OpenIndex(BOOK, CLIENTS)
    lines = [line("VIR SEPA FA-2026-0147", 96_000)]
    assert match_all(lines, index) == match_all(lines, index)


def test_an_amount_that_many_owe_finds_only_the_payer():
    crowd = tuple(replace(due(1, 10 + n, f"FB-{n}", 41_000), id=100 + n) for n in range(SAME_AMOUNT))
    run = Run(OpenIndex((*BOOK, *crowd), CLIENTS))
    assert found(run.candidates(line("INCONNU", 41_000)))[0] == set()
    assert found(run.candidates(line("VIR CLAIRE MARTIN", 41_000)))[0] == {3, 4}


def test_a_number_that_many_bear_finds_nobody():
    crowd = tuple(
        replace(due(1, 10 + n, f"S{n}-2026-0777", 100 + n), id=100 + n) for n in range(SAME_NUMBER + 1)
    )
    run = Run(OpenIndex((*BOOK, *crowd), CLIENTS))
    assert found(run.candidates(line("FACT 777", 1)))[0] == set()


def test_a_word_that_many_bear_finds_nobody_but_the_whole_name_does():
    crowd = tuple(
        client(10 + n, f"Martin Numero{'abcdefghijklmnopqrstuvwxyz'[n]}") for n in range(CLIENTS_OF_A_NAME)
    )
    run = Run(OpenIndex(BOOK, (*CLIENTS, *crowd)))
    assert found(run.candidates(line("VIR MARTIN", 1)))[1] == set()
    assert found(run.candidates(line("VIR MARTIN CLAIRE", 1))) == ({3, 4}, {2})


def test_of_a_very_long_list_the_oldest_the_named_and_the_equal():
    book = tuple(
        replace(due(1, 2, f"FA-2026-{n:04d}", 1_000 + n), id=n) for n in range(1, ITEMS_OF_A_CLIENT + 101)
    )
    run = Run(OpenIndex(book, CLIENTS))
    named = found(run.candidates(line("VIR CLAIRE MARTIN FA-2026-0390", 1_000 + 350)))[0]
    assert named == {*range(1, ITEMS_OF_A_CLIENT + 1), 350, 390}
