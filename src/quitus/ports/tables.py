"""Tables that come in and go out as files, and how to say what is wrong with one."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from quitus.domain.importing.header_words import Field
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.table import Row, Table
from quitus.ports.refusals import sentence

__all__ = ["Cell", "Row", "Table", "TableFiles", "field_name", "problem_sentence"]

Cell = str | int | Decimal | date | None


class TableFiles(Protocol):
    """One format of table files."""

    def read(self, content: bytes, *, encoding: str | None = None, separator: str | None = None) -> Table:
        """The whole file as a table; Refused when it cannot be one (empty, too large, no headers, not text)."""
        ...

    def write(self, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
        """A file of this format in which no text can act as a formula."""
        ...


_FIELD_NAMES: dict[Field, tuple[str, str]] = {
    Field.REFERENCE: ("Code client", "Client code"),
    Field.NAME: ("Nom", "Name"),
    Field.EMAIL: ("E-mail", "E-mail"),
    Field.PHONE: ("Téléphone", "Phone"),
    Field.ADDRESS: ("Adresse", "Address"),
    Field.POSTCODE: ("Code postal", "Postcode"),
    Field.CITY: ("Ville", "City"),
    Field.COUNTRY: ("Pays", "Country"),
    Field.SIREN: ("SIREN", "SIREN"),
    Field.SIRET: ("SIRET", "SIRET"),
    Field.VAT_NUMBER: ("Numéro de TVA", "VAT number"),
    Field.LANGUAGE: ("Langue", "Language"),
    Field.CONTACT_NAME: ("Contact", "Contact"),
    Field.PAYMENT_TERMS: ("Conditions de paiement", "Payment terms"),
    Field.CLIENT_CLASS: ("Type de client", "Client type"),
    Field.NUMBER: ("Numéro de facture", "Invoice number"),
    Field.CLIENT_REFERENCE: ("Code client", "Client code"),
    Field.CLIENT_NAME: ("Client", "Client"),
    Field.CLIENT_EMAIL: ("E-mail du client", "Client e-mail"),
    Field.ISSUED_ON: ("Date de facture", "Invoice date"),
    Field.DUE_ON: ("Échéance", "Due date"),
    Field.AMOUNT: ("Montant TTC", "Amount incl. VAT"),
    Field.PAID: ("Déjà payé", "Already paid"),
    Field.REMAINING: ("Reste dû", "Balance due"),
    Field.CURRENCY: ("Devise", "Currency"),
    Field.SENT_ON: ("Envoyée le", "Sent on"),
    Field.LABEL: ("Objet", "Subject"),
    Field.STATUS: ("Statut", "Status"),
    Field.INVOICE_KIND: ("Type de pièce", "Document type"),
    Field.VAT_AMOUNT: ("Montant de TVA", "VAT amount"),
    Field.VAT_RATE: ("Taux de TVA", "VAT rate"),
}


def field_name(field: Field, language: str = "fr") -> str:
    """What a field is called on screen; both names are headers that an import knows."""
    return _FIELD_NAMES[field][language.startswith("en")]


def problem_sentence(problem: Problem, language: str = "fr") -> str:
    """Where and what: "Ligne 12, colonne « TTC », « abc ». Ce montant ne peut pas être lu. …"."""
    refusal = problem.refusal()
    refusal.facts = {name: _said(fact, language) for name, fact in refusal.facts.items()}
    place = _place(problem, english=language.startswith("en"))
    return f"{place}. {sentence(refusal, language)}" if place else sentence(refusal, language)


def _place(problem: Problem, *, english: bool) -> str:
    parts = []
    if problem.line is not None:
        parts.append(f"line {problem.line}" if english else f"ligne {problem.line}")
    if problem.column is not None:
        parts.append(f"column “{problem.column}”" if english else f"colonne « {problem.column} »")
    if problem.value:
        parts.append(f"“{problem.value}”" if english else f"« {problem.value} »")
    place = ", ".join(parts)
    return place[:1].upper() + place[1:]


def _said(fact: object, language: str) -> object:
    """A fact in the reader's language: days as such files write them. `sentence` knows the rest."""
    if isinstance(fact, Field):
        return field_name(fact, language)
    if isinstance(fact, date):
        return fact.isoformat() if language.startswith("en") else f"{fact:%d/%m/%Y}"
    return fact
