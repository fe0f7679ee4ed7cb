"""What the children of `doer.py` do, each by the action of the product alone."""

from collections.abc import Callable, Mapping

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.returns import taking_back
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.outgoing import actions as outgoing
from quitus.apps.outgoing.facts import digest, transfers_of
from quitus.apps.outgoing.models import TransferOrder
from quitus.apps.payments.returns import Return
from quitus.domain.history.kinds import Kind
from quitus.domain.outgoing.orders import Address, checked_payee
from tests.firm import TODAY, euros

BY = Decider(TODAY, "Camille")


def accept(proposed: int) -> None:
    taking_back.accept(proposed, BY)


def take_back(line: int, amounts: Mapping[str, str], fee: str) -> None:
    wanted = {int(payment): euros(amount) for payment, amount in amounts.items()}
    taking_back.take_back_by_hand(line, wanted, BY, fee=euros(fee))


def undo(taken: int) -> None:
    taking_back.undo(taken, BY)


def note(payment: int, client: int) -> None:
    back = Return(slot="hand:1", payment_id=payment, returned_on=TODAY, fee=euros("12.00"), code="AM04")
    taking_back.note_return(back, BY, client_id=client)


def undo_noted(noted: int) -> None:
    taking_back.undo_payment_return(noted, BY)


def bring(content: str, name: str) -> None:
    import_bank_file(content.encode(), name, on=TODAY, actor="Camille")


def make(account: int, user: int) -> None:
    outgoing.make_order(account, "Fournisseurs", TODAY, _hand(user))


def add(order: int, user: int) -> None:
    payee = checked_payee("Papeterie du Port", "DE89370400440532013000", euros("7.00"), "", Address())
    outgoing.add_transfer(order, payee, Kind.SUPPLIER, _hand(user), key="added")


def submit(order: int, user: int) -> None:
    outgoing.submit(order, _hand(user))


def approve(order: int, user: int) -> None:
    row = TransferOrder.objects.get(id=order)
    outgoing.approve(order, _hand(user), seen=digest(row, transfers_of(row)))


def download(order: int, user: int) -> None:
    outgoing.download(order, _hand(user))


def cancel(order: int, user: int) -> None:
    outgoing.cancel(order, _hand(user), because="Doublon")


def _hand(user: int) -> outgoing.Hand:
    return outgoing.Hand(TODAY, "Camille", user)


ACTIONS: Mapping[str, Callable[..., None]] = {
    action.__name__: action
    for action in (
        accept,
        take_back,
        undo,
        note,
        undo_noted,
        bring,
        make,
        add,
        submit,
        approve,
        download,
        cancel,
    )
}
