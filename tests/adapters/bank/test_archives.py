"""Statements in a zip: read file by file, within bounds, without touching the disk."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.adapters.bank import archive
from quitus.domain.refused import Refused
from tests.adapters.bank.camt_files import Account, Bal, Entry, Version, camt
from tests.adapters.bank.reading import read


def day(amount: str) -> bytes:
    return camt(Account((Entry(amount),), (Bal("OPBD", "0"), Bal("CLBD", amount))))


def packed(members: Iterable[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, content in members:
            file.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return out.getvalue()


def refusal_of(content: bytes) -> Refused:
    with pytest.raises(Refused) as refusal:
        read(content)
    return refusal.value


@pytest.mark.parametrize(
    "compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_several_days_in_one_zip(compression: int) -> None:
    file = read(packed([("a.xml", day("1.00")), ("sub/b.XML", day("2.00"))], compression))
    assert file.format == "camt.053"
    assert [str(found.lines[0].amount) for found in file.statements] == ["1.00 EUR", "2.00 EUR"]
    assert [found.balanced for found in file.statements] == [True, True]
    assert list(file.every_problem()) == []


def test_names_are_only_shown() -> None:
    """A name that climbs out of its folder harms nobody: nothing is unpacked."""
    broken = camt(Account((Entry("?"),)))
    (problem,) = read(packed([("../../etc/cron.d/x\n.xml", broken)])).every_problem()
    assert problem.where.startswith("../../etc/cron.d/x .xml: Stmt[1]/Ntry[1]")


def test_formats_are_told_and_strangers_mentioned() -> None:
    report = camt(Account((Entry(),)), version=Version("052.001.08"))
    file = read(
        packed([("notice.pdf", b"%PDF-1.7"), ("b.xml", day("1.00")), ("empty.txt", b""), ("r.xml", report)])
    )
    assert file.format == "camt.053, camt.052"
    assert [(problem.where, problem.code, problem.blocks) for problem in file.problems] == [
        ("notice.pdf", "bank_member_unknown", False),
        ("empty.txt", "bank_member_unknown", False),
    ]
    assert [found.balanced for found in file.statements] == [True, None]


def test_folders_and_what_desktops_hide_are_passed_over() -> None:
    members = [
        ("bank/", b""),
        ("bank/a.xml", day("1.00")),
        ("__MACOSX/bank/._a.xml", b"x"),
        (".DS_Store", b"x"),
    ]
    file = read(packed(members))
    assert (len(file.statements), file.problems) == (1, ())


@pytest.mark.parametrize(
    ("case", "members"),
    [
        ("nothing known", [("notice.pdf", b"%PDF-1.7")]),
        ("a zip in a zip", [("a.zip", packed([("a", day("1"))]))]),
    ],
)
def test_a_zip_without_statement(case: str, members: list[tuple[str, bytes]]) -> None:
    assert refusal_of(packed(members)).code == "bank_format_unknown", case


def test_one_broken_statement_refuses_the_whole_and_is_named() -> None:
    refusal = refusal_of(packed([("a.xml", day("1.00")), ("b.xml", day("2.00")[:-20])]))
    assert (refusal.code, refusal.facts["member"]) == ("bank_xml_broken", "b.xml")


def test_a_password() -> None:
    content = bytearray(packed([("a.xml", day("1.00"))]))
    content[6] |= 1  # the flag in the file's own header
    content[content.rfind(b"PK\x01\x02") + 8] |= 1  # and in the list of files
    assert refusal_of(bytes(content)).code == "bank_zip_encrypted"


def test_a_bomb_is_refused_after_the_allowed_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_FILE", 3_000_000)
    one = day("1.00").replace(b"<GrpHdr>", b"<GrpHdr>" + b" " * 1_200_000)
    bomb = packed([(f"{number}.xml", one) for number in range(20)])
    assert len(bomb) < 60_000
    assert refusal_of(bomb).code == "bank_file_too_large"


def test_a_file_that_lies_about_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_FILE", 100_000)
    honest = packed([("a.xml", day("1.00").replace(b"<GrpHdr>", b"<GrpHdr>" + b" " * 1_000_000))])
    lying = bytearray(honest)
    entry = lying.rfind(b"PK\x01\x02")
    lying[entry + 24 : entry + 28] = struct.pack("<L", 10)
    assert refusal_of(bytes(lying)).code in ("bank_zip_damaged", "bank_file_too_large", "bank_xml_broken")


def test_too_many_files() -> None:
    members = [(str(number), b"") for number in range(archive.MOST_MEMBERS + 1)]
    assert refusal_of(packed(members)).code == "bank_zip_too_many"


def test_a_list_of_files_without_end_is_not_loaded() -> None:
    content = bytearray(packed([("a.xml", day("1.00"))]))
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = struct.pack("<L", 900_000_000)
    assert refusal_of(bytes(content)).code == "bank_zip_too_many"


def test_a_list_of_files_in_zip64_is_for_more_files_than_a_bank_sends() -> None:
    content = packed([("a.xml", day("1.00"))])
    end = content.rfind(b"PK\x05\x06")
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    assert refusal_of(content[:end] + locator + content[end:]).code == "bank_zip_too_many"


def placed_beyond(content: bytes) -> bytes:
    """The same zip, of which the last file is said to lie where no file reaches."""
    entry, end = content.rfind(b"PK\x01\x02"), content.rfind(b"PK\x05\x06")
    (length,) = struct.unpack_from("<L", content, end + 12)
    name, extra = struct.unpack_from("<2H", content, entry + 28)
    place = struct.pack("<2HQ", 1, 8, 2**64 - 1)
    moved = bytearray(content[entry:end])
    moved[30:32], moved[42:46] = struct.pack("<H", extra + len(place)), b"\xff" * 4
    moved[46 + name : 46 + name] = place
    ending = content[end : end + 12] + struct.pack("<L", length + len(place)) + content[end + 16 :]
    return content[:entry] + moved + ending


def test_a_file_said_to_lie_beyond_all_numbers() -> None:
    assert refusal_of(placed_beyond(packed([("a.xml", day("1.00"))]))).code == "bank_zip_damaged"


STRANGE = [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("compression", STRANGE)
def test_a_bomb_of_a_strange_packing_is_unpacked_no_further_than_read(compression: int) -> None:
    content = packed([("a.xml", bytes(150_000_000))], compression)
    assert len(content) < 30_000
    tracemalloc.start()
    with pytest.raises(Refused) as refusal:
        read(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refusal.value.code == "bank_format_unknown"
    assert peak < 20_000_000


@given(st.sampled_from(STRANGE), st.integers(0, 5_000), st.integers(1, 255))
@settings(max_examples=200, deadline=None)
def test_a_damaged_strange_packing_is_refused_or_says_the_same(
    compression: int, place: int, change: int
) -> None:
    damaged = bytearray(packed([("a.xml", day("1.00"))], compression))
    damaged[place % len(damaged)] ^= change
    try:
        file = read(bytes(damaged))
    except Refused:
        return
    assert [str(line.amount) for found in file.statements for line in found.lines] == ["1.00 EUR"]


def test_a_checksum_that_does_not_fit_a_strange_packing() -> None:
    for compression in STRANGE:
        content = bytearray(packed([("a.xml", day("1.00"))], compression))
        content[content.rfind(b"PK\x01\x02") + 16] ^= 1
        content[14] ^= 1
        assert refusal_of(bytes(content)).code == "bank_zip_damaged"


def test_lzma_that_ends_by_its_size_alone() -> None:
    """Some programs write no mark of the end."""
    content = bytearray(packed([("a.xml", day("1.00"))], zipfile.ZIP_LZMA))
    for flags in (6, content.rfind(b"PK\x01\x02") + 8):
        content[flags] &= ~2
    (statement,) = read(bytes(content)).statements
    assert [str(line.amount) for line in statement.lines] == ["1.00 EUR"]


WHOLE = packed([("a.xml", day("1.00")), ("b.xml", day("2.00"))])


@given(st.integers(4, len(WHOLE) - 1))
@settings(max_examples=60, deadline=None)
def test_a_zip_cut_anywhere_is_refused(length: int) -> None:
    assert refusal_of(WHOLE[:length]).code == "bank_zip_damaged"


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@settings(max_examples=200, deadline=None)
def test_a_damaged_zip_is_refused_or_says_the_same(place: int, change: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[place] ^= change
    try:
        file = read(bytes(damaged))
    except Refused:
        return
    amounts = [str(line.amount) for found in file.statements for line in found.lines]
    # A renamed or hidden member may be passed over, with its mention; what is read is what was packed.
    assert amounts in (["1.00 EUR", "2.00 EUR"], ["1.00 EUR"], ["2.00 EUR"])
