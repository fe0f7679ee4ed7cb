"""`quitus doctor`: recompute everything that is stored twice, and compare."""

import json
import sys
from typing import TYPE_CHECKING

import click

from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option
from quitus.ports.plurals import filled

if TYPE_CHECKING:
    from quitus.apps.doctor.finding import Finding
    from quitus.apps.organisations.models import Organisation

# What each check means, for people.
CHECKS_IN_WORDS = {
    "remaining": ("Reste dû ≠ montant moins règlements", "Remainder ≠ amount minus payments"),
    "instalments": ("Échéances ≠ total de la facture", "Instalments ≠ total of the invoice"),
    "allocations": ("Le règlement solde plus qu’il n’a apporté", "The payment settles more than it brought"),
    "charges": (
        "Pénalité restant due ≠ réclamé moins règlements et remises",
        "Charge left ≠ claimed minus payments and waivers",
    ),
    "charge_claims": ("Total réclamé ≠ ses pénalités", "Claimed total ≠ its charges"),
    "entries": ("Écriture déséquilibrée", "Entry out of balance"),
    "claims": ("Compte client ≠ factures moins règlements", "Client’s account ≠ invoices minus payments"),
    "unidentified": ("Compte d’attente ≠ lignes à rapprocher", "Suspense account ≠ unmatched lines"),
    "numbers": ("Numéros d’écriture avec un trou ou en désordre", "Entry numbers with a gap or out of order"),
    "closing": (
        "Écriture close sans numéro, ou ouverte avec un",
        "Closed entry without a number, or open with one",
    ),
    "told_lines": ("Ligne de banque ≠ ses relevés", "Bank line ≠ its statements"),
    "history": ("Ligne de banque ≠ son mouvement", "Bank line ≠ its payment in the history"),
    "bank_lines": ("État de la ligne ≠ ses rapprochements", "State of the line ≠ its matches"),
    "chains": ("Historique altéré", "Altered history"),
    "files": ("Fichier altéré", "Altered file"),
    "client_keys": ("Clés de recherche du client périmées", "Client’s search keys out of date"),
    "instalment_keys": ("Clés de recherche de l’échéance périmées", "Instalment’s search keys out of date"),
    "looks": ("Relance revue trop tard", "Reminder looked at too late"),
}
WORDS = {
    "sound": ("{name} : tout concorde.", "{name}: everything agrees."),
    "findings": ("{name} : {count} {count:écart|écarts}.", "{name}: {count} {count:finding|findings}."),
    "finding": (
        "  {what} · {where} : attendu {expected}, trouvé {found}",
        "  {what} · {where}: expected {expected}, found {found}",
    ),
    "nobody": ("Il n’y a pas encore d’entreprise.", "There is no firm yet."),
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
@organisation_option
def doctor(as_json: bool, wanted: str | None) -> None:
    """Recompute balances, books, chains and keys, and compare. Changes nothing. Exit 1 with findings."""
    from quitus.config.startup import started

    with started():
        examined = _examine(wanted)
    language = language_of_terminal()
    if as_json:
        click.echo(json.dumps(as_data(examined, language), ensure_ascii=False))
    else:
        _print(examined, language)
    sys.exit(1 if any(findings for _, findings in examined) else 0)


def _examine(wanted: str | None) -> "list[tuple[Organisation, list[Finding]]]":
    """Each firm, or the wanted one, with what is wrong there."""
    from quitus.apps.doctor.checks import examine
    from quitus.apps.organisations.models import Organisation
    from quitus.apps.organisations.tenancy import tenant

    examined = []
    for organisation in [find_organisation(wanted)] if wanted else Organisation.objects.order_by("id"):
        with tenant(organisation.id):
            examined.append((organisation, examine()))
    return examined


def as_data(examined: "list[tuple[Organisation, list[Finding]]]", language: str) -> dict[str, object]:
    """The findings as the stable JSON; `check` is a stable word, `what` its meaning in the reader's language."""
    findings = [
        {
            "organisation": organisation.id,
            "check": finding.check,
            "what": _what(finding, language),
            "where": finding.where,
            "expected": finding.expected,
            "found": finding.found,
        }
        for organisation, found in examined
        for finding in found
    ]
    return {"sound": not findings, "organisations": len(examined), "findings": findings}


def _what(finding: "Finding", language: str) -> str:
    return CHECKS_IN_WORDS[finding.check][language == "en"]


def _print(examined: "list[tuple[Organisation, list[Finding]]]", language: str) -> None:
    english = language == "en"
    if not examined:
        click.echo(WORDS["nobody"][english])
    for organisation, findings in examined:
        verdict = WORDS["findings" if findings else "sound"][english]
        click.echo(filled(verdict, language, {"name": organisation.name, "count": len(findings)}))
        for finding in findings:
            line = WORDS["finding"][english]
            click.echo(
                line.format(
                    what=_what(finding, language),
                    where=finding.where,
                    expected=finding.expected,
                    found=finding.found,
                )
            )
