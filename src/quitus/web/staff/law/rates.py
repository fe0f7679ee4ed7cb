"""The rates that the firm's law calculates with, by half-year, and those that the firm adds itself."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quitus.apps.law.actions import add_rate, recall_rate
from quitus.apps.law.models import AddedRate
from quitus.apps.law.queries import law_in_force, rate_tables, rates_to_look_up
from quitus.apps.organisations.rights import Right
from quitus.domain.law.rates import half_year
from quitus.domain.refused import Refused
from quitus.ports import formats
from quitus.web.calculators import words
from quitus.web.calculators.rates import half_years, shown_tables
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.law.forms import RateForm, RecallForm
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried
from quitus.web.templatetags.quitus import language

TEMPLATE = "staff/law/rates.html"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AddedLine:
    """A rate that the firm added, as one reads it; a recalled one is struck through."""

    row: AddedRate
    name: str
    percent: str


@require_safe
@needs(Right.READ)
def rates(request: StaffRequest) -> HttpResponse:
    """All rates with their sources; who keeps the books adds the next one."""
    return _page(request, None)


@require_POST
@needs(Right.KEEP_BOOKS)
def add(request: StaffRequest) -> HttpResponse:
    """The rate of a half-year beside those that are known."""
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


@require_http_methods(["GET", "POST"])
@needs(Right.KEEP_BOOKS)
@or_404
def recall(request: StaffRequest, rate_id: int) -> HttpResponse:
    """Take back a rate that was added wrong, with the reason."""
    line = _line(AddedRate.objects.get(id=rate_id))
    sent = request.POST if request.method == "POST" else None
    form = RecallForm(sent)
    if sent is not None and form.is_valid():
        with tried(form):
            recall_rate(rate_id, form.cleaned_data["reason"], on=request.today, actor=request.actor)
        if form.is_valid():
            messages.success(request, _("Recalled. Another one can be added in its place."))
            return HttpResponseRedirect(reverse("staff:rates"))
    return page(
        request,
        "staff/law/rate_recall.html",
        {"line": line, "form": form},
        status=200 if sent is None else 422,
    )


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
        "added": [_line(row) for row in AddedRate.objects.order_by("-since", "table", "-id")],
        "missing": [(words.table_name(one.table), one) for one in missing],
        "may_settle": Right.KEEP_BOOKS in request.rights,
    }
    return page(request, TEMPLATE, context, status=status)


def _halves() -> list[tuple[str, str]]:
    """Each table's next half-year, then the one before its first: its first day and the table's name, as the form sends
    it, and in words.
    """
    try:
        tables = rate_tables()
    except Refused:
        return []
    next_ones = [(table.known_until + ONE_DAY, name) for name, table in tables.items()]
    earlier = [(half_year(table.known_since - ONE_DAY)[0], name) for name, table in tables.items()]
    return [(f"{since.isoformat()} {name}", _half_words(since, name)) for since, name in next_ones + earlier]


def _line(row: AddedRate) -> AddedLine:
    return AddedLine(row, words.table_name(row.table), words.percent_words(row.percent))


def _half_words(since: date, table: str) -> str:
    return _("From %(day)s: %(rate)s") % {
        "rate": words.table_name(table),
        "day": formats.full_date(since, language()),
    }
