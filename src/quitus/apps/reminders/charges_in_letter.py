"""What a message says of charges that were claimed already: each in a line, the worksheet enclosed.

Of a consumer no claim is recalled that holds an indemnity or costs (CPCE L111-8): it was made before somebody saw
that they are one.
A message never claims charges by itself; it recalls those that a person claimed in a document.
"""

from collections.abc import Collection, Mapping
from datetime import date

from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.sql import Row, few_rows
from quitus.apps.outbox.purposes import Enclosure
from quitus.apps.reminders.letters import phrases
from quitus.domain.money import Money
from quitus.ports import formats

_OPEN = """
SELECT invoice.number, charge.kind, charge.first, charge.last, charge.remaining_minor, charge.currency, claim.number,
    claim.document_id
FROM charges_charge AS charge
JOIN charges_chargeclaim AS claim ON claim.id = charge.claim_id
JOIN invoicing_invoice AS invoice ON invoice.id = charge.invoice_id
JOIN clients_client AS client ON client.id = charge.client_id
WHERE charge.client_id = %(client)s AND charge.remaining_minor > 0
    AND charge.invoice_id = ANY(%(invoices)s::bigint[])
    AND NOT (client.kind = 'consumer' AND EXISTS (
        SELECT FROM charges_charge AS other WHERE other.claim_id = claim.id AND other.kind <> 'interest'))
ORDER BY charge.id
"""
NO_CHARGES: Mapping[str, object] = {"charges": ()}


def charges_in_letter(
    client_id: int, invoice_ids: Collection[int], language: str, on: date
) -> tuple[Mapping[str, object], tuple[Enclosure, ...]]:
    """The facts for the words, and the claims' documents; nothing where no charge of these invoices is open."""
    found = few_rows(_OPEN, {"client": client_id, "invoices": array_literal(invoice_ids)})
    if not found:
        return NO_CHARGES, ()
    lines = [_line(row, language, on) for row in found]
    total = Money(sum(row[4] for row in found), found[0][5])
    claims = {number: document for *_, number, document in found if document is not None}
    facts: dict[str, object] = {
        "charges": lines,
        "charges_total": formats.money(total, language),
        "charges_width": max(len(line["name"]) for line in lines),
        "charge_amount_width": max(len(line["amount"]) for line in lines),
        "claim_names": ", ".join(claims),
    }
    return facts, tuple(Enclosure(document, f"{number}.pdf") for number, document in claims.items())


def _line(row: Row, language: str, on: date) -> dict[str, str]:
    number, kind, first, last, remaining, currency, *_ = row
    words = phrases(language)[f"charge_{kind}"]
    days = {"first": _day(first, language, on), "last": _day(last, language, on)} if first else {}
    amount = formats.money(Money(remaining, currency), language)
    return {"name": f"{number}, {words.format(**days)}", "amount": amount}


def _day(day: date, language: str, on: date) -> str:
    return formats.day_month(day, language) if day.year == on.year else formats.full_date(day, language)
