"""What lateness costs: charges claimed and given up, claims called doubtful, in words."""

from datetime import date

from django.utils.translation import gettext as _

from quitus.web.timeline.facts import Facts, Told, after_colon, listed


def charges_claimed(facts: Facts, today: date) -> Told:
    number, until = facts.text("number"), facts.day("until", today)
    head = _("Charges claimed, %(number)s") % {"number": number} if number else _("Charges claimed")
    kinds = (
        ("interest", _("%(amount)s of interest")),
        ("indemnity", _("%(amount)s of indemnity")),
        ("costs", _("%(amount)s of costs")),
    )
    parts = [words % {"amount": amount} for name, words in kinds if (amount := facts.money(name))]
    rest = after_colon(listed(parts))
    if numbers := listed(facts.names("invoices")):
        rest += _(", on %(numbers)s") % {"numbers": numbers}
    if until:
        rest += _(", until %(day)s") % {"day": until}
    return Told("file-text", head, rest)


def charge_waived(facts: Facts, today: date) -> Told:
    amount, number = facts.money(), facts.text("number")
    waived = {
        "interest": _("%(amount)s of interest waived"),
        "indemnity": _("%(amount)s of indemnity waived"),
        "costs": _("%(amount)s of costs waived"),
    }
    written_off = {
        "interest": _("%(amount)s of interest written off"),
        "indemnity": _("%(amount)s of indemnity written off"),
        "costs": _("%(amount)s of costs written off"),
    }
    kinds = written_off if facts.true("written_off") else waived
    words = kinds.get(facts.text("kind"), _("%(amount)s of charges waived"))
    head = words % {"amount": amount} if amount else _("Charge waived")
    return Told(
        "undo-2", head, _(", on %(numbers)s") % {"numbers": number} if number else "", facts.text("reason")
    )


def charge_corrected(facts: Facts, today: date) -> Told:
    amount, number = facts.money(), facts.text("number")
    kinds = {
        "interest": _("%(amount)s of interest taken off"),
        "indemnity": _("%(amount)s of indemnity taken off"),
        "costs": _("%(amount)s of costs taken off"),
    }
    words = kinds.get(facts.text("kind"), _("%(amount)s of charges taken off"))
    head = words % {"amount": amount} if amount else _("Charge corrected")
    rest = _(", on %(numbers)s") % {"numbers": number} if number else ""
    return Told("undo-2", head, rest + _(": what is known since the claim says that it was not owed"))


def charge_owed_again(facts: Facts, today: date) -> Told:
    amount, number = facts.money(), facts.text("number")
    kinds = {
        "interest": _("%(amount)s of interest owed again"),
        "indemnity": _("%(amount)s of indemnity owed again"),
        "costs": _("%(amount)s of costs owed again"),
    }
    words = kinds.get(facts.text("kind"), _("%(amount)s of charges owed again"))
    head = words % {"amount": amount} if amount else _("Charge owed again")
    rest = _(", on %(numbers)s") % {"numbers": number} if number else ""
    return Told("undo-2", head, rest + _(": what had been taken off rested on something that was taken back"))


def claim_doubtful(facts: Facts, today: date) -> Told:
    return Told("triangle-alert", _("Called doubtful"), _doubtful(facts), facts.text("reason"))


def claim_good_again(facts: Facts, today: date) -> Told:
    return Told("undo-2", _("No longer doubtful"), _doubtful(facts))


SENTENCES = {
    sentence.__name__: sentence
    for sentence in (
        charges_claimed,
        charge_waived,
        charge_corrected,
        charge_owed_again,
        claim_doubtful,
        claim_good_again,
    )
}


def _doubtful(facts: Facts) -> str:
    amount, number = facts.money(), facts.text("number")
    if amount and number:
        return after_colon(_("%(amount)s on %(numbers)s") % {"amount": amount, "numbers": number})
    return after_colon(amount or number)
