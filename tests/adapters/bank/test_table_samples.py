"""Tables of many banks, written by others: each is read with totals computed apart, or refused with its reason.

`COLUMNS` says for each file, by hand, where the amounts stand and how they are written; the sums are those of a few
lines that share nothing with the reader.
"""

import csv
import io
import re
from collections import Counter
from decimal import Decimal

import pytest

from quitus.domain.banking.statement import LineStatus
from quitus.domain.refused import Refused
from tests.adapters.bank.reading import read
from tests.samples import SAMPLES, samples

FOLDER = "statements/csv"
NAMES = (
    sorted(path.name for path in (SAMPLES / FOLDER).iterdir())
    if (SAMPLES / FOLDER).exists()
    else ["(absent)"]
)
REFUSED = {
    "csv2ofx_amazon.csv": "bank_table_columns_unsure",  # orders of a shop
    "csv2ofx_xero.csv": "bank_format_unknown",  # journal entries
    "oca_sheet_original_currency.csv": "bank_table_columns_unsure",  # whose currency is it?
    "oca_sheet_sample_statement_en.csv": "bank_table_columns_unsure",
}
# Separator, mark of cents, what each column adds ("+3": column 3, "-4": taken off), column of the currency or its code.
COLUMNS = {
    "bank2ynab_2018-04-14_10-52-13_bunq-transactieoverzicht.csv": (",", ",", "+1", "EUR"),
    "bank2ynab_20180226-1000594757-umsatz.CSV": (";", ",", "+8", 9),
    "bank2ynab_MonzoDataExport_February2018_2018-02-26_174335.csv": (",", ".", "+2", 3),
    "bank2ynab_TransactionHistory_20180418043121.csv": (",", ".", "-3 +4", "SGD"),
    "bank2ynab_Umsaetze_KtoNr538917600_EUR_02-03-2018_1503.CSV": (";", ",", "+4", 5),
    "bank2ynab_test_BOI_TransactionExport.csv": (",", ".", "-2 +3", "EUR"),
    "csv2ofx_gls.csv": (";", ",", "+19", 21),
    "csv2ofx_ingesp.csv": (",", ".", "+6", "EUR"),
    "csv2ofx_n26-fr.csv": (",", ".", "+7", "EUR"),
    "csv2ofx_payoneer.csv": (",", ".", "+5 -6", 7),
    "csv2ofx_stripe-default.csv": (",", ".", "+7 -9", 11),
    "csv2ofx_ubs-ch-fr_trimmed.csv": (";", ".", "-8 +9", 1),
    "oca_paypal_activity_en.csv": (",", ".", "+7 +8", 6),
    "oca_paypal_empty_activity.csv": (",", ".", "+7 +8", 6),
    "oca_sheet_balance.csv": (",", ".", "+2", "EUR"),
    "oca_sheet_debit_credit.csv": (",", ".", "|2", "EUR"),
    "oca_sheet_meta_data_separated_credit_debit.csv": (",", ",", "+3 +4", "EUR"),
    "oca_sheet_multi_currency.csv": (",", ".", "+3", 2),
}


def rows_by_hand(content: bytes, separator: str) -> list[list[str]]:
    """The rows that hold a figure in a place where a day stands."""
    text = content.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    return [
        row for row in rows if len(row) > 3 and any(re.match(r"\d+[./-]\d+[./-]\d+", cell) for cell in row)
    ]


def by_hand(content: bytes, name: str) -> dict[str, Decimal]:
    separator, mark, columns, currency = COLUMNS[name]
    sums: Counter[str] = Counter()
    for row in rows_by_hand(content, separator):
        unit = currency if isinstance(currency, str) else row[currency].upper()
        for column in columns.split():
            digits = re.sub(r"[^-\d" + re.escape(mark) + "]", "", row[int(column[1:])]).replace(mark, ".")
            amount = Decimal(digits or 0)
            if column[0] == "|":  # the direction stands in the next column
                amount = abs(amount) * (-1 if row[int(column[1:]) + 1] == "D" else 1)
            elif column[0] == "-":
                amount = -amount
            sums[unit] += amount
    return {unit: total for unit, total in sums.items() if total or len(sums) > 1}


def totals(file) -> dict[str, Decimal]:
    sums: Counter[str] = Counter()
    for statement in file.statements:
        for line in statement.lines:
            assert line.status is LineStatus.BOOKED
            sums[line.amount.currency] += line.amount.decimal
    return {unit: total for unit, total in sums.items() if total or len(sums) > 1}


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_is_read_with_its_totals_or_refused(name: str) -> None:
    content = samples(f"{FOLDER}/{name}").read_bytes()
    if name in REFUSED:
        with pytest.raises(Refused) as refusal:
            read(content)
        assert refusal.value.code == REFUSED[name]
        return
    file = read(content)
    assert file.format == "CSV"
    assert totals(file) == by_hand(content, name)


def test_the_samples_were_all_tried() -> None:
    if NAMES == ["(absent)"]:
        pytest.skip(f"samples not present: shared/samples/{FOLDER}")
    assert len(NAMES) == 22
    assert set(NAMES) == {*COLUMNS, *REFUSED}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        # account, currency, opening, closing, whether they agree, lines
        ("bank2ynab_20180226-1000594757-umsatz.CSV", [("1000594757", "EUR", None, None, None, 1)]),
        (
            "bank2ynab_2018-04-14_10-52-13_bunq-transactieoverzicht.csv",
            [("NL47BUNQ2025181418", "EUR", None, None, None, 3)],
        ),
        ("bank2ynab_TransactionHistory_20180418043121.csv", [("666-666666-666", "SGD", None, 666666, None, 8)]),
        ("bank2ynab_test_BOI_TransactionExport.csv", [(None, None, None, None, None, 27)]),
        ("csv2ofx_gls.csv", [("1234567890", "EUR", 133332, 123456, True, 1)]),
        ("csv2ofx_ingesp.csv", [(None, None, None, None, None, 10)]),
        ("csv2ofx_payoneer.csv", [(None, "USD", 18000, 20000, True, 2)]),
        ("csv2ofx_ubs-ch-fr_trimmed.csv", [("012345678901.23A", "CHF", 1138394, 1141394, True, 3)]),
        ("oca_paypal_empty_activity.csv", [(None, None, None, None, None, 0)]),
        ("oca_sheet_balance.csv", [(None, None, 1000, 151000, True, 2)]),
        ("oca_sheet_debit_credit.csv", [(None, None, 1000, 151000, True, 2)]),
        # The publisher changed its balances: 30,000.77 and the movements make 31,070.09.
        ("oca_sheet_meta_data_separated_credit_debit.csv", [("08088804068", "EUR", 3000077, 3107011, False, 4)]),
        ("oca_sheet_multi_currency.csv", [(None, "USD", None, None, None, 1), (None, "EUR", None, None, None, 1)]),
        (
            "oca_paypal_activity_en.csv",
            [(None, "USD", 0, 190, True, 71), (None, "EUR", 0, 4334, True, 29), (None, "AUD", 0, 0, True, 2)],
        ),
    ],
)  # fmt: skip
def test_what_is_told_of_a_sample(name: str, told: list[tuple]) -> None:
    file = read(samples(f"{FOLDER}/{name}").read_bytes())
    assert [
        (
            statement.account,
            statement.currency,
            statement.opening and statement.opening.amount.minor,
            statement.closing and statement.closing.amount.minor,
            statement.balanced,
            len(statement.lines),
        )
        for statement in file.statements
    ] == told


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("csv2ofx_ingesp.csv", {"bank_balance_not_running": True, "bank_currency_untold": False}),
        (
            "bank2ynab_test_BOI_TransactionExport.csv",
            {"bank_balance_constant": False, "bank_currency_untold": False},
        ),
        ("oca_sheet_meta_data_separated_credit_debit.csv", {"bank_dates_ambiguous": False}),
        ("oca_paypal_activity_en.csv", {}),
    ],
)
def test_what_is_said_of_a_sample(name: str, codes: dict[str, bool]) -> None:
    file = read(samples(f"{FOLDER}/{name}").read_bytes())
    assert {problem.code: problem.blocks for problem in file.every_problem()} == codes


def test_a_payment_and_its_fee_are_two_movements() -> None:
    file = read(samples(f"{FOLDER}/csv2ofx_stripe-default.csv").read_bytes())
    first, second, *_ = file.statements[0].lines
    assert (str(first.amount), str(second.amount)) == ("25.00 CAD", "-1.03 CAD")
    assert first.label == "Entry ID: 316, Product: Big Event 2021"
    assert second.label == f"fee {first.label}"
    assert first.bank_id == second.bank_id == "ch_1IGl9SBI9JK85yVZtjcU9OLJ"


def test_words_on_lines_of_their_own_belong_to_the_movement_above() -> None:
    file = read(samples(f"{FOLDER}/bank2ynab_TransactionHistory_20180418043121.csv").read_bytes())
    assert file.statements[0].lines[0].label == "DEBIT PURCHASE 15/04/18 66-6666 UBER EATS AN2GO HELP.UBERh"
