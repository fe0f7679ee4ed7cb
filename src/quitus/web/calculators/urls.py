"""The calculators' addresses: open to all, indexed by whoever likes."""

from django.urls import path

from quitus.web.calculators.deadlines import deadlines
from quitus.web.calculators.due import due
from quitus.web.calculators.index import index
from quitus.web.calculators.late import late, late_csv, late_pdf
from quitus.web.calculators.limitation import limitation
from quitus.web.calculators.rates import rates, rates_csv

app_name = "calculators"

urlpatterns = [
    path("", index, name="index"),
    path("/late", late, name="late"),
    path("/late.csv", late_csv, name="late_csv"),
    path("/late.pdf", late_pdf, name="late_pdf"),
    path("/due", due, name="due"),
    path("/limitation", limitation, name="limitation"),
    path("/deadlines", deadlines, name="deadlines"),
    path("/rates", rates, name="rates"),
    path("/rates.csv", rates_csv, name="rates_csv"),
]
