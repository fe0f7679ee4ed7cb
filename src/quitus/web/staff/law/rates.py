"""The rates that the firm's law calculates with, by half-year, and those that the firm adds itself."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.law.actions import add_rate
from quitus.apps.law.queries import law_in_force, rate_tables, rates_to_look_up
from quitus.apps.organisations.rights import Right
from quitus.domain.refused import Refused
from quitus.ports import formats
from quitus.web.calculators import words
from quitus.web.calculators.rates import half_years, shown_tables
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.law.forms import RateForm
from quitus.web.templatetags.quitus import language

TEMPLATE = "staff/law/rates.html"


@require_safe
@needs(Right.READ)
def rates(request: StaffRequest) -> HttpResponse:
    """All rates with their sources; who keeps the books adds the next one."""
    return _page(request, None)


@require_POST
@needs(Right.KEEP_BOOKS)
def add(request: StaffRequest) -> HttpResponse:
    """The rate of the half-year that follows the last one known."""
    form = RateForm(request.POST, halves=_halves())
    if form.is_valid():
        table, since = form.which()
        try:
            add_rate(
                table,
                since,
                form.cleaned_data["percent"],
                form.cleaned_data["source"],
                on=request.today,
                actor=request.actor,
            )
        except Refused as refusal:
            form.add_error(_about(refusal), words.refused_words(refusal))
        else:
            messages.success(request, _("Added. Calculations use it, and say that it comes from you."))
            return HttpResponseRedirect(reverse("staff:rates"))
    return _page(request, form, status=422)


def _about(refusal: Refused) -> str | None:
    return {"rate_out_of_reach": "percent", "rate_source_missing": "source"}.get(refusal.code)


def _page(request: StaffRequest, form: RateForm | None, *, status: int = 200) -> HttpResponse:
    try:
        law = law_in_force()
    except Refused as refusal:
        return page(request, TEMPLATE, {"unknown": words.refused_words(refusal)})
    missing = rates_to_look_up(request.today)
    if form is None:
        first = f"{missing[0].since.isoformat()} {missing[0].table}" if missing else ""
        form = RateForm(halves=_halves(), initial={"half": first})
    tables = shown_tables(law, request.today)
    beside = {
        words.table_name(table.name) for table in law.others
    }  # no rule reads them: their sources are enough
    calculated = [table for table in tables if table.name not in beside]
    context = {
        "form": form,
        "tables": tables,
        "calculated": calculated,
        "rows": list(half_years(calculated)),
        "missing": [(words.table_name(one.table), one) for one in missing],
        "may_settle": Right.KEEP_BOOKS in request.rights,
    }
    return page(request, TEMPLATE, context, status=status)


def _halves() -> list[tuple[str, str]]:
    """Each table's next half-year: its first day and the table's name, as the form sends it, and in words."""
    try:
        tables = rate_tables()
    except Refused:
        return []
    found = [(table.known_until + timedelta(days=1), name) for name, table in tables.items()]
    return [(f"{since.isoformat()} {name}", _half_words(since, name)) for since, name in found]


def _half_words(since: date, table: str) -> str:
    return _("%(rate)s, from %(day)s") % {
        "rate": words.table_name(table),
        "day": formats.full_date(since, language()),
    }
