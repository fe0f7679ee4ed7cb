"""Which file is the PDF of which invoice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.importing.documents import match_files


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("F-2026-007.pdf", "F-2026-007"),
        ("f-2026-007.PDF", "F-2026-007"),
        ("F2026_007.pdf", "F2026/007"),
        ("FA20260042.pdf", "FA-2026-0042"),
        ("Facture FA-2026-0042 Menuiserie Durand.pdf", "FA 2026/0042"),
        ("Menuiserie Durand - FA-2026-0042 (1).pdf", "FA-2026-0042"),
        ("2026/10/FA-2026-0042.pdf", "FA-2026-0042"),
        ("archives\\FA-2026-0042.pdf", "FA-2026-0042"),
        ("Dépôt n° É-77.pdf", "E-77"),
        ("20260042.pdf", "20260042"),
        ("2026-0042.pdf", "2026-0042"),
        ("7.pdf", "7"),
        ("Facture 7.pdf", "7"),
        ("Facture n°12.pdf", "12"),
        ("Facture 12 (1).pdf", "12"),
        ("Facture 1042 Durand.pdf", "1042"),
    ],
)
def test_a_number_in_a_file_name(name, number):
    matched = match_files([name], [number, "X-999"])
    assert matched.by_number == {number: (name,)}
    assert matched.problems == ()


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("F-10.pdf", "F-1"),
        ("F-1-10.pdf", "F-1"),
        ("2026-10-22 Durand.pdf", "2026-10"),
        ("2026-10.pdf", "10"),
        ("2026-10.pdf", "2026"),
        ("X2026-0042.pdf", "026-0042"),
        ("Devis 7.pdf", "7"),
        ("Facture 7 mars.pdf", "7"),
        ("Durand 2026.pdf", "2026"),
        ("FA-2026-0042.pdf", "2026-0043"),
        ("F-1/Conditions.pdf", "F-1"),
        ("F-0001.pdf", "F-1"),
        (".pdf", "F-1"),
        ("", "F-1"),
    ],
)
def test_what_is_not_the_number(name, number):
    matched = match_files([name], [number])
    assert matched.by_number == {}
    assert [problem.code for problem in matched.problems] == ["document_without_invoice"]


def test_the_longest_number_wins_where_they_overlap():
    matched = match_files(["FA-2026-0042.pdf"], ["FA-2026-0042", "2026-0042", "FA-2026"])
    assert matched.by_number == {"FA-2026-0042": ("FA-2026-0042.pdf",)}


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("F-001 et F-002.pdf", ["F-001", "F-002"]),
        ("F-001.pdf", ["F-001", "F/001"]),
        ("f001.pdf", ["F-001", "f-001"]),
    ],
)
def test_a_name_that_fits_several_numbers_is_a_question(name, numbers):
    matched = match_files([name], numbers)
    assert matched.by_number == {}
    (problem,) = matched.problems
    assert (problem.code, problem.value, problem.facts) == (
        "document_ambiguous",
        name,
        {"numbers": ", ".join(numbers)},
    )


def test_candidates_of_one_number_stay_together():
    matched = match_files(["F-7.pdf", "F-7 (1).pdf", "F-8.pdf"], ["F-7", "F-8"])
    assert matched.by_number == {"F-7": ("F-7.pdf", "F-7 (1).pdf"), "F-8": ("F-8.pdf",)}


numbers = st.lists(
    st.from_regex(r"[A-Z]{1,3}-20[0-9]{2}-[0-9]{3,5}", fullmatch=True), unique=True, max_size=6
)


@given(numbers, st.sampled_from(["{}.pdf", "Facture {}.pdf", "{} Durand.pdf", "envoi/{} (2).pdf"]))
def test_every_invoice_finds_the_file_that_bears_its_very_number(all_numbers, pattern):
    names = [pattern.format(number.replace("-", "_")) for number in all_numbers]
    matched = match_files(names, all_numbers)
    assert matched.by_number == {number: (name,) for number, name in zip(all_numbers, names, strict=True)}


@given(st.lists(st.text(max_size=30), max_size=8), st.lists(st.text(max_size=12), max_size=8))
def test_no_file_is_lost_and_none_is_given_twice(names, all_numbers):
    matched = match_files(names, all_numbers)
    given_away = [name for files in matched.by_number.values() for name in files]
    assert len(given_away) + len(matched.problems) == len(names)
    assert set(matched.by_number) <= set(all_numbers)
