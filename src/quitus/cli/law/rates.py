"""`quitus law rates`: the rates by half-year, with their sources."""

import json
from datetime import date
from decimal import Decimal

import click

from quitus.cli.days import DAY
from quitus.cli.law.options import country_option
from quitus.cli.main import language_of_terminal
from quitus.domain.law.countries import CountryLaw, law_of
from quitus.domain.law.rates import AGREED, Rate
from quitus.domain.refused import Refused

TABLES = {
    "late_payment": ("Retard entre professionnels", "Late payment between businesses"),
    "public_late_payment": ("Retard d’un acheteur public", "Late payment by a public buyer"),
    "legal_other": ("Taux légal, tous les autres cas", "Legal rate, all other cases"),
    "legal_private": ("Taux légal, créancier particulier", "Legal rate, private creditor"),
    "contract_floor": ("Minimum d’un contrat", "Lowest rate of a contract"),
    "ecb": ("Taux de la BCE", "ECB rate"),
}
KNOWN = {
    "read": ("lu", "read"),
    "high": ("sûr", "sure"),
    "medium": ("probable", "likely"),
    "low": ("douteux", "doubtful"),
    "user": ("contrat", "contract"),
}
CONTRACT = ("taux convenu au contrat", "rate agreed in the contract")


@click.command()
@country_option
@click.option("--on", "day", type=DAY, help="Only what holds on this date.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def rates(country: str, day: date | None, as_json: bool) -> None:
    """The rates of a country's law by half-year, each with its source and how sure we are of it."""
    rows = rates_of(law_of(country), day)
    if as_json:
        told = [
            {
                "table": table,
                "from": rate.since.isoformat(),
                "until": rate.until.isoformat(),
                "rate": plain_percent(rate.percent),
                "source": rate.source,
                "confidence": rate.confidence.value,
            }
            for table, rate in rows
        ]
        click.echo(json.dumps({"country": country, "rates": told}))
        return
    _print(rows, language_of_terminal())


def rates_of(law: CountryLaw, day: date | None) -> list[tuple[str, Rate]]:
    """(table without its country, rate): all of them, or those of a day. Refused: rate_missing where none is known."""
    if day is None:
        return [(_short(table.name), rate) for table in law.tables for rate in table.rates]
    found = [
        (_short(table.name), rate)
        for table in law.tables
        for rate in table.rates
        if rate.since <= day <= rate.until
    ]
    if not found:
        raise Refused("rate_missing", table=law.business.rates.name, day=day)
    return found


def plain_percent(percent: Decimal) -> str:
    """Two decimals at least, all there are: 12.00, 10.125."""
    text = f"{percent.normalize():f}"
    return text if len(text.partition(".")[2]) >= 2 else f"{percent:.2f}"


def shown_percent(percent: Decimal, language: str) -> str:
    """As people read it: 12,15 % or 12.15%."""
    text = shown_number(percent, language)
    return f"{text}%" if language == "en" else f"{text}\u202f%"


def shown_number(percent: Decimal, language: str) -> str:
    """Its number alone, for a sentence that says "%": 12,15 or 12.15."""
    text = plain_percent(percent)
    return text if language == "en" else text.replace(".", ",")


def shown_source(source: str, language: str) -> str:
    """The source of a rate; that of a contract in the reader's words."""
    return CONTRACT[language == "en"] if source == AGREED else source


def _print(rows: list[tuple[str, Rate]], language: str) -> None:
    """Plain lines: sources are too long for columns."""
    english = language == "en"
    shown = ""
    for table, rate in rows:
        if table != shown:
            title = TABLES[table][english]
            click.echo(f"\n{title}" if shown else title)
            shown = table
        percent = shown_percent(rate.percent, language).rjust(9)
        known = KNOWN[rate.confidence.value][english].ljust(8)
        click.echo(f"  {rate.since} – {rate.until}  {percent}  {known}  {rate.source}")


def _short(name: str) -> str:
    return name.partition(" ")[2]
