"""VAT of a debt that will never be paid: what comes back, until when, and what the debtor must be sent.

CGI 272-1: VAT that was paid to the State comes back once the debt is definitively irrecoverable, or from the judgment
of liquidation on. BOI-TVA-DED-40-10-20: the debtor is sent a duplicate of the invoice overprinted with the mention.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quitus.domain.books.vat_on_collection import RateTotal, split_receipts
from quitus.domain.money import Money, total

YEARS_TO_CLAIM = 2
NARROW, NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost of one rate: the price without VAT, and its VAT."""

    rate: Decimal
    net: Money
    vat: Money


def split_loss(totals: Sequence[RateTotal], received: Sequence[Money]) -> tuple[Loss, ...]:
    """What stays unpaid of an invoice, by rate. Raises ValueError when more was received than it says."""
    losses = []
    paid = split_receipts(received, totals)
    for place, rate in enumerate(totals):
        currency = rate.total.currency
        amount = rate.total - total((shares[place].amount for shares in paid), currency)
        vat = rate.vat - total((shares[place].vat for shares in paid), currency)
        losses.append(Loss(rate.rate, amount - vat, vat))
    return tuple(losses)


def recoverable_vat(losses: Iterable[Loss], currency: str, *, taxed_on_collection: bool) -> Money:
    """The VAT that comes back: goods and services under the debits option paid it, services on collection never did."""
    if taxed_on_collection:
        return Money(0, currency)
    return total((loss.vat for loss in losses), currency)


def claim_until(irrecoverable_on: date) -> date:
    """The last day to claim it back: 31 December of the second year after (CGI ann. II 208, I)."""
    return date(irrecoverable_on.year + YEARS_TO_CLAIM, 12, 31)


def duplicate_mention(net: Money, vat: Money) -> str:
    """What the duplicate bears "en caractères très apparents" (BOI-TVA-DED-40-10-20): the text of the doctrine.

    It keeps citing the CGI: references to it stay good on invoices until 2028-06-30 (`domain/france.md` §0).
    """
    return (
        f"Facture demeurée impayée pour la somme de {_euros(net)} (prix net) et pour la somme de {_euros(vat)} "
        "(TVA correspondante) qui ne peut faire l'objet d'une déduction (article 272 du CGI)"
    )


def _euros(amount: Money) -> str:
    """As a French paper writes it: 1 234,56 €. Raises ValueError in another currency: French VAT is owed in euros."""
    if amount.currency != "EUR":
        raise ValueError(f"{amount} is not in euros")
    return f"{amount.decimal:,.2f}".replace(",", NARROW).replace(".", ",") + f"{NO_BREAK}€"
