"""What clients still owe by a fichier des écritures comptables: the unlettered lines of accounts 411, netted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quitus.domain.books.fec.findings import FecProblem
from quitus.domain.books.fec.reader import ReadRow
from quitus.domain.books.fec.row import CURRENCY, FecRow
from quitus.domain.importing.text import shown
from quitus.domain.money import Money

CLIENT_ACCOUNTS = ("411",)


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """One document of a client that is not settled. `client` is the auxiliary account, else the account's number.

    `issued` is the day of its oldest debit, `line` where it is; a FEC tells no due date.
    """

    client: str
    client_name: str
    document: str
    issued: date
    label: str
    amount: Money
    line: int


@dataclass(frozen=True, slots=True)
class OpenClaims:
    """Claims in the order of the file; `credits` (negative) are what clients paid or got back, lettered with nothing.

    `problems` tells of each credit, and of each lettering that leaves a difference: its lines count as settled.
    """

    claims: tuple[OpenClaim, ...]
    credits: tuple[OpenClaim, ...]
    problems: tuple[FecProblem, ...]


@dataclass(slots=True)
class _Document:
    """What was read of one document so far; its first debit tells what it is."""

    first: FecRow
    line: int
    cents: int = 0
    claimed: bool = False

    def add(self, line: int, row: FecRow) -> None:
        self.cents += row.debit - row.credit
        if row.debit > row.credit and (not self.claimed or row.document_date < self.first.document_date):
            self.first, self.line, self.claimed = row, line, True


def open_client_lines(rows: Iterable[ReadRow], accounts: tuple[str, ...] = CLIENT_ACCOUNTS) -> OpenClaims:
    """Net the unlettered lines of client accounts by client and document.

    Claims and credits, and what letterings leave, add up to the balance of these accounts.
    """
    documents: dict[tuple[str, str], _Document] = {}
    letterings: dict[tuple[str, str], _Document] = {}
    for read in rows:
        row = read.row
        if row.account.startswith(accounts):
            group, name = (letterings, row.lettering) if row.lettering else (documents, row.document)
            key = (_client(row), name)
            known = group.get(key) or group.setdefault(key, _Document(row, read.line))
            known.add(read.line, row)
    claims = [_claim(key, found) for key, found in documents.items() if found.cents > 0]
    credits_ = [_claim(key, found) for key, found in documents.items() if found.cents < 0]
    problems = [_credit_told(credit) for credit in credits_]
    problems += [_lettering_told(key, found) for key, found in letterings.items() if found.cents]
    return OpenClaims(
        tuple(claims), tuple(credits_), tuple(sorted(problems, key=lambda problem: problem.line or 0))
    )


def _client(row: FecRow) -> str:
    return row.client or row.account


def _name(row: FecRow) -> str:
    return row.client_label or row.account_label


def _claim(key: tuple[str, str], found: _Document) -> OpenClaim:
    row = found.first
    return OpenClaim(
        client=key[0],
        client_name=_name(row),
        document=key[1],
        issued=row.document_date,
        label=row.label,
        amount=Money(found.cents, CURRENCY),
        line=found.line,
    )


def _credit_told(credit: OpenClaim) -> FecProblem:
    facts = {"name": shown(credit.client_name), "document": shown(credit.document), "amount": -credit.amount}
    return FecProblem(credit.line, "EcritureLet", "fec_client_credit", facts)


def _lettering_told(key: tuple[str, str], found: _Document) -> FecProblem:
    amount = Money(found.cents, CURRENCY)
    facts = {"name": shown(_name(found.first)), "lettering": shown(key[1]), "amount": amount}
    return FecProblem(found.line, "EcritureLet", "fec_lettering_unbalanced", facts)
