"""Amounts as people write them, the decimal mark decided for a whole column. Never a guess, never a zero."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

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
_AMOUNT = re.compile(
    rf"""(?P<open>\()?\ ?(?P<sign>[{_MINUS}+])?\ ?
    (?P<before>[A-Za-z]{{2,5}}|(?:US)?[€£$])?\ ?(?P<second_sign>[{_MINUS}+])?\ ?
    (?P<digits>[0-9](?:[0-9.,'\u2019\ ]*[0-9])?)\ ?
    (?P<after>[A-Za-z]{{2,5}}|(?:US)?[€£$])?(?:\ ?TTC)?\ ?(?P<last_sign>[{_MINUS}])?\ ?(?P<close>\))?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class AmountStyle:
    """The decimal mark of a column: "," or "."; None when nothing shows it, or both do."""

    decimal_mark: str | None = None


def amount_style(texts: Iterable[str]) -> AmountStyle:
    """The style of a column, from all its cells: "12,50" shows it, "1,234" does not."""
    shown = {mark for text in texts if (parts := _parts(text)) and (mark := _evident_mark(parts["digits"]))}
    return AmountStyle(shown.pop() if len(shown) == 1 else None)


def read_money(raw: str, style: AmountStyle, currency: str, *, stated: bool = False) -> Money:
    """The amount of a cell, in the currency it names, else in `currency`.

    `stated`: the row itself gave `currency`, so another one in the cell is a contradiction. Refused:
    import_amount_unreadable, import_amount_ambiguous, import_amount_three_decimals, import_currency_conflict,
    currency_unknown, amount_too_precise, amount_too_large.
    """
    parts = _parts(raw)
    if parts is None:
        raise Refused("import_amount_unreadable")
    own = _own_currency(parts)
    if own and stated and own != currency:
        raise Refused("import_currency_conflict", first=own, second=currency)
    value, decimals = _number(parts["digits"], style)
    if decimals == 3 and places(own or currency) != 3:
        raise Refused("import_amount_three_decimals")
    return from_decimal(-value if _negative(parts) else value, own or currency)


def read_currency(raw: str) -> str:
    """The ISO code of "EUR", "euros", "€"; Refused `currency_unknown`."""
    word = clean(raw).upper()
    code = _SPOKEN.get(word, word)
    if code not in CURRENCIES:
        raise Refused("currency_unknown", currency=clean(raw)[:LONGEST])
    return code


def _parts(raw: str) -> dict[str, str] | None:
    """The cell cut into signs, currency and digits; None when it is not an amount."""
    text = clean(raw)
    match = _AMOUNT.fullmatch(text) if len(text) <= LONGEST else None
    if match is None or bool(match["open"]) is not bool(match["close"]):
        return None
    parts = {name: part or "" for name, part in match.groupdict().items()}
    signs = sum(bool(parts[name]) for name in ("open", "sign", "second_sign", "last_sign"))
    twice_named = parts["before"] and parts["after"]
    return None if signs > 1 or twice_named else parts


def _own_currency(parts: dict[str, str]) -> str | None:
    word = parts["before"] or (parts["after"] if parts["after"].upper() != "TTC" else "")
    return read_currency(word) if word else None


def _negative(parts: dict[str, str]) -> bool:
    return bool(parts["open"]) or any(
        parts[name] and parts[name] in _MINUS for name in ("sign", "second_sign", "last_sign")
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
    grouped = re.fullmatch(r"[0-9]+|[0-9]{1,3}(?:([ .,'\u2019])[0-9]{3})(?:\1[0-9]{3})*", whole)
    if grouped is None or (decimals and not decimals.isdigit()):
        raise Refused("import_amount_unreadable")
    if len(decimals) > 3:  # databases write 1200.00000000
        decimals = decimals[:2] + decimals[2:].rstrip("0")
    plain_whole = re.sub(r"[^0-9]", "", whole)
    return Decimal(f"{plain_whole}.{decimals or '0'}"), len(decimals)
