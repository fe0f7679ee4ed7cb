"""What people type into a field, read as the importer reads it."""

from django.core.exceptions import ValidationError

from quitus.domain.importing.amounts import amount_style, read_money
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence


def typed_amount(text: str, currency: str) -> Money:
    """`1 234,56` or `1234.56` as Money; a ValidationError with the sentence for what is no amount."""
    try:
        return read_money(text, amount_style([text]), currency)
    except Refused as refusal:
        raise ValidationError(refusal_sentence(refusal)) from None
