"""Precision and recall on invented firms: no automatic match is wrong, and few right ones are missed."""

import os
from collections import Counter
from functools import cache

import pytest

from benchmarks.bank_lines import KINDS, NUMBERED, PAYERS, SERIES, UNKNOWABLE, Firm
from benchmarks.matching import judged, share

WHOLE = os.environ.get("QUITUS_TEST_ALL") == "1"
SEEDS = range(8 if WHOLE else 1)
INSTALMENTS, LINES = (3_000, 960) if WHOLE else (1_500, 320)


@cache
def outcomes(series: str) -> Counter[tuple[str, str]]:
    """How many lines of each kind were decided right, suggested, missed, or decided wrong."""
    return Counter(
        (one.case.kind, one.outcome)
        for seed in SEEDS
        for one in judged(Firm(seed, series, INSTALMENTS), LINES)
    )


def everywhere() -> Counter[tuple[str, str]]:
    """The outcomes over all styles of numbers."""
    return sum(map(outcomes, SERIES), Counter())


@pytest.mark.parametrize("series", SERIES)
def test_no_automatic_match_is_wrong(series):
    counted = outcomes(series)
    assert sum(n for (_, outcome), n in counted.items() if outcome == "wrong") == 0
    assert sum(n for (_, outcome), n in counted.items() if outcome == "right") > LINES // 2


@pytest.mark.parametrize("kind", NUMBERED)
def test_a_line_with_a_number_is_decided_alone(kind):
    assert share(everywhere(), {kind}, "right") >= 0.95
    assert share(everywhere(), NUMBERED, "right") >= 0.97


def test_a_known_payer_with_the_exact_amount_is_decided_alone():
    assert share(everywhere(), PAYERS, "right") >= 0.85


def test_suggestions_contain_the_truth():
    assert share(everywhere(), set(KINDS) - UNKNOWABLE, "right", "suggested") >= 0.98


@pytest.mark.parametrize("kind", sorted(UNKNOWABLE))
def test_what_nobody_can_know_is_left_to_a_person(kind):
    assert share(everywhere(), {kind}, "right", "wrong") == 0
