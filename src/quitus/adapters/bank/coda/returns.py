"""Money that goes back in CODA: by the operation of the movement, or the kind and reason of an R-transaction."""

from quitus.adapters.bank.text import given
from quitus.domain.banking.returned import Returned, ReturnKind, originals

# Family and operation: unpaid vouchers and cheques, unpaid and refunded debits, unpaid bills.
OPERATIONS = {
    "0309": ReturnKind.CHEQUE,
    "0338": ReturnKind.CHEQUE,
    "0503": ReturnKind.DEBIT,
    "0505": ReturnKind.DEBIT,
    "0707": ReturnKind.OTHER,
}
# Kinds of R-transactions: reject, return, refund, reversal, cancellation.
R_TRANSACTIONS = frozenset("12345")
DIRECT_DEBIT = "127"


def returned_operation(operation: str, kind: str, reason: str, reference: str | None) -> Returned | None:
    """What a movement marks. `operation`: family and operation; `kind` and `reason` of its R-transaction."""
    known = OPERATIONS.get(operation)
    marked = kind in R_TRANSACTIONS
    if known is None and not marked:
        return None
    family = ReturnKind.DEBIT if operation.startswith("05") else ReturnKind.TRANSFER
    code = reason.strip().upper() if marked else ""
    return Returned(known or family, code, originals(given(reference)))


def r_transaction(second: str, structure: str, text: str) -> tuple[str, str]:
    """Kind and reason: of the second record, else of a structured communication about a direct debit."""
    if second[112:113] in R_TRANSACTIONS:
        return second[112:113], second[113:117]
    if structure == "1" and text.startswith(DIRECT_DEBIT):
        body = text[len(DIRECT_DEBIT) :]
        return body[141:142], body[142:146]
    return "", ""
