"""Make a client, change its card, put it aside, revoke its secret link."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quitus.apps.clients import actions
from quitus.apps.clients.details import details_of
from quitus.apps.clients.links import revoke_link
from quitus.apps.clients.queries import client_named
from quitus.apps.organisations.rights import Right
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.clients.forms import ClientForm, ContactForm, client_initial
from quitus.web.staff.clients.views import crumbs
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried


@require_http_methods(["GET", "POST"])
@needs(Right.KEEP_CLIENTS)
def new(request: StaffRequest) -> HttpResponse:
    """Make a client with a first contact, who may be left empty."""
    sent = request.POST if request.method == "POST" else None
    firm = request.organisation
    form = ClientForm(sent, initial={"country": firm.country, "language": firm.language})
    person = ContactForm(sent, prefix="contact")
    if sent is not None and form.is_valid() and person.is_valid():
        client_id = 0
        with tried(form):
            people = [person.details()] if _says_something(person) else []
            client_id = actions.create_client(form.details(), *people, on=request.today, actor=request.actor)
        if form.is_valid():
            messages.success(request, _("The client is there."))
            return HttpResponseRedirect(reverse("staff:client", args=[client_id]))
    context = {
        "form": form,
        "person": person,
        "crumbs": [(_("Clients"), reverse("staff:clients")), (_("New client"), "")],
    }
    return page(request, "staff/clients/new.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "POST"])
@needs(Right.KEEP_CLIENTS)
@or_404
def edit(request: StaffRequest, client_id: int) -> HttpResponse:
    """Change a client's card, how it pays and the notes about it."""
    client = client_named(client_id)
    sent = request.POST if request.method == "POST" else None
    form = ClientForm(sent, initial=client_initial(details_of(client)))
    if sent is not None and form.is_valid():
        with tried(form):
            changed = replace(form.details(), number=form.cleaned_data["number"])
            actions.update_client(client_id, changed, on=request.today, actor=request.actor)
        if form.is_valid():
            messages.success(request, _("The card is changed."))
            return HttpResponseRedirect(reverse("staff:client", args=[client_id]))
    context = {"form": form, "client": client, "crumbs": crumbs(client_id, client.name, _("Change the card"))}
    return page(request, "staff/clients/edit.html", context, status=422 if sent is not None else 200)


@require_POST
@needs(Right.KEEP_CLIENTS)
@or_404
def archive(request: StaffRequest, client_id: int) -> HttpResponse:
    """Put a client aside; refused while it owes."""
    actions.archive_client(client_id, on=request.today, actor=request.actor)
    messages.success(request, _("The client is put aside; its history stays readable."))
    return HttpResponseRedirect(reverse("staff:client", args=[client_id]))


@require_POST
@needs(Right.KEEP_CLIENTS)
@or_404
def restore(request: StaffRequest, client_id: int) -> HttpResponse:
    """Take a client back into the lists."""
    client_named(client_id)
    actions.restore_client(client_id, on=request.today, actor=request.actor)
    messages.success(request, _("The client is back in the lists."))
    return HttpResponseRedirect(reverse("staff:client", args=[client_id]))


@require_POST
@needs(Right.REMIND)
@or_404
def revoke(request: StaffRequest, client_id: int) -> HttpResponse:
    """Close the client's secret link for good."""
    revoke_link(client_id, on=request.today, actor=request.actor)
    messages.success(request, _("The old link opens nothing any more. The new one is on the card."))
    return HttpResponseRedirect(reverse("staff:client", args=[client_id]) + "#link")


def _says_something(person: ContactForm) -> bool:
    values = person.cleaned_data
    return bool(values["name"] or values["email"] or values["phone"])
