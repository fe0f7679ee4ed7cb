"""The bytes of a text file in whatever encoding, as a stream that extends ASCII."""

from io import BytesIO

import pytest

from quitus.adapters.bank.encodings import CHUNK, ascii_based, ascii_head

TEXT = "Règlement « FA-2026-001 » de Zoë 𝄞\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-16-be-mark"]
)
@pytest.mark.parametrize("times", [1, CHUNK // 7])
def test_each_unicode_comes_as_utf_8_without_its_mark(encoding: str, times: int) -> None:
    mark = b"\xfe\xff" if encoding.endswith("-mark") else b""
    content = mark + (TEXT * times).encode(encoding.removesuffix("-mark"))
    assert b"".join(ascii_based(BytesIO(content))) == (TEXT * times).encode()
    assert ascii_head(content[:CHUNK]).startswith(TEXT.encode()[:-2])


@pytest.mark.parametrize(
    "content",
    [
        *(
            b"",
            b"\x00",
            b"\xff",
            b"\x00" * 9,
            b"\xef\xbb",
            b"a\xe9\x00bcd",
            b"\x00\x00:20:",
            TEXT.encode("utf-8")[:-9],
        ),
        "Règlement de Zoë, 12 €\r\n".encode("cp1252"),
    ],
)
def test_other_bytes_stay_as_they_are(content: bytes) -> None:
    assert b"".join(ascii_based(BytesIO(content))) == content
    assert ascii_head(content) == content


@pytest.mark.parametrize("cut", [3, 5, 21])
def test_a_utf_16_that_is_cut_within_a_letter_says_so(cut: int) -> None:
    content = TEXT.encode("utf-16-le")[:cut]
    assert b"".join(ascii_based(BytesIO(content))).decode() == TEXT[: cut // 2] + "\ufffd"
