"""The steps of an order: put forward, approved, taken to the bank, cancelled."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quitus.apps.organisations.rights import Right
from quitus.apps.outgoing import actions, queries
from quitus.apps.outgoing.after_cancelling import note_owed_back, note_paid_back
from quitus.apps.outgoing.setting import ask_second_approval
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.missing import or_404
from quitus.web.staff.transfers.forms import ApprovalForm, CancelForm
from quitus.web.staff.transfers.views import hand, order_page
from quitus.web.staff.trying import attempted, tried


@require_POST
@or_404
@needs(Right.PAY)
def submit(request: StaffRequest, order_id: int) -> HttpResponse:
    """The draft is complete."""
    return _step(
        request, order_id, lambda: actions.submit(order_id, hand(request)), _("It waits for approval now.")
    )


@require_POST
@or_404
@needs(Right.PAY)
def reopen(request: StaffRequest, order_id: int) -> HttpResponse:
    """It is a draft again."""
    return _step(
        request, order_id, lambda: actions.reopen(order_id, hand(request)), _("It is a draft again.")
    )


@require_POST
@or_404
@needs(Right.PAY)
def approve(request: StaffRequest, order_id: int) -> HttpResponse:
    """It may leave."""
    form = ApprovalForm(request.POST)
    if form.is_valid():
        with tried(form):
            actions.approve(
                order_id,
                hand(request),
                seen=form.cleaned_data["seen"],
                ibans_checked=form.cleaned_data["checked"],
            )
    if not form.is_valid():
        trouble = " ".join(str(error) for error in form.non_field_errors())
        return order_page(request, order_id, trouble=trouble, status=422)
    messages.success(request, _("Approved. Take the file to your bank: nothing moves before it is there."))
    return HttpResponseRedirect(reverse("staff:transfer_order", args=[order_id]))


@require_POST
@or_404
@needs(Right.PAY)
def file(request: StaffRequest, order_id: int) -> HttpResponse:
    """The file for the bank, the same each time."""
    content, refused = attempted(lambda: actions.download(order_id, hand(request)))
    if refused:
        return order_page(request, order_id, trouble=refused, status=422)
    response = HttpResponse(content, content_type="application/xml")
    message_id = queries.order_view(order_id, request.today).order.message_id
    response.headers["Content-Disposition"] = f'attachment; filename="{message_id}.xml"'
    return response


@require_http_methods(["GET", "POST"])
@or_404
@needs(Right.PAY)
def cancel(request: StaffRequest, order_id: int) -> HttpResponse:
    """It is not carried out."""
    view = queries.order_view(order_id, request.today)
    sent = request.POST if request.method == "POST" else None
    form = CancelForm(sent)
    if sent is not None and form.is_valid():
        with tried(form):
            actions.cancel(order_id, hand(request), because=form.cleaned_data["reason"])
        if form.is_valid():
            messages.success(request, _("Cancelled."))
            return HttpResponseRedirect(reverse("staff:transfer_order", args=[order_id]))
    context = {"form": form, "order": view.order, "view": view}
    return page(request, "staff/transfers/cancel.html", context, status=422 if sent is not None else 200)


@require_POST
@or_404
@needs(Right.PAY)
def paid_back(request: StaffRequest, order_id: int) -> HttpResponse:
    """The clients got their money although the order was cancelled: their credit goes."""
    return _step(
        request,
        order_id,
        lambda: note_paid_back(order_id, hand(request)),
        _("Noted: the credit is paid back."),
    )


@require_POST
@or_404
@needs(Right.PAY)
def owed_back(request: StaffRequest, order_id: int) -> HttpResponse:
    """They have used the credit since, and owe what the bank paid."""
    return _step(request, order_id, lambda: note_owed_back(order_id, hand(request)), _("Noted."))


@require_POST
@needs(Right.SETTLE)
def second(request: StaffRequest) -> HttpResponse:
    """Whether another person approves."""
    asked = request.POST.get("asked") == "yes"
    _done, refused = attempted(
        lambda: ask_second_approval(asked=asked, on=request.today, actor=request.actor)
    )
    if refused:
        messages.warning(request, refused)
    else:
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("staff:transfers"))


def _step(request: StaffRequest, order_id: int, step: Callable[[], object], words: str) -> HttpResponse:
    _done, refused = attempted(step)
    if refused:
        return order_page(request, order_id, trouble=refused, status=422)
    messages.success(request, words)
    return HttpResponseRedirect(reverse("staff:transfer_order", args=[order_id]))
