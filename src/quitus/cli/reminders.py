"""`quitus reminders …`: see the plan, send what is due."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import click

from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option

DAY = click.DateTime(["%Y-%m-%d"])
WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "coming": "{on} : {client}, {step}, {count} échéance(s), {amount}",
        "nothing": "Rien ne partirait.",
        "kept": "{count} échéance(s) attendent : {reason}",
        "sent": "{accepted} partis, {refused} refusés, {later} remis à plus tard, {unsure} incertains ; "
        "{reminders} relances préparées.",
        "stopped": "Rien ne part : {why}.",
    },
    "en": {
        "coming": "{on}: {client}, {step}, {count} instalment(s), {amount}",
        "nothing": "Nothing would leave.",
        "kept": "{count} instalment(s) wait: {reason}",
        "sent": "{accepted} left, {refused} refused, {later} put off, {unsure} unsure; {reminders} reminders planned.",
        "stopped": "Nothing leaves: {why}.",
    },
}


@click.group()
def reminders() -> None:
    """See what would leave and why the rest does not; send what is due."""


@reminders.command("plan")
@click.option("--on", "on", type=DAY, default=None, help="As if it were this day (YYYY-MM-DD).")
@click.option(
    "--days", default=1, show_default=True, type=click.IntRange(1, 366), help="How many days to look ahead."
)
@click.option(
    "--json", "as_json", is_flag=True, help="One object: messages, and counts of what waits by reason."
)
@organisation_option
def show_plan(on: datetime | None, days: int, as_json: bool, wanted: str | None) -> None:
    """What would leave, and why the rest does not. Looks only; nothing is written or sent."""
    from quitus.config.startup import started

    with started():
        from quitus.apps.organisations.clock import business_today
        from quitus.apps.organisations.tenancy import tenant

        organisation = find_organisation(wanted)
        day = on.date() if on else business_today(organisation)
        with tenant(organisation.id):
            found = _plan(day, days)
    if as_json:
        click.echo(json.dumps(found))
        return
    words = WORDS[language_of_terminal()]
    for message in found["messages"]:
        click.echo(words["coming"].format(**message, count=len(message["instalments"])))
    if not found["messages"]:
        click.echo(words["nothing"])
    for reason, count in found["waiting"].items():
        click.echo(words["kept"].format(reason=reason, count=count))


@reminders.command("send")
@click.option("--json", "as_json", is_flag=True, help="The counts as one JSON object.")
@organisation_option
def send(as_json: bool, wanted: str | None) -> None:
    """Plan today, then hand over what is approved and may leave at this hour."""
    from quitus.config.startup import started

    with started():
        from quitus.apps.reminders.daily import turn

        done = turn(find_organisation(wanted), even_if_resting=True)
    counts = {
        "accepted": done.sent.accepted,
        "refused": done.sent.refused,
        "later": done.sent.later,
        "unsure": done.sent.unsure + done.unsure,
        "withdrawn": done.sent.withdrawn,
        "reminders": done.planned.reminders,
        "stopped_by": done.sent.stopped_by or None,
    }
    if as_json:
        click.echo(json.dumps(counts))
        return
    words = WORDS[language_of_terminal()]
    click.echo(words["sent"].format(**counts))
    if done.sent.stopped_by:
        click.echo(words["stopped"].format(why=done.sent.stopped_by))


def _plan(day: date, days: int) -> dict[str, Any]:
    from collections import Counter

    from quitus.apps.clients.models import Client
    from quitus.apps.insight.open_decisions import ahead, decide, look
    from quitus.apps.invoicing.models import Instalment

    gathered = look(day, most=10**9).gathered
    coming = ahead(gathered, days)
    names = dict(Client.objects.values_list("id", "name"))
    numbers = dict(
        Instalment.objects.filter(id__in=gathered.instalments).values_list("id", "invoice__number")
    )
    waiting = Counter(str(one.reasons[0]) for one in decide(gathered).values() if one.reasons)
    return {
        "on": day.isoformat(),
        "days": days,
        "messages": [
            {
                "on": message.on.isoformat(),
                "client": names[message.client_id],
                "channel": message.channel.value,
                "step": message.step.key,
                "approval": message.approval.value,
                "amount": ", ".join(str(total) for total in message.totals),
                "instalments": [numbers[line.instalment_id] for line in message.reminders],
            }
            for message in coming
        ],
        "waiting": dict(waiting.most_common()),
    }
