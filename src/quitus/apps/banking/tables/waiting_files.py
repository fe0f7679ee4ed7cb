"""Files of tables that wait for a word: kept as they came, tried, then taken in whole, or given up without a trace."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

from quitus.apps.banking.accounts import account_named
from quitus.apps.banking.models import BankAccount, WaitingFile
from quitus.apps.banking.statements.importing import Imported, match_stored, store_bank_file, take_turn
from quitus.apps.banking.tables.doubts import ASKED, OF_ROWS, Told, table_doubts, tables_of
from quitus.apps.banking.tables.known_tables import (
    FILE_NAME_LENGTH,
    Teller,
    known_columns,
    proposed_columns,
    remember_columns,
    remembered_account,
)
from quitus.apps.timeline.actions import record_all
from quitus.domain.banking.column_mapping import ColumnMapping, TableGuess, headers_missing, mapping_from
from quitus.domain.banking.statement import BankFile, LineStatus, ReadProblem, StatementLine
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.registry import adapters

MOST_WAITING = 40  # files of a firm
SHOWN_LINES = 10
SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A file that waits, without its content."""

    id: int
    file_name: str
    received_by: str
    received_on: date


@dataclass(frozen=True, slots=True)
class Trial:
    """How a table would be read: its first lines, how many there are, what comes in and goes out in each currency, and
    what could not be read. `refused`: why not at all.

    `unread` rows are no lines; `nameless` statements do not say whose account they are about. `found`: all of it.
    """

    lines: Sequence[StatementLine] = ()
    count: int = 0
    pending: int = 0
    came_in: Sequence[Money] = ()
    went_out: Sequence[Money] = ()
    problems: Sequence[ReadProblem] = ()
    problem_count: int = 0
    unread: int = 0
    nameless: int = 0
    balanced: bool | None = None
    found: BankFile | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One table of a waiting file that needs a word: `place` of `count` of them.

    `mapping` is what is proposed: what was said of such a table before (`remembered`), else what it seems to say;
    `trial` is how that reads, `doubts` why it is asked. `account_id`: the account that was chosen or remembered, of
    files that name none. `size`: the file's bytes.
    """

    file: WaitingView
    table: TableGuess
    mapping: ColumnMapping
    remembered: bool
    place: int
    count: int
    account_id: int | None
    size: int
    trial: Trial = Trial()
    doubts: Sequence[ReadProblem] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says of a table, and of the account of files that name none: one of the firm's, or a new one."""

    fingerprint: str
    mapping: ColumnMapping
    account_id: int | None = None
    new_account: str = ""


def may_wait(refusal: Refused, content: bytes) -> bool:
    """Whether a person can put right, on screen, what the file was refused for."""
    if refusal.code in ASKED:
        return True
    return refusal.code == "statement_without_account" and bool(tables_of(content))


def keep_waiting(
    content: bytes, file_name: str, *, on: date, actor: str, account_id: int | None = None
) -> int:
    """Keep a file until somebody answers; the same one twice waits once. Refused bank_waiting_too_many."""
    digest = hashlib.sha256(content).digest()
    if WaitingFile.objects.exclude(sha256=digest).count() >= MOST_WAITING:
        raise Refused("bank_waiting_too_many", most=MOST_WAITING)
    account = None if account_id is None else BankAccount.objects.get(id=account_id)
    row = WaitingFile(
        sha256=digest,
        file_name=file_name[-FILE_NAME_LENGTH:],
        content=content,
        bank_account=account,
        received_by=actor[:80],
        received_on=on,
    )
    WaitingFile.objects.bulk_create([row], ignore_conflicts=True)
    found: int = WaitingFile.objects.values_list("id", flat=True).get(sha256=digest)
    return found


def waiting_files() -> list[WaitingView]:
    """The files that wait, the newest first; one query, without their contents."""
    rows = WaitingFile.objects.defer("content").order_by("-id")
    return [_view(row) for row in rows[: MOST_WAITING + 1]]


def question(waiting_id: int) -> Question:
    """The first table of the file that needs a word; its first one when all are clear by now.

    Refused when the file cannot be read whatever its columns mean. Raises WaitingFile.DoesNotExist.
    """
    row = WaitingFile.objects.get(id=waiting_id)
    tables = tables_of(bytes(row.content))
    asked = next(_unclear(row, tables), None)
    return asked or _tried(_asked(row, tables, 0), row)


def asked_table(waiting_id: int, fingerprint: str) -> Question:
    """The table with this fingerprint and why it was asked about; how it reads as proposed is tried only where the
    doubts lie in that. Raises WaitingFile.DoesNotExist, also for a table that is not in the file."""
    row = WaitingFile.objects.get(id=waiting_id)
    tables = tables_of(bytes(row.content))
    place = next((at for at, table in enumerate(tables) if table.fingerprint == fingerprint), None)
    if place is None:
        raise WaitingFile.DoesNotExist
    asked = _asked(row, tables, place)
    if asked.table.questions and fingerprint not in known_columns():
        return replace(asked, doubts=asked.table.questions)
    return _tried(asked, row)


def try_columns(waiting_id: int, fingerprint: str, mapping: ColumnMapping) -> Trial:
    """How the tables with this fingerprint would be read; writes nothing. Raises WaitingFile.DoesNotExist."""
    return _trial(bytes(WaitingFile.objects.get(id=waiting_id).content), fingerprint, mapping)


def answer(waiting_id: int, said: Answer, *, on: date, actor: str) -> Imported | None:
    """Note what a table means. Once all tables of the file are clear it is taken in, and no longer waits: what it
    brought; None while another table needs a word.

    Refused as `import_bank_file`, or when nothing could be read so; then nothing is kept of it. Raises
    WaitingFile.DoesNotExist, also when somebody else was faster.
    """
    take_turn()
    row = WaitingFile.objects.select_for_update().get(id=waiting_id)
    content = bytes(row.content)
    _check_answer(content, said)
    if said.new_account.strip():
        row.bank_account_id = account_named(said.new_account)
    elif said.account_id is not None:
        row.bank_account_id = BankAccount.objects.get(id=said.account_id).id
    row.columns = {**row.columns, said.fingerprint: said.mapping.plain()}
    row.save(update_fields=["columns", "bank_account"])
    tables = tables_of(content)
    if next(_unclear(row, tables), None) is not None:
        return None
    told, teller = _told(row), Teller(on, actor, row.file_name)
    events = [
        event
        for table in tables
        if _worth_remembering(table, told.get(table.fingerprint))
        for event in remember_columns(table.headers, told[table.fingerprint], teller)
    ]
    stored = store_bank_file(content, row.file_name, on=on, account_id=row.bank_account_id, told=told)
    row.delete()
    (imported,) = match_stored([stored], on=on, actor=actor)
    record_all(events)
    return imported


def give_up(waiting_id: int) -> str:
    """Delete a file that waits, with its content; its name. Raises WaitingFile.DoesNotExist."""
    row = WaitingFile.objects.select_for_update().defer("content").get(id=waiting_id)
    row.delete()
    return row.file_name


def _check_answer(content: bytes, said: Answer) -> None:
    trial = _trial(content, said.fingerprint, said.mapping)
    if trial.refused:
        raise trial.refused
    if not trial.count or trial.unread > trial.count:
        raise Refused("bank_table_misread", count=trial.unread, lines=trial.count)
    if any(problem.code == "bank_dates_ambiguous" for problem in trial.problems):
        raise Refused("bank_day_order_needed")


def _unclear(row: WaitingFile, tables: Sequence[TableGuess]) -> Iterator[Question]:
    """The tables of the file that need a word."""
    said = _told(row)
    for place, table in enumerate(tables):
        if table.fingerprint in said:
            continue
        asked = _tried(_asked(row, tables, place), row)
        if asked.doubts or (asked.trial.nameless and asked.account_id is None):
            yield asked


def _asked(row: WaitingFile, tables: Sequence[TableGuess], place: int) -> Question:
    if not tables:
        raise WaitingFile.DoesNotExist
    table = tables[place]
    before = _told(row).get(table.fingerprint) or proposed_columns(table.headers)
    account_id = row.bank_account_id or remembered_account(table.headers)
    mapping = before or _likely(table)
    size = len(row.content)
    return Question(_view(row), table, mapping, before is not None, place + 1, len(tables), account_id, size)


def _tried(asked: Question, row: WaitingFile) -> Question:
    """With how it reads as proposed, and what a person should confirm of that."""
    trial = _trial(bytes(row.content), asked.table.fingerprint, asked.mapping)
    known = asked.table.fingerprint in known_columns()
    return replace(asked, trial=trial, doubts=_doubts(asked.table, trial, known=known))


def _likely(table: TableGuess) -> ColumnMapping:
    """What a table seems to say. How fees count is left to each file, unless the bank always does the same."""
    return table.mapping if table.bank else replace(table.mapping, fees=None)


def _doubts(table: TableGuess, trial: Trial, *, known: bool) -> Sequence[ReadProblem]:
    """Why the table is asked about; those that a person settled before are settled."""
    if not known and table.questions:
        return table.questions
    if trial.refused is not None:
        guess = trial.refused.facts.get("guess")
        asked = guess.questions if isinstance(guess, TableGuess) else ()
        return asked or [ReadProblem.of("", trial.refused)]
    if not known and headers_missing(table.headers):
        return [ReadProblem("", "bank_headers_missing")]
    return table_doubts(trial.found, table, remembered=known) if trial.found else ()


def _trial(content: bytes, fingerprint: str, mapping: ColumnMapping) -> Trial:
    try:
        found = adapters().bank_files.trial(BytesIO(content), fingerprint, mapping)
    except Refused as refusal:
        return Trial(refused=refusal)
    lines = [line for statement in found.statements for line in statement.lines]
    moved = [line.amount for line in lines if line.status is LineStatus.BOOKED]
    problems = list(found.every_problem())
    verdicts = {statement.balanced for statement in found.statements}
    return Trial(
        lines=lines[:SHOWN_LINES],
        count=len(lines),
        pending=len(lines) - len(moved),
        came_in=_sums([money for money in moved if money.minor > 0]),
        went_out=_sums([money for money in moved if money.minor < 0]),
        problems=sorted(problems, key=lambda problem: not problem.blocks)[:SHOWN_PROBLEMS],
        problem_count=len(problems),
        unread=sum(problem.code in OF_ROWS for problem in problems),
        nameless=sum(not statement.account for statement in found.statements),
        balanced=False if False in verdicts else None if None in verdicts else True,
        found=found,
    )


def _sums(amounts: Sequence[Money]) -> list[Money]:
    """The sum in each currency."""
    sums: Counter[str] = Counter()
    for money in amounts:
        sums[money.currency] += money.minor
    return [Money(minor, currency) for currency, minor in sorted(sums.items())]


def _worth_remembering(table: TableGuess, said: ColumnMapping | None) -> bool:
    """Whether a person said more than what everybody knows of this bank's tables."""
    return said is not None and not (table.sure and table.bank and said == table.mapping)


def _told(row: WaitingFile) -> Told:
    return {fingerprint: mapping_from(kept) for fingerprint, kept in row.columns.items()}


def _view(row: WaitingFile) -> WaitingView:
    return WaitingView(row.id, row.file_name, row.received_by, row.received_on)
