"""The first visit: owner, firm, bank account, mailbox; then one is signed in and sees what to do first.

Nothing is written before the last step. What was typed waits in the session, passwords sealed.
"""

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quitus.apps.onboarding.first import Owner, open_first_firm, opens
from quitus.apps.organisations.actions import FirmDetails
from quitus.apps.organisations.queries import somebody_may_sign_in
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now
from quitus.ports.registry import adapters
from quitus.web.errors import refusal_sentence
from quitus.web.staff.settings.forms import MailForm
from quitus.web.welcome.forms import FirstAccountForm, FirstFirmForm, OwnerForm

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADMITTED = "welcome"  # in the session: the key was shown
TYPED = "welcome-typed"  # in the session: sealed, what the steps so far said


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the way."""

    name: str
    title: Promise
    lead: Promise
    form: type[forms.Form]
    may_skip: bool = False


STEPS = (
    Step("owner", gettext_lazy("You"), gettext_lazy("You will be the owner of this firm."), OwnerForm),
    Step("firm", gettext_lazy("Your firm"), gettext_lazy("As it stands on your invoices."), FirstFirmForm),
    Step(
        "account",
        gettext_lazy("Your bank account"),
        gettext_lazy("Where your clients pay you."),
        FirstAccountForm,
        may_skip=True,
    ),
    Step(
        "mailbox",
        gettext_lazy("Your mailbox"),
        gettext_lazy("Reminders leave in your name, from your own address. Nothing leaves unapproved."),
        MailForm,
        may_skip=True,
    ),
)
NAMES = [step.name for step in STEPS]


@dataclass(frozen=True, slots=True)
class Mark:
    """A step as the component `stepper` shows it."""

    title: str
    words: str
    state: str


@never_cache
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The key opens the first step; without it the page says where the key is."""
    closed = _closed(request)
    if closed:
        return closed
    if not opens(request.GET.get("key", "")):
        if request.session.get(ADMITTED):
            return _to(STEPS[0])
        return render(request, "welcome/locked.html", status=403)
    request.session.cycle_key()
    request.session[ADMITTED] = True
    return _to(STEPS[0])


@never_cache
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One step; the last one opens the firm."""
    closed = _closed(request)
    if closed:
        return closed
    if not request.session.get(ADMITTED):
        return render(request, "welcome/locked.html", status=403)
    typed = _typed(request)
    missing = next((one for one in STEPS if one.name == step or one.name not in typed), STEPS[0])
    if missing.name != step:
        return _to(missing)
    if request.method == "GET":
        return _page(request, missing, missing.form(initial=_initial(missing, typed)))
    return _answer(request, missing, typed)


def _answer(request: HttpRequest, current: Step, typed: dict[str, Any]) -> HttpResponse:
    skips = current.may_skip and "skip" in request.POST
    form = current.form(request.POST)
    if not skips and not form.is_valid():
        return _page(request, current, form, status=422)
    typed[current.name] = {} if skips else form.cleaned_data
    if current is not STEPS[-1]:
        request.session[TYPED] = adapters().sealer.seal(json.dumps(typed)).hex()
        return _to(STEPS[STEPS.index(current) + 1])
    try:
        return _open(request, typed, None if skips else form)
    except Refused as refusal:
        form.add_error(None, refusal_sentence(refusal))
        return _page(request, current, form, status=422)


def _open(request: HttpRequest, typed: dict[str, Any], mail: forms.Form | None) -> HttpResponse:
    details = FirmDetails(**typed["firm"], **typed["account"], language=get_language() or "fr")
    settings = mail.settings() if isinstance(mail, MailForm) else None
    _firm, user = open_first_firm(details, Owner(**typed["owner"]), settings, on=real_now().date())
    request.session.flush()
    login(request, user, backend=BACKEND)
    messages.success(
        request, _("Your firm is open. Now bring in your clients and invoices: nothing leaves by itself.")
    )
    return HttpResponseRedirect(reverse("staff:today"))


def _closed(request: HttpRequest) -> HttpResponse | None:
    """Once somebody may sign in, the way is closed; a signed-in stranger to every firm is told so."""
    if request.user.is_authenticated:
        return render(request, "welcome/no_firm.html", status=403)
    return HttpResponseRedirect(reverse("account_login")) if somebody_may_sign_in() else None


def _typed(request: HttpRequest) -> dict[str, Any]:
    sealed = request.session.get(TYPED, "")
    typed: dict[str, Any] = json.loads(adapters().sealer.unseal(bytes.fromhex(sealed))) if sealed else {}
    return typed


def _initial(current: Step, typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed before, and what can be guessed from it; never a password."""
    before = {name: value for name, value in typed.get(current.name, {}).items() if name != "password"}
    owner, firm = typed.get("owner", {}), typed.get("firm", {})
    guesses = {
        "firm": {"contact_name": owner.get("name", ""), "contact_email": owner.get("email", "")},
        "account": {"account_holder": firm.get("name", "")},
        "mailbox": {"from_name": firm.get("name", ""), "from_address": owner.get("email", ""), "port": 587},
    }
    return {**guesses.get(current.name, {}), **before}


def _page(request: HttpRequest, current: Step, form: forms.Form, *, status: int = 200) -> HttpResponse:
    here = STEPS.index(current)
    marks = [
        Mark(str(one.title), "", "done" if place < here else "current" if place == here else "")
        for place, one in enumerate(STEPS)
    ]
    context = {
        "step": current,
        "marks": marks,
        "form": form,
        "before": reverse("welcome_step", args=[STEPS[here - 1].name]) if here else "",
        "last": current is STEPS[-1],
    }
    return render(request, "welcome/step.html", context, status=status)


def _to(wanted: Step) -> HttpResponse:
    return HttpResponseRedirect(reverse("welcome_step", args=[wanted.name]))
