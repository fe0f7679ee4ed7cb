"""What an accountant types about the books."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quitus.domain.typed_days import FIRST_DAY
from quitus.web.typed import DayField, past_day, planned_day

MOST_ENTRIES = 10**9


class CloseForm(forms.Form):
    """Up to which day, and how many entries the preview showed."""

    until = DayField(label=_("Close until"))
    entries = forms.IntegerField(min_value=0, max_value=MOST_ENTRIES, widget=forms.HiddenInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        past_day(self, "until", today, to_come="books_period_not_over")


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

    first = DayField(label=_("First day"))
    last = DayField(
        label=_("Last day"),
        help_text=_("Twelve months; the first year of a firm may last up to twenty-four."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "last"):
            planned_day(self, name, today, since=FIRST_DAY)
