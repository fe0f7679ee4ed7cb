"""Which payments a debit line takes back: confirm a proposal, choose among payments, undo."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.models import BankLine
from quitus.apps.banking.returns import taking_back
from quitus.apps.banking.returns.models import LineReturn
from quitus.apps.insight.returns_list import Returnable, chosen_returnable, returnable
from quitus.apps.organisations.rights import Right
from quitus.domain.money import Money
from quitus.domain.payments.returns import MOST_FEE
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.asked import numbers, text
from quitus.web.staff.missing import or_404
from quitus.web.staff.returns.forms import typed_fee
from quitus.web.staff.trying import attempted
from quitus.web.templatetags.quitus import money, money_typed
from quitus.web.typed import typed_amount

FIELD = "amount-"


@dataclass(frozen=True, slots=True)
class Choice:
    """A payment with what was typed for it."""

    item: Returnable
    field: str
    typed: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person sent: a search, the payments with their amounts, the bank's fee, and what is wrong with it."""

    q: str = ""
    choices: tuple[Choice, ...] = ()
    fee: str = ""
    fee_error: str = ""
    refused: str = ""


@require_safe
@needs(Right.MATCH)
@or_404
def choose(request: StaffRequest, line_id: int) -> HttpResponse:
    """The payments that `q` finds, or those of just the line's amount."""
    line = BankLine.objects.get(id=line_id)
    asked = text(request)
    choices = tuple(Choice(item, f"{FIELD}{item.id}") for item in returnable(asked, line))
    return _page(request, line, Typed(asked, choices))


@require_POST
@needs(Right.MATCH)
@or_404
def take_back(request: StaffRequest, line_id: int) -> HttpResponse:
    """Take back what was typed; everything is shown again when something of it cannot be."""
    line = BankLine.objects.get(id=line_id)
    typed = _typed(request)
    choices, amounts = [], {}
    for item in chosen_returnable(list(typed)):
        choice = Choice(item, f"{FIELD}{item.id}", typed[item.id])
        if choice.typed:
            try:
                amounts[item.id] = _amount(choice)
            except ValidationError as wrong:
                choice = replace(choice, error=wrong.messages[0])
        choices.append(choice)
    found = Typed(request.POST.get("q", "")[:100], tuple(choices), request.POST.get("fee", "")[:30])
    fee = None
    try:
        fee = typed_fee(found.fee, line.currency)
    except ValidationError as wrong:
        found = replace(found, fee_error=wrong.messages[0])
    if found.fee_error or any(choice.error for choice in choices):
        return _page(request, line, found, status=422)
    if fee is None and (asked := _unsaid(line, amounts)):
        words = _(
            "The line takes %(amount)s more than that. Leave it here if it is the bank’s fee, else write 0."
        )
        found = replace(
            found,
            fee=money_typed(asked),
            fee_error=words % {"amount": money(asked)},
        )
        return _page(request, line, found, status=422)
    by = _decider(request)
    refused = attempted(lambda: taking_back.take_back_by_hand(line_id, amounts, by, fee=fee))[1]
    if refused:
        return _page(request, line, replace(found, refused=refused), status=422)
    return _done(request, line_id, _("Noted. What came back is open again."))


@require_POST
@needs(Right.MATCH)
@or_404
def accept(request: StaffRequest, line_return_id: int) -> HttpResponse:
    """Yes, that payment came back."""
    row = taking_back.accept(line_return_id, _decider(request))
    return _done(request, row.line_id, _("Noted. What came back is open again."))


@require_POST
@needs(Right.MATCH)
@or_404
def dismiss(request: StaffRequest, line_id: int) -> HttpResponse:
    """None of the payments proposed came back."""
    taking_back.dismiss(line_id, _decider(request))
    return _done(request, line_id, _("Noted. The line stays as it is."))


@require_POST
@needs(Right.MATCH)
@or_404
def undo(request: StaffRequest, line_return_id: int) -> HttpResponse:
    """The line took another payment back, or none."""
    line_id = LineReturn.objects.values_list("line_id", flat=True).get(id=line_return_id)
    taking_back.undo(line_return_id, _decider(request))
    return _done(request, line_id, _("Undone. The payment stands again, and what it settled is paid."))


def _page(request: StaffRequest, line: BankLine, typed: Typed, *, status: int = 200) -> HttpResponse:
    context = {"line": line, "amount": Money(-line.amount_minor, line.currency), "typed": typed}
    return page(request, "staff/returns/line.html", context, status=status)


def _typed(request: StaffRequest) -> dict[int, str]:
    """What was typed, by payment; names that are no field of ours are left out."""
    typed = {}
    for name, value in request.POST.items():
        number = name.removeprefix(FIELD)
        if name.startswith(FIELD) and (ids := numbers([number])):
            typed[ids[0]] = str(value).strip()[:30]
    return typed


def _unsaid(line: BankLine, amounts: Mapping[int, Money]) -> Money | None:
    """What the line takes beyond these payments, where it may be the bank's fee: nobody notices it later."""
    rest = taking_back.left_of(line) - sum(amount.minor for amount in amounts.values())
    return Money(rest, line.currency) if amounts and 0 < rest <= MOST_FEE else None


def _amount(choice: Choice) -> Money:
    amount = typed_amount(choice.typed, choice.item.amount.currency)
    if amount.minor <= 0 or choice.item.amount < amount:
        raise ValidationError(_("Write an amount up to what was paid."))
    return amount


def _decider(request: StaffRequest) -> Decider:
    return Decider(request.today, request.actor)


def _done(request: StaffRequest, line_id: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(f"{reverse('staff:line', args=[line_id])}#evidence")
