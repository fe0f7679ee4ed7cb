"""Take the import of a file back while nobody has decided about its lines: as if it had never come, and all of it kept.

Undoing takes turns with importing. A line that another file tells too stays. Locks: `payments/locks.py`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Min, Q

from quitus.apps.banking.evidence import LineTelling
from quitus.apps.banking.known_days import bank_data_until, know_anew
from quitus.apps.banking.matching.automatic import match_lines
from quitus.apps.banking.models import BankAccount, BankLine, Match, MatchState, Statement, Withdrawn
from quitus.apps.banking.statements.announced import weigh
from quitus.apps.banking.statements.importing import take_turn
from quitus.apps.banking.statements.withdrawal import withdraw_lines, withdraw_suggestions
from quitus.apps.banking.watchers import tell_stored
from quitus.apps.files.queries import file_of_content
from quitus.apps.invoicing.actions import facts_changed
from quitus.apps.invoicing.models import Instalment
from quitus.apps.timeline.actions import Event, record_all
from quitus.domain.money import Money, total
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

SHOWN = 20
# Lines that count, and those that were announced and denied: these come back by being told.
_ON_RECORD = Q(withdrawn_on=None) | Q(withdrawn_why=Withdrawn.DENIED)


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """A line that somebody, or the program, has said something about: this has to be taken back first."""

    id: int
    booked_on: date
    amount: Money
    label: str


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing an import does: lines that go, with what came in and what went out, neither below zero; those that
    other files tell too.

    `decided` are in the way, the first of them; `decided_count` all.
    """

    file_name: str
    statements: int
    gone: int
    received: Money
    paid: Money
    kept: int
    suggested: int
    decided: Sequence[DecidedLine]
    decided_count: int


def undoing(statement_id: int) -> Undoing:
    """What undoing the import that brought this statement would do. Raises Statement.DoesNotExist."""
    statement = Statement.objects.select_related("bank_account").get(id=statement_id)
    imported = Statement.objects.filter(file_id=statement.file_id)
    told, gone = _lines(list(imported.values_list("id", flat=True)))
    standing = BankLine.objects.filter(id__in=gone)
    amounts = [Money(*row) for row in standing.values_list("amount_minor", "currency")]
    decided = _decided(gone)
    currency = statement.bank_account.currency
    return Undoing(
        file_name=statement.file_name,
        statements=imported.count(),
        gone=len(amounts),
        received=total((amount for amount in amounts if amount.minor > 0), currency),
        paid=total((-amount for amount in amounts if amount.minor < 0), currency),
        kept=len(told - gone),
        suggested=Match.objects.filter(line_id__in=gone, state=MatchState.SUGGESTED).count(),
        decided=[
            DecidedLine(line.id, line.booked_on, Money(line.amount_minor, line.currency), line.label)
            for line in decided[:SHOWN]
        ],
        decided_count=len(decided),
    )


def undo_import(statement_id: int, *, on: date, actor: str) -> bool:
    """Withdraw all statements of the import that brought this one; whether there was anything left to do.

    Lines that nothing else tells leave the books, what was suggested for them is outdated, and the account is known as
    far as what stands tells. The same file may come in again. Refused: import_lines_decided, while somebody has
    decided about a line that would go. Raises Statement.DoesNotExist.
    """
    take_turn()
    statement = Statement.every.get(id=statement_id)
    imported = Statement.objects.filter(file_id=statement.file_id)
    ids = list(imported.values_list("id", flat=True))
    if not ids:
        return False
    accounts = _locked_accounts(ids)
    told, gone = _lines(ids)
    locked = BankLine.every.filter(_ON_RECORD, id__in=told).order_by("booked_on", "id")
    list(locked.select_for_update(no_key=True).values_list("id", flat=True))
    _refuse_decided(gone)
    changed = _Changed(known_until=bank_data_until())
    days = _days(ids)
    imported.update(withdrawn_on=on, withdrawn_at=real_now())
    changed.gone += BankLine.objects.filter(id__in=gone).values_list("id", flat=True)
    withdraw_lines(changed.gone, Withdrawn.UNDONE, on=on)
    BankLine.every.filter(id__in=gone, withdrawn_why=Withdrawn.DENIED).update(withdrawn_why=Withdrawn.UNDONE)
    facts = {"file_name": statement.file_name, "statements": len(ids), "lines": len(changed.gone)}
    for account in accounts:
        if account.id in days:
            changed.weigh(account, days[account.id], on)
        know_anew(account, on)
    events = changed.settle(on)
    record_all([Event("import_undone", on, actor, None, facts), *events])
    return True


def import_called(name: str, content: bytes | None) -> int:
    """The first statement of the last import of this file, by its content or its name. Refused: import_unknown."""
    found = Statement.objects.order_by("-id")
    same = file_of_content(content) if content is not None else None
    by_content = found.filter(file_id=same).first() if same else None
    statement = by_content or found.filter(file_name=name).first()
    if statement is None:
        raise Refused("import_unknown", name=name)
    return statement.id


@dataclass(slots=True)
class _Changed:
    """What an undoing did so far: lines gone, announced ones that came back, and how far the bank was known before."""

    known_until: date | None
    gone: list[int] = field(default_factory=list)
    back: list[int] = field(default_factory=list)

    def weigh(self, account: BankAccount, days: tuple[date, date], on: date) -> None:
        weighed = weigh(account.id, *days, on=on)
        self.gone += weighed.denied
        self.back += weighed.back

    def settle(self, on: date) -> list[Event]:
        """Suggestions and reminders follow, once all is withdrawn."""
        woken: list[int] = []
        if bank_data_until() != self.known_until:
            overdue = Instalment.objects.filter(remaining_minor__gt=0, due_on__lt=on)
            woken = list(overdue.values_list("id", flat=True))
        events = tell_stored(self.back, on)
        withdraw_suggestions(self.gone, self.back, also=woken, on=on)
        match_lines(self.back, on=on, also=woken)
        facts_changed(woken, on)
        return events


def _locked_accounts(statement_ids: Collection[int]) -> list[BankAccount]:
    wanted = Statement.objects.filter(id__in=statement_ids).values("bank_account_id")
    return list(BankAccount.objects.filter(id__in=wanted).order_by("id").select_for_update(no_key=True))


def _lines(statement_ids: Collection[int]) -> tuple[set[int], set[int]]:
    """The lines that these statements tell, and those of them that no other statement tells."""
    tellings = LineTelling.objects.filter(line__in=BankLine.every.filter(_ON_RECORD))
    told = set(tellings.filter(statement_id__in=statement_ids).values_list("line_id", flat=True))
    others = tellings.filter(line_id__in=told, statement__withdrawn_on=None).exclude(
        statement_id__in=statement_ids
    )
    return told, told - set(others.values_list("line_id", flat=True))


def _decided(line_ids: Collection[int]) -> list[BankLine]:
    found = BankLine.objects.filter(Q(settled=True) | Q(decided_minor__gt=0), id__in=line_ids)
    return list(found.order_by("booked_on", "id"))


def _refuse_decided(line_ids: Collection[int]) -> None:
    decided = _decided(line_ids)
    if decided:
        first = decided[0]
        raise Refused(
            "import_lines_decided",
            count=len(decided),
            day=first.booked_on,
            amount=Money(first.amount_minor, first.currency),
            label=first.label[:60],
        )


def _days(statement_ids: Collection[int]) -> dict[int, tuple[date, date]]:
    """The days that these statements tell about, by account."""
    found: dict[int, list[date]] = {}
    rows = Statement.objects.filter(id__in=statement_ids).annotate(first_line=Min("tellings__booked_on"))
    for account_id, *days in rows.values_list("bank_account_id", "first_on", "last_on", "first_line"):
        found.setdefault(account_id, []).extend(day for day in days if day)
    return {account_id: (min(days), max(days)) for account_id, days in found.items() if days}
