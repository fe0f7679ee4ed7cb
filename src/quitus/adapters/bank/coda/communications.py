"""What a communication of CODA says: the payer's words or a structured reference, a card's or a direct debit's data."""

import re
from typing import NamedTuple

from quitus.adapters.bank.text import LONGEST_LABEL, given, tidy

STRUCTURED = "1"
# The reference that Belgian invoices print, "+++123/4567/89101+++": ten digits and their remainder by 97.
DIGITS = re.compile(r"[0-9]{12}\Z")
PRINTED = re.compile(r"(?:\+\+\+|\*\*\*) ?([0-9]{3}) ?/ ?([0-9]{4}) ?/ ?([0-9]{5}) ?(?:\+\+\+|\*\*\*)")
ISO_REFERENCE, BELGIAN_REFERENCES, ORIGINAL_AMOUNT, DIRECT_DEBIT = "100", ("101", "102"), "105", "127"
LONGEST_ISO_REFERENCE = 25
FIGURES = frozenset({"106", "108", "121", "122", "123", "125", "126"})  # amounts, rates and days: no words
REASONS = {"1": "TECHNICAL PROBLEM", "2": "REFUSED", "3": "DEBTOR DISAGREES", "4": "DEBTOR’S ACCOUNT"}
RETURNS = {"1": "REJECT", "2": "RETURN", "3": "REFUND", "4": "REVERSAL", "5": "CANCELLATION"}


class Communication(NamedTuple):
    """`words` are the payer's, `reference` what was given to be recognised by, `reason` why money came back."""

    words: str | None = None
    reference: str | None = None
    reason: str | None = None


def read_communication(structure: str, text: str) -> Communication:
    """The communication of a movement: its parts of the three records put together as they were cut."""
    if structure != STRUCTURED:
        return Communication(tidy(text, LONGEST_LABEL), _printed_reference(text))
    kind, body = text[:3], text[3:]
    if kind == ISO_REFERENCE:
        reference = given(body[:LONGEST_ISO_REFERENCE])
        return Communication(reference, reference)
    if kind in BELGIAN_REFERENCES:
        return _belgian(body[:12])
    if kind == ORIGINAL_AMOUNT:
        return _belgian(body[45:57])
    if kind == DIRECT_DEBIT:
        return _direct_debit(body)
    return Communication(None if kind in FIGURES else tidy(body, LONGEST_LABEL))


def returned(kind: str, reason: str) -> str | None:
    """Why money came back: the kind of the return, and the code of its reason."""
    return tidy(f"{RETURNS.get(kind, '')} {reason}") if kind in RETURNS else None


def _belgian(digits: str) -> Communication:
    """A wrong one is kept as words: the payer, or a scanner, mistook a digit."""
    if not DIGITS.match(digits):
        return Communication(tidy(digits))
    printed = f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"
    return Communication(printed, printed if _check_holds(digits) else None)


def _check_holds(digits: str) -> bool:
    """The last two digits are the remainder of the others by 97, or 97 for none."""
    return int(digits[10:]) == (int(digits[:10]) % 97 or 97)


def _printed_reference(text: str) -> str | None:
    """The reference amid free words, when its check digits hold."""
    for found in PRINTED.finditer(text):
        if _check_holds("".join(found.groups())):
            return f"+++{'/'.join(found.groups())}+++"
    return None


def _direct_debit(body: str) -> Communication:
    """A SEPA direct debit: after its day and its kinds whether it was paid, the creditor, the mandate, the words."""
    paid, mandate, words = body[8:9], body[44:79], body[79:141]
    reason = returned(body[141:142], body[142:146]) or REASONS.get(paid)
    return Communication(tidy(words) or tidy(mandate), _printed_reference(words), reason)
