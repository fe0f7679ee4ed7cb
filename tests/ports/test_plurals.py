"""Words that follow a number: one, more, and what each language says of zero."""

import ast
import re
from pathlib import Path

import pytest

from quitus.domain.reasons import Reason
from quitus.domain.refused import Refused
from quitus.ports.plurals import Grouped, filled
from quitus.ports.reasons import reason_sentence
from quitus.ports.refusals import SENTENCES, sentence
from tests.structure.sources import python_files, shown

ROOT = Path(__file__).parents[2]
# "an(s)", "clients(s) créé(e)": nobody talks so. A pattern may: "restant(e)?".
BRACKETED = re.compile(r"[^\W\d_]\((?:s|e|es|x|nt|ies)\)(?!\?)")
FACTURES = "{count} {count:facture|factures}"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("fr", 0, "0 facture"),
        ("fr", 1, "1 facture"),
        ("fr", 2, "2 factures"),
        ("fr", -1, "-1 facture"),
        ("fr", 1000, "1000 factures"),
        ("en", 0, "0 factures"),
        ("en", 1, "1 facture"),
        ("en-GB", 1, "1 facture"),
        ("en", 2, "2 factures"),
    ],
)
def test_the_word_follows_the_number(language, count, said):
    assert filled(FACTURES, language, {"count": count}) == said


def test_a_grouped_number_is_still_a_number():
    assert filled(FACTURES, "fr", {"count": Grouped(12345, "fr")}) == "12\u202f345 factures"
    assert filled(FACTURES, "en", {"count": Grouped(1, "en")}) == "1 facture"
    assert f"{Grouped(1234567, 'en')}" == str(Grouped(1234567, "en")) == "1,234,567"


def test_other_facts_are_written_as_ever():
    assert filled("{name!r:>5} {rate:.2f}", "fr", {"name": "x", "rate": 1.005}) == "  'x' 1.00"


def test_what_is_missing_or_no_number_is_a_fault_of_the_program():
    with pytest.raises(KeyError):
        filled(FACTURES, "fr", {})
    with pytest.raises(TypeError):
        filled(FACTURES, "fr", {"count": "deux"})


def test_refusals_and_reasons_say_one_and_more():
    refusal = {count: Refused("policy_wrong", count=count) for count in (1, 2)}
    assert sentence(refusal[1]).startswith("Le scénario contient 1 erreur. Corrigez-la, puis")
    assert sentence(refusal[2]).startswith("Le scénario contient 2 erreurs. Corrigez chacune, puis")
    one, more = (Reason("clock_begins", day="2026-01-01", years=years) for years in (1, 5))
    assert reason_sentence(one, "fr").startswith("Délai de 1 an à partir")
    assert reason_sentence(more, "fr").startswith("Délai de 5 ans à partir")
    assert reason_sentence(one, "en").startswith("A period of 1 year from")


def test_no_text_puts_its_plural_in_brackets():
    files = [
        *python_files("src/quitus"),
        *(ROOT / "src/quitus/web/templates").rglob("*.html"),
        *(ROOT / "src/quitus/web/locale").rglob("*.po"),
        *(ROOT / "docs").rglob("*.md"),
    ]
    found = [
        f"{shown(path)}: {match}"
        for path in files
        for match in _bracketed(path.read_text("utf-8"), is_python=path.suffix == ".py")
    ]
    assert found == []


def test_every_choice_offers_a_word_for_one_and_one_for_more():
    for code, texts in SENTENCES.items():
        for text in texts:
            for choice in re.findall(r"\{\w+:([^}]*)\}", text):
                assert choice.count("|") == 1, (code, choice)


def _bracketed(text: str, *, is_python: bool) -> list[str]:
    """Of a Python file, its strings alone: calls look the same."""
    if not is_python:
        return BRACKETED.findall(text)
    return [
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and BRACKETED.search(node.value)
    ]
