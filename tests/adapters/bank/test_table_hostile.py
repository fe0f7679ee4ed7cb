"""Tables made to harm, or too large for anything: refused with a sentence, or read as the words that they are; quickly.

What workbooks can hold of evil part by part is tried in tests/adapters/tables/test_workbook.py.
"""

import io
import itertools
import time
import zipfile

import pytest

from quitus.adapters.bank.detect import DetectingReader
from quitus.domain.banking.statement import BankFile
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.bank.reading import read
from tests.adapters.bank.table_files import amounts, blocking, table, told
from tests.adapters.bank.test_archives import placed_beyond
from tests.adapters.tables.workbooks import MAIN, RELATED, package, relations, sheet_xml

SECONDS = 20  # of a busy machine; each takes one or two
MEGABYTE = 1024 * 1024
HEAD = b"Date;Libelle;Montant\n"


def text(words: str) -> str:
    return f'<c t="inlineStr"><is><t>{words}</t></is></c>'


HEADER_ROW = f'<row r="1">{text("Date")}{text("Libellé")}{text("Montant")}</row>'
ROW = f'<row r="2">{text("17/03/2026")}{text("VIR ROBIN")}<c><v>2.5</v></c></row>'
READ = [("2026-03-17", "2.50 EUR", "VIR ROBIN")]


def bomb() -> bytes:
    """300 MB of blanks within a row, in 300 kB."""
    blank = b" " * MEGABYTE
    pieces = [f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'.encode(), *[blank] * 300]
    return package([*pieces, b"</row></sheetData></worksheet>"])


def doubled() -> bytes:
    """Entities that unfold each other: a billion laughs."""
    inner = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in itertools.pairwise("abcdefghij")
    )
    laughs = sheet_xml(f"<row>{text('&j;')}</row>")
    return package(f'<!DOCTYPE x [<!ENTITY a "ha">{inner}]>{laughs}')


def binary_workbook() -> bytes:
    main = f'<Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.bin"/>'
    return package(b"\x81\x01", more={"_rels/.rels": relations(main), "xl/workbook.bin": b"\x83\x01\x00"})


def wide(columns: int) -> bytes:
    more = ";".join(f"c{number}" for number in range(columns - 3))
    cells = ";".join("x" for _ in range(columns - 3))
    return table(f"Date;Libellé;Montant;{more}", *[f"17/03/2026;VIR ROBIN;2,50;{cells}"] * 3)


def nested() -> bytes:
    """A zip of a zip of a table."""
    content = table("Date;Libellé;Montant", "17/03/2026;a;-1,00")
    for _ in range(2):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("releve.zip", content)
        content = packed.getvalue()
    return content


REFUSED = {
    "10 MB of one line": (lambda: HEAD + b"17/03/2026;a;1,00;" * 600_000, "import_line_too_long"),
    "10 MB of one cell": (lambda: HEAD + b"17/03/2026;a;" + b"1" * 10 * MEGABYTE, "import_line_too_long"),
    "10 MB of separators": (lambda: b"a;" * 5 * MEGABYTE, "bank_format_unknown"),
    "10 MB of one word": (lambda: b"a" * 10 * MEGABYTE, "bank_format_unknown"),
    "a quote that never ends": (lambda: HEAD + b'17/03/2026;"' + b"x;\n" * 3_000_000, "import_too_many_rows"),
    "a million blank rows": (lambda: HEAD + b";;;;;;;;;;\n" * 1_000_000, "import_too_many_cells"),
    "half a million rows": (lambda: b"17/03/2026;1,00;a\n" * 500_000, "import_too_many_rows"),
    "603 columns": (lambda: wide(603), "import_too_many_columns"),
    "a thousand tables": (
        lambda: b"".join(
            b"Date;Libelle;Montant;C%d\n17/03/2026;a;-1,00;x\n" % number for number in range(1000)
        ),
        "bank_too_many_tables",
    ),
    "a bomb": (bomb, "table_workbook_damaged"),
    "a billion laughs": (doubled, "table_workbook_damaged"),
    "a binary workbook": (binary_workbook, "import_file_is_spreadsheet"),
    "Excel's old format": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import_file_is_spreadsheet"),
    "a part beyond it all": (lambda: placed_beyond(package(sheet_xml(HEADER_ROW + ROW))), "table_workbook_damaged"),
    "a zip in a zip": (nested, "bank_format_unknown"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_made_to_harm_is_refused_with_a_sentence(name):
    make, code = REFUSED[name]
    content = make()
    started = time.monotonic()
    for work in (read, guessed):
        with pytest.raises(Refused) as refusal:
            work(content)
        assert refusal.value.code == code
    assert time.monotonic() - started < SECONDS
    for language in ("fr", "en"):
        assert len(sentence(refusal.value, language)) < 600


def guessed(content: bytes) -> object:
    """The tables of the file; one that has none is refused, as reading it is."""
    found = DetectingReader().guess(io.BytesIO(content))
    if not found:
        raise Refused("bank_format_unknown")
    return found


@pytest.mark.parametrize(
    "content",
    [
        package(
            sheet_xml(HEADER_ROW + ROW.replace("<c><v>2.5", "<c><f>[1]Feuil1!A1</f><v>2.5")),
            more={
                "xl/externalLinks/externalLink1.xml": "<externalLink/>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                    '<Relationship Id="rId1" Type="x" Target="http://127.0.0.1:9/a.xlsx" TargetMode="External"/>'
                ),
            },
        ),
        package(sheet_xml(HEADER_ROW + ROW), more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0Auto_Open"}),
        package(
            sheet_xml(HEADER_ROW + ROW),
            more={"../../etc/cron.d/x": b"* * * * * root x", "/xl/a.xml": b"<x/>", "C:\\x": b"x"},
        ),
        wide(500),
    ],
    ids=["external links", "macros", "paths that lead out", "500 columns"],
)
def test_what_a_table_carries_besides_is_never_followed(content):
    file = read(content)
    assert told(file.statements[0])[:1] == READ
    assert blocking(file) == []


def formulas() -> BankFile:
    return read(
        table(
            "Date;Libellé;Montant",
            "17/03/2026;=HYPERLINK(\"http://evil.example\",\"cliquez\");-1,00",
            "17/03/2026;=cmd|' /C calc'!A0;=1+1",
            "17/03/2026;@SUM(A1:A9);+3,00",
            "=DATE(2026,3,17);-2+3;-4,00",
        )
    )  # fmt: skip


def test_formulas_in_text_are_words_and_never_amounts_or_days():
    file = formulas()
    (statement,) = file.statements
    assert amounts(statement) == [-100, 300]
    assert [line.label for line in statement.lines] == [
        '=HYPERLINK("http://evil.example","cliquez")',
        "@SUM(A1:A9)",
    ]
    assert blocking(file) == [("l.3", "bank_amount_unreadable"), ("l.5", "bank_date_unreadable")]


def test_names_of_people_and_scripts_stay_words():
    evil = "<script>alert(1)</script> {{ x }} '; DROP TABLE banking_bankline; -- \u202ecod.exe"
    (statement,) = read(
        table("Date;Libellé;Montant;Bénéficiaire", f'17/03/2026;"{evil}";-1,00;"{evil}"')
    ).statements
    (line,) = statement.lines
    assert line.label.startswith("<script>alert(1)</script> {{ x }} '; DROP TABLE")
    assert "\u202e" not in line.label
