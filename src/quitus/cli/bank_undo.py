"""`quitus bank undo`: take the import of a file back."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option
from quitus.domain.refused import Refused
from quitus.ports import formats
from quitus.ports.plurals import filled
from quitus.ports.refusals import sentence

if TYPE_CHECKING:
    from quitus.apps.banking.statements.undoing import Undoing

WORDS = {
    "will": (
        "{file} : {gone} {gone:ligne quitte|lignes quittent} le compte (reçu {received}, payé {paid}), "
        "{kept} {kept:reste|restent} car un autre fichier les donne, {suggested} "
        "{suggested:proposition tombe|propositions tombent}. Rien n’est effacé : les écritures sont contre-passées, et "
        "le fichier peut être importé de nouveau.",
        "{file}: {gone} {gone:line leaves|lines leave} the account (received {received}, paid {paid}), "
        "{kept} {kept:stays|stay} since another file tells them, {suggested} "
        "{suggested:suggestion falls|suggestions fall} away. Nothing is erased: the entries are reversed, and the file "
        "can be imported again.",
    ),
    "sure": ("Annuler cet import ?", "Undo this import?"),
    "done": ("{file} : import annulé.", "{file}: import undone."),
}


@click.command()
@click.argument("file")
@click.option("--yes", is_flag=True, help="Do not ask.")
@organisation_option
def undo(file: str, *, yes: bool, wanted: str | None) -> None:
    """Take the import of FILE back: the file itself, or its name as it was imported.

    Says first what will happen. Lines that somebody matched or put aside are in the way: undo these matches first. A
    line that another file tells too stays.
    Exit 0: undone; 1: not possible, or not wanted.
    """
    from quitus.config.startup import started

    language = language_of_terminal()
    with started():
        try:
            done = _undone(wanted, Path(file), yes, language)
        except Refused as refusal:
            click.echo(f"{click.format_filename(file)} : {sentence(refusal, language)}", err=True)
            sys.exit(1)
    if not done:
        sys.exit(1)
    click.echo(filled(_words("done", language), language, {"file": click.format_filename(file)}))


def _undone(wanted: str | None, path: Path, yes: bool, language: str) -> bool:
    """Undo the import, once it is wanted; False when it is not."""
    from quitus.apps.banking.statements.undoing import import_called, undo_import, undoing
    from quitus.apps.organisations.clock import business_today
    from quitus.apps.organisations.tenancy import in_tenant

    organisation = find_organisation(wanted)
    today = business_today(organisation)
    content = path.read_bytes() if path.is_file() else None
    statement = in_tenant(organisation.id, lambda: import_called(path.name, content))
    if not yes:
        click.echo(_will(in_tenant(organisation.id, lambda: undoing(statement)), language))
        if not click.confirm(_words("sure", language)):
            return False
    in_tenant(organisation.id, lambda: undo_import(statement, on=today, actor="cli"))
    return True


def _will(undoing: "Undoing", language: str) -> str:
    facts = {
        "file": undoing.file_name,
        "gone": undoing.gone,
        "received": formats.money(undoing.received, language),
        "paid": formats.money(undoing.paid, language),
        "kept": undoing.kept,
        "suggested": undoing.suggested,
    }
    return filled(_words("will", language), language, facts)


def _words(name: str, language: str) -> str:
    french, english = WORDS[name]
    return english if language.startswith("en") else french
