"""Open documents of a FEC beside the invoices on record: which are new, and what the books say of those that are known.

What is on record never changes because of a FEC: that something was paid since is only told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.db.models import Sum

from quitus.apps.clients.models import Client
from quitus.apps.invoicing.known_rows import Compared
from quitus.apps.invoicing.models import Instalment, Invoice
from quitus.domain.importing.debtors import KnownClient
from quitus.domain.importing.fec_invoices import FecInvoice
from quitus.domain.importing.fec_lines import OpenDocument, SettledDocument
from quitus.domain.importing.header_words import Field
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.text import clean, name_key, shown
from quitus.domain.money import Money


def open_numbers() -> frozenset[str]:
    """The numbers of invoices of which something is to be paid, without capitals."""
    unpaid = Instalment.objects.filter(remaining_minor__gt=0)
    return frozenset(number.casefold() for number in unpaid.values_list("invoice__number", flat=True))


def known_clients(documents: Sequence[OpenDocument]) -> list[KnownClient]:
    """The clients on record, as a FEC may name them.

    An accounting program has codes of its own. Where a document of the file is an invoice on record, and its client
    has the same name there, the file's code is theirs.
    """
    clients = {id_: KnownClient(id_, number, name) for id_, number, name in _names()}
    taken = {document.client.casefold() for document in documents}
    numbers = {client.reference.casefold() for client in clients.values()}
    whose = _invoices({clean(document.document) for document in documents})
    for document in documents:
        invoice, code = whose.get(clean(document.document)), clean(document.client)
        if invoice is None or not code or code.casefold() in numbers:
            continue
        client = clients[invoice.client_id]
        if client.reference.casefold() not in taken and name_key(client.name) == name_key(
            document.client_name
        ):
            clients[client.id] = replace(client, reference=code)
    return list(clients.values())


def compare_open(
    invoices: Sequence[FecInvoice], settled: Iterable[SettledDocument]
) -> tuple[Compared, list[Problem]]:
    """The invoices by what is on record, and notices on what the books say otherwise."""
    settled = list(settled)
    stored = _invoices({one.row.number for one in invoices} | {one.document for one in settled})
    unpaid = _unpaid(invoice.id for invoice in stored.values())
    new, known, problems = [], [], []
    notices: list[Problem] = []
    for one in invoices:
        row, invoice = one.row, stored.get(one.row.number)
        if invoice is None:
            new.append(row)
        elif row.known_client != invoice.client_id:
            facts = {
                "kept": shown(invoice.client.name),
                "given": shown(row.client_name or row.client_reference),
            }
            facts |= {"reference": shown(row.client_reference)}
            problems.append(Problem("import_fec_other_client", row.line, "CompAuxNum", row.number, facts))
        else:
            known.append(row)
            notices += _differences(one, invoice)
            notices += _paid_since(row.line, invoice, unpaid.get(invoice.id, 0), row.remaining.minor)
    for document in settled:
        invoice = stored.get(document.document)
        if invoice is not None and _same_client(invoice.client, document):
            notices += _paid_since(document.line, invoice, unpaid.get(invoice.id, 0), 0)
    undocumented = {
        row.number: stored[row.number].id for row in known if stored[row.number].document_id is None
    }
    return Compared(tuple(new), tuple(known), undocumented, {}, tuple(problems)), notices


def _names() -> Iterable[tuple[int, str, str]]:
    return Client.objects.values_list("id", "number", "name")


def _invoices(numbers: Iterable[str]) -> Mapping[str, Invoice]:
    found = Invoice.objects.filter(number__in=list(numbers)).select_related("client")
    return {invoice.number: invoice for invoice in found}


def _unpaid(invoice_ids: Iterable[int]) -> dict[int, int]:
    instalments = Instalment.objects.filter(invoice_id__in=list(invoice_ids)).values_list("invoice_id")
    return dict(instalments.annotate(left=Sum("remaining_minor")).order_by("invoice_id"))


def _differences(one: FecInvoice, invoice: Invoice) -> Iterator[Problem]:
    """What the books say otherwise of a known invoice. An opening balance knows neither its day nor all its amount."""
    row, total = one.row, Money(invoice.total_minor, invoice.currency)
    same_amount = row.amount <= total if one.opening else row.amount == total
    pairs: list[tuple[Field, object, object, bool]] = [
        (Field.AMOUNT, total, row.amount, same_amount),
        (
            Field.ISSUED_ON,
            invoice.issued_on,
            row.issued_on,
            one.opening or invoice.issued_on == row.issued_on,
        ),
    ]
    for field, kept, given, same in pairs:
        if not same:
            facts = {"field": field, "kept": kept, "given": given}
            yield Problem("import_fec_known_differs", row.line, "PieceRef", row.number, facts)


def _paid_since(line: int, invoice: Invoice, here: int, in_books: int) -> Iterator[Problem]:
    """That the books have more payments than Quitus, or fewer."""
    if in_books != here:
        facts = {
            "amount": Money(abs(here - in_books), invoice.currency),
            "left": Money(here, invoice.currency),
        }
        yield Problem(
            "import_fec_paid_since" if in_books < here else "import_fec_paid_here",
            line,
            "PieceRef",
            invoice.number,
            facts,
        )


def _same_client(client: Client, document: SettledDocument) -> bool:
    same_code = bool(client.number) and client.number.casefold() == document.client.casefold()
    return same_code or name_key(client.name) == name_key(document.client_name)
