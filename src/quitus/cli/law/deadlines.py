"""`quitus law deadlines`: what must be done by when after a step of a procedure, in France."""

import json
from datetime import date

import click

from quitus.cli.days import DAY
from quitus.cli.law.rates import KNOWN
from quitus.cli.main import language_of_terminal
from quitus.domain.importing.text import shown
from quitus.domain.law.fr.procedure import Deadline, ProcedureEvent, deadlines_after
from quitus.domain.reasons import Reason
from quitus.ports.reasons import reason_sentence

COUNTRY = "FR"
WORDS = {
    "last": ("Dernier jour", "Last day"),
    "first": ("Premier jour", "First day"),
    "confidence": ("confiance", "confidence"),
}
WEEKDAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


class EventKindOption(click.ParamType[ProcedureEvent]):
    """order_served, or order-served."""

    name = "KIND"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> ProcedureEvent:
        name = str(value).strip().lower().replace("-", "_")
        if name not in {event.value for event in ProcedureEvent}:
            self.fail(
                f"{shown(str(value))!r} is not a kind of event: {', '.join(ProcedureEvent)}", param, ctx
            )
        return ProcedureEvent(name)


@click.command()
@click.option(
    "--event",
    type=EventKindOption(),
    required=True,
    help="What happened. An order for payment: order_dated, order_served (in person), order_first_measure (first act "
    "in person or first seizure, where the order was served otherwise), opposition_fee_asked, lawyer_asked. An "
    "insolvency in the BODACC: insolvency_published. The order to pay between merchants of CPCE L126: "
    "uncontested_served, uncontested_enforceable.",
)
@click.option("--on", "on", type=DAY, required=True, help="The day of the event.")
@click.option(
    "--abroad",
    is_flag=True,
    help="The creditor lives outside the territory of the court, such as metropolitan France: two months more to "
    "declare a claim.",
)
@click.option("--alsace-moselle", is_flag=True, help="Good Friday and 26 December are holidays too.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def deadlines(*, event: ProcedureEvent, on: date, abroad: bool, alsace_moselle: bool, as_json: bool) -> None:
    """What must be done by when after a step of a procedure in France; nothing is stored.

    A day that falls on a weekend or a public holiday goes on to the next working day, and the answer says why.
    """
    found = deadlines_after(event, on, creditor_abroad=abroad, alsace_moselle=alsace_moselle)
    language = language_of_terminal()
    if as_json:
        told = {
            "country": COUNTRY,
            "event": event.value,
            "on": on.isoformat(),
            "abroad": abroad,
            "alsace_moselle": alsace_moselle,
            "deadlines": [_as_data(deadline, language) for deadline in found],
        }
        click.echo(json.dumps(told))
        return
    for deadline in found:
        _print(deadline, language)


def _as_data(deadline: Deadline, language: str) -> dict[str, object]:
    """A deadline as the stable JSON."""
    return {
        "day": deadline.day.isoformat(),
        "counted": deadline.counted.isoformat(),
        "kind": _kind(deadline),
        "what": reason_sentence(deadline.act, language),
        "code": deadline.act.code,
        "article": deadline.article,
        "moved": _sentence(deadline.moved, language) if deadline.moved else None,
        "skipped": [day.value for day in deadline.skipped],
        "confidence": deadline.confidence.value,
    }


def _print(deadline: Deadline, language: str) -> None:
    english = language == "en"
    colon = ":" if english else " :"
    known = f"{WORDS['confidence'][english]}{colon} {KNOWN[deadline.confidence.value][english]}"
    click.echo(f"{WORDS[_kind(deadline)][english]}{colon} {deadline.day} [{known}]")
    click.echo(f"  • {reason_sentence(deadline.act, language)} ({deadline.article})")
    if deadline.moved:
        click.echo(f"  • {_sentence(deadline.moved, language)}")


def _kind(deadline: Deadline) -> str:
    return "first" if deadline.first else "last"


def _sentence(moved: Reason, language: str) -> str:
    """Its days by their names, which say the most of why."""
    return reason_sentence(moved, language, lambda day: f"{WEEKDAYS[language][day.weekday()]} {day}")
