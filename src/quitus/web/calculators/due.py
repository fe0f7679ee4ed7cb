"""When an invoice is due by its payment terms, and whether the law allows it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from quitus.domain.days import Calendar
from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.maxima import Case, Due, due_of, terms_law
from quitus.domain.law.payment_terms import End, Method, Start, Terms
from quitus.domain.law.terms_text import LONGEST_TEXT, read_terms, write_terms
from quitus.domain.refused import Refused
from quitus.ports.registry import adapters
from quitus.web.calculators import words
from quitus.web.calculators.opening import open_to_all, room_page, today
from quitus.web.calculators.questions import Question, ShortField
from quitus.web.templatetags.quitus import language
from quitus.web.typed import DayField

GRACE_YEARS = 2  # that a calendar must cover from the issue on: 365 days, an end of month, a fixed day
EXAMPLES = (
    Terms(30),
    Terms(45, End.MONTH),
    Terms(45, End.MONTH, Method.A),
    Terms(30, End.MONTH, on_days=(10,)),
    Terms(end=End.MONTH, on_days=(15,)),
    Terms(30, End.TEN_DAYS),
    Terms(start=Start.INVOICE_RECEIPT),
)
METHODS: words.Choices = [
    (Method.B.value, _("B: end of the month first, then the days")),
    (Method.A.value, _("A: the days first, then the end of that month")),
]


class DueQuestion(Question):
    """An invoice and its payment terms; without terms, what holds where nothing was agreed."""

    ASKS = "issued"
    ABOUT: ClassVar = {
        "terms_not_understood": "terms",
        "terms_days_impossible": "terms",
        "terms_day_of_month_impossible": "terms",
        "terms_missing": "terms",
        "invoice_day_impossible": "issued",
        "receipt_day_missing": "received",
        "received_before_issued": "received",
        "payment_terms_case_unknown": "case",
        "payment_terms_law_missing": "issued",
        "country_law_unknown": "country",
    }
    SELDOM = ("method", "case", "received", "country", "grace")

    issued = DayField(label=_("Date of the invoice"))
    terms = ShortField(
        label=_("Payment terms, in words"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Such as “45 days end of month”. Empty: nothing was agreed."),
    )
    debtor = forms.ChoiceField(label=_("Who owes?"), choices=words.choices(words.DEBTORS))
    method = forms.ChoiceField(
        label=_("End of month is counted"),
        choices=METHODS,
        help_text=_("Both are accepted; the contract should say which."),
    )
    case = forms.ChoiceField(
        label=_("What was sold?"),
        required=False,
        choices=[("", _("Nothing special")), *words.choices(words.CASES)],
    )
    received = DayField(label=_("Invoice or goods received on"), required=False)
    country = forms.ChoiceField(label=_("Law of which country?"), choices=words.countries)
    grace = forms.BooleanField(
        label=_("Payment on the next working day is in time"),
        required=False,
        help_text=_("No law says so; your terms may."),
    )

    @classmethod
    def usual(cls, today: date) -> dict[str, str]:
        return {"debtor": DebtorKind.BUSINESS, "country": "FR", "method": Method.B}

    def about(self, refusal: Refused) -> str | None:
        """A day that no invoice can have may be that of its receipt."""
        received = self.cleaned_data["received"]
        if refusal.code == "invoice_day_impossible" and received and refusal.facts["day"] == received:
            return "received"
        return super().about(refusal)

    def terms_by(self, method: Method) -> Terms | None:
        """The terms that were typed; None where none were. Raises Refused: see `read_terms`."""
        text = self.cleaned_data["terms"]
        return read_terms(text, method) if text else None

    def calendar(self) -> Calendar | None:
        """The country's working days around the invoice, where grace is granted."""
        typed = self.cleaned_data
        if not typed["grace"]:
            return None
        days = [day for day in (typed["issued"], typed["received"]) if day]
        return adapters().calendars.of(typed["country"], min(days).year, max(days).year + GRACE_YEARS)


@dataclass(frozen=True, slots=True)
class DueAnswer:
    """The answer; `other`: by the other method, where the words leave it open and the day differs."""

    due: Due
    other: Due | None


def due_answer(question: DueQuestion) -> DueAnswer | None:
    """The answer; None where the question cannot be answered, which it then says itself."""
    if not question.is_valid():
        return None
    method = Method(question.cleaned_data["method"])
    try:
        found = _due(question, method)
        other = _due(question, Method.A if method is Method.B else Method.B)
    except Refused as refusal:
        question.refuse(refusal)
        return None
    return DueAnswer(found, other if other.due != found.due else None)


def _due(question: DueQuestion, method: Method) -> Due:
    typed = question.cleaned_data
    return due_of(
        terms_law(typed["country"]),
        typed["issued"],
        question.terms_by(method),
        debtor=DebtorKind(typed["debtor"]),
        case=Case(typed["case"]) if typed["case"] else None,
        received=typed["received"],
        grace=question.calendar(),
    )


@open_to_all
def due(request: HttpRequest) -> HttpResponse:
    """The question and, once it is asked, its answer."""
    question = DueQuestion.of(request.GET, today())
    answer = due_answer(question)
    context: dict[str, Any] = {
        "form": question,
        "answer": answer,
        "examples": [write_terms(terms, language()) for terms in EXAMPLES],
        "today": today(),
        "opened": question.says(DueQuestion.SELDOM, today()),
    }
    if answer is not None:
        verdict, *reasons = [words.reason_words(reason) for reason in answer.due.why]
        context |= {
            "verdict": verdict,
            "reasons": reasons,
            "terms": write_terms(answer.due.terms, language()),
            "doubt": words.doubt(answer.due.confidence),
        }
    return room_page(request, "due", context, status=422 if question.is_bound and answer is None else 200)
