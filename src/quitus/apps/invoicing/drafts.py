"""An invoice that is about to be recorded, as a plain value."""

from dataclasses import dataclass
from datetime import date

from quitus.domain.money import Money, total
from quitus.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class NewInstalment:
    """What is still open of an invoice, and when it is due."""

    due_on: date
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvoice:
    """An invoice issued by another tool. `total` includes VAT.

    What the instalments leave of the total was paid before Quitus knew the invoice. Refuses amounts that are
    not positive, mixed currencies, and instalments above the total.
    """

    client_id: int
    number: str
    issued_on: date
    total: Money
    instalments: tuple[NewInstalment, ...]
    label: str = ""
    sent_on: date | None = None
    document_id: int | None = None
    fingerprint: str = ""

    def __post_init__(self) -> None:
        parts = [instalment.amount.minor for instalment in self.instalments]
        if self.total.minor <= 0 or any(part <= 0 for part in parts):
            raise Refused("invoice_amount_not_positive", number=self.number)
        if self.already_paid.minor < 0:
            raise Refused("instalments_above_total", number=self.number, total=self.total, open=self.open)

    @property
    def open(self) -> Money:
        """What is still to be paid."""
        return total((instalment.amount for instalment in self.instalments), self.total.currency)

    @property
    def already_paid(self) -> Money:
        """What was paid before."""
        return self.total - self.open
