"""Which letters the bytes of a text are: as the header declares, once the bytes do not prove otherwise.

Banks write UTF-8 under a header that says 1252, and 1252 under one that says ASCII.
"""

import re
from collections.abc import Callable

from quitus.adapters.bank.byte_lines import readable

# Code pages that extend ASCII by one byte a letter. 1252 and its part 8859-1 are what is likely anyway.
CODE_PAGE = re.compile(r"(?:windows-|cp|ibm)?(125[013-8]|850|437)\Z", re.IGNORECASE)
LATIN = re.compile(r"(?:iso[-_]?)?8859-([2-9]|1[013-6])\Z", re.IGNORECASE)


def decoding(declared: str) -> Callable[[bytes], str]:
    """How to read the texts of a file whose header declares this encoding."""
    name = declared.strip()
    page, latin = CODE_PAGE.match(name), LATIN.match(name)
    known = f"cp{page[1]}" if page else f"iso8859-{latin[1]}" if latin else None

    def decode(raw: bytes) -> str:
        if raw.isascii():
            return raw.decode("ascii")
        if known is None:
            return readable(raw.decode("latin-1"))
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode(known, "replace")

    return decode
