"""What a person says of a movement, and writes down of one that no bank tells."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quitus.apps.history.by_hand import NOT_BY_HAND
from quitus.apps.history.queries import IN, OUT
from quitus.domain.history.kinds import Kind
from quitus.domain.money import Money
from quitus.web.history_words import KINDS, MEANS
from quitus.web.staff.charges.forms import above_zero, checked_proof
from quitus.web.typed import DayField, LineField, past_day, typed_amount


class KindForm(forms.Form):
    """What it was for; `always` asks for a counterparty that is known."""

    kind = forms.ChoiceField(
        label=_("What was it for?"), choices=[(kind.value, KINDS[kind]) for kind in Kind]
    )
    always = forms.BooleanField(required=False)

    def __init__(self, *args: Any, always: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if always:
            self.fields["always"].label = always
        else:
            del self.fields["always"]


class EntryForm(forms.Form):
    """A payment that no bank file tells. `key` makes it one."""

    way = forms.ChoiceField(
        label=_("Which way?"),
        choices=[(OUT, _("Money went out")), (IN, _("Money came in"))],
        widget=forms.RadioSelect,
    )
    day = DayField(label=_("On which day"))
    amount = LineField(label=_("Amount"), max_length=30)
    party = LineField(label=_("With whom"), max_length=200)
    kind = forms.ChoiceField(
        label=_("What was it for?"),
        choices=[(kind.value, KINDS[kind]) for kind in Kind if kind not in NOT_BY_HAND],
        help_text=_("What a client paid is written down on the client’s page."),
    )
    means = forms.ChoiceField(label=_("How"), choices=list(MEANS.items()))
    note = LineField(label=_("Note"), max_length=300, required=False)
    document = forms.FileField(label=_("Its document, as PDF or picture"), max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, currency: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), "way": OUT, "day": today}
        super().__init__(*args, **kwargs)
        self.currency = currency
        past_day(self, "day", today)

    def clean_amount(self) -> Money:
        return above_zero(typed_amount(self.cleaned_data["amount"], self.currency))

    def clean_document(self) -> "UploadedFile[Any] | None":
        return checked_proof(self.cleaned_data["document"])
