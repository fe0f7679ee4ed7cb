"""What a page's address asks for: a search, a filter, a page, a day. What makes no sense is not asked."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest

from quitus.domain.importing.text import clean, has_unusable_character
from quitus.domain.refused import Refused
from quitus.domain.typed_days import check_day
from quitus.web.errors import refusal_sentence
from quitus.web.ids import MOST_DIGITS

Word = TypeVar("Word", bound=StrEnum)
Otherwise = TypeVar("Otherwise")
LONGEST_SEARCH = 100


def text(request: HttpRequest, name: str = "q") -> str:
    """What is searched for, one short line; nothing when it cannot be read."""
    typed = request.GET.get(name, "")[:LONGEST_SEARCH]
    return "" if has_unusable_character(typed) else clean(typed)


def word(request: HttpRequest, name: str, words: type[Word]) -> Word:
    """One of the words of a list; the first one for any other."""
    asked = request.GET.get(name, "")
    return next((known for known in words if known == asked), next(iter(words)))


def number(request: HttpRequest, name: str) -> int | None:
    """A whole number that is not negative."""
    return next(iter(numbers([request.GET.get(name, "")])), None)


def page(request: HttpRequest) -> int:
    """Which page of a list, from one on; a number too large for anything asks for the last page."""
    figure = request.GET.get("page", "")
    if not (figure.isascii() and figure.isdigit()):
        return 1
    return max(int(figure), 1) if len(figure) <= MOST_DIGITS else 10**MOST_DIGITS - 1


def numbers(asked: Iterable[str]) -> list[int]:
    """Those of the texts that are whole numbers, such as ids that were ticked."""
    return [
        int(figure)
        for figure in asked
        if figure.isascii() and figure.isdigit() and len(figure) <= MOST_DIGITS
    ]


def day(request: HttpRequest, name: str, otherwise: Otherwise) -> date | Otherwise:
    """A day written 2026-11-24. Refused: day_out_of_reach."""
    try:
        asked = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return otherwise
    check_day(asked)
    return asked


def day_or_why(request: HttpRequest, name: str, otherwise: date) -> tuple[date, str]:
    """A day, and why it is not the one that was asked for: "" when it is."""
    try:
        return day(request, name, otherwise), ""
    except Refused as refusal:
        return otherwise, refusal_sentence(refusal)
