"""What a person says of a payment that came back."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quitus.domain.money import Money
from quitus.domain.payments.return_reasons import RETURN_REASONS
from quitus.ports.return_sentences import return_meaning
from quitus.web.typed import DayField, LineField, past_day, typed_amount


def reasons() -> list[tuple[str, str]]:
    """Why money comes back, the commonest first, in the reader's language; none said is first of all."""
    first = ("AM04", "MS03", "MS02", "MD06", "AC04", "AC06")
    codes = [*first, *(code for code in RETURN_REASONS if code not in first)]
    language = get_language() or "fr"
    return [("", str(_("The bank does not say"))), *((code, _named(code, language)) for code in codes)]


def _named(code: str, language: str) -> str:
    return f"{return_meaning(code, language).rstrip('.')} ({code})"


class ReturnForm(forms.Form):
    """A payment came back: when, why, and what the bank asks for that. `key` makes it one return."""

    returned_on = DayField(label=_("Day on which the bank took it back"))
    code = forms.ChoiceField(label=_("Why"), required=False, help_text=_("As the bank’s notice says."))
    reason = LineField(label=_("Note"), max_length=200, required=False)
    fee = LineField(
        label=_("Fee of the bank"),
        max_length=30,
        required=False,
        help_text=_("Kept as an expense. Nobody is asked for it unless you say so later."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, paid_on: date, currency: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid4())
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["code"].choices = reasons()  # type: ignore[attr-defined]
        past_day(self, "returned_on", today, since=paid_on, to_come="return_in_the_future")

    def clean_fee(self) -> Money | None:
        return typed_fee(self.cleaned_data["fee"], self.currency)


def typed_fee(text: str, currency: str) -> Money | None:
    """A fee, or None for none; a ValidationError for what is below zero or no amount."""
    if not text.strip():
        return None
    amount = typed_amount(text, currency)
    if amount.minor < 0:
        raise ValidationError(_("Write an amount above zero, or nothing."))
    return amount
