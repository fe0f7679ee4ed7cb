"""`quitus import clients|invoices|fec FILE`: take in what another tool knows, whole or not at all."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option
from quitus.domain.importing.header_words import FIELDS, Field, Kind

if TYPE_CHECKING:
    from quitus.apps.invoicing.imports import ImportReport

ACTOR = "cli"
PIECE = 1 << 20  # bytes
Command = TypeVar("Command", bound=Callable[..., Any])


def _chosen(
    context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]
) -> dict[Field, list[str]]:
    """Headers by field, from `field=Header`; an empty header leaves the field out."""
    columns: dict[Field, list[str]] = {}
    for text in texts:
        name, equals, header = text.partition("=")
        if not equals or name not in set(Field):
            known = ", ".join(Field)
            raise click.BadParameter(
                f"{text!r}: field=Header, where field is one of {known}", context, parameter
            )
        columns.setdefault(Field(name), []).extend([header] if header else [])
    return columns


def _options(command: Command) -> Command:
    """What all imports understand."""
    for option in (
        organisation_option,
        click.option("--json", "as_json", is_flag=True, help="One line of JSON."),
        click.option("--preview", is_flag=True, help="Show what would happen; write nothing."),
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    ):
        command = option(command)
    return command


_map = click.option(
    "--map", "chosen", metavar="FIELD=HEADER", multiple=True, callback=_chosen, help="Say which column it is."
)
_pdfs = click.option(
    "--pdfs", type=click.Path(path_type=Path), help="Folder or zip with the invoices' PDFs, by number."
)


@click.group("import")
def imports() -> None:
    """Take in clients or open invoices from CSV or Excel (.xlsx), or a FEC.

    All or nothing; the same file twice changes nothing.
    """


@imports.command()
@_map
@_options
def clients(**options: Any) -> None:
    """Make or complete clients. Exit 1 when a line keeps the file out."""
    _run(Kind.CLIENTS, **options)


@imports.command()
@_pdfs
@click.option("--due-after", type=click.IntRange(0, 365), help="Days to pay where the file has no due date.")
@_map
@_options
def invoices(**options: Any) -> None:
    """Record open invoices; no reminder of them leaves before you agree. Exit 1 when a line keeps the file out."""
    _run(Kind.INVOICES, **options)


@imports.command()
@_pdfs
@click.option(
    "--days",
    type=click.IntRange(0, 365),
    help="Days to pay, for clients whose terms are not known. A FEC has no due dates. [default: 30]",
)
@_options
def fec(**options: Any) -> None:
    """Record the open invoices of a FEC (LPF A47 A-1): what no lettering settles on clients' accounts.

    No reminder of them leaves before you agree. Exit 1 when something keeps the file out.
    """
    _run_fec(**options)


def _run_fec(
    *, file: Path, days: int | None, pdfs: Path | None, preview: bool, as_json: bool, wanted: str | None
) -> None:
    from quitus.config.input_files import open_input
    from quitus.config.startup import started

    def pieces() -> Iterator[bytes]:
        with open_input(file) as source:
            while piece := source.read(PIECE):
                yield piece

    with started():
        from quitus.apps.invoicing.import_fec import FecFile, import_fec
        from quitus.apps.organisations.clock import business_today
        from quitus.apps.organisations.tenancy import tenant

        organisation = find_organisation(wanted)
        taken = FecFile(pieces, file.name, days, pdfs)
        with tenant(organisation.id):
            report = import_fec(taken, on=business_today(organisation), actor=ACTOR, preview=preview)
    _tell(report, preview=preview, as_json=as_json)


def _run(
    kind: Kind,
    *,
    file: Path,
    chosen: dict[Field, list[str]],
    preview: bool,
    as_json: bool,
    wanted: str | None,
    pdfs: Path | None = None,
    due_after: int | None = None,
) -> None:
    for field in chosen:
        if field not in FIELDS[kind]:
            raise click.BadParameter(f"{field}: not a field of {kind}", param_hint="--map")
    from quitus.config.input_files import read_input
    from quitus.config.startup import started

    content = read_input(file)
    with started():
        from quitus.apps.invoicing.import_clients import import_clients
        from quitus.apps.invoicing.import_invoices import import_invoices
        from quitus.apps.invoicing.imports import ImportFile
        from quitus.apps.organisations.clock import business_today
        from quitus.apps.organisations.tenancy import tenant

        organisation = find_organisation(wanted)
        taken = ImportFile(content, file.name, chosen, due_after, pdfs)
        take_in = import_clients if kind is Kind.CLIENTS else import_invoices
        with tenant(organisation.id):
            report = take_in(taken, on=business_today(organisation), actor=ACTOR, preview=preview)
    _tell(report, preview=preview, as_json=as_json)


def _tell(report: "ImportReport", *, preview: bool, as_json: bool) -> None:
    from quitus.cli.import_report import print_json, print_report

    language = language_of_terminal()
    if as_json:
        print_json(report, language)
    else:
        print_report(report, language, preview=preview)
    sys.exit(1 if report.problems else 0)
