"""What a person says of a bank's table: the meaning of each column, what no cell shows, and whose account it is."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quitus.apps.banking.models import BankAccount
from quitus.domain.banking.column_mapping import SEVERAL, BankField, ColumnMapping, Fees
from quitus.domain.importing.amounts import read_currency
from quitus.domain.importing.dates import DateOrder
from quitus.domain.refused import Refused
from quitus.ports.bank_tables import bank_field_name
from quitus.web import formats
from quitus.web.errors import refusal_sentence
from quitus.web.typed import LineField

AS_SHOWN = ("", _("as its cells show"))
NOT_SAID = _("The file does not say its account. Choose it, or write it.")
ANOTHER = 0


class ColumnsForm(forms.Form):
    """The meaning of each column, proposed and to be changed. Columns that stay as proposed keep all that they mean."""

    date_order = forms.ChoiceField(
        label=_("In the dates"),
        required=False,
        choices=[
            AS_SHOWN,
            (DateOrder.DAY_FIRST.value, _("the day comes first: 31/12/2026")),
            (DateOrder.MONTH_FIRST.value, _("the month comes first: 12/31/2026")),
        ],
    )
    decimal_mark = forms.ChoiceField(
        label=_("Before the cents"),
        required=False,
        choices=[AS_SHOWN, (",", _("a comma: 1 234,56")), (".", _("a point: 1,234.56"))],
    )
    fees = forms.ChoiceField(
        label=_("Fees in a column of their own"),
        required=False,
        choices=[
            AS_SHOWN,
            (Fees.INCLUDED.value, _("are part of the amount already")),
            (Fees.DEDUCTED.value, _("go out beside the amount, written without a minus")),
            (Fees.ADDED.value, _("move the account beside the amount, with their own sign")),
        ],
    )
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        help_text=_("Three letters, where the file names none: EUR."),
    )

    def __init__(self, *args: Any, headers: Sequence[str], proposed: ColumnMapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers, self.proposed = headers, proposed
        language = get_language() or "fr"
        choices = [
            ("", _("not used")),
            *((name.value, bank_field_name(name, language)) for name in BankField),
        ]
        for place, header in enumerate(headers):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=self._first(place)
            )
        self.initial.update(
            date_order=proposed.date_order or "",
            decimal_mark=proposed.decimal_mark or "",
            fees=proposed.fees or "",
            currency=proposed.currency or "",
        )

    def meanings(self, place: int) -> list[BankField]:
        """All that a column is proposed to mean: a reference may be a part of the label, too."""
        return [name for name in BankField if place in self.proposed.columns.get(name, ())]

    def also(self, place: int) -> str:
        """What a column means besides what it is shown as, in words."""
        language = get_language() or "fr"
        return ", ".join(bank_field_name(name, language) for name in self.meanings(place)[1:])

    def _first(self, place: int) -> str:
        return next((name.value for name in self.meanings(place)), "")

    def mapping(self) -> ColumnMapping:
        """What was said, once the form is valid."""
        kept, changed = set(), []
        for place in range(len(self.headers)):
            chosen = self.cleaned_data.get(f"column-{place}", "")
            if chosen == self._first(place):
                kept.add(place)
            elif chosen:
                changed.append((BankField(chosen), place))
        columns = {
            name: tuple(place for place in places if place in kept)
            for name, places in self.proposed.columns.items()
        }
        for name, place in changed:
            columns[name] = (*columns.get(name, ()), place)
        order, fees = self.cleaned_data["date_order"], self.cleaned_data["fees"]
        return ColumnMapping(
            {name: places for name, places in columns.items() if places},
            DateOrder(order) if order else None,
            self.cleaned_data["decimal_mark"] or None,
            Fees(fees) if fees else None,
            self.cleaned_data["currency"] or None,
        )

    def clean_currency(self) -> str:
        written: str = self.cleaned_data["currency"].strip()
        if not written:
            return ""
        try:
            return read_currency(written)
        except Refused as refusal:
            raise forms.ValidationError(refusal_sentence(refusal)) from None

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        chosen: dict[str, list[int]] = {}
        for place in range(len(self.headers)):
            if value := values.get(f"column-{place}"):
                chosen.setdefault(value, []).append(place)
        for value, places in chosen.items():
            name = BankField(value)
            if len(places) > 1 and name not in SEVERAL:
                words = {"field": bank_field_name(name, get_language() or "fr")}
                error = forms.ValidationError(_("“%(field)s” has one column."), params=words)
                self.add_error(f"column-{places[-1]}", error)
        return values


class AccountForm(forms.Form):
    """The account of a table that names none: one of the firm's, or a new one."""

    account = forms.TypedChoiceField(
        label=_("Whose movements are these?"),
        coerce=int,
        empty_value=None,
        error_messages={"required": NOT_SAID},
    )
    new_account = LineField(
        label=_("Another account"),
        required=False,
        max_length=42,
        error_messages={"required": NOT_SAID},
        help_text=_("Its IBAN, or its name where it has none: PayPal."),
    )

    def __init__(
        self, *args: Any, accounts: Sequence[BankAccount], nobody: str, needed: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            ("", nobody),
            *((one.id, one.name or formats.by_four(one.iban)) for one in accounts),
            (ANOTHER, _("Another account, written below")),
        ]
        self.fields["account"].required = needed
        if not accounts:
            del self.fields["account"]
            self.fields["new_account"].label = _("Whose movements are these?")
            self.fields["new_account"].required = needed

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("account") == ANOTHER:
            values["account"] = None
            if not values.get("new_account") and "new_account" not in self.errors:
                self.add_error("new_account", NOT_SAID)
        elif values.get("account"):
            values["new_account"] = ""
        return values


def seen_mark(mapping: ColumnMapping) -> str:
    """What the page sends back of what it showed, so that nothing is imported that nobody looked at."""
    written = json.dumps(mapping.plain(), sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]
