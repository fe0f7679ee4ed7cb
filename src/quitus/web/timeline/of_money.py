"""What came in and what went back, in words."""

from datetime import date

from django.utils.translation import gettext as _

from quitus.web.timeline.facts import Facts, Told, listed


def payment_received(facts: Facts, today: date) -> Told:
    amount = facts.money()
    methods = {
        "transfer": _("%(amount)s received by transfer"),
        "cheque": _("%(amount)s received by cheque"),
        "cash": _("%(amount)s received in cash"),
        "card": _("%(amount)s received by card"),
    }
    received = methods.get(facts.text("method"), _("%(amount)s received"))
    head = received % {"amount": amount} if amount else _("Payment received")
    return Told("check", head, _settles(facts) + _left_over(facts), good=True)


def payment_reversed(facts: Facts, today: date) -> Told:
    amount, numbers = facts.money(), listed(facts.names("reopened"))
    head = _("Payment of %(amount)s taken back") % {"amount": amount} if amount else _("Payment taken back")
    rest = _("; open again: %(numbers)s") % {"numbers": numbers} if numbers else ""
    return Told("undo-2", head, rest, facts.text("reason"))


def credit_allocated(facts: Facts, today: date) -> Told:
    amount = facts.money()
    head = _("%(amount)s of their credit used") % {"amount": amount} if amount else _("Credit used")
    return Told("check", head, _settles(facts), good=True)


SENTENCES = {
    sentence.__name__: sentence for sentence in (payment_received, payment_reversed, credit_allocated)
}


def _settles(facts: Facts) -> str:
    numbers = listed(facts.names("settles"))
    return _(", for %(numbers)s") % {"numbers": numbers} if numbers else ""


def _left_over(facts: Facts) -> str:
    amount = facts.money("left_over")
    return _("; %(amount)s left as credit") % {"amount": amount} if amount else ""
