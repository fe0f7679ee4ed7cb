"""Each event's entry, by the plan comptable général 2025."""

from quitus.domain.books import entries
from quitus.domain.books.entries import Posting


def test_an_imported_open_invoice_opens_the_clients_balance():
    assert entries.opening_claim(7, 120_000) == (Posting("411000", 120_000, 7), Posting("890000", -120_000))


def test_an_unidentified_receipt_waits_in_471_then_settles_the_client():
    waiting = entries.unidentified_receipt(72_000)
    known = entries.identified_payment(7, 72_000)
    assert waiting == (Posting("512000", 72_000), Posting("471000", -72_000))
    assert known == (Posting("471000", 72_000), Posting("411000", -72_000, 7))
    assert sum(line.amount for line in (*waiting, *known) if line.account == "471000") == 0


def test_money_spent_goes_the_other_way():
    assert entries.unidentified_receipt(-1_230) == (Posting("512000", -1_230), Posting("471000", 1_230))


def test_a_reversal_undoes_exactly():
    entry = entries.direct_payment(7, 50_000, entries.CASH)
    assert entries.reversed_entry(entries.reversed_entry(entry)) == entry
    assert {line.account: line.amount for line in entries.reversed_entry(entry)} == {
        "530000": -50_000,
        "411000": 50_000,
    }


def test_what_is_not_balanced_is_known():
    assert entries.is_balanced(entries.opening_claim(1, 5))
    assert not entries.is_balanced(())
    assert not entries.is_balanced((Posting("512000", 1), Posting("411000", -2)))
    assert not entries.is_balanced((Posting("512000", 0), Posting("411000", 0)))
