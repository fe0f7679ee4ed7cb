"""Bytes of a text file whose encoding nobody told: what French office software writes."""

import re

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ASCII = bytes(range(128))
# One byte a letter: the right reading shows French letters, the wrong one shows "Ž" or "∞" in their place.
_SINGLE_BYTE = ("cp1252", "mac_roman")
_WEIGHTS = (("éèêëàâçùûüôöîïœ", 4), ("ÉÈÀÇ", 2), ("«»’‘“”°€–—\u00a0", 1), ("ÊËÂÙÛÜÔÖÎÏŒ…", 0))
_WEIGHT = {letter: weight for letters, weight in _WEIGHTS for letter in letters}
_STRANGER = -2
_SAMPLE = 100_000
# DOS wrote small accents where Mac and Windows have capitals and signs: believed within words alone.
_OLD = "cp850"
_WITHIN_WORD = re.compile(
    "(?<=[a-z])[éèêëàâçùûüôöîïäß]|[éèêëàâçùûüôöîïäß](?=[a-z])|(?<=[A-Z])[ÉÈÀÇÄÖÜ]|[ÉÈÀÇÄÖÜ](?=[A-Z])"
)


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding; bytes that fit nowhere become U+FFFD, to be found later.

    Knows UTF-8, UTF-16 and UTF-32 with or (the first two) without their mark, Windows-1252, Mac Roman and DOS 850. A
    file that is UTF-8 but for some broken bytes stays UTF-8, so that a single one does not spoil all the others.
    """
    chosen = encoding or _marked(content) or _unmarked_utf_16(content) or _guessed(content)
    return content.decode(chosen, errors="replace"), chosen


def _marked(content: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)


def _unmarked_utf_16(content: bytes) -> str | None:
    """In UTF-16 without mark, nearly every second byte of a Western text is zero."""
    sample = content[:4096]
    pairs = len(sample) // 2
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if low * 2 > pairs and high * 20 < pairs:
        return "utf-16-le"
    return "utf-16-be" if high * 2 > pairs and low * 20 < pairs else None


def _guessed(content: bytes) -> str:
    as_utf_8 = content.decode("utf-8", errors="replace")
    if "\ufffd" not in as_utf_8:
        return "utf-8"
    letters = content.translate(None, _ASCII)
    broken = as_utf_8.count("\ufffd")
    if len(as_utf_8) - (len(content) - len(letters)) - broken > broken:  # letters that are no ASCII
        return "utf-8"
    letters = letters[:_SAMPLE]
    scores = {encoding: _frenchness(letters.decode(encoding, errors="replace")) for encoding in _SINGLE_BYTE}
    best = max(_SINGLE_BYTE, key=lambda encoding: scores[encoding])
    return _OLD if _dos_score(content[:_SAMPLE]) > scores[best] else best


def _dos_score(sample: bytes) -> int:
    text = sample.decode(_OLD)
    within = _WITHIN_WORD.findall(text)
    others = sum(not letter.isascii() for letter in text) - len(within)
    return sum(_WEIGHT.get(letter, 4) for letter in within) + _STRANGER * others


def _frenchness(letters: str) -> int:
    return sum(_WEIGHT.get(letter, _STRANGER) for letter in letters)
