"""Documents that leave the house as PDF: what they say, as frozen values, and who draws them.

Every text in these values is data that a user, a client or a bank may have written: a renderer prints it and never
reads it as instructions. Sentences around it belong to the renderer; free sentences (`notes`, `warnings`, the words
of a reduction) come in the document's language.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from quitus.domain.law.rates import Confidence
from quitus.domain.law.worksheet import Conventions, Worksheet
from quitus.domain.money import Money, total


@dataclass(frozen=True, slots=True)
class Creditor:
    """Who writes: the head of the page. `contact`: a person, a telephone number, an address for mail, a line each."""

    name: str
    address: tuple[str, ...] = ()
    siren: str = ""
    contact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Debtor:
    """Who is written to."""

    name: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What every document bears. `number` is its reference, if it has one; `language` is "fr" or "en".

    A calculation that nobody signs has no parties: names are empty then.
    `issued_on` also is the file's own date: the same document gives the same bytes on any day.
    """

    language: str
    creditor: Creditor
    debtor: Debtor
    number: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class TransferDetails:
    """How to pay by transfer: whose account it is, and what to write on it."""

    holder: str
    iban: str
    bic: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class WorksheetRow:
    """`base` bore `percent` a year from `first` to `last`, both included; `exact` is in units, not rounded."""

    first: date
    last: date
    days: int
    base: Money
    percent: Decimal
    source: str
    exact: Decimal
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True)
class WorksheetReduction:
    """What is taken off: a payment, a credit note, a set-off, with its words ("Virement reçu").

    `amount` is what this document takes off; `principal` the part of it that lowered the principal, None for all.
    """

    day: date
    words: str
    amount: Money
    principal: Money | None = None


@dataclass(frozen=True, slots=True)
class WorksheetCost:
    """A proven cost beyond the indemnity: what was paid, to whom."""

    words: str
    amount: Money


@dataclass(frozen=True, slots=True)
class WorksheetClaim:
    """One invoice, and what its lateness costs. `indemnity` is None where none is owed, as with consumers.

    Of a debt known by its due date alone, `invoice` is empty and `issued` None. `earlier`: charges that earlier
    documents claimed on it, as far as they are open.
    """

    invoice: str
    issued: date | None
    due: date
    principal: Money
    rows: tuple[WorksheetRow, ...]
    interest: Money
    indemnity: Money | None = None
    costs: tuple[WorksheetCost, ...] = ()
    reductions: tuple[WorksheetReduction, ...] = ()
    earlier: Money | None = None

    @property
    def costs_total(self) -> Money:
        """Proven costs together."""
        return total((cost.amount for cost in self.costs), self.principal.currency)

    @property
    def reduced(self) -> Money:
        """All that is taken off."""
        return total((reduction.amount for reduction in self.reductions), self.principal.currency)

    @property
    def remaining(self) -> Money:
        """What is left to pay: principal, interest, indemnity and costs, less what is taken off."""
        owed = self.principal + self.interest + self.costs_total - self.reduced
        more = [amount for amount in (self.indemnity, self.earlier) if amount]
        return owed + total(more, owed.currency)


@dataclass(frozen=True, slots=True)
class WorksheetDocument:
    """The statement of interest and indemnity, one claim for each invoice, all in one currency.

    Interest is counted up to `until`, included. `claimed`: the charges that this document itself claims; what was
    received before was then taken off the principal, since nothing else had been claimed. None for a calculation that
    follows the order of its conventions. `articles` are the citations that it rests on ("C. com. L441-10 II"); the
    renderer knows what the usual ones say. `transfer` is None where nothing is to be paid by this document.
    """

    head: DocumentHead
    until: date
    claims: tuple[WorksheetClaim, ...]
    conventions: Conventions
    articles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    transfer: TransferDetails | None = None
    claimed: Money | None = None

    @property
    def remaining(self) -> Money:
        """What is left to pay on all claims; the document has one at least."""
        first, *others = (claim.remaining for claim in self.claims)
        return total(others, first.currency) + first


# What can be drawn; a letter joins by `|`.
Document = WorksheetDocument


class DocumentRenderer(Protocol):
    """Draws documents."""

    def render(self, document: Document) -> bytes:
        """The document as PDF; the same document gives the same bytes, whatever its texts hold."""
        ...


def worksheet_rows(worksheet: Worksheet) -> tuple[WorksheetRow, ...]:
    """The rows of a calculation as a document prints them."""
    return tuple(
        WorksheetRow(
            segment.first,
            segment.last,
            segment.days,
            segment.base,
            segment.rate.percent,
            segment.rate.source,
            segment.exact,
            segment.rate.confidence,
        )
        for segment in worksheet.segments
    )


def worksheet_claim(
    worksheet: Worksheet,
    *,
    invoice: str,
    issued: date | None,
    due: date,
    principal: Money,
    indemnity: Money | None = None,
    costs: Iterable[WorksheetCost] = (),
    reductions: Iterable[WorksheetReduction] = (),
    earlier: Money | None = None,
) -> WorksheetClaim:
    """One invoice's claim out of its calculation; rows and interest are taken as they were computed."""
    return WorksheetClaim(
        invoice=invoice,
        issued=issued,
        due=due,
        principal=principal,
        rows=worksheet_rows(worksheet),
        interest=worksheet.interest,
        indemnity=indemnity,
        costs=tuple(costs),
        reductions=tuple(reductions),
        earlier=earlier,
    )
