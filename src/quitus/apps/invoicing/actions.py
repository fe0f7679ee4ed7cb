"""Record invoices and what is due of them, and keep them ready for the reminders' next look."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import connection

from quitus.apps.books.actions import Booking, post_all
from quitus.apps.books.models import Journal
from quitus.apps.invoicing.drafts import NewInvoice
from quitus.apps.invoicing.keys import instalment_references, lookup_keys
from quitus.apps.invoicing.models import ImportBatch, Instalment, InstalmentKey, Invoice
from quitus.apps.organisations.bulk import array_literal, insert_all, new_ids, update_all
from quitus.apps.organisations.queries import books_currency
from quitus.apps.organisations.sql import FEW, few_rows, rows
from quitus.apps.timeline.actions import Event, record_all
from quitus.domain.books.entries import opening_claim
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now


def record_invoices(
    new: Sequence[NewInvoice], *, on: date, actor: str, released: bool, batch_id: int | None = None
) -> list[int]:
    """Record invoices with their instalments, keys and opening entries; their ids in order.

    One statement per table, however many there are. `released` False: no reminder leaves before `release`.
    Refused: invoice_number_taken, currency_not_kept.
    """
    currency = books_currency()
    for invoice in new:
        if invoice.total.currency != currency:
            raise Refused("currency_not_kept", currency=invoice.total.currency, kept=currency)
    taken = Invoice.objects.filter(number__in=[invoice.number for invoice in new])
    if number := taken.values_list("number", flat=True).first():
        raise Refused("invoice_number_taken", number=number)
    ids = _insert_invoices(new, batch_id)
    _insert_instalments(new, ids, released_on=on if released else None)
    post_all(
        Booking(
            source=f"invoice:{invoice_id}",
            journal=Journal.OPENING,
            happened_on=on,
            document_on=min(invoice.issued_on, on),
            document=invoice.number,
            label=f"Reprise facture {invoice.number}",  # books are kept in French (C. com. L123-22)
            entry=opening_claim(invoice.client_id, invoice.open.minor),
            currency=currency,
        )
        for invoice_id, invoice in zip(ids, new, strict=True)
        if invoice.instalments
    )
    record_all(_recorded_events(new, on, actor))
    return ids


def _insert_invoices(new: Sequence[NewInvoice], batch_id: int | None) -> list[int]:
    ids = new_ids(Invoice, len(new))
    insert_all(
        Invoice,
        {
            "id": ids,
            "client_id": [invoice.client_id for invoice in new],
            "number": [invoice.number for invoice in new],
            "issued_on": [invoice.issued_on for invoice in new],
            "currency": [invoice.total.currency for invoice in new],
            "total_minor": [invoice.total.minor for invoice in new],
            "label": [invoice.label for invoice in new],
            "already_paid_minor": [invoice.already_paid.minor for invoice in new],
            "fingerprint": [invoice.fingerprint for invoice in new],
            "document_id": [invoice.document_id for invoice in new],
            "sent_on": [invoice.sent_on for invoice in new],
        },
        import_batch_id=batch_id,
        recorded_at=real_now(),
    )
    return ids


def _insert_instalments(
    new: Sequence[NewInvoice], invoice_ids: Sequence[int], released_on: date | None
) -> None:
    parts = [
        (invoice_id, invoice, position, instalment)
        for invoice_id, invoice in zip(invoice_ids, new, strict=True)
        for position, instalment in enumerate(invoice.instalments, start=1)
    ]
    ids = new_ids(Instalment, len(parts))
    references = instalment_references(
        [(id_, invoice.number, position) for id_, (_, invoice, position, _) in zip(ids, parts, strict=True)]
    )
    insert_all(
        Instalment,
        {
            "id": ids,
            "invoice_id": [invoice_id for invoice_id, _, _, _ in parts],
            "client_id": [invoice.client_id for _, invoice, _, _ in parts],
            "position": [position for _, _, position, _ in parts],
            "due_on": [instalment.due_on for _, _, _, instalment in parts],
            "amount_minor": [instalment.amount.minor for _, _, _, instalment in parts],
            "currency": [instalment.amount.currency for _, _, _, instalment in parts],
            "reference": references,
            "remaining_minor": [instalment.amount.minor for _, _, _, instalment in parts],
        },
        released_on=released_on,
        next_check_on=released_on,
    )
    keys = [
        (id_, key)
        for id_, reference, (_, invoice, _, _) in zip(ids, references, parts, strict=True)
        for key in lookup_keys(invoice.number, reference)
    ]
    insert_all(InstalmentKey, {"instalment_id": [id_ for id_, _ in keys], "value": [key for _, key in keys]})


def _recorded_events(new: Sequence[NewInvoice], on: date, actor: str) -> list[Event]:
    """One event per client: a file of a hundred invoices is one thing that happened to it."""
    by_client: dict[int, list[Mapping[str, object]]] = defaultdict(list)
    for invoice in new:
        by_client[invoice.client_id].append(
            {
                "number": invoice.number,
                "total_minor": invoice.total.minor,
                "open_minor": invoice.open.minor,
                "currency": invoice.total.currency,
            }
        )
    return [
        Event("invoices_recorded", on, actor, client_id, {"invoices": invoices})
        for client_id, invoices in by_client.items()
    ]


def facts_changed(instalment_ids: Iterable[int], on: date) -> None:
    """Let the reminders look at these instalments on `on` at the latest: something they read has changed."""
    _look_again("id = ANY(%(ids)s::bigint[])", instalment_ids, on)


def client_facts_changed(client_ids: Iterable[int], on: date) -> None:
    """The same for every open instalment of these clients."""
    _look_again("client_id = ANY(%(ids)s::bigint[]) AND remaining_minor > 0", client_ids, on)


def _look_again(wanted: str, ids: Iterable[int], on: date) -> None:
    """Locks first, in id order, also the rows that need no change: a plan being made has read the old facts and
    is about to write a later date, which only a second statement sees.
    """
    wanted_ids = sorted(ids)
    values = {"ids": array_literal(wanted_ids), "on": on}
    read = few_rows if len(wanted_ids) <= FEW else rows
    read(f"SELECT id FROM invoicing_instalment WHERE {wanted} ORDER BY id FOR NO KEY UPDATE", values)  # noqa: S608
    read(
        f"UPDATE invoicing_instalment SET next_check_on = %(on)s WHERE {wanted} "  # noqa: S608 - texts of ours
        "AND (next_check_on IS NULL OR next_check_on > %(on)s) RETURNING id",
        values,
    )


def settle(paid: Mapping[int, int], on: date) -> None:
    """Take what payments settle (minor units by instalment) off what remains; negative amounts reopen.

    For the payments' actions alone, which hold the locks.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE invoicing_instalment AS t SET remaining_minor = t.remaining_minor - u.paid, "
            "next_check_on = LEAST(t.next_check_on, %s) "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS u(id, paid) WHERE t.id = u.id",
            [on, list(paid), list(paid.values())],
        )


def mark_sent(invoice_ids: Iterable[int], *, on: date, actor: str) -> int:
    """These invoices reached their clients on `on`; how many were not yet known to have."""
    unknown = Invoice.objects.filter(id__in=list(invoice_ids), sent_on=None).order_by("id")
    instalments = Instalment.objects.filter(invoice__in=unknown)
    # These first: whoever sends a message holds them, and comes for the invoice next.
    facts_changed(instalments.values_list("id", flat=True), on)
    found = list(unknown.select_for_update(no_key=True).values_list("id", "client_id", "number"))
    Invoice.objects.filter(id__in=[invoice_id for invoice_id, _, _ in found]).update(sent_on=on)
    by_client: dict[int, list[str]] = defaultdict(list)
    for _, client_id, number in found:
        by_client[client_id].append(number)
    record_all(Event("invoices_sent", on, actor, client, {"invoices": n}) for client, n in by_client.items())
    return len(found)


def release(instalment_ids: Iterable[int], *, on: date, actor: str) -> int:
    """Let the reminders of these instalments start; how many were held back until now."""
    held = Instalment.objects.filter(id__in=list(instalment_ids), released_on=None).order_by("id")
    locked = held.select_for_update(of=("self",), no_key=True)
    found = list(locked.values_list("id", "client_id", "invoice__number"))
    Instalment.objects.filter(id__in=[instalment_id for instalment_id, _, _ in found]).update(
        released_on=on, next_check_on=on
    )
    by_client: dict[int, list[str]] = defaultdict(list)
    for _, client_id, number in found:
        by_client[client_id].append(number)
    record_all(
        Event("invoices_released", on, actor, client, {"invoices": n}) for client, n in by_client.items()
    )
    return len(found)


def release_import(batch_id: int, *, on: date, actor: str) -> int:
    """Let the reminders of a whole import start; how many instalments were held back until now."""
    ImportBatch.objects.filter(id=batch_id, released_on=None).update(released_on=on)
    instalments = Instalment.objects.filter(invoice__import_batch_id=batch_id)
    return release(instalments.values_list("id", flat=True), on=on, actor=actor)


def attach_documents(documents: Mapping[int, int]) -> None:
    """Give invoices their documents: stored file by invoice."""
    update_all(Invoice, list(documents), {"document_id": list(documents.values())})
