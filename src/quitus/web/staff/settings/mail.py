"""The mailbox from which the firm's messages leave."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quitus.apps.organisations.rights import Right
from quitus.apps.outbox import accounts
from quitus.apps.outbox.accounts import mail_account
from quitus.apps.outbox.mail import Letter
from quitus.apps.outbox.models import MailAccount
from quitus.domain.refused import Refused
from quitus.ports.messages import Handed
from quitus.web.errors import refusal_sentence
from quitus.web.mail_words import outcome_words
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.own_password import PasswordForm
from quitus.web.staff.settings.forms import MailForm

FIELDS = {
    "mail_host_missing": "host",
    "mail_port_impossible": "port",
    "mail_needs_encryption": "security",
    "mail_password_again": "password",
}


@require_http_methods(["GET", "POST"])
@needs(Right.SETTLE)
def mailbox(request: StaffRequest) -> HttpResponse:
    """Its settings; the server's password is taken, never shown.

    Once there is a mailbox, changing it takes one's own password: links to new passwords and the alarm about
    another IBAN leave through it.
    """
    account = mail_account()
    has_password = account is not None and bool(bytes(account.password_sealed))
    if request.method == "GET":
        return _page(
            request, MailForm(initial=_initial(request, account), has_password=has_password), account
        )
    form = MailForm(request.POST, has_password=has_password)
    own = PasswordForm(request.POST, request=request) if account is not None else None
    if form.is_valid() and (own is None or own.is_valid()):
        try:
            accounts.set_mail_account(form.settings(), on=request.today, by=request.actor)
        except Refused as refusal:
            form.add_error(FIELDS.get(refusal.code), refusal_sentence(refusal))
        else:
            messages.success(request, _("Saved. Try it with a message to yourself."))
            return HttpResponseRedirect(f"{reverse('staff:settings')}#mail")
    return _page(request, form, account, own, status=422)


@require_POST
@needs(Right.SETTLE)
def send_test(request: StaffRequest) -> HttpResponse:
    """A message to whoever asks, through the real sender; what the server made of it."""
    subject = _("Quitus: this mailbox works")
    text = _("This message left through the mailbox of %(firm)s. Reminders will leave the same way.") % {
        "firm": request.organisation.name
    }
    letter = Letter(request.user.email, subject, text, format_html("<!doctype html><p>{}</p>", text))
    outcome = accounts.send_test(letter, on=request.today, by=request.actor)
    told = outcome_words(outcome)
    if outcome.handed is Handed.ACCEPTED:
        messages.success(request, told)
    else:
        messages.error(request, f"{told} ({outcome.detail})" if outcome.detail else told)
    return HttpResponseRedirect(f"{reverse('staff:settings')}#mail")


def _page(
    request: StaffRequest,
    form: MailForm,
    account: MailAccount | None,
    own: PasswordForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "own": None if account is None else own or PasswordForm(request=request),
        "stays_here": account is not None and account.kind == MailAccount.Kind.MAILBOX,
    }
    return page(request, "staff/settings/mailbox.html", context, status=status)


def _initial(request: StaffRequest, account: MailAccount | None) -> dict[str, object]:
    if account is None:
        firm = request.organisation
        return {"from_name": firm.name, "from_address": firm.contact_email}
    return {name: getattr(account, name) for name in MailForm.base_fields if name != "password"}
