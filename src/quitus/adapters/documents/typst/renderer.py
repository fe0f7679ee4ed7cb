"""Documents as PDF by Typst: PDF/A-2a for the archive, and PDF/UA-1 for whoever listens to them."""

import calendar
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from quitus.adapters.documents.typst.font_coverage import FONTS
from quitus.adapters.documents.typst.head import pay_code
from quitus.adapters.documents.typst.plain_text import all_printable
from quitus.adapters.documents.typst.worksheet import worksheet_strings
from quitus.ports.documents import Document

if TYPE_CHECKING:
    from typst import Compiler, PDFStandard

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A document made ready: its template, what the template reads, and the QR code of its payment or ""."""

    template: str
    strings: dict[str, object]
    code: str = ""


class TypstRenderer:
    """Draws documents, one at a time: the compiler is kept, with its fonts, from the first document on."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()

    def render(self, document: Document) -> bytes:
        drawing = _drawing(document)
        # Data, never a part of the template: no text can be taken for an instruction.
        inputs = {"data": json.dumps(all_printable(drawing.strings)), "code": drawing.code}
        with self._one_at_a_time:
            pdf = self._compiler.compile(
                TEMPLATES / drawing.template,
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=STANDARDS,
                timestamp=calendar.timegm(document.head.issued_on.timetuple()),
            )
        if not isinstance(pdf, bytes):
            raise TypeError("one PDF has one content")
        return pdf

    @cached_property
    def _compiler(self) -> "Compiler":
        # 84 MB of library and a moment for the fonts: whoever draws nothing pays nothing.
        from typst import Compiler, Fonts

        fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        return Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def _drawing(document: Document) -> Drawing:
    """What to draw; each kind of document has its own strings and template."""
    code = pay_code(document.transfer, document.remaining)
    return Drawing("worksheet.typ", worksheet_strings(document), code)
