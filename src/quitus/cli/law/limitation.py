"""`quitus law limitation`: the last day to go to court, and every step that led to it."""

import json
from datetime import date

import click

from quitus.cli.days import DAY
from quitus.cli.law.options import country_option
from quitus.cli.main import language_of_terminal
from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.limitation import (
    Claim,
    Clock,
    Event,
    EventKind,
    Step,
    alerts,
    limitation_law,
)
from quitus.domain.law.limitation import limitation as clock_of
from quitus.ports.plurals import filled
from quitus.ports.reasons import reason_sentence

# What people also call them.
OTHER_NAMES = {
    "payment": EventKind.PART_PAYMENT,
    "court": EventKind.COURT_ACTION,
    "served_order": EventKind.ORDER_SERVED,
    "notice": EventKind.FORMAL_NOTICE,
    "registered_notice": EventKind.FORMAL_NOTICE,
}
WORDS = {
    "last_day": ("Dernier jour pour agir en justice", "Last day to go to court"),
    "open": ("pas de dernier jour tant que cela dure", "no last day while it lasts"),
    "expired": ("Trop tard le {day}.", "Too late on {day}."),
    "in_time": ("Encore temps le {day}.", "Still in time on {day}."),
    "left": (
        "Il reste {months} mois ou moins.",
        "{months} {months:month or less is|months or less are} left.",
    ),
    "last": ("dernier jour", "last day"),
    "unsure": ("confiance moyenne", "confidence medium"),
}


class EventOption(click.ParamType[Event]):
    """2026-01-15:acknowledgement, 2026-01-15..2026-06-30:mediation, 2026-01-15..:court_action (still open)."""

    name = "DATE[..DATE]:KIND"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Event:
        days, colon, word = str(value).partition(":")
        if not colon:
            self.fail(f"{value!r} is not an event: YYYY-MM-DD:KIND", param, ctx)
        kind = self._kind(word, param, ctx)
        first, _, last = days.partition("..")
        until = DAY.convert(last, param, ctx) if last else None
        return Event(DAY.convert(first, param, ctx), kind, until)

    def _kind(self, word: str, param: click.Parameter | None, ctx: click.Context | None) -> EventKind:
        name = word.strip().lower().replace("-", "_")
        if name in OTHER_NAMES:
            return OTHER_NAMES[name]
        if name not in {kind.value for kind in EventKind}:
            self.fail(f"{word!r} is not a kind of event: {', '.join(EventKind)}", param, ctx)
        return EventKind(name)


@click.command()
@click.option("--due", type=DAY, required=True, help="The due date of the debt.")
@click.option(
    "--debtor",
    type=click.Choice([kind.value for kind in DebtorKind]),
    default=DebtorKind.BUSINESS.value,
    show_default=True,
)
@click.option(
    "--claim",
    type=click.Choice([claim.value for claim in Claim]),
    default=Claim.ORDINARY.value,
    show_default=True,
    help="What the debt is for.",
)
@click.option(
    "--event",
    "events",
    type=EventOption(),
    multiple=True,
    help="What happened, such as 2026-01-15:acknowledgement or 2026-01-15..2026-06-30:mediation; DATE..:KIND goes on "
    f"still. May be repeated. Kinds: {', '.join(EventKind)}.",
)
@click.option("--delivered", type=DAY, help="The day of delivery, from which carriage of goods is counted.")
@click.option("--on", "on", type=DAY, help="Say whether that day is too late, and how little is left.")
@country_option
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def limitation(
    *,
    due: date,
    debtor: str,
    claim: str,
    events: tuple[Event, ...],
    delivered: date | None,
    on: date | None,
    country: str,
    as_json: bool,
) -> None:
    """The last day to go to court for a debt, and every step that led to it; nothing is stored.

    Reminders and formal notices do not move it: they may be given, and the answer says why.
    """
    law = limitation_law(country)
    clock = clock_of(law, due, DebtorKind(debtor), Claim(claim), events, delivered=delivered)
    language = language_of_terminal()
    if as_json:
        head = {"country": country, "debtor": debtor, "claim": claim, "due": due.isoformat()}
        click.echo(json.dumps(_as_data(clock, on, language) | head))
    else:
        _print(clock, on, language)


def _as_data(clock: Clock, on: date | None, language: str) -> dict[str, object]:
    """The clock as the stable JSON."""
    return {
        "last_day": _iso(clock.last_day),
        "expired": clock.expired(on) if on else None,
        "steps": [_step(step, language) for step in clock.steps],
        "alerts": list(alerts(clock, on)) if on else [],
        "alert_days": {str(months): day.isoformat() for months, day in clock.alert_days.items()},
        "confidence": clock.confidence.value,
    }


def _step(step: Step, language: str) -> dict[str, object]:
    return {
        "from": step.since.isoformat(),
        "to": _iso(step.until),
        "what": reason_sentence(step.why, language),
        "article": step.article,
        "code": step.why.code,
        "last_day": _iso(step.last_day),
        "moved": step.moved,
        "confidence": step.confidence.value,
    }


def _print(clock: Clock, on: date | None, language: str) -> None:
    def word(key: str) -> str:
        return WORDS[key][language == "en"]

    colon = ":" if language == "en" else " :"
    last = clock.last_day.isoformat() if clock.last_day else word("open")
    click.echo(f"{word('last_day')}{colon} {last}")
    if on:
        click.echo(word("expired" if clock.expired(on) else "in_time").format(day=on))
        if not clock.expired(on) and (reached := alerts(clock, on)):
            click.echo(filled(word("left"), language, {"months": min(reached)}))
    for step in clock.steps:
        unsure = f" [{word('unsure')}]" if step.confidence.value == "medium" else ""
        until = f" [{word('last')}{colon} {step.last_day}]" if step.moved and step.last_day else ""
        click.echo(f"  • {reason_sentence(step.why, language)} ({step.article}){until}{unsure}")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
