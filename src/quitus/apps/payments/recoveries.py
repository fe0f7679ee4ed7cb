"""Money for what was written off: income (7583), no credit of the client; its VAT is owed again (CGI 272-1).

A write-off gives nothing up. Money that comes afterwards, once all that is open is settled, takes the write-off back
as far as it goes and settles the instalment like any other: what was billed, paid and lost always adds up. In the books
the loss stays where it was, for its year may be closed, and what came is income. Locks: `payments/locks.py`; these
instalments owe the same before and after, so that the client's lock is enough.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quitus.apps.books.actions import Booking, post_all
from quitus.apps.books.actions import reverse as reverse_entry
from quitus.apps.books.models import Journal
from quitus.apps.charges.corrections import correct_claims
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.bulk import array_literal, insert_all, new_ids
from quitus.apps.organisations.queries import books_currency
from quitus.apps.organisations.sql import few_rows
from quitus.apps.payments.models import Allocation, Payment, Reduction, ReductionKind, ReductionPart
from quitus.apps.timeline.actions import Event
from quitus.domain.books.entries import recovered_bad_debt
from quitus.domain.money import Money
from quitus.domain.payments.recovered import Lost, recover
from quitus.ports.clock import real_now

# What of each standing write-off was not paid after all, by instalment.
_LOST = """
SELECT lost.client_id, lost.id, lost.happened_on, part.instalment_id, sum(part.amount_minor)::bigint,
    (SELECT sum(moved.vat_minor) FROM payments_reduction AS moved
     WHERE moved.id = lost.id OR moved.recovers_id = lost.id)::bigint
FROM payments_reduction AS lost
JOIN payments_reduction AS moved ON moved.id = lost.id OR moved.recovers_id = lost.id
JOIN payments_reductionpart AS part ON part.reduction_id = moved.id
WHERE lost.client_id = ANY(%(clients)s::bigint[]) AND lost.kind = 'write_off'
    AND lost.recovers_id IS NULL AND lost.reverses_id IS NULL
    AND NOT EXISTS (SELECT FROM payments_reduction AS back WHERE back.reverses_id = lost.id)
GROUP BY lost.id, part.instalment_id HAVING sum(part.amount_minor) > 0
ORDER BY lost.happened_on, lost.id, part.instalment_id
"""


@dataclass(frozen=True, slots=True)
class Surplus:
    """What a payment has left once it settled what is open. `on`: the day from which it settles."""

    payment_id: int
    client_id: int
    received_on: date
    left: Money
    on: date


@dataclass(frozen=True, slots=True)
class Recovered:
    """What each payment paid of what was written off: minor units, and by invoice as the timeline keeps it."""

    minor: Mapping[int, int]
    facts: Mapping[int, list[dict[str, object]]]
    corrections: Sequence[Event]

    def told(self, payment_id: int) -> dict[str, object]:
        """For the payment's event; nothing where nothing was written off."""
        facts = self.facts.get(payment_id)
        return {"recovers": facts} if facts else {}

    @property
    def all_told(self) -> dict[str, object]:
        """The same of all payments together."""
        facts = [one for own in self.facts.values() for one in own]
        return {"recovers": facts} if facts else {}


def recover_losses(surpluses: Iterable[Surplus], names: Mapping[int, str], on: date) -> Recovered:
    """Let what payments leave pay what was written off, the oldest first; the caller holds the clients' locks.

    It is income of the day on which the money came, never before the write-off.
    """
    surpluses = [surplus for surplus in surpluses if surplus.left]
    losses = _losses_of({surplus.client_id for surplus in surpluses})
    made: list[tuple[Surplus, Lost]] = []
    for surplus in surpluses:
        paid, losses[surplus.client_id] = recover(surplus.left, losses[surplus.client_id])
        made += [(surplus, loss) for loss in paid]
    if not made:
        return Recovered({}, {}, ())
    ids = _insert(made)
    post_all(
        _booking(id_, surplus, loss, names[surplus.client_id])
        for id_, (surplus, loss) in zip(ids, made, strict=True)
    )
    instalments = {instalment_id for _, loss in made for instalment_id, _ in loss.parts}
    numbers = dict(Instalment.objects.filter(id__in=instalments).values_list("id", "invoice__number"))
    minor: dict[int, int] = defaultdict(int)
    facts: dict[int, list[dict[str, object]]] = defaultdict(list)
    for surplus, loss in made:
        minor[surplus.payment_id] += loss.amount.minor
        facts[surplus.payment_id] += [
            {"number": numbers[id_], "amount_minor": part.minor} for id_, part in loss.parts
        ]
    return Recovered(minor, facts, correct_claims(instalments, on=on))


def standing_recoveries(*, of: Collection[Payment] = (), lost: Collection[Reduction] = ()) -> list[Reduction]:
    """What these payments paid, or what was paid of these write-offs, as far as it stands."""
    rows = Reduction.objects.exclude(recovers=None).filter(reverses=None, reversals=None).order_by("id")
    rows = rows.filter(payment__in=of) if of else rows.filter(recovers__in=lost)
    return list(rows.prefetch_related("parts"))


def lose_again(recoveries: Sequence[Reduction], names: Mapping[int, str], on: date) -> dict[int, int]:
    """Take recoveries back, with their income and VAT; what each instalment owes less by that, in minor units."""
    lowered: dict[int, int] = defaultdict(int)
    for row in recoveries:
        reversal = Reduction.objects.create(
            client_id=row.client_id,
            kind=row.kind,
            happened_on=on,
            recorded_at=real_now(),
            amount_minor=-row.amount_minor,
            vat_minor=-row.vat_minor,
            currency=row.currency,
            slot=f"reversal of {row.id}",
            reverses=row,
            recovers_id=row.recovers_id,
            payment_id=row.payment_id,
        )
        parts = [(part.instalment_id, -part.amount_minor) for part in row.parts.all()]
        ReductionPart.objects.bulk_create(
            ReductionPart(reduction=reversal, instalment_id=id_, amount_minor=minor) for id_, minor in parts
        )
        for instalment_id, minor in parts:
            lowered[instalment_id] += minor
        label = f"Annulation rentrée sur créance amortie {names[row.client_id]}"
        reverse_entry(f"reduction:{row.id}", happened_on=on, label=label)
    return lowered


def _losses_of(client_ids: Collection[int]) -> dict[int, list[Lost]]:
    found: dict[int, list[Lost]] = defaultdict(list)
    if not client_ids:
        return found
    currency = books_currency()
    for client_id, id_, day, instalment_id, minor, vat in few_rows(
        _LOST, {"clients": array_literal(client_ids)}
    ):
        part = (instalment_id, Money(minor, currency))
        if found[client_id] and found[client_id][-1].id == id_:
            before = found[client_id].pop()
            found[client_id].append(Lost(id_, day, (*before.parts, part), before.vat))
        else:
            found[client_id].append(Lost(id_, day, (part,), Money(vat, currency)))
    return found


def _insert(made: Sequence[tuple[Surplus, Lost]]) -> list[int]:
    """The write-offs taken back in part, then what settles their instalments: in this order, for each rests on the one
    before.
    """
    ids = new_ids(Reduction, len(made))
    columns: dict[str, list[object]] = {
        "id": [*ids],
        "client_id": [surplus.client_id for surplus, _ in made],
        "happened_on": [_day(surplus, loss) for surplus, loss in made],
        "amount_minor": [-loss.amount.minor for _, loss in made],
        "vat_minor": [-loss.vat.minor for _, loss in made],
        "slot": [f"recovery {id_}" for id_ in ids],
        "recovers_id": [loss.id for _, loss in made],
        "payment_id": [surplus.payment_id for surplus, _ in made],
    }
    kind = ReductionKind.WRITE_OFF.value
    insert_all(Reduction, columns, kind=kind, currency=books_currency(), recorded_at=real_now())
    parts = [
        (id_, surplus, instalment_id, part.minor)
        for id_, (surplus, loss) in zip(ids, made, strict=True)
        for instalment_id, part in loss.parts
    ]
    instalments: list[object] = [part[2] for part in parts]
    insert_all(
        ReductionPart,
        {
            "reduction_id": [part[0] for part in parts],
            "instalment_id": instalments,
            "amount_minor": [-part[3] for part in parts],
        },
    )
    insert_all(
        Allocation,
        {
            "payment_id": [part[1].payment_id for part in parts],
            "instalment_id": instalments,
            "amount_minor": [part[3] for part in parts],
            "allocated_on": [part[1].on for part in parts],
        },
        recorded_at=real_now(),
    )
    return ids


def _day(surplus: Surplus, loss: Lost) -> date:
    return max(surplus.received_on, loss.on)


def _booking(id_: int, surplus: Surplus, loss: Lost, name: str) -> Booking:
    return Booking(
        source=f"reduction:{id_}",
        journal=Journal.SUNDRY,
        happened_on=_day(surplus, loss),
        document=f"R{surplus.payment_id}",
        label=f"Rentrée sur créance amortie {name}",
        entry=recovered_bad_debt(surplus.client_id, net=loss.net.minor, vat=loss.vat.minor),
        currency=books_currency(),
    )
