"""Which file is the PDF of which invoice: by the number in the file's name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from quitus.domain.importing.problems import Problem
from quitus.domain.importing.text import plain, shown

_RUN = re.compile(r"[a-z]+|[0-9]+")
_ENDING = re.compile(r"(?: ?\([0-9]{1,2}\))?\.[a-z0-9]{1,5}$")  # with the mark of a browser's second copy
_MOST_RUNS = 40
# Numbers that may be anything else, a year above all. Only these words may stand around them: "Facture 7.pdf" is
# invoice 7, "Devis 7.pdf" is not.
_COMMON_NUMBER = re.compile(r".{1,2}|(?:19|20)[0-9]{2}")
_INVOICE_WORDS = frozenset(("facture", "factures", "fac", "invoice", "no", "n", "numero"))


@dataclass(frozen=True, slots=True)
class MatchedFiles:
    """Files by invoice number. A number with several names has as many candidates: equal copies, or a question."""

    by_number: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def match_files(names: Iterable[str], numbers: Iterable[str]) -> MatchedFiles:
    """The files whose names hold an invoice number, whatever separates its parts: "F2026/7" is "Facture F-2026_7".

    A number must stand alone: "F-1" is not in "F-10", nor "2026-10" in "2026-10-22". The longest number wins where
    they overlap; two apart, or two numbers written alike, make the file a problem: a wrong PDF would go to somebody
    else's client.
    """
    by_key: dict[str, list[str]] = defaultdict(list)
    for number in dict.fromkeys(numbers):
        if key := "".join(_RUN.findall(plain(number))):
            by_key[key].append(number)
    found: dict[str, list[str]] = defaultdict(list)
    problems = []
    longest = max(map(len, by_key), default=0)
    for name in names:
        keys = _keys_in(name, by_key, longest)
        candidates = [number for key in keys for number in by_key[key]]
        if len(candidates) == 1:
            found[candidates[0]].append(name)
        elif candidates:
            facts = {"numbers": ", ".join(candidates[:5])}
            problems.append(Problem("document_ambiguous", value=shown(name), facts=facts))
        else:
            problems.append(Problem("document_without_invoice", value=shown(name)))
    return MatchedFiles({number: tuple(files) for number, files in found.items()}, tuple(problems))


def _keys_in(name: str, keys: Mapping[str, object], longest: int) -> list[str]:
    """The known keys in a file name, overlaps settled in favour of the longest."""
    stem = plain(re.split(r"[/\\]", name)[-1])
    runs = list(_RUN.finditer(_ENDING.sub("", stem)))[:_MOST_RUNS]
    glued = [_digits_go_on(left, right, stem) for left, right in pairwise(runs)]
    hits = []
    for start in range(len(runs)):
        key = ""
        for end in range(start, len(runs)):
            key += runs[end].group()
            if len(key) > longest:
                break
            if key in keys and _stands_alone(runs, glued, start, end, key):
                hits.append((start, end, key))
    hits.sort(key=lambda hit: (-len(hit[2]), hit[0]))
    kept: list[tuple[int, int, str]] = []
    for start, end, key in hits:
        if all(end < other_start or start > other_end for other_start, other_end, _ in kept):
            kept.append((start, end, key))
    return list(dict.fromkeys(key for _, _, key in kept))


def _digits_go_on(left: re.Match[str], right: re.Match[str], stem: str) -> bool:
    """Whether two runs are one number written in parts: "2026-10" but not "2026 (2)"."""
    between = stem[left.end() : right.start()]
    return left.group().isdigit() and right.group().isdigit() and between in ("-", "_", ".")


def _stands_alone(runs: list[re.Match[str]], glued: list[bool], start: int, end: int, key: str) -> bool:
    if (start > 0 and glued[start - 1]) or (end < len(glued) and glued[end]):
        return False
    if not _COMMON_NUMBER.fullmatch(key):
        return True
    return all(run.group() in _INVOICE_WORDS for run in runs[:start] + runs[end + 1 :])
