"""Read transfer orders: the list, one of them with all that is to be looked at, payees known already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from quitus.apps.banking.account_queries import accounts_in_use
from quitus.apps.banking.models import BankAccount
from quitus.apps.clients.models import Client, ClientKey, ClientKeyKind
from quitus.apps.history.models import Movement
from quitus.apps.organisations.queries import current_organisation
from quitus.apps.outgoing.facts import digest, remarks_about, transfers_of
from quitus.apps.outgoing.models import Download, OutgoingSetting, Transfer, TransferOrder
from quitus.domain.history.kinds import Kind
from quitus.domain.history.words import words_of
from quitus.domain.iban import iban_check_valid, iban_shape_valid
from quitus.domain.money import Money
from quitus.domain.outgoing.orders import Alert, Remark, State

PAID_KINDS = (Kind.SUPPLIER, Kind.FREELANCER, Kind.EMPLOYEE, Kind.TAX, Kind.LOAN, Kind.UNKNOWN)
MOST_PAYEES = 20


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order in the list."""

    order: TransferOrder
    amount: Money
    count: int


@dataclass(frozen=True, slots=True)
class TransferLine:
    """A transfer with what is to be looked at."""

    row: Transfer
    amount: Money
    remarks: Sequence[Remark]


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as one approves it; `seen` is what the approval is about."""

    order: TransferOrder
    lines: Sequence[TransferLine]
    amount: Money
    seen: str
    downloads: Sequence[Download]

    @property
    def other_ibans(self) -> bool:
        """Whether somebody is to be paid elsewhere than before."""
        return any(one.alert is Alert.OTHER_IBAN for line in self.lines for one in line.remarks)


@dataclass(frozen=True, slots=True)
class KnownPayee:
    """Somebody who was paid before: the last movement to them."""

    movement_id: int
    name: str
    iban: str
    kind: str
    last: date
    amount: Money


def orders() -> QuerySet[TransferOrder]:
    """Every order, the newest first."""
    return TransferOrder.objects.select_related("bank_account", "made_by").order_by("-id")


def lines_of(page: Iterable[TransferOrder]) -> list[OrderLine]:
    """These orders with what they pay in all; one query."""
    found = list(page)
    sums = Transfer.objects.filter(order__in=found).values("order_id").order_by()
    told = {row["order_id"]: row for row in sums.annotate(minor=Sum("amount_minor"), count=Count("id"))}
    return [
        OrderLine(one, Money(told[one.id]["minor"], "EUR"), told[one.id]["count"])
        if one.id in told
        else OrderLine(one, Money(0, "EUR"), 0)
        for one in found
    ]


def orders_to_approve(user_id: int, most: int) -> list[OrderLine]:
    """Orders that wait and that this person may approve: where two are asked for, who had no hand in them. The largest
    first; one query.
    """
    waiting = TransferOrder.objects.filter(state=State.TO_APPROVE)
    own = Q(made_by_id=user_id) | Q(submitted_by_id=user_id)
    own |= Q(Exists(Transfer.objects.filter(order_id=OuterRef("id"), added_by_id=user_id)))
    two = Q(second_needed=True) | Q(Exists(OutgoingSetting.objects.filter(second_approval=True)))
    rows = waiting.filter(~(own & two)).annotate(
        minor=Sum("transfers__amount_minor", default=0), count=Count("transfers")
    )
    return [
        OrderLine(row, Money(row.minor, "EUR"), row.count) for row in rows.order_by("-minor", "id")[:most]
    ]


def accounts_to_pay_from() -> list[BankAccount]:
    """The firm's accounts that have an IBAN and are not closed. The likeliest first: that of the last order, else that
    of the firm's own IBAN.
    """
    last = TransferOrder.objects.order_by("-id").values_list("bank_account_id", flat=True).first()
    own = current_organisation().iban
    payable = [one for one in accounts_in_use() if iban_shape_valid(one.iban) and iban_check_valid(one.iban)]
    return sorted(payable, key=lambda one: (one.id != last, one.iban != own, one.iban))


def drafts() -> list[TransferOrder]:
    """Orders to which transfers may be added, the newest first."""
    return list(TransferOrder.objects.filter(state=State.DRAFT).order_by("-id")[:10])


def order_view(order_id: int, today: date) -> OrderView:
    """One order; raises TransferOrder.DoesNotExist."""
    named = ("bank_account", "made_by", "submitted_by", "approved_by", "file")
    order = TransferOrder.objects.select_related(*named).defer("file__content").get(id=order_id)
    rows = transfers_of(order)
    told: Mapping[int, Sequence[Remark]] = {}
    if order.state in (State.DRAFT, State.TO_APPROVE):
        told = remarks_about(rows, today)
    return OrderView(
        order,
        [TransferLine(row, Money(row.amount_minor, row.currency), told.get(row.id, ())) for row in rows],
        Money(sum(row.amount_minor for row in rows), "EUR"),
        digest(order, rows),
        list(order.downloads.select_related("taken_by").order_by("id")),
    )


def transfer(transfer_id: int) -> Transfer:
    """One transfer; raises Transfer.DoesNotExist."""
    found: Transfer = Transfer.objects.get(id=transfer_id)
    return found


def known_payees(text: str = "") -> list[KnownPayee]:
    """Who was paid before by a transfer whose account is known; the last movement to each. Those named by `text`."""
    found = Movement.objects.filter(amount_minor__lt=0, counted=True, kind__in=PAID_KINDS)
    found = found.exclude(iban="").exclude(party_key="")
    words = Q()
    for word in words_of(text).split()[:5]:
        words &= Q(words__contains=word)
    newest = found.filter(words).order_by("party_key", "-day", "-id").distinct("party_key")
    rows = Movement.objects.filter(id__in=newest.values("id")).order_by("-day", "-id")[:MOST_PAYEES]
    return [
        KnownPayee(row.id, row.party, row.iban, row.kind, row.day, Money(-row.amount_minor, row.currency))
        for row in rows
    ]


def payee_of_movement(movement_id: int) -> KnownPayee:
    """Whom a movement paid; raises Movement.DoesNotExist."""
    row = Movement.objects.get(id=movement_id)
    return KnownPayee(
        row.id, row.party, row.iban, row.kind, row.day, Money(abs(row.amount_minor), row.currency)
    )


def refundable(client_id: int) -> tuple[str, str]:
    """A client's name, and the account from which they paid last, "" when none is known. Client.DoesNotExist."""
    name = Client.objects.values_list("name", flat=True).get(id=client_id)
    keys = ClientKey.objects.filter(client_id=client_id, kind=ClientKeyKind.IBAN).order_by("-id")
    return name, next((iban.upper() for iban in keys.values_list("value", flat=True)[:1]), "")
