"""The persons at a client: add, change, put aside, and whom to ask first."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quitus.apps.clients import actions
from quitus.apps.clients.escalation import ask_sooner
from quitus.apps.clients.queries import client_named, contact_named
from quitus.apps.organisations.rights import Right
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.clients.forms import ContactForm, contact_initial
from quitus.web.staff.clients.views import crumbs
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried


@require_http_methods(["GET", "POST"])
@needs(Right.KEEP_CLIENTS)
@or_404
def new(request: StaffRequest, client_id: int) -> HttpResponse:
    """Add a person, last in the order of escalation."""
    client = client_named(client_id)
    sent = request.POST if request.method == "POST" else None
    form = ContactForm(sent)
    if sent is not None and form.is_valid():
        with tried(form):
            actions.add_contact(client_id, form.details(), on=request.today, actor=request.actor)
        if form.is_valid():
            return _back(request, client_id, _("The contact is there."))
    context = {"form": form, "client": client, "crumbs": crumbs(client_id, client.name, _("New contact"))}
    return page(request, "staff/clients/contact.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "POST"])
@needs(Right.KEEP_CLIENTS)
@or_404
def edit(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Change what is known of a person; another address is written to again."""
    contact = contact_named(contact_id)
    sent = request.POST if request.method == "POST" else None
    form = ContactForm(sent, initial=contact_initial(contact))
    if sent is not None and form.is_valid():
        with tried(form):
            actions.change_contact(contact_id, form.details(), on=request.today, actor=request.actor)
        if form.is_valid():
            return _back(request, contact.client_id, _("The contact is changed."))
    context = {
        "form": form,
        "client": contact.client,
        "contact": contact,
        "crumbs": crumbs(contact.client_id, contact.client.name, str(contact)),
    }
    return page(request, "staff/clients/contact.html", context, status=422 if sent is not None else 200)


@require_POST
@needs(Right.KEEP_CLIENTS)
@or_404
def up(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Ask this person sooner."""
    client_id = ask_sooner(contact_id, on=request.today, actor=request.actor)
    return _back(request, client_id, _("The order is changed."))


@require_POST
@needs(Right.KEEP_CLIENTS)
@or_404
def archive(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Do not ask this person any more."""
    contact = contact_named(contact_id)
    actions.archive_contact(contact_id, on=request.today, actor=request.actor)
    return _back(request, contact.client_id, _("This person is not asked any more."))


def _back(request: StaffRequest, client_id: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("staff:client", args=[client_id]) + "#contacts")
