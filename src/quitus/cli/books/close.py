"""`quitus books close`: close the books up to a day."""

import json
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from quitus.cli.days import DAY
from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option
from quitus.ports import formats
from quitus.ports.plurals import filled

if TYPE_CHECKING:
    from quitus.apps.books.closing import Preview

WORDS = {
    "preview": (
        "Clôture jusqu’au {until} : {count} {count:écriture reçoit son|écritures reçoivent leur} numéro.",
        "Closing until {until}: {count} {count:entry gets its number|entries get their numbers}.",
    ),
    "numbers": ("  {first} à {last} : {total}", "  {first} to {last}: {total}"),
    "no_way_back": (
        "Il n’y a pas de retour : une erreur se corrige par une autre écriture, un règlement tardif se date du premier "
        "jour ouvert.",
        "There is no way back: a mistake is corrected by another entry, a late payment is dated the first open day.",
    ),
    "ask": ("Clôturer", "Close"),
    "closed": ("Les comptes sont clos jusqu’au {until}.", "The books are closed until {until}."),
}


@click.command()
@click.option("--until", required=True, type=DAY, help="The last day to close; it must be over.")
@click.option("--preview", is_flag=True, help="Only say what would happen.")
@click.option("--yes", is_flag=True, help="Without asking.")
@click.option("--json", "as_json", is_flag=True, help="What happens, as one line of JSON; does not ask.")
@organisation_option
def close(until: date, preview: bool, yes: bool, as_json: bool, wanted: str | None) -> None:
    """Close the books up to a day: entries get their numbers, and none comes later. There is no way back."""
    from quitus.config.startup import started

    language = language_of_terminal()
    english = language == "en"
    with started():
        from quitus.apps.books.closing import close_books, preview_closing
        from quitus.apps.organisations.clock import business_today
        from quitus.apps.organisations.tenancy import in_tenant

        organisation = find_organisation(wanted)
        today = business_today(organisation)
        told = in_tenant(organisation.id, lambda: preview_closing(until, today=today))
        if as_json:
            click.echo(json.dumps({**as_data(told), "closed": not preview}))
        else:
            _print(told, language)
        if preview:
            return
        if not (yes or as_json or click.confirm(WORDS["ask"][english])):
            sys.exit(1)
        in_tenant(organisation.id, lambda: close_books(until, on=today, actor="cli"))
    if not as_json:
        click.echo(WORDS["closed"][english].format(until=formats.full_date(until, language)))


def as_data(preview: "Preview") -> dict[str, object]:
    """The preview as the stable JSON."""
    return {
        "until": preview.until.isoformat(),
        "entries": preview.entries,
        "journals": [
            {
                "journal": one.journal,
                "year": one.year.last.isoformat(),
                "entries": one.entries,
                "first": one.first_number,
                "last": one.last_number,
                "total": f"{one.total.decimal:f}",
            }
            for one in preview.journals
        ],
    }


def _print(preview: "Preview", language: str) -> None:
    english = language == "en"
    until = formats.full_date(preview.until, language)
    click.echo(filled(WORDS["preview"][english], language, {"until": until, "count": preview.entries}))
    for one in preview.journals:
        total = formats.money(one.total, language)
        click.echo(
            WORDS["numbers"][english].format(first=one.first_number, last=one.last_number, total=total)
        )
    click.echo(WORDS["no_way_back"][english])
