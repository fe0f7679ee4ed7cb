"""The SEPA markers that German banks write into the words: `EREF+4711 SVWZ+Rechnung 12`."""

import re
from typing import NamedTuple

from quitus.adapters.bank.mt.words import CUT
from quitus.adapters.bank.text import given

# References end with the line that is not full, what follows is the payer's; texts go on until the next marker.
# MTLG is what the bank has to say.
_REFERENCES = ("EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "IBAN", "BIC")
_TEXTS = ("SVWZ", "ABWA", "ABWE")
_MARKER = re.compile(rf"({'|'.join(_REFERENCES + _TEXTS)})\+|(MTLG):")


class Marked(NamedTuple):
    """The words outside of the markers and behind SVWZ, in their order, and the values of the others."""

    words: str
    values: dict[str, str]

    @property
    def reference(self) -> str:
        """The payer's end-to-end reference, else the one of the order."""
        return next((value for key in ("EREF", "KREF") if (value := given(self.values.get(key)))), "")


def read_markers(text: str) -> Marked:
    """Take the markers out of a text in which CUT stands behind lines that are not full."""
    before, *parts = _MARKER.split(text)
    words, values = [before], dict[str, str]()
    for name, bank, content in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        value = content
        if name in _REFERENCES:
            value, _, rest = content.partition(CUT)
            words.append(rest)
        if name == "SVWZ":
            words.append(value)
        else:
            values.setdefault(name or bank, value.replace(CUT, " ").strip())
    return Marked(" ".join(words).replace(CUT, " ").strip(), values)
