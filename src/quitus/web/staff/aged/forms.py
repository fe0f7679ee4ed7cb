"""The day on which one looks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quitus.web.typed import DayField


class DayForm(forms.Form):
    """As of which day."""

    on = DayField(label=_("As of"))
