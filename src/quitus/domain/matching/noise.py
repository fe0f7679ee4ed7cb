"""What in a bank label is surely no invoice number: amounts, dates, streets, hours, and what machines number."""

import re
from collections.abc import Sequence

from quitus.domain.money import Money

_NEVER_A_NUMBER = re.compile(
    r"(?<![0-9,])[0-9]{1,3}(?:[ .][0-9]{3})+,[0-9]{2}(?![0-9,])(?: ?(?:eur|euros|€))?"  # 1 200,00
    r"|(?<![0-9,])[0-9]+,[0-9]{2}(?![0-9,])(?: ?(?:eur|euros|€))?"  # 960,00, but not the list 12,13,14
    r"|(?<![0-9])[0-9]{1,3}(?:[ .][0-9]{3})* ?(?:eur|euros|€)(?![a-z0-9])"
    r"|(?<![0-9])[0-9]+(?:[.,][0-9]{1,2})? ?(?:eur|euros|€)(?![a-z0-9])"
    r"|(?<![a-z0-9/_-])[0-9]+(?:[.,][0-9]{1,2})? ?e(?![a-z0-9])|(?:eur|€) ?[0-9][0-9.,]*"
    r"|(?<![0-9])[0-9]+(?:[.,][0-9]+)? ?%|(?<![0-9])[0-9]{1,2}[h:][0-9]{2}(?![0-9])"
    r"|(?<![a-z0-9])[0-9]{1,4}(?: ?(?:bis|ter))?,? +(?:rue|av|ave|avenue|bd|bld|boulevard|chemin|che|place"
    r"|impasse|imp|route|rte|allees?|quai|cours|square|za|zi|zac)(?![a-z])"
)
_DAY_TWO, _MONTH_TWO = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])"
_DAY, _MONTH = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
_DATE = re.compile(
    rf"(?<![0-9]){_DAY}[/.-]{_MONTH}[/.-](?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})(?![0-9])"
    rf"|(?<![0-9])(?:19|20)[0-9]{{2}}[/.-]{_MONTH}[/.-]{_DAY}(?![0-9])"
    rf"|(?<![0-9])(?<![0-9][/.-]){_MONTH}[/.](?:19|20)[0-9]{{2}}(?![0-9])"
    rf"|(?<![a-z])(?:du|le|au|date) (?:{_DAY}[/.-]{_MONTH}|[0-9]{{8}}|[0-9]{{6}})(?![0-9])"
    rf"|(?<![0-9]){_DAY} (?:janv|fev|mars|avr|mai|juin|juil|aout|sept?|oct|nov|dec)[a-z]*"
)
# Identifiers that a program made: a UUID, whole or cut; the ids of transfers.
_UUID = re.compile(r"(?<![a-z0-9])(?=[0-9-]*[a-f])[0-9a-f]{8}-[0-9a-f]{4}(?:-[0-9a-f]{0,12})*(?![a-z0-9])")
_MADE = re.compile(r"(?<![a-z0-9])(?:(?:e2e|sct|endtoend|uetr|vir)[0-9][0-9a-z-]{4,}|[0-9]{9}s(?= de\b))")
_HEX = re.compile(r"(?<![a-z0-9])[0-9a-f]{8,}(?![a-z0-9])")
_CHANGES = re.compile(r"[a-z]+|[0-9]+")
_FEWEST_CHANGES = 4  # c9d8aeb476 has six, 2026fa00147 three
# A day written in one: a number too, perhaps, but nothing says so.
_DAY_IN_ONE = re.compile(rf"(?:19|20)[0-9]{{2}}{_MONTH_TWO}{_DAY_TWO}\Z|{_DAY_TWO}{_MONTH_TWO}20[0-3][0-9]\Z")


def without_noise(text: str, amount: Money) -> str:
    """Bar what is no invoice number: the line's own amount however written, amounts, streets, hours, made ids."""
    text = _MADE.sub("|", _UUID.sub("|", text))
    text = _HEX.sub(
        lambda found: "|" if len(_CHANGES.findall(found[0])) >= _FEWEST_CHANGES else found[0], text
    )
    for written in _written(amount):
        position = text.find(written)
        while position >= 0:
            end = position + len(written)
            if not text[position - 1 : position].isdigit() and not text[end : end + 1].isdigit():
                text = text[:position] + "|" * len(written) + text[end:]
            position = text.find(written, end)
    return _NEVER_A_NUMBER.sub("|", text)


def dates(text: str) -> Sequence[tuple[int, int]]:
    """Where days and months stand in the text."""
    return [match.span() for match in _DATE.finditer(text)]


def is_day(digits: str) -> bool:
    """Whether digits may be a day written in one: 20260210, 10022026."""
    return bool(_DAY_IN_ONE.match(digits))


def _written(amount: Money) -> set[str]:
    """The ways an amount is written with its decimals: 1200,00, 1 200,00, 1.200,00, 1200.00."""
    plainly = f"{amount.decimal:f}"
    grouped = f"{amount.decimal:,f}"
    whole, point, cents = plainly.partition(".")
    thousands = grouped.partition(".")[0]
    wholes = {whole, thousands.replace(",", " "), thousands.replace(",", ".")}
    return {each + mark + cents for each in wholes for mark in ",."} if point else set()
