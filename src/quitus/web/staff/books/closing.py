"""Close the books: what will happen, then the word that makes it so."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.books.closing import closable_months, close_books, preview_closing
from quitus.apps.books.head import closed_until
from quitus.apps.organisations.rights import Right
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence
from quitus.web.formats import full_date
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.books.forms import CloseForm
from quitus.web.staff.books.shown import JOURNALS, books_page


@require_safe
@needs(Right.KEEP_BOOKS)
def preview(request: StaffRequest) -> HttpResponse:
    """What closing up to a day does: the end of the first open month unless the address says another day."""
    months = closable_months(request.today)
    until, trouble = asked.day_or_why(request, "until", months[0] if months else date.min)
    if trouble:
        return _page(request, until=None, trouble=trouble, status=422)
    if until == date.min:
        return _page(request, until=None)
    return _preview_of(request, until)


@require_POST
@needs(Right.KEEP_BOOKS)
def close(request: StaffRequest) -> HttpResponse:
    """Close. The form names the day that was previewed and what was to be numbered: other entries ask again."""
    form = CloseForm(request.POST, today=request.today)
    if not form.is_valid():
        said = form.errors.get("until") if request.POST.get("until") else None
        trouble = said[0] if said else _("Choose the last day to close.")
        return _page(request, until=None, trouble=trouble, status=422)
    until = form.cleaned_data["until"]
    try:
        shown = preview_closing(until, today=request.today)
        if shown.entries != form.cleaned_data["entries"]:
            return _preview_of(request, until, changed=True, status=422)
        close_books(until, on=request.today, actor=request.actor)
    except Refused as refusal:
        return _page(request, until=until, trouble=refusal_sentence(refusal), status=422)
    messages.success(
        request, _("The books are closed until %(day)s.") % {"day": full_date(until, get_language() or "fr")}
    )
    return HttpResponseRedirect(reverse("staff:books"))


def _preview_of(
    request: StaffRequest, until: date, *, changed: bool = False, status: int = 200
) -> HttpResponse:
    try:
        found = preview_closing(until, today=request.today)
    except Refused as refusal:
        return _page(request, until=until, trouble=refusal_sentence(refusal), status=422)
    journals = [(JOURNALS[one.journal], one) for one in found.journals]
    years = {one.year for one in found.journals}
    return _page(
        request,
        until=until,
        status=status,
        found=found,
        journals=journals,
        several_years=len(years) > 1,
        changed=changed,
    )


def _page(request: StaffRequest, *, until: date | None, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "until": until,
        "months": closable_months(request.today),
        "closed_until": closed_until(),
        **more,
    }
    return books_page(request, "close", "books", context, status=status)
