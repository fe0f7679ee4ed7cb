"""VAT on collection, for the return of a month or a year."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quitus.apps.insight.vat_collected import collected, vat_collected
from quitus.apps.organisations.rights import Right
from quitus.ports.tables import Cell
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.books.period import Chosen, chosen_period, month_of
from quitus.web.staff.books.shown import books_page, csv_file


@require_safe
@needs(Right.READ)
def vat(request: StaffRequest) -> HttpResponse:
    """What was collected by rate; last month unless the address says another period, for that is what one declares."""
    chosen = _chosen(request)
    context = {
        "chosen": chosen,
        "report": vat_collected(chosen.period.first, chosen.period.last),
        "running": chosen.period.last >= request.today,
        "export": f"{reverse('staff:books_vat_export')}?{chosen.query}",
    }
    return books_page(request, "vat", "books_vat", context)


@require_safe
@needs(Right.READ)
def vat_export(request: StaffRequest) -> HttpResponse:
    """Each receipt by rate, with its invoice: what the figures of the return are made of."""
    chosen = _chosen(request)
    headers = [_("Date"), _("Invoice"), _("Client"), _("Rate"), _("Collected incl. VAT"), _("Net"), _("VAT")]
    name = _("vat-%(period)s.csv") % {"period": chosen.value}
    return csv_file(name, headers, _lines(chosen.period.first, chosen.period.last))


def _chosen(request: StaffRequest) -> Chosen:
    last_month, _end = month_of(request.today)
    return chosen_period(request, otherwise=last_month - timedelta(days=1))


def _lines(first: date, last: date) -> Iterator[list[Cell]]:
    for one in collected(first, last):
        named: list[Cell] = [one.day, one.number, one.client]
        for share in one.shares:
            yield [*named, share.rate, share.amount.decimal, share.net.decimal, share.vat.decimal]
        if not one.shares:
            yield [*named, None, one.amount.decimal, None, None]
