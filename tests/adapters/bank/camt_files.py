"""Makes camt messages of any version, as banks write them; the schemas of ISO prove that they are such."""

from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

MESSAGES = {
    "052": ("BkToCstmrAcctRpt", "Rpt"),
    "053": ("BkToCstmrStmt", "Stmt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}
ACCOUNT = "FR7630006000011234567890189"
BANK_CODE = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"


@dataclass(frozen=True)
class Tx:
    """One `TxDtls`. Empty fields are left out."""

    amount: str = ""
    currency: str = "EUR"
    direction: str = ""
    debtor: str = ""
    debtor_iban: str = ""
    ultimate_debtor: str = ""
    creditor: str = ""
    creditor_iban: str = ""
    end_to_end: str = ""
    bank_id: str = ""
    tx_id: str = ""
    words: tuple[str, ...] = ()
    reference: str = ""
    document: str = ""
    remark: str = ""
    returned: bool = False


@dataclass(frozen=True)
class Entry:
    """One `Ntry`."""

    amount: str = "10.00"
    direction: str = "CRDT"
    currency: str = "EUR"
    status: str = "BOOK"
    booked: str = "2026-01-05"
    booked_at: str = ""
    value: str = "2026-01-05"
    number: str = ""
    bank_id: str = ""
    reversal: str = ""
    remark: str = ""
    details: tuple[Tx, ...] = ()


@dataclass(frozen=True)
class Bal:
    """One `Bal`, signed: "-12.00" is written 12.00 DBIT."""

    kind: str
    amount: str
    day: str = "2026-01-05"
    currency: str = "EUR"


@dataclass(frozen=True)
class Account:
    """One `Stmt`, `Rpt` or `Ntfctn`."""

    entries: tuple[Entry, ...] = ()
    balances: tuple[Bal, ...] = ()
    account: str = ACCOUNT
    currency: str = "EUR"
    created: str = "2026-01-06T06:00:00+01:00"


@dataclass(frozen=True)
class Version:
    """How one version writes: "053.001.08"."""

    name: str = "053.001.08"
    namespace: str = ""

    @property
    def number(self) -> int:
        return int(self.name.rpartition(".")[2])

    @property
    def message(self) -> str:
        return MESSAGES[self.name[:3]][0] + ("V01" if self.number == 1 else "")

    @property
    def statement(self) -> str:
        return MESSAGES[self.name[:3]][1]


def tag(name: str, text: str) -> str:
    """The element, or nothing for an empty text."""
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def wrap(name: str, inner: str) -> str:
    """The element around markup, or nothing around nothing."""
    return f"<{name}>{inner}</{name}>" if inner else ""


def party(version: Version, name: str, text: str) -> str:
    return wrap(name, wrap("Pty", tag("Nm", text)) if version.number >= 7 else tag("Nm", text))


def account_id(version: Version, account: str) -> str:
    if account[:2].isalpha():
        return wrap("Id", tag("IBAN", account))
    return wrap("Id", wrap("PrtryAcct" if version.number == 1 else "Othr", tag("Id", account)))


def tx_xml(version: Version, tx: Tx) -> str:
    """One transaction; before version 3 its amount lies in `AmtDtls`."""
    amount = f"<Amt Ccy={quoteattr(tx.currency)}>{escape(tx.amount)}</Amt>" if tx.amount else ""
    own = amount + tag("CdtDbtInd", tx.direction or "CRDT") if amount and version.number >= 3 else ""
    inner = wrap("AmtDtls", wrap("TxAmt", amount)) if version.number < 3 else own
    references = tag("AcctSvcrRef", tx.bank_id) + tag("EndToEndId", tx.end_to_end) + tag("TxId", tx.tx_id)
    parties = (
        party(version, "Dbtr", tx.debtor)
        + wrap("DbtrAcct", account_id(version, tx.debtor_iban) if tx.debtor_iban else "")
        + party(version, "UltmtDbtr", tx.ultimate_debtor)
        + party(version, "Cdtr", tx.creditor)
        + wrap("CdtrAcct", account_id(version, tx.creditor_iban) if tx.creditor_iban else "")
    )
    old = version.number == 1
    structured = wrap("RfrdDocInf", tag("RfrdDocNb" if old else "Nb", tx.document)) + wrap(
        "CdtrRefInf", tag("CdtrRef" if old else "Ref", tx.reference)
    )
    remittance = "".join(tag("Ustrd", word) for word in tx.words) + wrap("Strd", structured)
    reason = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" if tx.returned else ""
    return wrap(
        "TxDtls",
        wrap("Refs", references)
        + inner
        + wrap("RltdPties", parties)
        + wrap("RmtInf", remittance)
        + reason
        + tag("AddtlTxInf", tx.remark),
    )


def entry_xml(version: Version, entry: Entry) -> str:
    """One entry with its transactions."""
    booked = tag("Dt", entry.booked) or tag("DtTm", entry.booked_at)
    details = "".join(
        tx_xml(version, replace(tx, direction=tx.direction or entry.direction)) for tx in entry.details
    )
    return wrap(
        "Ntry",
        tag("NtryRef", entry.number)
        + f"<Amt Ccy={quoteattr(entry.currency)}>{escape(entry.amount)}</Amt>"
        + tag("CdtDbtInd", entry.direction)
        + tag("RvslInd", entry.reversal)
        + (wrap("Sts", tag("Cd", entry.status)) if version.number >= 7 else tag("Sts", entry.status))
        + wrap("BookgDt", booked)
        + wrap("ValDt", tag("Dt", entry.value))
        + tag("AcctSvcrRef", entry.bank_id)
        + BANK_CODE
        + (details if version.number == 1 else wrap("NtryDtls", details))
        + tag("AddtlNtryInf", entry.remark),
    )


def balance_xml(version: Version, balance: Bal) -> str:
    code = tag("Cd", balance.kind)
    return wrap(
        "Bal",
        wrap("Tp", code if version.number == 1 else wrap("CdOrPrtry", code))
        + f"<Amt Ccy={quoteattr(balance.currency)}>{escape(balance.amount.lstrip('-'))}</Amt>"
        + tag("CdtDbtInd", "DBIT" if balance.amount.startswith("-") else "CRDT")
        + wrap("Dt", tag("Dt", balance.day)),
    )


def statement_xml(version: Version, statement: Account, number: int) -> str:
    account = account_id(version, statement.account) + tag("Ccy", statement.currency)
    return wrap(
        version.statement,
        f"<Id>S-{number}</Id>"
        + tag("CreDtTm", statement.created)
        + wrap("Acct", account)
        + "".join(balance_xml(version, balance) for balance in statement.balances)
        + "".join(entry_xml(version, entry) for entry in statement.entries),
    )


def camt(*statements: Account, version: Version = Version()) -> bytes:
    """The whole message, in UTF-8."""
    namespace = version.namespace or f"urn:iso:std:iso:20022:tech:xsd:camt.{version.name}"
    header = "<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-01-06T06:00:00+01:00</CreDtTm></GrpHdr>"
    body = "".join(statement_xml(version, one, number) for number, one in enumerate(statements, start=1))
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns={quoteattr(namespace)}>'
        + wrap(version.message, header + body)
        + "</Document>"
    )
    return document.encode()
