"""Files of other programs: each is read with the totals that a plain walk over its lines finds, or refused."""

import re
from decimal import Decimal

import pytest

from quitus.domain.refused import Refused
from tests.adapters.bank.reading import read
from tests.samples import SAMPLES, samples

FOLDER = "statements/cfonb"
NAMES = sorted(path.name for path in (SAMPLES / FOLDER).glob("*")) or ["(absent)"]
# No statement around them, and no end.
CUT = {
    "pennylane_operation.txt",
    "pennylane_operation_already_defined.txt",
    "pennylane_operation_unstarted.txt",
}
# What is told, and what it makes of the balances. In most of them the bank's number changed in the last record.
ELSEWHERE = "bank_account_differs"
TOLD = {
    "pennylane_end_of_statement_without_beginning.txt": ([False, None], [ELSEWHERE, "bank_opening_missing"]),
    "pennylane_example.txt": ([True, True], [ELSEWHERE]),
    "pennylane_invalid_date.txt": (
        [None, None],
        ["bank_balance_unreadable", ELSEWHERE, "bank_opening_missing"],
    ),
    "pennylane_new_statement_without_previous_ended.txt": ([None, False], ["bank_closing_missing"]),
    "pennylane_operation_detail_without_operation.txt": ([None], ["bank_complement_stray", ELSEWHERE]),
    "pennylane_operation_out_of_statement.txt": (
        [None, False],
        ["bank_opening_missing", "bank_closing_missing", ELSEWHERE],
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_is_read_with_its_totals_or_refused(name: str) -> None:
    content = samples(f"{FOLDER}/{name}").read_bytes()
    if name in CUT:
        with pytest.raises(Refused) as refusal:
            read(content)
        assert (refusal.value.code, refusal.value.facts) == ("bank_records_cut", {"record": "07"})
        return
    file = read(content)
    balances, codes = TOLD[name]
    assert file.format == "CFONB120"
    assert [statement.balanced for statement in file.statements] == balances
    assert [problem.code for problem in file.every_problem()] == codes
    amounts = [line.amount.decimal for statement in file.statements for line in statement.lines]
    assert amounts == independent_amounts(content)


def independent_amounts(content: bytes) -> list[Decimal]:
    """The amounts of the movements: a letter up to I is a credit's last digit, one from J on a debit's."""
    found = []
    for decimals, digits, letter in re.findall(
        r"^04.{14}EUR(\d).{70}(\d{13})(.)", content.decode(), re.MULTILINE
    ):
        digit = "{ABCDEFGHI}JKLMNOPQR".index(letter)
        amount = Decimal(digits + str(digit % 10)).scaleb(-int(decimals))
        found.append(amount if digit < 10 else -amount)
    return found


def test_the_samples_were_all_tried() -> None:
    if NAMES == ["(absent)"]:
        pytest.skip(f"samples not present: shared/samples/{FOLDER}")
    assert len(NAMES) == 9


def test_the_example_line_by_line() -> None:
    first, second = read(samples(f"{FOLDER}/pennylane_example.txt").read_bytes()).statements
    assert (first.account, second.account) == ("FR7615589000009876543210088", "FR7618706000000012345678954")
    assert (str(first.opening.amount), str(first.closing.amount)) == ("-190.40 EUR", "-241.21 EUR")
    assert (str(second.opening.amount), str(second.closing.amount)) == ("-241.21 EUR", "-163.72 EUR")
    assert [
        (line.label, line.counterparty, line.reference) for line in (*first.lines, *second.lines)
    ] == [
        ("PRLV SEPA TEST CABINET MENSUEAUHTR13133 MENSUEAUHTR13DUP", "INTERNET SFR", "OTHER REFERENCE"),
        ("VIR SEPA DEMONSTRATION", "ELEC ERDF", "REFERENCE"),
        ("F COMMISSION D INTERVENTION", None, None),
        ("PRLV SEPA GROUPAMA CEN P051928612 22793301700040", None, None),
        ("F FRAIS PRLV IMP 97 49EUR", None, None),
        ("F COMMISSION D INTERVENTION", None, None),
    ]  # fmt: skip


OTHERS = sorted(
    path.relative_to(SAMPLES).as_posix()
    for folder in ("statements", "iso20022", "email", "fec", "einvoice", "identifiers")
    for path in (SAMPLES / folder).rglob("*")
    if path.is_file() and path.parent.name != "cfonb"
)


def test_no_other_sample_is_taken_for_a_file_of_records() -> None:
    samples()
    from quitus.adapters.bank.cfonb.reader import CfonbReader
    from quitus.adapters.bank.coda.reader import CodaReader

    taken = []
    for name in OTHERS:
        with (SAMPLES / name).open("rb") as file:
            head = file.read(64 * 1024)
        taken += [name for reader in (CfonbReader(), CodaReader()) if reader.recognises(head)]
    assert taken == []
    assert len(OTHERS) > 300
