"""What a person says of a table's columns: checked, kept as JSON, found again by the table's header."""

import json

import pytest

from quitus.domain.banking.column_mapping import (
    BankField,
    ColumnMapping,
    Fees,
    check_mapping,
    header_fingerprint,
    mapping_from,
)
from quitus.domain.importing.dates import DateOrder
from quitus.domain.refused import Refused

WHOLE = ColumnMapping(
    {BankField.BOOKED: (0,), BankField.LABEL: (1, 3), BankField.AMOUNT: (2,)},
    DateOrder.MONTH_FIRST,
    ".",
    Fees.DEDUCTED,
    "EUR",
    "FR7630004000030000000001464",
)


@pytest.mark.parametrize("mapping", [WHOLE, ColumnMapping({BankField.BOOKED: (0,)}), ColumnMapping({})])
def test_a_mapping_comes_back_from_json(mapping):
    assert mapping_from(json.loads(json.dumps(mapping.plain()))) == mapping


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"columns": None},
        {"columns": {"colour": [1]}},
        {"columns": {"booked": ["x"]}},
        {"columns": {"booked": 1}},
        {"columns": {}, "date_order": "year_first"},
        {"columns": {}, "fees": "sometimes"},
        {"columns": []},
    ],
)
def test_what_is_no_mapping_is_refused(kept):
    with pytest.raises(Refused) as refused:
        mapping_from(kept)
    assert refused.value.code == "bank_mapping_unreadable"


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({BankField.BOOKED: (0,), BankField.LABEL: (1, 3), BankField.AMOUNT: (2,)}, None),
        ({BankField.BOOKED: (0,), BankField.COUNTERPARTY: (1,), BankField.CREDIT: (2,)}, None),
        (
            {BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (4,)},
            "bank_mapping_column_unknown",
        ),
        (
            {BankField.BOOKED: (-1,), BankField.LABEL: (1,), BankField.AMOUNT: (2,)},
            "bank_mapping_column_unknown",
        ),
        (
            {BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (2, 3)},
            "bank_mapping_two_columns",
        ),
        ({BankField.LABEL: (1,), BankField.AMOUNT: (2,)}, "bank_mapping_column_missing"),
        ({BankField.BOOKED: (0,), BankField.AMOUNT: (2,)}, "bank_mapping_column_missing"),
        (
            {BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.BALANCE: (2,)},
            "bank_mapping_column_missing",
        ),
        (
            {BankField.BOOKED: (), BankField.LABEL: (1,), BankField.AMOUNT: (2,)},
            "bank_mapping_column_missing",
        ),
    ],
)
def test_whether_rows_can_be_read_with_a_mapping(columns, code):
    if code is None:
        check_mapping(ColumnMapping(columns), 4)
        return
    with pytest.raises(Refused) as refused:
        check_mapping(ColumnMapping(columns), 4)
    assert refused.value.code == code


def test_headers_are_the_same_whatever_their_case_accents_and_blanks():
    same = {
        header_fingerprint(headers)
        for headers in (
            ["Date", "Libellé", "Débit"],
            ["DATE", " libelle", "DEBIT "],
            ["date", "LIBELLE", "débit"],
        )
    }
    assert len(same) == 1
    assert len(same.pop()) == 24


@pytest.mark.parametrize(
    "headers",
    [
        ["Date", "Libellé"],
        ["Libellé", "Date", "Débit"],
        ["Date", "LibelléDébit"],
        ["Date", "Libellé", "Débit", ""],
    ],
)
def test_other_headers_are_others(headers):
    assert header_fingerprint(headers) != header_fingerprint(["Date", "Libellé", "Débit"])


def test_a_fingerprint_is_the_same_from_one_version_to_the_next():
    assert header_fingerprint(["Date", "Libellé", "Débit"]) == "46eef10f7a32447df2f0e5a5"
