"""How right the matching of bank lines is: `python -m benchmarks.matching [--firms 8] [--by-evidence]`.

Lines of known truth, of every kind and in every style of number, against invented firms; no database. Prints, for each
kind, how many lines were decided alone (right, wrong), suggested with the truth in it, or missed; then the same by
what the best proposal rests on, from which the weights of `domain/matching/evidence.py` are set.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.bank_lines import KINDS, NUMBERED, PAYERS, SERIES, UNKNOWABLE, Case, Firm
from quitus.domain.matching.facts import Verdict
from quitus.domain.matching.search import OpenIndex, match_all

OUTCOMES = ("right", "wrong", "suggested", "missed")


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with what was answered and how good the answer is."""

    case: Case
    verdict: Verdict

    @property
    def outcome(self) -> str:
        """right or wrong where the program acted alone; suggested where a person is shown the truth; missed."""
        if self.verdict.kind == "auto":
            return "right" if self.verdict.allocations == self.case.truth else "wrong"
        second = self.verdict.runner_up.allocations if self.verdict.runner_up else ()
        return "suggested" if self.case.truth in (self.verdict.allocations, second) else "missed"


def judged(firm: Firm, count: int) -> Iterator[Judged]:
    """Every line of a firm, judged."""
    cases = firm.lines(count)
    verdicts = match_all([case.line for case in cases], OpenIndex(firm.instalments, firm.clients))
    for case, verdict in zip(cases, verdicts, strict=True):
        yield Judged(case, verdict)


def precision(counted: Mapping[tuple[str, str], int], kinds: Iterable[str] = KINDS) -> float:
    """Of the lines decided alone, the share decided right."""
    right = sum(counted.get((kind, "right"), 0) for kind in kinds)
    wrong = sum(counted.get((kind, "wrong"), 0) for kind in kinds)
    return right / (right + wrong) if right + wrong else 1.0


def share(counted: Mapping[tuple[str, str], int], kinds: Iterable[str], *outcomes: str) -> float:
    """Of all lines of these kinds, the share with one of these outcomes."""
    wanted = set(kinds)
    lines = sum(count for (kind, _), count in counted.items() if kind in wanted)
    return sum(counted.get((kind, outcome), 0) for kind in wanted for outcome in outcomes) / max(1, lines)


def main() -> int:
    """Prints the tables; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--firms", type=int, default=4, help="firms of each style of number")
    parser.add_argument("--open", type=int, default=1_500, help="open instalments of each firm")
    parser.add_argument("--lines", type=int, default=480, help="lines of each firm")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--by-evidence", action="store_true", help="also by what the best proposal rests on")
    parser.add_argument("--examples", type=int, default=0, help="print so many wrong and missed lines")
    arguments = parser.parse_args()
    counted: Counter[tuple[str, str]] = Counter()
    rests_on: Counter[tuple[str, str]] = Counter()
    for series in SERIES:
        for seed in range(arguments.seed, arguments.seed + arguments.firms):
            for one in judged(Firm(seed, series, arguments.open), arguments.lines):
                counted[one.case.kind, one.outcome] += 1
                rests_on[_combination(one), _truly(one)] += 1
                if arguments.examples and one.outcome in ("wrong", "missed") and one.case.truth:
                    arguments.examples -= 1
                    print(
                        f"{series} {one.case.kind} {one.outcome}: {one.case.line}\n  {one.verdict}\n  {one.case.truth}"
                    )
    _print_table([(kind, kind) for kind in KINDS], counted, OUTCOMES)
    if arguments.by_evidence:
        names = sorted(
            {name for name, _ in rests_on},
            key=lambda name: -sum(rests_on[name, way] for way in ("true", "not true")),
        )
        _print_table([(name, name) for name in names], rests_on, ("true", "not true"))
    return _goals(counted)


def _goals(counted: Mapping[tuple[str, str], int]) -> int:
    knowable = [kind for kind in KINDS if kind not in UNKNOWABLE]
    figures = [
        ("automatic precision", precision(counted), 0.9995),
        ("automatic recall with a number or reference", share(counted, NUMBERED, "right"), 0.97),
        ("automatic recall by account, name or alias", share(counted, PAYERS, "right"), 0.85),
        ("truth decided or suggested", share(counted, knowable, "right", "suggested"), 0.98),
        ("nothing automatic where nobody can know", 1 - share(counted, UNKNOWABLE, "right", "wrong"), 1.0),
    ]
    for name, figure, goal in figures:
        print(f"{name:50} {figure:8.3%}  goal {goal:.2%}{'' if figure >= goal else '  MISSED'}")
    return int(any(figure < goal for _, figure, goal in figures))


def _combination(one: Judged) -> str:
    kinds = "+".join(sorted(reason.kind.value for reason in one.verdict.evidence))
    return f"{one.verdict.score:4} {one.verdict.kind:7} margin {min(3, one.verdict.margin // 100)} {kinds}"


def _truly(one: Judged) -> str:
    return "true" if one.verdict.allocations == one.case.truth else "not true"


def _print_table(
    rows: list[tuple[str, str]], counted: Mapping[tuple[str, str], int], columns: tuple[str, ...]
) -> None:
    widest = max((len(name) for name, _ in rows), default=0)
    print(f"{'':{widest}}" + "".join(f"{column:>11}" for column in columns))
    for name, key in rows:
        print(f"{name:{widest}}" + "".join(f"{counted.get((key, column), 0):11}" for column in columns))
    print()


if __name__ == "__main__":
    sys.exit(main())
