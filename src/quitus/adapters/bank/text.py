"""The words and numbers of bank files, whatever the format: what every reader does to a raw field."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache

from quitus.domain.money import Money, from_decimal
from quitus.domain.references import mod_97
from quitus.domain.refused import Refused

# Longer than any format allows: what exceeds it is not a name or a reference, and must fit the record.
LONGEST_NAME = 140
LONGEST_LABEL = 2_000

AMOUNT = re.compile(r"[+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")
LONGEST_AMOUNT = 25  # 18 digits by the standard, a sign, a point, some zeros in front
ISO_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.,]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?\Z")
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\Z")
# What banks write where the payer gave nothing, letters only.
NOTHING_GIVEN = frozenset({"NOTPROVIDED", "NOTAVAILABLE", "NONREF", "NOREF", "NONE"})
CUTS = frozenset({35, 70, 140})  # an MT line, two of them, the longest `Ustrd`
LONGEST_NOTHING = 14  # "NOT AVAILABLE" and a little


def tidy(text: str | None, longest: int = LONGEST_NAME) -> str | None:
    """The text on one line, without invisible characters, no longer than `longest`; None for nothing.

    Invisible ones are dropped since a label goes to terminals (where some are commands) and is compared.
    """
    if not text:
        return None
    line = " ".join(text.split())
    if not line.isprintable():
        line = " ".join("".join(letter for letter in line if letter.isprintable()).split())
    return line[:longest].rstrip() or None


def knit(pieces: Sequence[str]) -> str:
    """The payer's text from the lines that the bank made of it.

    Banks cut by count, not at spaces, so an invoice number may be split: after a line as long as the cut, the
    next one goes on without a space.
    """
    width = max(map(len, pieces), default=0)
    return "".join(piece if len(piece) == width and width in CUTS else piece + " " for piece in pieces)


def given(text: str | None) -> str | None:
    """A reference, or None when the bank only says that there was none ("NOTPROVIDED")."""
    line = tidy(text)
    if line is None:
        return None
    if len(line) > LONGEST_NOTHING:
        return line
    letters = line.upper()
    if not letters.isalnum():
        letters = "".join(letter for letter in letters if letter.isalnum())
    return None if not letters or letters in NOTHING_GIVEN else line


def iban(text: str | None) -> str | None:
    """The IBAN without spaces, in capitals; None when the text has not the form of one.

    Only the form counts. Check digits are not asked for: an account that the bank itself reports exists, and
    dropping it would lose the best hint at who paid.
    """
    compact = "".join((text or "").split()).upper()
    return compact if IBAN.match(compact) else None


def check_digits_hold(account: str) -> bool:
    """Whether the IBAN's two check digits fit the rest (ISO 13616)."""
    return mod_97(account[4:] + account[:4]) == 1


def unsigned_money(text: str | None, currency: str | None) -> Money:
    """An amount written with a point and without sign; refuses what is not exactly that."""
    written = (text or "").strip()
    if len(written) <= LONGEST_AMOUNT and AMOUNT.match(written):
        with suppress(Refused):  # no such currency, too many decimals, absurdly large: the text shows which
            return from_decimal(Decimal(written), (currency or "").strip())
    raise Refused("bank_amount_unreadable", text=shown(f"{written} {currency or ''}"))


@lru_cache(maxsize=4096)  # a statement repeats few dates; one value for each also spares memory
def iso_date(text: str) -> date:
    """The date of an ISO date or date-time as it is written: no time zone moves it to another day."""
    found = ISO_DATE.match(text.strip())
    if found:
        with suppress(ValueError):  # 30 February
            return date.fromisoformat(found[1])
    raise Refused("bank_date_unreadable", text=shown(text))


def shown(text: str | None) -> str:
    """Raw text as a message may quote it."""
    return tidy(text, 200) or ""
