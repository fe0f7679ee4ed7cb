"""A FEC to import, line by line: each line of a client with what balances it."""

from dataclasses import dataclass

from quitus.domain.books.fec.row import FIELDS

HEADER = "\t".join(FIELDS)
NAME = "732829320FEC20261231.txt"
_COUNTERPARTS = {
    "VE": ("707000", "Ventes"),
    "BQ": ("512000", "Banque"),
    "AN": ("890000", "Bilan d'ouverture"),
}
JOURNALS = {"VE": "Ventes", "BQ": "Banque", "AN": "À-nouveaux", "OD": "Opérations diverses"}


@dataclass(frozen=True)
class Line:
    """A line on a client's account; a negative amount, in cents, is a credit."""

    document: str
    amount: int
    client: str = "C0001"
    name: str = "DUPONT SARL"
    journal: str = "VE"
    on: str = "20260915"
    issued: str = ""
    lettering: str = ""
    account: str = "411000"
    account_label: str = "Clients"
    label: str = ""
    currency: str = ""
    journal_label: str = ""

    def cells(self, number: str) -> list[str]:
        """The eighteen fields."""
        amount = cents(abs(self.amount))
        return [
            self.journal,
            self.journal_label or JOURNALS.get(self.journal, self.journal),
            number,
            self.on,
            self.account,
            self.account_label,
            self.client,
            self.name if self.client or self.name != "DUPONT SARL" else "",
            self.document,
            self.issued or self.on,
            self.label or f"Pièce {self.document}",
            *((amount, "0,00") if self.amount >= 0 else ("0,00", amount)),
            self.lettering,
            self.on if self.lettering else "",
            "20271231",
            *((amount, self.currency) if self.currency else ("", "")),
        ]

    def counterpart(self, number: str) -> list[str]:
        """The other line of its entry."""
        account, label = _COUNTERPARTS.get(self.journal, ("471000", "Attente"))
        cells = self.cells(number)
        cells[4:8] = [account, label, "", ""]
        cells[11], cells[12] = cells[12], cells[11]
        return [*cells[:13], "", "", cells[15], "", ""]


def cents(amount: int) -> str:
    return f"{amount // 100},{amount % 100:02}"


def fec(*lines: Line, header: str = HEADER, end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    """The file: an entry of two lines for each, so that the line of a client stands on 2, 4, 6, …"""
    rows = []
    numbers: dict[str, int] = {}
    for line in lines:
        numbers[line.journal] = numbers.get(line.journal, 0) + 1
        number = f"{line.journal}{numbers[line.journal]:06}"
        rows += ["\t".join(line.cells(number)), "\t".join(line.counterpart(number))]
    return "".join(row + end for row in (header, *rows)).encode(encoding, "replace")
