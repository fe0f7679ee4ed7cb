"""What an import did or would do, for people and for programs."""

import json
from collections.abc import Iterable
from datetime import date

import click

from quitus.apps.invoicing.imports import FecDetails, ImportReport
from quitus.domain.books.fec.row import CURRENCY
from quitus.domain.importing.header_words import Kind
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.text import shown
from quitus.domain.money import Money
from quitus.ports import formats
from quitus.ports.plurals import Grouped, filled
from quitus.ports.tables import field_name, problem_sentence

MOST_SHOWN = 50  # invoices of a preview
FEC_HEADERS = {
    "fr": ("Facture · client", "Date", "Échéance", "Montant", "Reste dû"),
    "en": ("Invoice · client", "Date", "Due", "Amount", "Balance due"),
}
FEC_SUMS = {
    "balance": ("Solde des comptes 411 :", "Balance of accounts 411:"),
    "open": ("  factures ouvertes :", "  open invoices:"),
    "credits": ("  crédits non lettrés, non repris :", "  unlettered credits, not imported:"),
    "letterings": ("  lettrages incomplets, non repris :", "  incomplete letterings, not imported:"),
    "left_out": ("  autres, non repris :", "  others, not imported:"),
}
WORDS = {
    "columns": ("Colonnes :", "Columns:"),
    "unused": ("non utilisée", "not used"),
    "refused": (
        "{count} {count:problème|problèmes}, rien n’a été importé :",
        "{count} {count:problem|problems}, nothing was imported:",
    ),
    "notices": ("À regarder :", "To look at:"),
    "already": ("Ce fichier a déjà été importé le {day}.", "This file was already imported on {day}."),
    "nothing": ("Rien de nouveau, rien n’a changé.", "Nothing new, nothing has changed."),
    "preview": ("Aperçu, rien n’est écrit :", "Preview, nothing is written:"),
    "held": (
        "Aucune relance de ces factures ne part avant votre accord.",
        "No reminder of these invoices leaves before you agree.",
    ),
    "fec_lines": (
        "FEC : {lines} {lines:ligne lue|lignes lues}, {open} {open:document client ouvert|documents client ouverts}",
        "FEC: {lines} {lines:line|lines} read, {open} open {open:document|documents} of clients",
    ),
    "more": (
        "… et {count} {count:autre|autres} ; --json les donne toutes.",
        "… and {count} more; --json gives all of them.",
    ),
    Kind.CLIENTS: (
        "{created} {created:client créé|clients créés}, {updated} {updated:complété|complétés}, "
        "{unchanged} {unchanged:inchangé|inchangés}",
        "{created} {created:client|clients} made, {updated} completed, {unchanged} unchanged",
    ),
    Kind.INVOICES: (
        "{created} {created:facture nouvelle|factures nouvelles}, {unchanged} {unchanged:déjà connue|déjà connues}, "
        "{new_clients} {new_clients:client créé|clients créés}, {updated} {updated:complété|complétés}, {documents} "
        "PDF",
        "{created} new {created:invoice|invoices}, {unchanged} known already, {new_clients} "
        "{new_clients:client|clients} made, {updated} completed, {documents} {documents:PDF|PDFs}",
    ),
}


def print_report(report: ImportReport, language: str, *, preview: bool) -> None:
    """How the file was read in a preview, then what came of it, then what to correct or to look at."""
    if preview and report.fec:
        _print_fec(report, report.fec, language)
    elif preview and report.columns:
        click.echo(_word("columns", language))
        for column in report.columns:
            said = field_name(column.field, language) if column.field else _word("unused", language)
            click.echo(f"  {column.header} → {said}")
    if report.already_on:
        day = formats.full_date(report.already_on, language)
        click.echo(_word("already", language, day=day))
    if report.problems:
        click.echo(_word("refused", language, count=len(report.problems)), err=True)
        _print_findings(report.problems, language, err=True)
    elif not report.changes:
        click.echo(_word("nothing", language))
    else:
        if preview:
            click.echo(_word("preview", language))
        click.echo(_word(report.kind, language, **_counts(report)))
        if report.kind is Kind.INVOICES and report.created:
            click.echo(_word("held", language))
    if report.notices:
        click.echo(_word("notices", language), err=True)
        _print_findings(report.notices, language, err=True)


def print_json(report: ImportReport, language: str) -> None:
    """One line of JSON: counts, columns, problems and notices with their stable codes."""
    data: dict[str, object] = {
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
    if report.fec:
        data["fec"] = _fec(report.fec)
    click.echo(json.dumps(data, ensure_ascii=False))


def _counts(report: ImportReport) -> dict[str, int]:
    return {
        "created": report.created,
        "unchanged": report.unchanged,
        "new_clients": report.new_clients,
        "updated": report.updated_clients,
        "documents": report.documents,
    }


def _fec(details: FecDetails) -> dict[str, object]:
    """What a FEC gives besides: the invoices that are new, and the sums of clients' accounts."""
    return {
        "lines": details.lines,
        "days": details.days,
        "client_accounts": {
            name: f"{getattr(details.totals, name).decimal:f}"
            for name in ("balance", "open", "credits", "letterings", "left_out")
        },
        "invoices": [
            {
                "line": one.row.line,
                "number": one.row.number,
                "client": one.row.client_name,
                "client_number": one.row.client_reference,
                "issued_on": one.row.issued_on.isoformat(),
                "due_on": one.row.due_on.isoformat(),
                "due_by": one.due_by.value,
                "total": f"{one.row.amount.decimal:f}",
                "already_paid": f"{one.row.paid.decimal:f}",
                "open": f"{one.row.remaining.decimal:f}",
                "vat": [
                    {
                        "rate": f"{part.rate:f}",
                        "net": f"{Money(part.net, CURRENCY).decimal:f}",
                        "vat": f"{Money(part.vat, CURRENCY).decimal:f}",
                    }
                    for part in one.vat
                ],
            }
            for one in details.invoices
        ],
    }


def _print_fec(report: ImportReport, details: FecDetails, language: str) -> None:
    """The invoices that would be recorded, and how the clients' accounts come to them."""
    from quitus.cli.tables import print_table

    counts = {"lines": Grouped(details.lines, language), "open": Grouped(report.rows, language)}
    click.echo(_word("fec_lines", language, **counts))
    if details.invoices:
        print_table(
            FEC_HEADERS[language],
            [
                (
                    f"{shown(one.row.number)} · {shown(one.row.client_name or one.row.client_reference)}",
                    _day(one.row.issued_on, language),
                    _day(one.row.due_on, language),
                    formats.money(one.row.amount, language),
                    formats.money(one.row.remaining, language),
                )
                for one in details.invoices[:MOST_SHOWN]
            ],
        )
    rest = len(details.invoices) - MOST_SHOWN
    if rest > 0:
        click.echo(_word("more", language, count=rest))
    for name, words in FEC_SUMS.items():
        amount = getattr(details.totals, name)
        if amount or name in {"balance", "open"}:
            click.echo(f"  {words[language == 'en']} {formats.money(amount, language)}")


def _day(day: date, language: str) -> str:
    return day.isoformat() if language == "en" else f"{day:%d/%m/%Y}"


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


def _word(key: str, language: str, **facts: object) -> str:
    return filled(WORDS[key][language == "en"], language, facts)
