"""Is what remains what was billed, minus what was paid?"""

from collections.abc import Iterator

from quitus.apps.doctor.finding import Finding, rows
from quitus.domain.money import Money


def remaining_is_amount_minus_payments() -> Iterator[Finding]:
    """The stored remainder of each instalment against its allocations and reductions."""
    for id_, number, currency, expected, found in rows(
        """
        SELECT instalment.id, invoice.number, instalment.currency,
            instalment.amount_minor - coalesce(paid.minor, 0), instalment.remaining_minor
        FROM invoicing_instalment AS instalment
        JOIN invoicing_invoice AS invoice ON invoice.id = instalment.invoice_id
        LEFT JOIN (
            SELECT instalment_id, sum(amount_minor) AS minor FROM (
                SELECT instalment_id, amount_minor FROM payments_allocation
                UNION ALL SELECT instalment_id, amount_minor FROM payments_reductionpart
            ) AS lowered GROUP BY instalment_id
        ) AS paid ON paid.instalment_id = instalment.id
        WHERE instalment.amount_minor - coalesce(paid.minor, 0) <> instalment.remaining_minor
        ORDER BY instalment.id
        """
    ):
        yield Finding(
            "remaining",
            f"instalment {id_} ({number})",
            str(Money(int(expected), currency)),
            str(Money(found, currency)),
        )


def instalments_add_up_to_invoices() -> Iterator[Finding]:
    """The parts of each invoice against its total without what was paid before the import."""
    for id_, number, currency, expected, found in rows(
        """
        SELECT invoice.id, invoice.number, invoice.currency,
            invoice.total_minor - invoice.already_paid_minor, coalesce(sum(instalment.amount_minor), 0)
        FROM invoicing_invoice AS invoice
        LEFT JOIN invoicing_instalment AS instalment ON instalment.invoice_id = invoice.id
        GROUP BY invoice.id
        HAVING invoice.total_minor - invoice.already_paid_minor <> coalesce(sum(instalment.amount_minor), 0)
        ORDER BY invoice.id
        """
    ):
        yield Finding(
            "instalments",
            f"invoice {id_} ({number})",
            str(Money(expected, currency)),
            str(Money(int(found), currency)),
        )


def charges_remain_what_was_claimed_minus_payments() -> Iterator[Finding]:
    """The stored remainder of each charge against what was paid of it, and waived."""
    for id_, number, currency, expected, found in rows(
        """
        SELECT charge.id, claim.number, charge.currency,
            charge.amount_minor - coalesce(paid.minor, 0) - coalesce(waived.minor, 0), charge.remaining_minor
        FROM charges_charge AS charge
        JOIN charges_chargeclaim AS claim ON claim.id = charge.claim_id
        LEFT JOIN (
            SELECT charge_id, sum(amount_minor) AS minor FROM payments_chargeallocation GROUP BY charge_id
        ) AS paid ON paid.charge_id = charge.id
        LEFT JOIN (
            SELECT charge_id, sum(amount_minor) AS minor FROM charges_chargewaiver GROUP BY charge_id
        ) AS waived ON waived.charge_id = charge.id
        WHERE charge.amount_minor - coalesce(paid.minor, 0) - coalesce(waived.minor, 0) <> charge.remaining_minor
        ORDER BY charge.id
        """
    ):
        yield Finding(
            "charges",
            f"charge {id_} ({number})",
            str(Money(int(expected), currency)),
            str(Money(found, currency)),
        )


def claims_are_the_sum_of_their_charges() -> Iterator[Finding]:
    """The total printed on each claim against its charges."""
    for id_, number, currency, expected, found in rows(
        """
        SELECT claim.id, claim.number, claim.currency, coalesce(sum(charge.amount_minor), 0), claim.total_minor
        FROM charges_chargeclaim AS claim LEFT JOIN charges_charge AS charge ON charge.claim_id = claim.id
        GROUP BY claim.id HAVING coalesce(sum(charge.amount_minor), 0) <> claim.total_minor
        ORDER BY claim.id
        """
    ):
        yield Finding(
            "charge_claims",
            f"claim {id_} ({number})",
            str(Money(int(expected), currency)),
            str(Money(found, currency)),
        )


def payments_settle_no_more_than_they_brought() -> Iterator[Finding]:
    """What each payment settles and gave back, between nothing and its amount; a reversal takes back as much."""
    for id_, currency, amount, settled in rows(
        """
        SELECT payment.id, payment.currency, payment.amount_minor, sum(used.amount_minor)
        FROM payments_payment AS payment
        JOIN (
            SELECT payment_id, amount_minor FROM payments_allocation
            UNION ALL SELECT payment_id, amount_minor FROM payments_chargeallocation
            UNION ALL SELECT payment_id, amount_minor FROM payments_refundpart
        ) AS used ON used.payment_id = payment.id
        GROUP BY payment.id
        HAVING sum(used.amount_minor) NOT BETWEEN least(payment.amount_minor, 0)
            AND greatest(payment.amount_minor, 0)
        ORDER BY payment.id
        """
    ):
        yield Finding(
            "allocations",
            f"payment {id_}",
            f"≤ {Money(amount, currency)}",
            str(Money(int(settled), currency)),
        )
