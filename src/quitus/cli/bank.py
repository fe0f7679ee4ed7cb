"""`quitus bank …`: read bank statements, or take them in."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quitus.cli.bank_read import read
from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence

if TYPE_CHECKING:
    from quitus.apps.organisations.models import Organisation

LARGEST_FILE = 512 * 1024 * 1024


@click.group()
def bank() -> None:
    """Read bank statements, or take them in."""


bank.add_command(read)


@bank.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each file.")
@organisation_option
def import_files(files: tuple[Path, ...], as_json: bool, wanted: str | None) -> None:
    """Store, book and match statements. Each file whole or not at all; the same file twice adds nothing.

    Exit 0: all were taken in; 1: at least one was refused, the others are in.
    """
    from quitus.config.startup import started

    language = language_of_terminal()
    refused = 0
    with started():
        organisation = find_organisation(wanted)
        for path in files:
            try:
                result = _import(organisation, path)
            except Refused as refusal:
                refused += 1
                message = sentence(refusal, language)
                if as_json:
                    click.echo(json.dumps({"file": str(path), "refused": refusal.code, "message": message}))
                click.echo(f"{click.format_filename(path)} : {message}", err=True)
                continue
            click.echo(
                json.dumps({"file": str(path), **result}) if as_json else _line(path, result, language)
            )
    sys.exit(1 if refused else 0)


def _import(organisation: "Organisation", path: Path) -> dict[str, object]:
    from quitus.apps.banking.importing import import_bank_file
    from quitus.apps.organisations.clock import business_today
    from quitus.apps.organisations.tenancy import in_tenant

    content, today = _content(path), business_today(organisation)
    summary = asdict(
        in_tenant(organisation.id, lambda: import_bank_file(content, path.name, on=today, actor="cli"))
    )
    del summary["file_name"]
    return summary


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused("bank_file_too_large", megabytes=LARGEST_FILE // 1024**2)
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused("bank_file_missing") from None
    except OSError as error:
        raise Refused("bank_file_unreadable", reason=error.strerror or str(error)) from None


def _line(path: Path, result: dict[str, object], language: str) -> str:
    name = click.format_filename(path)
    if result["same_file"]:
        known = {"fr": "déjà importé, rien n’a changé", "en": "already imported, nothing has changed"}
        return f"{name} : {known[language]}"
    words = {
        "fr": "{new} lignes nouvelles, {known} déjà connues, {matched} rapprochées, {suggested} à confirmer",
        "en": "{new} new lines, {known} known already, {matched} matched, {suggested} to confirm",
    }
    line = f"{name} : {words[language].format(**result)}"
    if result["unbalanced"]:
        wrong = {
            "fr": "les lignes ne mènent pas du premier solde au dernier",
            "en": "the lines do not lead from the first balance to the last",
        }
        line += f"\n  {wrong[language]}"
    return line
