"""IBANs (ISO 13616): the shape of each country's, and the check digits.

The check digits that some countries put inside (the key of a French RIB) are no part of the standard: banks transfer to
an IBAN that is right as a whole.
"""

import re
from functools import lru_cache

from quitus.domain.references import mod_97

# The SWIFT registry, release 101: what follows the country and the check digits; n digits, a capitals, c both.
# Brazil by the later release that admits letters. French overseas territories use FR.
_REGISTRY = """
AD 8n12c, AE 19n, AL 8n16c, AT 16n, AZ 4a20c, BA 16n, BE 12n, BG 4a6n8c, BH 4a14c, BI 23n, BR 8c15n2c,
BY 4c4n16c, CH 5n12c, CR 18n, CY 8n16c, CZ 20n, DE 18n, DJ 23n, DK 14n, DO 4c20n, EE 16n, EG 25n, ES 20n,
FI 14n, FK 2a12n, FO 14n, FR 10n11c2n, GB 4a14n, GE 2a16n, GI 4a15c, GL 14n, GR 7n16c, GT 24c, HN 4a20n,
HR 17n, HU 24n, IE 4a14n, IL 19n, IQ 4a15n, IS 22n, IT 1a10n12c, JO 4a4n18c, KW 4a22c, KZ 3n13c,
LB 4n20c, LC 4a24c, LI 5n12c, LT 16n, LU 3n13c, LV 4a13c, LY 21n, MC 10n11c2n, MD 20c, ME 18n,
MK 3n10c2n, MN 16n, MR 23n, MT 4a5n18c, MU 4a19n3a, NI 4a20n, NL 4a10n, NO 11n, OM 3n16c, PK 4a16c,
PL 24n, PS 4a21c, PT 21n, QA 4a21c, RO 4a16c, RS 18n, RU 14n15c, SA 2n18c, SC 4a20n3a, SD 14n, SE 20n,
SI 15n, SK 20n, SM 1a10n12c, SO 19n, ST 21n, SV 4a20n, TL 19n, TN 20n, TR 6n16c, UA 6n19c, VA 18n,
VG 4a16n, XK 16n, YE 4a4n18c
"""
STRUCTURES = dict(entry.split() for entry in _REGISTRY.split(","))
_PART = re.compile(r"([0-9]+)([nac])")
_LETTERS = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}


def iban_length(country: str) -> int | None:
    """How long a country's IBANs are; None for a country that has none."""
    structure = STRUCTURES.get(country)
    return 4 + sum(int(count) for count, _ in _PART.findall(structure)) if structure else None


def iban_shape_valid(iban: str) -> bool:
    """Whether a compact IBAN has its country's length and kinds of characters."""
    pattern = _pattern(iban[:2])
    return pattern is not None and pattern.fullmatch(iban) is not None


def iban_check_valid(iban: str) -> bool:
    """Whether the check digits of a well-shaped IBAN are right: 02 to 98, and the whole leaves 1 by 97."""
    return 2 <= int(iban[2:4]) <= 98 and mod_97(iban[4:] + iban[:4]) == 1


@lru_cache(maxsize=128)
def _pattern(country: str) -> re.Pattern[str] | None:
    structure = STRUCTURES.get(country)
    if structure is None:
        return None
    body = "".join(f"{_LETTERS[kind]}{{{count}}}" for count, kind in _PART.findall(structure))
    return re.compile(f"{country}[0-9]{{2}}{body}")


_RIB = re.compile(r"([0-9]{5})([0-9]{5})([A-Z0-9]{11})\Z")
_BELGIAN = re.compile(r"[0-9]{12}\Z")
# A letter of an account number counts as the digit on its key of an old telephone: A and J are 1, S is 2.
_RIB_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


def french_iban(bank: str, branch: str, account: str) -> str | None:
    """The IBAN of a French account from its parts: 5 digits, 5 digits, 11 digits or capitals.

    None when they are not exactly that: a number that lacks its zeros in front may be another bank's.
    """
    found = _RIB.match(bank + branch + account)
    if found is None or (len(bank), len(branch)) != (5, 5):
        return None
    number = int("".join(found.groups()).translate(_RIB_DIGITS))
    body = f"{bank}{branch}{account}{97 - number * 100 % 97:02d}"
    return f"FR{98 - mod_97(body + 'FR00'):02d}{body}"


def belgian_iban(number: str) -> str | None:
    """The IBAN of a Belgian account number of 12 digits, whose last two are the remainder of the others by 97.

    None when they are not: a number that is not what it seems makes no IBAN.
    """
    if not _BELGIAN.match(number) or int(number[10:]) != (int(number[:10]) % 97 or 97):
        return None
    return f"BE{98 - mod_97(number + 'BE00'):02d}{number}"
