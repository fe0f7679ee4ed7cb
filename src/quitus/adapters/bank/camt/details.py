"""One transaction inside an entry (`TxDtls`): who, why, how much."""

import re
from typing import NamedTuple

from lxml.etree import _Element

from quitus.adapters.bank.camt.elements import Leaves, leaves, raw, raws, text
from quitus.adapters.bank.camt.returns import references_of, returned_fact
from quitus.adapters.bank.text import LONGEST_LABEL, given, iban, knit, tidy
from quitus.domain.banking.returned import Returned

# Its own amount since version 3, before it among the details of the amount.
AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
# What the payer wrote: free text; in structured text, numbers of documents and free additions.
FREE_WORDS = "RmtInf/Ustrd"
STRUCTURED_WORDS = (
    "RmtInf/Strd/RfrdDocInf/Nb",
    "RmtInf/Strd/RfrdDocInf/RfrdDocNb",  # versions 001.01
    "RmtInf/Strd/AddtlRmtInf",
)
CREDITOR_REFERENCES = ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/CdtrRefInf/CdtrRef")
# Swiss banks put this code among the payer's words: "this slip was not rejected".
SWISS_CODE = re.compile(r"\?REJECT\?[0-9]*")


class Party(NamedTuple):
    """One side of a transaction."""

    name: str | None
    iban: str | None


NOBODY = Party(None, None)


class Side(NamedTuple):
    """Where the debtor or creditor is named, and its account.

    The party itself, then the one on whose behalf it acts, then the name of its account. Names lie directly in the
    party in versions up to 7, under `Pty`, or `Agt` for a bank, since.
    """

    names: tuple[str, ...]
    accounts: tuple[str, ...]


def _side(side: str) -> Side:
    main, ultimate, account = f"RltdPties/{side}", f"RltdPties/Ultmt{side}", f"RltdPties/{side}Acct"
    return Side(
        (
            f"{main}/Nm",
            f"{main}/Pty/Nm",
            f"{main}/Agt/FinInstnId/Nm",
            f"{ultimate}/Nm",
            f"{ultimate}/Pty/Nm",
            f"{account}/Nm",
        ),
        (f"{account}/Id/IBAN", f"{account}/Id/Othr/Id"),
    )


DEBTOR, CREDITOR = _side("Dbtr"), _side("Cdtr")
# The bank's id of the transaction, the best first.
BANK_IDS = ("Refs/AcctSvcrRef", "Refs/TxId", "Refs/UETR")


class Detail(NamedTuple):
    """What a `TxDtls` says. `amount`, `currency` and `direction` are raw, empty where absent.

    `words` are the payer's, `remark` the bank's. `back`: money that comes back, told with the parties of the
    transaction that failed; what failed and why.
    """

    amount: str = ""
    currency: str = ""
    direction: str = ""
    words: str | None = None
    remark: str | None = None
    debtor: Party = NOBODY
    creditor: Party = NOBODY
    reference: str | None = None
    bank_id: str | None = None
    references: tuple[str, ...] = ()
    back: Returned | None = None


def read_detail(element: _Element) -> Detail:
    """The transaction of one `TxDtls`, of any version."""
    found = leaves(element)
    amount = next((path for path in AMOUNTS if path in found), "")
    references = [reference for path in CREDITOR_REFERENCES for reference in found.get(path, ())]
    return Detail(
        amount=raw(found, amount),
        currency=raw(found, f"{amount}@Ccy"),
        direction=raw(found, "CdtDbtInd").strip(),
        words=_words(found, references[1:]),
        remark=text(found, "AddtlTxInf"),
        debtor=_party(found, DEBTOR),
        creditor=_party(found, CREDITOR),
        reference=text(found, *CREDITOR_REFERENCES) or given(raw(found, "Refs/EndToEndId")),
        bank_id=next(filter(None, map(given, raws(found, BANK_IDS))), None),
        references=references_of(found),
        back=returned_fact(found),
    )


def _words(found: Leaves, further_references: list[str]) -> str | None:
    structured = [piece for path in STRUCTURED_WORDS for piece in found.get(path, ())]
    written = " ".join([knit(found.get(FREE_WORDS, ())), *structured, *further_references])
    if "?REJECT?" in written:
        written = SWISS_CODE.sub("", written)
    return tidy(written, LONGEST_LABEL)


def _party(found: Leaves, side: Side) -> Party:
    return Party(text(found, *side.names), next(filter(None, map(iban, raws(found, side.accounts))), None))
