"""The bytes of a bank's text file as a stream that extends ASCII, whatever it is written in."""

import codecs
from collections.abc import Iterator

from quitus.ports.bank_files import Bytes

CHUNK = 64 * 1024
BYTE_ORDER_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SAMPLE = 4_096


def ascii_based(source: Bytes) -> Iterator[bytes]:
    """The stream piece by piece in an encoding that extends ASCII: UTF-16 as UTF-8, marks left out."""
    head = source.read(CHUNK)
    wide = _wide(head)
    if wide is None:
        yield head.removeprefix(codecs.BOM_UTF8)
        while chunk := source.read(CHUNK):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(wide)("replace")
    text = decoder.decode(head).removeprefix("\ufeff")
    while text or head:
        yield text.encode()
        head = source.read(CHUNK)
        text = decoder.decode(head, final=not head)


def ascii_head(head: bytes) -> bytes:
    """The beginning of a file as `ascii_based` gives it."""
    wide = _wide(head)
    if wide is None:
        return head.removeprefix(codecs.BOM_UTF8)
    return head.decode(wide, "replace").removeprefix("\ufeff").encode()


def _wide(head: bytes) -> str | None:
    """Which UTF-16 it is: by its mark, or by the zero beside nearly every letter of a Western text; None for none."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    sample = head[:SAMPLE]
    pairs = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd * 2 > pairs and even * 20 < pairs:
        return "utf-16-le"
    return "utf-16-be" if even * 2 > pairs and odd * 20 < pairs else None
