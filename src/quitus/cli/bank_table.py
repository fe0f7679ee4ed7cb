"""Bank files as tables that a person reads."""

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from quitus.domain.banking.statement import Balance, BankFile, LineStatus, Statement, StatementLine
from quitus.domain.money import Money

MOST_LINES = 200  # of one statement: more is for programs (--json)

WORDS = {
    "account": ("Compte {account}", "Account {account}"),
    "unknown_account": ("Compte non indiqué", "Account not given"),
    "opening": ("Solde initial : {balance}", "Opening balance: {balance}"),
    "closing": ("Solde final : {balance}", "Closing balance: {balance}"),
    "not_given": ("non indiqué", "not given"),
    "booked": ("Date", "Date"),
    "value_date": ("Valeur", "Value"),
    "label": ("Libellé", "Label"),
    "other": ("Contrepartie", "Counterparty"),
    "amount": ("Montant", "Amount"),
    "pending": ("à venir", "pending"),
    "yes": ("✓ Le relevé est équilibré.", "✓ The statement balances."),
    "no": (
        "✗ Le relevé n’est pas équilibré : il manque des opérations, ou une est en trop.",
        "✗ The statement does not balance: movements are missing, or there is one too many.",
    ),
    "unknown": (
        "? L’équilibre du relevé ne peut pas être vérifié.",
        "? The statement’s balance cannot be checked.",
    ),
    "none": ("Aucune opération.", "No movement."),
    "more": (
        "… et {count} autres opérations (--json les donne toutes).",
        "… and {count} more (--json has all).",
    ),
    "problems": ("À regarder", "To look at"),
}
VERDICTS: dict[bool | None, str] = {True: "yes", False: "no", None: "unknown"}


def print_file(name: str, file: BankFile, problems: list[str], language: str) -> None:
    """The file's statements one under the other, then what a person should look at."""
    console = Console(highlight=False)
    console.print(Text(f"{name} · {file.format}", style="bold"))
    for statement in file.statements:
        console.print(_statement(statement, language), soft_wrap=False)
    if problems:
        console.print(Text(_word("problems", language), style="bold"))
        for problem in problems:
            console.print(Text(f"  • {problem}"))


def _statement(statement: Statement, language: str) -> Group:
    account = "account" if statement.account else "unknown_account"
    title = _word(account, language).format(account=statement.account)
    if statement.currency:
        title += f" · {statement.currency}"
    left_out = len(statement.lines) - MOST_LINES
    return Group(
        Text(),
        Text(title),
        Text(_word("opening", language).format(balance=_balance(statement.opening, language))),
        _lines(statement.lines[:MOST_LINES], language) if statement.lines else Text(_word("none", language)),
        *([Text(_word("more", language).format(count=left_out))] if left_out > 0 else []),
        Text(_word("closing", language).format(balance=_balance(statement.closing, language))),
        Text(_word(VERDICTS[statement.balanced], language)),
    )


def _lines(lines: tuple[StatementLine, ...], language: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("booked", "value_date", "label", "other"):
        dates = column in ("booked", "value_date")
        table.add_column(_word(column, language), no_wrap=dates, overflow="fold")
    table.add_column(_word("amount", language), justify="right", no_wrap=True)
    for line in lines:
        pending = f" ({_word('pending', language)})" if line.status is LineStatus.PENDING else ""
        table.add_row(
            line.booked.isoformat(),
            line.value_date.isoformat() if line.value_date else "",
            Text(line.label + pending),
            Text(line.counterparty or ""),
            Text(_money(line.amount, language)),
        )
    return table


def _balance(balance: Balance | None, language: str) -> str:
    if balance is None:
        return _word("not_given", language)
    return _money(balance.amount, language) + (f" ({balance.day.isoformat()})" if balance.day else "")


def _money(money: Money, language: str) -> str:
    """As each language writes it: 12 345,60 EUR or 12,345.60 EUR."""
    written = f"{money.decimal:,f}"
    if language == "fr":
        written = written.replace(",", "\u202f").replace(".", ",")
    return f"{written} {money.currency}"


def _word(key: str, language: str) -> str:
    french, english = WORDS[key]
    return english if language == "en" else french
