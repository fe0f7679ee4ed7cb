"""Which reader a bank file needs: found by content, never by name; archives are read file by file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import BinaryIO

from quitus.adapters.bank.archive import ZIP_MARK, Allowance, Bounded, Member, members
from quitus.adapters.bank.bounds import Movements
from quitus.adapters.bank.camt.reader import CamtReader
from quitus.adapters.bank.cfonb.reader import CfonbReader
from quitus.adapters.bank.coda.reader import CodaReader
from quitus.adapters.bank.mt.reader import MtReader
from quitus.adapters.bank.ofx.reader import OfxReader
from quitus.adapters.bank.qif.reader import QifReader
from quitus.adapters.bank.tables.reader import CsvTables, WorkbookTables
from quitus.adapters.bank.tables.sections import Expected
from quitus.domain.banking.column_mapping import ColumnMapping, TableGuess
from quitus.domain.banking.statement import BankFile, ReadProblem
from quitus.domain.refused import Refused
from quitus.ports.bank_files import Bytes, FormatReader

HEAD = 64 * 1024
# A workbook is a zip, and a table is any text with columns: the one comes before archives, the other after the rest.
FORMATS: tuple[FormatReader, ...] = (
    WorkbookTables(),
    CamtReader(),
    CfonbReader(),
    CodaReader(),
    MtReader(),
    OfxReader(),
    QifReader(),
    CsvTables(),
)
TABLES = (CsvTables, WorkbookTables)


class DetectingReader:
    """Every format that Quitus reads, alone or in a zip (`ports.bank_files.BankFileReader`).

    Tables can be told what their columns mean (`ports.bank_tables.BankTableReader`).
    """

    def __init__(self, formats: Sequence[FormatReader] = FORMATS) -> None:
        self._formats = formats

    def read(self, source: BinaryIO) -> BankFile:
        """The file's statements, or a refusal that says what to do about it."""
        head = _head(source)
        if _is_archive(head):
            return self._read_archive(source)
        reader = self._reader_for(head)
        if reader is None:
            raise Refused("bank_format_unknown")
        return reader.read(Bounded(source, Allowance()))

    def guess(self, source: BinaryIO) -> list[TableGuess]:
        """What each table of the file, or of the files of an archive, seems to say; none for another format."""
        return [guess for reader, content, _ in self._tables(source) for guess in reader.guess(content)]

    def trial(self, source: BinaryIO, fingerprint: str, mapping: ColumnMapping) -> BankFile:
        """What the tables with this fingerprint say when their columns mean this; other tables are left aside."""
        files = []
        for reader, content, member in self.knowing({fingerprint: mapping})._tables(source):
            found = reader.knowing({fingerprint: mapping}, only=fingerprint).read(content)
            if found.statements:
                files.append(_named(found, member) if member else found)
        if not files:
            raise Refused("bank_format_unknown")
        return _together(files)

    def knowing(self, mappings: Mapping[str, ColumnMapping]) -> "DetectingReader":
        """The same reader, for which tables with these fingerprints mean these columns."""
        return DetectingReader(
            [reader.knowing(mappings) if isinstance(reader, TABLES) else reader for reader in self._formats]
        )

    def expecting(self, headers: Expected) -> "DetectingReader":
        """The same reader, for which lines with such headers make a table although nothing else shows it."""
        return DetectingReader(
            [reader.expecting(headers) if isinstance(reader, TABLES) else reader for reader in self._formats]
        )

    def _tables(self, source: BinaryIO) -> Iterator[tuple[CsvTables | WorkbookTables, Bytes, str]]:
        """The files that hold tables, each with its reader and its name in an archive."""
        head = _head(source)
        if not _is_archive(head):
            reader = self._reader_for(head)
            if isinstance(reader, TABLES):
                yield reader, Bounded(source, Allowance()), ""
            return
        for member in members(source):
            with member.opened() as content:
                reader = self._reader_for(content.read(HEAD))
            if isinstance(reader, TABLES):
                with member.opened() as content:
                    yield reader, content, member.name

    def _reader_for(self, head: bytes) -> FormatReader | None:
        return next((reader for reader in self._formats if reader.recognises(head)), None)

    def _read_archive(self, source: BinaryIO) -> BankFile:
        """All statements of a zip as one file's. One broken statement refuses the whole: a month would lack it.

        A file of no known format (the bank's leaflet, a PDF) is only mentioned.
        """
        files: list[BankFile] = []
        strangers: list[ReadProblem] = []
        movements = Movements()
        for member in members(source):
            try:
                found = self._read_member(member)
            except Refused as refusal:
                raise Refused(refusal.code, **refusal.facts, member=member.name) from None
            if found is None:
                stranger = Refused("bank_member_unknown", member=member.name)
                strangers.append(ReadProblem.of(member.name, stranger, blocks=False))
            else:
                movements.add(sum(1 + len(statement.lines) for statement in found.statements))
                files.append(_named(found, member.name))
        if not files:
            raise Refused("bank_format_unknown")
        return _together(files, strangers)

    def _read_member(self, member: Member) -> BankFile | None:
        with member.opened() as content:
            reader = self._reader_for(content.read(HEAD))
        if reader is None:
            return None
        with member.opened() as content:
            return reader.read(content)


def _head(source: BinaryIO) -> bytes:
    """The beginning; the stream stands there again."""
    head = source.read(HEAD)
    if not head.strip():
        raise Refused("bank_file_empty")
    source.seek(0)
    return head


def _is_archive(head: bytes) -> bool:
    """Whether it is a zip of files, not one that is a workbook."""
    return head.startswith(ZIP_MARK) and not WorkbookTables().recognises(head)


def _together(files: Sequence[BankFile], strangers: Sequence[ReadProblem] = ()) -> BankFile:
    """The files of an archive as one."""
    return BankFile(
        format=", ".join(dict.fromkeys(file.format for file in files)),
        statements=tuple(statement for file in files for statement in file.statements),
        problems=tuple(problem for file in files for problem in file.problems) + tuple(strangers),
    )


def _named(file: BankFile, member: str) -> BankFile:
    """The same with the member's name before each place."""

    def placed(problems: Sequence[ReadProblem]) -> tuple[ReadProblem, ...]:
        return tuple(replace(problem, where=f"{member}: {problem.where}") for problem in problems)

    statements = tuple(replace(found, problems=placed(found.problems)) for found in file.statements)
    return BankFile(file.format, statements, placed(file.problems))
