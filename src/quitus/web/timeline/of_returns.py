"""Payments that the bank took back, in words."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quitus.ports.return_sentences import return_meaning
from quitus.web.timeline.facts import Facts, Told, listed


def payment_returned(facts: Facts, today: date) -> Told:
    amount, numbers = facts.money("returned"), listed(facts.names("reopened"))
    head = _("%(amount)s returned unpaid") % {"amount": amount} if amount else _("Payment returned unpaid")
    rest = _("; open again: %(numbers)s") % {"numbers": numbers} if numbers else ""
    if kept := facts.money("kept"):
        rest += _("; %(amount)s of it stayed") % {"amount": kept}
    if code := facts.text("code"):
        meaning = return_meaning(code, get_language() or "fr")
        rest += f" ({code}). {meaning}"
    return Told("undo-2", head, rest, facts.text("reason"))


def payment_return_undone(facts: Facts, today: date) -> Told:
    amount, numbers = facts.money(), listed(facts.names("settles"))
    head = (
        _("Return of %(amount)s undone") % {"amount": amount} if amount else _("Return of a payment undone")
    )
    return Told("check", head, _(", paid again: %(numbers)s") % {"numbers": numbers} if numbers else "")


def return_hold_ended(facts: Facts, today: date) -> Told:
    return Told("check", _("Reminders go on after a returned payment"), _code(facts))


def return_seen(facts: Facts, today: date) -> Told:
    amount = facts.money()
    head = _("Returned payment of %(amount)s dealt with") if amount else _("Returned payment dealt with")
    return Told("check", head % {"amount": amount} if amount else head, _code(facts))


SENTENCES = {
    sentence.__name__: sentence
    for sentence in (payment_returned, payment_return_undone, return_hold_ended, return_seen)
}


def _code(facts: Facts) -> str:
    code = facts.text("code")
    return f" ({code})" if code else ""
