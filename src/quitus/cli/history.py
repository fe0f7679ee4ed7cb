"""`quitus history`: money in and out of a period, by kind, by month, by counterparty, or each payment."""

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import click

from quitus.cli.days import DAY
from quitus.cli.main import language_of_terminal
from quitus.cli.organisation import find_organisation, organisation_option
from quitus.domain.history.kinds import Kind
from quitus.domain.history.periods import Period, between, named_period
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports import formats

if TYPE_CHECKING:
    from quitus.apps.history.models import Movement
    from quitus.apps.history.queries import Flow, PartyTotal, Totals

KINDS = {
    Kind.CLIENT: ("Règlement d’un client", "Client’s payment"),
    Kind.SUPPLIER: ("Fournisseur", "Supplier"),
    Kind.FREELANCER: ("Indépendant", "Freelancer"),
    Kind.EMPLOYEE: ("Salaire", "Salary"),
    Kind.TAX: ("Impôts et cotisations", "Tax and social contributions"),
    Kind.FEE: ("Frais bancaires", "Bank fee"),
    Kind.OWN: ("Entre ses comptes", "Between own accounts"),
    Kind.LOAN: ("Prêt", "Loan"),
    Kind.REFUND: ("Remboursement d’un client", "Refund to a client"),
    Kind.RETURNED: ("Règlement revenu impayé", "Returned payment"),
    Kind.CARD: ("Achat par carte", "Card purchase"),
    Kind.UNKNOWN: ("Pas encore connu", "Not known yet"),
}
HEADERS = {"fr": ("", "Entrées", "Sorties", "Nombre"), "en": ("", "In", "Out", "Number")}
WORDS = {
    "title": ("Entrées et sorties du {first} au {last}", "Money in and out, {first} to {last}"),
    "nothing": ("Rien n’a bougé.", "Nothing moved."),
    "whole": ("Total, hors virements entre ses comptes", "Total, without transfers between own accounts"),
}


@click.command()
@click.option("--period", "name", help="2026, 2026-Q4, 2026-11 or all; this year if not given.")
@click.option("--from", "first", type=DAY, help="The first day; with --to.")
@click.option("--to", "last", type=DAY, help="The last day; with --from.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Of this kind alone.")
@click.option("--search", "text", default="", help="Words of the label or the counterparty.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
@click.option("--each", is_flag=True, help="Every payment, as lines of JSON.")
@organisation_option
def history(
    *,
    name: str | None,
    first: date | None,
    last: date | None,
    kind: str | None,
    text: str,
    as_json: bool,
    each: bool,
    wanted: str | None,
) -> None:
    """Money in and out: totals of a period by kind, month and counterparty, or each payment."""
    from quitus.config.startup import started

    with started():
        from quitus.apps.history.queries import Asked, every_movement, parties, totals
        from quitus.apps.organisations.clock import business_today
        from quitus.apps.organisations.tenancy import tenant

        organisation = find_organisation(wanted)
        period = _period(name, first, last, business_today(organisation))
        asked = Asked(period, kind=Kind(kind) if kind else None, text=text)
        with tenant(organisation.id):
            if each:
                _print_each(every_movement(asked))
                return
            found, named = totals(asked), parties(asked)
    if as_json:
        click.echo(json.dumps(_as_data(period, found, named, organisation.currency), ensure_ascii=False))
    else:
        _print(period, found, named, organisation.currency)


def _period(name: str | None, first: date | None, last: date | None, today: date) -> Period:
    if first and last:
        return between(first, last)
    found = named_period(name or str(today.year))
    if found is None or bool(first) != bool(last):
        raise Refused("period_unknown", period=name or f"{first or '…'} – {last or '…'}")
    return found


def _print_each(movements: Iterable["Movement"]) -> None:
    for one in movements:
        amount = Money(one.amount_minor, one.currency)
        told = {
            "day": one.day.isoformat(),
            "amount": f"{amount.decimal:f}",
            "currency": one.currency,
            "party": one.party,
            "iban": one.iban,
            "label": one.label,
            "kind": one.kind,
            "because": one.because,
        }
        click.echo(json.dumps(told, ensure_ascii=False))


def _as_data(
    period: Period, found: "Totals", named: Iterable["PartyTotal"], currency: str
) -> dict[str, object]:
    """The stable JSON: decimal strings, dates in ISO form."""

    def flow(one: "Flow") -> dict[str, object]:
        return {
            "in": f"{Money(one.came, currency).decimal:f}",
            "out": f"{Money(one.went, currency).decimal:f}",
            "count": one.count,
        }

    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "currency": currency,
        "total": flow(found.whole),
        "kinds": {kind.value: flow(one) for kind, one in found.by_kind},
        "months": {f"{first:%Y-%m}": flow(one) for first, one in found.by_month},
        "parties": [{"name": one.name, **flow(one.flow)} for one in named],
    }


def _print(period: Period, found: "Totals", named: Iterable["PartyTotal"], currency: str) -> None:
    from quitus.cli.tables import print_table

    language = language_of_terminal()
    english = language == "en"
    days = {
        "first": formats.full_date(period.first, language),
        "last": formats.full_date(period.last, language),
    }
    click.echo(WORDS["title"][english].format(**days))
    if not found.count:
        click.echo(WORDS["nothing"][english])
        return

    def row(words: str, one: "Flow") -> tuple[str, ...]:
        amounts = (
            formats.money(Money(minor, currency), language) if minor else "–"
            for minor in (one.came, one.went)
        )
        return (words, *amounts, formats.number(one.count, language))

    whole = row(WORDS["whole"][english], found.whole)
    print_table(HEADERS[language], [row(KINDS[kind][english], one) for kind, one in found.by_kind], whole)
    print_table(
        HEADERS[language], [row(formats.month(first, language), one) for first, one in found.by_month]
    )
    print_table(HEADERS[language], [row(one.name, one.flow) for one in named])
