"""`quitus backup FILE` and `quitus restore FILE`."""

import json
import os
from pathlib import Path

import click

from quitus.cli.main import language_of_terminal
from quitus.domain.refused import Refused

PASSPHRASE = click.Path(path_type=Path, exists=True, dir_okay=False)
WORDS = {
    "backup": ("{file} : {rows} lignes de {tables} tables.", "{file}: {rows} rows of {tables} tables."),
    "restored": ("Sauvegarde du {made_at} rétablie.", "Backup of {made_at} restored."),
    "kept": (
        "L’ancienne base est gardée sous le nom {name}, jusqu’au prochain rétablissement.",
        "The former database is kept as {name}, until the next restore.",
    ),
    "nothing_kept": ("Il n’y avait rien avant elle.", "There was nothing before it."),
    "key": ("La clé secrète est revenue avec elle.", "The secret key came back with it."),
    "same_key": (
        "La clé secrète de ce poste est celle de la sauvegarde : mots de passe et liens restent bons.",
        "This machine’s secret key is the backup’s own: passwords and links stay good.",
    ),
    "other_key": (
        "La clé secrète de la sauvegarde n’est pas revenue, et celle de ce poste est une autre : ressaisissez les "
        "mots de passe des boîtes d’envoi, refaites les seconds facteurs et les invitations ; les liens déjà envoyés "
        "aux clients meurent à leur prochain message. Une sauvegarde faite avec --passphrase-file évite tout cela.",
        "The backup’s secret key did not come back, and this machine’s is another one: type the mailboxes’ passwords "
        "again, make second factors and invitations anew; the links already sent to clients die with their next "
        "message. A backup made with --passphrase-file avoids all that.",
    ),
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--passphrase-file",
    type=PASSPHRASE,
    help="Seal the secret key with the passphrase in this file and put it into the backup.",
)
@click.option("--json", "as_json", is_flag=True, help="The manifest as JSON.")
def backup(file: Path, passphrase_file: Path | None, as_json: bool) -> None:
    """Write everything into FILE, verified, while people go on working."""
    from quitus.config.backup import write_backup
    from quitus.config.postgres import DatabaseUrls
    from quitus.config.startup import started

    passphrase = _passphrase(passphrase_file) if passphrase_file else ""
    with started():
        urls = DatabaseUrls(os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
        manifest = write_backup(
            urls, file.absolute(), passphrase=passphrase, secret_key=os.environ["QUITUS_SECRET_KEY"]
        )
    if as_json:
        click.echo(json.dumps(manifest.as_data()))
    else:
        _say("backup", file=file, rows=sum(manifest.rows.values()), tables=len(manifest.rows))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Also over a database that holds a firm; the former one is kept aside."
)
@click.option(
    "--passphrase-file",
    type=PASSPHRASE,
    help="Bring the secret key back too, with the passphrase in this file.",
)
@click.option("--json", "as_json", is_flag=True, help="What came back, and what was kept, as JSON.")
def restore(file: Path, replace: bool, passphrase_file: Path | None, as_json: bool) -> None:
    """Bring a backup back, whole or not at all. It is trusted like the program itself: restore your own."""
    from quitus.config.backup import key_id, secret_key_of
    from quitus.config.postgres import DatabaseUrls, quitus_home
    from quitus.config.restore import restore_backup
    from quitus.config.startup import started

    key = secret_key_of(file, _passphrase(passphrase_file)) if passphrase_file else ""
    if key and os.environ.get("QUITUS_SECRET_KEY", key) != key:
        raise Refused("restore_key_in_environment")
    with started(upgrade=False):
        urls = DatabaseUrls(os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
        done = restore_backup(urls, file.absolute(), quitus_home(), replace=replace, secret_key=key)
    with started():  # an older backup is brought up to date
        fits = key_id(os.environ["QUITUS_SECRET_KEY"]) == done.manifest.key_id
    if as_json:
        more = {
            "former_database": done.kept or None,
            "secret_key_restored": bool(key),
            "secret_key_fits": fits,
        }
        click.echo(json.dumps(done.manifest.as_data() | more))
        return
    _say("restored", made_at=done.manifest.made_at)
    _say("kept" if done.kept else "nothing_kept", name=done.kept)
    _say("key" if key else "same_key" if fits else "other_key")


def _passphrase(file: Path) -> str:
    """The passphrase in a file; an empty one would seal nothing."""
    from quitus.config.input_files import read_input

    try:
        words = read_input(file).decode().strip()
    except (OSError, UnicodeDecodeError):
        words = ""
    if not words:
        raise Refused("passphrase_missing", file=str(file))
    return words


def _say(what: str, **facts: object) -> None:
    click.echo(WORDS[what][language_of_terminal() == "en"].format(**facts))
