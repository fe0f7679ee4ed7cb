"""The answer about a late debt as a document: nobody is named in it, since nobody was asked for a name."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quitus.ports.documents import (
    Creditor,
    Debtor,
    DocumentHead,
    WorksheetCost,
    WorksheetDocument,
    WorksheetReduction,
    worksheet_claim,
)
from quitus.web.calculators.late_question import CREDIT_NOTE, LateAnswer, Movement
from quitus.web.calculators.late_shown import cautions
from quitus.web.templatetags.quitus import language

MOST_ROWS = 200


def rows_of(answer: LateAnswer) -> int:
    """How many rows the document would have."""
    return len(answer.claim.worksheet.segments) + len(answer.movements)


def late_document(answer: LateAnswer, today: date) -> WorksheetDocument:
    """The answer as a statement of interest, dated today."""
    claim = answer.claim
    costs = [WorksheetCost(_("Proven costs above the indemnity"), claim.costs)] if claim.costs else []
    return WorksheetDocument(
        head=DocumentHead(language(), Creditor(""), Debtor(""), "", today),
        until=answer.debt.until,
        claims=(
            worksheet_claim(
                claim.worksheet,
                invoice="",
                issued=None,
                due=answer.debt.due,
                principal=answer.debt.principal,
                indemnity=claim.indemnity or None,
                costs=costs,
                reductions=[_reduction(movement) for movement in answer.movements],
            ),
        ),
        conventions=claim.worksheet.conventions,
        articles=claim.articles,
        notes=(_("Calculated with Quitus from what was typed; nobody has checked it."),),
        warnings=tuple(cautions(answer)),
    )


def _reduction(movement: Movement) -> WorksheetReduction:
    name = _("Credit note") if movement.kind == CREDIT_NOTE else pgettext("calculator", "Payment")
    return WorksheetReduction(movement.day, name, movement.amount, movement.principal)
