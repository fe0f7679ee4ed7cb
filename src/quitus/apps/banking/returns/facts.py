"""Rows to what the rules of returns read: the payments that debit lines may take back, for any number of lines at once.

Candidates are found by equality: the amount, a reference of what failed, the number of an invoice in the label.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import Q

from quitus.apps.banking.models import BankLine, MatchPayment
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.invoicing.models import InstalmentKey
from quitus.apps.payments.models import Allocation, Payment, PaymentReturn
from quitus.domain.banking.returned import Returned, ReturnKind, returned, stored
from quitus.domain.banking.statement import StatementLine
from quitus.domain.matching.facts import LineFacts
from quitus.domain.matching.keys import line_keys
from quitus.domain.money import Money
from quitus.domain.payments.returns import LONGEST, PaidBefore, ReturnLine

MOST = 400  # payments that are weighed for the lines of one import, the newest first


def returned_columns(lines: Sequence[StatementLine]) -> dict[str, list[str]]:
    """What new lines bear of money that goes back, as the file marks it or the bank's words say."""
    found = [_fact(line) for line in lines]
    return {
        "returned_kind": [one.kind.value if one else "" for one in found],
        "returned_code": [one.code[:10] if one else "" for one in found],
        "returned_references": [stored(one.originals) if one else "" for one in found],
    }


def return_line(line: BankLine) -> ReturnLine:
    """A stored debit line as the rules read it."""
    kind = ReturnKind(line.returned_kind) if line.returned_kind else ReturnKind.OTHER
    written = [*line.returned_references.splitlines(), line.reference]
    return ReturnLine(
        booked=line.booked_on,
        minor=-line.amount_minor,
        currency=line.currency,
        label=line.label,
        kind=kind,
        counterparty=line.counterparty,
        iban=line.iban,
        originals=tuple(dict.fromkeys(one for one in written if one)),
    )


def payments_meant(lines: Sequence[ReturnLine]) -> list[PaidBefore]:
    """The payments that any of these lines may take back, and that no line takes back yet; few queries."""
    if not lines:
        return []
    first = min(line.booked for line in lines) - LONGEST
    last = max(line.booked for line in lines)
    standing = Payment.objects.filter(reverses=None, received_on__range=(first, last))
    references = {reference for line in lines for reference in line.originals}
    by_reference = Q(reference__in=references) | Q(id__in=_brought_by(references))
    by_number = Q(id__in=_paying(_numbers(lines)))
    by_account = Q(id__in=_sent_from({line.iban for line in lines if line.iban}))
    by_amount = Q(amount_minor__in={line.minor for line in lines})
    named = standing.filter(by_reference | by_number | by_account).order_by("-received_on", "-id")[:MOST]
    same = standing.filter(by_amount).order_by("-received_on", "-id")[:MOST]
    ids = {*named.values_list("id", flat=True), *same.values_list("id", flat=True)}
    return paid_before(ids)


def paid_before(payment_ids: Collection[int]) -> list[PaidBefore]:
    """These payments with what may speak for them, as far as they can still come back; of what was noted, that part."""
    payments = (
        Payment.objects.filter(id__in=payment_ids, reverses=None)
        .select_related("client")
        .prefetch_related("reversals")
        .order_by("id")
    )
    back = dict(
        PaymentReturn.objects.filter(payment_id__in=payment_ids, undone_on=None).values_list(
            "payment_id", "amount_minor"
        )
    )
    by_line = set(
        LineReturn.objects.filter(payment_id__in=payment_ids, state=LineReturnState.ACCEPTED).values_list(
            "payment_id", flat=True
        )
    )
    numbers: dict[int, list[str]] = defaultdict(list)
    paid = Allocation.objects.filter(payment_id__in=payment_ids, reverses=None).order_by("id")
    for payment_id, number in paid.values_list("payment_id", "instalment__invoice__number"):
        numbers[payment_id].append(number)
    references, ibans = _of_lines(payment_ids)
    return [
        PaidBefore(
            id=payment.id,
            received=payment.received_on,
            minor=back.get(payment.id, payment.amount_minor),
            currency=payment.currency,
            method=payment.method,
            references=frozenset({payment.reference, *references[payment.id]} - {""}),
            numbers=tuple(dict.fromkeys(numbers[payment.id])),
            name=payment.client.name,
            ibans=frozenset(ibans[payment.id]),
            told=payment.id in back,
        )
        for payment in payments
        if payment.id not in by_line and (payment.id in back or not payment.reversals.all())
    ]


def _fact(line: StatementLine) -> Returned | None:
    """Words alone mark only what leaves the account: what comes in may be a client's transfer about a return."""
    if line.returned is None and line.amount.minor >= 0:
        return None
    return returned(line.returned, line.label)


def _numbers(lines: Sequence[ReturnLine]) -> set[str]:
    found: set[str] = set()
    for line in lines:
        facts = LineFacts(booked=line.booked, amount=Money(line.minor, line.currency), label=line.label)
        found |= line_keys(facts).numbers
    return found


def _paying(numbers: Collection[str]) -> list[int]:
    """The payments of the instalments that these keys name; a key that many share names none."""
    instalments = list(
        InstalmentKey.objects.filter(value__in=numbers).values_list("instalment_id", flat=True)[:MOST]
    )
    paid = Allocation.objects.filter(instalment_id__in=instalments, reverses=None)
    return list(paid.values_list("payment_id", flat=True).distinct()[:MOST])


def _brought_by(references: Collection[str]) -> list[int]:
    """The payments that lines with one of these references brought."""
    lines = Q(match__line__reference__in=references) | Q(match__line__bank_id__in=references)
    return list(MatchPayment.objects.filter(lines).values_list("payment_id", flat=True)[:MOST])


def _sent_from(ibans: Collection[str]) -> list[int]:
    """The newest payments that came from one of these accounts."""
    sent = MatchPayment.objects.filter(match__line__iban__in=ibans).order_by("-payment_id")
    return list(sent.values_list("payment_id", flat=True)[:MOST]) if ibans else []


def _of_lines(payment_ids: Collection[int]) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """References and accounts of the lines that brought payments, by payment."""
    references: dict[int, set[str]] = defaultdict(set)
    ibans: dict[int, set[str]] = defaultdict(set)
    rows = MatchPayment.objects.filter(payment_id__in=payment_ids).values_list(
        "payment_id", "match__line__reference", "match__line__bank_id", "match__line__iban"
    )
    for payment_id, reference, bank_id, iban in rows:
        references[payment_id] |= {reference, bank_id} - {""}
        if iban:
            ibans[payment_id].add(iban)
    return references, ibans
