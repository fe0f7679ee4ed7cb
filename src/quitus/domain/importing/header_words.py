"""The words that French and English accounting tools put above their columns.

A header is reduced to a set of words (`header_words`); a field knows the sets it answers to. `Known.needed`
must all be there, `Known.tolerated` may be, anything else is not that field. So "Montant TTC" and "TTC" are
the amount, and "Montant HT" or "TVA" never are: the words `ht` and `tva` stand in no set of an amount owed.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from quitus.domain.importing.text import plain


class Kind(StrEnum):
    """What the rows of a file are."""

    CLIENTS = "clients"
    INVOICES = "invoices"


class Field(StrEnum):
    """What a column can say."""

    REFERENCE = "reference"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    POSTCODE = "postcode"
    CITY = "city"
    COUNTRY = "country"
    SIREN = "siren"
    SIRET = "siret"
    VAT_NUMBER = "vat_number"
    LANGUAGE = "language"
    CONTACT_NAME = "contact_name"
    PAYMENT_TERMS = "payment_terms"
    CLIENT_CLASS = "client_class"
    NUMBER = "number"
    CLIENT_REFERENCE = "client_reference"
    CLIENT_NAME = "client_name"
    CLIENT_EMAIL = "client_email"
    ISSUED_ON = "issued_on"
    DUE_ON = "due_on"
    AMOUNT = "amount"
    PAID = "paid"
    REMAINING = "remaining"
    CURRENCY = "currency"
    SENT_ON = "sent_on"
    LABEL = "label"
    STATUS = "status"
    INVOICE_KIND = "invoice_kind"
    VAT_AMOUNT = "vat_amount"
    VAT_RATE = "vat_rate"


@dataclass(frozen=True, slots=True)
class Known:
    """One set of words. `vague` ones ("Date", "Total") yield to a clearer column of the same file."""

    needed: frozenset[str]
    tolerated: frozenset[str]
    vague: bool = False


# Written before the words are cut apart: expressions of several words that mean one thing.
_EXPRESSIONS = [
    (re.compile(pattern), f" {meaning} ")
    for pattern, meaning in (
        (
            r"\be[- ]?mails?\b|\bcourriels?\b|\bmels?\b|\bmails?\b|\badresses? (electroniques?|email)\b",
            "email",
        ),
        (r"\b(excl\w*|ex|exc|without|before|hors|sans|net of)\.? ?(of )?(vat|taxe?s?|tva|gst)\b", "ht"),
        (r"\bh\.? ?t(va)?\b\.?|\bun ?taxed\b|\bsub ?total\b|\bsous[- ]?total\b", "ht"),
        (r"\b(incl\w*|inc|with|gross of)\.? ?(of )?(vat|taxe?s?|tva|gst)\b", "ttc"),
        (r"\b(vat|taxe?s?|tva) (incl\w*|inc|comprises?)\b|\btoutes taxes( comprises)?\b", "ttc"),
        (r"\bt\.? ?t\.? ?c\b\.?|\btvac\b|\bgross\b", "ttc"),
        (r"\braison sociale\b|\bdenomination( sociale| commerciale)?\b", "company"),
        (r"\bcode postal\b|\bc\.? ?p\b\.?|\bzip( ?code)?\b|\bpost(al)? ?code\b|\bpostal\b", "postcode"),
        (r"\bdu\s*(?=$|\(|ttc)|\bdue amount\b", "remaining"),
        (r"\bbill(ed)? to\b", "client"),
        (r"\b(le|on)\s*$", "date"),
        (r"\b(amount|balance|total|sum) (still )?due\b|\bunpaid( amount| balance)?\b", "remaining"),
        (r"\breste a (payer|regler|encaisser|recevoir|percevoir)\b|\breste\b|\brestant(e)?\b", "remaining"),
        (r"\ba (payer|regler|encaisser) avant( le)?\b|\bpay(able)? (by|before)\b", "due"),
        (r"\bnets? a payer\b", "ttc"),
        (r"\bopen (amount|balance)\b|\bamount open\b", "remaining"),
        (
            r"\bimpayee?s?\b|\bsoldes?\b|\bbalance\b|\boutstanding\b|\ben[- ]?cours\b|\bremaining\b",
            "remaining",
        ),
        (r"\bprenoms?\b|\b(first|last|given|family) ?names?\b|\bsurname\b|\binterlocuteur\b", "contact"),
        (r"\bdelais?\b|\bconditions?\b|\bterms\b", "terms"),
        (r"#", "no"),
    )
]

_SAME_WORDS = {
    "no": "n num numero numeros nr nb number numbers nro",
    "invoice": "facture factures fact fac invoices inv bill",
    "document": "piece pieces doc documents justificatif",
    "date": "dates dt",
    "due": "echeance echeances ech exigible exigibilite maturity limite",
    "issued": "emission emise emis issue facturation facturee",
    "amount": "montant montants mt mnt mont amt somme prix valeur value sum",
    "total": "totaux totals tot",
    "client": "clients customer customers cust debtor debiteur acheteur buyer tiers destinataire",
    "name": "nom noms names intitule",
    "company": "societe entreprise compagnie organisation organization etablissement firm business",
    "ref": "refs reference references",
    "status": "statut etat state situation",
    "code": "id identifiant identifier matricule codes",
    "account": "compte comptes accounts",
    "created": "creation cree creee",
    "paid": "paye payee payes regle reglee regles encaisse encaissee verse acquitte recu received acompte acomptes",
    "sent": "envoye envoyee envoi expedie expediee emailed transmise transmis",
    "label": "libelle objet description designation subject title titre memo details detail",
    "currency": "devise devises monnaie ccy cur",
    "phone": "telephone telephones tel phones mobile portable gsm",
    "address": "adresse adresses addresses rue street voie",
    "city": "ville villes commune localite town",
    "country": "pays countries",
    "vat": "tva",
    "rate": "taux rates pourcentage percentage percent",
    "language": "langue langues lang locale",
    "class": "type categorie category nature profil segment",
    "payment": "paiement paiements reglement reglements payments",
}
_MEANING = {spelling: word for word, spellings in _SAME_WORDS.items() for spelling in spellings.split()}
# Joining words say nothing; a currency or the owner of the column does not change what it holds.
_IDLE_WORDS = "de du des d la l les en of the in a au aux et and par to for sur"
_NEUTRAL_WORDS = "eur euro euros usd gbp chf utc s notre nos votre our your complet complete principal main"
_IDLE = frozenset(_IDLE_WORDS.split())
_NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
_TOKEN = re.compile(r"[a-z]+")
_DEGREE = re.compile(r"\bn ?[°º]")
_OWED = re.compile(r"\bdû(e|s|es)?\b")  # "Montant dû" is owed, "Montant du document" is not


def header_words(header: str) -> frozenset[str]:
    """The words of a header in one spelling each: "N° de facture" and "InvoiceNo" give {invoice, no}.

    Digits are dropped ("Adresse 1", "E-mail (2)"), and so are words that join.
    """
    text = unicodedata.normalize("NFC", _CAMEL.sub(" ", header[:200]).lower())
    text = plain(_OWED.sub(" remaining ", _DEGREE.sub("no ", text)))
    text = re.sub(r"[_/€$£]+", " ", text)
    for pattern, meaning in _EXPRESSIONS:
        text = pattern.sub(meaning, text)
    words = (_MEANING.get(word, word) for word in _TOKEN.findall(text))
    return frozenset(word for word in words if word not in _IDLE)


def without_neutral(words: frozenset[str]) -> frozenset[str]:
    """The words that decide: without currencies and "our", "your", "main"."""
    return words - _NEUTRAL


def _known(*sets: str) -> tuple[Known, ...]:
    """ "due + date invoice" needs `due` and tolerates the others; a leading "?" marks a vague set."""
    return tuple(_one_known(text) for text in sets)


def _one_known(text: str) -> Known:
    needed, _, tolerated = text.lstrip("?").partition("+")
    return Known(frozenset(needed.split()), frozenset(tolerated.split()), text.startswith("?"))


_EMAIL = "email + client contact address invoice issued comptabilite accounting billing company"
_PLACE = "client address invoice issued billing"

CLIENT_FIELDS = {
    Field.REFERENCE: _known(
        "client no + code ref", "client code + no", "client ref + no", "code + no", "ref + no client",
        "client account + no", "?account + no", "?no",
    ),
    Field.NAME: _known(
        "company + name client", "client name", "account name", "?name", "?client", "? client label"
    ),
    Field.EMAIL: _known(_EMAIL),
    Field.PHONE: _known("phone + no client contact fixe company direct standard"),
    Field.ADDRESS: _known("address + client invoice issued line ligne complement company billing postale suite no"),
    Field.POSTCODE: _known(f"postcode + {_PLACE}"),
    Field.CITY: _known(f"city + {_PLACE}"),
    Field.COUNTRY: _known(f"country + {_PLACE} code name"),
    Field.SIREN: _known("siren + no code client company"),
    Field.SIRET: _known("siret + no code client company siren"),
    Field.VAT_NUMBER: _known(
        "vat no + client intracommunautaire intracom intra communautaire code ue eu",
        "vat code + client intra intracom intracommunautaire",
        "vat intracommunautaire + client", "vat intracom + client", "vat intra + client communautaire",
        "tax code + client", "?vat",
    ),
    Field.LANGUAGE: _known("language + client code contact"),
    Field.CONTACT_NAME: _known("contact + name client person personne company"),
    Field.PAYMENT_TERMS: _known("terms + payment client", "?due"),
    Field.CLIENT_CLASS: _known("class client", "?class"),
}  # fmt: skip

INVOICE_FIELDS = {
    Field.NUMBER: _known(
        "invoice no + document comptable", "document no + comptable", "invoice code", "document code",
        "invoice ref", "document ref",
        "?invoice", "?document", "?no", "?code + no", "?ref + no",
    ),
    Field.CLIENT_REFERENCE: _known("client no + code", "client code + no", "client account + no", "?account + no"),
    Field.CLIENT_NAME: _known(
        "company + name client", "client name", "account name", "?client", "?name", "?contact + name client"
    ),
    Field.CLIENT_EMAIL: _known(_EMAIL),
    Field.ISSUED_ON: _known(
        "invoice date + issued document", "document date + issued", "issued + date document", "?created + date",
        "?date",
    ),
    Field.DUE_ON: _known("due + date invoice document payment"),
    Field.AMOUNT: _known(
        "ttc + amount total invoice document",
        "?amount + total", "?total", "?amount invoice + total", "?total invoice", "?amount document",
        "?total document",
    ),
    Field.PAID: _known(
        "paid amount + deja already total ttc invoice", "deja paid + ttc", "already paid", "total paid + ttc",
        "amount payment", "?paid + ttc",
    ),
    Field.REMAINING: _known("remaining + amount total ttc invoice client due document"),
    Field.CURRENCY: _known("currency + code invoice document"),
    Field.SENT_ON: _known("sent + date invoice email client"),
    Field.LABEL: _known("label + invoice document", "?name invoice"),
    Field.STATUS: _known("status + invoice document payment paid"),
    Field.INVOICE_KIND: _known("class document", "class invoice", "class transaction", "?class"),
    Field.VAT_AMOUNT: _known("amount vat + total invoice document", "total vat + invoice document", "?vat"),
    Field.VAT_RATE: _known("rate vat"),
}  # fmt: skip

FIELDS = {Kind.CLIENTS: CLIENT_FIELDS, Kind.INVOICES: INVOICE_FIELDS}
