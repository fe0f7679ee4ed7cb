"""Another IBAN: only by who knows the password, and every owner is told by mail, the one who did it included.

Whoever takes over a session and swaps the IBAN has every debtor pay somebody else.
"""

from django.contrib import messages
from django.db import transaction
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from quitus.apps.organisations.queries import owners
from quitus.apps.outbox.mail import Letter
from quitus.apps.outbox.to_members import hand_over_letters
from quitus.ports.formats import by_four, full_date
from quitus.web.staff.access import StaffRequest


def tell_owners(request: StaffRequest, old: str, new: str) -> None:
    """Write to every owner once the change is kept; whom no mail reaches is named to whoever changed it."""
    organisation_id = request.organisation.id
    letters = [_letter(request, owner.email, owner.language, old, new) for owner in owners()]

    def send() -> None:
        missed = [one for one in hand_over_letters(organisation_id, letters) if one != request.user.email]
        if missed:
            said = _("No mail reached %(members)s: tell them of the new IBAN yourself.")
            messages.warning(request, said % {"members": ", ".join(missed)})

    # Whatever becomes of the mail, the change is kept and stands in the history.
    transaction.on_commit(send, robust=True)


def _letter(request: StaffRequest, to_address: str, language: str, old: str, new: str) -> Letter:
    with translation.override(language):
        firm = request.organisation.name
        day = full_date(request.today, language)
        paragraphs = [
            _("%(who)s changed the account on which %(firm)s is paid, on %(day)s.")
            % {"who": request.actor, "firm": firm, "day": day},
            _("Until now: %(iban)s") % {"iban": by_four(old)},
            _("From now on: %(iban)s") % {"iban": by_four(new) or "—"},
            _(
                "Your clients are now asked to pay there. If this was not agreed with you, put the former IBAN back "
                "in the settings, change your passwords, and call your bank."
            ),
        ]
        subject = _("%(firm)s: the IBAN for payments has changed") % {"firm": firm}
    html = "<!doctype html>" + format_html_join("", "<p>{}</p>", ((words,) for words in paragraphs))
    return Letter(to_address, subject, "\n\n".join(paragraphs) + "\n", html)
