"""Amounts as people write them, the decimal mark decided for a whole column. Never a guess, never a zero."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from quitus.domain.importing.text import clean
from quitus.domain.money import Money, from_decimal, places
from quitus.domain.refused import Refused

LONGEST = 40
# ISO 4217, the currencies in use.
_ISO_4217 = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG
QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD
TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_ISO_4217.split())
_SPOKEN = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "$": "USD", "US$": "USD", "FS": "CHF"}
_MINUS = "-\N{MINUS SIGN}\N{EN DASH}"
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:([ .,'\u2019])[0-9]{3})(?:\1[0-9]{3})*")
_DIGITS = re.compile(r"[0-9](?:[0-9.,'\u2019\s]*[0-9])?")
_PLAIN_AMOUNT = re.compile(
    r"([0-9](?:[0-9.,' ]*[0-9])?) ?(€?)"
)  # most of them: the long pattern takes its time
_AMOUNT = re.compile(
    rf"""(?P<open>\()?\ ?(?P<sign>[{_MINUS}+])?\ ?
    (?P<before>[A-Za-z]{{2,5}}|(?:US)?[€£$])?\ ?(?P<second_sign>[{_MINUS}+])?\ ?
    (?P<digits>[0-9](?:[0-9.,'\u2019\ ]*[0-9])?)\ ?
    (?P<after>[A-Za-z]{{2,5}}|(?:US)?[€£$])?(?:\ ?TTC)?\ ?(?P<last_sign>[{_MINUS}])?\ ?(?P<close>\))?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class AmountStyle:
    """How a column writes amounts. `marks`: those its cells show to be decimal, among "," and "."."""

    marks: frozenset[str] = frozenset()

    @property
    def decimal_mark(self) -> str | None:
        """The only one shown; None when nothing shows it, or both do."""
        return next(iter(self.marks)) if len(self.marks) == 1 else None

    def with_help_of(self, others: Iterable["AmountStyle"]) -> "AmountStyle":
        """This style, or what the file's other columns show when this one shows nothing."""
        return self if self.marks else AmountStyle(frozenset().union(*(other.marks for other in others)))


def amount_style(texts: Iterable[str]) -> AmountStyle:
    """The style of a column, from all its cells: "12,50" shows it, "1,234" does not."""
    found = (_DIGITS.search(text) for text in set(texts))
    marks = (_evident_mark(digits.group()) for digits in found if digits)
    return AmountStyle(frozenset(mark for mark in marks if mark))


def read_money(raw: str, style: AmountStyle, currency: str, *, stated: bool = False) -> Money:
    """The amount of a cell, in the currency it names, else in `currency`.

    `stated`: the row itself gave `currency`, so another one in the cell is a contradiction. Refused:
    import_amount_unreadable, import_amount_ambiguous, import_amount_three_decimals, import_currency_conflict,
    currency_unknown, amount_too_precise, amount_too_large.
    """
    parts = _parts(raw)
    if parts is None:
        raise Refused("import_amount_unreadable")
    own = read_currency(parts.currency) if parts.currency else None
    if own and stated and own != currency:
        raise Refused("import_currency_conflict", first=own, second=currency)
    value, decimals = _number(parts.digits, style)
    if decimals == 3 and places(own or currency) != 3:
        raise Refused("import_amount_three_decimals")
    return from_decimal(-value if parts.negative else value, own or currency)


@lru_cache(maxsize=1_000)
def read_currency(raw: str) -> str:
    """The ISO code of "EUR", "euros", "€"; Refused `currency_unknown`."""
    word = clean(raw).upper()
    code = _SPOKEN.get(word, word)
    if code not in CURRENCIES:
        raise Refused("currency_unknown", currency=clean(raw)[:LONGEST])
    return code


class _Parts(NamedTuple):
    digits: str
    currency: str
    negative: bool


def _parts(raw: str) -> _Parts | None:
    """The cell cut into digits, currency and sign; None when it is not an amount."""
    text = clean(raw)
    if len(text) > LONGEST:
        return None
    if plain := _PLAIN_AMOUNT.fullmatch(text):
        return _Parts(plain[1], plain[2], negative=False)
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return None
    opened, sign, before, second_sign, digits, after, last_sign, closed = match.groups()
    signs = [written for written in (opened, sign, second_sign, last_sign) if written]
    if bool(opened) is not bool(closed) or len(signs) > 1 or (before and after):
        return None
    currency = before or after or ""
    return _Parts(
        digits, "" if currency.upper() == "TTC" else currency, negative=bool(signs) and signs != ["+"]
    )


def _evident_mark(digits: str) -> str | None:
    """The decimal mark that these digits themselves prove; None when they prove nothing."""
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        return "," if digits.rfind(",") > digits.rfind(".") else "."
    if not commas and not points:
        return None
    mark, other = (",", ".") if commas else (".", ",")
    if commas + points > 1:
        return other  # "1.234.567": the point groups
    before, _, after = digits.partition(mark)
    could_group = len(after) == 3 and len(before) <= 3 and not before.startswith("0")
    return None if could_group else mark


def _number(digits: str, style: AmountStyle) -> tuple[Decimal, int]:
    """The value and how many decimals were written (zeros beyond the second do not count)."""
    decimal_mark = _evident_mark(digits) or style.decimal_mark
    if decimal_mark is None and ("," in digits or "." in digits):
        raise Refused("import_amount_ambiguous")
    whole, _, decimals = digits.partition(decimal_mark) if decimal_mark else (digits, "", "")
    grouped = _WHOLE.fullmatch(whole)
    if grouped is None or (decimals and not decimals.isdigit()):
        raise Refused("import_amount_unreadable")
    if len(decimals) > 3:  # databases write 1200.00000000
        decimals = decimals[:2] + decimals[2:].rstrip("0")
    ungrouped = whole.replace(grouped[1], "") if grouped[1] else whole
    return Decimal(f"{ungrouped}.{decimals or '0'}"), len(decimals)
