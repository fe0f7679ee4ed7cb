"""Put rows of a file on record: their clients, invoices and documents. What the imports of invoices share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from quitus.apps.clients.actions import NewClient, add_contact, create_clients, update_client
from quitus.apps.clients.details import ClientDetails, ContactDetails, details_of
from quitus.apps.clients.models import Client
from quitus.apps.clients.queries import recipients
from quitus.apps.files.actions import keep
from quitus.apps.invoicing.actions import attach_documents, mark_sent, record_invoices
from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
from quitus.apps.invoicing.known_rows import Compared
from quitus.apps.invoicing.vat import VatLine, record_vat
from quitus.apps.organisations.queries import current_organisation
from quitus.domain.importing.debtors import new_clients
from quitus.domain.importing.invoices import InvoiceRow
from quitus.domain.importing.plan import row_fingerprint
from quitus.ports.document_folders import DocumentFolder, MatchedDocuments
from quitus.ports.registry import adapters

PDF = "application/pdf"
NOTHING_SAID: Mapping[str, Sequence[VatLine]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Documents:
    """The PDFs at hand, each matched to an invoice number of the file."""

    folder: DocumentFolder | None
    matched: MatchedDocuments

    def wanted(self, compared: Compared) -> list[str]:
        """The numbers whose PDF is not on record yet."""
        undocumented = {row.number for row in compared.new} | compared.undocumented.keys()
        return sorted(undocumented & self.matched.files.keys())

    def kept(self, numbers: Iterable[str]) -> dict[str, int]:
        """Store the PDFs of these invoices; the stored file of each number."""
        if self.folder is None:
            return {}
        return {number: keep(self.folder.read(number), PDF).id for number in numbers}


@contextmanager
def open_documents(documents: Path | bytes | None, numbers: Iterable[str]) -> Iterator[Documents]:
    """The PDFs of a folder or zip, matched to invoice numbers; none without one."""
    if documents is None:
        yield Documents(None, MatchedDocuments({}, ()))
        return
    with adapters().documents.open(documents) as folder:
        yield Documents(folder, folder.match(numbers))


def write_rows(
    compared: Compared,
    documents: Documents,
    batch_id: int,
    on: date,
    actor: str,
    *,
    vat: Mapping[str, Sequence[VatLine]] = NOTHING_SAID,
) -> None:
    """Record what is new, with its clients and PDFs; no reminder of it leaves before `release_import`.

    `vat`: by invoice number, what is known of it besides the rows.
    """
    clients = _clients_of(compared.new, on, actor)
    files = documents.kept(documents.wanted(compared))
    ids = record_invoices(
        [_new_invoice(row, clients, files) for row in compared.new],
        on=on,
        actor=actor,
        released=False,
        batch_id=batch_id,
    )
    said = {id_: _vat_of(row, vat) for id_, row in zip(ids, compared.new, strict=True)}
    record_vat({id_: lines for id_, lines in said.items() if lines})
    attach_documents({id_: files[n] for n, id_ in compared.undocumented.items() if n in files})
    for sent_on, invoice_ids in compared.sent.items():
        mark_sent(invoice_ids, on=sent_on, actor=actor)


def learnt(rows: Iterable[InvoiceRow]) -> dict[int, InvoiceRow]:
    """For each known client that lacks its number or any address, the first row that gives it."""
    told = [row for row in rows if row.known_client and (row.client_reference or row.client_email)]
    ids = {row.known_client for row in told if row.known_client}
    numbered = set(Client.objects.filter(id__in=ids).exclude(number="").values_list("id", flat=True))
    reachable = recipients(ids)
    learnt: dict[int, InvoiceRow] = {}
    for row in told:
        client_id = row.known_client or 0
        new_number = row.client_reference and client_id not in numbered
        new_address = row.client_email and client_id not in reachable
        if new_number or new_address:
            learnt.setdefault(client_id, row)
    return learnt


def _clients_of(rows: tuple[InvoiceRow, ...], on: date, actor: str) -> dict[int, int]:
    """The client of each line: known, or made now. Known ones learn the number or address they lacked."""
    for client_id, row in learnt(rows).items():
        client = Client.objects.get(id=client_id)
        if row.client_reference and not client.number:
            card = replace(details_of(client), number=row.client_reference)
            update_client(client_id, card, on=on, actor=actor)
        if row.client_email and not recipients([client_id]):
            add_contact(client_id, ContactDetails(email=row.client_email), on=on, actor=actor)
    asked = new_clients(rows)
    organisation = current_organisation()
    made = create_clients(
        [
            NewClient(
                ClientDetails(
                    name=client.name,
                    number=client.reference,
                    language=organisation.language,
                    country=organisation.country,
                ),
                (ContactDetails(email=client.email),) if client.email else (),
            )
            for client in asked
        ],
        on=on,
        actor=actor,
    )
    new = {line: id_ for id_, client in zip(made, asked, strict=True) for line in client.lines}
    return {row.line: row.known_client or new[row.line] for row in rows}


def _vat_of(row: InvoiceRow, vat: Mapping[str, Sequence[VatLine]]) -> Sequence[VatLine]:
    if row.vat is None:
        return vat.get(row.number, ())
    return [VatLine(row.vat.rate, row.amount - row.vat.vat, row.vat.vat)]


def _new_invoice(row: InvoiceRow, clients: Mapping[int, int], files: Mapping[str, int]) -> NewInvoice:
    return NewInvoice(
        client_id=clients[row.line],
        number=row.number,
        issued_on=row.issued_on,
        total=row.amount,
        instalments=(NewInstalment(row.due_on, row.remaining),) if row.remaining else (),
        label=row.label,
        sent_on=row.sent_on,
        document_id=files.get(row.number),
        fingerprint=row_fingerprint(row),
    )
