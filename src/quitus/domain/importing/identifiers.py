"""Numbers that identify a firm: SIREN, SIRET, VAT number, with their check digits.

Check digits only ever make a notice: registers hold numbers that break the rule, and a wrong SIREN does not
stop anybody from paying.
"""

import re
from dataclasses import dataclass

from quitus.domain.importing.text import clean
from quitus.domain.refused import Refused

LA_POSTE = "356000000"
LA_POSTE_HEAD_OFFICE = "35600000000048"
MONACO = "000"  # firms of Monaco have a French VAT number whose last nine digits are no SIREN
_PUNCTUATION = re.compile(r"[\s.\-_/]+")
_SPREADSHEET_POWER = re.compile(r"[0-9]+([.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_VAT_SHAPE = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,13}")
_FRENCH_VAT = re.compile(r"FR([0-9A-HJ-NP-Z]{2})([0-9]{9})")
_KEY_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # neither O nor I


@dataclass(frozen=True, slots=True)
class CompanyNumber:
    """A firm's number: `siren` (9 digits), `siret` (14, or "" when only the firm is named).

    `zeros_restored`: a spreadsheet had eaten the zeros at its beginning.
    """

    siren: str
    siret: str = ""
    zeros_restored: bool = False


def luhn_valid(digits: str) -> bool:
    """Whether ASCII digits pass the Luhn check; "" does not."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def siren_valid(siren: str) -> bool:
    """Nine digits that pass the Luhn check, not all zeros."""
    return len(siren) == 9 and siren != "0" * 9 and luhn_valid(siren)


def siret_valid(siret: str) -> bool:
    """Fourteen digits that pass the Luhn check after a valid SIREN.

    La Poste has more establishments than the check allows: there, but for the head office, the digits add up
    to a multiple of five instead.
    """
    if len(siret) != 14 or not siren_valid(siret[:9]):
        return False
    if siret.startswith(LA_POSTE) and siret != LA_POSTE_HEAD_OFFICE:
        return siret.isascii() and siret.isdigit() and sum(map(int, siret)) % 5 == 0
    return luhn_valid(siret)


def french_vat_number(siren: str) -> str:
    """The French VAT number of a SIREN, with the usual numeric key: 732829320 gives FR44732829320."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02}{siren}"


def french_vat_valid(number: str) -> bool:
    """Whether a compact French VAT number ("FR" + 2 + 9) has the right key, numeric or with letters.

    The SIREN inside is checked too, except for Monaco, whose numbers begin with 000.
    """
    parts = _FRENCH_VAT.fullmatch(number)
    if parts is None:
        return False
    key, siren = parts[1], parts[2]
    if not siren.startswith(MONACO) and not siren_valid(siren):
        return False
    if key.isdigit():
        return french_vat_number(siren) == number
    return _letter_key_valid(key, int(siren))


def read_company_number(raw: str) -> CompanyNumber:
    """A SIREN or SIRET as people write it: "732 829 320", "732.829.320.00074".

    Refused: import_company_number_rounded (7,32829E+13: a spreadsheet destroyed it),
    import_company_number_unreadable.
    """
    text = clean(raw)
    if _SPREADSHEET_POWER.fullmatch(text):
        raise Refused("import_company_number_rounded")
    digits = _PUNCTUATION.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        raise Refused("import_company_number_unreadable")
    if len(digits) == 9:
        return CompanyNumber(digits)
    if len(digits) == 14:
        return CompanyNumber(digits[:9], digits)
    if 6 <= len(digits) < 9 and siren_valid(digits.zfill(9)):
        return CompanyNumber(digits.zfill(9), zeros_restored=True)
    if 11 <= len(digits) < 14 and siret_valid(digits.zfill(14)):
        return CompanyNumber(digits.zfill(14)[:9], digits.zfill(14), zeros_restored=True)
    raise Refused("import_company_number_unreadable")


def company_number_valid(number: CompanyNumber) -> bool:
    """Whether the check digits are right."""
    return siret_valid(number.siret) if number.siret else siren_valid(number.siren)


def read_vat_number(raw: str) -> str:
    """A VAT number in capitals without blanks; eleven digits alone are French.

    Refused: import_vat_number_unreadable.
    """
    compact = _PUNCTUATION.sub("", clean(raw)).upper()
    if re.fullmatch(r"[0-9]{11}", compact):
        compact = "FR" + compact
    if not _VAT_SHAPE.fullmatch(compact):
        raise Refused("import_vat_number_unreadable")
    return compact


def vat_number_valid(number: str) -> bool:
    """Whether a compact number has a right key; other countries' keys are not checked and count as right."""
    return not number.startswith("FR") or french_vat_valid(number)


def _letter_key_valid(key: str, siren: int) -> bool:
    """The key with letters that the tax office has announced for the day the digits run out."""
    first, second = (_KEY_ALPHABET.index(character) for character in key)
    check = first * 24 + second - 10 if first < 10 else first * 34 + second - 100
    return (siren + 1 + check // 11) % 11 == check % 11
