"""What became of the messages, why nothing leaves, and what the user is asked when statements are old."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.answers.actions import Answerer, answer_receipt
from quitus.apps.answers.models import AnswerSource
from quitus.apps.insight.message_history import message_history
from quitus.apps.insight.receipts_asked import receipts_asked
from quitus.apps.insight.why_not import why_not
from quitus.apps.organisations.rights import Right
from quitus.web.reminder_words import reason_words
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.next_words import next_words


@require_safe
@needs(Right.READ)
def history(request: StaffRequest) -> HttpResponse:
    """Messages that left, were refused or withdrawn, by day; `only` names one of these."""
    only = request.GET.get("only", "")
    found = message_history(only, asked.page(request))
    faces = [
        ("", pgettext("messages", "All")),
        ("sent", _("Sent")),
        ("refused", _("Refused")),
        ("withdrawn", _("Withdrawn")),
        ("unsure", _("Unsure")),
    ]
    lines = [{"on": one.on, "line": one.line, "reason": reason_words(one.line.reason)} for one in found.lines]
    context = {"lines": lines, "list_page": found.page, "faces": faces, "only": only}
    return page(request, "staff/reminders/history.html", context)


@require_safe
@needs(Right.READ)
def why(request: StaffRequest) -> HttpResponse:
    """Every open instalment with its reasons; `reason` in the address shows those of one."""
    chosen = request.GET.get("reason", "")
    found = why_not(request.today, chosen, asked.page(request))
    context = {
        "found": found,
        "chosen": chosen,
        "reasons": [(code, _reason(code), count) for code, count in found.counts.items()],
        "lines": [
            {
                "line": line,
                "words": next_words(line.next, request.today),
                "also": [reason_words(code) for code in line.next.reasons[1:]],
            }
            for line in found.lines
        ],
        "list_page": found.page,
    }
    return page(request, "staff/reminders/why.html", context)


@require_safe
@needs(Right.READ)
def received(request: StaffRequest) -> HttpResponse:
    """ "Received?": asked where the statements are too old."""
    found = receipts_asked(request.today, asked.page(request))
    return page(request, "staff/reminders/received.html", {"found": found, "list_page": found.page})


@require_POST
@needs(Right.REMIND)
def answer_received(request: StaffRequest) -> HttpResponse:
    """ "Yes" for one: its payment is written down next, on the client's card. "No" for one, or for all shown."""
    by = Answerer(request.today, AnswerSource.STAFF, request.actor)
    arrived = asked.numbers(request.POST.getlist("yes"))[:1]
    if arrived:
        answer_receipt(arrived, by, received=True)
        messages.success(request, _("Noted. Write the payment down here: reminders rest until then."))
        clients = asked.numbers(request.POST.getlist(f"client-{arrived[0]}"))
        return HttpResponseRedirect(
            reverse("staff:payment_new", args=clients[:1]) if clients else reverse("staff:received")
        )
    missing = asked.numbers(request.POST.getlist("no")) or (
        asked.numbers(request.POST.getlist("chosen")) if "none" in request.POST else []
    )
    answer_receipt(missing, by, received=False)
    messages.success(request, _("Noted: reminders may go on."))
    return HttpResponseRedirect(reverse("staff:received"))


def _reason(code: str) -> str:
    return _("leaves today") if code == "due" else reason_words(code)
