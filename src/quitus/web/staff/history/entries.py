"""Payments that a person writes down, because no bank tells them; cancelled, or joined to the line that does."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quitus.apps.files.actions import keep
from quitus.apps.history import by_hand
from quitus.apps.history.models import HandEntry, Means
from quitus.apps.history.queries import entry as entry_of
from quitus.apps.history.queries import movement_of_entry
from quitus.apps.organisations.rights import Right
from quitus.domain.history.kinds import Kind
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.charges.claims import SUFFIXES, file_answer
from quitus.web.staff.charges.forms import proof_type
from quitus.web.staff.history.forms import EntryForm
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import attempted, tried


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
def new(request: StaffRequest) -> HttpResponse:
    """Money in or out that no bank file tells."""
    sent = request.POST if request.method == "POST" else None
    form = EntryForm(sent, request.FILES or None, today=request.today, currency=request.organisation.currency)
    if sent is not None and form.is_valid():
        with tried(form):
            entry = _written(form, request.today, request.actor)
        if form.is_valid():
            messages.success(request, _("Written down: it counts from now on."))
            return _to(entry)
    return page(request, "staff/history/new.html", {"form": form}, status=422 if sent is not None else 200)


@require_POST
@or_404
@needs(Right.MATCH)
def cancel(request: StaffRequest, entry_id: int) -> HttpResponse:
    """It was a mistake: it stays, and counts no more."""
    entry = by_hand.cancel_entry(entry_id, on=request.today, actor=request.actor)
    messages.success(request, _("Cancelled: it counts no more."))
    return _to(entry)


@require_safe
@or_404
@needs(Right.READ)
def document(request: StaffRequest, entry_id: int) -> HttpResponse:
    """The paper that was kept with it."""
    file = entry_of(entry_id).document
    if file is None:
        raise Http404
    return file_answer(file, f"{_('document')}-{entry_id}.{SUFFIXES.get(file.media_type, 'bin')}")


@require_POST
@or_404
@needs(Right.MATCH)
def join(request: StaffRequest, entry_id: int, line_id: int) -> HttpResponse:
    """The bank's line tells the same money."""
    _done, refused = attempted(lambda: by_hand.join(entry_id, line_id, on=request.today, actor=request.actor))
    if refused:
        messages.warning(request, refused)
    else:
        messages.success(request, _("Joined: it counts once, by the bank’s line."))
    return _to(entry_of(entry_id))


@require_POST
@or_404
@needs(Right.MATCH)
def apart(request: StaffRequest, entry_id: int, line_id: int) -> HttpResponse:
    """They are two payments."""
    by_hand.keep_apart(entry_id, line_id, on=request.today, actor=request.actor)
    messages.success(request, _("Noted: they are two payments."))
    return _to(entry_of(entry_id))


def _written(form: EntryForm, on: date, actor: str) -> HandEntry:
    said = form.cleaned_data
    content = said["document"].read() if said["document"] else b""
    new_entry = by_hand.NewEntry(
        day=said["day"],
        amount=said["amount"] if said["way"] == "in" else -said["amount"],
        party=said["party"],
        kind=Kind(said["kind"]),
        means=Means(said["means"]),
        key=f"hand:{said['key']}",
        note=said["note"],
        document_id=keep(content, proof_type(content)).id if content else None,
    )
    return by_hand.write_down(new_entry, on=on, actor=actor)


def _to(entry: HandEntry) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:movement", args=[movement_of_entry(entry.id)]))
