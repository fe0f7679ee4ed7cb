"""What a late debt owes: the page, and the same worksheet as a file for a spreadsheet and as PDF."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quitus.domain.law.countries import law_of
from quitus.domain.law.debt import Debt
from quitus.domain.law.late_payment import late_claim
from quitus.domain.money import Money, total
from quitus.ports.registry import adapters
from quitus.ports.tables import Cell
from quitus.web.calculators import late_shown, words
from quitus.web.calculators.late_document import MOST_ROWS, late_document, rows_of
from quitus.web.calculators.late_question import LateAnswer, LateQuestion, late_answer
from quitus.web.calculators.opening import open_to_all, room_page, today

EXAMPLE = late_claim(Debt(Money(1200_00, "EUR"), date(2025, 3, 31), date(2025, 8, 15)), law_of("FR"))
SIX_DECIMALS = Decimal("0.000001")


@open_to_all
def late(request: HttpRequest) -> HttpResponse:
    """The question and, once it is asked, its answer."""
    question = LateQuestion.of(request.GET, today())
    return _page(request, question, late_answer(question))


@open_to_all
def late_csv(request: HttpRequest) -> HttpResponse:
    """The rows and the sum for a spreadsheet; the page where there is no answer."""
    question = LateQuestion.of(request.GET, today())
    answer = late_answer(question)
    if answer is None:
        return _page(request, question, None)
    headers = [
        pgettext("worksheet", "From"),
        pgettext("worksheet", "To"),
        pgettext("worksheet", "Days"),
        pgettext("worksheet", "Base"),
        _("Yearly rate (%)"),
        pgettext("worksheet", "Source"),
        _("How sure"),
        pgettext("worksheet", "Interest"),
    ]
    content = adapters().tables.write(headers, [*_stretches(answer), *_sum(answer)])
    return _file(content, "text/csv; charset=utf-8", f"{_name(answer)}.csv")


@open_to_all
def late_pdf(request: HttpRequest) -> HttpResponse:
    """The worksheet as a document; the page where there is no answer, or more rows than a document should have."""
    question = LateQuestion.of(request.GET, today())
    answer = late_answer(question)
    if answer is not None and rows_of(answer) > MOST_ROWS:
        question.add_error(
            None,
            _("The PDF holds %(most)d rows at most. Shorten the period, or take the CSV.")
            % {"most": MOST_ROWS},
        )
        answer = None
    if answer is None:
        return _page(request, question, None)
    content = adapters().renderer.render(late_document(answer, today()))
    return _file(content, "application/pdf", f"{_name(answer)}.pdf")


def _page(request: HttpRequest, question: LateQuestion, answer: LateAnswer | None) -> HttpResponse:
    context: dict[str, Any] = {
        "form": question,
        "answer": answer,
        "example": EXAMPLE,
        "example_charges": total((EXAMPLE.interest, EXAMPLE.indemnity), "EUR"),
        "query": request.GET.urlencode(),
        "opened": {
            "seldom": question.says(LateQuestion.SELDOM, today()),
            "conventions": question.says(LateQuestion.CONVENTIONS, today()),
        },
    }
    if answer is not None:
        context |= {
            "country": words.country_name(answer.country),
            "rows": list(late_shown.worksheet_rows(answer)),
            "lines": late_shown.sum_lines(answer),
            "cautions": late_shown.cautions(answer),
            "conventions": late_shown.convention_words(answer.claim.worksheet.conventions),
            "text": late_shown.as_text(answer),
            "has_pdf": rows_of(answer) <= MOST_ROWS,
        }
    return room_page(request, "late", context, status=422 if question.is_bound and answer is None else 200)


def _stretches(answer: LateAnswer) -> list[list[Cell]]:
    return [
        [
            row.first,
            row.last,
            row.days,
            row.base.decimal,
            row.rate.percent,
            words.source_words(row.rate),
            str(words.CONFIDENCE[row.rate.confidence]),
            row.exact.quantize(SIX_DECIMALS, ROUND_HALF_UP),
        ]
        for row in answer.claim.worksheet.segments
    ]


def _sum(answer: LateAnswer) -> list[list[Cell]]:
    lines = [(line.words, line.amount) for line in late_shown.sum_lines(answer)]
    return [
        [name, *[None] * 6, amount.decimal]
        for name, amount in [*lines, (_("Left to pay"), answer.claim.total)]
    ]


def _name(answer: LateAnswer) -> str:
    return _("late-interest-%(day)s") % {"day": answer.debt.due.isoformat()}


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
