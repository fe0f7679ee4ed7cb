"""Bank lines without a database: reading a statement, and matching as `quitus bank match` does."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from benchmarks.bank_lines import Firm
from benchmarks.data import TODAY
from quitus.apps.organisations.models import Organisation
from quitus.cli.demonstration.bank import Movement, statement
from quitus.config.bank_files import bank_files
from quitus.domain.matching.search import OpenIndex, match_all

OPEN_TO_A_LINE = 10


def firm_of_size(size: int) -> int:
    """A firm without anything, whose name says how much is measured."""
    return Organisation.objects.create(name=f"Bench {size}", iban="FR7630006000011234567890189").id


def read_statement(organisation: Organisation) -> Callable[[], dict[str, Any]]:
    """Read a camt.053 statement of so many lines."""
    movements = [
        Movement(
            TODAY,
            1_000 + place,
            f"VIR SEPA RECU FACTURE FA-2026-{place}",
            f"Client {place}",
            organisation.iban,
            f"B{place}",
        )
        for place in range(_size(organisation))
    ]
    content = statement(organisation.iban, TODAY, 0, movements, 1)
    reader = bank_files()

    def work() -> dict[str, Any]:
        (read,) = reader.read(BytesIO(content)).statements
        return {"lines": len(read.lines), "balanced": read.balanced, "file_mb": round(len(content) / 2**20)}

    return work


def match_lines(organisation: Organisation) -> Callable[[], dict[str, Any]]:
    """Match lines of every kind against so many open instalments, ten times as many as lines; with the index."""
    firm = Firm(1, "dashes", _size(organisation))
    lines = [case.line for case in firm.lines(_size(organisation) // OPEN_TO_A_LINE)]

    def work() -> dict[str, Any]:
        verdicts = match_all(lines, OpenIndex(firm.instalments, firm.clients))
        return {"lines": len(lines), "automatic": sum(verdict.kind == "auto" for verdict in verdicts)}

    return work


def _size(organisation: Organisation) -> int:
    return int(organisation.name.split()[1])
