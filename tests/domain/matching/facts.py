"""Short ways to write the facts of a case."""

from datetime import date

from quitus.domain.matching.facts import ClientKnown, LineFacts, OpenInstalment
from quitus.domain.money import Money

BOOKED = date(2026, 11, 23)


def eur(minor: int) -> Money:
    """Cents as money."""
    return Money(minor, "EUR")


def line(label: str, minor: int, **more: object) -> LineFacts:
    """A line of 23 November 2026."""
    return LineFacts(BOOKED, eur(minor), label, **more)


def due(id_: int, client_id: int, number: str, minor: int, **more: object) -> OpenInstalment:
    """An instalment due on the `id_`th day of October 2026, so that lower ids are older."""
    return OpenInstalment(id_, client_id, number, date(2026, 10, id_), eur(minor), **more)


def client(client_id: int, *names: str, **more: object) -> ClientKnown:
    """A client with its names."""
    return ClientKnown(client_id, names, **more)
