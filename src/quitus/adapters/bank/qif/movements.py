"""From a QIF record to a line of the account: first its raw words, then, once the whole file is known, their sense."""

import re
from datetime import date
from typing import NamedTuple

from quitus.adapters.bank.amounts import signed_money
from quitus.adapters.bank.byte_lines import readable
from quitus.adapters.bank.labels import joined
from quitus.adapters.bank.qif.dates import Order, day
from quitus.adapters.bank.qif.records import Record
from quitus.adapters.bank.text import LONGEST_LABEL, given, knit, shown, tidy
from quitus.domain.banking.statement import StatementLine
from quitus.domain.money import Money
from quitus.domain.refused import Refused

CURRENCY = "EUR"  # the format names none
ONCE = frozenset("DTU")
OPENINGS = frozenset({"opening balance", "solde d'ouverture", "solde initial"})
DIGIT = re.compile("[0-9]")
ZEROS = re.compile("0*\\Z")


class Sense(NamedTuple):
    """How the file writes dates, and what stands before its cents."""

    order: Order
    mark: str | None


class RawMovement(NamedTuple):
    """The words of a record. `twofold`: it gives two dates or amounts; `ended`: its `^` was there."""

    line: int
    day: str
    amounts: tuple[str, ...]
    label: str
    reference: str | None
    splits: tuple[str, ...]
    opening: bool
    twofold: bool
    ended: bool

    def described(self) -> str:
        """The movement as its problem shows it: whatever is there, unjudged."""
        return shown(" ".join((self.day, *self.amounts, self.label)))


def raw_movement(record: Record) -> RawMovement:
    """The record's words. `P` may be a name or the bank's description, hence it is words of the label."""
    found: dict[str, list[str]] = {}
    in_splits = False
    for letter, text in record.values:
        in_splits = in_splits or letter == "S"
        if text and not (in_splits and letter == "D" and "D" in found):  # a split may have a date of its own
            found.setdefault(letter, []).append(readable(text))
    payee, number = " ".join(found.get("P", ())), " ".join(found.get("N", ()))
    words = joined(payee, knit(found.get("M", ())))
    shares = found.get("$", ())
    return RawMovement(
        line=record.line,
        day=" ".join(found.get("D", ())),
        amounts=tuple(dict.fromkeys((*found.get("T", ()), *found.get("U", ())))),
        label=tidy(words, LONGEST_LABEL) or _description(found),
        reference=given(number) if DIGIT.search(number) and not ZEROS.match(number) else None,
        # Some programs share by percent, or leave the last share out: then the sum says nothing.
        splits=tuple(shares) if len(shares) == sum(letter == "S" for letter, _ in record.values) else (),
        opening=" ".join(payee.lower().replace("’", "'").split()) in OPENINGS,
        twofold=any(len(set(found.get(letter, ()))) > 1 for letter in ONCE),
        ended=record.ended,
    )


def movement_line(raw: RawMovement, sense: Sense) -> StatementLine:
    """The line; refuses a record whose amount or date is unreadable, or that is two in one."""
    amount = movement_amount(raw, sense)
    return StatementLine(
        booked=movement_day(raw, sense),
        value_date=None,
        amount=amount,
        label=raw.label,
        reference=raw.reference,
    )


def movement_day(raw: RawMovement, sense: Sense) -> date:
    """The date; refuses none or an unreadable one."""
    if not raw.day:
        raise Refused("bank_date_missing")
    return day(raw.day, sense.order)


def movement_amount(raw: RawMovement, sense: Sense) -> Money:
    """The amount, which `T` and `U` may both give; refuses two that differ, and what the end of a file cut off."""
    if not raw.ended:
        raise Refused("bank_record_unfinished")
    if raw.twofold:
        raise Refused("bank_movement_twofold")
    read = {money(text, sense) for text in raw.amounts or ("",)}
    if len(read) > 1:
        raise Refused("bank_movement_twofold")
    return read.pop()


def split_sum(raw: RawMovement, sense: Sense) -> str | None:
    """What the splits amount to, where that is not the movement; None when they agree or do not say."""
    if not raw.splits:
        return None
    try:
        shared = sum(money(text, sense).minor for text in raw.splits)
    except Refused:
        return shown(" + ".join(raw.splits))
    return None if shared == movement_amount(raw, sense).minor else str(Money(shared, CURRENCY))


def money(text: str, sense: Sense) -> Money:
    """An amount as this file writes them."""
    return signed_money(text, CURRENCY, sense.mark)


def _description(found: dict[str, list[str]]) -> str:
    """What is left to say of a movement without words: what it was split for, an address, a category, a number."""
    return tidy(" ".join(text for letter in "EALN" for text in found.get(letter, ())), LONGEST_LABEL) or ""
