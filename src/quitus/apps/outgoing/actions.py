"""Make a transfer order, put it forward, approve it, take its file away, cancel it.

An order is locked before the clients whose credit it pays back (`payments/locks.py`); events are recorded last. Who
comes second to the same step finds it done.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from quitus.apps.banking.models import BankAccount
from quitus.apps.files.actions import keep
from quitus.apps.files.models import StoredFile
from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.queries import current_organisation
from quitus.apps.outgoing.facts import digest, name_key, payee_of, remarks_about, transfers_of
from quitus.apps.outgoing.models import Download, OutgoingSetting, Transfer, TransferOrder
from quitus.apps.outgoing.refunds import pay_credits_back, take_credits_back
from quitus.apps.timeline.actions import Event, record
from quitus.domain.history.kinds import Kind
from quitus.domain.organisations.identity import checked_iban
from quitus.domain.outgoing.orders import (
    NAME,
    Alert,
    Payee,
    State,
    check_approver,
    check_complete,
    check_execution,
    check_step,
)
from quitus.domain.outgoing.sepa_text import sepa_text
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now
from quitus.ports.registry import adapters
from quitus.ports.transfer_files import Transfer as FileTransfer
from quitus.ports.transfer_files import TransferFile


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts, on which business day."""

    on: date
    actor: str
    user_id: int


def make_order(
    account_id: int, title: str, execution_on: date, by: Hand, *, instant: bool = False
) -> TransferOrder:
    """A draft without transfers yet.

    Refused: debit_account_unusable (closed, without an IBAN, not in euro), and what `check_execution` refuses.
    Raises BankAccount.DoesNotExist.
    """
    account = BankAccount.objects.get(id=account_id)
    _check_account(account)
    check_execution(execution_on, by.on, instant=instant)
    order = TransferOrder.objects.create(
        bank_account=account,
        title=title[:100],
        execution_on=execution_on,
        instant=instant,
        made_by_id=by.user_id,
        made_on=by.on,
        recorded_at=real_now(),
    )
    _tell("transfer_order_made", order, by)
    return order


def change_order(order_id: int, title: str, execution_on: date, by: Hand, *, instant: bool) -> TransferOrder:
    """Another title or day for a draft."""
    order = _locked(order_id)
    _check_draft(order)
    check_execution(execution_on, by.on, instant=instant)
    order.title, order.execution_on, order.instant = title[:100], execution_on, instant
    order.save(update_fields=["title", "execution_on", "instant"])
    return order


def add_transfer(
    order_id: int, payee: Payee, kind: Kind, by: Hand, *, key: str, client_id: int | None = None
) -> Transfer:
    """One more transfer of a draft; the same `key` again is the same transfer. `client_id`: their credit goes back."""
    order = _locked(order_id)
    slot = f"{order_id}:{key}"[:100]
    if done := Transfer.objects.filter(slot=slot).first():
        return done
    _check_draft(order)
    return Transfer.objects.create(
        order=order,
        name=payee.name,
        name_key=name_key(payee.name),
        iban=payee.iban,
        amount_minor=payee.amount.minor,
        currency=payee.amount.currency,
        remittance=payee.remittance,
        kind=(Kind.REFUND if client_id else kind).value,
        town=payee.address.town,
        country=payee.address.country,
        postcode=payee.address.postcode,
        address_lines=list(payee.address.lines),
        client_id=client_id,
        end_to_end_id=f"QT{secrets.token_hex(8).upper()}",
        slot=slot,
        added_by_id=by.user_id,
    )


def remove_transfer(transfer_id: int) -> None:
    """Out of a draft. Raises Transfer.DoesNotExist."""
    order = _locked(Transfer.objects.values_list("order_id", flat=True).get(id=transfer_id))
    _check_draft(order)
    Transfer.objects.filter(id=transfer_id).delete()


def submit(order_id: int, by: Hand) -> TransferOrder:
    """The order is complete and waits for approval; nothing of it changes from now on. Submitted already: nothing."""
    order = _locked(order_id)
    if order.state == State.TO_APPROVE:
        return order
    check_step(State(order.state), State.TO_APPROVE)
    check_complete([payee_of(row) for row in transfers_of(order)], order.bank_account.iban)
    check_execution(order.execution_on, by.on, instant=order.instant)
    order.state, order.submitted_by_id = State.TO_APPROVE.value, by.user_id
    order.second_needed = second_approval()
    order.save(update_fields=["state", "submitted_by", "second_needed"])
    _tell("transfer_order_submitted", order, by)
    return order


def reopen(order_id: int, by: Hand) -> TransferOrder:
    """Back to a draft, before anybody approved it. A draft already: nothing happens."""
    order = _locked(order_id)
    if order.state == State.DRAFT:
        return order
    check_step(State(order.state), State.DRAFT)
    order.state = State.DRAFT.value
    order.save(update_fields=["state"])
    _tell("transfer_order_reopened", order, by)
    return order


def approve(order_id: int, by: Hand, *, seen: str, ibans_checked: bool = False) -> TransferOrder:
    """The order may leave: its file is made and kept, and clients' credits in it are paid back.

    `seen` is the `digest` of what the approver looked at. Approved by the same person already: nothing happens.
    Refused: transfer_own_approval, transfer_order_changed, payee_iban_unchecked, debtor_without_name, and what
    `check_execution` and `refund` refuse.
    """
    order = _locked(order_id)
    if (
        order.state in (State.APPROVED, State.DOWNLOADED, State.EXECUTED)
        and order.approved_by_id == by.user_id
    ):
        return order
    check_step(State(order.state), State.APPROVED)
    rows = transfers_of(order)
    check_approver(by.user_id, _hands(order, rows), second_needed=order.second_needed or second_approval())
    if seen != digest(order, rows):
        raise Refused("transfer_order_changed")
    check_execution(order.execution_on, by.on, instant=order.instant)
    _check_account(order.bank_account)
    told = remarks_about(rows, by.on)
    if not ibans_checked and any(one.alert is Alert.OTHER_IBAN for found in told.values() for one in found):
        raise Refused("payee_iban_unchecked")
    order.message_id = f"QT{by.on:%Y%m%d}-{secrets.token_hex(6).upper()}"
    order.file = keep(_file(order, rows), "application/xml")
    order.state, order.approved_by_id, order.approved_on = State.APPROVED.value, by.user_id, by.on
    order.save(update_fields=["state", "approved_by", "approved_on", "message_id", "file"])
    pay_credits_back(rows, on=by.on, actor=by.actor)
    _tell("transfer_order_approved", order, by)
    return order


def download(order_id: int, by: Hand) -> bytes:
    """The file as it was approved; taken away as often as one wants, and each time is on record."""
    order = _locked(order_id)
    if order.state not in (State.DOWNLOADED, State.EXECUTED):
        check_step(State(order.state), State.DOWNLOADED)
        order.state = State.DOWNLOADED.value
        order.save(update_fields=["state"])
    Download.objects.create(order=order, taken_by_id=by.user_id, taken_on=by.on, recorded_at=real_now())
    _tell("transfer_order_downloaded", order, by)
    return bytes(StoredFile.objects.get(id=order.file_id or 0).content)


def cancel(order_id: int, by: Hand, *, because: str = "") -> TransferOrder:
    """The order is not carried out: credits that it paid back are the clients' again. Cancelled already: nothing."""
    order = _locked(order_id)
    if order.state == State.CANCELLED:
        return order
    check_step(State(order.state), State.CANCELLED)
    rows = transfers_of(order)
    if any(row.executed_line_id for row in rows):
        raise Refused("transfer_order_partly_executed")
    order.state, order.cancelled_on, order.cancelled_because = State.CANCELLED.value, by.on, because[:300]
    order.save(update_fields=["state", "cancelled_on", "cancelled_because"])
    take_credits_back(rows, on=by.on, actor=by.actor)
    _tell("transfer_order_cancelled", order, by, reason=because[:300])
    return order


def second_approval() -> bool:
    """Whether another person than the author approves."""
    return OutgoingSetting.objects.filter(second_approval=True).exists()


def _file(order: TransferOrder, rows: list[Transfer]) -> bytes:
    firm = current_organisation()
    debtor = firm.account_holder or firm.name
    if not sepa_text(debtor, NAME):
        raise Refused("debtor_without_name")
    return adapters().transfer_files.write(
        TransferFile(
            message_id=order.message_id,
            created=_moment(business_now(firm)),
            debtor=debtor,
            iban=order.bank_account.iban,
            bic=firm.bic if firm.iban == order.bank_account.iban else "",
            execution_on=order.execution_on,
            instant=order.instant,
            transfers=[FileTransfer(row.end_to_end_id, payee_of(row)) for row in rows],
        )
    )


def _moment(now: datetime) -> datetime:
    return now.replace(microsecond=0)


def _hands(order: TransferOrder, rows: list[Transfer]) -> set[int]:
    """Everybody who had a hand in it."""
    return {order.made_by_id, order.submitted_by_id or 0, *(row.added_by_id for row in rows)}


def _check_account(account: BankAccount) -> None:
    try:
        usable = checked_iban(account.iban) == account.iban and account.closed_on is None
    except Refused:
        usable = False
    if not usable or account.currency != "EUR":
        raise Refused("debit_account_unusable", account=account.called)


def _check_draft(order: TransferOrder) -> None:
    if order.state != State.DRAFT:
        raise Refused("transfer_order_no_draft")


def _locked(order_id: int) -> TransferOrder:
    order = TransferOrder.objects.select_for_update(no_key=True).get(id=order_id)
    order.bank_account = BankAccount.objects.get(id=order.bank_account_id)
    return order


def _tell(kind: str, order: TransferOrder, by: Hand, **more: str) -> None:
    minor = Transfer.objects.filter(order=order).aggregate(minor=Sum("amount_minor"))["minor"] or 0
    facts = {"order": order.id, "title": order.title, "amount_minor": minor, "currency": "EUR", **more}
    record(Event(kind, by.on, by.actor, None, facts))
