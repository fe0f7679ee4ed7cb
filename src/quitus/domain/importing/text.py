"""Text as people leave it in spreadsheets, made comparable."""

import re
import unicodedata

# Copied from web pages and word processors; nobody sees them, and two equal names then differ.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
# Nothing legible: control characters, halves of a character, what a wrong encoding left behind.
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ud800-\udfff]")
_WORD = re.compile(r"[a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})

SHOWN_LENGTH = 60


def clean(text: str) -> str:
    """One line of text: invisible characters gone, each run of blanks (line ends too) one space."""
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    return " ".join(text.split())


def has_unusable_character(text: str) -> bool:
    """Whether some character can be neither shown nor stored (NUL, control, U+FFFD, lone surrogate)."""
    return _UNUSABLE.search(text) is not None


def plain(text: str) -> str:
    """The text without accents, ligatures and capitals: "N° de Pièce" gives "n° de piece"."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def name_key(name: str) -> str:
    """What two spellings of one name share: "Société  Générale" and "SOCIETE GENERALE" are one client.

    Legal forms stay: SARL Durand and SAS Durand may be two debtors. A name without Latin letters or
    digits is its own key.
    """
    return " ".join(_WORD.findall(plain(name))) or clean(name).casefold()


def shown(text: str) -> str:
    """A cell as it may be shown in a message: one short line, control characters made visible."""
    visible = _UNUSABLE.sub("\N{REPLACEMENT CHARACTER}", text).translate(_INVISIBLE)
    line = " ".join(visible.split())
    return line if len(line) <= SHOWN_LENGTH else line[: SHOWN_LENGTH - 1] + "…"
