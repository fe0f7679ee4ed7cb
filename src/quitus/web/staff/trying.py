"""Do what a form asks: a refusal becomes the form's own sentence, and nothing of the attempt is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction
from django.forms import BaseForm

from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence

Answer = TypeVar("Answer")


@contextmanager
def tried(form: BaseForm) -> Iterator[None]:
    """Around one action; afterwards `form.is_valid()` tells whether it was done.

    The page that shows the refusal is rendered in the same transaction: what the action wrote before it refused
    would stay without the savepoint.
    """
    try:
        with transaction.atomic():
            yield
    except Refused as refusal:
        form.add_error(None, refusal_sentence(refusal))


def attempted(action: Callable[[], Answer]) -> tuple[Answer | None, str]:
    """What an action of a page without a form gives, or the sentence of its refusal; nothing of it is kept then."""
    try:
        with transaction.atomic():
            return action(), ""
    except Refused as refusal:
        return None, refusal_sentence(refusal)
