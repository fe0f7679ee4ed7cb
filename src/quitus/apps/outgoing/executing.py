"""Transfers that the bank carried out: found on the statement by their end-to-end id, or by the order's number."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quitus.apps.banking.models import BankLine
from quitus.apps.history.taking_in import judge_again
from quitus.apps.outgoing.models import Transfer, TransferOrder
from quitus.apps.timeline.actions import PROGRAM, Event
from quitus.domain.outgoing.orders import State

_OURS = re.compile(r"QT[0-9A-F]{16}|QT[0-9]{8}-[0-9A-F]{12}")
WAITING = (State.APPROVED, State.DOWNLOADED, State.CANCELLED)
AFTER = timedelta(days=5)


class Execution:
    """Told of every bank line."""

    def stored(self, line_ids: Collection[int], on: date) -> Sequence[Event]:
        # What never had a file was never at the bank, whatever a line quotes.
        left = TransferOrder.objects.filter(state__in=WAITING, file__isnull=False)
        if not left.exists():
            return ()
        lines = list(BankLine.objects.filter(id__in=line_ids, amount_minor__lt=0).order_by("booked_on", "id"))
        locked = left.order_by("id").select_for_update(no_key=True)
        orders = {order.id: order for order in locked}
        waiting = list(Transfer.objects.filter(order__in=orders, executed_line=None).order_by("id"))
        known = _Waiting.of(waiting, orders)
        found = []
        for line in lines:
            for row in known.told_by(line):
                row.executed_line, row.executed_on = line, line.booked_on
                row.save(update_fields=["executed_line", "executed_on"])
                found.append((row, line))
        judge_again({line.id for _, line in found})
        return [_executed(order, on) for order in _complete(orders, found)]

    def decided(self, line_ids: Collection[int]) -> None:
        """What a line is taken for says nothing about transfers: only credits are matched."""

    def forgotten(self, line_ids: Collection[int]) -> None:
        """What they told is not known any more: each order is what it was before."""
        told = Transfer.objects.filter(executed_line_id__in=line_ids)
        touched = TransferOrder.objects.filter(id__in=set(told.values_list("order_id", flat=True)))
        orders = list(touched.order_by("id").select_for_update(no_key=True))
        told.update(executed_line=None, executed_on=None)
        for order in orders:
            if order.state == State.EXECUTED:
                order.state = _before(order).value
                order.save(update_fields=["state"])


@dataclass(slots=True)
class _Waiting:
    """Transfers that wait to be carried out, by what a line may tell."""

    orders: Mapping[int, TransferOrder]
    by_id: dict[str, Transfer]
    by_message: dict[str, list[Transfer]]
    by_account: dict[tuple[str, int], list[Transfer]]

    @classmethod
    def of(cls, rows: Sequence[Transfer], orders: Mapping[int, TransferOrder]) -> "_Waiting":
        by_message, by_account = defaultdict(list), defaultdict(list)
        for row in rows:
            by_message[orders[row.order_id].message_id].append(row)
            by_account[row.iban, row.amount_minor].append(row)
        return cls(orders, {row.end_to_end_id: row for row in rows}, by_message, by_account)

    def told_by(self, line: BankLine) -> list[Transfer]:
        """By their ids; a whole order by its number; by account and amount where only one waits for just that."""
        told = set(_OURS.findall(f"{line.reference} {line.label} {line.bank_id}".upper()))
        named = [self.by_id[id_] for id_ in sorted(told & self.by_id.keys())]
        whole = [row for id_ in sorted(told & self.by_message.keys()) for row in self.by_message[id_]]
        for rows in (named, whole):
            left = [row for row in rows if row.executed_line_id is None]
            if left and sum(row.amount_minor for row in left) == -line.amount_minor:
                return left
        return [] if told else self._to_account(line)

    def _to_account(self, line: BankLine) -> list[Transfer]:
        """Only of files that somebody took to the bank."""
        if not line.iban:
            return []
        rows = [
            row
            for row in self.by_account.get((line.iban, -line.amount_minor), ())
            if row.executed_line_id is None and _fits(self.orders[row.order_id], line)
        ]
        return rows if len(rows) == 1 else []


def _fits(order: TransferOrder, line: BankLine) -> bool:
    return (
        order.state == State.DOWNLOADED
        and order.bank_account_id == line.bank_account_id
        and timedelta() <= line.booked_on - order.execution_on <= AFTER
    )


def _complete(
    orders: dict[int, TransferOrder], found: Sequence[tuple[Transfer, BankLine]]
) -> list[TransferOrder]:
    touched = {row.order_id for row, _ in found}
    open_ones = Transfer.objects.filter(order_id__in=touched, executed_line=None)
    still = set(open_ones.values_list("order_id", flat=True))
    complete = [orders[id_] for id_ in sorted(touched - still)]
    for order in complete:
        order.state = State.EXECUTED.value
        order.save(update_fields=["state"])
    return complete


def _before(order: TransferOrder) -> State:
    """What an executed order was until then."""
    if order.cancelled_on is not None:
        return State.CANCELLED
    return State.DOWNLOADED if order.downloads.exists() else State.APPROVED


def _executed(order: TransferOrder, on: date) -> Event:
    cancelled = order.cancelled_on is not None
    facts = {"order": order.id, "title": order.title, "cancelled": cancelled}
    return Event("transfer_order_executed", on, PROGRAM, None, facts)
