"""Lines of a file whatever its line ends, and letters whatever their encoding."""

from io import BytesIO

import pytest

from quitus.adapters.bank.byte_lines import LONGEST_LINE, byte_lines, readable
from quitus.domain.refused import Refused


def lines(content: bytes) -> list[tuple[int, str]]:
    return list(byte_lines(BytesIO(content)))


@pytest.mark.parametrize(
    ("case", "content", "expected"),
    [
        ("each line end", b"a\nb\r\nc\rd", ["a", "b", "c", "d"]),
        ("none at the end", b"a\nb", ["a", "b"]),
        ("one at the end", b"a\nb\r\n", ["a", "b"]),
        ("empty lines", b"\n\r\n\r", ["", "", ""]),
        ("nothing", b"", []),
        ("what only looks like a line end", b"a\x0bb\x0cc\x1cd\x85e", ["a\x0bb\x0cc\x1cd\x85e"]),
        ("a mark", b"\xef\xbb\xbfa\nb", ["a", "b"]),
        ("UTF-16", "a\r\né".encode("utf-16"), ["a", "\xc3\xa9"]),
        ("a line end across two pieces", b"x" * 65_535 + b"\r\ny", ["x" * 65_535, "y"]),
        ("a piece ends with CR alone", b"x" * 65_535 + b"\ry", ["x" * 65_535, "y"]),
    ],
)
def test_lines(case: str, content: bytes, expected: list[str]) -> None:
    assert lines(content) == list(enumerate(expected, start=1)), case


def test_a_line_of_excessive_length_is_refused() -> None:
    assert len(lines(b"x" * (LONGEST_LINE - 70_000))) == 1
    with pytest.raises(Refused) as refusal:
        lines(b"a\n" + b"x" * (LONGEST_LINE + 70_000))
    assert (refusal.value.code, refusal.value.facts) == ("bank_line_abnormal", {"number": 2})


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850"])
@pytest.mark.parametrize(
    "text",
    ["plain", "Éva", "café", "CRÉDIT GROUPÉ", "garçon", "naïve Zoë", "à l'été", "Müller", "Straße", "ÜBERWEISUNG",
     "ÄÖ ñandú"],
)  # fmt: skip
def test_letters(text: str, encoding: str) -> None:
    assert readable(text.encode(encoding).decode("latin-1")) == text


@pytest.mark.parametrize("text", ["l’été", "10 €", "œuvre", "« dû »", "n° 12"])
def test_signs_of_windows(text: str) -> None:
    assert readable(text.encode("cp1252").decode("latin-1")) == text


def test_damaged_letters_do_not_spoil_the_others() -> None:
    assert readable("Frédéric et Zo\xc3".encode()[:-1].decode("latin-1")) == "Frédéric et Zo\ufffd"
    assert readable(b"caf\xc3\xa9 \xff".decode("latin-1")) == "café \ufffd"
