"""Money that was made ready to leave, in words."""

from datetime import date

from django.utils.translation import gettext as _

from quitus.web.timeline.facts import Facts, Told, after_colon


def transfer_order_made(facts: Facts, today: date) -> Told:
    return Told("send", _("Transfer order begun"), after_colon(facts.text("title")))


def transfer_order_submitted(facts: Facts, today: date) -> Told:
    return Told("send", _("Transfer order put forward"), after_colon(_named(facts)))


def transfer_order_reopened(facts: Facts, today: date) -> Told:
    return Told("undo-2", _("Transfer order back to a draft"), after_colon(_named(facts)))


def transfer_order_approved(facts: Facts, today: date) -> Told:
    return Told("shield-check", _("Transfer order approved"), after_colon(_named(facts)))


def transfer_order_downloaded(facts: Facts, today: date) -> Told:
    return Told("download", _("Transfer file taken"), after_colon(_named(facts)))


def transfer_order_executed(facts: Facts, today: date) -> Told:
    title = after_colon(facts.text("title"))
    if facts.true("cancelled"):
        return Told("x", _("The bank executed a transfer order that was cancelled here"), title)
    return Told("check", _("Transfer order executed by the bank"), title)


def transfer_order_cancelled(facts: Facts, today: date) -> Told:
    return Told("x", _("Transfer order cancelled"), after_colon(_named(facts)), facts.text("reason"))


def transfer_credit_gone(facts: Facts, today: date) -> Told:
    return Told("banknote", _("Credit noted as paid back by a cancelled order"), after_colon(_named(facts)))


def transfer_credit_owed(facts: Facts, today: date) -> Told:
    return Told(
        "banknote", _("Credit of a cancelled order used twice: owed back"), after_colon(_named(facts))
    )


def second_approval_set(facts: Facts, today: date) -> Told:
    asked, enough = _("Transfers ask for a second person"), _("Transfers need one person only")
    return Told("shield-check", asked if facts.true("asked") else enough)


SENTENCES = {
    sentence.__name__: sentence
    for sentence in (
        transfer_order_made,
        transfer_order_submitted,
        transfer_order_reopened,
        transfer_order_approved,
        transfer_order_downloaded,
        transfer_order_executed,
        transfer_order_cancelled,
        transfer_credit_gone,
        transfer_credit_owed,
        second_approval_set,
    )
}


def _named(facts: Facts) -> str:
    return ", ".join(words for words in (facts.text("title"), facts.money()) if words)
