"""What staff write about lateness: terms, legal events, rates."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quitus.apps.law.limitation import LASTING_KINDS
from quitus.apps.law.models import LegalEventKind
from quitus.domain.charges.late_terms import LONGEST_DISCOUNT_DAYS, Claims, DiscountVat, LateTerms
from quitus.domain.law.worksheet import Basis, Conventions, Order, Rounding
from quitus.domain.refused import Refused
from quitus.domain.typed_days import check_day
from quitus.web.calculators import words
from quitus.web.staff.charges.forms import checked_proof
from quitus.web.staff.law.shown import KINDS
from quitus.web.typed import DayField, LineField, past_day

# At most as many decimals as the record keeps of a rate.
PERCENT = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")
DISCOUNT = re.compile(r"\d{1,2}(?:[.,]\d{1,3})?")
CLAIMS = [
    (Claims.NOTHING.value, _("Nothing: what the law grants is only shown to you")),
    (Claims.INTEREST.value, _("Interest for late payment")),
    (Claims.ALL.value, _("Interest, and the flat indemnity of each late invoice")),
]
DISCOUNT_VAT = [
    (DiscountVat.CREDIT_NOTE.value, _("By a credit note: your VAT is lowered too (CGI 267 II-1°)")),
    (DiscountVat.NET_OF_TAX.value, _("“Net of tax”: the VAT stays as invoiced")),
]


class PercentField(LineField):
    """`12,5` or `12.5` as a Decimal; nothing as None."""

    def __init__(self, pattern: re.Pattern[str] = PERCENT, **kwargs: Any) -> None:
        super().__init__(max_length=12, **kwargs)
        self.pattern = pattern
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        text = (
            super().clean(value).replace("%", "").replace(" ", "").replace("\u202f", "").replace("\xa0", "")
        )
        if not text:
            return None
        if not self.pattern.fullmatch(text):
            raise ValidationError(_("Write a percentage, such as 12 or 12.40."))
        return Decimal(text.replace(",", "."))


class LateTermsForm(forms.Form):
    """What holds when money comes late, or early."""

    claims = forms.ChoiceField(
        label=_("What do you claim for lateness?"),
        choices=CLAIMS,
        widget=forms.RadioSelect,
        help_text=_(
            "Between businesses both are owed without any reminder (C. com. L441-10 II). Nothing is claimed before "
            "you claim it."
        ),
    )
    rate = PercentField(
        label=_("Contract rate, % a year"),
        required=False,
        help_text=_(
            "As your terms of sale say. Empty: the law’s rate. A contract may not go below three times the legal "
            "rate (C. com. L441-10 II)."
        ),
    )
    working_day_grace = forms.BooleanField(
        label=_("A due date on a day of rest is late only after the next working day"),
        required=False,
        help_text=_("No law says so; many firms do."),
    )
    basis = forms.ChoiceField(
        label=_("Days of a year"),
        choices=words.choices(words.BASES),
        help_text=_("The law fixes none; 365 is usual."),
    )
    rounding = forms.ChoiceField(
        label=_("Rounding"),
        choices=words.choices(words.ROUNDINGS),
        help_text=_("The two may differ by a cent; the calculation says which one you chose."),
    )
    order = forms.ChoiceField(
        label=_("A part payment settles"),
        choices=words.choices(words.ORDERS),
        help_text=_("Interest first unless a clause says otherwise (C. civ. 1343-1)."),
    )
    compound = forms.BooleanField(
        label=_("Interest due for a whole year bears interest"),
        required=False,
        help_text=_(
            "Only where the contract or a court says so (C. civ. 1343-2). Each claim begins anew: interest that was "
            "claimed bears none."
        ),
    )
    discount_percent = PercentField(
        DISCOUNT,
        label=_("Discount for paying early, %"),
        required=False,
        help_text=_("Empty: none. Your invoices must say either way (C. com. L441-9)."),
    )
    discount_days = forms.IntegerField(
        label=_("If paid within so many days of the invoice"),
        required=False,
        min_value=0,
        max_value=LONGEST_DISCOUNT_DAYS,
    )
    discount_vat = forms.ChoiceField(
        label=_("VAT of the discount"), choices=DISCOUNT_VAT, widget=forms.RadioSelect
    )

    def terms(self) -> LateTerms:
        """What the form says; raises Refused."""
        values = self.cleaned_data
        return LateTerms(
            claims=Claims(values["claims"]),
            rate=values["rate"],
            conventions=Conventions(
                basis=Basis(values["basis"]),
                rounding=Rounding(values["rounding"]),
                order=Order(values["order"]),
                compound=values["compound"],
            ),
            working_day_grace=values["working_day_grace"],
            discount_percent=values["discount_percent"] or Decimal(0),
            discount_days=values["discount_days"] or 0,
            discount_vat=DiscountVat(values["discount_vat"]),
        )


def terms_initial(terms: LateTerms) -> dict[str, Any]:
    """Terms, as the form shows them."""
    agreed = terms.conventions
    return {
        "claims": terms.claims.value,
        "rate": "" if terms.rate is None else words.percent_number(terms.rate),
        "working_day_grace": terms.working_day_grace,
        "basis": agreed.basis.value,
        "rounding": agreed.rounding.value,
        "order": agreed.order.value,
        "compound": agreed.compound,
        "discount_percent": words.percent_number(terms.discount_percent) if terms.discount_percent else "",
        "discount_days": terms.discount_days or None,
        "discount_vat": terms.discount_vat.value,
    }


class LegalEventForm(forms.Form):
    """Something that happened to the claims on a client."""

    kind = forms.ChoiceField(label=_("What happened"), choices=list(KINDS.items()))
    invoice = forms.TypedChoiceField(label=_("About"), coerce=int, empty_value=None, required=False)
    happened_on = DayField(
        label=_("On which day"),
        help_text=_(
            "A formal notice: the day they received it. A court action: the day it was brought; its failure: that of "
            "the withdrawal or judgment. An order for payment: the day it was served."
        ),
    )
    ended_on = DayField(
        label=_("Ended on"),
        required=False,
        help_text=_(
            "For a court action, a mediation, or the proceedings in which a claim was declared, once they are over; "
            "empty while they go on."
        ),
    )
    note = LineField(
        label=_("Note"), max_length=500, required=False, help_text=_("A file number, a court, a name.")
    )
    proof = forms.FileField(
        label=_("The proof, as PDF or picture"),
        max_length=200,
        required=False,
        help_text=_("The letter, its receipt, the judgment. It stays here."),
    )

    def __init__(self, *args: Any, today: date, invoices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        past_day(self, "happened_on", today, to_come="legal_event_in_the_future")
        self.fields["ended_on"].widget.attrs["max"] = today.isoformat()
        field: Any = self.fields["invoice"]
        field.choices = [("", _("All their claims")), *invoices]
        self.today = today

    def clean_proof(self) -> "UploadedFile[Any] | None":
        return checked_proof(self.cleaned_data["proof"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind, ended = values.get("kind"), values.get("ended_on")
        if kind and ended and LegalEventKind(kind) not in LASTING_KINDS:
            self.add_error("ended_on", _("This happens on one day: leave the end empty."))
        elif ended and ended > self.today:
            self.add_error("ended_on", _("This day has not come yet: leave the end empty while it goes on."))
        return values


class HalfField(forms.ChoiceField):
    """A half-year and its table ("2027-01-01 FR late_payment"). One that is offered no more, for somebody else was
    quicker, is left to the action, which says so.
    """

    def valid_value(self, value: Any) -> bool:
        day, space, table = str(value).partition(" ")
        try:
            check_day(date.fromisoformat(day))
        except (ValueError, Refused):
            return False
        return bool(space and table)


class RateForm(forms.Form):
    """The rate of a half-year, with where it was read."""

    half = HalfField(label=_("Which rate"))
    percent = PercentField(label=_("Rate, % a year"))
    source = LineField(
        label=_("Where you read it"),
        max_length=300,
        help_text=_("The order and its date, or the page’s address. It stands beside each calculation."),
    )

    def __init__(self, *args: Any, halves: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["half"]
        field.choices = list(halves)

    def which(self) -> tuple[str, date]:
        """The table and the first day of the half-year."""
        since, _space, table = self.cleaned_data["half"].partition(" ")
        return table, date.fromisoformat(since)


class RecallForm(forms.Form):
    """Why a rate was wrong."""

    reason = LineField(
        label=_("Why"), max_length=300, help_text=_("What was wrong about it. It stays beside the rate.")
    )
