"""The day on which one looks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quitus.web.portal.forms import DayInput


class DayForm(forms.Form):
    """As of which day."""

    on = forms.DateField(label=_("As of"), widget=DayInput())
