"""The rates of a country's law: those of a day, and all of them by half-year, with their sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from quitus.domain.law.countries import CountryLaw, law_of, missing_rates
from quitus.domain.law.rates import Rate, RateTable
from quitus.ports.registry import adapters
from quitus.ports.tables import Cell
from quitus.web.calculators import words
from quitus.web.calculators.opening import open_to_all, room_page, today
from quitus.web.calculators.questions import Question
from quitus.web.typed import DayField


class RatesQuestion(Question):
    """Whose law, and on which day."""

    ASKS = ""  # a page of rates asks for nothing

    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=words.countries)
    on = DayField(label=gettext_lazy("On which day?"))

    @classmethod
    def usual(cls, today: date) -> dict[str, str]:
        return {"country": "FR", "on": today.isoformat()}


@dataclass(frozen=True, slots=True)
class ShownRate:
    """A rate as one reads it."""

    rate: Rate
    percent: str
    source: str
    doubt: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table: what it is called, its rate on the day, all of them, the newest first."""

    id: str
    name: str
    now: ShownRate | None
    rates: list[ShownRate]


def shown_tables(law: CountryLaw, on: date) -> list[ShownTable]:
    """Every table of a law."""
    return [_shown(table, on) for table in law.tables]


def _shown(table: RateTable, on: date) -> ShownTable:
    rates = [_rate(rate) for rate in reversed(table.rates)]
    now = next((one for one in rates if one.rate.since <= on <= one.rate.until), None)
    return ShownTable(table.name.partition(" ")[2], words.table_name(table.name), now, rates)


def _rate(rate: Rate) -> ShownRate:
    return ShownRate(
        rate, words.percent_words(rate.percent), words.source_words(rate), words.doubt(rate.confidence)
    )


def half_years(tables: list[ShownTable]) -> Iterator[tuple[Rate, list[ShownRate | None]]]:
    """Each half-year, the newest first, with what each table says of it."""
    known = [{one.rate.since: one for one in table.rates} for table in tables]
    begins = sorted({since for rates in known for since in rates}, reverse=True)
    for since in begins:
        row = [rates.get(since) for rates in known]
        yield next(one.rate for one in row if one), row


@open_to_all
def rates(request: HttpRequest) -> HttpResponse:
    """The rates of a day, large; then the whole table, and the source of each rate."""
    question = _question(request)
    if not question.is_valid():
        return room_page(request, "rates", {"form": question}, status=422)
    country, on = question.cleaned_data["country"], question.cleaned_data["on"]
    law = law_of(country)
    tables = shown_tables(law, on)
    context = {
        "form": question,
        "country": words.country_name(country),
        "on": on,
        "tables": tables,
        "single": len(tables) == 1,
        "others_now": [table for table in tables[1:] if table.now],
        "known": any(table.now for table in tables),
        "rows": list(half_years(tables)),
        "missing": [(words.table_name(one.table), one) for one in missing_rates(law, today())],
        "query": f"country={country}",
    }
    return room_page(request, "rates", context)


@open_to_all
def rates_csv(request: HttpRequest) -> HttpResponse:
    """All rates of a country for a spreadsheet."""
    question = _question(request)
    if not question.is_valid():
        return room_page(request, "rates", {"form": question}, status=422)
    law = law_of(question.cleaned_data["country"])
    headers = [
        pgettext("rates", "Rate"),
        pgettext("worksheet", "From"),
        pgettext("worksheet", "To"),
        _("Yearly rate (%)"),
        pgettext("worksheet", "Source"),
        _("How sure"),
    ]
    rows: list[list[Cell]] = [
        [
            words.table_name(table.name),
            rate.since,
            rate.until,
            rate.percent,
            words.source_words(rate),
            str(words.CONFIDENCE[rate.confidence]),
        ]
        for table in law.tables
        for rate in table.rates
    ]
    response = HttpResponse(adapters().tables.write(headers, rows), content_type="text/csv; charset=utf-8")
    name = _("rates-%(country)s.csv") % {"country": law.country}
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _question(request: HttpRequest) -> RatesQuestion:
    """Always asked: what the address leaves out is as usual."""
    usual = RatesQuestion.usual(today())
    return RatesQuestion({**usual, **{name: request.GET[name] for name in usual if name in request.GET}})
