"""What holds for every line and every book."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.matching.decide import decide, possibly_pays
from quitus.domain.matching.facts import (
    Candidates,
    ClaimedCharges,
    ClientKnown,
    LineFacts,
    OpenInstalment,
    Promise,
)
from quitus.domain.matching.search import OpenIndex, match_all
from quitus.domain.money import Money
from tests.domain.matching.facts import BOOKED, eur

EXAMPLES = 1_000 if os.environ.get("QUITUS_TEST_ALL") == "1" else 60

NAMES = ["Transports Delmas", "Garage Delmas-Roy", "SARL Durand & Fils", "Claire Martin", "Martin"]
IBANS = ["FR7630006000011234567890189", "DE89370400440532013000"]
NUMBERS = ["FA-2026-0147", "FA-2025-0147", "FA-2026-0148", "F202600042", "1187", "A-12", "2026-0147"]
AMOUNTS = st.sampled_from([1, 5_000, 10_000, 12_000, 15_000, 22_000, 27_000]) | st.integers(1, 40_000)
WORDS = (
    "VIR SEPA RECU /DE /MOTIF DE DELMAS TRANSPORTS DURAND ET FILS CLAIRE MARTIN FACT FACTURE FA147 147"
    " FA-2026-0147 FA-2025-0147 2026 0147 148 1187 A12 F202600042 RF61FA20260147 ACOMPTE CDE DU 12/11/2026 N°"
    " 120,00 EUR RUE PEN-2026-0147"
)

CLIENTS = st.builds(
    ClientKnown,
    st.integers(1, 5),
    st.sampled_from(NAMES).map(lambda name: (name,)),
    st.frozensets(st.sampled_from(IBANS), max_size=1),
    st.sampled_from([(), ("Orsenne Participations",)]),
    charges=st.none() | st.builds(ClaimedCharges, AMOUNTS.map(eur), st.just(("PEN-2026-0147",))),
)
BOOKS = st.lists(
    st.builds(
        OpenInstalment,
        st.integers(1, 100),
        st.integers(1, 5),
        st.sampled_from(NUMBERS),
        st.dates(date(2026, 9, 1), date(2026, 9, 5)),
        AMOUNTS.map(eur),
        st.sampled_from([None, "RF61FA20260147"]),
        st.sampled_from([None, date(2026, 8, 1), date(2026, 12, 1)]),
        st.none() | st.builds(Promise, st.just(BOOKED), AMOUNTS.map(eur)),
    ),
    max_size=9,
    unique_by=lambda item: item.id,
)
LINES = st.builds(
    LineFacts,
    st.just(BOOKED),
    AMOUNTS.map(eur),
    st.lists(st.sampled_from(WORDS.split()), max_size=9).map(" ".join),
    st.sampled_from([None, *(name.upper() for name in NAMES)]),
    st.sampled_from([None, *IBANS]),
    st.sampled_from([None, "NOTPROVIDED", "RF61FA20260147"]),
)
CANDIDATES = st.builds(
    Candidates,
    BOOKS.map(tuple),
    st.lists(CLIENTS, max_size=5, unique_by=lambda known: known.client_id).map(tuple),
)


@settings(max_examples=EXAMPLES)
@given(LINES, CANDIDATES)
def test_never_more_than_came_nor_than_is_owed(line, candidates):
    verdict = decide(line, candidates)
    remaining = {item.id: item.remaining.minor for item in candidates.instalments}
    for way in (verdict, *([verdict.runner_up] if verdict.runner_up else [])):
        paid = [amount.minor for _, amount in way.allocations]
        assert sum(paid) <= line.amount.minor
        assert all(0 < amount.minor <= remaining[item_id] for item_id, amount in way.allocations)
        assert 0 <= way.score <= 1000
        assert way.charges_of is None or not way.allocations
        assert len({item_id for item_id, _ in way.allocations}) == len(way.allocations)
    assert 0 <= verdict.margin <= 1000
    assert verdict.kind != "auto" or verdict.charges_of is None
    assert possibly_pays(verdict) <= remaining.keys()


@settings(max_examples=EXAMPLES)
@given(LINES, CANDIDATES, st.randoms(use_true_random=False))
def test_the_order_of_candidates_never_matters(line, candidates, dice):
    items, clients = list(candidates.instalments), list(candidates.clients)
    dice.shuffle(items)
    dice.shuffle(clients)
    assert decide(line, Candidates(tuple(items), tuple(clients))) == decide(line, candidates)


@settings(max_examples=EXAMPLES)
@given(LINES, CANDIDATES)
def test_what_stands_twice_is_never_decided_alone(line, candidates):
    """Each client has a double with the same names, accounts, numbers and debts: nobody can know."""
    doubles = Candidates(
        (
            *candidates.instalments,
            *(
                replace(item, id=item.id + 1_000, client_id=item.client_id + 10)
                for item in candidates.instalments
            ),
        ),
        (*candidates.clients, *(replace(c, client_id=c.client_id + 10) for c in candidates.clients)),
    )
    assert decide(line, doubles).kind != "auto"


@settings(max_examples=EXAMPLES)
@given(LINES, CANDIDATES)
def test_nothing_that_speaks_against_is_overridden(line, candidates):
    verdict = decide(line, candidates)
    if verdict.kind == "auto":
        assert all(reason.weight > 0 for reason in verdict.evidence)
        assert (verdict.score >= 970, verdict.margin >= 150) == (True, True)


@settings(max_examples=EXAMPLES)
@given(CANDIDATES, st.sampled_from(NUMBERS[:3]), st.sampled_from(NAMES), AMOUNTS)
def test_a_name_never_wins_over_a_number_that_says_another(candidates, number, name, minor):
    """The label names an open invoice; whatever is decided alone pays just that invoice."""
    named = [item for item in candidates.instalments if item.number == number]
    line = LineFacts(BOOKED, eur(minor), f"VIR SEPA RECU /DE {name.upper()} /MOTIF {number}")
    verdict = decide(line, candidates)
    if named and verdict.kind == "auto":
        paid = {item_id for item_id, _ in verdict.allocations}
        assert paid & {item.id for item in named}


@settings(max_examples=EXAMPLES)
@given(st.lists(LINES, max_size=5), CANDIDATES)
def test_a_run_never_gives_more_than_an_instalment_owes(lines, candidates):
    index = OpenIndex(candidates.instalments, candidates.clients)
    given_out: dict[int, int] = {}
    for verdict in match_all(lines, index):
        if verdict.kind == "auto":
            for item_id, amount in verdict.allocations:
                given_out[item_id] = given_out.get(item_id, 0) + amount.minor
    owed = {item.id: item.remaining.minor for item in candidates.instalments}
    assert all(amount <= owed[item_id] for item_id, amount in given_out.items())


@settings(max_examples=EXAMPLES)
@given(CANDIDATES, st.text(max_size=140), st.text(max_size=40) | st.none(), st.integers(-(10**9), 10**9))
def test_any_text_is_read(candidates, label, more, minor):
    line = LineFacts(BOOKED, Money(minor, "EUR"), label, more, more, more)
    assert decide(line, candidates).kind in ("auto", "suggest", "none")
    match_all([line], OpenIndex(candidates.instalments, candidates.clients))


def test_two_processes_give_the_same_verdicts():
    """Sets of text are ordered anew in each process; no verdict may depend on it."""
    program = (
        "from benchmarks.bank_lines import Firm\n"
        "from quitus.domain.matching.search import OpenIndex, match_all\n"
        "firm = Firm(3, 'dashes', 300)\n"
        "lines = [case.line for case in firm.lines(150)]\n"
        "print(match_all(lines, OpenIndex(firm.instalments, firm.clients)))\n"
    )
    root = Path(__file__).parents[3]
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root / "src")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1
    assert "Verdict(kind='auto'" in answers.pop()
