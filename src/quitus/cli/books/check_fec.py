"""`quitus books check-fec`: would the tax office accept this FEC? Of any program; nothing is stored or sent."""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import click

from quitus.cli.days import DAY
from quitus.cli.main import language_of_terminal
from quitus.cli.troubles import refusal_of
from quitus.domain.books.fec.check import FecReport, refused_fec
from quitus.domain.books.fec.check import check_fec as checked
from quitus.domain.books.fec.findings import FecProblem, Severity
from quitus.domain.books.fec.row import CURRENCY
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports import formats
from quitus.ports.refusals import sentence

PIECE = 1 << 20
LARGEST_GIGABYTES = 8  # some fifty million lines: a split file is lawful (A47 A-1 XIII)
MOST_SHOWN = 5  # problems of one kind; --json has more

WORDS = {
    "file": (
        "{name} : {lines} lignes, débit {debit}, crédit {credit}",
        "{name}: {lines} lines, debit {debit}, credit {credit}",
    ),
    "good": ("✓ Aucune erreur", "✓ No error"),
    "bad": ("✗ {count} erreurs", "✗ {count} errors"),
    "bad_one": ("✗ Une erreur", "✗ One error"),
    "warnings": (", {count} points à pouvoir expliquer", ", {count} points to be able to explain"),
    "warnings_one": (", un point à pouvoir expliquer", ", one point to be able to explain"),
    "line": ("Ligne", "Line"),
    "field": ("Champ", "Field"),
    "told": ("Constat", "Finding"),
    "more": ("… et {count} fois encore.", "… and {count} more like this one."),
    "limits": (
        "La forme est contrôlée, pas la sincérité des comptes : ce n’est pas une attestation.",
        "The form is checked, not whether the books are true: this is no attestation.",
    ),
}
SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!"}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--closing", type=DAY, help="The day the financial year ends; by default the file's name tells."
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def check_fec(file: Path, closing: date | None, as_json: bool) -> None:
    """Check a FEC (LPF A47 A-1), whichever program wrote it: form, order, numbers, balance.

    Exit 0: no error, perhaps points to explain; 1: at least one error.
    """
    report = _checked(file, closing)
    language = language_of_terminal()
    if as_json:
        click.echo(json.dumps(as_data(file, report, language)))
    else:
        _print(file, report, language)
    sys.exit(1 if report.errors else 0)


def as_data(file: Path, report: FecReport, language: str) -> dict[str, Any]:
    """The report as the stable JSON. Of each code at most a hundred problems are listed; `counts` has all."""
    return {
        "file": str(file),
        "lines": report.lines,
        "debit": f"{Money(report.debit, CURRENCY).decimal:f}",
        "credit": f"{Money(report.credit, CURRENCY).decimal:f}",
        "errors": report.errors,
        "warnings": report.warnings,
        "problems": [
            {
                "line": problem.line,
                "field": problem.field,
                "code": problem.code,
                "severity": problem.severity.value,
                "message": _sentence(problem, language),
            }
            for problem in report.problems
        ],
        "counts": report.counts,
    }


def _checked(file: Path, closing: date | None) -> FecReport:
    """The report; a file that cannot be read has that one problem."""
    from quitus.config.input_files import open_input

    try:
        with open_input(file) as source:
            if os.fstat(source.fileno()).st_size > LARGEST_GIGABYTES << 30:
                raise Refused("fec_too_large", gigabytes=LARGEST_GIGABYTES)
            return checked(_pieces(source), name=file.name, closing=closing)
    except (Refused, OSError) as fault:
        return refused_fec(file.name, refusal_of(fault))


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece


def _sentence(problem: FecProblem, language: str) -> str:
    """The problem in the reader's language, amounts and days as the reader writes them."""
    return sentence(Refused(problem.code, **problem.facts), language)


def _print(file: Path, report: FecReport, language: str) -> None:
    english = language == "en"
    name = click.format_filename(file)
    facts = {
        "lines": formats.number(report.lines, language),
        "debit": formats.money(Money(report.debit, CURRENCY), language),
        "credit": formats.money(Money(report.credit, CURRENCY), language),
    }
    click.echo(WORDS["file"][english].format(name=name, **facts))
    if report.problems:
        _print_problems(report, language)
    click.echo(_verdict(report, language))
    click.echo(WORDS["limits"][english])


def _verdict(report: FecReport, language: str) -> str:
    english = language == "en"
    errors = "good" if not report.errors else "bad_one" if report.errors == 1 else "bad"
    text = WORDS[errors][english].format(count=formats.number(report.errors, language))
    if report.warnings:
        warnings = "warnings_one" if report.warnings == 1 else "warnings"
        text += WORDS[warnings][english].format(count=formats.number(report.warnings, language))
    return f"{text}."


def _print_problems(report: FecReport, language: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from quitus.cli.tables import WIDE

    english = language == "en"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    table.add_column(WORDS["line"][english], justify="right", no_wrap=True)
    table.add_column(WORDS["field"][english], no_wrap=True)
    table.add_column(WORDS["told"][english], overflow="fold")
    shown: Counter[str] = Counter()
    for problem in report.problems:
        shown[problem.code] += 1
        if shown[problem.code] > MOST_SHOWN:
            continue
        told = _sentence(problem, language)
        rest = report.counts[problem.code] - MOST_SHOWN
        if shown[problem.code] == MOST_SHOWN and rest > 0:
            told += " " + WORDS["more"][english].format(count=formats.number(rest, language))
        line = "" if problem.line is None else formats.number(problem.line, language)
        table.add_row(SIGNS[problem.severity], line, problem.field or "", Text(told))
    Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDE).print(table)
