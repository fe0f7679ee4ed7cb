"""The group `quitus books`: each command is loaded only when it is called."""

import importlib

import click

# name -> (module:command, one line for --help)
COMMANDS = {
    "balance": ("quitus.cli.books.balance:balance", "The trial balance on any day."),
    "close": ("quitus.cli.books.close:close", "Close the books up to a day, for good."),
    "fec": ("quitus.cli.books.fec:fec", "Write the FEC of a financial year."),
    "check-fec": (
        "quitus.cli.books.check_fec:check_fec",
        "Check a FEC, of any program, as the tax office would.",
    ),
}


class LazyBooksGroup(click.Group):
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


@click.group(cls=LazyBooksGroup)
def books() -> None:
    """The books: balance, closing, and the file that the tax office asks for."""
