"""What was agreed about lateness, what happened to a claim in law, and rates that were added, in words."""

from datetime import date
from decimal import Decimal, InvalidOperation

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quitus.ports.formats import locale
from quitus.web.timeline.facts import Facts, Told, after_colon


def late_terms_agreed(facts: Facts, today: date) -> Told:
    if facts and not facts.true("own"):
        return Told("scale", _("Late terms of the firm again"))
    claims = {
        "nothing": _("no charge is claimed"),
        "interest": _("interest is claimed"),
        "all": _("interest and indemnity are claimed"),
    }
    rest = after_colon(claims.get(facts.text("claims"), ""))
    if percent := _percent(facts.text("rate")):
        rest += _(", at %(percent)s %% a year") % {"percent": percent}
    return Told("scale", _("Late terms agreed"), rest)


def legal_event_noted(facts: Facts, today: date) -> Told:
    return Told("scale", _event(facts), _when(facts, today), facts.text("note"))


def legal_event_recalled(facts: Facts, today: date) -> Told:
    kind = facts.text("kind")
    head = (
        _("Noted by mistake: %(event)s") % {"event": _event(facts)} if kind else _("A legal event taken back")
    )
    return Told("undo-2", head, _when(facts, today))


def rate_added(facts: Facts, today: date) -> Told:
    return Told("scale", _("Rate added"), _rate(facts, today), facts.text("source"))


def rate_recalled(facts: Facts, today: date) -> Told:
    return Told("undo-2", _("Rate recalled"), _rate(facts, today), facts.text("why"))


SENTENCES = {
    sentence.__name__: sentence
    for sentence in (
        late_terms_agreed,
        legal_event_noted,
        legal_event_recalled,
        rate_added,
        rate_recalled,
    )
}


def _event(facts: Facts) -> str:
    kinds = {
        "formal_notice": _("Formal notice received"),
        "acknowledgement": _("Debt acknowledged in writing"),
        "court_action": _("Court action"),
        "court_action_failed": _("Court action withdrawn, lapsed or dismissed"),
        "order_served": _("Order for payment served"),
        "enforcement": _("Enforcement measure"),
        "mediation": _("Mediation or conciliation"),
        "insolvency": _("Insolvency proceedings opened"),
        "insolvency_published": _("Insolvency published in the BODACC"),
        "claim_declared": _("Claim declared in an insolvency"),
    }
    return kinds.get(facts.text("kind"), _("Legal event noted"))


def _when(facts: Facts, today: date) -> str:
    """On which day, until when, on which invoice."""
    day, ended, number = facts.day("happened_on", today), facts.day("ended_on", today), facts.text("number")
    words = _(", on %(day)s") % {"day": day} if day else ""
    if ended:
        words += _(", until %(day)s") % {"day": ended}
    if number:
        words += _(", for %(numbers)s") % {"numbers": number}
    return words


def _rate(facts: Facts, today: date) -> str:
    percent, since = _percent(facts.text("percent")), facts.day("since", today)
    if not (percent and since):
        return ""
    return after_colon(_("%(percent)s %% from %(day)s") % {"percent": percent, "day": since})


def _percent(text: str) -> str:
    """ "12.15" as the reader writes it; "" for what is no number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return ""
    if not number.is_finite():
        return ""
    return format_decimal(number.normalize(), "0.00##", locale=locale(get_language() or "fr"))
