"""What people type into a field, read as the importer reads it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from quitus.domain.importing.amounts import amount_style, read_money
from quitus.domain.importing.text import clean, has_unusable_character
from quitus.domain.money import LARGEST_MINOR, Money
from quitus.domain.refused import Refused
from quitus.domain.typed_days import FIRST_DAY, LAST_DAY, check_day, check_past_day, farthest_plan
from quitus.web.errors import refusal_sentence

# As the browser's calendar writes it, and as people type it where there is none; never the month first.
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
LONGEST_DAY = 30


def typed_amount(text: str, currency: str) -> Money:
    """`1 234,56` or `1234.56` as Money; a ValidationError with the sentence for what is no amount."""
    try:
        return read_money(text, amount_style([text]), currency)
    except Refused as refusal:
        raise ValidationError(refusal_sentence(refusal)) from None


class LineField(forms.CharField):
    """One line of text as it may be stored and written into a message: no line ends, no invisible characters."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if has_unusable_character(text):
            raise ValidationError(_("This text holds an unreadable character. Type it again."))
        return clean(text)


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day as calendars count it; `past_day` and `planned_day` say what else it must be.

    The only field for days: a year of 25 or 9999 is said beside it, and goes no further.
    """

    def __init__(self, **options: Any) -> None:
        self.today: date | None = None
        self.to_come = ""
        self.last = LAST_DAY
        widget = DayInput(min=FIRST_DAY.isoformat(), max=LAST_DAY.isoformat())
        super().__init__(widget=widget, input_formats=DAY_FORMATS, **options)

    def to_python(self, value: Any) -> date | None:
        text = str(value or "")
        if not text.isascii() or len(text) > LONGEST_DAY:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        day: date | None = super().to_python(text)
        try:
            if self.today is None:
                check_day(day, self.last)
            else:
                check_past_day(day, self.today, self.to_come)
        except Refused as refusal:
            raise ValidationError(refusal_sentence(refusal)) from None
        return day


class MinorField(forms.IntegerField):
    """An amount in minor units that a page sends back as it was made."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=-LARGEST_MINOR, max_value=LARGEST_MINOR, **options)


def past_day(
    form: forms.Form, name: str, today: date, *, since: date = FIRST_DAY, to_come: str = "day_to_come"
) -> None:
    """The field is about something that happened; its calendar offers the days since then.

    `to_come`: the code of the refusal of a later day.
    """
    field: Any = form.fields[name]
    field.today, field.to_come = today, to_come
    field.widget.attrs.update(min=since.isoformat(), max=today.isoformat())


def planned_day(
    form: forms.Form, name: str, today: date, *, since: date | None = None, until: date | None = None
) -> None:
    """The field is about something planned; its calendar offers the days from today on, where not said otherwise."""
    field: Any = form.fields[name]
    field.last = farthest_plan(today)
    field.widget.attrs.update(min=(since or today).isoformat(), max=(until or field.last).isoformat())
