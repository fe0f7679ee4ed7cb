"""What an accountant types about the books."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quitus.web.portal.forms import DayInput


class CloseForm(forms.Form):
    """Up to which day, and how many entries the preview showed."""

    until = forms.DateField(label=_("Close until"), widget=DayInput())
    entries = forms.IntegerField(min_value=0, widget=forms.HiddenInput())


class AccountForm(forms.Form):
    """The firm's own account for a use."""

    account = forms.CharField(label=_("Account number"), max_length=12)
    label = forms.CharField(
        label=_("Label"),
        max_length=100,
        required=False,
        help_text=_("As it stands in your books, in French. Leave it empty for the chart’s own."),
    )


class YearForm(forms.Form):
    """A financial year."""

    first = forms.DateField(label=_("First day"), widget=DayInput())
    last = forms.DateField(
        label=_("Last day"),
        widget=DayInput(),
        help_text=_("Twelve months; the first year of a firm may last up to twenty-four."),
    )
