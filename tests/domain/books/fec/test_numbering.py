"""Entry numbers and entries in pieces, whatever their order and however many there are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.books.fec import balances, numbering
from quitus.domain.books.fec.check import check_fec
from quitus.domain.books.fec.findings import Findings
from quitus.domain.books.fec.numbering import Numbering, Series
from tests.domain.books.fec.samples import NAME, ROWS, fec, with_cells


@settings(max_examples=100)
@given(st.sets(st.integers(1, 40), min_size=1).flatmap(lambda seen: st.permutations(sorted(seen))))
def test_spans_know_exactly_what_was_seen(numbers):
    series = Series(1)
    for line, number in enumerate(numbers):
        assert series.add(number, line)
        assert not series.add(number, line)
    seen = {number for span in series.spans for number in range(span.first, span.last + 1)}
    assert seen == set(numbers)
    assert series.missing == max(numbers) - min(numbers) + 1 - len(numbers)
    assert all(
        after.first > before.last + 1 for before, after in zip(series.spans, series.spans[1:], strict=False)
    )


@settings(max_examples=50)
@given(st.permutations(range(1, 13)), st.sets(st.integers(2, 11), max_size=4))
def test_gaps_are_found_in_any_order(order, missing):
    found = Findings()
    entered = [number for number in order if number not in missing]
    numbers = Numbering(found)
    for line, number in enumerate(entered):
        assert numbers.enter("VE", f"VE{number:03}", line)
    numbers.finish()
    told: set[int] = set()
    for problem in found.kept:
        if problem.code == "fec_number_missing":
            told.add(int(str(problem.facts["number"])[2:]))
        elif problem.code == "fec_numbers_missing":
            first, last = (int(str(problem.facts[end])[2:]) for end in ("first", "last"))
            told.update(range(first, last + 1))
            assert problem.line == entered.index(last + 1)
    assert told == missing


def test_numbers_that_begin_anew_each_month_are_continuous():
    found = Findings()
    numbers = Numbering(found)
    for line, number in enumerate(["2026-01-1", "2026-01-2", "2026-02-1", "2026-02-2"]):
        numbers.enter("VE", number, line)
    numbers.finish()
    assert found.counts == {}


def test_ranges_of_journals_are_no_gap():
    found = Findings()
    numbers = Numbering(found)
    for line, (journal, number) in enumerate([("VE", "1"), ("VE", "2"), ("BQ", "1001"), ("BQ", "1002")]):
        numbers.enter(journal, number, line)
    numbers.finish()
    assert found.counts == {}


def test_prefixes_without_end_are_given_up(monkeypatch):
    monkeypatch.setattr(numbering, "MOST_PREFIXES", 3)
    found = Findings()
    numbers = Numbering(found)
    assert all(numbers.enter("VE", f"X{place}-1", place) for place in range(5))
    assert found.counts == {"fec_number_without_sequence": 2}


def entry(number: int) -> list[str]:
    return [with_cells(row, EcritureNum=f"VE{number:06}", ValidDate="20260930") for row in ROWS[5:7]]


def test_a_file_sorted_by_account_is_checked_all_the_same():
    entries = [entry(number) for number in (1, 2, 3)]
    by_account = [lines[place] for place in (0, 1) for lines in entries]
    report = check_fec([fec(by_account)], name=NAME)
    assert report.counts == {"fec_entry_scattered": 3}
    assert report.errors == 0


def test_too_many_scattered_entries_are_given_up(monkeypatch):
    monkeypatch.setattr(balances, "MOST_OPEN_ENTRIES", 2)
    entries = [entry(number) for number in range(1, 6)]
    report = check_fec([fec([lines[0] for lines in entries])], name=NAME)
    assert report.counts["fec_entries_too_scattered"] == 1
    assert report.counts["fec_entry_unbalanced"] == 2


@pytest.mark.parametrize("other_day", ["20260920", "20260921"])
def test_the_rest_of_an_entry_bears_its_date(other_day):
    first, second = entry(1), entry(2)
    rows = [first[0], *second, with_cells(first[1], EcritureDate=other_day)]
    codes = set(check_fec([fec(rows)], name=NAME).counts)
    assert ("fec_entry_of_two_days" in codes) is (other_day == "20260921")
    assert "fec_entry_scattered" in codes
