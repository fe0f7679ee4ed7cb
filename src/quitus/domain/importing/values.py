"""E-mail addresses, languages, classes and payment terms as people write them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from quitus.domain.importing.text import clean, name_key
from quitus.domain.refused import Refused

LONGEST_EMAIL = 254  # RFC 5321: 256 with the angle brackets
LONGEST_DELAY = 365
# What people type into a cell that has nothing to say. Never asked for amounts.
_NOTHING = frozenset(("", "-", "--", "—", "–", "/", ".", "?", "n/a", "n.a.", "n/c", "null", "néant"))
_LONGEST_NOTHING = max(map(len, _NOTHING))
# RFC 5322 "dot-atom", ASCII only: no quotes, no blanks, hence neither a second header nor a second address.
_EMAIL = re.compile(
    r"(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)
_DELAY = re.compile(
    r"(?:paiement )?(?:a |sous |net )?([0-9]{1,3})( ?(?:jours?|j|jrs|days?|d))?( nets?)?"
    r"( (?:date (?:de )?facture|ddf))?"
)
_END_OF_MONTH = re.compile(r"\b(?:fin (?:de |du )?mois|fdm|f m|end of (?:the )?month|eom|month end)\b")
_AT_ONCE = re.compile(
    r"(?:paiement )?(?:comptant|a (?:la )?reception(?: de (?:la )?facture)?|due (?:up)?on receipt|on receipt"
    r"|immediate?|a la commande|cash|cod)"
)


class ClientClass(StrEnum):
    """Whose money it is decides which law applies."""

    BUSINESS = "business"
    CONSUMER = "consumer"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class PaymentDelay:
    """How long after the invoice date payment is due: `days`, then to the end of that month if so agreed."""

    days: int
    end_of_month: bool = False


_CLASSES = {
    ClientClass.BUSINESS: (
        "business, professionnel, professionnelle, professional, pro, b2b, entreprise, societe, company, personne"
        " morale, association, independant, tpe, pme"
    ),
    ClientClass.CONSUMER: (
        "consumer, consommateur, consommatrice, particulier, particuliere, prive, private, individual, b2c,"
        " personne physique, person"
    ),
    ClientClass.PUBLIC: (
        "public, public buyer, acheteur public, secteur public, administration, collectivite, collectivite"
        " territoriale, mairie, etat, b2g, government"
    ),
}
_CLASS_OF = {word: kind for kind, words in _CLASSES.items() for word in words.split(", ")}
_LANGUAGES = {"fr": "fr fra fre francais francaise french", "en": "en eng anglais anglaise english"}
_LANGUAGE_OF = {word: code for code, words in _LANGUAGES.items() for word in words.split()}


def is_nothing(text: str) -> bool:
    """Whether a cell of text says nothing: blank, "-", "n/a"."""
    return is_placeholder(clean(text))


def is_placeholder(line: str) -> bool:
    """The same for a line that is clean already."""
    return len(line) <= _LONGEST_NOTHING and line.casefold() in _NOTHING


@lru_cache(maxsize=20_000)  # a file of invoices names each client many times
def read_email(raw: str) -> str:
    """One plain address, its domain in small letters.

    Blanks around it are dropped before; a line end, comma or quote inside could add a header or a recipient.
    Refused: import_email_malformed.
    """
    address = raw.strip(" \t\u00a0\u200b\ufeff")
    if len(address) > LONGEST_EMAIL or not _EMAIL.fullmatch(address):
        raise Refused("import_email_malformed")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def read_emails(raw: str) -> tuple[str, ...]:
    """The addresses of a cell, separated by semicolons, each once; Refused `import_email_malformed`."""
    addresses = (read_email(part) for part in raw.split(";") if part.strip())
    return tuple(dict.fromkeys(addresses))


def read_language(raw: str) -> str:
    """ "fr" or "en"; Refused `import_language_unknown` for the others."""
    language = _LANGUAGE_OF.get((name_key(raw).split() or [""])[0])
    if language is None:
        raise Refused("import_language_unknown")
    return language


def read_client_class(raw: str) -> ClientClass:
    """Business, consumer or public buyer; Refused `import_class_unknown`: the law depends on it."""
    kind = _CLASS_OF.get(name_key(raw))
    if kind is None:
        raise Refused("import_class_unknown")
    return kind


def read_payment_delay(raw: str) -> PaymentDelay:
    """ "30 jours fin de mois", "Net 30", "45j FDM", "à réception"; Refused `import_terms_unreadable`."""
    words = name_key(raw)
    if _AT_ONCE.fullmatch(words):
        return PaymentDelay(0)
    end_of_month = bool(_END_OF_MONTH.search(words))
    rest = " ".join(_END_OF_MONTH.sub(" ", words).split())
    parts = _DELAY.fullmatch(rest)
    if (parts is None or int(parts[1]) > LONGEST_DELAY) and not (end_of_month and not rest):
        raise Refused("import_terms_unreadable")
    return PaymentDelay(int(parts[1]) if parts else 0, end_of_month)
