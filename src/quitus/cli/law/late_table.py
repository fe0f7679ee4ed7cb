"""What a late debt owes, as a table that a person reads."""

from decimal import ROUND_DOWN, Decimal

import click

from quitus.cli.law.late import caution_sentence
from quitus.cli.law.rates import shown_percent, shown_source
from quitus.cli.tables import print_table
from quitus.domain.law.debt import Debt
from quitus.domain.law.late_payment import LateClaim
from quitus.domain.law.worksheet import Basis, Conventions, Rounding, Segment
from quitus.ports import formats

DIGITS = Decimal("0.0001")
HEADERS = {
    "fr": ("Taux", "Du", "Au", "Jours", "Base", "Taux annuel", "Intérêts"),
    "en": ("Rate", "From", "To", "Days", "Base", "Yearly rate", "Interest"),
}
WORDS = {
    "title": ("Échéance : {due} ; calcul jusqu’au {until}", "Due on {due}; calculated until {until}"),
    "no_interest": ("Aucun intérêt.", "No interest."),
    "sources": ("Sources des taux", "Sources of the rates"),
    "owed": ("Ce qui reste dû", "What is still owed"),
    "amount": ("Montant", "Amount"),
    "principal": ("Principal", "Principal"),
    "interest": ("Intérêts", "Interest"),
    "interest_of": ("Intérêts ({all}, dont {paid} payés)", "Interest ({all}, of which {paid} were paid)"),
    "indemnity": ("Indemnité forfaitaire", "Flat indemnity"),
    "costs": ("Frais prouvés au-delà", "Proven costs above it"),
    "total": ("Total", "Total"),
    "law": ("Fondement : {articles}", "Law: {articles}"),
    "conventions": ("Conventions : {words}", "Conventions: {words}"),
    "cautions": ("À savoir", "To know"),
    Basis.DAYS_365: ("année de 365 jours", "a year of 365 days"),
    Basis.ACTUAL: ("année civile de 365 ou 366 jours", "the calendar year’s 365 or 366 days"),
    Basis.DAYS_360: ("année de 360 jours", "a year of 360 days"),
    Rounding.ONCE: ("un seul arrondi entre deux paiements", "rounded once between payments"),
    Rounding.SEGMENT: ("chaque ligne arrondie", "each row rounded"),
    "interest_first": ("paiements imputés d’abord sur les intérêts", "payments settle interest first"),
    "principal_first": ("paiements imputés d’abord sur le principal", "payments settle principal first"),
    "simple": ("intérêts simples", "simple interest"),
    "compound": ("intérêts capitalisés par année entière", "interest compounds each whole year"),
}


def print_claim(debt: Debt, claim: LateClaim, language: str) -> None:
    """The rows, where their rates come from, what is owed, by which law, and what to know before sending it."""
    dates = {name: formats.full_date(getattr(debt, name), language) for name in ("due", "until")}
    click.echo(_word("title", language).format(**dates))
    _print_rows(claim, language)
    _print_owed(claim, language)
    click.echo(_word("law", language).format(articles=", ".join(claim.articles)))
    words = _conventions(claim.worksheet.conventions, language)
    click.echo(_word("conventions", language).format(words=words))
    if claim.cautions:
        click.echo(_word("cautions", language))
        for caution in claim.cautions:
            click.echo(f"  • {caution_sentence(caution, language)}")


def _print_rows(claim: LateClaim, language: str) -> None:
    rows = claim.worksheet.segments
    if not rows:
        click.echo(_word("no_interest", language))
        return
    numbers: dict[str, int] = {}
    for row in rows:
        numbers.setdefault(shown_source(row.rate.source, language), len(numbers) + 1)
    print_table(
        HEADERS[language],
        [_row(row, numbers[shown_source(row.rate.source, language)], language) for row in rows],
    )
    click.echo(_word("sources", language))
    for source, number in numbers.items():
        click.echo(f"  [{number}] {source}")


def _row(row: Segment, number: int, language: str) -> tuple[str, ...]:
    return (
        f"[{number}]",
        row.first.isoformat(),
        row.last.isoformat(),
        str(row.days),
        formats.money(row.base, language),
        shown_percent(row.rate.percent, language),
        _exact(row, language),
    )


def _print_owed(claim: LateClaim, language: str) -> None:
    interest = _word("interest", language)
    if claim.interest_paid:
        interest = _word("interest_of", language).format(
            all=formats.money(claim.interest, language), paid=formats.money(claim.interest_paid, language)
        )
    owed = {
        _word("principal", language): claim.principal_left,
        interest: claim.interest_left,
        _word("indemnity", language): claim.indemnity - claim.indemnity_paid,
    }
    if claim.costs:
        owed[_word("costs", language)] = claim.costs - claim.costs_paid
    print_table(
        (_word("owed", language), _word("amount", language)),
        [(word, formats.money(amount, language)) for word, amount in owed.items()],
        (_word("total", language), formats.money(claim.total, language)),
    )


def _conventions(conventions: Conventions, language: str) -> str:
    growth = "compound" if conventions.compound else "simple"
    words = (conventions.basis, conventions.rounding, f"{conventions.order}_first", growth)
    return ", ".join(_word(word, language) for word in words)


def _word(key: str, language: str) -> str:
    french, english = WORDS[key]
    return english if language == "en" else french


def _exact(row: Segment, language: str) -> str:
    """Four decimals, cut off: the sum is rounded, not the row."""
    text = f"{row.exact.quantize(DIGITS, ROUND_DOWN):,f}"
    if language == "en":
        return text
    return text.replace(",", formats.NARROW).replace(".", ",")
