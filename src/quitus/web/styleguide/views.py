"""Every component in every state, on invented data: what a screen is made of, and where a change is seen."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quitus.domain.money import Money
from quitus.web import formats
from quitus.web.icons import symbols
from quitus.web.styleguide.forms import sample_form
from quitus.web.templatetags.quitus import STATUSES

TODAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)
# The European payment code of the prototype: the textbook IBAN, a fictional amount and reference.
PAYMENT_CODE = "\n".join(
    [
        "BCD",
        "002",
        "1",
        "SCT",
        "",
        "Studio Marelle",
        "FR7630006000011234567890189",
        "EUR2640.00",
        "",
        "RF95SM20261127",
    ]
)


@dataclass(frozen=True, slots=True)
class Reason:
    sign: str
    words: str
    weight: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    words: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    off: bool


def show(request: HttpRequest) -> HttpResponse:
    """The style guide. Open to everybody: it holds no data of any firm."""
    return render(request, "styleguide/index.html", {**_frame(), **_amounts(), **_lists()})


def _frame() -> dict[str, object]:
    return {
        "organisation": {"name": "Studio Marelle"},
        "user": {"name": "Camille Rousseau", "email": "camille@studio-marelle.example"},
        "counts": {"today": 4, "bank": 3, "reminders": 1},
        "today": TODAY,
        "yesterday": MONDAY,
        "long_ago": date(2025, 6, 1),
        "form": sample_form(),
        "icons": sorted(name.removeprefix("i-") for name in symbols() if name.startswith("i-")),
        "statuses": list(STATUSES),
        "payment_code": PAYMENT_CODE,
    }


def _amounts() -> dict[str, object]:
    return {
        "owed": Money(1_864_250, "EUR"),
        "received": Money(1_138_000, "EUR"),
        "invoice": Money(124_000, "EUR"),
        "credit": Money(-8_640, "EUR"),
        "sum": Money(115_360, "EUR"),
        "transfer": Money(96_000, "EUR"),
        "dollars": Money(123_456, "USD"),
        "nothing": Money(0, "EUR"),
        "precision": Decimal("0.996"),
        "total": _weight("0.26"),
        "score": Decimal("0.94"),
        "rival": Decimal("0.41"),
    }


def _lists() -> dict[str, object]:
    week = [MONDAY + timedelta(days=days) for days in range(7)]
    return {
        "crumbs": [
            (_("Clients"), "#"),
            ("Syndicat intercommunal d’aménagement de la vallée de la Haute-Loue", "#"),
            ("FA-2026-0139", ""),
        ],
        "tabs": [(_("Instalments"), "#", True), (_("Promises"), "#", False), (_("History"), "#", False)],
        "reasons": [
            Reason(
                "+", _("The amount is exact"), _weight("0.38"), _("only one open instalment of this amount")
            ),
            Reason("−", _("The name differs"), _weight("-0.12")),
            Reason(
                "·",
                _("Account never seen"),
                _weight("0"),
                _("a personal transfer: it needs your word the first time"),
            ),
        ],
        "steps": [
            Step(_("Your firm"), _("done"), "done"),
            Step(_("Bank"), _("connected"), "done"),
            Step(_("Import"), _("under way"), "current"),
            Step(_("Policy"), _("gentle")),
            Step(_("Preview"), ""),
        ],
        "week": week,
        "days": [Day(on, on.weekday() > 4) for on in week],
        "page": Paginator(range(912), 50).page(2),
    }


def _weight(points: str) -> str:
    return formats.number(Decimal(points), get_language() or "fr")
