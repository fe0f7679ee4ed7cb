"""The structured reference printed on an invoice for its transfer: ISO 11649, "RF18 5390 0754 7034"."""

import re

from quitus.domain.refused import Refused

_SHAPE = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}\Z")
_LONGEST_BODY = 21  # ISO 11649: "RF", two check digits, at most 21 characters


def rf_reference(number: str) -> str:
    """The reference for an invoice number: "FA-2026-000123" gives "RF31FA2026000123".

    Separators are dropped, as a bank would. Check digits: 98 minus the remainder by 97 of the number
    followed by "RF00". Refuses a number without, or with more than 21, letters and digits.
    """
    body = _compact(number)
    if not 1 <= len(body) <= _LONGEST_BODY:
        raise Refused("rf_reference_impossible", number=number, longest=_LONGEST_BODY)
    return f"RF{98 - mod_97(body + 'RF00'):02d}{body}"


def is_rf_reference(text: str) -> bool:
    """Whether the text, blanks and separators apart, is a reference whose check digits agree."""
    compact = _compact(text)
    return bool(_SHAPE.match(compact)) and mod_97(compact[4:] + compact[:4]) == 1


def grouped(reference: str) -> str:
    """The reference as it is printed, four by four: "RF31 FA20 2600 0123"."""
    compact = _compact(reference)
    return " ".join(compact[start : start + 4] for start in range(0, len(compact), 4))


def mod_97(text: str) -> int:
    """The remainder by 97 of capitals and digits read as one number, A = 10 … Z = 35 (ISO 7064)."""
    return int("".join(str(int(character, 36)) for character in text)) % 97


def _compact(text: str) -> str:
    return "".join(character for character in text.upper() if character.isascii() and character.isalnum())
