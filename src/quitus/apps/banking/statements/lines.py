"""Lines of a statement on record: those that no other file told are stored, and booked on the account."""

from collections.abc import Sequence
from dataclasses import dataclass

from quitus.apps.banking.models import BankAccount, BankLine, Statement, Withdrawn
from quitus.apps.banking.returns.facts import returned_columns
from quitus.apps.banking.statements.record import keys_taken, on_record, tell, tell_instead
from quitus.apps.banking.statements.withdrawal import book, free_lines, withdraw_lines
from quitus.apps.organisations.bulk import insert_all, new_ids
from quitus.domain.banking.line_keys import line_keys
from quitus.domain.banking.same_lines import Found, known_lines
from quitus.domain.banking.statement import StatementLine


@dataclass(frozen=True, slots=True)
class Lines:
    """What a statement's lines became: `new` ones, and those `divided`, a batch that is told payment by payment now."""

    new: tuple[int, ...] = ()
    divided: tuple[int, ...] = ()


def store_lines(told: Sequence[StatementLine], account: BankAccount, statement: Statement) -> Lines:
    """Store the lines that no other file has told yet, and book each; keep which lines the statement tells.

    A batch on record about which nobody has decided gives way to its payments: they say who paid. Where somebody has,
    or decides at this moment, the payments are known by the batch.
    """
    found = known_lines(told, statement.format, on_record(told, account, statement))
    divided = free_lines({one.lines[0] for one in found if one.divides})
    is_new = [not one.lines or (one.divides and one.lines[0] in divided) for one in found]
    new = [line for line, fresh in zip(told, is_new, strict=True) if fresh]
    if divided:
        withdraw_lines(divided, Withdrawn.DIVIDED, on=statement.imported_on)
    ids = _store(new, account, statement)
    fresh_ids = iter(ids)
    lines = [(next(fresh_ids),) if fresh else one.lines for fresh, one in zip(is_new, found, strict=True)]
    tell(((place, line, lines[place]) for place, line in enumerate(told)), statement)
    for batch in divided:
        tell_instead(batch, _payments_of(batch, found, lines))
    return Lines(tuple(ids), tuple(divided))


def _payments_of(batch: int, found: Sequence[Found], lines: Sequence[tuple[int, ...]]) -> list[int]:
    return [
        line_id
        for one, ids in zip(found, lines, strict=True)
        if one.divides and one.lines == (batch,)
        for line_id in ids
    ]


def _store(lines: Sequence[StatementLine], account: BankAccount, statement: Statement) -> list[int]:
    if not lines:
        return []
    ids = new_ids(BankLine, len(lines))
    insert_all(
        BankLine,
        {
            "id": ids,
            "line_key": line_keys(lines, keys_taken(lines, account)),
            "booked_on": [line.booked for line in lines],
            "value_on": [line.value_date for line in lines],
            "amount_minor": [line.amount.minor for line in lines],
            "currency": [line.amount.currency for line in lines],
            "label": [line.label for line in lines],
            "counterparty": [(line.counterparty or "")[:200] for line in lines],
            "iban": [(line.iban or "")[:40] for line in lines],
            "reference": [(line.reference or "")[:140] for line in lines],
            "bank_id": [(line.bank_id or "")[:140] for line in lines],
            **returned_columns(lines),
        },
        statement_id=statement.id,
        bank_account_id=account.id,
    )
    book(ids)
    return ids
