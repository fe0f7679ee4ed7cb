"""Take in a file of clients: make the new ones, complete the known ones, touch nothing else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from quitus.apps.clients.actions import NewClient, add_contact, create_clients, update_client
from quitus.apps.clients.details import ClientDetails, ContactDetails, details_of
from quitus.apps.clients.models import Client, ClientKind
from quitus.apps.clients.queries import contacts_of
from quitus.apps.invoicing.imports import (
    ImportFile,
    ImportReport,
    already_imported,
    keep_batch,
    known_batch,
    lock_imports,
    proposed_columns,
    refuse_fec,
)
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.queries import current_organisation
from quitus.domain.importing.clients import ClientRow, plan_clients
from quitus.domain.importing.header_words import Kind
from quitus.domain.importing.plan import in_line_order, row_fingerprint
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.text import name_key
from quitus.ports.registry import adapters


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The rows by what is to be done with them."""

    new: tuple[ClientRow, ...]
    changed: tuple[tuple[Client, ClientRow], ...]
    unchanged: int
    problems: tuple[Problem, ...]


def import_clients(file: ImportFile, *, on: date, actor: str, preview: bool = False) -> ImportReport:
    """Import a file of clients, whole or not at all; a preview writes nothing.

    Refused, besides what stands in the report's problems: what makes the file no table, import_file_is_fec,
    import_header_unknown.
    """
    if not preview:
        lock_imports()
    if batch := known_batch(Kind.CLIENTS, file):
        return already_imported(Kind.CLIENTS, file, batch)
    refuse_fec(file)
    table = adapters().tables.read(file.content)
    proposal = proposed_columns(table, Kind.CLIENTS, file)
    report = ImportReport(
        kind=Kind.CLIENTS,
        file_name=file.name,
        columns=proposal.columns,
        rows=len(table.rows),
        problems=proposal.problems,
        notices=proposal.notices,
    )
    if report.problems:
        return report
    plan = plan_clients(table, proposal.mapping)
    rows = _sort(dict.fromkeys(plan.rows))
    report = replace(
        report,
        problems=in_line_order((*plan.problems, *rows.problems)),
        notices=in_line_order((*report.notices, *plan.notices)),
        created=len(rows.new),
        unchanged=rows.unchanged,
        updated_clients=len(rows.changed),
    )
    if preview or report.problems or not report.changes:
        return report
    _write(rows, on, actor)
    return replace(report, batch_id=keep_batch(report, file, on=on, actor=actor), written=True)


def _sort(rows: Iterable[ClientRow]) -> _Sorted:
    """Find each row's client on record: by number, else by name; never by a guess."""
    by_number: dict[str, list[Client]] = {}
    by_name: dict[str, list[Client]] = defaultdict(list)
    for client in Client.objects.all():
        if client.number:
            by_number[client.number.casefold()] = [client]
        by_name[name_key(client.name)].append(client)
    new, changed, problems, unchanged = [], [], [], 0
    first_lines: dict[int, int] = {}
    for row in rows:
        # A number that is unknown here can only be news of a client who has none yet.
        namesakes = [
            client for client in by_name[name_key(row.name)] if not (row.reference and client.number)
        ]
        found = by_number.get(row.reference.casefold(), namesakes) if row.reference else namesakes
        if len(found) > 1:
            problems.append(_problem("import_client_ambiguous", row, count=len(found)))
        elif not found:
            new.append(row)
        elif first_lines.setdefault(found[0].id, row.line) != row.line:
            first_line = first_lines[found[0].id]
            problems.append(_problem("import_client_known_twice", row, first_line=first_line))
        elif found[0].fingerprint == row_fingerprint(row):
            unchanged += 1
        else:
            changed.append((found[0], row))
    return _Sorted(tuple(new), tuple(changed), unchanged, tuple(problems))


def _problem(code: str, row: ClientRow, **facts: object) -> Problem:
    return Problem(code, row.line, None, row.name, facts)


def _write(rows: _Sorted, on: date, actor: str) -> None:
    organisation = current_organisation()
    create_clients(
        [
            NewClient(_new_details(row, organisation), tuple(_contacts(row)), row_fingerprint(row))
            for row in rows.new
        ],
        on=on,
        actor=actor,
    )
    for client, row in rows.changed:
        update_client(
            client.id,
            _completed(details_of(client), row),
            on=on,
            actor=actor,
            fingerprint=row_fingerprint(row),
        )
        known = {contact.email.casefold() for contact in contacts_of(client.id)}
        for contact in _contacts(row):
            if contact.email and contact.email.casefold() not in known:
                add_contact(client.id, contact, on=on, actor=actor)


def _new_details(row: ClientRow, organisation: Organisation) -> ClientDetails:
    blank = ClientDetails(name=row.name, country=organisation.country, language=organisation.language)
    return _completed(blank, row)


def _completed(card: ClientDetails, row: ClientRow) -> ClientDetails:
    """The card with what the row says; where the row is silent, the card stays."""
    address = "\n".join(filter(None, (*row.address_lines, f"{row.postcode} {row.city}".strip())))
    said: dict[str, Any] = {
        "name": row.name,
        "number": row.reference,
        "kind": ClientKind(row.client_class.value) if row.client_class else None,
        "language": row.language,
        "country": row.country,
        "address": address,
        "siren": row.siren,
        "siret": row.siret,
        "vat_number": row.vat_number,
        "phone": " / ".join(row.phones),
    }
    if row.payment_delay is not None:
        card = replace(
            card,
            payment_days=row.payment_delay.days,
            payment_end_of_month=row.payment_delay.end_of_month,
        )
    return replace(card, **{name: value for name, value in said.items() if value})


def _contacts(row: ClientRow) -> Iterable[ContactDetails]:
    """One contact for each address; the name goes with the first."""
    names = (row.contact_name, *[""] * len(row.emails))
    for name, email in zip(names, row.emails, strict=False):
        yield ContactDetails(name=name, email=email)
    if row.contact_name and not row.emails:
        yield ContactDetails(name=row.contact_name, phone=" / ".join(row.phones))
