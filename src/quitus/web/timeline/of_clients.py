"""What happened to a client's card, its contacts, its invoices and its secret link, in words."""

from datetime import date

from django.utils.translation import gettext as _

from quitus.web.timeline.facts import Facts, Told, after_colon, listed


def client_created(facts: Facts, today: date) -> Told:
    return Told("users", _("Client added"))


def client_changed(facts: Facts, today: date) -> Told:
    changed = facts.keys("changed")
    words = dict.fromkeys(words for name, words in _parts_of_card() if name in changed)
    return Told("pencil", _("Card changed"), after_colon(", ".join(words)))


def client_archived(facts: Facts, today: date) -> Told:
    return Told("archive", _("Client put aside"))


def client_restored(facts: Facts, today: date) -> Told:
    return Told("undo-2", _("Client taken back into the lists"))


def contact_added(facts: Facts, today: date) -> Told:
    return Told("users", _("Contact added"), after_colon(_person(facts)))


def contact_changed(facts: Facts, today: date) -> Told:
    return Told("pencil", _("Contact changed"), after_colon(_person(facts)))


def contact_archived(facts: Facts, today: date) -> Told:
    return Told("user-x", _("Contact put aside"), after_colon(_person(facts)))


def contacts_ordered(facts: Facts, today: date) -> Told:
    return Told("users", _("Order of the contacts changed"), after_colon(", ".join(facts.names("contacts"))))


def contact_bounced(facts: Facts, today: date) -> Told:
    address = facts.text("email")
    head = (
        _("A message to %(address)s came back") % {"address": address}
        if address
        else _("A message came back")
    )
    return Told("triangle-alert", head, _(": this address is not written to any more"), facts.text("detail"))


def portal_link_revoked(facts: Facts, today: date) -> Told:
    return Told("link", _("Secret link revoked"), _("; the next message carries a new one"))


def invoices_recorded(facts: Facts, today: date) -> Told:
    numbers = facts.names("invoices")
    if len(numbers) == 1:
        return Told("file-text", _("Invoice %(number)s recorded") % {"number": numbers[0]})
    head = _("%(count)d invoices recorded") % {"count": len(numbers)} if numbers else _("Invoices recorded")
    return Told("file-text", head, after_colon(listed(numbers)))


def invoices_sent(facts: Facts, today: date) -> Told:
    numbers = facts.names("invoices")
    if len(numbers) == 1:
        return Told("file-text", _("Invoice %(number)s arrived") % {"number": numbers[0]})
    head = _("%(count)d invoices arrived") % {"count": len(numbers)} if numbers else _("Invoices arrived")
    return Told("file-text", head, after_colon(listed(numbers)))


def invoices_released(facts: Facts, today: date) -> Told:
    return Told("play", _("Reminders may start"), after_colon(listed(facts.names("invoices"))))


SENTENCES = {
    sentence.__name__: sentence
    for sentence in (
        client_created,
        client_changed,
        client_archived,
        client_restored,
        contact_added,
        contact_changed,
        contact_archived,
        contacts_ordered,
        contact_bounced,
        portal_link_revoked,
        invoices_recorded,
        invoices_sent,
        invoices_released,
    )
}


def _person(facts: Facts) -> str:
    name, email = facts.text("contact"), facts.text("email")
    return f"{name} ({email})" if email and email != name else name


def _parts_of_card() -> tuple[tuple[str, str], ...]:
    """The columns of a card by what people call them."""
    return (
        ("name", _("name")),
        ("number", _("client code")),
        ("kind", _("kind of client")),
        ("language", _("language")),
        ("country", _("country")),
        ("address", _("address")),
        ("siren", "SIREN"),
        ("siret", "SIRET"),
        ("vat_number", _("VAT number")),
        ("phone", _("phone")),
        ("notes", _("notes")),
        ("pay_run_days", _("payment days")),
        ("payment_days", _("payment terms")),
        ("payment_end_of_month", _("payment terms")),
    )
