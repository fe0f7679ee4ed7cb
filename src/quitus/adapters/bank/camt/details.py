"""One transaction inside an entry (`TxDtls`): who, why, how much."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from lxml.etree import _Element

from quitus.adapters.bank.camt.elements import at, every, exact, text_at
from quitus.adapters.bank.text import LONGEST_LABEL, given, iban, tidy, unsigned_money
from quitus.domain.money import Money
from quitus.domain.refused import Refused

# Swiss banks put this code where the payer's words belong: "this slip was not rejected".
SWISS_CODE = re.compile(r"\?REJECT\?[0-9]*")


class Party(NamedTuple):
    """One side of a transaction."""

    name: str | None
    iban: str | None


NOBODY = Party(None, None)


@dataclass(frozen=True, slots=True)
class Detail:
    """What a `TxDtls` says. `amount` is unsigned, None where absent or unreadable.

    `words` are the payer's, `remark` the bank's. `returned`: money that comes back, told with the parties of
    the transaction that failed.
    """

    amount: Money | None
    direction: str
    words: str | None
    remark: str | None
    debtor: Party
    creditor: Party
    reference: str | None
    bank_id: str | None
    returned: bool


def read_detail(element: _Element) -> Detail:
    """The transaction of one `TxDtls`, of any version."""
    references, remittance = at(element, "Refs"), at(element, "RmtInf")
    structured = list(every(remittance, "Strd"))
    creditor_references = [
        reference
        for strd in structured
        if (reference := text_at(strd, "CdtrRefInf", "Ref") or text_at(strd, "CdtrRefInf", "CdtrRef"))
    ]
    return Detail(
        amount=_amount(element),
        direction=exact(at(element, "CdtDbtInd")).strip(),
        words=_words(remittance, structured, creditor_references[1:]),
        remark=text_at(element, "AddtlTxInf"),
        debtor=_party(element, "Dbtr", "UltmtDbtr", "DbtrAcct"),
        creditor=_party(element, "Cdtr", "UltmtCdtr", "CdtrAcct"),
        reference=next(iter(creditor_references), None) or given(text_at(references, "EndToEndId")),
        bank_id=(
            given(text_at(references, "AcctSvcrRef"))
            or given(text_at(references, "TxId"))
            or given(text_at(references, "UETR"))
        ),
        returned=at(element, "RtrInf") is not None,
    )


def _amount(element: _Element) -> Money | None:
    """The transaction's own amount: `Amt` since version 3, before it in `AmtDtls`."""
    details = at(element, "AmtDtls")
    for written in (at(element, "Amt"), at(details, "TxAmt", "Amt"), at(details, "InstdAmt", "Amt")):
        if written is not None:
            try:
                return unsigned_money(exact(written), written.get("Ccy"))
            except Refused:  # the entry's own amount stands; this one only fails to split it
                return None
    return None


def _words(remittance: _Element | None, structured: list[_Element], references: list[str]) -> str | None:
    """Everything the payer wrote: free text, then document numbers and references of structured text."""
    pieces = [line.text for line in every(remittance, "Ustrd")]
    for strd in structured:
        pieces += [
            text_at(document, "Nb") or text_at(document, "RfrdDocNb")
            for document in every(strd, "RfrdDocInf")
        ]
        pieces += [SWISS_CODE.sub("", line.text or "") for line in every(strd, "AddtlRmtInf")]
    return tidy(" ".join(filter(None, [*pieces, *references])), LONGEST_LABEL)


def _party(element: _Element, main: str, ultimate: str, account: str) -> Party:
    parties = at(element, "RltdPties")
    if parties is None:
        return NOBODY
    held = at(parties, account)
    identified = at(held, "Id")
    return Party(
        _name(at(parties, main)) or _name(at(parties, ultimate)) or text_at(held, "Nm"),
        iban(text_at(identified, "IBAN")) or iban(text_at(identified, "Othr", "Id")),
    )


def _name(party: _Element | None) -> str | None:
    """A party's name: directly in versions up to 7, under `Pty` or `Agt` (a bank) since."""
    if party is None:
        return None
    return text_at(party, "Nm") or text_at(party, "Pty", "Nm") or text_at(party, "Agt", "FinInstnId", "Nm")
