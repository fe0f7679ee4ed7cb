"""What staff write about charges, reductions and refunds."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quitus.apps.charges.actions import Cost, Wanted
from quitus.apps.charges.models import WaiverKind
from quitus.apps.clients.models import ClientKind
from quitus.apps.files.models import StoredFile
from quitus.apps.insight.charge_list import Claimable
from quitus.apps.payments.models import PaymentMethod, ReductionKind
from quitus.apps.payments.vat_history import VatHistory
from quitus.domain.books.vat_within import vat_within
from quitus.domain.money import Money
from quitus.web.templatetags.quitus import percent
from quitus.web.typed import DayField, LineField, MinorField, past_day, typed_amount

MEGABYTE = 1024 * 1024
LARGEST_PROOF = 10 * MEGABYTE
# What a proof may be, by its first bytes: what browsers show without running anything.
PROOFS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
AS_INVOICED = "invoice"
RATES = ("20", "10", "5.5", "2.1", "0")
WITH_VAT = {ReductionKind.CREDIT_NOTE, ReductionKind.DISCOUNT, ReductionKind.WRITE_OFF}
METHODS = [
    (PaymentMethod.TRANSFER, _("A transfer")),
    (PaymentMethod.CHEQUE, _("A cheque")),
    (PaymentMethod.CASH, _("Cash")),
]
WAIVERS = [
    (WaiverKind.WAIVED, _("Out of goodwill")),
    (WaiverKind.WRITTEN_OFF, _("Because it cannot be had")),
]


class ClaimForm(forms.Form):
    """What to claim. Read from the address for the calculation, sent for the claim; `seen` is the sum agreed to."""

    until = DayField(label=_("Up to and including"))
    invoices = forms.TypedMultipleChoiceField(
        label=_("On which invoices?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick one invoice at least.")},
    )
    interest = forms.BooleanField(label=_("Late interest"), required=False)
    indemnity = forms.BooleanField(label=_("The flat indemnity of each late invoice, once"), required=False)
    cost_amount = LineField(label=_("Costs paid, in all"), max_length=30, required=False)
    cost_reason = LineField(
        label=_("What was paid, to whom"),
        max_length=300,
        required=False,
        help_text=_("For example: formal notice by a bailiff, with the date of the bill."),
    )
    cost_invoice = forms.TypedChoiceField(
        label=_("For which invoice"), coerce=int, empty_value=None, required=False
    )
    proof = forms.FileField(
        label=_("The proof, as PDF or picture"),
        max_length=200,
        required=False,
        help_text=_("The bill of whoever was paid. It stays here, beside the claim."),
    )
    seen = MinorField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, currency: str, about: Claimable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.client_id = about.client.id
        past_day(self, "until", today, to_come="charges_until_in_the_future")
        choices: list[tuple[Any, Any]] = list(about.invoices)
        self.fields["invoices"].choices = choices  # type: ignore[attr-defined]
        self.fields["cost_invoice"].choices = [("", _("No costs")), *choices]  # type: ignore[attr-defined]
        if about.client.kind == ClientKind.CONSUMER:  # neither is ever owed by them
            for name in ("indemnity", "cost_amount", "cost_reason", "cost_invoice", "proof"):
                del self.fields[name]

    def clean_cost_amount(self) -> Money | None:
        text = self.cleaned_data["cost_amount"]
        return above_zero(typed_amount(text, self.currency)) if text else None

    def clean_proof(self) -> "UploadedFile[Any] | None":
        return checked_proof(self.cleaned_data["proof"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "cost_amount" in self.fields and values.get("cost_amount") and not values.get("cost_invoice"):
            self.add_error("cost_invoice", _("Choose the invoice that these costs were paid for."))
        return values

    @property
    def has_costs(self) -> bool:
        """Whether costs are claimed too, which want a proof."""
        return bool(self.cleaned_data.get("cost_amount") and self.cleaned_data.get("cost_invoice"))

    def wanted(self, proof: StoredFile | None = None) -> Wanted:
        """What the form asks for."""
        values = self.cleaned_data
        costs = {}
        if self.has_costs:
            costs[values["cost_invoice"]] = Cost(values["cost_amount"], values["cost_reason"], proof)
        return Wanted(
            client_id=self.client_id,
            until=values["until"],
            invoice_ids=tuple(sorted({*values["invoices"], *costs})),
            interest=values["interest"],
            indemnity=values.get("indemnity", False),
            costs=costs,
        )


def above_zero(amount: Money) -> Money:
    """The amount; raises ValidationError for nothing, and for less."""
    if amount.minor <= 0:
        raise forms.ValidationError(_("Write an amount above zero."))
    return amount


def checked_proof(file: "UploadedFile[Any] | None") -> "UploadedFile[Any] | None":
    """A PDF or a picture of a size that can be kept; raises ValidationError for anything else."""
    if not file:
        return None
    if (file.size or 0) > LARGEST_PROOF:
        raise forms.ValidationError(
            _("This file is larger than %(most)d MB. Send a smaller picture."),
            params={"most": LARGEST_PROOF // MEGABYTE},
        )
    if not proof_type(file.read(8)):
        raise forms.ValidationError(_("This is neither a PDF nor a PNG or JPEG picture. Send one of these."))
    file.seek(0)
    return file


def proof_type(start: bytes) -> str:
    """The kind of a file by its first bytes; "" for one that is not kept."""
    return next((kind for magic, kind in PROOFS.items() if start.startswith(magic)), "")


class WaiveForm(forms.Form):
    """How much of a charge is given up, and why. `seen` is what was left of it when the page was made."""

    amount = LineField(label=_("How much"), max_length=30, help_text=_("All that is left, or a part of it."))
    kind = forms.ChoiceField(label=_("Why"), choices=WAIVERS, widget=forms.RadioSelect)
    reason = LineField(
        label=_("In a few words"), max_length=300, help_text=_("Your accountant will read it.")
    )
    seen = MinorField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_amount(self) -> Money:
        return typed_amount(self.cleaned_data["amount"], self.currency)


class ReductionForm(forms.Form):
    """Less to pay on one invoice. `key` makes it one reduction, however often the button is pressed.

    `vat` is what the invoice says of it and what is left of that, None where it never said.
    """

    amount = LineField(label=_("Amount incl. VAT"), max_length=30)
    happened_on = DayField(label=_("Dated"))
    instalment = forms.TypedChoiceField(
        label=_("Taken off which instalment"), coerce=int, empty_value=None, required=False
    )
    document = LineField(label=_("Number of the credit note"), max_length=60)
    rate = forms.ChoiceField(label=_("VAT within it"))
    vat_paid = forms.BooleanField(
        label=_("This VAT was paid to the State (goods, or VAT on debits)"), required=False
    )
    reason = LineField(label=_("Why"), max_length=300, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: ReductionKind,
        today: date,
        choices: list[tuple[int, str]],
        vat: VatHistory | None,
        currency: str,
        with_vat: bool,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid4())
        super().__init__(*args, **kwargs)
        self.kind, self.currency, self.invoiced = kind, currency, vat
        past_day(self, "happened_on", today, to_come="reduction_in_the_future")
        instalments: Any = self.fields["instalment"]
        instalments.choices = [("", _("The oldest first")), *choices]
        rates: Any = self.fields["rate"]
        rates.choices = [
            *([(AS_INVOICED, _("In proportion, as the invoice says it"))] if vat else []),
            *((rate, _("%(rate)s of VAT") % {"rate": percent(Decimal(rate) / 100)}) for rate in RATES),
        ]
        self._drop(many=len(choices) > 1, with_vat=with_vat)
        if kind is ReductionKind.SET_OFF:
            self.fields["document"].label = _("The paper that shows it")
            self.fields["document"].help_text = _("Their invoice, or the agreement: its number and date.")
        if kind is ReductionKind.WRITE_OFF:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _(
                "Why nothing can be had: closed for lack of assets, debtor gone, bailiff’s certificate."
            )

    def _drop(self, *, many: bool, with_vat: bool) -> None:
        """The fields that say nothing about this kind."""
        unused = {
            "instalment": not many,
            "document": self.kind not in (ReductionKind.CREDIT_NOTE, ReductionKind.SET_OFF),
            "rate": self.kind not in WITH_VAT or not with_vat,
            "vat_paid": self.kind is not ReductionKind.WRITE_OFF,
        }
        for name in (name for name, drop in unused.items() if drop):
            del self.fields[name]

    def clean_amount(self) -> Money:
        return typed_amount(self.cleaned_data["amount"], self.currency)

    @property
    def one_rate(self) -> Decimal | None:
        """The one rate that the amount is of, if any; a loss without VAT is of none: its VAT is lost as well."""
        rate = self.cleaned_data.get("rate")
        if not rate or rate == AS_INVOICED or (self.kind is ReductionKind.WRITE_OFF and rate == "0"):
            return None
        return Decimal(rate)

    def vat(self) -> Money | None:
        """The VAT within the amount; None for a kind that has none. What is left of the invoice's, to the last cent."""
        amount: Money = self.cleaned_data["amount"]
        chosen, rate = self.cleaned_data.get("rate"), self.one_rate
        if not chosen:
            return None
        if self.invoiced and (chosen == AS_INVOICED or (rate is not None and self.invoiced.bears(rate))):
            return self.invoiced.within(amount, rate)
        return vat_within(amount, Decimal(chosen))


class DoubtfulForm(forms.Form):
    """Which instalment will hardly be paid, how much of it is thought lost, and why."""

    instalment = forms.TypedChoiceField(label=_("What is doubtful"), coerce=int)
    impaired = LineField(
        label=_("Thought lost, without VAT"),
        max_length=30,
        required=False,
        help_text=_("Empty: nothing yet. For example half of the price without VAT."),
    )
    reason = LineField(label=_("Why"), max_length=300, help_text=_("Your accountant will read it."))

    def __init__(self, *args: Any, choices: list[tuple[int, str]], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        instalments: Any = self.fields["instalment"]
        instalments.choices = choices

    def clean_impaired(self) -> Money | None:
        text = self.cleaned_data["impaired"]
        return typed_amount(text, self.currency) if text else None


class RefundForm(forms.Form):
    """Credit paid back. `key` makes it one refund."""

    amount = LineField(label=_("Amount"), max_length=30)
    method = forms.ChoiceField(label=_("How it goes back"), choices=METHODS, widget=forms.RadioSelect)
    reason = LineField(label=_("Why"), max_length=300, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid4())
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_amount(self) -> Money:
        return above_zero(typed_amount(self.cleaned_data["amount"], self.currency))


class BackForm(forms.Form):
    """Why something is taken back."""

    reason = LineField(label=_("Why"), max_length=200, help_text=_("What was wrong about it."))
