"""Money that goes back, as a bank tells it: what came back, why, and which payment it takes back.

Formats mark it; where they do not (tables, free labels), the bank's words say so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from quitus.domain.importing.text import plain
from quitus.domain.payments.return_reasons import RETURN_REASONS


class ReturnKind(StrEnum):
    """What came back; OTHER where the bank does not say."""

    DEBIT = "debit"
    CHEQUE = "cheque"
    TRANSFER = "transfer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Returned:
    """A movement that takes an earlier one back. `code`: why, as the bank writes it, empty for none.

    `originals`: references of the movement that failed (end to end, of the bank, of the order), the best first.
    """

    kind: ReturnKind = ReturnKind.OTHER
    code: str = ""
    originals: tuple[str, ...] = ()


MOST_ORIGINALS = 5
LONGEST_ORIGINAL = 140
_REASON = re.compile(rf"(?<![A-Z0-9])({'|'.join(sorted(RETURN_REASONS))})(?![A-Z0-9])")
# In plain letters: no accents, small, one blank between words.
_FEE = re.compile(r"\b(?:frais|commissions?|frs|fees?|entgelt|gebuehr(?:en)?|gebuhr(?:en)?|kosten)\b")
_CHEQUE = re.compile(
    r"\b(?:(?:rejets?|rejetes?|impayes?|retour|retourne|contrepassation) (?:de |du |sur |d un )?(?:chqs?|cheques?)"
    r"|(?:chqs?|cheques?)(?: n| no| numero)?(?: [0-9]+)? (?:impayes?|rejetes?|retournes?|sans provision)"
    r"|(?:returned|bounced|unpaid|dishonou?red) che(?:que|ck)|che(?:que|ck) (?:returned|unpaid|bounced))\b"
)
_DEBIT = re.compile(
    r"\b(?:(?:rejets?|rejete|impayes?|retour|contestation|remboursement) (?:de |du |sur |d un )?"
    r"(?:prlv|prelev|prelevements?|prel|sdd|avis de prelevement|tip)"
    r"|(?:prlv|prelev|prelevements?|prel|sdd)(?: sepa)? (?:impayes?|rejetes?|retournes?|rejet)"
    r"|(?:returned|unpaid|rejected|refunded) direct debits?|direct debits? (?:returned|unpaid|rejected|refund)"
    r"|ruecklastschrift|rucklastschrift|retoure sepa lastschrift|devolucion recibo|incasso (?:retour|storno))\b"
)
_TRANSFER = re.compile(
    r"\b(?:(?:rejets?|rejete|retour|annulation|rappel|contrepassation) (?:de |du |sur |d un )?(?:vir|virements?|virt)"
    r"|(?:vir|virements?|virt)(?: sepa)? (?:rejetes?|retournes?|annules?|rejet|retour)"
    r"|(?:returned|recalled|rejected) (?:credit )?transfers?|(?:credit )?transfers? (?:returned|recalled|rejected)"
    r"|retoure ueberweisung|ueberweisungsrueckgabe)\b"
)
_OTHER = re.compile(r"\b(?:impayes?|rejets?|retoure|unpaid|returned item|rueckgabe|ruckgabe)\b")


def reason_in(words: str) -> str:
    """The first reason code amid words; empty for none. Small letters are words: "md07" alone says nothing."""
    found = _REASON.search(words)
    return found[1] if found else ""


def returned_by_words(label: str) -> Returned | None:
    """What a bank's label says of money that goes back; None where it says nothing, or speaks of the fee for it."""
    words = _plain(label)
    if is_fee(label):
        return None
    for kind, pattern in (
        (ReturnKind.CHEQUE, _CHEQUE),
        (ReturnKind.DEBIT, _DEBIT),
        (ReturnKind.TRANSFER, _TRANSFER),
        (ReturnKind.OTHER, _OTHER),
    ):
        if pattern.search(words):
            return Returned(kind, reason_in(label.upper()))
    return None


def is_fee(label: str) -> bool:
    """Whether a label speaks of what the bank asks, not of the movement itself."""
    return _FEE.search(_plain(label)) is not None


def returned(told: Returned | None, label: str) -> Returned | None:
    """What the file marks, completed by the label's words; by the words alone where the file marks nothing."""
    words = returned_by_words(label)
    if told is None:
        return words
    kind = words.kind if words and told.kind is ReturnKind.OTHER else told.kind
    code = told.code or reason_in(label.upper())
    return Returned(kind, code, told.originals)


def originals(*texts: str | None) -> tuple[str, ...]:
    """References that were given, each once and bounded."""
    return tuple(dict.fromkeys(text.strip()[:LONGEST_ORIGINAL] for text in texts if text and text.strip()))[
        :MOST_ORIGINALS
    ]


def stored(references: Iterable[str]) -> str:
    """References in one text, a line each."""
    return "\n".join(" ".join(reference.split()) for reference in references)


def _plain(label: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain(label)).split())
