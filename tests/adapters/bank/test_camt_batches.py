"""A batch is as many lines as it has transactions when these add up to it, else one."""

from decimal import Decimal

import pytest

from tests.adapters.bank.camt_files import Account, Bal, Entry, Tx, Version, camt
from tests.adapters.bank.reading import lines_of, read

OLD, NEW = Version("053.001.02"), Version("053.001.08")


def amounts(entry: Entry, version: Version = NEW) -> list[str]:
    return [f"{line.amount.decimal:f}" for line in lines_of(camt(Account((entry,)), version=version))]


@pytest.mark.parametrize(
    ("case", "entry", "expected"),
    [
        ("adds up", Entry("30.00", details=(Tx("10.00"), Tx("20.00"))), ["10.00", "20.00"]),
        ("two equal ones", Entry("20.00", details=(Tx("10.00"), Tx("10.00"))), ["10.00", "10.00"]),
        ("one cent off", Entry("30.01", details=(Tx("10.00"), Tx("20.00"))), ["30.01"]),
        ("a fee was taken", Entry("29.50", details=(Tx("10.00"), Tx("20.00"))), ["29.50"]),
        ("one without amount", Entry("30.00", details=(Tx("30.00"), Tx(words=("X",)))), ["30.00"]),
        ("another currency", Entry("30.00", details=(Tx("10.00"), Tx("20.00", "CHF"))), ["30.00"]),
        ("unreadable share", Entry("30.00", details=(Tx("10.00"), Tx("2O.00"))), ["30.00"]),
        ("debit", Entry("30.00", "DBIT", details=(Tx("10.00"), Tx("20.00"))), ["-10.00", "-20.00"]),
        ("with a correction", Entry("30.00", details=(Tx("40.00"), Tx("10.00", direction="DBIT"))),
         ["40.00", "-10.00"]),
        ("one detail of another amount", Entry("8.85", details=(Tx("105.75"),)), ["8.85"]),
        ("one detail in another currency", Entry("8.85", details=(Tx("9.50", "USD"),)), ["8.85"]),
        ("no detail", Entry("8.85"), ["8.85"]),
    ],
)  # fmt: skip
def test_split(case: str, entry: Entry, expected: list[str]) -> None:
    assert amounts(entry) == expected, case


@pytest.mark.parametrize("version", [OLD, NEW], ids=lambda version: version.name)
def test_versions_before_3_write_the_shares_among_the_details_of_the_amount(version: Version) -> None:
    assert amounts(Entry("30.00", details=(Tx("10.00"), Tx("20.00"))), version) == ["10.00", "20.00"]


def test_an_unknown_direction_in_a_share_leaves_one_line() -> None:
    assert amounts(Entry("30.00", details=(Tx("10.00", direction="X"), Tx("20.00")))) == ["30.00"]


def test_each_share_has_its_own_words_payer_and_number() -> None:
    entry = Entry(
        "30.00",
        bank_id="BATCH",
        remark="REMISE",
        details=(
            Tx("10.00", debtor="A", words=("FA-1",), bank_id="T1", end_to_end="E1"),
            Tx("20.00", debtor="B"),
        ),
    )
    first, second = lines_of(camt(Account((entry,))))
    assert (first.label, first.counterparty, first.bank_id, first.reference) == ("FA-1", "A", "T1", "E1")
    assert (second.label, second.counterparty, second.bank_id, second.reference) == (
        "REMISE",
        "B",
        "BATCH",
        None,
    )


def test_one_line_for_a_batch_keeps_the_words_of_all_each_once() -> None:
    entry = Entry(
        "99.00", details=(Tx("1", words=("FA-1",)), Tx("2", words=("FA-2",)), Tx("3", words=("FA-1",)))
    )
    (line,) = lines_of(camt(Account((entry,))))
    assert (line.label, line.counterparty, line.reference) == ("FA-1 FA-2", None, None)


def test_a_batch_across_several_groups_of_details() -> None:
    """Some banks wrap each transaction in an `NtryDtls` of its own."""
    content = camt(Account((Entry("30.00", details=(Tx("10.00"), Tx("20.00"))),)))
    apart = content.replace(b"</TxDtls><TxDtls>", b"</TxDtls></NtryDtls><NtryDtls><TxDtls>")
    assert apart != content
    assert [line.amount.decimal for line in lines_of(apart)] == [Decimal("10.00"), Decimal("20.00")]


def test_fields_after_the_transactions_still_count() -> None:
    """Not the standard's order, but nothing else is ambiguous about it."""
    entry = b'<Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
    content = camt(Account((Entry("30.00", details=(Tx("10.00"), Tx("20.00"))),)))
    later = content.replace(entry, b"", 1).replace(b"</NtryDtls></Ntry>", b"</NtryDtls>" + entry + b"</Ntry>")
    assert read(later).statements == read(content).statements


def test_a_split_batch_balances_like_its_entry() -> None:
    entry = Entry("30.00", details=(Tx("10.00"), Tx("20.00")))
    (found,) = read(camt(Account((entry,), (Bal("OPBD", "1.00"), Bal("CLBD", "31.00"))))).statements
    assert found.balanced is True
