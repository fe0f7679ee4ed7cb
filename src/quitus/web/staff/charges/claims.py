"""Claim charges: the calculation first, then the word that freezes it; a claim's page, its files, what is waived."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quitus.apps.charges.actions import claim_charges, preview_claim, waive
from quitus.apps.charges.document import articles_for
from quitus.apps.charges.models import WaiverKind
from quitus.apps.charges.queries import Unreckoned, claimed_charges
from quitus.apps.files.actions import keep
from quitus.apps.files.models import StoredFile
from quitus.apps.insight.charge_list import Claimable, charge_line, claim_card, claimable, proof_of
from quitus.apps.organisations.queries import books_currency
from quitus.apps.organisations.rights import Right
from quitus.domain.charges.frozen import FrozenClaim
from quitus.domain.charges.late_terms import Claims
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.web import charge_sheet
from quitus.web.errors import refusal_sentence
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.books.shown import csv_file
from quitus.web.staff.charges.forms import ClaimForm, WaiveForm, proof_type
from quitus.web.staff.charges.unreckoned import reasons
from quitus.web.staff.clients.views import crumbs
from quitus.web.staff.invoices.views import DOCUMENT_POLICY
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried
from quitus.web.templatetags.quitus import money_typed

SUFFIXES = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def claim(request: StaffRequest, client_id: int) -> HttpResponse:
    """The calculation for what the address asks, and the claim once it is sent."""
    about, currency = claimable(client_id, request.today), books_currency()
    sent = request.method == "POST"
    data = request.POST if sent else _question(request, about)
    form = ClaimForm(
        data, request.FILES if sent else None, today=request.today, currency=currency, about=about
    )
    if sent and form.is_valid() and form.has_costs and not form.cleaned_data.get("proof"):
        form.add_error("proof", _("Add the bill of these costs: without proof they are not owed."))
    if sent and form.is_valid():
        with tried(form):
            made = claim_charges(
                form.wanted(_kept_proof(form)),
                on=request.today,
                actor=request.actor,
                seen=_seen(form, currency),
            )
        if form.is_valid():
            messages.success(request, _("Claimed. Nothing was mailed; download the document to send it."))
            return HttpResponseRedirect(reverse("staff:charge_claim", args=[made.id]))
    return _claim_page(request, form, about, status=422 if sent else 200)


def _claim_page(request: StaffRequest, form: ClaimForm, about: Claimable, *, status: int) -> HttpResponse:
    calculation: tuple[FrozenClaim, ...] = ()
    left_out: tuple[Unreckoned, ...] = ()
    if not _field_errors(form):
        try:
            preview = preview_claim(form.wanted(), on=request.today)
            calculation, left_out = preview.calculation, preview.left_out
        except Refused as refusal:
            if not form.non_field_errors():
                form.add_error(None, refusal_sentence(refusal))
    client_id = about.client.id
    newest = next(iter(claimed_charges(client_id)), None)
    context = {
        "client": about.client,
        "about": about,
        "form": form,
        "sheets": charge_sheet.sheets_of(calculation),
        "compound": any(one.worksheet.conventions.compound and one.interest for one in calculation),
        "conventions": charge_sheet.conventions_of(calculation),
        "articles": articles_for(about.client.kind),
        "sum": charge_sheet.sum_of(calculation, form.currency),
        "newest": newest,
        "unreckoned": reasons(left_out),
        "crumbs": crumbs(client_id, about.client.name, _("Claim charges")),
    }
    return page(request, "staff/charges/claim.html", context, status=status)


@require_safe
@needs(Right.READ)
@or_404
def claimed(request: StaffRequest, claim_id: int) -> HttpResponse:
    """One claim: how its charges stand, and its calculation as it was frozen."""
    card = claim_card(claim_id)
    client = card.claim.client
    context = {
        "card": card,
        "client": client,
        "sheets": charge_sheet.sheets_of(card.calculation),
        "conventions": charge_sheet.conventions_of(card.calculation),
        "articles": articles_for(client.kind),
        "crumbs": crumbs(client.id, client.name, card.claim.number),
    }
    return page(request, "staff/charges/claimed.html", context)


@require_safe
@needs(Right.READ)
@or_404
def document(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The claim's PDF, as it was made."""
    card = claim_card(claim_id)
    if card.claim.document is None:
        raise Http404
    return file_answer(card.claim.document, f"{card.claim.number}.pdf")


@require_safe
@needs(Right.READ)
@or_404
def sheet_file(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The calculation for a spreadsheet."""
    card = claim_card(claim_id)
    rows = charge_sheet.cells_of(card.calculation, card.claim.currency)
    return csv_file(f"{card.claim.number}.csv", charge_sheet.headers(), rows)


@require_safe
@needs(Right.READ)
@or_404
def proof(request: StaffRequest, charge_id: int) -> HttpResponse:
    """What proves claimed costs."""
    file = proof_of(charge_id)
    if file is None:
        raise Http404
    return file_answer(file, f"{_('proof')}-{charge_id}.{SUFFIXES.get(file.media_type, 'bin')}")


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def waived(request: StaffRequest, charge_id: int) -> HttpResponse:
    """Give a charge up, whole or in part."""
    card, line = charge_line(charge_id)
    charge, client = line.charge, card.claim.client
    sent = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {
        "amount": money_typed(charge.remaining),
        "kind": WaiverKind.WAIVED.value,
        "seen": charge.remaining.minor,
    }
    form = WaiveForm(sent, currency=charge.remaining.currency, initial=initial)
    if sent is not None and form.is_valid():
        values = form.cleaned_data
        with tried(form):
            waive(
                charge_id,
                values["amount"],
                values["reason"],
                client_id=client.id,
                on=request.today,
                actor=request.actor,
                kind=WaiverKind(values["kind"]),
                seen=Money(values["seen"], charge.remaining.currency),
            )
        if form.is_valid():
            messages.success(request, _("Given up. It stays readable with its reason."))
            return HttpResponseRedirect(reverse("staff:charge_claim", args=[card.claim.id]))
    context = {
        "card": card,
        "charge": charge,
        "client": client,
        "form": form,
        "crumbs": [
            *crumbs(client.id, client.name, card.claim.number)[:-1],
            (card.claim.number, reverse("staff:charge_claim", args=[card.claim.id])),
            (_("Waive"), ""),
        ],
    }
    return page(request, "staff/charges/waive.html", context, status=422 if sent is not None else 200)


def file_answer(file: StoredFile, name: str) -> HttpResponse:
    """A stored file as the browser's own reader shows it, which may do nothing else."""
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    return response


def _question(request: StaffRequest, about: Claimable) -> QueryDict:
    """What the address asks; without a day, all that can be claimed today, as the firm claims it."""
    if "until" in request.GET:
        return request.GET
    named = [str(id_) for id_ in asked.numbers(request.GET.getlist("invoices"))]
    question = QueryDict(mutable=True)
    question["until"] = request.today.isoformat()
    question["interest"] = "on"
    if about.firm_claims is not Claims.INTEREST:
        question["indemnity"] = "on"
    question.setlist("invoices", named or [str(id_) for id_, _number in about.invoices])
    return question


def _kept_proof(form: ClaimForm) -> StoredFile | None:
    file = form.cleaned_data.get("proof")
    if not file:
        return None
    content = file.read()
    return keep(content, proof_type(content))


def _seen(form: ClaimForm, currency: str) -> Money | None:
    seen = form.cleaned_data["seen"]
    return None if seen is None else Money(seen, currency)


def _field_errors(form: ClaimForm) -> bool:
    """Whether a field is wrong, so that nothing can be calculated."""
    return any(name not in ("__all__", "proof") for name in form.errors)
