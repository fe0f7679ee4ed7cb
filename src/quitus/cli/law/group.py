"""The group `quitus law`: each command is loaded only when it is called."""

import importlib

import click

# name -> (module:command, one line for --help)
COMMANDS = {
    "late": ("quitus.cli.law.late:late", "Interest and indemnity of a late debt."),
    "due": (
        "quitus.cli.law.due:due",
        "The due date that payment terms give, and the longest that is lawful.",
    ),
    "limitation": ("quitus.cli.law.limitation:limitation", "The last day to go to court."),
    "deadlines": ("quitus.cli.law.deadlines:deadlines", "What must be done by when in a procedure."),
    "rates": ("quitus.cli.law.rates:rates", "The rates by half-year, with their sources."),
}


class LazyLawGroup(click.Group):
    """Imports a command when it is called: a calculation takes less time than an import."""

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


@click.group(cls=LazyLawGroup)
def law() -> None:
    """What the law grants to whoever is paid late: calculated on this machine, nothing is stored."""
