""" "On me doit": what is open, and one invoice with all that happened to it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.insight.invoice_card import InstalmentLine, invoice_card
from quitus.apps.insight.owed_list import Only, Order, owed_list, owed_sums
from quitus.apps.invoicing.actions import mark_sent
from quitus.apps.invoicing.documents import invoice_document
from quitus.apps.invoicing.queries import invoice_of_instalment
from quitus.apps.organisations.rights import Right
from quitus.apps.payments.doubtful import doubtful_claims_of
from quitus.apps.reminders.starting import go_on_at
from quitus.domain.reminders.decision import Reason
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.charges.unreckoned import reasons
from quitus.web.staff.invoices.forms import ArrivedForm
from quitus.web.staff.law.shown import invoice_clocks
from quitus.web.staff.missing import or_404
from quitus.web.staff.next_words import next_words

FILTERS = [
    (Only.ALL, gettext_lazy("All that is open")),
    (Only.LATE, gettext_lazy("Late")),
    (Only.COMING, gettext_lazy("To come")),
    (Only.PROMISED, gettext_lazy("Promised")),
    (Only.CONTESTED, gettext_lazy("Contested")),
    (Only.SAID_PAID, gettext_lazy("Said to be paid")),
    (Only.HELD, gettext_lazy("Imported, waiting for your word")),
]
ORDERS = [
    (Order.DUE, gettext_lazy("By due date")),
    (Order.AMOUNT, gettext_lazy("By amount")),
    (Order.CLIENT, gettext_lazy("By client")),
]
# A PDF of somebody else's making is shown by the browser's own reader, and may do nothing else.
DOCUMENT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Line:
    """An instalment, what the reminders do next about it, and what a person may do about that."""

    instalment: InstalmentLine
    next: str
    held_back: bool
    step_lost: bool


@require_safe
@needs(Right.READ)
def invoices(request: StaffRequest) -> HttpResponse:
    """What is open, searched and narrowed; htmx asks for the rows alone."""
    only, order = asked.word(request, "only", Only), asked.word(request, "order", Order)
    text = asked.text(request)
    found = owed_list(request.today, text, only=only, order=order, page=asked.page(request))
    context = {
        "found": found,
        "text": text,
        "only": only,
        "order": order,
        "filters": FILTERS,
        "orders": ORDERS,
        "searched": bool(text or only),
    }
    if request.headers.get("HX-Request") == "true":
        rows = {**context, "rights": request.rights, "today": request.today}
        return render(request, "staff/invoices/rows.html", rows)
    return page(request, "staff/invoices/list.html", {**context, "sums": owed_sums(request.today)})


@require_safe
@needs(Right.READ)
@or_404
def invoice(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """One invoice."""
    return _invoice_page(request, invoice_id)


@require_safe
@needs(Right.READ)
def document(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """The invoice's PDF."""
    found = invoice_document(invoice_id)
    if found is None:
        raise Http404
    response = HttpResponse(found.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.name}"'
    response.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    return response


@require_POST
@needs(Right.REMIND)
@or_404
def arrived(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """Say on which day the invoice reached the client: reminders count from there."""
    card = invoice_card(invoice_id, request.today)
    form = ArrivedForm(request.POST, issued_on=card.issued_on, today=request.today)
    if not form.is_valid():
        return _invoice_page(request, invoice_id, arrived_form=form)
    mark_sent([invoice_id], on=form.cleaned_data["day"], actor=request.actor)
    messages.success(request, _("Noted. Reminders count from that day."))
    return HttpResponseRedirect(reverse("staff:invoice", args=[invoice_id]))


@require_POST
@needs(Right.REMIND)
@or_404
def go_on(request: StaffRequest, instalment_id: int) -> HttpResponse:
    """Say at which step of its policy an instalment goes on."""
    invoice_id = invoice_of_instalment(instalment_id)
    go_on_at(instalment_id, request.POST.get("step", ""), on=request.today, actor=request.actor)
    messages.success(request, _("Noted. Its reminders go on from there."))
    return HttpResponseRedirect(reverse("staff:invoice", args=[invoice_id]))


def _invoice_page(
    request: StaffRequest, invoice_id: int, *, arrived_form: ArrivedForm | None = None
) -> HttpResponse:
    card = invoice_card(invoice_id, request.today)
    form = arrived_form or ArrivedForm(issued_on=card.issued_on, today=request.today)
    context = {
        "card": card,
        "lines": [_line(request, instalment) for instalment in card.instalments],
        "arrived_form": form,
        "limitation": invoice_clocks(invoice_id, request.today),
        "unreckoned": reasons(card.charges.unknown),
        "doubtful": doubtful_claims_of(invoice_id),
        "crumbs": [(_("Owed to me"), reverse("staff:invoices")), (card.number, "")],
    }
    return page(request, "staff/invoices/invoice.html", context, status=422 if arrived_form else 200)


def _line(request: StaffRequest, instalment: InstalmentLine) -> Line:
    step = instalment.next
    return Line(
        instalment,
        next_words(step, request.today) if step else "",
        held_back=step is not None and Reason.NOT_RELEASED_AFTER_IMPORT in step.reasons,
        step_lost=step is not None and Reason.STEP_UNKNOWN in step.reasons,
    )
