"""The values of an OFX container as words, dates and amounts."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache

from quitus.adapters.bank.amounts import signed_money
from quitus.adapters.bank.ofx.containers import Container
from quitus.adapters.bank.ofx.tags import unescaped
from quitus.adapters.bank.text import given, iban, shown, tidy
from quitus.domain.iban import french_iban
from quitus.domain.money import Money
from quitus.domain.refused import Refused

LONGEST_ACCOUNT = 34
LONGEST_BANK = 11
DATE = re.compile(
    r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})(?:(?:[0-9]{2,9}|[T ][0-9]{2,6})(?:[:.,][0-9]+)*)?"
    r"\s*(?:\[[^\]]*\]?|Z|[+-][0-9:.]+)?\Z",
    re.IGNORECASE,
)
ZEROS = re.compile(r"0*\Z")
Decode = Callable[[bytes], str]


class Values:
    """What a container says, decoded."""

    def __init__(self, container: Container, decode: Decode) -> None:
        self._container, self._decode = container, decode

    def text(self, *names: str) -> str:
        """The first value that is not empty, asking one name after the other; several of one name in one."""
        for name in names:
            raw = self._container.values.get(name)
            if raw and (written := " ".join(filter(None, map(self._read, raw)))):
                return written
        return ""

    def _read(self, raw: bytes) -> str:
        return unescaped(self._decode(raw)).strip()

    def number(self, *names: str) -> str | None:
        """The same for what tells something apart: nothing but zeros is none."""
        for name in names:
            written = given(self.text(name))
            if written and not ZEROS.match(written):
                return written
        return None

    def day(self, *names: str) -> date | None:
        """The first day that is given; None for none. Refuses what is no day."""
        for name in names:
            written = self.text(name)
            if not ZEROS.match(written):
                return day(written)
        return None

    def unread_day(self, *names: str) -> str | None:
        """The text of a day that cannot be read; None where it can, or where none is given."""
        try:
            self.day(*names)
        except Refused as refusal:
            return str(refusal.facts["text"])
        return None

    def inside(self, *names: str) -> "Values | None":
        """The first container of one of these names that lies in this one."""
        found = next((detail for detail in self._container.details if detail.name in names), None)
        return Values(found, self._decode) if found else None

    def differ(self, name: str) -> bool:
        """Whether the value is given more than once, and not the same."""
        given = self._container.values.get(name, ())
        return len(given) > 1 and len({raw.strip() for raw in given} - {b""}) > 1


@lru_cache(maxsize=4096)
def day(text: str) -> date:
    """The day as it is written, whatever hour and time zone stand behind it."""
    if found := DATE.match(text):
        with suppress(ValueError):
            return date(int(found[1]), int(found[3]), int(found[4]))
    raise Refused("bank_date_unreadable", text=shown(text))


def amount(text: str, currency: str) -> Money:
    """A signed amount. A point stands before cents, as the standard says; a comma before three digits may not."""
    return signed_money(text, currency, None if "," in text else ".")


def account_iban(found: Values) -> str | None:
    """The account's IBAN: as it is written, or from the three parts of a French one."""
    number = _compact(found.text("ACCTID")).upper()
    if written := iban(number):
        return written
    bank, branch = _compact(found.text("BANKID")), _compact(found.text("BRANCHID"))
    made = french_iban(bank, branch, number[:11])
    # Some banks write the account with its key of two digits, which has to be the right one.
    return made if made and number[11:] in ("", made[-2:]) else None


def account_name(found: Values) -> str | None:
    """What the account is known by: its IBAN, else the bank's number for it."""
    return account_iban(found) or _compact(found.text("ACCTID"))[:LONGEST_ACCOUNT] or None


def account_bank(found: Values) -> str | None:
    """The bank whose number the account is known by; None where it is known by its IBAN, or no bank is named."""
    return None if account_iban(found) else _compact(found.text("BANKID"))[:LONGEST_BANK] or None


def _compact(text: str) -> str:
    return "".join((tidy(text) or "").split())
