"""Options of `quitus bank` that say what the columns of a table mean, and what to do where nobody has said it."""

from collections.abc import Callable, Iterator, Sequence
from inspect import cleandoc
from typing import TypeVar

import click

from quitus.domain.banking.column_mapping import AMOUNTS, BankField, Fees, TableGuess
from quitus.domain.banking.column_mapping import WORDS as LABELS
from quitus.domain.banking.statement import ReadProblem
from quitus.domain.banking.told_columns import ToldColumns, read_told_columns
from quitus.domain.importing.amounts import read_currency
from quitus.domain.importing.dates import DateOrder
from quitus.domain.refused import Refused
from quitus.ports.bank_tables import bank_field_name
from quitus.ports.refusals import sentence

Command = TypeVar("Command", bound=Callable[..., object])
MOST_SHOWN = 60  # columns

ORDERS = {"day-first": DateOrder.DAY_FIRST, "month-first": DateOrder.MONTH_FIRST}
MARKS = {"comma": ",", "point": "."}

WORDS = {
    "columns": (
        "  Ses colonnes, et ce qu’elles semblent dire :",
        "  Its columns, and what they seem to say:",
    ),
    "unclear": ("pas clair", "not clear"),
    "example": ("  Dites leur sens, par exemple :", "  Say what they mean, for example:"),
    "blanks": ("  Ce qu’il y faut (remplacez chaque ?) :", "  What it takes there (replace each ?):"),
    "account": ("  Ajoutez --account et l’IBAN du compte :", "  Add --account and the account's IBAN:"),
    "meanings": ("  Sens possibles : {known}.", "  Possible meanings: {known}."),
}
# What each meaning says of a movement, in one line.
EXPLAINED: dict[BankField, tuple[str, str]] = {
    BankField.BOOKED: ("le jour de l’opération", "the day of the movement"),
    BankField.VALUE_DATE: ("sa date de valeur", "its value date"),
    BankField.LABEL: ("ce que dit l’opération", "what the movement says"),
    BankField.AMOUNT: ("le montant, avec son signe", "the amount, with its sign"),
    BankField.DEBIT: ("ce qui sort, dans sa propre colonne", "what goes out, in a column of its own"),
    BankField.CREDIT: ("ce qui entre, dans sa propre colonne", "what comes in, in a column of its own"),
    BankField.SIGN: (
        "si l’argent entre ou sort : débit, crédit, D, C, +, -",
        "in or out: debit, credit, D, C, +, -",
    ),
    BankField.FEE: ("les frais ; voir --fees", "the fee; see --fees"),
    BankField.NET: ("le montant net des frais", "the amount less the fee"),
    BankField.BALANCE: ("le solde après l’opération", "the balance after the movement"),
    BankField.CURRENCY: ("la devise de la ligne : EUR", "the row's currency: EUR"),
    BankField.COUNTERPARTY: ("qui paie ou est payé", "who pays or is paid"),
    BankField.IBAN: ("l’IBAN de celui-ci", "their IBAN"),
    BankField.REFERENCE: ("la référence donnée par le payeur", "the reference given by the payer"),
    BankField.BANK_ID: ("le numéro de l’opération à la banque", "the bank's number of the movement"),
    BankField.STATE: (
        "si l’argent a bougé : exécuté, en attente, annulé ; d’autres mots ne sont pas lus",
        "whether money moved: executed, pending, cancelled; other words are not read",
    ),
    BankField.ACCOUNT: ("votre propre compte", "your own account"),
}


def columns_options(command: Command) -> Command:
    """`--columns` and what no cell may show."""
    options = (
        click.option(
            "--columns",
            metavar="MEANING=COLUMN,…",
            help="What the columns of a CSV or Excel table mean, by their headers or their places: "
            "booked=Date,label=3,amount=Amount.",
        ),
        click.option("--dates", type=click.Choice(list(ORDERS)), help="Which comes first in its dates."),
        click.option("--decimals", type=click.Choice(list(MARKS)), help="What stands before its cents."),
        click.option(
            "--fees",
            type=click.Choice([one.value for one in Fees]),
            help="How a column of fees counts: part of the amount, taken off beside it, added with its own sign.",
        ),
        click.option("--currency", help="Currency of a table that names none."),
    )
    for option in reversed(options):
        command = option(command)
    lines = (f"  {name.value:<13} {english}" for name, (_, english) in EXPLAINED.items())
    command.__doc__ = "\n".join(
        [cleandoc(command.__doc__ or ""), "", "\b", "Meanings for --columns:", *lines]
    )
    return command


def told_columns(
    columns: str | None, dates: str | None, decimals: str | None, fees: str | None, currency: str | None
) -> ToldColumns | None:
    """What the options say; None when they say nothing. Refused bank_columns_…"""
    if columns is None and dates is None and decimals is None and fees is None and currency is None:
        return None
    return ToldColumns(
        read_told_columns(columns) if columns else {},
        ORDERS[dates] if dates else None,
        MARKS[decimals] if decimals else None,
        Fees(fees) if fees else None,
        read_currency(currency) if currency else None,
    )


def how_to_say(refusal: Refused, command: str, language: str) -> str:
    """The columns of a table that was refused for them, what is not sure, and a command to begin with; how to name the
    account of a file that names none; nothing for another refusal."""
    if refusal.code == "statement_without_account":
        return f"{_word('account', language)}\n    quitus bank {command} --account IBAN"
    guess = refusal.facts.get("guess")
    return "\n".join(_how_to_say(guess, refusal, command, language)) if isinstance(guess, TableGuess) else ""


def _how_to_say(guess: TableGuess, refusal: Refused, command: str, language: str) -> Iterator[str]:
    doubts = refusal.facts.get("doubts") or guess.questions
    assert isinstance(doubts, Sequence)  # noqa: S101 - problems, as the reader and the import give them
    for problem in doubts:
        where = f"{problem.where} : " if problem.where else ""
        yield f"  {where}{sentence(Refused(problem.code, **problem.facts), language)}"
    yield _word("columns", language)
    width = min(40, max(len(header) for header in guess.headers))
    for place, header in enumerate(guess.headers[:MOST_SHOWN]):
        names = [name for name, places in guess.mapping.columns.items() if place in places]
        meaning = ", ".join(f"{name.value} ({bank_field_name(name, language)})" for name in names)
        yield f"    {place + 1:>3} {header[:40]:<{width}}  {meaning or _word('unclear', language)}"
    yield _word("example", language)
    yield f"    quitus bank {command} --columns '{_example(guess)}'{_more(doubts)}"
    if explained := [*_blanks(guess), *_in_doubt(doubts)]:
        yield _word("blanks", language)
        for name in explained:
            yield f"    {name.value:<13} {EXPLAINED[name][language == 'en']}"
    yield _word("meanings", language).format(known=", ".join(field.value for field in BankField))


def _example(guess: TableGuess) -> str:
    """What the columns seem to mean, as it is written, and blanks for what a table must have besides; of a table that
    says nothing the first three."""
    pairs = [
        f"{name.value}={place + 1}" for name, places in guess.mapping.columns.items() for place in places
    ]
    if not pairs:
        return "booked=1,label=2,amount=3"
    return ",".join([*(f"{name.value}=?" for name in _blanks(guess)), *pairs])


def _blanks(guess: TableGuess) -> list[BankField]:
    """What no column seems to say although nothing can be read without it; none where nothing at all is known."""
    known = {name for name, places in guess.mapping.columns.items() if places}
    if not known:
        return []
    blanks = [] if BankField.BOOKED in known else [BankField.BOOKED]
    blanks += [] if known.intersection(LABELS) else [BankField.LABEL]
    sides = [name for name in (BankField.DEBIT, BankField.CREDIT) if name in known]
    if not known.intersection(AMOUNTS):
        blanks.append(BankField.AMOUNT)
    elif BankField.AMOUNT not in known and len(sides) == 1:
        blanks.append(BankField.CREDIT if sides[0] is BankField.DEBIT else BankField.DEBIT)
    return blanks


def _in_doubt(doubts: Sequence[ReadProblem]) -> list[BankField]:
    """What a column seems to say in words that are not known."""
    of = {"bank_column_sign": BankField.SIGN, "bank_column_state": BankField.STATE}
    return [of[problem.code] for problem in doubts if problem.code in of]


def _more(doubts: Sequence[ReadProblem]) -> str:
    codes = {problem.code for problem in doubts}
    dates = " --dates day-first" if "bank_dates_ambiguous" in codes else ""
    return dates + (" --fees included" if "bank_column_fees" in codes else "")


def _word(key: str, language: str) -> str:
    french, english = WORDS[key]
    return english if language == "en" else french
