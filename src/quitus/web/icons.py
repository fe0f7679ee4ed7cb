"""The drawings of the site: line icons and the shapes of status, as SVG symbols kept beside this file.

A page carries the symbols that it uses, once each, and refers to them; see the `sprite` and `icon` tags.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "icons"
SYMBOL = re.compile(r'<symbol id="(?P<id>[is]-[a-z0-9-]+)" viewBox="(?P<box>[0-9 ]+)">(?P<lines>.*)</symbol>')


@dataclass(frozen=True, slots=True)
class Symbol:
    """One drawing: `id` is `i-…` for an icon, `s-…` for a shape of status."""

    id: str
    box: str
    lines: SafeString


@cache
def symbols() -> dict[str, Symbol]:
    """Every drawing by its id, read once."""
    found = {}
    for file in ("lucide.svg", "shapes.svg"):
        for match in SYMBOL.finditer((FOLDER / file).read_text(encoding="utf-8")):
            lines = mark_safe(match["lines"])  # noqa: S308 - our own file, beside this one
            found[match["id"]] = Symbol(match["id"], match["box"], lines)
    return found


def drawing(symbol_id: str, css: str, *, on_page: set[str] | None) -> SafeString:
    """The `<svg>` of one symbol, hidden from screen readers: the words beside it say the same.

    `on_page` gathers what the page's sprite must carry. Without it (a fragment that htmx puts into a page,
    a mail) the lines are drawn in place. Raises KeyError for an unknown symbol.
    """
    symbol = symbols()[symbol_id]
    class_attribute = format_html(' class="{}"', css) if css else ""
    if on_page is None:
        return format_html(
            '<svg{} viewBox="{}" aria-hidden="true">{}</svg>', class_attribute, symbol.box, symbol.lines
        )
    on_page.add(symbol_id)
    return format_html('<svg{} aria-hidden="true"><use href="#{}"/></svg>', class_attribute, symbol_id)


def sprite(used: Iterable[str]) -> SafeString:
    """The hidden sheet of symbols that a page refers to, sorted; nothing when it uses none."""
    sheet = [symbols()[symbol_id] for symbol_id in sorted(used)]
    if not sheet:
        return SafeString("")
    drawings = format_html_join(
        "\n", '  <symbol id="{}" viewBox="{}">{}</symbol>', ((one.id, one.box, one.lines) for one in sheet)
    )
    return format_html('<svg width="0" height="0" class="sr" aria-hidden="true">\n{}\n</svg>', drawings)
