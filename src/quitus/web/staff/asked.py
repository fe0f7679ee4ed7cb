"""What a page's address asks for: a search, a filter, a page, a day. What makes no sense is not asked."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest

from quitus.domain.importing.text import clean, has_unusable_character

Word = TypeVar("Word", bound=StrEnum)
LONGEST_SEARCH = 100
MOST_DIGITS = 18  # what a bigint surely holds


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


def day(request: HttpRequest, name: str, otherwise: date) -> date:
    """A day written 2026-11-24."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return otherwise
