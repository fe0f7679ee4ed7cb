"""Matching by hand: another instalment than the one proposed, or a line divided over several, of any client.

One form does it all, also without scripts: it searches, fills in, and matches; what was typed stays.
"""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.banking import queries
from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.matching.choosing import Choosable, choosable, chosen, credit_clients
from quitus.apps.banking.matching.deciding import APART, Rest
from quitus.apps.banking.queries import LineView
from quitus.apps.organisations.rights import Right
from quitus.domain.importing.text import has_unusable_character
from quitus.domain.money import Money, total
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.asked import LONGEST_SEARCH, numbers
from quitus.web.staff.bank.forms import wanted_lines
from quitus.web.staff.bank.place import go_on, part, place_of, wants_part
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import attempted
from quitus.web.templatetags.quitus import money_typed
from quitus.web.typed import typed_amount

FIELD = "amount-"
MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One instalment with what was typed for it."""

    item: Choosable
    typed: str = ""
    amount: Money | None = None
    error: str = ""

    @property
    def field(self) -> str:
        return f"{FIELD}{self.item.id}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that stands on the page: what was searched, the instalments, and what becomes of the rest."""

    line: LineView
    text: str
    split: bool
    choices: tuple[Choice, ...]
    rest: str = ""
    lost: bool = False  # something was typed for an instalment that is no longer open

    @property
    def amounts(self) -> dict[int, Money]:
        return {choice.item.id: choice.amount for choice in self.choices if choice.amount}

    @property
    def left(self) -> Money:
        """What the amounts leave of the line; negative when they are too much."""
        return self.line.open - total(self.amounts.values(), self.line.amount.currency)

    def context(self, request: StaffRequest, refused: str = "") -> dict[str, object]:
        """What the templates read."""
        paid = {choice.item.client_id for choice in self.choices if choice.amount}
        asked = numbers([self.rest])
        clients = credit_clients(self.text, {*paid, *asked}) if self.split else []
        first = min(paid) if paid else None
        rest = self.rest or (str(first) if first is not None else "")
        place = place_of(request)
        return {
            "line": self.line,
            "sheet": self,
            "credit_clients": [(str(id_), name, str(id_) == rest) for id_, name in clients],
            "apart": rest == APART,
            "refused": refused,
            "place": place,
            "next_id": next(iter(numbers([_asked(request, "next")])), None),
            "back": f"{place.line(self.line.id)}#evidence",
            "today": request.today,
        }


@require_safe
@or_404
@needs(Right.MATCH)
def choose(request: StaffRequest, line_id: int) -> HttpResponse:
    """The instalments that `q` finds, or those that owe just the line's amount."""
    return _shown(request, _sheet(request, line_id))


@require_POST
@or_404
@needs(Right.MATCH)
def match(request: StaffRequest, line_id: int) -> HttpResponse:
    """Search again, fill in, or match; everything is shown again when something cannot be."""
    sheet = _sheet(request, line_id)
    if "sum" in request.POST:
        return render(request, "staff/bank/rest.html", sheet.context(request))
    if "search" in request.POST:
        return _shown(request, sheet)
    if filled := numbers([request.POST.get("take", "")]):
        return _shown(request, _filled(sheet, filled[0]))
    if only := numbers([request.POST.get("only", "")]):
        item = next(iter(chosen(only)), None)
        amounts = {only[0]: min(item.remaining, sheet.line.open)} if item else {}
        sheet = replace(sheet, lost=item is None)
        return _matched(request, sheet, amounts, None)
    if any(choice.error for choice in sheet.choices):
        return _shown(request, sheet, status=422)
    return _matched(request, sheet, sheet.amounts, _rest(sheet))


def _matched(request: StaffRequest, sheet: Sheet, amounts: dict[int, Money], rest: Rest) -> HttpResponse:
    if sheet.lost:
        return _shown(request, sheet, refused=refusal_sentence(Refused("instalment_unknown")), status=422)
    seen = next(iter(numbers([request.POST.get("seen", "")])), None)
    currency = sheet.line.amount.currency
    done, refused = attempted(
        lambda: deciding.match_by_hand(
            sheet.line.id,
            amounts,
            Decider(request.today, request.actor),
            rest=rest,
            seen=None if seen is None else Money(seen, currency),
        )
    )
    if done is None:
        return _shown(request, sheet, refused=refused, status=422)
    return go_on(request, sheet.line.id, done.id)


def _sheet(request: StaffRequest, line_id: int) -> Sheet:
    """The page as its address or its form says it: what bears an amount first, then what the search finds."""
    line = queries.line(line_id)
    text = _asked(request, "q")[:LONGEST_SEARCH]
    text = "" if has_unusable_character(text) else text.strip()
    typed = _typed(request)
    kept = chosen(list(typed))
    wanted = wanted_lines(text, line.amount.currency)
    found = choosable(text, line.open, wanted=wanted.amount if wanted else None)
    if not found and line.match and line.match.parts and not {"q", "seen"} & {*request.GET, *request.POST}:
        text = line.match.parts[
            0
        ].client_name  # nobody owes just that: begin with the client that is proposed
        found = choosable(text, line.open)
    known = {item.id for item in kept}
    choices = [
        *(_read(Choice(item, typed[item.id])) for item in kept if typed[item.id]),
        *(Choice(item) for item in kept if not typed[item.id]),
        *(Choice(item) for item in found if item.id not in known),
    ]
    if "q" in request.POST:  # what stood there without an amount makes room for what is found now
        sought = {item.id for item in found}
        choices = [choice for choice in choices if choice.typed or choice.item.id in sought]
    lost = any(typed[id_] for id_ in typed if id_ not in known)
    split = bool(_asked(request, "split")) or any(choice.typed for choice in choices)
    return Sheet(line, text, split, tuple(choices), _asked(request, "rest"), lost)


def _read(choice: Choice) -> Choice:
    try:
        amount = typed_amount(choice.typed, choice.item.remaining.currency)
    except ValidationError as wrong:
        return replace(choice, error=wrong.messages[0])
    if amount.minor <= 0 or choice.item.remaining < amount:
        return replace(choice, error=_("Write an amount up to what is owed."))
    return replace(choice, amount=amount)


def _filled(sheet: Sheet, item_id: int) -> Sheet:
    """The same with as much for this instalment as it owes and the line has left."""
    others = [choice for choice in sheet.choices if choice.item.id != item_id]
    nothing = Money(0, sheet.line.amount.currency)
    left = replace(sheet, choices=tuple(others)).left
    filled = []
    for choice in sheet.choices:
        amount = min(choice.item.remaining, max(left, nothing))
        takes = choice.item.id == item_id and amount.minor > 0
        filled.append(Choice(choice.item, money_typed(amount), amount) if takes else choice)
    filled.sort(key=lambda choice: not choice.typed)
    return replace(sheet, choices=tuple(filled))


def _rest(sheet: Sheet) -> Rest:
    """What becomes of what is left: the word of the form."""
    if sheet.rest == APART:
        return APART
    return next(iter(numbers([sheet.rest])), None) if sheet.left.minor > 0 else None


def _shown(request: StaffRequest, sheet: Sheet, *, refused: str = "", status: int = 200) -> HttpResponse:
    context = sheet.context(request, refused)
    if wants_part(request):
        return part(request, "staff/bank/hand.html", context, into="#line", status=status)
    return page(request, "staff/bank/by_hand.html", context, status=status)


def _asked(request: StaffRequest, name: str) -> str:
    return str(request.POST.get(name, request.GET.get(name, "")))


def _typed(request: StaffRequest) -> dict[int, str]:
    """What was typed, by instalment; names that are no field of ours are left out."""
    typed = {}
    for name, value in list(request.POST.items())[:MOST_PARTS]:
        number = name.removeprefix(FIELD)
        if name.startswith(FIELD) and (ids := numbers([number])):
            typed[ids[0]] = str(value).strip()[:30]
    return typed
