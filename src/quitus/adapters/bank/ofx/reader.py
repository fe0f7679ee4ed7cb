"""Reading an OFX file as a stream: the tags that hold others as a stack, whatever ends are missing."""

import re
from collections.abc import Iterator

from quitus.adapters.bank.encodings import ascii_based, ascii_head
from quitus.adapters.bank.ofx.document import Document
from quitus.adapters.bank.ofx.letters import decoding
from quitus.adapters.bank.ofx.tags import tags
from quitus.domain.banking.statement import BankFile
from quitus.ports.bank_files import Bytes

# The header of version 1, or the root alone, which some banks leave without one; in XML something may come first.
BEGINNING = re.compile(rb"\s*(?:OFXHEADER\s*:|<(?:\?|[A-Za-z]+:)?OFX\b)", re.IGNORECASE)
XML_BEGINNING = re.compile(rb"\s*<(?:\?xml\b|!)", re.IGNORECASE)
ROOT = re.compile(rb"<(?:[A-Za-z]+:)?\??OFX[\s>]", re.IGNORECASE)
DECLARED = re.compile(
    rb"\s(?:CHARSET\s*:\s*([A-Za-z0-9_-]+)|encoding\s*=\s*[\"']([A-Za-z0-9_-]+))", re.IGNORECASE
)
HEADER = 2_048


class OfxReader:
    """OFX 1.x and 2.x: statements of bank accounts and cards (`ports.bank_files.FormatReader`)."""

    def recognises(self, head: bytes) -> bool:
        """Whether the file begins with a header of OFX, or with its root."""
        beginning = ascii_head(head)
        if XML_BEGINNING.match(beginning):
            return ROOT.search(beginning) is not None
        return BEGINNING.match(beginning) is not None

    def read(self, source: Bytes) -> BankFile:
        """Every statement of the file; refuses an answer that reports an error, and a file that is cut short."""
        chunks = ascii_based(source)
        head = next(chunks, b"")
        declared = DECLARED.search(head[:HEADER])
        document = Document(decoding((declared[1] or declared[2]).decode("ascii") if declared else ""))
        for tag in tags(_again(head, chunks)):
            document.take(tag)
        return document.finish()


def _again(head: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from chunks
