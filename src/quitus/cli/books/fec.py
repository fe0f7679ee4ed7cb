"""`quitus books fec`: the fichier des écritures comptables of a financial year, as a file."""

import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from quitus.cli.days import DAY
from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option
from quitus.domain.financial_years import FinancialYear
from quitus.domain.refused import Refused
from quitus.ports import formats
from quitus.ports.plurals import filled

if TYPE_CHECKING:
    from quitus.apps.books.fec import Fec

WORDS = {
    "written": (
        "{file} : {lines} lignes, du {first} au {last}.",
        "{file}: {lines} lines, from {first} to {last}.",
    ),
    "provisional": (
        "Provisoire : {count} {count:écriture n’est pas encore close, son numéro|écritures ne sont pas encore closes, "
        "leurs numéros} et {count:sa|leur} date de validation peuvent changer. Le nom du fichier n’en dit rien : ne "
        "remettez pas ce FEC à l’administration.",
        "Provisional: {count} {count:entry is not closed yet, its number and date|entries are not closed yet, their "
        "numbers and dates} of validation may change. The name "
        "of the file does not tell: do not hand this FEC to the tax office.",
    ),
}


@click.command()
@click.option(
    "--year",
    required=True,
    metavar="YYYY",
    help="The year in which the financial year ends, or any of its days (YYYY-MM-DD).",
)
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder to write it to.",
)
@click.option("--provisional", is_flag=True, help="Also while the year is open: numbers go on in order.")
@click.option("--replace", is_flag=True, help="Over a file of the same name.")
@click.option("--json", "as_json", is_flag=True, help="What was written, as one line of JSON.")
@organisation_option
def fec(
    *, year: str, folder: Path, provisional: bool, replace: bool, as_json: bool, wanted: str | None
) -> None:
    """Write SIRENFECAAAAMMJJ.txt (LPF A47 A-1), whole or not at all.

    Refused while the year is open, unless --provisional.
    """
    from quitus.config.startup import started

    with started():
        from quitus.apps.books.fec import prepare_fec, write_fec_to
        from quitus.apps.organisations.clock import business_today
        from quitus.apps.organisations.tenancy import tenant

        organisation = find_organisation(wanted)
        with tenant(organisation.id):
            planned = prepare_fec(
                _financial_year(year), today=business_today(organisation), provisional=provisional
            )
            target = folder / planned.name
            with written_whole(target, replace=replace) as file:
                lines = write_fec_to(file, planned)
    if as_json:
        click.echo(json.dumps(as_data(planned, target, lines), ensure_ascii=False))
    else:
        _say(planned, target, lines)


def as_data(fec: "Fec", target: Path, lines: int) -> dict[str, object]:
    """What was written, as the stable JSON."""
    return {
        "file": str(target),
        "first": fec.year.first.isoformat(),
        "last": fec.year.last.isoformat(),
        "lines": lines,
        "provisional": fec.provisional,
        "open_entries": fec.open_entries,
    }


def _financial_year(text: str) -> FinancialYear:
    from quitus.apps.books.years import financial_year_ending, financial_year_of

    if re.fullmatch(r"[0-9]{4}", text):
        return financial_year_ending(DAY.convert(f"{text}-12-31", None, None).year)
    return financial_year_of(DAY.convert(text, None, None))


@contextmanager
def written_whole(target: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """A file that gets its name once it is whole; raises Refused file_exists_already unless `replace`."""
    if target.exists() and not replace:
        raise Refused("file_exists_already", file=str(target))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".quitus-") as folder:
        draft = Path(folder) / target.name
        with draft.open("wb", buffering=1 << 20) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(target)
        else:
            _put(draft, target)


def _put(draft: Path, target: Path) -> None:
    """Under its name, never over another file."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise Refused("file_exists_already", file=str(target)) from None
    except OSError:  # a USB stick's file system knows no second names
        if target.exists():
            raise Refused("file_exists_already", file=str(target)) from None
        draft.replace(target)


def _say(fec: "Fec", target: Path, lines: int) -> None:
    language = language_of_terminal()
    english = language == "en"
    days: dict[str, date] = {"first": fec.year.first, "last": fec.year.last}
    told = {name: formats.full_date(day, language) for name, day in days.items()}
    click.echo(WORDS["written"][english].format(file=target, lines=formats.number(lines, language), **told))
    if fec.provisional:
        click.echo(filled(WORDS["provisional"][english], language, {"count": fec.open_entries}), err=True)
