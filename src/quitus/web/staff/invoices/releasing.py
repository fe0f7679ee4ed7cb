"""After an import: each instalment with the step at which it would start, and the word that lets it go."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from quitus.apps.insight.held_back import held_back, held_ids
from quitus.apps.invoicing.queries import invoice_of_instalment
from quitus.apps.organisations.rights import Right
from quitus.apps.reminders.starting import release_at
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.missing import or_404


@require_http_methods(["GET", "POST"])
@needs(Right.REMIND)
@or_404
def release(request: StaffRequest) -> HttpResponse:
    """Let the reminders of what was imported start: those ticked, each at the step chosen, or all of them."""
    batch_id = asked.number(request, "batch")
    if request.method == "POST":
        return _release(request, batch_id)
    held = held_back(request.today, batch_id=batch_id, page=asked.page(request))
    context = {
        "held": held,
        "crumbs": [(_("Owed to me"), reverse("staff:invoices")), (_("Let reminders start"), "")],
    }
    return page(request, "staff/invoices/release.html", context)


@require_POST
@needs(Right.REMIND)
@or_404
def release_one(request: StaffRequest, instalment_id: int) -> HttpResponse:
    """Let the reminders of one instalment start, from its invoice's page."""
    invoice_id = invoice_of_instalment(instalment_id)
    release_at({instalment_id: ""}, on=request.today, actor=request.actor)
    messages.success(request, _("Its reminders may start."))
    return HttpResponseRedirect(reverse("staff:invoice", args=[invoice_id]))


def _release(request: StaffRequest, batch_id: int | None) -> HttpResponse:
    chosen = held_ids(batch_id) if "all" in request.POST else asked.numbers(request.POST.getlist("chosen"))
    starts = {instalment_id: request.POST.get(f"step-{instalment_id}", "") for instalment_id in chosen}
    count = release_at(starts, on=request.today, actor=request.actor)
    if not count:
        messages.error(request, _("Nothing was ticked that still waits."))
    else:
        words = ngettext(
            "The reminders of one instalment may start.",
            "The reminders of %(count)d instalments may start.",
            count,
        )
        messages.success(request, words % {"count": count})
    return HttpResponseRedirect(request.get_full_path())
