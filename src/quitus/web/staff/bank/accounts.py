"""Accounts that are no longer used: said once, and no reminder waits for their statements."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quitus.apps.banking.accounts import close_account, reopen_account
from quitus.apps.banking.known_days import bank_data_until, go_on_without
from quitus.apps.organisations.rights import Right
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.missing import or_404
from quitus.web.typed import DayField


class DaysForm(forms.Form):
    """The days that were on the screen: others may be missing by now."""

    first = DayField()
    last = DayField()


@require_POST
@or_404
@needs(Right.MATCH)
def close(request: StaffRequest, account_id: int) -> HttpResponse:
    """Nobody waits for this account's statements any more."""
    close_account(account_id, on=request.today, actor=request.actor)
    if bank_data_until() is None:
        messages.warning(
            request, _("Closed. No account is left: before each reminder Quitus asks you whether money came.")
        )
    else:
        messages.success(request, _("Closed. Reminders no longer wait for its statements."))
    return _back()


@require_POST
@or_404
@needs(Right.MATCH)
def reopen(request: StaffRequest, account_id: int) -> HttpResponse:
    """It is in use after all."""
    reopen_account(account_id, on=request.today, actor=request.actor)
    messages.success(request, _("In use again. Reminders wait for its statements."))
    return _back()


@require_POST
@or_404
@needs(Right.MATCH)
def go_on(request: StaffRequest, account_id: int) -> HttpResponse:
    """A person knows what happened on the days that no statement tells."""
    form = DaysForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    days = (form.cleaned_data["first"], form.cleaned_data["last"])
    go_on_without(account_id, days, on=request.today, actor=request.actor)
    messages.success(request, _("Noted. Reminders no longer wait for these days."))
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('staff:statements')}#h-accounts")
