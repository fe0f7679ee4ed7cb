"""What we ask of a reader of banks' tables whose columns nobody has told: to guess, and to read as it is told."""

from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, Protocol

from quitus.domain.banking.column_mapping import BankField, ColumnMapping, TableGuess
from quitus.domain.banking.statement import BankFile
from quitus.ports.bank_files import BankFileReader


class BankTableReader(BankFileReader, Protocol):
    """A reader of bank files that can be told what the columns of tables mean.

    `read` refuses a table whose columns are not sure with `bank_table_columns_unsure`; its fact `guess` is the
    `TableGuess` to show.
    """

    def guess(self, source: BinaryIO) -> Sequence[TableGuess]:
        """What each table of the file seems to say; none for a file of another format. Refused as `read`."""
        ...

    def trial(self, source: BinaryIO, fingerprint: str, mapping: ColumnMapping) -> BankFile:
        """What the tables of the file with this fingerprint say when their columns mean this. Refused as `read`;
        bank_format_unknown when there is no such table."""
        ...

    def knowing(self, mappings: Mapping[str, ColumnMapping]) -> "BankTableReader":
        """The same reader, for which tables with these fingerprints (`TableGuess.fingerprint`) mean these columns."""
        ...

    def expecting(self, headers: Callable[[Sequence[str]], bool]) -> "BankTableReader":
        """The same reader, for which lines with such headers make a table although nothing else shows it."""
        ...


_FIELD_NAMES: dict[BankField, tuple[str, str]] = {
    BankField.BOOKED: ("Date d’opération", "Booking date"),
    BankField.VALUE_DATE: ("Date de valeur", "Value date"),
    BankField.LABEL: ("Libellé", "Label"),
    BankField.AMOUNT: ("Montant", "Amount"),
    BankField.DEBIT: ("Débit", "Debit"),
    BankField.CREDIT: ("Crédit", "Credit"),
    BankField.SIGN: ("Sens (débit ou crédit)", "Direction (debit or credit)"),
    BankField.FEE: ("Frais", "Fee"),
    BankField.NET: ("Montant net des frais", "Amount less the fee"),
    BankField.BALANCE: ("Solde", "Balance"),
    BankField.CURRENCY: ("Devise", "Currency"),
    BankField.COUNTERPARTY: ("Contrepartie", "Counterparty"),
    BankField.IBAN: ("IBAN de la contrepartie", "Counterparty’s IBAN"),
    BankField.REFERENCE: ("Référence donnée par le payeur", "Reference given by the payer"),
    BankField.BANK_ID: ("Numéro de l’opération", "Number of the movement"),
    BankField.STATE: ("État", "State"),
    BankField.ACCOUNT: ("Compte", "Account"),
}


def bank_field_name(field: BankField, language: str = "fr") -> str:
    """What a column's meaning is called on screen."""
    return _FIELD_NAMES[field][language.startswith("en")]
