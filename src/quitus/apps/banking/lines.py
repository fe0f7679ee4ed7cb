"""Lines of a statement on record: those that no other file told are stored, and booked on the account."""

from collections.abc import Sequence
from datetime import timedelta

from quitus.apps.banking.models import BankAccount, BankLine, Statement
from quitus.apps.books.actions import Booking, post_all
from quitus.apps.books.models import Journal
from quitus.apps.organisations.bulk import insert_all, new_ids
from quitus.domain.banking.line_keys import line_keys
from quitus.domain.banking.same_lines import KnownLine, known_lines
from quitus.domain.banking.statement import StatementLine
from quitus.domain.books.entries import unidentified_receipt
from quitus.domain.money import Money

# Another file may call a line by its value date, or book it after the weekend.
AROUND = timedelta(days=6)


def store_lines(told: Sequence[StatementLine], account: BankAccount, statement: Statement) -> list[int]:
    """Store the lines that no other file has told yet, and book each; their ids in the file's order."""
    known, taken = _on_record(told, account, statement)
    found = known_lines(told, statement.format, known)
    lines = [line for line, line_id in zip(told, found, strict=True) if line_id is None]
    if not lines:
        return []
    ids = new_ids(BankLine, len(lines))
    insert_all(
        BankLine,
        {
            "id": ids,
            "line_key": line_keys(lines, taken),
            "booked_on": [line.booked for line in lines],
            "value_on": [line.value_date for line in lines],
            "amount_minor": [line.amount.minor for line in lines],
            "currency": [line.amount.currency for line in lines],
            "label": [line.label for line in lines],
            "counterparty": [(line.counterparty or "")[:200] for line in lines],
            "iban": [(line.iban or "")[:40] for line in lines],
            "reference": [(line.reference or "")[:140] for line in lines],
            "bank_id": [(line.bank_id or "")[:140] for line in lines],
        },
        statement_id=statement.id,
        bank_account_id=account.id,
    )
    _book(ids, lines, account)
    return ids


def _on_record(
    told: Sequence[StatementLine], account: BankAccount, statement: Statement
) -> tuple[list[KnownLine], set[str]]:
    """The account's lines that may be among those told, and the keys of all around them."""
    if not told:
        return [], set()
    days = [line.booked for line in told]
    rows = BankLine.objects.filter(
        bank_account=account, booked_on__range=(min(days) - AROUND, max(days) + AROUND)
    )
    before = _gone_on_from(account, statement)
    known, taken = [], set()
    for row in rows.values_list(
        "line_key",
        "statement_id",
        "id",
        "booked_on",
        "value_on",
        "amount_minor",
        "currency",
        "label",
        "reference",
        "iban",
        "bank_id",
        "statement__format",
    ).iterator():
        taken.add(row[0])
        if row[1] not in before:
            texts = row[7:11]
            known.append(
                KnownLine(row[2], row[3], row[4], Money(row[5], row[6]), *texts, formats=frozenset({row[11]}))
            )
    return known, taken


def _gone_on_from(account: BankAccount, statement: Statement) -> set[int]:
    """The statements that end where this one begins, with another first balance: they told what came before it.

    The afternoon's transfer of the morning's payer is a second one, though its words are the same.
    """
    if statement.opening_minor is None or statement.first_on is None:
        return set()
    ended = Statement.objects.filter(
        bank_account=account, closing_minor=statement.opening_minor, last_on__lte=statement.first_on
    )
    return set(
        ended.exclude(id=statement.id)
        .exclude(opening_minor=statement.opening_minor)
        .exclude(opening_minor=None)
        .values_list("id", flat=True)
    )


def _book(ids: Sequence[int], lines: Sequence[StatementLine], account: BankAccount) -> None:
    """Each movement is on the account from now on; whose it is, 471 asks until a match answers."""
    post_all(
        Booking(
            source=f"bank_line:{line_id}",
            journal=Journal.BANK,
            happened_on=line.booked,
            document=line.bank_id or f"L{line_id}",
            label=line.label,
            entry=unidentified_receipt(line.amount.minor, account.ledger_account),
            currency=line.amount.currency,
        )
        for line_id, line in zip(ids, lines, strict=True)
        if line.amount
    )
