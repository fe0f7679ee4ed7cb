"""Lines in and out of the books: booked when they come, reversed when they are withdrawn, booked anew when they return.

A withdrawn line stays on record as evidence; no query of the bank reads it but those that ask for `every` line.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import F

from quitus.apps.banking.matching.facts import clients_meant, line_facts
from quitus.apps.banking.matching.suggestions import withdraw
from quitus.apps.banking.models import BankLine, Match, MatchPart, MatchState, Withdrawn
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.banking.watchers import tell_forgotten
from quitus.apps.books.actions import Booking, post_all, reverse_all
from quitus.apps.books.models import Journal
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.locks import lock_clients, lock_instalments
from quitus.domain.books.entries import unidentified_receipt
from quitus.ports.clock import real_now


def book(line_ids: Collection[int]) -> None:
    """Each movement is on the account from now on; whose it is, 471 asks until a match answers."""
    found = BankLine.every.filter(id__in=line_ids).exclude(amount_minor=0).order_by("id")
    told = found.values_list(
        "id",
        "bookings",
        "booked_on",
        "bank_id",
        "label",
        "amount_minor",
        "currency",
        "bank_account__ledger_account",
    )
    post_all(
        Booking(
            source=_source(line_id, bookings),
            journal=Journal.BANK,
            happened_on=booked_on,
            document=bank_id or f"L{line_id}",
            label=label,
            entry=unidentified_receipt(minor, ledger_account),
            currency=currency,
        )
        for line_id, bookings, booked_on, bank_id, label, minor, currency, ledger_account in told.iterator()
    )


def withdraw_lines(line_ids: Collection[int], why: Withdrawn, *, on: date) -> None:
    """Take these lines, locked by the caller and decided about by nobody, out of the books.

    What was suggested for them is withdrawn afterwards, by `withdraw_suggestions`.
    """
    if not line_ids:
        return
    tell_forgotten(line_ids)
    gone = BankLine.objects.filter(id__in=line_ids)
    sources = [_source(line_id, bookings) for line_id, bookings in gone.values_list("id", "bookings")]
    gone.update(withdrawn_on=on, withdrawn_at=real_now(), withdrawn_why=why)
    reverse_all(sources, happened_on=on)


def bring_back(line_ids: Collection[int]) -> None:
    """Book these withdrawn lines, locked by the caller, anew."""
    if line_ids:
        BankLine.every.filter(id__in=line_ids).update(
            withdrawn_on=None, withdrawn_at=None, withdrawn_why="", bookings=F("bookings") + 1
        )
        book(line_ids)


def free_lines(line_ids: Collection[int]) -> list[int]:
    """Those of these lines that nobody has decided about, and nobody holds: now they are locked.

    Nothing out of the order of locks is waited for.
    """
    if not line_ids:
        return []
    open_ones = BankLine.objects.filter(id__in=line_ids, settled=False, decided_minor=0)
    free = open_ones.order_by("booked_on", "id").select_for_update(no_key=True, skip_locked=True)
    return list(free.values_list("id", flat=True))


def withdraw_suggestions(
    gone: Collection[int], new: Collection[int], *, also: Collection[int], on: date
) -> None:
    """What was suggested for lines that are out of the books holds back nobody any more.

    `new` lines are matched next, and the instalments `also` touched: all that takes is locked here, at once.
    """
    if not gone:
        return
    proposed = LineReturn.objects.filter(line_id__in=gone, state=LineReturnState.SUGGESTED)
    proposed.update(state=LineReturnState.DISMISSED)
    standing = list(Match.objects.filter(line_id__in=gone, state=MatchState.SUGGESTED).order_by("id"))
    if not standing:
        return
    named = set(MatchPart.objects.filter(match__in=standing).values_list("instalment_id", flat=True))
    clients = set(Instalment.objects.filter(id__in=named).values_list("client_id", flat=True))
    clients.update(clients_meant([line_facts(line) for line in BankLine.objects.filter(id__in=new)]))
    lock_clients(clients)
    lock_instalments(clients, also={*named, *also})
    withdraw(standing, MatchState.OUTDATED, on)


def _source(line_id: int, bookings: int) -> str:
    return f"bank_line:{line_id}" if bookings == 1 else f"bank_line:{line_id}:{bookings}"
