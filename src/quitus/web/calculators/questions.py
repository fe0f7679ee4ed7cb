"""How an address asks: fields as people type them, rows by repeated names, a refusal beside the field it is about."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Generic, Self, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quitus.domain.importing.text import has_unusable_character
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.web.calculators.words import refused_words
from quitus.web.typed import typed_amount

CURRENCY = "EUR"
PERCENT = re.compile(r"([+-]?[0-9]{1,9}(?:[.,][0-9]{1,9})?) ?%?", re.ASCII)
LONGEST = 30
MOST_ROWS = 40
BLANK_ROWS = 2
MORE_ROWS = 3


class ShortField(forms.CharField):
    """A few characters, legible ones."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST, **options})

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        if has_unusable_character(text):
            raise ValidationError(_("This text holds an unreadable character. Type it again."))
        return text


class EurosField(ShortField):
    """`1 234,56` or `1234.56`, in euros; None where nothing is typed."""

    def clean(self, value: Any) -> Money | None:
        text = super().clean(value)
        if not text:
            return None
        amount = typed_amount(text, CURRENCY)
        if amount.currency != CURRENCY:
            raise ValidationError(_("Write the amount in euros."))
        return amount


class PercentField(ShortField):
    """`12` or `12,15 %`; None where nothing is typed. Whether it is possible is for the rules to say."""

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        found = PERCENT.fullmatch(text)
        if not found:
            raise ValidationError(_("This is not a percentage. Write for example 12.15."))
        return Decimal(found[1].replace(",", "."))


class Row(forms.Form):
    """One line of a question that may have several; `SAYS` names the fields without which it says nothing.

    `USUAL`: what a line means where an address leaves it out.
    """

    SAYS: ClassVar[tuple[str, ...]] = ()
    USUAL: ClassVar[Mapping[str, str]] = {}


RowForm = TypeVar("RowForm", bound=Row)


class Rows(Generic[RowForm]):
    """Lines by repeated names in an address: those that say something, then some to fill in."""

    def __init__(self, form: type[RowForm], data: QueryDict, *, more: bool) -> None:
        lines = [
            line
            for line in _lines(data, list(form.base_fields), MOST_ROWS + 1)
            if any(line.get(name, "").strip() for name in form.SAYS)
        ]
        self.too_many = len(lines) > MOST_ROWS
        lines = lines[:MOST_ROWS]
        blank = min(BLANK_ROWS + MORE_ROWS * more, MOST_ROWS - len(lines))
        self.said: list[RowForm] = []
        for number, line in enumerate(lines, start=1):
            values, name = {**form.USUAL, **line}, f"row{number}-%s"
            self.said.append(form(initial=values, auto_id=name) if more else form(values, auto_id=name))
        first = len(lines) + 1
        self.blank = [form(auto_id=f"row{number}-%s") for number in range(first, first + blank)]

    def __iter__(self) -> Iterator[RowForm]:
        return iter([*self.said, *self.blank])

    def is_valid(self) -> bool:
        """Whether each line is whole; looks at all of them, so that all say what is wrong."""
        wrong = [row for row in self.said if not row.is_valid()]
        return not wrong and not self.too_many


class Question(forms.Form):
    """A question by its address. What the address leaves out is as in `usual`; `ASKS` names what makes it one.

    With `more` in the address it is only shown, with more lines to fill in.
    """

    ASKS: ClassVar[str]
    ROWS: ClassVar[type[Row] | None] = None
    # The field that a refusal is about, by its code; by itself where none is named.
    ABOUT: ClassVar[Mapping[str, str]] = {}
    ROW_ABOUT: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def usual(cls, today: date) -> dict[str, str]:
        """What is meant where nothing is said."""
        return {}

    @classmethod
    def of(cls, data: QueryDict, today: date) -> Self:
        """The question of an address."""
        named = {name: data[name] for name in cls.base_fields if name in data}
        values = {**cls.usual(today), **named}
        more = "more" in data
        form = cls(values) if cls.ASKS in data and not more else cls(initial=values)
        form.rows = Rows(cls.ROWS, data, more=more) if cls.ROWS else None
        return form

    rows: Rows[Any] | None = None

    def is_valid(self) -> bool:
        """Whether the question can be answered; if not, the first field to mend has the cursor."""
        if not self.is_bound:
            return False
        valid = super().is_valid()
        if self.rows is not None:
            valid = self.rows.is_valid() and valid
            if self.rows.too_many and not self.non_field_errors():
                self.add_error(None, _("There are too many lines: %(most)d at most.") % {"most": MOST_ROWS})
        if not valid:
            self._point_at_error()
        return valid

    def refuse(self, refusal: Refused) -> None:
        """Say why the rules do not answer, beside the field or the line that it is about."""
        words = refused_words(refusal)
        row = self._row_of(refusal)
        if row is not None:
            row.add_error(self.ROW_ABOUT[refusal.code], words)
        else:
            self.add_error(self.about(refusal), words)
        self._point_at_error()

    def about(self, refusal: Refused) -> str | None:
        """The field that a refusal is about; None for the whole."""
        return self.ABOUT.get(refusal.code)

    def says(self, names: Sequence[str], today: date) -> bool:
        """Whether one of these fields says more than usual, or is to be mended: they are not folded away then."""
        usual = self.usual(today)
        unusual = [name for name in names if (self[name].value() or "") != usual.get(name, "")]
        return bool(unusual) or any(name in self.errors for name in names)

    def _row_of(self, refusal: Refused) -> Row | None:
        if refusal.code not in self.ROW_ABOUT or self.rows is None:
            return None
        day = refusal.facts.get("day")
        return next((row for row in self.rows.said if row.cleaned_data.get("day") == day), None)

    def _point_at_error(self) -> None:
        forms_in_order: list[forms.Form] = [self, *(self.rows.said if self.rows else [])]
        for form in forms_in_order:
            for name in form.fields:
                if name in form.errors:
                    form.fields[name].widget.attrs["autofocus"] = True
                    return


def _lines(data: QueryDict, names: list[str], most: int) -> list[dict[str, str]]:
    """The first lines: the n-th value of each name belongs to the n-th line."""
    columns = {name: data.getlist(name)[: 2 * most] for name in names}
    longest = max(map(len, columns.values()), default=0)
    return [
        {name: values[place] for name, values in columns.items() if place < len(values)}
        for place in range(longest)
    ]
