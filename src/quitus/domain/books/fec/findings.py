"""What is wrong in a fichier des écritures comptables, with its line: as many as fit on a screen, all of them counted.

An error breaks the text of LPF A47 A-1, or double entry; a warning is what the text leaves open and an inspector, or
the official tester ("alerte"), would ask about.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import StrEnum

from quitus.domain.importing.text import shown
from quitus.domain.refused import Refused

MOST_OF_A_CODE = 100


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


WARNINGS = frozenset(
    {
        "fec_encodings_mixed",  # "Ã©" in ISO 8859-15 is "é" in UTF-8: nobody can be sure
        "fec_header_spelling",
        "fec_columns_extra",
        "fec_control_character",
        "fec_no_side",
        "fec_date_over_a_year",
        "fec_auxiliary_incomplete",
        "fec_lettering_without_date",
        "fec_lettering_date_alone",
        "fec_currency_incomplete",
        "fec_currency_unknown",
        "fec_number_without_sequence",
        "fec_number_not_increasing",
        "fec_number_missing",
        "fec_numbers_missing",
        "fec_entry_scattered",
        "fec_entries_too_scattered",
        "fec_opening_not_first",
        "fec_not_by_validation",
    }
)


@dataclass(frozen=True, slots=True)
class FecProblem:
    """One finding: `line` counts from 1, header included, None means the whole file; `field` is the column's name.

    `code` and `facts` make a sentence of `ports/books_sentences.py`.
    """

    line: int | None
    field: str | None
    code: str
    facts: Mapping[str, object] = attribute(default_factory=dict, hash=False)

    @property
    def severity(self) -> Severity:
        return Severity.WARNING if self.code in WARNINGS else Severity.ERROR

    def refusal(self) -> Refused:
        """The same as a refusal, for its sentence."""
        return Refused(self.code, **self.facts)


class Findings:
    """Collects problems: the first hundred of each code are kept, every one is counted."""

    def __init__(self) -> None:
        self.kept: list[FecProblem] = []
        self.counts: Counter[str] = Counter()

    def problem(self, code: str, line: int | None = None, field: str | None = None, **facts: object) -> None:
        """One more of this code. Texts among the facts are shortened, and made fit to be shown."""
        self.counts[code] += 1
        if self.counts[code] <= MOST_OF_A_CODE:
            fit = {name: shown(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
            self.kept.append(FecProblem(line, field, code, fit))

    def refused(self, refusal: Refused) -> None:
        """What made reading on impossible."""
        self.counts[refusal.code] += 1
        self.kept.append(FecProblem(None, None, refusal.code, refusal.facts))
