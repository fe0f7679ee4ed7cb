"""What the debtor answered, and what was answered to that, in words."""

from datetime import date

from django.utils.translation import gettext as _

from quitus.web.timeline.facts import Facts, Told, after_colon


def promise_given(facts: Facts, today: date) -> Told:
    amount, day = facts.money(), facts.day("until", today)
    head = (
        _("%(amount)s promised for %(day)s") % {"amount": amount, "day": day}
        if amount and day
        else _("Promise to pay")
    )
    before = facts.day("before", today)
    if before:
        return Told(
            "handshake", head, _(", put off from %(day)s; reminders wait until then") % {"day": before}
        )
    return Told("handshake", head, _("; reminders wait until then"))


def promise_kept(facts: Facts, today: date) -> Told:
    return Told("handshake", _("Promise kept"), _for_day(facts, today))


def promise_broken(facts: Facts, today: date) -> Told:
    return Told("handshake", _("Promise not kept"), _for_day(facts, today))


def promise_withdrawn(facts: Facts, today: date) -> Told:
    return Told("undo-2", _("Promise withdrawn"), _("; reminders go on"))


def dispute_opened(facts: Facts, today: date) -> Told:
    amount = facts.money()
    head = _("%(amount)s contested") % {"amount": amount} if amount else _("An invoice is contested")
    reasons = {
        "price": _("the price"),
        "work": _("the work or the delivery"),
        "date": _("the due date"),
        "not_ordered": _("it was not ordered"),
    }
    rest = after_colon(reasons.get(facts.text("reason"), ""))
    if facts.true("reminders_go_on"):
        rest += _("; contested again after the answer: reminders go on")
    return Told("scale", head, rest, facts.text("words"))


def dispute_resolved(facts: Facts, today: date) -> Told:
    answers = {
        "upheld": _("they are right"),
        "rejected": _("the invoice stands"),
        "withdrawn": _("they no longer contest it"),
    }
    return Told("scale", _("Dispute settled"), after_colon(answers.get(facts.text("resolution"), "")))


def said_paid(facts: Facts, today: date) -> Told:
    day = facts.day("paid_on", today)
    head = _("“Already paid, on %(day)s”") % {"day": day} if day else _("“Already paid”")
    rest = (
        _("; said again after the answer: reminders go on")
        if facts.true("reminders_go_on")
        else _("; reminders wait until somebody has looked")
    )
    return Told("message-square", head, rest, facts.text("words"))


def said_paid_settled(facts: Facts, today: date) -> Told:
    if facts.true("found"):
        return Told("check", _("The payment they spoke of was found"))
    return Told("search", _("The payment they spoke of was not found"), _("; reminders go on"))


def receipt_answered(facts: Facts, today: date) -> Told:
    if facts.true("received"):
        return Told("landmark", _("“Received?” Yes"), _("; it is only to be recorded"))
    return Told("landmark", _("“Received?” No, nothing yet"))


SENTENCES = {
    sentence.__name__: sentence
    for sentence in (
        promise_given,
        promise_kept,
        promise_broken,
        promise_withdrawn,
        dispute_opened,
        dispute_resolved,
        said_paid,
        said_paid_settled,
        receipt_answered,
    )
}


def _for_day(facts: Facts, today: date) -> str:
    day = facts.day("until", today)
    return _(": it was for %(day)s") % {"day": day} if day else ""
