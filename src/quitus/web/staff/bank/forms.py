"""What a person sends about the bank: files, a search, a reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quitus.apps.banking.models import BankAccount
from quitus.apps.banking.queries import Wanted
from quitus.web import formats
from quitus.web.typed import typed_amount


class SeveralFilesInput(forms.ClearableFileInput):
    """The browser's own choice of files, several at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """At least one file; each is checked as a single one would be."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(file, initial) for file in files or [None]]


class ImportForm(forms.Form):
    """Statement files, as the bank gives them."""

    statements = SeveralFilesField(
        label=_("Statement files"),
        help_text=_(
            "As your bank gives them: camt.053, MT940, OFX, QIF, CFONB, CODA, CSV, Excel, also in a zip; several at "
            "once. What another file told already is known again."
        ),
    )
    account = forms.TypedChoiceField(
        label=_("Account, if the files do not say it"),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, accounts: Sequence[BankAccount] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            ("", _("The files say it")),
            *((one.id, one.name or formats.by_four(one.iban)) for one in accounts),
        ]
        if not accounts:
            del self.fields["account"]


OTHER = "other"
# Why a credit is nobody's payment, as it is kept; an own word where none of these fits.
WHAT_ELSE = {
    "own_transfer": _("A transfer between my own accounts"),
    "supplier_refund": _("A supplier’s refund"),
    "private": _("Private money, a contribution"),
    "taxes": _("A refund of taxes or contributions"),
    "loan": _("A loan or a grant"),
    "interest": _("Interest or a gesture of the bank"),
    OTHER: _("Something else"),
}


class IgnoreForm(forms.Form):
    """Why a credit is nobody’s payment."""

    what = forms.ChoiceField(
        label=_("What is it, then?"),
        choices=list(WHAT_ELSE.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(label=_("In your words"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Something must be said: a choice, or words."""
        cleaned = super().clean() or {}
        if not cleaned.get("reason") and cleaned.get("what") in ("", None, OTHER) and not self.errors:
            self.add_error("reason", _("Say what it is: you will wonder in a year."))
        return cleaned

    @property
    def said(self) -> str:
        """The choice, the words, or both, as they are kept."""
        what, words = self.cleaned_data["what"], self.cleaned_data["reason"]
        return words if what in ("", OTHER) else f"{what}: {words}" if words else what


def ignored_words(kept: str) -> str:
    """Why a line was put aside, for reading: a choice in the reader's language, then the words."""
    what, _colon, words = kept.partition(": ")
    if what not in WHAT_ELSE:
        return kept
    return f"{WHAT_ELSE[what]} ({words})" if words else str(WHAT_ELSE[what])


def wanted_lines(text: str, currency: str) -> Wanted | None:
    """What stands in the search field; an amount finds the lines of exactly that amount."""
    text = text.strip()[:100].replace("\x00", "")
    if not text:
        return None
    try:
        amount = typed_amount(text, currency)
    except ValidationError:
        amount = None
    return Wanted(text, amount)
