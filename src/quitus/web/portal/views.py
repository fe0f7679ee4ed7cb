"""The debtor's page: what is owed, how to pay it, and four ways to answer."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.answers import actions
from quitus.apps.answers.actions import Answerer
from quitus.apps.answers.models import AnswerSource, Dispute
from quitus.apps.clients.queries import client_named
from quitus.apps.insight.account_statement import AccountStatement, account_statement, receipts_of, spread
from quitus.apps.insight.charge_list import ClaimSum, by_claim, shown_to_debtor
from quitus.apps.invoicing.documents import invoice_document
from quitus.domain.money import Money
from quitus.domain.payments.transfer_code import transfer_code
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence
from quitus.web.portal.access import PortalRequest, behind_door, context
from quitus.web.portal.forms import DisputeForm, PaidForm, PromiseForm
from quitus.web.templatetags.quitus import money_typed

CLAIM = "claim"  # in the address: the claims of charges that are paid too, as `pay` names the instalments


@require_safe
@behind_door
def account(request: PortalRequest) -> HttpResponse:
    """What is owed and how to pay it; `pay` in the address names the chosen instalments."""
    return _page(request, account_statement(request.client_id, request.today))


@require_POST
@behind_door
def promise(request: PortalRequest) -> HttpResponse:
    """Promise a date for the chosen instalments; none named: for what is asked."""
    statement = account_statement(request.client_id, request.today)
    chosen = statement.chosen(_ids(request))
    owed = _total(line.undisputed for line in chosen)
    form = PromiseForm(request.POST, today=request.today, owed=owed, prefix="promise")
    if _names_others(request, statement) or not form.is_valid():
        return _page(request, statement, promise_form=form, opened={"promise": True}, status=422)
    amounts = spread(form.cleaned_data["amount"], chosen)
    try:
        actions.promise(request.client_id, form.cleaned_data["day"], _debtor(request), amounts)
    except Refused as refusal:
        form.add_error(None, refusal_sentence(refusal))
        return _page(request, statement, promise_form=form, opened={"promise": True}, status=422)
    return _done(request, _("Thank you, it is noted. Reminders wait until that day."))


@require_POST
@behind_door
def dispute(request: PortalRequest) -> HttpResponse:
    """Contest one instalment, with a reason."""
    statement = account_statement(request.client_id, request.today)
    form = DisputeForm(request.POST, choices=_choices(statement), prefix="dispute")
    if not form.is_valid():
        return _page(request, statement, dispute_form=form, opened={"dispute": True}, status=422)
    try:
        opened = actions.open_dispute(
            form.cleaned_data["instalment"],
            Dispute.Reason(form.cleaned_data["reason"]),
            _debtor(request),
            client_id=request.client_id,
            words=form.cleaned_data["words"],
        )
    except Refused as refusal:
        form.add_error(None, refusal_sentence(refusal))
        return _page(request, statement, dispute_form=form, opened={"dispute": True}, status=422)
    if opened.holds:
        return _done(
            request, _("Thank you, it is noted. You are not reminded of this before somebody has answered.")
        )
    return _done(
        request,
        _(
            "Thank you, it is noted and somebody reads it. This invoice was contested and answered before, "
            "so reminders go on meanwhile."
        ),
    )


@require_POST
@behind_door
def already_paid(request: PortalRequest) -> HttpResponse:
    """Say that the chosen instalments are paid already; none named: what is asked."""
    statement = account_statement(request.client_id, request.today)
    form = PaidForm(request.POST, today=request.today, prefix="paid")
    if _names_others(request, statement) or not form.is_valid():
        return _page(request, statement, paid_form=form, opened={"paid": True}, status=422)
    chosen = [line.id for line in statement.chosen(_ids(request))]
    try:
        claims = actions.claim_paid(request.client_id, chosen, _debtor(request), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal_sentence(refusal))
        return _page(request, statement, paid_form=form, opened={"paid": True}, status=422)
    if all(claim.holds for claim in claims):
        return _done(request, _("Thank you. We look for it on the account; reminders wait meanwhile."))
    return _done(
        request,
        _(
            "Thank you, we look for it once more. It was not found before, so reminders go on: "
            "send us the proof of the payment, it helps to find it."
        ),
    )


@require_safe
@behind_door
def document(request: PortalRequest, invoice_id: int) -> HttpResponse:
    """The invoice's PDF, when it is the client's."""
    found = invoice_document(invoice_id, client_id=request.client_id)
    if found is None:
        raise Http404
    response = HttpResponse(found.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


@require_safe
@behind_door
def receipts(request: PortalRequest) -> HttpResponse:
    """All receipts of the client."""
    return render(request, "portal/receipts.html", context(request, receipts=receipts_of(request.client_id)))


@require_safe
@behind_door
def receipt(request: PortalRequest, payment_id: int) -> HttpResponse:
    """A receipt to print: what was paid, when, for which invoices."""
    found = receipts_of(request.client_id, payment_id=payment_id)
    if not found:
        raise Http404
    values = context(request, receipt=found[0], client=client_named(request.client_id))
    return render(request, "portal/receipt.html", values)


def _page(
    request: PortalRequest, statement: AccountStatement, *, status: int = 200, **forms: Any
) -> HttpResponse:
    charges = shown_to_debtor(statement.client, statement.charges)
    claims = by_claim(charges)
    # Who names charges alone pays charges alone.
    chosen = [] if _named(request, CLAIM) and not _named(request) else statement.chosen(_ids(request))
    ticked = _ticked(request, statement, claims)
    principal = _total(line.to_pay(request.today) for line in chosen)
    owed = principal + _total((claim.remaining for claim in ticked), principal.currency)
    firm = request.organisation
    reference = chosen[0].reference if chosen else ticked[0].number if ticked else ""
    blank = {
        "promise_form": PromiseForm(
            today=request.today,
            owed=_total(line.undisputed for line in chosen),
            prefix="promise",
            initial={"amount": money_typed(principal)},
        ),
        "dispute_form": DisputeForm(choices=_choices(statement), prefix="dispute"),
        "paid_form": PaidForm(today=request.today, prefix="paid"),
    }
    values = context(
        request,
        statement=statement,
        chosen=chosen,
        names_others=_names_others(request, statement),
        chosen_ids={line.id for line in chosen},
        # What stands beside each line: what ticking it adds.
        lines=[(line, line.to_pay(request.today)) for line in statement.lines],
        claims=claims,
        ticked={claim.id for claim in ticked},
        has_calculation=len(charges) == len(statement.charges),
        charged=_total((claim.remaining for claim in claims), principal.currency),
        principal=principal,
        set_apart=_total(line.set_apart for line in statement.lines),
        owed=owed,
        reference=reference,
        code=transfer_code(
            holder=firm.account_holder,
            iban=firm.iban,
            amount=owed,
            reference=chosen[0].reference if chosen else "",  # the code carries structured ones alone
            bic=firm.bic,
        ),
        **{**blank, **forms},
    )
    return render(request, "portal/account.html", values, status=status)


def _ticked(
    request: PortalRequest, statement: AccountStatement, claims: Sequence[ClaimSum]
) -> list[ClaimSum]:
    """The claims of charges that are paid too: those named; where nothing is, all but those of what is contested."""
    if named := set(_ids(request, CLAIM)):
        return [claim for claim in claims if claim.id in named]
    if _named(request) or _named(request, CLAIM):
        return []
    contested = {line.id for line in statement.lines if line.set_apart}
    return [claim for claim in claims if contested.isdisjoint(one.instalment_id for one in claim.charges)]


def _named(request: PortalRequest, name: str = "pay") -> list[str]:
    return request.POST.getlist(name) or request.GET.getlist(name)


def _ids(request: PortalRequest, name: str = "pay") -> list[int]:
    return [
        int(value)
        for value in _named(request, name)
        if value.isascii() and value.isdigit() and len(value) < 19
    ]


def _names_others(request: PortalRequest, statement: AccountStatement) -> bool:
    """Whether it names what this client does not owe: most often paid since the page was opened."""
    lines = {str(line.id) for line in statement.lines}
    claims = {str(charge.claim_id) for charge in statement.charges}
    return not (lines.issuperset(_named(request)) and claims.issuperset(_named(request, CLAIM)))


def _choices(statement: AccountStatement) -> list[tuple[int, str]]:
    return [(line.id, line.number) for line in statement.lines if line.contested is None]


def _total(amounts: Iterable[Money], currency: str = "EUR") -> Money:
    amounts = list(amounts)
    return Money(sum(amount.minor for amount in amounts), amounts[0].currency if amounts else currency)


def _debtor(request: PortalRequest) -> Answerer:
    return Answerer(request.today, AnswerSource.PORTAL)


def _done(request: PortalRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("portal:account", args=[request.token]))
