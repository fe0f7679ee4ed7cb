"""Take in a bank file: whole or not at all, and each movement of the account once.

Imports of one firm take turns. Files that come together are stored one by one, then matched and told of together:
so everything is locked in the order of `payments/locks.py`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from quitus.apps.banking.accounts import locked_account
from quitus.apps.banking.doubts import Told, read_for_import
from quitus.apps.banking.known_days import bank_data_until, go_on
from quitus.apps.banking.known_tables import Teller, remember_account, remembered_account
from quitus.apps.banking.lines import store_lines
from quitus.apps.banking.matching import match_lines
from quitus.apps.banking.models import BankAccount
from quitus.apps.banking.models import Statement as StatementRow
from quitus.apps.banking.watchers import tell_stored
from quitus.apps.files.actions import keep
from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.actions import facts_changed
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.sql import few_rows
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.timeline.actions import Event, record_all
from quitus.domain.banking.statement import BankFile, LineStatus, ReadProblem, Statement, StatementLine
from quitus.domain.refused import Refused
from quitus.domain.typed_days import may_be_told
from quitus.ports.clock import real_now

# Reports of the day and notices announce movements that the statement of the account tells again, divided otherwise:
# what they tell is shown by `quitus bank read`, and is on record once the statement comes.
ANNOUNCEMENTS = {"camt.052", "camt.054", "MT942"}
# No policy finds data of this age too old (`bank_data_days` is at least this).
STILL_FRESH = timedelta(days=2)

# The first number is ours alone, beside that of the plan.
IMPORT_LOCK = 7_185_813


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought. `known` lines were told by another file already; `pending` ones are not money yet;
    `unbalanced` statements have lines that do not lead from the first balance to the last.
    """

    file_name: str
    format: str
    statements: int
    new: int
    known: int
    pending: int
    problems: int
    unbalanced: int
    matched: int
    suggested: int
    same_file: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """A file whose lines are in the books, not matched yet. `imported` lacks what matching will find.

    `freshens`: reminders that waited for bank data may go on. `nameless`: the headers of its tables that do not name
    their account, which was `chosen`.
    """

    imported: Imported
    new: tuple[int, ...] = ()
    freshens: bool = False
    nameless: tuple[tuple[str, ...], ...] = ()
    chosen: int | None = None


def import_bank_file(
    content: bytes,
    file_name: str,
    *,
    on: date,
    actor: str,
    account_id: int | None = None,
    told: Told | None = None,
) -> Imported:
    """Read, store, book and match a file; one transaction with the caller's.

    The same file again changes nothing; a movement that a file of another period or format told is known again.
    `account_id`: the account of statements that do not say theirs. `told`: what columns of its tables mean. Refuses a
    file that cannot be read, or not surely, one that is no end-of-day statement, a statement of an unknown account,
    and one in a foreign currency.
    """
    stored = store_bank_file(content, file_name, on=on, account_id=account_id, told=told)
    return match_stored([stored], on=on, actor=actor)[0]


def store_bank_file(
    content: bytes,
    file_name: str,
    *,
    on: date,
    account_id: int | None = None,
    told: Told | None = None,
) -> Stored:
    """Read, store and book a file; `match_stored` has to follow. Refuses what `import_bank_file` does."""
    found = read_for_import(content, told)
    if ANNOUNCEMENTS & set(found.format.split(", ")):
        raise Refused("bank_file_not_a_statement", format=found.format)
    currency = Organisation.objects.get(id=current_organisation_id()).currency
    for statement in found.statements:
        _check(statement, currency, on)
    take_turn()
    file = keep(content, "application/octet-stream")
    if StatementRow.objects.filter(file=file).exists():
        return Stored(_summary(file_name, found, new=0, known=0, same_file=True))
    new: list[int] = []
    known, known_until = 0, bank_data_until()
    for position, statement in enumerate(found.statements):
        chosen = account_id or remembered_account(statement.headers)
        account = locked_account(statement.account, currency, chosen)
        row = _store_statement(
            statement,
            account,
            file,
            file_name=file_name,
            file_format=found.format,
            position=position,
            # What the file says outside its statements is told with the first one.
            also=() if position else found.problems,
            on=on,
        )
        booked = _booked(statement)
        added = store_lines(booked, account, row)
        new += added
        known += len(booked) - len(added)
        go_on(account, on)
    waited = known_until is None or on - known_until > STILL_FRESH
    freshens = waited and bank_data_until() != known_until
    nameless = tuple(statement.headers for statement in found.statements if not statement.account)
    summary = _summary(file_name, found, new=len(new), known=known)
    return Stored(summary, tuple(new), freshens, nameless, account_id)


def match_stored(files: Sequence[Stored], *, on: date, actor: str) -> list[Imported]:
    """Match the lines of files stored before, all together; what each brought."""
    woken: list[int] = []
    if any(file.freshens for file in files):
        overdue = Instalment.objects.filter(remaining_minor__gt=0, due_on__lt=on)
        woken = list(overdue.values_list("id", flat=True))
    new = [line_id for file in files for line_id in file.new]
    events = tell_stored(new, on)
    done = match_lines(new, on=on, also=woken)
    facts_changed(woken, on)
    results = [
        replace(
            file.imported,
            matched=len(done.matched.intersection(file.new)),
            suggested=len(done.suggested.intersection(file.new)),
        )
        for file in files
    ]
    for file in files:
        if file.chosen is not None:
            remember_account(file.nameless, file.chosen, Teller(on, actor, file.imported.file_name))
    imported = [
        Event("statement_imported", on, actor, None, asdict(result))
        for result in results
        if not result.same_file
    ]
    record_all([*imported, *events])
    return results


def take_turn() -> None:
    """Wait until no other import of the firm is under way; the turn ends with the transaction."""
    values = {"lock": IMPORT_LOCK, "organisation": current_organisation_id()}
    few_rows("SELECT pg_advisory_xact_lock(%(lock)s::int, hashint8(%(organisation)s))", values)


def _check(statement: Statement, currency: str, on: date) -> None:
    foreign = {line.amount.currency for line in statement.lines} | {statement.currency or currency}
    foreign -= {currency}
    for day in _days(statement):
        if not may_be_told(day, on):  # it would tell that the account is known for years ahead
            raise Refused("statement_day_impossible", day=day)
    if foreign:
        raise Refused(
            "statement_in_foreign_currency", account=statement.account or "–", currency=min(foreign)
        )


def _days(statement: Statement) -> list[date]:
    balances = [one.day for one in (statement.opening, statement.closing) if one and one.day]
    return [*(line.booked for line in statement.lines), *balances]


def _booked(statement: Statement) -> list[StatementLine]:
    return [line for line in statement.lines if line.status is LineStatus.BOOKED]


def _store_statement(
    statement: Statement,
    account: BankAccount,
    file: StoredFile,
    *,
    file_name: str,
    file_format: str,
    position: int,
    also: Sequence[ReadProblem],
    on: date,
) -> StatementRow:
    first_on, last_on = _first_and_last_day(statement)
    return StatementRow.objects.create(
        bank_account=account,
        file=file,
        file_name=file_name[-200:],
        format=file_format,
        position=position,
        opening_minor=statement.opening.amount.minor if statement.opening else None,
        opening_on=statement.opening.day if statement.opening else None,
        closing_minor=statement.closing.amount.minor if statement.closing else None,
        closing_on=statement.closing.day if statement.closing else None,
        first_on=first_on,
        last_on=last_on,
        balanced=statement.balanced,
        problems=[
            {
                "where": problem.where,
                "code": problem.code,
                "facts": {name: str(value) for name, value in problem.facts.items()},
                "blocks": problem.blocks,
            }
            for problem in (*statement.problems, *also)
        ],
        imported_on=on,
        recorded_at=real_now(),
    )


def _first_and_last_day(statement: Statement) -> tuple[date | None, date | None]:
    """The days that a statement tells about.

    It begins with its first balance: a line that a bank books back to October is no word about the days since.
    """
    balances = [one.day for one in (statement.opening, statement.closing) if one and one.day]
    days = [*balances, *(line.booked for line in _booked(statement))]
    if not days:
        return (None, None)
    opening = statement.opening.day if statement.opening else None
    return (opening or min(days), max(days))


def _summary(file_name: str, found: BankFile, *, new: int, known: int, same_file: bool = False) -> Imported:
    lines = [line for statement in found.statements for line in statement.lines]
    return Imported(
        file_name=file_name,
        format=found.format,
        statements=len(found.statements),
        new=new,
        known=len([line for line in lines if line.status is LineStatus.BOOKED]) if same_file else known,
        pending=len([line for line in lines if line.status is LineStatus.PENDING]),
        problems=sum(1 for _ in found.every_problem()),
        unbalanced=sum(statement.balanced is False for statement in found.statements),
        matched=0,
        suggested=0,
        same_file=same_file,
    )
