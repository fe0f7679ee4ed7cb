"""What staff write about a message: when it leaves, and a word of their own."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quitus.apps.outbox.actions import LONGEST_WORD
from quitus.web.typed import DayField, planned_day


class PostponeForm(forms.Form):
    """The day before which a message does not leave."""

    until = DayField(label=_("Not before"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned_day(self, "until", today, since=today + timedelta(days=1))


class WordForm(forms.Form):
    """A sentence of one's own, which the message begins with."""

    word = forms.CharField(
        label=_("A personal word"),
        required=False,
        max_length=LONGEST_WORD,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It stands before the words below. Empty: none."),
    )
