"""Which of a FEC's faults stop an import: those of the lines that are read. All the others are only told."""

from collections import Counter
from collections.abc import Iterable

from quitus.domain.books.fec.check import FecReport
from quitus.domain.books.fec.findings import FecProblem, Severity
from quitus.domain.importing.fec_lines import OpenLines
from quitus.domain.importing.problems import Problem

# No line can be trusted to be the one that it seems.
_OF_THE_FILE = frozenset(
    {
        "fec_empty",
        "fec_no_line",
        "fec_not_text",
        "fec_xml",
        "fec_line_too_long",
        "fec_header_missing",
        "fec_field_missing",
        "fec_column_count",
    }
)
# Where clients' accounts are moved, a line of theirs may be missing, or there twice.
_OF_A_JOURNAL = frozenset({"fec_entry_unbalanced", "fec_journal_unbalanced", "fec_number_used_again"})
# Names may be spelt wrongly then.
_WARNINGS_TOLD = frozenset({"fec_encodings_mixed"})
# The file may be called as it likes.
_UNTOLD = ("fec_name_",)
_MOST_OF_A_CODE = 5


def sort_faults(
    report: FecReport, unreadable: Iterable[FecProblem], lines: OpenLines
) -> tuple[list[Problem], list[Problem]]:
    """What the checker found and what could not be read on clients' accounts, as problems and as notices.

    Of each harmless kind the first five are told, then how many there are.
    """
    stopping = {(problem.line, problem.field, problem.code): problem for problem in unreadable}
    others: list[FecProblem] = []
    claim_lines = {document.line for document in lines.documents}
    for problem in report.problems:
        if _stops(problem, lines.journals, claim_lines):
            stopping.setdefault((problem.line, problem.field, problem.code), problem)
        elif (problem.line, problem.field, problem.code) not in stopping:
            others.append(problem)
    told = list(_worth_telling(others))
    notices = [_finding(problem) for problem in told]
    errors = report.errors - sum(
        problem.severity is Severity.ERROR for problem in (*stopping.values(), *told)
    )
    errors -= sum(count for code, count in report.counts.items() if code.startswith(_UNTOLD))
    warnings = report.warnings - sum(problem.severity is Severity.WARNING for problem in told)
    if errors > 0 or warnings > 0:
        facts = {"errors": max(errors, 0), "warnings": warnings}
        notices.append(Problem("import_fec_more_faults", facts=facts))
    return [_finding(problem) for problem in stopping.values()], notices


def _stops(problem: FecProblem, journals: frozenset[str], claim_lines: set[int]) -> bool:
    if problem.code in _OF_THE_FILE:
        return True
    if problem.code in _OF_A_JOURNAL:
        return problem.facts["journal"] in journals
    return (
        problem.code in {"fec_date_wrong", "fec_two_sides"}
        and problem.field in {"PieceDate", "Credit"}
        and problem.line in claim_lines
    )


def _worth_telling(problems: Iterable[FecProblem]) -> Iterable[FecProblem]:
    seen: Counter[str] = Counter()
    for problem in problems:
        if problem.code.startswith(_UNTOLD):
            continue
        if problem.severity is Severity.ERROR or problem.code in _WARNINGS_TOLD:
            seen[problem.code] += 1
            if seen[problem.code] <= _MOST_OF_A_CODE:
                yield problem


def _finding(problem: FecProblem) -> Problem:
    return Problem(problem.code, problem.line, problem.field, facts=problem.facts)
