"""Do the books say the same as the invoices, the payments and the bank?"""

from collections.abc import Iterator

from quitus.apps.books.accounts import account_map
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.finding import Finding, rows
from quitus.apps.organisations.queries import books_currency
from quitus.domain.money import Money


def entries_balance() -> Iterator[Finding]:
    """Debits and credits of each entry; one without lines is not an entry."""
    currency = books_currency()
    for id_, source, debit, credit in rows(
        """
        SELECT entry.id, entry.source, coalesce(sum(line.debit), 0), coalesce(sum(line.credit), 0)
        FROM books_journalentry AS entry LEFT JOIN books_journalline AS line ON line.entry_id = entry.id
        GROUP BY entry.id
        HAVING sum(line.debit) IS DISTINCT FROM sum(line.credit) OR count(line.id) = 0
        ORDER BY entry.id
        """
    ):
        debits, credits_ = Money(int(debit), currency), Money(int(credit), currency)
        yield Finding("entries", f"entry {id_} ({source})", f"credit {debits}", f"credit {credits_}")


_CLIENTS_OWE = """
SELECT client.id, client.name, coalesce(told.minor, 0), coalesce(booked.minor, 0)
FROM clients_client AS client
LEFT JOIN (
    SELECT client_id, sum(minor) AS minor FROM (
        SELECT client_id, amount_minor AS minor FROM invoicing_instalment
        UNION ALL SELECT client_id, -amount_minor FROM payments_payment
        UNION ALL SELECT client_id, -amount_minor FROM payments_reduction
        UNION ALL SELECT client_id, amount_minor FROM payments_refund
        UNION ALL SELECT charge.client_id, paid.amount_minor
            FROM payments_chargeallocation AS paid JOIN charges_charge AS charge ON charge.id = paid.charge_id
    ) AS moved GROUP BY client_id
) AS told ON told.client_id = client.id
LEFT JOIN (
    SELECT client_id, sum(debit - credit) AS minor FROM books_journalline
    WHERE client_id IS NOT NULL AND (account LIKE '411%%' OR account LIKE '416%%') GROUP BY client_id
) AS booked ON booked.client_id = client.id
WHERE coalesce(told.minor, 0) <> coalesce(booked.minor, 0)
ORDER BY client.id
"""


def clients_owe_what_the_books_say() -> Iterator[Finding]:
    """Accounts 411 and 416 of each client: what was billed, less what was received for it, reduced, and paid back.

    That is what remains minus the client's credit, told without either cache, so that one fault is found once.
    """
    currency, clients = books_currency(), account_map().clients
    for id_, name, expected, found in rows(_CLIENTS_OWE, {}):
        yield Finding(
            "claims",
            f"client {id_} ({name}), account {clients}",
            str(Money(int(expected), currency)),
            str(Money(int(found), currency)),
        )


def unidentified_receipts_wait_on_471() -> Iterator[Finding]:
    """Account 471: the bank's lines, the payments that matches made of them as far as the bank did not take them back,
    what was noted before its line, and the fees for what came back.
    """
    ((lines, matched, noted, refunded, fees),) = rows(
        """
        SELECT
            (SELECT coalesce(sum(amount_minor), 0) FROM banking_bankline WHERE withdrawn_on IS NULL),
            (SELECT coalesce(sum(payment.amount_minor + coalesce(back.amount_minor, 0)), 0)
             FROM banking_matchpayment AS made
             JOIN banking_match AS match ON match.id = made.match_id AND match.state IN ('accepted', 'part')
             JOIN payments_payment AS payment ON payment.id = made.payment_id
             LEFT JOIN payments_payment AS back ON back.reverses_id = payment.id),
            (SELECT coalesce(sum(payment.amount_minor), 0) FROM payments_payment AS payment
             LEFT JOIN payments_payment AS first ON first.id = payment.reverses_id
             WHERE payment.method = 'transfer' AND coalesce(first.slot, payment.slot) LIKE 'hand:%%'),
            (SELECT coalesce(sum(amount_minor), 0) FROM payments_refund WHERE method <> 'cash'),
            (SELECT coalesce(sum(fee_minor), 0) FROM payments_paymentreturn WHERE undone_on IS NULL)
        """,
        {},
    )
    currency, account = books_currency(), account_map().unidentified_receipts
    expected = Money(int(matched + noted - refunded - fees - lines), currency)
    found = Money(int(account_balances().get(account, 0)), currency)
    if expected != found:
        yield Finding("unidentified", f"account {account}", str(expected), str(found))
