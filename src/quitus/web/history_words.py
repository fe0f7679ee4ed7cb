"""Kinds of movements and how they are known, in the reader's language."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quitus.apps.history.models import Means, Movement
from quitus.domain.history.kinds import OF_CLIENT, Because, Kind
from quitus.domain.names import squeezed
from quitus.ports.formats import by_four

KINDS: dict[str, str | Promise] = {
    Kind.CLIENT: gettext_lazy("Client’s payment"),
    Kind.SUPPLIER: pgettext_lazy("kind of payment", "Supplier"),
    Kind.FREELANCER: pgettext_lazy("kind of payment", "Freelancer"),
    Kind.EMPLOYEE: gettext_lazy("Salary"),
    Kind.TAX: gettext_lazy("Tax and social contributions"),
    Kind.FEE: gettext_lazy("Bank fee"),
    Kind.OWN: gettext_lazy("Between own accounts"),
    Kind.LOAN: gettext_lazy("Loan"),
    Kind.REFUND: gettext_lazy("Refund to a client"),
    Kind.RETURNED: gettext_lazy("Returned payment"),
    Kind.CARD: gettext_lazy("Card purchase"),
    Kind.UNKNOWN: pgettext_lazy("kind of payment", "Not known yet"),
}
MEANS: dict[str, str | Promise] = {
    Means.CASH: gettext_lazy("Cash"),
    Means.CARD: gettext_lazy("A card elsewhere"),
    Means.OTHER: pgettext_lazy("means of payment", "Otherwise"),
}


def kind_name(kind: str) -> str:
    """What a kind is called; one of a later version by its code."""
    return str(KINDS.get(kind, kind))


def named(one: Movement) -> tuple[str, str]:
    """Who it was with, a client to whom it is matched by their own name; and the bank's name for them if it differs."""
    if one.because in OF_CLIENT and one.about:
        return one.about, "" if squeezed(one.about) == squeezed(one.party) else one.party
    return one.party, ""


def reason_words(because: str, about: str, who: str = "") -> str:
    """Why a movement is of its kind, as a sentence; `who` said so."""
    sentence = _REASONS.get(because)
    return sentence(about, who) if sentence else ""


_REASONS: dict[str, Callable[[str, str], str]] = {
    Because.SAID: lambda about, who: _("%(who)s said so.") % {"who": who},
    Because.MATCHED: lambda about, who: _("It pays invoices of %(client)s.") % {"client": about},
    Because.RETURNED: lambda about, who: _("It takes a payment of %(client)s back.") % {"client": about},
    Because.ORDER: lambda about, who: _("Your transfer order “%(order)s” names it.") % {"order": about},
    Because.RULE: lambda about, who: _("It was said to hold always for %(party)s.") % {"party": about},
    Because.OWN_IBAN: lambda about, who: (
        _("The account on the other side is yours: %(iban)s.") % {"iban": by_four(about)}
    ),
    Because.OWN_PAIR: lambda about, who: (
        _("The same amount moved the other way on your account %(iban)s.") % {"iban": by_four(about)}
    ),
    Because.CODE: lambda about, who: _("The bank’s code for it is %(code)s.") % {"code": about},
    Because.WORDS: lambda about, who: _("The words say “%(word)s”.") % {"word": about},
    Because.CLIENT_IBAN: lambda about, who: (
        _("The account on the other side is that of %(client)s.") % {"client": about}
    ),
    Because.CLIENT_NAME: lambda about, who: _("It bears the name of %(client)s.") % {"client": about},
    Because.NOTHING: lambda about, who: _("Nothing says for certain what it was for."),
}
