"""Text as people leave it in spreadsheets, made comparable."""

import re
import unicodedata
from functools import lru_cache

# Copied from web pages and word processors; nobody sees them, and two equal names then differ.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
# Nothing legible: control characters, halves of a character, what a wrong encoding left behind.
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ud800-\udfff]")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})

SHOWN_LENGTH = 60


def clean(text: str) -> str:
    """One line of text: invisible characters gone, each run of blanks (line ends too) one space."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def has_unusable_character(text: str) -> bool:
    """Whether some character can be neither shown nor stored (NUL, control, U+FFFD, lone surrogate)."""
    return _UNUSABLE.search(text) is not None


def plain(text: str) -> str:
    """The text without accents, ligatures and capitals: "N° de Pièce" gives "n° de piece"."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    )
    without_accents = _ACCENTS.sub("", folded)
    if without_accents.isascii():
        return without_accents
    return "".join(letter for letter in without_accents if not unicodedata.combining(letter))


@lru_cache(maxsize=20_000)  # a file names each client many times
def name_key(name: str) -> str:
    """What two spellings of one name share: "Société  Générale" and "SOCIETE GENERALE" are one client.

    Legal forms stay: SARL Durand and SAS Durand may be two debtors. A name without Latin letters or
    digits is its own key.
    """
    return " ".join(_WORD.findall(plain(name))) or clean(name).casefold()


def shown(text: str) -> str:
    """A cell as it may be shown in a message: one short line, control characters made visible."""
    line = clean(_UNUSABLE.sub("\N{REPLACEMENT CHARACTER}", text))
    return line if len(line) <= SHOWN_LENGTH else line[: SHOWN_LENGTH - 1] + "…"
