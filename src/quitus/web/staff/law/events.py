"""What happened in law to the claims on a client, and until when each can be taken to court."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.clients.queries import client_named
from quitus.apps.files.actions import keep
from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.models import Invoice
from quitus.apps.law.actions import NewLegalEvent, note_legal_event, recall_legal_event
from quitus.apps.law.facts import is_insolvent
from quitus.apps.law.limitation import law_of_limitation
from quitus.apps.law.models import LegalEvent, LegalEventKind
from quitus.apps.organisations.rights import Right
from quitus.domain.law.rates import Confidence
from quitus.web.calculators import words
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.charges.forms import proof_type
from quitus.web.staff.clients.views import crumbs
from quitus.web.staff.law.forms import LegalEventForm
from quitus.web.staff.law.shown import client_clocks, event_lines, invoice_clocks
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried

MOST_INVOICES = 200
OF_AN_INSOLVENCY = (LegalEventKind.INSOLVENCY_PUBLISHED, LegalEventKind.CLAIM_DECLARED)
PROOF_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


@require_safe
@needs(Right.READ)
@or_404
def legal(request: StaffRequest, client_id: int) -> HttpResponse:
    """Every open claim with its last day and how it came about; `?invoice=` for one invoice alone."""
    return _page(request, client_id, None, asked.number(request, "invoice"))


@require_POST
@needs(Right.REMIND)
@or_404
def note(request: StaffRequest, client_id: int) -> HttpResponse:
    """Note what happened, with its proof."""
    about = asked.numbers([request.POST.get("invoice", "")])
    chosen = Invoice.objects.filter(id__in=about, client_id=client_id).first()
    invoices = _invoices(client_id, chosen)
    form = LegalEventForm(request.POST, request.FILES, today=request.today, invoices=invoices)
    if form.is_valid():
        values = form.cleaned_data
        with tried(form):
            new = NewLegalEvent(
                client_id=client_id,
                kind=LegalEventKind(values["kind"]),
                happened_on=values["happened_on"],
                invoice_id=values["invoice"],
                ended_on=values["ended_on"],
                note=values["note"],
                proof=_kept(form),
            )
            note_legal_event(new, on=request.today, actor=request.actor)
        if form.is_valid():
            return _back(request, client_id, _noted(new))
    return _page(request, client_id, form, None, status=422)


@require_POST
@needs(Right.REMIND)
@or_404
def recall(request: StaffRequest, client_id: int, event_id: int) -> HttpResponse:
    """Take back what was noted by mistake."""
    recall_legal_event(event_id, client_id=client_id, on=request.today, actor=request.actor)
    return _back(request, client_id, _("Taken back. It stays in the history."))


@require_safe
@needs(Right.READ)
@or_404
def proof(request: StaffRequest, client_id: int, event_id: int) -> HttpResponse:
    """The file that proves it."""
    found = LegalEvent.objects.select_related("proof").get(id=event_id, client_id=client_id).proof
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = PROOF_POLICY
    return response


def _noted(new: NewLegalEvent) -> str:
    noted = _("Noted. The last day to sue is calculated anew.")
    if new.kind is LegalEventKind.INSOLVENCY:
        stopped = _("What was invoiced until that day is no longer reminded of.")
        return " ".join(
            [noted, stopped, _("Note the day of the BODACC notice too: the declaration counts from it.")]
        )
    if new.kind in OF_AN_INSOLVENCY and not is_insolvent(new.client_id):
        return " ".join([noted, _("Note the opening of the proceedings too: interest stops the day before.")])
    return noted


def _kept(form: LegalEventForm) -> StoredFile | None:
    file = form.cleaned_data["proof"]
    if not file:
        return None
    content = file.read()
    return keep(content, proof_type(content[:8]))


def _page(
    request: StaffRequest,
    client_id: int,
    form: LegalEventForm | None,
    invoice_id: int | None,
    *,
    status: int = 200,
) -> HttpResponse:
    client = client_named(client_id)
    invoice = Invoice.objects.get(id=invoice_id, client_id=client_id) if invoice_id else None
    if form is None:
        invoices = _invoices(client_id, invoice)
        form = LegalEventForm(today=request.today, invoices=invoices, initial={"invoice": invoice_id})
    context = {
        "client": client,
        "crumbs": crumbs(client_id, client.name, _("Limitation and legal events")),
        "invoice": invoice,
        "known": law_of_limitation() is not None,
        "clocks": invoice_clocks(invoice.id, request.today)
        if invoice
        else client_clocks(client_id, request.today),
        "events": event_lines(client_id, invoice_id),
        "form": form,
        "likely": words.doubt(Confidence.MEDIUM),
    }
    return page(request, "staff/law/legal.html", context, status=status)


def _invoices(client_id: int, chosen: Invoice | None) -> list[tuple[int, str]]:
    """What an event may be about: the client's newest open invoices, and the one that was asked about."""
    still_open = Invoice.objects.filter(client_id=client_id, instalments__remaining_minor__gt=0).distinct()
    found = list(still_open.order_by("-issued_on", "-id").values_list("id", "number")[:MOST_INVOICES])
    if chosen and chosen.id not in dict(found):
        found.insert(0, (chosen.id, chosen.number))
    return found


def _back(request: StaffRequest, client_id: int, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("staff:legal", args=[client_id]))
