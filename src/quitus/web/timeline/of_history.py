"""What was said about payments in both directions, in words."""

from datetime import date

from django.utils.translation import gettext as _

from quitus.web.history_words import kind_name
from quitus.web.timeline.facts import Facts, Told, after_colon


def kind_corrected(facts: Facts, today: date) -> Told:
    kind = facts.text("kind")
    if not kind:
        return Told("landmark", _("Kind of a payment left to Quitus again"), after_colon(facts.text("party")))
    return Told("landmark", _("Kind of a payment corrected"), after_colon(_named(facts, kind)))


def kind_rule_made(facts: Facts, today: date) -> Told:
    return Told("landmark", _("Kind said for all payments"), after_colon(_named(facts, facts.text("kind"))))


def kind_rule_removed(facts: Facts, today: date) -> Told:
    return Told(
        "undo-2", _("Kind no longer said for all payments"), after_colon(_named(facts, facts.text("kind")))
    )


def hand_entry_made(facts: Facts, today: date) -> Told:
    return Told("banknote", _("Payment written down"), after_colon(_entry(facts)))


def hand_entry_cancelled(facts: Facts, today: date) -> Told:
    return Told("undo-2", _("Payment written down by mistake"), after_colon(_entry(facts)))


def hand_entry_joined(facts: Facts, today: date) -> Told:
    return Told("link", _("Payment written down, told by the bank too"), after_colon(_entry(facts)))


def hand_entry_parted(facts: Facts, today: date) -> Told:
    return Told("split", _("Payment written down, another than the bank’s"), after_colon(_entry(facts)))


SENTENCES = {
    sentence.__name__: sentence
    for sentence in (
        kind_corrected,
        kind_rule_made,
        kind_rule_removed,
        hand_entry_made,
        hand_entry_cancelled,
        hand_entry_joined,
        hand_entry_parted,
    )
}


def _entry(facts: Facts) -> str:
    return ", ".join(words for words in (facts.text("party"), facts.money()) if words)


def _named(facts: Facts, kind: str) -> str:
    return ", ".join(words for words in (facts.text("party"), kind_name(kind) if kind else "") if words)
