"""The invoices' PDFs out of folders and archives that nobody trusts."""

import io
import os
import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.adapters.documents import pdf_folder, zip_archive
from quitus.adapters.documents.pdf_folder import PdfFolders
from quitus.domain.refused import Refused
from quitus.ports.document_folders import DocumentFolders, InvoiceFile
from tests.samples import samples

PDF = b"%PDF-1.7\nan invoice"
folders: DocumentFolders = PdfFolders()


def zipped(*entries, compression=zipfile.ZIP_DEFLATED):
    """The bytes of an archive; an entry is a name (or ZipInfo) with its content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


def entry(name, *, mode=0, flags=0):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.flag_bits |= flags
    return info


def matched(source, *numbers):
    with folders.open(source) as folder:
        return folder.match(numbers)


def codes(result):
    return sorted((problem.value, problem.code) for problem in result.problems)


def fill(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture(params=["folder", "zip file", "zip bytes"])
def make_source(request, tmp_path):
    """The same files as a folder, as a zip on disk, as a zip in memory."""

    def make(files):
        if request.param == "folder":
            return fill(tmp_path / "factures", files)
        content = zipped(*files.items())
        if request.param == "zip bytes":
            return content
        path = tmp_path / "factures.zip"
        path.write_bytes(content)
        return path

    return make


def test_files_find_their_invoices(make_source):
    source = make_source(
        {
            "F-2026-001.pdf": PDF + b"1",
            "2026/Facture F-2026-002 Durand.pdf": PDF + b"22",
            "F_2026_003.PDF": PDF,
        }
    )
    with folders.open(source) as folder:
        result = folder.match(["F-2026-001", "F-2026-002", "F-2026-003", "F-2026-004"])
        assert result.files == {
            "F-2026-001": InvoiceFile("F-2026-001.pdf", len(PDF) + 1),
            "F-2026-002": InvoiceFile("Facture F-2026-002 Durand.pdf", len(PDF) + 2),
            "F-2026-003": InvoiceFile("F_2026_003.PDF", len(PDF)),
        }
        assert result.problems == ()
        assert folder.read("F-2026-002") == PDF + b"22"
        with pytest.raises(KeyError):
            folder.read("F-2026-004")


def test_what_is_refused_is_named(make_source):
    source = make_source(
        {
            "F-001.pdf": PDF,
            "F-002.pdf": b"<html>not a PDF</html>",
            "F-003.pdf": b"",
            "F-004.jpg": b"\xff\xd8\xff",
            "F-005.pdf": b" " + PDF,
            "Conditions.pdf": PDF,
            "F-001 et F-002.pdf": PDF,
        }
    )
    result = matched(source, "F-001", "F-002", "F-003", "F-004", "F-005")
    assert list(result.files) == ["F-001"]
    assert codes(result) == [
        ("Conditions.pdf", "document_without_invoice"),
        ("F-001 et F-002.pdf", "document_ambiguous"),
        ("F-002.pdf", "document_not_pdf"),
        ("F-003.pdf", "document_not_pdf"),
        ("F-004.jpg", "document_not_pdf"),
        ("F-005.pdf", "document_not_pdf"),
    ]


def test_two_files_for_one_number(make_source):
    source = make_source(
        {"F-001.pdf": PDF, "F-001 (1).pdf": PDF, "a/F-002.pdf": PDF + b"1", "b/F-002.pdf": PDF + b"2",
         "F-003.pdf": PDF, "F-003 brouillon.pdf": b"no PDF"}
    )  # fmt: skip
    result = matched(source, "F-001", "F-002", "F-003")
    assert sorted(result.files) == ["F-001", "F-003"]
    assert codes(result) == [("F-002.pdf", "document_twice"), ("F-003 brouillon.pdf", "document_not_pdf")]


def test_litter_of_systems_is_passed_over(make_source):
    litter = [".DS_Store", "Thumbs.db", "__MACOSX/._F-1.pdf", "._F-1.pdf", "a/desktop.ini", ".hidden"]
    result = matched(make_source(dict.fromkeys(litter, b"x")), "F-1")
    assert (result.files, result.problems) == ({}, ())


def test_a_file_above_the_size_is_not_read(make_source, monkeypatch):
    monkeypatch.setattr(pdf_folder, "LARGEST_PDF", len(PDF))
    result = matched(make_source({"F-1.pdf": PDF, "F-2.pdf": PDF + b"x"}), "F-1", "F-2")
    assert list(result.files) == ["F-1"]
    assert codes(result) == [("F-2.pdf", "document_too_large")]


def test_all_files_together_are_bounded(make_source, monkeypatch):
    monkeypatch.setattr(pdf_folder, "LARGEST_TOTAL", 2 * len(PDF))
    source = make_source({f"F-{number}.pdf": PDF for number in (1, 2, 3)})
    assert len(matched(source, "F-1", "F-2").files) == 2
    with pytest.raises(Refused) as refused:
        matched(source, "F-1", "F-2", "F-3")
    assert refused.value.code == "documents_too_large"


def test_the_number_of_files_is_bounded(make_source, monkeypatch):
    monkeypatch.setattr(pdf_folder, "MOST_FILES", 3)
    monkeypatch.setattr(zip_archive, "_LONGEST_ENTRY", 10_000)
    assert len(matched(make_source({f"F-{number}.pdf": PDF for number in range(3)}), "F-1").files) == 1
    with pytest.raises(Refused) as refused:
        matched(make_source({f"F-{number}.pdf": PDF for number in range(4)}), "F-1")
    assert refused.value.code == "documents_too_many"


def test_real_invoices():
    with folders.open(samples("einvoice/corpus/fnfe-correct")) as folder:
        result = folder.match(["FR_BASICWL", "Avoir FR type381", "UE-MINIMUM"])
        assert {number: file.name for number, file in result.files.items()} == {
            "FR_BASICWL": "Facture_FR_BASICWL.pdf",
            "Avoir FR type381": "Avoir_FR_type381_BASIC.pdf",
            "UE-MINIMUM": "Facture_UE_MINIMUM.pdf",
        }
        assert folder.read("UE-MINIMUM").startswith(b"%PDF-")
        assert folder.read("UE-MINIMUM").rstrip().endswith(b"%%EOF")


# Folders


def test_links_are_not_followed(tmp_path):
    outside = fill(tmp_path / "outside", {"F-1.pdf": PDF, "passwd": b"secret"})
    folder = fill(tmp_path / "factures", {"F-2.pdf": PDF})
    (folder / "F-1.pdf").symlink_to(outside / "F-1.pdf")
    (folder / "ailleurs").symlink_to(outside, target_is_directory=True)
    (folder / "F-3.pdf").symlink_to(tmp_path / "nothing")
    result = matched(folder, "F-1", "F-2", "F-3")
    assert list(result.files) == ["F-2"]
    assert codes(result) == [
        ("F-1.pdf", "document_is_link"),
        ("F-3.pdf", "document_is_link"),
        ("ailleurs", "document_is_link"),
    ]


def test_a_file_that_becomes_a_link_or_something_else_is_refused(tmp_path):
    folder = fill(tmp_path / "factures", {"F-1.pdf": PDF, "F-2.pdf": PDF, "F-3.pdf": PDF})
    secret = fill(tmp_path, {"secret.pdf": PDF + b"secret"}) / "secret.pdf"
    with folders.open(folder) as opened:
        assert len(opened.match(["F-1", "F-2", "F-3"]).files) == 3
        (folder / "F-1.pdf").unlink()
        (folder / "F-1.pdf").symlink_to(secret)
        (folder / "F-2.pdf").write_bytes(b"changed")
        (folder / "F-3.pdf").unlink()
        for number, code in (
            ("F-1", "document_unreadable"),
            ("F-2", "document_not_pdf"),
            ("F-3", "document_unreadable"),
        ):
            with pytest.raises(Refused) as refused:
                opened.read(number)
            assert refused.value.code == code


def test_pipes_and_devices_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "F-1.pdf")
    result = matched(tmp_path, "F-1")
    assert codes(result) == [("F-1.pdf", "document_unreadable")]


def test_folders_too_deep_are_named(tmp_path):
    deep = "/".join(str(level) for level in range(9))
    result = matched(fill(tmp_path, {f"{deep}/F-1.pdf": PDF, "0/1/F-2.pdf": PDF}), "F-1", "F-2")
    assert list(result.files) == ["F-2"]
    assert codes(result) == [("8", "document_too_deep")]


def test_names_that_are_no_text_can_be_shown(tmp_path):
    (tmp_path / os.fsdecode(b"F-001 \xff\x1b[2J.pdf")).write_bytes(PDF)
    with folders.open(tmp_path) as folder:
        assert folder.match(["F-001"]).files["F-001"].name == "F-001 \ufffd\ufffd[2J.pdf"
        assert folder.read("F-001") == PDF


def test_neither_folder_nor_file(tmp_path):
    with pytest.raises(Refused) as refused:
        matched(tmp_path / "absent", "F-1")
    assert refused.value.code == "document_source_missing"


# Archives

UNSAFE = [
    "../F-1.pdf",
    "a/../../F-1.pdf",
    "/etc/F-1.pdf",
    "C:\\F-1.pdf",
    "C:F-1.pdf",
    "..\\F-1.pdf",
    "\\\\host\\F-1.pdf",
    "a\\..\\F-1.pdf",
    "F-1\x1b.pdf",
]


@pytest.mark.parametrize("name", UNSAFE)
def test_names_that_lead_out_are_refused(name):
    result = matched(zipped((name, PDF), ("F-2.pdf", PDF)), "F-1", "F-2")
    assert list(result.files) == ["F-2"]
    assert [problem.code for problem in result.problems] == ["document_name_unsafe"]


def test_a_name_cut_by_a_nul_is_refused():
    content = zipped(("F-1.pdfXexe", PDF)).replace(b"F-1.pdfXexe", b"F-1.pdf\x00exe")
    result = matched(content, "F-1")
    assert (result.files, [problem.code for problem in result.problems]) == ({}, ["document_name_unsafe"])


@pytest.mark.parametrize(
    ("info", "code"),
    [
        (entry("F-1.pdf", mode=0o120777), "document_is_link"),
        (entry("F-1.pdf", mode=0o010644), "document_unreadable"),
        (entry("F-1.pdf", mode=0o060644), "document_unreadable"),
    ],
)
def test_entries_that_are_no_plain_file(info, code):
    result = matched(zipped((info, b"/etc/passwd")), "F-1")
    assert (result.files, codes(result)) == ({}, [("F-1.pdf", code)])


def test_a_password_is_said():
    content = bytearray(zipped(("F-1.pdf", PDF)))
    content[content.index(b"PK\x03\x04") + 6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert codes(matched(bytes(content), "F-1")) == [("F-1.pdf", "document_encrypted")]


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compression_without_a_bound_is_refused(compression):
    result = matched(zipped(("F-1.pdf", PDF), compression=compression), "F-1")
    assert codes(result) == [("F-1.pdf", "document_compression_unknown")]


def test_a_bomb_is_not_opened():
    result = matched(zipped(("F-1.pdf", PDF + b"\0" * 10_000_000)), "F-1")
    assert (result.files, codes(result)) == ({}, [("F-1.pdf", "document_swells")])


@pytest.mark.parametrize(("claimed", "found_by"), [(20, "match"), (100_000, "read")])
def test_a_bomb_that_lies_about_its_size_is_read_no_further_than_it_said(claimed, found_by):
    """50 MB would come out of it."""
    content = bytearray(zipped(("F-1.pdf", PDF + b"\0" * 50_000_000)))
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<L", claimed)
    tracemalloc.start()
    with folders.open(bytes(content)) as folder:
        result = folder.match(["F-1"])
        if found_by == "match":
            assert codes(result) == [("F-1.pdf", "document_unreadable")]
        else:
            with pytest.raises(Refused) as refused:
                folder.read("F-1")
            assert refused.value.code == "document_unreadable"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_the_same_name_twice_is_said():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped(("F-1.pdf", PDF + b"first"), ("F-1.pdf", PDF + b"second"))
    with folders.open(content) as folder:
        assert codes(folder.match(["F-1"])) == [("F-1.pdf", "document_name_twice")]
        assert folder.read("F-1") == PDF + b"first"


def test_a_damaged_entry_is_named():
    pages = PDF + b"." * 100_000 + b"the end"
    content = zipped(("F-1.pdf", PDF), ("F-2.pdf", pages), compression=zipfile.ZIP_STORED)
    with folders.open(
        content.replace(b"an invoice", b"an 1nvoice").replace(b"the end", b"the 3nd")
    ) as folder:
        result = folder.match(["F-1", "F-2"])
        assert codes(result) == [("F-1.pdf", "document_unreadable")]
        with pytest.raises(Refused) as refused:
            folder.read("F-2")
    assert refused.value.code == "document_unreadable"


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"%PDF-1.7", b"PK\x03\x04" + b"\0" * 100, b"PK\x05\x06" + b"\0" * 10, zipped(("F-1.pdf", PDF))[:-30],
     b"PK\x05\x06" + b"\0" * 8 + b"\xff" * 4 + b"\0" * 6],
)  # fmt: skip
def test_what_is_no_archive(content):
    with pytest.raises(Refused) as refused:
        matched(content, "F-1")
    assert refused.value.code in {"document_archive_unreadable", "documents_too_many"}


def test_an_archive_with_a_comment_and_an_empty_one():
    file = io.BytesIO(zipped(("F-1.pdf", PDF)))
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"PK\x05\x06 not the end" * 3
    with suppress(Refused):  # the false end may hide the archive, never open something else
        assert list(matched(file.getvalue(), "F-1").files) == ["F-1"]
    assert matched(zipped(), "F-1").files == {}


def test_millions_of_entries_are_refused_before_they_are_listed():
    """A directory of 40 MB whose end claims one file, plainly and in the 64-bit form."""
    one = zipped(("x", b""), compression=zipfile.ZIP_STORED)
    start = one.index(b"PK\x01\x02")
    directory = one[start : one.index(b"PK\x05\x06")] * 900_000
    end_64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, len(directory), start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, start + len(directory), 1)
    plain_end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), start, 0)
    small_end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 46, start, 0)
    for end in (plain_end, end_64 + locator + small_end):
        content = one[:start] + directory + end
        tracemalloc.start()
        with pytest.raises(Refused) as refused:
            matched(content, "F-1")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert refused.value.code == "documents_too_many"
        assert peak < 5_000_000


def test_nothing_is_ever_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    matched(zipped(*((name, PDF) for name in UNSAFE), ("F-1.pdf", PDF)), "F-1")
    assert list(tmp_path.rglob("*")) == []


def test_two_thousand_files_are_matched_quickly():
    content = zipped(*((f"Facture FA-2026-{number:05} Durand.pdf", PDF) for number in range(2_000)))
    before = time.process_time()
    result = matched(content, *(f"FA-2026-{number:05}" for number in range(2_000)))
    assert len(result.files) == 2_000
    assert time.process_time() - before < 5


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 400))
def test_a_spoilt_archive_is_read_or_refused(junk, start, length):
    content = zipped(("F-1.pdf", PDF), ("a/F-2.pdf", PDF * 20))
    with suppress(Refused), folders.open(content[:start] + junk + content[start + length :]) as folder:
        for number in folder.match(["F-1", "F-2"]).files:
            with suppress(Refused):
                assert folder.read(number) in (PDF, PDF * 20)
