"""What the columns of a bank's table mean: told by a person or found out, and remembered by the table's header."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from quitus.domain.banking.statement import ReadProblem
from quitus.domain.importing.dates import DateOrder
from quitus.domain.importing.text import plain
from quitus.domain.refused import Refused

FINGERPRINT_LENGTH = 24  # hex digits


class BankField(StrEnum):
    """What a column can say of a movement; `COUNTERPARTY` and `IBAN` are the other side's, `ACCOUNT` is one's own."""

    BOOKED = "booked"
    VALUE_DATE = "value_date"
    LABEL = "label"
    AMOUNT = "amount"
    DEBIT = "debit"
    CREDIT = "credit"
    SIGN = "sign"
    FEE = "fee"
    NET = "net"
    BALANCE = "balance"
    CURRENCY = "currency"
    COUNTERPARTY = "counterparty"
    IBAN = "iban"
    REFERENCE = "reference"
    BANK_ID = "bank_id"
    STATE = "state"
    ACCOUNT = "account"

    __hash__ = str.__hash__  # each of 100,000 rows looks its columns up; that of enumerations takes its time


# Their columns are read together, or the first of them that is filled; of the others there is one.
SEVERAL = frozenset(
    {
        BankField.BOOKED,
        BankField.LABEL,
        BankField.COUNTERPARTY,
        BankField.IBAN,
        BankField.REFERENCE,
        BankField.BANK_ID,
        BankField.STATE,
    }
)
WORDS = (BankField.LABEL, BankField.COUNTERPARTY, BankField.REFERENCE)
AMOUNTS = (BankField.AMOUNT, BankField.DEBIT, BankField.CREDIT)


class Fees(StrEnum):
    """How a fee stands to the amount beside it.

    `ADDED`: it bears a sign of its own, and both move the account (PayPal). `DEDUCTED`: a positive fee is money that
    goes out beside the amount (Revolut, Stripe). `INCLUDED`: the amount counts it already (Wise).
    """

    ADDED = "added"
    DEDUCTED = "deducted"
    INCLUDED = "included"


Columns = Mapping[BankField, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How the rows of a table are read: for each field the places of its columns, from 0.

    What is None is as the cells show it: the order of day and month, the mark before the cents, how fees count.
    `currency` and `account` are those of a table that names none.
    """

    columns: Columns
    date_order: DateOrder | None = None
    decimal_mark: str | None = None
    fees: Fees | None = None
    currency: str | None = None
    account: str | None = None

    def place(self, name: BankField) -> int | None:
        """The place of the field's first column."""
        places = self.columns.get(name)
        return places[0] if places else None

    def plain(self) -> dict[str, object]:
        """As JSON can keep it; `mapping_from` makes it a mapping again."""
        return {
            "columns": {name.value: list(places) for name, places in self.columns.items()},
            "date_order": self.date_order and self.date_order.value,
            "decimal_mark": self.decimal_mark,
            "fees": self.fees and self.fees.value,
            "currency": self.currency,
            "account": self.account,
        }


@dataclass(frozen=True, slots=True)
class TableGuess:
    """What a table seems to say, for a person to confirm or to put right.

    `headers` are unique, the first "Solde" is "Solde", the second "Solde (2)", a column without one "(3)". `rows`: the
    first ones as they stand. `mapping`: what is proposed. `questions`: why it is not sure, nothing when it is;
    `where` is the header in question. `bank`: whose table it is, when it is known.
    """

    fingerprint: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: ColumnMapping
    questions: tuple[ReadProblem, ...] = field(default_factory=tuple)
    bank: str | None = None

    @property
    def sure(self) -> bool:
        return not self.questions


def header_fingerprint(headers: Sequence[str]) -> str:
    """What two files of one bank share: 24 hex digits of their headers, whatever the case, accents and blanks."""
    written = "\x1f".join(" ".join(plain(header).split()) for header in headers)
    return hashlib.sha256(written.encode(errors="surrogatepass")).hexdigest()[:FINGERPRINT_LENGTH]


def headers_missing(headers: Sequence[str]) -> bool:
    """Whether a table has no line of headers: what its columns are called tells nothing of the next file."""
    return all(header == f"({place})" for place, header in enumerate(headers, 1))


def check_mapping(mapping: ColumnMapping, width: int) -> None:
    """Raise Refused unless a table of `width` columns can be read with the mapping.

    Codes: bank_mapping_column_unknown, bank_mapping_two_columns, bank_mapping_column_missing.
    """
    for name, places in mapping.columns.items():
        for place in places:
            if not 0 <= place < width:
                raise Refused("bank_mapping_column_unknown", field=name, place=place + 1)
        if len(places) > 1 and name not in SEVERAL:
            raise Refused("bank_mapping_two_columns", field=name)
    for group in ((BankField.BOOKED,), AMOUNTS, WORDS):
        if not any(mapping.columns.get(name) for name in group):
            raise Refused("bank_mapping_column_missing", field=group[0])


def mapping_from(kept: Mapping[str, object]) -> ColumnMapping:
    """The mapping that `ColumnMapping.plain` was made of. Refused bank_mapping_unreadable for anything else."""
    try:
        columns = kept["columns"]
        assert isinstance(columns, Mapping)  # noqa: S101 - said by the refusal below
        order, fees = kept.get("date_order"), kept.get("fees")
        return ColumnMapping(
            columns={
                BankField(name): tuple(int(place) for place in places) for name, places in columns.items()
            },
            date_order=DateOrder(str(order)) if order else None,
            decimal_mark=_text(kept.get("decimal_mark")),
            fees=Fees(str(fees)) if fees else None,
            currency=_text(kept.get("currency")),
            account=_text(kept.get("account")),
        )
    except (KeyError, TypeError, ValueError, AssertionError):
        raise Refused("bank_mapping_unreadable") from None


def _text(value: object) -> str | None:
    return str(value) if value else None
