"""What must be done by when after a step of a procedure, and why a day was moved."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quitus.domain.law.fr.procedure import Deadline, ProcedureEvent, deadlines_after
from quitus.domain.refused import Refused
from quitus.ports.reasons import reason_sentence
from quitus.web import formats
from quitus.web.calculators import words
from quitus.web.calculators.opening import open_to_all, room_page, today
from quitus.web.calculators.questions import Question
from quitus.web.templatetags.quitus import language
from quitus.web.typed import DayField


class DeadlinesQuestion(Question):
    """A step of a procedure, and its day."""

    ASKS = "on"
    ABOUT: ClassVar = {"procedure_day_out_of_reach": "on"}

    event = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            (_("Order for payment"), words.choices(words.ORDER_EVENTS)),
            (_("Insolvency of the debtor"), words.choices(words.INSOLVENCY_EVENTS)),
            (_("Uncontested claim between merchants (CPCE)"), words.choices(words.UNCONTESTED_EVENTS)),
        ],
    )
    on = DayField(
        label=pgettext_lazy("calculator", "On"), help_text=_("The day of a letter is that of its receipt.")
    )
    abroad = forms.BooleanField(
        label=_("The creditor lives abroad or overseas"),
        required=False,
        help_text=_("That is outside the territory of the court: two months more to declare a claim."),
    )
    alsace_moselle = forms.BooleanField(
        label=_("In Alsace or Moselle"),
        required=False,
        help_text=_("Good Friday and 26 December are public holidays there."),
    )

    @classmethod
    def usual(cls, today: date) -> dict[str, str]:
        return {"event": ProcedureEvent.ORDER_DATED}


@dataclass(frozen=True, slots=True)
class ShownDeadline:
    """A deadline as one reads it; `moved` and `doubt` are empty where there is nothing to say."""

    deadline: Deadline
    act: str
    moved: str
    doubt: str


def deadlines_answer(question: DeadlinesQuestion) -> list[ShownDeadline]:
    """The answer; empty where the question cannot be answered, which it then says itself."""
    if not question.is_valid():
        return []
    typed = question.cleaned_data
    try:
        found = deadlines_after(
            ProcedureEvent(typed["event"]),
            typed["on"],
            creditor_abroad=typed["abroad"],
            alsace_moselle=typed["alsace_moselle"],
        )
    except Refused as refusal:
        question.refuse(refusal)
        return []
    return [_shown(deadline) for deadline in found]


def _shown(deadline: Deadline) -> ShownDeadline:
    said = language()
    moved = deadline.moved
    return ShownDeadline(
        deadline,
        words.reason_words(deadline.act),
        reason_sentence(moved, said, lambda day: formats.day(day, said)) if moved else "",
        words.doubt(deadline.confidence),
    )


@open_to_all
def deadlines(request: HttpRequest) -> HttpResponse:
    """The question and, once it is asked, its answer."""
    question = DeadlinesQuestion.of(request.GET, today())
    answer = deadlines_answer(question)
    context = {"form": question, "answer": answer}
    return room_page(request, "deadlines", context, status=422 if question.is_bound and not answer else 200)
