"""Take in a bank file: whole or not at all, and each movement of the account once.

Imports of one firm take turns. Files that come together are stored one by one, then matched and told of together:
so everything is locked in the order of `payments/locks.py`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta

from quitus.apps.banking.accounts import locked_account
from quitus.apps.banking.known_days import bank_data_until, go_on
from quitus.apps.banking.matching.automatic import match_lines
from quitus.apps.banking.models import BankAccount, BankLine
from quitus.apps.banking.models import Statement as StatementRow
from quitus.apps.banking.returns.taking_back import recognise as recognise_returns
from quitus.apps.banking.statements.announced import weigh
from quitus.apps.banking.statements.lines import Lines, store_lines
from quitus.apps.banking.statements.withdrawal import withdraw_suggestions
from quitus.apps.banking.tables.doubts import Told, read_for_import
from quitus.apps.banking.tables.known_tables import Teller, remember_account, remembered_account
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

REPORTS = {"camt.052", "camt.054", "MT942"}
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

    `new` are those to be matched, `withdrawn` those that it put out of the books: a batch told payment by payment,
    what was announced and is not on the statement. `freshens`: reminders that waited for bank data may go on.
    `nameless`: the headers of its tables that do not name their account, which was `chosen`.
    """

    imported: Imported
    new: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()
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

    The same file again changes nothing; a movement that a file of another period or format told is known again, also
    one that a report of the day or a notice announced.
    `account_id`: the account of statements that do not say theirs. `told`: what columns of its tables mean. Refuses a
    file that cannot be read, or not surely, a statement of an unknown account, and one in a foreign currency.
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
    currency = Organisation.objects.get(id=current_organisation_id()).currency
    for statement in found.statements:
        _check(statement, currency, on)
    take_turn()
    file = keep(content, "application/octet-stream")
    if StatementRow.objects.filter(file=file).exists():
        return Stored(_summary(file_name, found, new=0, known=0, same_file=True))
    known_until = bank_data_until()
    brought = _Brought()
    for position, statement in enumerate(found.statements):
        chosen = account_id or remembered_account(statement.headers)
        account = locked_account(statement.account_name, currency, chosen)
        # What the file says outside its statements is told with the first one.
        also = () if position else found.problems
        named = _Named(file, file_name, _format_of(statement, found), position)
        row = _store_statement(statement, account, named, also=also, on=on)
        brought.take(statement, account, store_lines(_booked(statement), account, row))
        go_on(account, on)
    brought.weigh(on)
    waited = known_until is None or on - known_until > STILL_FRESH
    freshens = waited and bank_data_until() != known_until
    nameless = tuple(statement.headers for statement in found.statements if not statement.account)
    summary = _summary(file_name, found, new=brought.added, known=brought.known)
    return Stored(summary, tuple(brought.new), tuple(brought.withdrawn), freshens, nameless, account_id)


@dataclass(slots=True)
class _Brought:
    """What the statements of a file did to the lines on record, and the days of each account that they tell about."""

    new: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    days: dict[int, list[date]] = field(default_factory=dict)
    added: int = 0
    known: int = 0

    def take(self, statement: Statement, account: BankAccount, lines: Lines) -> None:
        self.new += lines.new
        self.withdrawn += lines.divided
        self.added += len(lines.new)
        self.known += len(_booked(statement)) - len(lines.new)
        self.days.setdefault(account.id, []).extend(_days(statement))

    def weigh(self, on: date) -> None:
        """What was announced, against what is told now."""
        for account_id, days in self.days.items():
            if days:
                weighed = weigh(account_id, min(days), max(days), on=on)
                self.new += weighed.back
                self.withdrawn += weighed.denied


def match_stored(files: Sequence[Stored], *, on: date, actor: str) -> list[Imported]:
    """Match the lines of files stored before, all together; what each brought."""
    woken: list[int] = []
    if any(file.freshens for file in files):
        overdue = Instalment.objects.filter(remaining_minor__gt=0, due_on__lt=on)
        woken = list(overdue.values_list("id", flat=True))
    new = _standing(files)
    events = tell_stored(new, on)
    withdraw_suggestions([line_id for file in files for line_id in file.withdrawn], new, also=woken, on=on)
    done = match_lines(new, on=on, also=woken)
    recognise_returns(new, on=on)
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


def _standing(files: Sequence[Stored]) -> list[int]:
    """The lines to be matched: a later file may have taken out what an earlier one brought."""
    new = list(dict.fromkeys(line_id for file in files for line_id in file.new))
    if not any(file.withdrawn for file in files):
        return new
    standing = set(BankLine.objects.filter(id__in=new).values_list("id", flat=True))
    return [line_id for line_id in new if line_id in standing]


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


@dataclass(frozen=True, slots=True)
class _Named:
    """Which statement of which file it is."""

    file: StoredFile
    file_name: str
    format: str
    position: int


def _format_of(statement: Statement, found: BankFile) -> str:
    """The statement's own format, in a file that has several."""
    formats = found.format.split(", ")
    return ", ".join([one for one in formats if (one in REPORTS) == statement.report] or formats)


def _store_statement(
    statement: Statement, account: BankAccount, named: _Named, *, also: Sequence[ReadProblem], on: date
) -> StatementRow:
    first_on, last_on = _first_and_last_day(statement)
    booked = _booked(statement)
    return StatementRow.objects.create(
        bank_account=account,
        file=named.file,
        file_name=named.file_name[-200:],
        format=named.format,
        position=named.position,
        opening_minor=statement.opening.amount.minor if statement.opening else None,
        opening_on=statement.opening.day if statement.opening else None,
        closing_minor=statement.closing.amount.minor if statement.closing else None,
        closing_on=statement.closing.day if statement.closing else None,
        first_on=first_on,
        last_on=last_on,
        # Something unreadable, be it outside of the statements, may have moved the account.
        balanced=None if any(problem.blocks for problem in also) else statement.balanced,
        problems=[
            {
                "where": problem.where,
                "code": problem.code,
                "facts": {name: str(value) for name, value in problem.facts.items()},
                "blocks": problem.blocks,
            }
            for problem in (*statement.problems, *also)
        ],
        told_lines=len(booked),
        told_minor=sum(line.amount.minor for line in booked),
        announces=statement.announces,
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
