"""Take the import of a file back: first what will happen, then the click that does it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quitus.apps.banking.statements.undoing import undo_import, undoing
from quitus.apps.organisations.rights import Right
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.missing import or_404


@require_http_methods(["GET", "POST"])
@or_404
@needs(Right.MATCH)
def undo(request: StaffRequest, statement_id: int) -> HttpResponse:
    """What undoing this import does, or why it cannot be undone; by POST it is done."""
    status = 200
    if request.method == "POST":
        try:
            if undo_import(statement_id, on=request.today, actor=request.actor):
                messages.success(
                    request, _("Undone. Lines, books and reminders are as if this file had never come.")
                )
            else:
                messages.info(request, _("This import was undone already."))
            return HttpResponseRedirect(f"{reverse('staff:statements')}#h-read")
        except Refused as refusal:
            messages.error(request, refusal_sentence(refusal))
            status = 422
    context = {"undoing": undoing(statement_id), "statement_id": statement_id}
    return page(request, "staff/bank/undo.html", context, status=status)
