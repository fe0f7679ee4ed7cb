"""The calendar of what goes out, with what waits for a person under it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.insight.open_decisions import MOST, default_policy
from quitus.apps.insight.reminder_calendar import reminder_calendar
from quitus.apps.insight.reminder_desk import desk
from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.rights import Right
from quitus.apps.outbox.approvals import approve_all
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.asked import day, numbers

WEEKS = 3  # drawn at first: what one still remembers, and one screen


@require_safe
@needs(Right.READ)
def calendar(request: StaffRequest) -> HttpResponse:
    """What waits for a person, and what leaves next.

    `weeks=all` in the address shows every week that was played, else the first ones; `day` all of a full day.
    """
    now = business_now(request.organisation)
    found = reminder_calendar(now, request.organisation.country, day(request, "day", None))
    context = {
        "calendar": found,
        "weeks": found.weeks if request.GET.get("weeks") == "all" else found.weeks[:WEEKS],
        "desk": desk(),
        "policy": default_policy(request.today),
        "most": MOST,
    }
    return page(request, "staff/reminders/index.html", context)


@require_POST
@needs(Right.REMIND)
def approve_several(request: StaffRequest) -> HttpResponse:
    """Let the ticked messages leave."""
    count = approve_all(
        numbers(request.POST.getlist("chosen")), now=business_now(request.organisation), by=request.actor
    )
    if count:
        words = ngettext("One message approved.", "%(count)d messages approved.", count) % {"count": count}
        messages.success(request, words)
    else:
        messages.error(request, _("No message was ticked, or they left in the meantime."))
    return HttpResponseRedirect(reverse("staff:reminders"))
