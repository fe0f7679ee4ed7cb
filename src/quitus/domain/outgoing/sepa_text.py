"""Texts as all banks of SEPA carry them: Latin letters, digits and / - ? : ( ) . , ' + and blanks (EPC230-15).

What other letters say is written with these: "Étoile & Fils" is "Etoile + Fils". A bank that meets anything else may
refuse the whole file, or put a dot in its place.
"""

import re
import unicodedata

_ALLOWED = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_WRITTEN = str.maketrans(
    {
        "&": "+",
        "’": "'",
        "‘": "'",
        "`": "'",
        "“": "'",
        "”": "'",
        "«": "'",
        "»": "'",
        '"': "'",
        "–": "-",
        "—": "-",
        "_": "-",
        "€": "EUR",
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "@": "(at)",
        "°": "o",
        ";": ",",
        "!": ".",
        "[": "(",
        "]": ")",
        "{": "(",
        "}": ")",
        "*": ".",
        "=": "-",
        "\\": "/",
        "|": "/",
    }
)


def sepa_text(text: str, length: int) -> str:
    """The text in those letters, at most so long, without two slashes in a row or one at either end."""
    spelt = unicodedata.normalize("NFKD", text.translate(_WRITTEN)).translate(_WRITTEN)
    bare = "".join(letter for letter in spelt if not unicodedata.combining(letter))
    allowed = " ".join(_ALLOWED.sub(" ", bare).split())
    return re.sub(r"/{2,}", "/", allowed)[:length].strip("/ ")
