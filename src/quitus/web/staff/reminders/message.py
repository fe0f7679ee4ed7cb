"""One message: its very words, and what a person decides about it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.insight.message_card import MessageCard, message_card
from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.rights import Right
from quitus.apps.outbox import actions
from quitus.ports import formats
from quitus.web.middleware import content_policy
from quitus.web.reminder_words import reason_words, step_name
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.debtor_links import without_debtor_link
from quitus.web.staff.missing import or_404
from quitus.web.staff.reminders.forms import PostponeForm, WordForm
from quitus.web.staff.trying import tried


@require_safe
@needs(Right.READ)
@or_404
def show(request: StaffRequest, message_id: int) -> HttpResponse:
    """The message, as it would leave now or as it left."""
    return _page(request, message_id)


@xframe_options_sameorigin
@require_safe
@needs(Right.READ)
@or_404
def mail(request: StaffRequest, message_id: int) -> HttpResponse:
    """The mail itself, for the frame on the message's page: with its own style, without any script."""
    sheet = message_card(message_id, business_now(request.organisation)).sheet
    if sheet is None:
        raise Http404
    # A link followed in the frame would open the debtor's page there, which no frame may hold.
    response = HttpResponse(
        without_debtor_link(request, sheet.html).replace("<head>", '<head><base target="_blank">', 1)
    )
    response.headers["Content-Security-Policy"] = content_policy(
        script_src="'none'", style_src="'unsafe-inline'", frame_ancestors="'self'", form_action="'none'"
    )
    return response


@require_POST
@needs(Right.REMIND)
@or_404
def approve(request: StaffRequest, message_id: int) -> HttpResponse:
    """Let it leave; the balance is read once more before it does."""
    actions.approve(message_id, now=business_now(request.organisation), by=request.actor)
    return _done(request, _("Approved. The balance is read once more before it leaves."), message_id)


@require_POST
@needs(Right.REMIND)
@or_404
def postpone(request: StaffRequest, message_id: int) -> HttpResponse:
    """Not before a day."""
    form = PostponeForm(request.POST, today=request.today)
    if form.is_valid():
        with tried(form):
            actions.postpone(
                message_id,
                form.cleaned_data["until"],
                now=business_now(request.organisation),
                by=request.actor,
            )
    if not form.is_valid():
        return _page(request, message_id, postpone_form=form, status=422)
    return _done(request, _("Put off."), message_id)


@require_POST
@needs(Right.REMIND)
@or_404
def withdraw(request: StaffRequest, message_id: int) -> HttpResponse:
    """It does not leave, and its step is not said again."""
    actions.withdraw(message_id, now=business_now(request.organisation), by=request.actor)
    return _done(request, _("Withdrawn: it does not leave."), message_id)


@require_POST
@needs(Right.REMIND)
@or_404
def word(request: StaffRequest, message_id: int) -> HttpResponse:
    """A personal word; the message then shows it in its place."""
    form = WordForm(request.POST)
    if form.is_valid():
        with tried(form):
            actions.set_personal_word(
                message_id,
                form.cleaned_data["word"],
                now=business_now(request.organisation),
                by=request.actor,
            )
    if not form.is_valid():
        return _page(request, message_id, word_form=form, status=422)
    return _done(request, _("Your word is in the message."), message_id)


@require_POST
@needs(Right.REMIND)
@or_404
def arrived(request: StaffRequest, message_id: int) -> HttpResponse:
    """An unsure message did arrive."""
    actions.say_arrived(message_id, now=business_now(request.organisation), by=request.actor)
    return _done(request, _("Noted: it counts as sent."), message_id)


@require_POST
@needs(Right.REMIND)
@or_404
def again(request: StaffRequest, message_id: int) -> HttpResponse:
    """An unsure or refused message leaves once more."""
    actions.send_again(message_id, now=business_now(request.organisation), by=request.actor)
    return _done(request, _("It leaves again, once the balance has been read."), message_id)


def _page(request: StaffRequest, message_id: int, *, status: int = 200, **forms: Any) -> HttpResponse:
    card = message_card(message_id, business_now(request.organisation))
    context = {
        "card": card,
        "plain": without_debtor_link(request, card.sheet.text) if card.sheet else "",
        "reason": reason_words(card.line.reason) if card.line.reason else "",
        "step": step_name(card.line.step),
        "steps": [
            {"title": step_name(mark.key), "words": _day(mark.on), "state": mark.state} for mark in card.steps
        ],
        "left_out": _left_out(card),
        "recipient": _recipient(card),
        "postpone_open": "postpone_form" in forms,
        "word_open": "word_form" in forms,
        "postpone_form": PostponeForm(today=request.today),
        "word_form": WordForm(initial={"word": card.personal_word}),
        **forms,
    }
    return page(request, "staff/reminders/message.html", context, status=status)


def _recipient(card: MessageCard) -> str:
    address = card.sheet.to_address if card.sheet else card.line.to_address
    return f"{card.line.to_name} <{address}>" if card.line.to_name else address


def _day(moment: date | None) -> str:
    return formats.day_month(moment, get_language() or "fr") if moment else ""


def _left_out(card: MessageCard) -> list[dict[str, Any]]:
    """The instalments that the message no longer speaks of, with the reason in words."""
    return [{"line": one, "reason": reason_words(one.dropped)} for one in card.about if one.dropped]


def _done(request: StaffRequest, words: str, message_id: int) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("staff:message", args=[message_id]))
