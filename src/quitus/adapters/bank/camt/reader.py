"""Reading a camt file as a stream: hostile XML refused, the tree released part by part."""

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from quitus.adapters.bank.bounds import Movements
from quitus.adapters.bank.camt.details import read_detail
from quitus.adapters.bank.camt.elements import local
from quitus.adapters.bank.camt.statements import StatementParts
from quitus.adapters.bank.text import shown
from quitus.domain.banking.statement import BankFile, Statement
from quitus.domain.refused import Refused
from quitus.ports.bank_files import Bytes

# The message element names the format. The namespace is not asked: banks and intermediaries write variants of
# it, and wrap the document in envelopes of their own.
MESSAGES = {
    "BkToCstmrAcctRpt": "camt.052",
    "BkToCstmrStmt": "camt.053",
    "BkToCstmrDbtCdtNtfctn": "camt.054",
}
FORMATS = MESSAGES | {f"{name}V01": known for name, known in MESSAGES.items()}  # versions 001.01
STATEMENTS = frozenset({"Rpt", "Stmt", "Ntfctn"})
PARTS = ("Acct", "Bal", "TxDtls", "Ntry", *STATEMENTS)

CHUNK = 64 * 1024
# The most that may lie between two parts: no header or transaction comes near it. A file that exceeds it is
# made to fill the memory.
LONGEST_PART = 4 * 1024 * 1024


class CamtReader:
    """camt.052, .053 and .054, versions 001.01 to 001.13 (`ports.bank_files.FormatReader`)."""

    def recognises(self, head: bytes) -> bool:
        """Whether the text names one of the three messages; in UTF-16 a zero lies beside each letter."""
        letters = head.replace(b"\0", b"")
        return any(mark + name.encode() in letters for name in MESSAGES for mark in (b"<", b":"))

    def read(self, source: Bytes) -> BankFile:
        """Every statement of the document; refuses broken, truncated or dangerous XML whole."""
        document = _Document()
        for element, owner in _parts(source):
            document.take(element, owner)
        return document.finish()


class _Document:
    """The statements so far, and the one being read."""

    def __init__(self) -> None:
        self._formats: dict[str, None] = {}
        self._statements: list[Statement] = []
        self._open: StatementParts | None = None
        self._movements = Movements()

    def take(self, element: _Element, owner: _Element) -> None:
        """Hand one complete part to the statement that owns it."""
        statement = self._open
        if statement is None:
            statement = self._open = StatementParts(f"{local(owner)}[{len(self._statements) + 1}]")
        if not (local(element) == "Ntry" and statement.details):  # which were counted themselves
            self._movements.add()
        match local(element):
            case "Acct":
                statement.take_account(element)
            case "Bal":
                statement.take_balance(element)
            case "TxDtls":
                statement.take_entry_so_far(_entry_of(element))
                statement.details.append(read_detail(element))
            case "Ntry":
                statement.take_entry(element)
            case _:
                known = FORMATS[local(owner.getparent())]
                self._formats[known] = None
                self._statements.append(statement.finish(report=known != "camt.053"))
                self._open = None

    def finish(self) -> BankFile:
        if not self._statements:
            raise Refused("bank_statement_missing")
        return BankFile(", ".join(self._formats), tuple(self._statements))


def _parts(source: Bytes) -> Iterator[tuple[_Element, _Element]]:
    """Each complete part with the statement element that owns it, in the order of their ends.

    Once the next one is asked for, a part and everything before it is gone: only what is open stays in memory.
    """
    parser = etree.XMLPullParser(
        events=("end",),
        tag=["{*}" + name for name in PARTS],
        remove_comments=True,  # else `<Amt>12<!-- -->.30</Amt>` would read as 12
        remove_pis=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,  # libxml2's limits on depth (256), names and text stay on
    )
    consumed = since_last = 0
    finished = checked = False
    while not finished:
        chunk = source.read(CHUNK)
        finished = not chunk
        if not consumed:
            _refuse_declared_type(chunk)
        _feed(parser, chunk)
        consumed += len(chunk)
        since_last += len(chunk)
        for _, element in parser.read_events():
            assert isinstance(element, _Element)  # noqa: S101 - "end" events bear nothing else
            if not checked and element.getroottree().docinfo.internalDTD is not None:
                raise Refused("bank_xml_forbidden")
            checked = True  # a document's type is declared before its first element
            owner = _owner(element)
            if owner is not None:
                yield element, owner
                _release(element, owner)
                since_last = 0
        if since_last > LONGEST_PART:
            raise Refused("bank_xml_abnormal")


def _feed(parser: etree.XMLPullParser, chunk: bytes) -> None:
    """The next bytes, or the end of the file for none."""
    try:
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise Refused("bank_xml_broken", line=line, column=column, reason=shown(error.msg)) from None


def _refuse_declared_type(beginning: bytes) -> None:
    """No statement declares a document type: it only serves to define entities, that is, bombs and leaks.

    Looked for before the parser sees it, which would complain of the bomb's size and not of the bomb. The tree
    is asked as well, for one that hides behind 64 KiB of blanks.
    """
    if b"<!DOCTYPE" in beginning.replace(b"\0", b""):
        raise Refused("bank_xml_forbidden")


def _owner(element: _Element) -> _Element | None:
    """The statement element that a part belongs to; None in a place where the standard has no such part.

    Banks' supplementary data may hold elements of the same names.
    """
    name = local(element)
    owner: _Element | None = element
    if name == "TxDtls":
        entry = _entry_of(element)
        owner = entry.getparent() if local(entry) == "Ntry" else None
    elif name not in STATEMENTS:
        owner = element.getparent()
    if owner is None or local(owner) not in STATEMENTS or local(owner.getparent()) not in FORMATS:
        return None
    return owner


def _entry_of(transaction: _Element) -> _Element:
    """The entry around a `TxDtls`, which lies in `NtryDtls` except in versions 001.01; else the root."""
    parent = transaction.getparent()
    if local(parent) == "NtryDtls" and parent is not None:
        parent = parent.getparent()
    return transaction if parent is None else parent


def _release(element: _Element, owner: _Element) -> None:
    """Empty the part, and drop everything that lies before it on each level: of a statement's part, within it."""
    element.clear()
    node: _Element | None = element
    while node is not None and (node is not owner or element is owner):
        parent = node.getparent()
        if parent is not None:
            while node.getprevious() is not None:
                del parent[0]
        node = parent
