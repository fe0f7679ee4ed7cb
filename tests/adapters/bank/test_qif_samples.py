"""QIF files of other programs: each is read with the totals counted by hand, or refused clearly."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.domain.refused import Refused
from tests.adapters.bank.reading import booked_totals, read
from tests.samples import SAMPLES, samples

FOLDER = "statements/qif"
REFUSED = {
    "quiffen_empty.qif": "bank_file_empty",
    "quiffen_test_category_inherit.qif": "bank_statement_missing",
    "quiffen_test_clear_autoswitch.qif": "bank_statement_missing",
    "quiffen_test_nosymbol.qif": "bank_statement_missing",
    "quiffen_test_option_autoswitch.qif": "bank_statement_missing",
    "quiffen_test_unknown_account_type.qif": "bank_investments_only",
}
# Lines, their sum, the first and last day, codes of what is told.
READ = {
    "quiffen_test.qif": (5, "-35.50", "2020-02-10", "2020-02-14", ["bank_sections_left_aside"]),
    "quiffen_test_oth_a.qif": (5, "-35.50", "2020-02-10", "2020-02-14", ["bank_sections_left_aside"]),
    "quiffen_test_category_override.qif": (4, "2077.44", "2017-12-22", "2018-01-02", []),
    "quiffen_test_circular_reference.qif": (2, "-14.59", "2021-08-27", "2021-08-27", []),
    "quiffen_test_split.qif": (1, "-10.00", "2000-01-01", "2000-01-01", []),
    "quiffen_test_transaction_before_account_definition_1.qif": (2, "-197.96", "2022-09-08", "2022-09-23", []),
    "quiffen_test_transaction_before_account_definition_2.qif": (2, "-197.96", "2022-09-08", "2022-09-23", []),
}  # fmt: skip
NAMES = sorted(path.name for path in (SAMPLES / FOLDER).glob("*.qif")) or ["(absent)"]


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_is_read_with_its_totals_or_refused(name: str) -> None:
    content = samples(f"{FOLDER}/{name}").read_bytes()
    if name in REFUSED:
        with pytest.raises(Refused) as refusal:
            read(content)
        assert refusal.value.code == REFUSED[name]
        return
    count, total, first, last, told = READ[name]
    file = read(content)
    assert file.format == "QIF"
    assert booked_totals(file) == [{"EUR": Decimal(total)}]
    (statement,) = file.statements
    days = [line.booked for line in statement.lines]
    assert (len(days), min(days), max(days)) == (count, date.fromisoformat(first), date.fromisoformat(last))
    assert [problem.code for problem in file.every_problem()] == told
    assert (statement.account, statement.currency, statement.balanced) == (None, None, None)


def test_the_samples_were_all_tried() -> None:
    if NAMES == ["(absent)"]:
        pytest.skip("samples not present: shared/samples/statements/qif")
    assert set(NAMES) == REFUSED.keys() | READ.keys()


def test_a_split_with_a_date_of_its_own_is_one_movement() -> None:
    (statement,) = read(samples(f"{FOLDER}/quiffen_test.qif").read_bytes()).statements
    line = statement.lines[-1]
    assert (line.booked, line.amount.minor, line.label) == (
        date(2020, 2, 10),
        -10000,
        "Amazon.com test order 1",
    )
    assert statement.opening is not None
    assert (statement.opening.amount.minor, statement.opening.day) == (0, date(2020, 2, 10))
    assert statement.closing is None
