"""Records of a fixed width out of any stream of bytes."""

import io
import time

import pytest

from quitus.adapters.bank.fixed_width import records

WIDTH = 10
A, B = "01-éèà-89A", "02 234567B"


class Dripping(io.BytesIO):
    """A stream that gives little at a time, wherever that cuts a letter or the end of a line."""

    def __init__(self, content: bytes, size: int) -> None:
        super().__init__(content)
        self._size = size

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._size)


def found(content: bytes, size: int = 64 * 1024) -> list[tuple[str, str]]:
    return [tuple(record) for record in records(Dripping(content, size), WIDTH)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 11, 64 * 1024])
@pytest.mark.parametrize(
    ("case", "content", "places"),
    [
        ("lines", f"{A}\r\n{B}\r\n".encode("cp1252"), ["l.1", "l.2"]),
        ("lines of UTF-8", f"{A}\n{B}".encode(), ["l.1", "l.2"]),
        ("no lines", f"{A}{B}".encode("cp1252"), ["l.1", "l.1:2"]),
        ("no lines of UTF-8", f"{A}{B}".encode(), ["l.1", "l.1:2"]),
        ("blank lines", f"\n\n{A}\n   \n{B}\n".encode("cp1252"), ["l.3", "l.5"]),
        ("padded", f"{A}{'':25}\n{B}{'':10}\n".encode(), ["l.1", "l.2"]),
        (
            "put one behind the other",
            b"\xef\xbb\xbf" + A.encode() + b"\n\xef\xbb\xbf" + B.encode(),
            ["l.1", "l.2"],
        ),
    ],
)
def test_the_same_records_however_they_are_written(
    case: str, content: bytes, places: list[str], size: int
) -> None:
    assert found(content, size) == list(zip(places, (A, B), strict=True)), case


def test_the_last_record_may_be_short() -> None:
    assert found(b"0123456789" * 2 + b"012") == [
        ("l.1", "0123456789"),
        ("l.1:2", "0123456789"),
        ("l.1:3", "012"),
    ]


def test_letters_that_were_counted_in_bytes_keep_their_columns() -> None:
    ((_, text),) = found("éé23456B".encode() + b"\n")
    assert (len(text), text[4:], text.replace("\0", "")) == (10, "23456B", "éé23456B")


def test_many_records_without_line_ends_have_their_places() -> None:
    assert [place for place, _ in found(b"0123456789" * 20_000)][-1] == "l.1:20000"


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("continuations of nothing", b"\x80"),
        ("beginnings of nothing", b"\xc3"),
        ("letters of four bytes", "\U0001f600".encode()),
        ("blanks", b" "),
        ("line ends", b"\r"),
        ("a mixture", b"\xc3\xa9\xe9\x80\n"),
    ],
)
def test_time_grows_with_the_file_and_no_faster(case: str, content: bytes) -> None:
    def seconds(size: int) -> float:
        stream, start = io.BytesIO(content * (size // len(content))), time.perf_counter()
        assert sum(1 for _ in records(stream, 120)) <= size
        return time.perf_counter() - start

    seconds(1_000)
    small, large = seconds(40_000), seconds(320_000)
    assert large < 30 * small + 0.5, case
