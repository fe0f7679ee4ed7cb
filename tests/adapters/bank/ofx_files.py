"""OFX files as banks write them: SGML without ends, SGML with ends, or XML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

HEADER = {
    "OFXHEADER": "100",
    "DATA": "OFXSGML",
    "VERSION": "102",
    "SECURITY": "NONE",
    "ENCODING": "USASCII",
    "CHARSET": "1252",
    "COMPRESSION": "NONE",
    "OLDFILEUID": "NONE",
    "NEWFILEUID": "NONE",
}
XML_HEADER = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n'
)
Node = Mapping[str, object]
"""A container: texts are values, nodes are containers, lists several of one name."""

MOVED = {
    "TRNTYPE": "CREDIT",
    "DTPOSTED": "20260105",
    "TRNAMT": "1250.00",
    "FITID": "T1",
    "NAME": "VIR DUPONT SARL",
    "MEMO": "FACTURE FA-2026-0012",
}
OWN = {"BANKID": "30006", "BRANCHID": "00001", "ACCTID": "12345678901", "ACCTTYPE": "CHECKING"}
OWN_IBAN = "FR7630006000011234567890189"
OK = {"CODE": "0", "SEVERITY": "INFO"}


def moved(**changes: object) -> Node:
    """The usual movement with other values; an empty one is an empty tag, None leaves it out."""
    return {name: value for name, value in (MOVED | changes).items() if value is not None}


@dataclass(frozen=True)
class Ofx:
    """What the file says. `lists`: the movements, one `BANKTRANLIST` each."""

    movements: Sequence[Node] = (MOVED,)
    own: Node = field(default_factory=lambda: OWN)
    currency: str | None = "EUR"
    ledger: Node | None = field(default_factory=lambda: {"BALAMT": "1250.00", "DTASOF": "20260131"})
    pending: Sequence[Node] = ()
    status: Node = field(default_factory=lambda: OK)
    card: bool = False
    extra: Node = field(default_factory=dict)

    def answer(self) -> Node:
        prefix = "CC" if self.card else ""
        told = {
            "CURDEF": self.currency,
            f"{prefix or 'BANK'}ACCTFROM": self.own,
            "BANKTRANLIST": {"DTSTART": "20260101", "DTEND": "20260131", "STMTTRN": list(self.movements)},
            "BANKTRANLISTP": {"DTASOF": "20260131", "STMTTRNP": list(self.pending)} if self.pending else None,
            "LEDGERBAL": self.ledger,
            "AVAILBAL": {"BALAMT": "999.99", "DTASOF": "20260131"},
            **self.extra,
        }
        return {"TRNUID": "1", "STATUS": self.status, f"{prefix}STMTRS": told}


def document(*answers: Ofx, sign_on: Node = OK, more: Node | None = None) -> Node:
    """The whole document as a node."""
    banks = [answer.answer() for answer in answers if not answer.card]
    cards = [answer.answer() for answer in answers if answer.card]
    return {
        "SIGNONMSGSRSV1": {"SONRS": {"STATUS": sign_on, "DTSERVER": "20260201", "LANGUAGE": "FRA"}},
        "BANKMSGSRSV1": {"STMTTRNRS": banks} if banks else None,
        "CREDITCARDMSGSRSV1": {"CCSTMTTRNRS": cards} if cards else None,
        **(more or {}),
    }


def sgml(*answers: Ofx, header: Mapping[str, str] = HEADER, ends: bool = False, **rest: Node) -> str:
    """Version 1: values end with the line, or with their tag."""
    head = "".join(f"{name}:{value}\n" for name, value in header.items())
    return f"{head}\n{_written('OFX', document(*answers, **rest), ends=ends)}"


def xml(*answers: Ofx, **rest: Node) -> str:
    """Version 2."""
    return XML_HEADER + _written("OFX", document(*answers, **rest), ends=True)


def _written(name: str, value: object, *, ends: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "".join(_written(name, one, ends=ends) for one in value)
    if isinstance(value, Mapping):
        inside = "".join(_written(below, found, ends=ends) for below, found in value.items())
        return f"<{name}>\n{inside}</{name}>\n"
    text = str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<{name}>{text}</{name}>\n" if ends else f"<{name}>{text}\n"
