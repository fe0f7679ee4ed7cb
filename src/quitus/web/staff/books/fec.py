"""The FEC of a financial year, to take away."""

import tempfile
from typing import cast

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from quitus.apps.books.fec import prepare_fec, write_fec_to
from quitus.apps.organisations.rights import Right
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.books.period import chosen_period


@require_safe
@needs(Right.READ)
def fec(request: StaffRequest) -> HttpResponse:
    """The file of the year that the address names; `provisional` also while it is open.

    Written behind the wall to a file that nobody else can open, and sent from there: memory stays flat.
    Refused: what `prepare_fec` refuses.
    """
    year = chosen_period(request).period.year
    planned = prepare_fec(year, today=request.today, provisional="provisional" in request.GET)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it once it is sent
    write_fec_to(file, planned)
    file.seek(0)
    response = FileResponse(
        file, as_attachment=True, filename=planned.name, content_type="text/plain; charset=utf-8"
    )
    return cast(HttpResponse, response)  # Django's types keep streaming answers apart
