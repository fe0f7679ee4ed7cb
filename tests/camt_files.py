"""Small camt.053 files for tests about what happens after reading; reading itself has real samples."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

STUDIO = "FR7630006000011234567890189"


def credit(amount, label, *, payer="", iban="", day="2026-11-20", bank_id=""):
    """An incoming transfer."""
    return {"amount": amount, "label": label, "payer": payer, "iban": iban, "day": day, "bank_id": bank_id}


def camt053(
    entries: Sequence[dict],
    *,
    account: str = STUDIO,
    opening: str = "1000.00",
    currency: str = "EUR",
    until: str = "2026-11-20",
) -> bytes:
    """A statement whose balances agree with its entries; a negative amount is a debit."""
    closing = Decimal(opening) + sum((Decimal(entry["amount"]) for entry in entries), Decimal(0))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId>
<CreDtTm>{date.fromisoformat(until)}T20:00:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id>
<CreDtTm>{until}T20:00:00</CreDtTm><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{currency}</Ccy></Acct>
{_balance("OPBD", Decimal(opening), currency, until)}{_balance("CLBD", closing, currency, until)}
{"".join(_entry(entry, currency) for entry in entries)}</Stmt></BkToCstmrStmt></Document>""".encode()


def camt052(entries: Sequence[dict], *, account: str = STUDIO, currency: str = "EUR") -> bytes:
    """A report of the day, without balances: it says what was booked so far."""
    told = "".join(_entry(entry, currency) for entry in entries)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.08"><BkToCstmrAcctRpt><GrpHdr><MsgId>M</MsgId></GrpHdr>
<Rpt><Id>R1</Id><CreDtTm>2026-11-24T12:00:00</CreDtTm><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{currency}</Ccy></Acct>
{told}</Rpt></BkToCstmrAcctRpt></Document>""".encode()


def camt054(entries: Sequence[dict], **more: str) -> bytes:
    """A notice of debits and credits."""
    words = (
        (b"camt.052", b"camt.054"),
        (b"BkToCstmrAcctRpt", b"BkToCstmrDbtCdtNtfctn"),
        (b"Rpt>", b"Ntfctn>"),
    )
    content = camt052(entries, **more)
    for report, notice in words:
        content = content.replace(report, notice)
    return content


def _balance(code: str, amount: Decimal, currency: str, day: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{abs(amount)}</Amt>'
        f"<CdtDbtInd>{'CRDT' if amount >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _entry(entry: dict, currency: str) -> str:
    amount = Decimal(entry["amount"])
    direction, party = ("CRDT", "Dbtr") if amount >= 0 else ("DBIT", "Cdtr")
    name = f"<{party}><Pty><Nm>{escape(entry['payer'])}</Nm></Pty></{party}>" if entry["payer"] else ""
    iban = f"<{party}Acct><Id><IBAN>{entry['iban']}</IBAN></Id></{party}Acct>" if entry["iban"] else ""
    parties = f"<RltdPties>{name}{iban}</RltdPties>" if name or iban else ""
    reference = f"<AcctSvcrRef>{entry['bank_id']}</AcctSvcrRef>" if entry["bank_id"] else ""
    return f"""<Ntry><Amt Ccy="{currency}">{abs(amount)}</Amt><CdtDbtInd>{direction}</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{entry["day"]}</Dt></BookgDt><ValDt><Dt>{entry["day"]}</Dt></ValDt>{reference}
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="{currency}">{abs(amount)}</Amt>
<CdtDbtInd>{direction}</CdtDbtInd>{parties}<RmtInf><Ustrd>{escape(entry["label"])}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""
