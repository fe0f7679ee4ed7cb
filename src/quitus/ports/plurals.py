"""Sentences of which some words follow a number: "{count} {count:facture|factures}".

A word for one, a word for more; French says zero like one, English like more. The screens have gettext for it; this is
for sentences that belong to no screen.
"""

from collections.abc import Mapping
from string import Formatter

THOUSANDS = {"fr": "\N{NARROW NO-BREAK SPACE}", "en": ","}
CHOICE = "|"


class Grouped(int):
    """A number that is written with its thousands apart."""

    separator: str

    def __new__(cls, number: int, language: str) -> "Grouped":
        found = super().__new__(cls, number)
        found.separator = THOUSANDS["en" if language.startswith("en") else "fr"]
        return found

    def __format__(self, spec: str) -> str:
        return f"{int(self):,}".replace(",", self.separator)

    __str__ = __repr__ = lambda self: format(self, "")


def filled(text: str, language: str, facts: Mapping[str, object]) -> str:
    """The sentence with its facts, and its words by their numbers. Raises KeyError for a fact that is missing."""
    return _Filling(english=language.startswith("en")).vformat(text, (), facts)


class _Filling(Formatter):
    def __init__(self, *, english: bool) -> None:
        self._english = english

    def format_field(self, value: object, format_spec: str) -> str:
        if CHOICE not in format_spec:
            formatted: str = super().format_field(value, format_spec)
            return formatted
        if not isinstance(value, int):
            raise TypeError(f"no number to choose a word by: {value!r}")
        one, more = format_spec.split(CHOICE)
        return one if value == 1 or (not self._english and value in (0, -1)) else more
