"""Matching by hand: look for open instalments, say how much of the line each receives."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.banking import matching, queries
from quitus.apps.banking.choosing import Choosable, choosable, chosen
from quitus.apps.banking.matching import Decider
from quitus.apps.organisations.rights import Right
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.asked import numbers
from quitus.web.staff.missing import or_404
from quitus.web.typed import typed_amount

FIELD = "amount-"


@dataclass(frozen=True, slots=True)
class Choice:
    """One instalment with what was typed for it."""

    item: Choosable
    field: str
    typed: str = ""
    error: str = ""


@require_safe
@or_404
@needs(Right.MATCH)
def choose(request: StaffRequest, line_id: int) -> HttpResponse:
    """The instalments that `q` finds, or those that owe just the line's amount."""
    line = queries.line(line_id)
    text = request.GET.get("q", "").replace("\x00", "")[:100]
    choices = [Choice(item, f"{FIELD}{item.id}") for item in choosable(text, line.amount)]
    return _page(request, line_id, choices, text)


@require_POST
@or_404
@needs(Right.MATCH)
def match(request: StaffRequest, line_id: int) -> HttpResponse:
    """Match with the amounts typed; everything is shown again when one of them cannot be."""
    typed = _typed(request)
    items = chosen(list(typed))
    choices, amounts = [], {}
    for item in items:
        choice = Choice(item, f"{FIELD}{item.id}", typed[item.id])
        if choice.typed:
            try:
                amounts[item.id] = _amount(choice)
            except ValidationError as wrong:
                choice = replace(choice, error=wrong.messages[0])
        choices.append(choice)
    text = request.POST.get("q", "")
    if any(choice.error for choice in choices):
        return _page(request, line_id, choices, text, status=422)
    try:
        matching.match_by_hand(line_id, amounts, Decider(request.today, request.actor))
    except Refused as refusal:
        return _page(request, line_id, choices, text, refused=refusal_sentence(refusal), status=422)
    messages.success(request, _("Matched. What it pays is no longer reminded of."))
    return HttpResponseRedirect(f"{reverse('staff:line', args=[line_id])}#evidence")


def _page(
    request: StaffRequest,
    line_id: int,
    choices: list[Choice],
    text: str,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"line": queries.line(line_id), "choices": choices, "q": text, "refused": refused}
    return page(request, "staff/bank/by_hand.html", context, status=status)


def _typed(request: StaffRequest) -> dict[int, str]:
    """What was typed, by instalment; names that are no field of ours are left out."""
    typed = {}
    for name, value in request.POST.items():
        number = name.removeprefix(FIELD)
        if name.startswith(FIELD) and (ids := numbers([number])):
            typed[ids[0]] = str(value).strip()
    return typed


def _amount(choice: Choice) -> Money:
    amount = typed_amount(choice.typed, choice.item.remaining.currency)
    if amount.minor <= 0 or choice.item.remaining < amount:
        raise ValidationError(_("Write an amount up to what is owed."))
    return amount
