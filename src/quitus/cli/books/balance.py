"""`quitus books balance`: the trial balance."""

import json
from datetime import date
from typing import TYPE_CHECKING

import click

from quitus.cli.days import DAY
from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option
from quitus.ports import formats

if TYPE_CHECKING:
    from quitus.apps.books.balances import TrialBalance, Turnover

HEADERS = {
    "fr": ("Compte", "Ouverture", "Débit", "Crédit", "Solde"),
    "en": ("Account", "Opening", "Debit", "Credit", "Balance"),
}
WORDS = {
    "title": (
        "Balance au {day}, exercice du {first} au {last}",
        "Trial balance on {day}, year from {first} to {last}",
    ),
    "nothing": ("Rien n’est écrit.", "Nothing is booked."),
    "total": ("Total", "Total"),
}
FIGURES = ("opening", "debit", "credit", "closing")


@click.command()
@click.option("--on", "day", type=DAY, help="At the end of this day; today if not given.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
@organisation_option
def balance(day: date | None, as_json: bool, wanted: str | None) -> None:
    """Each account of the financial year: opening, debits, credits, balance (a credit is negative)."""
    from quitus.config.startup import started

    with started():
        from quitus.apps.books.balances import trial_balance
        from quitus.apps.organisations.clock import business_today
        from quitus.apps.organisations.tenancy import tenant

        organisation = find_organisation(wanted)
        with tenant(organisation.id):
            found = trial_balance(day or business_today(organisation))
    if as_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False))
    else:
        _print(found, language_of_terminal())


def as_data(balance: "TrialBalance") -> dict[str, object]:
    """The balance as the stable JSON: decimal strings, dates in ISO form, accounts by number."""
    return {
        "on": balance.on.isoformat(),
        "first": balance.year.first.isoformat(),
        "last": balance.year.last.isoformat(),
        "accounts": [
            {"account": one.account, "label": one.label, **_figures(one.turnover)} for one in balance.accounts
        ],
        "total": _figures(balance.total),
    }


def _figures(turnover: "Turnover") -> dict[str, str]:
    return {name: f"{getattr(turnover, name).decimal:f}" for name in FIGURES}


def _print(balance: "TrialBalance", language: str) -> None:
    from quitus.cli.tables import print_table

    english = language == "en"
    days = {"day": balance.on, "first": balance.year.first, "last": balance.year.last}
    told = {name: formats.full_date(day, language) for name, day in days.items()}
    click.echo(WORDS["title"][english].format(**told))
    if not balance.accounts:
        click.echo(WORDS["nothing"][english])
        return
    print_table(
        HEADERS[language],
        [(f"{one.account} {one.label}", *_shown(one.turnover, language)) for one in balance.accounts],
        (WORDS["total"][english], *_shown(balance.total, language)),
    )


def _shown(turnover: "Turnover", language: str) -> list[str]:
    return [formats.money(getattr(turnover, name), language) for name in FIGURES]
