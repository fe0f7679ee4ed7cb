"""What people type into a field, read as the importer reads it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from quitus.domain.importing.amounts import amount_style, read_money
from quitus.domain.importing.text import clean, has_unusable_character
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence


def typed_amount(text: str, currency: str) -> Money:
    """`1 234,56` or `1234.56` as Money; a ValidationError with the sentence for what is no amount."""
    try:
        return read_money(text, amount_style([text]), currency)
    except Refused as refusal:
        raise ValidationError(refusal_sentence(refusal)) from None


class LineField(forms.CharField):
    """One line of text as it may be stored and written into a message: no line ends, no invisible characters."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if has_unusable_character(text):
            raise ValidationError(_("This text holds an unreadable character. Type it again."))
        return clean(text)
