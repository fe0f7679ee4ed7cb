"""What became of the messages to a client, in words."""

from datetime import date

from django.utils.translation import gettext as _

from quitus.web.reminder_words import reason_words, step_name
from quitus.web.timeline.facts import Facts, Told, after_colon, listed


def message_accepted(facts: Facts, today: date) -> Told:
    return Told("mail", _what(facts), _about(facts) + _to(facts))


def message_refused(facts: Facts, today: date) -> Told:
    address = facts.text("to")
    head = _("Message to %(address)s refused") % {"address": address} if address else _("Message refused")
    return Told("triangle-alert", head, after_colon(_reason(facts)), facts.text("detail"))


def message_unsure(facts: Facts, today: date) -> Told:
    return Told(
        "circle-question-mark",
        _("Nobody knows whether the message left"),
        _("; it is not repeated before you say so"),
        facts.text("detail"),
    )


def message_approved(facts: Facts, today: date) -> Told:
    return Told("check", _("Message approved"), _to(facts))


def message_postponed(facts: Facts, today: date) -> Told:
    day = facts.day("until", today)
    return Told("clock", _("Message put off to %(day)s") % {"day": day} if day else _("Message put off"))


def message_withdrawn(facts: Facts, today: date) -> Told:
    return Told("x", _("Message withdrawn"), after_colon(_reason(facts)))


def message_said_arrived(facts: Facts, today: date) -> Told:
    return Told("check", _("The unsure message did arrive"), _to(facts))


def message_sent_again(facts: Facts, today: date) -> Told:
    return Told("refresh-cw", _("Message to be sent again"), _to(facts))


def reminders_paused(facts: Facts, today: date) -> Told:
    day, number = facts.day("until", today), facts.text("invoice")
    head = _("Reminders of %(number)s paused") % {"number": number} if number else _("Reminders paused")
    return Told("pause", head, _(" until %(day)s") % {"day": day} if day else "", facts.text("reason"))


def reminders_resumed(facts: Facts, today: date) -> Told:
    return Told("play", _("Pause lifted"), after_colon(facts.text("invoice")))


def reminders_go_on_at(facts: Facts, today: date) -> Told:
    step, number = facts.text("step"), facts.text("invoice")
    words = _("%(number)s at “%(step)s”") % {"number": number, "step": step_name(step)} if step else ""
    return Told("play", _("Reminders go on"), after_colon(words))


def task_done(facts: Facts, today: date) -> Told:
    return Told("check", _task(facts), _(": done"))


def task_skipped(facts: Facts, today: date) -> Told:
    return Told("x", _task(facts), _(": left out"))


def message_personal_word(facts: Facts, today: date) -> Told:
    return Told("square-pen", _("Personal word changed in a message"))


SENTENCES = {
    sentence.__name__: sentence
    for sentence in (
        message_accepted,
        message_refused,
        message_unsure,
        message_approved,
        message_postponed,
        message_withdrawn,
        message_said_arrived,
        message_sent_again,
        message_personal_word,
        task_done,
        task_skipped,
        reminders_paused,
        reminders_resumed,
        reminders_go_on_at,
    )
}


def _task(facts: Facts) -> str:
    step, number = facts.text("step"), facts.text("invoice")
    if not step:
        return _("A step of yours")
    words = {"step": step_name(step), "number": number}
    return _("“%(step)s” for %(number)s") % words if number else _("“%(step)s”") % words


def _what(facts: Facts) -> str:
    steps = facts.names("steps")
    return _("“%(step)s” sent") % {"step": step_name(steps[-1])} if len(steps) == 1 else _("Reminder sent")


def _about(facts: Facts) -> str:
    numbers = listed(facts.names("invoices"))
    return _(", about %(numbers)s") % {"numbers": numbers} if numbers else ""


def _to(facts: Facts) -> str:
    address = facts.text("to")
    return _(", to %(address)s") % {"address": address} if address else ""


def _reason(facts: Facts) -> str:
    return reason_words(facts.text("reason"))
