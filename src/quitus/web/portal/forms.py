"""What a debtor may write: a date, an amount, a reason. Amounts as people type them."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quitus.apps.answers.models import Dispute
from quitus.domain.answers.promises import FARTHEST
from quitus.domain.money import Money
from quitus.web.typed import DayField, past_day, planned_day, typed_amount

REASONS = [
    (Dispute.Reason.PRICE, _("The price")),
    (Dispute.Reason.WORK, _("The work or the delivery")),
    (Dispute.Reason.DATE, _("The due date")),
    (Dispute.Reason.NOT_ORDERED, _("I did not order this")),
    (Dispute.Reason.OTHER, _("Something else")),
]


class PromiseForm(forms.Form):
    """The day of the transfer, and how much: all of it, or a part."""

    day = DayField(label=_("The day of the transfer"))
    amount = forms.CharField(label=_("How much"), max_length=30, help_text=_("A part is already good."))

    def __init__(self, *args: Any, today: date, owed: Money, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owed = owed
        planned_day(self, "day", today, until=today + FARTHEST)

    def clean_amount(self) -> Money:
        amount = typed_amount(self.cleaned_data["amount"], self.owed.currency)
        if not 0 < amount.minor <= self.owed.minor:
            raise forms.ValidationError(_("Write an amount up to what is owed."))
        return amount


class DisputeForm(forms.Form):
    """Which invoice, what is wrong, and how much of it."""

    instalment = forms.TypedChoiceField(
        label=_("Which invoice?"),
        coerce=int,
        error_messages={
            "invalid_choice": _("This invoice is not open any more, or contested already. Choose anew.")
        },
    )
    reason = forms.ChoiceField(label=_("What is it about?"), choices=REASONS)
    words = forms.CharField(
        label=_("What is wrong?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instalment"].choices = choices  # type: ignore[attr-defined]


class PaidForm(forms.Form):
    """When it was paid, and from where."""

    paid_on = DayField(label=_("Day of the payment"), required=False)
    words = forms.CharField(
        label=_("How, from which account?"),
        required=False,
        max_length=500,
        help_text=_("What helps to find it: bank, name of the account, reference."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        past_day(self, "paid_on", today, to_come="paid_claim_day_impossible")
