"""The four steps of the first visit."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from quitus.apps.organisations.models import User
from quitus.domain.organisations.identity import checked_bic, checked_holder, checked_iban, checked_siren
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence
from quitus.web.staff.settings.forms import BankAccountForm, FirmForm


class OwnerForm(forms.Form):
    """Who opens the firm."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail"), max_length=254)
    password = forms.CharField(
        label=_("A password"),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least ten characters."),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "password" in typed:
            user = User(name=typed.get("name", ""), email=typed.get("email", ""))
            try:
                validate_password(typed["password"], user)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return typed


class FirstFirmForm(FirmForm):
    """The firm, its numbers checked at once."""

    def clean_siren(self) -> str:
        return _checked(checked_siren, self.cleaned_data["siren"])


class FirstAccountForm(BankAccountForm):
    """The account, its check digits verified at once."""

    def clean_iban(self) -> str:
        return _checked(checked_iban, self.cleaned_data["iban"])

    def clean_bic(self) -> str:
        return _checked(checked_bic, self.cleaned_data["bic"])

    def clean_account_holder(self) -> str:
        return _checked(checked_holder, self.cleaned_data["account_holder"])


def _checked(check: Any, typed: str) -> str:
    try:
        return str(check(typed))
    except Refused as refusal:
        raise forms.ValidationError(refusal_sentence(refusal)) from None
