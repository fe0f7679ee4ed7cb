"""What staff write about a client: its card, the persons there, what came in, what was said."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from quitus.apps.answers.models import Dispute
from quitus.apps.clients.details import ClientDetails, ContactDetails
from quitus.apps.clients.models import ClientKind, Contact, ContactRole
from quitus.apps.payments.models import PaymentMethod
from quitus.domain.money import Money
from quitus.domain.organisations.identity import checked_siren
from quitus.domain.refused import Refused
from quitus.web.typed import DayField, LineField, past_day, planned_day, typed_amount

KINDS = [
    (ClientKind.BUSINESS, _("A business")),
    (ClientKind.CONSUMER, _("A consumer")),
    (ClientKind.PUBLIC, _("A public buyer")),
]
ROLES = [
    (ContactRole.ACCOUNTING, _("Accounting")),
    (ContactRole.BUYER, _("Orders")),
    (ContactRole.MANAGER, _("Management")),
    (ContactRole.SIGNATORY, _("Signs the payments")),
]
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
METHODS = [
    (PaymentMethod.CHEQUE, _("A cheque")),
    (PaymentMethod.CASH, _("Cash")),
    (PaymentMethod.TRANSFER, _("A transfer")),
]
RESOLUTIONS = [
    (Dispute.Resolution.UPHELD, _("They are right")),
    (Dispute.Resolution.REJECTED, _("The invoice stands")),
    (Dispute.Resolution.WITHDRAWN, _("They no longer contest it")),
]
DAY = re.compile(r"\d+")


class ClientForm(forms.Form):
    """A client's card. How they pay is part of it: days of the month, delay."""

    name = LineField(label=_("Client’s name"), max_length=200, help_text=_("As it stands on the invoice."))
    number = LineField(label=_("Client code"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("What they are"), choices=KINDS, help_text=_("The law differs: charges, delays, court.")
    )
    language = forms.ChoiceField(label=_("Language of the messages"), choices=LANGUAGES)
    pay_run_days = LineField(
        label=_("Days of the month on which they pay"),
        required=False,
        max_length=60,
        help_text=_("For example: 15, 30. No reminder leaves two days before."),
    )
    payment_days = forms.IntegerField(
        label=_("Usual delay in days"), required=False, min_value=0, max_value=365
    )
    payment_end_of_month = forms.BooleanField(label=_("Counted to the end of the month"), required=False)
    phone = LineField(label=_("Phone"), max_length=200, required=False)
    address = forms.CharField(
        label=_("Address"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    country = forms.RegexField(r"^[A-Za-z]{2}$", label=_("Country, two letters"), initial="FR")
    siren = LineField(label=_("SIREN"), max_length=20, required=False)
    siret = forms.RegexField(r"^\d{14}$", label=_("SIRET"), required=False, strip=True)
    vat_number = LineField(label=_("VAT number"), max_length=20, required=False)
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Seen by your colleagues alone: an order number they need, who approves, a holiday."),
    )

    def clean_siren(self) -> str:
        try:
            return checked_siren(self.cleaned_data["siren"])
        except Refused:
            raise forms.ValidationError(_("A SIREN has nine digits, and these are mistyped.")) from None

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()

    def clean_pay_run_days(self) -> tuple[int, ...]:
        """ "15, 30" or "le 15 et le 30": the numbers in it."""
        return tuple(int(day) for day in DAY.findall(self.cleaned_data["pay_run_days"]))

    def details(self) -> ClientDetails:
        """The card that the form says; raises Refused."""
        values = self.cleaned_data
        return ClientDetails(**{**values, "kind": ClientKind(values["kind"])})


def client_initial(details: ClientDetails) -> dict[str, Any]:
    """A card, as the form shows it."""
    values = {name: getattr(details, name) for name in ClientForm.base_fields}
    return {**values, "pay_run_days": ", ".join(map(str, details.pay_run_days))}


class ContactForm(forms.Form):
    """A person to write to or to call."""

    name = LineField(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("What they do there"), choices=ROLES)
    email = LineField(label=_("E-mail"), max_length=254, required=False)
    phone = LineField(label=_("Phone"), max_length=200, required=False)

    def details(self) -> ContactDetails:
        """The person that the form says; raises Refused."""
        values = self.cleaned_data
        return ContactDetails(**{**values, "role": ContactRole(values["role"])})


def contact_initial(contact: Contact) -> dict[str, str]:
    """A contact, as the form shows it."""
    return {name: getattr(contact, name) for name in ContactForm.base_fields}


class PaymentForm(forms.Form):
    """Money that a person saw come in. `key` makes it one payment, however often the button is pressed."""

    amount = LineField(label=_("Amount"), max_length=30)
    method = forms.ChoiceField(label=_("How it came"), choices=METHODS, widget=forms.RadioSelect)
    received_on = DayField(label=_("Day on which it came"))
    reference = LineField(
        label=_("Reference"),
        max_length=140,
        required=False,
        help_text=_("The number of the cheque, for example."),
    )
    chosen = forms.TypedMultipleChoiceField(
        label=_("For which invoices?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: the oldest first, as the law has it."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, today: date, currency: str, choices: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid4())
        super().__init__(*args, **kwargs)
        self.currency = currency
        past_day(self, "received_on", today, to_come="payment_in_the_future")
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]

    def clean_amount(self) -> Money:
        return typed_amount(self.cleaned_data["amount"], self.currency)


class HoldForm(forms.Form):
    """A pause: of the whole client or of one invoice, until a day or until lifted."""

    instalment = forms.TypedChoiceField(label=_("What rests?"), coerce=int, empty_value=None, required=False)
    until = DayField(
        label=_("Until"), required=False, help_text=_("Without a day it rests until you lift it.")
    )
    reason = LineField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned_day(self, "until", today)
        field: Any = self.fields["instalment"]
        field.choices = [("", _("The whole client")), *choices]


class ResolveForm(forms.Form):
    """How a dispute ended."""

    resolution = forms.ChoiceField(choices=RESOLUTIONS)


class FoundForm(forms.Form):
    """Whether a payment that they spoke of was found."""

    found = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda word: word == "yes")


class ReasonForm(forms.Form):
    """Why a payment is taken back."""

    reason = LineField(label=_("Why"), max_length=200, help_text=_("A bounced cheque, a wrong amount."))
