"""A form that holds every kind of field, for the style guide."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """Shown filled in, with one mistake; it is sent nowhere."""

    name = forms.CharField(label=_("Client’s name"), help_text=_("As it stands on the invoice."))
    deposit = forms.CharField(label=_("Deposit"))
    iban = forms.CharField(label=_("IBAN"))
    tone = forms.ChoiceField(label=_("Tone"), choices=[("kind", _("Friendly")), ("firm", _("Firm"))])
    paid_on = forms.DateField(label=_("Day of payment"), widget=forms.DateInput({"type": "date"}))
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[("mail", _("E-mail")), ("letter", _("Letter"))],
        widget=forms.RadioSelect,
    )
    attach = forms.BooleanField(label=_("Attach the invoice as a PDF"), required=False)
    statement = forms.FileField(label=_("Bank statement"), required=False)
    word = forms.CharField(label=_("A personal word"), widget=forms.Textarea({"rows": 3}), required=False)

    def clean_iban(self) -> str:
        raise forms.ValidationError(_("Eleven characters are missing: a French IBAN has 27."))


def sample_form() -> SampleForm:
    """The form as a person left it: an IBAN cut short."""
    form = SampleForm(
        {
            "name": "Coopérative laitière des Trois Vallées",
            "deposit": "1 234,56",
            "iban": "FR76 3000 6000 0112",
            "tone": "kind",
            "paid_on": "2026-11-24",
            "channel": "mail",
            "attach": "on",
        }
    )
    form.full_clean()
    return form
