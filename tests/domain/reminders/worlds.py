"""Facts to decide about, and a firm's days lived one after the other through the public doors."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from quitus.domain.days import Calendar
from quitus.domain.reminders.facts import ClientFacts, InstalmentFacts, Situation
from quitus.domain.reminders.group import PlannedMessage, group
from quitus.domain.reminders.plan import plan
from quitus.domain.reminders.policy import Channel, Policy
from quitus.domain.reminders.policy_text import parse_policy

FRENCH_HOLIDAYS = [
    *[date(2026, m, d) for m, d in [(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15)]],
    *[date(2026, m, d) for m, d in [(11, 1), (11, 11), (12, 25)]],
    *[date(2027, m, d) for m, d in [(1, 1), (3, 29), (5, 1), (5, 6), (5, 8), (5, 17), (7, 14), (8, 15)]],
    *[date(2027, m, d) for m, d in [(11, 1), (11, 11), (12, 25)]],
]
FRANCE = Calendar(frozenset(FRENCH_HOLIDAYS))

# The instalment of the tables: 100.00 EUR, sent Thursday 3 September 2026, due Monday 5 October 2026.
SENT = date(2026, 9, 3)
DUE = date(2026, 10, 5)


def preset(name: str) -> Policy:
    text = files("quitus.domain.reminders").joinpath("presets", f"{name}.toml").read_text(encoding="utf-8")
    return parse_policy(text)


GENTLE = preset("gentle")
STANDARD = preset("standard")


def an_instalment(**facts: Any) -> InstalmentFacts:
    usual: dict[str, Any] = {
        "instalment_id": 1,
        "client_id": 1,
        "due": DUE,
        "remaining_minor": 10_000,
        "currency": "EUR",
        "sent_on": SENT,
    }
    return InstalmentFacts(**(usual | facts))


def a_client(**facts: Any) -> ClientFacts:
    return ClientFacts(**({"client_id": 1} | facts))


def today(on: date, bank_data_until: date | None = date(2027, 12, 31)) -> Situation:
    return Situation(on, FRANCE, bank_data_until)


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


def live(
    policy: Policy,
    instalments: Iterable[InstalmentFacts],
    clients: Iterable[ClientFacts],
    runs: Iterable[Situation],
) -> list[PlannedMessage]:
    """What leaves when the plan runs in each of these situations, and each message leaves at once."""
    owed = {instalment.instalment_id: instalment for instalment in instalments}
    known = {client.client_id: client for client in clients}
    left: list[PlannedMessage] = []
    for situation in runs:
        messages = group(policy, plan(policy, owed.values(), known, situation), owed, situation)
        for message in messages:
            for line in message.reminders:
                before = owed[line.instalment_id]
                owed[line.instalment_id] = replace(before, last_step=line.step.key, last_step_on=message.on)
            if message.channel is Channel.EMAIL:
                client = known[message.client_id]
                known[message.client_id] = replace(client, last_contact_on=message.on)
        left += messages
    return left


def steps_by_day(messages: Iterable[PlannedMessage]) -> list[tuple[date, str]]:
    """(day, step) of each reminder, in order: what a history of one instalment looks like."""
    return [(message.on, line.step.key) for message in messages for line in message.reminders]
