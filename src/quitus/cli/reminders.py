"""`quitus reminders …`: see the plan, send what is due."""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from quitus.cli.days import DAY
from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option
from quitus.ports import formats
from quitus.ports.clock import real_now
from quitus.ports.plurals import filled

if TYPE_CHECKING:
    from quitus.apps.organisations.models import Organisation
    from quitus.domain.reminders.group import PlannedMessage

WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "coming": "{on} : {client}, « {step} », {count} {count:échéance|échéances}, {amount}",
        "nothing": "Rien ne partirait.",
        "kept": "{count} {count:échéance|échéances} en attente : {reason}",
        "sent": "{accepted} {accepted:message parti|messages partis}, {refused} {refused:refusé|refusés}, "
        "{later} remis à plus tard, {unsure} {unsure:incertain|incertains} ; "
        "{reminders} {reminders:relance préparée|relances préparées}.",
        "stopped": "L’envoi s’arrête. {why}",
        "no_mail_account": "Aucune boîte d’envoi n’est renseignée : indiquez-la sur le site, dans les réglages.",
        "trouble": "{count} {count:message|messages} : {why}",
        "not_prepared": "le message n’a pas pu être écrit ; il sera repris plus tard, et le journal dit pourquoi.",
        "look": "Ouvrez « Relances » sur le site : refaites partir les messages refusés, dites si les incertains "
        "sont arrivés.",
    },
    "en": {
        "coming": "{on}: {client}, “{step}”, {count} {count:instalment|instalments}, {amount}",
        "nothing": "Nothing would leave.",
        "kept": "{count} {count:instalment waits|instalments wait}: {reason}",
        "sent": "{accepted} {accepted:message|messages} left, {refused} refused, {later} put off, {unsure} unsure; "
        "{reminders} {reminders:reminder|reminders} planned.",
        "stopped": "Sending stops. {why}",
        "no_mail_account": "No mailbox is set up: give one on the site, in its settings.",
        "trouble": "{count} {count:message|messages}: {why}",
        "not_prepared": "the message could not be written; it is tried again later, and the log says why.",
        "look": "Open “Reminders” on the site: send the refused messages again, say whether the unsure ones arrived.",
    },
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What would leave from a day on, and how many instalments wait on that day, by reason."""

    on: date
    days: int
    messages: "Sequence[PlannedMessage]"
    clients: Mapping[int, str]
    numbers: Mapping[int, str]
    waiting: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Trouble:
    """How many messages met it, and what the server said of the first."""

    count: int
    detail: str


@click.group()
def reminders() -> None:
    """See what would leave and why the rest does not; send what is due."""


@reminders.command("plan")
@click.option("--on", "on", type=DAY, default=None, help="As if it were this day.")
@click.option(
    "--days", default=1, show_default=True, type=click.IntRange(1, 366), help="How many days to look ahead."
)
@click.option(
    "--json", "as_json", is_flag=True, help="One object: messages, and counts of what waits by reason."
)
@organisation_option
def show_plan(on: date | None, days: int, as_json: bool, wanted: str | None) -> None:
    """What would leave, and why the rest does not. Looks only; nothing is written or sent."""
    from quitus.config.startup import started

    with started():
        from quitus.apps.organisations.clock import business_today
        from quitus.apps.organisations.tenancy import tenant

        organisation = find_organisation(wanted)
        day = on or business_today(organisation)
        with tenant(organisation.id):
            found = _plan(day, days)
        if as_json:
            click.echo(json.dumps(as_data(found), ensure_ascii=False))
        else:
            _print(found, language_of_terminal())


@reminders.command("send")
@click.option("--json", "as_json", is_flag=True, help="The counts as one JSON object.")
@organisation_option
def send(as_json: bool, wanted: str | None) -> None:
    """Plan today, then hand over what is approved and may leave at this hour.

    Exit 1 when the mail server stops it, or when a message was refused, became unsure or could not be made.
    """
    from quitus.config.startup import started

    with started():
        from quitus.apps.reminders.daily import turn

        organisation, began = find_organisation(wanted), real_now()
        done = turn(organisation, even_if_resting=True)
        troubles = _troubles_since(organisation, began, not_prepared=done.sent.failed)
        counts = {
            "accepted": done.sent.accepted,
            "refused": done.sent.refused,
            "later": done.sent.later,
            "unsure": done.sent.unsure + done.unsure,
            "withdrawn": done.sent.withdrawn,
            "reminders": done.planned.reminders,
            "stopped_by": done.sent.stopped_by or None,
            "reasons": {code: trouble.count for code, trouble in troubles.items()},
        }
        language = language_of_terminal()
        words = WORDS[language]
        click.echo(json.dumps(counts) if as_json else filled(words["sent"], language, counts))
        for code, trouble in troubles.items():
            why = " ".join(filter(None, [_why(code), trouble.detail]))
            click.echo(filled(words["trouble"], language, {"count": trouble.count, "why": why}), err=True)
        if counts["refused"] or counts["unsure"]:
            click.echo(words["look"], err=True)
        if done.sent.stopped_by:
            click.echo(words["stopped"].format(why=_why(done.sent.stopped_by)), err=True)
    sys.exit(1 if troubles or done.sent.stopped_by else 0)


def _troubles_since(
    organisation: "Organisation", began: datetime, *, not_prepared: int
) -> dict[str, Trouble]:
    """What went wrong from that moment on, by its stable code."""
    from quitus.apps.organisations.tenancy import tenant
    from quitus.apps.outbox.models import Message, MessageState

    found: dict[str, Trouble] = {}
    wrong = (MessageState.REFUSED, MessageState.UNSURE)
    with tenant(organisation.id):
        settled = Message.objects.filter(state__in=wrong, settled_at__gte=began).order_by("id")
        for reason, detail in settled.values_list("reason", "detail"):
            before = found.get(reason, Trouble(0, detail))
            found[reason] = replace(before, count=before.count + 1)
    return found | ({"not_prepared": Trouble(not_prepared, "")} if not_prepared else {})


def _plan(day: date, days: int) -> Plan:
    from quitus.apps.clients.models import Client
    from quitus.apps.insight.open_decisions import ahead, decide, look
    from quitus.apps.invoicing.models import Instalment

    gathered = look(day, most=10**9).gathered
    messages = ahead(gathered, days)
    planned = [line.instalment_id for message in messages for line in message.reminders]
    waiting = Counter(str(one.reasons[0]) for one in decide(gathered).values() if one.reasons)
    return Plan(
        on=day,
        days=days,
        messages=messages,
        clients=dict(Client.objects.values_list("id", "name")),
        numbers=dict(Instalment.objects.filter(id__in=planned).values_list("id", "invoice__number")),
        waiting=dict(waiting.most_common()),
    )


def as_data(found: Plan) -> dict[str, object]:
    """The plan as the stable JSON: codes, dates in ISO form."""
    return {
        "on": found.on.isoformat(),
        "days": found.days,
        "messages": [
            {
                "on": message.on.isoformat(),
                "client": found.clients[message.client_id],
                "channel": message.channel.value,
                "step": message.step.key,
                "approval": message.approval.value,
                "amount": ", ".join(str(total) for total in message.totals),
                "instalments": [found.numbers[line.instalment_id] for line in message.reminders],
            }
            for message in found.messages
        ],
        "waiting": dict(found.waiting),
    }


def _print(found: Plan, language: str) -> None:
    from django.utils import translation

    from quitus.web.reminder_words import reason_words, step_name

    words = WORDS[language]
    with translation.override(language):
        for message in found.messages:
            facts = {
                "on": formats.full_date(message.on, language),
                "client": found.clients[message.client_id],
                "step": step_name(message.step.key),
                "count": len(message.reminders),
                "amount": ", ".join(formats.money(total, language) for total in message.totals),
            }
            click.echo(filled(words["coming"], language, facts))
        if not found.messages:
            click.echo(words["nothing"])
        for reason, count in found.waiting.items():
            facts = {"reason": reason_words(reason), "count": count}
            click.echo(filled(words["kept"], language, facts))


def _why(code: str) -> str:
    from django.utils import translation

    from quitus.web.mail_words import trouble_words
    from quitus.web.reminder_words import reason_words

    language = language_of_terminal()
    with translation.override(language):
        return WORDS[language].get(code) or reason_words(trouble_words(code))
