"""Take in a file whose columns are told beside it, as a command does: remembered by their headers, as on screen."""

from datetime import date

from quitus.apps.banking.statements.importing import Imported, import_bank_file, take_turn
from quitus.apps.banking.tables.doubts import tables_of
from quitus.apps.banking.tables.known_tables import Teller, remember_columns
from quitus.apps.timeline.actions import record_all
from quitus.domain.banking.told_columns import ToldColumns, told_mappings


def import_told_file(
    content: bytes,
    file_name: str,
    said: ToldColumns | None,
    *,
    on: date,
    actor: str,
    account_id: int | None = None,
) -> Imported:
    """Read, store, book and match a file; what is `said` of its columns holds for the next ones.

    Refused as `import_bank_file`, and bank_columns_…; then nothing is remembered.
    """
    if said is None:
        return import_bank_file(content, file_name, on=on, actor=actor, account_id=account_id)
    take_turn()
    tables, teller = tables_of(content, said.names), Teller(on, actor, file_name)
    told = told_mappings(tables, said)
    events = [
        event
        for table in tables
        if table.fingerprint in told
        for event in remember_columns(table.headers, told[table.fingerprint], teller)
    ]
    imported = import_bank_file(content, file_name, on=on, actor=actor, account_id=account_id, told=told)
    record_all(events)
    return imported
