"""The last day to go to court for a debt, and every step that led to it."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.limitation import (
    LASTING,
    Claim,
    Clock,
    Event,
    EventKind,
    alerts,
    limitation_law,
)
from quitus.domain.law.limitation import limitation as clock_of
from quitus.domain.refused import Refused
from quitus.web.calculators import words
from quitus.web.calculators.opening import open_to_all, room_page, today
from quitus.web.calculators.questions import Question, Row
from quitus.web.typed import DayField

COUNTRY = "FR"


class EventRow(Row):
    """Something that happened to the debt; what lasts has an end, or goes on."""

    SAYS = ("day", "until")
    USUAL: ClassVar = {"kind": EventKind.PART_PAYMENT.value}

    day = DayField(label=pgettext_lazy("calculator", "Day"))
    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            (_("On one day"), [one for one in words.choices(words.EVENTS) if one[0] not in LASTING]),
            (_("For a time"), [one for one in words.choices(words.EVENTS) if one[0] in LASTING]),
        ],
    )
    until = DayField(label=_("Ended on"), required=False)


class LimitationQuestion(Question):
    """A debt and what happened to it."""

    ASKS = "due"
    ROWS = EventRow
    ABOUT: ClassVar = {"limitation_day_out_of_reach": "due"}
    ROW_ABOUT: ClassVar = {"event_ends_before_it_begins": "until", "event_has_no_length": "until"}

    due = DayField(label=_("Due date"))
    debtor = forms.ChoiceField(label=_("Who owes?"), choices=words.choices(words.DEBTORS))
    claim = forms.ChoiceField(label=_("What for?"), choices=words.choices(words.CLAIMS))
    delivered = DayField(
        label=_("Delivered on"), required=False, help_text=_("Carriage of goods is counted from it.")
    )
    on = DayField(
        label=pgettext_lazy("calculator", "As of"), help_text=_("Whether it is too late on that day.")
    )

    @classmethod
    def usual(cls, today: date) -> dict[str, str]:
        return {"debtor": DebtorKind.BUSINESS, "claim": Claim.ORDINARY, "on": today.isoformat()}

    def events(self) -> list[Event]:
        """What happened. Raises Refused: event_ends_before_it_begins, event_has_no_length."""
        rows = [row.cleaned_data for row in self.rows.said] if self.rows else []
        return [Event(row["day"], EventKind(row["kind"]), row["until"]) for row in rows]


def limitation_answer(question: LimitationQuestion) -> Clock | None:
    """The answer; None where the question cannot be answered, which it then says itself."""
    if not question.is_valid():
        return None
    typed = question.cleaned_data
    try:
        return clock_of(
            limitation_law(COUNTRY),
            typed["due"],
            DebtorKind(typed["debtor"]),
            Claim(typed["claim"]),
            question.events(),
            delivered=typed["delivered"],
        )
    except Refused as refusal:
        question.refuse(refusal)
        return None


@open_to_all
def limitation(request: HttpRequest) -> HttpResponse:
    """The question and, once it is asked, its answer."""
    question = LimitationQuestion.of(request.GET, today())
    clock = limitation_answer(question)
    context: dict[str, Any] = {"form": question, "answer": clock}
    if clock is not None:
        on = question.cleaned_data["on"]
        context |= {
            "on": on,
            "expired": clock.expired(on),
            "left": min(alerts(clock, on), default=0),
            "alerts": clock.alert_days.items(),
            "doubt": words.doubt(clock.confidence),
            "steps": [
                (step, words.reason_words(step.why), words.doubt(step.confidence)) for step in clock.steps
            ],
        }
    return room_page(
        request, "limitation", context, status=422 if question.is_bound and clock is None else 200
    )
