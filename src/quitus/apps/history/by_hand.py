"""Money in or out that no bank file tells: written down, cancelled, joined to the line that tells it after all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quitus.apps.banking.models import BankLine
from quitus.apps.history.models import HandEntry, Joining, Means, Movement
from quitus.apps.history.taking_in import searched
from quitus.apps.organisations.queries import books_currency
from quitus.apps.timeline.actions import Event, record
from quitus.domain.history.judge import Moved, party_key
from quitus.domain.history.kinds import Because, Kind
from quitus.domain.history.periods import month_number
from quitus.domain.money import LARGEST_MINOR, Money
from quitus.domain.refused import Refused
from quitus.domain.typed_days import check_past_day
from quitus.ports.clock import real_now

# A bank books a card within days, a cheque within weeks.
AROUND = timedelta(days=15)
# Clients' money is written down at the client, where it pays what they owe.
NOT_BY_HAND = frozenset({Kind.CLIENT, Kind.REFUND, Kind.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What a person writes down; `amount` is negative for money that went out. `key` makes it one entry."""

    day: date
    amount: Money
    party: str
    kind: Kind
    means: Means
    key: str
    note: str = ""
    document_id: int | None = None


def write_down(new: NewEntry, *, on: date, actor: str) -> HandEntry:
    """The entry, which counts at once; the same `key` again is the same entry.

    Refused: entry_without_party, entry_amount_wrong, entry_kind_at_client, currency_not_kept, day_to_come,
    day_out_of_reach.
    """
    if done := HandEntry.objects.filter(slot=new.key).first():
        return done
    _check(new, on)
    entry, made = HandEntry.objects.get_or_create(
        slot=new.key,
        defaults={
            "day": new.day,
            "amount_minor": new.amount.minor,
            "currency": new.amount.currency,
            "party": new.party[:200],
            "kind": new.kind.value,
            "means": new.means.value,
            "note": new.note[:300],
            "document_id": new.document_id,
            "recorded_by": actor[:80],
            "recorded_at": real_now(),
        },
    )
    if not made:  # sent twice at once
        return entry
    Movement.objects.create(
        entry=entry,
        day=new.day,
        month=month_number(new.day),
        amount_minor=new.amount.minor,
        currency=new.amount.currency,
        label=new.note[:300],
        party=new.party[:200],
        party_key=party_key(Moved(new.amount.minor, "", new.party)),
        words=searched(new.note, new.party),
        kind=new.kind.value,
        because=Because.SAID.value,
        judged_by=actor[:80],
    )
    _tell("hand_entry_made", entry, on, actor)
    return entry


def cancel_entry(entry_id: int, *, on: date, actor: str) -> HandEntry:
    """It was written down by mistake: it stays, and counts no more. Cancelled already: nothing happens.

    Raises HandEntry.DoesNotExist.
    """
    entry = HandEntry.objects.select_for_update(no_key=True).get(id=entry_id)
    if entry.cancelled_on is not None:
        return entry
    entry.cancelled_on, entry.cancelled_by = on, actor[:80]
    entry.save(update_fields=["cancelled_on", "cancelled_by"])
    _count(entry)
    _tell("hand_entry_cancelled", entry, on, actor)
    return entry


def join(entry_id: int, line_id: int, *, on: date, actor: str) -> None:
    """The bank's line tells what was written down: the line alone counts. Joined already: nothing happens.

    Refused: joining_wrong, where either is joined to something else, or the amounts differ.
    """
    line, entry = _locked(entry_id, line_id)
    standing = Joining.objects.filter(declined=False)
    if standing.filter(entry=entry, line=line).exists():
        return
    taken = standing.filter(entry=entry).exists() or standing.filter(line=line).exists()
    if taken or entry.cancelled_on is not None or not _may_join(entry, line):
        raise Refused("joining_wrong")
    _decide(entry, line, on, actor, declined=False)
    _count(entry)
    _tell("hand_entry_joined", entry, on, actor)


def keep_apart(entry_id: int, line_id: int, *, on: date, actor: str) -> None:
    """The line is other money: it is not proposed again; what was joined is parted."""
    line, entry = _locked(entry_id, line_id)
    if Joining.objects.filter(entry=entry, line=line, declined=True).exists():
        return
    _decide(entry, line, on, actor, declined=True)
    _count(entry)
    _tell("hand_entry_parted", entry, on, actor)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line that may tell what was written down by hand."""

    entry: HandEntry
    line: BankLine

    @property
    def amount(self) -> Money:
        return Money(self.entry.amount_minor, self.entry.currency)


def proposals(*, entry_id: int | None = None, limit: int = 20) -> Sequence[Proposal]:
    """Entries with lines of the same amount around their day, about which nobody has decided. Three queries."""
    open_ones = HandEntry.objects.filter(cancelled_on=None).exclude(joinings__declined=False)
    if entry_id is not None:
        open_ones = open_ones.filter(id=entry_id)
    entries = list(open_ones.order_by("-day", "-id")[: 10 * limit])
    if not entries:
        return []
    days = [entry.day for entry in entries]
    near = BankLine.objects.filter(
        amount_minor__in={entry.amount_minor for entry in entries},
        booked_on__range=(min(days) - AROUND, max(days) + AROUND),
    ).exclude(joinings__declined=False)
    lines = list(near.select_related("bank_account").order_by("booked_on", "id")[: 10 * limit])
    said = set(Joining.objects.filter(entry__in=entries).values_list("entry_id", "line_id"))
    found = [
        Proposal(entry, line)
        for entry in entries
        for line in lines
        if _may_join(entry, line) and (entry.id, line.id) not in said
    ]
    return found[:limit]


def joined_line(entry_id: int) -> BankLine | None:
    """The line that tells what was written down."""
    found = Joining.objects.filter(entry_id=entry_id, declined=False).select_related("line").first()
    return found.line if found else None


def _check(new: NewEntry, on: date) -> None:
    if not new.party.strip():
        raise Refused("entry_without_party")
    if not 0 < abs(new.amount.minor) <= LARGEST_MINOR:
        raise Refused("entry_amount_wrong", amount=new.amount)
    if new.kind in NOT_BY_HAND:
        raise Refused("entry_kind_at_client")
    if new.amount.currency != (kept := books_currency()):
        raise Refused("currency_not_kept", currency=new.amount.currency, kept=kept)
    check_past_day(new.day, on)


def _may_join(entry: HandEntry, line: BankLine) -> bool:
    same = (entry.amount_minor, entry.currency) == (line.amount_minor, line.currency)
    return same and abs(line.booked_on - entry.day) <= AROUND


def _decide(entry: HandEntry, line: BankLine, on: date, actor: str, *, declined: bool) -> None:
    Joining.objects.update_or_create(
        entry=entry,
        line=line,
        defaults={"declined": declined, "decided_on": on, "decided_by": actor[:80]},
    )


def _count(entry: HandEntry) -> None:
    """The entry counts unless it was cancelled, or a line tells it."""
    joined = Joining.objects.filter(entry=entry, declined=False).exists()
    Movement.objects.filter(entry=entry).update(counted=entry.cancelled_on is None and not joined)


def _locked(entry_id: int, line_id: int) -> tuple[BankLine, HandEntry]:
    """Lines before entries, as everywhere."""
    line = BankLine.objects.select_for_update(no_key=True).get(id=line_id)
    return line, HandEntry.objects.select_for_update(no_key=True).get(id=entry_id)


def _tell(kind: str, entry: HandEntry, on: date, actor: str) -> None:
    facts = {
        "entry": entry.id,
        "party": entry.party,
        "amount_minor": entry.amount_minor,
        "currency": entry.currency,
    }
    record(Event(kind, on, actor, None, facts))
