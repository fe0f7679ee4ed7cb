"""Each refusal has a sentence in French and English that its facts can fill, and no sentence is left over."""

import ast
import re
from string import Formatter

import pytest

from quitus.domain.refused import Refused
from quitus.ports.refusals import SENTENCES, sentence
from tests.structure.sources import called, python_files, shown, tree

CODE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
# What makes a refusal out of a code: the exception, and the findings of files.
MAKERS = {"Refused", "Problem", "problem", "notice", "_problem", "_leave_out"}
# Readers of bank files say on the way up in which line it was.
ADDED_ON_THE_WAY = {"line"}


def codes_in(node: ast.expr) -> list[str]:
    """The codes that an argument may stand for: a word, or one of two."""
    if isinstance(node, ast.IfExp):
        return [*codes_in(node.body), *codes_in(node.orelse)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        return [node.value]
    return []


def raised() -> list[tuple[str, str, ast.Call]]:
    """(code, where, call) of each refusal made in the sources."""
    found = []
    for path in python_files("src/quitus"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and called(node) in MAKERS and node.args:
                where = f"{shown(path)}:{node.lineno}"
                found += [(code, where, node) for code in codes_in(node.args[0])]
    return found


def words() -> set[str]:
    """Every word in the sources outside of the sentences themselves."""
    return {
        node.value
        for path in python_files("src/quitus")
        if path.name != "refusals.py" and not path.name.endswith("_sentences.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def placeholders(text: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(text) if name}


def test_every_code_has_a_sentence():
    assert [f"{where}: {code}" for code, where, _ in raised() if code not in SENTENCES] == []


def test_no_sentence_is_left_over():
    assert sorted(SENTENCES.keys() - words()) == []


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_languages_say_the_same_with_the_same_facts(code):
    french, english = SENTENCES[code]
    assert placeholders(french) == placeholders(english)
    assert french != english
    for text in (french, english):
        assert text.rstrip("»”)")[-1] in ".!?…}", "a sentence ends as sentences do"


def test_every_refusal_brings_the_facts_that_its_sentence_needs():
    poor = []
    for code, where, call in raised():
        names = {keyword.arg for keyword in call.keywords}
        if called(call) != "Refused" or None in names or code not in SENTENCES:
            continue  # findings of files carry their facts otherwise; ** may bring anything
        if missing := placeholders(SENTENCES[code][0]) - names - ADDED_ON_THE_WAY:
            poor.append(f"{where}: {code} lacks {', '.join(sorted(missing))}")
    assert poor == []


def test_a_sentence_in_each_language():
    refusal = Refused("client_number_taken", number="C-12")
    assert sentence(refusal, "fr").startswith("Le code client « C-12 » est déjà pris.")
    assert sentence(refusal, "en-GB").startswith("The client code “C-12” is already taken.")
