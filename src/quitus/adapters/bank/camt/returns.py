"""What an entry or transaction says of money that comes back: its code, the reason, the references of what failed."""

from quitus.adapters.bank.camt.elements import Leaves, raw, raws
from quitus.adapters.bank.text import given
from quitus.domain.banking.returned import Returned, ReturnKind, originals

# Sub-families of bank transaction codes (ISO 20022 external list; CFONB, codes of operations): what came back.
SUB_FAMILIES = {
    "UPDD": ReturnKind.DEBIT,  # unpaid direct debit
    "PRDD": ReturnKind.DEBIT,  # reversal of a payment
    "RCDD": ReturnKind.DEBIT,  # reversal by a request of cancellation
    "UPCQ": ReturnKind.CHEQUE,
    "CQRV": ReturnKind.CHEQUE,
    "RRTN": ReturnKind.TRANSFER,
    "XRTN": ReturnKind.TRANSFER,
    "RPCR": ReturnKind.TRANSFER,
    "UPCT": ReturnKind.OTHER,  # unpaid card transaction
    "UDFT": ReturnKind.OTHER,  # unpaid draft
}
FAMILIES = {
    "IDDT": ReturnKind.DEBIT,
    "RDDT": ReturnKind.DEBIT,
    "ICHQ": ReturnKind.CHEQUE,
    "RCHQ": ReturnKind.CHEQUE,
    "ICDT": ReturnKind.TRANSFER,
    "RCDT": ReturnKind.TRANSFER,
    "IRCT": ReturnKind.TRANSFER,
    "RRCT": ReturnKind.TRANSFER,
}
REASONS = ("RtrInf/Rsn/Cd", "RtrInf/RtrRsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Prtry")
LONGEST_REASON = 10
SUB_FAMILY, FAMILY = "BkTxCd/Domn/Fmly/SubFmlyCd", "BkTxCd/Domn/Fmly/Cd"
# Those of the movement that failed are repeated where it had them.
REFERENCES = ("Refs/EndToEndId", "Refs/TxId", "Refs/InstrId", "Refs/MsgId", "Refs/AcctSvcrRef", "Refs/UETR")


def returned_fact(found: Leaves) -> Returned | None:
    """What a `TxDtls` says of it; None where it marks nothing."""
    marked = any(path.startswith("RtrInf") for path in found)
    code = raw(found, SUB_FAMILY).strip().upper()
    if not marked and code not in SUB_FAMILIES:
        return None
    reason = raw(found, *REASONS).strip().upper()[:LONGEST_REASON]
    return Returned(_kind(found), reason, references_of(found))


def entry_back(
    entry: Leaves, detail: Returned | None, given_references: tuple[str, ...], *, reversal: bool
) -> Returned | None:
    """What the line of an entry bears: its transaction's own fact, else that of the entry around it."""
    code = raw(entry, SUB_FAMILY).strip().upper()
    if detail is None:
        marked = reversal or code in SUB_FAMILIES
        return Returned(_kind(entry), "", given_references) if marked else None
    if detail.kind is ReturnKind.OTHER:
        return Returned(_kind(entry), detail.code, detail.originals)
    return detail


def references_of(found: Leaves) -> tuple[str, ...]:
    """The references of a transaction, the best first: of a return, those of what failed."""
    return originals(*map(given, raws(found, REFERENCES)))


def _kind(found: Leaves) -> ReturnKind:
    known = SUB_FAMILIES.get(raw(found, SUB_FAMILY).strip().upper(), ReturnKind.OTHER)
    if known is ReturnKind.OTHER:
        return FAMILIES.get(raw(found, FAMILY).strip().upper(), ReturnKind.OTHER)
    return known
