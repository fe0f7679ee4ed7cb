"""A fact as a sentence says it to its reader: one door for refusals, findings of files and reasons.

Babel is loaded when there is an amount or a day to write: many commands say neither.
"""

from datetime import date
from decimal import Decimal

from quitus.domain.money import Money


def readable(fact: object, language: str) -> object:
    """`1 234,50 €`, `3 mars 2026`, `12,5`; what is no amount, day or decimal number as it is."""
    if isinstance(fact, Decimal) and fact.is_finite():
        text = f"{fact:f}"
        return text if language.startswith("en") else text.replace(".", ",")
    if not isinstance(fact, (Money, date)):
        return fact
    from quitus.ports import formats

    return formats.money(fact, language) if isinstance(fact, Money) else formats.full_date(fact, language)
