"""What people said of banks' tables: remembered by their headers, shown, changed and forgotten.

A table without headers is remembered as a proposal only: another bank's may look the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from quitus.apps.banking.models import BankAccount, KnownTable
from quitus.apps.timeline.actions import Event, record
from quitus.domain.banking.column_mapping import (
    ColumnMapping,
    check_mapping,
    header_fingerprint,
    headers_missing,
    mapping_from,
)
from quitus.domain.refused import Refused

FILE_NAME_LENGTH = 200
SHOWN_HEADERS = 200  # characters of them on the timeline
MOST_SHOWN = 100

Headers = Sequence[str]


@dataclass(frozen=True, slots=True)
class Teller:
    """Who says something of tables, when, and of which file."""

    on: date
    actor: str
    file_name: str


@dataclass(frozen=True, slots=True)
class KnownTableView:
    """What was said of tables with these headers. `mapping` is None where the reader finds the columns out, and where
    what was kept cannot be read."""

    id: int
    headers: tuple[str, ...]
    mapping: ColumnMapping | None
    account: BankAccount | None
    several_accounts: bool
    file_name: str
    told_by: str
    told_on: date


def known_columns() -> dict[str, ColumnMapping]:
    """The columns of tables that are read as somebody said, by the fingerprints of their headers."""
    found = {}
    for row in KnownTable.objects.exclude(columns=None):
        mapping = _mapping(row)
        if mapping is not None and not headers_missing(row.headers):
            found[row.fingerprint] = mapping
    return found


def proposed_columns(headers: Headers) -> ColumnMapping | None:
    """What was said of a table with these headers the last time, be it one without any."""
    row = KnownTable.objects.filter(fingerprint=header_fingerprint(headers)).first()
    return _mapping(row) if row else None


def remembered_account(headers: Headers) -> int | None:
    """The account of files with these headers that name none; None when it is to be asked, or is no longer used."""
    if not headers:
        return None
    found: int | None = (
        KnownTable.objects.filter(
            fingerprint=header_fingerprint(headers), several_accounts=False, bank_account__closed_on=None
        )
        .values_list("bank_account_id", flat=True)
        .first()
    )
    return found


def remember_columns(headers: Headers, mapping: ColumnMapping, teller: Teller) -> list[Event]:
    """Read tables with these headers so from now on. Refused bank_mapping_…

    What happened, to be recorded once everything else is locked; what is known already changes nothing.
    """
    check_mapping(mapping, len(headers))
    row = _row(headers, teller)
    if row.columns == mapping.plain():
        return []
    row.columns = mapping.plain()
    _told(row, teller, ["columns"])
    facts = {"headers": ", ".join(headers)[:SHOWN_HEADERS]}
    return [Event("bank_columns_told", teller.on, teller.actor, None, facts)]


def remember_account(tables: Iterable[Headers], account_id: int, teller: Teller) -> None:
    """The account of files with these headers that name none. When it was another one, it is asked each time."""
    for headers in tables:
        if not headers:
            continue
        row = _row(headers, teller)
        if row.several_accounts or row.bank_account_id == account_id:
            continue
        row.several_accounts = row.bank_account_id is not None
        row.bank_account_id = None if row.several_accounts else account_id
        _told(row, teller, ["several_accounts", "bank_account"])


def change(
    known_id: int, mapping: ColumnMapping | None, account_id: int | None, *, on: date, actor: str
) -> None:
    """Put right what is remembered; lines that were read stay. Refused bank_mapping_…; raises KnownTable.DoesNotExist.

    `mapping` None: the reader finds the columns out. `account_id` None: it is asked each time.
    """
    row = KnownTable.objects.select_for_update(no_key=True).get(id=known_id)
    if mapping is not None:
        check_mapping(mapping, len(row.headers))
    account = None if account_id is None else BankAccount.objects.get(id=account_id)
    row.columns = mapping and mapping.plain()
    row.several_accounts = account is None and (row.several_accounts or row.bank_account_id is not None)
    row.bank_account = account
    row.told_by, row.told_on = actor[:80], on
    row.save()
    facts = {"headers": ", ".join(row.headers)[:SHOWN_HEADERS]}
    record(Event("bank_columns_told", on, actor, None, facts))


def forget(known_id: int, *, on: date, actor: str) -> None:
    """Ask about such files again; lines that were read stay. Raises KnownTable.DoesNotExist."""
    row = KnownTable.objects.select_for_update().get(id=known_id)
    facts = {"headers": ", ".join(row.headers)[:SHOWN_HEADERS]}
    row.delete()
    record(Event("bank_columns_forgotten", on, actor, None, facts))


def known_tables() -> list[KnownTableView]:
    """All that is remembered, the newest first, at most MOST_SHOWN; one query."""
    rows = KnownTable.objects.select_related("bank_account").order_by("-told_on", "-id")
    return [_view(row) for row in rows[:MOST_SHOWN]]


def known_table(known_id: int) -> KnownTableView:
    """One of them; raises KnownTable.DoesNotExist."""
    return _view(KnownTable.objects.select_related("bank_account").get(id=known_id))


def _row(headers: Headers, teller: Teller) -> KnownTable:
    """The row of these headers, locked; made when it is new, once for two people at once."""
    fingerprint = header_fingerprint(headers)
    KnownTable.objects.get_or_create(
        fingerprint=fingerprint,
        defaults={
            "headers": list(headers),
            "file_name": teller.file_name[-FILE_NAME_LENGTH:],
            "told_by": teller.actor[:80],
            "told_on": teller.on,
        },
    )
    return KnownTable.objects.select_for_update(no_key=True).get(fingerprint=fingerprint)


def _told(row: KnownTable, teller: Teller, names: list[str]) -> None:
    row.told_by, row.told_on = teller.actor[:80], teller.on
    row.file_name = teller.file_name[-FILE_NAME_LENGTH:]
    row.save(update_fields=[*names, "told_by", "told_on", "file_name"])


def _mapping(row: KnownTable) -> ColumnMapping | None:
    """What was kept; None when it is damaged or names columns that are not there: the person is asked again."""
    if row.columns is None:
        return None
    try:
        mapping = mapping_from(row.columns)
        check_mapping(mapping, len(row.headers))
    except Refused:
        return None
    return mapping


def _view(row: KnownTable) -> KnownTableView:
    return KnownTableView(
        id=row.id,
        headers=tuple(row.headers),
        mapping=_mapping(row),
        account=row.bank_account,
        several_accounts=row.several_accounts,
        file_name=row.file_name,
        told_by=row.told_by,
        told_on=row.told_on,
    )
