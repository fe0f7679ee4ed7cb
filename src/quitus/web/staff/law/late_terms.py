"""What holds when money comes late, or early: for everybody, and for one client."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.clients.models import Client
from quitus.apps.clients.queries import client_named
from quitus.apps.law.actions import agree_late_terms, has_own_terms
from quitus.apps.law.queries import late_terms_of, late_terms_of_firm, law_in_force
from quitus.apps.organisations.rights import Right
from quitus.domain.charges.late_terms import LateTerms
from quitus.domain.law.cautions import Caution, below_floor
from quitus.domain.law.countries import DebtorKind
from quitus.domain.refused import Refused
from quitus.web.calculators import words
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.clients.views import crumbs
from quitus.web.staff.law.forms import LateTermsForm, terms_initial
from quitus.web.staff.law.shown import clause
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried

TEMPLATE = "staff/law/late_terms.html"


@require_safe
@needs(Right.READ)
def late_terms(request: StaffRequest) -> HttpResponse:
    """The firm's terms; who keeps the books changes them."""
    terms = late_terms_of_firm()
    return _page(request, LateTermsForm(initial=terms_initial(terms)), terms)


@require_POST
@needs(Right.KEEP_BOOKS)
def save(request: StaffRequest) -> HttpResponse:
    """Other terms for everybody without their own."""
    form = LateTermsForm(request.POST)
    if _agreed(request, form, None):
        return HttpResponseRedirect(reverse("staff:late-terms"))
    return _page(request, form, late_terms_of_firm(), status=422)


@require_safe
@needs(Right.READ)
@or_404
def of_client(request: StaffRequest, client_id: int) -> HttpResponse:
    """A client's terms: its own, or the firm's."""
    client, terms = client_named(client_id), late_terms_of([client_id])[client_id]
    return _page(request, LateTermsForm(initial=terms_initial(terms)), terms, client)


@require_POST
@needs(Right.KEEP_BOOKS)
@or_404
def save_client(request: StaffRequest, client_id: int) -> HttpResponse:
    """Terms of this client's own."""
    client, form = client_named(client_id), LateTermsForm(request.POST)
    if _agreed(request, form, client_id):
        return HttpResponseRedirect(reverse("staff:client_late_terms", args=[client_id]))
    return _page(request, form, late_terms_of([client_id])[client_id], client, status=422)


@require_POST
@needs(Right.KEEP_BOOKS)
@or_404
def follow(request: StaffRequest, client_id: int) -> HttpResponse:
    """The firm's terms again."""
    agree_late_terms(None, client_id=client_id, on=request.today, actor=request.actor)
    messages.success(request, _("The firm’s terms hold again."))
    return HttpResponseRedirect(reverse("staff:client_late_terms", args=[client_id]))


def _agreed(request: StaffRequest, form: LateTermsForm, client_id: int | None) -> bool:
    """Whether the form was taken; what is wrong stands in it otherwise."""
    if not form.is_valid():
        return False
    version = None
    with tried(form):
        version = agree_late_terms(form.terms(), client_id=client_id, on=request.today, actor=request.actor)
    if not form.is_valid():
        return False
    messages.success(request, _("Saved.") if version else _("Nothing has changed."))
    return True


def _page(
    request: StaffRequest,
    form: LateTermsForm,
    terms: LateTerms,
    client: Client | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    kind = DebtorKind(client.kind) if client else DebtorKind.BUSINESS
    context: dict[str, Any] = {
        "form": form,
        "client": client,
        "consumer": kind is DebtorKind.CONSUMER,
        "own": client is not None and has_own_terms(client.id),
        "may_settle": Right.KEEP_BOOKS in request.rights,
        **_law(request, terms, kind),
    }
    if client:
        context["crumbs"] = crumbs(client.id, client.name, _("Late payment"))
    return page(request, TEMPLATE, context, status=status)


def _law(request: StaffRequest, terms: LateTerms, kind: DebtorKind) -> dict[str, Any]:
    """What the law says of these terms today; nothing where Quitus does not know it."""
    try:
        law = law_in_force()
    except Refused as refusal:
        return {"unknown": words.refused_words(refusal)}
    on, cautions = request.today, []
    if terms.rate is not None:
        if kind is DebtorKind.CONSUMER:
            cautions = [Caution("consumer_contract_rate", {"percent": terms.rate})]
        elif kind is DebtorKind.PUBLIC:
            cautions = [Caution("public_contract_rate", {"percent": terms.rate})]
        elif law.floor:
            cautions = list(below_floor(terms.rate, law.floor, on, on))
    context: dict[str, Any] = {"cautions": [words.caution_words(one) for one in cautions]}
    if law.country != "FR" or kind is not DebtorKind.BUSINESS:
        return context
    try:
        context["percent"] = words.percent_words(law.business.rates.on(on).percent)
        context["clause"] = clause(terms, context["percent"])
        context["floor"] = words.percent_words(law.floor.table.on(on).percent) if law.floor else ""
    except Refused as refusal:  # the half-year has no rate yet: said, and what to do
        context["unknown"] = words.refused_words(refusal)
    return context
