"""One movement of CODA: its three records and the information about it, as fields of a line."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from quitus.adapters.bank.coda.communications import STRUCTURED, Communication, read_communication, returned
from quitus.adapters.bank.coda.layout import DEBIT, amount_of, counterparty_iban
from quitus.adapters.bank.coda.returns import r_transaction, returned_operation
from quitus.adapters.bank.fixed_width import short_date
from quitus.adapters.bank.text import LONGEST_LABEL, given, tidy
from quitus.domain.banking.returned import Returned
from quitus.domain.banking.statement import LineStatus, StatementLine
from quitus.domain.money import Money
from quitus.domain.refused import Refused

AMOUNT, VALUE_DATE, TRANSACTION, BOOKED = slice(32, 47), slice(47, 53), slice(53, 61), slice(115, 121)
BANK_REFERENCE, CUSTOMER_REFERENCE = slice(10, 31), slice(63, 98)
ACCOUNT, NAME = slice(10, 47), slice(47, 82)
CATEGORY_PURPOSE, PURPOSE = slice(117, 121), slice(121, 125)
# The communication lies in pieces in the three records of the movement, and those of an information.
PIECES = {
    "21": slice(62, 115), "22": slice(10, 63), "23": slice(82, 125),
    "31": slice(40, 113), "32": slice(10, 115), "33": slice(10, 100),
}  # fmt: skip
# Structured information: who it was (70 letters of name), and on whose behalf.
COUNTERPARTY, ULTIMATE_CREDITOR, ULTIMATE_DEBTOR = "001", "008", "009"
LONGEST_NAME = 70
MOST_LETTERS = 4 * LONGEST_LABEL  # of information: no label is longer
GROSS_OR_NET = frozenset({"000", "100"})


class Fields(NamedTuple):
    """What a movement says beside its amount and dates; `label` is empty where there are no words."""

    label: str
    counterparty: str | None
    iban: str | None
    reference: str | None
    bank_id: str | None


@dataclass(slots=True)
class Movement:
    """A movement and what has been read about it; `where` names it in problems."""

    where: str
    record: str
    second: str = ""
    third: str = ""
    information: list[tuple[str, list[str]]] = field(default_factory=list)
    _letters: int = 0

    @property
    def sequence(self) -> str:
        """The number that a movement shares with its details and all that is said of them."""
        return self.record[2:6]

    @property
    def detail(self) -> str:
        """0000 for what moved the account."""
        return self.record[6:10]

    @property
    def kind(self) -> str:
        """The type of the transaction: 0 to 3 moved the account, 5 to 9 are details of that."""
        return self.record[53:54]

    @property
    def category(self) -> str:
        """What the amount is: net, gross, or one of many costs."""
        return self.record[58:61]

    @property
    def level(self) -> str:
        """The globalisation code, which marks a sum and the last of its details; 0 for neither."""
        return self.record[124:125]

    def take(self, record: str) -> bool:
        """Add the second or third record of the movement; False for that of another."""
        if record[2:10] != self.record[2:10]:
            return False
        if record.startswith("22"):
            self.second = record
        else:
            self.third = record
        return True

    def take_information(self, record: str) -> bool:
        """Add a record of information; False for one about another movement."""
        if record[2:6] != self.sequence:
            return False
        piece = record[PIECES[record[:2]]]
        self._letters += len(piece)
        if self._letters <= MOST_LETTERS:
            if record.startswith("31") or not self.information:
                self.information.append((record[39:40], []))
            self.information[-1][1].append(piece)
        return True

    def amount(self, currency: str | None) -> Money:
        """The signed amount; refuses what is none."""
        return amount_of(self.record[31:32], self.record[AMOUNT], currency)

    @property
    def doubtful_value_date(self) -> str | None:
        """A value date that is no day, as it is written; the line does without."""
        try:
            short_date(self.record[VALUE_DATE])
        except Refused:
            return self.record[VALUE_DATE]
        return None

    def dates(self) -> tuple[date, date | None]:
        """The day of booking and the value date; refuses a movement that has neither."""
        value_date = None if self.doubtful_value_date else short_date(self.record[VALUE_DATE])
        booked = short_date(self.record[BOOKED]) or value_date
        if booked is None:
            raise Refused("bank_date_missing")
        return booked, value_date

    def fields(self) -> Fields:
        """What is told of it."""
        structure = self.record[61:62]
        text = self.record[PIECES["21"]] + self.second[PIECES["22"]] + self.third[PIECES["23"]]
        said = read_communication(structure, text)
        name = self._name(ULTIMATE_CREDITOR if self.record[31:32] == DEBIT else ULTIMATE_DEBTOR)
        customer = given(self.second[CUSTOMER_REFERENCE])
        reference = said.reference or (customer if customer and customer.strip("0 ") else None)
        return Fields(
            label=self._label(said),
            counterparty=name,
            iban=counterparty_iban(self.third[ACCOUNT]),
            reference=reference,
            bank_id=tidy(self.record[BANK_REFERENCE]),
        )

    def line(self, currency: str | None, status: LineStatus, fields: Fields | None = None) -> StatementLine:
        """The line of this movement, with other fields than its own where some are given."""
        booked, value_date = self.dates()
        told = fields or self.fields()
        label = told.label or told.counterparty or told.reference or self._anything()
        return StatementLine(
            booked, value_date, self.amount(currency), label, *told[1:], status, self._back(told.reference)
        )

    def _back(self, reference: str | None) -> Returned | None:
        structure = self.record[61:62]
        text = self.record[PIECES["21"]] + self.second[PIECES["22"]] + self.third[PIECES["23"]]
        kind, reason = r_transaction(self.second, structure, text)
        customer = given(self.second[CUSTOMER_REFERENCE])
        return returned_operation(self.record[54:58], kind, reason, customer or reference)

    def _label(self, said: Communication) -> str:
        """The payer's words, else the bank's; behind them why money came back."""
        free = " ".join("".join(pieces) for structure, pieces in self.information if structure != STRUCTURED)
        reason = returned(self.second[112:113], self.second[113:117]) or said.reason
        return " ".join(filter(None, (said.words or tidy(free, LONGEST_LABEL), reason)))

    def _anything(self) -> str:
        """What else the file says: the purposes, or the code of the transaction."""
        purposes = tidy(f"{self.second[CATEGORY_PURPOSE]} {self.second[PURPOSE]}")
        return purposes or tidy(self.record[TRANSACTION]) or ""

    def _name(self, ultimate: str) -> str | None:
        """The other side's name, from the information where that goes on behind the 35 letters of the record."""
        short, long = tidy(self.third[NAME]), self._informed_name(COUNTERPARTY)
        if long and (short is None or long.startswith(short)):
            return long
        return short or self._informed_name(ultimate)

    def _informed_name(self, kind: str) -> str | None:
        for structure, pieces in self.information:
            text = "".join(pieces)
            if structure == STRUCTURED and text.startswith(kind):
                return tidy(text[3 : 3 + LONGEST_NAME])
        return None
