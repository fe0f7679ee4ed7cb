"""The command line: `quitus …`. Each command is loaded only when it is called, so that `--help` is quick."""

import importlib
import os
import signal
import sys
from typing import Any

import click

from quitus.cli.output import ReaderGone, prepare_output
from quitus.cli.troubles import refusal_of
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence

# name -> (module:command, one line for --help)
COMMANDS = {
    "serve": ("quitus.cli.serve:serve", "Open the site: web and worker processes, embedded database."),
    "worker": ("quitus.cli.worker:worker", "Run jobs alone, beside other web processes."),
    "demo": ("quitus.cli.demo:demo", "Build a believable firm and open the site."),
    "doctor": ("quitus.cli.doctor:doctor", "Recompute everything and compare."),
    "import": ("quitus.cli.imports:imports", "Take in clients or open invoices from CSV, or a FEC."),
    "bank": ("quitus.cli.bank:bank", "Read or import bank statements."),
    "reminders": ("quitus.cli.reminders:reminders", "See the plan, send what is due."),
    "aged": ("quitus.cli.aged:aged", "What is owed, by how late it is."),
    "history": ("quitus.cli.history:history", "Money in and out: totals, or each payment."),
    "law": (
        "quitus.cli.law.group:law",
        "What the law grants: interest, due dates, limitation, deadlines, rates.",
    ),
    "number": ("quitus.cli.number:number", "Check an IBAN, SIREN, SIRET, VAT number, ICS or RF reference."),
    "books": ("quitus.cli.books.group:books", "Journals, ledgers and the FEC."),
    "password-link": ("quitus.cli.password_link:password_link", "A link to choose a new password."),
    "backup": ("quitus.cli.backup:backup", "Write everything into one file."),
    "restore": ("quitus.cli.backup:restore", "Bring a backup back."),
}


class LazyGroup(click.Group):
    """Imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def language_of_terminal() -> str:
    """ "fr" or "en", from the usual variables; French where nothing is said."""
    for name in ("QUITUS_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value.lower().startswith(("fr", "en")):
            return value[:2].lower()
    return "fr"


@click.group(cls=LazyGroup)
@click.version_option(package_name="quitus")
def quitus() -> None:
    """Quitus gets people paid for their work, and keeps their clients."""


def main(arguments: list[str] | None = None) -> Any:
    """Run a command: exit 0 done, 1 refused with a sentence, 2 wrong usage; never a traceback."""
    # An orderly end, so that the last one out stops the database.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        prepare_output()
        quitus.main(args=arguments, prog_name="quitus", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except ReaderGone:
        sys.exit(0)
    except Exception as fault:
        if os.environ.get("QUITUS_DEBUG") and not isinstance(fault, Refused):
            raise
        click.echo(sentence(refusal_of(fault), language_of_terminal()), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
