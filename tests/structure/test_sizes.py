"""Files and functions stay small enough to be read at once."""

import ast

from tests.structure.sources import python_files, shown, tree

FILE_LINES = 400
FUNCTION_LINES = 50
FOLDERS = ("src", "tools", "benchmarks", "tests")
# What may be longer, how long at most, and why. It only ever shrinks.
RATCHET: dict[str, int] = {}


def too_long() -> dict[str, int]:
    found = {}
    for path in python_files(*FOLDERS):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > FILE_LINES:
            found[shown(path)] = lines
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    found[f"{shown(path)}:{node.name}"] = length
    return found


def test_nothing_grows_beyond_the_limits():
    assert {name: lines for name, lines in too_long().items() if lines > RATCHET.get(name, 0)} == {}


def test_the_ratchet_holds_nothing_that_has_shrunk():
    now = too_long()
    assert {name: limit for name, limit in RATCHET.items() if now.get(name, 0) < limit} == {}
