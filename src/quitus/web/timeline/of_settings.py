"""What changed in the firm's settings, in words."""

from datetime import date

from django.utils.translation import gettext as _

from quitus.ports.formats import by_four
from quitus.web.role_words import role_name
from quitus.web.timeline.facts import Facts, Told, after_colon, listed


def firm_changed(facts: Facts, today: date) -> Told:
    return Told("building-2", _("The firm’s details changed"))


def bank_account_changed(facts: Facts, today: date) -> Told:
    old, new = by_four(facts.text("old")), by_four(facts.text("new"))
    if not old:
        return Told("landmark", _("Bank account entered"), after_colon(new))
    words = _("%(old)s became %(new)s") % {"old": old, "new": new or "—"}
    return Told("landmark", _("Bank account changed"), after_colon(words if facts else ""))


def mail_account_changed(facts: Facts, today: date) -> Told:
    return Told("mail", _("Mailbox changed"), after_colon(facts.text("from")))


def mail_account_tried(facts: Facts, today: date) -> Told:
    if facts.text("outcome") == "accepted":
        return Told("mail", _("Mailbox tried, it works"))
    return Told("mail", _("Mailbox tried"))


def member_added(facts: Facts, today: date) -> Told:
    return Told("users", _("Member added"), after_colon(_member(facts)))


def member_joined(facts: Facts, today: date) -> Told:
    return Told("users", _("Invitation accepted"), after_colon(_member(facts)))


def member_role_changed(facts: Facts, today: date) -> Told:
    return Told("users", _("Member’s role changed"), after_colon(_member(facts)))


def member_removed(facts: Facts, today: date) -> Told:
    return Told("user-x", _("Member removed"), after_colon(facts.text("member")))


def books_accounts_changed(facts: Facts, today: date) -> Told:
    return Told(
        "book-open",
        _("Accounts of the books changed"),
        after_colon(listed(facts.names("accounts", "account"))),
    )


def books_closed(facts: Facts, today: date) -> Told:
    until = facts.day("until", today)
    words = _("until %(day)s") % {"day": until} if until else ""
    return Told("book-open", _("Books closed"), after_colon(words))


def financial_year_named(facts: Facts, today: date) -> Told:
    days = {"first": facts.day("first", today), "last": facts.day("last", today)}
    words = _("from %(first)s to %(last)s") % days if all(days.values()) else ""
    return Told("book-open", _("Financial year named"), after_colon(words))


SENTENCES = {
    sentence.__name__: sentence
    for sentence in (
        firm_changed,
        bank_account_changed,
        mail_account_changed,
        mail_account_tried,
        member_added,
        member_joined,
        member_role_changed,
        member_removed,
        books_accounts_changed,
        books_closed,
        financial_year_named,
    )
}


def _member(facts: Facts) -> str:
    who, role = facts.text("member"), facts.text("role")
    return f"{who}, {role_name(role)}" if who else ""
