"""The facts of an event as they were stored, read back; what is missing or was erased is empty, never an error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quitus.domain.money import Money, from_decimal
from quitus.domain.refused import Refused
from quitus.ports import formats, match_sentences


@dataclass(frozen=True, slots=True)
class Told:
    """One event in words: `head` stands in bold, `rest` goes on in the same sentence, `quote` is what somebody said.

    `good`: money arrived.
    """

    icon: str
    head: str
    rest: str = ""
    quote: str = ""
    good: bool = False


class Facts:
    """Facts by name, each already in words of the reader's language."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        self._facts = facts
        self._language = get_language() or "fr"

    def __bool__(self) -> bool:
        return bool(self._facts)

    def text(self, name: str) -> str:
        """The fact as text, "" when there is none."""
        value = self._facts.get(name)
        return "" if value is None else str(value)

    def true(self, name: str) -> bool:
        """Whether the fact is there and says yes."""
        return self._facts.get(name) is True

    def count(self, name: str) -> int:
        """A number, 0 when there is none."""
        value = self._facts.get(name)
        return value if isinstance(value, int) else 0

    def money(self, name: str = "amount") -> str:
        """An amount, stored as "1240.00 EUR" or as `<name>_minor` with `currency`; "" without one or for zero."""
        minor, currency = self._facts.get(f"{name}_minor"), self.text("currency")
        try:
            if isinstance(minor, int):
                amount = Money(minor, currency)
            else:
                figure, unit = [*self.text(name).split(" "), ""][:2]
                amount = from_decimal(Decimal(figure), unit)
        except (Refused, InvalidOperation):
            return ""
        return formats.money(amount, self._language) if amount else ""

    def day(self, name: str, today: date) -> str:
        """A date written out, with its year when it is another one than today's."""
        try:
            moment = date.fromisoformat(self.text(name))
        except ValueError:
            return ""
        return formats.day(moment, self._language, today)

    def names(self, name: str, key: str = "number") -> Sequence[str]:
        """A list of names; of a list of things, what each holds under `key`."""
        values = self._facts.get(name)
        if not isinstance(values, list):
            return ()
        named = (value.get(key) if isinstance(value, dict) else value for value in values)
        return tuple(str(value) for value in named if value)

    def keys(self, name: str) -> frozenset[str]:
        """The names of what is inside a fact that is itself a collection of facts."""
        value = self._facts.get(name)
        return frozenset(value) if isinstance(value, dict) else frozenset()


def after_colon(words: str) -> str:
    """What goes on after the bold words; nothing for nothing. Other languages set their colon otherwise."""
    return _(": %(words)s") % {"words": words} if words else ""


def listed(names: Sequence[str]) -> str:
    """ "FA-1, FA-2 and FA-3" in the reader's language; of more than four the first three and how many others."""
    return match_sentences.listed(names, get_language() or "fr")
