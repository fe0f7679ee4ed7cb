"""What came in and what went back, in words."""

from datetime import date

from django.utils.translation import gettext as _

from quitus.web.timeline.facts import Facts, Told, after_colon, listed


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
    return Told("check", head, _settles(facts) + _recovers(facts) + _left_over(facts), good=True)


def payment_reversed(facts: Facts, today: date) -> Told:
    amount, numbers = facts.money(), listed(facts.names("reopened"))
    head = _("Payment of %(amount)s taken back") % {"amount": amount} if amount else _("Payment taken back")
    rest = _("; open again: %(numbers)s") % {"numbers": numbers} if numbers else ""
    if charged := _charged(facts):
        rest += _("; owed again: the charges on %(numbers)s") % {"numbers": charged}
    return Told("undo-2", head, rest, facts.text("reason"))


def credit_allocated(facts: Facts, today: date) -> Told:
    amount = facts.money()
    head = _("%(amount)s of their credit used") % {"amount": amount} if amount else _("Credit used")
    return Told("check", head, _settles(facts) + _recovers(facts), good=True)


def credit_refunded(facts: Facts, today: date) -> Told:
    amount = facts.money()
    head = _("%(amount)s of credit paid back") % {"amount": amount} if amount else _("Credit paid back")
    return Told("banknote", head, quote=facts.text("reason"))


def refund_reversed(facts: Facts, today: date) -> Told:
    amount = facts.money()
    head = _("Refund of %(amount)s taken back") % {"amount": amount} if amount else _("Refund taken back")
    return Told("undo-2", head, _("; it is their credit again"))


def debt_reduced(facts: Facts, today: date) -> Told:
    kinds = {
        "credit_note": _("Credit note"),
        "discount": _("Discount for paying early"),
        "set_off": _("Set-off"),
        "rounding": _("Rounding difference"),
        "write_off": _("Written off"),
    }
    return Told(
        "scale", kinds.get(facts.text("kind"), _("Less to pay")), _reduction(facts), facts.text("reason")
    )


def reduction_reversed(facts: Facts, today: date) -> Told:
    kinds = {
        "credit_note": _("Credit note taken back"),
        "discount": _("Discount taken back"),
        "set_off": _("Set-off taken back"),
        "rounding": _("Rounding difference taken back"),
        "write_off": _("Write-off taken back"),
    }
    head = kinds.get(facts.text("kind"), _("Reduction taken back"))
    return Told("undo-2", head, _reduction(facts))


SENTENCES = {
    sentence.__name__: sentence
    for sentence in (
        payment_received,
        payment_reversed,
        credit_allocated,
        credit_refunded,
        refund_reversed,
        debt_reduced,
        reduction_reversed,
    )
}


def _reduction(facts: Facts) -> str:
    """How much, on what, by which paper."""
    amount, numbers = facts.money(), listed(facts.names("numbers"))
    words = _("%(amount)s on %(numbers)s") % {"amount": amount, "numbers": numbers} if numbers else amount
    document = facts.text("document")
    return after_colon(f"{words} ({document})" if words and document else words)


def _charged(facts: Facts) -> str:
    """The invoices whose charges were paid."""
    return listed(tuple(dict.fromkeys(facts.names("charges"))))


def _settles(facts: Facts) -> str:
    numbers, charged = listed(facts.names("settles")), _charged(facts)
    if numbers and charged:
        words = _(", for %(numbers)s and the charges on %(charged)s")
        return words % {"numbers": numbers, "charged": charged}
    if charged:
        return _(", for the charges on %(charged)s") % {"charged": charged}
    return _(", for %(numbers)s") % {"numbers": numbers} if numbers else ""


def _recovers(facts: Facts) -> str:
    numbers = listed(tuple(dict.fromkeys(facts.names("recovers"))))
    return _("; written off before, paid after all: %(numbers)s") % {"numbers": numbers} if numbers else ""


def _left_over(facts: Facts) -> str:
    amount = facts.money("left_over")
    return _("; %(amount)s left as credit") % {"amount": amount} if amount else ""
