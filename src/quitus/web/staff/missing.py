"""Addresses of what is not there, or is another firm's: alike, and without a trace of which."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

P = ParamSpec("P")
Answer = TypeVar("Answer")


def or_404(view: Callable[P, Answer]) -> Callable[P, Answer]:
    """A view whose address names a row: 404 when the row is not behind this firm's wall."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            return view(*args, **kwargs)
        except ObjectDoesNotExist:
            raise Http404 from None

    return guarded
