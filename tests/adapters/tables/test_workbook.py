"""Excel workbooks: what is in their cells, whatever program wrote them, and whatever somebody put into them."""

import io
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from datetime import date, datetime
from datetime import time as clock
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from quitus.adapters.tables.workbook import package as packages
from quitus.adapters.tables.workbook import sheets as sheet_module
from quitus.adapters.tables.workbook.numbers import day_text, is_date_format, number_text
from quitus.adapters.tables.workbook.package import is_other_workbook, is_workbook
from quitus.adapters.tables.workbook.sheets import open_workbook
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.adapters.tables.workbooks import MAIN, RELATED, package, relations, sheet_xml, workbook


def read(content: bytes) -> dict[str, list[list[str]]]:
    with open_workbook(content) as found:
        return {sheet.name: [record.cells for record in sheet.records()] for sheet in found.sheets}


def cells(rows: str, **parts) -> list[list[str]]:
    return read(package(sheet_xml(rows), **parts))["S"]


def refusal_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    for language in ("fr", "en"):
        sentence(refused.value, language)
    return refused.value.code


def test_the_kinds_of_cells():
    content = workbook(
        {
            "Opérations": [
                ["Date", "Montant", "Texte", None, "Heure"],
                [date(2026, 3, 4), -1234.56, "00123", None, clock(3, 4)],
                [datetime.fromisoformat("2026-03-04T12:30"), 0.1 + 0.2, "=1+1", True, None],
                [None, 1200, "Café\nde l’Été", False, Decimal("0.5")],
            ]
        }
    )
    assert read(content) == {
        "Opérations": [
            ["Date", "Montant", "Texte", "", "Heure"],
            ["2026-03-04", "-1234.56", "00123", "", "03:04:00"],
            ["2026-03-04 12:30:00", "0.3", "=1+1", "TRUE"],
            ["", "1200", "Café\nde l’Été", "FALSE", "0.5"],
        ]
    }


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1"><f>B1*2</f><v>12.5</v></c>', "12.5"),
        ('<c r="A1"><f>B1*2</f></c>', "=B1*2"),  # no program has computed it: never nothing
        ('<c r="A1" t="str"><f>B1&amp;""</f><v>FA-1</v></c>', "FA-1"),
        ('<c r="A1" t="str"><f>B1&amp;""</f></c>', ""),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="d"><v>2026-03-04T00:00:00Z</v></c>', "2026-03-04"),
        ('<c r="A1" t="d"><v>2026-03-04T01:02:03</v></c>', "2026-03-04 01:02:03"),
        ('<c r="A1" t="d"><v>demain</v></c>', "demain"),
        ('<c r="A1" t="inlineStr"><is><t>a</t><rPh><t>x</t></rPh></is></c>', "a"),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c>', "a b"),
        ('<c r="A1" t="inlineStr"><is><t>a_x000D_b_xD800_</t></is></c>', "a\rb_xD800_"),
        ("<c><v>1</v></c>", "1"),
        ('<c r="A1"><v>1234.5599999999999</v></c>', "1234.56"),  # as Excel writes 1234.56
        ('<c r="A1"><v>1.0E2</v></c>', "100"),
        ('<c r="A1"><v>1.234</v></c>', "1.2340"),
        ('<c r="A1"><v>1e999</v></c>', "1e999"),
        ('<c r="A1"><v>1_000</v></c>', "1_000"),
        ('<c r="A1"><v>nan</v></c>', "nan"),
        ('<c r="A1"><v>-0</v></c>', "0"),
    ],
)
def test_one_cell(cell, text):
    assert cells(f'<row r="1">{cell}<c r="B1"><v>7</v></c></row>') == [[text, "7"]]


def test_rows_and_columns_that_are_left_out_keep_their_places():
    content = package(
        sheet_xml('<row r="3"><c r="B3"><v>1</v></c><c r="D3" s="4"/></row><row><c><v>2</v></c></row>')
    )
    with open_workbook(content) as found:
        assert [(one.line, one.cells) for one in found.sheets[0].records()] == [(3, ["", "1"]), (4, ["2"])]


def test_merged_cells_hold_their_text_once_and_hidden_sheets_are_told():
    def change(made):
        made["A"].merge_cells("A1:C1")
        made["B"].sheet_state = "veryHidden"

    content = workbook({"A": [["Titre"], [1, 2, 3]], "B": [["caché"]]}, change)
    with open_workbook(content) as found:
        assert [(sheet.name, sheet.hidden) for sheet in found.sheets] == [("A", False), ("B", True)]
    assert read(content)["A"] == [["Titre"], ["1", "2", "3"]]


def test_days_that_count_from_1904():
    def change(made):
        made.epoch = CALENDAR_MAC_1904
        made["S"]["A1"] = date(2026, 3, 4)

    content = workbook({"S": []}, change)
    with open_workbook(content) as found:
        assert found.from_1904
        assert [record.cells for record in found.sheets[0].records()] == [["2026-03-04"]]


@pytest.mark.parametrize(
    ("number", "code", "date_like"),
    [
        (14, None, True), (22, None, True), (0, None, False), (4, None, False), (49, None, False),
        (164, "dd/mm/yyyy", True), (164, "[$-40C]d mmm yyyy;@", True), (164, "[h]:mm", True),
        (164, "#,##0.00\\ [$€-40C]", False), (164, '0.00 "jours"', False), (164, "[Red]-0.00", False),
        (164, "General", False), (164, "0.00_);\\(0.00\\)", False), (164, "0.00;[Red]-0.00 \\d", False),
        (164, "@", False), (164, "yyyy\\-mm\\-dd", True),
    ],
)  # fmt: skip
def test_formats_of_dates(number, code, date_like):
    assert is_date_format(number, code) is date_like


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("0.5", "12:00:00"),
        ("61", "1900-03-01"),
        ("46085.999999", "2026-03-05"),
        ("-1", "-1"),
        ("9e9", "9000000000"),
    ],
)
def test_day_numbers(written, text):
    assert day_text(written, from_1904=False) == text


@given(st.decimals(-(10**9), 10**9, places=2))
def test_an_amount_of_cents_is_the_same_after_a_spreadsheet_had_it(amount):
    assert Decimal(number_text(repr(float(amount)))) == amount
    assert Decimal(number_text(f"{float(amount):.17g}")) == amount


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(-(10**9), 10**9),
                st.decimals(-(10**6), 10**6, places=2).map(float),
                st.dates(date(1990, 1, 1), date(2099, 1, 1)),
                st.text(
                    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cn"])
                ).filter(lambda text: not text.startswith("=")),  # a formula that nobody computed
            ),
            max_size=6,
        ),
        max_size=8,
    )
)
@settings(deadline=None, max_examples=60)
def test_an_independent_program_reads_the_same(rows):
    """openpyxl tells the value of each cell; ours shows the same value as text."""
    content = workbook({"S": rows})
    other = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["S"]
    expected = [[shown(value) for value in row] for row in other.iter_rows(values_only=True)]
    found = {}
    with open_workbook(content) as opened:
        found = {record.line: record.cells for record in opened.sheets[0].records()}
    for line, row in enumerate(expected, 1):
        assert found.get(line, []) == trimmed(row)


def shown(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return number_text(repr(value)) if isinstance(value, int | float) else str(value)


def trimmed(row):
    while row and not row[-1]:
        row.pop()
    return row


def test_a_strict_workbook_and_absolute_targets():
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    more = {
        "xl/workbook.xml": (
            '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:r="' + strict + '">'
            '<workbookPr date1904="false"/><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(
            f'<Relationship Id="a" Type="{strict}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
            f'<Relationship Id="b" Type="{strict}/externalLink" Target="file:///etc/passwd" TargetMode="External"/>'
        ),
    }
    sheet = '<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData>%s</sheetData></worksheet>'
    assert read(package(sheet % '<row><c t="inlineStr"><is><t>a</t></is></c></row>', more=more)) == {
        "S": [["a"]]
    }


def sst(*texts: str) -> str:
    return f'<sst xmlns="{MAIN}">' + "".join(f"<si><t>{text}</t></si>" for text in texts) + "</sst>"


def pieces(head: str, piece: str, count: int, tail: str):
    """A part of `count` thousand pieces, "%d" in each its number: all the same would swell beyond belief."""
    yield head.encode()
    for thousand in range(count):
        yield "".join(piece.replace("%d", str(thousand * 1_000 + one)) for one in range(1_000)).encode()
    yield tail.encode()


LAUGHS = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
ONE = '<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>'
DAMAGED = {
    "a text that is not there": package(sheet_xml('<row><c t="s"><v>1</v></c></row>'), strings=sst("a")),
    "a text of no number": package(sheet_xml('<row><c t="s"><v>x</v></c></row>'), strings=sst("a")),
    "columns beyond the last": package(sheet_xml('<row><c r="ZZZZ1"><v>1</v></c></row>')),
    "a column of other letters": package(sheet_xml('<row><c r="é1"><v>1</v></c></row>')),
    "columns that go back": package(sheet_xml('<row><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>')),
    "XML cut short": package(sheet_xml("<row/>" * 9)[:-30]),
    "no sheet": package(sheet_xml(""), more={"xl/_rels/workbook.xml.rels": relations("")}),
    "no workbook": package(sheet_xml(""), more={"_rels/.rels": relations("")}),
    "a document of Word": package("", more={"xl/workbook.xml": "<document/>"}),
    "a sheet outside": package(
        sheet_xml(""),
        more={
            "xl/_rels/workbook.xml.rels": relations(
                f'<Relationship Id="rId1" Type="{RELATED}/worksheet" Target="http://x.example/" TargetMode="External"/>'
            )
        },
    ),
    "cut in the middle": workbook({"S": [[1]] * 2_000})[:9_000],
    "bytes changed": workbook({"S": [[1]] * 50}).replace(b"\x00", b"\x01", 60),
    "what swells beyond belief": package(sheet_xml(ONE % ("x" * 3_000_000))),
}
ABNORMAL = {
    "a text without end": package(
        pieces(sheet_xml(ONE).partition("%s")[0], "VIR %d ", 1_500, sheet_xml(ONE).partition("%s")[2])
    ),
    "entities that multiply": package(
        f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{LAUGHS}]>{sheet_xml(ONE % "ha")}'
    ),
    "an entity that reads a file": package(
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{sheet_xml(ONE % "&e;")}'
    ),
    "a row without end": package(
        sheet_xml("<row>" + "".join(f'<c s="{n}"/>' for n in range(600_000)) + "</row>")
    ),
    "a part that holds nothing": package(
        sheet_xml("", before="".join(f"<x>{n}</x>" for n in range(600_000)))
    ),
    "rows without end": package(
        pieces(sheet_xml("").partition("</sheetD")[0], '<row r="%d"/>', 1_101, "</sheetData></worksheet>")
    ),
    "sheets without end": package(
        sheet_xml(""),
        more={"xl/workbook.xml": f'<workbook xmlns="{MAIN}">' + '<sheet name="a"/>' * 501 + "</workbook>"},
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_workbooks(name):
    assert refusal_of(DAMAGED[name]) == "table_workbook_damaged"


@pytest.mark.parametrize("name", ABNORMAL)
def test_workbooks_made_to_harm(name):
    started = time.process_time()
    assert refusal_of(ABNORMAL[name]) == "table_workbook_abnormal"
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("bound", "most", "rows", "code"),
    [
        ("LARGEST_WORKBOOK", 100, "<row/>", "table_workbook_too_large"),
        ("LARGEST_UNPACKED", 2_000, "<row/>" * 1_000, "table_workbook_abnormal"),
        ("MOST_CELLS_WRITTEN", 9, "<row><c/><c/></row>" * 5, "table_workbook_abnormal"),
        ("MOST_ROWS_WRITTEN", 9, "<row/>" * 10, "table_workbook_abnormal"),
        ("MOST_CELLS", 9, '<row><c r="E1"><v>1</v></c></row>' * 2, "import_too_many_cells"),
        ("LONGEST_TEXT", 3, '<row><c t="s"><v>1</v></c></row>' * 4, "table_workbook_abnormal"),
        ("MOST_STRINGS", 1, "<row/>", "table_workbook_abnormal"),
        ("LONGEST_STRINGS", 1, "<row/>", "table_workbook_abnormal"),
    ],
)
def test_each_bound_holds(monkeypatch, bound, most, rows, code):
    content = package(sheet_xml(rows), strings=sst("a", "b"))
    read(content)
    monkeypatch.setattr(packages if hasattr(packages, bound) else sheet_module, bound, most)
    assert refusal_of(content) == code


def test_a_cell_in_the_last_corner_costs_nothing():
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    content = package(sheet_xml(far, before='<dimension ref="A1:XFD1048576"/>'))
    with open_workbook(content) as found:
        lines = [(record.line, len(record.cells)) for record in found.sheets[0].records()]
    assert lines == [(1, 1), (1_048_576, 16_384)]


def test_a_list_of_millions_of_parts_is_refused_before_it_is_loaded():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
    whole = bytearray(content.getvalue())
    end = whole.rfind(b"PK\x05\x06")
    whole[end + 12 : end + 16] = (500_000_000).to_bytes(4, "little")
    assert refusal_of(bytes(whole)) == "table_workbook_abnormal"


MEMORY = """
    import resource, sys
    from pathlib import Path
    from quitus.adapters.tables.workbook.sheets import open_workbook
    with open_workbook(Path(sys.argv[1]).read_bytes()) as found:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        count = sum(1 for _ in found.sheets[0].records())
    print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_the_memory_does_not_grow_with_the_rows(tmp_path: Path):
    row = '<row><c t="inlineStr"><is><t>VIR SEPA RECU %d</t></is></c><c><v>%d.34</v></c></row>'
    head, _, tail = sheet_xml("%s").partition("%s")
    path = tmp_path / "large.xlsx"
    path.write_bytes(package(pieces(head, row, 60, tail)))
    printed = subprocess.run(
        [sys.executable, "-c", dedent(MEMORY), str(path)], capture_output=True, text=True, check=True
    ).stdout
    count, megabytes = map(int, printed.split())
    assert (count, megabytes < 20) == (60_000, True)


@pytest.mark.parametrize(
    ("head", "ours", "other"),
    [
        (workbook({"S": [[1]]}), True, False),
        (b"PK\x03\x04" + b"\0" * 22 + b"\x0b\0\0\0_rels/.rels", True, False),
        (b"PK\x03\x04" + b"\0" * 22 + b"\x0a\0\0\0releve.csv", False, False),
        (
            b"PK\x03\x04" + b"\0" * 22 + b"\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            False,
            True,
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", False, True),
        (b"PK\x03\x04", False, False),
        (b"", False, False),
    ],
)
def test_what_is_a_workbook(head, ours, other):
    assert (is_workbook(head), is_other_workbook(head)) == (ours, other)


SOUND = workbook({"S": [["Date", "Montant"], [date(2026, 1, 2), 12.5]] * 3})


@given(st.data())
@settings(deadline=None, max_examples=80)
def test_a_damaged_workbook_is_read_or_refused(data):
    content = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + 1] = data.draw(st.binary(max_size=3))
    with suppress(Refused):
        read(bytes(content))


@given(st.text(st.sampled_from(list('<>/"= rowcvstAB12.é')), max_size=120))
@settings(deadline=None, max_examples=80)
def test_any_sheet_is_read_or_refused(xml):
    with suppress(Refused):
        read(package(sheet_xml(xml)))
