"""A sum and its details: either the sum is a line, or its details are, never both.

What moved the account has the detail number 0000; the balance and the trailer count nothing else. Details replace it
where they add up to it, since each then has its own payer. Otherwise they only tell more about it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from quitus.adapters.bank.coda.layout import described
from quitus.adapters.bank.coda.movements import GROSS_OR_NET, Fields, Movement
from quitus.adapters.bank.text import shown
from quitus.domain.banking.statement import LineStatus, ReadProblem, StatementLine
from quitus.domain.refused import Refused

DETAIL_OF_DETAIL = "9"
NO_LEVEL = "0"
COSTED = "8"  # the gross amount or one of the costs of a simple movement


def group_lines(
    movements: Sequence[Movement], currency: str | None, status: LineStatus
) -> tuple[list[StatementLine], list[ReadProblem]]:
    """The lines that a movement and its details stand for, and what could not be read of them."""
    head, *details = movements
    problems: list[ReadProblem] = []
    try:
        lines = [head.line(currency, status)]
    except Refused as refusal:
        told = Refused(refusal.code, **refusal.facts, line=described(head.record))
        return [], [ReadProblem.of(head.where, told, blocks=status is LineStatus.BOOKED)]
    parts = _parts(head, details, currency) if details else ()
    if len(parts) > 1:
        own = head.fields()
        lines = [part.line(currency, status, _completed(part, own)) for part in parts]
    elif parts:
        lines = [head.line(currency, status, _either(head.fields(), parts[0].fields()))]
    elif details:
        told = Refused("bank_details_differ", amount=lines[0].amount, line=described(head.record))
        problems.append(ReadProblem.of(head.where, told, blocks=False))
    for movement in parts if len(parts) > 1 else [head]:
        if doubtful := movement.doubtful_value_date:
            told = Refused(
                "bank_value_date_unreadable", text=shown(doubtful), line=described(movement.record)
            )
            problems.append(ReadProblem.of(movement.where, told, blocks=False))
    return lines, problems


def _parts(head: Movement, details: Sequence[Movement], currency: str | None) -> Sequence[Movement]:
    """The details that add up to the sum; none where no choice of them does, or one cannot be read.

    Of sums within sums the innermost, by the globalisation codes, which some banks leave out.
    """
    try:
        amounts = {id(movement): movement.amount(currency).minor for movement in (head, *details)}
        for movement in details:
            movement.dates()
    except Refused:
        return ()
    first_level = [movement for movement in details if movement.kind != DETAIL_OF_DETAIL]
    for choice in (list(_innermost(head, first_level)), first_level, details):
        if choice and sum(amounts[id(movement)] for movement in choice) == amounts[id(head)]:
            return choice
    return ()


def _innermost(head: Movement, details: Sequence[Movement]) -> Iterator[Movement]:
    """Those that are not sums themselves: the first with a code begins a sum, the next one ends it."""
    to_come = Counter(movement.level for movement in details)
    begun = [head.level]
    for movement in details:
        to_come[movement.level] -= 1
        if movement.level in begun:
            del begun[begun.index(movement.level) :]
        elif movement.level != NO_LEVEL and to_come[movement.level]:
            begun.append(movement.level)
            continue
        yield movement


def _completed(part: Movement, sum_: Fields) -> Fields:
    """The fields of a detail, filled from its sum: all of them where it is the payment itself, not one of its costs."""
    own = part.fields()
    if part.kind == COSTED and part.category in GROSS_OR_NET:
        return _either(own, sum_)
    return own._replace(label=own.label or sum_.label, bank_id=own.bank_id or sum_.bank_id)


def _either(first: Fields, second: Fields) -> Fields:
    return Fields(
        label=first.label or second.label,
        counterparty=first.counterparty or second.counterparty,
        iban=first.iban or second.iban,
        reference=first.reference or second.reference,
        bank_id=first.bank_id or second.bank_id,
    )
