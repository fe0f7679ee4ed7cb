"""Precision and recall on invented firms: no automatic match is wrong, and few right ones are missed."""

import os
from collections import Counter
from functools import cache

import pytest

from quitus.domain.matching.search import OpenIndex, match_all
from tests.domain.matching.believable import KINDS, SERIES, Firm

WHOLE = os.environ.get("QUITUS_TEST_ALL") == "1"
SEEDS = range(8 if WHOLE else 1)
INSTALMENTS, LINES = (3_000, 900) if WHOLE else (1_500, 450)
UNKNOWABLE = {"equals", "closed"}
NUMBERED = {"clean", "reference", "mangled", "two", "seven", "partial", "fee", "discount", "group_payer"}


@cache
def outcomes(series: str) -> Counter[tuple[str, str]]:
    """How many lines of each kind were decided right, suggested, missed, or decided wrong."""
    counted: Counter[tuple[str, str]] = Counter()
    for seed in SEEDS:
        firm = Firm(seed, series, INSTALMENTS)
        cases = firm.lines(LINES)
        verdicts = match_all([case.line for case in cases], OpenIndex(firm.instalments, firm.clients))
        for case, verdict in zip(cases, verdicts, strict=True):
            second = verdict.runner_up.allocations if verdict.runner_up else ()
            if verdict.kind == "auto":
                outcome = "right" if verdict.allocations == case.truth else "wrong"
            else:
                outcome = "suggested" if case.truth in (verdict.allocations, second) else "missed"
            counted[case.kind, outcome] += 1
    return counted


def share(kinds: set[str], *wanted: str) -> float:
    """Over all series with a printed prefix or year; bare counting numbers are told from noise by names."""
    counted = sum((outcomes(series) for series in SERIES if series != "count"), Counter())
    chosen = {key: n for key, n in counted.items() if key[0] in kinds}
    return sum(n for (_, outcome), n in chosen.items() if outcome in wanted) / sum(chosen.values())


@pytest.mark.parametrize("series", SERIES)
def test_no_automatic_match_is_wrong(series):
    counted = outcomes(series)
    assert sum(n for (_, outcome), n in counted.items() if outcome == "wrong") == 0
    assert sum(n for (_, outcome), n in counted.items() if outcome == "right") > LINES // 2


@pytest.mark.parametrize("kind", sorted(NUMBERED))
def test_a_line_with_a_number_is_decided_alone(kind):
    assert share({kind}, "right") >= 0.97


@pytest.mark.parametrize("kind", ["name", "iban", "alias", "noise"])
def test_a_known_payer_with_the_exact_amount_is_decided_alone(kind):
    assert share({kind}, "right") >= 0.85


def test_suggestions_contain_the_truth():
    assert share(set(KINDS) - UNKNOWABLE, "right", "suggested") >= 0.98


@pytest.mark.parametrize("kind", sorted(UNKNOWABLE))
def test_what_nobody_can_know_is_left_to_a_person(kind):
    assert share({kind}, "right", "wrong") == 0
