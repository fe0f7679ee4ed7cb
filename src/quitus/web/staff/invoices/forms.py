"""What staff write about invoices: the day one arrived, a file to import, the meaning of its columns."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quitus.apps.invoicing.uploads import LARGEST_ARCHIVE, largest
from quitus.domain.importing.columns import SEVERAL, ColumnProposal
from quitus.domain.importing.header_words import FIELDS, Field, Kind
from quitus.ports.tables import field_name
from quitus.web.typed import DayField, past_day

KINDS = [(Kind.INVOICES, _("Open invoices, with their clients")), (Kind.CLIENTS, _("Clients alone"))]
LONGEST_DELAY = 120
MEGABYTE = 1024 * 1024
HEAD = 4096


class ArrivedForm(forms.Form):
    """The day on which the invoice reached the client."""

    day = DayField(label=_("It arrived on"))

    def __init__(self, *args: Any, issued_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.issued_on, self.today = issued_on, today
        past_day(self, "day", today, since=issued_on)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self.issued_on <= day <= self.today:
            raise forms.ValidationError(_("Write a day from the invoice’s date to today."))
        return day


class UploadForm(forms.Form):
    """A file of clients or of invoices, or a FEC, with the invoices' PDFs if they are at hand."""

    kind = forms.ChoiceField(label=_("What is in it?"), choices=KINDS, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("The file: CSV, Excel, or FEC"),
        max_length=200,
        help_text=_(
            "A CSV or Excel (.xlsx) file of your invoicing tool, with any column names; or the FEC of your "
            "accounting program."
        ),
    )
    documents = forms.FileField(
        label=_("The invoices’ PDFs, in a zip file"),
        max_length=200,
        required=False,
        help_text=_("Each named after its invoice number. They go with the reminders."),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file = self.cleaned_data["file"]
        head = file.read(HEAD)
        file.seek(0)
        return _small_enough(file, largest(head))

    def clean_documents(self) -> "UploadedFile[Any] | None":
        file = self.cleaned_data["documents"]
        return _small_enough(file, LARGEST_ARCHIVE) if file else None


class MappingForm(forms.Form):
    """The meaning of each column, proposed and to be changed; the delay where the file has no due date."""

    due_after_days = forms.IntegerField(
        label=_("Days until due, where the file has no due date"),
        required=False,
        min_value=0,
        max_value=LONGEST_DELAY,
    )

    def __init__(self, *args: Any, kind: Kind, columns: Sequence[ColumnProposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "fr"
        choices = [("", _("not used")), *((name.value, field_name(name, language)) for name in FIELDS[kind])]
        for column in columns:
            self.fields[f"column-{column.index}"] = forms.ChoiceField(
                label=column.header,
                choices=choices,
                required=False,
                initial=column.field.value if column.field else "",
            )
        if kind is Kind.CLIENTS:
            del self.fields["due_after_days"]

    def columns(self) -> Mapping[Field, Sequence[int]]:
        """The places of the columns of each field that was chosen."""
        places: dict[Field, list[int]] = {}
        for name, value in self.cleaned_data.items():
            if name.startswith("column-") and value:
                places.setdefault(Field(value), []).append(int(name.removeprefix("column-")))
        return places

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name, places in self.columns().items():
            if len(places) > 1 and name not in SEVERAL:
                words = field_name(name, get_language() or "fr")
                self.add_error(
                    f"column-{places[-1]}",
                    forms.ValidationError(_("“%(field)s” has one column."), params={"field": words}),
                )
        return values


def _small_enough(file: "UploadedFile[Any]", largest: int) -> "UploadedFile[Any]":
    if (file.size or 0) > largest:
        raise forms.ValidationError(
            _("This file is larger than %(most)d MB. Split it, or use the command line: quitus import."),
            params={"most": largest // MEGABYTE},
        )
    return file
