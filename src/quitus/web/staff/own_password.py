"""One's own password, asked for again before what a stolen session must not do."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quitus.web.staff.access import StaffRequest


class PasswordForm(forms.Form):
    """One's own password, asked for again; wrong ones are counted like those of a sign-in."""

    current_password = forms.CharField(
        label=gettext_lazy("Your password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}, render_value=False),
    )

    def __init__(self, *args: Any, request: StaffRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_current_password(self) -> str:
        typed: str = self.cleaned_data["current_password"]
        user = self.request.user
        if get_adapter().authenticate(self.request, email=user.email, password=typed) != user:
            raise forms.ValidationError(_("This is not your password."))
        return typed
