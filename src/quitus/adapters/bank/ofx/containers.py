"""Which tags hold others, how deep, and which values are looked for in each.

SGML leaves ends out and banks forget them, so depth decides: a tag that begins ends everything as deep as itself.
"""

from functools import lru_cache

from quitus.adapters.bank.ofx.tags import LONGEST_PART
from quitus.domain.refused import Refused

PART_COST = 64  # bytes of memory that an empty value takes
BANK_STATEMENTS = frozenset({"STMTRS", "CCSTMTRS"})
BANK_ANSWERS = frozenset({"SONRS", "STMTTRNRS", "CCSTMTTRNRS"})
MOVEMENTS = frozenset({"STMTTRN", "STMTTRNP"})
OWN_ACCOUNTS = frozenset({"BANKACCTFROM", "CCACCTFROM"})
OTHER_ACCOUNTS = frozenset({"BANKACCTTO", "CCACCTTO"})
BALANCE, PENDING_LIST = "LEDGERBAL", "BANKTRANLISTP"
DOCUMENT, MESSAGES, ANSWER, STATEMENT, PART, MOVEMENT, DETAIL = range(7)

_DEPTHS = {
    "OFX": DOCUMENT,
    "SONRS": ANSWER,
    "STATUS": STATEMENT,
    **dict.fromkeys(("BANKTRANLIST", PENDING_LIST, "INVTRANLIST", BALANCE, "AVAILBAL", "BALLIST"), PART),
    **dict.fromkeys(OWN_ACCOUNTS, PART),
    **dict.fromkeys(MOVEMENTS, MOVEMENT),
    **dict.fromkeys(("PAYEE", "CURRENCY", "ORIGCURRENCY", *OTHER_ACCOUNTS), DETAIL),
}
_ACCOUNT = frozenset({"BANKID", "BRANCHID", "ACCTID"})
_BALANCE = frozenset({"BALAMT", "DTASOF"})
_MOVEMENT = frozenset(
    {
        *("TRNTYPE", "DTPOSTED", "DTUSER", "DTTRAN", "DTAVAIL", "VALUEDATE", "TRNAMT", "FITID", "SRVRTID"),
        *("CHECKNUM", "CHKNUM", "REFNUM", "NAME", "EXTDNAME", "MEMO", "CORRECTFITID"),
    }
)
_VALUES = {
    **dict.fromkeys(BANK_STATEMENTS, frozenset({"CURDEF"})),
    **dict.fromkeys(OWN_ACCOUNTS | OTHER_ACCOUNTS, _ACCOUNT),
    **dict.fromkeys((BALANCE, "AVAILBAL"), _BALANCE),
    **dict.fromkeys(MOVEMENTS, _MOVEMENT),
    "STATUS": frozenset({"CODE", "SEVERITY", "MESSAGE"}),
    "PAYEE": frozenset({"NAME"}),
    "CURRENCY": frozenset({"CURSYM"}),
    "ORIGCURRENCY": frozenset({"CURSYM"}),
}
_NOTHING: frozenset[str] = frozenset()
VALUES = frozenset().union(*_VALUES.values())


class Container:
    """An open tag that holds others: the raw values found in it, and the details that ended in it."""

    __slots__ = ("_size", "depth", "details", "line", "name", "values", "wanted")

    def __init__(self, name: str, depth: int, line: int) -> None:
        self.name, self.depth, self.line = name, depth, line
        self.wanted = _VALUES.get(name, _NOTHING)  # the values that belong here
        self.values: dict[str, list[bytes]] = {}
        self.details: list[Container] = []
        self._size = 0

    def keep(self, detail: "Container") -> None:
        """Another container that ended in this one. Refused as `grow`."""
        self.grow(detail._size)
        self.details.append(detail)

    def grow(self, size: int) -> None:
        """Count one more part of so many bytes. Refused bank_xml_abnormal: it is made to fill the memory."""
        self._size += size + PART_COST
        if self._size > LONGEST_PART:
            raise Refused("bank_xml_abnormal")


@lru_cache(maxsize=1024)
def depth(name: str) -> int | None:
    """How deep a tag that holds others lies; None for one that holds a value, or that nobody knows.

    Of messages, answers and statements that the bank adds (investments, loans) the end of the name tells.
    """
    known = _DEPTHS.get(name)
    if known is None and name.endswith(("S", "1", "2", "3", "4")):
        if "MSGSRSV" in name:
            return MESSAGES
        if name.endswith("TRNRS"):
            return ANSWER
        if name.endswith("STMTRS"):
            return STATEMENT
    return known
