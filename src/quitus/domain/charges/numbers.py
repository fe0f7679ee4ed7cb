"""How claims of charges are numbered, and how such a number is known again in a bank's label."""

import re

_AS_READ = re.compile(r"pen20[0-9]{2}[0-9]+\Z")


def series_of(year: int) -> str:
    """What the numbers of a year begin with: "PEN-2026-"."""
    return f"PEN-{year}-"


def claim_number(year: int, place: int) -> str:
    """The number of the year's first claim, second, …: "PEN-2026-0007"."""
    return f"{series_of(year)}{place:04d}"


def reads_as_claim(text: str) -> bool:
    """Whether letters and digits of a label, small and joined, are such a number, with its zeros or without."""
    return _AS_READ.match(text) is not None
