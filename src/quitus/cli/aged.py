"""`quitus aged`: what is owed, by how late it is."""

import json
from datetime import date
from typing import TYPE_CHECKING

import click

from quitus.cli.days import DAY
from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option
from quitus.ports import formats

if TYPE_CHECKING:
    from quitus.apps.payments.aged_balance import Aged, AgedBalance

HEADERS = {
    "fr": ("Client", "Non échu", "1–30 j", "31–60 j", "61–90 j", "> 90 j", "Total"),
    "en": ("Client", "Not due", "1–30 d", "31–60 d", "61–90 d", "> 90 d", "Total"),
}
BUCKETS = ("not_due", "days_30", "days_60", "days_90", "older")
WORDS = {
    "title": ("Balance âgée au {day}", "Aged balance on {day}"),
    "nothing": ("Personne ne doit rien.", "Nobody owes anything."),
    "total": ("Total", "Total"),
}


@click.command()
@click.option("--on", "day", type=DAY, help="As of this date; today if not given.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
@organisation_option
def aged(day: date | None, as_json: bool, wanted: str | None) -> None:
    """What is owed, by how late it is: client by client, as of any date."""
    from quitus.config.startup import started

    with started():
        from quitus.apps.organisations.clock import business_today
        from quitus.apps.organisations.tenancy import tenant
        from quitus.apps.payments.aged_balance import aged_balance

        organisation = find_organisation(wanted)
        today = business_today(organisation)
        with tenant(organisation.id):
            balance = aged_balance(day or today, today=today)
    if as_json:
        click.echo(json.dumps(as_data(balance), ensure_ascii=False))
    else:
        _print(balance, language_of_terminal())


def as_data(balance: "AgedBalance") -> dict[str, object]:
    """The balance as the stable JSON: decimal strings, dates in ISO form, clients by name."""
    return {
        "on": balance.on.isoformat(),
        "currency": balance.total.total.currency,
        "clients": [
            {"client": client_id, "name": name, **_amounts(owed)} for client_id, name, owed in balance.clients
        ],
        "total": _amounts(balance.total),
    }


def _amounts(owed: "Aged") -> dict[str, str]:
    return {name: f"{getattr(owed, name).decimal:f}" for name in (*BUCKETS, "late", "total")}


def _print(balance: "AgedBalance", language: str) -> None:
    from quitus.cli.tables import print_table

    english = language == "en"
    click.echo(WORDS["title"][english].format(day=formats.full_date(balance.on, language)))
    if not balance.clients:
        click.echo(WORDS["nothing"][english])
        return
    print_table(
        HEADERS[language],
        [(name, *_shown(owed, language)) for _, name, owed in balance.clients],
        (WORDS["total"][english], *_shown(balance.total, language)),
    )


def _shown(owed: "Aged", language: str) -> list[str]:
    amounts = [getattr(owed, name) for name in (*BUCKETS, "total")]
    return [formats.money(amount, language) if amount else "–" for amount in amounts]
