"""Makes CFONB 120 files as French banks write them."""

from dataclasses import dataclass
from decimal import Decimal

BANK, BRANCH, NUMBER = "30006", "00001", "12345678901"
IBAN = "FR7630006000011234567890189"
CREDIT, DEBIT = "{ABCDEFGHI", "}JKLMNOPQR"


@dataclass(frozen=True)
class Account:
    """The columns that all records of a statement share."""

    bank: str = BANK
    branch: str = BRANCH
    number: str = NUMBER
    currency: str = "EUR"
    decimals: str = "2"


OURS = Account()


@dataclass(frozen=True)
class Move:
    """A movement (04) and its complements (05), each a qualifier and what stands behind it."""

    amount: str = "10.00"
    label: str = "VIR SEPA RECU"
    complements: tuple[tuple[str, str], ...] = ()
    booked: str = "050126"
    valued: str = "050126"
    code: str = "18"
    inner: str = "0568"
    reason: str = ""
    number: str = "0000000"
    reference: str = ""
    account: Account = OURS
    written: str = ""  # instead of the amount
    flags: str = ""  # free of commission, not available yet

    def records(self) -> list[str]:
        one = self.account
        head = f"{one.bank}{self.inner:4}{one.branch}{one.currency}{one.decimals} {one.number:11}"
        head = f"{head}{self.code:2}{self.booked:6}"
        amount = self.written or signed(self.amount, one.decimals)
        main = f"04{head}{self.reason:2}{self.valued:6}{self.label:31}  {self.number:7}{self.flags:2}{amount}"
        main = f"{main}{self.reference:16}"
        return [main, *(f"05{head}     {key:3}{text:70}  " for key, text in self.complements)]


def signed(amount: str, decimals: str = "2") -> str:
    """Fourteen positions, the last of which bears the sign."""
    exact = Decimal(amount).scaleb(int(decimals) if decimals.isdigit() else 2)
    digits = f"{abs(int(exact)):014d}"
    return digits[:-1] + (DEBIT if exact < 0 else CREDIT)[int(digits[-1])]


def balance(code: str, amount: str, day: str, account: Account = OURS) -> str:
    """An old (01) or new (07) balance."""
    one = account
    head = f"{code}{one.bank}    {one.branch}{one.currency}{one.decimals} {one.number:11}  {day:6}"
    return f"{head}{'':50}{signed(amount, one.decimals)}{'':16}"


def statement(
    *moves: Move, opening: str = "0.00", closing: str | None = None, first: str = "040126", last: str = "050126",
    account: Account = OURS,
) -> list[str]:  # fmt: skip
    """The records of one statement; its closing balance is true unless another is given."""
    true = sum((Decimal(move.amount) for move in moves), Decimal(opening))
    records = [record for move in moves for record in move.records()]
    end = str(true) if closing is None else closing
    return [balance("01", opening, first, account), *records, balance("07", end, last, account)]


def text(*records: str, newline: str = "\r\n", encoding: str = "cp1252") -> bytes:
    assert all(len(record) == 120 for record in records)
    return "".join(record + newline for record in records).encode(encoding)


def cfonb(*moves: Move, **frame: str) -> bytes:
    """A file of one statement."""
    return text(*statement(*moves, **frame))
