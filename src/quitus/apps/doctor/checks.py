"""The list of what is examined. A new cache or a new rule adds its line here."""

from collections.abc import Callable, Iterable, Mapping

from quitus.apps.doctor import bank, books, closing, keys, looks, money, records, tellings
from quitus.apps.doctor.finding import Finding

Check = Callable[[], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    money.remaining_is_amount_minus_payments,
    money.instalments_add_up_to_invoices,
    money.charges_remain_what_was_claimed_minus_payments,
    money.claims_are_the_sum_of_their_charges,
    money.payments_settle_no_more_than_they_brought,
    books.entries_balance,
    books.clients_owe_what_the_books_say,
    books.unidentified_receipts_wait_on_471,
    closing.numbers_have_no_gap,
    closing.closed_entries_are_numbered,
    bank.lines_are_settled_by_a_standing_match,
    tellings.lines_are_told_by_a_statement,
    bank.lines_are_movements_of_the_history,
    records.chains_are_whole,
    records.files_are_their_digests,
    keys.clients_have_their_keys,
    keys.instalments_have_their_keys,
    looks.no_look_comes_too_late,
)

# Those of the books alone, by the word that their findings bear.
BOOK_CHECKS: Mapping[str, Check] = {
    "entries": books.entries_balance,
    "claims": books.clients_owe_what_the_books_say,
    "unidentified": books.unidentified_receipts_wait_on_471,
    "numbers": closing.numbers_have_no_gap,
    "closing": closing.closed_entries_are_numbered,
}


def examine() -> list[Finding]:
    """Everything that is wrong in the open organisation; empty when it is sound. Writes nothing."""
    return [finding for check in CHECKS for finding in check()]
