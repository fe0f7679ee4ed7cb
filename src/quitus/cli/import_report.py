"""What an import did or would do, for people and for programs."""

import json
from collections.abc import Iterable

import click

from quitus.apps.invoicing.imports import ImportReport
from quitus.domain.importing.header_words import Kind
from quitus.domain.importing.problems import Problem
from quitus.ports import formats
from quitus.ports.tables import field_name, problem_sentence

WORDS = {
    "columns": ("Colonnes :", "Columns:"),
    "unused": ("non utilisée", "not used"),
    "refused": ("{count} problème(s), rien n’a été importé :", "{count} problem(s), nothing was imported:"),
    "notices": ("À regarder :", "To look at:"),
    "already": ("Ce fichier a déjà été importé le {day}.", "This file was already imported on {day}."),
    "nothing": ("Rien de nouveau, rien n’a changé.", "Nothing new, nothing has changed."),
    "preview": ("Aperçu, rien n’est écrit :", "Preview, nothing is written:"),
    "held": (
        "Aucune relance de ces factures ne part avant votre accord.",
        "No reminder of these invoices leaves before you agree.",
    ),
    Kind.CLIENTS: (
        "{created} client(s) créé(s), {updated} complété(s), {unchanged} inchangé(s)",
        "{created} client(s) made, {updated} completed, {unchanged} unchanged",
    ),
    Kind.INVOICES: (
        "{created} facture(s) nouvelle(s), {unchanged} déjà connue(s), {new_clients} client(s) créé(s), "
        "{updated} complété(s), {documents} PDF",
        "{created} new invoice(s), {unchanged} known already, {new_clients} client(s) made, "
        "{updated} completed, {documents} PDF(s)",
    ),
}


def print_report(report: ImportReport, language: str, *, preview: bool) -> None:
    """The columns in a preview, then what came of it, then what to correct or to look at."""
    if preview:
        click.echo(_word("columns", language))
        for column in report.columns:
            said = field_name(column.field, language) if column.field else _word("unused", language)
            click.echo(f"  {column.header} → {said}")
    if report.already_on:
        day = formats.full_date(report.already_on, language)
        click.echo(_word("already", language).format(day=day))
    if report.problems:
        click.echo(_word("refused", language).format(count=len(report.problems)), err=True)
        _print_findings(report.problems, language, err=True)
    elif not report.changes:
        click.echo(_word("nothing", language))
    else:
        if preview:
            click.echo(_word("preview", language))
        click.echo(_word(report.kind, language).format(**_counts(report)))
        if report.kind is Kind.INVOICES and report.created:
            click.echo(_word("held", language))
    if report.notices:
        click.echo(_word("notices", language), err=True)
        _print_findings(report.notices, language, err=True)


def print_json(report: ImportReport, language: str) -> None:
    """One line of JSON: counts, columns, problems and notices with their stable codes."""
    data = {
        "file": report.file_name,
        "kind": report.kind.value,
        "written": report.written,
        "already_imported_on": report.already_on.isoformat() if report.already_on else None,
        "rows": report.rows,
        **_counts(report),
        "columns": [
            {
                "header": column.header,
                "field": column.field.value if column.field else None,
                "confidence": column.confidence.value,
                "reason": column.reason.value,
            }
            for column in report.columns
        ],
        "problems": [_finding(problem, language) for problem in report.problems],
        "notices": [_finding(notice, language) for notice in report.notices],
    }
    click.echo(json.dumps(data, ensure_ascii=False))


def _counts(report: ImportReport) -> dict[str, int]:
    return {
        "created": report.created,
        "unchanged": report.unchanged,
        "new_clients": report.new_clients,
        "updated": report.updated_clients,
        "documents": report.documents,
    }


def _finding(problem: Problem, language: str) -> dict[str, object]:
    return {
        "line": problem.line,
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "message": problem_sentence(problem, language),
    }


def _print_findings(findings: Iterable[Problem], language: str, *, err: bool) -> None:
    for finding in findings:
        click.echo(f"  {problem_sentence(finding, language)}", err=err)


def _word(key: str, language: str) -> str:
    return WORDS[key][language == "en"]
