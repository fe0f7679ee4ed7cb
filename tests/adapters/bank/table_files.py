"""Banks' tables for tests, and what a reader makes of them in few words."""

from quitus.domain.banking.statement import BankFile, LineStatus, ReadProblem, Statement, StatementLine
from tests.adapters.bank.reading import read


def table(*lines: str, end: str = "\n", encoding: str = "utf-8") -> bytes:
    """The lines as a file."""
    return "".join(line + end for line in lines).encode(encoding)


def one(*lines: str, **how: str) -> Statement:
    """The only statement of a table."""
    (statement,) = read(table(*lines, **how)).statements
    return statement


def told(lines: tuple[StatementLine, ...] | Statement) -> list[tuple[str, str, str]]:
    """Day, amount and label of each line; a pending one has a "?" behind its amount."""
    found = lines.lines if isinstance(lines, Statement) else lines
    return [
        (
            line.booked.isoformat(),
            f"{line.amount}{'?' if line.status is LineStatus.PENDING else ''}",
            line.label,
        )
        for line in found
    ]


def amounts(statement: Statement) -> list[int]:
    return [line.amount.minor for line in statement.lines]


def ends(statement: Statement) -> tuple[int | None, int | None, bool | None]:
    """Opening, closing, and whether the lines lead from one to the other."""
    opening, closing = statement.opening, statement.closing
    return opening and opening.amount.minor, closing and closing.amount.minor, statement.balanced


def blocking(source: Statement | BankFile) -> list[tuple[str, str]]:
    return [(found.where, found.code) for found in problems(source) if found.blocks]


def noticed(source: Statement | BankFile) -> list[tuple[str, str]]:
    return [(found.where, found.code) for found in problems(source) if not found.blocks]


def problems(source: Statement | BankFile) -> list[ReadProblem]:
    return list(source.every_problem() if isinstance(source, BankFile) else source.problems)
