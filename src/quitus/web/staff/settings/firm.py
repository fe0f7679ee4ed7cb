"""The firm's card and the account on which it is paid."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quitus.apps.onboarding.firm import change_details
from quitus.apps.organisations.queries import current_organisation
from quitus.apps.organisations.rights import Right
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.own_password import PasswordForm
from quitus.web.staff.settings.account_alarm import tell_owners
from quitus.web.staff.settings.forms import BankAccountForm, FirmForm

# Which field of a form a refusal is about.
FIELDS = {
    "firm_without_name": "name",
    "siren_malformed": "siren",
    "siren_check_wrong": "siren",
    "iban_malformed": "iban",
    "iban_check_wrong": "iban",
    "bic_malformed": "bic",
    "holder_too_long": "account_holder",
}


@require_http_methods(["GET", "POST"])
@needs(Right.SETTLE)
def firm(request: StaffRequest) -> HttpResponse:
    """Who the firm is, and whom a debtor asks."""
    if request.method == "GET":
        return page(request, "staff/settings/firm.html", {"form": FirmForm(initial=_initial(request))})
    form = FirmForm(request.POST)
    if form.is_valid() and _change(request, form):
        return _done(request, "firm")
    return page(request, "staff/settings/firm.html", {"form": form}, status=422)


@require_http_methods(["GET", "POST"])
@needs(Right.SETTLE)
def bank_account(request: StaffRequest) -> HttpResponse:
    """Where the firm is paid. Another IBAN is shown beside the old one, and holds once it is confirmed with the
    password of who changes it.
    """
    if request.method == "GET":
        return _account_page(request, BankAccountForm(initial=_initial(request)))
    form = BankAccountForm(request.POST)
    password = PasswordForm(request.POST if "confirmed_iban" in request.POST else None, request=request)
    swapped: dict[str, Any] = {}
    if form.is_valid():
        old = request.organisation.iban
        try:
            changed = change_details(
                form.cleaned_data,
                on=request.today,
                by=request.actor,
                confirmed_iban=request.POST["confirmed_iban"] if password.is_valid() else "",
            )
        except Refused as refusal:
            if refusal.code == "iban_change_unconfirmed":
                swapped = dict(refusal.facts)
            else:
                form.add_error(FIELDS.get(refusal.code), refusal_sentence(refusal))
        else:
            if old and "iban" in changed:
                tell_owners(request, old, current_organisation().iban)
            return _done(request, "bank")
    return _account_page(request, form, swapped=swapped, password_form=password, status=422)


def _account_page(
    request: StaffRequest, form: BankAccountForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return page(request, "staff/settings/bank_account.html", {"form": form, **more}, status=status)


def _change(request: StaffRequest, form: forms.Form) -> bool:
    try:
        change_details(form.cleaned_data, on=request.today, by=request.actor)
    except Refused as refusal:
        form.add_error(FIELDS.get(refusal.code), refusal_sentence(refusal))
        return False
    return True


def _initial(request: StaffRequest) -> dict[str, Any]:
    names = (*FirmForm.base_fields, *BankAccountForm.base_fields)
    return {name: getattr(request.organisation, name) for name in names}


def _done(request: StaffRequest, part: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"{reverse('staff:settings')}#{part}")
