"""Steps that a person carries out."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quitus.apps.organisations.rights import Right
from quitus.apps.reminders.tasks import settle_task
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.missing import or_404


@require_POST
@needs(Right.REMIND)
@or_404
def settle(request: StaffRequest, reminder_id: int) -> HttpResponse:
    """Done, or not this time: whatever is not "done" is the latter."""
    done = request.POST.get("answer") == "done"
    settle_task(reminder_id, done=done, on=request.today, by=request.actor)
    messages.success(request, _("Noted: it is done.") if done else _("Noted: this step does not happen."))
    return HttpResponseRedirect(reverse("staff:reminders") + "#tasks")
