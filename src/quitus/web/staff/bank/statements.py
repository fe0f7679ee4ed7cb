"""Statements: bring files in, see whether each adds up and what in it could not be read."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.banking.account_queries import accounts, accounts_in_use
from quitus.apps.banking.statements.importing import Imported
from quitus.apps.banking.statements.statement_list import announced, statement_page
from quitus.apps.banking.statements.uploads import Turned, Upload, import_uploads
from quitus.apps.banking.tables.waiting_files import waiting_files
from quitus.apps.organisations.rights import Right
from quitus.web.errors import refusal_sentence
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.asked import number
from quitus.web.staff.bank.forms import ImportForm
from quitus.web.staff.bank.known_tables import shown_tables
from quitus.web.staff.bank.told import shown_statement


@require_safe
@needs(Right.READ)
def statements(request: StaffRequest) -> HttpResponse:
    """The last statements, and the form that brings in others."""
    return _page(request, ImportForm(accounts=accounts_in_use()))


@require_POST
@needs(Right.MATCH)
def import_files(request: StaffRequest) -> HttpResponse:
    """Take in each file; a sentence says what became of it."""
    form = ImportForm(request.POST, request.FILES, accounts=accounts_in_use())
    if not form.is_valid():
        return _page(request, form, status=422)
    uploads = [Upload(file.name or "", file.size or 0, file) for file in form.cleaned_data["statements"]]
    account_id = form.cleaned_data.get("account")
    results = import_uploads(uploads, on=request.today, actor=request.actor, account_id=account_id)
    waiting = [one for one in results if one.waiting is not None]
    if all(one.refused for one in results) and not waiting:
        for one in results:
            form.add_error("statements", result_sentence(one))
        return _page(request, form, status=422)
    for one in results:
        tell = messages.success if not one.refused else messages.info if one.waiting else messages.error
        tell(request, result_sentence(one))
    if waiting:
        return HttpResponseRedirect(reverse("staff:columns", args=[waiting[0].waiting]))
    return HttpResponseRedirect(reverse("staff:statements"))


def result_sentence(result: Turned) -> str:
    """What became of one file, in words."""
    name = {"name": result.name[:100]}
    if result.waiting is not None:
        return _("%(name)s is kept. It is read once you have said what its columns mean.") % name
    if result.refused:
        return _("%(name)s: %(why)s") % {**name, "why": refusal_sentence(result.refused)}
    done = result.imported
    if done is None or done.same_file:
        return _("%(name)s was here already: nothing changed.") % name
    return _("%(name)s: %(what)s.") % {**name, "what": ", ".join(_brought(done))}


def _brought(done: Imported) -> list[str]:
    parts = [(ngettext("%d new line", "%d new lines", done.new)) % done.new]
    if done.matched:
        parts.append(
            ngettext("%d matched by itself", "%d matched by themselves", done.matched) % done.matched
        )
    if done.suggested:
        parts.append(ngettext("%d to confirm", "%d to confirm", done.suggested) % done.suggested)
    if done.known:
        parts.append(ngettext("%d known already", "%d known already", done.known) % done.known)
    if done.pending:
        parts.append(
            ngettext("%d announced, not booked yet", "%d announced, not booked yet", done.pending)
            % done.pending
        )
    if done.unbalanced:
        parts.append(_("the lines do not lead from the first balance to the last"))
    if done.problems:
        parts.append(ngettext("%d problem, below", "%d problems, below", done.problems) % done.problems)
    return parts


def _page(request: StaffRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
    found, older = statement_page(before=number(request, "before"))
    context = {
        "statements": [shown_statement(one, request.today) for one in found],
        "older": f"{reverse('staff:statements')}?{urlencode({'before': older})}#h-read" if older else "",
        "announced": announced(request.today, request.organisation.currency),
        "form": form,
        "accounts": accounts(request.today),
        "waiting": waiting_files(),
        "known": shown_tables(),
        "may_match": Right.MATCH in request.rights,
    }
    return page(request, "staff/bank/statements.html", context, status=status)
