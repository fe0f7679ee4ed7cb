"""Credit notes and the other ways to owe less: what one does is shown before it is recorded."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from quitus.apps.insight.account_statement import OwedLine
from quitus.apps.insight.discount_offer import DiscountOffer, discount_offer
from quitus.apps.insight.invoice_card import InvoiceCard, invoice_card
from quitus.apps.insight.reduction_list import reduction_line
from quitus.apps.organisations.rights import Right
from quitus.apps.payments.models import ReductionKind
from quitus.apps.payments.reductions import NewReduction, reduce, take_back_reduction
from quitus.apps.payments.vat_history import vat_histories
from quitus.domain.charges.late_terms import DiscountVat
from quitus.domain.law.fr.bad_debt_vat import claim_until, duplicate_mention
from quitus.domain.money import Money
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.charges.forms import WITH_VAT, BackForm, ReductionForm
from quitus.web.staff.clients.views import instalment_choices
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried
from quitus.web.templatetags.quitus import money_typed

TITLES = {
    ReductionKind.CREDIT_NOTE: gettext_lazy("Credit note"),
    ReductionKind.DISCOUNT: gettext_lazy("Discount for paying early"),
    ReductionKind.SET_OFF: gettext_lazy("Set-off"),
    ReductionKind.ROUNDING: gettext_lazy("Rounding difference"),
    ReductionKind.WRITE_OFF: gettext_lazy("Write-off"),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a reduction does: the invoice's open amount before and after, and the VAT within."""

    amount: Money
    vat: Money | None
    before: Money
    after: Money
    mention: str
    claim_until: date | None


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def reduction(request: StaffRequest, invoice_id: int, kind: str) -> HttpResponse:
    """Say it, see what it does, record it: `step` in the form says which of the last two."""
    if kind not in ReductionKind.values:
        raise Http404
    chosen = ReductionKind(kind)
    card = invoice_card(invoice_id, request.today)
    offer = discount_offer(invoice_id) if chosen is ReductionKind.DISCOUNT else None
    form = _form(request, card, chosen, offer)
    step = request.POST.get("step", "see")
    effect = None
    if request.method == "POST" and step != "change" and form.is_valid():
        new = _new(card, form, offer)
        with tried(form) if step == "record" else _rehearsed(form):
            reduce(new, on=request.today, actor=request.actor)
        if form.is_valid() and step == "record":
            messages.success(request, _("Recorded. The invoice itself stays as it was issued."))
            return HttpResponseRedirect(reverse("staff:invoice", args=[invoice_id]) + "#reductions")
        effect = _effect(card, new, form) if form.is_valid() else None
    context = {
        "card": card,
        "kind": chosen.value,
        "title": TITLES[chosen],
        "form": form,
        "offer": offer,
        "in_time": offer is not None and offer.holds(_paid_on(card, request.today)),
        "effect": effect,
        "crumbs": [
            (_("Owed to me"), reverse("staff:invoices")),
            (card.number, reverse("staff:invoice", args=[invoice_id])),
            (TITLES[chosen], ""),
        ],
    }
    wrong = form.is_bound and bool(form.errors)
    return page(request, "staff/charges/reduction.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def take_back(request: StaffRequest, reduction_id: int) -> HttpResponse:
    """A reduction recorded by mistake: what it took off is owed again."""
    line, invoice_id, number = reduction_line(reduction_id)
    form = BackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with tried(form):
            take_back_reduction(
                reduction_id, on=request.today, actor=request.actor, reason=form.cleaned_data["reason"]
            )
        if form.is_valid():
            messages.success(request, _("Taken back; what it took off is owed again."))
            return HttpResponseRedirect(reverse("staff:invoice", args=[invoice_id]) + "#reductions")
    context = {
        "form": form,
        "line": line,
        "title": TITLES[ReductionKind(line.kind)],
        "invoice_id": invoice_id,
        "crumbs": [
            (_("Owed to me"), reverse("staff:invoices")),
            (number, reverse("staff:invoice", args=[invoice_id])),
            (_("Take back"), ""),
        ],
    }
    status = 422 if form.is_bound else 200
    return page(request, "staff/charges/reduction_back.html", context, status=status)


@contextmanager
def _rehearsed(form: BaseForm) -> Iterator[None]:
    """Do it and leave no trace: what would be refused is said before anybody confirms."""
    with tried(form), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _form(
    request: StaffRequest, card: InvoiceCard, kind: ReductionKind, offer: DiscountOffer | None
) -> ReductionForm:
    initial: dict[str, Any] = {"happened_on": request.today, "amount": money_typed(card.open)}
    if kind in (ReductionKind.CREDIT_NOTE, ReductionKind.SET_OFF):
        initial["amount"] = ""
    if offer is not None:
        paid_on = _paid_on(card, request.today)
        wanted = offer.amount if offer.holds(paid_on) else None
        initial |= {"happened_on": paid_on, "amount": money_typed(wanted) if wanted else ""}
    net_of_tax = offer is not None and offer.vat is DiscountVat.NET_OF_TAX
    return ReductionForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        today=request.today,
        choices=instalment_choices(_open_lines(card)),
        vat=vat_histories([card.id]).get(card.id),
        currency=card.open.currency,
        with_vat=kind in WITH_VAT and not net_of_tax,
        initial=initial,
    )


def _new(card: InvoiceCard, form: ReductionForm, offer: DiscountOffer | None) -> NewReduction:
    values = form.cleaned_data
    return NewReduction(
        kind=form.kind,
        client_id=card.client_id,
        parts=_parts(values["amount"], values.get("instalment"), _open_lines(card)),
        happened_on=values["happened_on"],
        slot=f"hand:{values['key']}",
        vat=form.vat(),
        rate=form.one_rate,
        document=values.get("document", ""),
        reason=values["reason"],
        discount_vat=offer.vat if offer else DiscountVat.CREDIT_NOTE,
    )


def _parts(amount: Money, instalment: int | None, lines: Sequence[OwedLine]) -> Mapping[int, Money]:
    """The amount over the invoice's open instalments, the oldest first; what is too much stays on the last one."""
    if instalment is not None:
        return {instalment: amount}
    parts: dict[int, Money] = {}
    left = amount
    for place, line in enumerate(lines, start=1):
        part = left if place == len(lines) or left <= line.remaining else line.remaining
        parts[line.id] = part
        left = left - part
        if not left:
            break
    return parts


def _effect(card: InvoiceCard, new: NewReduction, form: ReductionForm) -> Effect:
    amount: Money = form.cleaned_data["amount"]
    mention, until = "", None
    if form.cleaned_data.get("vat_paid") and new.vat and amount.currency == "EUR":
        mention, until = duplicate_mention(amount - new.vat, new.vat), claim_until(new.happened_on)
    return Effect(amount, new.vat, card.open, card.open - amount, mention, until)


def _open_lines(card: InvoiceCard) -> list[OwedLine]:
    lines = [part.open for part in card.instalments if part.open is not None]
    return sorted(lines, key=lambda line: (line.due_on, line.id))


def _paid_on(card: InvoiceCard, today: date) -> date:
    """The day of the newest payment that stands, else today: a discount is for money that came early."""
    return max((one.received_on for one in card.payments if not one.taken_back), default=today)
