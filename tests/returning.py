"""Small camt.053 files with collected debits, and what comes back of them, as French banks tell it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from tests.camt_files import STUDIO

PAYER = "FR7610107001011234567890129"


def collected(amount, label, *, reference="", payer="", iban="", day="2026-11-20"):
    """A debit that was collected, or a transfer that came: `reference` is the end-to-end one."""
    told = {"label": label, "reference": reference, "payer": payer, "iban": iban, "day": day}
    return told | {"amount": Decimal(amount), "family": "IDDT", "sub": "ESDD", "code": ""}


def bounced(
    amount, label, *, reference="", payer="", iban="", day="2026-11-24", code="", family="IDDT", sub="UPDD"
):
    """Money that the bank takes back; `code` is the reason."""
    told = {"label": label, "reference": reference, "payer": payer, "iban": iban, "day": day}
    return told | {"amount": -Decimal(amount), "family": family, "sub": sub, "code": code}


def statement(entries: Sequence[dict], *, opening: str = "1000.00", until: str = "2026-11-24") -> bytes:
    """A statement whose balances agree with its entries. An entry with `parts` is one sum of several transactions."""
    closing = Decimal(opening) + sum((entry["amount"] for entry in entries), Decimal(0))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId>
<CreDtTm>{date.fromisoformat(until)}T20:00:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id>
<CreDtTm>{until}T20:00:00</CreDtTm><Acct><Id><IBAN>{STUDIO}</IBAN></Id><Ccy>EUR</Ccy></Acct>
{_balance("OPBD", Decimal(opening), until)}{_balance("CLBD", closing, until)}
{"".join(_entry(entry) for entry in entries)}</Stmt></BkToCstmrStmt></Document>""".encode()


def together(entries: Sequence[dict], label: str = "") -> dict:
    """Several entries of a day as one sum on the account."""
    whole = sum((entry["amount"] for entry in entries), Decimal(0))
    return {**entries[0], "amount": whole, "label": label, "parts": list(entries)}


def _balance(code: str, amount: Decimal, day: str) -> str:
    side = "CRDT" if amount >= 0 else "DBIT"
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{abs(amount)}</Amt>'
        f"<CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _entry(entry: dict) -> str:
    side = "CRDT" if entry["amount"] >= 0 else "DBIT"
    parts = entry.get("parts", [entry])
    return f"""<Ntry><Amt Ccy="EUR">{abs(entry["amount"])}</Amt><CdtDbtInd>{side}</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{entry["day"]}</Dt></BookgDt><ValDt><Dt>{entry["day"]}</Dt></ValDt>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{entry["family"]}</Cd><SubFmlyCd>{entry["sub"]}</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls>{"".join(_transaction(part) for part in parts)}</NtryDtls></Ntry>"""


def _transaction(part: dict) -> str:
    name = f"<Dbtr><Pty><Nm>{escape(part['payer'])}</Nm></Pty></Dbtr>" if part["payer"] else ""
    iban = f"<DbtrAcct><Id><IBAN>{part['iban']}</IBAN></Id></DbtrAcct>" if part["iban"] else ""
    parties = f"<RltdPties>{name}{iban}</RltdPties>" if name or iban else ""
    code = f"<RtrInf><Rsn><Cd>{part['code']}</Cd></Rsn></RtrInf>" if part["code"] else ""
    reference = escape(part["reference"] or "NOTPROVIDED")
    side = "CRDT" if part["amount"] >= 0 else "DBIT"
    return f"""<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs><Amt Ccy="EUR">{abs(part["amount"])}</Amt>
<CdtDbtInd>{side}</CdtDbtInd>{parties}<RmtInf><Ustrd>{escape(part["label"])}</Ustrd></RmtInf>{code}</TxDtls>"""
