"""A payment whose division is already decided: by the debtor's words, by a match that a person confirmed."""

from collections.abc import Mapping, Sequence

from quitus.domain.money import Money, total
from quitus.domain.payments.allocation import Allocation, OpenItem
from quitus.domain.refused import Refused


def allocate_as_said(
    payment: Money, open_items: Sequence[OpenItem], parts: Mapping[int, Money]
) -> Allocation:
    """The payment divided exactly into `parts` (amount by item id); what they leave is the client's credit.

    Refuses parts that are not positive, exceed what remains of their item or the payment, and items that are
    not open (any more): somebody else was quicker, and the decision must be taken anew.
    """
    remaining = {item.id: item.remaining for item in open_items}
    nothing = Money(0, payment.currency)
    for item_id, amount in parts.items():
        if amount.minor <= 0:
            raise Refused("payment_not_positive", amount=amount)
        if amount > remaining.get(item_id, nothing):
            raise Refused("part_above_remaining", item=item_id, amount=amount)
    left_over = payment - total(parts.values(), payment.currency)
    if left_over.minor < 0:
        raise Refused("parts_above_payment", amount=payment)
    return Allocation(tuple(parts.items()), left_over)
