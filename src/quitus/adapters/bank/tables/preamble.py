"""What stands around a table's rows: the account, its currency, the period, balances."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from quitus.adapters.bank.tables.cell_words import BalanceKind, balance_kind
from quitus.adapters.bank.tables.values import (
    cell_text,
    is_amount,
    is_currency,
    is_date,
    read_amount,
    read_day,
)
from quitus.adapters.tables.records import Record
from quitus.domain.iban import french_iban, iban_check_valid, iban_length, iban_shape_valid
from quitus.domain.importing.amounts import AmountStyle, amount_style, read_currency
from quitus.domain.importing.dates import DateStyle
from quitus.domain.importing.identifiers import luhn_valid
from quitus.domain.importing.text import clean, plain
from quitus.domain.money import Money
from quitus.domain.refused import Refused

MOST_LINES = 60
LONGEST = 200
LONGEST_ACCOUNT = 34
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}[A-Z0-9 ]{11,42}")
_ACCOUNT = re.compile(
    r"(?:comptes?|account|konto|kontonummer|cuenta|conto|rekening|rekeningnummer|cpt|iban|\bn°|\bno\b|\bnum(?:ero)?\b)"
    r"[^0-9]{0,25}?([a-z]{0,2}[0-9][0-9x .\-/]{3,32}[0-9][a-z]?)(?![0-9])"
)
_ACCOUNT_KEY = re.compile(
    r"\b(?:n°|no|nr|num(?:ero)?|iban|id(?:entifiant)?)\b.*\b(?:comptes?|account|cuenta|conto|rekening)\b"
    r"|\b(?:comptes?|account|cuenta|conto|rekening)\b.*(?:n°|\b(?:no|nr|num(?:ber|ero|mer)?|id)\b)"
    r"|\bkontonummer\b|\biban\b|\brekeningnummer\b|\baccountnumber\b|\bcompte\b *$|\baccount\b *$"
)
_OTHER_NUMBER = re.compile(
    r"\b(?:cartes?|card|karte|tarjeta|carta|kaart|client|customer|tel|telephone|agence|code|bank)\b"
)
_BANK_KEY = re.compile(r"\bcode (?:de la )?banque\b|\bbank code\b|\bcode etablissement\b")
_BRANCH_KEY = re.compile(
    r"\bcode (?:de l.)?agence\b|\bcode guichet\b|\bagency code\b|\bbranch code\b|\bguichet\b"
)
_CURRENCY_KEY = re.compile(
    r"\bdevise\b|\bcurrency\b|\bwahrung\b|\bwaehrung\b|\bdivisa\b|\bmoneda\b|\bvaluta\b|\bmunt\b|compte tenu en"
)
_PERIOD = re.compile(
    r"\b(?:du|entre le|from|between|vom|von|desde|dal|van)\b\W{0,3}([0-9][0-9./-]{5,9})\W{1,3}"
    r"(?:au|et le|et|to|and|until|bis|zum|hasta|al|tot(?: en met)?)\b\W{0,3}([0-9][0-9./-]{5,9})"
)
_END_KEY = re.compile(
    r"\b(?:date (?:de )?fin|end date|fin de periode|date to|enddatum|bis datum)\b|\bend date\b"
)
_START_KEY = re.compile(r"\b(?:date (?:de )?debut|start date|date from|anfangsdatum|startdatum)\b")
_DAY = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}")
_DATE_KEYS = (
    "date",
    "datum",
    "fecha",
    "data",
    "date du solde",
    "date solde",
    "balance date",
    "date d export",
)
_TRAILING_AMOUNT = re.compile(r"[-+(]?\s?[0-9][0-9 .,'\u2019]*(?:\s?(?:[A-Za-z]{2,5}|[€$£]))?\s?[-)]?$")
_CARD = re.compile(r"[0-9]{16}\Z")
_DAY_FIRST = DateStyle()


@dataclass(frozen=True, slots=True)
class ToldBalance:
    """A balance that some line tells: `text` as it is written, `line` where."""

    kind: BalanceKind
    text: str
    day: date | None
    line: int
    currency: str | None = None

    def money(self, style: AmountStyle, currency: str) -> Money | None:
        """The amount, read like the table's own; None when it cannot be."""
        for known in (style, amount_style([self.text])):
            with suppress(Refused):
                return read_amount(self.text, known, self.currency or currency)
        return None


@dataclass(slots=True)
class Around:
    """What the lines around a table tell of it."""

    account: str | None = None
    currency: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    balances: list[ToldBalance] = field(default_factory=list)


def read_around(records: Sequence[Record], first_line: Sequence[str] = ()) -> Around:
    """What lines above a table tell. `first_line`: what each cell of the bank's one line means, by its profile."""
    around = Around()
    if first_line and records:
        _by_profile(records[0], first_line, around)
    french: dict[str, str] = {}
    export_day = None
    for record in records[-MOST_LINES:]:
        for key, value in _pairs(record):
            _take_account(key, value, around, french)
            _take_currency(key, value, around)
            export_day = _day_of(key, value) or export_day
        _take_period(record, around)
        if told := balance_of(record):
            around.balances.append(told)
    if len(french) == 3:
        iban = french_iban(french["bank"], french["branch"], french["account"])
        around.account = iban or around.account
    around.balances = [_dated(told, export_day) for told in around.balances]
    return around


@lru_cache(maxsize=2_000)
def account_of(text: str) -> str | None:
    """An account as the record keeps it: an IBAN, or another identification, without spaces.

    Of a card's number only the beginning and the end are kept, as banks print it.
    """
    compact = "".join(text.split())
    if iban_shape_valid(compact.upper()):
        return compact.upper()
    if _CARD.match(compact) and luhn_valid(compact):
        return f"{compact[:4]}XXXXXXXX{compact[-4:]}"
    return "".join(letter for letter in compact if letter.isprintable())[:LONGEST_ACCOUNT] or None


def iban_in(text: str) -> str | None:
    """The first IBAN in a text whose check digits are right."""
    for found in _IBAN.finditer(text.upper()):
        compact = found[0].replace(" ", "")
        iban = compact[: iban_length(compact[:2]) or 0]
        if iban_shape_valid(iban) and iban_check_valid(iban):
            return iban
    return None


def balance_of(record: Record) -> ToldBalance | None:
    """The balance that a line tells, in its words or in the cells behind them; None when it tells none."""
    cells = [clean(cell_text(cell))[:LONGEST] for cell in record.cells]
    filled = [cell for cell in cells if cell]
    if not filled or not (kind := balance_kind(filled[0])):
        return None
    words, day = filled[0], _day_in(filled[0])
    amounts = [cell for cell in filled[1:] if is_amount(cell) and not is_date(cell)]
    text = amounts[-1] if amounts else _amount_in(words)
    if not text:
        return None
    days = [cell for cell in filled[1:] if is_date(cell)]
    if day is None and days:
        day = _read(days[0])
    currency = _currency_in(words)
    return ToldBalance(kind, text, day, record.line, currency)


def _pairs(record: Record) -> Iterator[tuple[str, str]]:
    """What a line names and what it says of it: "Devise : EUR" in one cell, or in two."""
    cells = [clean(cell_text(cell))[:LONGEST] for cell in record.cells]
    for place, cell in enumerate(cells):
        if not cell:
            continue
        key, colon, value = cell.partition(":")
        following = cells[place + 1] if place + 1 < len(cells) else ""
        if colon and value.strip():
            yield plain(key).strip(), value.strip()
        else:
            yield plain(key).strip(" :"), following
        yield "", cell


def _take_account(key: str, value: str, around: Around, french: dict[str, str]) -> None:
    compact = "".join(value.split())
    if _BANK_KEY.search(key) and len(compact) == 5:
        french["bank"] = compact
    elif _BRANCH_KEY.search(key) and len(compact) == 5:
        french["branch"] = compact
    elif _ACCOUNT_KEY.search(key) and not _OTHER_NUMBER.search(key) and sum(map(str.isdigit, compact)) >= 4:
        if len(compact) == 11:
            french.setdefault("account", compact.upper())
        if around.account is None and len(compact) <= LONGEST_ACCOUNT:
            around.account = account_of(value)
    if not iban_shape_valid(around.account or "") and (iban := iban_in(value)):
        around.account = iban
    if around.account is None and not key and (found := _ACCOUNT.search(plain(value))):
        around.account = account_of(found[1].upper())


def _take_currency(key: str, value: str, around: Around) -> None:
    if around.currency is None and key and _CURRENCY_KEY.search(key) and is_currency(value):
        around.currency = read_currency(value)
    elif around.currency is None and not key and value.startswith(":") and is_currency(value.strip(": ")):
        around.currency = read_currency(value.strip(": "))


def _take_period(record: Record, around: Around) -> None:
    for key, value in _pairs(record):
        if _START_KEY.search(key) and (day := _day_in(value)):
            around.first_day = day
        elif _END_KEY.search(key) and (day := _day_in(value)):
            around.last_day = day
    if found := _PERIOD.search(plain(" ".join(record.cells)[:LONGEST])):
        around.first_day, around.last_day = _read(found[1]), _read(found[2])


def _day_of(key: str, value: str) -> date | None:
    """The day of a line that says nothing but a day: "Date ; 04/08/2026"."""
    return _read(value) if key in _DATE_KEYS and is_date(value) else None


def _dated(told: ToldBalance, day: date | None) -> ToldBalance:
    if told.day is not None or told.kind is not BalanceKind.ON_A_DAY or day is None:
        return told
    return ToldBalance(told.kind, told.text, day, told.line, told.currency)


def _by_profile(record: Record, first_line: Sequence[str], around: Around) -> None:
    """The bank's one line above its table, each cell with its meaning."""
    said = dict(zip(first_line, (cell_text(cell) for cell in record.cells), strict=False))
    if any(character.isdigit() for character in said.get("account", "")):
        around.account = account_of(said["account"])
    around.first_day, around.last_day = _read(said.get("start", "")), _read(said.get("end", ""))
    if closing := said.get("closing", ""):
        day = _read(said.get("closing day", ""))
        around.balances.append(
            ToldBalance(BalanceKind.ON_A_DAY, closing, day, record.line, _currency_in(closing))
        )


def _day_in(text: str) -> date | None:
    found = _DAY.search(text)
    return _read(found[0]) if found else None


def _read(text: str) -> date | None:
    with suppress(Refused):
        return read_day(text, _DAY_FIRST)
    return None


def _amount_in(words: str) -> str:
    """The amount at the end of "Solde au 07/05/2026 917,01 €"."""
    rest = _DAY.sub("|", words)
    rest = rest.rpartition("|")[2] if "|" in rest else rest.partition(":")[2]
    found = _TRAILING_AMOUNT.search(rest.strip(" :"))
    text = found[0].strip() if found else ""
    return text if text and is_amount(text) else ""


def _currency_in(words: str) -> str | None:
    if "€" in words or re.search(r"\beuros?\b", words, re.IGNORECASE):
        return "EUR"
    found = re.search(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])", words)
    return found[1] if found and is_currency(found[1]) else None
