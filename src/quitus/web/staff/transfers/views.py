"""Transfer orders: the list, a new one, one with its transfers and what is to be looked at."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from quitus.apps.organisations.rights import Right
from quitus.apps.outgoing import actions, queries
from quitus.apps.outgoing.actions import Hand
from quitus.apps.outgoing.after_cancelling import paid_though_cancelled
from quitus.apps.outgoing.setting import approvers
from quitus.domain.outgoing.banking_days import next_banking_day
from quitus.domain.outgoing.orders import State
from quitus.web.history_words import kind_name
from quitus.web.outgoing_words import STATES, remark_words
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.missing import or_404
from quitus.web.staff.transfers.forms import ApprovalForm, OrderForm
from quitus.web.staff.trying import tried

ROWS = 50


def hand(request: StaffRequest) -> Hand:
    """Who acts."""
    return Hand(request.today, request.actor, request.user.id)


@require_safe
@needs(Right.READ)
def transfers(request: StaffRequest) -> HttpResponse:
    """Every order, the newest first."""
    rows = Paginator(queries.orders(), ROWS).get_page(asked.page(request))
    context = {
        "rows": rows,
        "shown": [
            (line.order, line.amount, line.count, *STATES[line.order.state])
            for line in queries.lines_of(rows)
        ],
        "may_pay": Right.PAY in request.rights,
        "may_settle": Right.SETTLE in request.rights,
        "second": actions.second_approval(),
        "approvers": approvers(),
    }
    return page(request, "staff/transfers/index.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.PAY)
def new(request: StaffRequest) -> HttpResponse:
    """A draft, to which transfers are added next."""
    accounts = queries.accounts_to_pay_from()
    sent = request.POST if request.method == "POST" else None
    initial = {"execution_on": next_banking_day(request.today)}
    form = OrderForm(sent, accounts=accounts, today=request.today, initial=initial)
    if sent is not None and form.is_valid():
        said = form.cleaned_data
        with tried(form):
            order = actions.make_order(
                said["account"], said["title"], said["execution_on"], hand(request), instant=said["instant"]
            )
        if form.is_valid():
            return HttpResponseRedirect(reverse("staff:transfer_order", args=[order.id]))
    context = {"form": form, "accounts": accounts}
    return page(request, "staff/transfers/new.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "POST"])
@or_404
@needs(Right.PAY)
def change(request: StaffRequest, order_id: int) -> HttpResponse:
    """Another title or day, while it is a draft."""
    order = queries.order_view(order_id, request.today).order
    sent = request.POST if request.method == "POST" else None
    initial = {
        "title": order.title,
        "account": order.bank_account_id,
        "execution_on": order.execution_on,
        "instant": order.instant,
    }
    form = OrderForm(sent, accounts=[order.bank_account], today=request.today, initial=initial)
    if sent is not None and form.is_valid():
        said = form.cleaned_data
        with tried(form):
            actions.change_order(
                order_id, said["title"], said["execution_on"], hand(request), instant=said["instant"]
            )
        if form.is_valid():
            return HttpResponseRedirect(reverse("staff:transfer_order", args=[order_id]))
    context = {"form": form, "accounts": [order.bank_account], "order": order}
    return page(request, "staff/transfers/new.html", context, status=422 if sent is not None else 200)


@require_safe
@or_404
@needs(Right.READ)
def order(request: StaffRequest, order_id: int) -> HttpResponse:
    """One order."""
    return order_page(request, order_id)


def order_page(
    request: StaffRequest,
    order_id: int,
    *,
    form: ApprovalForm | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    """An order with what may be done with it now; `trouble`: why the last step was not taken."""
    view = queries.order_view(order_id, request.today)
    one, may_pay = view.order, Right.PAY in request.rights
    context: dict[str, Any] = {
        "view": view,
        "order": one,
        "state": STATES[one.state],
        "lines": [
            (line, kind_name(line.row.kind), [remark_words(remark) for remark in line.remarks])
            for line in view.lines
        ],
        "own": request.user.id
        in {one.made_by_id, one.submitted_by_id, *(line.row.added_by_id for line in view.lines)},
        "second": one.second_needed or actions.second_approval(),
        "digest": bytes(one.file.sha256).hex() if one.file else "",
        "form": form or ApprovalForm(initial={"seen": view.seen}),
        "trouble": trouble,
        "may_pay": may_pay,
        "is_draft": one.state == State.DRAFT,
        "waits": one.state == State.TO_APPROVE,
        "has_file": one.file_id is not None,
        "paid_twice": paid_though_cancelled(order_id),
        "may_cancel": may_pay and one.state not in (State.EXECUTED, State.CANCELLED),
    }
    return page(request, "staff/transfers/order.html", context, status=status)
