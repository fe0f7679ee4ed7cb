"""Makes CODA files as Belgian banks write them, by the layout that Febelfin publishes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

NUMBER, IBAN = "539007547034", "BE68539007547034"
MOVED = "0000"


@dataclass(frozen=True)
class Move:
    """A movement or a detail: its signed amount and what is said of it. Empty parts leave their records out.

    `code` is the transaction's: type, family, operation, category. `information` are (structured?, text).
    """

    amount: str = "10.00"
    words: str = ""
    structured: str = ""
    name: str = ""
    account: str = ""
    customer: str = ""
    bank: str = "BANK-REFERENCE-000001"
    booked: str = "050126"
    valued: str = "050126"
    code: str = "00150000"
    level: str = "0"
    returned: str = ""
    purpose: str = ""
    information: tuple[tuple[str, str], ...] = ()
    details: tuple["Move", ...] = ()
    written: str = ""  # instead of sign and amount

    def records(self, sequence: int, detail: int) -> Iterator[str]:
        place = f"{sequence:04d}{detail:04d}"
        said = f"{self.structured or self.words:149}"
        second = said[53:106].strip() or self.customer or self.returned or self.purpose
        third = said[106:].strip() or self.name or self.account
        more = "1" if self.information else "0"
        yield (
            f"21{place}{self.bank:21}{self.written or signed(self.amount)}{self.valued}{self.code}"
            f"{'1' if self.structured else '0'}{said[:53]}{self.booked}001{self.level}"
            f"{'1' if second or third else '0'} {more}"
        )
        if second:
            yield (
                f"22{place}{said[53:106]}{self.customer:35}{'BANKBEBB':11}   {self.returned:5}{self.purpose:8}"
                f"{'1' if third else '0'} {more}"
            )
        if third:
            yield f"23{place}{self.account:34}{'EUR' if self.account else '':3}{self.name:35}{said[106:]}0 {more}"
        for number, (structured, text) in enumerate(self.information, start=detail + 1):
            yield from information(f"{sequence:04d}{number:04d}", self, structured, text)


def information(place: str, move: Move, structured: str, text: str) -> Iterator[str]:
    said = f"{text:268}"
    parts = 3 if said[178:].strip() else 2 if said[73:].strip() else 1
    yield f"31{place}{move.bank:21}{move.code}{structured}{said[:73]}{'':12}{int(parts > 1)} 0"
    if parts > 1:
        yield f"32{place}{said[73:178]}{'':10}{int(parts > 2)} 0"
    if parts > 2:
        yield f"33{place}{said[178:268]}{'':25}0 0"


def signed(amount: str) -> str:
    """The sign and fifteen digits, three of them decimals."""
    exact = Decimal(amount).scaleb(3)
    return f"{'1' if exact < 0 else '0'}{abs(int(exact)):015d}"


def header(application: str = "00000", version: str = "2", duplicate: str = " ") -> str:
    beginning = (
        f"0{'0000'}05012600105{duplicate}{'':7}{'FILE-1':10}{'ATELIER DU HERON SRL':26}{'BANKBEBB':11}"
    )
    return f"{beginning}0{'0403019261'} {application}{'':16}{'':16}{'':7}{version}"


def account_field(structure: str = "2", account: str = IBAN, currency: str = "EUR") -> str:
    """The 37 positions of an account."""
    if structure == "0":
        return f"{account:12} {currency:3}0BE{'':3}{'':15}"
    return f"{account:34}{currency:3}"


def old_balance(amount: str, day: str = "040126", structure: str = "2", account: str | None = None) -> str:
    field = account_field(structure) if account is None else account
    return f"1{structure}001{field}{signed(amount)}{day}{'ATELIER DU HERON SRL':26}{'COMPTE A VUE':35}001"


def new_balance(amount: str, day: str = "050126", structure: str = "2", account: str | None = None) -> str:
    field = account_field(structure) if account is None else account
    return f"8001{field}{signed(amount)}{day}{'':64}0"


def trailer(records: list[str], last: str = "2") -> str:
    """Counts the records, and sums the readable movements with the detail number 0000."""
    moved = [
        record
        for record in records
        if record.startswith("21") and record[6:10] == MOVED and record[32:47].isdecimal()
    ]
    sums = {sign: sum(int(record[32:47]) for record in moved if record[31] == sign) for sign in "01"}
    counted = sum(record[0] in "1238" for record in records)
    return f"9{'':15}{counted:06d}{sums['1']:015d}{sums['0']:015d}{'':75}{last}"


def movements(*moves: Move, first: int = 1) -> list[str]:
    """The records of movements and their details, numbered."""
    records: list[str] = []
    for sequence, move in enumerate(moves, start=first):
        number = 0
        for one in (move, *move.details):
            records += one.records(sequence % 10_000, number)
            number = (number + 1 + len(one.information)) % 10_000
    return records


def statement(
    *moves: Move, opening: str = "0.00", closing: str | None = None, first: str = "040126", last: str = "050126",
    head: str = "", structure: str = "2", account: str | None = None,
) -> list[str]:  # fmt: skip
    """The records of one statement; closing balance and trailer are true unless others are given."""
    true = sum((Decimal(move.amount) for move in moves), Decimal(opening))
    body = [
        old_balance(opening, first, structure, account),
        *movements(*moves),
        new_balance(str(true) if closing is None else closing, last, structure, account),
    ]
    return [head or header(), *body, trailer(body)]


def text(*records: str, newline: str = "\r\n", encoding: str = "cp1252") -> bytes:
    assert {len(record) for record in records} == {128}
    return "".join(record + newline for record in records).encode(encoding)


def coda(*moves: Move, **frame: str) -> bytes:
    """A file of one statement."""
    return text(*statement(*moves, **frame))


def batch(amount: str, *details: Move, code: str = "10150000", **told: str) -> Move:
    """A sum and its details, with the codes that mark where they begin and end."""
    marked = (*details[:-1], replace(details[-1], level="1")) if details else ()
    return Move(amount, code=code, level="1", details=marked, **told)
