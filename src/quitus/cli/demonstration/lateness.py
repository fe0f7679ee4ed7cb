"""What the studio does about lateness, and its books: late terms, charges claimed and waived, months closed."""

from datetime import date, timedelta

from quitus.apps.books.closing import close_books
from quitus.apps.charges.actions import Wanted, claim_charges, waive
from quitus.apps.charges.models import ChargeKind
from quitus.apps.charges.queries import claimed_charges
from quitus.apps.invoicing.models import Instalment
from quitus.apps.law.actions import agree_late_terms
from quitus.apps.payments.models import ReductionKind
from quitus.apps.payments.reductions import NewReduction, reduce
from quitus.domain.charges.late_terms import Claims, LateTerms
from quitus.domain.money import Money
from quitus.domain.refused import Refused

CLOSING_DAY = 12  # of the month: last month's statements have come
LEFT_TO_CLOSE = timedelta(days=31)  # the last month or two: whoever visits sees what closing does
CLAIMS_BEFORE_END = (timedelta(days=40), timedelta(days=13))
CREDIT_NOTE_BEFORE_END = timedelta(days=27)
CLIENTS_A_CLAIM = 2
LATE_FOR_GOOD = timedelta(days=35)


def agree_terms(day: date, actor: str) -> None:
    """The studio claims what the law grants, where it comes to that."""
    agree_late_terms(LateTerms(claims=Claims.ALL), on=day, actor=actor)


def look_after_lateness(day: date, last: date, actor: str) -> None:
    """Close last month's books, claim charges of who is late for good, correct an invoice."""
    if day.day == CLOSING_DAY and last - day > LEFT_TO_CLOSE:
        close_books(day.replace(day=1) - timedelta(days=1), on=day, actor=actor)
    if last - day in CLAIMS_BEFORE_END:
        _claim(day, actor)
    if last - day == CREDIT_NOTE_BEFORE_END:
        _credit(day, actor)


def _claim(day: date, actor: str) -> None:
    late = Instalment.objects.filter(remaining_minor__gt=0, due_on__lt=day - LATE_FOR_GOOD)
    clients = list(dict.fromkeys(late.order_by("due_on", "id").values_list("client_id", flat=True)))
    for place, client_id in enumerate(clients[:CLIENTS_A_CLAIM]):
        try:
            claim_charges(Wanted(client_id=client_id, until=day), on=day, actor=actor)
        except Refused:  # everything was claimed forty days ago, and paid since
            continue
        if place:
            _waive_indemnity(client_id, day, actor)


def _waive_indemnity(client_id: int, day: date, actor: str) -> None:
    for charge in claimed_charges(client_id, open_only=True):
        if charge.kind == ChargeKind.INDEMNITY:
            waive(
                charge.id,
                None,
                "Geste commercial, cliente de longue date",
                client_id=client_id,
                on=day,
                actor=actor,
            )
            return


def _credit(day: date, actor: str) -> None:
    """A tenth off an invoice, agreed on the telephone."""
    row = Instalment.objects.filter(remaining_minor__gt=10_000, due_on__gt=day).order_by("id").first()
    if row is None:
        return
    tenth = row.remaining_minor // 600 * 60  # so that its sixth, the VAT, is in whole cents
    reduce(
        NewReduction(
            kind=ReductionKind.CREDIT_NOTE,
            client_id=row.client_id,
            parts={row.id: Money(tenth, row.currency)},
            vat=Money(tenth // 6, row.currency),
            happened_on=day,
            slot=f"credit note {day}",
            document=f"AV-{day.year}-0001",
            reason="Une variante n’a pas été livrée",
        ),
        on=day,
        actor=actor,
    )
