"""The list of clients, and the card that answers "how do I get paid by them"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from quitus.apps.clients.queries import client_named
from quitus.apps.insight.account_statement import OwedLine
from quitus.apps.insight.client_card import ClientCard, client_card
from quitus.apps.insight.client_list import Only, Order, client_list, owing
from quitus.apps.organisations.doors import portal_token
from quitus.apps.organisations.rights import Right
from quitus.apps.timeline.queries import Happening
from quitus.apps.timeline.queries import history as happenings
from quitus.ports import formats
from quitus.web.portal.forms import DisputeForm, PromiseForm
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.charges.unreckoned import reasons
from quitus.web.staff.clients.forms import HoldForm
from quitus.web.staff.law.shown import client_law
from quitus.web.staff.missing import or_404
from quitus.web.staff.next_words import next_words
from quitus.web.templatetags.quitus import language, money_typed
from quitus.web.timeline import Told, actor_name, tell

SHOWN_EVENTS = 8
EVENTS_A_PAGE = 50

FILTERS = [
    (Only.ALL, _("All clients")),
    (Only.OWES, _("Who owe")),
    (Only.LATE, _("Who are late")),
    (Only.ARCHIVED, _("Those put aside")),
]
ORDERS = [(Order.NAME, _("By name")), (Order.OWED, _("By amount owed"))]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a client's history."""

    told: Told
    on: date
    who: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An open instalment, and what the reminders do next about it."""

    owed: OwedLine
    next: str


@require_safe
@needs(Right.READ)
def clients(request: StaffRequest) -> HttpResponse:
    """Clients, searched and narrowed; htmx asks for the rows alone."""
    only, order = asked.word(request, "only", Only), asked.word(request, "order", Order)
    text = asked.text(request)
    found = client_list(request.today, text, only=only, order=order, page=asked.page(request))
    context = {
        "found": found,
        "text": text,
        "only": only,
        "order": order,
        "filters": FILTERS,
        "orders": ORDERS,
        "searched": bool(text or only),
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "staff/clients/rows.html", {**context, "rights": request.rights})
    return page(request, "staff/clients/list.html", {**context, "owing": owing(request.today)})


@require_safe
@needs(Right.READ)
@or_404
def client(request: StaffRequest, client_id: int) -> HttpResponse:
    """The card of one client."""
    return card_page(request, client_id)


@require_safe
@needs(Right.READ)
@or_404
def history(request: StaffRequest, client_id: int) -> HttpResponse:
    """All that happened to a client, the newest first."""
    known = client_named(client_id)
    found = happenings(client_id, limit=EVENTS_A_PAGE + 1, before=asked.number(request, "before"))
    context = {
        "client": known,
        "crumbs": crumbs(client_id, known.name, str(_("History"))),
        "events": entries(found[:EVENTS_A_PAGE], request.today),
        "before": found[EVENTS_A_PAGE - 1].id if len(found) > EVENTS_A_PAGE else None,
    }
    return page(request, "staff/clients/history.html", context)


def card_page(
    request: StaffRequest, client_id: int, *, status: int = 200, opened: str = "", **forms: Any
) -> HttpResponse:
    """The card; a form in which something is to be mended comes back as it was sent, in the fold that is `opened`."""
    card = client_card(client_id, request.today)
    context = {
        "card": card,
        "client": card.account.client,
        "crumbs": crumbs(client_id, card.account.client.name),
        "lines": _open_lines(card, request.today),
        "events": entries(happenings(client_id, limit=SHOWN_EVENTS), request.today),
        "link": _link(request, client_id),
        "legal": client_law(client_id, request.today),
        "unreckoned": reasons(card.charges.unknown),
        "promise_open": opened == "promise",
        "dispute_open": opened == "dispute",
        "hold_open": opened == "hold",
        **_answer_forms(card, request.today),
        **forms,
    }
    return page(request, "staff/clients/card.html", context, status=status)


def crumbs(client_id: int, name: str, here: str = "") -> list[tuple[str, str]]:
    """Where a page about a client stands."""
    clients_page = (str(_("Clients")), reverse("staff:clients"))
    if not here:
        return [clients_page, (name, "")]
    return [clients_page, (name, reverse("staff:client", args=[client_id])), (here, "")]


def entries(found: Sequence[Happening], today: date) -> list[Entry]:
    """Events in words."""
    return [Entry(tell(event, today), event.happened_on, actor_name(event.actor)) for event in found]


def instalment_choices(lines: Sequence[OwedLine]) -> list[tuple[int, str]]:
    """Open instalments as a list to choose from: the invoice's number and what is left."""
    return [(line.id, f"{line.number} · {formats.money(line.remaining, language())}") for line in lines]


def dispute_choices(lines: Sequence[OwedLine]) -> list[tuple[int, str]]:
    """What may be contested: open, and not contested yet."""
    return instalment_choices([line for line in lines if line.contested is None])


def _answer_forms(card: ClientCard, today: date) -> Mapping[str, Any]:
    owed = card.account.owed
    initial = {"amount": money_typed(card.account.overdue or owed)}
    lines = card.account.lines
    return {
        "hold_form": HoldForm(choices=instalment_choices(lines), today=today, prefix="hold"),
        "promise_form": PromiseForm(today=today, owed=owed, prefix="promise", initial=initial),
        "dispute_form": DisputeForm(choices=dispute_choices(lines), prefix="dispute"),
    }


def _open_lines(card: ClientCard, today: date) -> list[OpenLine]:
    steps = card.next.steps
    return [
        OpenLine(line, next_words(steps[line.id], today) if line.id in steps else "")
        for line in card.account.lines
    ]


def _link(request: StaffRequest, client_id: int) -> str:
    """The client's secret link, for those who may answer in its name; "" for the others."""
    if Right.REMIND not in request.rights:
        return ""
    return request.build_absolute_uri(reverse("portal:account", args=[portal_token(client_id)]))
