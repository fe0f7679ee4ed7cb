"""What an import brought and nobody has let go yet: each overdue instalment with the step at which it would start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, Sum

from quitus.apps.invoicing.models import ImportBatch, Instalment
from quitus.apps.organisations.queries import books_currency
from quitus.apps.reminders.facts import Gathered, gather
from quitus.domain.money import Money
from quitus.domain.reminders.resume import first_step_after_import

PAGE = 100


@dataclass(frozen=True, slots=True)
class HeldLine:
    """An instalment that waits for a person's word.

    `start`: the key of the step at which it would start, "" when no step is left; `start_on`: the first day on which
    that could leave. `steps`: the keys of its policy's steps. `reachable`: there is an address that works.
    """

    id: int
    invoice_id: int
    number: str
    client_id: int
    client_name: str
    due_on: date
    late_days: int
    remaining: Money
    sent_on: date | None
    start: str
    start_on: date | None
    steps: Sequence[str]
    reachable: bool


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The instalments of one page, the sum of all, and the import that they came with when one was asked for."""

    lines: Sequence[HeldLine]
    page: Page[Instalment]
    total: Money
    batch: ImportBatch | None


def held_back(on: date, *, batch_id: int | None = None, page: int = 1) -> HeldBack:
    """Open instalments not released yet, the most overdue first; those of one import when it is named.

    Raises ImportBatch.DoesNotExist. A fixed number of queries, however many rows.
    """
    batch = None if batch_id is None else ImportBatch.objects.get(id=batch_id)
    found = _held(batch_id)
    rows = Paginator(found.select_related("invoice", "client").order_by("due_on", "id"), PAGE).get_page(page)
    instalments = list(rows.object_list)
    gathered = gather([row.id for row in instalments], on)
    total = found.aggregate(sum=Sum("remaining_minor", default=0))["sum"]
    return HeldBack(
        [_line(row, gathered, on) for row in instalments], rows, Money(total, books_currency()), batch
    )


def held_ids(batch_id: int | None = None) -> list[int]:
    """All of them, those of one import when it is named."""
    return list(_held(batch_id).order_by("id").values_list("id", flat=True))


def _held(batch_id: int | None) -> QuerySet[Instalment]:
    held = Instalment.objects.filter(remaining_minor__gt=0, released_on=None)
    return held if batch_id is None else held.filter(invoice__import_batch_id=batch_id)


def _line(row: Instalment, gathered: Gathered, on: date) -> HeldLine:
    debtor = gathered.debtors[row.client_id]
    facts = gathered.instalments[row.id]
    rules = debtor.policy.rules if debtor.policy else None
    start = rules and first_step_after_import(rules, facts, gathered.situation(debtor.country))
    return HeldLine(
        id=row.id,
        invoice_id=row.invoice_id,
        number=row.invoice.number,
        client_id=row.client_id,
        client_name=row.client.name,
        due_on=row.due_on,
        late_days=max(0, (on - row.due_on).days),
        remaining=Money(row.remaining_minor, row.currency),
        sent_on=row.invoice.sent_on,
        start=start.step.key if start else "",
        start_on=start.on if start else None,
        steps=[step.key for step in rules.steps] if rules else [],
        reachable=debtor.contact_id is not None,
    )
