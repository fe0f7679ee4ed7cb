"""`quitus backup FILE` and `quitus restore FILE`."""

import json
import os
from pathlib import Path

import click

from quitus.cli.main import language_of_terminal


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--passphrase-file", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Seal the secret key with the passphrase in this file and put it into the backup.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The manifest as JSON.")
def backup(file: Path, passphrase_file: Path | None, as_json: bool) -> None:
    """Write everything into FILE, verified, while people go on working."""
    from quitus.config.backup import write_backup
    from quitus.config.postgres import DatabaseUrls
    from quitus.config.startup import started

    passphrase = passphrase_file.read_text().strip() if passphrase_file else ""
    with started():
        urls = DatabaseUrls(os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
        manifest = write_backup(
            urls, file.absolute(), passphrase=passphrase, secret_key=os.environ["QUITUS_SECRET_KEY"]
        )
    if as_json:
        click.echo(json.dumps(manifest))
        return
    words = {
        "fr": f"{file} : {sum(manifest['rows'].values())} lignes de {len(manifest['rows'])} tables.",
        "en": f"{file}: {sum(manifest['rows'].values())} rows of {len(manifest['rows'])} tables.",
    }
    click.echo(words[language_of_terminal()])


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Also over a database that holds a firm; the former one is kept aside."
)
@click.option("--passphrase-file", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Bring the secret key back too, with the passphrase in this file.")  # fmt: skip
def restore(file: Path, replace: bool, passphrase_file: Path | None) -> None:
    """Bring a backup back, whole or not at all."""
    from quitus.config.backup import restore_backup, secret_key_of
    from quitus.config.postgres import DatabaseUrls
    from quitus.config.startup import keep_secret_key, started

    key = secret_key_of(file, passphrase_file.read_text().strip()) if passphrase_file else ""
    with started(upgrade=False):
        urls = DatabaseUrls(os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
        manifest = restore_backup(urls, file.absolute(), replace=replace)
        if key:
            keep_secret_key(key)
    with started():  # an older backup is brought up to date
        pass
    words = {
        "fr": f"Sauvegarde du {manifest['made_at']} rétablie. L’ancienne base est gardée sous quitus_before_restore.",
        "en": f"Backup of {manifest['made_at']} restored. The former database is kept as quitus_before_restore.",
    }
    click.echo(words[language_of_terminal()])
