"""`quitus bank …`: read bank statements, take them in, or take an import back."""

import json
import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quitus.cli.bank_columns import columns_options, how_to_say, told_columns
from quitus.cli.bank_match import match
from quitus.cli.bank_read import read
from quitus.cli.bank_undo import undo
from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option
from quitus.domain.banking.told_columns import ToldColumns
from quitus.domain.refused import Refused
from quitus.ports import formats
from quitus.ports.plurals import filled
from quitus.ports.refusals import sentence

if TYPE_CHECKING:
    from quitus.apps.banking.statements.importing import Imported
    from quitus.apps.organisations.models import Organisation

COLON = {"fr": "\N{NO-BREAK SPACE}: ", "en": ": "}
LARGEST_FILE = 512 * 1024 * 1024


@click.group()
def bank() -> None:
    """Read bank statements, or take them in."""


bank.add_command(read)
bank.add_command(match)
bank.add_command(undo)


@bank.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each file.")
@click.option("--account", help="IBAN of the account, for files that do not say theirs (CSV, QIF).")
@columns_options
@organisation_option
def import_files(
    files: tuple[Path, ...], as_json: bool, account: str | None, wanted: str | None, **said: str | None
) -> None:
    """Store, book and match statements. Each file whole or not at all; the same file twice adds nothing.

    What --columns says of a table is remembered by its headers, as on screen.
    Says which days no statement tells about: reminders of late invoices wait for them.
    Exit 0: all were taken in; 1: at least one was refused, the others are in.
    """
    from quitus.config.startup import started

    language = language_of_terminal()
    refused = 0
    with started():
        organisation = find_organisation(wanted)
        for path in files:
            try:
                result = _import(organisation, path, account, told_columns(**said))
            except Refused as refusal:
                refused += 1
                message = sentence(refusal, language)
                if as_json:
                    click.echo(json.dumps({"file": str(path), "refused": refusal.code, "message": message}))
                click.echo(f"{click.format_filename(path)} : {message}", err=True)
                if how := how_to_say(refusal, f"import {shlex.quote(str(path))}", language):
                    click.echo(how, err=True)
                continue
            click.echo(
                json.dumps({"file": str(path), **result}) if as_json else _line(path, result, language)
            )
    sys.exit(1 if refused else 0)


def _import(
    organisation: "Organisation", path: Path, account: str | None, said: ToldColumns | None
) -> dict[str, Any]:
    from quitus.apps.banking.accounts import account_called
    from quitus.apps.banking.tables.columns_told import import_told_file
    from quitus.apps.organisations.clock import business_today
    from quitus.apps.organisations.tenancy import in_tenant

    content, today = _content(path), business_today(organisation)

    def work() -> "Imported":
        account_id = account_called(account) if account else None
        return import_told_file(content, path.name, said, on=today, actor="cli", account_id=account_id)

    summary = asdict(in_tenant(organisation.id, work))
    del summary["file_name"]
    return summary | {"missing": in_tenant(organisation.id, lambda: _missing(today))}


def _missing(today: date) -> list[dict[str, str]]:
    """The first days that no statement told about although later ones did, of each account that has such days."""
    from quitus.apps.banking.account_queries import accounts

    return [
        {"account": view.account.called, "from": first.isoformat(), "until": last.isoformat()}
        for view in accounts(today)
        if view.missing
        for first, last in [view.missing]
    ]


def _content(path: Path) -> bytes:
    from quitus.config.input_files import open_input

    try:
        with open_input(path) as file:
            if os.fstat(file.fileno()).st_size > LARGEST_FILE:
                raise Refused("bank_file_too_large", megabytes=LARGEST_FILE // 1024**2)
            return file.read()
    except FileNotFoundError:
        raise Refused("bank_file_missing") from None
    except OSError as error:
        raise Refused("bank_file_unreadable", reason=error.strerror or str(error)) from None


def _line(path: Path, result: Mapping[str, Any], language: str) -> str:
    return "\n  ".join([_summary(path, result, language), *_remarks(result, language)])


def _summary(path: Path, result: Mapping[str, Any], language: str) -> str:
    name = click.format_filename(path)
    if result["same_file"]:
        known = {"fr": "déjà importé, rien n’a changé", "en": "already imported, nothing has changed"}
        return f"{name}{COLON[language]}{known[language]}"
    words = {
        "fr": "{new} {new:ligne nouvelle|lignes nouvelles}, {known} {known:déjà connue|déjà connues}, {matched} "
        "{matched:rapprochée|rapprochées}, {suggested} à confirmer",
        "en": "{new} new {new:line|lines}, {known} known already, {matched} matched, {suggested} to confirm",
    }
    return f"{name}{COLON[language]}{filled(words[language], language, result)}"


def _remarks(result: Mapping[str, Any], language: str) -> Iterator[str]:
    """What a person should look at."""
    if result["unbalanced"]:
        wrong = {
            "fr": "les lignes ne mènent pas du premier solde au dernier",
            "en": "the lines do not lead from the first balance to the last",
        }
        yield wrong[language]
    gap = {
        "fr": "{account} : il manque les jours du {first} au {last}. Importez le relevé de ces jours ; d’ici là, les "
        "relances de retard attendent.",
        "en": "{account}: the days from {first} to {last} are missing. Import the statement of those days; until "
        "then reminders of late invoices wait.",
    }
    for missing in result["missing"]:
        first, last = (
            formats.full_date(date.fromisoformat(missing[end]), language) for end in ("from", "until")
        )
        yield gap[language].format(account=missing["account"], first=first, last=last)
