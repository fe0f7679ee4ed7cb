"""Amounts as programs write them: a comma or a point before the cents, any of several marks between thousands."""

import re
from contextlib import suppress
from decimal import Decimal

from quitus.adapters.bank.text import shown
from quitus.domain.money import Money, from_decimal
from quitus.domain.refused import Refused

LONGEST = 40
SIGNED = re.compile(
    r"([+\-\u2212]?)[ \u00a0\u202f]?([0-9.,'\u2019 \u00a0\u202f]*)[ \u00a0\u202f]?([+\-\u2212]?)\Z"
)
GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?:(?P<gap>[.,'\u2019 \u00a0\u202f])[0-9]{3})(?:(?P=gap)[0-9]{3})*)"
    r"(?:(?P<mark>[.,])(?P<cents>[0-9]*))?\Z"
)
PLAIN = re.compile(r"(?P<whole>[0-9]*)(?:(?P<mark>[.,])(?P<cents>[0-9]*))?\Z")
MARKS = frozenset(".,")
OTHER = {".": ",", ",": "."}


def signed_money(text: str, currency: str, mark: str | None = None) -> Money:
    """The amount of a text with its sign; refuses what is not exactly one.

    "1,234" may be a thousand or one and a bit: `mark` says what stands before the cents elsewhere in the file,
    and without it the text is refused.
    """
    written = text.strip()
    if len(written) <= LONGEST and (exact := _decimal(written, mark)) is not None:
        with suppress(Refused):  # no such currency, too many decimals, absurdly large: the text shows which
            return from_decimal(exact, currency)
    raise Refused("bank_amount_unreadable", text=shown(f"{written} {currency}"))


def decimal_mark(text: str) -> str | None:
    """What stands before the cents, when the text can be read in one way only; None where it does not say."""
    found = SIGNED.match(text.strip()[:LONGEST])
    digits = found[2].strip() if found else ""
    if grouped := GROUPED.match(digits):
        gap = grouped["gap"]
        if grouped["mark"] or gap not in MARKS:
            return grouped["mark"]
        return OTHER[gap] if digits.count(gap) > 1 else None
    plain = PLAIN.match(digits)
    return plain["mark"] if plain and plain["cents"] else None


def _decimal(written: str, mark: str | None) -> Decimal | None:
    found = SIGNED.match(written)
    if found is None or (found[1] and found[3]):
        return None
    digits = found[2].strip()
    grouped, plain = GROUPED.match(digits), PLAIN.match(digits)
    if grouped and plain:  # one mark before exactly three digits
        gap = grouped["gap"]
        if mark is None:
            return None
        grouped, plain = (None, plain) if gap == mark else (grouped, None)
    if grouped and grouped["gap"] == grouped["mark"]:
        return None
    read = grouped or plain
    if read is None or not (read["whole"] or read["cents"]):
        return None
    whole = "".join(filter(str.isdigit, read["whole"]))
    exact = Decimal(f"{whole or '0'}.{read['cents'] or '0'}")
    negative = (found[1] or found[3]) not in ("", "+")
    return -exact if negative else exact
