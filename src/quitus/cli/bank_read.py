"""`quitus bank read`: what bank files say, as JSON for programs or as tables for people. Keeps nothing."""

import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from quitus.cli.bank_columns import columns_options, how_to_say, told_columns
from quitus.cli.main import language_of_terminal
from quitus.domain.banking.statement import Balance, BankFile, ReadProblem, Statement, StatementLine
from quitus.domain.banking.told_columns import ToldColumns, told_mappings
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each file.")
@click.option(
    "--language",
    type=click.Choice(["fr", "en"]),
    default=language_of_terminal,
    help="Language of the sentences; by default the terminal's.",
)
@columns_options
def read(files: tuple[Path, ...], as_json: bool, language: str, **said: str | None) -> None:
    """Show what bank statements say; nothing is stored.

    Formats: camt.052, camt.053, camt.054, MT940, MT942, CFONB120, CODA, OFX, QIF, CSV, Excel (.xlsx); also in a zip.
    A table whose columns are not sure is refused, with its columns: say what they mean with --columns.

    Exit 0: all were read; 1: at least one could not be, which is said on the error output.
    """
    unreadable = 0
    for path in files:
        try:
            found = _read(path, told_columns(**said))
        except Refused as refusal:
            unreadable += 1
            problem = _unreadable(path, refusal)
            if as_json:
                _write_json(path, None, [problem], language)
            click.echo(_told(problem, language), err=True)
            if how := how_to_say(refusal, f"read {shlex.quote(str(path))}", language):
                click.echo(how, err=True)
            continue
        if as_json:
            _write_json(path, found, list(found.every_problem()), language)
        else:
            from quitus.cli.bank_table import print_file

            problems = [_told(problem, language) for problem in found.every_problem()]
            print_file(click.format_filename(path), found, problems, language)
    if unreadable:
        sys.exit(1)


def _read(path: Path, told: ToldColumns | None) -> BankFile:
    from quitus.config.bank_files import bank_files
    from quitus.config.input_files import open_input

    try:
        with open_input(path) as source:
            reader = bank_files()
            if told is not None:
                reader = reader.knowing(told_mappings(reader.expecting(told.names).guess(source), told))
                source.seek(0)
            return reader.read(source)
    except FileNotFoundError:
        raise Refused("bank_file_missing") from None
    except OSError as error:
        raise Refused("bank_file_unreadable", reason=error.strerror or str(error)) from None


def _unreadable(path: Path, refusal: Refused) -> ReadProblem:
    """The refusal as the file's one problem, placed at the file or at its member of an archive."""
    member = refusal.facts.get("member")
    name = click.format_filename(path)
    return ReadProblem.of(f"{name}: {member}" if member else name, refusal)


def _told(problem: ReadProblem, language: str) -> str:
    colon = " :" if language == "fr" else ":"
    return f"{problem.where}{colon} {_sentence(problem, language)}"


def _sentence(problem: ReadProblem, language: str) -> str:
    return sentence(Refused(problem.code, **problem.facts), language)


def _write_json(path: Path, found: BankFile | None, problems: list[ReadProblem], language: str) -> None:
    """One line, written piece by piece: a large file is never held a second time as text.

    ASCII only, so that no line separator or terminal command hides in a label, whatever the encoding.
    """
    out = sys.stdout
    out.write(f'{{"file": {json.dumps(str(path))}, "format": {json.dumps(found and found.format)}')
    out.write(', "statements": [')
    for number, statement in enumerate(found.statements if found else ()):
        out.write(", " if number else "")
        out.writelines(_statement_json(statement))
    shown = [
        {"where": problem.where, "code": problem.code, "message": _sentence(problem, language)}
        for problem in problems
    ]
    out.write(f'], "problems": {json.dumps(shown)}}}\n')
    out.flush()


def _statement_json(statement: Statement) -> Iterator[str]:
    head = {
        "account": statement.account,
        "currency": statement.currency,
        "opening": _amount(statement.opening),
        "opening_date": _day(statement.opening),
        "closing": _amount(statement.closing),
        "closing_date": _day(statement.closing),
        "balanced": statement.balanced,
    }
    yield json.dumps(head)[:-1] + ', "lines": ['
    for number, line in enumerate(statement.lines):
        yield (", " if number else "") + json.dumps(_line(line))
    yield "]}"


def _line(line: StatementLine) -> dict[str, Any]:
    return {
        "booked": line.booked.isoformat(),
        "value_date": line.value_date.isoformat() if line.value_date else None,
        "amount": f"{line.amount.decimal:f}",
        "currency": line.amount.currency,
        "label": line.label,
        "counterparty": line.counterparty,
        "iban": line.iban,
        "reference": line.reference,
        "bank_id": line.bank_id,
        "status": line.status.value,
    }


def _amount(balance: Balance | None) -> str | None:
    return f"{balance.amount.decimal:f}" if balance else None


def _day(balance: Balance | None) -> str | None:
    return balance.day.isoformat() if balance and balance.day else None
