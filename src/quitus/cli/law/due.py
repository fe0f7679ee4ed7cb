"""`quitus law due`: the due date that payment terms give, and the longest that is lawful."""

import json
from datetime import date

import click

from quitus.cli.days import DAY
from quitus.cli.law.options import country_option
from quitus.cli.main import language_of_terminal
from quitus.domain.days import Calendar
from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.maxima import Case, Due, due_of, terms_law
from quitus.domain.law.payment_terms import Method
from quitus.domain.law.terms_text import read_terms, write_terms
from quitus.ports.plurals import filled
from quitus.ports.reasons import reason_sentence

WORDS = {
    "due": ("Échéance", "Due"),
    "late_from": ("En retard à partir du", "Late from"),
    "terms": ("Délai", "Terms"),
    "maximum": ("Maximum légal", "Lawful maximum"),
    "none": ("aucun", "none"),
    "over": ("dépassé de {days} {days:jour|jours}", "exceeded by {days} {days:day|days}"),
}
GRACE_YEARS = 2  # that a calendar must cover from the issue on: 365 days, an end of month, a fixed day


@click.command()
@click.option("--issued", type=DAY, required=True, help="The date of the invoice.")
@click.option(
    "--terms", metavar="TEXT", help='Such as "45 days end of month"; left out where nothing was agreed.'
)
@click.option(
    "--method",
    type=click.Choice([method.value for method in Method], case_sensitive=False),
    default=Method.B.value,
    show_default=True,
    help="End of month: A adds the days first, B goes to the end of the invoice's month first.",
)
@click.option("--case", type=click.Choice([case.value for case in Case]), help="What was sold, or to whom.")
@click.option(
    "--received", type=DAY, help="When the invoice, the goods or the end of the service were received."
)
@country_option
@click.option(
    "--debtor",
    type=click.Choice([kind.value for kind in DebtorKind]),
    default=DebtorKind.BUSINESS.value,
    show_default=True,
)
@click.option("--grace", is_flag=True, help="Payment on the next working day is in time.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def due(
    *,
    issued: date,
    terms: str | None,
    method: str,
    case: str | None,
    received: date | None,
    country: str,
    debtor: str,
    grace: bool,
    as_json: bool,
) -> None:
    """The date to print on an invoice, and whether the law allows it; nothing is stored."""
    law = terms_law(country)
    found = due_of(
        law,
        issued,
        None if terms is None else read_terms(terms, Method(method)),
        debtor=DebtorKind(debtor),
        case=Case(case) if case else None,
        received=received,
        grace=_calendar(country, issued, received) if grace else None,
    )
    language = language_of_terminal()
    if as_json:
        click.echo(json.dumps(_as_data(found, country, debtor, language)))
    else:
        _print(found, language)


def _calendar(country: str, issued: date, received: date | None) -> Calendar:
    first = min(issued, received or issued).year
    last = max(issued, received or issued).year + GRACE_YEARS
    if country == "FR":
        from quitus.domain.law.fr.holidays import french_calendar

        return french_calendar(first, last)
    from quitus.config.calendars import calendars

    return calendars().of(country, first, last)


def _as_data(found: Due, country: str, debtor: str, language: str) -> dict[str, object]:
    """The answer as the stable JSON."""
    reasons = [{"code": reason.code, "message": reason_sentence(reason, language)} for reason in found.why]
    return {
        "due": found.due.isoformat(),
        "maximum": found.maximum.isoformat() if found.maximum else None,
        "lawful": found.lawful,
        "why": " ".join(reason["message"] for reason in reasons),
        "over_days": found.over,
        "late_from": found.late_from.isoformat(),
        "exceeds_on": found.exceeds_on.isoformat() if found.exceeds_on else None,
        "terms": write_terms(found.terms, language),
        "country": country,
        "debtor": debtor,
        "confidence": found.confidence.value,
        "reasons": reasons,
    }


def _print(found: Due, language: str) -> None:
    english = language == "en"
    colon = ":" if english else " :"

    def line(key: str, value: str) -> None:
        click.echo(f"{WORDS[key][english]}{colon} {value}")

    line("due", found.due.isoformat())
    line("late_from", found.late_from.isoformat())
    line("terms", write_terms(found.terms, language))
    maximum = found.maximum.isoformat() if found.maximum else WORDS["none"][english]
    over = f", {filled(WORDS['over'][english], language, {'days': found.over})}" if found.over else ""
    line("maximum", maximum + over)
    for reason in found.why:
        click.echo(f"  • {reason_sentence(reason, language)}")
