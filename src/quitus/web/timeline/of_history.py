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


SENTENCES = {sentence.__name__: sentence for sentence in (kind_corrected, kind_rule_made, kind_rule_removed)}


def _named(facts: Facts, kind: str) -> str:
    return ", ".join(words for words in (facts.text("party"), kind_name(kind) if kind else "") if words)
