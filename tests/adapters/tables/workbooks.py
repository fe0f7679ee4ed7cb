"""Excel workbooks for tests: ordinary ones as openpyxl writes them, strange ones part by part."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
Part = str | bytes | Iterable[bytes]


def workbook(
    sheets: Mapping[str, Sequence[Sequence[object]]], change: Callable[[Workbook], None] | None = None
) -> bytes:
    """Sheets of rows, as openpyxl saves them; `change` is done to the workbook before."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    """A sheet whose `<sheetData>` holds `rows`."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def package(sheet: Part, *, strings: Part | None = None, more: Mapping[str, Part] | None = None) -> bytes:
    """A workbook of one sheet out of its raw XML; `more` adds parts or replaces them."""
    shared = f'<Relationship Id="rId2" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
    parts: dict[str, Part] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(
            f'<Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">'
            '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(
            f'<Relationship Id="rId1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
            + (shared if strings is not None else "")
        ),
        "xl/worksheets/sheet1.xml": sheet,
        **({"xl/sharedStrings.xml": strings} if strings is not None else {}),
        **(more or {}),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            with archive.open(name, "w", force_zip64=False) as file:
                for piece in [part] if isinstance(part, bytes | str) else part:
                    file.write(piece.encode() if isinstance(piece, str) else piece)
    return content.getvalue()


def relations(inner: str) -> str:
    return f'<Relationships xmlns="{RELATIONS}">{inner}</Relationships>'
