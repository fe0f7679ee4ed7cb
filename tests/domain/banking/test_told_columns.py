"""What a person writes of a table's columns: read, or refused with what to write instead."""

import pytest

from quitus.domain.banking.column_mapping import BankField, ColumnMapping, TableGuess
from quitus.domain.banking.told_columns import ToldColumns, read_told_columns, told_mappings
from quitus.domain.importing.dates import DateOrder
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence

HEADERS = ("Date", "Libellé", "Montant, EUR", "Solde", "Solde (2)")
TABLE = TableGuess("f" * 24, HEADERS, (), ColumnMapping({BankField.BOOKED: (0,)}))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("booked=Date", {BankField.BOOKED: ("Date",)}),
        ("booked=1, label=2 ,amount=3", {BankField.BOOKED: ("1",), BankField.LABEL: ("2",), BankField.AMOUNT: ("3",)}),
        ("amount=Montant, EUR,label=b", {BankField.AMOUNT: ("Montant, EUR",), BankField.LABEL: ("b",)}),
        ("label=b,label=c", {BankField.LABEL: ("b", "c")}),
        ("VALUE-DATE=Valeur", {BankField.VALUE_DATE: ("Valeur",)}),
        ("label=a=b", {BankField.LABEL: ("a=b",)}),
    ],
)  # fmt: skip
def test_what_is_written_is_read(written, read):
    assert read_told_columns(written) == read


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "bank_columns_unreadable"),
        ("Date", "bank_columns_unreadable"),
        ("booked=", "bank_columns_unreadable"),
        (",", "bank_columns_unreadable"),
        ("jour=Date", "bank_columns_word_unknown"),
        ("=Date", "bank_columns_word_unknown"),
        ("x" * 10_000 + "=1", "bank_columns_word_unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_write(written, code):
    with pytest.raises(Refused) as refusal:
        read_told_columns(written)
    assert refusal.value.code == code
    for language in ("fr", "en"):
        assert len(sentence(refusal.value, language)) < 400


@pytest.mark.parametrize(
    ("column", "place"),
    [
        ("Date", 0),
        ("DATE", 0),
        ("libelle", 1),
        ("Montant, EUR", 2),
        ("3", 2),
        ("Solde", 3),
        ("Solde (2)", 4),
        ("5", 4),
        ("6", None),
        ("0", None),
        ("-1", None),
        ("²", None),
        ("9" * 5000, None),
        ("Devise", None),
    ],
)
def test_a_column_is_named_by_its_header_or_its_place(column, place):
    told = ToldColumns({BankField.AMOUNT: (column,)})
    mapping = told.mapping(HEADERS)
    assert (mapping and mapping.place(BankField.AMOUNT)) == place
    assert told.missing(HEADERS) == ("" if place is not None else column)


def test_without_columns_what_they_seem_to_mean_is_kept():
    told = ToldColumns({}, DateOrder.MONTH_FIRST, currency="CHF")
    mapping = told_mappings([TABLE], told)[TABLE.fingerprint]
    assert mapping == ColumnMapping({BankField.BOOKED: (0,)}, DateOrder.MONTH_FIRST, currency="CHF")


def test_what_names_no_table_is_refused():
    with pytest.raises(Refused) as refusal:
        told_mappings([TABLE], ToldColumns({BankField.AMOUNT: ("Devise",)}))
    assert (refusal.value.code, refusal.value.facts["column"]) == ("bank_columns_not_there", "Devise")
    with pytest.raises(Refused) as refusal:
        told_mappings([], ToldColumns({BankField.AMOUNT: ("1",)}))
    assert refusal.value.code == "bank_columns_no_table"
