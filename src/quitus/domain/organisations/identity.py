"""What a firm says of itself: identifiers with check digits, and the account on which it is paid."""

import re

from quitus.domain.refused import Refused

_BLANKS = re.compile(r"[\s.\-]+")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}\Z")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\Z")
HOLDER_LENGTH = 70  # EPC069-12 and ISO 20022: the name of an account's holder


def checked_iban(typed: str) -> str:
    """The IBAN without blanks, its check digits verified (ISO 13616: mod 97 is 1); "" stays empty."""
    iban = _BLANKS.sub("", typed).upper()
    if not iban:
        return ""
    if not _IBAN.match(iban):
        raise Refused("iban_malformed", iban=typed.strip()[:40])
    digits = "".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])
    if int(digits) % 97 != 1:
        raise Refused("iban_check_wrong", iban=typed.strip()[:40])
    return iban


def checked_bic(typed: str) -> str:
    """The BIC without blanks (ISO 9362: 8 or 11 characters); "" stays empty."""
    bic = _BLANKS.sub("", typed).upper()
    if bic and not _BIC.match(bic):
        raise Refused("bic_malformed", bic=typed.strip()[:20])
    return bic


def checked_siren(typed: str) -> str:
    """The nine digits of a SIREN, their Luhn sum verified; "" stays empty."""
    siren = _BLANKS.sub("", typed)
    if not siren:
        return ""
    if not (siren.isascii() and siren.isdigit() and len(siren) == 9):
        raise Refused("siren_malformed", siren=typed.strip()[:20])
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(siren)]
    if sum(value - 9 if value > 9 else value for value in doubled) % 10:
        raise Refused("siren_check_wrong", siren=typed.strip()[:20])
    return siren


def checked_holder(typed: str) -> str:
    """The exact account-holder name: banks compare it since 2025-10-09 (Verification of Payee)."""
    holder = " ".join(typed.split())
    if len(holder) > HOLDER_LENGTH:
        raise Refused("holder_too_long", most=HOLDER_LENGTH)
    return holder
