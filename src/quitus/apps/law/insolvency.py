"""Claims to declare in the insolvencies of clients: what was invoiced before, and nobody has declared yet."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Sum

from quitus.apps.invoicing.models import Instalment
from quitus.apps.law.models import LegalEvent, LegalEventKind
from quitus.apps.organisations.queries import current_organisation
from quitus.domain.law.fr.declaring import Duty, duty, opening_after

_KINDS = (LegalEventKind.INSOLVENCY, LegalEventKind.INSOLVENCY_PUBLISHED, LegalEventKind.CLAIM_DECLARED)


@dataclass(frozen=True, slots=True)
class ToDeclare:
    """What a client owed before its insolvency, and what is to be done about it. `count`: invoices."""

    client_id: int
    client_name: str
    minor: int
    count: int
    duty: Duty


def claims_to_declare(on: date) -> list[ToDeclare]:
    """By client, the first to end first; two statements and the firm's country, one where no client is insolvent."""
    noted = _Noted()
    if not noted.insolvent:
        return []
    creditor = current_organisation().country
    found: dict[tuple[int, str, Duty], list[int]] = defaultdict(list)
    for client_id, name, country, invoice_id, issued_on, minor in _owed(noted.insolvent):
        opened = opening_after(issued_on, noted.days(LegalEventKind.INSOLVENCY, client_id, invoice_id))
        if opened is None or noted.since(LegalEventKind.CLAIM_DECLARED, client_id, invoice_id, opened):
            continue
        published = noted.since(LegalEventKind.INSOLVENCY_PUBLISHED, client_id, invoice_id, opened)
        told = duty(opened, published, on, creditor=creditor, debtor=country)
        if told is not None:
            found[client_id, name, told].append(minor)
    claims = [
        ToDeclare(client_id, name, sum(amounts), len(amounts), told)
        for (client_id, name, told), amounts in found.items()
    ]
    return sorted(claims, key=lambda claim: (claim.duty.day or date.max, -claim.minor, claim.client_id))


def before_insolvency(client: str, invoice: str) -> Exists:
    """Whether an invoice is of before a noted insolvency of its client; both named as the query calls them."""
    openings = LegalEvent.objects.filter(
        Q(invoice_id=None) | Q(invoice_id=OuterRef(f"{invoice}_id")),
        kind=LegalEventKind.INSOLVENCY,
        recalled_on=None,
        client_id=OuterRef(f"{client}_id"),
        happened_on__gte=OuterRef(f"{invoice}__issued_on"),
    )
    return Exists(openings)


class _Noted:
    """What was noted of insolvencies and stands; one query, and most firms' answer is empty."""

    def __init__(self) -> None:
        self._days: Mapping[tuple[str, int, int | None], list[date]] = defaultdict(list)
        for row in LegalEvent.objects.filter(kind__in=_KINDS, recalled_on=None):
            self._days[row.kind, row.client_id, row.invoice_id].append(row.happened_on)
        self.insolvent = sorted(
            {client for kind, client, _ in self._days if kind == LegalEventKind.INSOLVENCY}
        )

    def days(self, kind: LegalEventKind, client_id: int, invoice_id: int) -> list[date]:
        """On which days it happened to this invoice, or to all of the client's."""
        return [
            day for about in (None, invoice_id) for day in self._days.get((kind.value, client_id, about), ())
        ]

    def since(self, kind: LegalEventKind, client_id: int, invoice_id: int, opened: date) -> date | None:
        """The first of these days in the proceedings opened on that day."""
        return opening_after(opened, self.days(kind, client_id, invoice_id))


def _owed(client_ids: list[int]) -> list[tuple[int, str, str, int, date, int]]:
    """What these clients owe, by invoice."""
    owed = Instalment.objects.filter(remaining_minor__gt=0, client_id__in=client_ids)
    by_invoice = owed.values_list(
        "client_id", "client__name", "client__country", "invoice_id", "invoice__issued_on"
    )
    return list(by_invoice.annotate(minor=Sum("remaining_minor")).order_by("client_id", "invoice_id"))
