"""What is on record of an account, in the words of each file that told it; and what another file adds to it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from quitus.apps.banking.evidence import LineTelling
from quitus.apps.banking.models import BankAccount, BankLine, Statement, Withdrawn
from quitus.apps.organisations.bulk import array_literal, insert_all
from quitus.apps.organisations.sql import Row, rows
from quitus.domain.banking.same_lines import KnownLine
from quitus.domain.banking.statement import StatementLine
from quitus.domain.money import Money

# Another file may call a line by its value date, or book it after the weekend.
AROUND = timedelta(days=6)

# Each line in the words of the statements that tell it still, then in its own: its first statement may be withdrawn.
# One that was announced and denied is known, so that it comes back by being told.
_RECORD = """
SELECT line.id, telling.booked_on, telling.value_on, telling.amount_minor, line.currency, telling.label,
    telling.reference, telling.iban, telling.bank_id, statement.format, telling.statement_id, telling.place,
    telling.amount_minor = line.amount_minor, telling.batch, telling.batch_id
FROM banking_bankline line
JOIN banking_linetelling telling ON telling.line_id = line.id
JOIN banking_statement statement ON statement.id = telling.statement_id AND statement.withdrawn_on IS NULL
WHERE line.bank_account_id = %(account)s AND line.booked_on BETWEEN %(first)s AND %(last)s
    AND (line.withdrawn_on IS NULL OR line.withdrawn_why = %(denied)s) AND statement.id <> %(statement)s
UNION ALL
SELECT line.id, line.booked_on, line.value_on, line.amount_minor, line.currency, line.label,
    line.reference, line.iban, line.bank_id, statement.format, statement.id, -1, true, NULL, ''
FROM banking_bankline line JOIN banking_statement statement ON statement.id = line.statement_id
WHERE line.bank_account_id = %(account)s AND line.booked_on BETWEEN %(first)s AND %(last)s
    AND (line.withdrawn_on IS NULL OR line.withdrawn_why = %(denied)s) AND statement.withdrawn_on IS NOT NULL
"""


def on_record(told: Sequence[StatementLine], account: BankAccount, statement: Statement) -> list[KnownLine]:
    """The account's lines that may be among those told, once for each statement that tells them."""
    if not told:
        return []
    days = [line.booked for line in told]
    values = {
        "account": account.id,
        "statement": statement.id,
        "first": min(days) - AROUND,
        "last": max(days) + AROUND,
        "denied": Withdrawn.DENIED.value,
    }
    apart = _lines_of(_before_and_after(account, statement))
    return [_known(row) for row in rows(_RECORD, values) if row[0] not in apart]


def _known(row: Row) -> KnownLine:
    line_id, booked, value_date, minor, currency, label, reference, iban, bank_id, *told = row
    file_format, statement, place, whole, batch, batch_id = told
    return KnownLine(
        id=line_id,
        booked=booked,
        value_date=value_date,
        amount=Money(minor, currency),
        label=label,
        reference=reference,
        iban=iban,
        bank_id=bank_id,
        file_format=file_format,
        statement=statement,
        place=place,
        whole=whole,
        batch=batch,
        batch_id=batch_id,
    )


def keys_taken(told: Sequence[StatementLine], account: BankAccount) -> set[str]:
    """The keys of the account's lines of these days, with those that may come back."""
    if not told:
        return set()
    days = [line.booked for line in told]
    found = BankLine.every.filter(bank_account=account, booked_on__range=(min(days), max(days)))
    return set(found.exclude(withdrawn_why__in=_GONE).values_list("line_key", flat=True))


def tell(told: Iterable[tuple[int, StatementLine, Sequence[int]]], statement: Statement) -> None:
    """Keep that the statement tells these lines: place, the words told, and the lines on record that they are."""
    pairs = [(place, line, line_id) for place, line, ids in told for line_id in ids]
    insert_all(
        LineTelling,
        {
            "line_id": [line_id for _, _, line_id in pairs],
            "place": [place for place, _, _ in pairs],
            "booked_on": [line.booked for _, line, _ in pairs],
            "value_on": [line.value_date for _, line, _ in pairs],
            "amount_minor": [line.amount.minor for _, line, _ in pairs],
            "label": [line.label for _, line, _ in pairs],
            "reference": [(line.reference or "")[:140] for _, line, _ in pairs],
            "iban": [(line.iban or "")[:40] for _, line, _ in pairs],
            "bank_id": [(line.bank_id or "")[:140] for _, line, _ in pairs],
            "batch": [line.batch.number if line.batch else None for _, line, _ in pairs],
            "batch_id": [((line.batch.bank_id if line.batch else None) or "")[:140] for _, line, _ in pairs],
        },
        statement_id=statement.id,
    )


def tell_instead(line_id: int, parts: Sequence[int]) -> None:
    """What told this line tells its parts from now on."""
    rows(_TELL_INSTEAD, {"line": line_id, "parts": array_literal(parts)})


_GONE = (Withdrawn.UNDONE, Withdrawn.DIVIDED)
_TELL_INSTEAD = """
INSERT INTO banking_linetelling (organisation_id, line_id, statement_id, place, booked_on, value_on, amount_minor,
    label, reference, iban, bank_id, batch, batch_id)
SELECT told.organisation_id, part.id, told.statement_id, told.place, told.booked_on, told.value_on, told.amount_minor,
    told.label, told.reference, told.iban, told.bank_id, NULL, ''
FROM banking_linetelling told CROSS JOIN unnest(%(parts)s::bigint[]) AS part(id)
WHERE told.line_id = %(line)s
RETURNING id
"""


def _before_and_after(account: BankAccount, statement: Statement) -> list[int]:
    """The statements that end where this one begins, with another first balance, or begin where it ends.

    The afternoon's transfer of the morning's payer is a second one, though its words are the same.
    """
    others = Statement.objects.filter(bank_account=account).exclude(id=statement.id)
    apart: list[int] = []
    if statement.opening_minor is not None and statement.first_on is not None:
        ended = others.filter(closing_minor=statement.opening_minor, last_on__lte=statement.first_on)
        ended = ended.exclude(opening_minor=statement.opening_minor).exclude(opening_minor=None)
        apart += ended.values_list("id", flat=True)
    if statement.closing_minor is not None and statement.last_on is not None:
        begun = others.filter(opening_minor=statement.closing_minor, first_on__gte=statement.last_on)
        begun = begun.exclude(closing_minor=statement.closing_minor).exclude(closing_minor=None)
        apart += begun.values_list("id", flat=True)
    return apart


def _lines_of(statements: Sequence[int]) -> set[int]:
    if not statements:
        return set()
    found = LineTelling.objects.filter(statement_id__in=statements)
    return set(found.values_list("line_id", flat=True))
