"""What a person types about transfers."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from quitus.apps.banking.models import BankAccount
from quitus.domain.history.kinds import Kind
from quitus.domain.money import Money
from quitus.domain.outgoing.orders import Address, Payee, checked_payee
from quitus.web import formats
from quitus.web.history_words import KINDS
from quitus.web.typed import DayField, LineField, planned_day, typed_amount

TRANSFER_KINDS = (Kind.SUPPLIER, Kind.FREELANCER, Kind.EMPLOYEE, Kind.TAX, Kind.LOAN, Kind.OWN, Kind.UNKNOWN)


class OrderForm(forms.Form):
    """An order: from which account, when, how fast."""

    title = LineField(
        label=_("What is it for?"), max_length=100, help_text=_("For example: suppliers of November.")
    )
    account = forms.TypedChoiceField(label=_("From which account"), coerce=int)
    execution_on = DayField(label=_("On which day"))
    instant = forms.BooleanField(
        label=_("Instant transfers"),
        required=False,
        help_text=_("In ten seconds, on any day. Your bank must take instant transfers by file."),
    )

    def __init__(self, *args: Any, accounts: list[BankAccount], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            (one.id, one.name or formats.by_four(one.iban)) for one in accounts
        ]
        planned_day(self, "execution_on", today)


class TransferForm(forms.Form):
    """One transfer. `key` makes it one."""

    name = LineField(label=_("Whom"), max_length=140, help_text=_("Exactly as their bank writes it."))
    iban = LineField(label=_("Their IBAN"), max_length=50)
    amount = LineField(label=_("Amount"), max_length=30)
    remittance = LineField(
        label=_("What they read"),
        max_length=200,
        required=False,
        help_text=_("The invoice’s number, for example."),
    )
    kind = forms.ChoiceField(
        label=_("What is it for?"), choices=[(kind.value, KINDS[kind]) for kind in TRANSFER_KINDS]
    )
    street = LineField(label=_("Street"), max_length=70, required=False)
    postcode = LineField(label=_("Postcode"), max_length=16, required=False)
    town = LineField(label=_("Town"), max_length=70, required=False)
    country = LineField(
        label=_("Country, two letters"), max_length=2, required=False, help_text=_("FR, BE, DE…")
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, refund: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid4())
        super().__init__(*args, **kwargs)
        if refund:
            del self.fields["kind"]

    def clean_amount(self) -> Money:
        return typed_amount(self.cleaned_data["amount"], "EUR")

    def payee(self) -> Payee:
        """As the bank gets it. Refused: what `checked_payee` refuses."""
        said = self.cleaned_data
        lines = (said["street"],) if said["street"] else ()
        address = Address(said["town"], said["country"], said["postcode"], lines)
        return checked_payee(said["name"], said["iban"], said["amount"], said["remittance"], address)

    def paid_for(self) -> Kind:
        return Kind(self.cleaned_data.get("kind") or Kind.UNKNOWN)


class ApprovalForm(forms.Form):
    """A person's word that the order may leave. `seen`: what they looked at."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    checked = forms.BooleanField(
        label=_("I asked those with another IBAN, on a number that I knew already."), required=False
    )


class CancelForm(forms.Form):
    """Why an order is not carried out."""

    reason = LineField(label=_("Why"), max_length=300, required=False)
