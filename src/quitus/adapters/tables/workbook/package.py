"""The parts of a workbook's package (ECMA-376, parts 1 and 2), as streams of XML that cannot harm."""

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element

from quitus.adapters.documents.zip_archive import ZipArchive, open_archive
from quitus.domain.refused import Refused

ZIP_MARK, OLD_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What the first file of a package is called, whichever program wrote it; a zip of files begins otherwise.
_FIRST_NAMES = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"customXml/", b"docMetadata/")
_NAME_LENGTH_AT, _NAME_AT = 26, 30  # in the header of a zip's file
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
LARGEST_WORKBOOK = 64 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 384 * 1024 * 1024  # bytes of all parts read
LONGEST_TEXT = 100_000_000  # characters of all cells, as many as a CSV file may have
MOST_PARTS = 10_000
CHUNK = 64 * 1024
# The most XML that may lie between two elements asked for: a row of 16,384 styled cells has 400 KB.
LONGEST_ELEMENT = 4 * 1024 * 1024
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATED_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def is_workbook(head: bytes) -> bool:
    """Whether a file that begins like this is a package of Office: its zip begins with a part of one."""
    if not head.startswith(ZIP_MARK):
        return False
    length = int.from_bytes(head[_NAME_LENGTH_AT : _NAME_LENGTH_AT + 2], "little")
    return head[_NAME_AT : _NAME_AT + length].startswith(_FIRST_NAMES)


def is_other_workbook(head: bytes) -> bool:
    """Whether it is a workbook in a format that is not read: Excel's old one, an encrypted one, OpenDocument."""
    if head.startswith(OLD_MARK):
        return True
    return head.startswith(ZIP_MARK) and head[_NAME_AT:].startswith(_OPEN_DOCUMENT)


class Package:
    """An open package. `count` bytes were unpacked so far, over all parts; `text`: characters given out in cells."""

    def __init__(self, archive: ZipArchive) -> None:
        self._archive = archive
        self._count = 0
        self._text = 0

    def has(self, path: str) -> bool:
        return path in self._archive.sizes

    def give_text(self, length: int) -> None:
        """Count what cells hold: a text that lies there once may stand in each. Refused table_workbook_abnormal."""
        self._text += length
        if self._text > LONGEST_TEXT:
            raise Refused("table_workbook_abnormal")

    def elements(self, path: str, *names: str) -> Iterator[_Element]:
        """Each element of one of these local names once it is complete; what lies before it is gone then.

        Refused: table_workbook_damaged, table_workbook_abnormal.
        """
        if not self.has(path):
            raise Refused("table_workbook_damaged")
        parser = etree.XMLPullParser(
            events=("end",),
            tag=[f"{{*}}{name}" for name in names],
            remove_comments=True,  # else a comment within a value would cut it in two
            remove_pis=True,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        since_last, trusted = 0, False
        for chunk in self._chunks(path):
            _feed(parser, chunk)
            since_last += len(chunk)
            for _, element in parser.read_events():
                assert isinstance(element, _Element)  # noqa: S101 - "end" events bear nothing else
                if not trusted:
                    _refuse_declared_type(element)
                    trusted = True
                yield element
                _release(element)
                since_last = 0
            if since_last > LONGEST_ELEMENT:
                raise Refused("table_workbook_abnormal")
        _feed(parser, b"")

    def related(self, path: str) -> Mapping[str, tuple[str, str]]:
        """The parts that a part names: for each id the last word of its kind ("worksheet") and its path.

        Links that lead out of the package are left out: they are never followed.
        """
        folder, name = posixpath.split(path)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(relations):
            return {}
        found = {}
        for element in self.elements(relations, "Relationship"):
            if element.get("TargetMode") != "External":
                kind = element.get("Type", "").rpartition("/")[2]
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip(
                    "/"
                )
                found[element.get("Id", "")] = (kind, target)
        return found

    def _chunks(self, path: str) -> Iterator[bytes]:
        try:
            for chunk in self._archive.chunks(path, CHUNK):
                self._count += len(chunk)
                if self._count > LARGEST_UNPACKED:
                    raise Refused("table_workbook_abnormal")
                yield chunk
        except Refused as refusal:
            raise _as_workbook(refusal) from None


@contextmanager
def open_package(content: bytes) -> Iterator[Package]:
    """The package in memory. Refused: table_workbook_too_large, table_workbook_damaged, table_workbook_abnormal."""
    if len(content) > LARGEST_WORKBOOK:
        raise Refused("table_workbook_too_large", megabytes=LARGEST_WORKBOOK // 1024**2)
    opening = open_archive(content, most_files=MOST_PARTS, is_litter=lambda _: False)
    try:
        archive = opening.__enter__()
    except Refused as refusal:
        raise _as_workbook(refusal) from None
    try:
        yield Package(archive)
    finally:
        opening.__exit__(None, None, None)


def relation_of(element: _Element) -> str:
    """The id by which an element names another part."""
    return element.get(_RELATED) or element.get(_RELATED_STRICT) or ""


def local(element: _Element) -> str:
    """The element's name without its namespace: programs write two families of them."""
    return _local(str(element.tag))


@lru_cache(maxsize=1_000)  # half a million cells have four names
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _as_workbook(refusal: Refused) -> Refused:
    """What the archive refuses, in the words of workbooks."""
    if refusal.code.startswith("table_"):
        return refusal
    return Refused(
        "table_workbook_abnormal" if refusal.code == "documents_too_many" else "table_workbook_damaged"
    )


def _feed(parser: etree.XMLPullParser, chunk: bytes) -> None:
    """The next bytes, or the end of the part for none."""
    try:
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
    except etree.XMLSyntaxError:
        raise Refused("table_workbook_damaged") from None


def _refuse_declared_type(element: _Element) -> None:
    """No part declares a document type: it only serves to define entities, that is, bombs and leaks."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise Refused("table_workbook_abnormal")


def _release(element: _Element) -> None:
    """Empty the element, and drop what lies before it on its level: only what is open stays in memory."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
