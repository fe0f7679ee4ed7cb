"""Files of other programs: each is read with the totals that an independent walk finds, or refused clearly."""

from decimal import Decimal

import pytest

from quitus.domain.refused import Refused
from tests.adapters.bank.reading import booked_totals, independent_totals, read
from tests.samples import SAMPLES, samples

FOLDER = "iso20022/camt"
REFUSED = {"genkgo_camt053.v2.wrong.xml": "bank_statement_missing"}
# Their one entry has neither booking nor value date: kept as a problem, with its amount.
UNDATED = {"genkgo_camt052.v2.with-account-name.xml", "genkgo_camt054.v2.with-account-name.xml"}
NAMES = sorted(path.name for path in (SAMPLES / FOLDER).glob("*.xml")) or ["(absent)"]


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_is_read_with_its_totals_or_refused(name: str) -> None:
    content = samples(f"{FOLDER}/{name}").read_bytes()
    if name in REFUSED:
        with pytest.raises(Refused) as refusal:
            read(content)
        assert refusal.value.code == REFUSED[name]
        return
    file = read(content)
    assert file.format == f"camt.{name.partition('camt')[2].lstrip('.')[:3]}"
    if name in UNDATED:
        (problem,) = file.every_problem()
        assert (problem.code, problem.facts["line"]) == ("bank_date_missing", independent_line(content))
        assert [statement.lines for statement in file.statements] == [()]
    else:
        assert booked_totals(file) == independent_totals(content)


def independent_line(content: bytes) -> str:
    """ "DBIT 200000 SEK", from the one entry of the file."""
    ((currency, amount),) = independent_totals(content)[0].items()
    return f"{'DBIT' if amount < 0 else 'CRDT'} {abs(amount)} {currency}"


def test_the_samples_were_all_tried() -> None:
    if NAMES == ["(absent)"]:
        pytest.skip("samples not present: shared/samples/iso20022/camt")
    assert len(NAMES) == 20


@pytest.mark.parametrize(
    ("name", "balanced", "codes"),
    [
        ("oca_camt053_txdtls.xml", True, ["bank_account_check_digits"]),
        ("oca_camt053_no_entry.xml", True, []),
        ("genkgo_camt053.v2.minimal.xml", None, ["bank_currency_differs"]),  # closing in SEK, account in EUR
        ("genkgo_camt052.v4.xml", None, ["bank_currency_differs"]),  # entry in SEK, balance in CHF
        ("genkgo_camt054.v4.xml", None, []),
        ("trytond_camt.054.001.01.xml", None, []),
    ],
)
def test_what_is_said_of_a_sample_s_balance(name: str, balanced: bool | None, codes: list[str]) -> None:
    file = read(samples(f"{FOLDER}/{name}").read_bytes())
    assert [statement.balanced for statement in file.statements] == [balanced]
    assert [problem.code for problem in file.every_problem()] == codes


def test_a_swiss_batch_is_split_since_its_details_add_up() -> None:
    (statement,) = read(samples(f"{FOLDER}/oca_camt053_txdtls.xml").read_bytes()).statements
    assert [(line.amount.decimal, line.reference, line.iban) for line in statement.lines] == [
        (Decimal("2187.00"), "302388292000011111111111111", "CH2222000000123456789"),
        (Decimal("1296.00"), "302388292000022222222222222", "CH3333000000123456789"),
    ]
    assert {line.label for line in statement.lines} == {
        "CRÉDIT GROUPÉ BVR TRAITEMENT DU 22.03.2017 NUMÉRO CLIENT 01-70884-3 PAQUET ID: 123456CHCAFEBABE"
    }


def test_a_batch_whose_details_do_not_add_up_stays_one_line() -> None:
    (statement,) = read(samples(f"{FOLDER}/genkgo_camt054.v4.xml").read_bytes()).statements
    (line,) = statement.lines
    assert (line.amount.decimal, line.counterparty, line.bank_id) == (
        Decimal("-200000.00"),
        None,
        "ACSR160617103200001",
    )


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (SAMPLES / "iso20022/pain").glob("*.xml")) or ["-"]
)
def test_an_order_to_the_bank_is_no_statement(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(samples(f"iso20022/pain/{name}").read_bytes())
    assert refusal.value.code == "bank_format_unknown"
