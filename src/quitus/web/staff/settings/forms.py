"""What an owner types about the firm, its account, its mailbox, its policy and its members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quitus.apps.outbox.accounts import MailSettings
from quitus.apps.outbox.models import MailAccount
from quitus.domain.reminders.policy_text import LONGEST_TEXT
from quitus.web.role_words import choices

LANGUAGES = [("fr", "Français"), ("en", "English")]
SECURITIES = [
    (MailAccount.Security.STARTTLS.value, _("STARTTLS (port 587)")),
    (MailAccount.Security.TLS.value, _("TLS (port 465)")),
    (MailAccount.Security.NONE.value, _("none: a server on this machine")),
]


class FirmForm(forms.Form):
    """Who the firm is, and whom a debtor asks."""

    name = forms.CharField(label=_("Name of the firm"), max_length=200)
    siren = forms.CharField(
        label=_("SIREN"), max_length=20, required=False, help_text=_("Nine digits, as on your invoices.")
    )
    vat_number = forms.CharField(label=_("VAT number"), max_length=20, required=False)
    address = forms.CharField(
        label=_("Address"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )
    contact_name = forms.CharField(
        label=_("Whom your clients ask"), max_length=120, required=False, help_text=_("A person’s name.")
    )
    contact_email = forms.EmailField(label=_("Their e-mail"), required=False, max_length=254)
    contact_phone = forms.CharField(label=_("Their phone"), required=False, max_length=30)


class BankAccountForm(forms.Form):
    """Where the firm is paid."""

    account_holder = forms.CharField(
        label=_("Account holder"),
        max_length=70,
        required=False,
        help_text=_("Exactly as your bank writes it: banks compare it before each transfer."),
    )
    iban = forms.CharField(label=_("IBAN"), max_length=50, required=False)
    bic = forms.CharField(label=_("BIC"), max_length=15, required=False)


class MailForm(forms.Form):
    """The firm's mailbox: what a mail program asks for."""

    from_name = forms.CharField(
        label=_("Sender’s name"), max_length=120, help_text=_("What your clients read: your name, your firm.")
    )
    from_address = forms.EmailField(label=_("Sender’s address"), max_length=254)
    reply_to = forms.EmailField(
        label=_("Answers go to"), max_length=254, required=False, help_text=_("If it is another address.")
    )
    host = forms.CharField(
        label=_("Outgoing server (SMTP)"), max_length=253, help_text=_("For example smtp.your-provider.com.")
    )
    port = forms.IntegerField(label=_("Port"), initial=587)
    security = forms.ChoiceField(label=_("Security"), choices=SECURITIES)
    user_name = forms.CharField(
        label=_("User name"), max_length=200, required=False, help_text=_("Often the whole address.")
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=False),
    )

    def __init__(self, *args: Any, has_password: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_password = has_password
        if has_password:
            self.fields["password"].help_text = _("Kept sealed and never shown. Leave empty to keep it.")

    def settings(self) -> MailSettings:
        """The typed values; an empty password keeps the stored one."""
        typed = dict(self.cleaned_data)
        keeps = self.has_password and not typed["password"]
        typed["security"] = MailAccount.Security(typed["security"])
        return MailSettings(**{**typed, "password": None if keeps else typed["password"]})


class PolicyForm(forms.Form):
    """The text of a policy."""

    text = forms.CharField(
        label=_("The policy’s text"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea({"rows": 28, "spellcheck": "false", "class": "mono"}),
        help_text=_("Each step has its day, its tone and its template. A change is a new version."),
    )


class MemberForm(forms.Form):
    """Somebody to let in."""

    email = forms.CharField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=choices, widget=forms.RadioSelect)


class RoleForm(forms.Form):
    """Other rights for a member."""

    role = forms.ChoiceField(choices=choices)


class LanguageForm(forms.Form):
    """The language of the screens."""

    language = forms.ChoiceField(choices=LANGUAGES)
