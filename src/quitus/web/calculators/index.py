"""What can be calculated here, by anyone."""

from django.http import HttpRequest, HttpResponse

from quitus.domain.law.countries import law_of
from quitus.domain.refused import Refused
from quitus.web.calculators import words
from quitus.web.calculators.opening import open_to_all, room_page, today


@open_to_all
def index(request: HttpRequest) -> HttpResponse:
    """The five questions, under the rate that most of them are about."""
    law = law_of("FR")
    try:
        rate = law.business.rates.on(today())
    except Refused:  # nobody has added the rate of this half-year yet
        return room_page(request, "index", {})
    return room_page(request, "index", {"rate": rate, "percent": words.percent_words(rate.percent)})
