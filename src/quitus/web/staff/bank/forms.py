"""What a person sends about the bank: files, a search, a reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quitus.apps.banking.models import BankAccount, BankLine
from quitus.apps.banking.queries import Wanted
from quitus.web import formats
from quitus.web.evidence import figure
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
        allow_empty_file=True,  # an empty one is refused by its name, and holds no other back
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
    )
    reason = forms.CharField(label=_("In your words"), max_length=200, required=False)

    @classmethod
    def sent(cls, data: QueryDict) -> "IgnoreForm":
        """As it arrived; words alone are something else."""
        whole = data.copy()
        whole.setdefault("what", OTHER)
        return cls(whole)

    def clean(self) -> dict[str, Any]:
        """Something must be said: a choice, or words."""
        cleaned = super().clean() or {}
        if not cleaned.get("reason") and cleaned.get("what") == OTHER and not self.errors:
            self.add_error("reason", _("Say what it is: you will wonder in a year."))
        return cleaned

    @property
    def said(self) -> str:
        """The choice, the words, or both, as they are kept."""
        what, words = self.cleaned_data["what"], self.cleaned_data["reason"]
        return words if what == OTHER else f"{what}: {words}" if words else what


def ignored_words(kept: str) -> str:
    """Why a line was put aside, for reading: a choice in the reader's language, then the words."""
    what, _colon, words = kept.partition(": ")
    if what not in WHAT_ELSE:
        return kept
    return f"{WHAT_ELSE[what]} ({words})" if words else str(WHAT_ELSE[what])


class CareForm(forms.Form):
    """From which score on a line is matched without asking; 0: never."""

    NEVER = 0
    automatic = forms.TypedChoiceField(
        label=_("Quitus matches by itself"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["automatic"].choices = [  # type: ignore[attr-defined]
            (970, _("from %(score)s on: the usual") % {"score": figure(970)}),
            (985, _("from %(score)s on: more careful") % {"score": figure(985)}),
            (1000, _("from %(score)s on: only what leaves no doubt") % {"score": figure(1000)}),
            (self.NEVER, _("never: it only proposes")),
        ]


class AlwaysForm(forms.Form):
    """For whom the payer of a line pays, and by what it is known again."""

    clients = forms.TypedMultipleChoiceField(
        label=_("It pays for"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    by_name = forms.BooleanField(label=_("Also when the account is another, by its name"), required=False)
    sure = forms.BooleanField(
        label=_("Also although the name resembles other clients"), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, clients: Sequence[tuple[int, str, bool]], line: BankLine, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["clients"].choices = [(id_, name) for id_, name, _own in clients]  # type: ignore[attr-defined]
        self.initial.setdefault("clients", [id_ for id_, _name, own in clients if own])
        self.initial.setdefault("by_name", not line.iban)
        if not line.counterparty:
            del self.fields["by_name"]

    def clean(self) -> dict[str, Any]:
        """Without a name on the line, nothing is known by one."""
        return {"by_name": False, **(super().clean() or {})}

    def add_error(self, field: Any, error: Any) -> None:
        """Once it was said that the name resembles others, one may be sure of it all the same."""
        super().add_error(field, error)
        if field is None and self.cleaned_data.get("by_name"):
            self.fields["sure"].widget = forms.CheckboxInput()


class NeverForm(forms.Form):
    """That a payer never pays for a client, and what is done with its money."""

    by_itself = forms.TypedChoiceField(
        label=_("When money of this payer comes again"),
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        choices=[("no", _("propose to put it aside")), ("yes", _("put it aside without asking"))],
        initial="no",
    )


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
