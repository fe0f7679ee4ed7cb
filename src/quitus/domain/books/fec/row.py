"""One line of the fichier des écritures comptables, and its eighteen fields in order (LPF A47 A-1, VII-1°)."""

from datetime import date
from typing import NamedTuple

from quitus.domain.money import Money

FIELDS = (
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib"),
    *("CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit"),
    *("EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"),
)
CURRENCY = "EUR"  # French books are kept in euros (C. com. L123-22)


class FecRow(NamedTuple):
    """One line as values; `debit` and `credit` are cents of euro, never both.

    `number` is the entry's place in its sequence, `valid_date` the day it was made final, None while it is not.
    `in_currency` is the amount on a paper in another currency, None when the paper is in euros.
    """

    journal: str
    journal_label: str
    number: str
    entry_date: date
    account: str
    account_label: str
    client: str
    client_label: str
    document: str
    document_date: date
    label: str
    debit: int
    credit: int
    lettering: str
    lettered_on: date | None
    valid_date: date | None
    in_currency: Money | None = None
