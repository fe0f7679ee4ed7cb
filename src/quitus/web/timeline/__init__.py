"""A timeline in words: each kind of event has its sentence, made on screen from the facts that were stored.

    tell(happening, today) -> Told

The sentences are by what they are about: `of_clients`, `of_money`, `of_returns`, `of_charges`, `of_law`, `of_answers`,
`of_messages`, `of_firm`, `of_history`, `of_transfers`, `of_settings`. A new kind of event gets a function of its own
name there; `tests/web/timeline/` proves that none is without.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from quitus.apps.timeline.actions import DEBTOR, PROGRAM
from quitus.apps.timeline.queries import Happening
from quitus.web.timeline import (
    of_answers,
    of_charges,
    of_clients,
    of_firm,
    of_history,
    of_law,
    of_messages,
    of_money,
    of_returns,
    of_settings,
    of_transfers,
)
from quitus.web.timeline.facts import Facts, Told

__all__ = ["SENTENCES", "Told", "actor_name", "tell"]

SENTENCES: Mapping[str, Callable[[Facts, date], Told]] = {
    **of_clients.SENTENCES,
    **of_money.SENTENCES,
    **of_returns.SENTENCES,
    **of_charges.SENTENCES,
    **of_law.SENTENCES,
    **of_answers.SENTENCES,
    **of_messages.SENTENCES,
    **of_firm.SENTENCES,
    **of_history.SENTENCES,
    **of_settings.SENTENCES,
    **of_transfers.SENTENCES,
}


def tell(happening: Happening, today: date) -> Told:
    """The event in the reader's language; one of which the facts were erased keeps the name of what happened.

    A kind that only a later version of Quitus knows is shown by its code: a page must not fail over it.
    """
    sentence = SENTENCES.get(happening.kind)
    if sentence is None:
        return Told("history", happening.kind.replace("_", " "))
    return sentence(Facts(happening.facts), today)


def actor_name(actor: str) -> str:
    """Who did it: a person by name, the program and the debtor by what they are."""
    return {PROGRAM: "Quitus", DEBTOR: _("the client")}.get(actor, actor)
