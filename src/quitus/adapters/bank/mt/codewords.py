"""Texts with code words between slashes, as in the Netherlands: `/EREF/4711/ORDP//NAME/Muster/REMI/USTD//FA-12/`."""

import re
from typing import NamedTuple

from quitus.adapters.bank.mt.words import CUT, Details
from quitus.adapters.bank.text import given, iban

_KNOWN = {
    *("EREF", "PREF", "KREF", "CREF", "IREF", "MARF", "MREF", "CSID", "CNTP", "REMI", "PURP", "RTRN", "TRTP"),
    *("ORDP", "BENM", "ULTD", "ULTB", "ULTC", "NAME", "ADDR", "IBAN", "BIC", "ISDT", "BUSP", "TRCD"),
    *("OCMT", "EXCH", "CHGS", "CHG1", "OPRP", "CRNM", "CACT", "CBIC"),
}
_CODE = re.compile(r"/([A-Z][A-Z0-9]{3}|BIC|ID)/")
_BEGINNING = re.compile(rf"[ \n]*/(?:{'|'.join(sorted(_KNOWN))})/")
_HOLD_SLASHES = ("REMI", "CNTP")  # what looks like an unknown code is part of the words, or of a name
_OTHER_SIDE = ("BENM", "ORDP", "")
_ULTIMATE = ("ULTD", "ULTB", "ULTC")
_PARTIES = (*_OTHER_SIDE, *_ULTIMATE)
_STRUCTURED = re.compile(r"STRD/(?:[A-Z]{3}/)?")


class Found(NamedTuple):
    """A code, the party that it is about, and what stands behind it."""

    code: str
    party: str
    value: str


def in_codewords(text: str) -> bool:
    """Whether a text is of this kind."""
    return _BEGINNING.match(text) is not None


def codeword_details(text: str, *, credit: bool) -> Details:
    """What the code words say; a text without the payer's words keeps all of it as the bank's."""
    found = _read(text)
    name, account = _counterparty(found, credit=credit)
    words, structured = _words(found)
    return Details(
        words=words,
        remark=_first(found, "TRTP") or text.replace(CUT, " "),
        name=name or _first([one for one in found if one.party in _ULTIMATE], "NAME"),
        iban=account,
        reference=structured
        or next((value for code in ("EREF", "KREF", "PREF") if (value := given(_first(found, code)))), ""),
    )


def _read(text: str) -> list[Found]:
    _, *parts = _CODE.split(text)
    found: list[tuple[str, str, list[str]]] = []
    party = ""
    for code, content in zip(parts[::2], parts[1::2], strict=True):
        if code not in _KNOWN and found and found[-1][0] in _HOLD_SLASHES:
            found[-1][2].append(f"/{code}/{content}")
            continue
        if code in _PARTIES:
            party = code
        found.append((code, party, [content]))
    return [Found(code, owner, "".join(pieces).replace(CUT, " ")) for code, owner, pieces in found]


def _first(found: list[Found], code: str) -> str:
    return next((one.value.strip("/ ") for one in found if one.code == code), "")


def _counterparty(found: list[Found], *, credit: bool) -> tuple[str, str]:
    """Name and account: `/CNTP/account/bank/name/town/`, or those of the party that pays or is paid."""
    account, _, name, *_ = (*_first(found, "CNTP").split("/"), "", "")
    ours = "BENM" if credit else "ORDP"
    theirs = [one for one in found if one.party in _OTHER_SIDE and one.party != ours]
    if not any(one.code == "NAME" for one in theirs):  # a return names the parties of what comes back
        theirs = [one for one in found if one.party in _OTHER_SIDE]
    name = name.strip() or _first(theirs, "NAME") or _first(theirs, "CRNM")
    return name, iban(account) or iban(_first(theirs, "IBAN")) or iban(_first(theirs, "CACT")) or ""


def _words(found: list[Found]) -> tuple[str, str]:
    """The payer's words, and among them the structured reference of the creditor."""
    words, structured = [], ""
    for value in (one.value.strip() for one in found if one.code == "REMI"):
        code = _STRUCTURED.match(value)
        content = value[code.end() :] if code else value.removeprefix("USTD/")
        words.append(content.strip("/ "))
        if code:
            structured = structured or words[-1]
    return " ".join(words).strip(), structured
