"""Whether the statements of a file go on from one another."""

from collections.abc import Sequence
from dataclasses import replace

from quitus.domain.banking.statement import Balance, ReadProblem, Statement
from quitus.domain.refused import Refused


def joined(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, each told where it does not go on from the one before it of the same account.

    Two balances of one day that differ: money is missing. Of two days: the statements between them are.
    """
    latest: dict[tuple[str | None, str | None], Balance] = {}
    told = []
    for number, statement in enumerate(statements, start=1):
        key = (statement.account, statement.currency)
        problem = _gap(latest.get(key), statement.opening, f"Stmt[{number}]")
        told.append(replace(statement, problems=(*statement.problems, problem)) if problem else statement)
        if statement.closing:
            latest[key] = statement.closing
    return tuple(told)


def _gap(closing: Balance | None, opening: Balance | None, where: str) -> ReadProblem | None:
    if closing is None or opening is None or closing.amount == opening.amount:
        return None
    if closing.day is None or opening.day is None or opening.day < closing.day:
        return None  # some files go from the latest to the earliest
    facts = {"closing": closing.amount, "opening": opening.amount, "day": opening.day}
    if closing.day == opening.day:
        return ReadProblem.of(where, Refused("bank_balances_apart", **facts))
    return ReadProblem.of(where, Refused("bank_days_between", **facts, closed=closing.day), blocks=False)
