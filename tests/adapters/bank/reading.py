"""What the tests of the readers share: reading bytes, and an account of the same file made another way."""

from collections import Counter
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

from quitus.adapters.bank.detect import DetectingReader
from quitus.domain.banking.statement import BankFile, LineStatus, StatementLine


def read(content: bytes) -> BankFile:
    """The file through the product's door."""
    return DetectingReader().read(BytesIO(content))


def lines_of(content: bytes) -> tuple[StatementLine, ...]:
    """The lines of a file of one statement."""
    (statement,) = read(content).statements
    return statement.lines


def booked_totals(file: BankFile) -> list[dict[str, Decimal]]:
    """What each statement's booked lines sum up to, by currency."""
    return [
        _sums(
            (line.amount.currency, line.amount.decimal)
            for line in statement.lines
            if line.status is LineStatus.BOOKED
        )
        for statement in file.statements
    ]


def independent_totals(content: bytes) -> list[dict[str, Decimal]]:
    """The same from the entries alone, by a walk that shares nothing with the reader."""
    totals = []
    for element in ElementTree.fromstring(content).iter():  # noqa: S314 - files of ours, chosen by hand
        if _name(element) in ("Stmt", "Rpt", "Ntfctn"):
            entries = [child for child in element if _name(child) == "Ntry"]
            totals.append(_sums(_entry(entry) for entry in entries if _status(entry) == "BOOK"))
    return totals


def _entry(entry: ElementTree.Element) -> tuple[str, Decimal]:
    amount = next(child for child in entry if _name(child) == "Amt")
    side = next(child.text for child in entry if _name(child) == "CdtDbtInd")
    return amount.attrib["Ccy"], Decimal(amount.text or "") * (1 if side == "CRDT" else -1)


def _status(entry: ElementTree.Element) -> str:
    status = next(child for child in entry if _name(child) == "Sts")
    return "".join(status.itertext()).strip()


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _sums(pairs) -> dict[str, Decimal]:
    sums: Counter[str] = Counter()
    for currency, amount in pairs:
        sums[currency] += amount
    return dict(sums)
