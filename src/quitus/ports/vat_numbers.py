"""What we ask about VAT numbers of other countries: whether one is right by its own country's rules."""

from typing import Protocol

from quitus.domain.numbers import VatVerdict


class VatNumbers(Protocol):
    """Knows the numbers of the European Union, Greece as EL, and of Northern Ireland (XI)."""

    def judge(self, number: str) -> tuple[VatVerdict, str]:
        """The verdict on a compact number in capitals, and the number as its country writes it today."""
        ...
