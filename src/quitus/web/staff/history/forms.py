"""What a person says of a movement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quitus.domain.history.kinds import Kind
from quitus.web.history_words import KINDS


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
