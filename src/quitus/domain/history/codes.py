"""The bank's own code of a transaction (ISO 20022 external codes: domain/family/sub-family)."""

from quitus.domain.history.kinds import Kind

_CHARGES = frozenset({"CHRG", "COMM", "COMT", "FEES", "INTR"})
_OWN_FAMILIES = frozenset({"ACCB", "CAPL", "CNTR"})  # cash pooling, balancing of accounts


def said_by_code(code: str, *, comes_in: bool) -> Kind | None:
    """The kind that "PMNT/ICDT/SALA" says; None for a code that says only by which way the money moved."""
    domain, family, detail = [*code.upper().split("/"), "", "", ""][:3]
    if detail in _CHARGES or family in _CHARGES:
        return Kind.FEE
    if domain == "LDAS":
        return Kind.LOAN
    if detail == "ICCT" or (domain == "CAMT" and family in _OWN_FAMILIES):
        return Kind.OWN
    if comes_in:
        return None
    if domain == "PMNT" and family == "CCRD":
        return Kind.CARD
    return Kind.EMPLOYEE if detail == "SALA" else None
