"""The bank's fee for a return, asked back from who owes it: by a person's word, and as far as the law lets it.

A business owes proven costs beyond the flat indemnity (C. com. L441-10 II); a consumer owes none of them.
"""

from datetime import date

from quitus.apps.charges.actions import Cost, Wanted, claim_charges
from quitus.apps.charges.models import ChargeClaim
from quitus.apps.payments.actions import locked_names
from quitus.apps.payments.models import Allocation, PaymentReturn
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.return_sentences import fee_words


def claim_return_fee(return_id: int, *, on: date, actor: str) -> ChargeClaim:
    """Claim what banks asked for returned payments of an invoice, beyond the indemnity; claimed already: that claim.

    The fees of one invoice count together, each once. Refused: return_undone, return_without_fee,
    return_without_invoice, costs_not_of_consumer, costs_within_indemnity, and what `claim_charges` refuses.
    """
    row = PaymentReturn.objects.select_related("client").get(id=return_id)
    locked_names([row.client_id])
    row = PaymentReturn.objects.select_related("client", "fee_claim").get(id=return_id)
    known: ChargeClaim | None = row.fee_claim
    if known is not None:
        return known
    if row.undone_on is not None:
        raise Refused("return_undone", day=row.undone_on)
    if not row.fee_minor:
        raise Refused("return_without_fee")
    several, invoice_id = _of_one_invoice(row)
    amount = Money(sum(one.fee_minor for one in several), row.currency)
    words = fee_words([one.returned_on for one in several], row.client.language)
    wanted = Wanted(
        client_id=row.client_id,
        until=on,
        invoice_ids=(invoice_id,),
        interest=False,
        indemnity=False,
        costs={invoice_id: Cost(amount, words)},
    )
    claim = claim_charges(wanted, on=on, actor=actor)
    PaymentReturn.objects.filter(id__in=[one.id for one in several]).update(fee_claim=claim)
    return claim


def _of_one_invoice(row: PaymentReturn) -> tuple[list[PaymentReturn], int]:
    """The returns of the invoice that this payment settled first, as far as their fees were not asked back yet."""
    rows = PaymentReturn.objects.filter(
        client_id=row.client_id, undone_on=None, fee_claim=None, fee_minor__gt=0
    ).order_by("returned_on", "id")
    returns = list(rows)
    paid = Allocation.objects.filter(payment_id__in=[one.payment_id for one in returns], reverses=None)
    invoices: dict[int, int] = {}
    for payment_id, invoice_id in paid.order_by("instalment__due_on", "id").values_list(
        "payment_id", "instalment__invoice_id"
    ):
        invoices.setdefault(payment_id, invoice_id)
    if row.payment_id not in invoices:
        raise Refused("return_without_invoice")
    invoice = invoices[row.payment_id]
    return [one for one in returns if invoices.get(one.payment_id) == invoice], invoice
